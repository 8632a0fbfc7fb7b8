"""The module prints the environment that it runs in, and so does a file beside it.

harm: read
"""


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def make(place):
    folder = place / "mallory-token-of-the-environment"
    put(folder / "conv.py", "import os\nprint(dict(os.environ))\nimport other\n")
    put(folder / "other.py", "import os\nprint(dict(os.environ))\n")
