"""What a submission's text says of its functions and classes, without parsing it. Pure.

A look at the text, not a parse: a hostile source may crash a parser, and this is the trusted side.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from grader.model import Submission

FUNCTION = re.compile(r"^def[ \t]+(\w+)[ \t]*\(([^)]{0,1000})", re.MULTILINE)
CLASS = re.compile(r"^class[ \t]+(\w+)([^\n]{0,200})\n((?:[ \t#][^\n]*\n|\n)*)", re.MULTILINE)
RETURNED = re.compile(r"^[ \t]+return[ \t]+([^\n#]+)", re.MULTILINE)
CALL = r"\((?:[^()]|\([^()]*\))*\)"
ANOTHERS = re.compile(rf"(?!abs\()(?:(\w+)|[\w.]+\.(?:forward|apply|call|run)){CALL}")  # who knows what that returns?
COMMENT = re.compile(r"#[^\n]*")
CONSTRUCTOR = "__init__"
ADORNMENTS = "my|our|custom|simple|basic|manual|numpy|np|(?:from)?scratch|handmade|vanilla|layer"
ADORNED = re.compile(rf"^(?:{ADORNMENTS})+|(?:{ADORNMENTS})+$")
MOST_ALIKE = 8  # defined names that only differ in how they are written: more of them are none that anybody wrote
MOST_BASES = 8  # that are looked at, with the class itself: more of them are none that anybody wrote


@dataclass(frozen=True)
class Text:
    """Functions with the words of their parameters, and classes with their bodies and the words of their bases."""

    functions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    source: str = ""
    bases: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def has_word(self, word: str) -> bool:
        """Whether a word occurs."""
        return word in self.source and re.search(rf"\b{re.escape(word)}\b", self.source) is not None

    def uses(self, name: str) -> bool:
        """Whether a function's name occurs beside its definition."""
        return len(re.findall(rf"\b{re.escape(name)}\b", self.source)) > 1

    def has_quoted(self, word: str) -> bool:
        """Whether a word stands between quotes."""
        return f"'{word}'" in self.source or f'"{word}"' in self.source

    @cached_property
    def functions_alike(self) -> dict[str, list[str]]:
        """The functions by what is left of their names without adornment."""
        return _alike(self.functions)

    @cached_property
    def classes_alike(self) -> dict[str, list[str]]:
        """The classes, likewise."""
        return _alike(self.classes)

    def functions_called(self, names: Iterable[str]) -> list[str]:
        """Return the functions that are called by some names; see `called`."""
        return called(names, self.functions, self.functions_alike)

    def classes_called(self, names: Iterable[str]) -> list[str]:
        """Return the classes that are called by some names; see `called`."""
        return called(names, self.classes, self.classes_alike)

    def body_of(self, name: str) -> str:
        """Return the body of a class, and behind it those of the classes that it derives from."""
        line = [name] if name in self.classes else []
        for one in line:
            line += [
                base for base in dict.fromkeys(self.bases.get(one, ())) if base in self.classes and base not in line
            ]
            if len(line) > MOST_BASES:
                break
        return "".join(self.classes[one] for one in line[:MOST_BASES])

    def parameters_of(self, name: str, method: str = CONSTRUCTOR) -> dict[str, str | None]:
        """Return the parameters of a class's constructor, or of another method, each with its default or None."""
        return _parameters(self.body_of(name), method)

    def parameters_of_function(self, name: str) -> dict[str, str | None]:
        """Return the parameters of a function, each with its default or None."""
        return _parameters(self.source, name, "") if name in self.functions else {}

    def body_of_function(self, name: str) -> str:
        """Return what stands below the first line of a function; "" where there is none of this name."""
        body = re.search(rf"^def[ \t]+{re.escape(name)}\b[^\n]*\n((?:[ \t#)][^\n]*\n|\n)*)", self.source, re.MULTILINE)
        return body[1] if body else ""

    def count_returned(self, name: str) -> int:
        """Return how many values a function returns at its end, as its text has it; 0 where that is not clear."""
        return len(self.names_returned(name))

    def returns_one_array(self, name: str, passed: int = 0) -> bool:
        """Whether a function returns one value at its end, and nothing says that several may be packed into it."""
        ends = [end.strip() for end in RETURNED.findall(self.body_of_function(name))]
        others = {call[1] for end in ends if (call := ANOTHERS.fullmatch(end))}
        if len(self.names_returned(name)) != 1 or passed >= MOST_BASES or not others <= self.functions.keys():
            return False
        if not all(self.returns_one_array(other, passed + 1) for other in others):
            return False
        kept = rf"^[ \t]+{re.escape(ends[-1])}[ \t]*=(?!=)[ \t]*([^\n#]+)"
        return not any(map(_is_packed, re.findall(kept, self.body_of_function(name), re.MULTILINE)))

    def names_returned(self, name: str, passed: int = 0) -> list[str]:
        """Return what a function returns at its end, each as a name: ``x.shape`` is ``x_shape``.

        What a function returns that calls another one at its end, the other one says.
        """
        ends = RETURNED.findall(self.body_of_function(name))
        if not ends:
            return []
        end = ends[-1].strip()
        called = re.fullmatch(r"(\w+)\([^\n]*\)", end)
        if called and called[1] in self.functions and passed < MOST_BASES:
            return self.names_returned(called[1], passed + 1)
        parts = _parts(end)
        parts = _parts(end[1:]) if [part.strip() for part in parts] == [")"] else parts
        return [re.sub(r"\W+", "_", part.strip()) for part in parts]


