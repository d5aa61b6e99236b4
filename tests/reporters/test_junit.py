from __future__ import annotations

from xml.etree import ElementTree as ET

from mtcheck.reporters.junit import MAX_FINDINGS, render_junit
from mtcheck.types import FileVerdict, Outcome

from .situations import many
from .test_sarif import with_findings
from .verdicts import broken, clean, verdict


def suite(*verdicts: FileVerdict, objections: tuple[str, ...] | None = None) -> ET.Element:
    return ET.fromstring(render_junit(verdicts, objections=objections))[0]


def test_a_file_is_a_test_case() -> None:
    found = suite(verdict(path="texts/a.txt"), clean(), broken())
    counts = [found.get(name) for name in ("tests", "failures", "errors")]
    assert counts == ["3", "1", "1"]
    bad, good, lost = found.findall("testcase")
    assert [case.get("name") for case in (bad, good, lost)] == [
        "texts/a.txt",
        "clean.txt",
        "broken.txt",
    ]
    failure, error = bad.find("failure"), lost.find("error")
    assert failure is not None
    assert error is not None
    assert failure.get("type") == Outcome.MANGLED
    assert "line 1: LIN101 fragment (critical): " in (failure.text or "")
    assert "not UTF-8" in (error.get("message") or "")
    assert list(good) == []


def test_the_gate_says_which_files_fail() -> None:
    found = suite(verdict(path="a.txt"), clean(), objections=("", "score 98.0 is below 99"))
    assert found.get("failures") == "1"
    failure = found.findall("testcase")[1].find("failure")
    assert failure is not None
    assert failure.get("message") == "score 98.0 is below 99"
    assert "a.txt: line 1: ACC101" in (found.findtext("system-out") or ""), "what passes is told"


def test_what_was_set_aside_says_so() -> None:
    text = "".join(suite(with_findings({"suppressed": "baseline: known"})).itertext())
    assert "(set aside: baseline: known)" in text


def test_no_text_of_a_test_case_grows_without_end() -> None:
    found = suite(*many())
    for failure in found.iter("failure"):
        assert (failure.text or "").count("\nline ") <= MAX_FINDINGS
    assert "more findings" in (found.findtext("system-out") or "")
