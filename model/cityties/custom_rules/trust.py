"""Trust in custom rules: a rule is code, and code from elsewhere runs only when the user says so.

Trusted without asking are rules below the folder one stands in, which holds one's own project, and those that come with
CityTies. A scenario may name any other file, so that one is refused until the user has allowed it.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from cityties.custom_rules.interface import CustomRule
from cityties.errors import ScenarioError

OPTION = "--trust-rules"
PACKAGE = Path(__file__).parents[1]


def require_trust(rules: Iterable[CustomRule], allowed: bool, folders: Sequence[Path] = ()) -> None:
    """Refuse rules from elsewhere unless they are ``allowed``; ``folders`` are trusted beside the two named above.

    Links are followed first: a link in the project to a file elsewhere is a file elsewhere.

    Raises:
        ScenarioError: the files, and what to do.
    """
    if allowed:
        return
    trusted = [folder.resolve() for folder in (Path.cwd(), PACKAGE, *folders)]
    places = dict.fromkeys(rule.path.resolve() for rule in rules)
    strange = [place for place in places if not any(place.is_relative_to(folder) for folder in trusted)]
    if strange:
        raise ScenarioError(
            "\n".join(
                f"{place}: is code from outside this folder, which the scenario would run. Read it; then copy it here, "
                f"or allow it with {OPTION}."
                for place in strange
            )
        )
