"""The German catalogues: every key stands in the code, no two mean one sentence, no topic has half of one."""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from grader.authoring.assignment import load_assignment, own_examples
from grader.authoring.lesson_language import said_page
from grader.authoring.starters import readme
from grader.languages.catalogue import PLACE, Catalogue
from grader.languages.loading import load_catalogue, load_lesson
from grader.toml import read_table
from grader.topics.loading import assignments_folder

ASSIGNMENTS = assignments_folder()
TOPICS = sorted(path.parent.name for path in ASSIGNMENTS.glob("*/assignment.toml"))
ENGINE = Path(load_catalogue.__code__.co_filename).parent
LITERAL = re.compile(r"`[^`]+`|\$[^$]+\$|\d+")  # code, formulas, numbers
KEPT = re.compile(r"\{\w+|\w*_\w+|np\.\w+|\d+(?:\.\d+)?")


@pytest.fixture(scope="module")
def extracted() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_catalogue", Path(__file__).parents[2] / "docs" / "catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sentences_of(folder: Path) -> dict[str, str]:
    table = read_table(folder / "de.toml", [])
    table.pop("lesson", None)
    table.pop("also", None)
    return table.pop("choices", {}) | table


def folders() -> Iterator[Path]:
    yield from (ENGINE, ASSIGNMENTS / "shared", *(ASSIGNMENTS / name for name in TOPICS))


def test_every_key_of_the_engine_stands_in_its_code(extracted: ModuleType) -> None:
    said = extracted.said_by_engine()
    code = "\n".join(said)  # some sentences are put together there: then each part of the key is looked for
    left = [key for key in map(extracted.form_of, sentences_of(ENGINE)) if key not in said]
    assert [key for key in left if not all(part.strip() in code for part in key.split("{}"))] == []


@pytest.mark.parametrize("name", ["shared", *TOPICS])
def test_every_key_of_a_topic_stands_in_its_files(extracted: ModuleType, name: str) -> None:
    folder = ASSIGNMENTS / name
    said = extracted.said_by_modules(folder)
    if name != "shared":
        said |= {extracted.form_of(sentence) for sentence in extracted.sentences_of(folder)}
        pieces = set(extracted.lesson_of(folder))
        assert [piece for piece in read_table(folder / "de.toml", []).get("lesson", {}) if piece not in pieces] == []
    assert [key for key in sentences_of(folder) if extracted.form_of(key) not in said] == []


@pytest.mark.parametrize("name", TOPICS)
def test_every_topic_says_everything_in_german(extracted: ModuleType, name: str) -> None:
    assert extracted.missing("de", name) == ([], [])


@pytest.mark.parametrize("name", TOPICS)
def test_what_is_said_of_choices_stands_where_it_will_be_sealed(extracted: ModuleType, name: str) -> None:
    table = read_table(ASSIGNMENTS / name / "de.toml", [])
    assert set(table.get("choices", {})) == set(extracted.said_of_choices(ASSIGNMENTS / name))


@pytest.mark.parametrize("name", TOPICS)
def test_a_page_that_a_student_reads_first_lacks_no_german(name: str) -> None:
    assignment, words = load_assignment(ASSIGNMENTS / name), load_catalogue("de", [ASSIGNMENTS / name])
    slides = {slide["title"] for slide in read_table(ASSIGNMENTS / "slides.toml", [])["slide"]}
    page = readme(assignment, [f"{name}.ipynb", f"{name}.py"], own_examples(assignment.folder))
    said_page(page, words.say)
    assert words.missing - slides == set()


@pytest.mark.parametrize("folder", [*folders()], ids=lambda folder: folder.name)
def test_a_translation_has_the_places_the_names_and_the_numbers(folder: Path) -> None:
    for key, said in sentences_of(folder).items():
        places = {place["name"] for place in PLACE.finditer(key)}
        assert places == {place["name"] for place in PLACE.finditer(said)}, key
        assert set(KEPT.findall(key)) <= set(KEPT.findall(said)), key


@pytest.mark.parametrize("name", TOPICS)
def test_a_piece_of_a_lesson_keeps_its_code_its_formulas_and_its_numbers(name: str) -> None:
    for piece, said in read_table(ASSIGNMENTS / name / "de.toml", []).get("lesson", {}).items():
        assert sorted(LITERAL.findall(piece)) == sorted(LITERAL.findall(said)), piece


def test_python_s_own_message_stands_behind_a_german_line() -> None:
    words = load_catalogue("de", [])
    said = words.say("left out, because it does not parse: my work.py line 26: expected ':': def f(x)")
    assert said.endswith(": my work.py Zeile 26: expected ':': def f(x)")
    assert words.missing == set()


def test_no_two_keys_mean_the_same_sentence() -> None:
    topics = [ASSIGNMENTS / name for name in TOPICS]
    words = load_catalogue("de", topics)
    for key in words.sentences:
        names = [place["name"] for place in PLACE.finditer(key)]
        for filled in ({name: f"⟨{name}⟩" for name in names}, dict.fromkeys(names, "12")):
            text = PLACE.sub(lambda place, values=filled: values[place["name"]], key)  # type: ignore[misc]
            if "⟨" in text and re.search(r":(number|entry)\}", key):
                continue
            ranks = [rank for rank, _, _ in words.matches(text)]
            assert ranks.count(ranks[0]) == 1 if ranks else not names, key


def test_two_catalogues_agree_where_they_say_the_same() -> None:
    said: dict[str, set[str]] = {}
    for folder in folders():
        for key, german in sentences_of(folder).items():
            said.setdefault(key, set()).add(german)
    assert {key: german for key, german in said.items() if len(german) > 1} == {}


def test_a_title_ends_a_modules_first_line() -> None:
    assert load_lesson("de", ASSIGNMENTS / "conv_layer")["The convolution layer."] == "Die Faltungsschicht."
    assert isinstance(load_catalogue("de", []), Catalogue)
