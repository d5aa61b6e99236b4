"""The same word, or pair of words, stands twice in a row.

## What it does
Marks ``the the``, ``in the in the`` and, among content words, lower-case repeats such as
``relations relations``, or ``relations and relations`` where nothing tells the two apart.

## Why it matters
Engines that lose the thread repeat what they have just said. In typed text it is a slip.

## Known limits
Repeats that English allows stay silent: ``had had``, ``that that``, ``very very``, names
(``Bora Bora``, ``Gallus gallus``), numbers, and words with punctuation between them.

A doubled function word is a slip of the hand and can be fixed; where a content word stands twice,
one of the two may have been another word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtcheck.frequency import zipf
from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.text import Word, word_set, words
from mtcheck.types import Alignment, Category, Fix, Sentence, Severity

_NEVER_TWICE = word_set(
    "the a an of to in on at by for from with into and or but as than if is are was were be been am"
    " has have will would can could should must may might this these those which who whom"
    " whose we they he she it i you my your his its our their when while because although"
    " about between through during against under over after before since until"
)
"""Function words that no sentence has twice in a row, but for the cases below."""

_CLEFT = word_set("what all where who how why thing problem question reason truth point fact")
"""After one of these ``is is`` may be right: ``what it is is a start``."""

_AFTER = {
    "in": word_set("vitro vivo situ utero silico"),
    "on": word_set("time top line"),
}
"""``in in vitro tests``, ``it went on on time``: the second word belongs to what follows."""

_PARTICLES = word_set("in on over by to for at through about with of under before after since")
"""After a verb such as ``log`` a doubled one may be particle and preposition: ``log in in May``."""

_TWO_ROLES = word_set("you her it")
"""``I told you you can``: object, then subject; ``gave her her coat``."""

_HEADS = word_set(
    "the of in to from with for at on a an his her their its this has have was were will"
)
"""A repeated pair is a slip when it begins with one of these; ``again and again and`` is none."""

_MIN_ZIPF = 3.0
"""Rarer doubles are Latin names and sounds (wordfreq: once in a million words)."""

_MIN_LETTERS = 3
_MIN_LOOP_LETTERS = 5
"""Three and more of a shorter word are a chant; of a longer one, an engine in a loop (major)."""

_MIN_TWIN_LETTERS = 5
"""Short words are doubled for emphasis (``ran and ran``, ``on and on``)."""

_BEFORE_TWIN = word_set(
    "the a an of in to for from with by on at and or their its his her our your my this that these"
    " those no any such as"
)
"""What may stand before the first twin: with an adjective of its own (``young adults and
adults``) the two differ."""

_AFTER_TWIN = word_set(
    "is are was were has have had will would can could should may might must and or but that which"
    " who when while because"
)
"""What may follow the second one: a noun (``health and health care``) would make it another."""


def detect(alignments: Sequence[Alignment], ctx: Context) -> Iterator[Mark]:
    """Mark the second-hand words of every sentence."""
    allowed = ctx.lexicon.words("doubled_words")
    verbs = ctx.lexicon.words("particle_verbs")
    for alignment in alignments:
        for sentence in alignment.candidate:
            text = sentence.text
            found = words(text)
            n = 1
            while n < len(found):
                last = n
                if _is_run(text, found, n):
                    while last + 1 < len(found) and _is_run(text, found, last + 1):
                        last += 1
                    first = n - 1 if _is_slip(found, n, last, allowed, verbs) else last
                elif n >= 2 and _is_twin(text, found, n, allowed):
                    first = n - 2
                elif n >= 3 and _is_pair_slip(text, found, n):
                    first = n - 3
                else:
                    n += 1
                    continue
                n = last + 1
                if first < last:
                    yield _mark(alignment, sentence, found[first : last + 1])


def _mark(alignment: Alignment, sentence: Sentence, repeat: Sequence[Word]) -> Mark:
    text = sentence.text
    pair = len(repeat) == 4 and repeat[0].text.lower() != repeat[1].text.lower()
    once = text[repeat[0].start : repeat[1 if pair else 0].end]
    whole = text[repeat[0].start : repeat[-1].end]
    loop = len(repeat) > 2 and len({word.text.lower() for word in repeat}) == 1
    return Mark(
        alignment,
        sentence,
        repeat[0].start,
        repeat[-1].end,
        f"“{once}” is said more than once: “{whole}”.",
        suggestion=once,
        severity=Severity.MAJOR if loop else None,
        fix=None if all(word.text.lower() in _NEVER_TWICE for word in repeat) else Fix.NONE,
    )


def _is_run(text: str, found: Sequence[Word], n: int) -> bool:
    return found[n - 1].text.lower() == found[n].text.lower() and _follows(
        text, found[n - 1], found[n]
    )


def _follows(text: str, first: Word, second: Word) -> bool:
    gap = text[first.end : second.start]
    return 0 < len(gap) <= 3 and not gap.strip(" \u00a0\t\r\n")


def _is_slip(
    found: Sequence[Word],
    n: int,
    last: int,
    allowed: frozenset[str],
    particle_verbs: frozenset[str],
) -> bool:
    """Is the run of equal words from n - 1 to ``last`` one that nobody writes on purpose?"""
    first, second = found[n - 1].text, found[n].text
    word = second.lower()
    if not word.isalpha() or word in allowed:
        return False
    if last > n and len(word) < _MIN_LOOP_LETTERS and word not in _NEVER_TWICE:
        return False  # three of a kind are meant: rain rain rain
    if first[0].isupper() and second[0].isupper() and word != "i":
        return False
    before = found[n - 2].text.lower() if n >= 2 else ""
    after = found[last + 1].text.lower() if last + 1 < len(found) else ""
    if word in _NEVER_TWICE:
        if word == "i" and n >= 2 and found[n - 2].text[0].isupper():
            return False  # Part I I, a numeral torn in two
        if word in _TWO_ROLES and before:
            return False
        if word == "is" and any(w.text.lower() in _CLEFT for w in found[max(0, n - 12) : n]):
            return False
        if after in _AFTER.get(word, frozenset()):
            return False
        return not (word in _PARTICLES and before in particle_verbs)
    if not second.islower() or not first.islower() or len(word) < _MIN_LETTERS:
        return False
    if n >= 2 and found[n - 2].text[:1].isupper() and n - 2 > 0:
        return False  # Canis lupus lupus
    return zipf(word) >= _MIN_ZIPF


def _is_pair_slip(text: str, found: Sequence[Word], n: int) -> bool:
    one, two, three, four = (found[i].text for i in range(n - 3, n + 1))
    if three not in _HEADS or one.lower() != three or two != four or two.isdigit():
        return False
    if len(two) == 1 or two == one or not two.islower():
        return False
    return all(_follows(text, found[i - 1], found[i]) for i in range(n - 2, n + 1))


def _is_twin(text: str, found: Sequence[Word], n: int, allowed: frozenset[str]) -> bool:
    """``the travel and travel.``: one noun joined to itself, neither with words of its own."""
    first, link, second = (found[i].text for i in range(n - 2, n + 1))
    if first != second or link not in ("and", "or") or not first.isalpha() or not first.islower():
        return False
    if len(first) < _MIN_TWIN_LETTERS or first in allowed or first.endswith(("er", "ing", "ed")):
        return False
    if not all(_follows(text, found[i - 1], found[i]) for i in (n - 1, n)):
        return False
    before = found[n - 3].text.lower() if n >= 3 else ""
    after = found[n + 1] if n + 1 < len(found) else None
    gap = text[found[n].end : after.start] if after else "."
    alone = gap.strip()[:1] in (".", ",", ";", "?", "!", "”") and bool(gap.strip())
    ended = alone or (after is not None and after.text.lower() in _AFTER_TWIN)
    return before in _BEFORE_TWIN and ended


RULE = Rule(
    code="LIN102",
    name="word-repeated",
    category=Category.LINGUISTIC,
    severity=Severity.MINOR,
    detect=detect,
    fix=Fix.SAFE,
    examples=(
        Example(
            "The the minister of of trade spoke of the relations relations of the two.",
            quotes=("The the", "of of", "relations relations"),
            suggestions=("The", "of", "relations"),
        ),
        Example(
            "They fear for their safety and safety.",
            quotes=("safety and safety",),
            suggestions=("safety",),
        ),
        Example("Young adults and adults need health and health care, for hours and hours."),
        Example(
            "They met in the in the capital.", quotes=("in the in the",), suggestions=("in the",)
        ),
        Example("She had had a very very long day, and said that that was a no no."),
        Example(
            "It won seven nominations nominations nominations in May.",
            quotes=("nominations nominations nominations",),
        ),
        Example("In Bora Bora, New York, New York, and 10 10 Street; Gallus gallus gallus."),
        Example(
            "What it is is a start, tested in in vitro runs; he told you you may log in in May."
        ),
    ),
)
