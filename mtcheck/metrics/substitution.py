"""A word of the source has given way to others between the same neighbours: would people accept it?

Most rewordings are fine; a spinner's are not. What tells them apart is whether the new word
means the same *in this place*: the cosine of the two words in context, in the last layer
(meaning) and in a lower one (form and use), as Zhou et al. (2019) validate lexical substitutes.
And whether it keeps company with its neighbours as the source's word did.

On people's judgements of one-word substitutes (SWORDS) the log-odds rank what nobody accepts
below what half of the people accept with an AUC of 0.85; chrF and the similarity of sentences
have 0.50 and 0.64.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.lexicon.collocations import FUNCTION_WORDS, Token, load_collocations, tokens

if TYPE_CHECKING:
    from mtcheck.models import Encoder, Encoding, Floats

MAX_RUN = 4
"""Longer runs of other words are rewritten text, not a word put in another's place."""

MAX_WORDS = 500
"""Longer texts are no sentences; comparing their words in order takes too long."""

MEANS = {"tokens": 0.477, "states": 0.521, "misfit": 2.346}
SPREADS = {"tokens": 0.219, "states": 0.156, "misfit": 2.267}
"""Of the signs, over the made substitutions of ``mtcheck.learn.substitution``."""

WEIGHTS = {"tokens": 1.0, "states": 1.0, "misfit": -0.5}
"""Set, not fitted: thesaurus words put in by a program keep worse company than those that
people propose, so a fit on made substitutions leans on ``misfit`` (SWORDS: AUC 0.80 so weighted,
0.85 as here, 0.84 without it)."""

SLOPE, BIAS = 0.87, -0.1
"""Logistic regression of acceptance on the weighted sum, the same made substitutions."""


class Substitution(NamedTuple):
    """``candidate[start:end]`` stands in the place of ``source[there:until]``.

    ``fit`` are the log-odds that people accept it.
    """

    start: int
    end: int
    there: int
    until: int
    fit: float


def substitutions(candidate: str, source: str, encoder: Encoder) -> tuple[Substitution, ...]:
    """The words replaced between equal neighbours, in order: one to four for one to four.

    Names for names, little words for little words, and other forms of the same word are not
    looked at; nor are figures.
    """
    own, other = tokens(candidate), tokens(source)
    if max(len(own), len(other)) > MAX_WORDS:
        return ()
    matcher = SequenceMatcher(
        None, [token.text for token in own], [token.text for token in other], autojunk=False
    )
    found = []
    for kind, start, end, there, until in matcher.get_opcodes():
        if kind != "replace" or max(end - start, until - there) > MAX_RUN:
            continue
        if _reworded(own[start:end], candidate, other[there:until], source):
            place = own[start].start, own[end - 1].end, other[there].start, other[until - 1].end
            found.append(Substitution(*place, fit(signs_of(candidate, source, place, encoder))))
    return tuple(found)


def fit(signs: dict[str, float]) -> float:
    """The log-odds of acceptance for the signs of one substitution."""
    total = sum(
        weight * (signs[name] - MEANS[name]) / SPREADS[name] for name, weight in WEIGHTS.items()
    )
    return SLOPE * total + BIAS


def signs_of(
    candidate: str, source: str, place: tuple[int, int, int, int], encoder: Encoder
) -> dict[str, float]:
    """What :func:`fit` weighs; ``place`` as in :class:`Substitution`.

    ``tokens`` and ``states``: cosine of the two runs' mean vectors, last and lower layer.
    ``misfit``: by how many powers of ten the source's words are commoner beside their
    neighbours than the candidate's beside theirs; a neighbour across a mark is none.
    """
    start, end, there, until = place
    one, other = encoder.encode([candidate, source])
    seen = _company(tokens(candidate), start, end)
    seen_there = _company(tokens(source), there, until)
    gaps = [seen_there[side] - seen[side] for side in seen if side in seen_there]
    inside, inside_there = _pieces(one, start, end), _pieces(other, there, until)
    return {
        "tokens": _cosine(one.tokens[inside], other.tokens[inside_there]),
        "states": _cosine(one.states[inside], other.states[inside_there]),
        "misfit": sum(gaps) / len(gaps) if gaps else 0.0,
    }


def _reworded(
    left: tuple[Token, ...], candidate: str, right: tuple[Token, ...], source: str
) -> bool:
    little = [FUNCTION_WORDS.issuperset(token.text for token in run) for run in (left, right)]
    names = [
        any(_is_name(token, text) for token in run)
        for run, text in ((left, candidate), (right, source))
    ]
    same = [token.lemma for token in left] == [token.lemma for token in right]
    return not (same or all(little) or all(names))


def _is_name(token: Token, text: str) -> bool:
    """Written with a capital inside a sentence."""
    before = text[: token.start].rstrip(" \t\n\"“‘'(")
    return text[token.start].isupper() and bool(before) and before[-1] not in ".!?:;"


def _company(found: tuple[Token, ...], start: int, end: int) -> dict[str, float]:
    """How often the run is seen after the word before and before the word after: log10 counts."""
    lexicon = load_collocations()
    inside = [at for at, token in enumerate(found) if token.start < end and token.end > start]
    if not inside:
        return {}
    return {
        side: lexicon.count(found[at - 1].lemma, found[at].lemma)
        for side, at in (("before", inside[0]), ("after", inside[-1] + 1))
        if 0 < at < len(found) and found[at].joined
    }


def _pieces(encoding: Encoding, start: int, end: int) -> list[int]:
    return [at for at, (left, right) in enumerate(encoding.spans) if left < end and right > start]


def _cosine(left: Floats, right: Floats) -> float:
    import numpy as np

    a, b = left.sum(axis=0), right.sum(axis=0)
    norm = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / norm if norm else 0.0
