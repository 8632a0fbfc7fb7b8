"""Sentences that were put together, found again in a catalogue and said in another language."""

import re
from pathlib import Path
from string import ascii_letters

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import AuthorError
from grader.languages.catalogue import Catalogue
from grader.languages.loading import load_catalogue, load_lesson

WORDS = Catalogue(
    "de",
    {
        "Next: {step}": "Weiter: {step:said}",
        "{name:word} raised {type}{message}": "{name} hat {type}{message} ausgelöst",
        "{place} is {got}; it should be {want}.": "{place} ist {got}; richtig ist {want:known}.",
        "a number": "eine Zahl",
        "mend {name:word} first.": "Repariere zuerst {name}.",
        "Which index is the row?": "Welcher Index ist die Zeile?",
        "all are right, in another order.": "alle stimmen, in anderer Reihenfolge.",
        "{count:number} of {total:number}": "{count} von {total}",
        "an array of {kind:word}": "ein Array vom Typ {kind}",
        "your {where:entry}": "bei dir: {where}",
        "wrong: {names}": "falsch: {names:said}",
        "“{belief:quoted}”": "„{belief:said}“",
        "there is one bias.": "Es gibt einen Bias.",
    },
)


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Next: mend conv_map first.", "Weiter: Repariere zuerst conv_map."),
        ("out[0, 1] is 4; it should be a number.", "out[0, 1] ist 4; richtig ist eine Zahl."),
        ("  f raised ValueError: no", "  f hat ValueError: no ausgelöst"),
        ("All are right, in another order. Which index is the row?", None),
        ("12.50 of 20", "12.50 von 20"),
        ("an array of float16", "ein Array vom Typ float16"),
        ("your out[0, 1]", "bei dir: out[0, 1]"),
        ("wrong: “a number” “There is one bias.” A number", "falsch: „eine Zahl“ „Es gibt einen Bias.“ Eine Zahl"),
    ],
)
def test_what_was_filled_in_is_carried_over(english: str, german: str | None) -> None:
    german = german or "Alle stimmen, in anderer Reihenfolge. Welcher Index ist die Zeile?"
    assert WORDS.say(english) == german


def test_a_sentence_of_ours_in_a_students_message_stays_the_students() -> None:
    said = WORDS.say("f raised ValueError: x is 1; it should be a number.")
    assert said == "f hat ValueError: x is 1; it should be a number. ausgelöst"
    assert WORDS.say("one of many") == "one of many"


def test_what_is_missing_stays_english_and_is_counted() -> None:
    words = Catalogue("de", {"One.": "Eins.", "Next: {step}": "Weiter: {step:said}"})
    assert words.say("One. Two?") == "Eins. Two?"
    assert words.say("Next: three.") == "Weiter: three."
    assert words.say("1 + 1 = 2") == "1 + 1 = 2"
    assert words.missing == {"Two?", "three."}


def test_a_place_for_an_entry_takes_no_sentence() -> None:
    words = Catalogue("de", {"your {where:entry}": "bei dir: {where}"})
    assert words.say("Your map has a row too many.") == "Your map has a row too many."
    assert words.missing == {"Your map has a row too many."}


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("3 days late; 2 free days are used", "3 Tage zu spät; 2 freie Tage verbraucht"),
        ("moved by Ada: ill; 3 days late", "von Ada verschoben: ill; 3 Tage zu spät"),
        ("3 days late; set by Ada: ill; 3 days late", "3 Tage zu spät; gesetzt von Ada: ill; 3 days late"),
        ("moved by Ada: ill; well; 3 days late", "von Ada verschoben: ill; well; 3 days late"),
    ],
)
def test_clauses_are_said_one_by_one_and_what_a_person_wrote_stays(english: str, german: str) -> None:
    sentences = {
        "{days:number} days late": "{days} Tage zu spät",
        "{days:number} free days are used": "{days} freie Tage verbraucht",
        "moved by {who}: {reason:clause}": "von {who} verschoben: {reason}",
        "set by {who}: {reason}": "gesetzt von {who}: {reason}",
    }
    assert Catalogue("de", sentences).say(english) == german


def test_english_is_said_as_it_is_and_nothing_is_missing() -> None:
    words = Catalogue("en", {})
    assert words.say("One.") == "One."
    assert words.missing == set()


@given(st.text(ascii_letters + "0123456789 .:;,()[]−_'", min_size=1), st.text(ascii_letters, min_size=1))
def test_a_students_text_is_never_changed(message: str, name: str) -> None:
    assert message in WORDS.say(f"{name} raised ValueError: {message}")


def test_a_file_that_is_no_catalogue_is_the_authors_mistake(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "de.toml").write_text('"One." = 1\n', encoding="utf-8")
    with pytest.raises(AuthorError, match=re.escape("'One.' must be a sentence")):
        load_catalogue("de", [tmp_path])
    (tmp_path / "de.toml").write_text('"A title" = "Ein Titel"\n[lesson]\n"Text." = "Text!"\n', encoding="utf-8")
    lesson = load_lesson("de", tmp_path)
    assert (lesson["A title."], lesson["Text."]) == ("Ein Titel.", "Text!")
    assert load_lesson("en", tmp_path) == {}


def test_a_topic_that_names_beliefs_of_others_says_them_as_they_do(tmp_path: Path) -> None:
    for topic, lines in (("one", '"There is one bias." = "Es gibt einen Bias."'), ("two", 'also = ["one"]')):
        (tmp_path / topic).mkdir()
        (tmp_path / topic / "de.toml").write_text(lines, encoding="utf-8")
    assert load_catalogue("de", [tmp_path / "two"]).say("There is one bias.") == "Es gibt einen Bias."
    (tmp_path / "two" / "de.toml").write_text('also = "one"', encoding="utf-8")
    with pytest.raises(AuthorError, match="also must be a list of folders"):
        load_catalogue("de", [tmp_path / "two"])
