"""The reference documentation says what the code says: each test is one promise of docs/."""

import csv
import dataclasses
import inspect
import json
import os
import re
import subprocess
import sys
import tomllib
import types
import typing
from collections.abc import Iterator
from pathlib import Path

import click
import jsonschema
import msgspec
import numpy as np
import pytest

from grader import model
from grader.authoring import assignment, verify, wrong
from grader.authoring import lesson as release
from grader.authoring import rows as schema
from grader.authoring.assignment import load_assignment
from grader.classroom.summary import to_csv
from grader.cli import COMMANDS, cli
from grader.errors import AuthorError
from grader.grading import cases
from grader.grading.checks import APART, CHECKS, sentence
from grader.model import Evidence, Frame, Laid, Raised
from grader.report import document
from grader.report.document import json_schema
from grader.report.sentences import SENTENCES
from grader.sandbox import levels
from grader.sandbox.worker import imports
from grader.topics.operation import EXACT_BELOW
from tests.topics import OPERATIONS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
sys.path.append(str(DOCS))
import generate  # noqa: E402
import generate_lists as generate_lists  # noqa: E402

SCHEMA = DOCS / "report.schema.json"

# ---------------------------------------------------------------------- reading Markdown


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def section(name: str, heading: str) -> str:
    """Return what stands under a heading, up to the next one of its rank or above; code is left out."""
    text = without_code(read(name))
    found = re.search(rf"^(#+) {re.escape(heading)}\n", text, re.MULTILINE)
    assert found, f"docs/{name} has no heading {heading!r}"
    rest = text[found.end() :]
    end = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def rows(text: str) -> list[list[str]]:
    """Return the cells of all table rows, without the rows of headings."""
    lines = text.splitlines()
    table = [line for line in lines if line.startswith("|")]
    heads = {n for n, line in enumerate(table) if n + 1 < len(table) and set(table[n + 1]) <= set("|-: ")}
    return [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for n, line in enumerate(table)
        if n not in heads and not set(line) <= set("|-: ")
    ]


def in_code(cell: str) -> list[str]:
    """Return what stands between backticks."""
    return re.findall(r"`([^`]+)`", cell)


def by_key(name: str, heading: str) -> dict[str, list[str]]:
    """Return the rows of the table under a heading by the code in their first cell."""
    found = [(in_code(row[0]), row) for row in rows(section(name, heading))]
    return {code[0]: row for code, row in found if code}


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", read(name), re.MULTILINE | re.DOTALL)


def named_files(name: str) -> dict[str, str]:
    """Return the code blocks that the paragraph before calls a file: `` `one-map/cases.toml`: ``."""
    found = re.findall(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", read(name), re.MULTILINE | re.DOTALL)
    return dict(found)


def matches(expected: str, got: str) -> bool:
    """Whether a text is as shown, where … stands for anything; a line of its own, for any lines or none."""
    pattern = "\n" + expected.strip("\n") + "\n"
    parts = re.split(r"\n…(?=\n)|…", pattern)
    seams = re.findall(r"\n…(?=\n)|…", pattern)
    regex = re.escape(parts[0])
    for seam, part in zip(seams, parts[1:], strict=True):
        regex += (r"(?:\n.*)*?" if seam.startswith("\n") else r".*") + re.escape(part)
    return re.fullmatch(regex, "\n" + got.strip("\n") + "\n") is not None


# -------------------------------------------------------------------------- commands.md

COMMAND = {name: cli.get_command(click.Context(cli), name) for name in COMMANDS}


def options(command: click.Command) -> set[str]:
    return {name for parameter in command.params if isinstance(parameter, click.Option) for name in parameter.opts}


def documented_options(text: str) -> set[str]:
    return {name for row in rows(text) for code in in_code(row[0]) for name in code.split()[:1] if name[0] == "-"}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_commands_section_has_its_options_and_no_others(name: str) -> None:
    assert documented_options(section("commands.md", f"grader {name}")) == options(COMMAND[name])


@pytest.mark.parametrize("name", COMMANDS)
def test_a_commands_section_has_its_arguments(name: str) -> None:
    text = section("commands.md", f"grader {name}")
    documented = {code[0] for row in rows(text) if (code := in_code(row[0])) and code[0].isupper()}
    due = {p.make_metavar(click.Context(COMMAND[name])) for p in COMMAND[name].params if isinstance(p, click.Argument)}
    assert documented == {metavar.strip("[].") for metavar in due}


def test_the_groups_own_options_are_documented() -> None:
    own = {name for parameter in cli.get_params(click.Context(cli)) for name in parameter.opts}
    help_names = set(cli.context_settings["help_option_names"])
    assert documented_options(section("commands.md", "grader")) == own | help_names


def test_every_command_has_a_heading_and_stands_in_the_overview() -> None:
    text = read("commands.md")
    assert re.findall(r"^## grader (\w+)$", text, re.MULTILINE) == list(COMMANDS)
    overview = text[: text.index("\n## ")]
    assert [in_code(row[0])[0] for row in rows(overview)] == [f"grader {name}" for name in COMMANDS]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_shown_once_with_its_output(name: str) -> None:
    shown = [*blocks("commands.md", "console"), *blocks("commands.md", "text")]
    assert any(block.startswith(f"$ grader {name}") and block.count("\n") > 1 for block in shown)


def test_exit_codes_are_documented() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "grader" / "cli").glob("*.py")))
    numbers = {int(n) for call in re.findall(r"sys\.exit\(([^)]*)\)", source) for n in re.findall(r"\b\d+\b", call)}
    documented = [int(row[0]) for row in rows(section("commands.md", "Exit codes"))]
    assert numbers == set(documented) == {0, 1, 2, 3, 130}


