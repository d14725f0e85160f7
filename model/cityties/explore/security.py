"""What keeps a page to its own browser: who may ask, and what the page may load.

A port of this machine can be reached by every page that its browser has open. So requests for another host (DNS
rebinding) and from another origin are refused, and the page itself may load nothing from elsewhere.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTS = ("127.0.0.1", "localhost")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
READING = ("GET", "HEAD")
JSON = "application/json"
FORBIDDEN, UNSUITABLE = 403, 415


class OwnPagesOnly:
    """Refuses what does not come from a page of this very server, and tells browsers what the page may load."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app = app
        self.hosts = {f"{host}:{port}" for host in HOSTS} | (set(HOSTS) if port == 80 else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        response = self._refusal(scope["method"], Headers(scope=scope))

        async def with_headers(message: Message) -> None:
            """Add the headers that every answer has."""
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await (response or self.app)(scope, receive, with_headers)

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        origin, host = headers.get("origin"), headers.get("host", "").lower()
        if host not in self.hosts:
            return PlainTextResponse("Not a host of this page.", FORBIDDEN)
        if origin is not None and origin.lower() not in {f"http://{one}" for one in self.hosts}:
            return PlainTextResponse("Not an origin of this page.", FORBIDDEN)
        if headers.get("sec-fetch-site", "none") == "cross-site":
            return PlainTextResponse("Not an origin of this page.", FORBIDDEN)
        if method not in READING and headers.get("content-type", "").split(";")[0].strip() != JSON:
            return PlainTextResponse("Takes JSON.", UNSUITABLE)
        return None
