"""A dialect's lines with a submission's own names in them. Pure.

    layer = {conv}({constructor})      →  layer = ConvLayer(in_channels=C, filters=F, size=HH)
    out = layer.{forward}(x)           →  out = layer.forward_pass(x)

Names are looked for in the text of a submission; nothing of it is run or parsed.
"""

import re
from collections.abc import Iterable, Mapping

import msgspec

from grader.submissions.dialect_rows import Dialect, Row
from grader.submissions.text import Text

ARGUMENTS = "arguments"  # stands for the parameters of a function that a dialect knows
METHOD = "method"  # stands for the parameters of a method that a dialect knows


def callable_of(dialect: Dialect, text: Text, kinds: Iterable[str] | None = None) -> str:
    """Return a function that a dialect knows and can be asked: the first of some kinds, or of any."""
    names = [name for kind in kinds or dialect.callables for name in dialect.callables.get(kind, ())]
    return next((name for name in names if _can_be_asked(name, dialect, text)), "")


def _can_be_asked(name: str, dialect: Dialect, text: Text) -> bool:
    """Whether a function is defined and each of its parameters has an argument."""
    parameters = text.parameters_of_function(name)
    return bool(parameters) and all(parameter in dialect.arguments for parameter in parameters)


def fits(row: Row, dialect: Dialect, text: Text) -> bool:
    """Whether a submission has the words that a row needs."""
    if dialect.callables:
        return _is_spoken(row, dialect, text)
    used = _class_of(row, dialect, text)
    body = text.body_of(used)
    return all(
        any(_has(body, name, text) for name in dialect.names.get(word, ()))
        if word != METHOD
        else any(_given_to_method(line, used, dialect, text) for line in row.calls)
        for word in row.words
    ) and _makes_in_order(row, dialect, text)


def _kinds_in(line: str, dialect: Dialect) -> list[str]:
    """Return the kinds of functions that a line calls."""
    return [kind for kind in re.findall(r"\{(\w+)\}\(", line) if kind in dialect.callables]


def _is_spoken(row: Row, dialect: Dialect, text: Text) -> bool:
    """Whether a submission has every function that a row calls, and the graded one is as the row has it."""
    names = [callable_of(dialect, text, _kinds_in(line, dialect)) for line in row.calls]
    if not all(names) or row.returns not in (0, text.count_returned(names[-1])):
        return False
    return {*row.takes} <= {*text.parameters_of_function(names[-1])}


def _arguments(line: str, dialect: Dialect, text: Text) -> str:
    """Return what is given to the function in a line, each parameter by its name: "X=x, stride=stride"."""
    name = callable_of(dialect, text, _kinds_in(line, dialect)) if dialect.callables else ""
    return ", ".join(f"{one}={dialect.arguments[one]}" for one in text.parameters_of_function(name))


def _in_line(line: str, used: str, dialect: Dialect, text: Text) -> Mapping[str, str]:
    """Return the arguments that depend on what a line calls."""
    return {METHOD: _given_to_method(line, used, dialect, text), ARGUMENTS: _arguments(line, dialect, text)}


def _given_to_method(line: str, used: str, dialect: Dialect, text: Text) -> str:
    """Return what is given for those parameters of the method in a line that the dialect knows; "lr=1"."""
    asked = re.search(r"\.\{(\w+)\}\(.*\{method\}", line)
    if asked is None:
        return ""
    body = text.body_of(used)
    method = next((name for name in dialect.names.get(asked[1], ()) if _has(body, name, text)), "")
    known = [name for name in text.parameters_of(used, method) if name in dialect.method]
    return ", ".join(f"{name}={dialect.method[name]}" for name in known)


def _makes_in_order(row: Row, dialect: Dialect, text: Text) -> bool:
    """Whether a class makes its weights with their sizes in the order of a row; an unclear text has no order."""
    if not row.order:
        return True
    used = _class_of(row, dialect, text)
    sizes = {name: dialect.constructor.get(name) for name in text.parameters_of(used)}
    words = dialect.names.get("weight", ())
    for line in re.findall(r"\bself\.(\w+)[ \t]*=([^\n]*)", text.body_of(used)):
        if line[0] in words:
            named = [sizes[word] for word in re.findall(r"\w+", line[1]) if sizes.get(word) in row.order]
            if len(named) >= len(row.order):
                return tuple(dict.fromkeys(named)) == row.order
    return False


def _class_of(row: Row, dialect: Dialect, text: Text) -> str:
    """Return the first class that a row speaks of, as the submission calls it."""
    spoken = re.findall(r"\{(\w+)\}\(", "".join(row.calls)) + re.findall(r"\{(\w+)\}\.", "".join(row.calls))
    kinds = [kind for kind in spoken if kind in dialect.classes and kind != "tensor"]
    names = dialect.classes[kinds[0]] if kinds else ("",)
    return next((name for name in names if name in text.classes), names[0])


def _has(body: str, name: str, text: Text) -> bool:
    """Whether a class's body has an attribute or a method of a name; of ``weight.grad``, whether its weight has one."""
    own, _, inner = name.partition(".")
    if not inner:
        return re.search(rf"(?:\bself\.|\bdef[ \t]+){re.escape(own)}\b", body) is not None
    makers = re.findall(rf"\bself\.{re.escape(own)}[ \t]*=[ \t]*(?:\w+\.)*(\w+)\(", body)
    is_used = re.search(rf"\bself\.{re.escape(name)}\b", body) is not None
    return is_used or any(_has(text.body_of(maker), inner, text) for maker in makers)


def filled(row: Row, dialect: Dialect, text: Text) -> Row:
    """Return a row with the submission's own names in the places of kinds of names."""
    used = _class_of(row, dialect, text)
    body = text.body_of(used)
    words = {kind: next((n for n in names if n in text.classes), names[0]) for kind, names in dialect.classes.items()}
    words |= {kind: next((n for n in names if _has(body, n, text)), names[0]) for kind, names in dialect.names.items()}
    words |= {kind: callable_of(dialect, text, [kind]) or names[0] for kind, names in dialect.callables.items()}
    words |= {
        kind: next((one for one in texts if text.has_quoted(one)), texts[0]) for kind, texts in dialect.texts.items()
    }
    given = {name: dialect.constructor[name] for name in text.parameters_of(used) if name in dialect.constructor}
    words["constructor"] = ", ".join(f"{name}={value}" for name, value in given.items())
    functions = [callable_of(dialect, text, _kinds_in(line, dialect)) for line in row.calls if dialect.callables]
    sizes = {dialect.arguments[name] for one in functions for name in text.parameters_of_function(one)}
    sizes |= {*given.values()}
    missing = tuple(
        f"{names[0]} == {value}"
        for names, value in ((names.split(", "), value) for names, value in row.otherwise.items())
        if not sizes & {*names}
    )
    return msgspec.structs.replace(
        row,
        calls=tuple(_fill(line, {**words, **_in_line(line, used, dialect, text)}) for line in row.calls),
        given={name: _fill(value, words) for name, value in row.given.items()},
        answers={ours: _fill(theirs, words) for ours, theirs in row.answers.items()},
        needs=(*row.needs, *(missing if used in text.classes or any(functions) else ())),
    )


def _fill(line: str, words: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: words[found[1]], line)
