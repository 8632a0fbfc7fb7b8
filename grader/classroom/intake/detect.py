"""Whose layout a class has, judging by names alone; a sentence says what was found."""

from collections.abc import Callable

from grader.classroom.intake import canvas, github, gradescope, moodle, nbgrader, sites
from grader.classroom.intake.tree import Tree

MAJORITY = 0.5  # a file that someone added by hand does not make it another layout


def source_of(tree: Tree) -> tuple[str, str]:
    """Return the source's name, and the sentence."""
    if gradescope.is_one(tree):
        return "gradescope", f"{gradescope.METADATA} is there: a Gradescope export"
    names = [name for name in tree.top() if not moodle.is_given_back(name)] or tree.top()
    for source, parse, form in (
        ("moodle", moodle.parse, "Full Name_NUMBER_assignsubmission_file"),
        ("canvas", canvas.parse, "lastfirst_NUMBER_NUMBER_file"),
    ):
        count = _count(names, parse)
        if count > MAJORITY * len(names):
            return source, f"{count} of {len(names)} names have the form {form}: handed out by {source.title()}"
    if (site := sites.site_of(tree)) is not None:
        return site
    if nbgrader.is_one(tree):
        return "nbgrader", "folders are laid out or named as nbgrader does: nbgrader's tree"
    if github.is_one(tree):
        return "github", "a folder has a .git in it: clones"
    whose = "the file or folder" if len(names) == 1 else f"each of the {len(names)} files and folders"
    return "plain", f"the layout is plain: {whose} is one student's submission"


def _count(names: list[str], parse: Callable[[str], object]) -> int:
    return sum(parse(name) is not None for name in names)
