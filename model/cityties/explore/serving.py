"""Serving a page on this machine alone, until it is interrupted."""

import contextlib
import socket
import sys
from collections.abc import Callable

import uvicorn

from cityties.errors import CityTiesError
from cityties.explore.answers import Answers
from cityties.explore.server import application

HOST = "127.0.0.1"
PATIENCE_SECONDS = 0.0005
"""How long a thread that comes back from compiled code waits for one that runs Python."""
CLOSING_SECONDS = 1


def bound(port: int) -> socket.socket:
    """Return a socket of this machine alone; port 0 takes any that is free.

    Raises:
        CityTiesError: the port is taken or may not be used.
    """
    one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        one.bind((HOST, port))
        one.listen()
    except OSError as error:
        one.close()
        raise CityTiesError(
            f"port {port}: {str(error.strerror).lower()}; name another with --port, or 0 for any that is free."
        ) from None
    return one


def serve(answers: Answers, listening: socket.socket, on_ready: Callable[[str], None]) -> None:
    """Serve the page of a source until it is interrupted; ``on_ready`` is told its address."""
    port = int(listening.getsockname()[1])
    config = uvicorn.Config(
        application(answers, port),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=CLOSING_SECONDS,
    )
    sys.setswitchinterval(PATIENCE_SECONDS)
    on_ready(f"http://{HOST}:{port}/")
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])
    answers.close()
