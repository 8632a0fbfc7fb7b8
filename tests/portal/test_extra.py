"""What the portal imports is what its extra installs: other extras have more, and hide what is missing."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]


def imported() -> set[str]:
    """Return the packages that the portal's modules import."""
    names = set()
    for path in (ROOT / "portal").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"portal", "grader", "convref"}


def plain(requirement: str) -> str:
    """Return the name of a requirement, as an index compares names."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement)[0]).lower()


def test_every_package_that_the_portal_imports_is_named_by_its_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = {plain(one) for one in [*project["dependencies"], *extras["portal"], *extras["portal-sign-in"]]}
    brought_along = {"jwcrypto": "pylti1p3next", "jwt": "pylti1p3next"}  # by what is named
    known = packages_distributions()
    missing = {
        name: known.get(name)
        for name in imported()
        if not {plain(one) for one in known.get(name, [name])} & asked
        and plain(brought_along.get(name, "")) not in asked
    }
    assert missing == {}


def test_the_portal_stays_small() -> None:
    modules = (path for path in (ROOT / "portal").rglob("*.py"))
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in modules) < 6000