CONSOLE = [(name, block) for name in ("commands.md", "assignment-format.md") for block in blocks(name, "console")]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "block"), CONSOLE, ids=[block.partition("\n")[0][2:] for _, block in CONSOLE])
def test_an_example_prints_what_the_page_shows(name: str, block: str, tmp_path: Path) -> None:
    command, _, expected = block.partition("\n")
    assert command.startswith("$ grader ")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    write(named_files(name), tmp_path)
    path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    done = subprocess.run(
        [sys.executable, "-m", "grader", *command.split()[2:]],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        timeout=300,
    )
    assert matches(expected, done.stdout), f"{done.stdout}\n{done.stderr}"


def test_what_the_readme_shows_is_printed_by_an_example_of_the_commands_page() -> None:
    """Those examples are run; the README shows the same output, or some of its lines."""
    fenced = re.findall(
        r"^```(\w*)\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    shown = [block for kind, block in fenced if not kind and not block.startswith("$")]
    printed = [set(block.splitlines()[1:]) for block in blocks("commands.md", "console")]
    assert len(shown) == 2
    for block in shown:
        assert any(set(block.splitlines()) <= lines | {"", "…"} for lines in printed), block


def test_an_ellipsis_stands_for_what_it_says_and_no_more() -> None:
    assert matches("a\n…\nd\n", "a\nb\nc\nd\n")
    assert matches("…\nd\n", "d\n")
    assert matches("a … c\n", "a b c\n")
    assert not matches("a … c\n", "a b\nb c\n")
    assert not matches("a\n…\nd\n", "a\nb\nc\n")
    assert not matches("a\n", "a\nb\n")


# ----------------------------------------------------------------- assignment-format.md

TABLES = {
    schema.AssignmentFile: "Top level",
    schema.ExerciseRow: "[[exercise]]",
    schema.ChoiceRow: "accepted and wrong",
    schema.CriterionRow: "criteria",
    schema.SealedRow: "sealed",
    schema.ManualRow: "manual",
    schema.LimitsRow: "[limits]",
    schema.CaseRow: "[[case]]",
    schema.RandomRow: "[[random]]",
    schema.IllegalRow: "[[illegal]]",
    schema.ExampleRow: "[[example]]",
}
FIELDS = [(kind, field) for kind in TABLES for field in msgspec.structs.fields(kind)]


def literals(kind: object) -> Iterator[str]:
    """Yield the texts a type allows, where it names them one by one."""
    for part in typing.get_args(kind):
        if isinstance(part, str) and typing.get_origin(kind) is typing.Literal:
            yield part
        else:
            yield from literals(part)


def default_of(field: msgspec.structs.FieldInfo) -> str:
    """Return a default as the page writes it."""
    if field.required:
        return "required"
    value = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
    if isinstance(value, msgspec.Struct):
        return "all defaults"
    if value is None:
        return "none"
    written = f"{value:g}" if isinstance(value, float) else json.dumps(value)
    return written if isinstance(value, int | float) else f"`{written}`"


def test_every_row_struct_is_documented() -> None:
    kinds = {
        kind
        for name, kind in vars(schema).items()
        if inspect.isclass(kind) and issubclass(kind, msgspec.Struct) and not name.startswith("_")
    }
    assert kinds == set(TABLES)


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_a_tables_keys_are_those_of_the_code(kind: type) -> None:
    assert list(by_key("assignment-format.md", TABLES[kind])) == list(kind.__struct_fields__)


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=[f"{kind.__name__}.{field.name}" for kind, field in FIELDS])
def test_a_keys_default_and_choices_are_those_of_the_code(kind: type, field: msgspec.structs.FieldInfo) -> None:
    _, choices, default, meaning = by_key("assignment-format.md", TABLES[kind])[field.name]
    assert default == default_of(field)
    assert in_code(choices) == [f'"{choice}"' for choice in literals(field.type)]
    assert meaning


