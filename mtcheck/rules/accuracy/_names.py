"""Names in a text, and when two spellings of a name are the same name.

Engines that go through a foreign script bring names back one letter off: *Blinken* comes back
as *Brinken*, *Haenle* as *Henle*. People do the opposite: they write one name in several
accepted ways (*Kyiv* and *Kiev*, *Mohammed* and *Muhammad*), and they name different persons
who are one letter apart (*Hansen* and *Hanson*, *Wang* and *Yang*). What is here tells names
from other words and finds close spellings; the rules decide what that means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from mtcheck.lexicon import Lexicon
from mtcheck.text import strip_possessive, without_accents, word_set, words

_OPENING_MARKS = frozenset("\"“”‘’'([–—•*-")
_ENDING_MARKS = frozenset(".!?:;")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’\-‐‑][^\W\d_]+)*")
_INITIAL = re.compile(r"^\s*(?:[A-Z]\.\s*)?$")

_TITLE_WORDS = (
    "mr mrs ms miss dr prof professor sir lord lady dame sheikh pope king queen prince princess "
    "president premier chancellor minister secretary senator governor mayor ambassador general "
    "colonel captain major lieutenant admiral judge justice chairman chairwoman director chief "
    "spokesman spokeswoman spokesperson representative congressman congresswoman commissioner "
    "speaker leader coach deputy vice former foreign prime defence defense state treasury "
    "commerce finance interior the a an and of for in on at by with from to saint st"
)
TITLES = frozenset(_TITLE_WORDS.split())
"""Words that stand before a name and are no part of it."""


_OPENER_WORDS = (
    "but and or if as so yet then now when while since although though because after before until "
    "he she it they we you his her their our its my your this that these those there here what who "
    "how why where which whose among under over during despite unlike like not no yes also however "
    "still even only both each all some many most more once later earlier meanwhile today such"
)
_OPENERS = frozenset(_OPENER_WORDS.split())


class NameWord(NamedTuple):
    """A capitalised word of a sentence: ``sentence[start:end] == text``, possessive left out.

    ``before`` and ``after`` are the capitalised words next to it ("" if none); ``opening`` is
    True at the start of a sentence or quotation, where every word is capitalised.
    """

    text: str
    start: int
    end: int
    before: str
    before_start: int
    after: str
    opening: bool


@lru_cache(maxsize=4096)
def name_words(sentence: str) -> tuple[NameWord, ...]:
    """The capitalised words of a sentence.

    >>> [(w.text, w.before, w.opening) for w in name_words("Then Ann Lee met Ann's son.")]
    [('Then', '', True), ('Ann', '', False), ('Lee', 'Ann', False), ('Ann', '', False)]
    """
    found: list[NameWord] = []
    previous: tuple[str, int, int] | None = None
    for word in words(sentence):
        bare = strip_possessive(word.text)
        if not word.text[:1].isupper() or not _LETTERS.fullmatch(bare) or len(bare) < 2:
            if not (len(word.text) == 1 and word.text.isupper()):
                previous = None
            continue
        gap = sentence[previous[2] : word.start] if previous else ""
        if previous and previous[0].lower() in TITLES:
            gap = gap.removeprefix(".")
        joined = previous is not None and gap != "" and _INITIAL.match(gap)
        before, before_start = (
            (previous[0], previous[1]) if previous and joined else ("", word.start)
        )
        if before and found:
            found[-1] = found[-1]._replace(after=bare)
        opening = _opens(sentence, word.start)
        found.append(
            NameWord(bare, word.start, word.start + len(bare), before, before_start, "", opening)
        )
        # A possessive ends a name: "Biden's America" is two.
        ends = bare != word.text or (opening and bare.lower() in _OPENERS)
        previous = None if ends else (bare, word.start, word.end)
    return tuple(found)


def _opens(sentence: str, place: int) -> bool:
    """True where a sentence, or another one in it, begins at a place: only marks are between.

    >>> [_opens("He left: “Go.” Then he ran", place) for place in (0, 10, 15, 20)]
    [True, True, True, False]
    """
    place = _back_over_space(sentence, place)
    while place and sentence[place - 1] in _OPENING_MARKS:
        place -= 1
    place = _back_over_space(sentence, place)
    if not place or sentence[place - 1] in _ENDING_MARKS:
        return True
    return place > 1 and sentence[place - 1] in "'\"”’)" and sentence[place - 2] in ".!?"


def _back_over_space(sentence: str, place: int) -> int:
    while place and sentence[place - 1].isspace():
        place -= 1
    return place


@dataclass(slots=True)
class Spelling:
    """How a spelling is used in some texts: how often, and next to which other names."""

    count: int = 0
    opening: int = 0
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)


def spellings(texts: Iterable[str]) -> dict[str, Spelling]:
    """Every capitalised word of the texts, with its use."""
    found: dict[str, Spelling] = {}
    for text in texts:
        for word in name_words(text):
            use = found.setdefault(word.text, Spelling())
            use.count += 1
            use.opening += word.opening
            if word.before and word.before.lower() not in TITLES:
                use.before[word.before] += 1
            if word.after:
                use.after[word.after] += 1
    return found


MAX_COMPARED_NAMES = 1000
"""So many names of a text are compared with others: a long novel has some hundreds."""


def most_used(uses: Mapping[str, Spelling]) -> Mapping[str, Spelling]:
    """The names that are used most, in the order in which they come up."""
    if len(uses) <= MAX_COMPARED_NAMES:
        return uses
    ranked = sorted(uses, key=lambda name: -uses[name].count)
    chosen = frozenset(ranked[:MAX_COMPARED_NAMES])
    return {name: use for name, use in uses.items() if name in chosen}


_ENDING_WORDS = (
    "s es n an ian ean ish ese i is er ers ns ans ians ist ists ism in ic na ia e ne ni iya ya "
    "ed ing ly al ity land"
)
_ENDINGS = tuple(_ENDING_WORDS.split())

_DERIVED = word_set("ism isms ist ists istic ian ians ese ish i is an ans ic ite ites er ers land")
"""Endings that make other words of one stem: Buddhism, Buddhist."""


def is_inflection(one: str, other: str) -> bool:
    """True when one word is the other with an ending, or both share a stem with known endings.

    >>> is_inflection("China", "Chinese"), is_inflection("Iran", "Iranian")
    (True, True)
    >>> is_inflection("Buddhism", "Buddhist"), is_inflection("Marxist", "Marxian")
    (True, True)
    >>> is_inflection("Raimond", "Raimondo"), is_inflection("Brinken", "Blinken")
    (False, False)
    """
    short, long = sorted((one.lower(), other.lower()), key=len)
    if long.startswith(short) and long[len(short) :] in _ENDINGS:
        return True
    common = 0
    while common < len(short) and short[common] == long[common]:
        common += 1
    if common < 3:
        return False
    left, right = short[common:], long[common:]
    if left in (*_ENDINGS, "a", "y", "") and right in (*_ENDINGS, "a", "y", ""):
        return True
    return any(short[n:] in _DERIVED and long[n:] in _DERIVED for n in range(3, common))


_SAME_SOUND = (
    # Russian letters that are written with and without their glide: Fyodorov, Fedorov.
    ("you", "yu"), ("yo", "e"), ("ye", "e"), ("iev", "ev"), ("iov", "ev"),
    ("sch", "sh"), ("tsch", "ch"), ("tch", "ch"), ("dzh", "j"), ("kh", "h"), ("gh", "g"),
    ("dh", "d"), ("bh", "b"), ("th", "t"), ("zh", "z"), ("ph", "f"), ("ck", "k"), ("ks", "x"),
    ("q", "k"), ("c", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ie", "i"), ("iy", "i"),
    ("ij", "i"), ("yy", "i"), ("ii", "i"), ("y", "i"), ("ae", "a"), ("oe", "o"), ("ue", "u"),
    ("aa", "a"), ("ao", "au"), ("sht", "st"), ("w", "v"), ("tz", "ts"), ("j", "i"), ("z", "s"),
)  # fmt: skip


@cache
def sound(name: str) -> str:
    """A name reduced to what its accepted transliterations share.

    >>> sound("Zelenskyy") == sound("Zelensky"), sound("Müller") == sound("Mueller")
    (True, True)
    >>> sound("Fyodorov") == sound("Fedorov"), sound("Alekseyevka") == sound("Alekseevka")
    (True, True)
    >>> sound("Brinken") == sound("Blinken"), sound("Henle") == sound("Haenle")
    (False, False)
    """
    plain = without_accents(name.lower()).replace("'", "").replace("’", "").replace("-", "")
    for spelt, heard in _SAME_SOUND:
        plain = plain.replace(spelt, heard)
    return re.sub(r"(.)\1", r"\1", plain).removesuffix("h")


_SYLLABLE = (
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh|hs|ts)?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ueh|ung|ai|ei|ui|ao|ou|iu|ie|ue|er|an|en|in"
    r"|un|ia|ua|uo|eo|eu|ae|oo|yu|ih|eh|a|o|e|i|u)"
)
_PINYIN = re.compile(rf"(?:{_SYLLABLE}){{1,3}}", re.IGNORECASE)


@cache
def is_chinese(name: str) -> bool:
    """True when the letters could be a romanised Chinese name: those lie one letter apart.

    >>> is_chinese("Xiaohong"), is_chinese("Wang"), is_chinese("Blinken")
    (True, True, False)
    """
    return _PINYIN.fullmatch(name.replace("-", "").replace("'", "")) is not None


def distance(one: str, other: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap) between two names without case and accents.

    Anything over ``limit`` is returned as ``limit + 1``.

    >>> distance("Brinken", "Blinken", 2), distance("Zelenksy", "Zelensky", 2)
    (1, 1)
    """
    from rapidfuzz.distance import OSA

    return int(OSA.distance(_plain(one), _plain(other), score_cutoff=limit))


