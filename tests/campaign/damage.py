"""Damage: every way in which a stored file was ever found broken, as a function that breaks one."""

import json
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

DEEP = 100_000
LONG_NUMBER = b"1" + b"0" * 5_000
type Damage = Callable[[Path, Path], None]
"""Breaks a file; the second path is the file of the same name in another folder of results, or the file itself."""


def _written(make: Callable[[bytes], bytes]) -> Damage:
    def damage(path: Path, other: Path) -> None:
        path.write_bytes(make(path.read_bytes()))

    return damage


def _half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :] if data else b"\x00"


def _number(by: bytes) -> Callable[[bytes], bytes]:
    return lambda data: re.sub(rb"(?<=[:\[ ,])-?\d+(\.\d+)?(?=[,\]\n\r}])", by, data, count=1)


def _text_as_list(data: bytes) -> bytes:
    return re.sub(rb': "[^"]*"', b": [1]", data, count=1)


def _every_text_a_number(data: bytes) -> bytes:
    return re.sub(rb': "[^"]*"', b": 7", data)


def _key_twice(data: bytes) -> bytes:
    return re.sub(rb'("\w+": )', rb'\1"x", \1', data, count=1)


def _utf_16(data: bytes) -> bytes:
    return data.decode(errors="replace").encode("utf-16")


def _older(data: bytes) -> bytes:
    """Leave out the last key of an object, as an earlier version would not have known it."""
    try:
        content = json.loads(data)
    except ValueError:
        return data[:-1]
    if isinstance(content, dict) and content:
        content.popitem()
    return json.dumps(content).encode()


def _outwards(data: bytes) -> bytes:
    """Let whatever looks like a path lead out of the folder."""
    return re.sub(rb'"(world|rules|parts|figures|report|g0)([^"]*)"', rb'"../../../../etc/\1\2"', data)


def _swapped(path: Path, other: Path) -> None:
    path.write_bytes(other.read_bytes())


def _gone(path: Path, other: Path) -> None:
    path.unlink()


def _folder(path: Path, other: Path) -> None:
    path.unlink()
    path.mkdir()


def _pipe(path: Path, other: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _link_to_itself(path: Path, other: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def _link_elsewhere(path: Path, other: Path) -> None:
    target = path.with_name("elsewhere.txt")
    target.write_text("a file of the user's own\n", encoding="utf-8")
    path.unlink()
    path.symlink_to(target.name)


DAMAGES: Mapping[str, Damage] = {
    "torn": _written(_half),
    "empty": _written(lambda data: b""),
    "of noughts": _written(lambda data: bytes(len(data))),
    "one byte flipped": _written(_flipped),
    "longer": _written(lambda data: data + b"\x00junk"),
    "foreign": _written(lambda data: b"[bold]something else[/]\x1b[2J\n"),
    "an empty object": _written(lambda data: b"{}"),
    "a list": _written(lambda data: b"[]"),
    "null": _written(lambda data: b"null"),
    "nested": _written(lambda data: b"[" * DEEP + b"]" * DEEP),
    "older": _written(_older),
    "NaN": _written(_number(b"NaN")),
    "infinite": _written(_number(b"1e999")),
    "negative": _written(_number(b"-3")),
    "a long number": _written(_number(LONG_NUMBER)),
    "a text as list": _written(_text_as_list),
    "texts as numbers": _written(_every_text_a_number),
    "a key twice": _written(_key_twice),
    "paths outwards": _written(_outwards),
    "UTF-16": _written(_utf_16),
    "CRLF": _written(lambda data: data.replace(b"\n", b"\r\n")),
    "swapped": _swapped,
    "gone": _gone,
    "a folder": _folder,
    "a pipe": _pipe,
    "a link to itself": _link_to_itself,
    "a link elsewhere": _link_elsewhere,
}
TEXT_ONLY = frozenset(
    {
        "NaN",
        "infinite",
        "negative",
        "a long number",
        "a text as list",
        "texts as numbers",
        "a key twice",
        "paths outwards",
        "UTF-16",
        "CRLF",
        "older",
    }
)
"""Kinds that mean nothing in a table of bytes."""


def fits(kind: str, path: Path) -> bool:
    """Return whether a kind of damage can happen to a file."""
    return path.suffix not in (".parquet", ".npz") or kind not in TEXT_ONLY
