"""``cityties schema``: the JSON Schema of scenario files, for editors that complete and check while one types."""

import json
from pathlib import Path

import typer

from cityties.errors import CityTiesError
from cityties.scenario.json_schema import scenario_schema


def write_schema(out: Path | None) -> None:
    """Print the schema, or write it to a file, which is replaced.

    Raises:
        CityTiesError: the file cannot be written.
    """
    text = json.dumps(scenario_schema(), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CityTiesError(f"{out}: cannot be written: {(error.strerror or str(error)).lower()}.") from None
    typer.echo(f"{out}: written.")
