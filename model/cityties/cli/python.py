"""The commands for Python: ``run``, ``batch``, ``claims``, ``compare`` and ``load`` return what they made as a view."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from cityties.analysis.comparison import compare as side_by_side
from cityties.cli.batch import Request, open_batch, until_precise
from cityties.cli.claims import ClaimsRequest, tested
from cityties.cli.compare import OF_RUNS
from cityties.cli.folders import find_folder
from cityties.cli.run import computed_run
from cityties.errors import CityTiesError
from cityties.experiment.results import results_of
from cityties.report.batch_page import write_batch
from cityties.report.folder_view import FolderView
from cityties.report.page import write_report
from cityties.report.views import BatchView, ClaimsView, ComparisonView, RunView, view_of

type AnyPath = str | os.PathLike[str]
RUNS, CLAIMS = "runs", "scenarios/claims.yaml"


def run(
    file: AnyPath,
    *,
    replicates: int | None = None,
    seed: int | None = None,
    parameters: Mapping[str, Any] | None = None,
    workers: int | None = None,
    out: AnyPath = RUNS,
    quiet: bool = False,
) -> RunView:
    """Run a scenario, or what is missing of it, and return its results.

    Args:
        file: The scenario file.
        replicates: How often each arm is repeated, whatever the file says.
        seed: Root of all randomness, whatever the file says.
        parameters: Settings by name: parameters and mechanisms such as ``{"over_compliance": 0, "lobbying": False}``,
            others in full such as ``{"shocks.CN-JP-2012-09.severity": 0.5}``.
        workers: Threads; left out, one for each core.
        out: Folder of all results.
        quiet: Print no progress.

    Raises:
        CityTiesError: the scenario, its world or a parameter cannot be used as written; the message says what to do.
    """
    request = Request(replicates, seed=seed, workers=workers, out=Path(out), quiet=quiet)
    done = computed_run(Path(file), request, Console(stderr=True, quiet=quiet), parameters)
    if failures := done.folder.failures():
        raise CityTiesError("\n".join(f"{done.folder.path}: {unit} failed: {said}" for unit, said in failures.items()))
    write_report(results_of(done))
    return RunView(done.folder.path)


def batch(
    files: AnyPath | Sequence[AnyPath],
    *,
    replicates: int | None = None,
    draws: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    out: AnyPath = RUNS,
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
        out: Folder of all results.
        name: Name of the batch; left out, that of the file or its folder.
        quiet: Print no progress.

    Raises:
        CityTiesError: a file cannot be used as written; the message says what to do.
    """
    paths = [Path(file) for file in ([files] if isinstance(files, str | os.PathLike) else files)]
    request = Request(replicates, draws, seed, workers, cluster, Path(out), name, quiet)
    found = until_precise(open_batch(paths, request), request, Console(stderr=True, quiet=quiet))
    write_batch(found.folder)
    return BatchView(found.folder.path)


def claims(
    file: AnyPath = CLAIMS,
    *,
    full: bool = False,
    draws: int | None = None,
    workers: int | None = None,
    out: AnyPath = RUNS,
    quiet: bool = False,
) -> ClaimsView:
    """Put the claims of a file on trial and return the verdicts.

    Args:
        file: The file of claims.
        full: All draws that were registered beforehand (minutes).
        draws: How many draws of each world, whatever the file says.
        workers: Threads; left out, one for each core.
        out: Folder of all results.
        quiet: Print no progress.

    Raises:
        CityTiesError: the file cannot be used as written; the message says what to do.
    """
    asked = ClaimsRequest(full, draws, workers, Path(out), quiet)
    session, _, _ = tested(Path(file), asked, Console(stderr=True, quiet=quiet))
    return ClaimsView(session.folder, Path(file))


def load(name: AnyPath, *, runs: AnyPath = RUNS) -> RunView | BatchView | ClaimsView:
    """Return the results in a folder, given by its path, its name in ``runs``, or how the name begins.

    Raises:
        CityTiesError: there is no such folder, or the name may mean several.
    """
    return view_of(find_folder(os.fspath(name), Path(runs)))


def compare(*results: FolderView | AnyPath, runs: AnyPath = RUNS) -> ComparisonView:
    """Put runs and batches side by side: what was set differently, and what came of it.

    A case of the first is the baseline of the case of the same name in the others, or else the first of all.

    Args:
        results: What :func:`run`, :func:`batch` and :func:`load` return, or folders as :func:`load` takes them.
        runs: Folder of all results, in which the page is written when it is asked for.

    Raises:
        CityTiesError: there is nothing to compare, or no such folder.
    """
    folders = [one.path if isinstance(one, FolderView) else find_folder(os.fspath(one), Path(runs)) for one in results]
    comparison = side_by_side(folders)
    if len(comparison.cases) < 2:
        raise CityTiesError("There is one case only; give two runs, or a batch of several scenarios or arms.")
    mark = hashlib.sha256("\n".join(folder.name for folder in folders).encode()).hexdigest()[:8]
    return ComparisonView(comparison, Path(runs) / f"{OF_RUNS}-{mark}")
