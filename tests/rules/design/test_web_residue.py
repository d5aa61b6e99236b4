from __future__ import annotations

import re

import pytest

from mtcheck.lexicon import Lexicon
from mtcheck.rule import Context, run_rule
from mtcheck.rules import get_rule
from mtcheck.types import Alignment, Sentence, Severity, Unit

ROWS = Lexicon().rows("web_residue")


def n_findings(text: str) -> int:
    alignment = Alignment(0, (Sentence(text, Unit("1", text, 1), 0, len(text)),), (), 1.0)
    ctx = Context(alignment.candidate, (), Lexicon(), None)  # type: ignore[arg-type]
    return len(run_rule(get_rule("DES101"), (alignment,), ctx))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["phrase"])
def test_every_phrase_of_the_list_is_found_in_capitals(row: dict[str, str]) -> None:
    phrase = re.sub(r"\bN\b", "12", row["phrase"])
    text = phrase.replace("…", "Lind and Roy")
    if row["scope"] == "label":
        label = phrase.split("…")[0].strip()
        text = f"{label}: Lind and Roy" + phrase.split("…", 2)[1].rstrip(" …")
    assert n_findings(text) == 1
    assert n_findings(text.upper()) == 1


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["phrase"])
def test_no_phrase_is_found_inside_prose(row: dict[str, str]) -> None:
    phrase = row["phrase"].replace("…", "it")
    assert n_findings(f"Lind said that the words {phrase} were all that he read there.") == 0


def test_the_list_is_well_formed() -> None:
    assert {row["scope"] for row in ROWS} == {"unit", "sentence", "label"}
    assert len({(row["phrase"], row["scope"]) for row in ROWS}) == len(ROWS)


def test_residue_is_neutral_so_that_it_never_counts() -> None:
    assert get_rule("DES101").severity is Severity.NEUTRAL
