"""Reports, pages and student's files in German: nothing of ours is missing, and nothing of anybody else is changed."""

import collections
import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.authoring.assignment import load_assignment
from grader.authoring.starters import handout
from grader.classroom.marks import marks_text
from grader.classroom.requests import answers_text
from grader.classroom.similarity import compare
from grader.cli import cli
from grader.cli.similarity_command import to_page
from grader.export import row_of
from grader.gradebook.insights import analyse
from grader.grading.grade import grade, plan
from grader.languages.catalogue import Catalogue
from grader.languages.loading import load_catalogue
from grader.model import ManualPart, Mark, Report, Request, Student
from grader.report import html, text
from grader.report.pages import LIMITS, STATES, class_page, course_page, marks_page, student_page, totals_page
from grader.sandbox.levels import least
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files, load_submission
from grader.topics.loading import assignments_folder, folder_of
from tests.effort import with_few_cases

ASSIGNMENTS = assignments_folder()
CLASS = sorted((Path(__file__).parents[2] / "examples" / "class").iterdir())
GERMAN = sorted(path.parent.name for path in ASSIGNMENTS.glob("*/de.toml") if (path.parent / "lesson.py").is_file())
KEPT = re.compile(r"[A-Za-z_]\w*\.\w+|\w*_\w+|\d+(?:\.\d+)?")  # names and numbers
pytestmark = pytest.mark.usefixtures("kept_zygotes")
QUICK = {"fatima.py", "goran.py", "jun.py", "luis.py", "mila.py"}


def graded(name: str, paths: list[Path]) -> list[Report]:
    assignment = load_assignment(folder_of(ASSIGNMENTS, name))
    with Sandbox() as sandbox:
        sandbox.configure(assignment.limits, assignment.imports, least(None, accepts_weak=True))
        planned = with_few_cases(plan(assignment))
        return [grade(load_submission(path), planned, sandbox, "auto") for path in paths]


def words_of(name: str) -> Catalogue:
    return load_catalogue("de", [folder_of(ASSIGNMENTS, name)])


def is_kept(report: Report, words: Catalogue) -> bool:
    """Whether a report in German has every name and number of the English one."""
    english, german = text.render(report, 10_000), text.render(report, 10_000, say=words.say)
    return not collections.Counter(KEPT.findall(english)) - collections.Counter(KEPT.findall(german))


@pytest.fixture(scope="module")
def quick() -> list[Report]:
    return graded("conv-layer", [path for path in CLASS if path.name in QUICK])


@pytest.mark.slow
def test_reports_lack_no_german_and_keep_every_name_and_number(quick: list[Report]) -> None:
    words = words_of("conv-layer")
    assert len(quick) == len(QUICK)
    for report in quick:
        assert is_kept(report, words), report.submission
        text.summarize(report, say=words.say)
        html.fragment(report, say=words.say)
    assert words.missing == set()


@pytest.mark.slow
def test_a_page_says_its_language_and_is_in_it(quick: list[Report]) -> None:
    words = words_of("conv-layer")
    page = student_page(row_of(quick[0]), words.say, "de")
    assert '<html lang="de">' in page
    assert "Aufgabe für Aufgabe" in page
    assert words.missing == set()
    assert '<html lang="en">' in student_page(row_of(quick[0]))
    assert '<div class="grader" lang="de">' in html.fragment(quick[0], say=words.say, language="de")


def test_code_to_paste_prints_what_is_due_in_german(quick: list[Report]) -> None:
    words = words_of("conv-layer")
    said = [text.render(report, 10_000, say=words.say) for report in quick]
    assert sum(one.count('"kommt bei dir heraus;"') for one in said) > 0
    assert not any("is yours" in one or "is due" in one for one in said)


def test_a_page_says_in_german_what_the_policy_and_people_made_of_a_grade(quick: list[Report]) -> None:
    words = words_of("conv-layer")
    reason = "deadline moved to 2026-05-06 12:00 by Weiß: ill; 3 days late; 1 free day is used for it, 0 are left"
    report = next(one for one in quick if any(exercise.excerpts for exercise in one.exercises))
    page = student_page(replace(row_of(report), late_days=3, reason=reason), words.say, "de")
    due = "Frist von Weiß auf 2026-05-06 12:00 verschoben: ill; 3 Tage zu spät; dafür wird 1 freier Tag verbraucht, 0"
    assert f"{due} bleiben übrig" in page
    assert "<h2>Dein Code</h2>" in page
    assert "Your code" not in page
    assert words.missing == set()


