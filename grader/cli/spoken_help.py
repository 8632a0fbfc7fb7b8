"""The text of `--help` in the reader's language. Imported only where that is not English."""

from collections.abc import Iterable

import click

from grader.languages.loading import load_catalogue


class SpokenFormatter(click.HelpFormatter):
    """Writes help as click does, each of its texts in a language; one that the catalogue lacks stays English."""

    def __init__(self, language: str, width: int | None, max_width: int | None) -> None:
        super().__init__(width=width, max_width=max_width)
        self.say = load_catalogue(language, []).say

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is called."""
        super().write_usage(prog, args, prefix or f"{self.say('Usage:')} ")

    def write_heading(self, heading: str) -> None:
        """Write the heading of options, or of commands."""
        super().write_heading(self.say(heading))

    def write_text(self, text: str) -> None:
        """Write what a command is for, paragraph by paragraph."""
        super().write_text("\n\n".join(self.say(" ".join(part.split())) for part in text.split("\n\n")))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options, or commands, with what they are for."""
        super().write_dl([(name, self._said(text)) for name, text in rows], col_max, col_spacing)

    def _said(self, text: str) -> str:
        what, mark, _ = text.partition("  [required]")
        return self.say(what) + (f"  [{self.say('required')}]" if mark else "")
