"""Any query at all: only known values come back, and nothing of the query itself."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import given, strategies as st

from carepath.model import origin, repair
from carepath.model.selection import Selection, addresses, keys, read, tidy
from carepath.model.urls import address
from tests.support import facts
from tests.support.fuzz import tries
from tests.support.links import FOREIGN, KNOWN, LANGUAGES, STEPS
from tests.support.project_data import PATHS
from tests.support.selections import ANSWERS, FORMER, selected

ODD = [
    "",
    " ",
    "0",
    "00001",
    "1.1.1",
    "-1",
    "1e1",
    "\u0661",
    "high\0",
    "high.same.low",
    "high-same-",
    "hi gh",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "../../etc",
    "%00",
    "{0}",
    "x" * 10_000,
    "1" * 5000,
    "__class__",
]
KEYS = keys(PATHS)
# The mapping of Streamlit gives the last of several values; a text is what reaches us.
VALUES = st.one_of(st.sampled_from(KNOWN), st.sampled_from(ODD), st.text(max_size=20))
QUERIES = st.dictionaries(st.one_of(st.sampled_from(KEYS), FOREIGN), VALUES, max_size=8)
# What clings to a link on its way by mouth, mail and paper.
SPOILED_VALUES = ["{}.", "{})", "{} ", "{}%20", "({})", "“{}”", "{}\u2026", "<{}>", "*{}*"]
SPOILED_KEYS = ["amp;{}", "amp;amp;{}", " {}", "AMP;{}"]


def possible(chosen: Selection) -> bool:
    """Whether a selection is one that the site itself could have made."""
    steps = {}
    if situation := PATHS.situation(chosen.answers):
        steps = addresses(situation, PATHS)
    return (
        chosen.answer("group") in ("", *facts.GROUPS)
        and chosen.answer("place") in ("", *facts.PLACES)
        and chosen.option in ("", *steps)
        and chosen.step in ("", *steps.get(chosen.option, ()))
        and chosen.against in ("", *ANSWERS, *steps)
        and chosen.lang in ("", *LANGUAGES)
    )


@tries(400)
@given(QUERIES)
def test_only_what_is_known_comes_back(query: dict[str, str]) -> None:
    chosen, dropped = read(query, PATHS, LANGUAGES)
    assert possible(chosen)
    for key in KEYS:
        value = query.get(key, "")
        if value in KNOWN:
            assert chosen.query().get(key, "") in ("", value)
        assert not value or (key in chosen.query()) != (key in dropped)
    for key, value in tidy(query, PATHS, chosen).items():
        assert value == chosen.query().get(key, query.get(key))


@tries(300)
@given(st.data(), st.sampled_from(sorted(ANSWERS)), st.sampled_from([*ANSWERS, *FORMER]))
def test_a_link_that_was_handed_on_means_the_same(
    data: st.DataObject, answers: str, against: str
) -> None:
    group, place = ANSWERS[answers]
    meant = selected(group, place, against=FORMER.get(against, against), lang="es")
    query = {**meant.query(), "against": against}
    spoiled = {}
    for key, value in query.items():
        value = data.draw(st.sampled_from([value, value.upper(), value.title()]))
        value = data.draw(st.sampled_from(["{}", *SPOILED_VALUES])).format(value)
        spoiled[data.draw(st.sampled_from(["{}", *SPOILED_KEYS])).format(key)] = value
    spoiled["utm_source"] = "Chat."
    assert read(spoiled, PATHS, LANGUAGES) == (meant, ())
    assert tidy(spoiled, PATHS, meant) == {**meant.query(), "utm_source": "Chat."}


def test_an_exact_key_comes_before_a_mended_one() -> None:
    for query in ({"group": "low", "amp;group": "high"}, {"amp;group": "high", "group": "low"}):
        assert read(query, PATHS, LANGUAGES)[0].answer("group") == "low"


@tries(200)
@given(QUERIES)
def test_a_link_made_of_what_was_read_is_read_alike(query: dict[str, str]) -> None:
    chosen, _ = read(query, PATHS, LANGUAGES)
    url = chosen.url("compare")
    assert url.isascii()
    assert set(url) <= set("compare?&=.-abcdefghijklmnopqrstuvwxyz0123456789")
    asked = {key: values[-1] for key, values in parse_qs(urlsplit(url).query).items()}
    assert read(asked, PATHS, LANGUAGES) == (chosen, ())


@tries(200)
@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_behind_the_question_mark_is_read(text: str) -> None:
    query = {key: values[-1] for key, values in parse_qs(text, keep_blank_values=True).items()}
    chosen, dropped = read(query, PATHS, LANGUAGES)
    assert possible(chosen)
    assert set(dropped) <= set(KEYS)


BASES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "https://care.example.org:99999/",
            "https://care.example.org:x/",
            "https://[::1",
            "http://[::1]:8501/compare",
            "https://user:secret@care.example.org/a/compare?x=1#y",
            "javascript://care.example.org/",
            "//care.example.org",
            "https:///compare",
            "HTTPS://CARE.example.org",
        ]
    ),
)


@tries(200)
@given(BASES, QUERIES)
def test_the_address_to_share_keeps_of_any_base_only_where_the_site_is(
    base: str, query: dict[str, str]
) -> None:
    chosen, _ = read(query, PATHS, LANGUAGES)
    made = urlsplit(address(origin.of(base), "compare", chosen))
    assert made.scheme in ("", "http", "https")
    assert bool(made.scheme) == bool(made.hostname)
    assert "secret" not in made.geturl()
    assert made.path == "/compare"
    assert not made.fragment
    asked = {key: values[-1] for key, values in parse_qs(made.query).items()}
    assert read(asked, PATHS, LANGUAGES) == (chosen, ())


def after(query: dict[str, str], values: dict[str, str]) -> dict[str, str]:
    """Return a query after a reader chooses something."""
    chosen, _ = read(query, PATHS, LANGUAGES)
    return tidy(query, PATHS, chosen.changed(PATHS, values))


def choices() -> st.SearchStrategy[dict[str, str]]:
    """Draw what a reader can choose: any of the site's own controls."""
    return st.one_of(
        st.sampled_from(facts.GROUPS).map(lambda group: {"group": group}),
        st.sampled_from(facts.PLACES).map(lambda place: {"place": place}),
        st.tuples(st.sampled_from(facts.GROUPS), st.sampled_from(facts.PLACES)).map(
            lambda answer: dict(zip(("group", "place"), answer, strict=True))
        ),
        st.sampled_from(["", "1", "2"]).map(lambda option: {"option": option, "step": ""}),
        st.sampled_from([*STEPS, ""]).map(lambda step: {"step": step}),
        st.sampled_from(["", *ANSWERS, "1", "2"]).map(lambda against: {"against": against}),
        st.sampled_from(LANGUAGES).map(lambda lang: {"lang": lang}),
    )


