"""FileVerdict <-> JSON Lines: the only serialisation.

One line is one verdict. Units of text are written once per verdict and sentences refer to
them by number, so a file of any length is stored about twice. Reading gives back exactly the
verdict that was written; a line that is damaged, of another program or of a newer version is
an :class:`~mtcheck.errors.InputError` that names the line.

>>> verdict = FileVerdict("a.txt", "", Outcome.UNJUDGED, ("empty",), None, (), "", None, None, "")
>>> read_verdicts(dump_verdicts([verdict]), path="verdicts.jsonl") == (verdict,)
True
"""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mtcheck.contents import MB, VERDICTS_MB, content_of, is_regular
from mtcheck.errors import InputError
from mtcheck.modes import modes_from_json, modes_to_json
from mtcheck.types import (
    Alignment,
    Anchor,
    Category,
    FileVerdict,
    Finding,
    Fix,
    Outcome,
    Sentence,
    SentenceScore,
    Severity,
    Side,
    Unit,
)
from mtcheck.writing import finish
from mtcheck.writing import replace_files as replace_files

FORMAT = "mtcheck-verdict"
VERSION = 4
"""Raised when a reader of the old form would misread the new one."""

# JSON allows these bare; terminals and programs that split lines at them do not. Lone
# surrogates come from undecodable file names and have no UTF-8 form.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")

_FINDING_TEXTS = (
    "code", "name", "message", "unit", "quote", "suggestion", "source_quote", "fingerprint",
    "suppressed", "place",
)  # fmt: skip
_FINDING_NUMBERS = ("alignment", "line", "column", "start", "end")


