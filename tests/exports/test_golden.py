"""Every export equals its golden file, which was read against the other system's specification."""

import pytest

from grader.export import FORMATS

from .sample import GOLDEN, exported, outputs

OUTPUTS = outputs()


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_export_equals_its_golden_files(name: str) -> None:
    files = OUTPUTS[name]
    if "" in files:
        assert files[""].decode() == (GOLDEN / f"{name}.csv").read_bytes().decode()
        return
    golden = {str(p.relative_to(GOLDEN / name)): p.read_bytes() for p in (GOLDEN / name).rglob("*") if p.is_file()}
    assert files.keys() == golden.keys()
    for file, data in files.items():
        assert data.decode() == golden[file].decode(), file


def test_there_is_a_golden_file_for_every_format() -> None:
    assert {name.removesuffix("-filled") for name in OUTPUTS} == set(FORMATS)


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"canvas"}))
def test_nobody_gets_the_seed_or_its_digest(name: str) -> None:
    assert not any(b"5eed" in data for data in exported(name)[0].values())


def test_who_is_left_out_is_named_with_the_reason() -> None:
    for name in ("gradescope", "otter", "moodle"):
        _, notes = exported(name)
        assert any(note.startswith("103: ") and "nothing was handed in" in note for note in notes)
    assert any("104" in note and "the grader itself failed" in note for note in exported("nbgrader")[1])
