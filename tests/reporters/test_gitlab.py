from __future__ import annotations

import json
from typing import Any

from mtcheck.reporters.gitlab import render_gitlab
from mtcheck.types import FileVerdict, Severity

from .test_places import omission
from .test_sarif import with_findings
from .verdicts import broken, verdict


def entries(*verdicts: FileVerdict) -> Any:
    return json.loads(render_gitlab(verdicts))


def test_severities_are_those_that_gitlab_knows() -> None:
    found = with_findings(*({"severity": severity} for severity in Severity))
    assert [entry["severity"] for entry in entries(found)] == ["info", "minor", "major", "critical"]


def test_what_was_set_aside_is_marked() -> None:
    (entry,) = entries(with_findings({"suppressed": "baseline: known"}))
    assert entry["severity"] == "info"
    assert entry["description"].endswith("(set aside: baseline: known)")


def test_fingerprints_are_unique_even_where_the_same_file_is_told_twice() -> None:
    found = entries(verdict(), verdict(), verdict(path="b.txt"), broken(), broken())
    assert len({entry["fingerprint"] for entry in found}) == len(found) == 8


def test_a_fingerprint_outlives_the_findings_around_it() -> None:
    (alone,) = entries(with_findings({"fingerprint": "0123456789abcdef"}))
    *_, later = entries(
        with_findings({"fingerprint": "a"}, {"fingerprint": "0123456789abcdef", "line": 9})
    )
    assert alone["fingerprint"] == later["fingerprint"]


def test_a_file_that_was_not_judged_blocks() -> None:
    (entry,) = entries(broken("texts\\b.txt"))
    assert (entry["severity"], entry["location"]) == (
        "blocker",
        {"path": "texts/b.txt", "lines": {"begin": 1}},
    )


def test_what_has_no_line_is_put_on_the_first() -> None:
    one, _, _ = omission(candidate=False)
    assert entries(one)[0]["location"] == {"path": "a.txt", "lines": {"begin": 1}}
