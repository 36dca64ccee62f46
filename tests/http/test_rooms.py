"""Rooms over HTTP: pages for phones, event streams, what leads them, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import unescape

import pytest

from carepath.content import slides as slide_content
from carepath.model.pathway import Pathways
from carepath.text.messages import Words
from carepath.web.room_routes import LONGEST_MESSAGE
from tests.support import facts, rooms
from tests.support.html import Markup
from tests.support.http import ask
from tests.support.rooms import SITE, VIEW, follow, present, send
from tests.support.selections import pairs, selected
from tests.support.servers import SERVERS, StartServer, log, serve

EN, ES = facts.text(), facts.text("es")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a site that phones reach."""
    with serve(tmp_path_factory.mktemp("site"), SITE) as url:
        yield url


def shown(page: str) -> list[str]:
    """Return the keys of the slides that a page shows."""
    found = Markup(page).tags
    return [
        attrs["data-key"]
        for tag, attrs in found
        if tag == "section" and "data-key" in attrs and "hidden" not in attrs
    ]


# --- Pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "text"), [("en", EN), ("es", ES)])
def test_a_phone_shows_the_slide_in_its_own_language(
    site: str, language: str, text: dict[str, str]
) -> None:
    room = present(site, "2.1")
    answer = ask(site, room.path, told={"Accept-Language": language})
    assert answer.status == 200
    assert f'<html lang="{language}">' in answer.text
    assert shown(answer.text) == ["2.1"]
    assert text["room.following"] in answer.text
    assert text["room.around"] in answer.text


def test_a_phone_can_switch_its_language(site: str) -> None:
    room = present(site)
    page = ask(site, room.path, told={"Accept-Language": "en"}).text
    assert '<a href="?lang=es" lang="es"' in page
    other = ask(site, f"{room.path}?lang=es", told={"Accept-Language": "en"}).text
    assert '<html lang="es">' in other
    # What the phone opens from here stays in that language.
    assert f"/?{VIEW}&lang=es" in unescape(other)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_slide_of_the_presenter_can_be_followed(
    site: str, words: Words, pathways: Pathways, language: str
) -> None:
    chosen = selected("high", "same")
    situation = pathways.routes[pairs("high", "same")]
    room = present(site)
    keys = [slide.key for slide in slide_content.slides(words, pathways, situation, chosen)]
    assert len(keys) == len({*keys})
    for key in keys:
        assert json.loads(room.lead(key).content)["leads"]
        assert shown(ask(site, f"{room.path}?lang={language}").text) == [key]


def test_a_followers_page_has_no_notes_no_secret_no_cookie_and_the_policy(site: str) -> None:
    room = present(site)
    answer = ask(site, room.path)
    assert EN["present.say.title"] not in answer.text
    assert room.secret not in answer.text
    assert answer.told["Set-Cookie"] is None
    assert answer.told["Cache-Control"] == "no-store"
    assert "script-src 'self'" in answer.told["Content-Security-Policy"]
    assert answer.told["Referrer-Policy"] == "no-referrer"
    assert "streamlit" not in answer.text.lower()


def test_a_page_without_script_leads_to_the_slide_of_the_moment(site: str) -> None:
    page = ask(site, present(site).path).text
    (without,) = (part.partition("</noscript>")[0] for part in page.split("<noscript>")[1:])
    assert EN["room.reload"] in without
    assert 'href=""' in without


@pytest.mark.parametrize(
    ("typed", "status", "location"),
    [
        ("", 200, None),
        ("?code=abc%20234", 303, "/room/ABC234"),
        ("?code=hello", 404, None),
    ],
)
def test_a_typed_code_leads_to_its_room(
    site: str, typed: str, status: int, location: str | None
) -> None:
    answer = ask(site, f"/room{typed}")
    assert (answer.status, answer.told["Location"]) == (status, location)
    if status != 303:
        assert EN["room.code"] in answer.text
        assert (EN["room.unknown"] in answer.text) is (status == 404)


