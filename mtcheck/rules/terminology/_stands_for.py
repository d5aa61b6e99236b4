"""What a candidate says in the place of some words of its source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.glossary import Status
from mtcheck.lexicon.inflection import forms, kind_of, same_word
from mtcheck.rules.terminology._terms import BENDS_BEFORE, Pattern
from mtcheck.rules.terminology._tokens import Token, is_shouted, tokens
from mtcheck.text import fold, strip_possessive, word_set

if TYPE_CHECKING:
    from mtcheck.models import Link, TaggedWord
    from mtcheck.types import Alignment, Sentence

MAX_WORDS = 6
"""More words than this between two linked neighbours are a sentence written anew."""

MIN_SIMILARITY = 0.5
"""Of a link between words whose neighbours differ. Below it second human translations link words
that have nothing to do with each other ("now" with "date", "extra" with "fact")."""

_CONTENT = ("NN", "VB", "JJ", "RB", "CD", "FW")
_POINTING = word_set("the this that these those its their our his her such")
_EMPTY = word_set(
    "be is are was were been being am has have had having do does did done not also so very just"
    " it this that these those they them he she him her one ones other others such which who"
    " can could may might must will would shall should"
)


class Place(NamedTuple):
    """Words of one candidate sentence, in offsets of the sentence."""

    sentence: Sentence
    start: int
    end: int

    @property
    def quote(self) -> str:
        """The words themselves."""
        return self.sentence.text[self.start : self.end]


def stand_in(
    alignment: Alignment, links: Sequence[Link], span: tuple[int, int], pattern: Pattern
) -> Place | None:
    """The candidate's words for ``source_text[start:end]``; None where nothing stands for them.

    "Celebrating" is no other word for a celebration: such a sentence was written anew. A pronoun,
    or part of the term alone ("the computer" for "quantum computer"), is how people mention a thing
    again.
    """
    words = [link for link in links if link.candidate]
    sources = sorted((link.source for link in links if link.source), key=lambda word: word.start)
    inside = [word for word in sources if word.start < span[1] and span[0] < word.end]
    wanted = {word.start for word in inside}
    chosen = {n for n, link in enumerate(words) if link.source and link.source.start in wanted}
    wide = _with_unlinked(chosen, words)
    held = _is_held(words, sources, wanted, wide)
    chosen = wide if held else {n for n in chosen if words[n].similarity >= MIN_SIMILARITY}
    chosen = chosen or _between(words, links, span)
    chosen = {n for n in chosen if _is_content(words[n].candidate)}
    chosen = _cluster(chosen, words, alignment.candidate_text)
    chosen |= _phrase_around(chosen, words, len(wanted) - len(chosen))
    if not chosen or not inside or max(chosen) - min(chosen) >= MAX_WORDS:
        return None
    said = [word for n in sorted(chosen) if (word := words[n].candidate)]
    if _is_part_of(said, inside, pattern) or (
        not held
        and pattern.term.status is not Status.DO_NOT_TRANSLATE
        and _class(said[-1].tag) != _class(inside[-1].tag)
    ):
        return None
    if _is_mentioned_again(said, words[min(chosen) - 1] if min(chosen) else None, pattern):
        return None
    return place_of(alignment, said[0].start, said[-1].start + len(strip_possessive(said[-1].text)))


def _with_unlinked(chosen: set[int], words: Sequence[Link]) -> set[int]:
    """These words and all unlinked ones that stand beside them."""
    if not chosen:
        return chosen
    first, last = min(chosen), max(chosen)
    while first > 0 and words[first - 1].source is None:
        first -= 1
    while last + 1 < len(words) and words[last + 1].source is None:
        last += 1
    return chosen | set(range(first, last + 1)) if last - first < MAX_WORDS else chosen


def _is_held(
    words: Sequence[Link], sources: Sequence[TaggedWord], wanted: set[int], chosen: set[int]
) -> bool:
    """Do the same words stand on both sides of it, whatever the vectors think of it?"""
    if not chosen or not wanted:
        return False
    before = [word.start for word in sources if word.start < min(wanted)][-1:]
    after = [word.start for word in sources if word.start > max(wanted)][:1]
    left = words[min(chosen) - 1] if min(chosen) else None
    right = words[max(chosen) + 1] if max(chosen) + 1 < len(words) else None
    return _is_same(left, before) and _is_same(right, after)


def _is_same(link: Link | None, start: list[int]) -> bool:
    """Is it the same word as the source's at this place? Two edges are as good."""
    if link is None or not start:
        return link is None and not start
    return link.source is not None and link.source.start == start[0] and link.similarity == 1.0


def _cluster(chosen: set[int], words: Sequence[Link], text: str) -> set[int]:
    """The most words that stand side by side, small words between them allowed."""
    groups: list[list[int]] = []
    for n in sorted(chosen):
        last = words[groups[-1][-1]].candidate if groups else None
        this = words[n].candidate
        between = text[last.end : this.start] if last and this else ""
        near = groups and n - groups[-1][-1] <= 2 and not set(between) & set(".,;:!?()")
        if near:
            groups[-1].append(n)
        else:
            groups.append([n])
    groups.sort(key=len, reverse=True)
    return set(groups[0]) if groups else set()


