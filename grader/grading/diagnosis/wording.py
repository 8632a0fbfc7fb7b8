"""What a hint claims of a student's answers, before its question. Pure.

A claim such as "It is right where the stride is 1." is true where one misconception explains every answer. Beside
another mistake it is not, and the question is asked without it.
"""

import re

SENTENCE_END = re.compile(r"(?<=[.?!]) (?=[A-Z])")
CLAIM = re.compile(
    r"(It is|It runs|Only|All (maps|numbers|of|your)|Every (number|image)|Some of|Square images are|The first size"
    r"|Where the|With [^?]* it is|Your) [^?]*\.$"
)


def without_claims(hint: str) -> str:
    """Return a hint without the claims that it begins with."""
    sentences = SENTENCE_END.split(hint)
    while len(sentences) > 1 and CLAIM.match(sentences[0]):
        del sentences[0]
    return " ".join(sentences)
