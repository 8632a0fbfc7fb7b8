"""What the portal's processes write down for whoever runs it: a line of JSON for each thing that happened.

Never what somebody handed in, typed or is called: of an error its kind and its places in the code, and not its words.
"""

import json
import logging
import traceback
from datetime import UTC, datetime


class Lines(logging.Formatter):
    """Lines of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        facts: dict[str, object] = {"at": at, "level": record.levelname, "of": record.name, "said": record.getMessage()}
        if record.exc_info and record.exc_info[0] is not None:
            frames = traceback.extract_tb(record.exc_info[2])
            facts["error"] = record.exc_info[0].__name__
            facts["places"] = [f"{one.filename}:{one.lineno} {one.name}" for one in frames]
        return json.dumps(facts)
