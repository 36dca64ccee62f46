"""All rules that hold across rows and tables.

A rule takes the rows of all tables and yields faults. It skips rows in which another check has
already found the cause.
"""

from collections.abc import Callable, Iterable

from carepath.tables import (
    rules_answers,
    rules_cards,
    rules_ids,
    rules_reviews,
    rules_situations,
    rules_steps,
    rules_terms,
    rules_texts,
)
from carepath.tables.fault import Fault
from carepath.tables.rows import TableRows

# Each rule with the tables that it needs.
RULES: tuple[tuple[Callable[[TableRows], Iterable[Fault]], frozenset[str]], ...] = (
    (rules_ids.repeated_ids, frozenset()),
    (rules_ids.known_ids, frozenset()),
    (rules_ids.known_terms, frozenset({"terms"})),
    (rules_ids.known_places, frozenset({"words"})),
    (rules_steps.whole_numbering, frozenset({"treatments"})),
    (rules_steps.earlier_steps, frozenset({"treatments"})),
    (rules_steps.link_with_follows, frozenset({"treatments"})),
    (rules_steps.one_sort_of_follower, frozenset({"treatments"})),
    (rules_steps.companions_in_line, frozenset({"treatments"})),
    (rules_steps.items_of_a_phase, frozenset({"treatments"})),
    (rules_steps.phases_in_line, frozenset({"treatments"})),
    (rules_steps.phases_with_leads, frozenset({"treatments"})),
    (rules_answers.one_topic, frozenset({"topic"})),
    (rules_answers.askable_questions, frozenset({"questions"})),
    (rules_answers.answered_questions, frozenset({"questions", "answers", "routes"})),
    (
        rules_answers.routes_of_answers,
        frozenset({"situations", "questions", "answers", "routes"}),
    ),
    (
        rules_answers.one_situation_each,
        frozenset({"situations", "questions", "answers", "routes"}),
    ),
    (
        rules_cards.cards_between_answers,
        frozenset({"situations", "questions", "answers", "routes", "cards"}),
    ),
    (
        rules_cards.notes_for_answers,
        frozenset({"questions", "answers", "notes"}),
    ),
    (rules_situations.led_lists, frozenset({"situations"})),
    (rules_situations.usual_phases, frozenset({"situations", "treatments"})),
    (rules_situations.reasons_for_no_list, frozenset({"situations", "notes"})),
    (rules_situations.subflows, frozenset({"situations", "treatments"})),
    (rules_situations.no_lost_steps, frozenset({"situations", "treatments"})),
    (rules_situations.whole_statements, frozenset({"situations"})),
    (rules_situations.borrowed_statements, frozenset({"situations", "words"})),
    (rules_terms.wider_terms, frozenset({"kinds", "terms"})),
    (rules_terms.whole_articles, frozenset({"terms", "treatments"})),
    (rules_terms.dated_sources, frozenset({"sources"})),
    (rules_texts.lines_of_questions, frozenset({"questions"})),
    (rules_texts.addresses, frozenset({"words"})),
    (rules_ids.lists_of_ids, frozenset()),
    (rules_terms.short_lists, frozenset({"effects"})),
    (rules_terms.effects_of_each, frozenset({"effects", "terms"})),
    (rules_terms.introduced_effects, frozenset({"effects", "words"})),
    (rules_terms.explained_scores, frozenset({"scores"})),
    (rules_terms.one_measure, frozenset({"reading"})),
    (rules_texts.named_languages, frozenset({"words"})),
    (rules_texts.left_out_alike, frozenset({"words"})),
    (rules_ids.noted_steps, frozenset({"situations", "treatments"})),
    (rules_reviews.whole_reviews, frozenset({"reviews", "words"})),
    (rules_texts.translated, frozenset()),
)


def violations(tables: TableRows) -> list[Fault]:
    """Apply every rule whose tables are present.

    Parameters
    ----------
    tables : mapping of str to list of Row
        Rows by table, with at least every column that is not a text.

    Returns
    -------
    list of Fault
        All faults, in the order of the rules.
    """
    return [fault for rule, needs in RULES if needs <= tables.keys() for fault in rule(tables)]
