"""Annotations of GitHub Actions: workflow commands, a line each, for standard output.

A job shows ten errors and ten warnings of a step; the worst come first and a notice counts the
rest. Nothing in a text or a file name can end a command or begin another one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from mtcheck.reporters.places import Place, place_of, posix, told, worst_first
from mtcheck.reporters.visible import visible
from mtcheck.reporters.wording import say_there, say_unjudged, unjudged, worst_files
from mtcheck.text import counted
from mtcheck.types import FileVerdict, Severity

MAX_EACH = 10
"""Errors, and warnings, that GitHub shows of one step."""

_LEVELS = {Severity.CRITICAL: "error", Severity.MAJOR: "error", Severity.MINOR: "warning"}


def render_github(verdicts: Sequence[FileVerdict]) -> bytes:
    """The commands: files that could not be judged, then findings, the worst first.

    Findings that hurt nobody, and those that were set aside, are counted and not annotated.
    """
    lines: dict[str, list[str]] = {"error": [], "warning": []}
    for verdict in unjudged(verdicts):
        place = Place(posix(verdict.path))
        lines["error"].append(_command("error", place, "not judged", say_unjudged(verdict)))
    besides: Counter[str] = Counter()
    for verdict, score, finding in sorted(told(worst_files(verdicts)), key=worst_first):
        level = _LEVELS.get(finding.severity)
        if finding.suppressed:
            besides["set aside"] += 1
        elif level is None:
            besides["neutral"] += 1
        else:
            title = f"{finding.code} {finding.name} ({finding.severity.value})"
            place = place_of(verdict, score, finding)
            lines[level].append(_command(level, place, title, say_there(place, finding)))
    shown = [line for found in lines.values() for line in found[:MAX_EACH]]
    left = {f"more {level}": len(found) - MAX_EACH for level, found in lines.items()}
    rest = _rest(left, besides)
    if rest:
        said = f"{rest}: the summary of this job lists them"
        shown.append(f"::notice title=mtcheck::{escape_data(said)}")
    return "".join(f"{line}\n" for line in shown).encode("utf-8")


def _rest(left: dict[str, int], besides: Counter[str]) -> str:
    parts = [counted(number, noun) for noun, number in left.items() if number > 0]
    if besides["neutral"]:
        parts.append(counted(besides["neutral"], "neutral finding"))
    if besides["set aside"]:
        parts.append(f"{counted(besides['set aside'], 'finding')} set aside")
    return ", ".join(parts)


def _command(level: str, place: Place, title: str, text: str) -> str:
    properties: list[tuple[str, object]] = [("file", place.path), ("line", place.line)]
    if place.end_line != place.line:
        properties.append(("endLine", place.end_line))
    elif place.column is not None:  # columns are for one line only
        properties += [("col", place.column), ("endColumn", place.end_column)]
    properties.append(("title", title))
    return f"::{level} {_joined(properties)}::{escape_data(visible(text))}"


def _joined(properties: Iterable[tuple[str, object]]) -> str:
    return ",".join(
        f"{name}={escape_property(visible(str(value)))}"
        for name, value in properties
        if value is not None
    )


def escape_data(text: str) -> str:
    """A message, as the runner reads it back.

    >>> escape_data("100%\\n::error::x")
    '100%25%0A::error::x'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """The value of a property: colons and commas would end it.

    >>> escape_property("a,line=1::b")
    'a%2Cline=1%3A%3Ab'
    """
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")
