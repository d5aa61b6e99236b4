"""reviewdog's diagnostic format (rdjson), for comments on the lines of a change.

Its columns count bytes of UTF-8. Where the columns of a file are known, a suggestion is a range and
its replacement, which reviewdog offers as a change to accept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mtcheck.reporters.places import Place, Told, place_of, posix, source_place_of, told
from mtcheck.reporters.visible import visible
from mtcheck.reporters.wording import replacement, say_there, say_unjudged, to_json, unjudged
from mtcheck.types import FileVerdict, Severity

_SEVERITIES = {
    Severity.CRITICAL: "ERROR",
    Severity.MAJOR: "ERROR",
    Severity.MINOR: "WARNING",
    Severity.NEUTRAL: "INFO",
}


def render_rdjson(verdicts: Sequence[FileVerdict]) -> bytes:
    """One diagnostic a finding; those set aside are of severity INFO and say so."""
    diagnostics: list[dict[str, Any]] = [
        {
            "message": say_unjudged(verdict),
            "location": {"path": visible(posix(verdict.path))},
            "severity": "ERROR",
            "code": {"value": "unjudged"},
        }
        for verdict in unjudged(verdicts)
    ]
    diagnostics += [_diagnostic(item) for item in told(verdicts)]
    return to_json({"source": {"name": "mtcheck"}, "diagnostics": diagnostics})


def _diagnostic(item: Told) -> dict[str, Any]:
    verdict, score, finding = item
    place = place_of(verdict, score, finding)
    diagnostic: dict[str, Any] = {
        "message": say_there(place, finding),
        "location": _location(place),
        "severity": "INFO" if finding.suppressed else _SEVERITIES[finding.severity],
        "code": {"value": finding.code},
    }
    text = replacement(place, finding)
    if text is not None:
        diagnostic["suggestions"] = [{"range": _range(place), "text": text}]
    source = source_place_of(verdict, score.alignment, finding)
    if source is not None:
        related = {"message": "what the source says", "location": _location(source)}
        diagnostic["related_locations"] = [related]
    return diagnostic


def _location(place: Place) -> dict[str, Any]:
    location: dict[str, Any] = {"path": visible(place.path)}
    if place.line is not None:
        location["range"] = _range(place)
    return location


def _range(place: Place) -> dict[str, Any]:
    """Bytes where the columns are known, else the whole lines."""
    if place.byte_column is None:
        return {"start": {"line": place.line}, "end": {"line": place.end_line}}
    return {
        "start": {"line": place.line, "column": place.byte_column},
        "end": {"line": place.end_line, "column": place.end_byte_column},
    }
