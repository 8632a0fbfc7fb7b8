"""An instructor's week, as docs/course.md shows it: its four commands print what stands there."""

import re
from pathlib import Path

import pytest

from tests.classroom.test_semester import call

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "course.md").read_text(encoding="utf-8")
WEEK = PAGE[PAGE.index("## An instructor's week") : PAGE.index("## Top level")]
SHOWN = re.findall(r"```text\n\$ grader ([^\n]*)\n(.*?)```", WEEK, re.DOTALL)
ROSTER = "ID,Name\nada,Ada Lovelace\nfatima,Fatima Al-Fihri\nkira,Kira Nerys\nzoe,Zoë Müller\n"


@pytest.mark.slow
def test_the_four_commands_of_a_week_print_what_the_page_shows(tmp_path: Path, monkeypatch, capsys) -> None:
    handed_in = tmp_path / "week" / "conv-layer"
    handed_in.mkdir(parents=True)
    for student in ("ada", "fatima", "kira"):
        source = (ROOT / "examples" / "class" / f"{student}.py").read_bytes()
        (handed_in / f"{student}.py").write_bytes(source)
    (tmp_path / "roster.csv").write_text(ROSTER)
    (tmp_path / "overrides.toml").touch()
    settings = re.search(r"`course.toml`:\n\n```toml\n(.*?)```", PAGE, re.DOTALL)
    assert settings
    (tmp_path / "course.toml").write_text(settings[1])
    monkeypatch.chdir(tmp_path)
    assert [command.split()[0] for command, _ in SHOWN] == ["run", "course", "feedback", "request"]
    for command, due in SHOWN:
        if command.startswith("request"):
            form = (tmp_path / "feedback" / "fatima" / "conv-layer-request.toml").read_text()
            form = re.sub(r'exercise *= ""', 'exercise = "conv_map"', form)
            back = tmp_path / "returned" / "fatima" / "form.toml"
            back.parent.mkdir(parents=True)
            back.write_text(re.sub(r'"""\s*"""', '"""My map is right on symmetric filters."""', form))
        capsys.readouterr()
        assert call(*command.split()) == 0
        assert capsys.readouterr().out.rstrip() == due.rstrip(), command
