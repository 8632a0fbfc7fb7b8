"""What a dialect's file may hold. Pure."""

import msgspec


class Layout(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An order of axes, or a shape, in which a submission may take its arrays.

    Attributes
    ----------
    given : mapping of str to str
        An input → what is given for it: ``x = "x.transpose(0, 2, 3, 1)"``.
    answers : mapping of str to str
        Our name of a returned value → what stands behind it: ``out = ".transpose(0, 3, 1, 2)"``.
    needs : tuple of str
        What a case's sizes have to fulfil to be asked.
    note : str
        A sentence for every report on work that takes its arrays so.
    """

    given: dict[str, str] = {}
    answers: dict[str, str] = {}
    needs: tuple[str, ...] = ()
    note: str = ""


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a dialect asks for one exercise.

    Attributes
    ----------
    calls : tuple of str
        Lines, as a student would write them. The last one is graded; those before prepare it.
    answers : mapping of str to str
        Our name of a returned value → where it is found, in which order of axes. Without it, names say it.
    given : mapping of str to str
        Names of arguments → what is given for them.
    needs : tuple of str
        What a case's sizes have to fulfil to be asked: ``"HH == WW"``.
    otherwise : mapping of str to str
        A size → what it has to be where the class has no parameter for it. Of several names, ``"WW, w"``, the first is
        the size, and a parameter for any will do.
    words : tuple of str
        Kinds of names of which the submission has to have one, for this row to be taken. ``method`` is a parameter
        that the dialect gives to methods.
    layouts : str
        Which of the dialect's ``layouts`` are tried.
    note : str
        The sentence of the layout that it is in.
    takes : tuple of str
        Parameters that the graded function has to have, for this row to be taken.
    returns : int
        How many values it has to return; 0 for any.
    errors : bool
        Whether arguments that do not fit together are asked too.
    after_errors : bool
        Whether this row is tried where the one before it ends in errors or wrong shapes, and taken where it does not.
    """

    calls: tuple[str, ...]
    answers: dict[str, str] = {}
    given: dict[str, str] = {}
    needs: tuple[str, ...] = ()
    otherwise: dict[str, str] = {}
    words: tuple[str, ...] = ()
    layouts: str = ""
    note: str = ""
    takes: tuple[str, ...] = ()
    returns: int = 0
    errors: bool = False
    after_errors: bool = False


class Dialect(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a dialect is recognised, how it asks, and what its students should know: a file of ``dialects/``.

    Attributes
    ----------
    parameters : tuple of str
        Names of parameters, any of which tells it.
    beside : tuple of str
        Names of parameters of which one has to be there too, where ``parameters`` are shared with another dialect.
    functions : tuple of str
        Names of functions, any of which tells it …
    unless : tuple of str
        … unless one of these is defined too.
    marks : tuple of str
        Words, any of which tells it where one of its classes is defined. Without any, a class is enough.
    note : str
        A sentence for every report in this dialect.
    classes : mapping of str to tuple of str
        A kind of layer → what its class may be called. ``{conv}`` in a line is the one that is defined.
    names : mapping of str to tuple of str
        A kind of name → what it may be. ``{weight}`` in a line is the first that the submission has.
    texts : mapping of str to tuple of str
        A kind of text → what it may be. ``{average}`` is the first that the submission has between quotes.
    unlike : tuple of str
        … or has one of these parameters.
    callables : mapping of str to tuple of str
        A kind of function → what it may be called. One that is defined, and has a default for each parameter that is
        not among ``arguments``, tells it …
    ours : mapping of str to int
        … unless it has a name of ours and can be called as we call it: with so many arguments, …
    tells : tuple of str
        … and has none of these parameters.
    arguments : mapping of str to str
        A function's parameter → what is given for it. ``{arguments}`` stands for all that the function in the line has.
    layouts : mapping of str to tuple of Layout
        Orders of axes and shapes that are tried one after the other, by what rows call them.
    further : tuple of str
        Dialects that are asked for an exercise that this one does not find.
    constructor : mapping of str to str
        A constructor's parameter → what is given for it. ``{constructor}`` stands for all that a class has.
    method : mapping of str to str
        Another method's parameter → what is given for it. ``{method}`` stands for all that the method in the line has.
    absent : mapping of str to str
        A size → what it is in an exercise that has no such size: a pooling layer may take a padding, and gets 0.
    exercises : mapping of str to Row, or to tuple of Row
        How an exercise is asked; of several rows, the first whose words the submission has.
    """

    parameters: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    note: str = ""
    classes: dict[str, tuple[str, ...]] = {}
    names: dict[str, tuple[str, ...]] = {}
    texts: dict[str, tuple[str, ...]] = {}
    callables: dict[str, tuple[str, ...]] = {}
    unlike: tuple[str, ...] = ()
    ours: dict[str, int] = {}
    tells: tuple[str, ...] = ()
    arguments: dict[str, str] = {}
    constructor: dict[str, str] = {}
    method: dict[str, str] = {}
    absent: dict[str, str] = {}
    layouts: dict[str, tuple[Layout, ...]] = {}
    further: tuple[str, ...] = ()
    exercises: dict[str, tuple[Row, ...]] = {}
