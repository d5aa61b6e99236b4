"""The formats of ``--report FORMAT=PATH``: what there is, what was asked for, and rendering it.

Most formats are one file. ``csv`` and ``parquet`` are tables: where PATH ends in ``.csv`` (or
``.parquet``) it is one table, the one that the file is named after, else ``sentences``; any other
PATH is a folder that gets all three. ``-`` is standard output, for formats that are text.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from mtcheck.errors import ConfigError
from mtcheck.reporters.csv_tables import TABLES, csv_table
from mtcheck.reporters.github import render_github
from mtcheck.reporters.gitlab import render_gitlab
from mtcheck.reporters.junit import render_junit
from mtcheck.reporters.markdown import render_markdown
from mtcheck.reporters.parquet import render_parquet
from mtcheck.reporters.rdjson import render_rdjson
from mtcheck.reporters.sarif import render_sarif
from mtcheck.reporters.xlsx import render_xlsx
from mtcheck.store import dump_verdicts
from mtcheck.types import FileVerdict

STANDARD_OUTPUT: Final = "-"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a report may need to know besides the verdicts.

    ``raw``: CSV cells exactly as they are. ``objections``, one a verdict: why the gate fails the
    file, or nothing; None where no gate was asked. ``table`` names one of the tables.
    """

    raw: bool = False
    objections: tuple[str, ...] | None = None
    table: str = "sentences"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, what it is in a few words, and what renders it.

    ``tables``: the ending of its files, where it is tables. ``binary``: not for standard output.
    """

    name: str
    doc: str
    render: Callable[[Sequence[FileVerdict], Wanted], bytes]
    tables: str = ""
    binary: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """One report that was asked for. ``files`` are the paths it writes, with their tables."""

    format: Format
    path: str
    files: tuple[tuple[str, str], ...]


def parse_reports(
    texts: Sequence[str], *, besides: Sequence[str] = (), origin: str = "--report"
) -> tuple[Report, ...]:
    """The reports that these ``FORMAT=PATH`` ask for.

    ``besides`` are files that are written as well; ``origin`` begins an error. Raises
    ConfigError for an unknown format, a missing path, a path that cannot be one of this format,
    and two results on one path.

    >>> [report.files for report in parse_reports(["csv=out", "csv=findings.csv", "sarif=-"])][1:]
    [(('findings.csv', 'findings'),), (('-', ''),)]
    """
    reports = tuple(_parse(text, origin) for text in texts)
    taken = {_key(path): path for path in besides}
    for report in reports:
        asked = f"{origin} {report.format.name}={report.path}"
        for path, _ in report.files:
            for key, other in taken.items():
                if key == _key(path):
                    where = "standard output" if path == STANDARD_OUTPUT else path
                    raise ConfigError(f"{asked}: something else is written to {where}")
                if _is_below(key, _key(path)) or _is_below(_key(path), key):
                    raise ConfigError(f"{asked}: {path} and {other} cannot both be written")
            taken[_key(path)] = path
    return reports


def render_reports(
    reports: Sequence[Report], verdicts: Sequence[FileVerdict], wanted: Wanted | None = None
) -> dict[str, bytes]:
    """The content of every file that the reports write, by path; ``-`` is standard output."""
    wanted = wanted or Wanted()
    contents = {}
    for report in reports:
        for path, table in report.files:
            contents[path] = report.format.render(verdicts, replace(wanted, table=table))
    return contents


def format_of(name: str, *, origin: str = "--report") -> Format:
    """The format of this name. Raises ConfigError naming the nearest one."""
    if name in FORMATS:
        return FORMATS[name]
    near = difflib.get_close_matches(name.lower(), FORMATS, n=1, cutoff=0.5)
    known = ", ".join(FORMATS)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise ConfigError(f"{origin}: no format {name!r}: {known}{hint}")


def _parse(text: str, origin: str) -> Report:
    name, equals, path = text.partition("=")
    if not equals or not path:
        raise ConfigError(f"{origin} {text}: FORMAT=PATH is expected, such as html=report.html")
    form = format_of(name, origin=origin)
    if path == STANDARD_OUTPUT:
        if form.binary:
            raise ConfigError(f"{origin} {text}: {form.name} is not text: name a file")
        return Report(form, path, ((path, "sentences" if form.tables else ""),))
    if "\0" in path:
        raise ConfigError(f"{origin} {form.name}: a path cannot hold a NUL character")
    if not form.tables:
        if Path(path).is_dir() or path.endswith(("/", os.sep)):
            raise ConfigError(f"{origin} {text}: a file is written here, not a folder")
        return Report(form, path, ((path, ""),))
    if Path(path).suffix.lower() == form.tables and not Path(path).is_dir():
        stem = Path(path).stem.lower()
        table = stem if stem in TABLES else "sentences"
        return Report(form, path, ((path, table),))
    if Path(path).is_file():
        raise ConfigError(f"{origin} {text}: a folder, or a name that ends in {form.tables}")
    return Report(
        form, path, tuple((str(Path(path) / f"{name}{form.tables}"), name) for name in TABLES)
    )


def _key(path: str) -> str:
    return path if path == STANDARD_OUTPUT else os.path.realpath(path)


def _is_below(key: str, folder: str) -> bool:
    return key.startswith(f"{folder}{os.sep}")


def _page(verdicts: Sequence[FileVerdict], wanted: Wanted) -> bytes:
    from mtcheck.reporters.page import render_page

    return render_page(verdicts)


FORMATS: Final[Mapping[str, Format]] = {
    form.name: form
    for form in (
        Format("html", "a page to look at, in one file", _page),
        Format("xlsx", "a workbook", lambda v, _: render_xlsx(v), binary=True),
        Format("csv", "tables", lambda v, w: csv_table(v, w.table, raw=w.raw), tables=".csv"),
        Format(
            "parquet",
            "tables for programs",
            lambda v, w: render_parquet(v, w.table),
            tables=".parquet",
            binary=True,
        ),
        Format("jsonl", "the verdicts, which mtcheck reads again", lambda v, _: dump_verdicts(v)),
        Format("markdown", "a comment on a pull request", lambda v, _: render_markdown(v)),
        Format("sarif", "SARIF 2.1.0, for code scanning", lambda v, _: render_sarif(v)),
        Format(
            "junit",
            "JUnit XML, for test pages",
            lambda v, w: render_junit(v, objections=w.objections),
        ),
        Format("github", "annotations of GitHub Actions", lambda v, _: render_github(v)),
        Format("gitlab", "GitLab code quality", lambda v, _: render_gitlab(v)),
        Format("rdjson", "reviewdog", lambda v, _: render_rdjson(v)),
    )
}
"""The formats by name, in the order in which they are listed to users."""
