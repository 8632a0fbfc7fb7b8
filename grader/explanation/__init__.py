"""A worked example, written out term by term as on the slide. Pure, and exact throughout.

In: an example as it stands in examples.toml.  Out: lines of text, each ending in a number it derives.
Nothing is looked up in the example's answer: every line is computed from the arguments in fractions, so
that the answer in the file and this derivation check each other. It does not use `convref`, for the
same reason.
"""

from collections.abc import Callable, Mapping
from typing import Any

from grader.errors import AuthorError
from grader.explanation import dense, filters, matrices, pooling, sizes
from grader.explanation.exact import Illegal

Explainer = Callable[..., list[str]]

EXPLAINERS: Mapping[str, Explainer] = {
    **{name: getattr(module, name) for module in (dense, filters, matrices, pooling, sizes) for name in module.__all__}
}


def explain(example: Mapping[str, Any]) -> list[str]:
    """Write a worked example out, term by term.

    Parameters
    ----------
    example : mapping
        As parsed from examples.toml: 'call' is a public function of convref, 'arguments' are its
        arguments; fractions are strings such as "1/3".

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
    if call not in EXPLAINERS:
        raise AuthorError([f"examples.toml: {example['id']}: call: there is no explanation of {call!r}"])
    try:
        return EXPLAINERS[call](**example["arguments"])
    except Illegal as illegal:
        return [str(line) for line in illegal.args]
    except (TypeError, ValueError, IndexError, KeyError) as error:
        raise AuthorError([f"examples.toml: {example['id']}: arguments: {error}"]) from error
