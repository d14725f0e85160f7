"""A folder of scenarios: the small world with names from East Asia, and one file that others extend."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from builders.worlds_on_disk import PROVENANCE, write_small_world

NATIONS = {"AA": "CN", "BB": "JP", "CC": "KR"}
SHOCKS = f"""shock,dyad,date,until,type,severity,level,factor_a,factor_b,crisis,place,title,{PROVENANCE}
CN-JP-2010-09,CN-JP,2010-09,,political,0.5,,1,1,CN-JP 2010-09,,A collision,INVENTED,high,
CN-JP-2012-09,CN-JP,2012-09,,political,0.9,,1,1,CN-JP 2012-09,,A purchase,INVENTED,high,
CN-JP-2018-10,CN-JP,2018-10,,positive,,1,,,,,A visit,INVENTED,high,
pandemic-2020,all,2020-02,2022-12,common,,,,,pandemic 2020,,A pandemic,INVENTED,high,
"""
NETWORKS = f"""network,name,founded,members,meetings,topic,{PROVENANCE}
RING,Ring of ports,2004-11,,,,INVENTED,high,
NEAR,Regions,1996-09,,,,INVENTED,high,
OEAED,Ports,2004-11,,,,INVENTED,high,
"""
MEETINGS = f"network,date,place,{PROVENANCE}\nNEAR,1996-09,,INVENTED,high,\nOEAED,2004-11,,INVENTED,high,\n"
BASE = "title: Recorded history\nworld: worlds/small\nstart: 1972-01\nend: 2026-12\n"


def write_folder(folder: Path) -> Path:
    """Write the world and ``base.yaml`` into a folder, and return the folder."""
    world = write_small_world(folder / "worlds" / "small")
    for table in world.rglob("*.csv"):
        text = table.read_text(encoding="utf-8")
        for invented, nation in NATIONS.items():
            text = text.replace(invented, nation)
        table.write_text(text, encoding="utf-8")
    for name, text in (("shocks", SHOCKS), ("networks", NETWORKS), ("network_meetings", MEETINGS)):
        (world / f"{name}.csv").write_text(text, encoding="utf-8")
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
