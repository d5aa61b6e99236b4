"""All that can be counted about a candidate and its source: numbers that rank versions of one text.

A network that reads a sentence pair sees *which sentences* are bad; to see *which version* of a
sentence is worse takes a closer look at what was matched, lost, added or disfigured. Every
number here is cheap, deterministic, and read off the encodings that exist anyway. None is a
judgement: ``combine`` weighs them.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import pairwise
from math import exp, log, log1p, sqrt
from typing import TYPE_CHECKING

from mtcheck.metrics.changes import changes
from mtcheck.metrics.fluency import fluency
from mtcheck.metrics.form import form, neighbours, unknown_words
from mtcheck.metrics.matching import MatchedWord, match, rarity
from mtcheck.metrics.substitution import substitutions
from mtcheck.metrics.surface import chrf
from mtcheck.text import fold

if TYPE_CHECKING:
    from mtcheck.models import Encoder, Link

WORST = 3
"""The least matched words of a text whose mean is reported: a short phrase."""


def evidence(candidate: str, source: str, encoder: Encoder) -> dict[str, float]:
    """The evidence of a pair, by name, always the same names in the same order.

    Matching (:mod:`~mtcheck.metrics.matching`; BERTScore, Zhang et al. 2020):
    ``recall``, ``precision``, ``states_recall``, ``states_precision``: weighted means of the best
    cosines. ``lost`` = sqrt(n source words x (1 - recall)) and ``added`` = sqrt(n source words x
    (1 - precision)): the amounts. They are on the scale of the root of an MQM penalty; n is the
    same for all versions of a sentence. ``worst_lost``, ``worst_added``: mean similarity of the
    three least matched words. ``similarity``: cosine of the sentence vectors.

    Links (:meth:`~mtcheck.models.Encoder.link`; SimAlign, Jalili Sabet et al. 2020):
    ``unlinked_source``, ``unlinked_candidate``: log1p of the rarity left without counterpart.
    ``weak_links``: log1p of the rarity of reworded links below a cosine of 0.6. ``crossing``:
    share of link pairs in the other order (Kendall's tau distance). ``swapped``: neighbours that
    changed places.

    Surface: ``chrf`` and ``same_words`` (Dice of the word sets) in [0, 1], ``source_words``
    (log1p), ``longer`` and ``shorter`` (log ratio of characters, one of them 0.0).

    Changes (:mod:`~mtcheck.metrics.changes`), all log1p of counts. Form
    (:mod:`~mtcheck.metrics.form`), log1p of what the candidate has more than the source;
    ``strange_pairs``, ``unknown_words``; ``usual_pairs`` less the source's. ``strain``
    (:mod:`~mtcheck.metrics.substitution`; Zhou et al. 2019): sum over words replaced between
    equal neighbours of -log P(people accept it). ``fluency`` and
    ``fluency_change`` (:mod:`~mtcheck.metrics.fluency`), 0.0 for texts too short.

    Equal texts have a recall, precision and similarity of 1.0 and no changes.
    """
    own, other = encoder.tag(candidate), encoder.tag(source)
    links = encoder.link(candidate, source)
    matched = match(candidate, source, encoder)
    n_source = len(other)
    ratio = log((len(candidate) + 1) / (len(source) + 1))
    sentence, source_sentence = encoder.vectors([candidate, source])
    keys = ({fold(w.text) for w in own}, {fold(w.text) for w in other})
    found = {
        "recall": matched.recall,
        "precision": matched.precision,
        "states_recall": matched.states_recall,
        "states_precision": matched.states_precision,
        "lost": sqrt(n_source * max(1.0 - matched.recall, 0.0)),
        "added": sqrt(n_source * max(1.0 - matched.precision, 0.0)),
        "worst_lost": _worst(matched.source),
        "worst_added": _worst(matched.candidate),
        "similarity": float(sentence @ source_sentence),
        **_of_links(links),
        "chrf": chrf(candidate, source) / 100,
        "same_words": 2 * len(keys[0] & keys[1]) / max(len(keys[0]) + len(keys[1]), 1),
        "source_words": log1p(n_source),
        "longer": max(ratio, 0.0),
        "shorter": max(-ratio, 0.0),
    }
    for name, count in changes(candidate, source, (own, other), links).items():
        found[name] = log1p(count)
    found |= _of_form(candidate, source)
    replaced = substitutions(candidate, source, encoder)
    flows = [fluency(text, encoder) or 0.0 for text in (candidate, source)]
    found["strain"] = sum(log1p(exp(-min(s.fit, 30.0))) for s in replaced)
    found["fluency"] = flows[0]
    found["fluency_change"] = flows[0] - flows[1] if all(flows) else 0.0
    return {name: round(float(value), 6) for name, value in found.items()}


def _worst(words: tuple[MatchedWord, ...]) -> float:
    least = sorted(word.similarity for word in words)[:WORST]
    return sum(least) / len(least) if least else 0.0


def _of_links(links: tuple[Link, ...]) -> dict[str, float]:
    unlinked_candidate = sum(
        rarity(k.candidate.text) for k in links if k.candidate and not k.source
    )
    unlinked_source = sum(rarity(k.source.text) for k in links if k.source and not k.candidate)
    places = [k.source.start for k in links if k.candidate and k.source]
    weak = sum(
        max(0.6 - k.similarity, 0.0) * rarity(k.candidate.text)
        for k in links
        if k.candidate and k.source and fold(k.candidate.text) != fold(k.source.text)
    )
    n_pairs = len(places) * (len(places) - 1) / 2
    passed: list[int] = []
    crossed = 0
    for place in places:
        crossed += len(passed) - bisect_right(passed, place)
        insort(passed, place)
    order = {place: rank for rank, place in enumerate(passed)}
    ranks = [order[place] for place in places]
    return {
        "unlinked_source": log1p(unlinked_source),
        "unlinked_candidate": log1p(unlinked_candidate),
        "weak_links": log1p(weak),
        "crossing": crossed / n_pairs if n_pairs else 0.0,
        "swapped": log1p(sum(a == b + 1 for a, b in pairwise(ranks))),
    }


def _of_form(candidate: str, source: str) -> dict[str, float]:
    own, other = form(candidate), form(source)
    found = {f"{name}_more": log1p(max(own[name] - other[name], 0.0)) for name in own}
    found["capitals_less"] = log1p(max(other["capitals"] - own["capitals"], 0.0))
    found["unknown_words"] = log1p(unknown_words(candidate, source))
    strange, usual = neighbours(candidate)
    source_strange, source_usual = neighbours(source)
    found["strange_pairs"] = log1p((strange - source_strange).total())
    found["usual_pairs"] = usual - source_usual
    return found
