"""Settings from the command line, ``--set KEY=VALUE``: they stand above those of the file and are checked with them."""

from cityties.errors import ScenarioError
from cityties.scenario.draft import Draft
from cityties.scenario.sweeps import setting_path
from cityties.scenario.yaml_reader import read_value

OPTION = "--set"
NOT_HERE = ("extends", "design")


def split(written: str) -> tuple[tuple[str, ...], str]:
    """Return the full path of the key and the text of the value.

    Raises:
        ScenarioError: it is not KEY=VALUE, or a key that only a file can have.
    """
    key, sign, value = written.partition("=")
    if not sign or not key.strip() or not value.strip():
        raise ScenarioError(f"{OPTION} {written}: takes KEY=VALUE, such as {OPTION} over_compliance=0.")
    path = setting_path(key.strip())
    if path[0] in NOT_HERE:
        raise ScenarioError(f"{OPTION} {written}: '{path[0]}' belongs into a scenario file.")
    return path, value


def place_of(written: str) -> tuple[str, int]:
    """Return what stands in place of file and line where a message speaks of an option."""
    return f"{OPTION} {written}", 0


def set_above(draft: Draft, written: str) -> None:
    """Write one setting over those of a draft; messages about it quote the option.

    Raises:
        ScenarioError: it is not KEY=VALUE, the same key was set before, or the value cannot be read.
    """
    path, text = split(written)
    if draft.places.get(path, ("", 1))[1] == 0:
        raise ScenarioError(f"{OPTION} {written}: the key was set before; give it once.")
    section = draft.values
    for length, part in enumerate(path[:-1], 1):
        if part not in section:
            draft.places[path[:length]] = place_of(written)
        below = section.setdefault(part, {})
        if not isinstance(below, dict):
            raise ScenarioError(f"{OPTION} {written}: '{part}' holds no keys in {draft.file}.")
        section = below
    section[path[-1]] = read_value(text, *place_of(written), path)
    draft.places = {at: place for at, place in draft.places.items() if at[: len(path)] != path}
    draft.places[path] = place_of(written)
