"""The scores say where the object is.

Fails: localization_numbers.answer
"""


def localization_numbers():
    return 10
