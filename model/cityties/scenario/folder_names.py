"""Names that a folder can have on every system: Windows refuses some that others take."""

from collections.abc import Sequence

LONGEST = 80
FORBIDDEN = '/\\:*?"<>|'
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
"""What Windows takes for a device, whatever ending follows it."""


def joined_name(names: Sequence[str]) -> str:
    """Return what a folder of several scenarios is called where nobody says: after the first, or the first two."""
    first, *others = dict.fromkeys(names)
    name = f"{first}-and-{others[0]}" if len(others) == 1 else f"{first}-and-{len(others)}-others"
    return name if others and folder_name_fault(name) is None else first


def folder_name_fault(name: str) -> str | None:
    """Return why no folder can be called that everywhere, or None if one can."""
    wrong = [character for character in name if character in FORBIDDEN or not character.isprintable()]
    if wrong:
        return f"{name!r} cannot name a folder, because of {wrong[0]!r}"
    if not name or len(name) > LONGEST:
        return f"a name has 1 to {LONGEST} characters, and this has {len(name)}"
    if name.strip(" ") != name or name.endswith(".") or set(name) == {"."}:
        return f"{name!r} cannot name a folder, because of a blank or a dot at its end"
    if name.split(".", maxsplit=1)[0].strip().casefold() in DEVICES:
        return f"{name!r} cannot name a folder, because Windows takes it for a device"
    return None
