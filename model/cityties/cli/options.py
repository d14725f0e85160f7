"""Bounds of the numbers that options take, in one place, so that no option lets through what a file may not say.

They repeat what scenario files allow, because help must appear before those are imported; a test compares them.
"""

from typing import Annotated

import typer

MOST_REPLICATES = 1_000_000
MOST_DRAWS = 2**20
MOST_CLAIM_DRAWS = 100_000
LARGEST_SEED = 2**63 - 1
MOST_THREADS = 1024
MOST_RULE_SECONDS = 86_400
STUDIES = ("calibration", "holdout", "forecast", "sensitivity", "settle", "discover", "evidence", "score")
KINDS = ("run", "batch", "claims", *STUDIES, "ensemble", "comparison", "damaged", "old")
"""What a folder of results may hold."""
MOST_CITIES, MOST_TIES, MOST_NATIONS = 1_000_000, 5_000_000, 1_000

Replicates = Annotated[
    int | None, typer.Option(help="Repeat each arm so often, whatever the files say.", min=1, max=MOST_REPLICATES)
]
Draws = Annotated[
    int | None, typer.Option(help="Draw so many sets of parameters, whatever the files say.", min=0, max=MOST_DRAWS)
]
ClaimDraws = Annotated[int | None, typer.Option(help="So many draws of each world.", min=1, max=MOST_CLAIM_DRAWS)]
Seed = Annotated[
    int | None, typer.Option(help="Root of all random numbers, whatever the files say.", min=0, max=LARGEST_SEED)
]
Workers = Annotated[int | None, typer.Option(help="Threads; left out, one for each core.", min=1, max=MOST_THREADS)]
RuleSeconds = Annotated[
    int | None,
    typer.Option(
        help="Most seconds of a replicate with custom rules; one that takes longer fails, alone. Left out, any number.",
        min=1,
        max=MOST_RULE_SECONDS,
    ),
]