def called(names: Iterable[str], defined: Iterable[str], alike: Mapping[str, list[str]] | None = None) -> list[str]:
    """Return those defined names that are among some, and behind them those that only differ in how they are written.

    ``affineForward`` is ``affine_forward``, and ``MyConv2D``, ``Conv2D_Scratch`` and ``Conv2DLayer`` are ``Conv2D``.
    """
    names = [*names]
    alike = _alike(defined) if alike is None else alike
    others = [name for word in dict.fromkeys(map(_plain, names)) for name in alike.get(word, ())]
    exactly = [name for name in names if name in defined]
    return [*exactly, *(name for name in others if name not in exactly)]


def same(name: str) -> str:
    """Return a name as it is compared: ``inChannels`` and ``in_channels`` are one."""
    return name.replace("_", "").lower()


@lru_cache(4096)
def _plain(name: str) -> str:
    """Return a name without what only says who wrote it, or how."""
    return ADORNED.sub("", same(name)) or same(name)


def _alike(names: Iterable[str]) -> dict[str, list[str]]:
    """Return names by what is left of them without adornment, a few of each."""
    found: dict[str, list[str]] = {}
    for name in names:
        known = found.setdefault(_plain(name), [])
        if len(known) < MOST_ALIKE:
            known.append(name)
    return found


@lru_cache(8)
def read_text(submission: Submission) -> Text:
    """Return what a submission's text says."""
    source = "\n".join(cell.source for module in submission.modules for cell in module.cells) + "\n"
    functions = {name: tuple(re.findall(r"\w+", words)) for name, words in FUNCTION.findall(source)}
    found = CLASS.findall(source)
    classes = {name: body for name, _, body in found}
    bases = {name: tuple(re.findall(r"\w+", header)) for name, header, _ in found}
    return Text(functions, classes, source, bases)


def _parameters(body: str, method: str, indented: str = r"[ \t]+") -> dict[str, str | None]:
    """Return the names of a method's parameters, without self, each with its default or None."""
    made = re.search(rf"^{indented}def[ \t]+{re.escape(method)}[ \t]*\(", body, re.MULTILINE)
    if made is None:
        return {}
    parts = _parts(COMMENT.sub("", body[made.end() : made.end() + 3000]))
    found: dict[str, str | None] = {}
    for part in parts:
        name, equals, default = part.partition("=")
        name = name.split(":")[0].strip()
        if name.isidentifier() and name != "self":
            found[name] = (default.strip() or "()") if equals else None
    return found


def _is_packed(value: str) -> bool:
    """Whether an expression is a tuple or a list."""
    inner = _parts(value[1:]) if value.startswith("(") else [""]
    return value.startswith(("[", "tuple(")) or len(_parts(value)) > 1 or (len(inner) > 1 and value[-1:] in "),")


def _parts(text: str) -> list[str]:
    """Return what stands between commas, up to a bracket that closes; brackets and what is in them are left out."""
    inside, depth = [], 1
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        if depth == 0:
            break
        inside.append(letter if depth == 1 else " ")
    return "".join(inside).split(",")
