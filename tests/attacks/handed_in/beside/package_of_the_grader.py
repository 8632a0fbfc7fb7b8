"""A folder beside the module is called as the grader's own package.

harm: wrote
"""


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def make(place):
    folder = place / "mallory-package-of-the-grader"
    put(
        folder / "conv.py", "import grader\nimport numpy as np\n\n\ndef conv_single(x, w, b):\n    return np.zeros(1)\n"
    )
    put(folder / "grader/__init__.py", "open('@FOLDER@/pwned', 'w').write('x')\n")
    put(folder / "grader/model/__init__.py", "open('@FOLDER@/pwned', 'w').write('x')\n")