def test_every_case_table_is_documented() -> None:
    documented = re.findall(r"^### \[\[(\w+)\]\]", section("assignment-format.md", "cases.toml"), re.MULTILINE)
    assert documented == list(schema.CASE_TABLES)


def test_every_check_stands_there_with_its_sentence() -> None:
    documented = {key: row[1] for key, row in by_key("assignment-format.md", "Checks").items()}
    names = typing.get_args(model.CheckName)
    assert documented == {name: sentence(name) for name in names}
    assert {*CHECKS, *APART} == set(names)


@pytest.mark.parametrize("name", generate.pages())
def test_a_generated_page_is_up_to_date(name: str) -> None:
    assert read(name) == generate.pages()[name], "run python docs/generate.py"


@pytest.mark.parametrize("title", generate.coverage())
def test_every_slide_that_states_something_has_an_exercise(title: str) -> None:
    asked, _, states_nothing = generate.coverage()[title]
    assert bool(asked) != bool(states_nothing)


@pytest.mark.parametrize("slide", generate.slides(), ids=lambda slide: slide["title"])
def test_a_slide_that_states_something_has_a_view_or_says_why_not(slide: dict[str, typing.Any]) -> None:
    shown = generate.views()[slide["title"]]
    reasons = [one for one in ("states_nothing", "no_view") if one in slide]
    assert (len(reasons), "→" in shown) in ((1, False), (0, True))


@pytest.mark.parametrize("slide", generate.slides(), ids=lambda slide: slide["title"])
def test_every_slide_says_what_it_states_or_why_it_states_nothing(slide: dict[str, typing.Any]) -> None:
    assert ("states" in slide) != ("states_nothing" in slide)


def test_every_statement_is_shown_in_a_section_and_graded_by_an_exercise() -> None:
    headings = {f"{lesson} {number}" for lesson, number in generate.headings()}
    graded = {exercise["id"] for _, exercise in generate.rows("assignment.toml", "exercise")}
    for statement in (statement for slide in generate.slides() for statement in slide.get("states", [])):
        assert statement["says"]
        assert statement["shown"] in headings, statement
        assert statement["exercises"], statement
        assert graded.issuperset(statement["exercises"]), statement


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_call_is_described_as_it_is_made(name: str) -> None:
    operation = OPERATIONS[name]
    drawn = {array: Laid(np.ones([1] * len(shape), int)) for array, shape in operation.shapes.items()}
    (call,) = operation.calls(drawn, dict.fromkeys(operation.symbols, 1))[-1:]
    assert f"``{call.function}({', '.join(call.names)})" in " ".join((operation.calls.__doc__ or "").split())


def test_the_ranges_of_values_are_those_of_the_code() -> None:
    text = section("assignment-format.md", "How values are drawn")
    for values in (cases.IMAGE_VALUES, cases.KERNEL_VALUES):
        assert f"from {values[0]} to {values[-1]}".replace("-", "−") in text
    assert f"{EXACT_BELOW} (2^24)" in text
    assert f"at most {cases.MAX_DRAWS} times" in text


def test_what_a_submission_may_import_is_listed() -> None:
    assert set(in_code(section("assignment-format.md", "What a submission may import"))) == imports.ORDINARY


def test_markers_and_tags_of_a_lesson_are_documented() -> None:
    text = section("assignment-format.md", "lesson.py")
    for marker in (release.BEGIN, release.END, release.DEMO):
        assert f"`{marker}`" in text


# --------------------------------------------------------------- examples of assignments


def write(files: dict[str, str], folder: Path) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def test_every_toml_block_parses() -> None:
    for block in blocks("assignment-format.md", "toml"):
        assert tomllib.loads(block)


