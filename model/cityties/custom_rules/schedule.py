"""The month with custom rules: the schedule is written anew with them in it, and compiled like the model's own.

The written files are named after a hash of the kernel, of this package and of the rules as they were read. numba keeps
its results by file, so an edited rule is another file and never meets what was compiled before.
"""

import hashlib
import importlib.util
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from cityties.custom_rules.interface import CustomRule
from cityties.custom_rules.written_month import written_month
from cityties.errors import ScenarioError
from cityties.kernel.compiling import digest_of, kernel_digest, kernel_folder
from cityties.kernel.schedule import Months, months

_PLACE = re.compile(r'File "(.+?)", line (\d+)')
_COLUMNS = re.compile(r"\(array\(.*")
_PREAMBLE = "Failed in nopython mode"


class CustomSchedule(NamedTuple):
    """The compiled month with rules in it, and the modules of the rules."""

    months: Months
    modules: tuple[ModuleType, ...]


def schedule_with(rules: Sequence[CustomRule]) -> CustomSchedule:
    """Return the month with these rules in it, or the model's own month if there are none.

    Raises:
        ScenarioError: the file of a rule cannot be imported.
    """
    if not rules:
        return CustomSchedule(months, ())
    digest = _digest(rules)
    folder = kernel_folder() / "custom" / digest
    modules = []
    for rule in rules:
        name = f"cityties_custom_{digest}_{re.sub(r'\W', '_', rule.name)}"
        modules.append(_imported(name, _kept(folder / f"{rule.name}.py", rule.text), rule))
    text = written_month(rules, [module.__name__ for module in modules])
    whole = _imported(f"cityties_custom_{digest}", _kept(folder / "month_with_custom_rules.py", text), rules[0])
    rules = tuple(rules)
    return CustomSchedule(Part(whole.months, "months", rules), tuple(modules))


@dataclass(frozen=True)
class Part[**A]:
    """One compiled function of a month with rules; it reports in one line which rule cannot be compiled, and where.

    Another process that is handed a part writes and compiles the month there, from the same text.
    """

    function: Callable[A, None]
    name: str
    rules: tuple[CustomRule, ...]

    def __call__(self, *arguments: A.args, **named: A.kwargs) -> None:
        """Call the function.

        Raises:
            ScenarioError: a rule cannot be compiled.
        """
        try:
            self.function(*arguments, **named)
        except Exception as error:
            raise ScenarioError(fault_of_compiling(str(error), self.rules)) from error

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        """Hand on the text of the rules, not what was compiled of it."""
        return _part, (self.rules, self.name)


def _part(rules: tuple[CustomRule, ...], name: str) -> object:
    return getattr(schedule_with(rules), name)


def fault_of_compiling(message: str, rules: Sequence[CustomRule]) -> str:
    """Turn the compiler's message into one line: file, line and the heart of the matter."""
    lines = [line.strip() for line in message.splitlines() if line.strip() and not line.startswith(_PREAMBLE)]
    reason = f"cannot be compiled: {_COLUMNS.sub('', [*lines, message][0]).rstrip(' .:')}."
    for file, line in _PLACE.findall(message):
        for rule in rules:
            if Path(file).name == f"{rule.name}.py":
                return f"{rule.path}:{line}: {reason}"
    return f"{rules[0].path}:{rules[0].line}: {reason}"


def _digest(rules: Sequence[CustomRule]) -> str:
    digest = hashlib.sha256(f"{kernel_digest()}{digest_of(Path(__file__).parent)}".encode())
    for rule in rules:
        digest.update(f"{rule.name}\n{rule.digest}\n".encode())
    return digest.hexdigest()[:20]


def _kept(file: Path, text: str) -> Path:
    """Write a file unless it is there; what is there has the same name, hence the same text."""
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_name(f".{os.getpid()}-{file.name}")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(file)
    return file


def _imported(name: str, file: Path, rule: CustomRule) -> ModuleType:
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, file)
        assert spec is not None
        assert spec.loader is not None
        module = sys.modules[name] = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except (Exception, SystemExit) as error:  # a rule may not end the program either
            del sys.modules[name]
            message = " ".join(str(error).split())
            raise ScenarioError(f"{rule.path}:{line_of(error, file)}: {type(error).__name__}: {message}") from None
    return sys.modules[name]


def line_of(error: BaseException, file: Path) -> int:
    """Return the line of a file that an error came from; 1 if it did not come from there."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(file):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
