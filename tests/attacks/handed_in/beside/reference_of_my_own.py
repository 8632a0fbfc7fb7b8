"""A folder beside the module is called as the reference solutions.

harm: wrote
"""


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def make(place):
    folder = place / "mallory-reference-of-my-own"
    put(
        folder / "conv.py",
        "import convref\nimport numpy as np\n\n\ndef conv_single(x, w, b):\n    return np.zeros(1)\n",
    )
    put(folder / "convref/__init__.py", "open('@FOLDER@/pwned', 'w').write('x')\n")
