"""Is a word used as the part of speech that the glossary means?

"Lead" as a noun is a term of sales; "they lead the market" is not about it. A glossary seldom says
which is meant, so it is read off the words: where what should be said cannot be a verb, neither is
the term one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from mtcheck.lexicon.inflection import forms
from mtcheck.rules.terminology._terms import BENDS_BEFORE, Hit, Pattern
from mtcheck.rules.terminology._tokens import tokens

if TYPE_CHECKING:
    from mtcheck.rule import Context

VERB_FORMS = -1.0
"""A word may be a verb where its past and participle together are no rarer than this, as a power of
ten of the word itself: "log" -0.4, "press" -0.8, "prospect" -1.1, "phone" -1.9."""

_CLASSES = {
    "noun": ("NN",),
    "verb": ("VB", "MD"),
    "adjective": ("JJ", "VBN", "VBG"),
    "adverb": ("RB",),
}


def is_meant(
    hit: Hit, text: str, ctx: Context, wanted: Sequence[Pattern], *, doubtful: bool = False
) -> bool:
    """Is this use of a single word the part of speech that is listed, or may it be?

    ``wanted`` are the terms that should be said instead. Where the case is ``doubtful``, a word
    that is listed as "land" or "plan" is taken for the noun. Longer terms say enough by their
    words, and names have no other class.
    """
    pattern = hit.pattern
    if len(pattern.lows) > 1 or pattern.words != pattern.words.lower():
        return True
    listed = pattern.term.part_of_speech
    used = tokens(text)[hit.first].low
    words = (pattern.words, *(one.words for one in wanted[:1]))
    verbal = listed == "verb" or (not listed and all(map(may_be_verb, words)))
    if verbal and not listed and doubtful:
        verbal = all(_tag_of(word, ctx).startswith("VB") for word in words)
    if verbal and not listed and used == pattern.lows[0]:
        return True
    tag = next((w.tag for w in ctx.words(text) if w.start <= hit.start < w.end), "")
    if listed:
        return tag.startswith(_CLASSES[listed]) or (listed == "noun" and tag == "JJ")
    if not verbal:
        return not tag.startswith("VB")
    return not (used.endswith("ing") and tag.startswith(("NN", "JJ")))  # "the building"


def _tag_of(words: str, ctx: Context) -> str:
    """What the tagger takes a term for by itself."""
    return next((word.tag for word in ctx.words(words)), "")


@lru_cache(maxsize=4096)
def may_be_verb(words: str) -> bool:
    """Can a term be a verb, by how often its verb forms are used?

    >>> may_be_verb("sign in"), may_be_verb("prospect"), may_be_verb("sales lead")
    (True, False, False)
    """
    from math import log10

    from wordfreq import word_frequency

    lows = [token.low for token in tokens(words)]
    if len(lows) > 1 and lows[-1] not in BENDS_BEFORE:
        return False
    word = lows[0]
    base = word_frequency(word, "en")
    used = sum(word_frequency(form, "en") for kind in ("ed", "ing") for form in forms(word, kind))
    return base > 0 and used > 0 and log10(used / base) >= VERB_FORMS
