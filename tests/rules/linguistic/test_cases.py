"""The table of cases: what each rule must mark, and where it must stay silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck.lexicon import Lexicon
from mtcheck.rule import Context, run_rule
from mtcheck.rules import get_rule
from mtcheck.segment import segment
from mtcheck.types import Alignment, Document, Finding, Unit

TABLE = Path(__file__).with_name("cases.tsv").read_text(encoding="utf-8").split("\n")
CASES = [line.split("\t") for line in TABLE[1:] if line]
SEEDS = Path(__file__).parents[3] / "seeds"
CODES = sorted({code for _, code, _, _ in CASES})


def findings(code: str, units: list[str]) -> tuple[Finding, ...]:
    document = Document(
        "case.txt", "en", "txt", tuple(Unit(str(n), unit, n) for n, unit in enumerate(units, 1))
    )
    sentences = segment(document)
    alignments = tuple(Alignment(n, (one,), (), 1.0) for n, one in enumerate(sentences))
    ctx = Context(sentences, (), Lexicon(), None)  # type: ignore[arg-type]
    return run_rule(get_rule(code), alignments, ctx)


def seed(prefix: str) -> list[str]:
    (path,) = SEEDS.glob(f"{prefix}_*.txt")
    return path.read_text(encoding="utf-8").split("\n")


@pytest.mark.parametrize(
    ("code", "candidate", "quotes"),
    [pytest.param(*case[1:], id=f"{case[1]}-{case[0]}") for case in CASES],
)
def test_a_case_gives_exactly_its_quotes(code: str, candidate: str, quotes: str) -> None:
    expected = quotes.split(" | ") if quotes else []
    assert [found.quote for found in findings(code, candidate.split("⏎"))] == expected


def test_a_fifth_of_the_cases_are_near_misses_for_every_rule_together() -> None:
    assert sum(not quotes for *_, quotes in CASES) >= len(CASES) / 5


@pytest.mark.parametrize("code", CODES)
def test_the_clean_summary_has_no_finding(code: str) -> None:
    assert findings(code, seed("004")) == ()


def test_the_clean_source_has_one_minor_finding_and_its_page_residue() -> None:
    found = [one for code in CODES for one in findings(code, seed("002"))]
    assert {(one.code, one.quote) for one in found if one.code != "DES101"} == {("LIN201", "U. S.")}
    assert [one.quote for one in found if one.code == "DES101"] == [
        "Source link",
        "Leave a Comment",
        "Your email address will not be published.",
        "Required fields are marked *",
        "Scroll to Top",
    ]


def test_every_punctuation_fault_of_the_spun_article_is_found() -> None:
    quotes = {one.quote for code in ("LIN201", "LIN301") for one in findings(code, seed("003"))}
    assert quotes >= {
        "” We", "” Total", ",” I", "” I", "face- to- face", "the$ 95", "includes$ 8", "allots$ 61",
        "nicely- known", "China- US",
    }  # fmt: skip


def test_the_glued_and_turned_places_of_the_round_trips_are_found() -> None:
    assert [one.quote for one in findings("LIN202", seed("001"))] == ["increasing."]
    assert [one.quote for one in findings("LIN301", seed("001"))] == ["visit.“", "‘ added"]
    assert [one.quote for one in findings("LIN302", seed("000"))] == [". ."]
    assert [one.quote for one in findings("LIN501", seed("001"))] == ["Mr", "US"]


def test_a_word_is_repeated_over_the_end_of_a_wrapped_line_too() -> None:
    wrapped = "The crew pumped the water out of the\nthe hold\r\nbefore dawn."
    (found,) = findings("LIN102", [wrapped])
    assert (found.quote, found.suggestion) == ("the\nthe", "the")
