"""The log: one JSON object a line on standard error, for programs that collect logs."""

from __future__ import annotations

import json
import logging
import sys
import time

FIELDS = "cablegraph_fields"
"""Name of the attribute of a record that holds further members of the line."""

_MOST_CHARACTERS = 4000
_ENCODE = json.JSONEncoder().encode


class JsonLines(logging.Formatter):
    """Writes a record as a line of JSON, control characters escaped, so that a line is one record."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        second = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line = {
            "time": f"{second}.{int(record.msecs):03}+00:00",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage()[:_MOST_CHARACTERS],
            **getattr(record, FIELDS, {}),
        }
        if record.exc_info is not None and record.exc_info[0] is not None:
            line["error"] = self.formatException(record.exc_info)[-_MOST_CHARACTERS:]
        return _ENCODE(line)


def log_to_standard_error() -> None:
    """Send the log to standard error: all of it as JSON, or, to a person at a terminal, the warnings only."""
    handler = logging.StreamHandler(sys.stderr)
    if sys.stderr.isatty():
        handler.setLevel(logging.WARNING)
        handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    else:
        handler.setFormatter(JsonLines())
    # No line says where in the program it comes from, or from which thread, and to find out takes time.
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    # Waitress tells with a traceback what every server meets all day: clients that go away.
    logging.getLogger("waitress").setLevel(logging.CRITICAL)
