"""What a person reads on a page: its text without code, and the words in attributes."""

from html.parser import HTMLParser

UNREAD = frozenset({"code", "pre", "script", "style", "kbd", "samp", "cite"})
"""Elements that hold code, names of files, or titles of works."""
UNREAD_CLASSES = frozenset({"key"})
"""Classes of elements that hold keys."""
EMPTY = frozenset({"br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
READ_ATTRIBUTES = ("alt", "title", "aria-label", "aria-description", "placeholder")


class ReadableText(HTMLParser):
    """The pieces of text of a page that a person reads, in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what stands in attributes, and note whether the text within is read."""
        found = {name: value or "" for name, value in attrs}
        unread = tag in UNREAD or bool(UNREAD_CLASSES & set(found.get("class", "").split()))
        if not (unread or self._is_unread()):
            self.pieces += [found[name] for name in READ_ATTRIBUTES if found.get(name, "").strip()]
        if tag not in EMPTY:
            self._open.append((tag, unread))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and those within it that were never closed."""
        if any(tag == one for one, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Take text that is read."""
        if data.strip() and not self._is_unread():
            self.pieces.append(" ".join(data.split()))

    def _is_unread(self) -> bool:
        return any(unread for _, unread in self._open)
