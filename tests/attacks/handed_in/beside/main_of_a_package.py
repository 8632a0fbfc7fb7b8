"""The hand-in is a package that has a main module of its own, and one that says it is a test.

harm: wrote
"""


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def make(place):
    folder = place / "mallory-main-of-a-package"
    put(folder / "conv/__main__.py", "open('@FOLDER@/pwned', 'w').write('x')\n")
    put(folder / "conv/__init__.py", "from .conv import *\n")
    put(folder / "conv/conv.py", "import numpy as np\n\n\ndef conv_single(x, w, b):\n    return np.zeros(1)\n")
    put(folder / "test_conv.py", "open('@FOLDER@/pwned', 'w').write('x')\n")
    put(folder / "setup.py", "open('@FOLDER@/pwned', 'w').write('x')\n")
