"""Values of the tables that the code refers to, and patterns of cells."""

import re

ORDERED = ("then", "may-then")
"""Links to a later step."""
OPTIONAL = "with-or-without"
"""The link to a step of the same treatment that may be left out."""
COMPANIONS = ("combined-with", "with", OPTIONAL, "and")
"""Links to a step of the same treatment, in no stated order."""
WAYS = (*ORDERED, "combined-with", "with")
"""Links to a step that follows or joins one that may be given alone."""
ITEM = "item"
"""The link to another item of a phase's list."""
LINKS = (*ORDERED, *COMPANIONS, ITEM)
PHASED = "usually"
"""The lead of a list that comes in phases."""
LEADS = ("may-include", "include", PHASED, "is")
YES = "yes"
FORMAT = "5"
"""The format of the tables that this version reads."""
MOST_QUESTIONS = 3
CHOICES = ("option", "step", "against", "lang")
"""Parameters of a query with what a reader chose beside the answers, in this order."""
TOPIC = "topic"
PARAMETERS = (TOPIC, *CHOICES)
"""Parameters of a query that are no question of a topic."""
MET = ("yes", "no", "n/a")
RIGHT, REWORDED = "right", "reworded"
VERDICTS = (RIGHT, "wrong", REWORDED)
DOCTOR, NURSE, TRANSLATOR = "doctor", "nurse", "translator"
ROLES = (DOCTOR, NURSE, TRANSLATOR)
"""The roles of those who review statements."""
REVIEWED = ("treatments", "situations", "notes", "terms", "effects", "prompts")
"""The tables whose rows are statements."""
UNPAIRED = ("article", "link")
"""Columns that one language may fill and another leave empty; they are not translations."""
GIVEN = "given"
SECTIONS = (GIVEN, "effects", "later", "know")
GENERALLY = "later.lead"
"""The word that begins the effects of treatment in general."""
HEADINGS_OF_OPTIONS = ("options",)
"""Headings of the questions that a phone in a room offers where a slide shows no step."""
HEADINGS_OF_STEPS = ("treatment", "side-effects")
"""Headings of the questions that it offers where a slide shows a step."""
MOST_ITEMS = 7
"""Items of one list; longer lists are hard to take in."""

# Three digits are enough for any list. The limit also spares int() very long numbers.
WHOLE = re.compile(r"[1-9][0-9]{0,2}")
TOTAL = re.compile(r"0|[1-9][0-9]{0,5}")
LIMIT = re.compile(r"-?[0-9]{1,4}(\.[0-9])?")
EASIER = ("lower", "higher")
WEB = re.compile(r"https://[A-Za-z0-9.-]+([/?#][^\s\"'`<>\\]*)?")
PHONE = re.compile(r"tel:\+?[0-9]+")
FOUND_AT = re.compile(r"(?P<place>[^#]+)(?P<item>#[1-9][0-9]{0,2})?")
