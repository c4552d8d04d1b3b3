"""The server: granian, WSGI, on this machine only. TLS is the reverse proxy's."""

from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

_LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "rootwise.web.project.logs.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
    "loggers": {"_granian": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}


def serve(*, host: str, port: int, workers: int) -> None:
    """Until it is told to stop. No access log: addresses of pages say who looked at which child."""
    connections.close_all()  # the workers are forked: an SQLite connection must not be in two processes
    Granian(
        "rootwise.web.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
        log_dictconfig=_LOGGING,
        respawn_failed_workers=True,
        workers_kill_timeout=15,  # a worker that is told to stop while it starts does not hear it
    ).serve()
