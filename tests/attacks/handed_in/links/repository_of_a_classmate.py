"""The hand-in is a clone whose repository is a file that names the classmate's folder.

harm: forged
"""


def make(place):
    (place / "mallory-clone").mkdir()
    (place / "mallory-clone" / ".git").write_text("gitdir: ../ada/.git\n")
    (place / "mallory-clone" / "conv.py").symlink_to("../mallory-clone/./../ada/conv.py")
