r"""Strings with holes: what the models see in place of a placeholder, and findings that touch one.

Segmenter, models and rules are shown a *view* of a document: the same text with each mask of a
unit replaced by a filler of the same length, so that an offset means the same in both. Tags are
blank, entities say what they stand for, the border of two branches of a plural is a blank line, and
what is filled in at run time is the figure 5. Up to the mask's length follow, or precede, blanks;
where that would put a space between a word and its mark, characters that no model sees. Documents
without masks are their own view.

Why a figure: it disturbs least. 181 sentences of human texts had one name, number or noun replaced
by ``{user_name}``, ``{count}`` or ``{file}``; what then stood there moved the log-odds of
``p_mangled`` on average by

=========  =====  ====  ====  ====  ======  =====  =====
raw text   blank  it    item  12    Alex    X      5
=========  =====  ====  ====  ====  ======  =====  =====
0.57       0.63   1.29  0.92  0.43  1.07    0.51   0.34
=========  =====  ====  ====  ====  ======  =====  =====

and those of the judge by 1.00 (raw text) and 0.36 (``python tests/bench/fillers.py``).

>>> unit = Unit("a", "Hi {name}, <b>all</b> files.", 1, masks=((3, 9), (11, 14), (17, 21)))
>>> view(unit).text
'Hi      5,    all     files.'
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mtcheck.placeholders import is_date
from mtcheck.text import word_set
from mtcheck.types import (
    Alignment,
    Document,
    Finding,
    Fix,
    Sentence,
    SentenceScore,
    Side,
    Unit,
)

VALUE: Final = "5"
"""What stands for whatever is filled in at run time: see above."""

UNSEEN: Final = "\ufe00"
"""A variation selector: no white space, and left out by the tokenizer as accents are."""

MIN_WORDS: Final = 3
"""A finding about a sentence with holes is shown on its longest part without one, if that has so
many words; the others are dropped."""

ABOUT_MASKS: Final = frozenset({"DES201"})
"""Rules that look at the placeholders themselves."""

_TAG: Final = re.compile(r"<(/?)([A-Za-z][\w:.\-]*|\d+|!--)(.*)>\Z", re.DOTALL)
_BLOCK: Final = word_set(
    "p div li ul ol dl dd dt h1 h2 h3 h4 h5 h6 tr td th table blockquote hr section"
)
_INLINE: Final = word_set(
    "a b i u em strong span code small big tt kbd var samp mark del ins s strike font img input"
    " label button sup sub pre q cite abbr center bold italic link g bpt ept it mrk pc sc ec"
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))\Z", re.DOTALL)
_SYNTAX: Final = re.compile(r"\{\s*[\w.\-]+\s*,\s*(?:plural|select|selectordinal)\b|\}")
_CONTROL: Final = re.compile(r"\{\{\s*[#/!>^]|\{\{\s*else|\{%")
_QUOTED: Final = re.compile(r"“([^“”]*)”")


@dataclass(frozen=True, slots=True)
class Masked:
    """The views of a candidate and its source, and the way back.

    ``written`` are the units as they are in the file, those with masks only, by side and id.
    """

    candidate: Document
    source: Document | None
    written: Mapping[tuple[Side, str], Unit]

    @property
    def placeholders(self) -> Mapping[tuple[Side, str], Unit]:
        """The same units with those masks only that no translator may alter: no dates."""
        return {
            key: replace(
                unit, masks=tuple(m for m in unit.masks if not is_date(unit.text[slice(*m)]))
            )
            for key, unit in self.written.items()
        }

    def findings(
        self, findings: Iterable[Finding], alignments: Mapping[int, Alignment]
    ) -> Iterator[Finding]:
        """The findings as they are about the file: none touches a mask.

        One about most of a sentence is shown on its longest part without a mask. What a message
        quotes is quoted as it is written; where a rule took a filler for a word, nothing is found.
        """
        for finding in findings:
            own = self.written.get((finding.side, finding.unit))
            near = alignments.get(finding.alignment) if self.written else None
            if near is None:
                yield finding
                continue
            cut = _beside_masks(finding, own) if own and finding.end > finding.start else finding
            if cut is not None and finding.code not in ABOUT_MASKS:
                cut = self._requoted(cut, near)
            if cut is not None:
                yield cut

    def shown(self, scores: Sequence[SentenceScore]) -> tuple[SentenceScore, ...]:
        """The scores with the sentences as they are written."""
        if not self.written:
            return tuple(scores)
        return tuple(replace(score, alignment=self.aligned(score.alignment)) for score in scores)

    def aligned(self, alignment: Alignment) -> Alignment:
        """The alignment with the sentences as they are written."""
        if not self._holds_masks(alignment):
            return alignment
        candidate = tuple(self._sentence(Side.CANDIDATE, one) for one in alignment.candidate)
        source = tuple(self._sentence(Side.SOURCE, one) for one in alignment.source)
        return replace(alignment, candidate=candidate, source=source)

    def _sentence(self, side: Side, sentence: Sentence) -> Sentence:
        unit = self.written.get((side, sentence.unit.id))
        if unit is None:
            return sentence
        return replace(sentence, text=unit.text[sentence.start : sentence.end], unit=unit)

    def _holds_masks(self, alignment: Alignment) -> bool:
        sides = ((Side.CANDIDATE, alignment.candidate), (Side.SOURCE, alignment.source))
        return any((side, s.unit.id) in self.written for side, found in sides for s in found)

    def _requoted(self, finding: Finding, alignment: Alignment) -> Finding | None:
        """The finding with what it quotes as it is written; None where it quotes a filler only."""
        sentences = (*alignment.candidate, *alignment.source)
        written = self.aligned(alignment)
        texts = [*zip(sentences, (*written.candidate, *written.source), strict=True)]
        message = finding.message
        for quote in dict.fromkeys(_QUOTED.findall(message)):
            bare = quote.removesuffix("…")
            there = _as_written(bare, texts)
            if there == bare:
                there = self._elsewhere(bare)
            if there is None:
                return None
            cut = "…" if quote.endswith("…") else ""
            message = message.replace(f"“{quote}”", f"“{there}{cut}”")
        there = _as_written(finding.source_quote, texts) if finding.source_quote else ""
        if there is None:
            return None
        return replace(finding, message=message, source_quote=there)

    def _elsewhere(self, quote: str) -> str:
        """What is quoted of some other sentence, such as one said before, as it is written."""
        if len(quote.split()) > MIN_WORDS:
            for unit in self.written.values():
                at = view(unit).text.find(quote)
                if at >= 0:
                    return unit.text[at : at + len(quote)]
        return quote


def hide(candidate: Document, source: Document | None) -> Masked:
    """The views of a candidate and its source."""
    written = {
        (side, unit.id): unit
        for side, document in ((Side.CANDIDATE, candidate), (Side.SOURCE, source))
        for unit in (document.units if document else ())
        if unit.masks
    }
    return Masked(view_of(candidate), view_of(source) if source else None, written)


def view_of(document: Document) -> Document:
    """A document as models see it; the same one where it has no masks."""
    if not any(unit.masks for unit in document.units):
        return document
    return replace(document, units=tuple(view(unit) for unit in document.units))


def view(unit: Unit) -> Unit:
    """A unit with a filler in place of every mask, of the same length."""
    if not unit.masks:
        return unit
    pieces: list[str] = []
    at = 0
    for start, end in unit.masks:
        pieces += (unit.text[at:start], filler(unit.text, start, end))
        at = end
    return replace(unit, text="".join((*pieces, unit.text[at:])))


def filler(text: str, start: int, end: int) -> str:
    r"""What stands in the place of the mask ``text[start:end]``: as long as that.

    >>> [filler(m, 0, len(m)) for m in ("<b>", "</p>", "&amp;", "%%", "\\n", "} other {")]
    ['   ', '\n\n  ', '&    ', '% ', '\n ', '\n\n       ']
    >>> filler("a {b} c", 2, 5), filler("a {b}, c", 2, 5), filler("({b})", 1, 4) == "\ufe00\ufe005"
    ('5  ', '  5', True)
    """
    mask = text[start:end]
    meant = _meant(mask, text)
    if meant != VALUE:
        return meant[: len(mask)].ljust(len(mask))
    if text[end : end + 1].isspace():
        return meant.ljust(len(mask))
    return meant.rjust(len(mask), " " if text[start - 1 : start].isspace() else UNSEEN)


def _meant(mask: str, text: str) -> str:
    """What a mask says, or nothing; it may be longer than the mask."""
    tag = _TAG.match(mask)
    if tag:
        return _tag(tag, text)
    if mask[0] == "&" and mask[-1] == ";":
        return html.unescape(mask).replace("\xa0", " ")[:1]
    if mask == "%%":
        return "%"
    if (mask[0], mask[-1]) in (("{", ">"), ("<", "}")):
        return ""
    if mask[0] == "\\" and (escape := _ESCAPE.match(mask)):
        if escape[1]:
            return chr(int(escape[1], 16))
        return {"n": "\n", "r": "", "t": ""}.get(escape[2], escape[2])
    if _SYNTAX.match(mask):
        return "\n\n" if mask[0] == "}" and mask[-1] == "{" else ""
    return "" if _CONTROL.match(mask) else VALUE


def _tag(tag: re.Match[str], text: str) -> str:
    """A line end, a border of paragraphs, a value, or nothing."""
    closes, name, rest = tag[1], tag[2].lower(), tag[3]
    if name in _BLOCK:
        return "\n\n"
    if name == "br" or "BREAK" in rest or 'ctype="lb"' in rest:
        return "\n"
    if name in ("x", "ph"):
        return "" if "TAG" in rest or closes else VALUE
    known = name in _INLINE or not name[0].isalpha() or closes or rest or ":" in name
    return "" if known or f"</{tag[2]}>" in text else VALUE


def _beside_masks(finding: Finding, unit: Unit) -> Finding | None:
    """The finding where it touches no mask; cut to its longest part, or None."""
    start, end = finding.start, finding.end
    touched = [mask for mask in unit.masks if mask[0] < end and start < mask[1]]
    if touched and finding.code not in ABOUT_MASKS:
        borders = [start, *(border for mask in touched for border in mask), end]
        parts = zip(borders[::2], borders[1::2], strict=True)
        start, end = max(parts, key=lambda part: part[1] - part[0])
        words = unit.text[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        if len(words.split()) < MIN_WORDS:
            return None
        finding = replace(finding, suggestion="", fix=Fix.NONE)
    line, column, place = unit.where(start)
    quote = unit.text[start:end]
    finding = replace(finding, start=start, end=end, quote=quote)
    return replace(finding, line=line, column=column, place=place)


def _as_written(quote: str, texts: Sequence[tuple[Sentence, Sentence]]) -> str | None:
    """What is quoted of a view, as it is written; None where that is a mask and little more.

    What stands in no text, such as a correction, is kept.
    """
    for seen, written in texts:
        at = seen.text.find(quote)
        if at < 0:
            continue
        if quote in written.text:
            return quote
        there = written.text[at : at + len(quote)]
        return there if len(quote.split()) > MIN_WORDS else None
    return quote
