"""A meeting in two browsers: one presents in English, phones follow in Spanish."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from carepath import network
from harness.browser import FINISHED
from tests.support import axe, facts, rooms
from tests.support.browser import OpenPage, wait_until_finished, wait_until_given_over
from tests.support.http import ask
from tests.support.rooms import SITE, VIEW, send
from tests.support.servers import serve

pytestmark = pytest.mark.browser

EN, ES = facts.text(), facts.text("es")
Phone = Callable[..., Page]
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
SLIDE = ".slide:not([hidden])"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a site that phones reach."""
    with serve(tmp_path_factory.mktemp("site"), SITE) as url:
        yield url


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Phone]:
    """Return `phone(path)`, which opens an address on a Spanish phone of its own."""
    with ExitStack() as stack:

        def open_phone(path: str, locale: str = "es-MX") -> Page:
            context = browser.new_context(
                locale=locale, viewport={"width": 390, "height": 844}, reduced_motion="reduce"
            )
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(60_000)
            page.goto(f"{site}{path}")
            return page

        yield open_phone


@pytest.fixture
def screen(tab: Page, site: str) -> Page:
    """Return the slides on a projector."""
    return present(tab, site, VIEW)


def present(page: Page, site: str, query: str) -> Page:
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto(f"{site}/present?{query}")
    wait_for_slides(page)
    return page


def wait_for_slides(page: Page) -> None:
    page.locator(f"{FINISHED} .carepath-present h1").first.wait_for()
    wait_until_given_over(page)


def button(page: Page, word: str) -> Locator:
    return page.get_by_role("button", name=EN[word], exact=True)


def open_room(page: Page) -> str:
    """Let phones follow, and return the code that the room reads from the screen."""
    button(page, "room.start").click()
    letters = page.locator(".join .letters")
    expect(letters).to_be_visible()
    code = letters.inner_text().replace(" ", "")
    button(page, "room.join.back").click()
    expect(letters).to_be_hidden()
    return code


def key(page: Page) -> str:
    return page.locator(SLIDE).get_attribute("data-key") or ""


def expect_slide(page: Page, name: str) -> None:
    expect(page.locator(SLIDE)).to_have_attribute("data-key", name)


# --- Follow ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", [VIEW, "group=low&place=elsewhere", "group=intermediate&place=same"]
)
def test_a_phone_shows_each_step_in_its_own_language(
    tab: Page, site: str, phone: Phone, query: str
) -> None:
    screen = present(tab, site, query)
    follower = phone(f"/room/{open_room(screen)}")
    expect(follower.locator("html")).to_have_attribute("lang", "es")
    seen = [key(screen)]
    expect_slide(follower, seen[0])
    while button(screen, "present.next").get_attribute("aria-disabled") == "false":
        button(screen, "present.next").click()
        seen.append(key(screen))
        expect_slide(follower, seen[-1])
        spanish = follower.locator(SLIDE).get_attribute("data-title")
        expect(follower.get_by_role("heading", level=1)).to_have_text(spanish or "")
        marked = follower.locator(f"{SLIDE} figure:visible [aria-current=step]")
        expect(marked).to_have_count(1 if "." in seen[-1] else 0)
    assert len(seen) == screen.locator(".slide").count()
    assert seen[-1] == "last"
    expect(follower.get_by_role("link", name=ES["room.keep.sheet"])).to_be_visible()
    # Who comes late sees the same, in any language.
    late = phone(follower.url.partition(site)[2], "en-US")
    expect_slide(late, "last")
    expect(late.get_by_role("heading", level=1)).to_have_text(EN["present.last"])


def test_other_answers_of_the_presenter_are_followed(screen: Page, site: str, phone: Phone) -> None:
    follower = phone(f"/room/{open_room(screen)}")
    # The tab keeps the secret, which this address lacks.
    present(screen, site, "group=low&place=same&option=2&step=1")
    expect(button(screen, "present.next")).to_be_visible()
    expect_slide(follower, "2.1")
    expect(follower.locator(".room")).to_have_attribute("data-query", "group=low&place=same")


def test_a_phone_leaves_sees_where_the_presentation_is_and_rejoins(
    screen: Page, phone: Phone
) -> None:
    code = open_room(screen)
    follower = phone(f"/room/{code}")
    for _ in range(3):
        screen.keyboard.press("ArrowRight")
    expect_slide(follower, key(screen))
    follower.get_by_role("link", name=ES["room.around"]).click()
    wait_until_finished(follower)
    assert f"{VIEW}&option=1&step=2" in follower.url
    bar = follower.get_by_role("complementary", name=ES["room.following"])
    names = {row["term"]: row["name_es"] for row in facts.read("terms.csv")}
    expect(bar).to_contain_text(names["dinutuximab"], ignore_case=True)
    screen.keyboard.press("ArrowRight")
    expect(bar).to_contain_text(names["mibg-therapy"], ignore_case=True)
    # It stays on other pages, and on those of another language.
    follower.goto(f"{follower.url.partition('?')[0]}words?lang=en")
    wait_until_finished(follower)
    bar = follower.get_by_role("complementary", name=EN["room.following"])
    bar.get_by_role("link", name=EN["room.bar.back"]).click()
    follower.wait_for_url(f"**/room/{code}")
    expect_slide(follower, key(screen))


