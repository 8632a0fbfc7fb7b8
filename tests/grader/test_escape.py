"""Whatever a student writes is shown as characters, in every format; and ordinary text stays as it is."""

import csv
import html.parser
import io
import json
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.report import escape

TEXTS = st.text(max_size=80) | st.text(
    alphabet="=+-@|%\t\r\n :[]()!<>&\"'`#*_~.w\\abc/\x1b\x9b\u202e\u200b", max_size=40
)
ORDINARY = ["conv_map", "Übung, größer: naïve", "ΔX für σ = 2", "卷积 是 错的", "x: 3 of 5"]


def hidden(text: str) -> set[str]:
    """Return the characters that steer instead of being seen."""
    return {c for c in text if unicodedata.category(c) in escape.HIDDEN} - {"\n", "\t"}


@given(TEXTS)
def test_nothing_hidden_is_left_in_any_format(text: str) -> None:
    for show in (escape.plain, escape.one_line, escape.csv_cell, escape.html, escape.markdown, escape.ci_log):
        assert not hidden(show(text))
    assert not hidden(escape.json_text(json.dumps(text, ensure_ascii=False))) - {"\n"}


@given(TEXTS)
def test_json_is_the_same_for_programs(text: str) -> None:
    assert json.loads(escape.json_text(json.dumps(text, ensure_ascii=False))) == text


@given(TEXTS)
@example("=1+1")
@example("\t=1+1")
@example("＝1+1")
@example("-2+3")
def test_a_cell_is_no_formula(text: str) -> None:
    (row,) = (
        csv.reader(io.StringIO(escape.csv_cell(text) + ",end\n")) if "," not in text and '"' not in text else [[""]]
    )
    assert unicodedata.normalize("NFKC", row[0].lstrip())[:1] not in ("=", "+", "-", "@", "|", "%")


@given(TEXTS)
@example("a;=1+1")
@example("a,＝1+1;")
@example('a; "=1+1')
@example("a;@x,|y")
def test_a_cell_is_no_formula_for_a_reader_of_another_separator_either(text: str) -> None:
    """A line of quoted cells is read at commas, semicolons and both, with quotes and without."""
    line = f'"name","{escape.csv_cell(text)}","end"'
    for separators in (",", ";", ",;"):
        for part in re.split(f"[{separators}]", line):
            first = unicodedata.normalize("NFKC", part.strip(" \"'\t")[:1])
            is_negative = re.match(r"-\d+(\.\d+)?([ )\]\"]|$)", part.strip(" \"'"))
            is_disarmed = "'" in part[: part.find(part.strip(" \"'\t")[:1] or part[:1])] or not part.strip(" \"'")
            assert first not in ("=", "+", "-", "@", "|", "%") or is_disarmed or is_negative, part


@given(TEXTS)
@example("<script>alert(1)</script>")
@example('" onload="alert(1)')
def test_a_page_gets_no_element_and_no_attribute(text: str) -> None:
    tags: list[tuple[str, list[tuple[str, str | None]]]] = []

    class Reader(html.parser.HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append((tag, attrs))

    shown = escape.html(text)
    Reader().feed(f'<td title="{shown}">{shown}</td>')
    assert tags == [("td", [("title", escape.plain(text))])]


@given(TEXTS)
@example("[a](http://example.org)")
@example("![](x)")
@example("<b>")
@example("https://example.org @everyone www.example.org")
@example("| a | b |")
@example("1. one")
def test_markdown_has_no_markup(text: str) -> None:
    shown = escape.markdown(text)
    assert "\n" not in shown
    assert not re.search(r"(?<!\\)(?:\\\\)*[\[\]<>`*_|!]", shown)
    assert not re.search(r"://|@|www\.", shown)
    assert not re.match(r"\s*([-+#>]|\d+[.)])(\s|$)", shown)


@given(TEXTS)
@example("::error file=a::b")
@example("  ##[group]x")
@example("##vso[task.setvariable]x")
@example("section_start:1:a")
@example("a\r::error::b")
def test_no_line_is_a_command_of_a_ci_server(text: str) -> None:
    for line in escape.ci_log(text).splitlines():
        assert not re.match(r"\s*(::|##|section_(start|end):)", line)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    for show in (escape.plain, escape.one_line, escape.csv_cell, escape.html, escape.ci_log):
        assert show(text) == text
    assert re.sub(r"\\(.)", r"\1", escape.markdown(text)) == text


@pytest.mark.parametrize("name", ["::error::pwned", "##[group]pwned", " section_start:1:x", "[error] pwned"])
def test_a_name_that_begins_a_line_is_no_command_of_a_ci_server(name: str) -> None:
    assert not re.match(escape.COMMAND, escape.first_on_a_line(name))
    assert escape.first_on_a_line("conv.py") == "conv.py"
