from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from mtcheck.reporters import sarif
from mtcheck.reporters.sarif import render_sarif
from mtcheck.types import FileVerdict, Severity

from .situations import many
from .verdicts import broken, clean, finding, verdict


def run(*verdicts: FileVerdict) -> Any:
    return json.loads(render_sarif(verdicts))["runs"][0]


def with_findings(*changes: dict[str, object]) -> FileVerdict:
    one = verdict()
    unit = one.scores[0].alignment.candidate[0].unit
    found = tuple(finding(unit, "Brinken", **change) for change in changes)
    return replace(one, scores=(replace(one.scores[0], findings=found),))


def test_levels_follow_severities() -> None:
    found = with_findings(*({"severity": severity} for severity in Severity))
    assert [result["level"] for result in run(found)["results"]] == [
        "note",
        "warning",
        "error",
        "error",
    ]


def test_a_rule_brings_its_page() -> None:
    (rule,) = run(with_findings({}))["tool"]["driver"]["rules"]
    assert (rule["id"], rule["name"], rule["defaultConfiguration"]) == (
        "ACC101",
        "name-altered",
        {"level": "error"},
    )
    assert "## What it does" in rule["help"]["markdown"]
    assert rule["shortDescription"]["text"].endswith("must be meant.")


def test_a_rule_that_this_version_does_not_know_is_named_at_least() -> None:
    (rule,) = run(with_findings({"code": "OLD999", "name": "gone"}))["tool"]["driver"]["rules"]
    assert rule == {"id": "OLD999", "name": "gone"}


@pytest.mark.parametrize(
    ("why", "kind"),
    [("comment on line 3: quoted", "inSource"), ("mtcheck_ignore on line 2: quoted", "inSource"), ("baseline: accepted", "external"), ("mtcheck-ignore.toml:4: quoted", "external")],
)  # fmt: skip
def test_what_was_set_aside_is_suppressed_and_stays(why: str, kind: str) -> None:
    aside, live = run(with_findings({"suppressed": why}, {}))["results"]
    assert aside["suppressions"] == [{"kind": kind, "status": "accepted", "justification": why}]
    assert live["suppressions"] == []


def test_without_anything_set_aside_nothing_is_said_of_suppressions() -> None:
    assert "suppressions" not in run(with_findings({}))["results"][0]


def test_a_file_that_was_not_judged_is_an_error_of_the_run() -> None:
    (invocation,) = run(clean(), broken("texts/b ü.txt"))["invocations"]
    assert invocation["executionSuccessful"] is False
    (note,) = invocation["toolExecutionNotifications"]
    assert note["level"] == "error"
    assert "not UTF-8" in note["message"]["text"]
    where = note["locations"][0]["physicalLocation"]["artifactLocation"]
    assert where == {"uri": "texts/b%20%C3%BC.txt", "uriBaseId": "%SRCROOT%"}
    assert run(clean())["invocations"][0] == {
        "executionSuccessful": True,
        "toolExecutionNotifications": [],
    }


def test_fingerprints_are_those_of_the_findings() -> None:
    (result,) = run(with_findings({"fingerprint": "0123456789abcdef"}))["results"]
    assert result["partialFingerprints"] == {"mtcheck/v1": "0123456789abcdef"}


def test_of_too_many_results_the_most_severe_are_kept_and_the_rest_is_told() -> None:
    whole = many()
    kept = run(*whole)
    results = kept["results"]
    assert len(results) == 5_000
    (note,) = kept["invocations"][0]["toolExecutionNotifications"]
    assert "1,000 findings left out, 1" in note["message"]["text"]
    found = [f for one in whole for f in one.findings]
    for severity in (Severity.CRITICAL, Severity.MAJOR):
        there = [f.fingerprint for f in found if f.severity is severity and not f.suppressed]
        here = [r["partialFingerprints"]["mtcheck/v1"] for r in results
                if r["properties"]["severity"] == severity ]  # fmt: skip
        assert sorted(there) == sorted(here)


def test_order_is_that_of_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MAX_RESULTS", 2)
    severities = (
        {"severity": s, "fingerprint": s.value}
        for s in (Severity.MINOR, Severity.MAJOR, Severity.CRITICAL)
    )
    results = run(with_findings(*severities))["results"]
    assert [r["partialFingerprints"]["mtcheck/v1"] for r in results] == ["major", "critical"]


def test_no_text_makes_a_placeholder_or_a_link() -> None:
    (result,) = run(with_findings({"message": "{0} and [here](1) \\[x](https://x.invalid)"}))[
        "results"
    ]
    assert result["message"]["text"] == "{{0}} and \\[here\\](1) \\\\[x\\](https://x.invalid)"
