"""``cityties rivals``: the null models and rival worlds by name, each with the buffer index that it gives."""

import os
from collections.abc import Sequence
from math import isnan
from pathlib import Path

from rich.console import Console

from cityties.claims.declared import HISTORY, Claim, Setting
from cityties.claims.estimands import ESTIMANDS
from cityties.claims.reading import ClaimSet, read_claims
from cityties.claims.session import evidence, open_worlds, replicates_to_do
from cityties.claims.size import size_of
from cityties.claims.summary import rival_table
from cityties.claims.table import Find, values
from cityties.claims.verdicts import LEAST_DRAWS, label, shares
from cityties.claims.worlds import SAMPLE_NAMES, SAMPLES
from cityties.cli.progress import with_bar
from cityties.cli.screen import echo, print_table
from cityties.errors import CityTiesError, did_you_mean
from cityties.experiment.batch import compute_here
from cityties.scenario.places import runs_folder, scenario_file

RIVAL = "R"
LABEL = 12


def list_rivals(claim_set: ClaimSet) -> None:
    """Print the null models by code, the rivals by name, and all other worlds, each with what it is."""
    worlds = claim_set.content.worlds
    nulls = {f"{world.null} {name}": _what(claim_set, name) for name, world in worlds.items() if world.null}
    rivals = {
        name: claim.statement + (" (not tested)" if claim.not_tested else "")
        for name, claim in claim_set.content.claims.items()
        if name.startswith(RIVAL)
    }
    others = {name: _what(claim_set, name) for name, world in worlds.items() if not world.null}
    listed = (("Null models", dict(sorted(nulls.items()))), ("Rivals", rivals), ("Other worlds", others))
    for heading, rows in listed:
        echo(heading, strong=True)
        wide = max(map(len, rows), default=0) + 2
        for name, what in rows.items():
            echo(f"{name:{wide}}{what}", wide)
        echo("")


def _what(claim_set: ClaimSet, name: str) -> str:
    """Describe a world: its scenario's title, what is set besides, and whether ties' effects are never left out."""
    world = claim_set.content.worlds[name]
    parts = [
        claim_set.scenarios[name].title,
        ", ".join(f"{key}: {_as_written(value)}" for key, value in world.set.items()),
    ]
    parts.append("months of forum and networks drawn anew" if world.permute_city_events else "")
    parts.append("with ties alone" if world.arms != "both" else "")
    return "; ".join(part for part in parts if part)


def _as_written(value: Setting) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def run_rival(file: Path, name: str | None, draws: int | None, workers: int | None, out: Path | None) -> None:
    """Run a world, a null model by its code or a claim by its name, and print the shares; without a name list all.

    Raises:
        CityTiesError: nothing is called that, or it has no arm without ties, or no test.
    """
    claim_set = read_claims(scenario_file(file))
    if name is None:
        list_rivals(claim_set)
        return
    claim = _claim_named(claim_set, name)
    needed = [claim.world, claim.against or claim.world] if claim else [_world_named(claim_set, name)]
    size = size_of(claim_set) if draws is None else size_of(claim_set).with_draws(draws)
    session = open_worlds(claim_set, list(dict.fromkeys([HISTORY, *needed])), size, runs_folder(out))
    console = Console(stderr=True)
    threads = workers or os.cpu_count() or 1
    total = replicates_to_do(session.batch)
    with_bar("Replicates", total, console, lambda report: compute_here(session.batch, threads, report))
    if claim:
        _print_test(claim_set, name, claim, evidence(session))
    else:
        eps = claim_set.content.rule.eps[1]
        _print_shares(claim_set, rival_table(session, evidence(session), eps, [HISTORY, *needed]).to_dict("records"))


def _claim_named(claim_set: ClaimSet, name: str) -> Claim | None:
    """Return the claim of that name, if there is one and it can be tested by itself."""
    if name not in claim_set.content.claims:
        return None
    if name not in claim_set.tested:
        raise CityTiesError(f"'{name}' is not tested: {claim_set.content.claims[name].not_tested}.")
    claim = claim_set.tested[name]
    if ESTIMANDS[claim.estimand].of_panel:
        raise CityTiesError(f"'{name}' reads single ties; run `cityties claims`.")
    return claim


def _world_named(claim_set: ClaimSet, name: str) -> str:
    """Return the world of that name, or that is the null model of that code."""
    worlds = claim_set.content.worlds
    found = next((key for key, world in worlds.items() if name in (key, world.null)), None)
    if found is None:
        known = [*worlds, *(world.null for world in worlds.values() if world.null), *claim_set.content.claims]
        hint = did_you_mean(name, known) or " `cityties rivals` lists them all."
        raise CityTiesError(f"no world, null model or claim is called '{name}'.{hint}")
    if worlds[found].arms != "both":
        raise CityTiesError(f"'{found}' is run with ties alone, so it has no buffer index.{_used_by(claim_set, found)}")
    return found


def _used_by(claim_set: ClaimSet, world: str) -> str:
    """Name the claims that read a world."""
    names = [name for name, claim in claim_set.tested.items() if world in (claim.world, claim.against)]
    return f" It is read by {', '.join(names)}." if names else ""


def _print_test(claim_set: ClaimSet, name: str, claim: Claim, find: Find) -> None:
    """Print test and shares of one claim; its verdict among all claims is a matter of `cityties claims`."""
    eps = claim_set.content.widths(claim)[1]
    against = f", against {claim.against}" if claim.against else ""
    side = "within" if claim.expected == "near" else f"{claim.expected} {claim.zero:g} by more than"
    expected = f"{side} {eps:g}" + (f" of {claim.zero:g}" if claim.expected == "near" else "")
    echo(f"{name}  {claim.statement}")
    for heading, text in (
        ("Test", ESTIMANDS[claim.estimand].meaning),
        ("World", f"{claim.world}{against}; {', '.join(claim.crises)}"),
        ("Expected", expected),
        ("Refuted if", claim.refuted_if),
    ):
        echo(f"{heading:{LABEL}}{text}", LABEL)
    rows = []
    for sample in SAMPLES:
        found = shares(values(claim, sample, find), claim.zero, eps, claim.expected)
        enough = found.n >= LEAST_DRAWS
        rows.append(
            (
                SAMPLE_NAMES[sample],
                _parts((found.expected, found.inside, found.other)),
                f"{found.median:.3f}",
                str(found.n),
                label(found, claim_set.content.rule.certainty) if enough else f"needs {LEAST_DRAWS} draws",
            )
        )
    print_table(("drawn", "for / none / against", "median", "draws", "verdict, by itself"), rows, frozenset({2, 3}))


def _parts(shares: Sequence[float]) -> str:
    return " / ".join("-" if isnan(part) else f"{part:.0%}" for part in shares)


def _print_shares(claim_set: ClaimSet, rows: list[dict[object, object]]) -> None:
    shares_of = []
    for row in rows:
        null = "" if row["null"] == "-" else f" ({row['null']})"
        shown = _parts([float(str(row[key])) for key in ("buffer", "none", "harm")])
        exact = ", B exactly 0" if row["exactly_zero"] else ""
        drawn = SAMPLE_NAMES[str(row["sample"])]
        named = f"{row['world']}{null}, {drawn}{exact}"
        shares_of.append((shown, f"{row['median']:.3f}", str(row["draws"]), named))
    echo(f"Shares of draws at eps = {claim_set.content.rule.eps[1]:g}")
    print_table(("soften / neither / harm", "median B", "draws", "world, drawn from"), shares_of, frozenset({1, 2}))
