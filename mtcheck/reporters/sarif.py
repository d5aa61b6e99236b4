"""SARIF 2.1.0 (OASIS), for code scanning and editors.

Columns count code points, as ``columnKind`` says. Paths are relative URIs below ``%SRCROOT%``,
percent-encoded. What was set aside carries a suppression with its reason. A file that could not be
judged is a notification of the run, which is then not called successful.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from typing import Any

from mtcheck.reporters.places import (
    Place,
    Told,
    place_of,
    source_place_of,
    told,
    uri,
    worst_first,
)
from mtcheck.reporters.visible import without_controls
from mtcheck.reporters.wording import (
    replacement,
    say_there,
    say_unjudged,
    shortened,
    to_json,
    unjudged,
)
from mtcheck.rule import Rule
from mtcheck.text import counted
from mtcheck.types import Alignment, FileVerdict, Finding, Severity

MAX_RESULTS = 5_000
"""Results that GitHub takes from a run; it would keep the most severe ones as well."""
MAX_SNIPPET = 1_000

FINGERPRINT = "mtcheck/v1"
_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.MAJOR: "error",
    Severity.MINOR: "warning",
    Severity.NEUTRAL: "note",
}


def render_sarif(verdicts: Sequence[FileVerdict]) -> bytes:
    """One run with at most :data:`MAX_RESULTS` results, the most severe, in reading order."""
    from mtcheck import __version__

    found = list(enumerate(told(verdicts)))
    kept = sorted(heapq.nsmallest(MAX_RESULTS, found, key=lambda item: worst_first(item[1])))
    items = [item for _, item in kept]
    codes = sorted({finding.code for _, _, finding in items})
    aside = _count_aside(items) > 0
    n_aside = _count_aside(item for _, item in found) - _count_aside(items)
    driver = {
        "name": "mtcheck",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": _rules(items),
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "Where mtcheck was started."}}},
        "invocations": [
            {
                "executionSuccessful": not unjudged(verdicts),
                "toolExecutionNotifications": [
                    *_unjudged(verdicts),
                    *_left(len(found) - len(items), n_aside),
                ],
            }
        ],
        "results": [_result(item, codes.index(item[2].code), aside=aside) for item in items],
        "properties": {"signatures": sorted({v.signature for v in verdicts if v.signature})},
    }
    return to_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def message(text: str) -> dict[str, str]:
    r"""A SARIF message that says exactly this text: no placeholder, no embedded link.

    Braces hold placeholders and are doubled; brackets are escaped where they would make a link
    (SARIF 2.1.0, 3.11.5 and 3.11.6).

    >>> message("a {0} [b](1)"), message("[...]")
    ({'text': 'a {{0}} \\[b\\](1)'}, {'text': '[...]'})
    """
    text = text.replace("{", "{{").replace("}", "}}")
    if "](" in text:
        text = text.replace("[", "\\[").replace("]", "\\]")
    return {"text": text}


def _result(item: Told, rule_index: int, *, aside: bool) -> dict[str, Any]:
    verdict, score, finding = item
    place = place_of(verdict, score, finding)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": message(say_there(place, finding)),
        "locations": [_location(place, verdict.path, finding)],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "rank": round(100 * score.p_mangled, 1),
        "properties": {
            "severity": finding.severity.value,
            "category": finding.category.value,
            "unit": shortened(finding.unit, MAX_SNIPPET),
            "p_mangled": round(score.p_mangled, 4),
        },
    }
    if not finding.fingerprint:
        del result["partialFingerprints"]
    related = _related(verdict, score.alignment, finding)
    if related:
        result["relatedLocations"] = related
    fix = _fix(place, finding, verdict.path)
    if fix:
        result["fixes"] = [fix]
    if aside:  # as soon as one result has suppressions, all have
        result["suppressions"] = _suppressions(finding)
    return result


def _location(place: Place, path: str, finding: Finding | None = None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(path)}
    region = _region(place)
    if region:
        if finding and place.column is not None:
            region["snippet"] = {"text": without_controls(finding.quote[:MAX_SNIPPET])}
        physical["region"] = region
    location: dict[str, Any] = {"physicalLocation": physical}
    if place.named:
        location["logicalLocations"] = [{"fullyQualifiedName": without_controls(place.named)}]
    return location


def _artifact(path: str) -> dict[str, str]:
    reference = uri(path)
    if reference.startswith("file:"):
        return {"uri": reference}
    return {"uri": reference, "uriBaseId": _ROOT}


def _region(place: Place) -> dict[str, Any]:
    """Lines and columns; offsets from the beginning of the file are known on its first line."""
    if place.line is None:
        return {}
    region: dict[str, Any] = {"startLine": place.line}
    if place.column is not None and place.end_column is not None:
        region["startColumn"] = place.column
        region["endLine"] = place.end_line
        region["endColumn"] = place.end_column
        if place.byte_column is not None and place.line == place.end_line == 1:
            region["charOffset"] = place.column - 1
            region["charLength"] = place.end_column - place.column
    return region


def _related(verdict: FileVerdict, alignment: Alignment, finding: Finding) -> list[dict[str, Any]]:
    place = source_place_of(verdict, alignment, finding)
    if place is None:
        return []
    location = _location(place, verdict.source_path, finding)
    return [{"id": 1, **location, "message": message("what the source says")}]


def _fix(place: Place, finding: Finding, path: str) -> dict[str, Any] | None:
    text = replacement(place, finding)
    if text is None:
        return None
    change = {
        "artifactLocation": _artifact(path),
        "replacements": [{"deletedRegion": _region(place), "insertedContent": {"text": text}}],
    }
    return {"description": message(f"write “{text}”"), "artifactChanges": [change]}


def _count_aside(items: Iterable[Told]) -> int:
    return sum(bool(finding.suppressed) for _, _, finding in items)


def _suppressions(finding: Finding) -> list[dict[str, str]]:
    if not finding.suppressed:
        return []
    inside = finding.suppressed.startswith(("comment ", "mtcheck_ignore "))
    return [
        {
            "kind": "inSource" if inside else "external",
            "status": "accepted",
            "justification": shortened(finding.suppressed, MAX_SNIPPET),
        }
    ]


def _rules(items: Sequence[Told]) -> list[dict[str, Any]]:
    """A descriptor for each rule that found something, by code, with its page as help."""
    from mtcheck.rules import all_rules

    known = {rule.code: rule for rule in all_rules()}
    found = {finding.code: finding for _, _, finding in reversed(items)}
    return [_rule(found[code], known.get(code)) for code in sorted(found)]


def _rule(finding: Finding, rule: Rule | None) -> dict[str, Any]:
    if rule is None:  # of another version of mtcheck
        return {"id": finding.code, "name": finding.name}
    what, _, _ = rule.doc.partition("\n")
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": message(what),
        "fullDescription": message(_paragraph(rule.doc, "## What it does") or what),
        "help": {**message(rule.doc), "markdown": rule.doc},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.category.value], "severity": rule.severity.value},
    }


def _paragraph(doc: str, heading: str) -> str:
    """The first paragraph under a heading, on one line."""
    _, _, below = doc.partition(f"{heading}\n")
    return " ".join(below.strip().partition("\n\n")[0].split())


def _unjudged(verdicts: Sequence[FileVerdict]) -> list[dict[str, Any]]:
    return [
        {
            "level": "error",
            "message": message(say_unjudged(verdict)),
            "locations": [_location(Place(verdict.path), verdict.path)],
        }
        for verdict in unjudged(verdicts)
    ]


def _left(n_left: int, n_aside: int) -> list[dict[str, Any]]:
    if not n_left:
        return []
    aside = f", {n_aside:,} of them set aside" if n_aside else ""
    said = f"{counted(n_left, 'finding')} left out{aside}: the {MAX_RESULTS:,} most severe are kept"
    return [{"level": "warning", "message": message(said)}]
