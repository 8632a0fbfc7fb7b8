"""Files beside the module are read by whoever collects tests in that folder.

harm: wrote
"""


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def make(place):
    folder = place / "mallory-settings-of-tests"
    put(folder / "conv.py", "x = 1\n")
    put(folder / "conftest.py", "open('@FOLDER@/pwned', 'w').write('x')\n")
    put(folder / "pytest.ini", "[pytest]\naddopts = -p pwned\n")
    put(folder / "pwned.py", "open('@FOLDER@/pwned', 'w').write('x')\n")
