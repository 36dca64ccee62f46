"""Tables go live, and back; changes that may be mistakes come first."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from carepath import library, settings
from carepath.__main__ import main
from carepath.editing import changes, doubts, folders, publication
from carepath.settings import WrongSettings
from carepath.tables import editions, loader
from harness.paths import ROOT
from tests.support.spoiled import HIGH, LOW_1_1, LOW_2_2, change, copy, own, read, write

TITLE = {"id": "app.title"}
TOPIC = "neuroblastoma-recurrent"
Edit = Callable[[Path], object]


class Editor:
    """An editor with the live tables, a copy to change, and a state folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data, self.next, self.state = folder / "data", folder / "next", folder / "state"
        copytree(copy(self.data), self.next)
        self.state.mkdir()
        self._capsys = capsys

    def run(self, *arguments: object) -> tuple[int, list[str]]:
        """Return the exit code of a command, and the lines printed."""
        code = main([str(argument) for argument in arguments])
        output = self._capsys.readouterr()
        return code, (output.out + output.err).splitlines()

    @property
    def title(self) -> str:
        """The title of the site that readers see now."""
        return library.site(library.folder()).words("app.title")


@pytest.fixture
def editor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Editor:
    editor = Editor(tmp_path, capsys)
    monkeypatch.setenv("CAREPATH_DATA", str(editor.data))
    monkeypatch.setenv("CAREPATH_STATE", str(editor.state))
    return editor


def test_a_running_site_takes_over_what_is_published_and_what_is_undone(editor: Editor) -> None:
    old = editor.title
    spanish = next(row["text_es"] for row in own("words")[1] if row["id"] == TITLE["id"])
    change(editor.next, "words", TITLE, {"text_en": "New", "text_es": "Nuevo"})
    code, lines = editor.run("publish", editor.next)
    assert (code, lines) == (
        0,
        [
            f"shared words: app.title, text_en: *{old}* became *New*.",
            f"shared words: app.title, text_es: *{spanish}* became *Nuevo*.",
            "ok: readers see these tables now, as edition 1. `python -m carepath undo` goes "
            "back to the tables before.",
        ],
    )
    assert editor.title == "New"
    # What the folder holds later is not live.
    change(editor.next, "words", TITLE, {"text_en": "Newer", "text_es": "Más nuevo"})
    assert editor.title == "New"
    code, lines = editor.run("undo")
    assert code == 0
    assert lines[-1] == (
        "ok: readers see the tables from before the last publish again: the original ones, in "
        f"{editor.data}."
    )
    assert editor.title == old
    again = (1, ["nothing to undo: readers see the original tables"])
    assert editor.run("undo") == again


def test_faulty_tables_are_not_published(editor: Editor) -> None:
    change(editor.next, "treatments", LOW_2_2, {"link": "later"})
    code, lines = editor.run("publish", editor.next)
    assert code == 1
    assert "not a known link" in lines[0]
    assert editions.live(editor.state) is None


def test_live_tables_are_not_published_again(editor: Editor) -> None:
    assert editor.run("publish", editor.next) == (0, ["These tables are live already."])
    assert editions.live(editor.state) is None


def test_tables_that_were_made_from_older_ones_are_refused(editor: Editor) -> None:
    other = editor.next.with_name("other")
    live = loader.snapshot(editor.data)
    for folder, title in ((editor.next, "New"), (other, "Other")):
        folders.write(folder, live, live)
        change(folder, "words", TITLE, {"text_en": title, "text_es": title})
    assert editor.run("publish", editor.next)[0] == 0
    code, lines = editor.run("publish", other)
    assert code == 1
    assert "Other tables have been published since" in lines[0]
    assert editor.title == "New"


