"""``mtcheck score --watch``: judge again what is saved, with the models kept loaded.

Files are looked at twice a second by time and size, which works on every file system, shares and
containers included. An editor may write a file in several steps: judging waits until nothing
has moved for a moment.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtcheck.cli.aside import look_aside, read_known, tell_idle
from mtcheck.cli.results import Results, name_reports, write_results
from mtcheck.cli.score import run_and_tell, show_table, tell_unjudged, tell_ways
from mtcheck.cli.screen import fail, show, tell
from mtcheck.text import counted

if TYPE_CHECKING:
    from mtcheck.config import Config
    from mtcheck.run import Judge, Load
    from mtcheck.settings import Settings
    from mtcheck.types import FileVerdict

LOOK_SECONDS = 0.5
"""Between two looks: below a second a result seems to follow the save."""

SETTLE_SECONDS = 0.2
"""Without a change before judging: editors write a temporary file and rename it within this."""

pause = time.sleep
"""What waits; tests put their own in its place."""

Look = dict[str, tuple[int, int, int] | None]
"""By path: time, size and inode; None where there is no file."""


def watch_files(files: Sequence[str], settings: Settings, config: Config, results: Results) -> int:
    """Judge the files, then again whatever is saved, until Ctrl-C, which ends it with 0.

    A file is judged again when its text, or its source's, is another; the verdicts of the others
    stay. Files that appear in a folder are taken up. The baseline is read each time; other settings
    and the files that they name once. Raises ConfigError for settings that watching contradicts.
    """
    check(files, settings)
    load, judge = keep_tools(), keep_verdicts()
    shown: dict[str, FileVerdict] = {}

    def judge_all() -> None:
        judged = run_and_tell(list(files), settings, config, load=load, judge=judge)
        aside = look_aside(judged, read_known(settings, files), settings, config)
        verdicts = aside.verdicts
        write_results(results, verdicts)
        news = [verdict for verdict in verdicts if shown.get(verdict.path) != verdict]
        gone = set(shown) - {verdict.path for verdict in verdicts}
        again = bool(shown)
        shown.clear()
        shown.update((verdict.path, verdict) for verdict in verdicts)
        tell_unjudged([verdict for verdict in aside.touched if verdict in news])
        if settings["quiet"]:
            return
        for path in sorted(gone):
            tell(f"{path}: is gone")
        if news:
            tell_ways(news, config)
            tell_idle(news)
            for line in aside.summary:
                tell(line)
            show("\n" if again else "")
            if not results.on_screen:
                show_table(news)
        if not again:
            name_reports(results)
        changed = "" if news else "no text changed; "
        tell(f"{changed}watching {counted(len(verdicts), 'file')}; Ctrl-C ends it")

    before = look(files, settings)
    judge_all()
    try:
        while True:
            before = wait_for_change(before, lambda: look(files, settings))
            try_to(judge_all)
    except KeyboardInterrupt:
        if not settings["quiet"]:
            tell("watching ended")
        return 0


def check(files: Sequence[str], settings: Settings) -> None:
    """Raise ConfigError for what cannot be watched."""
    from mtcheck.errors import ConfigError

    if "-" in (*files, settings["source"]):
        raise ConfigError("--watch looks at files; standard input cannot be watched")
    if settings["workers"] > 1:
        raise ConfigError("--watch keeps one set of models loaded: leave --workers out")
    reports = [report.partition("=")[2] for report in settings.values.get("report", ())]
    results = {settings["out"] or "", *reports} - {"", "-"}
    for result in sorted(results):
        for folder in files:
            if Path(folder).is_dir() and Path(result).resolve().is_relative_to(
                Path(folder).resolve()
            ):
                raise ConfigError(f"--watch would judge its own results: {result} is in {folder}")


def look(files: Sequence[str], settings: Settings) -> Look:
    """What a run reads, as it is now: candidates, sources, pairs, what is ignored or known."""
    from mtcheck.aside.ignore_file import NAME
    from mtcheck.errors import InputError
    from mtcheck.readers.paths import expand, pair_up
    from mtcheck.run import AUTO

    source, pairs = settings["source"], settings["pairs"]
    paths = {path for path in (pairs, settings["baseline"]) if path}
    try:
        candidates = () if pairs and not files else expand(files)
        for plan in pair_up(candidates, source=None if source == AUTO else source, pairs=pairs):
            paths |= {plan.candidate, plan.source or plan.candidate}
            paths |= {str(Path(plan.candidate).parent / NAME), NAME}
    except InputError:
        paths |= set(files)  # a table that cannot be read now: it is itself looked at
    return {path: _state(path) for path in sorted(paths)}


def _state(path: str) -> tuple[int, int, int] | None:
    from mtcheck.readers.archives import archive_of

    try:
        found = Path(archive_of(path) or path).stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def wait_for_change(before: Look, see: Callable[[], Look]) -> Look:
    """Wait until what is seen is another, and has stayed so for a moment; give it."""
    while (now := see()) == before:
        pause(LOOK_SECONDS)
    while True:
        pause(SETTLE_SECONDS)
        again = see()
        if again == now:
            return now
        now = again


def try_to(judge_all: Callable[[], None]) -> None:
    """Go on watching after an error that the user can mend by saving again."""
    from mtcheck.errors import MtcheckError

    try:
        judge_all()
    except MtcheckError as error:
        fail(str(error), error.exit_code)


def keep_tools() -> Load:
    """Load the models, rules and calibration once."""
    kept: list[Any] = []

    def load(config: Config) -> Any:
        from mtcheck.tools import load_tools

        if not kept:
            kept.append(load_tools(config))
        return kept[0]

    return load


def keep_verdicts() -> Judge:
    """Judge a file whose text or source is not what it was, and only such a file."""
    kept: dict[str, tuple[tuple[Any, ...], FileVerdict]] = {}

    def judge(candidate: Any, source: Any, tools: Any, **more: Any) -> FileVerdict:
        from mtcheck.pipeline import judge_document

        key = (candidate, source, more.get("rows"))
        known = kept.get(candidate.path)
        if known is None or known[0] != key:
            known = key, judge_document(candidate, source, tools, **more)
            kept[candidate.path] = known
        return known[1]

    return judge