def test_the_bar_goes_when_a_reader_stops_and_after_the_end(screen: Page, phone: Phone) -> None:
    code = open_room(screen)
    followers = [phone(f"/room/{code}") for _ in range(2)]
    for follower in followers:
        expect_slide(follower, key(screen))
        follower.get_by_role("link", name=ES["page.words"]).click()
        wait_until_finished(follower)
    first, second = (
        follower.get_by_role("complementary", name=ES["room.following"]) for follower in followers
    )
    first.get_by_role("button", name=ES["room.bar.stop"]).click()
    expect(first).to_have_count(0)
    followers[0].reload()
    wait_until_finished(followers[0])
    expect(first).to_have_count(0)
    button(
        screen,
        "room.open",
    ).or_(screen.get_by_role("button", name=code)).click()
    button(screen, "room.join.end").click()
    expect(screen.get_by_text(EN["room.over"])).to_be_visible()
    expect(button(screen, "room.start")).to_be_visible()
    expect(second).to_contain_text(ES["room.ended.title"])
    expect(second.get_by_role("link")).to_have_count(0)
    assert "#" not in screen.url


def test_a_lost_network_is_said_and_caught_up(screen: Page, phone: Phone) -> None:
    follower = phone(f"/room/{open_room(screen)}")
    expect_slide(follower, key(screen))
    follower.context.set_offline(True)
    expect(follower.get_by_text(ES["room.lost"])).to_be_visible()
    before = key(screen)
    screen.keyboard.press("ArrowRight")
    screen.keyboard.press("ArrowRight")
    assert key(screen) != before
    follower.context.set_offline(False)
    expect_slide(follower, key(screen))
    expect(follower.get_by_text(ES["room.lost"])).to_have_count(0)


def test_a_hidden_phone_closes_its_stream_and_catches_up(screen: Page, phone: Phone) -> None:
    follower = phone(f"/room/{open_room(screen)}")
    expect_slide(follower, key(screen))
    # The script opens the stream as it lets questions be marked.
    expect(follower.locator(SLIDE).get_by_role("checkbox").first).to_be_enabled()
    before = key(screen)
    with follower.expect_event("requestfailed", lambda request: "/events" in request.url):
        follower.evaluate(HIDE, True)
    screen.keyboard.press("ArrowRight")
    screen.keyboard.press("ArrowRight")
    expect_slide(follower, before)
    follower.evaluate(HIDE, False)
    expect_slide(follower, key(screen))


@pytest.mark.parametrize("how", ["refused", "held"])
def test_a_phone_asks_where_event_streams_are_blocked(screen: Page, phone: Phone, how: str) -> None:
    code = open_room(screen)
    follower = phone("/about")
    follower.route("**/events", lambda route: route.abort() if how == "refused" else None)
    follower.goto(f"{follower.url.removesuffix('/about')}/room/{code}")
    screen.keyboard.press("ArrowRight")
    screen.keyboard.press("ArrowRight")
    expect_slide(follower, key(screen))
    screen.keyboard.press("ArrowRight")
    expect_slide(follower, key(screen))
    follower.unroute_all(behavior="ignoreErrors")


def test_the_end_leaves_a_phone_the_view_and_the_sheet(screen: Page, phone: Phone) -> None:
    code = open_room(screen)
    follower = phone(f"/room/{code}")
    expect_slide(follower, key(screen))
    screen.get_by_role("button", name=code).click()
    button(screen, "room.join.end").click()
    expect(follower.get_by_role("heading", level=1)).to_have_text(ES["room.ended.title"])
    expect(follower.get_by_role("link", name=ES["room.keep.sheet"])).to_be_visible()
    follower.get_by_role("link", name=ES["room.keep.view"]).click()
    wait_until_finished(follower)
    assert VIEW in follower.url
    expect(follower.locator(".carepath-room")).to_have_count(0)


def test_a_phone_is_switched_to_another_language(screen: Page, phone: Phone) -> None:
    follower = phone(f"/room/{open_room(screen)}")
    follower.get_by_role("link", name=ES["language.en"]).click()
    expect(follower.locator("html")).to_have_attribute("lang", "en")
    screen.keyboard.press("ArrowRight")
    screen.keyboard.press("ArrowRight")
    expect_slide(follower, key(screen))
    follower.get_by_role("link", name=EN["room.around"]).click()
    wait_until_finished(follower)
    expect(follower.locator("html")).to_have_attribute("lang", "en")


