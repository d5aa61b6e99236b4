"""Two versions compared: for a terminal, as JSON, as a table."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mtcheck.bootstrap import (
    BETTER,
    EVEN,
    FEW,
    MAX_P,
    MIN_BLOCKS,
    MIXED,
    RESAMPLES,
    SEED,
    WORSE,
    Change,
)
from mtcheck.compare import Comparison, FileChange, Regression
from mtcheck.reporters.csv_tables import harmless
from mtcheck.reporters.lines import filled
from mtcheck.reporters.visible import visible
from mtcheck.reporters.wording import shortened

if TYPE_CHECKING:
    from mtcheck.types import Finding

MAX_FILES = 20
MAX_REGRESSIONS = 5
MAX_TEXT = 200
"""A screen: the JSON has all of them, at full length."""

COLUMNS = (
    "old_file", "new_file", "answer", "sentences_both", "sentences_old_only", "sentences_new_only",
    "quality_old", "quality_new", "quality_change", "quality_low", "quality_high", "quality_p",
    "quality_answer", "score_old", "score_new", "score_change", "score_low", "score_high",
    "score_p", "score_answer", "findings_gone", "findings_new", "findings_stayed",
)  # fmt: skip

_SAID = {
    BETTER: "better",
    WORSE: "worse",
    MIXED: "better by one number and worse by the other",
    EVEN: "no difference that chance could not make",
    FEW: f"too few sentences to tell (at least {MIN_BLOCKS})",
}


def render_comparison(comparison: Comparison, *, width: int = 80) -> str:
    """The comparison as text, no line wider than ``width`` where a word is not."""
    lines = [*_headline(comparison, width), ""]
    shown = sorted((file for file in comparison.files if not _is_same(file)), key=_worst_first)
    for file in shown[:MAX_FILES]:
        lines += [*_file(file, width), ""]
    if len(shown) > MAX_FILES:
        lines += [f"and {len(shown) - MAX_FILES} more files", ""]
    apart = [f"as before: {file.new_path}" for file in comparison.files if _is_same(file)]
    for label, paths in (("OLD", comparison.only_old), ("NEW", comparison.only_new)):
        apart += [f"only in {label}: {path}" for path in paths]
    apart += comparison.skipped
    lines += [filled(sentence, width) for sentence in apart[:MAX_FILES]]
    if len(apart) > MAX_FILES:
        lines.append(f"and {len(apart) - MAX_FILES} more such files")
    if apart:
        lines.append("")
    lines += _worst(comparison.regressions, width)
    if comparison.files:
        lines.append(
            filled(
                "score tells mangled sentences (0) from those that a person wrote (100); quality "
                "is the MQM score to expect, 0 at best. In brackets the 95 % interval (paired "
                f"bootstrap, {RESAMPLES:,} resamples, seed {SEED}). A change counts if p is at "
                f"most {MAX_P}: two numbers are asked.",
                width,
            )
        )
        if len(comparison.files) > 4:
            lines.append(
                filled(
                    "Of many files that are as good as before, one in twenty is called better or "
                    "worse by chance; all of them together are judged once.",
                    width,
                )
            )
        lines.append(filled(f"signature {comparison.signature}", width))
    return "\n".join(lines) + "\n"


def comparison_json(comparison: Comparison) -> str:
    """The whole comparison as one JSON object."""
    content: dict[str, Any] = {
        "format": "mtcheck-comparison",
        "version": 1,
        "signature": comparison.signature,
        "resamples": RESAMPLES,
        "seed": SEED,
        "answer": comparison.answer,
        "quality": _rounded(comparison.quality),
        "score": _rounded(comparison.score),
        "files": [
            {
                "old": file.old_path,
                "new": file.new_path,
                "renamed": file.renamed,
                "sentences": {
                    "both": file.n_both,
                    "old_only": file.n_old_only,
                    "new_only": file.n_new_only,
                },
                "quality": _rounded(file.quality),
                "score": _rounded(file.score),
                "findings": {
                    "gone": [_finding(finding) for finding in file.gone],
                    "new": [_finding(finding) for finding in file.came],
                    "stayed": file.n_stayed,
                },
            }
            for file in comparison.files
        ],
        "only_old": list(comparison.only_old),
        "only_new": list(comparison.only_new),
        "not_compared": list(comparison.skipped),
        "regressions": [asdict(regression) for regression in comparison.regressions],
    }
    return json.dumps(content, indent=2) + "\n"


def comparison_csv(comparison: Comparison) -> bytes:
    """A row a file in :data:`COLUMNS`, then one for all of them, whose names are empty."""
    lines = [",".join(COLUMNS)]
    for file in comparison.files:
        numbers = (file.n_both, file.n_old_only, file.n_new_only)
        counts = (len(file.gone), len(file.came), file.n_stayed)
        names = (file.old_path, file.new_path, file.answer)
        cells = (*names, *numbers, *_cells(file.quality), *_cells(file.score))
        lines.append(",".join(_cell(cell) for cell in (*cells, *counts)))
    if comparison.files:
        sums = [sum(getattr(f, name) for f in comparison.files) for name in _COUNTS]
        found = [
            sum(len(file.gone) for file in comparison.files),
            sum(len(file.came) for file in comparison.files),
            sum(file.n_stayed for file in comparison.files),
        ]
        changes = (*_cells(comparison.quality), *_cells(comparison.score))
        overall = ("", "", comparison.answer, *sums, *changes, *found)
        lines.append(",".join(_cell(cell) for cell in overall))
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


_COUNTS = ("n_both", "n_old_only", "n_new_only")


def _headline(comparison: Comparison, width: int) -> Iterator[str]:
    if not comparison.files:
        yield "nothing could be compared"
        return
    n_files = len(comparison.files)
    what = "all files" if n_files > 1 else "the file"
    yield filled(f"{what}: {_said(comparison.answer)}", width)
    yield from _numbers(comparison.quality, comparison.score)
    gone, came, stayed = (
        sum(len(file.gone) for file in comparison.files),
        sum(len(file.came) for file in comparison.files),
        sum(file.n_stayed for file in comparison.files),
    )
    yield f"  findings  {gone} gone, {came} new, {stayed} as before"


def _said(answer: str) -> str:
    return _SAID.get(answer, "no sentences to compare")


def _file(file: FileChange, width: int) -> Iterator[str]:
    yield filled(f"{visible(file.new_path)}: {_said(file.answer)}", width)
    if file.old_path != file.new_path:
        label = "renamed" if file.renamed else "before"
        yield filled(f"  {label:<9} {visible(file.old_path)}", width, indent=12)
    parts = [f"{file.n_both} in both"]
    parts += [f"{file.n_old_only} only in OLD"] * bool(file.n_old_only)
    parts += [f"{file.n_new_only} only in NEW"] * bool(file.n_new_only)
    yield f"  sentences {', '.join(parts)}"
    yield from _numbers(file.quality, file.score)
    gone, came = _kinds(file.gone), _kinds(file.came)
    yield filled(f"  gone      {gone}" if file.gone else "  gone      none", width, indent=12)
    yield filled(f"  new       {came}" if file.came else "  new       none", width, indent=12)


def _numbers(quality: Change | None, score: Change | None) -> Iterator[str]:
    for name, change, decimals in (("score", score, 1), ("quality", quality, 2)):
        if change is None:
            yield f"  {name:<9} not known for both"
            continue
        old, new, low, high = (
            f"{value:.{decimals}f}" for value in (change.old, change.new, change.low, change.high)
        )
        yield (
            f"  {name:<9} {old} → {new}, change {change.difference:+.{decimals}f} "
            f"({low} to {high}), p {change.p:.3f}"
        )


def _kinds(findings: Sequence[Finding]) -> str:
    """How many of which rules: ``13 (7 fragment, 4 name-altered and 2 more)``."""
    counted = Counter(finding.name for finding in findings).most_common()
    listed = ", ".join(f"{number} {name}" for name, number in counted[:4])
    rest = sum(number for _, number in counted[4:])
    return f"{len(findings)} ({listed}{f' and {rest} more' if rest else ''})"


def _worst(regressions: Sequence[Regression], width: int) -> Iterator[str]:
    if not regressions:
        return
    yield "Sentences that got worse, the worst first"
    for one in regressions[:MAX_REGRESSIONS]:
        numbers = f"score {_step(one.old_score, one.new_score, 1)}"
        if one.new_quality is not None:
            numbers += f", quality {_step(one.old_quality, one.new_quality, 2)}"
        numbers += "" if one.old_text else ", only in NEW"
        yield filled(
            f"  {visible(one.where._replace(column=0).within(one.path))}: {numbers}",
            width,
            indent=4,
        )
        if one.old_text:
            yield filled(f"    old  {shortened(one.old_text, MAX_TEXT)}", width, indent=9)
        yield filled(f"    new  {shortened(one.new_text, MAX_TEXT)}", width, indent=9)
        for reason in one.reasons[:3]:
            yield filled(f"         {visible(reason)}", width, indent=11)
    if len(regressions) > MAX_REGRESSIONS:
        yield f"  and {len(regressions) - MAX_REGRESSIONS} more"
    yield ""


def _step(old: float | None, new: float, decimals: int) -> str:
    return f"{new:.{decimals}f}" if old is None else f"{old:.{decimals}f} → {new:.{decimals}f}"


def _is_same(file: FileChange) -> bool:
    """True where nothing that is reported has changed."""
    changes = (file.score, file.quality)
    moved = any(change is None or abs(change.difference) > 1e-9 for change in changes)
    apart = file.n_old_only or file.n_new_only or file.gone or file.came or file.renamed
    return not (moved or apart)


def _worst_first(file: FileChange) -> float:
    return file.score.difference if file.score else 0.0


def _rounded(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(change).items()}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "line": finding.line,
        "column": finding.column,
        "place": finding.place,
        "quote": finding.quote,
        "suggestion": finding.suggestion,
        "fingerprint": finding.fingerprint,
    }


def _cells(change: Change | None) -> tuple[str | float, ...]:
    if change is None:
        return ("",) * 7
    return (
        change.old,
        change.new,
        change.difference,
        change.low,
        change.high,
        change.p,
        change.answer,
    )


def _cell(value: str | float) -> str:
    if isinstance(value, float):
        return f"{value:.4f}"
    if isinstance(value, int):
        return str(value)
    cell = harmless(value)
    quoted = any(char in cell for char in ',"\r\n')
    return '"' + cell.replace('"', '""') + '"' if quoted else cell
