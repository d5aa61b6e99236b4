"""JUnit XML, for the test page of any build server: a test case a file.

The schema is that of Ant's report, which all readers take. A file fails where the gate failed it;
without a gate, where it is mangled, which is what the gate asks unless told otherwise. A file
that could not be judged is an error. Nothing in it was timed, and the time stamp, which the schema
wants, is that of no clock: equal verdicts give equal bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from xml.etree import ElementTree as ET

from mtcheck.reporters.places import place_of, told, worst_first
from mtcheck.reporters.visible import code, visible
from mtcheck.reporters.wording import say_finding, say_unjudged
from mtcheck.text import counted
from mtcheck.types import FileVerdict, Outcome

MAX_FINDINGS = 100
"""Findings that the text of one test case lists."""
MAX_OUTPUT = 1_000
"""Findings of files that pass, which are listed as output of the suite."""

_NO_CLOCK = "1970-01-01T00:00:00"
_NO_XML = re.compile("[\ufffe\uffff]")  # controls and half characters are dealt with by visible()


def render_junit(
    verdicts: Sequence[FileVerdict], *, objections: Sequence[str] | None = None
) -> bytes:
    """One suite. ``objections``, one a verdict: why the gate fails the file, or nothing."""
    failing = [
        _why(verdict) if objections is None else objections[number]
        for number, verdict in enumerate(verdicts)
    ]
    judged = [verdict.outcome is not Outcome.UNJUDGED for verdict in verdicts]
    n_failures = sum(bool(why) and ran for why, ran in zip(failing, judged, strict=True))
    root = ET.Element("testsuites")
    suite = ET.SubElement(
        root,
        "testsuite",
        {
            "id": "0",
            "package": "mtcheck",
            "name": "mtcheck",
            "timestamp": _NO_CLOCK,
            "hostname": "localhost",
            "tests": str(len(verdicts)),
            "failures": str(n_failures),
            "errors": str(judged.count(False)),
            "time": "0",
        },
    )
    properties = ET.SubElement(suite, "properties")
    for signature in sorted({v.signature for v in verdicts if v.signature}):
        ET.SubElement(properties, "property", {"name": "signature", "value": _text(signature)})
    told_as_output: list[str] = []
    for verdict, why in zip(verdicts, failing, strict=True):
        case = {"classname": "mtcheck", "name": _text(verdict.path) or "''", "time": "0"}
        element = ET.SubElement(suite, "testcase", case)
        if verdict.outcome is Outcome.UNJUDGED:
            said = _text(say_unjudged(verdict))
            ET.SubElement(element, "error", {"message": said, "type": "unjudged"}).text = said
        elif why:
            failure = {"message": _text(why), "type": verdict.outcome.value}
            ET.SubElement(element, "failure", failure).text = _listed(verdict)
        if verdict.outcome is Outcome.UNJUDGED or not why:
            told_as_output += [f"{_text(verdict.path)}: {line}" for line in _lines(verdict)]
    ET.SubElement(suite, "system-out").text = _joined(told_as_output, MAX_OUTPUT)
    ET.SubElement(suite, "system-err")
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _why(verdict: FileVerdict) -> str:
    if verdict.outcome is not Outcome.MANGLED:
        return ""
    return "; ".join((verdict.outcome.value, *verdict.reasons))


def _listed(verdict: FileVerdict) -> str:
    score = "" if verdict.score is None else f", score {verdict.score:.1f}"
    head = [f"{verdict.outcome.value}{score}", *map(_text, verdict.reasons), ""]
    return "\n".join(head) + _joined(list(_lines(verdict)), MAX_FINDINGS)


def _lines(verdict: FileVerdict) -> Iterator[str]:
    for _, score, finding in sorted(told([verdict]), key=worst_first):
        where = place_of(verdict, score, finding).where
        place = f"{where}: " if str(where) else ""
        named = f"{finding.code} {finding.name} ({finding.severity.value})"
        yield _text(f"{place}{named}: {say_finding(finding)}")


def _joined(lines: Sequence[str], limit: int) -> str:
    more = len(lines) - limit
    kept = [*islice(lines, limit), *([f"and {counted(more, 'more finding')}"] if more > 0 else [])]
    return "".join(f"{line}\n" for line in kept)


def _text(text: str) -> str:
    """One line that XML can hold."""
    return _NO_XML.sub(lambda found: code(found.group()), visible(text)).strip()
