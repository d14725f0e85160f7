"""Places where a program ends badly: full and read-only disks, little memory, no home, two at once, signals, the clock.

Each trial is a function of an empty folder that returns what it found, or nothing.
"""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from campaign.kills import CLAIMS, TOY, digest
from campaign.starting import START
from cityties.kernel.compiling import kernel_folder

type Trial = Callable[[Path], list[str]]
SECONDS = 600
FINE = (0, 2)


class LeftOutError(Exception):
    """A trial that this machine does not allow."""


def call(
    words: Sequence[object],
    environment: Mapping[str, str | None] | None = None,
    limit: tuple[int, int] | None = None,
    folder: Path | None = None,
) -> "subprocess.CompletedProcess[str]":
    """Call a command in a process of its own, perhaps with other variables and a limit on a resource."""
    variables = {key: value for key, value in (os.environ | dict(environment or {})).items() if value is not None}

    def limited() -> None:
        if limit:
            resource.setrlimit(limit[0], (limit[1], limit[1]))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    return subprocess.run(
        [sys.executable, "-c", START, *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env=variables,
        preexec_fn=limited,
        timeout=SECONDS,
        check=False,
        cwd=folder,
    )


def judged(done: "subprocess.CompletedProcess[str]", codes: Sequence[int] = FINE) -> list[str]:
    """Return what is wrong with how a command ended: a traceback, or a code that it may not have."""
    said = (done.stderr.strip() or done.stdout.strip())[-400:]
    if "Traceback (most recent call last)" in done.stderr or done.returncode not in codes:
        return [f"code {done.returncode}: {said}"]
    return [f"ends with {done.returncode} without a word"] if done.returncode and not said else []


def toy(folder: Path) -> Path:
    """Write the scenario of all trials, and return its file."""
    file = folder / "toy.yaml"
    file.write_text(TOY, encoding="utf-8")
    return file


def undisturbed(folder: Path) -> str:
    """Return the hash of what a run leaves where nothing disturbs it."""
    found = call(["run", toy(folder), "--out", folder / "undisturbed"])
    if found.returncode:
        raise RuntimeError(found.stderr)
    return digest(folder / "undisturbed")


def then_whole(folder: Path, out: Path) -> list[str]:
    """Give the command again where nothing disturbs it; it must leave what an undisturbed one leaves."""
    found = judged(call(["run", toy(folder), "--out", out]), (0,))
    return found or ([] if digest(out) == undisturbed(folder) else ["what is left is not that of an undisturbed run"])


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """Mount a file system in memory on a folder.

    Raises:
        LeftOutError: this user may not.
    """
    folder.mkdir(exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        raise LeftOutError("mounting a file system takes rights that are not here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def full_disk(folder: Path) -> list[str]:
    """A disk of 300 kB is full before the run ends."""
    with mounted(folder / "small", "size=300k") as small:
        return judged(call(["run", toy(folder), "--out", small / "runs"]), (2,))


def full_file(folder: Path) -> list[str]:
    """No file may be larger than 20 kB; without that limit the run then goes on and ends well."""
    found = judged(
        call(
            ["run", toy(folder), "--out", folder / "runs"], {"NUMBA_CACHE_DIR": None}, (resource.RLIMIT_FSIZE, 20_000)
        ),
        (2,),
    )
    return found or then_whole(folder, folder / "runs")


def read_only(folder: Path) -> list[str]:
    """Results are to go where nothing can be written."""
    with mounted(folder / "fixed", "size=1m,ro") as fixed:
        return judged(call(["run", toy(folder), "--out", fixed / "runs"]), (2,))


def little_memory(folder: Path) -> list[str]:
    """Memory ends while the program starts or computes: it says so and goes on later."""
    found = []
    for megabytes in (300, 600, 1200, 2000):
        limit = (resource.RLIMIT_AS, megabytes * 2**20)
        done = call(["run", toy(folder), "--out", folder / "runs", "--replicates", 2000, "--workers", 1], None, limit)
        found += [f"{megabytes} MB: {one}" for one in judged(done, (0, 1, 2))]
    return found


def no_home(folder: Path) -> list[str]:
    """There is no home to keep compiled code in, or one that cannot be written to; nothing is compiled then."""
    found = []
    nothing = folder / "nothing"
    nothing.write_text("", encoding="utf-8")
    for home in (None, str(nothing), "/proc/none"):
        environment = {"HOME": home, "XDG_CACHE_HOME": None, "NUMBA_DISABLE_JIT": "1"}
        for words in (["list", "--runs", folder], ["check", toy(folder)], ["explain", "outreach"]):
            found += [f"HOME={home} {words[0]}: {one}" for one in judged(call(words, environment), (0,))]
    return found


def plain_locale(folder: Path) -> list[str]:
    """The locale is C and the console takes ASCII alone; a title has other letters, and then the name of the file too.

    Python cannot spell such a name in that locale, so that file may be refused, with a clear line.
    """
    file = toy(folder)
    file.write_text(file.read_text().replace("Killed", "Gr\N{LATIN SMALL LETTER U WITH DIAERESIS}n"), encoding="utf-8")
    strange = folder / "\N{LATIN SMALL LETTER U WITH DIAERESIS}.yaml"
    shutil.copyfile(file, strange)
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    found = judged(call(["run", file, "--out", folder / "runs", "--replicates", 2], environment), (0,))
    found += judged(call(["check", strange], environment))
    return found + judged(call(["list", "--runs", folder / "runs"], environment), (0,))


def closed_output(folder: Path) -> list[str]:
    """Nobody reads what is printed."""
    found = []
    for words in (["explain"], ["list", "--scenarios"], ["schema"]):
        command = f"{sys.executable} -c '{START}' {' '.join(words)}"
        for end in ("| true", ">&-", "2>&- >&-"):
            done = subprocess.run(["bash", "-c", f"{command} {end}"], capture_output=True, text=True, check=False)
            if "Traceback" in done.stderr or "Exception ignored" in done.stderr:
                found.append(f"{words[0]} {end}: {done.stderr[-300:]}")
    return found


def two_at_once(folder: Path) -> list[str]:
    """Two commands write to one folder: one of them does all, or is refused in one line."""
    file, out = toy(folder), folder / "runs"
    command = [sys.executable, "-c", START, "run", str(file), "--out", str(out)]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        for _ in range(2)
    ]
    found = []
    for process in both:
        said, message = process.communicate()
        found += judged(subprocess.CompletedProcess(command, process.returncode, said, message))
    return found or then_whole(folder, out)


def signals(folder: Path) -> list[str]:
    """An interrupt, a polite end and a lost terminal at several moments: what was finished is kept."""
    file, out, found = toy(folder), folder / "runs", []
    for number, sign in enumerate((signal.SIGINT, signal.SIGTERM, signal.SIGHUP) * 3):
        process = subprocess.Popen(
            [sys.executable, "-c", START, "run", str(file), "--out", str(out)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        time.sleep(1.0 + 0.8 * number)
        process.send_signal(sign)
        said, message = process.communicate()
        codes = (0, 130, -sign)
        begun = "Results go to" in message or "results go to" in message  # before that, Python itself is starting
        if begun:
            found += judged(subprocess.CompletedProcess([], process.returncode, said, message), codes)
    return found or then_whole(folder, out)


def clock(folder: Path) -> list[str]:
    """Files seem to come from the year 2100, or from 1970: the list shows them, and what is sealed stays sealed."""
    file, out = toy(folder), folder / "runs"
    found = judged(call(["run", file, "--out", out]), (0,))
    for year in (4_102_444_800, 0):
        for path in out.rglob("*"):
            os.utime(path, (year, year))
        found += judged(call(["list", "--runs", out]), (0,))
        again = call(["run", file, "--out", out])
        found += judged(again, (0,))
        if "Nothing to do" not in again.stderr:
            found.append("computes again although no byte has changed")
    return found


def damaged_cache(folder: Path) -> list[str]:
    """Files of compiled code are cut off, emptied or overwritten: they are thrown away and built again."""
    source = kernel_folder()
    if not list(source.rglob("*.nbi")):
        raise LeftOutError("there is no compiled code to damage; call `cityties warmup` first")
    found = []
    for kind in ("torn", "empty", "foreign"):
        cache = folder / kind
        shutil.copytree(source, cache / "cityties" / source.name)
        files = sorted((cache / "cityties").rglob("*.nb[ic]"))
        for number, path in enumerate(files):
            data = path.read_bytes()
            if number % 7 == 0:
                path.write_bytes({"torn": data[: len(data) // 2], "empty": b"", "foreign": b"something else"}[kind])
        environment = {"XDG_CACHE_HOME": str(cache)}
        done = call(["run", toy(folder), "--out", folder / f"runs-{kind}"], environment)
        found += [f"{kind}: {one}" for one in judged(done, (0,))]
        shutil.rmtree(cache)
    return found


def claims_on_a_full_disk(folder: Path) -> list[str]:
    """The disk is full while claims are tested."""
    file = toy(folder).with_name("claims.yaml")
    file.write_text(CLAIMS, encoding="utf-8")
    with mounted(folder / "small", "size=200k") as small:
        return judged(call(["claims", file, "--draws", 2, "--out", small]), (2,))


TRIALS: tuple[Trial, ...] = (
    full_disk,
    full_file,
    read_only,
    little_memory,
    no_home,
    plain_locale,
    closed_output,
    two_at_once,
    signals,
    clock,
    damaged_cache,
    claims_on_a_full_disk,
)
