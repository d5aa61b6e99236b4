"""What a candidate says in the place of some words of its source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.lexicon.inflection import forms, kind_of, same_word
from mtcheck.rules.terminology._terms import BENDS_BEFORE, Pattern, Token, is_shouted, tokens
from mtcheck.text import fold, strip_possessive, word_set

if TYPE_CHECKING:
    from mtcheck.models import Link, TaggedWord
    from mtcheck.types import Alignment, Sentence

MAX_WORDS = 6
"""More words than this between two linked neighbours are a sentence written anew."""

_CONTENT = ("NN", "VB", "JJ", "RB", "CD", "FW")
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

    A pronoun, or part of the term alone ("the computer" for "quantum computer"), is no other word
    for it, but how people mention a thing again.
    """
    inside = {
        link.source.start
        for link in links
        if link.source and link.source.start < span[1] and span[0] < link.source.end
    }
    words = [link for link in links if link.candidate]
    chosen = {n for n, link in enumerate(words) if link.source and link.source.start in inside}
    if not chosen:
        chosen = _between(words, links, span)
    chosen = {n for n in chosen if _is_content(words[n].candidate)}
    grown = True
    while grown and chosen:
        beside = {m for n in chosen for m in (n - 1, n + 1) if 0 <= m < len(words)} - chosen
        more = {m for m in beside if words[m].source is None and _is_content(words[m].candidate)}
        grown = bool(more)
        chosen |= more
    if not chosen or max(chosen) - min(chosen) >= MAX_WORDS:
        return None
    texts = [fold(strip_possessive(w.text)) for n in sorted(chosen) if (w := words[n].candidate)]
    if all(any(same_word(text, low) for low in _lows(pattern)) for text in texts):
        return None
    first, last = words[min(chosen)].candidate, words[max(chosen)].candidate
    if first is None or last is None:
        return None
    end = last.start + len(strip_possessive(last.text))
    return place_of(alignment, first.start, end)


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


def _lows(pattern: Pattern) -> set[str]:
    return {*pattern.lows, "-".join(pattern.lows), "".join(pattern.lows)}


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
