"""Where the tests find what the repository holds."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "model" / "cityties"
SCENARIOS = ROOT / "scenarios"
HISTORICAL = SCENARIOS / "historical.yaml"
