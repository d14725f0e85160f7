"""Plain files of a bounded size: nothing else is opened, because a pipe hangs and a giant fills the memory.

The limits are far above what anybody has written; whoever reaches one has named the wrong file.
"""

import errno
import stat
from pathlib import Path

MOST_BYTES_OF_TEXT = 5_000_000
"""Of a scenario, a file of claims, a custom rule."""
MOST_LINES_OF_TEXT = 50_000
MOST_BYTES_OF_TABLE = 500_000_000
"""Of one table of a world: five million ties."""


class NotPlainError(OSError):
    """A path that is no plain file, or one above the limit; ``strerror`` says which, as the system's own errors do."""


def plain_bytes(path: Path, most: int) -> bytes:
    """Read a plain file of at most so many bytes.

    Raises:
        NotPlainError: it is a folder, a pipe or a device, a link to itself, or larger.
        OSError: it is not there or may not be read.
    """
    try:
        found = path.stat()
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NotPlainError(errno.ELOOP, "is a link to itself", str(path)) from None
        raise
    if not stat.S_ISREG(found.st_mode):
        raise NotPlainError(errno.EINVAL, "is no plain file", str(path))
    if found.st_size > most:
        raise NotPlainError(errno.EFBIG, f"has {found.st_size:,} bytes; at most {most:,} are read", str(path))
    return path.read_bytes()
