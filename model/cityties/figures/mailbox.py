"""Messages from one process to another: neither waits until the other has time."""

import os
import pickle
import struct
import tempfile
from typing import Any

PLACE = struct.Struct("<qq")


class Mailbox:
    """A file without a name for what is sent, and a pipe that says where in it each message stands.

    A pipe alone holds some 64 kB, and whoever sends more waits for the other side. Only one process puts in, and
    only one takes out; both have come of the process that made the box.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the box is
        self._source, self._target = os.pipe()
        self._end = 0
        self._open = {self._source, self._target}

    def only_put_into(self) -> None:
        """Leave taking out to another process."""
        self._shut(self._source)

    def only_taken_from(self) -> None:
        """Leave putting in to another process, so that its end is noticed."""
        self._shut(self._target)

    def close(self) -> None:
        """Have no more to do with the box."""
        for one in tuple(self._open):
            self._shut(one)
        self._file.close()

    def _shut(self, one: int) -> None:
        self._open.remove(one)
        os.close(one)

    def put(self, content: Any) -> None:
        """Leave a message.

        Raises:
            OSError: there is no room for it, or nobody is left to take it.
        """
        data = pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL)
        left, at = memoryview(data), self._end
        while left:
            written = os.pwrite(self._file.fileno(), left, at)
            left, at = left[written:], at + written
        os.write(self._target, PLACE.pack(self._end, len(data)))  # so few bytes are never torn
        self._end = at

    def take(self) -> Any:
        """Wait for the next message and return it; None if the other side is gone."""
        said = os.read(self._source, PLACE.size)
        if len(said) < PLACE.size:
            return None
        start, size = PLACE.unpack(said)
        found = bytearray()
        while len(found) < size:
            found += os.pread(self._file.fileno(), size - len(found), start + len(found))
        return pickle.loads(found)
