"""Logs tell where and what kind, never what was written: a message of the database names the value it did not like."""

import logging
from datetime import UTC, datetime
from types import TracebackType

_Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class LineFormatter(logging.Formatter):
    """One line an event: time, level, logger, text; of a fault its types and places."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = f"{at} {record.levelname.lower()} {record.name}: {record.getMessage()}"
        if record.exc_info:
            line += f" [{self.formatException(record.exc_info)}]"
        return line.replace("\n", " ").replace("\r", " ")  # nobody can forge a second line

    def formatException(self, ei: _Fault) -> str:  # noqa: N802 - logging's name
        told = []
        fault = ei[1]
        while fault is not None:
            told.append(f"{type(fault).__name__} at {place_of(fault)}")
            fault = fault.__cause__ or fault.__context__
        return " after ".join(told)


def place_of(fault: BaseException) -> str:
    """The innermost place in our own code, or else the innermost of all."""
    places = []
    where = fault.__traceback__
    while where is not None:
        places.append((str(where.tb_frame.f_globals.get("__name__")), where.tb_lineno))
        where = where.tb_next
    ours = [one for one in places if one[0].startswith("rootwise.")]
    module, line = (ours or places or [("unknown", 0)])[-1]
    return f"{module}:{line}"
