"""The search for trials as it is sent to the browser: the links that work without the script."""

from __future__ import annotations

import re
from html import unescape

from carepath.text import templating
from carepath.ui.components import article
from tests.support import facts
from tests.support.app import parts, run
from tests.support.literals import TWO_WORDS, texts_of_script
from tests.support.project_data import ENGLISH
from tests.support.trials import ABOUT, NCI, PHONE, REGISTRY

TEXT = facts.text()
MARKUP = str(templating.render("trials.html", ENGLISH, key="x"))
SCRIPT = (article.HERE / "trials.js").read_text(encoding="utf-8")


def links() -> dict[str, str]:
    """The links by address, each with its whole tag."""
    tags = re.findall(r"<a\b[^>]*>", MARKUP)
    return {unescape(re.search(r' href="(.*?)"', tag)[1]): tag for tag in tags}


def test_the_links_work_as_they_are_sent() -> None:
    assert [*links()] == [NCI, REGISTRY, ABOUT, PHONE]
    assert "1-800-4-CANCER" in MARKUP


def test_links_to_other_sites_open_apart_and_do_not_say_where_from() -> None:
    for address, tag in links().items():
        if address != PHONE:
            assert 'target="_blank"' in tag
            assert 'rel="noopener noreferrer"' in tag


def test_fields_are_named_and_kept_by_no_browser() -> None:
    inputs = re.findall(r"<input\b[^>]*>", MARKUP)
    assert len(inputs) == 2
    for tag in inputs:
        field = re.search(r' id="(.*?)"', tag)[1]
        assert f'<label for="{field}">' in MARKUP
        told = re.search(r'aria-describedby="(.*?)"', tag)[1].split()
        assert told == [f"{field}-help", f"{field}-message"]
        for name in told:
            assert MARKUP.count(f'id="{name}"') == 1
        for part in ('autocomplete="off"', 'spellcheck="false"', 'inputmode="numeric"'):
            assert part in tag
        # A name would put the value into an address if it were ever sent as a form.
        assert " name=" not in tag
    assert "<form" not in MARKUP


def test_fields_that_need_the_script_wait_for_it() -> None:
    group = re.search(r'<div data-is="fields"[^>]*>', MARKUP)[0]
    assert " hidden" in group


def test_the_script_holds_no_address_and_no_sentence() -> None:
    assert "//" not in re.sub(r"^\s*//.*$", "", SCRIPT, flags=re.MULTILINE)
    texts = [*texts_of_script(SCRIPT)]
    assert "anyAge" in texts
    assert [text for text in texts if TWO_WORDS.search(text)] == []


def test_the_script_keeps_and_sends_nothing() -> None:
    ways_out = re.compile(
        r"fetch|XMLHttp|sendBeacon|WebSocket|Storage|cookie|indexedDB|history|location|"
        r"setTriggerValue|setStateValue|console"
    )
    assert ways_out.search("localStorage.age = 5")
    assert ways_out.findall(SCRIPT) == []


def test_nothing_in_its_words_ranks_or_presses() -> None:
    wrong = re.compile(r"\b(best|recommend\w*|should|must|cure\w*|survival|chance|percent)\b|!")
    own = [text for word, text in TEXT.items() if word.startswith("trials.")]
    assert own
    assert [text for text in own if wrong.search(facts.NCI_SAYS["en"].sub("", text))] == []


def test_it_is_shown_on_a_page() -> None:
    shown = [markup for name, markup in parts(run(group="high", place="same")) if name == "trials"]
    assert len(shown) == 1
    assert TEXT["trials.title"] in shown[0]
