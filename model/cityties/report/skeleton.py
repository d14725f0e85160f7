"""The skeleton of every page: head, answer, contents, sections, and where the numbers come from.

A page of CityTies is a template that extends ``page.html`` and fills it with an answer and with sections; contents,
figures, provenance and style are the same for all. Pages open offline: figures are carried inside.
"""

import base64
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cityties.experiment.store import write_text
from cityties.figures.drawn import DrawnFigure
from cityties.report.numbers import MINUS, bounds, count, held, number, percent, share_of
from cityties.tables.language import TAGS, gap, language, msg, set_solid, tr, trn

REM_PER_INCH = 6
NEGATIVE = re.compile(r"(?<![\w.])-(?=\d)")
MEDIA = {"svg": "image/svg+xml", "png": "image/png"}
KINDS = {"csv": "CSV", "parquet": "Parquet"}
SHORT_HASH = 12
SCRIPT_TEXTS = (msg("Measure "), msg("Filter "), msg("Copied"), msg("Copy as CSV"), msg("Copy citation"), msg(", "))
"""What the script of a page writes."""


@dataclass(frozen=True)
class Frame:
    """What stands around the sections of a page.

    ``heading`` is that of the answer; ``origin`` holds term and description of where the numbers come from, ``repeat``
    how to get them again, ``kept`` where they are kept, ``tables`` the tables with what each holds; ``drawn`` names
    what intervals take account of besides random numbers, ``intervals`` what they are where no random numbers are
    behind them; ``citation`` is how to cite the numbers.
    """

    kind: str
    title: str
    heading: str
    question: str = ""
    facts: Markup | str = ""
    origin: Sequence[tuple[str, Markup | str]] = ()
    repeat: Markup | str = ""
    kept: Markup | str = ""
    tables: Mapping[str, str] = field(default_factory=dict)
    drawn: str = ""
    intervals: str = ""
    citation: str = ""


def write_page(path: Path, template: str, frame: Frame, figures: Sequence[DrawnFigure], **content: Any) -> Path:
    """Fill a template of this folder with its content and write the page; return it.

    Every figure stands at the end of its section unless the template puts it elsewhere. A figure without a section and
    a name that the template is not given are errors; text is escaped.
    """
    drawn: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for figure in figures:
        files = [kind for kind in MEDIA if (path.parent / "figures" / f"{figure.name}.{kind}").is_file()]
        drawn[figure.section].append({**embedded(figure), "files": files})
    contents: list[tuple[str, str]] = []

    def note(slug: str, title: str) -> str:
        """Note a section for the contents; prints nothing."""
        contents.append((slug, title))
        return ""

    def take(section: str, name: str) -> list[dict[str, Any]]:
        """Return the figures of a section, or the one of that name, that stand nowhere yet."""
        taken = [one for one in drawn[section] if name in ("", one["name"])]
        drawn[section] = [one for one in drawn[section] if one not in taken]
        return taken

    given: dict[str, Any] = {"has_figures": bool(figures)}
    given |= {"unlabelled": any(figure.labels != language() for figure in figures)}
    given |= {"frame": frame, "drawn": drawn, "contents": contents, "note": note, "take": take}
    text = _environment(path.parent).get_template(template).render(**given, **content)
    left = [f"{one['name']} ({section})" for section, ones in drawn.items() for one in ones]
    if left:
        raise ValueError(f"{template} has no section for the figures {', '.join(left)}")
    write_text(path, (text if language() == "en" else set_solid(text)) + "\n")
    return path


def _environment(folder: Path) -> Environment:
    """Return the templates of this folder, with what prints numbers and leads to the tables beside the page."""

    def kept(table: str) -> list[str]:
        """Return the kinds of file in which a table is kept."""
        return [kind for kind in KINDS if (folder / "tables" / f"{table}.{kind}").is_file()]

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(tr, trn, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {
        "number": number,
        "percent": percent,
        "count": count,
        "share_of": share_of,
        "tr": tr,
        "held": held,
    }
    environment.globals |= {"bounds": bounds, "kept": kept, "words": KINDS, "lang": TAGS[language()], "gap": gap()}
    environment.globals["script_texts"] = {text: tr(text) for text in SCRIPT_TEXTS}
    return environment


def origin(
    source: Markup | str, computed: str, seed: object, world: Markup | str, made: Mapping[str, Any]
) -> list[tuple[str, Markup | str]]:
    """Return where numbers come from, in the same words on every page.

    ``made`` is what the folder keeps of code and software (:func:`cityties.experiment.provenance.software`).
    """
    software = ", ".join(f"{name} {version}" for name, version in sorted(made.get("software", {}).items()))
    rows = [
        (tr("Scenario"), source),
        (tr("Computed"), computed),
        (tr("Seed"), str(seed)),
        (tr("Tables of the world"), world),
        ("CityTies", version_of(made.get("code", {}))),
        (tr("Software"), software),
    ]
    return [(term, what) for term, what in rows if what]


def version_of(code: Mapping[str, Any]) -> Markup | str:
    """Return the version of CityTies that computed something, with its commit and the digest of the model."""
    if not code:
        return ""
    commit = code.get("commit")
    later = tr(" with later changes") if code.get("changed_since_commit") else ""
    parts = [Markup("{}").format(code.get("cityties", tr("unknown")))]
    parts += [Markup(tr("commit <code>{}</code>{}")).format(commit[:SHORT_HASH], later)] if commit else []
    parts += [Markup(tr("model <code>{}</code>")).format(str(code.get("model", ""))[:SHORT_HASH])]
    return Markup(tr(", ")).join(parts)


def embedded(figure: DrawnFigure) -> dict[str, str]:
    """Return a figure as its template needs it: with its bytes in the address, so that the page opens offline."""
    return {
        "name": figure.name,
        "title": figure.title,
        "caption": _printed(figure.caption),
        "alt": _printed(figure.alt),
        "source": f"data:{MEDIA[figure.kind]};base64,{base64.b64encode(figure.content).decode('ascii')}",
        "width": f"{figure.width * REM_PER_INCH:.1f}rem",
    }


def _printed(words: str) -> str:
    """Return words with a true minus, and with percent signs that stay with their numbers."""
    return NEGATIVE.sub(MINUS, words).replace(" %", "\N{NO-BREAK SPACE}%")
