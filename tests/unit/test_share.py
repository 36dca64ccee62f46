"""A list of questions on its way: a link holds what is ready-made, a code what was typed."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given, strategies as st

from carepath.content import share
from carepath.content.share import QuestionList
from carepath.drawing import qr
from carepath.tables import loader
from carepath.text import messages, prompts
from carepath.text.messages import Words
from carepath.text.prompts import Entry
from tests.support import codes
from tests.support.fuzz import tries
from tests.support.html import Markup

ADDRESS = "https://care.example.org/questions?group=low&place=same#ask=which-fits.trial-open"
READY = QuestionList(("What fits?", "A trial?"), typed=False, address=ADDRESS)
TYPED = QuestionList(("What fits?", "¿Puede <venir> Nala? 🐶"), typed=True, address=ADDRESS)


def coded(markup: str) -> list[str]:
    """Return what the codes in markup hold."""
    drawn = re.findall(r'<img src="data:image/svg\+xml,([^"]*)"', markup)
    return [text for svg in drawn for text in codes.texts(unquote(svg))]


def shown(markup: str) -> set[str]:
    return {text for text, _ in Markup(markup).pieces}


def test_the_code_of_ready_made_questions_holds_their_link(words: Words) -> None:
    markup = str(share.questions_markup(words, READY, reaches_others=True))
    assert coded(markup) == [ADDRESS]
    assert {ADDRESS, words("questions.link"), words("questions.code.link")} <= shown(markup)


@pytest.mark.parametrize("reaches_others", [False, True])
def test_the_code_of_a_list_with_typed_questions_holds_all_of_it(
    words: Words, reaches_others: bool
) -> None:
    markup = str(share.questions_markup(words, TYPED, reaches_others))
    assert coded(markup) == ["1. What fits?\n2. ¿Puede <venir> Nala? 🐶"]
    assert {ADDRESS, words("questions.link.typed"), words("questions.code.text")} <= shown(markup)
    assert (words("share.local") in shown(markup)) is not reaches_others


def test_a_list_of_typed_questions_alone_has_no_link(words: Words) -> None:
    markup = str(share.questions_markup(words, replace(TYPED, address=""), reaches_others=False))
    assert len(coded(markup)) == 1
    unwanted = {words("questions.link"), words("questions.link.typed"), words("share.local")}
    assert not unwanted & shown(markup)


def test_a_list_too_long_for_a_code_says_so(words: Words) -> None:
    room = share.LONGEST_TEXT - len("1. ")
    for length, fits in ((room, True), (room + 1, False)):
        questions = replace(TYPED, texts=("x" * length,))
        markup = str(share.questions_markup(words, questions, reaches_others=True))
        assert bool(coded(markup)) is fits
        assert (words("questions.code.long") in shown(markup)) is not fits


def test_a_link_that_only_this_machine_can_follow_has_no_code(words: Words) -> None:
    markup = str(share.questions_markup(words, READY, reaches_others=False))
    assert coded(markup) == []
    assert words("share.local") in shown(markup)


@pytest.mark.parametrize(
    ("site", "nearby"), [("http://192.168.1.20:8501", True), ("https://care.example.org", False)]
)
def test_a_link_that_holds_in_one_network_says_so(words: Words, site: str, nearby: bool) -> None:
    questions = replace(READY, address=f"{site}/questions")
    for markup in (
        share.questions_markup(words, questions, reaches_others=True),
        share.markup(words, f"{site}/", share.code(f"{site}/")),
    ):
        assert (words("share.nearby") in markup) is nearby


def test_only_a_site_in_several_languages_offers_links_that_keep_one(words: Words) -> None:
    for pinned in ({}, {"en": f"{ADDRESS}&lang=en", "es": f"{ADDRESS}&lang=es"}):
        markup = share.markup(words, ADDRESS, share.code(ADDRESS), pinned)
        assert {*pinned.values()} < shown(markup)
        assert (words("share.pinned") in shown(markup)) is bool(pinned)
        # The code is for a stranger's phone.
        assert coded(markup) == [ADDRESS]


def test_no_code_of_a_list_stays_on_the_server(words: Words) -> None:
    before = qr.svg.cache_info().currsize
    for questions in (READY, TYPED):
        share.questions_markup(words, questions, reaches_others=True)
    assert qr.svg.cache_info().currsize == before


WORDS = messages.read(loader.load(loader.DATA))


@tries(40)
@given(st.lists(st.text(max_size=20), max_size=3), st.text(max_size=20))
def test_typed_text_is_text_in_the_markup(texts: list[str], typed: str) -> None:
    hostile = (*texts, f"{typed}</p><script>alert(1)</script><b>")
    questions = QuestionList(hostile, typed=True, address="")
    page = Markup(share.questions_markup(WORDS, questions, reaches_others=True))
    assert {"script", "b"}.isdisjoint(element.tag for element in page.elements)
    assert page.unclosed == []


@tries(60)
@given(st.lists(st.sampled_from(["which-fits", "pain", ""]), max_size=5), st.text(max_size=9))
def test_a_link_holds_the_ready_made_questions_in_their_order(ids: list[str], typed: str) -> None:
    entries = [Entry(id=name) if name else Entry(text=typed) for name in ids]
    ready = [name for name in ids if name]
    assert prompts.fragment(entries) == (f"#ask={'.'.join(ready)}" if ready else "")
