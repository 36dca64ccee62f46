"""The page as one file: small, complete, in every language, and with nothing from anywhere else."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from carepath import library
from carepath.files import downloads, single_page
from carepath.library import Library
from carepath.model import pathway
from carepath.model.selection import Selection
from carepath.site import Site
from carepath.tables.loader import DATA
from carepath.text import prompts
from carepath.text.messages import Words
from carepath.text.sentences import option_summary, statement, step_sentence
from tests.support import facts, layer
from tests.support.html import Markup
from tests.support.project_data import TOPICS
from tests.support.selections import pairs
from tests.support.spoiled import copy

LARGEST = 150_000
"""Bytes of a file: messengers and mail pass on files of this size."""
BASE = "https://care.example.org"
PATHS = {topic: pathway.build(tables, topic == facts.TOPIC) for topic, tables in TOPICS.items()}
EACH = [(topic, name) for topic, paths in PATHS.items() for name in paths.names]
LINK = re.compile(r"#|https://|tel:\+")
URL = re.compile(r"url\(([^)]*)")


def sites(topic: str) -> tuple[Site, ...]:
    state = library.state(DATA)
    return state.translations(state.site(topic=topic))


@cache
def made(topic: str, name: str, base: str = BASE) -> str:
    return single_page.html(sites(topic), PATHS[topic].names[name], base).decode()


@cache
def read(topic: str, name: str) -> Markup:
    return Markup(made(topic, name))


def said(page: Markup, language: str) -> str:
    """All text in one language, on one line."""
    pieces = (
        text
        for text, around in page.pieces
        if any(each.tag == "article" and each.attributes["lang"] == language for each in around)
    )
    return plain("".join(pieces))


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("topic", "name"), EACH)
def test_it_is_small(topic: str, name: str) -> None:
    assert len(made(topic, name).encode()) < LARGEST


@pytest.mark.parametrize(("topic", "name"), EACH)
def test_nothing_in_it_loads_or_runs(topic: str, name: str) -> None:
    page = read(topic, name)
    assert not {"script", "link", "iframe", "form", "object"} & {tag for tag, _ in page.tags}
    for tag, attributes in page.tags:
        assert "src" not in attributes, tag
        assert not [each for each in attributes if each.startswith("on")], tag
        if tag not in ("a", "use"):
            assert "href" not in attributes, tag
    assert all(LINK.match(link) for link in page.links), page.links
    whole = made(topic, name)
    assert [url for url in URL.findall(whole) if not url.startswith('"data:')] == []
    assert "@import" not in whole
    (policy,) = (
        attributes["content"]
        for _, attributes in page.tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")


@pytest.mark.parametrize(("topic", "name"), EACH)
def test_every_link_in_it_leads_somewhere(topic: str, name: str) -> None:
    page = read(topic, name)
    assert page.unclosed == []
    assert len(page.ids) == len({*page.ids})
    within = {
        attributes["href"].removeprefix("#")
        for tag, attributes in page.tags
        if tag in ("a", "use") and attributes["href"].startswith("#")
    }
    assert within - {*page.ids} == set()


@pytest.mark.parametrize(("topic", "name"), EACH)
def test_each_box_of_the_drawings_opens_its_step(topic: str, name: str) -> None:
    page = read(topic, name)
    opened = {each.attributes.get("id") for each in page.elements if "folded" in each.classes}
    for language in library.site(DATA, topic=topic).languages:
        steps = [
            f"{language}-step-{option.number}-{step.number}"
            for option in PATHS[topic].routes[PATHS[topic].names[name]].options
            for step in option.steps
        ]
        boxes = [
            each.attributes["href"].removeprefix("#")
            for each in page.elements
            if each.tag == "a"
            and "node" in each.classes
            and any(outer.attributes.get("lang") == language for outer in each.around[2:])
        ]
        assert sorted(boxes) == sorted(steps * 2)
        assert {*steps} <= opened


@pytest.mark.parametrize(("topic", "name"), EACH)
def test_it_says_what_the_page_says_in_every_language(topic: str, name: str) -> None:
    page = read(topic, name)
    answers = PATHS[topic].names[name]
    situation = PATHS[topic].routes[answers]
    inside = PATHS[topic].inside
    for site in sites(topic):
        words, text = site.words, said(page, site.words.language)
        stated = statement(words, situation, answers)
        for sentence in (stated.text, stated.meaning, stated.action) if stated else ():
            assert plain(sentence) in text
        for note in situation.all_notes(answers):
            assert plain(words(f"note.{note.id}")) in text
        nested = [
            inside[s.treatment] for o in situation.options for s in o.steps if s.treatment in inside
        ]
        for option in [option for one in (situation, *nested) for option in one.options]:
            assert plain(option_summary(words, option)) in text
            for step in option.steps:
                if len(option.steps) > 1:
                    assert plain(step_sentence(words, option, step)) in text
                assert_explained(words, step.treatment, text)
        situations, treatments = prompts.subject(site.pathways, chosen(site, name))
        asks = prompts.by_heading(words, site.prompts, situations, treatments)
        assert all(plain(ask.text) in text for group in asks.values() for ask in group)
        said_once = words.said("unchecked", "about.advice", "trials.not-started", "known.left-out")
        assert all(plain(sentence) in text for sentence in said_once)


def chosen(site: Site, name: str) -> Selection:
    return Selection(site.pathways.names[name], topic=site.pathways.parameter)


def assert_explained(words: Words, treatment: str, text: str) -> None:
    row = words.terms[treatment]
    assert plain(row["meaning"]) in text
    for section in words.effects.get(treatment, ()):
        for run in section.runs:
            for group in run.groups:
                assert all(plain(fact) in text for fact in group.texts), treatment


@pytest.mark.parametrize("topic", TOPICS)
def test_the_reader_s_own_language_is_first(topic: str) -> None:
    name = next(iter(PATHS[topic].names))
    own, *others = reversed(sites(topic))
    html = single_page.html((own, *others), PATHS[topic].names[name], "").decode()
    articles = [each["lang"] for tag, each in Markup(html).tags if tag == "article"]
    assert articles == ["es", "en"]
    assert '<html lang="es">' in html


def test_its_bytes_depend_on_the_tables_alone(tmp_path: Path) -> None:
    states = library.state(DATA), Library(copy(tmp_path / "data")).state()
    first, again = (
        single_page.html(state.translations(state.site()), pairs("low", "cns"), BASE)
        for state in states
    )
    assert first == again


def test_a_site_that_is_no_longer_served_has_no_other_languages() -> None:
    former = layer.over(layer.EXAMPLE).site()
    assert library.state(DATA).translations(former) == (former,)


def test_a_file_from_a_site_that_others_reach_leads_back_to_it() -> None:
    there = f"{BASE}/?group=high&place=several&lang=en"
    assert there in read(facts.TOPIC, "high.several").links
    assert f"{BASE}/?group=high&place=cns&lang=en" in read(facts.TOPIC, "high.several").links
    for base in ("", "http://localhost:8501"):
        found = downloads.find(sites(facts.TOPIC), "page", "high.several.html", base)
        assert found
        links = Markup(found.content.decode()).links
        assert [link for link in links if "group=" in link or "localhost" in link] == []


def test_answers_without_a_list_have_no_file() -> None:
    for name in ("unsure.same", "low.several", "unsure.unsure", "all"):
        assert downloads.find(sites(facts.TOPIC), "page", f"{name}.html", BASE) is None


def test_what_a_hospital_adds_is_in_it() -> None:
    state = layer.over(layer.EXAMPLE)
    own = state.translations(state.site())
    html = single_page.html(own, pairs("high", "same"), BASE).decode()
    page = Markup(html)
    for site in own:
        text = said(page, site.words.language)
        assert site.words.layer
        for contact in site.words.layer.contacts:
            assert contact.phone in text
        for offer in site.words.layer.offers:
            assert plain(offer.text) in text
    logos = [each["src"] for tag, each in page.tags if tag == "img"]
    assert logos
    assert all(logo.startswith("data:image/png;base64,") for logo in logos)
    assert not [link for link in page.links if link.startswith("mailto:")]
    assert ".own" in html
    assert ".own" not in made(facts.TOPIC, "high.same")


def test_a_large_logo_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single_page, "LARGEST_LOGO", 1)
    state = layer.over(layer.EXAMPLE)
    html = single_page.html(state.translations(state.site()), pairs("low", "cns"), BASE).decode()
    assert "<img" not in html
    assert layer.NAME in Markup(html).text


def test_it_has_no_rule_that_nothing_in_it_needs() -> None:
    html = made(facts.TOPIC, "high.same")
    assert ".folded" in html
    assert ".pictogram" in html
    for needless in (".stMain", ".meaning", ".carepath table", '[role="button"]:hover'):
        assert needless not in html
