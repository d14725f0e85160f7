"""Where the tests find what the repository holds."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "model" / "cityties"
SCENARIOS = ROOT / "scenarios"
EAST_ASIA = SCENARIOS / "worlds" / "east-asia"
HISTORICAL = SCENARIOS / "historical.yaml"
