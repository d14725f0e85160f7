"""What is compiled is ready for the place where it was compiled alone, as numba keeps it by the path of its source."""

from pathlib import Path

import pytest
from numba.core import config

from cityties.experiment import warmup


def test_another_environment_is_not_ready_because_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warmup, "kernel_folder", lambda: tmp_path)
    monkeypatch.setitem(vars(config), "DISABLE_JIT", 0)
    warmup.marker().touch()
    assert warmup.is_warm()
    monkeypatch.setattr(warmup, "KERNEL", tmp_path / "another environment")
    assert not warmup.is_warm()
