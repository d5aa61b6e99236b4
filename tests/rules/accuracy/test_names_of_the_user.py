from __future__ import annotations

import pytest

from mtcheck.lexicon import Lexicon
from mtcheck.models import Encoder
from mtcheck.rule import Context, run_rule
from mtcheck.rules import get_rule
from mtcheck.segment import segment
from mtcheck.types import Alignment
from tests.conftest import document


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Later Ostrekova left.", ("Irina Ostrakova",), [("Ostrekova", "Ostrakova")]),
        ("Later Ostrekova left.", (), []),
        ("Later Ms. Sistleby left.", ("Harriet Thistleby",), [("Sistleby", "Thistleby")]),
        ("Later Ms. Sistleby left.", (), []),
        ("Later Paul Henle left.", ("Paul Henle",), []),
    ],
)
def test_names_of_the_user_are_right(
    text: str, names: tuple[str, ...], expected: list[tuple[str, str]], encoder: Encoder
) -> None:
    sentences = segment(document(text))
    alignments = [Alignment(n, (one,), (), 1.0) for n, one in enumerate(sentences)]
    context = Context(sentences, (), Lexicon(), encoder, names=names)
    found = run_rule(get_rule("ACC101"), alignments, context)
    assert [(finding.quote, finding.suggestion) for finding in found] == expected
