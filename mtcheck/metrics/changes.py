"""What a candidate says differently from its source, counted: names, numbers, denial, tense.

Similarity hardly moves when *he* becomes *she* or 300 becomes 800. These counts do. They are
numbers, not findings: the rules of the same names are stricter and say where the change is.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from mtcheck.text import fold, strip_possessive, without_accents, word_set, words

if TYPE_CHECKING:
    from mtcheck.models import Link, TaggedWord

_NEGATION = re.compile(
    r"\b(?:not|no|never|nor|neither|none|nobody|nothing|without|cannot|hardly|barely|unable"
    r"|unlikely|fail(?:s|ed|ing)?|refus(?:es|ed|ing|e)|lack(?:s|ed|ing)?)\b|n['’]t\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_HE, _SHE = word_set("he him his himself"), word_set("she her hers herself")
_AUXILIARIES = word_set(
    "is are am was were be been being has have had having will would shall should can could may"
    " might must do does did"
)
_PRONOUNS = word_set(
    "i me my we us our you your he him his she her it its they them their himself herself itself"
    " themselves who whom whose myself ourselves yourself"
)
_CONJUNCTIONS = word_set(
    "and or but nor yet so because although though while whereas if unless until when since as"
    " after before whether than that"
)
_PREPOSITIONS = word_set(
    "of in to for with on at from by about into through over between against during under without"
    " within among across behind toward towards upon per via along around near off out up down"
)
_FORMS = {"VBD": "past", "VBZ": "now", "VBP": "now", "MD": "may", "VB": "base", "VBG": "ing"}
_NUMBERED = ({"NN", "NNS"}, {"NNP", "NNPS"})


def changes(
    candidate: str,
    source: str,
    words_of: tuple[tuple[TaggedWord, ...], tuple[TaggedWord, ...]],
    links: tuple[Link, ...],
) -> dict[str, float]:
    """Counts of what is lost, new or changed. ``words_of``: the tagged words of both texts.

    ``names_*`` count words tagged as names whose letters are not in the other text,
    ``numbers_*`` figures. ``numbers_changed`` is the smaller of lost and new. ``negation``,
    ``gender`` and ``question`` are 0.0 where both texts agree. ``tense`` and ``plural`` count
    linked words whose forms differ. ``auxiliaries``, ``pronouns``, ``conjunctions`` and
    ``prepositions`` count the little words that only one text has.
    """
    own, other = words_of
    figures = [
        Counter(found.replace(",", "") for found in _NUMBER.findall(t)) for t in (candidate, source)
    ]
    numbers_new = float((figures[0] - figures[1]).total())
    numbers_lost = float((figures[1] - figures[0]).total())
    keys = [Counter(fold(word.text) for word in words(text)) for text in (candidate, source)]
    found = {
        "names_new": _missing(own, source),
        "names_lost": _missing(other, candidate),
        "numbers_new": numbers_new,
        "numbers_lost": numbers_lost,
        "numbers_changed": min(numbers_new, numbers_lost),
        "negation": float(
            min(abs(len(_NEGATION.findall(candidate)) - len(_NEGATION.findall(source))), 2)
        ),
        "gender": _gender(*keys),
        "question": float(_asks(candidate) != _asks(source)),
        "tense": 0.0,
        "plural": 0.0,
    }
    for link in links:
        if link.candidate and link.source:
            one, two = link.candidate.tag, link.source.tag
            found["tense"] += one in _FORMS and two in _FORMS and _FORMS[one] != _FORMS[two]
            found["plural"] += {one, two} in _NUMBERED
    for name, few in (
        ("auxiliaries", _AUXILIARIES),
        ("pronouns", _PRONOUNS),
        ("conjunctions", _CONJUNCTIONS),
        ("prepositions", _PREPOSITIONS),
    ):
        found[f"{name}_new"] = _more(keys[0], keys[1], few)
        found[f"{name}_lost"] = _more(keys[1], keys[0], few)
    return found


def _more(keys: Counter[str], other: Counter[str], few: frozenset[str]) -> float:
    return float(sum(n - other[key] for key, n in keys.items() if key in few and n > other[key]))


def _missing(found: tuple[TaggedWord, ...], text: str) -> float:
    letters = without_accents(text).lower()
    names = [without_accents(strip_possessive(w.text)).lower() for w in found if w.is_name]
    return float(sum(name not in letters for name in names))


def _gender(keys: Counter[str], other: Counter[str]) -> float:
    """1.0 where one sex has become the other, 0.5 where one is met in one text only."""
    he, she = (sum(keys[w] for w in few) - sum(other[w] for w in few) for few in (_HE, _SHE))
    if he * she < 0:
        return 1.0
    parted = any(any(keys[w] for w in few) != any(other[w] for w in few) for few in (_HE, _SHE))
    return 0.5 if parted else 0.0


def _asks(text: str) -> bool:
    return text.rstrip("\"”’')» ").endswith("?")