def test_the_pages_of_a_class_are_in_german(quick: list[Report]) -> None:
    words = words_of("conv-layer")
    rows = [replace(row_of(one), student=Student(id=one.submission, section=str(n))) for n, one in enumerate(quick)]
    missing = replace(rows[0], student=Student(id="zoe"), report=None, grade=None, score=None, status="missing")
    found = analyse([*rows, missing])
    files = {row.student.id: f"{row.student.id}.html" for row in (*rows, missing)}
    slides = {title for title, _ in found.slides}
    page = class_page([*rows, missing], found, files, words.say, "de") + course_page([("c", found)], words.say, "de")
    assert page.count('<html lang="de">') == 2
    for said in ("Der Kurs", "Falsche Annahmen", "Grenzen, die berührt wurden", "nichts abgegeben"):
        assert said in page
    assert [text for text in (*LIMITS.values(), *STATES.values()) if words.say(text) == text] == []
    assert words.missing - slides == set()
    texts = re.findall(r">([^<>{}]+)<", re.sub(r"<(style|code|pre)>.*?</\1>", "", page, flags=re.DOTALL))
    english = re.compile(r"\b(the|Students|Score|None|Slide|Why|took|of)\b")
    assert [text for text in texts if english.search(text) and text not in slides] == []


def test_what_people_said_stands_at_the_end_of_a_report_in_german() -> None:
    words = words_of("conv-layer")
    points, possible = Fraction(3, 2), Fraction(4)
    mark = Mark(
        student="ada", part="f.style", points=points, possible=possible, comment="2 days late", who="Weiß", at=""
    )
    asked = Request(id="1", student="ada", assignment="conv-layer", text="Not graded", at="", is_granted=True)
    answered = replace(asked, answered_by="Weiß", reason="1 day late; granted")
    said = marks_text([mark], words.say) + answers_text([answered], words.say)
    assert "Was Menschen bewertet haben\n  f.style: 1.5 von 4" in said
    assert "    2 days late\n" in said
    assert "Was du gefragt hast\n  conv-layer: Not graded\n    angenommen von Weiß: 1 day late; granted\n" in said
    assert words.missing == set()


@pytest.mark.full
@pytest.mark.parametrize("name", GERMAN)
def test_reports_of_known_wrong_answers_lack_no_german(name: str) -> None:
    words, paths = words_of(name), sorted((ASSIGNMENTS / name / "wrong").glob("*.py"))
    reports = graded(name, paths + (CLASS if name == "conv_layer" else []))
    assert [report.submission for report in reports if not is_kept(report, words)] == []
    assert words.missing == set()


@pytest.mark.slow
@pytest.mark.parametrize("name", GERMAN)
def test_a_german_starter_differs_in_its_text_alone(name: str) -> None:
    def code_of(files: dict[str, bytes]) -> list[str]:
        notebook = json.loads(next(data for file, data in files.items() if file.endswith(".ipynb")))
        cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
        return [re.sub(r'"""(?s:.*?)"""', "", cell) for cell in cells]

    assignment = load_assignment(ASSIGNMENTS / name)
    english, german = handout(assignment), handout(assignment, "de")
    assert english.keys() == german.keys()
    assert code_of(english) == code_of(german)
    assert english != german


@pytest.mark.slow
def test_commands_speak_the_language_that_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def said(*arguments: str) -> str:
        done = CliRunner().invoke(cli, list(arguments))
        assert done.exit_code in (0, 1), done.output
        return done.output

    monkeypatch.setenv("LANGUAGE", "en")
    assert "The convolution layer" in said("list")
    assert "Die Faltungsschicht" in said("list", "--lang", "de")
    said("start", "conv-layer", str(tmp_path), "--lang", "de")
    starter = tmp_path / "conv_layer.py"
    assert starter.read_text(encoding="utf-8").startswith('"""Die Faltungsschicht.')
    assert "Noch nicht geschrieben: conv_single" in said("check", str(starter), "--lang", "de")
    assert "Not written yet: conv_single" in said("check", str(starter))
    monkeypatch.setenv("LANGUAGE", "de")
    assert "Noch nicht geschrieben: conv_single" in said("check", str(starter))
    assert "Folie: " in said("explain", "sharpen")


@pytest.mark.slow
def test_a_course_says_the_language_of_its_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def report_of(*options: str) -> str:
        out = tmp_path / f"out{len(list(tmp_path.iterdir()))}"
        done = CliRunner().invoke(cli, ["run", str(handed_in), "-a", "conv-layer", "--out", str(out), *options])
        assert done.exit_code == 0, done.output
        return (out / "ivo" / "report.txt").read_text(encoding="utf-8")

    handed_in = tmp_path / "class"
    handed_in.mkdir()
    (handed_in / "ivo.py").write_bytes(next(path for path in CLASS if path.name == "ivo.py").read_bytes())
    course = tmp_path / "course.toml"
    course.write_text('language = "de"\n', encoding="utf-8")
    monkeypatch.setenv("LANGUAGE", "de")
    assert "not written yet" in report_of()
    assert "noch nicht geschrieben" in report_of("--course", str(course))
    assert "noch nicht geschrieben" in report_of("--course", str(course))  # from the gradebook, and not graded again
    assert "not written yet" in report_of("--course", str(course), "--lang", "en")


