"""What a glossary does to a verdict: findings, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mtcheck.combine import GLOSSARY_RULES
from mtcheck.config import make_config
from mtcheck.judge import judge_gate
from mtcheck.pipeline import judge_document
from mtcheck.rules import all_rules
from mtcheck.tools import Tools, load_tools
from mtcheck.types import FileVerdict, Severity

from ..conftest import document

CANDIDATE = """The whitelist is checked before each request is answered.
Open the control panel to see how many people came to the site today.
Install Kubernets on each node before the test begins.
She logged in at noon and found that the page was empty.
Press the reddish shift key and wait until the list has been read."""
SOURCE = """The whitelist is checked before each request is answered.
Open the control panel to see how many people visited the site today.
Install Kubernetes on each node before the test begins.
She signed in at noon and found that the page was empty.
Press the red SHIFT key and wait until the list was read."""
HOUSE = Path(__file__).parents[2] / "fixtures" / "glossaries" / "house.csv"


@pytest.fixture(scope="module")
def plain() -> Tools:
    return load_tools(make_config())


@pytest.fixture(scope="module")
def with_terms() -> Tools:
    return load_tools(make_config(glossary=HOUSE))


def judged(tools: Tools, source: str = SOURCE) -> FileVerdict:
    other = document(source, "source.txt") if source else None
    return judge_document(document(CANDIDATE), other, tools)


def without_terms(verdict: FileVerdict) -> FileVerdict:
    scores = tuple(
        replace(score, findings=tuple(f for f in score.findings if f.code not in GLOSSARY_RULES))
        for score in verdict.scores
    )
    return replace(verdict, scores=scores, signature="", reasons=())


@pytest.mark.parametrize("source", [SOURCE, ""], ids=["source", "alone"])
def test_a_glossary_moves_no_number_and_hides_no_other_finding(
    plain: Tools, with_terms: Tools, source: str
) -> None:
    before, after = judged(plain, source), judged(with_terms, source)
    assert without_terms(after) == without_terms(before)
    assert GLOSSARY_RULES & {finding.code for finding in after.findings}


def test_the_terms_are_told_with_their_own_severity_and_note(with_terms: Tools) -> None:
    found = [f for f in judged(with_terms).findings if f.code in GLOSSARY_RULES]
    assert [(f.line, f.code, f.quote, f.suggestion, f.severity.value) for f in found] == [
        (1, "TER104", "whitelist", "allowlist", "critical"),
        (2, "TER103", "control panel", "dashboard", "major"),
        (3, "TER103", "Kubernets", "Kubernetes", "major"),
        (4, "TER104", "logged in", "signed in", "minor"),
        (5, "TER103", "shift", "SHIFT", "minor"),
    ]
    assert found[0].message == "The glossary forbids “whitelist”: it has “allowlist” (house style)."
    assert found[2].message == (
        "“Kubernets” stands where the glossary keeps “Kubernetes” as it is (a product)."
    )


def test_what_is_the_same_in_the_source_may_still_be_forbidden(with_terms: Tools) -> None:
    verdict = judged(with_terms, CANDIDATE)
    assert verdict.p_mangled == 0.0
    assert {f.code for f in verdict.findings} == GLOSSARY_RULES


def test_the_gate_counts_terms_by_severity(plain: Tools, with_terms: Tools) -> None:
    assert judge_gate([judged(plain)], fail_on="critical").passed
    assert not judge_gate([judged(with_terms)], fail_on="critical").passed


def test_a_neutral_term_leaves_its_sentence_judged(plain: Tools, tmp_path: Path) -> None:
    table = "source,severity\nOpen the control panel to see how many people came,neutral\n"
    (tmp_path / "g.csv").write_text(
        table.replace("severity\n", "status,severity\n").replace(",neutral", ",forbidden,neutral")
    )
    verdict = judged(load_tools(make_config(glossary=tmp_path / "g.csv")), "")
    assert [f.severity for f in verdict.findings if f.code == "TER104"] == [Severity.NEUTRAL]
    assert [s.outcome for s in verdict.scores] == [s.outcome for s in judged(plain, "").scores]


def test_the_signature_tells_glossaries_apart(plain: Tools, with_terms: Tools) -> None:
    assert plain.signature != with_terms.signature
    assert with_terms.signature == load_tools(make_config(glossary=[HOUSE])).signature


def test_rules_of_the_glossary_are_known_to_the_combiner() -> None:
    assert {rule.code for rule in all_rules() if "glossary" in rule.needs} == GLOSSARY_RULES
