"""A request to an application without a server: its status, headers and body."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def content(self) -> Any:
        return json.loads(self.body)


def request(
    app: ASGIApp, path: str, sent: Any = None, headers: Mapping[str, str] | None = None, body: bytes | None = None
) -> Answer:
    """Send a GET, or a POST where something is sent, from a page of port 8710 itself unless headers say otherwise."""
    data = json.dumps(sent).encode() if sent is not None else body
    path, _, query = path.partition("?")
    given = {"host": "127.0.0.1:8710"} | ({"content-type": "application/json"} if data is not None else {})
    given |= {key.lower(): value for key, value in (headers or {}).items()}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET" if data is None else "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(key.encode(), value.encode()) for key, value in given.items()],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8710),
    }
    return asyncio.run(_called(app, scope, data or b""))


async def _called(app: ASGIApp, scope: dict[str, Any], data: bytes) -> Answer:
    messages: list[Any] = []
    whole = [{"type": "http.request", "body": data, "more_body": False}]

    async def receive() -> Any:
        if whole:
            return whole.pop()
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        messages.append(message)

    await app(scope, receive, send)
    first = messages[0]
    body = b"".join(one.get("body", b"") for one in messages[1:])
    return Answer(first["status"], {key.decode().lower(): value.decode() for key, value in first["headers"]}, body)