@pytest.mark.slow
def test_pages_from_a_gradebook_are_in_the_language_of_its_course(tmp_path: Path) -> None:
    def pages(*arguments: str) -> str:
        out = tmp_path / f"out{len(list(tmp_path.iterdir()))}"
        done = CliRunner().invoke(cli, [*arguments, "--out", str(out)])
        assert done.exit_code == 0, done.output
        return "".join(page.read_text(encoding="utf-8") for page in out.rglob("*.html") if page.name != "index.html")

    handed_in, course, book = tmp_path / "class", tmp_path / "course.toml", str(tmp_path / "grades.db")
    handed_in.mkdir()
    (handed_in / "ivo.py").write_bytes(next(path for path in CLASS if path.name == "ivo.py").read_bytes())
    for language in ("de", "en"):  # the last one counts
        course.write_text(f'language = "{language}"\n', encoding="utf-8")
        pages("run", str(handed_in), "-a", "conv-layer", "--course", str(course), "--gradebook", book)
        assert f'<html lang="{language}">' in pages("report", book)
        assert f'<html lang="{language}">' in pages("feedback", book)
    assert '<html lang="de">' in pages("feedback", book, "--lang", "de")


def test_sheets_of_marks_totals_and_similar_work_are_in_german() -> None:
    words = load_catalogue("de", [])
    part = ManualPart(exercise="f", id="style", points=Fraction(4), about="Is it readable?")
    ada, ben = Student(id="ada", name="Ada"), Student(id="b")
    given = Mark(student="ada", part="f.style", points=Fraction(3), possible=Fraction(4), comment="ok", who="W", at="")
    marked = {"ada": given}
    pages = [marks_page("f", [part], [ada, ben], lambda student, _: marked.get(student), words.say, "de")]
    pages.append(
        totals_page(["student", "name", "conv-layer", "total of 100"], [["ada", "Ada", "3*", "75"]], words.say, "de")
    )
    source = next(path for path in CLASS if path.name == "mila.py").read_bytes()
    handed = {name: from_files(name, {"f.py": source}) for name in ("ada", "b")}
    likeness = compare(handed, [])
    assignment = load_assignment(folder_of(ASSIGNMENTS, "dimensions"))
    pages.append(to_page(assignment, likeness, handed, words.say, "de"))
    pages.append(to_page(assignment, replace(likeness, more=3), {**handed}, words.say, "de"))
    pages.append(to_page(assignment, replace(likeness, clusters=()), {}, words.say, "de"))
    assert words.missing == {"Is it readable?"}  # the author's
    said = "".join(pages)
    assert said.count('<html lang="de">') == 5
    for one in ("3 von 4", "____ von 4", "Summe von 100", "100% gemeinsam", "1 Gruppe ist anzusehen.", "Keine zwei"):
        assert one in said
    texts = re.findall(
        r">([^<>{}]+)<", re.sub(r"<(style|code|pre)>.*?</\1>|<div class=.source.*?</div>", "", said, flags=re.DOTALL)
    )
    english = re.compile(r"\b(the|Student|of|submissions?|shared|Comment|Points)\b")
    assert [text for text in texts if english.search(text)] == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", GERMAN)
def test_a_question_stands_in_the_module_as_in_the_notebook(name: str, language: str) -> None:
    assignment = load_assignment(ASSIGNMENTS / name)
    files = handout(assignment, language)
    module = next(data for file, data in files.items() if file.endswith(".py")).decode()
    notebook = json.loads(next(data for file, data in files.items() if file.endswith(".ipynb")))
    cells = [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]
    for exercise in (one for one in assignment.exercises if one.question is not None):
        place = next(n for n, (_, text) in enumerate(cells) if f"def {exercise.id}(" in text)
        asked = next(text for kind, text in reversed(cells[:place]) if kind == "markdown")
        asked = asked[max(0, asked.rfind("\n## ") + 1) :]
        above = module[: module.index(f"def {exercise.id}(")]
        said = " ".join(line.removeprefix("#").strip() for line in above.split("\n") if line.startswith("#"))
        assert " ".join(asked.split()) in " ".join(said.split()), exercise.id
