"""The door to the portal, which is a package of its own: found by name when one of its commands is run."""

import importlib
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import click

from grader.cli.common import Decorated
from grader.errors import OperatorError

NEEDED = ("portal", "django", "csp", "django_htmx", "gunicorn", "pylti1p3")
DATA = "The portal's folder: database, uploads, gradebooks, secrets."


def data_option(function: Decorated) -> Decorated:
    """Add ``--data DIR``."""
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option("--data", metavar="DIR", default="portal-data", show_default=True, type=kind, help=DATA)(
        function
    )


def load(module: str) -> ModuleType:
    """Import a module of the portal.

    Raises
    ------
    OperatorError
        If what it needs is not installed; the message says how it is.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise OperatorError(f"the portal is not installed ({missing[0]} is missing): pip install 'convgrader[portal]'")
    return importlib.import_module(module)