def test_the_complete_example_loads_and_has_every_file(tmp_path: Path) -> None:
    files = {name: text for name, text in named_files("assignment-format.md").items() if name.startswith("one-map/")}
    write(files, tmp_path)
    loaded = load_assignment(tmp_path / "one-map")
    assert loaded.exercises
    assert {criterion.check for e in loaded.exercises for criterion in e.criteria} >= {"shape", "values", "raises"}
    toml = {*assignment.FILES, wrong.FILE}
    assert {name for name in files if name.endswith(".toml")} == {f"one-map/{name}" for name in toml}
    assert [answer.id for answer in verify.wrong_of(loaded)] == ["kernel-flipped"]


def test_the_broken_example_says_what_the_page_says(tmp_path: Path) -> None:
    files = {name: text for name, text in named_files("assignment-format.md").items() if name.startswith("broken/")}
    write(files, tmp_path)
    with pytest.raises(AuthorError) as error:
        load_assignment(tmp_path / "broken")
    message = "The assignment cannot be used:\n" + "".join(f"  {problem}\n" for problem in error.value.problems)
    assert message in blocks("assignment-format.md", "text")


def test_all_named_files_are_part_of_an_example() -> None:
    assert {name.partition("/")[0] for name in named_files("assignment-format.md")} == {"one-map", "broken"}


# ---------------------------------------------------------------------------- report.md

PARTS = {
    document.ReportDocument: "The report itself",
    document.SubmissionDocument: "submission",
    document.ExerciseDocument: "exercises",
    document.CriterionDocument: "criteria",
    document.ResultDocument: "results",
    document.EvidenceDocument: "evidence",
    document.RaisedDocument: "raised",
    document.FrameDocument: "trace",
    document.DiagnosisDocument: "diagnosis",
    document.SmallestDocument: "smallest",
    document.RepairDocument: "repair",
    document.PlaceDocument: "place",
    document.SearchDocument: "search",
    document.CodeDocument: "code",
    document.MarkDocument: "mark",
    document.RequestDocument: "request",
}
RAISED = Raised(
    type="IndexError",
    bases=("IndexError", "LookupError"),
    message="index 5 is out of bounds for axis 1 with size 5",
    trace=(Frame("conv.py", 12, "conv_map", "out[i, j] += x[i, j + 1]"),),
)
TYPE_ERROR = Raised(type="TypeError", bases=("TypeError",), message="cannot add")
EVIDENCE = {  # an example for each reason, as the page shows it
    "wrong-value": Evidence(
        reason="wrong-value", output="out", at=(0, 0), got=6.0, want=4.0, wrong=2, entries=9, terms=("5*2", "-1*6")
    ),
    "wrong-answer": Evidence(
        reason="wrong-answer",
        function="quiz_weights",
        got="(4, 5, 5)",
        detail="each filter is as deep as its input: which extent is missing?",
    ),
    "inaccurate": Evidence(reason="inaccurate", output="labels", got=0.625, want=0.9),
    "judged": Evidence(
        reason="judged", detail="Your test of Box B holds 14 numbers; 4 can be enough.", want="take a row away."
    ),
    "forbidden": Evidence(
        reason="forbidden",
        function="box_filter",
        raised=Raised(type="ForbiddenCall", bases=("Exception",), message="numpy.convolve"),
    ),
    "wrong-shape": Evidence(reason="wrong-shape", output="out", got=(5, 5), want=(3, 3)),
    "wrong-type": Evidence(reason="wrong-type", output="out", got="list of 3", want="an array of shape (3, 3)"),
    "wrong-count": Evidence(reason="wrong-count", function="conv_backward", got=2, want="(dx, dw, db)"),
    "input-modified": Evidence(reason="input-modified", function="conv_map", detail="x"),
    "input-returned": Evidence(reason="input-returned", function="box_filter", detail="x"),
    "cache-used-up": Evidence(reason="cache-used-up", function="conv_backward"),
    "result-overwritten": Evidence(reason="result-overwritten", function="conv_map", output="out"),
    "call-remembered": Evidence(reason="call-remembered", function="conv_map", output="out"),
    "raised": Evidence(reason="raised", function="conv_map", raised=RAISED),
    "not-written": Evidence(reason="not-written", function="conv_map"),
    "refused": Evidence(reason="refused", function="conv_map", detail="there is no function conv_map in conv.py"),
    "timed-out": Evidence(
        reason="timed-out", function="conv_map", detail="stopped after 2 s of wall time in case stride-2"
    ),
    "cpu-time": Evidence(
        reason="cpu-time", function="conv_map", detail="stopped after 20 s of processor time in case stride-2"
    ),
    "out-of-memory": Evidence(
        reason="out-of-memory",
        function="conv_map",
        raised=Raised(type="MemoryError", bases=("MemoryError",), message="Unable to allocate 7.45 GiB"),
        detail="512 MiB of memory above what is in use at the start",
    ),
    "too-large": Evidence(
        reason="too-large", output="out", got="ndarray of 763 MiB, more than the 64 MiB of an answer"
    ),
    "open-files": Evidence(
        reason="open-files",
        function="conv_map",
        raised=Raised(type="OSError", bases=("OSError",), message="[Errno 24] Too many open files", errno=24),
        detail="64 open files",
    ),
    "file-size": Evidence(
        reason="file-size",
        function="conv_map",
        raised=Raised(type="OSError", bases=("OSError",), message="[Errno 27] File too large", errno=27),
        detail="0 bytes in files",
    ),
    "confined": Evidence(
        reason="confined",
        function="conv_map",
        raised=Raised(type="PermissionError", bases=("OSError",), message="[Errno 1] Operation not permitted", errno=1),
        detail="no files, no network, no other processes",
    ),
    "killed": Evidence(reason="killed", function="conv_map", detail="it was ended by signal SIGSEGV"),
    "wrong-error": Evidence(reason="wrong-error", function="conv_map", raised=TYPE_ERROR, want="ValueError"),
    "no-error": Evidence(reason="no-error", function="conv_map", want="ValueError"),
    "no-legal-case": Evidence(reason="no-legal-case"),
    "nothing-right": Evidence(reason="nothing-right"),
    "shape-first": Evidence(reason="shape-first"),
    "not-reached": Evidence(reason="not-reached", function="conv_forward", raised=RAISED),
    "time-outs": Evidence(reason="time-outs"),
    "grader-error": Evidence(reason="grader-error", detail="ZeroDivisionError in check values"),
}


