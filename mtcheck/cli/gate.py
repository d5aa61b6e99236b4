"""``mtcheck gate``: pass or fail, from stored or fresh verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mtcheck.cli import options
from mtcheck.cli.screen import fail, show, tell, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.config import Config
    from mtcheck.types import FileVerdict, GateResult

FailOn = Annotated[
    str,
    typer.Option(
        metavar="mangled|suspect|major|critical",
        help="Fail a file with this outcome or worse, or with a finding this severe or worse.",
    ),
]
MinScore = Annotated[
    float | None, typer.Option(metavar="0-100", help="Fail a file that scores less.")
]


def gate(
    files: options.Files = None,
    fail_on: FailOn = "mangled",
    min_score: MinScore = None,
    source: options.Source = None,
    pairs: options.Pairs = None,
    out: options.Out = None,
    align: options.Align = "auto",
    candidate_column: options.CandidateColumn = "candidate",
    source_column: options.SourceColumn = "source",
    id_column: options.IdColumn = "id",
    encoding: options.Encoding = None,
    model: options.Model = None,
    device: options.Device = None,
    phrases: options.Phrases = None,
    names: options.Names = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    mode: options.Mode = "low-fpr",
    calibration: options.Calibration = None,
    workers: options.Workers = 1,
    csv_raw: options.CsvRaw = False,
    quiet: options.Quiet = False,
) -> int:
    """Pass or fail files: verdicts.jsonl from an earlier run, or files to judge now."""
    from mtcheck.cli.score import (
        check_out,
        run_and_tell,
        tell_unjudged,
        tell_ways,
        write_reports,
    )
    from mtcheck.config import FAIL_ON, make_config, one_of
    from mtcheck.errors import ConfigError
    from mtcheck.judge import judge_gate
    from mtcheck.store import is_verdicts

    one_of("--fail-on", fail_on, FAIL_ON)
    if min_score is not None and not 0 <= min_score <= 100:
        raise ConfigError(f"--min-score cannot be {min_score:g}: 0 to 100")
    config = make_config(
        align=align,
        candidate_column=candidate_column,
        source_column=source_column,
        id_column=id_column,
        encoding=encoding,
        model=model,
        device=device or "auto",
        phrases=phrases,
        names=names,
        select=select or (),
        ignore=ignore or (),
        mode=mode,
        calibration=calibration,
    )
    check_out(out)
    loaded, code = _load([name for name in files or [] if is_verdicts(name)])
    stored = _judge_again(loaded, config, quiet=quiet)
    fresh = [name for name in files or [] if not is_verdicts(name)]
    verdicts = stored
    if fresh or (not stored and code == 0):
        verdicts += run_and_tell(
            fresh,
            source=source,
            pairs=pairs,
            config=config,
            workers=workers,
            quiet=quiet,
            tell_device=device is not None,
        )
    if out is not None:
        write_reports(out, verdicts, raw=csv_raw)
    signatures = {verdict.signature for verdict in verdicts}
    if len(signatures) > 1 and not quiet:
        tell(f"the verdicts carry {len(signatures)} signatures: their numbers cannot be compared")
    result = judge_gate(verdicts, fail_on=fail_on, min_score=min_score)
    if not quiet:
        tell_ways(verdicts, config)
        _show(result, verdicts, fail_on)
    code = max(code, tell_unjudged(verdicts))
    return code if result.passed else max(code, 1)


def _load(names: list[str]) -> tuple[tuple[FileVerdict, ...], int]:
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


def _judge_again(
    stored: tuple[FileVerdict, ...], config: Config, *, quiet: bool
) -> tuple[FileVerdict, ...]:
    """Stored verdicts in the mode, and with the calibration, that the gate is told to use."""
    from mtcheck.judge import judge_file, judge_with_own

    mode, own = config.judge.mode, config.judge.calibration
    judged = tuple(judge_with_own(v, own, mode) if own else judge_file(v, mode) for v in stored)
    if not quiet:
        for before in dict.fromkeys(v.mode for v in stored):
            pairs = [(b, a) for b, a in zip(stored, judged, strict=True) if b.mode == before]
            n_changed = sum(old.outcome is not new.outcome for old, new in pairs)
            if n_changed:
                files = "file has" if n_changed == 1 else "files have"
                was = f"mode {before}" if before != mode else "another calibration"
                tell(f"judged again in mode {mode}, stored in {was}: "
                     f"{n_changed} {files} another outcome")  # fmt: skip
    return judged


def _show(result: GateResult, verdicts: Sequence[FileVerdict], fail_on: str) -> None:
    from textwrap import fill

    from mtcheck.reporters.modes import say_modes
    from mtcheck.reporters.visible import visible
    from mtcheck.types import Outcome

    for reason in result.reasons:
        show(f"{visible(reason)}\n")
    n_judged = sum(verdict.outcome is not Outcome.UNJUDGED for verdict in verdicts)
    if n_judged == 0:
        show("gate: nothing could be judged\n")
        return
    files = "file" if n_judged == 1 else "files"
    show(f"gate: {'passed' if result.passed else 'failed'}, {n_judged} {files} judged\n")
    if fail_on in (Outcome.MANGLED, Outcome.SUSPECT):  # a finding's severity knows no mode
        for sentence in say_modes(verdicts, outcome=fail_on):
            show(fill(sentence, width(), subsequent_indent="  ") + "\n")