# --- Lead -----------------------------------------------------------------------------------------


def test_the_code_can_be_read_from_the_back_row(screen: Page, site: str) -> None:
    button(screen, "room.start").click()
    dialog = screen.get_by_role("dialog", name=EN["room.join"])
    expect(dialog.locator(".letters")).to_be_visible()
    code = dialog.locator(".letters").inner_text().replace(" ", "")
    picture = dialog.get_by_role("img", name=EN["room.join.code"])
    box = picture.locator("svg").bounding_box()
    assert box and min(box["width"], box["height"]) >= 0.45 * 1024
    image = Image.open(io.BytesIO(picture.screenshot()))
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [
        f"{SITE['CAREPATH_SITE']}/room/{code}"
    ]
    for words in (EN, ES):
        typed = words["room.join.type"].format(address="carepath.example.org/room")
        expect(dialog.get_by_text(typed)).to_be_visible()
    sizes = dialog.evaluate(
        """(one) => [...one.querySelectorAll("p, h2, button")]
          .map((part) => parseFloat(getComputedStyle(part).fontSize))"""
    )
    assert min(sizes) >= 32
    assert dialog.evaluate("(one) => one.scrollHeight <= one.clientHeight")
    # A tap by mistake ends nothing.
    expect(button(screen, "room.join.back")).to_be_focused()
    assert ask(site, f"/room/{code}").status == 200


def test_the_secret_stays_in_the_address_and_is_never_shared(screen: Page) -> None:
    code = open_room(screen)
    secret = re.search(rf"#room={code}\.([\w-]+)$", screen.url)
    assert secret
    for name in ("1.1", "1.2", "2.1"):
        while key(screen) != name:
            screen.keyboard.press("ArrowRight")
        step = name.rpartition(".")[2]
        expect(screen).to_have_url(re.compile(rf"step={step}#room={code}\.{secret[1]}$"))
    screen.get_by_role("button", name=EN["share.short"]).click()
    expect(screen.locator(".carepath-share .address").first).to_be_visible()
    assert secret[1] not in screen.content()
    assert f"room={code}" not in screen.content()
    links = screen.locator("a").evaluate_all("(all) => all.map((one) => one.href)")
    assert not [link for link in links if secret[1] in link]


def test_a_second_screen_takes_over_and_the_first_says_so(
    screen: Page, browser: Browser, phone: Phone
) -> None:
    follower = phone(f"/room/{open_room(screen)}")
    context = browser.new_context(locale="en-US", viewport={"width": 1024, "height": 768})
    second = context.new_page()
    second.goto(screen.url)
    wait_for_slides(second)
    expect(screen.get_by_text(EN["room.taken"])).to_be_visible()
    second.keyboard.press("ArrowRight")
    second.keyboard.press("ArrowRight")
    expect_slide(follower, "1.1")
    screen.keyboard.press("ArrowRight")
    expect(screen.locator(SLIDE)).to_have_attribute("data-key", "opening")
    button(screen, "room.take").click()
    expect_slide(follower, "opening")
    expect(screen.get_by_text(EN["room.taken"])).to_have_count(0)
    expect(second.get_by_text(EN["room.taken"])).to_be_visible()
    context.close()


def test_a_reload_and_a_way_back_keep_the_room(screen: Page, phone: Phone) -> None:
    code = open_room(screen)
    follower = phone(f"/room/{code}")
    screen.reload()
    wait_for_slides(screen)
    expect(screen.get_by_role("button", name=code)).to_be_visible()
    screen.get_by_role("link", name=EN["language.es"]).click()
    expect(screen.locator("html")).to_have_attribute("lang", "es")
    wait_for_slides(screen)
    expect(screen.get_by_role("button", name=code)).to_be_visible()
    screen.keyboard.press("ArrowRight")
    expect_slide(follower, "opening")


def test_a_presenters_lost_network_is_made_up_for(screen: Page, phone: Phone) -> None:
    follower = phone(f"/room/{open_room(screen)}")
    expect_slide(follower, "statement")
    screen.route("**/lead?**", lambda route: route.abort())
    screen.keyboard.press("ArrowRight")
    expect(screen.get_by_text(EN["room.failed"])).to_be_visible()
    screen.unroute_all()
    expect_slide(follower, "opening")
    expect(screen.get_by_text(EN["room.failed"])).to_have_count(0)


