"""It does not matter where a stride stands.

Fails: stride_first.answer
"""


def stride_first():
    return "C"
