"""The JSON Schema of a scenario file, with which editors offer keys and mark errors while one types."""

from typing import Any

from cityties.scenario.models import Scenario

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_EXTENDS = {"type": "string", "minLength": 1, "description": "scenario file that this one changes, seen from this file"}
_FROM_FILE = {
    "type": "object",
    "description": "draws of a file that `cityties calibrate` wrote; all, or the first so many",
    "properties": {"from": {"type": "string", "minLength": 1}, "first": {"type": "integer", "minimum": 1}},
    "required": ["from"],
    "additionalProperties": False,
}
_CHOSEN_BY_NAME = ("ParameterSettings", "MechanismSettings")


def scenario_schema() -> dict[str, Any]:
    """Return the schema (draft 2020-12) with meanings, units, bounds, defaults and all names of parameters.

    What only the world's tables can show (names of nations, shocks, crises) and what needs two keys at once (an end
    before the start) is left to ``cityties check``.
    """
    schema = _message(Scenario.model_json_schema())
    for section in _CHOSEN_BY_NAME:
        schema["$defs"][section]["propertyNames"] = {"enum": list(schema["$defs"][section]["properties"])}
    draws = schema["$defs"]["DesignSettings"]["properties"]
    draws["draws"] = {"anyOf": [draws["draws"], _FROM_FILE]}
    required = schema.pop("required")
    del schema["properties"]["name"]["default"]
    schema["properties"] = {"extends": _EXTENDS, **schema["properties"]}
    schema["anyOf"] = [{"required": ["extends"]}, {"required": required}]
    return {"$schema": DIALECT, "title": "CityTies scenario", **schema}


def _message(part: Any) -> Any:
    """Drop the titles made up from names, and put units where editors show them: in the description."""
    if isinstance(part, list):
        return [_message(item) for item in part]
    if not isinstance(part, dict):
        return part
    message = {key: _message(value) for key, value in part.items() if not (key == "title" and isinstance(value, str))}
    if isinstance(message.get("unit"), str):
        message["description"] = f"{message['description']} (unit: {message.pop('unit')})"
    return message