def dump_verdicts(verdicts: Iterable[FileVerdict]) -> bytes:
    """The verdicts as UTF-8 JSON Lines, in order. Equal verdicts give equal bytes."""
    lines = []
    for verdict in verdicts:
        line = json.dumps(
            _from_verdict(verdict), ensure_ascii=False, allow_nan=False, separators=(",", ":")
        )
        lines.append(_UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", line) + "\n")
    return "".join(lines).encode("utf-8")


def read_verdicts(content: bytes, *, path: str) -> tuple[FileVerdict, ...]:
    """The verdicts of a file's content; ``path`` is for messages only.

    Raises InputError, with the line, for anything :func:`dump_verdicts` would not write.
    """
    verdicts = []
    for number, line in enumerate(io.BytesIO(content), 1):  # as they come, not all at once
        if line.strip():
            verdicts.append(_read_line(line, path, number))
    if not verdicts:
        raise InputError(path, "no verdict in it")
    return tuple(verdicts)


def load_verdicts(path: str | Path) -> tuple[FileVerdict, ...]:
    """The verdicts of a file. Raises InputError where it cannot be read or understood.

    What a killed run began to write in its folder is ended first.
    """
    try:
        finish(Path(path).parent)
        content = content_of(path, most=VERDICTS_MB * MB)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or f"cannot be read: {error}"
        raise InputError(str(path), reason) from error
    return read_verdicts(content, path=str(path))


def is_verdicts(path: str | Path) -> bool:
    """True for a file that is, or by its name claims to be, stored verdicts."""
    if Path(path).name == "verdicts.jsonl":
        return True
    if not is_regular(path):  # what a pipe says is read once
        return False
    try:
        with Path(path).open("rb") as file:
            return file.read(len(FORMAT) + 32).startswith(f'{{"format":"{FORMAT}"'.encode())
    except (OSError, ValueError):  # reading it as a text says what is wrong
        return False


def _from_verdict(verdict: FileVerdict) -> dict[str, Any]:
    units: dict[Unit, int] = {}

    def sentences(group: tuple[Sentence, ...]) -> list[list[int]]:
        return [[units.setdefault(s.unit, len(units)), s.start, s.end] for s in group]

    scores = [
        {
            "index": score.alignment.index,
            "candidate": sentences(score.alignment.candidate),
            "source": sentences(score.alignment.source),
            "cost": score.alignment.cost,
            "metrics": [list(metric) for metric in score.metrics],
            "p_mangled": score.p_mangled,
            "outcome": score.outcome.value,
            "because": list(score.because),
            "findings": [_from_finding(finding) for finding in score.findings],
        }
        for score in verdict.scores
    ]
    return {
        "format": FORMAT,
        "version": VERSION,
        "path": verdict.path,
        "source_path": verdict.source_path,
        "outcome": verdict.outcome.value,
        "reasons": list(verdict.reasons),
        "p_mangled": verdict.p_mangled,
        "align_mode": verdict.align_mode,
        "coverage": verdict.coverage,
        "source_coverage": verdict.source_coverage,
        "signature": verdict.signature,
        "error": verdict.error,
        "because": list(verdict.because),
        "mode": verdict.mode,
        "modes": modes_to_json(verdict.modes),
        "remarks": list(verdict.remarks),
        "units": [_from_unit(unit) for unit in units],
        "scores": scores,
    }


def _from_unit(unit: Unit) -> list[Any]:
    more = [[list(anchor) for anchor in unit.anchors], [list(mask) for mask in unit.masks]]
    return [unit.id, unit.text, unit.line, *(more if unit.anchors or unit.masks else ())]


def _from_finding(finding: Finding) -> dict[str, Any]:
    return {
        **{name: getattr(finding, name) for name in (*_FINDING_TEXTS, *_FINDING_NUMBERS)},
        "category": finding.category.value,
        "severity": finding.severity.value,
        "side": finding.side.value,
        **({} if finding.probability is None else {"probability": finding.probability}),
        **({} if finding.own_severity is None else {"own_severity": finding.own_severity.value}),
        **({"fix": finding.fix.value} if finding.fix else {}),
    }


def _read_line(line: bytes, path: str, number: int) -> FileVerdict:
    try:
        data = json.loads(line.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise InputError(path, "not a line of JSON in UTF-8", line=number) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InputError(path, "not a verdict that mtcheck wrote", line=number)
    version = data.get("version")
    if version != VERSION:
        raise InputError(
            path,
            f"a verdict of version {version!r}; this mtcheck reads version {VERSION}: "
            "score the files again, or use the mtcheck that wrote it",
            line=number,
        )
    try:
        return _to_verdict(data)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise InputError(path, f"a damaged verdict: {_fault(error)}", line=number) from error


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _fault(error: Exception) -> str:
    return f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)


def _to_verdict(data: dict[str, Any]) -> FileVerdict:
    units = tuple(_to_unit(_list(unit)) for unit in _list(data["units"]))
    return FileVerdict(
        path=_text(data["path"]),
        source_path=_text(data["source_path"]),
        outcome=Outcome(data["outcome"]),
        reasons=_texts(data["reasons"]),
        p_mangled=_maybe(data["p_mangled"]),
        scores=tuple(_to_score(score, units) for score in _list(data["scores"])),
        align_mode=_text(data["align_mode"]),
        coverage=_maybe(data["coverage"]),
        source_coverage=_maybe(data["source_coverage"]),
        signature=_text(data["signature"]),
        error=_text(data["error"]),
        because=_texts(data["because"]),
        mode=_text(data["mode"]),
        modes=modes_from_json(data["modes"]),
        remarks=_texts(data["remarks"]),
    )


def _to_unit(data: list[Any]) -> Unit:
    anchors, masks = data[3:5] or ((), ())
    return Unit(
        _text(data[0]),
        _text(data[1]),
        _whole(data[2]),
        tuple(
            Anchor(_whole(offset), _whole(line), _whole(column), _text(place))
            for offset, line, column, place in anchors
        ),
        tuple((_whole(start), _whole(end)) for start, end in masks),
    )


def _to_score(data: dict[str, Any], units: tuple[Unit, ...]) -> SentenceScore:
    return SentenceScore(
        alignment=Alignment(
            _whole(data["index"]),
            tuple(_to_sentence(place, units) for place in _list(data["candidate"])),
            tuple(_to_sentence(place, units) for place in _list(data["source"])),
            _number(data["cost"]),
        ),
        metrics=tuple((_text(name), _number(value)) for name, value in _list(data["metrics"])),
        findings=tuple(_to_finding(finding) for finding in _list(data["findings"])),
        p_mangled=_number(data["p_mangled"]),
        outcome=Outcome(data["outcome"]),
        because=_texts(data["because"]),
    )


def _to_sentence(place: Any, units: tuple[Unit, ...]) -> Sentence:
    index, start, end = (_whole(number) for number in _list(place))
    if not (0 <= index < len(units) and 0 <= start <= end <= len(units[index].text)):
        raise ValueError("a sentence that is not inside its unit")
    return Sentence(units[index].text[start:end], units[index], start, end)


def _to_finding(data: dict[str, Any]) -> Finding:
    texts: dict[str, Any] = {name: _text(data[name]) for name in _FINDING_TEXTS}
    numbers: dict[str, Any] = {name: _whole(data[name]) for name in _FINDING_NUMBERS}
    return Finding(
        **texts,
        **numbers,
        category=Category(data["category"]),
        severity=Severity(data["severity"]),
        side=Side(data["side"]),
        probability=_number(data["probability"]) if "probability" in data else None,
        own_severity=Severity(data["own_severity"]) if "own_severity" in data else None,
        fix=Fix(data.get("fix", "")),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text expected, not {value!r:.40}")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(item) for item in _list(value))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"a list expected, not {value!r:.40}")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"a whole number expected, not {value!r:.40}")
    return value


def _number(value: Any) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise TypeError(f"a number expected, not {value!r:.40}")
    if not math.isfinite(value):
        raise ValueError("a number out of range")
    return float(value)


def _maybe(value: Any) -> float | None:
    return None if value is None else _number(value)
