"""How a number and a product stand in a sum. Pure."""


def number(value: object) -> str:
    """Return a number with all its digits: 3, -0.5, 1234567.25."""
    return f"{value:.17g}"


def product(weight: object, value: object) -> str:
    """Return one term, the weight first as on the slide."""
    return f"{number(weight)}*{number(value)}"
