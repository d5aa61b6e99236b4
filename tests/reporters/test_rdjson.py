from __future__ import annotations

import json

from mtcheck.reporters.rdjson import render_rdjson
from mtcheck.types import Severity

from .test_places import omission
from .test_sarif import with_findings
from .verdicts import broken


def test_severities_and_what_was_set_aside() -> None:
    one = with_findings(
        *({"severity": severity} for severity in Severity),
        {"suppressed": "baseline: known", "suggestion": "x"},
    )
    found = json.loads(render_rdjson([one]))["diagnostics"]
    assert [d["severity"] for d in found] == ["INFO", "WARNING", "ERROR", "ERROR", "INFO"]
    assert found[-1]["message"].endswith("(set aside: baseline: known)")
    assert "suggestions" not in found[-1]


def test_a_suggestion_with_characters_that_nobody_sees_is_not_offered() -> None:
    hidden, plain = (
        with_findings({"suggestion": "Blin\u200bken"}),
        with_findings({"suggestion": "Blinken"}),
    )
    offered = [
        json.loads(render_rdjson([one]))["diagnostics"][0].get("suggestions")
        for one in (hidden, plain)
    ]
    assert offered[0] is None
    assert offered[1] is not None
    assert offered[1][0]["text"] == "Blinken"


def test_what_was_left_out_names_its_place_in_the_source() -> None:
    one, _, _ = omission(candidate=False)
    (found,) = json.loads(render_rdjson([one]))["diagnostics"]
    assert found["location"] == {"path": "a.txt"}
    assert found["related_locations"][0]["location"]["path"] == "s.txt"


def test_a_file_that_was_not_judged_is_an_error() -> None:
    (found,) = json.loads(render_rdjson([broken()]))["diagnostics"]
    assert (found["severity"], found["location"]) == ("ERROR", {"path": "broken.txt"})
