"""The server of a page: its files, and the answers to what it asks. Pages hold their state themselves."""

import json
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import anyio
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from cityties.errors import CityTiesError
from cityties.explore.answers import Answers
from cityties.explore.asked import Asked, read_asked
from cityties.explore.languages import InLanguage, others
from cityties.explore.security import OwnPagesOnly
from cityties.explore.stopping import StoppedError
from cityties.explore.texts import page_texts
from cityties.tables.language import TAGS, language, tr

STATIC = Path(__file__).parent / "static"
MOST_BYTES = 200_000
WRONG, GONE = 400, 499

type Answer = Callable[[Asked, dict[str, Any], threading.Event], Any]
"""What answers a request: what is asked, the whole of what was sent, and an event that is set when nobody waits."""


def application(answers: Answers, port: int) -> Starlette:
    """Return the application that serves the page of a source at a port of this machine."""
    routes = [
        Route("/", partial(_page, answers)),
        Route("/api/world", partial(_world, answers)),
        *(
            Route(f"/api/{name}", partial(_answer, getattr(answers, name)), methods=["POST"])
            for name in ("look", "record", "ties", "city", "why", "save")
        ),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(OwnPagesOnly, port=port), Middleware(InLanguage)])


async def _page(answers: Answers, _: Request) -> Response:
    environment = Environment(loader=FileSystemLoader(STATIC), autoescape=True, undefined=StrictUndefined)
    shown = {"texts": page_texts(), "title": answers.title, "lang": TAGS[language()], "others": others()}
    return HTMLResponse(environment.get_template("page.html").render(shown))


async def _world(answers: Answers, _: Request) -> Response:
    return JSONResponse(await anyio.to_thread.run_sync(answers.world))


async def _answer(answer: Answer, request: Request) -> Response:
    """Answer a request in a thread, and give up when the page no longer waits for it."""
    body = await request.body()
    if len(body) > MOST_BYTES:
        return _fault(tr("too much was sent."))
    stop = threading.Event()
    try:
        sent = json.loads(body)
        asked = read_asked(sent)
        async with anyio.create_task_group() as group:
            group.start_soon(_watch, request.receive, stop)
            found = await anyio.to_thread.run_sync(answer, asked, sent, stop)
            group.cancel_scope.cancel()
        return JSONResponse(found)
    except (ValueError, RecursionError):  # the latter where brackets are nested by the thousand
        return _fault(tr("what was sent is no JSON."))
    except ExceptionGroup as group_error:
        return _refused(group_error.exceptions[0])
    except CityTiesError as error:
        return _fault(str(error))


def _refused(error: Exception) -> Response:
    """Report an error that came up while an answer was computed; what nobody foresaw is raised."""
    if isinstance(error, StoppedError):
        return Response(status_code=GONE)
    if isinstance(error, CityTiesError | ArithmeticError):
        return _fault(str(error))
    raise error


def _fault(message: str) -> Response:
    return JSONResponse({"fault": message}, WRONG)


async def _watch(receive: Callable[[], Awaitable[Any]], stop: threading.Event) -> None:
    """Set the event when the connection is closed."""
    while (await receive())["type"] != "http.disconnect":
        pass
    stop.set()