@tries(400)
@given(QUERIES, choices())
def test_a_choice_changes_its_own_keys_and_closes_what_was_open(
    query: dict[str, str], values: dict[str, str]
) -> None:
    before = dict(query)
    made = after(query, values)
    assert query == before
    assert all(made.get(key, "x") for key in KEYS)
    chosen = read(query, PATHS, LANGUAGES)[0].query()
    for key in {*made} & {*KEYS}:
        assert values.get(key, chosen.get(key)) == made[key]
    for key in query:
        if repair.key(key) not in KEYS:
            assert made[key] == query[key]
    if "group" in values:
        assert not {"option", "step"} & {*made}
    assert "against" not in made or made["against"] != made.get("option")
    assert possible(read(made, PATHS, LANGUAGES)[0])


@tries(200)
@given(st.lists(choices(), max_size=6))
def test_choices_from_an_empty_address_are_all_understood(made: list[dict[str, str]]) -> None:
    """Whoever only uses the site's own controls sees no notice of a value that was dropped."""
    query: dict[str, str] = {}
    for values in made:
        query = after(query, values)
        chosen, dropped = read(query, PATHS, LANGUAGES)
        assert possible(chosen)
        # A choice of an option or a step that is not there is no control of the site.
        for key in dropped:
            assert key in ("option", "step", "against")
            del query[key]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("value", ODD)
def test_an_odd_value_is_dropped_and_said(key: str, value: str) -> None:
    whole = {"group": "low", "place": "elsewhere", "option": "4"}
    chosen, dropped = read(whole | {key: value}, PATHS, LANGUAGES)
    assert key not in chosen.query()
    # What rests on a value that was dropped is dropped with it.
    assert (key in dropped) == bool(value)
    if value.strip("\0 0123456789.-e"):
        assert value not in urlencode(chosen.query())
