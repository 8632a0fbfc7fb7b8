"""Names beside numbers: a student's, a group's, or nobody's, where the site hides who it is."""

from pathlib import Path

import pytest

from grader.classroom.entry import Entry
from grader.classroom.groups import groups_of
from grader.classroom.roster_matching import Matched, match
from grader.errors import OperatorError
from grader.model import Student

ADA = Student(id="101", name="Lovelace, Ada", login="ada1")
ALAN = Student(id="102", name="Turing, Alan", login="alan2", section="Team 1")
ZOE = Student(id="103", name="O'Neill-Müller, Zoë", section="Alpha")
NAMELESS = Student(id="104", section="Team 1")
HIDDEN = Student(id="Teilnehmer/in 5001", name="Hopper, Grace")
CLASS = (ADA, ALAN, ZOE, NAMELESS, HIDDEN)
GROUPS = groups_of(CLASS)


def entry(student: str, who: str = "", *also: str) -> Entry:
    return Entry(student=student, who=who, also=also, path=Path(student), name=f"{student}.py")


def owners(matched: Matched) -> list[str]:
    return [student.id for student, _ in matched.entries]


@pytest.mark.parametrize(
    ("who", "number", "owner"),
    [
        ("Ada Lovelace", "101", ADA),
        ("lovelace", "101", ADA),
        ("Ada L.", "101", ADA),
        ("Lovelace,Ada;Byron", "101", ADA),
        ("Muller Zoe", "103", ZOE),
        ("ONEILL", "103", ZOE),
        ("Team 1", "101", None),
        ("Adam Love", "101", None),
        ("Team 7", "104", NAMELESS),  # who has no name on the roster may have any
        ("-", "101", ADA),  # nobody is named
        ("Participant", "101", ADA),
        ("Participant -", "101", ADA),
        ("Team 7-Participant", "101", ADA),
        ("Participant", "Teilnehmer/in 5001", HIDDEN),
        ("Teilnehmer/in", "Teilnehmer/in 5001", HIDDEN),
        ("Team 7-Teilnehmerin", "Teilnehmer/in 5001", HIDDEN),
        ("Teilnehmer/in", "101", None),
        ("Participant Nobody", "101", None),
    ],
)
def test_a_number_is_a_students_if_the_name_beside_it_may_be(who: str, number: str, owner: Student | None) -> None:
    matched = match([entry(number, who)], CLASS)
    assert owners(matched) == ([owner.id] if owner else [])
    if owner is None:
        assert f"no line of the roster is called {who}. If that is a group" in matched.unmatched[0][1]


@pytest.mark.parametrize("who", ["Team 1-Ada Lovelace", "Alpha-Ada Lovelace", "team 1 - Lovelace, Ada"])
def test_behind_the_name_of_a_group_stands_the_students(who: str) -> None:
    assert owners(match([entry("77", who)], CLASS, groups=GROUPS)) == ["101"]
    assert owners(match([entry("77", who)], CLASS)) == []


def test_what_a_group_hands_in_is_everybodys_in_it_and_the_rest_follows() -> None:
    matched = match([entry("team-1_77", "Team 1"), entry("101"), entry("alpha"), entry("ada1")], CLASS, groups=GROUPS)
    assert owners(matched) == ["101", "102", "103", "104"]
    assert [(each.student, group, [one.id for one in members]) for each, group, members in matched.shared] == [
        ("team-1_77", "Team 1", ["102", "104"]),
        ("alpha", "Alpha", ["103"]),
    ]
    notes = {student.id: entries[0].notes for student, entries in matched.entries}
    assert notes["101"] == ()
    assert notes["102"] == notes["104"] == ("handed in by the group Team 1: Turing, Alan, 104",)
    assert [(student.id, len(entries)) for student, entries in matched.twice] == [("101", 2)]


def test_what_no_group_hands_in_is_of_those_in_none() -> None:
    assert owners(match([entry("Default group", "Default group")], CLASS, groups=GROUPS)) == ["101", HIDDEN.id]


@pytest.mark.parametrize(
    ("handed_in", "reason"),
    [
        (entry("ada1", "", "Team 1"), "may be of Lovelace, Ada (101) or of the group Team 1: rename it after the id"),
        (entry("ada1", "", "alan2"), "may be of Lovelace, Ada (101) or Turing, Alan (102): rename it after the id"),
        (entry("7", "Team 9"), "no line of the roster is called Team 9. If that is a group, say who is in it"),
        (entry("7"), "no line of the roster has this name, number or address"),
    ],
)
def test_why_an_entry_is_nobodys(handed_in: Entry, reason: str) -> None:
    ((found, said),) = match([handed_in], CLASS, groups=GROUPS).unmatched
    assert found == handed_in
    assert said.startswith(reason)


