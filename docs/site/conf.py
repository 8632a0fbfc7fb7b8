"""The documentation as a site: ``python -m sphinx -W -b html -c docs/site . build/site``.

The pages are the Markdown files of this checkout, as they are. Two things are added while they are read: a page that
lists others becomes their table of contents, and a page of ``docs/reference`` gets the docstrings of its module.
Nothing is loaded from elsewhere: the theme brings its styles and scripts, and the search runs in the reader's browser.
"""

import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT)]

project = "convgrader"
author = "The convgrader authors"
version = release = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "reading"]
root_doc = "docs/index"
include_patterns = [
    "*.md",
    "docs/**.md",
    "grader/sandbox/README.md",
    "integrations/**.md",
    ".github/**.md",
    "benchmarks/*.md",
]
exclude_patterns = [".venv*", ".git/**", "build", "graded"]

myst_heading_anchors = 4
default_role = "code"
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True
autodoc_typehints = "none"  # docstrings name the types in words
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "imported-members": True}
python_display_short_literal_types = True

smartquotes = False  # a sentence of the code is found as it is
html_theme = "furo"
html_title = "convgrader"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_additional_pages = {"index": "start.html"}
templates_path = ["templates"]
html_copy_source = False
html_show_sphinx = False
