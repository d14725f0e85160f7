"""The language of an answer: that of the page that asks, or that asked for at the start, or what its browser reads."""

from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from cityties.tables.language import LANGUAGES, TAGS, asked_for, language, spoken, understood

QUERY = "lang"


class InLanguage:
    """Answers each request in its own language, so that two tabs may read two."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with its language spoken."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with spoken(language_of(scope)):
            await self.app(scope, receive, send)


def language_of(scope: Scope) -> str:
    """Return the language that a request is answered in."""
    named = parse_qs(scope.get("query_string", b"").decode("latin-1")).get(QUERY, [])
    for text in named:
        if code := understood(text):
            return code
    return asked_for() or _read_by_browser(Headers(scope=scope).get("accept-language", "")) or "en"


def others() -> dict[str, str]:
    """Return the names of the languages that are not spoken now, by their tags."""
    return {TAGS[code]: name for code, name in LANGUAGES.items() if code != language()}


def _read_by_browser(header: str) -> str | None:
    """Return the first language that there is of those that a browser lists, most wanted first."""
    wanted: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _, weight = part.partition(";")
        code, share = understood(tag), weight.strip().removeprefix("q=")
        try:
            wanted.append((-float(share) if share else -1.0, code or ""))
        except ValueError:
            continue
    return next((code for weight, code in sorted(wanted, key=lambda one: one[0]) if code and weight < 0.0), None)
