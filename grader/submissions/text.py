"""What a submission's text says of its functions and classes, without parsing it. Pure.

A look at the text, not a parse: a hostile source may crash a parser, and this is the trusted side.
"""

import re
from dataclasses import dataclass, field

from grader.model import Submission

FUNCTION = re.compile(r"^def[ \t]+(\w+)[ \t]*\(([^)]{0,1000})", re.MULTILINE)
CLASS = re.compile(r"^class[ \t]+(\w+)([^\n]{0,200})\n((?:[ \t#][^\n]*\n|\n)*)", re.MULTILINE)
CONSTRUCTOR = "__init__"
MOST_BASES = 8  # of a class: a text of thousands would take long


@dataclass(frozen=True)
class Text:
    """Functions with the words of their parameters, and classes with their bodies and those of their bases."""

    functions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    source: str = ""

    def has_word(self, word: str) -> bool:
        """Whether a word occurs."""
        return re.search(rf"\b{re.escape(word)}\b", self.source) is not None

    def uses(self, name: str) -> bool:
        """Whether a function's name occurs beside its definition."""
        return len(re.findall(rf"\b{re.escape(name)}\b", self.source)) > 1

    def has_quoted(self, word: str) -> bool:
        """Whether a word stands between quotes."""
        return re.search(rf"([\"']){re.escape(word)}\1", self.source) is not None

    def parameters_of(self, name: str, method: str = CONSTRUCTOR) -> tuple[str, ...]:
        """Return the parameters of a class's constructor, or of another method."""
        return _parameters(self.classes.get(name, ""), method)

    def parameters_of_function(self, name: str) -> tuple[str, ...]:
        """Return the parameters of a function."""
        return _parameters(self.source, name, "") if name in self.functions else ()

    def count_returned(self, name: str) -> int:
        """Return how many values a function returns at its end, as its text has it; 0 where that is not clear."""
        body = re.search(rf"^def[ \t]+{re.escape(name)}\b[^\n]*\n((?:[ \t#)][^\n]*\n|\n)*)", self.source, re.MULTILINE)
        ends = re.findall(r"^[ \t]+return[ \t]+([^\n#]+)", body[1], re.MULTILINE) if body else []
        return len(_parts(ends[-1].strip().removeprefix("(").removesuffix(")"))) if ends else 0


def read_text(submission: Submission) -> Text:
    """Return what a submission's text says."""
    source = "\n".join(cell.source for module in submission.modules for cell in module.cells) + "\n"
    functions = {name: tuple(re.findall(r"\w+", words)) for name, words in FUNCTION.findall(source)}
    return Text(functions, _bodies(source), source)


def _bodies(source: str) -> dict[str, str]:
    """Return the body of each class, and behind it those of the classes that it derives from."""
    bodies, bases = {}, {}
    for name, header, body in CLASS.findall(source):
        bodies[name], bases[name] = body, re.findall(r"\w+", header)
    return {name: "".join(bodies[one] for one in _line(name, bases)) for name in bodies}


def _line(name: str, bases: dict[str, list[str]]) -> list[str]:
    """Return a class and all that it derives from, each once, the class first; as many as anybody writes."""
    line = [name]
    for one in line:
        line += [base for base in dict.fromkeys(bases[one]) if base in bases and base not in line]
        if len(line) > MOST_BASES:
            break
    return line


def _parameters(body: str, method: str, indented: str = r"[ \t]+") -> tuple[str, ...]:
    """Return the names of a method's parameters, without self."""
    made = re.search(rf"^{indented}def[ \t]+{re.escape(method)}[ \t]*\(", body, re.MULTILINE)
    if made is None:
        return ()
    parts = _parts(body[made.end() : made.end() + 3000])
    names = [part.split(":")[0].split("=")[0].strip().lstrip("*") for part in parts]
    return tuple(name for name in names if name.isidentifier() and name != "self")


def _parts(text: str) -> list[str]:
    """Return what stands between commas, up to a bracket that closes; brackets and what is in them are left out."""
    inside, depth = [], 1
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        if depth == 0:
            break
        inside.append(letter if depth == 1 else " ")
    return "".join(inside).split(",")