@pytest.mark.parametrize("command", [["publish", "next"], ["undo"]])
def test_without_a_state_folder_nothing_is_published(
    command: list[str], editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CAREPATH_STATE")
    code, lines = editor.run(*command)
    assert code == 1
    assert "CAREPATH_STATE must name" in lines[0]


def test_the_guide_has_the_words_of_refusals() -> None:
    guide = (ROOT / "docs/workbook.md").read_text(encoding="utf-8")
    with pytest.raises(WrongSettings) as wrong:
        settings.read({"CAREPATH_STATE": "nowhere"})
    assert f"`{str(wrong.value).partition(';')[0]}`" in guide
    assert f"`{publication.NO_STATE}`" in guide
    older = folders.older_than_live(Path("next"))
    (quote,) = re.findall("`(Other tables [^`]*)`", guide)
    assert older.startswith(quote)
    assert f"`{publication.LIVE_ALREADY}`" in guide


def test_an_edition_of_another_format_gives_way_to_the_tables_of_the_settings(
    editor: Editor,
) -> None:
    old = editor.title
    editions.publish(editor.state, {"words.csv": b"id,text_en\n"})
    (editor.state / "last-sound-tables.zip").unlink()
    assert editor.title == old


# --- Doubts ---------------------------------------------------------------------------------------


def same_option(folder: Path) -> None:
    columns, rows = read(folder, "treatments")
    for row in [row for row in rows if row["situation"] == "high" and row["option"] == "3"]:
        rows.append(row | {"option": "5"})
    write(folder, "treatments", columns, rows)
    steps = sum(row["situation"] == "high" for row in rows)
    change(folder, "situations", HIGH, {"steps": str(steps)})


def lost_row(folder: Path) -> None:
    columns, rows = read(folder, "treatments")
    last = [row for row in rows if row["situation"] == "high"][-1]
    rows.remove(last)
    write(folder, "treatments", columns, rows)
    change(folder, "situations", HIGH, {"steps": str(sum(r["situation"] == "high" for r in rows))})


def new_row(folder: Path, **cells: str) -> None:
    """Add a row to the first list, which copies its last one but for some cells."""
    columns, rows = read(folder, "treatments")
    at = max(number for number, row in enumerate(rows) if row["situation"] == "low-same")
    rows.insert(at + 1, rows[at] | {"follows": "", "link": ""} | cells)
    write(folder, "treatments", columns, rows)
    steps = sum(row["situation"] == "low-same" for row in rows)
    change(folder, "situations", {"situation": "low-same"}, {"steps": str(steps)})


def without(folder: Path, table: str, where: dict[str, str]) -> None:
    columns, rows = read(folder, table)
    write(folder, table, columns, [row for row in rows if not where.items() <= row.items()])


DAMAGE = {"treatments": "surgery cns-surgery", "text_en": "damage to nearby tissue"}
THIRD = {"option": "3", "step": "1", "treatment": "radiation-therapy"}
STEP = {"step": "3", "treatment": "chemotherapy", "follows": "2", "link": "may-then"}
DOUBTS: dict[str, tuple[Edit, str, str]] = {
    "a link": (
        lambda folder: change(folder, "treatments", LOW_2_2, {"link": "then"}),
        "a word that links treatments", "*may then* became *then*.",
    ),
    "the word of a link": (
        lambda folder: change(
            folder, "words", {"id": "link.may-then"},
            {"text_en": "often then", "text_es": "después, a menudo"},
        ),
        "a word that links treatments", "*may then* became *often then*.",
    ),
    "the word of a link in English": (
        lambda folder: change(folder, "words", {"id": "link.may-then"}, {"text_en": "often then"}),
        "a word that links treatments; the translation is still that of the older English",
        "*may then* became *often then*.",
    ),
    "a text in English": (
        lambda folder: change(folder, "prompts", {"prompt": "which-fits"}, {"text_en": "Which?"}),
        "the translation is still that of the older English", "became *Which?*.",
    ),
    "a line that the source lacks": (
        lambda folder: change(folder, "treatments", LOW_1_1, {"found_at": "low-risk-first-list#3"}),
        "a place that the source is not known to have",
        "step 1 (surgery) is from low risk, same area, item 3 (low-risk-first-list#3) of "
        "Navigating Care page (navigating-care), which is no known line.",
    ),
    "a line of our own words": (
        lambda folder: change(
            folder, "treatments", LOW_1_1,
            {"found_at": "low-risk-first-list#1", "source": "own-words"},
        ),
        "a place that the source is not known to have",
        "#1) of our own explanation (own-words), which is no known line.",
    ),
    "a new option from an unknown line": (
        lambda folder: new_row(folder, **THIRD, found_at="low-risk-first-list#3"),
        "a place that the source is not known to have",
        "Option 3, step 1 (radiation therapy) is from",
    ),
    "an option from the line of another": (
        lambda folder: new_row(folder, **THIRD, found_at="low-risk-first-list#1"),
        "two options from one line",
        "Option 3 is from low risk, same area, item 1 (low-risk-first-list#1), as Option 1 is.",
    ),
    "a new step": (
        lambda folder: new_row(folder, **STEP), "a new step: is it in the source? ",
        "Option 2, step 3 is new: *may then* *chemotherapy*.",
    ),
    "a lead": (
        lambda folder: change(folder, "situations", HIGH, {"lead": "include"}),
        "a word that links treatments", "became *Treatment options include*.",
    ),
    "an option twice": (
        same_option, "an option is there twice", "Option 5 is the same as Option 3.",
    ),
    "another list": (
        lambda folder: change(
            folder, "treatments", LOW_1_1, {"found_at": "high-risk-list#1"}
        ),
        "a row is from another list", "Option 1, step 1 (surgery) is from the list of High risk",
    ),
    "a lost row": (lost_row, "something is lost", "is gone: *"),
    "a lost side effect": (
        lambda folder: without(folder, "effects", DAMAGE), "something is lost",
        "is gone: *damage to nearby tissue",
    ),
    "a side effect that a treatment lost": (
        lambda folder: change(folder, "effects", DAMAGE, {"treatments": "surgery"}),
        "something is lost", "became *surgery*.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBTS)
def test_a_change_that_may_be_a_mistake_comes_first(name: str, editor: Editor) -> None:
    edit, doubt, sentence = DOUBTS[name]
    change(editor.next, "words", TITLE, {"text_en": "New", "text_es": "Nuevo"})
    edit(editor.next)
    code, lines = editor.run("publish", editor.next)
    assert code == 0, lines
    assert lines[0].startswith(f"look twice, {doubt}")
    assert sentence in lines[0]
    assert any(line.startswith("shared words: app.title") for line in lines)


def test_a_new_option_is_doubted_wherever_it_is_from(editor: Editor) -> None:
    new_row(editor.next, **THIRD, found_at="low-risk-first-list#1")
    _, lines = editor.run("publish", editor.next)
    doubt = "look twice, a new option: is it in the source? "
    assert any(line.startswith(doubt) and "Option 3, step 1 is new" in line for line in lines)


SURGERIES = "surgery, surgery to remove the tumor in the brain or spinal cord"
PLAIN: dict[str, tuple[Edit, str]] = {
    "a step": (
        lambda folder: change(folder, "treatments", LOW_1_1, {"whom": "infant-4s"}),
        "Low risk at first; it came back in the same area: Option 1, step 1 (surgery), whom: "
        "*for an infant with the 4S pattern* is new.",
    ),
    "an answer": (
        lambda folder: change(folder, "answers", {"answer": "low"}, {"within_es": "bajo"}),
        "answers: Low risk (group low), within_es: *riesgo bajo* became *bajo*.",
    ),
    "a name": (
        lambda folder: change(folder, "answers", {"answer": "low"}, {"text_es": "Bajo"}),
        "answers: Low risk (group low), text_es: *Riesgo bajo* became *Bajo*.",
    ),
    "an English name": (
        lambda folder: change(
            folder, "answers", {"answer": "low"}, {"text_en": "Low", "text_es": "Bajo"}
        ),
        "answers: group low, text_en: *Low risk* became *Low*.",
    ),
    "a list of a question": (
        lambda folder: change(
            folder, "prompts", {"prompt": "which-fits"}, {"situations": "high cns"}
        ),
        "*High risk at first, It came back in the brain or spinal cord* is new.",
    ),
    "a card": (
        lambda folder: change(
            folder, "cards", {"answers": "low.several", "card": "low.same"}, {"card": "high"}
        ),
        "cards: Low risk, More than one place (low.several), card: "
        "*Low risk, The same area* became *High risk*.",
    ),
    "a route": (
        lambda folder: without(folder, "routes", {"situation": "low-same", "answer": "low"}),
        "routes: Low risk at first; it came back in the same area: Low risk "
        "(low-same group low) is gone: *Low risk*.",
    ),
    "a place": (
        lambda folder: change(
            folder, "notes", {"situation": "high", "note": "palliative-care"},
            {"found_at": "cns-list#2"},
        ),
        "notes: High risk at first (high palliative-care), found_at: "
        "*part on neuroblastoma that came back (recurrent)* became "
        "*list for the brain and spinal cord, item 2 (cns-list#2)*.",
    ),
    "a side effect": (
        lambda folder: change(folder, "effects", DAMAGE, {"section": "later"}),
        f"effects: {SURGERIES}: What may come later: damage to nearby tissue "
        "(surgery cns-surgery), section: *What it may be like* became *What may come later*.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLAIN)
def test_a_sentence_has_the_names_that_readers_see(name: str, editor: Editor) -> None:
    edit, sentence = PLAIN[name]
    edit(editor.next)
    before, after = (
        loader.parsed_files(loader.snapshot(folder)) for folder in (editor.data, editor.next)
    )
    sentences = [change.sentence for change in changes.changes(before, after)]
    assert any(one.endswith(sentence) for one in sentences), sentences


def test_ids_tell_values_with_one_name_apart(editor: Editor) -> None:
    for folder in (editor.data, editor.next):
        change(folder, "terms", {"term": "chemotherapy"}, {"name_en": "surgery"})
    change(editor.next, "treatments", LOW_1_1, {"treatment": "chemotherapy"})
    before, after = (
        loader.parsed_files(loader.snapshot(folder)) for folder in (editor.data, editor.next)
    )
    (only,) = changes.changes(before, after)
    assert only.sentence.endswith(": *surgery* became *surgery (chemotherapy)*.")


def test_a_topic_that_is_gone_has_its_title(editor: Editor) -> None:
    before = loader.parsed_files(loader.snapshot(editor.data))
    after = {path: file for path, file in before.items() if TOPIC not in path}
    (only,) = changes.changes(before, after)
    assert str(only) == (
        f"look twice, something is lost: The topic When neuroblastoma comes back ({TOPIC}) is gone."
    )


@pytest.mark.parametrize("table", ["effects", "prompts"])
def test_a_row_that_moves_is_the_only_change(table: str, editor: Editor) -> None:
    columns, rows = read(editor.next, table)
    rows.insert(3, rows.pop(9))
    write(editor.next, table, columns, rows)
    code, lines = editor.run("publish", editor.next)
    assert (code, len(lines)) == (0, 2), lines
    assert lines[0].startswith(f"{table}: ")
    assert lines[0].endswith(" was moved.")


def test_a_new_name_of_a_list_casts_no_doubt_on_its_rows(editor: Editor) -> None:
    for folder in (editor.data, editor.next):
        change(folder, "treatments", LOW_1_1, {"found_at": "low-risk-first-list#9"})
    names = {"name_en": "Low", "name_es": "Bajo"}
    change(editor.next, "situations", {"situation": "low-same"}, names)
    _, lines = editor.run("publish", editor.next)
    assert not any(line.startswith("look twice") for line in lines)


def test_what_was_doubtful_before_is_no_change(editor: Editor) -> None:
    same_option(editor.data)
    same_option(editor.next)
    change(editor.next, "words", TITLE, {"text_en": "New", "text_es": "Nuevo"})
    before, after = (
        loader.parsed_files(loader.snapshot(folder)) for folder in (editor.data, editor.next)
    )
    assert not any(change.doubt for change in doubts.ordered(before, after))
