"""Results that other code of the model computed: what cannot be shown of them is a clear line, not a fault."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cityties.errors import CityTiesError
from cityties.experiment.batch_folder import BatchFolder
from cityties.experiment.code import code_digest

MISSES = (LookupError, ValueError, TypeError, AttributeError)
"""What reading columns or values that are not there ends in."""


@contextmanager
def perhaps_of_other_code(folder: Path) -> Iterator[None]:
    """Say so if what is done with a folder fails because another version of the model wrote it.

    Raises:
        CityTiesError: it failed, and the code of the folder is not this one.
    """
    try:
        yield
    except CityTiesError:
        raise
    except MISSES as error:
        if (model := _model_of(folder)) in ("", code_digest()):
            raise
        raise CityTiesError(
            f"{folder}: computed by other code of the model ({model[:8]}; this is {code_digest()[:8]}), and without "
            f"all that this code shows ({error}). Its page and tables stand as they were written; the command that "
            "made it computes it anew."
        ) from error


def _model_of(folder: Path) -> str:
    """Return the digest of the code that computed a run or batch; empty for a folder that is neither."""
    try:
        return str(BatchFolder(folder).code.get("model", ""))
    except (CityTiesError, OSError):
        return ""
