"""A folder of scenarios as small as can be: one world of three nations, and one file that others extend."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

NATIONS = "nation,name\nCN,China\nJP,Japan\nKR,South Korea\n"
SHOCKS = """shock,date,type,crisis
CN-JP-2010-09,2010-09,political,CN-JP 2010-09
CN-JP-2012-09,2012-09,political,CN-JP 2012-09
CN-JP-2018-10,2018-10,positive,
pandemic-2020,2020-02,common,pandemic 2020
"""
MEETINGS = "network,date\nNEAR,1996-09\nOEAED,2004-11\n"
BASE = "title: Recorded history\nworld: worlds/small\nstart: 1972-01\nend: 2026-12\n"


def write_folder(folder: Path) -> Path:
    """Write the world and ``base.yaml`` into a folder, and return the folder."""
    world = folder / "worlds" / "small"
    world.mkdir(parents=True)
    (world / "nations.csv").write_text(NATIONS)
    (world / "shocks.csv").write_text(SHOCKS)
    (world / "network_meetings.csv").write_text(MEETINGS)
    (folder / "base.yaml").write_text(BASE)
    return folder


def write(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    """Write a scenario file into the folder, and return its path."""
    path = folder / name
    path.write_text(text)
    return path


def write_resolved(settings: dict[str, Any], path: Path) -> Path:
    """Write settings as a scenario file, and return its path."""
    with path.open("w", encoding="utf-8") as out:
        YAML(typ="safe", pure=True).dump(settings, out)
    return path
