"""What becomes of a bug of ours, or of an author's: a line in the log, and a note; it costs nobody a report."""


def note_of_bug(note: str) -> str:
    """Log the exception that is being handled, which is a bug of ours or the author's, and return the note on it."""
    import logging

    logging.getLogger(__name__).exception(note)
    return note
