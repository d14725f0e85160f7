"""The figure beside the table: time and memory against ties, months, replicates and workers."""

import re
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.table import Row

OURS, FLOOR, GREY = "#1b5e8c", "#c26a2d", "#777777"


def draw(rows: list[Row], path: Path) -> None:
    """Draw the rows on growth into a PNG or SVG file, which holds no date."""
    with mpl.rc_context(
        {"font.size": 9, "svg.hashsalt": "cityties", "axes.spines.top": False, "axes.spines.right": False}
    ):
        figure = Figure(figsize=(9.0, 6.0), layout="constrained")
        axes = figure.subplots(2, 2)
        ties(axes[0, 0], rows)
        memory(axes[0, 1], rows)
        months(axes[1, 0], rows)
        workers(axes[1, 1], rows)
        figure.savefig(path, dpi=150, metadata={"Software": None} if path.suffix == ".png" else {"Date": None})


def ties(axes: Axes, rows: list[Row]) -> None:
    """Cost of a tie-month against the number of ties, ours and that of C."""
    for version, colour in (("compiled", OURS), ("C floor", FLOOR)):
        found = [row for row in rows if row.topic == "growth with ties" and row.version == version]
        axes.plot([number(row.case) for row in found], [row.value for row in found], "o-", color=colour, label=version)
    axes.set(xscale="log", ylim=(0, None), xlabel="ties", ylabel="ns a tie-month", title="Time against ties")
    axes.legend(frameon=False)


def memory(axes: Axes, rows: list[Row]) -> None:
    """Peak memory against the number of ties."""
    found = [row for row in rows if row.topic == "memory with ties" and row.version != "making the world"]
    axes.plot([number(row.case) for row in found], [row.value for row in found], "o-", color=OURS)
    axes.axhline(2000, color=GREY, lw=0.8, ls=":")
    axes.set(xscale="log", ylim=(0, None), xlabel="ties", ylabel="MB", title="Peak memory of a process, 120 months")


def months(axes: Axes, rows: list[Row]) -> None:
    """Time of a history against its length."""
    found = [row for row in rows if row.topic == "growth with months"]
    lengths = [number(row.case) for row in found]
    axes.plot([0, *lengths], [0, *(row.value for row in found)], "o-", color=OURS)
    axes.set(xlim=(0, None), ylim=(0, None), xlabel="months", ylabel="ms", title="Time against months, 2,300 ties")


def workers(axes: Axes, rows: list[Row]) -> None:
    """Time of batches against replicates, by worker, on logarithmic axes: a straight line grows evenly."""
    found = [row for row in rows if row.topic == "growth with replicates and workers"]
    for version, colour in (("1 thread", OURS), ("2 threads", FLOOR)):
        mine = [row for row in found if row.version == version]
        amounts = [number(row.case) for row in mine]
        seconds = [row.value * amount / 1e3 for row, amount in zip(mine, amounts, strict=True)]
        axes.plot(amounts, seconds, "o-", color=colour, label=version)
    axes.set(
        xscale="log", yscale="log", xlabel="histories of East Asia", ylabel="s", title="Wall time against replicates"
    )
    axes.legend(frameon=False)


def number(case: str) -> int:
    """Return the first number in the name of a case."""
    found = re.search(r"[\d,]+", case)
    assert found is not None
    return int(found[0].replace(",", ""))
