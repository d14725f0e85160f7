"""``cityties world``: begin a world, make a synthetic one, or import one from a list of pairs of cities."""
# ruff: noqa: PLC0415

from pathlib import Path
from typing import Annotated

import typer

from cityties.cli.options import LARGEST_SEED, MOST_CITIES, MOST_NATIONS, MOST_TIES
from cityties.errors import counted

worlds = typer.Typer(
    help="Make worlds: small ones to begin with, synthetic ones, or from lists of pairs of cities.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@worlds.command("new")
def _new(
    name: Annotated[str, typer.Argument(help="Name of the world, such as baltic.")],
    *,
    cities: Annotated[
        int | None, typer.Option(help="Number of cities; left out, three for each nation.", min=2, max=MOST_CITIES)
    ] = None,
    nations: Annotated[int, typer.Option(help="Number of nations.", min=2, max=MOST_NATIONS)] = 2,
) -> None:
    """Begin a world of your own: small complete tables, and a scenario that runs in it."""
    from cityties.cli.world_new import begin_world

    begin_world(name, cities, nations)


@worlds.command("synth")
def _synth(
    *,
    cities: Annotated[int, typer.Option(help="Number of cities.", min=4, max=MOST_CITIES)] = 17820,
    ties: Annotated[int, typer.Option(help="Number of ties.", min=1, max=MOST_TIES)] = 26111,
    nations: Annotated[
        int, typer.Option(help="Number of nations; all pairs of them are dyads.", min=2, max=MOST_NATIONS)
    ] = 20,
    seed: Annotated[int, typer.Option(help="Seed of all random numbers.", min=0, max=LARGEST_SEED)] = 1,
    out: Annotated[Path, typer.Option(help="New folder for the tables.")] = Path("scenarios/worlds/synthetic"),
) -> None:
    """Make a world with the published statistics of the world's sister cities."""
    from cityties.worlds.synthetic import write_synthetic_world

    reached = write_synthetic_world(out, cities, ties, nations, seed)
    for name, value in reached.items():
        typer.echo(f"{name:20} {value:.3g}", err=True)
    typer.echo(str(out))


@worlds.command("import")
def _import(
    file: Annotated[Path, typer.Argument(help="List of pairs: CSV, or a query result of Wikidata as CSV or JSON.")],
    *,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--map", help="Which column is what: city_a=itemLabel, or of places, city=name; left out, by name."
        ),
    ] = None,
    nations: Annotated[str, typer.Option(help="Nations to keep, joined by commas; left out, all.")] = "",
    places: Annotated[
        Path | None,
        typer.Option(help="List of city, nation, latitude, longitude, for pairs without coordinates."),
    ] = None,
    skip: Annotated[bool, typer.Option("--skip", help="Leave out rows that cannot be used, and list them.")] = False,
    out: Annotated[Path, typer.Option(help="New folder for the tables.")] = Path("scenarios/worlds/imported"),
) -> None:
    """Make a world out of pairs of cities with nations and coordinates."""
    from cityties.worlds.imported import write_imported_world

    made = write_imported_world(file, column or [], nations, out, places, skip)
    n_cities, n_ties, n_nations = made.size
    typer.echo(f"{counted(n_cities, 'city')} of {counted(n_nations, 'nation')}, {counted(n_ties, 'tie')}", err=True)
    for line in made.summary:
        typer.echo(line, err=True)
    typer.echo(str(out))
