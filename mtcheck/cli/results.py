"""What a command writes: the folder of ``--out``, the reports of ``--report``, all or none.

What is asked for is checked before any work, so that nobody waits for a result that has no place.
A report on standard output takes the place of what the command would show there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.cli.screen import show, show_report, tell
from mtcheck.settings import SETTINGS, Kind, Settings

if TYPE_CHECKING:
    from mtcheck.reporters.reports import Report
    from mtcheck.types import FileVerdict

SUMMARY = "GITHUB_STEP_SUMMARY"
"""Names the file to which a step of a GitHub job appends its summary, as Markdown."""


@dataclass(frozen=True, slots=True)
class Results:
    """What will be written: the files of ``--out`` by table (none without it), and the reports."""

    settings: Settings
    out: tuple[Path, ...]
    reports: tuple[Report, ...]

    @property
    def on_screen(self) -> bool:
        """True where a report goes to standard output."""
        return any(report.path == "-" for report in self.reports)


def plan_results(settings: Settings, *, out: str | None = None) -> Results:
    """What will be written; the folder of ``out`` is made now.

    Raises ConfigError for what cannot be written, or not side by side.
    """
    from mtcheck.errors import ConfigError
    from mtcheck.reporters.reports import parse_reports

    check_out(out)
    names = ("sentences.csv", "findings.csv", "files.csv", "verdicts.jsonl") if out else ()
    files = tuple(Path(out or "") / name for name in names)
    for file in files:
        if file.is_dir():
            raise ConfigError(f"{file}: cannot be written: it is a folder")
    origin = settings.where("report")
    reports = parse_reports(
        settings["report"], besides=[str(path) for path in files], origin=origin
    )
    for report in reports:
        for path, _ in report.files:
            if path != "-":
                _check_place(f"{origin} {report.format.name}={report.path}", Path(path))
    if _summary(reports):
        _check_summary(os.environ[SUMMARY])
    return Results(settings, files, reports)


def write_results(
    results: Results,
    verdicts: Sequence[FileVerdict],
    *,
    read: Iterable[str] = (),
    objections: Sequence[str] | None = None,
) -> None:
    """Write everything, all or none; then show what goes to standard output.

    ``read`` are files that were read besides those that verdicts and settings name. No report
    replaces one of all these.
    ``objections``, one a verdict: why the gate fails the file, or nothing.
    """
    from mtcheck.reporters.csv_tables import csv_tables
    from mtcheck.reporters.reports import Wanted, render_reports
    from mtcheck.store import dump_verdicts, replace_files

    raw = results.settings["csv-raw"]
    wanted = Wanted(raw=raw, objections=None if objections is None else tuple(objections))
    rendered = render_reports(results.reports, verdicts, wanted)
    contents = {Path(path): content for path, content in rendered.items() if path != "-"}
    judged = (path for verdict in verdicts for path in (verdict.path, verdict.source_path))
    _check_inputs(contents, [*read, *judged, *_named(results.settings)])
    if results.out:
        tables = {**csv_tables(verdicts, raw=raw), "verdicts.jsonl": dump_verdicts(verdicts)}
        contents = {path: tables[path.name] for path in results.out} | contents
    replace_files(contents)
    if _summary(results.reports):
        _append_summary(os.environ[SUMMARY], verdicts)
    for report in results.reports:
        if report.path == "-":
            show_report(report.format.name, rendered["-"])


def name_reports(results: Results) -> None:
    """Say where each report is: a line each, at the end of what a command shows."""
    from mtcheck.reporters.visible import visible

    for report in results.reports:
        if report.path != "-":
            show(f"report: {visible(report.path)}\n", aside=results.on_screen)


def check_out(folder: str | None) -> None:
    """Make the folder for the results now, before any work. Raises ConfigError if it cannot."""
    from mtcheck.errors import ConfigError

    if folder is None:
        return
    out = Path(folder)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        known = getattr(error, "strerror", None) or error
        reason = known if not isinstance(error, FileExistsError) else "there is a file of that name"
        raise ConfigError(f"--out {out}: the folder cannot be made: {reason}") from error
    if not os.access(out, os.W_OK | os.X_OK):
        raise ConfigError(f"--out {out}: nothing can be written in this folder")


def replace_in_place(changes: Mapping[str, tuple[bytes, bytes]]) -> None:
    """Replace files by what was made of them: (before, after), all or none.

    A link stays a link: the file that it names is replaced. Raises ConfigError for a file that is
    no longer what it was before, or cannot be written.
    """
    from mtcheck.errors import ConfigError
    from mtcheck.store import replace_files

    contents: dict[Path, bytes] = {}
    for name, (before, after) in changes.items():
        if before == after:
            continue
        path = Path(name).resolve()
        if not _holds(path, before):
            raise ConfigError(f"{name}: was changed while it was being worked on: nothing written")
        if not os.access(path, os.W_OK):
            raise ConfigError(f"{name}: is write-protected: nothing written")
        if contents.get(path, after) != after:
            raise ConfigError(f"{name}: two names of one file: give one of them")
        contents[path] = after
    replace_files(contents)


def _holds(path: Path, content: bytes) -> bool:
    from mtcheck.contents import content_of

    try:
        return content_of(path, most=len(content)) == content
    except OSError:
        return False


def _check_place(asked: str, path: Path) -> None:
    """Raise ConfigError where no file can be made; folders that are missing will be."""
    from mtcheck.errors import ConfigError

    if path.exists() and not path.is_file():  # a device or a pipe would be replaced by a file
        raise ConfigError(f"{asked}: {path} is no file; - is standard output")
    folder = next((above for above in path.parents if above.exists()), Path())
    if not folder.is_dir():
        raise ConfigError(f"{asked}: {folder} is not a folder")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigError(f"{asked}: nothing can be written in {folder}")


def _named(settings: Settings) -> Iterator[str]:
    """The files that the settings name, to be read."""
    yield settings.file
    for setting in SETTINGS:
        value = settings[setting.key]
        if value and setting.key != "out" and setting.kind in (Kind.FILE, Kind.FILES):
            yield from (value,) if isinstance(value, str) else value


def _check_inputs(contents: Iterable[Path], read: Iterable[str]) -> None:
    from mtcheck.errors import ConfigError

    known = {os.path.realpath(path) for path in read if path not in ("", "-") and "\0" not in path}
    for path in contents:
        if os.path.realpath(path) in known:
            raise ConfigError(f"{path}: cannot be written: it is one of the files that were read")


def _summary(reports: Iterable[Report]) -> bool:
    """Does the step have a summary, and do the reports ask for annotations of GitHub?"""
    return bool(os.environ.get(SUMMARY)) and any(r.format.name == "github" for r in reports)


def _check_summary(name: str) -> None:
    from mtcheck.errors import ConfigError

    path = Path(name)
    if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
        raise ConfigError(f"{SUMMARY}={name}: the summary of the job cannot be written there")


def _append_summary(name: str, verdicts: Sequence[FileVerdict]) -> None:
    from mtcheck.errors import ConfigError
    from mtcheck.reporters.markdown import MAX_SUMMARY, render_markdown

    try:
        with Path(name).open("ab") as file:
            room = MAX_SUMMARY - file.tell() - 1
            content = render_markdown(verdicts, limit=room, whole=True)
            if len(content) > room:
                tell("the summary of this step is full: nothing was added")
            else:
                file.write(b"\n" + content if file.tell() else content)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(
            f"{SUMMARY}={name}: the summary of the job cannot be written there: {reason}"
        ) from error