def test_marked_questions_are_counted_in_the_notes(screen: Page, site: str, phone: Phone) -> None:
    code = open_room(screen)
    with screen.expect_popup() as popup:
        button(screen, "present.notes").click()
    notes = popup.value
    expect(notes.get_by_role("heading", name=EN["room.asked"])).to_have_count(0)
    follower = phone(f"/room/{code}")
    box = follower.locator(SLIDE).get_by_role("checkbox").first
    prompt = box.get_attribute("value") or ""
    box.check()
    assert send(site, f"/room/{code}/asked", prompt=prompt, on=True).status == 204
    (text,) = (row["text_en"] for row in facts.read("prompts.csv") if row["prompt"] == prompt)
    expect(notes.get_by_role("listitem").filter(has_text=text)).to_have_text(f"2: {text}")
    expect(screen.get_by_text(EN["room.asked"])).to_have_count(0)
    # The phone keeps its marks, and can put them on the family's list.
    follower.reload()
    expect(box).to_be_checked()
    link = follower.locator(SLIDE).get_by_role("link", name=ES["room.ask.list"])
    assert (link.get_attribute("href") or "").endswith(f"#ask={prompt}")
    box.uncheck()
    expect(notes.get_by_role("listitem").filter(has_text=text)).to_have_text(f"1: {text}")
    expect(link).to_have_count(0)
    notes.close()


def test_a_screen_that_phones_cannot_reach_says_why(tab: Page, server: str) -> None:
    screen = present(tab, server, VIEW)
    button(screen, "room.start").click()
    why = network.obstacle(server, "127.0.0.1")
    dialog = screen.get_by_role("dialog", name=EN["room.join"])
    expect(dialog).to_contain_text(EN[f"room.local.{why}"])
    expect(dialog.locator("svg")).to_have_count(0)
    assert "127.0.0.1" not in dialog.inner_text()
    button(screen, "room.join.back").click()
    expect(button(screen, "room.start")).to_be_focused()


def test_a_meeting_is_led_and_left_by_keyboard_alone(screen: Page, phone: Phone) -> None:
    button(screen, "room.start").focus()
    screen.keyboard.press("Enter")
    code = screen.locator(".join .letters").inner_text().replace(" ", "")
    screen.keyboard.press("Escape")
    expect(screen.get_by_role("button", name=code)).to_be_focused()
    follower = phone("/room")
    follower.get_by_label(ES["room.code"]).focus()
    follower.keyboard.type(code.lower())
    follower.keyboard.press("Enter")
    expect_slide(follower, "statement")
    reached = []
    for _ in range(12):
        follower.keyboard.press("Tab")
        reached.append(follower.evaluate("document.activeElement.textContent.trim()"))
    assert ES["room.around"] in reached
    assert ES["page.words"] in reached


# --- Everybody ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "dark"), [(320, False), (390, True), (1440, False)])
def test_the_pages_of_a_room_pass_axe_and_fit(
    browser: Browser, site: str, width: int, dark: bool
) -> None:
    room = rooms.present(site, "1.2")
    over = rooms.present(site)
    over.lead("opening", end=True)
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        locale="es",
        color_scheme="dark" if dark else "light",
    )
    page = context.new_page()
    for path in (room.path, over.path, "/room", "/room/ZZZZZZ"):
        page.goto(f"{site}{path}")
        assert axe.violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_what_lets_phones_follow_passes_axe(screen: Page, phone: Phone) -> None:
    button(screen, "room.start").click()
    expect(screen.locator(".join .letters")).to_be_visible()
    assert axe.violations(screen) == []
    code = screen.locator(".join .letters").inner_text().replace(" ", "")
    follower = phone(f"/room/{code}")
    follower.get_by_role("link", name=ES["page.words"]).click()
    wait_until_finished(follower)
    expect(follower.locator(".carepath-room")).to_be_visible()
    assert axe.violations(follower) == []


def test_a_phone_with_forced_colours_shows_which_step_is_meant(browser: Browser, site: str) -> None:
    room = rooms.present(site, "1.2")
    context = browser.new_context(forced_colors="active", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}{room.path}")
    boxes = page.locator(f"{SLIDE} figure .node > path").filter(visible=True)
    strokes = boxes.evaluate_all("(all) => all.map((box) => getComputedStyle(box).stroke)")
    assert len(strokes) == len({*strokes}) == 2
    context.close()


def test_a_page_without_a_room_loads_nothing_of_it(open_page: OpenPage, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page("/?group=high&place=same")
    assert asked
    assert not [url for url in asked if "/room" in url]


def test_a_follower_starts_no_session_of_streamlit(site: str, phone: Phone) -> None:
    room = rooms.present(site)
    follower = phone("/room")
    sockets: list[str] = []
    follower.on("websocket", lambda socket: sockets.append(socket.url))
    follower.goto(f"{site}{room.path}")
    assert json.loads(room.lead("2.1").content)["leads"]
    expect_slide(follower, "2.1")
    assert sockets == []
    assert follower.context.cookies() == []