@pytest.mark.parametrize("code", ["ZZZZZZ", "zzzzzz", "x", "%3Cscript%3E"])
def test_an_unknown_room_is_a_calm_page(site: str, code: str) -> None:
    answer = ask(site, f"/room/{code}", told={"Accept-Language": "es"})
    assert answer.status == 404
    assert ES["room.unknown"] in answer.text
    assert "<script>" not in answer.text


def test_a_code_is_read_in_either_case_and_with_what_clings_to_a_link(site: str) -> None:
    room = present(site)
    assert ask(site, room.path.lower()).status == 200
    assert ask(site, f"{room.path}.").status == 200
    moved = ask(site, f"{room.path}/")
    assert moved.status == 308
    assert ask(site, moved.told["Location"]).status == 200


def test_an_ended_room_leaves_the_view_and_the_sheet(site: str) -> None:
    room = present(site)
    assert json.loads(room.lead("opening", end=True).content)["ended"]
    answer = ask(site, room.path)
    assert answer.status == 410
    assert EN["room.ended.title"] in answer.text
    links = [attrs["href"] for tag, attrs in Markup(answer.text).tags if tag == "a"]
    assert f"/?{VIEW}" in links
    (sheet,) = (link for link in links if link.startswith("/handout/"))
    assert ask(site, sheet).told["Content-Type"] == "application/pdf"
    assert ask(site, f"{room.path}/state").status == 410
    assert ask(site, f"{room.path}/events").status == 410
    assert room.lead("opening").status == 410


# --- Event streams --------------------------------------------------------------------------------


def test_a_stream_tells_the_present_slide_at_once_and_each_later_one(site: str) -> None:
    room = present(site, "1.1")
    with follow(site, room.code) as stream:
        assert stream.answer.headers["Content-Type"].startswith("text/event-stream")
        assert stream.answer.headers["Content-Encoding"] is None
        assert stream.answer.headers["Cache-Control"] == "no-store"
        assert "default-src 'self'" in stream.answer.headers["Content-Security-Policy"]
        first = stream.event()
        assert first and first["slide"] == "1.1"
        room.lead("2.1")
        second = stream.event()
        assert second == json.loads(ask(site, f"{room.path}/state").content)
        assert (second["slide"], second["query"]) == ("2.1", VIEW)
        assert {*second["names"]} == {"en", "es"}
        # Who comes late, or comes back, sees the same.
        with follow(site, room.code) as late:
            assert late.event() == second
        room.lead("2.1", query="group=low&place=same")
        third = stream.event()
        assert third and third["query"] == "group=low&place=same"
        room.lead("2.1", query="group=low&place=same", end=True)
        last = stream.event()
        assert last and last["ended"]
        assert stream.event() is None


def test_a_stream_does_not_keep_an_ending_server(start_server: StartServer) -> None:
    """The client stays, so a server that waited for it would never end."""
    server = start_server(SITE)
    room = present(server)
    process = SERVERS[server].program.process
    assert process
    with follow(server, room.code) as stream:
        assert stream.event()
        process.terminate()
        assert stream.event() is None
        assert process.wait(20) is not None


def test_no_room_is_in_the_log(start_server: StartServer) -> None:
    server = start_server(SITE)
    room = present(server)
    with follow(server, room.code) as stream:
        assert stream.event()
    for path in (room.path, f"{room.path}/state", f"{room.path}/nothing", "/room?code=ZZZZZZ"):
        ask(server, path)
    ask(server, f"{room.path}/lead", "POST", rooms.JSON, "{")
    room.lead("nowhere")
    assert room.code not in log(server)
    assert room.secret not in log(server)
    assert "/room" not in log(server)


# --- Leading --------------------------------------------------------------------------------------


def test_only_the_secret_leads(site: str) -> None:
    room = present(site, "1.1")
    wrong = rooms.Presenter(site, room.code, "x" * 22, room.driver)
    for message in ({}, {"take": True}, {"end": True}):
        assert wrong.lead("2.1", **message).status == 403
    assert json.loads(ask(site, f"{room.path}/state").content)["slide"] == "1.1"


