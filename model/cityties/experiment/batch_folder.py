"""The folder of a run or batch: what was asked for, what is done, and its tables. A run is a batch of one variant.

batch.json      variants with all settings, how much was asked for and when, versions, seeds
journal.jsonl   one line for each finished chunk: its units, where they came from, what failed
parts/TABLE/    results of single units, one Parquet file a chunk
world/, rules/  the tables and the custom rules that it ran with
scenario.yaml   of a run: the scenario with every default filled in, pointing at these copies
tables/         what sums it up, as Parquet and CSV
sealed.json     what all of it was made from, and how each file was
figures/        SVG, of a large figure PNG too
report.html     opens offline

The libraries of tables are imported where a table is read or written: to look what is done takes none of them.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cityties.errors import CityTiesError
from cityties.experiment import journal
from cityties.experiment.batch_shape import BATCH_SHAPE, OLD_SHAPE, misfit
from cityties.experiment.journal import Entry
from cityties.experiment.store import write_json, write_parquet
from cityties.experiment.stored import MADE_OF, DamagedPartError, reading, stored_json, stored_table
from cityties.experiment.units import BRIEF, TABLES, Asked, Chunk, Unit, chunks_of, unit_named

if TYPE_CHECKING:
    import pyarrow as pa

BATCH, SCENARIO, OLD_MANIFEST = "batch.json", "scenario.yaml", "manifest.json"


@dataclass(frozen=True)
class BatchFolder:
    """A run or batch on disk; nothing of it is held in memory but what was asked for."""

    path: Path

    @cached_property
    def content(self) -> dict[str, Any]:
        """What ``batch.json`` says.

        Raises:
            CityTiesError: the folder holds neither run nor batch, or one that cannot be read; what to do is said.
        """
        try:
            found: dict[str, Any] = stored_json(self.path / BATCH, BATCH_SHAPE)
            if fault := misfit(found):
                raise ValueError(fault)
        except FileNotFoundError:
            raise CityTiesError(self._without_content()) from None
        except ValueError as error:
            raise CityTiesError(
                f"{self.path}: {BATCH}: {error}. Delete the folder and give the command again."
            ) from None
        return found

    def _without_content(self) -> str:
        old = self.old_version
        if old is None:
            return f"{self.path}: holds neither a run nor a batch. `cityties list` shows what there is."
        return (
            f"{self.path}: a run of {old}, which kept its results in another way; this version cannot read them. "
            f"Compute it again with `cityties run {self.path / SCENARIO}`."
        )

    @property
    def old_version(self) -> str | None:
        """Version and model of the CityTies that wrote a run before runs and batches had one store; else None."""
        try:
            code = stored_json(self.path / OLD_MANIFEST, OLD_SHAPE)["code"]
            return f"CityTies {code['cityties'][:20]} (model {code['model'][:8]})"
        except (OSError, ValueError):
            return None

    def write_content(self, content: Mapping[str, Any]) -> None:
        """Write ``batch.json`` whole and forget what was read before."""
        write_json(self.path / BATCH, content)
        self.__dict__.pop("content", None)

    @property
    def exists(self) -> bool:
        """Whether a run or batch was begun here."""
        return (self.path / BATCH).is_file()

    @property
    def readable(self) -> bool:
        """Whether ``batch.json`` can be read."""
        try:
            return bool(self.content)
        except (CityTiesError, OSError):
            return False

    @property
    def detail(self) -> bool:
        """Whether the detailed tables of a run were asked for too."""
        return bool(self.content.get("detail", False))

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that its units have."""
        return TABLES if self.detail else BRIEF

    @property
    def code(self) -> dict[str, Any]:
        """Versions of the code that last wrote here: ``cityties``, ``model``, ``commit``."""
        found: dict[str, Any] = self.content["history"][-1]["code"]
        return found

    @property
    def generations(self) -> list[Asked]:
        """How much was asked for, in the order of asking."""
        return [Asked(tuple(one["replicates"]), tuple(one["samples"])) for one in self.content["generations"]]

    @property
    def labels(self) -> list[str]:
        """Names of the variants, in the order of their numbers."""
        return [variant["label"] for variant in self.content["variants"]]

    def chunks(self) -> list[Chunk]:
        """Return all chunks asked for."""
        return list(chunks_of(self.generations, self.detail))

    def entries(self) -> dict[str, Entry]:
        """Return the entry of every chunk whose files are there."""
        found = journal.read(self.path)
        return {name: entry for name, entry in found.items() if self._has_files(entry)}

    def _has_files(self, entry: Entry) -> bool:
        """Return whether every file of a chunk is there with all its bytes; else the chunk is computed again."""
        if not entry.done:
            return True
        if not entry.sizes:  # of a version of CityTies that did not write them down
            return self.part("outcomes", entry.chunk).is_file()
        paths = ((self.part(table, entry.chunk), size) for table, size in entry.sizes.items())
        return all(path.is_file() and path.stat().st_size == size for path, size in paths)

    def units_done(self) -> dict[Unit, tuple[str, str]]:
        """Return chunk and identity of every unit that is done and whose files are whole."""
        return units_of(self.entries())

    def units_written(self) -> dict[Unit, tuple[str, str]]:
        """Return chunk and identity of every unit that was ever written, whatever became of its files."""
        return units_of(journal.read(self.path))

    def failures(self) -> dict[str, str]:
        """Return the message of every unit that failed, by its name."""
        return {name: message for entry in self.entries().values() for name, message in entry.failed.items()}

    def part(self, table: str, chunk: str) -> Path:
        """Return the file of one table of one chunk."""
        return self.path / "parts" / table / f"{chunk}.parquet"

    def write_chunk(self, chunk: Chunk, made: Sequence[Mapping[str, pa.Table]], entry: Entry) -> None:
        """Write the tables of a chunk's units, in their order, and only then the line that says so.

        Raises:
            CityTiesError: a column is not declared, so nobody could say what it holds.
        """
        import pyarrow as pa

        from cityties.experiment.columns import part_column

        sizes = {}
        for table in self.tables:
            rows = [tables[table] for tables in made if table in tables]
            for column in {name for one in rows for name in one.column_names}:
                part_column(table, column)
            if rows:
                path = self.part(table, chunk.name)
                write_parquet(path, pa.concat_tables(rows).replace_schema_metadata({MADE_OF: entry.made_of}))
                sizes[table] = path.stat().st_size
        journal.append(self.path, replace(entry, sizes=sizes))

    def read_chunk(self, chunk: str, tables: Sequence[str] = TABLES) -> dict[str, pa.Table]:
        """Read the tables of a chunk, as far as they are there.

        Raises:
            DamagedPartError: one of them is not as it was written.
        """
        entry = self.entries().get(chunk)
        made_of = entry.made_of if entry else None
        paths = {table: self.part(table, chunk) for table in tables}
        return {table: stored_table(path, _KEYS, made_of) for table, path in paths.items() if path.is_file()}

    def table_files(self, table: str) -> Iterator[Path]:
        """Yield the files of one table in the order of their chunks."""
        yield from (path for path, _ in self._files(table))

    def _files(self, table: str) -> Iterator[tuple[Path, Entry]]:
        """Yield the files of one table, with what the journal says of their chunk."""
        entries = self.entries()
        for chunk in self.chunks():
            path = self.part(table, chunk.name)
            if chunk.name in entries and path.is_file():
                yield path, entries[chunk.name]

    def part_columns(self) -> dict[str, list[str]]:
        """Return the columns of the tables of its units, as ``parts/TABLE``, of those that were written."""
        import pyarrow.parquet as pq

        found = {}
        for table in self.tables:
            path = next(self.table_files(table), None)
            if path is not None:
                with reading(path):
                    found[f"parts/{table}"] = pq.read_schema(path).names
        return found

    def read_table(
        self,
        table: str,
        columns: Sequence[str] | None = None,
        filters: Any = None,
        words: Sequence[str] | None = None,
    ) -> pa.Table:
        """Read one table over all chunks, or the rows and columns of it that are asked for.

        Columns named in ``words`` come as dictionaries, which are categories in pandas.

        Raises:
            DamagedPartError: a file is not as it was written.
        """
        import pyarrow as pa

        asked = {"columns": list(columns) if columns else None, "filters": filters}
        if words:
            asked["read_dictionary"] = list(words)
        read: list[pa.Table] = []
        for path, entry in self._files(table):
            found = stored_table(path, columns or _KEYS, entry.made_of, **asked)
            if read and found.schema != read[0].schema:
                raise DamagedPartError(path, "holds other columns than the parts before it")
            read.append(found)
        return pa.concat_tables(read) if read else pa.table({})


