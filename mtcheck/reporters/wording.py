"""What the reports for other programs say of a finding or of a file, and how JSON is written.

Texts under test are data. In a message every character that acts instead of showing is shown by
its code, and a message is one line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from mtcheck.reporters.places import Place
from mtcheck.reporters.visible import visible
from mtcheck.types import FileVerdict, Finding, Outcome, Side

MAX_MESSAGE = 1000
"""Characters of a message. GitHub shows the first thousand of an alert; nobody reads more."""

# What JSON allows bare and a terminal or a line splitter does not: DEL, C1 controls, line
# separators. Lone surrogates have no form that a strict reader takes: they are shown by code.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")

_RANK = {Outcome.MANGLED: 0, Outcome.SUSPECT: 1, Outcome.UNJUDGED: 2, Outcome.CLEAN: 3}


def say_finding(finding: Finding) -> str:
    """The message on one line; what was set aside or hurts nobody says so.

    >>> from mtcheck.types import Category, Severity, Side
    >>> found = Finding("LIN102", "word-repeated", Category.LINGUISTIC, Severity.MINOR,
    ...                 "“the” stands twice.", 0, Side.CANDIDATE, "1", 1, 1, 0, 7, "the the")
    >>> say_finding(found)
    '“the” stands twice.'
    """
    said = shortened(finding.message or f"{finding.name}: “{finding.quote}”", MAX_MESSAGE)
    if finding.suppressed:
        said += f" (set aside: {shortened(finding.suppressed, MAX_MESSAGE)})"
    return said


def say_there(place: Place, finding: Finding) -> str:
    """The same for programs that show a line at most: a place with a name is named first."""
    said = say_finding(finding)
    return f"{visible(place.named)}: {said}" if place.named else said


def replacement(place: Place, finding: Finding) -> str | None:
    """What should stand at the place, where both are known exactly; else None.

    A text with characters that act is not offered: whoever accepts it could not see them.
    """
    text = finding.suggestion
    if not text or finding.suppressed or finding.side is not Side.CANDIDATE:
        return None
    return text if place.byte_column is not None and visible(text) == text else None


def say_unjudged(verdict: FileVerdict) -> str:
    """Why a file was not judged, on one line.

    An error begins with the path, which the reports say elsewhere.
    """
    reasons = (verdict.error,) if verdict.error else verdict.reasons
    said = "; ".join(reason.removeprefix(f"{verdict.path}: ") for reason in reasons)
    return f"not judged: {shortened(said or 'no reason was recorded', MAX_MESSAGE)}"


def unjudged(verdicts: Sequence[FileVerdict]) -> tuple[FileVerdict, ...]:
    """The files that could not be judged, in order."""
    return tuple(v for v in verdicts if v.outcome is Outcome.UNJUDGED)


def worst_files(verdicts: Sequence[FileVerdict]) -> list[FileVerdict]:
    """The files, mangled ones first, then suspect, not judged, clean; the likeliest first."""
    return sorted(verdicts, key=lambda v: (_RANK[v.outcome], -(v.p_mangled or 0.0)))


def shortened(text: str, limit: int) -> str:
    """The text on one visible line of at most ``limit`` characters.

    >>> shortened("one\\ntwo three", 8)
    'one two…'
    """
    shown = visible(text[: limit + 1]).strip()
    return (
        shown if len(text) <= limit and len(shown) <= limit else f"{shown[: limit - 1].rstrip()}…"
    )


def to_json(data: Any) -> bytes:
    r"""UTF-8 JSON, indented, that no terminal and no strict reader stumbles over.

    >>> to_json("a\ud800\x9b")
    b'"a\\\\ud800\\u009b"\n'
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1)
    text = _SURROGATE.sub(lambda found: f"\\\\u{ord(found.group()):04x}", text)
    return (_UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n").encode()
