"""The images, built once per run, and the site that they make."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from harness.hosting import Site
from tests.deploy import bases, engine, services
from tests.deploy.engine import HOME, TARGETS


@pytest.fixture(scope="session")
def images() -> Iterator[None]:
    """Build both images; at the end no container, pod or volume is left."""
    HOME.mkdir(parents=True, exist_ok=True)
    engine.remove_all()
    bases.provide()
    try:
        for target, tag in TARGETS.items():
            engine.build(target, tag)
        yield
    finally:
        engine.remove_all()
        engine.leave()


@pytest.fixture(scope="session")
def site(images: None) -> Iterator[Site]:
    """Run the services of the compose file."""
    with services.running() as running:
        yield running
