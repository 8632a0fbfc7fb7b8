"""A folder inside the hand-in is a link to the folder of a classmate, through another link.

harm: forged
"""


def make(place):
    (place / "mallory-inside" / "src").mkdir(parents=True)
    (place / "mallory-inside" / "src" / "first").symlink_to("second", target_is_directory=True)
    (place / "mallory-inside" / "src" / "second").symlink_to("../../ada", target_is_directory=True)
