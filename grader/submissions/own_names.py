"""A dialect's lines with a submission's own names in them. Pure.

    layer = {conv}({constructor})      →  layer = ConvLayer(in_channels=C, filters=F, size=HH)
    out = layer.{forward}(x)           →  out = layer.forward_pass(x)

Names are looked for in the text of a submission; nothing of it is run or parsed.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

import msgspec

from grader.submissions.dialect_rows import Dialect, Layout, Row
from grader.submissions.text import Text, same

ARGUMENTS = "arguments"  # stands for the parameters of a function that a dialect knows
METHOD = "method"  # stands for the parameters of a method that a dialect knows
WHICH = "which"  # one of several things that a function does: given where a row says which one it is
KEPT = "cache"  # what a forward pass returns for its backward pass
NOTHING = "None"
HEIGHT, WIDTH = "HH", "WW"  # of a window
LAST_SHAPE = ".reshape(x.shape)"
HELPERS = ("sgd", "initializer")  # kinds of classes that are no layers: a layer is asked with them
NO_ACTIVATION = ("none", "", "linear", "identity")  # defaults that leave sums as they are


def callable_of(dialect: Dialect, text: Text, kinds: Iterable[str] | None = None) -> str:
    """Return a function that a dialect knows and can be asked: the first of some kinds, or of any."""
    for kind in kinds or dialect.callables:
        known = [*text.functions_called(dialect.callables.get(kind, ()))]
        found = [name for name in known if _can_be_asked(name, kind, dialect, text)]
        if found:
            return next((name for name in found if not _is_ours(name, dialect, text)), found[0])
    return ""


def _can_be_asked(name: str, kind: str, dialect: Dialect, text: Text) -> bool:
    """Whether a function has an argument or a default for each parameter."""
    parameters = text.parameters_of_function(name)
    known = _known(parameters, dialect.arguments)
    handed_on = {same(one) for before in _asked_before(kind, dialect) for one in kept_by(before, dialect, text)}
    missing = [one for one in _without(parameters, known) if same(one) not in handed_on]
    return bool(known) and not missing


def called_by_name(dialect: Dialect) -> set[str]:
    """Return the functions that a dialect's lines call by the names that they have there."""
    return {*_called_in(tuple(row.calls for rows in dialect.exercises.values() for row in rows))}


