"""GitLab's code quality report: one JSON array, an entry a finding.

GitLab knows an entry again by its fingerprint, which must be unique in the report: it is made of
the path and of the finding's own. There is no place for what was set aside; such an entry is
``info`` and says so.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

from mtcheck.reporters.places import place_of, posix, told
from mtcheck.reporters.visible import visible
from mtcheck.reporters.wording import say_there, say_unjudged, to_json, unjudged
from mtcheck.types import FileVerdict, Severity

_SEVERITIES = {
    Severity.CRITICAL: "critical",
    Severity.MAJOR: "major",
    Severity.MINOR: "minor",
    Severity.NEUTRAL: "info",
}


def render_gitlab(verdicts: Sequence[FileVerdict]) -> bytes:
    """The report: files that could not be judged (``blocker``), then findings in reading order."""
    seen: Counter[tuple[str, ...]] = Counter()
    entries = []
    for verdict in unjudged(verdicts):
        path = posix(verdict.path)
        entries.append(
            _entry(path, 1, "blocker", "unjudged", say_unjudged(verdict), seen, "unjudged")
        )
    for verdict, score, finding in told(verdicts):
        place = place_of(verdict, score, finding)
        severity = "info" if finding.suppressed else _SEVERITIES[finding.severity]
        known = finding.fingerprint or f"{finding.code} {finding.unit} {finding.quote}"
        entries.append(
            _entry(
                place.path,
                place.line or 1,
                severity,
                finding.code,
                say_there(place, finding),
                seen,
                known,
            )
        )
    return to_json(entries)


def _entry(
    path: str,
    line: int,
    severity: str,
    check: str,
    said: str,
    seen: Counter[tuple[str, ...]],
    known: str,
) -> dict[str, Any]:
    seen[path, known] += 1
    key = "\x1f".join((path, known, str(seen[path, known])))
    return {
        "description": said,
        "check_name": check,
        "fingerprint": hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32],
        "severity": severity,
        "location": {"path": visible(path), "lines": {"begin": line}},
    }