def test_every_part_of_the_report_is_documented() -> None:
    kinds = {
        kind
        for name, kind in vars(document).items()
        if inspect.isclass(kind) and issubclass(kind, msgspec.Struct) and not name.startswith("_")
    }
    assert kinds == set(PARTS)


@pytest.mark.parametrize("kind", PARTS, ids=lambda kind: kind.__name__)
def test_a_parts_keys_are_those_of_the_code(kind: type) -> None:
    documented = by_key("report.md", PARTS[kind])
    assert list(documented) == list(kind.__struct_fields__)
    left_out = kind.__struct_config__.omit_defaults
    for field in msgspec.structs.fields(kind):
        _, _, always, meaning = documented[field.name]
        assert always == ("yes" if field.required or not left_out else "no"), field.name
        assert meaning


def test_every_reason_stands_there_with_what_a_student_is_told() -> None:
    reasons = typing.get_args(model.Reason)
    documented = {key: row[1:] for key, row in by_key("report.md", "Reasons").items()}
    assert list(documented) == list(reasons)
    assert EVIDENCE.keys() == SENTENCES.keys() == set(reasons)
    for reason in reasons:
        happened, following = SENTENCES[reason](EVIDENCE[reason])
        told = "<br>".join(line.strip() for line in happened)
        assert documented[reason][1:] == [told, following]
        assert documented[reason][0]


@pytest.mark.parametrize(
    ("heading", "kind"), [("Statuses", model.Status), ("Outcomes", model.OutcomeStatus), ("Isolation", model.Level)]
)
def test_every_word_of_a_kind_is_explained(heading: str, kind: object) -> None:
    documented = by_key("report.md", heading)
    assert list(documented) == list(typing.get_args(kind))
    assert all(all(row) for row in documented.values())


def test_isolation_levels_mean_what_the_code_says() -> None:
    assert {key: row[1] for key, row in by_key("report.md", "Isolation").items()} == dict(levels.MEANING)


def test_the_columns_of_the_summary_are_documented() -> None:
    nothing = types.SimpleNamespace(exercises=())
    (columns,) = csv.reader(to_csv(nothing, []).decode().splitlines())
    assert list(by_key("report.md", "summary.csv")) == columns


def test_the_published_schema_is_that_of_the_code() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == json.dumps(json_schema(), indent=1) + "\n"


def test_the_published_schema_is_a_json_schema() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert schema["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]
    jsonschema.Draft202012Validator.check_schema(schema)


def test_the_command_that_makes_the_schema_makes_it(tmp_path: Path) -> None:
    (line,) = [line for block in blocks("report.md", "sh") for line in block.splitlines() if "report.schema" in line]
    code, target = re.fullmatch(r'python -c "(.*)" > (\S+)', line).groups()
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, timeout=60, check=True)
    assert made.stdout == (ROOT / target).read_bytes()