def units_of(entries: Mapping[str, Entry]) -> dict[Unit, tuple[str, str]]:
    """Return chunk and identity of every unit that entries say is done."""
    done = ((entry.chunk, entry.done.items()) for entry in entries.values())
    return {unit_named(name): (chunk, identity) for chunk, units in done for name, identity in units}


_KEYS = ("variant", "draw")
"""Columns that every table of units has."""


def cut_unit(tables: Mapping[str, pa.Table], unit: Unit, variant: int) -> dict[str, pa.Table]:
    """Return the rows of one unit out of the tables of a chunk, under the number of another variant."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = {}
    for name, table in tables.items():
        first = pc.field("replicate" if "replicate" in table.column_names else "first_replicate")
        rows = table.filter(
            (pc.field("variant") == unit.variant)
            & (pc.field("draw") == unit.draw)
            & (first >= unit.first)
            & (first < unit.last)
        )
        if len(rows) or not len(table):
            place = rows.column_names.index("variant")
            number = pa.array([variant] * len(rows), pa.int32())
            found[name] = rows.set_column(place, "variant", number)
    return found


def batches(runs: Path) -> list[BatchFolder]:
    """Return the runs and batches in a folder of runs, newest first; those that cannot be read are passed over."""
    found = [BatchFolder(path.parent) for path in runs.glob(f"*/{BATCH}")]
    readable = [one for one in found if one.readable]
    return sorted(readable, key=lambda one: (-(one.path / BATCH).stat().st_mtime, one.path.name))
