"""A scenario as the text of a file, complete, so that a run can be repeated from its own folder."""

from collections.abc import Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

WIDTH = 110


def scenario_text(plain: Mapping[str, Any]) -> str:
    """Return plain values, as :meth:`cityties.scenario.models.Scenario.resolved` gives them, as YAML 1.2."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.width = WIDTH
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    stream = StringIO()
    yaml.dump(dict(plain), stream)
    return stream.getvalue()
