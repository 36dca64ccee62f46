"""Rooms in a Valkey server: any replica serves them, and lost connections lose nothing."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from carepath.rooms import shared, state
from carepath.rooms.shared import Shared
from carepath.rooms.state import Place, Room
from carepath.rooms.store import Away, Full
from harness import store
from harness.paths import ROOT
from harness.program import Program, free_port
from tests.support import rooms
from tests.support.http import ask
from tests.support.loop import alone
from tests.support.rooms import SITE, Presenter, follow, present, send
from tests.support.servers import SERVERS, log, serve

FIRST = Place("group=low&place=same", "opening", (("en", "The options"), ("es", "Las opciones")))
THEN = Place("group=low&place=same", "1.1", (("en", "Surgery"), ("es", "Cirugía")))


@dataclass(frozen=True)
class Store:
    """A running store and its address."""

    program: Program
    address: str


@pytest.fixture(scope="module")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    program, address = store.server(tmp_path_factory.mktemp("store"))
    program.start()
    try:
        program.wait()
        yield Store(program, address)
    finally:
        program.end()


@pytest.fixture(scope="module")
def replicas(valkey: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    env = SITE | {"CAREPATH_ROOMS": valkey.address}
    with ExitStack() as stack:
        homes = [tmp_path_factory.mktemp("replica") for _ in range(2)]
        yield [stack.enter_context(serve(home, env)) for home in homes]


def room() -> Room:
    return state.new("screen", FIRST, shared.time())[0]


@asynccontextmanager
async def stores(address: str, count: int) -> AsyncIterator[list[Shared]]:
    """Open the store as several replicas do, and close it: a replica ends with its process."""
    opened = [Shared(address) for _ in range(count)]
    yield opened
    for one in opened:
        if one._listener:
            one._listener.cancel()
            with suppress(asyncio.CancelledError):
                await one._listener
        await one._client.aclose()


async def following(rooms: Shared, code: str) -> tuple[AsyncGenerator[Room, None], Room]:
    states = await rooms.follow(code)
    return states, await anext(states)


# --- The store ------------------------------------------------------------------------------------


def test_a_room_survives_its_text() -> None:
    new = state.takes(state.shows(room(), "screen", THEN), "other")
    assert state.restored(state.stored(new)) == new


def test_what_one_replica_changes_another_passes_on(valkey: Store) -> None:
    async def look() -> None:
        async with stores(valkey.address, 2) as (here, there):
            new = room()
            await here.add(new)
            assert await there.find(new.code) == new
            states, first = await following(there, new.code)
            own, _ = await following(here, new.code)
            assert first == new
            await here.change(new.code, lambda old: state.shows(old, "screen", THEN))
            assert (await anext(states)).place == THEN
            assert (await anext(own)).place == THEN
            await here.change(new.code, state.ends)
            assert (await anext(states)).ended
            assert [one async for one in states] == []
            assert await there.change("ZZZZZZ", state.ends) is None
            with pytest.raises(KeyError):
                await there.follow("ZZZZZZ")

    alone(look())


def test_two_screens_at_once_both_count(valkey: Store) -> None:
    async def look() -> None:
        async with stores(valkey.address, 2) as both:
            new = room()
            await both[0].add(new)
            takes = [
                both[n % 2].change(new.code, lambda old, n=n: state.takes(old, f"screen-{n}"))
                for n in range(20)
            ]
            await asyncio.gather(*takes)
            found = await both[0].find(new.code)
            assert found and found.version == 20

    alone(look())


def test_the_server_drops_a_room_and_its_counts_by_itself(valkey: Store) -> None:
    async def look() -> None:
        async with stores(valkey.address, 1) as (here,):
            new = room()
            await here.add(new)
            await here.mark(new.code, "pain", 1)
            for part in ("room", "asked"):
                left = await here._client.pttl(shared._key(new.code, part))
                assert 0 < left <= (state.LIFE + state.REMEMBERED) * 1000
            assert await here.asked(new.code) == {"pain": 1}
            await here.mark(new.code, "pain", -1)
            await here.mark(new.code, "pain", -1)
            await here.mark("ZZZZZZ", "pain", 1)
            assert await here.asked(new.code) == {}
            assert await here.asked("ZZZZZZ") == {}
            await here.change(new.code, state.ends)
            assert await here._client.exists(shared._key(new.code, "asked")) == 0

    alone(look())


def test_only_so_many_rooms_are_open(valkey: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async def look() -> None:
        async with stores(valkey.address, 1) as (here,):
            await here._client.flushall()
            monkeypatch.setattr(shared, "MOST_ROOMS", 2)
            first = room()
            await here.add(first)
            await here.add(room())
            with pytest.raises(Full):
                await here.add(room())
            await here.change(first.code, state.ends)
            await here.add(room())

    alone(look())


def test_a_server_that_is_started_again_has_forgotten_its_rooms(tmp_path: Path) -> None:
    program, address = store.server(tmp_path)

    async def look() -> None:
        async with stores(address, 1) as (here,):
            new = room()
            await here.add(new)
            states, _ = await following(here, new.code)
            program.end(signal.SIGKILL)
            with pytest.raises(Away):
                await here.find(new.code)
            program.start()
            program.wait()
            assert (await anext(states)).ended
            other = room()
            await here.add(other)
            assert await here.find(other.code) == other

    program.start()
    try:
        program.wait()
        alone(look())
    finally:
        program.end()


# --- Replicas -------------------------------------------------------------------------------------


def test_any_replica_serves_any_room(replicas: list[str]) -> None:
    first, second = replicas
    presenter = present(first, "1.1")
    with follow(second, presenter.code) as stream:
        told = stream.event()
        assert told and told["slide"] == "1.1"
        presenter.lead("2.1")
        told = stream.event()
        assert told and told["slide"] == "2.1"
        assert 'data-now="2.1"' in ask(second, presenter.path).text
        assert send(second, f"{presenter.path}/asked", prompt="pain", on=True).status == 204
        assert "<li>" in json.loads(presenter.lead("2.1").content)["asked"]
        # A screen that another replica serves takes over.
        other = Presenter(second, presenter.code, presenter.secret, "second")
        assert json.loads(other.lead("1.2", take=True).content)["leads"] is True
        assert json.loads(presenter.lead("1.1").content)["leads"] is False
        while told and told["slide"] != "1.2":
            told = stream.event()
        assert told


def test_a_dead_replica_takes_no_room_along(replicas: list[str]) -> None:
    first, second = replicas
    presenter = present(first, "1.1")
    dead = SERVERS[first].program
    dead.end(signal.SIGKILL)
    try:
        with follow(second, presenter.code) as stream:
            told = stream.event()
            assert told and told["slide"] == "1.1"
            moved = Presenter(second, presenter.code, presenter.secret, presenter.driver)
            assert json.loads(moved.lead("2.1").content)["leads"] is True
            told = stream.event()
            assert told and told["slide"] == "2.1"
    finally:
        dead.start()
        dead.wait()


def test_no_room_is_in_a_log(replicas: list[str], valkey: Store) -> None:
    presenter = present(replicas[0], "1.1")
    presenter.lead("2.1")
    for text in (*map(log, replicas), valkey.program.log.read_text(encoding="utf-8")):
        assert presenter.code not in text


def test_a_site_says_at_its_start_that_its_store_is_not_there() -> None:
    address = f"valkey://127.0.0.1:{free_port()}"
    run = subprocess.run(
        [sys.executable, "-c", "from carepath.ui import serve; serve.host()"],
        cwd=ROOT,
        env={"CAREPATH_ROOMS": address, "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.startswith(f"CAREPATH_ROOMS names {address}, which does not answer: ")
    assert "Traceback" not in run.stderr


def test_rooms_are_away_while_the_store_is(tmp_path: Path) -> None:
    program, address = store.server(tmp_path)
    program.start()
    try:
        program.wait()
        with serve(tmp_path, SITE | {"CAREPATH_ROOMS": address}) as site:
            presenter = present(site, "1.1")
            program.end(signal.SIGKILL)
            for path in (presenter.path, f"{presenter.path}/state", f"{presenter.path}/events"):
                answer = ask(site, path)
                assert (answer.status, answer.told["Retry-After"]) == (503, "15")
            assert presenter.lead("2.1").status == 503
            assert send(site, "/room", driver="x", query=rooms.VIEW, slide="1.1").status == 503
            # The pages need no store.
            assert ask(site, "/").status == 200
    finally:
        program.end()
