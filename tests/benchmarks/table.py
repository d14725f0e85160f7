"""The committed table: one row a measurement, as CSV and as Markdown that the README cites."""

import csv
import os
import platform
from dataclasses import astuple, dataclass, fields
from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement; ``ratio`` is to the row named in ``note`` or to the compiled model."""

    topic: str
    case: str
    version: str
    unit: str
    value: float
    ratio: float | None = None
    note: str = ""


def machine() -> str:
    """Describe processor, system and software in a line."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        cpu = names[0] if names else cpu
    software = ", ".join(f"{name} {version(name)}" for name in ("numba", "numpy", "mesa"))
    return f"{cpu}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {software}"


def write(rows: list[Row], folder: Path, name: str, minutes: float) -> None:
    """Write ``name``.csv and ``name``.md, one topic after another."""
    topics = list(dict.fromkeys(row.topic for row in rows))
    rows = sorted(rows, key=lambda row: topics.index(row.topic))
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow([field.name for field in fields(Row)])
        writer.writerows(astuple(row) for row in rows)
    text = [
        "# Benchmarks",
        "",
        f"Machine: {machine()}. One interleaved session of {minutes:.0f} minutes by",
        "`python -m uv run python tests/benchmarks`; medians. Times are processor times unless wall time is said.",
        "",
        "All versions compute the same core: strength, attention, consent, suspension, exchange, forum, provocation,",
        "publics, lobbying and escalation, with recorded ties. The C floor gives the same records to the bit,",
        "numpy to 1e-9, Mesa in distribution (`agreement.py`; false alarms once in a thousand checks).",
    ]
    topic = ""
    for row in rows:
        if row.topic != topic:
            topic = row.topic
            text += [
                "",
                f"## {topic[0].upper()}{topic[1:]}",
                "",
                "| case | version | value | ratio | note |",
                "|---|---|---|---|---|",
            ]
        ratio = "" if row.ratio is None else f"{row.ratio:.3g}"
        text.append(f"| {row.case} | {row.version} | {row.value:.4g} {row.unit} | {ratio} | {row.note} |")
    (folder / f"{name}.md").write_text("\n".join(text) + "\n", encoding="utf-8")