def test_without_groups_what_moodles_own_group_hands_in_asks_for_a_file() -> None:
    ((_, reason),) = match([entry("Default group", "Default group")], CLASS).unmatched
    assert reason.startswith("handed in by those who are in no group")


def test_an_entry_that_may_be_a_students_or_a_groups_is_the_reason_of_each() -> None:
    matched = match([entry("ada1", "", "Team 1")], CLASS, groups=GROUPS)
    assert {student.id for student, reason in matched.missing if "not certain whose ada1.py is" in reason} == {
        "101",
        "102",
        "104",
    }


@pytest.mark.parametrize(
    ("written", "owner"),
    [
        ("Participant 5001", HIDDEN.id),
        ("participant 5001", HIDDEN.id),
        ("participant", ""),
        ("0101", "101"),
        ("101.5", ""),
        ("0", ""),
    ],
)
def test_a_number_is_known_as_sites_and_spreadsheets_write_it(written: str, owner: str) -> None:
    matched = match([entry(written)], [*CLASS, Student(id="00")])
    assert owners(matched) == ([owner] if owner else [])
    if not owner:
        assert matched.unmatched[0][1] == "no line of the roster has this name, number or address"


@pytest.mark.parametrize(
    ("login", "written", "is_found"),
    [
        ("abc", "hw1_abc_final", True),
        ("abcd", "hw1 (abcd)", True),
        ("ab", "hw1_ab_final", False),
        ("abc", "hw1_abcd_final", False),
        ("123", "hw1_123_final", False),  # it may be the number of anything
        ("a123", "a123.ipynb", True),
        ("1a3", "lab [1A3].py", True),
    ],
)
def test_a_login_may_be_a_word_of_a_name_if_it_is_long_and_has_a_letter(
    login: str, written: str, is_found: bool
) -> None:
    assert bool(match([entry(written)], [Student(id="x", login=login)]).entries) == is_found


def test_two_students_whose_logins_stand_in_one_name_are_not_guessed() -> None:
    pair = [Student(id="1", login="abc"), Student(id="2", login="xyz")]
    ((_, reason),) = match([entry("xyz_abc_hw1")], pair).unmatched
    assert reason == "may be of 1 (1) or 2 (2): rename it after the id of the right one"


def test_of_two_entries_with_numbers_of_one_group_none_is_the_groups() -> None:
    """Two groups that a site calls alike have numbers of their own; a name that nobody numbered claims nothing."""
    twice = [entry("Team 1_77", "Team 1"), entry("Team 1_78", "Team 1"), entry("ada1")]
    matched = match(twice, CLASS, groups=GROUPS)
    assert owners(matched) == ["101"]
    assert [each for each, _ in matched.unmatched] == twice[:2]
    assert all(
        reason.startswith("2 entries are called Team 1, and a group has one: ") for _, reason in matched.unmatched
    )
    reasons = dict(matched.missing)
    for student in (ALAN, NAMELESS):
        assert reasons[student] == "not certain whose Team 1_77.py, Team 1_78.py is; nothing else was handed in"
    assert reasons[ZOE] == "nothing was handed in"


def test_an_entry_without_a_number_leaves_a_numbered_one_to_its_group() -> None:
    plain = entry("team 1")
    for numbered in (entry("Team 1_77", "Team 1"), entry("A_77", "Team 1"), entry("Z_77", "Team 1")):
        matched = match([plain, numbered], CLASS, groups=GROUPS)
        assert [each for each, _, _ in matched.shared] == [plain, numbered]
        assert matched.unmatched == ()


def test_a_students_entry_with_the_name_of_a_group_beside_its_number_claims_no_group() -> None:
    hers = entry("101", "Alpha-Ada Lovelace")
    matched = match([entry("Alpha_7", "Alpha"), hers], CLASS, groups=GROUPS)
    assert owners(matched) == ["101", "103"]
    assert [each.student for each, _, _ in matched.shared] == ["Alpha_7"]


@pytest.mark.parametrize("told_by", ["id,name", "id,last,first", "name"])
def test_in_a_file_of_groups_a_number_tells_two_students_of_one_name_apart(tmp_path: Path, told_by: str) -> None:
    twins = [Student(id="1", name="Schmidt, Anna"), Student(id="2", name="Schmidt, Anna")]
    named = {"id": ("1", "2"), "name": ('"Schmidt, Anna"',) * 2, "last": ("Schmidt",) * 2, "first": ("Anna",) * 2}
    lines = [",".join([f"Team {n + 1}", *(named[column][n] for column in told_by.split(","))]) for n in range(2)]
    file = tmp_path / "groups.csv"
    file.write_text("\n".join([f"group,{told_by}", *lines]))
    if told_by == "name":
        with pytest.raises(OperatorError, match="may be several students"):
            groups_of(twins, file)
    else:
        members = groups_of(twins, file).members
        assert {name: [one.id for one in found] for name, found in members.items()} == {"team1": ["1"], "team2": ["2"]}