def _phrase_around(chosen: set[int], words: Sequence[Link], missing: int) -> set[int]:
    """Unlinked words of the same noun phrase: nouns after a noun, and before it as many nouns and
    adjectives as the term has ``missing``."""
    found: set[int] = set()
    if not chosen:
        return found
    n = max(chosen)
    last = words[n].candidate
    while last is not None and last.tag.startswith("NN") and n + 1 < len(words):
        n += 1
        last = words[n].candidate
        if words[n].source is not None or last is None or not last.tag.startswith("NN"):
            break
        found.add(n)
    missing -= len(found)
    n = min(chosen) - 1
    while n >= 0 and missing > 0:
        word = words[n].candidate
        if words[n].source is not None or word is None or not word.tag.startswith(("NN", "JJ")):
            break
        found.add(n)
        n -= 1
        missing -= 1
    return found


def _is_part_of(said: Sequence[TaggedWord], inside: Sequence[TaggedWord], pattern: Pattern) -> bool:
    """Some words of the term, but not all of them in another order; or "Sept" for "September"."""
    texts = [fold(strip_possessive(word.text)) for word in said]
    lows = {*pattern.lows, "".join(pattern.lows), "-".join(pattern.lows)}
    lows |= {fold(strip_possessive(word.text)) for word in inside}
    content = sum(low not in BENDS_BEFORE for low in pattern.lows)
    if all(any(same_word(text, low) for low in lows) for text in texts):
        return len(texts) == 1 or len(texts) < content
    if len(said) > 1 or pattern.term.status is Status.DO_NOT_TRANSLATE:
        return False
    name = pattern.words != pattern.words.lower()
    return name and len(texts[0]) > 2 and any(low.startswith(texts[0]) for low in lows)


def _is_mentioned_again(said: Sequence[TaggedWord], before: Link | None, pattern: Pattern) -> bool:
    """A name that is taken up by what it names: "the company" for "Acme"."""
    if pattern.words == pattern.words.lower() or before is None or before.candidate is None:
        return False
    texts = {fold(word.text) for word in said}
    common = all(word.tag.startswith("NN") and word.text.islower() for word in said)
    return common and fold(before.candidate.text) in _POINTING and not texts & set(pattern.lows)


def _class(tag: str) -> str:
    """The part of speech, participles and adverbs with the adjectives."""
    return "JJ" if tag[:2] == "RB" else tag[:2]


def place_of(alignment: Alignment, start: int, end: int) -> Place | None:
    """A span of ``candidate_text`` in the sentence that holds it; None if it crosses a border."""
    before = 0
    for sentence in alignment.candidate:
        if before <= start and end <= before + len(sentence.text):
            return Place(sentence, start - before, end - before)
        before += len(sentence.text) + 1
    return None


def _between(words: Sequence[Link], links: Sequence[Link], span: tuple[int, int]) -> set[int]:
    """The unlinked candidate words between those that the term's neighbours are linked to."""
    sources = sorted({link.source.start: link for link in links if link.source}.items())
    places = {link.source.start: n for n, link in enumerate(words) if link.source}
    before = [places.get(start) for start, _ in sources if start < span[0]][-1:]
    after = [places.get(start) for start, _ in sources if start >= span[1]][:1]
    first = before[0] if before else -1
    last = after[0] if after else len(words)
    if first is None or last is None or not 0 < last - first - 1 <= MAX_WORDS:
        return set()
    return {n for n in range(first + 1, last) if words[n].source is None}


def _is_content(word: TaggedWord | None) -> bool:
    return (
        word is not None
        and word.tag.startswith(_CONTENT)
        and fold(word.text) not in _EMPTY
        and fold(word.text) not in BENDS_BEFORE
    )


def in_form(wanted: Pattern, used: Sequence[Token], listed: Pattern, text: str) -> str:
    """A term's words in the form in which other words are used: "allowlist" as in "White lists".

    ``used`` are the words found, ``listed`` the term that they are a use of, ``text`` the sentence.
    """
    bent = [
        (n, kind)
        for n, (token, low) in enumerate(zip(used, listed.lows, strict=False))
        if (kind := kind_of(token.low, low))
    ]
    words = wanted.words
    if bent:
        words = _bend(words, wanted, bent[-1][1])
    if used and is_shouted(text):
        return words.upper()
    opened = used and text[: used[0].start].strip() == "" and used[0].raw[0].isupper()
    return words[0].upper() + words[1:] if opened and words == words.lower() else words


def _bend(words: str, wanted: Pattern, kind: str) -> str:
    """The head of a term in another form: of "point of sale" the first word, else the last."""
    found = tokens(words)
    lows = [token.low for token in found]
    head = next((n for n, low in enumerate(lows[1:]) if low in BENDS_BEFORE), len(lows) - 1)
    if kind == "s" and kind_of(lows[head], lows[head].rstrip("s")) == "s":
        return words  # a plural already
    made = forms(lows[head], kind)
    if not made or wanted.raws[head].isupper():
        made = (lows[head] + "s",) if kind == "s" else ()
    if not made:
        return words
    token = found[head]
    bent = made[0] if token.raw == token.low else token.raw + made[0][len(token.raw) :]
    if token.raw != token.low and not made[0].startswith(token.low):
        bent = made[0].capitalize()
    return words[: token.start] + bent + words[token.end :]
