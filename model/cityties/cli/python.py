"""The commands for Python: ``run``, ``batch``, ``claims``, ``compare`` and ``load`` return what they made as a view."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from cityties.analysis.comparison import compare as side_by_side
from cityties.claims.reading import read_claims
from cityties.cli.batch import Request, open_batch, until_precise
from cityties.cli.claims import ClaimsRequest, tested
from cityties.cli.compare import OF_RUNS
from cityties.cli.folders import find_folder
from cityties.cli.mending import mended
from cityties.cli.run import computed_run
from cityties.errors import CityTiesError
from cityties.experiment.results import results_of
from cityties.report.batch_page import write_batch
from cityties.report.comparison_view import ComparisonView
from cityties.report.folder_view import FolderView
from cityties.report.page import write_report
from cityties.report.views import BatchView, ClaimsView, RunView, view_of
from cityties.scenario.places import runs_folder, scenario_file

type AnyPath = str | os.PathLike[str]
CLAIMS = "claims"


def run(
    file: AnyPath,
    *,
    replicates: int | None = None,
    seed: int | None = None,
    parameters: Mapping[str, Any] | None = None,
    workers: int | None = None,
    out: AnyPath | None = None,
    quiet: bool = False,
) -> RunView:
    """Run a scenario, or what is missing of it, and return its results.

    Args:
        file: The scenario: a file, or a name such as ``historical``.
        replicates: How often each arm is repeated, whatever the file says.
        seed: Root of all randomness, whatever the file says.
        parameters: Settings by name: parameters and mechanisms such as ``{"over_compliance": 0, "lobbying": False}``,
            others in full such as ``{"shocks.CN-JP-2012-09.severity": 0.5}``.
        workers: Threads; left out, one for each core.
        out: Folder of all results; left out, the project's ``runs``.
        quiet: Print no progress.

    Raises:
        CityTiesError: the scenario, its world or a parameter cannot be used as written; the message says what to do.
    """
    request = Request(replicates, seed=seed, workers=workers, out=_path(out), quiet=quiet)
    console = Console(stderr=True, quiet=quiet)

    def complete() -> RunView:
        """Compute what is missing and sum it up."""
        done = computed_run(Path(file), request, console, parameters)
        if failures := done.folder.failures():
            lines = (f"{done.folder.path}: {unit} failed: {said}" for unit, said in failures.items())
            raise CityTiesError("\n".join(lines))
        write_report(results_of(done))
        return RunView(done.folder.path)

    return mended(complete, console)


def batch(
    files: AnyPath | Sequence[AnyPath],
    *,
    replicates: int | None = None,
    draws: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    out: AnyPath | None = None,
    name: str | None = None,
    quiet: bool = False,
) -> BatchView:
    """Run scenarios and designs, or what is missing of them, and return their results.

    Units that raise an error are left out and listed in ``failures`` of what is returned.

    Args:
        files: One scenario file or several; those with a design are run in all its variants.
        replicates: How often each arm is repeated, whatever the files say.
        draws: How many sets of parameters are drawn, whatever the files say.
        seed: Root of all randomness, whatever the files say.
        workers: Threads; left out, one for each core.
        cluster: Address of a Dask scheduler, such as ``tcp://host:8786``, in place of threads.
        out: Folder of all results; left out, the project's ``runs``.
        name: Name of the batch; left out, that of the file or its folder.
        quiet: Print no progress.

    Raises:
        CityTiesError: a file cannot be used as written; the message says what to do.
    """
    paths = [Path(file) for file in ([files] if isinstance(files, str | os.PathLike) else files)]
    request = Request(replicates, draws, seed, workers, cluster, _path(out), name, quiet)
    return _batch(paths, request)


def _batch(paths: Sequence[Path], request: Request) -> BatchView:
    console, found = Console(stderr=True, quiet=request.quiet), open_batch(paths, request)

    def complete() -> BatchView:
        """Compute what is missing and sum it up."""
        until_precise(found, request, console)
        write_batch(found.folder)
        return BatchView(found.folder.path)

    return mended(complete, console)


def claims(
    file: AnyPath = CLAIMS,
    *,
    full: bool = False,
    draws: int | None = None,
    workers: int | None = None,
    out: AnyPath | None = None,
    quiet: bool = False,
) -> ClaimsView:
    """Put the claims of a file on trial and return the verdicts.

    Args:
        file: The file of claims.
        full: All draws that were registered beforehand (minutes).
        draws: How many draws of each world, whatever the file says.
        workers: Threads; left out, one for each core.
        out: Folder of all results; left out, the project's ``runs``.
        quiet: Print no progress.

    Raises:
        CityTiesError: the file cannot be used as written; the message says what to do.
    """
    asked = ClaimsRequest(full, draws, workers, _path(out), quiet)
    claim_set = read_claims(scenario_file(Path(file)))
    session, _, _ = tested(claim_set, asked, Console(stderr=True, quiet=quiet))
    return ClaimsView(session.folder, claim_set.file)


def load(name: AnyPath, *, runs: AnyPath | None = None) -> RunView | BatchView | ClaimsView:
    """Return the results in a folder, given by its path, its name in ``runs``, or how the name begins.

    Raises:
        CityTiesError: there is no such folder, or the name may mean several.
    """
    return view_of(find_folder(os.fspath(name), runs_folder(_path(runs))))


def compare(*results: FolderView | AnyPath, runs: AnyPath | None = None) -> ComparisonView:
    """Put runs and batches side by side: what was set differently, and what came of it.

    A case of the first is the baseline of the case of the same name in the others, or else the first of all.

    Args:
        results: What :func:`run`, :func:`batch` and :func:`load` return, or folders as :func:`load` takes them.
        runs: Folder of all results; left out, the project's ``runs``. The page is written there when it is asked for.

    Raises:
        CityTiesError: there is nothing to compare, or no such folder.
    """
    home = runs_folder(_path(runs))
    folders = [one.path if isinstance(one, FolderView) else find_folder(os.fspath(one), home) for one in results]
    comparison = side_by_side(folders)
    if len(comparison.cases) < 2:
        raise CityTiesError("There is one case only; give two runs, or a batch of several scenarios or arms.")
    mark = hashlib.sha256("\n".join(folder.name for folder in folders).encode()).hexdigest()[:8]
    return ComparisonView(comparison, home / f"{OF_RUNS}-{mark}")


def _path(given: AnyPath | None) -> Path | None:
    return None if given is None else Path(given)
