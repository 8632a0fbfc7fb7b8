"""Which texts are one program: what a student may write at the head and at the end of a file, and what not."""

import pytest

from grader.grading.same_text import label_of, parts_that_matter
from grader.submissions.reading import from_files

BODY = 'import numpy as np\n\n\ndef f(x):\n    """Return x."""\n    return np.abs(x)\n'


def parts(source: str, file: str = "conv.py") -> list[str]:
    return parts_that_matter(from_files(file, {file: source.encode()}), ["f"])


@pytest.mark.parametrize(
    "end",
    [
        "",
        "\n\n# Ada Lovelace\n",
        "\nSTUDENT = 12\n",
        '\nNAME = "Ada"  # me\n\n',
        "\nNAME = 'Ada'\nNUMBER = -3\n# end",
    ],
)
def test_a_signature_at_the_end_makes_no_difference(end: str) -> None:
    assert parts(BODY + end) == parts(BODY)


@pytest.mark.parametrize(
    "end",
    [
        "\nnp = 3\n",  # a name that is used
        "\nf = 3\n",  # what is asked for
        "\nNone = 3\n",  # no Python
        "\nNUMBER = 007\n",
        "\nNUMBER = 1_0\n",
        "\n__builtins__ = 3\n",
        "\nNAME = f'{x}'\n",
        '\nNAME = """Ada\n"""\n',
        "\nNAME = 'Ada'\nNAME = 'Bob'\n",
        "\nx = y = 3\n",
        "\nNUMBER = 3; np.abs = abs\n",
        "\n    STUDENT = 3\n",
        "\\\n# the rest of a line\n",
        "\nSTUDENT = 3\n# \0\n",
    ],
)
def test_what_may_make_a_difference_is_kept(end: str) -> None:
    assert parts(BODY + end) != parts(BODY)


def test_lines_keep_their_numbers_and_a_text_at_the_head_is_the_modules_own_behind_comments_alone() -> None:
    assert parts("# Ada\n# 12\n" + BODY) == parts("# Bob\n\n" + BODY)
    assert parts("# Ada\n" + BODY) != parts("# Ada\n# 12\n" + BODY)
    assert parts("ADA = 3\n" + BODY) == parts("BOB = 4\n" + BODY)
    assert parts("ADA = 3\n" + BODY) != parts("# Bob\n" + BODY)


def test_the_name_of_a_file_makes_no_difference_to_a_program_that_does_not_ask() -> None:
    assert parts(BODY, "s1.py") == parts(BODY, "s2.py")
    main = BODY + '\n\nif __name__ == "__main__":\n    print(f(3))\n'
    assert parts(main, "s1.py") == parts(main, "s2.py")
    for own in ("__file__", "__name__", "f.__module__", "f.__code__.co_filename", "s1"):
        asks = BODY + f"\n\nprint({own})\n"
        assert parts(asks, "s1.py") != parts(asks, "s2.py")


def test_of_several_files_and_of_notebooks_everything_makes_a_difference() -> None:
    two = from_files("two", {"a.py": BODY.encode(), "b.py": b"# Ada\n"})
    other = from_files("two", {"a.py": BODY.encode(), "c.py": b"# Ada\n"})
    assert parts_that_matter(two, ["f"]) != parts_that_matter(other, ["f"])
    assert label_of(two) == ""
    assert label_of(from_files("s1.py", {"s1.py": BODY.encode()})) == "s1.py"
