"""``mtcheck gate``: pass or fail, from stored or fresh verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.cli.options import Files, with_settings
from mtcheck.cli.screen import fail, show, tell, width
from mtcheck.settings import Settings
from mtcheck.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.config import Config
    from mtcheck.types import FileVerdict, GateResult

MAX_FILES = 20
"""Failing files whose findings are told: a screen or two. The reports have them all."""


@with_settings("gate")
def gate(settings: Settings, files: Files = None) -> int:
    """Pass or fail files: verdicts.jsonl from an earlier run, or files to judge now."""
    from mtcheck.cli.aside import look_aside, read_known, taken_off, tell_idle
    from mtcheck.cli.results import name_reports, plan_results, write_results
    from mtcheck.cli.resume import check_resume, keep_progress
    from mtcheck.cli.score import run_and_tell, tell_unjudged, tell_ways
    from mtcheck.config import config_of
    from mtcheck.judge import judge_gate, too_little_covered
    from mtcheck.store import is_verdicts

    quiet = settings["quiet"]
    check_resume(settings)
    config = config_of(settings, "gate")
    results = plan_results(settings, out=settings["out"])
    known = read_known(settings, files or [])
    loaded, code = load([name for name in files or [] if is_verdicts(name)])
    stored = judge_again(taken_off(loaded), config, quiet=quiet)
    fresh = [name for name in files or [] if not is_verdicts(name)]
    judging = bool(fresh) or (not stored and code == 0)
    with keep_progress(settings if judging else None) as journal:
        verdicts = stored
        if judging:
            verdicts += run_and_tell(fresh, settings, config, journal=journal)
        aside = look_aside(verdicts, known, settings, config)
        verdicts = aside.verdicts
        objections = [
            objections_to(verdict, settings, standing)
            for verdict, standing in zip(verdicts, aside.standings, strict=True)
        ]
        uncovered = {
            verdict.path: "; ".join(too_little_covered((verdict,), settings["min-coverage"]))
            for verdict in aside.touched
        }
        write_results(
            results,
            verdicts,
            read=files or [],
            objections=[
                why or uncovered.get(verdict.path, "")
                for verdict, why in zip(verdicts, objections, strict=True)
            ],
        )
    signatures = {verdict.signature for verdict in verdicts}
    if len(signatures) > 1 and not quiet:
        tell(f"the verdicts carry {len(signatures)} signatures: their numbers cannot be compared")
    fail_on = settings["fail-on"]
    result = judge_gate(
        verdicts, fail_on=fail_on, min_score=settings["min-score"], standings=aside.standings
    )
    if not quiet:
        tell_ways(verdicts, config)
        tell_idle(verdicts)
        for line in aside.summary:
            show(f"{line}\n", aside=results.on_screen)
        failing = [pair for pair in zip(verdicts, objections, strict=True) if pair[1]]
        _show_failing(failing, aside=results.on_screen)
        _show(result, verdicts, fail_on, aside=results.on_screen)
        name_reports(results)
    code = max(code, tell_unjudged(aside.touched))
    for error in filter(None, uncovered.values()):
        code = fail(error, 3)
    return code if result.passed else max(code, 1)


def objections_to(verdict: FileVerdict, settings: Settings, standing: str | None = "") -> str:
    """Why the gate fails this file, on one line; nothing where it passes."""
    from mtcheck.judge import judge_gate

    result = judge_gate(
        (verdict,),
        fail_on=settings["fail-on"],
        min_score=settings["min-score"],
        standings=(standing,),
    )
    return "; ".join(reason.removeprefix(f"{verdict.path}: ") for reason in result.reasons)


def load(names: list[str]) -> tuple[tuple[FileVerdict, ...], int]:
    """The stored verdicts of all files that can be read; 3 if one cannot, else 0."""
    from mtcheck.errors import InputError
    from mtcheck.store import load_verdicts

    verdicts: tuple[FileVerdict, ...] = ()
    code = 0
    for name in names:
        try:
            verdicts += load_verdicts(name)
        except InputError as error:
            code = fail(str(error), error.exit_code)
    return verdicts, code


def judge_again(
    stored: tuple[FileVerdict, ...], config: Config, *, quiet: bool
) -> tuple[FileVerdict, ...]:
    """Stored verdicts in the mode, and with the calibration, that the gate is told to use."""
    from mtcheck.judge import judge_file, judge_with_own
    from mtcheck.selection import with_severities

    mode, own = config.judge.mode, config.judge.calibration
    stored = tuple(with_severities(verdict, config.rules) for verdict in stored)
    judged = tuple(judge_with_own(v, own, mode) if own else judge_file(v, mode) for v in stored)
    if not quiet:
        for before in dict.fromkeys(v.mode for v in stored):
            pairs = [(b, a) for b, a in zip(stored, judged, strict=True) if b.mode == before]
            n_changed = sum(old.outcome is not new.outcome for old, new in pairs)
            if n_changed:
                files = counted(n_changed, "file has", "files have")
                was = f"mode {before}" if before != mode else "another calibration"
                tell(f"judged again in mode {mode}, stored in {was}: "
                     f"{files} another outcome")  # fmt: skip
    return judged


def _show_failing(failing: Sequence[tuple[FileVerdict, str]], *, aside: bool) -> None:
    """Each failing file with the reason, and the worst findings of the first of them."""
    from mtcheck.reporters.visible import visible
    from mtcheck.reporters.worst import say_worst

    for number, (verdict, objection) in enumerate(failing):
        show(f"{visible(verdict.path)}: {visible(objection)}\n", aside=aside)
        for line in say_worst(verdict) if number < MAX_FILES else ():
            show(f"{line}\n", aside=aside)


def _show(
    result: GateResult, verdicts: Sequence[FileVerdict], fail_on: str, *, aside: bool
) -> None:
    """The answer; on standard error where a report is on standard output."""
    from textwrap import fill

    from mtcheck.reporters.modes import say_modes
    from mtcheck.types import Outcome

    n_judged = sum(verdict.outcome is not Outcome.UNJUDGED for verdict in verdicts)
    if n_judged == 0:
        show("gate: nothing could be judged\n", aside=aside)
        return
    answer = "passed" if result.passed else "failed"
    show(f"gate: {answer}, {counted(n_judged, 'file')} judged\n", aside=aside)
    if fail_on in (Outcome.MANGLED, Outcome.SUSPECT):  # a finding's severity knows no mode
        for sentence in say_modes(verdicts, outcome=fail_on):
            show(fill(sentence, width(), subsequent_indent="  ") + "\n", aside=aside)
