"""What readers get through the proxy from containers, also while one of them dies."""

from __future__ import annotations

import signal

import pytest
from playwright.sync_api import Browser

from harness import failover
from harness.failover import reader
from harness.hosting import Site
from tests.support import addresses
from tests.support.addresses import Address, Reply


def through_proxy(site: Site, address: Address) -> Reply:
    method = "POST" if address.form else "GET"
    answer = site.get(address.path, method=method, body=address.form or None)
    return Reply(answer.status, answer.headers.get_content_type(), answer.body)


@pytest.mark.parametrize("listed", [addresses.pages, addresses.files])
def test_every_page_and_file_comes_through_the_proxy(site: Site, listed) -> None:
    assert addresses.faults(listed(), lambda address: through_proxy(site, address)) == []


@pytest.mark.parametrize("sign", failover.SIGNS)
def test_an_open_page_goes_on_when_its_container_dies(
    browser: Browser, site: Site, sign: signal.Signals
) -> None:
    with reader(browser, site) as page:
        assert failover.fail(site, page, sign).lost == ()
