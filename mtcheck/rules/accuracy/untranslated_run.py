"""Words of another language were left standing in the text.

## What it does
Marks words that are no English words and are common in another language (*durante the
campaign*), words in another script, and words that an engine marked as unknown (*\\*foo*). A
single foreign word in the whole text is minor: it may be a term that the writer chose.

## Why it matters
An engine leaves standing what it does not know; a person translates it, or sets it off.

## Known limits
Names, quotations, text in brackets and in italics, loan words and single rare words that
English borrowed are left alone. Languages: Spanish, Portuguese, Catalan, French, Italian,
German, Dutch, Polish, Russian, Chinese and others by script.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from mtcheck.frequency import zipf
from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.text import Word, words
from mtcheck.types import Alignment, Category, Sentence, Severity

LANGUAGES = ("es", "pt", "ca", "fr", "it", "de", "nl", "pl")
"""Languages in the Latin script for which wordfreq has a list and engines are common."""

UNKNOWN = 1.7
"""Zipf frequency in English at or below which a single word counts as unknown there."""

RARE = 3.2
"""The same for a word beside others: English texts quote much Spanish (*los* has 4.4)."""

MAX_TIMES = 3
"""A foreign word that comes more often is a term of the text: *hutong*, *Bundestag*."""

_SCRIPT = re.compile(
    "[\u0400-\u04ff\u0590-\u05ff\u0600-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"
    "\uac00-\ud7af]{2,}(?:[ \u00a0]?[\u0400-\u04ff\u0590-\u05ff\u0600-\u06ff\u3040-\u30ff"
    "\u3400-\u9fff\uac00-\ud7af]+)*"
)
_MARKED = re.compile(r"(?<![\w*])\*(?=[^\W\d_])(?!\*)([^\W_]+)(?![\w*])(?![^\s*]*\*)")
_SET_OFF = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|“[^“”]*”|\"[^\"]*\"|«[^«»]*»|‘[^’]{2,60}’|\*[^*\s][^*]*\*|_[^_\s][^_]*_"
    r"|《[^《》]*》|https?://\S+|www\.\S+|[^\s@]{1,64}@\S+|[#@]\w+"  # RFC 5321: 64 before the @
)
"""No alternative looks past the next opening mark, or text of nothing else would take forever."""


def detect(alignments: Sequence[Alignment], ctx: Context, *, min_run: int = 2) -> Iterator[Mark]:
    """Yield one mark for each run of foreign words.

    ``min_run``: how many words a run must have if each of them may occur in English too; a
    word that English lacks altogether is marked alone.
    """
    known = {word.text.lower() for sentence in ctx.source for word in words(sentence.text)}
    there = " ".join(sentence.text for sentence in ctx.source)
    counts: dict[str, int] = {}
    for sentence in ctx.candidate:
        for word in words(sentence.text):
            counts[word.text] = counts.get(word.text, 0) + 1
    found: list[tuple[Alignment, Sentence, int, int]] = []
    lonely: set[str] = set()
    n_certain = 0
    for alignment in alignments:
        for sentence in alignment.candidate:
            off = [span.span() for span in _SET_OFF.finditer(sentence.text)]
            for pattern in (_SCRIPT, _MARKED):
                for match in pattern.finditer(sentence.text):
                    if not _inside(match.start(), off) and match.group() not in there:
                        n_certain += 1
                        found.append((alignment, sentence, match.start(), match.end()))
            for run in _runs(sentence, off, known, counts, min_run):
                if len(run) == 1 and not _is_little_word(run[0].text.lower()):
                    lonely.add(run[0].text.lower())
                else:
                    n_certain += 1
                found.append((alignment, sentence, run[0].start, run[-1].end))
    doubtful = n_certain == 0 and len(lonely) == 1
    for alignment, sentence, start, end in found:
        quote = sentence.text[start:end]
        yield Mark(
            alignment,
            sentence,
            start,
            end,
            f"“{quote}” was not translated.",
            severity=Severity.MINOR if doubtful else None,
        )


def _inside(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(spans, place, key=lambda span: span[0])
    return at > 0 and place < spans[at - 1][1]


def _runs(
    sentence: Sentence,
    off: Sequence[tuple[int, int]],
    known: set[str],
    counts: dict[str, int],
    min_run: int,
) -> Iterator[list[Word]]:
    run: list[Word] = []
    strong = False
    found = words(sentence.text)
    if sum(zipf(word.text.lower()) > RARE for word in found) < 0.5 * len(found):
        return  # A foreign title, a list of names: no English prose around.
    for n, word in enumerate((*found, None)):
        text = word.text if word else ""
        opening = n == 0
        foreign = (
            word is not None
            and not _inside(word.start, off)
            and (text.islower() or (opening and text.istitle()))
            and text.lower() not in known
            and re.fullmatch(r"[^\W\d_]{2,}", text) is not None
            and (_is_foreign(text.lower(), RARE) or _is_foreign(text.lower(), UNKNOWN))
        )
        if foreign and word is not None:
            run.append(word)
            unknown = text.islower() and _is_foreign(text.lower(), UNKNOWN)
            alone = unknown or _is_little_word(text.lower())
            strong = strong or (alone and counts[text] <= MAX_TIMES)
            continue
        enough = bool(run) and (strong or len(run) >= min_run) and _one_language(run)
        if enough and not _in_a_name(found, n - len(run), n, strong):
            yield run
        run, strong = [], False


def _in_a_name(found: Sequence[Word], first: int, after: int, strong: bool) -> bool:
    """True for words between capitalised words, as in *Parti socialiste*: part of a name."""
    previous = found[first - 1].text if first else ""
    following = found[after].text if after < len(found) else ""
    if strong:
        return first > 0 and previous.istitle() and _sounds_foreign(previous.lower())
    return (first > 1 and previous[:1].isupper()) or following[:1].isupper()


@cache
def _sounds_foreign(word: str) -> bool:
    english = zipf(word)
    return english <= RARE or any(zipf(word, code) >= english + 0.5 for code in LANGUAGES)


@cache
def _is_little_word(word: str) -> bool:
    """A function word of another language that English hardly has: *durante*, *avec*."""
    return (
        len(word) >= 4
        and zipf(word) <= 2.8
        and any(zipf(word, language) >= 5.3 for language in LANGUAGES)
    )


@cache
def _is_foreign(word: str, max_english: float) -> bool:
    """Rare in English, and far more frequent in one of the other languages."""
    english = zipf(word)
    if english > max_english or len(word) < 2:
        return False
    least = max(3.0 if max_english == UNKNOWN else 4.0, english + 1.5)
    return len(word) >= (5 if max_english == UNKNOWN else 2) and any(
        zipf(word, language) >= least for language in LANGUAGES
    )


def _one_language(run: Sequence[Word]) -> bool:
    texts = [word.text.lower() for word in run]
    return any(all(zipf(text, language) >= 3.0 for text in texts) for language in LANGUAGES)


RULE = Rule(
    code="ACC501",
    name="untranslated-run",
    category=Category.ACCURACY,
    severity=Severity.MAJOR,
    detect=detect,
    examples=(
        Example(
            candidate="Durante the campaign, officials checked the mercadotecnia and the food.",
            quotes=("Durante", "mercadotecnia"),
        ),
        Example(
            candidate="The ministry sent 部长 to Lima on Monday.",
            quotes=("部长",),
        ),
        Example(candidate="They found a *zxorla in the river.", quotes=("*zxorla",)),
        Example(
            candidate="He ordered tapas and rioja in the Puerta del Sol (la plaza mayor).",
            note="loan words, a name, a gloss",
        ),
        Example(candidate="“Que será, será,” she said, and this was *really* all."),
    ),
)