@cache
def _plain(name: str) -> str:
    return without_accents(name.lower()).replace("’", "'").replace("ß", "ss")


def _limit(one: str, other: str) -> int:
    shorter = min(len(one), len(other))
    return 2 if shorter >= 8 else 1 if shorter >= 4 else 0


def close_names(one: str, other: str, *, one_spelling: bool = False) -> bool:
    """Near enough to be one name, and neither an inflection nor an accepted transliteration.

    ``one_spelling``: the name was born in our script, so that only one spelling is right.
    """
    limit = _limit(one, other)
    if not limit or abs(len(one) - len(other)) > limit or other.isupper():
        return False
    if not 1 <= distance(one, other, limit) <= limit:
        return False
    if accepted(one, other):
        return False
    return not is_inflection(one, other) and (one_spelling or sound(one) != sound(other))


def both_chinese(word: NameWord, name: str) -> bool:
    """Romanised Chinese names lie a letter apart: unless a first name says otherwise."""
    before = word.before if word.before.lower() not in TITLES else ""
    return is_chinese(word.text) and is_chinese(name) and (not before or is_chinese(before))


def accepted(one: str, other: str) -> bool:
    """True when both are listed as spellings of one name."""
    return frozenset((one.lower(), other.lower())) in _accepted()


@cache
def _accepted() -> frozenset[frozenset[str]]:
    rows = Lexicon().rows("name_variants")
    return frozenset(frozenset((row["one"], row["other"])) for row in rows)
