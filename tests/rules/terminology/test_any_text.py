"""The rules of the user's terms on any text, with any glossary."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtcheck.glossary import Glossary, Status, Term, make_glossary
from mtcheck.lexicon import Lexicon
from mtcheck.lexicon.inflection import KINDS, bases, forms
from mtcheck.models import Encoder
from mtcheck.rule import Context, run_rule
from mtcheck.rules import get_rule
from mtcheck.rules.terminology import _tokens
from mtcheck.rules.terminology._said import says
from mtcheck.rules.terminology._terms import find, prepare
from mtcheck.types import Alignment, Finding, Sentence, Unit

from ...effort import TWICE, steps

WORDS = st.sampled_from(
    ["white", "list", "List", "lists", "LIST", "’s", "-", "\u00a0", "\n", "\u00ad", "C++", "e-mail", "log", "in",
     "of", "the", "it", "“", "”", ".", "\u202e", "é", "e\u0301", "\u0130", "ß", "ﬁ", "𝕏", "x_y", "{", "`", "3"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=60)
PHRASES = TEXTS.map(lambda text: " ".join(text.split())).filter(
    lambda text: any(char.isalnum() for char in text)
)


def sentence(text: str) -> Sentence:
    return Sentence(text, Unit("1", text, 1), 0, len(text))


def run(
    code: str, candidate: str, source: str, glossary: Glossary, encoder: Encoder
) -> tuple[Finding, ...]:
    left, right = (sentence(candidate),), (sentence(source),) if source else ()
    ctx = Context(left, right, Lexicon(), encoder, parallel=True, glossary=glossary)
    return run_rule(get_rule(code), (Alignment(0, left, right, 0.1),), ctx)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    candidate=TEXTS.filter(bool),
    source=TEXTS,
    rows=st.lists(st.tuples(PHRASES, PHRASES, st.sampled_from(Status)), max_size=4),
)
def test_no_text_and_no_glossary_crash_a_rule(
    candidate: str, source: str, rows: list[tuple[str, str, Status]], encoder: Encoder
) -> None:
    glossary = make_glossary([Term(a, a, b, status) for a, b, status in rows])
    for code in ("TER103", "TER104"):
        for finding in run(code, candidate, source, glossary, encoder):
            assert finding.quote == candidate[finding.start : finding.end]
            assert finding.quote.strip()


@given(PHRASES)
def test_what_is_found_strictly_is_found_loosely(phrase: str) -> None:
    term = Term(phrase, phrase, phrase, Status.FORBIDDEN)
    for text in (phrase, f"It is {phrase}, he said."):
        for group in find(text, prepare(make_glossary([term])).targets):
            assert says(text, group[0].pattern) is not None


@given(
    st.sampled_from(
        [
            "policy",
            "box",
            "plan",
            "hope",
            "visit",
            "choose",
            "log",
            "query",
            "echo",
            "tie",
            "panic",
            "man",
            "leaf",
            "set",
            "index",
        ]
    ),
    st.sampled_from(KINDS),
)
def test_every_form_leads_back_to_its_base(base: str, kind: str) -> None:
    assert all(base in bases(form) for form in forms(base, kind))


@pytest.mark.parametrize(
    "piece",
    ["white list ", "white", "white-", "`{<", "@.", "'", "a/"],
    ids=["uses", "letters", "hyphens", "brackets", "addresses", "quotes", "slashes"],
)
def test_a_sentence_of_twice_the_length_takes_twice_the_work(piece: str, encoder: Encoder) -> None:
    glossary = make_glossary([Term("white", "white", "white list", Status.FORBIDDEN)])

    def work(times: int) -> int:
        return steps(lambda: run("TER104", piece * times, "", glossary, encoder), _tokens)

    work(10)  # what is kept about the words
    assert work(2_000) < TWICE * work(1_000)


def test_a_large_glossary_is_looked_up_not_walked_through(encoder: Encoder) -> None:
    def work(size: int) -> int:
        rows = [Term(f"t{n}", f"t{n} x", f"t{n} x", Status.FORBIDDEN) for n in range(size)]
        glossary = make_glossary(rows)
        prepare(glossary)
        found = []
        text = f"This is t{size - 1} x and so on, with {size} terms."
        count = steps(lambda: found.extend(run("TER104", text, "", glossary, encoder)))
        assert len(found) == 1
        return count

    work(10)  # what is kept about the words
    assert work(5_000) < 1.2 * work(100)
