"""The blocks of code of a page of the handbook, and how they are run: in order, in one folder, as a reader would.

What stands before a block says how it is treated: nothing (run), ``<!-- slow -->`` (run by the slow tests only),
``<!-- syntax: WHY -->`` (parsed, because it needs what a test has not). A block with a title is a file. A ``text``
block is the output of the block before it, in which ``...`` stands for anything.
"""

import ast
import contextlib
import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from cityties.cli.main import app

BLOCK = re.compile(
    r"^(?:<!-- (?P<how>[a-z]+)(?:: [^>]*)? -->\n)?"
    r"```(?P<kind>[a-z]+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
FENCE = re.compile(r"^ *```", re.MULTILINE)
KINDS = ("bash", "python", "yaml", "csv", "text")
WAYS = ("", "slow", "syntax")
ANYTHING = "..."
EXIT_CODE = re.compile(r"# exit code (\d+)")
"""What a page says behind a command that is meant to end with an error."""


@dataclass(frozen=True)
class Block:
    """One block: how it is treated, its language, the file that it is, and its lines."""

    how: str
    kind: str
    title: str
    text: str
    line: int


def blocks_of(page: str) -> list[Block]:
    """Return the blocks of a page; every fence of it belongs to one."""
    found = [
        Block(m["how"] or "", m["kind"], m["title"] or "", m["text"], page.count("\n", 0, m.start()) + 1)
        for m in BLOCK.finditer(page)
    ]
    assert 2 * len(found) == len(FENCE.findall(page)), "a block has no language, or is indented"
    for block in found:
        assert block.kind in KINDS, f"line {block.line}: '{block.kind}' is none of {KINDS}"
        assert block.how in WAYS, f"line {block.line}: '{block.how}' is none of {WAYS}"
    return found


class Reader:
    """Does what a page says, in a folder that it has made its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[str, Any] = {}
        self._output = ""

    def follow(self, block: Block) -> None:
        """Write the file, run the commands or the code, or compare the output with what came."""
        if block.how == "syntax":
            check_syntax(block)
        elif block.title:
            file = self._folder / block.title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, encoding="utf-8")
        elif block.kind == "bash":
            self._output = "".join(self._command(line) for line in commands(block.text))
        elif block.kind == "python":
            self._output = self._python(block)
        elif block.kind == "text":
            assert is_output(self._output, block.text), f"line {block.line}: what came is\n{self._output}"
        else:
            raise AssertionError(f"line {block.line}: a block of {block.kind} needs a title, the name of its file")

    def _command(self, line: str) -> str:
        if not line.startswith("cityties "):
            done = subprocess.run(["bash", "-c", line], cwd=self._folder, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{line}\n{done.stderr}"
            return done.stdout
        # the words as the shell would pass them on, without a new process, which would load the compiled model again
        words = subprocess.run(
            ["bash", "-c", f'cityties() {{ printf "%s\\0" "$@"; }}; {line}'],
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split("\0")[:-1]
        answer = CliRunner().invoke(app, words)
        expected = re.search(EXIT_CODE, line)
        assert answer.exit_code == int(expected[1] if expected else 0), f"{line}\n{answer.output}\n{answer.exception}"
        return answer.output

    def _python(self, block: Block) -> str:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block.text, f"line {block.line}", "exec"), self._names)
        return printed.getvalue()


def commands(text: str) -> Iterator[str]:
    """Yield the commands of a block, joined where a line goes on."""
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def check_syntax(block: Block) -> None:
    """Parse a block that cannot be run here."""
    if block.kind == "python":
        ast.parse(block.text)
    else:
        done = subprocess.run(["bash", "-n", "-c", block.text], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"line {block.line}: {done.stderr}"


def is_output(output: str, shown: str) -> bool:
    """Return whether what a page shows is what came; ``...`` stands for anything, alone on a line for any lines.

    What a log is told of work that takes long, such as ``Drawing ...``, comes on a slow machine alone: it is left out.
    """
    pattern = ""
    for line in shown.splitlines():
        if line.strip() == ANYTHING:
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*".join(re.escape(part.rstrip() if last else part) for last, part in _parts(line)) + r"[ ]*\n"
    lines = "".join(f"{line}\n" for line in output.splitlines() if not line.endswith(" ..."))
    return re.fullmatch(pattern, lines) is not None


def _parts(line: str) -> Iterator[tuple[bool, str]]:
    parts = line.split(ANYTHING)
    for place, part in enumerate(parts):
        yield place == len(parts) - 1, part