def test_a_second_screen_takes_over_and_the_first_learns_it(site: str) -> None:
    first = present(site, "1.1")
    second = rooms.Presenter(site, first.code, first.secret, "second")
    assert json.loads(second.lead("1.1").content)["leads"] is False
    assert json.loads(second.lead("2.1", take=True).content)["leads"] is True
    assert json.loads(first.lead("1.2").content)["leads"] is False
    assert json.loads(ask(site, f"{first.path}/state").content)["slide"] == "2.1"
    assert json.loads(first.lead("1.2", take=True).content)["leads"] is True
    assert json.loads(ask(site, f"{first.path}/state").content)["slide"] == "1.2"


@pytest.mark.parametrize(
    ("query", "slide"),
    [
        (VIEW, "9.9"),
        (VIEW, ""),
        (VIEW, "<script>"),
        ("", "opening"),
        ("group=high", "opening"),
        ("group=unsure&place=unsure", "opening"),
        ("x" * 501, "opening"),
    ],
)
def test_what_is_no_slide_is_refused(site: str, query: str, slide: str) -> None:
    assert send(site, "/room", driver="first", query=query, slide=slide).status == 400
    room = present(site)
    assert room.lead(slide, query).status == 400
    assert json.loads(ask(site, f"{room.path}/state").content)["slide"] == "opening"


def test_a_room_keeps_only_known_values_of_a_view(site: str) -> None:
    room = present(site, "1.1", f"{VIEW}&lang=es&utm_source=x&option=2&step=1")
    assert json.loads(ask(site, f"{room.path}/state").content)["query"] == VIEW


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Content-Type": "text/plain"}, "{}", 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, "a=b", 415),
        (rooms.JSON, "{", 400),
        (rooms.JSON, "[]", 400),
        (rooms.JSON, "\udcff".encode("utf-8", "surrogateescape").decode("latin-1"), 400),
        (rooms.JSON, "{}", 400),
        (rooms.JSON, '{"driver": 1}', 400),
        (rooms.JSON, " " * (LONGEST_MESSAGE + 1), 413),
    ],
)
@pytest.mark.parametrize("end", ["", "/lead", "/asked"])
def test_a_message_of_another_kind_is_refused(
    site: str, end: str, headers: dict[str, str], body: str, status: int
) -> None:
    path = f"{present(site).path}{end}" if end else "/room"
    assert ask(site, path, "POST", headers, body).status == status


def test_a_message_to_a_room_that_is_not_there_is_refused(site: str) -> None:
    nobody = rooms.Presenter(site, "ZZZZZZ", "secret", "first")
    assert nobody.lead("opening").status == 404
    assert send(site, "/room/ZZZZZZ/asked", prompt="pain", on=True).status == 404
    assert ask(site, "/room/ZZZZZZ/state").status == 404
    assert ask(site, "/room/ZZZZZZ/events").status == 404


def test_there_is_no_room_where_no_phone_can_reach_it(server: str) -> None:
    assert send(server, "/room", driver="first", query=VIEW, slide="opening").status == 409


# --- Questions ------------------------------------------------------------------------------------


def test_only_ready_made_questions_are_counted(site: str) -> None:
    room = present(site)
    for prompt, status in (("pain", 204), ("", 400), ("my own words", 400)):
        assert send(site, f"{room.path}/asked", prompt=prompt, on=True).status == status
    assert send(site, f"{room.path}/asked", prompt="pain", on=False).status == 204


def test_a_slide_offers_the_questions_about_its_treatment_first(site: str) -> None:
    room = present(site, "1.2")
    page = ask(site, room.path).text
    slide = page.partition('data-key="1.2"')[2].partition("</section>")[0]
    offered = [attrs["value"] for tag, attrs in Markup(slide).tags if tag == "input"]
    own = [row["prompt"] for row in facts.read("prompts.csv") if "dinutuximab" in row["treatments"]]
    assert {*own} <= {*offered[: len(own)]}
    assert 3 <= len(offered) <= 6


def test_the_script_and_the_style_of_rooms_are_served(site: str) -> None:
    for path, kind in (("/room.js", "text/javascript"), ("/room.css", "text/css")):
        answer = ask(site, path)
        assert answer.told["Content-Type"].startswith(kind)
        assert ask(site, path, told={"If-None-Match": answer.told["ETag"]}).status == 304
