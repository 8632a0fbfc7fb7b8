"""A worked example, written out term by term as on the slide. Pure, and exact throughout.

In: an example as it stands in examples.toml, and the topic that it belongs to.  Out: lines of text, each ending in a
number it derives. Nothing is looked up in the example's answer: every line is computed from the arguments in fractions,
so that the answer in the file and this derivation check each other. It does not use `convref`, for the same reason.
"""

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from grader.errors import AuthorError
from grader.topics import Explanations, Illegal, Topic
from grader.topics.loading import shipped_topics


def explain(example: Mapping[str, Any], topics: Iterable[Topic] = ()) -> list[str]:
    """Write a worked example out, term by term.

    Parameters
    ----------
    example : mapping
        As parsed from examples.toml: 'call' is a public function of convref, or an operation of the author's,
        'arguments' are its arguments; fractions are strings such as "1/3".
    topics : iterable of Topic, optional
        An author's own, which are asked before those that come with the grader.

    Returns
    -------
    lines : list of str
        One for each number of the answer, or each step towards it; the last says why, where the
        arguments are illegal.

    Raises
    ------
    AuthorError
        If the call is unknown or the arguments are not those it takes.
    """
    call = example["call"]
    explanations = explanations_of(call, topics)
    if explanations is None:
        raise AuthorError([f"examples.toml: {example['id']}: call: there is no explanation of {call!r}"])
    try:
        return explanations.lines[call](**example["arguments"])
    except Illegal as illegal:
        return [str(line) for line in illegal.args]
    except (TypeError, ValueError, IndexError, KeyError) as error:
        raise AuthorError([f"examples.toml: {example['id']}: arguments: {error}"]) from error


def draw(example: Mapping[str, Any], topics: Iterable[Topic] = ()) -> list[str]:
    """Return the picture of each line of a worked example, as HTML; none where its call has no pictures."""
    explanations = explanations_of(example["call"], topics)
    pictures = explanations.pictures.get(example["call"]) if explanations is not None else None
    try:
        return pictures(**example["arguments"]) if pictures is not None else []
    except Illegal:
        return []


def explanations_of(call: str, topics: Iterable[Topic]) -> Explanations | None:
    """Return the explanations that know a call: an author's own, or those that come with the grader."""
    brought = (topic.explanations() for topic in itertools.chain(topics, shipped_topics()))
    return next((explanations for explanations in brought if call in explanations.lines), None)
