"""TER101: altered terms against the source; variation that people use stays silent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mtcheck.rule import Example, Rule
from mtcheck.rules.terminology.set_phrase_altered import RULE
from mtcheck.types import Finding, Severity

Run = Callable[[Rule, Example], tuple[Finding, ...]]

ALTERED = [
    ("Kenya crossed the reddish lines.", "Kenya crossed the red lines.", "reddish lines"),
    (
        "The Kenya-Uganda marriage is stable.",
        "The Kenya-Uganda relationship is stable. The relationship grew. A relationship needs care.",
        "marriage",
    ),
    ("She studies bosom cancer.", "She studies breast cancer.", "bosom cancer"),
]
FINE = [
    ("Kenya drew red lines.", "Kenya drew red lines."),
    ("The talks were about fishing rights.", "The negotiations were about rights to fish."),
    ("Bilateral ties are stable.", "The bilateral relationship is stable. The relationship grew."),
    ("Many officials came.", "Several senior officials came."),
    ("The marriage broke up.", "The relationship broke up."),
]


@pytest.mark.parametrize(("candidate", "source", "quote"), ALTERED)
def test_an_altered_term_is_marked(
    candidate: str, source: str, quote: str, run_example: Run
) -> None:
    findings = run_example(RULE, Example(candidate, source=source))
    assert [finding.quote for finding in findings] == [quote]


@pytest.mark.parametrize(("candidate", "source"), FINE)
def test_variation_is_left_alone(candidate: str, source: str, run_example: Run) -> None:
    assert run_example(RULE, Example(candidate, source=source)) == ()


def test_a_candidate_equal_to_its_source_has_no_finding(run_example: Run) -> None:
    text = "China’s primary interests and the reddish lines of the marriage."
    assert run_example(RULE, Example(text, source=text)) == ()


def test_the_other_files_tell_the_term_as_well(run_example: Run) -> None:
    example = Example(
        "They spoke of development privileges.",
        source="They spoke for hours.",
        others=(
            "The talks were about development rights.",
            "Development rights were on the table.",
        ),
    )
    assert [finding.suggestion for finding in run_example(RULE, example)] == ["development rights"]


REPLACED = [
    (
        "The clinic trained a gullible classifier on last year’s letters.",
        "The clinic trained a naive classifier on last year’s letters.",
        "gullible",
    ),
    (
        "Each buoy runs a remote detector organization of twelve parts.",
        "Each buoy runs a wireless sensor network of twelve parts.",
        "remote detector organization",
    ),
    ("warmth trade in pipes", "heat exchange in pipes", "warmth trade"),
]
KEPT = [
    ("The clinic trained a simple classifier.", "The clinic trained a naive classifier."),
    ("The ferry waited until the storm had passed.", "The ferry lingered until the storm passed."),
    ("She praised the local bakery.", "She praised the village bakery."),
    ("We met in early autumn.", "We met in early fall."),
]


@pytest.mark.parametrize(("candidate", "source", "quote"), REPLACED)
def test_a_phrase_that_became_words_nobody_joins_is_marked(
    candidate: str, source: str, quote: str, run_example: Run
) -> None:
    findings = run_example(RULE, Example(candidate, source=source))
    assert findings
    assert all(f.quote in quote or quote in f.quote for f in findings)


@pytest.mark.parametrize(("candidate", "source"), KEPT)
def test_words_that_english_joins_may_be_chosen(
    candidate: str, source: str, run_example: Run
) -> None:
    assert run_example(RULE, Example(candidate, source=source)) == ()


SPUN = """\
The captain was mailed off after the interval for a second golden card.
Rovers scored from a nook kick in additional moment.
The striker, who is on mortgage, thanked the main professional and the children university."""
MATCH = """\
The captain was sent off after the break for a second yellow card.
Rovers won the game with a corner kick in extra time.
The striker, who is on loan from the coast, thanked the chief executive and the youth academy."""


def test_altered_terms_support_each_other(run_example: Run) -> None:
    findings = run_example(RULE, Example(SPUN, source=MATCH))
    majors = {f.quote: f.suggestion for f in findings if f.severity is Severity.MAJOR}
    minors = {f.quote: f.suggestion for f in findings if f.severity is Severity.MINOR}
    assert majors == {
        "golden card": "yellow card",
        "nook kick": "corner kick",
        "additional moment": "extra time",
    }
    assert minors.items() >= {"mailed off": "sent off", "on mortgage": "on loan"}.items()


def test_one_altered_term_alone_is_a_minor_matter(run_example: Run) -> None:
    candidate = "Rovers had a nook kick and another free kick."
    (finding,) = run_example(RULE, Example(candidate, source="Rovers took a corner kick."))
    assert (finding.quote, finding.severity) == ("nook kick", Severity.MINOR)


def test_a_term_that_the_candidate_also_uses_is_varied_on_purpose(run_example: Run) -> None:
    candidate = "Rovers had a nook kick. The corner kick came to nothing."
    assert run_example(RULE, Example(candidate, source="Rovers took a corner kick.")) == ()