@lru_cache(64)
def _called_in(calls: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    """Return the functions that lines call by name."""
    return frozenset(found[1] for lines in calls for line in lines if (found := re.search(r"(?:^|= )(\w+)\(", line)))


def _asked_before(kind: str, dialect: Dialect) -> set[str]:
    """Return the kinds of functions that are called before one of a kind is: the forward passes of a backward pass."""
    lines = [row.calls for row in dialect.exercises.get(kind, ())]
    return {one for calls in lines for line in calls[:-1] for one in _kinds_in(line, dialect)}


def kept_by(kind: str, dialect: Dialect, text: Text) -> list[str]:
    """Return what a function returns behind its output, by the names that its last line has."""
    name = callable_of(dialect, text, [kind])
    return text.names_returned(name)[1:] if name else []


def _without(parameters: Mapping[str, str | None], known: Mapping[str, str]) -> list[str]:
    """Return the parameters that have no default, and for which nothing is known to give."""
    return [name for name, default in parameters.items() if default is None and name not in known]


def _is_ours(name: str, dialect: Dialect, text: Text) -> bool:
    """Whether a function has a name of ours, takes what we give, each in its place, and returns what we wait for."""
    given = dialect.ours.get(name)
    parameters = text.parameters_of_function(name)
    if given is None or any(same(one) in map(same, dialect.tells) for one in parameters):
        return False
    is_called_so = sum(default is None for default in parameters.values()) <= given <= len(parameters)
    return is_called_so and not _keeps_nothing(name, dialect, text)


def _keeps_nothing(name: str, dialect: Dialect, text: Text) -> bool:
    """Whether a forward pass returns its output alone, and its backward pass asks for no more than the arguments."""
    if not any(KEPT in _returned(row.calls[-1:]) for row in dialect.exercises.get(name, ())):
        return False
    backward = text.parameters_of_function(name.replace("forward", "backward"))
    waits = KEPT in _known(backward, dialect.arguments).values()
    return text.returns_one_array(name) and (not waits or dialect.ours[name] == 1)  # whose cache is its argument


def is_native(exercise: str, dialect: Dialect, text: Text) -> bool:
    """Whether a submission has a function of ours for an exercise, and for what comes before it."""
    lines = [line for row in dialect.exercises.get(exercise, ()) for line in row.calls]
    kinds = {exercise, *(kind for line in lines for kind in _kinds_in(line, dialect))}
    own = [kind for kind in kinds if _is_ours(kind, dialect, text)]
    return exercise in text.functions and any(kind in text.functions for kind in own)


def _known(parameters: Collection[str], table: Mapping[str, str]) -> dict[str, str]:
    """Return what is given for parameters; of one that is not in the table, ``Cin`` and ``c_in`` are one name."""
    if not any(len(name) > 1 and name not in table for name in parameters):
        found = {name: table.get(name) for name in parameters}
    else:
        alike = _named_alike(tuple(table.items()))
        found = {name: table.get(name) or (alike.get(same(name)) if len(name) > 1 else None) for name in parameters}
    return {name: value for name, value in found.items() if value}


@lru_cache(32)
def _named_alike(table: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return a dialect's table by its names as they are compared; of two alike, the first counts."""
    return {same(name): value for name, value in reversed(table)}


def fits(row: Row, dialect: Dialect, text: Text) -> bool:
    """Whether a submission has the words that a row needs."""
    if dialect.callables:
        return _is_spoken(row, dialect, text)
    used = _class_of(row, dialect, text)
    body = text.body_of(used)
    wanted = [kind for kind in HELPERS if any(f"{{{kind}}}(" in line for line in row.calls)]
    return all(any(_has(body, name, text) for name in dialect.names.get(word, ())) for word in row.words) and all(
        any(text.classes_called(dialect.classes[kind])) for kind in wanted
    )


def laid_out(row: Row, dialect: Dialect) -> list[Row]:
    """Return a row in each of its layouts."""
    layouts = dialect.layouts.get(row.layouts, (Layout(),))
    return [_in_layout(row, layout, f"{row.layouts} {number}") for number, layout in enumerate(layouts)]


def _in_layout(row: Row, layout: Layout, name: str) -> Row:
    """Return a row whose arrays are given, and expected back, in another order of axes or another shape."""
    returned = _returned(row.calls[-1:]) | {*row.answers}
    given = {name: text for name, text in layout.given.items() if name.removeprefix("d") not in returned}  # no dout
    behind = {name: text for name, text in layout.answers.items() if name in returned}
    answers = {name: _behind(row.answers.get(name, name), text) for name, text in behind.items()}
    is_wide = WIDTH in layout.given.get(HEIGHT, "")  # one parameter is given both sizes
    needs = [need for need in row.needs if not (is_wide and need == f"{WIDTH} == {HEIGHT}")]
    return msgspec.structs.replace(
        row,
        given={**row.given, **given},
        answers={**row.answers, **answers},
        needs=(*needs, *layout.needs),
        layouts=name,
        note=layout.note,
    )


def _behind(answer: str, moves: str) -> str:
    """Return an answer with moves behind it; the shape of an input is what it gets at last."""
    head, shaped, _ = answer.partition(LAST_SHAPE)
    return f"({head}){moves}{shaped}"


def _kinds_in(line: str, dialect: Dialect) -> list[str]:
    """Return the kinds of functions that a line calls."""
    return [kind for kind in re.findall(r"\{(\w+)\}\(", line) if kind in dialect.callables]


def _is_spoken(row: Row, dialect: Dialect, text: Text) -> bool:
    """Whether a submission has every function that a row calls, and the graded one is as the row has it."""
    names = [callable_of(dialect, text, _kinds_in(line, dialect)) for line in row.calls]
    if not all(names) or row.returns not in (0, _count_returned(row, names[-1], text)):
        return False
    if _is_ours(names[-1], dialect, text):
        return False
    given = {*_known(text.parameters_of_function(names[-1]), dialect.arguments).values()}
    given |= {KEPT for _ in _handed_on(row, dialect, text)}
    everywhere = {name for rows in dialect.exercises.values() for other in rows for name in _returned(other.calls)}
    return {*row.takes} <= given and not given & everywhere - _returned(row.calls[:-1])


def _count_returned(row: Row, name: str, text: Text) -> int:
    """Return how many values a function returns; what it keeps counts as one where the row has one name for it."""
    count = text.count_returned(name)
    return min(count, 2) if KEPT in _returned(row.calls[-1:]) else count


def _handed_on(row: Row, dialect: Dialect, text: Text) -> dict[str, str]:
    """Return the parameters of a row's graded function that get what its forward pass returns, and each one's name."""
    kinds = [_kinds_in(line, dialect) for line in row.calls]
    if len(row.calls) < 2 or not all(kinds):
        return {}
    kept = {same(name): name for name in kept_by(kinds[0][0], dialect, text)}
    parameters = text.parameters_of_function(callable_of(dialect, text, kinds[-1]))
    known = _known(parameters, dialect.arguments)
    open_ones = [name for name in parameters if known.get(name, KEPT) == KEPT and same(name) in kept]
    return {name: KEPT if len(kept) == 1 else f"{kept[same(name)]}_" for name in open_ones}


def _with_all_returned(row: Row, dialect: Dialect, text: Text) -> tuple[str, ...]:
    """Return a row's lines, with a name for each value that a forward pass returns."""

    def named(line: str) -> str:
        targets, equals, call = line.partition(" = ")
        kinds = _kinds_in(line, dialect)
        if not equals or not kinds or not targets.endswith(f", {KEPT}"):
            return line
        first, *others = kept_by(kinds[0], dialect, text) or [KEPT]
        handed_on = {*_handed_on(row, dialect, text).values()}
        names = [KEPT if f"{first}_" not in handed_on else f"{first}_", *(f"{name}_" for name in others)]
        return f"{targets.removesuffix(KEPT)}{', '.join(names)}{equals}{call}"

    return tuple(named(line) for line in row.calls)


def _returned(lines: Iterable[str]) -> set[str]:
    """Return the names that lines give to what is returned."""
    return {name for line in lines for name in re.findall(r"\w+", line.partition("=")[0])}


def _arguments(line: str, row: Row, dialect: Dialect, text: Text) -> str:
    """Return what is given to the function in a line, each parameter by its name: "X=x, stride=stride"."""
    name = callable_of(dialect, text, _kinds_in(line, dialect)) if dialect.callables else ""
    handed_on = _handed_on(row, dialect, text) if line == row.calls[-1] else {}
    known = _known(text.parameters_of_function(name), dialect.arguments)
    known = {name: value for name, value in known.items() if value != WHICH or WHICH in row.given}
    return _by_name({**known, **handed_on})


def _by_name(given: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in given.items())


def _in_line(line: str, row: Row, used: str, dialect: Dialect, text: Text) -> Mapping[str, str]:
    """Return the arguments that depend on what a line calls."""
    return {METHOD: _given_to_method(line, row, used, dialect, text), ARGUMENTS: _arguments(line, row, dialect, text)}


def _given_to_method(line: str, row: Row, used: str, dialect: Dialect, text: Text) -> str:
    """Return what is given for those parameters of the method in a line that the dialect knows; "lr=1"."""
    asked = re.search(r"\.\{(\w+)\}\(.*\{method\}", line)
    if asked is None:
        return ""
    body = text.body_of(used)
    method = next((name for name in dialect.names.get(asked[1], ()) if _has(body, name, text)), "")
    known = _known(text.parameters_of(used, method), dialect.method)
    return _by_name({name: value for name, value in known.items() if value != KEPT or KEPT in _returned(row.calls)})


def _given_to_constructor(used: str, dialect: Dialect, text: Text) -> dict[str, str]:
    """Return what is given for those parameters of a constructor that the dialect knows.

    An activation is taken away, ``None``, from where the default is one.
    """
    parameters = text.parameters_of(used)
    given = _known(parameters, dialect.constructor)
    none = {name for name, value in given.items() if value == NOTHING and _is_none(parameters[name])}
    return {name: value for name, value in given.items() if name not in none}


def _is_none(default: str | None) -> bool:
    return default is not None and default.strip("\"'").lower() in NO_ACTIVATION


def _class_of(row: Row, dialect: Dialect, text: Text) -> str:
    """Return the first class that a row speaks of, as the submission calls it."""
    spoken = re.findall(r"\{(\w+)\}\(", "".join(row.calls)) + re.findall(r"\{(\w+)\}\.", "".join(row.calls))
    kinds = [kind for kind in spoken if kind in dialect.classes and kind not in ("tensor", *HELPERS)]
    names = dialect.classes[kinds[0]] if kinds else ("",)
    return next(iter(text.classes_called(names)), names[0])


def _has(body: str, name: str, text: Text) -> bool:
    """Whether a class's body has an attribute or a method of a name.

    Of ``weight.grad``, whether its weight has one; of ``params.W``, whether its dictionary has such an entry, which is
    read where it is another attribute's too; of ``grads[0]``, whether its list has.
    """
    if name.endswith("]"):
        return name in body and re.search(rf"\bself\.{re.escape(name)}", body) is not None
    own, _, inner = name.partition(".")
    if own not in _members(body):
        return False
    if not inner:
        return True
    makers = re.findall(rf"\bself\.{re.escape(own)}[ \t]*=[ \t]*(?:\w+\.)*(\w+)\(", body)
    is_used = re.search(rf"\bself\.{re.escape(name)}\b", body) is not None
    key = rf"[\"']{re.escape(inner)}[\"']"
    made = rf"[ \t]*=[ \t]*\{{(?=[^}}]*{key}[ \t]*:(?![ \t]*self\.))"  # with the entry, which is no other attribute
    entry = rf"\bself\.{re.escape(own)}(?:{made}|\[{key})"
    has_entry = re.search(entry, body) is not None
    return is_used or has_entry or any(_has(text.body_of(maker), inner, text) for maker in makers)


@lru_cache(64)
def _members(body: str) -> frozenset[str]:
    """Return the names of attributes and methods in a class's body."""
    return frozenset(re.findall(r"(?:\bself\.|\bdef[ \t]+)(\w+)", body))


def nameless(kind: str, rows: Iterable[Row], dialect: Dialect, text: Text) -> str:
    """Return the class of a submission that rows give an attribute of a kind, where it has none of the known names."""
    spoken = [row for row in rows if any(f".{{{kind}}} = " in line for line in row.calls)]
    used = _class_of(spoken[0], dialect, text) if spoken else ""
    body = text.body_of(used)
    methods = [name for name in dialect.names.get("forward", ()) if _has(body, name, text)]
    values = {*_known(text.parameters_of(used), dialect.constructor).values()}
    values |= {value for name in methods for value in _known(text.parameters_of(used, name), dialect.method).values()}
    is_given = any(value == "w" for value in values)
    return "" if is_given or any(_has(body, name, text) for name in dialect.names.get(kind, ())) else used


def _is_setting(body: str, name: str, parameters: Iterable[str]) -> bool:
    """Whether an attribute only keeps a parameter of the constructor: ``self.bias = bias``, a switch."""
    values = re.findall(rf"\bself\.{re.escape(name)}[ \t]*=(?!=)[ \t]*([^\n#]*)", body)
    return bool(values) and name in parameters and all(value.strip() == name for value in values)


def filled(row: Row, dialect: Dialect, text: Text) -> Row:
    """Return a row with the submission's own names in the places of kinds of names."""
    row = msgspec.structs.replace(row, calls=_with_all_returned(row, dialect, text))
    used = _class_of(row, dialect, text)
    body = text.body_of(used)
    given = _given_to_constructor(used, dialect, text)
    settings = {name for name in text.parameters_of(used) if given.get(name) not in ("w", "b")}
    words = {kind: next(iter(text.classes_called(names)), names[0]) for kind, names in dialect.classes.items()}
    for kind, names in dialect.names.items():
        had = [name for name in names if _has(body, name, text)]
        words[kind] = next((name for name in had if not _is_setting(body, name, settings)), (*had, *names)[0])
    words |= {kind: callable_of(dialect, text, [kind]) or names[0] for kind, names in dialect.callables.items()}
    words |= {
        kind: next((one for one in texts if text.has_quoted(one)), texts[0]) for kind, texts in dialect.texts.items()
    }
    words["constructor"] = _by_name(given)
    functions = [callable_of(dialect, text, _kinds_in(line, dialect)) for line in row.calls if dialect.callables]
    known = [_known(text.parameters_of_function(one), dialect.arguments) for one in functions]
    values = [value for table in (given, *known) for value in table.values()]
    sizes = {*re.findall(r"\w+", " ".join(values))}
    missing = tuple(
        f"{names[0]} == {value}"
        for names, value in ((names.split(", "), value) for names, value in row.otherwise.items())
        if not sizes & {*names}
    )
    return msgspec.structs.replace(
        row,
        calls=tuple(_fill(line, {**words, **_in_line(line, row, used, dialect, text)}) for line in row.calls),
        given={name: _fill(value, words) for name, value in row.given.items()},
        answers={ours: _fill(theirs, words) for ours, theirs in row.answers.items()},
        needs=(*row.needs, *(missing if used in text.classes or any(functions) else ())),
    )


def _fill(line: str, words: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: words[found[1]], line)
