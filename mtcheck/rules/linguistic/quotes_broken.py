"""A quotation mark points the wrong way, stands apart from its words, or has no partner.

## What it does
Follows the quotation marks of each paragraph and marks a closing mark that opens (``” We are
committed``, ``told Wang,” I look``), an opening mark that closes (``visit.“``), marks with a
space on the inner side, and, in paragraphs of several sentences, a mark without a partner.

## Why it matters
The reader can no longer tell who says what; where a mark lost its partner, words were often
lost with it.

## Known limits
Quotations over several paragraphs may open each one and close once, and a table of sentences
may cut a quotation anywhere: both stay silent. So do apostrophes, inches, decades (’90s),
single quotation marks in their usual places, „German“, »reversed« and ”Swedish” styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtcheck.rule import Context, Example, Mark, Passage, Rule, passages
from mtcheck.types import Alignment, Category, Fix, Severity

_DOUBLE = re.compile('[“”„"]')
_SINGLE = re.compile(r"(?:(?<=\s)|^)‘ (?=\w)|(?<=[a-z.,!?”]) ’ (?=[a-z])(?<! n ’ )")
_STRAIGHT = re.compile(
    r'(?<=[^\W\d_]) " (?=[^\W_])'  # said " we
    r'|(?<=[,:.!?]) " (?=[^\W_])'
    r'|^" (?=[^\W_])'
    r'|(?<=[^\W\d_.,!?]) "(?=[.,;:!?](?:\s|$)|$)'  # we go ".
)
_FIRST_WORD = re.compile(r"\s{0,2}[^\W_]+(?:[’'\-][^\W_]+)*")
_LAST_WORD = re.compile(r"[^\W_]+(?:[’'\-.][^\W_]+)*[^\w\s]{0,3}\s{0,2}$")
_SAYS = re.compile(
    r"\W{1,4}(?:[^\W_]+[\s,]{1,2}){0,4}?(?:say|says|said|tell|tells|told|ask|asks|asked|add|adds|added|reply"
    r"|replies|replied|write|writes|wrote|note|notes|noted|explain\w{0,3}|according|insist\w{0,3}"
    r"|continue[ds]?|conclude[ds]?|warn\w{0,3}|argue[ds]?|recall\w{0,3})\b"
)
_OPENS_AFTER = frozenset("([{—–-/‘'")
_MAX_REACH = 40
"""How far a quote reaches to show the neighbouring word."""

_MAX_PENDING = 10
"""A quotation that opens and does not close is waited for through so many paragraphs."""


class _Fault(NamedTuple):
    start: int
    end: int
    message: str
    suggestion: str = ""


def detect(alignments: Sequence[Alignment], ctx: Context) -> Iterator[Mark]:
    """Mark the broken quotation marks of every paragraph."""
    units = passages(alignments)
    swedish = not any("“" in unit.text for unit in units)
    reader = _Reader(swedish)
    for n, passage in enumerate(units):
        following = units[n + 1 : n + 1 + _MAX_PENDING]
        faults = [*_straight(passage.text), *_singles(passage.text)]
        faults += reader.read(passage, following)
        for fault in sorted(faults):
            mark = passage.mark(fault.start, fault.end, fault.message, suggestion=fault.suggestion)
            if mark:
                yield mark


class _Reader:
    """Reads paragraphs in order and knows whether a quotation is open from before."""

    def __init__(self, swedish: bool) -> None:
        self._swedish = swedish
        self._carried = False

    def read(self, passage: Passage, following: Sequence[Passage]) -> list[_Fault]:
        """The faults of the double marks of one paragraph."""
        text = passage.text
        marks = [(found.start(), found.group()) for found in _DOUBLE.finditer(text)]
        if not any(glyph != '"' for _, glyph in marks):
            return []
        several = len(passage.parts) > 1
        faults: list[_Fault] = []
        opened: list[tuple[int, str]] = []
        if marks[0][1] == "“" and not text[: marks[0][0]].strip():
            self._carried = False  # a quotation that goes on opens its paragraph again
        for n, (at, glyph) in enumerate(marks):
            before, after = text[at - 1 : at], text[at + 1 : at + 2]
            starts = not before or before.isspace() or before in _OPENS_AFTER
            ends = not after or after.isspace()
            if glyph == "“" and not (opened and opened[-1][1] == "„"):
                last = not text[at + 1 :].strip()
                if last and before.isspace():
                    continue  # "… of the year. “" was cut before the next quotation
                if not starts and ends and before not in "“”" and (opened or last):
                    straight = bool(opened) and opened[-1][1] == '"'
                    faults.append(_turned(text, at, opens=False, straight=straight))
                    opened = opened[:-1]
                    continue
                if ends and not last:
                    faults.append(_spaced(text, at, opens=True))
                opened.append((at, glyph))
            elif glyph == "„" or (glyph == '"' and not opened):
                opened.append((at, glyph))
            elif opened:
                if glyph == "”" and before.isspace() and not _ends_unit(text, at):
                    faults.append(
                        _spaced(text, at, opens=False)
                        if ends or not after.isalnum()
                        else _turned(text, at, opens=True)
                    )
                opened.pop()
            elif starts and after.strip(".,;:!?)") and (not self._swedish):
                faults.append(_turned(text, at, opens=True))
                opened.append((at, glyph))
            elif starts and after.isspace() and text[at + 2 : at + 3].strip():
                if before and (
                    not _FIRST_WORD.match(text, at + 1) or _SAYS.match(text, at, at + 80)
                ):
                    faults.append(_spaced(text, at, opens=False))
                else:
                    faults.append(_turned(text, at, opens=True))
                    opened.append((at, glyph))
            elif starts and self._swedish:
                opened.append((at, glyph))
            elif self._carried:
                self._carried = False
            elif self._is_opener(text, marks, n):
                faults.append(_turned(text, at, opens=True))
                opened.append((at, glyph))
            elif several and at and self._alone(text, at):
                faults.append(_single_mark(text, at, opens=False))
        if opened and several and not _goes_on(following):
            at, glyph = opened[-1]
            if glyph == "“" and not self._swedish:
                faults.append(_single_mark(text, at, opens=True))
        self._carried = self._carried or bool(opened)
        return faults

    @staticmethod
    def _is_opener(text: str, marks: list[tuple[int, str]], n: int) -> bool:
        """``told Wang,” I look … China.”``: the next mark is the one that closes."""
        at = marks[n][0]
        if not text[at + 1 : at + 2].isspace() or n + 1 == len(marks) or marks[n + 1][1] != "”":
            return False
        before = text[at - 1]
        return (before.isalnum() or before in ",:") and not _SAYS.match(text, at, at + 80)

    @staticmethod
    def _alone(text: str, at: int) -> bool:
        """Not inches or seconds."""
        return not text[at - 1].isdigit()


def _ends_unit(text: str, at: int) -> bool:
    """``… of the year. ”`` at the end: a splitter put the space there, and nobody is misled."""
    return not text[at + 1 :].strip() and text[:at].rstrip()[-1:] in (".", "!", "?", "…")


def _goes_on(following: Sequence[Passage]) -> bool:
    """Does a later paragraph open again, or close what is open?"""
    for passage in following:
        found = _DOUBLE.search(passage.text)
        if found:
            opens_again = found.group() == "“" and not passage.text[: found.start()].strip()
            return opens_again or found.group() != "“"
    return False


def _turned(text: str, at: int, *, opens: bool, straight: bool = False) -> _Fault:
    if opens:
        start = at
        while start > 0 and text[start - 1] in ",:;" and at - start < 2:
            start -= 1
        word = _FIRST_WORD.match(text, at + 1, at + 1 + _MAX_REACH)
        end = word.end() if word else at + 1
        rest = text[at + 1 : end].strip()
        lead = text[start:at]
        glued = start > 0 and not text[start - 1].isspace() and start == at
        fixed = f"{lead} “{rest}" if lead else f" “{rest}" if glued else f"“{rest}"
        quote = text[start:end]
        return _Fault(
            start,
            end,
            f"“{quote.strip()}”: a closing quotation mark stands where a quotation opens.",
            "" if glued else fixed,
        )
    start = _word_start(text, at)
    quote = text[start : at + 1]
    message = f"“{quote}”: an opening quotation mark stands where a quotation closes."
    return _Fault(start, at + 1, message, quote[:-1].rstrip() + ('"' if straight else "”"))


def _spaced(text: str, at: int, *, opens: bool) -> _Fault:
    if opens:
        word = _FIRST_WORD.match(text, at + 1, at + 1 + _MAX_REACH)
        start, end = at, word.end() if word else at + 1
        right = text[at] + text[at + 1 : end].strip()
    else:
        start, end = _word_start(text, at), at + 1
        right = text[start:at].rstrip() + text[at]
    message = f"A space stands on the inner side of a quotation mark: {right}"
    return _Fault(start, end, message, right)


def _single_mark(text: str, at: int, *, opens: bool) -> _Fault:
    if opens:
        word = _FIRST_WORD.match(text, at + 1, at + 1 + _MAX_REACH)
        end = word.end() if word else at + 1
        return _Fault(at, end, "A quotation is opened here and never closed.")
    start = _word_start(text, at)
    return _Fault(start, at + 1, "A quotation is closed here that was never opened.")


def _straight(text: str) -> Iterator[_Fault]:
    for found in _STRAIGHT.finditer(text):
        at = text.index('"', found.start())
        word = _FIRST_WORD.match(text, at + 1, at + 1 + _MAX_REACH)
        start = at if word else _word_start(text, at)
        end = word.end() if word else at + 1
        yield _Fault(start, end, "A quotation mark stands apart from the words that it quotes.")


def _singles(text: str) -> Iterator[_Fault]:
    for found in _SINGLE.finditer(text):
        at = found.start() if text[found.start()] in "‘’" else found.start() + 1
        word = _FIRST_WORD.match(text, at + 1, at + 1 + _MAX_REACH)
        end = word.end() if word else at + 1
        yield _Fault(at, end, "A quotation mark stands apart from the words that it quotes.")


def _word_start(text: str, end: int) -> int:
    """Where the word that ends at ``end`` begins, a short way back at most."""
    left = max(0, end - _MAX_REACH)
    found = _LAST_WORD.search(text[left:end])
    return left + found.start() if found else end


RULE = Rule(
    code="LIN301",
    name="quotes-broken",
    category=Category.LINGUISTIC,
    severity=Severity.MINOR,
    detect=detect,
    fix=Fix.SAFE,
    examples=(
        Example(
            "” We are committed”, he said. She told him,” I look forward to it,” adding that” I"
            " will stay.” He called it “fine”.",
            quotes=("” We", ",” I", "” I"),
            suggestions=("“We", ", “I", ""),
        ),
        Example("He praised the visit.“", quotes=("visit.“",), suggestions=("visit.”",)),
        Example(
            '"We lost a doctor,“ said the mayor.',
            quotes=("doctor,“",),
            suggestions=('doctor,"',),
            note="the closing mark is of the kind of the opening one",
        ),
        Example("“We will be ready in the fall.” ‘ added.", quotes=("‘ added",)),
        Example('He said that " we are ready " and left.', quotes=('" we', '" and')),
        Example(
            "He said “we are ready and left. Nobody asked why.\nThe talks ended.", quotes=("“we",)
        ),
        Example("“ We agree ” , she said.", quotes=("“ We", "agree ”")),
        Example("“We opened here.\n“And again here.\n“And close at last,” she said. It rained."),
        Example("‘Yes,’ she said in the ’90s. It’s the ministers’ 5’10” door. „So“ sagt er."),
        Example('The 5" nail and the "old" hammer, said the "smith".'),
    ),
)
