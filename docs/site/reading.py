"""What the site adds to a page: a table of contents, docstrings, and what a reader without a mouse or eyes needs."""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.addnodes import pending_xref

LISTS = {"docs/index", "docs/decisions/README", "docs/reference/README", "integrations/README"}
ELSEWHERE = {"convref.shapes": "   :exclude-members: ReceptiveField, ShapeError\n"}  # on the page of convref
LINKED = re.compile(r"(?<!`)`((?:convref|grader)\.[\w.]+)`(?!`)")  # a name in a docstring, between single backticks
REFERENCE = re.compile(r"docs/reference/(?!README)")
MENDED = {  # what the theme leaves out
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="All pages">',
    '<aside class="toc-drawer">': '<aside class="toc-drawer" aria-label="On this page">',
    '<div id="search-results"></div>': '<h1>Search</h1>\n<div id="search-results"> </div>',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',  # what can be scrolled can be reached by key
    "<pre>": '<pre tabindex="0">',
    '<th class="head"><p></p></th>': "<td></td>",
}


def setup(app: Any) -> dict[str, bool]:
    """Take part in the reading of pages and docstrings."""
    app.connect("source-read", read_page)
    app.connect("autodoc-process-docstring", show_formulas, priority=400)  # before Napoleon, at 500
    app.connect("doctree-read", unlink_words)
    app.connect("build-finished", mend_pages)
    return {"parallel_read_safe": True}


def read_page(app: Any, name: str, content: list[str]) -> None:
    """Add to a page what only the site has."""
    if name in LISTS:
        content[0] += "".join(contents(name, content[0]))
    if REFERENCE.match(name):
        opening, module = introduction(content[0])
        content[0] = f"{opening}\n```{{eval-rst}}\n.. automodule:: {module}\n{ELSEWHERE.get(module, '')}\n```\n"


def contents(name: str, text: str) -> Iterator[str]:
    """Yield a table of contents for each section of a page: the pages that the section links to, each once."""
    seen: set[str] = {name}
    for section in re.split(r"^(?=## )", text, flags=re.MULTILINE):
        links = re.findall(r"\]\(([^)#:]+)\.md\)", section)
        pages = [posixpath.normpath(posixpath.join(posixpath.dirname(name), link)) for link in links]
        new = [page for page in dict.fromkeys(pages) if page not in seen]
        seen.update(new)
        heading = re.match(r"## (.*)", section)
        caption = f":caption: {heading[1]}\n" if heading else ""
        if new:
            yield "\n```{toctree}\n:hidden:\n" + caption + "".join(f"/{page}\n" for page in new) + "```\n"


def introduction(text: str) -> tuple[str, str]:
    """Return a reference page up to its table, which the docstrings replace, and the module that its heading names."""
    module = re.match(r"# `([\w.]+)`\n", text)
    assert module, "a page of docs/reference is headed by the name of a module"
    return text.partition("\n|")[0], module[1]


def show_formulas(app: Any, what: str, name: str, thing: object, options: object, lines: list[str]) -> None:
    """Keep an indented formula of a docstring as it is written: in reStructuredText its stars would be emphasis."""
    shown: list[str] = []
    inside = in_section = False
    for number, line in enumerate(lines):
        under = lines[number + 1] if number + 1 < len(lines) else ""
        in_section = in_section or set(under) == {"-"}
        starts = line.startswith("    ") and (not number or not lines[number - 1].strip())
        if starts and not inside and not in_section:
            shown += ["::", ""]
            inside = True
        elif line.strip() and not line.startswith(" "):
            inside = False
        shown.append(line if inside else in_prose(line))
    lines[:] = shown


def in_prose(line: str) -> str:
    """Return a line of a docstring with its names as links, and bars as bars: |x| would be a substitution."""
    linked = LINKED.sub(r":py:obj:`\1`", line)
    return linked if "`" in linked else linked.replace("|", "\\|")


def unlink_words(app: Any, document: Any) -> None:
    """Leave the words of a type as words: "shape of x" means no attribute that happens to be called shape."""
    for link in list(document.findall(pending_xref)):
        if link.get("reftype") == "class" and link["reftarget"].islower():
            link.replace_self(link.children)


def mend_pages(app: Any, problem: Exception | None) -> None:
    """Write into the pages what the theme leaves out."""
    if problem is None and app.builder.format == "html":
        for path in Path(app.outdir).rglob("*.html"):
            text = path.read_text(encoding="utf-8")
            for lacking, mended in MENDED.items():
                text = text.replace(lacking, mended)
            path.write_text(text, encoding="utf-8")
