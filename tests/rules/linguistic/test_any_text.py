"""Whatever the text, the rules of the family give findings or nothing, never a crash."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck.lexicon import Lexicon
from mtcheck.rule import Context, run_rule
from mtcheck.rules import get_rule
from mtcheck.segment import segment
from mtcheck.types import Alignment, Document, Unit

CODES = (
    "LIN102", "LIN103", "LIN201", "LIN202", "LIN301", "LIN302", "LIN401", "LIN402", "LIN403",
    "LIN501", "DES101",
)  # fmt: skip
PIECES = st.sampled_from(
    [
        " ", "  ", ".", ",", "- ", "“", "”", "‘", "’", '"', "$", "the", "The", "of", "is", "Mr",
        "Mr.", "U. S.", "US", "95", "000", "(", ")", "agreed", "it", "and", "\u200b", "\ufffd",
        "â€", "Ã©", "\n", "Read more:", "?", "é", "\U0001f600", "\ud800",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=25).map("".join), max_size=4))
def test_every_finding_quotes_its_unit(units: list[str]) -> None:
    document = Document(
        "any.txt", "en", "txt", tuple(Unit(str(n), unit, n) for n, unit in enumerate(units))
    )
    sentences = segment(document)
    alignments = tuple(Alignment(n, (one,), (), 1.0) for n, one in enumerate(sentences))
    ctx = Context(sentences, (), Lexicon(), None)  # type: ignore[arg-type]
    for code in CODES:
        for found in run_rule(get_rule(code), alignments, ctx):
            text = units[int(found.unit)]
            assert found.quote == text[found.start : found.end] != ""