def test_the_reports_shown_follow_the_schema() -> None:
    shown = [json.loads(block) for block in blocks("report.md", "json")]
    assert shown
    for report in shown:
        jsonschema.validate(report, json.loads(SCHEMA.read_text(encoding="utf-8")))
        msgspec.convert(report, document.ReportDocument)
        for exercise in report["exercises"]:
            assert exercise["score"] == sum(criterion["score"] for criterion in exercise["criteria"])


# ----------------------------------------------------------------------------- links

PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("**/*.md"), *(ROOT / "grader").glob("**/*.md")])


def anchors(page: Path) -> set[str]:
    """Return what GitHub calls a page's headings."""
    headings = re.findall(r"^#+ (.+)$", without_code(page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`(?!\])", "", without_code(page.read_text(encoding="utf-8")))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        there = (page.parent / file).resolve() if file else page
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there), target


def test_every_page_stands_on_a_page_that_lists_others() -> None:
    """The site's table of contents is made of these links; a page that none of them names would not be in it."""
    lists = [DOCS / "index.md", DOCS / "decisions" / "README.md", DOCS / "reference" / "README.md"]
    linked = {
        (page.parent / target).resolve()
        for page in lists
        for target in re.findall(r"\]\(([^)#:]+\.md)\)", page.read_text(encoding="utf-8"))
    }
    assert set(DOCS.glob("**/*.md")) - linked == {DOCS / "index.md"}


# -------------------------------------------------------------------------- glossary

NO_WORD_OF_ITS_OWN = {  # dataclasses of grader.model that stand for no noun people use, and why
    "Kept": "how a cache is named between processes; the glossary has cache",
    "Read": "how a value that is looked up after a call travels between processes",
    "Opaque": "how something that is no array travels between processes",
    "Random": "how a generator of random numbers travels between processes",
    "Laid": "an array with its memory layout, on its way to the worker",
    "Limits": "an ordinary word, listed key by key in assignment-format.md",
    "Example": "the glossary has its full name, worked example",
    "CaseSpec": "an entry of cases.toml; the glossary has edge, random and illegal case",
    "Call": "an ordinary word: a function's name and its arguments",
    "Cell": "a notebook's word",
    "Module": "Python's word",
    "Frame": "Python's word: a line of a traceback",
    "Raised": "the outcome called raised, with its exception",
    "CriterionReport": "the part of a report about a criterion",
    "ExerciseReport": "the part of a report about an exercise",
    "Place": "an ordinary word: the lines of a repair",
    "Searched": "what a search for a repair tried; the glossary has repair",
    "ManualPart": "the glossary has manual part",
    "GradeRow": "a student's grade of one assignment, with its report; the glossary has these words",
}


def glossary() -> list[str]:
    return [word.strip() for row in rows(read("glossary.md")) for word in row[0].split(",")]


def nouns() -> set[str]:
    return {
        name
        for name, kind in vars(model).items()
        if dataclasses.is_dataclass(kind) and kind.__module__.startswith(model.__name__) and not name.startswith("_")
    }


def test_every_noun_of_the_model_is_in_the_glossary() -> None:
    assert {noun.lower() for noun in nouns() - NO_WORD_OF_ITS_OWN.keys()} <= set(glossary())


def test_the_exceptions_are_nouns_that_the_glossary_does_not_have() -> None:
    assert NO_WORD_OF_ITS_OWN.keys() <= nouns()
    assert not {noun.lower() for noun in NO_WORD_OF_ITS_OWN} & set(glossary())


def test_every_place_that_contributing_names_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?:grader|src|assignments)/[^`\s]+)`", text)
    assert len(paths) > 20
    for path in paths:
        assert list(ROOT.glob(path.replace("<topic>", "*"))), path


def test_a_word_has_one_meaning() -> None:
    words = glossary()
    assert len(words) > 40
    assert len(words) == len(set(words))


def test_every_test_that_the_sandbox_s_promises_name_is_there() -> None:
    text = (ROOT / "grader" / "sandbox" / "README.md").read_text(encoding="utf-8")
    promises = text.partition("## What is promised")[2].partition("\n## ")[0]
    rows = [line for line in promises.splitlines() if line.startswith("| ") and not line.startswith("| Promise")]
    assert len(rows) >= 15
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row)
        assert named, f"no test holds: {row}"
        for file, name in named:
            assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file} has no {name}"
