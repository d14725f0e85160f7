"""Compiled code on disk is believed only if it is whole, and lies where nobody else can write."""

import importlib.util
import os
from pathlib import Path
from typing import Any

import pytest
from numba import njit
from numba.core import config

from campaign.damage import DAMAGES
from cityties.kernel import compile_cache
from cityties.kernel.compile_cache import CheckedFiles, cache_home, checked, is_private

KINDS = ("torn", "empty", "of noughts", "one byte flipped", "longer", "foreign", "gone", "a folder")
SOURCE = "def twice(x):\n    return x + x\n"


def compiled(folder: Path) -> Any:
    """Return a function that was compiled, or found on disk, as a new process would have it."""
    file = folder / "module.py"
    if not file.is_file():
        file.write_text(SOURCE, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("module", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    function = checked(njit(cache=True)(module.twice))
    assert function(21) == 42
    return function


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(vars(config), "CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path


def was_found(function: Any) -> bool:
    return bool(sum(function.stats.cache_hits.values()) == 1)


@pytest.mark.compiled
def test_what_is_whole_is_found_again(cache: Path) -> None:
    assert not was_found(compiled(cache))
    assert was_found(compiled(cache))


@pytest.mark.compiled
@pytest.mark.parametrize("ending", ["nbi", "nbc"])
@pytest.mark.parametrize(
    "kind", ["torn", "empty", "of noughts", "one byte flipped", "longer", "foreign", "gone", "a folder"]
)
def test_what_is_damaged_is_compiled_again_and_mended(cache: Path, kind: str, ending: str) -> None:
    compiled(cache)
    (path,) = (cache / "cache").rglob(f"*.{ending}")
    DAMAGES[kind](path, path)
    assert not was_found(compiled(cache))
    assert was_found(compiled(cache)) == (kind != "a folder")


@pytest.mark.compiled
def test_a_cache_that_cannot_be_written_costs_nothing_but_time(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(CheckedFiles, "_save_index", refuse)
    assert not was_found(compiled(cache))


def test_without_a_home_the_folder_is_private_and_always_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / "below"))
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    compile_cache.private_folder.cache_clear()
    home = cache_home()
    assert home.parent == tmp_path
    assert home.stat().st_mode & 0o777 == 0o700
    compile_cache.private_folder.cache_clear()
    assert cache_home() == home


@pytest.mark.parametrize("trap", ["open", "link", "file"])
def test_a_folder_that_somebody_else_prepared_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trap: str
) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = tmp_path / f"cityties-{os.getuid()}"
    if trap == "open":
        folder.mkdir()
        folder.chmod(0o777)
    elif trap == "link":
        (tmp_path / "theirs").mkdir(mode=0o700)
        folder.symlink_to(tmp_path / "theirs")
    else:
        folder.write_text("")
    compile_cache.private_folder.cache_clear()
    found = compile_cache.private_folder()
    compile_cache.private_folder.cache_clear()
    assert found != folder
    assert is_private(found)
