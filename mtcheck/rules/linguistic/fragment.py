"""A piece of a sentence stands as a sentence of its own.

## What it does
Marks sentences that no person would close with a full stop: those that begin in the middle
("sent a signal.", "with countries across Asia."), those without any verb that could carry a
sentence ("Lowest score in decades."), those that begin with their verb ("Is requested to be
strengthened."), and lone subordinate clauses ("When the relationship became even more strained.").
In a file that has such sentences, a quotation that breaks off is marked as well (“We need to,” said
the mayor).

## Why it matters
Translation engines work on pieces of sentences. When the pieces come back in another order, or
one is lost, the seams stay visible: this is the surest sign of a text that went through a machine.

## Known limits
Good writers use verbless sentences for effect. Such a sentence is minor here, and major only in
a file that has other torn sentences. Headings, list items and quotations without a full stop are
left alone, and so are files that write everything in lower case. What is a verb is decided by the
embedded tagger, which is right for about 96 in 100 verbs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtcheck.frequency import zipf
from mtcheck.models import TaggedWord
from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.text import word_set
from mtcheck.types import Alignment, Category, Sentence, Severity

_TERMINATOR = re.compile(r"[.!?…][\"”’'»)\]]*$")
_OPENING = re.compile(r"^[\s\"“”‘’'«([*_–—•·-]*")
_CONTINUES = re.compile(r"[,:;–—-][\"”’'»)\]]*$|[?!…][\"”’'»)\]]*$|[\"”’'»]$")
_LOWER_I = re.compile(r"(?<![\w.’'-])i(?:['’](?:m|ve|d|ll))? [a-z]")
_SPEECH = re.compile(
    r"^(?:(?:he|she|they|it|we|i|who|the|a|an|his|her|their)\b|[a-z]+(?:ed|s|d)? (?:[A-Z]|the\b))"
)
_RELATIVES = word_set("which who whose")
_CLAUSE_WORDS = word_set(
    "when while although though because whereas unless if that whether"
)  # not those that may be prepositions: after, before, since, until, once, as, than
_SUBORDINATORS = _RELATIVES | word_set(
    "when while although though because since whereas unless until after before once if"
)
_BEFORE_BARE_VERB = word_set("do does did don't doesn't didn't let help make makes made see")
_NOMINAL = frozenset(("NN", "NNS", "JJ", "JJR", "JJS", "RB", "RBR"))
_PARTICLES = word_set("de del della der den di da do dos du el la le van von ten ter bin ibn al")
_AUXILIARIES = word_set(
    "is are was were has have had does do did can could will would shall should may might must"
)
_VERBLESS = word_set(
    "yes no not never why how what so and but or thanks thank sorry please photo image source "
    "apologies congratulations neither nor see"
)

_BREAKS_OFF = re.compile(
    r"[\w’'-]{0,40} ?\b"
    r"(?:(?:need|needs|needed|order) to|because|which|and|or|but|the|an?|than|whose)"
    r",?[”\"] (?:said|says|added|told|explained|he|she|(?:[A-Z][\w’'-]+ ){1,3}(?:said|says|told))\b"
)
"""A quotation that ends in a word that cannot be its last. None in 900,000 words of human text."""

_BEFORE = 500
"""Characters before a sentence that are looked at: how the one before ends. All of a paragraph, for
each of its sentences, would take time in the square of its length."""

COMMON = 3.0
"""Zipf frequency (wordfreq) from which a lower-case word is an ordinary word rather than a brand
or a symbol: one in a million words."""


@dataclass(frozen=True, slots=True)
class _Place:
    alignment: Alignment
    sentence: Sentence
    before: str
    """What stands just before the sentence: in its unit, or else the sentence before."""
    opens_unit: bool


def detect(alignments: Sequence[Alignment], ctx: Context, *, min_words: int = 3) -> Iterator[Mark]:
    """``min_words``: shorter verbless sentences ("No doubt.") are left alone."""
    places = list(_places(alignments))
    torn = {n: reason for n, place in enumerate(places) if (reason := _torn(place))}
    if len(torn) > len(places) / 2 or any(_LOWER_I.search(p.sentence.text) for p in places):
        return  # this file writes in lower case, as people do in a chat
    inside = sum(not places[n].opens_unit for n in torn)
    for n, place in enumerate(places):
        text = place.sentence.text
        cut = _BREAKS_OFF.search(text) if inside else None
        if cut:
            yield Mark(
                place.alignment,
                place.sentence,
                cut.start(),
                cut.end(),
                f"The quotation before “{cut.group().split()[-1]}” breaks off.",
            )
        reason, severity = torn.get(n, ""), Severity.MAJOR
        if reason and place.opens_unit and inside < len(torn) / 2:
            severity = Severity.MINOR  # a hasty writer's lower case is more likely
        elif not reason:
            reason, sure = _incomplete(place, ctx.words(text), min_words)
            if not sure and not inside:
                continue
            severity = Severity.MAJOR if torn else Severity.MINOR
        if reason:
            yield Mark(
                place.alignment,
                place.sentence,
                0,
                len(text),
                f"“{_shorten(text)}” stands as a sentence but {reason}.",
                severity=severity,
            )


def _places(alignments: Sequence[Alignment]) -> Iterator[_Place]:
    last = ""
    for alignment in alignments:
        for sentence in alignment.candidate:
            near = max(0, sentence.start - _BEFORE)
            inside = sentence.unit.text[near : sentence.start].rstrip()
            yield _Place(alignment, sentence, inside or last, not inside)
            last = sentence.text


def _shorten(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _torn(place: _Place) -> str:
    """Why the sentence begins in the middle of another, or nothing."""
    text = place.sentence.text
    body = text[_OPENING.match(text).end() :]  # type: ignore[union-attr]
    first = re.match(r"[a-z]+(?:['’-][a-z]+)*(?=[\s,;]|\.(?!\w))", body)
    if not first or not _TERMINATOR.search(text):
        return ""
    word = first.group()
    after = body[first.end() :].lstrip()
    if word in _PARTICLES and after[:1].isupper():
        return ""
    if not place.before or not _TERMINATOR.search(place.before):
        return ""  # a list item, or what goes on after a colon or a heading
    if _CONTINUES.search(place.before) and _SPEECH.match(body):
        return ""  # “Why?” he asked.
    if len(body.split()) < 2 and place.opens_unit:
        return ""
    if zipf(word) < COMMON or (len(word) == 1 and word not in "ai"):
        return ""
    return "begins in the middle: it was torn from another sentence"


def _incomplete(place: _Place, found: tuple[TaggedWord, ...], min_words: int) -> tuple[str, bool]:
    """Why a sentence that begins with a capital is not a whole one, or nothing; and is it sure?

    What is unsure counts only beside torn sentences: "Softer wording in the final hours." is
    good style in one file and a seam in another.
    """
    text = place.sentence.text
    if len(found) < min_words or not text.endswith(".") or text.endswith(".."):
        return "", False
    if not text[:1].isalpha() or any(mark in text for mark in '“”":;/|@©') or "(" in text:
        return "", False
    if sum(word.text[:1].isupper() for word in found) > len(found) / 2:
        return "", False  # names, titles and credits
    first = found[0]
    if first.text.lower() in _SUBORDINATORS and _has_no_main_clause(found):
        sure = "," not in text and first.text.lower() not in _RELATIVES
        return f"is only a clause that begins with “{first.text}”", sure
    if any(word.text[0].isdigit() for word in found) or first.text.lower() in _VERBLESS:
        return "", False
    verbs = [word for word in found if word.tag.startswith("VB") or word.tag == "MD"]
    if not verbs:
        if "," not in text and not _could_be_verb(found):
            return "has no verb", not any(word.tag == "CD" for word in found)
        return "", False
    if all(word.tag in ("VBG", "VBN") for word in verbs) and first.tag in _NOMINAL:
        # a participle that belongs to a noun: "Far above the ceiling agreed in May."
        inside = any(word.tag == "IN" for word in found[: found.index(verbs[0])])
        auxiliary = any(word.text.lower() in _AUXILIARIES for word in found)
        plain = "," not in text and not auxiliary
        return (
            ("has no verb", False) if plain and (inside or verbs[0].tag == "VBG") else ("", False)
        )
    if (
        first.tag in ("VBZ", "VBD", "MD")
        and first.text.lower() in _AUXILIARIES
        and len(found) > 2
        and found[1].tag in ("VBN", "VBG", "TO", "VB")
    ):
        return f"begins with its verb “{first.text}” and has no subject", True
    return "", False


def _has_no_main_clause(found: tuple[TaggedWord, ...]) -> bool:
    """True when every finite verb has a word that makes its clause a subordinate one.

    "Although nobody said how it would end" has two verbs, *said* and *would*, and two such words,
    *although* and *how*. A bare verb might be an order ("If it rains bring a coat"): then False.
    """
    if not any(word.tag.startswith("VB") or word.tag == "MD" for word in found):
        return False
    verbs = openers = 0
    for n, word in enumerate(found):
        before = found[max(n - 4, 0) : n]
        if word.is_finite_verb:
            verbs += 1
        elif word.tag == "VB" and not any(
            w.tag in ("MD", "TO") or w.text.lower() in _BEFORE_BARE_VERB for w in before
        ):
            return False
        opens = word.tag in ("WDT", "WP", "WP$", "WRB") or (
            word.tag == "IN" and word.text.lower() in _CLAUSE_WORDS
        )
        openers += n == 0 or opens
    return verbs <= openers


def _could_be_verb(found: tuple[TaggedWord, ...]) -> bool:
    """True when some word might after all be a verb that the tagger missed."""
    return any(
        word.text.lower() in _AUXILIARIES
        or word.text.lower().endswith(("n't", "n’t", "ed", "’s", "'s", "’re", "'re"))
        for word in found
    )


RULE = Rule(
    code="LIN101",
    name="fragment",
    category=Category.LINGUISTIC,
    severity=Severity.MAJOR,
    detect=detect,
    examples=(
        Example(
            "Their confrontation has enormous stakes. sent a signal.",
            quotes=("sent a signal.",),
            note="the end of a sentence, displaced",
        ),
        Example(
            "The minister spoke about grain. with farmers across the region. Nobody answered him.",
            quotes=("with farmers across the region.",),
        ),
        Example(
            "Trade fell for half a year. Lowest score in decades. supply of goods. It may fall.",
            quotes=("Lowest score in decades.", "supply of goods."),
            note="no verb, in a file that has torn sentences",
        ),
        Example(
            "The two sides met in spring. When the relationship became even more strained.",
            quotes=("When the relationship became even more strained.",),
        ),
        Example(
            "They argued for hours. without result. Although nobody said how it would end."
            " Softer wording in the final text. Which still leaves the question open.",
            quotes=(
                "without result.",
                "Although nobody said how it would end.",
                "Softer wording in the final text.",
                "Which still leaves the question open.",
            ),
            note="clauses inside a clause; what could be style alone, beside what could not",
        ),
        Example(
            "The room fell silent. without result. “We will need to,” said the mayor, and left.",
            quotes=("without result.", "will need to,” said"),
            note="a quotation that breaks off, in a file that has torn sentences",
        ),
        Example("The room fell silent. “We will need to,” said the mayor.", note="a short answer"),
        Example(
            "The wording changed. Softer wording in the final text. If it rains bring a coat.",
            note="good style, and an order",
        ),
        Example("“Why now?” he asked. Nobody knew.", note="what follows a quotation"),
        Example("Sales rose, e.g. in Japan. iPhone prices fell.", note="abbreviations and brands"),
        Example(
            "Key dates\nspring tour of the north", note="headings and list items have no full stop"
        ),
        Example(
            "The new timetable starts in May. trains.example.org has the details.",
            note="the name of a website",
        ),
        Example(
            "The lift is out of order again. Apologies for the inconvenience.",
            note="a set phrase",
        ),
        Example("She won. No doubt.", note="short and deliberate"),
        Example(
            "When the rain stopped, we left. He did what he could.",
            note="clauses with a main clause",
        ),
    ),
)
