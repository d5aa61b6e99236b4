"""A space stands where none belongs, or on the wrong side of a mark.

## What it does
Marks torn compounds (``face- to- face``, ``US- China``), a currency sign that clings to the
wrong word (``the$ 95 billion``), spaces before a comma, stop or closing bracket and after an
opening one, torn abbreviations and numbers (``U. S.``, ``5, 000``), torn contractions
(``do n't``, ``China 's``), and two spaces in the middle of a clause.

## Why it matters
Engines cut a text into tokens and glue it together again; where the glue fails, spaces end up
in the wrong place. Harmless to the meaning, and a sure sign that nobody has read the text.

## Known limits
Suspended hyphens (``short- and long-term``), spaced dashes, two spaces after a full stop,
tables and lists are correct and stay silent. A file in which every second comma has a space
before it is tokenised throughout: its first place is marked, the rest would be noise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtcheck.rule import Context, Example, Mark, Passage, Rule, passages
from mtcheck.text import word_set
from mtcheck.types import Alignment, Category, Fix, Severity

_W = r"[^\W_]"
_TORN_COMPOUND = re.compile(rf"(?<![^\W_’']){_W}{{1,30}}(?:- {_W}{{1,30}}(?!{_W})){{1,4}}")
_REST_OF_NUMBER = re.compile(r"[.,]\d{1,15}")
_SUSPENDED = word_set("and or to nor but through versus vs than rather und y et as plus")
"""Words before which a hyphen may hang: ``two- or three-year``, ``short- to medium-term``."""

_PAUSE_WORDS = word_set(
    "i he she it we they you the a an this that these those there here his her its our their my"
    " your and but or so if when while which who what where because as in on at by for with from"
    " is are was were be been has have had will would can could not no yes then also just"
)
"""After these a hyphen stands for a dash, and the compound is not certain to be one word."""

_CURRENCY = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,30})([$£€]) {0,2}(\d[\d.,]{0,15}(?<![.,]))")
_LONE_SIGN = re.compile(r"(?<![^\s(“\"‘'])[$£] \d[\d.,]{0,15}(?<![.,])")
_BEFORE_MARK = re.compile(r"(?<=[\w)\]”’\"%]) {1,2}([,.;?!])(?=\s|$|[”’\"](?:\s|$))(?! ?\.)")
_SHIFTED = re.compile(
    r"(?<=[\w)\]”’\"%]) {1,2}(?:[,;](?=[a-z]{2})|[.?!](?=(?!Net\b)[A-Z][a-z]{1,30} ))[^\W_]{1,40}"
)
_PLAIN_MARK = re.compile(r"(?<=\w)[,.](?=\s|$)")
_IN_BRACKET = re.compile(r"(?<![:;=\-'*])\( (?=[\w“‘\"])")
_OUT_BRACKET = re.compile(r"(?<=[\w%”’\"]) \)(?![\w:;=])")
_DOUBLE_SPACE = re.compile(r"(?<=[\w,;)”’]) {2,3}(?=[\w(“‘])")
_LAYOUT = re.compile(r"[\t|]| {4}")
_INITIALS = re.compile(
    r"(?<![\w.])(?:U\. (?:S|K|N)\.|E\. U\.)(?! (?:Grant|Steel|Bank)\b)(?!\s[A-Z]\.)"
)
_CLOSED_INITIALS = re.compile(r"(?<![\w.])(?:U\.(?:S|K|N)\.|E\.U\.|US|UK|UN|EU)(?!\w)")
_CLOCK = re.compile(r"(?<=\d )[apAP]\. [mM]\.")
_CONTRACTION = re.compile(
    r"(?<=[a-z]) n['’]t(?!\w)"
    r"|(?<=[a-z]) ['’](?:s|re|ve|ll|m)(?= [a-z]|[.,;:?!])"
    r"|(?<=[a-z])['’] s(?= [a-z])"
)
_NUMBER = re.compile(r"(?<![\d.,$£€])\d{1,3}, 000(?![\d,])")
_LAST_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*[^\w\s]{0,3}$")
_FIRST_WORD = re.compile(r"[^\w\s]{0,3}[^\W_]{1,40}")
_MAX_REACH = 40
"""How far a quote reaches back to show the word before."""

_MIN_TOKENISED = 10
"""Fewer spaced commas and stops than this are never taken for a tokenised file."""

_MIN_HOUSE_STYLE = 3
"""A file that writes ``U. S.`` this often and nothing else has chosen to."""


class _Fault(NamedTuple):
    start: int
    end: int
    message: str
    suggestion: str


def detect(alignments: Sequence[Alignment], ctx: Context) -> Iterator[Mark]:
    """Mark the misplaced spaces of every unit."""
    units = passages(alignments)
    once = _is_tokenised(units)
    spaced = _writes_initials_apart(units)
    seen = False
    for passage in units:
        text = passage.text
        faults = [
            *_compounds(text),
            *_currencies(text),
            *_brackets(text),
            *_doubles(text),
            *_torn(text, spaced),
        ]
        if not (once and seen):
            before = _before_marks(text)
            faults += before[:1] if once else before
            seen = seen or bool(before)
        last = -1
        for fault in sorted(faults):
            if fault.start < last:
                continue
            last = fault.end
            mark = passage.mark(
                fault.start,
                fault.end,
                fault.message,
                suggestion=fault.suggestion,
                fix=Fix.NONE if once else None,  # it takes another tool to put such a file right
            )
            if mark:
                yield mark


def _compounds(text: str) -> Iterator[_Fault]:
    for found in _TORN_COMPOUND.finditer(text):
        quote = found.group()
        parts = quote.split("- ")
        if len(parts) == 2 and (parts[1].lower() in _SUSPENDED or _is_list_mark(text, found)):
            continue
        start, end = _widened(text, *found.span())
        joined = text[start:end].replace("- ", "-")
        certain = len(parts) > 2 or (
            parts[1].lower() not in _PAUSE_WORDS
            and not (parts[0].islower() and parts[1][0].isupper())
        )
        yield _Fault(
            start,
            end,
            f"A space stands after the hyphen: “{joined}”.",
            joined if certain else "",
        )


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with what belongs to its first and last word: ``well-to- do``, ``1.4- 2.5``."""
    left = start
    while left > max(0, start - _MAX_REACH) and (
        text[left - 1].isalnum()
        or text[left - 1] == "-"
        or (text[left - 1] in ".," and text[left].isdigit())
    ):
        left -= 1
    number = _REST_OF_NUMBER.match(text, end)
    return left, number.end() if number and text[end - 1].isdigit() else end


def _is_list_mark(text: str, found: re.Match[str]) -> bool:
    """``1- Open the lid``: a number or a letter that counts items."""
    first, second = found.group().split("- ")
    counts = first.isdigit() or len(first) == 1
    opens = not text[: found.start()].strip() or text[found.start() - 2 : found.start()] in (
        ". ",
        "; ",
        ": ",
    )
    return counts and second[:1].isupper() and opens


def _currencies(text: str) -> Iterator[_Fault]:
    for found in _CURRENCY.finditer(text):
        word, sign, number = found.groups()
        if not word[-1].islower():
            continue  # US$ 95, HK$ 95: a code, however spaced
        right = f"{word} {sign}{number}"
        yield _Fault(
            *found.span(), f"The currency sign clings to the wrong word: “{right}”.", right
        )
    for found in _LONE_SIGN.finditer(text):
        right = found.group().replace(" ", "")
        yield _Fault(*found.span(), f"A space stands after the currency sign: “{right}”.", right)


def _before_marks(text: str) -> list[_Fault]:
    faults = []
    for found in _BEFORE_MARK.finditer(text):
        start = _word_start(text, found.start())
        right = text[start : found.start()] + found.group(1)
        message = f"A space stands before the punctuation mark: “{right}”."
        faults.append(_Fault(start, found.end(), message, right))
    for found in _SHIFTED.finditer(text):
        start, shifted = _word_start(text, found.start()), found.group().lstrip()
        right = f"{text[start : found.start()]}{shifted[0]} {shifted[1:]}"
        message = f"The space stands before the punctuation mark, not behind it: “{right}”."
        faults.append(_Fault(start, found.end(), message, right))
    return faults


def _brackets(text: str) -> Iterator[_Fault]:
    for found in _IN_BRACKET.finditer(text):
        word = _FIRST_WORD.match(text, found.end())
        end = word.end() if word else found.end()
        right = "(" + text[found.end() : end]
        yield _Fault(found.start(), end, f"A space stands inside the bracket: “{right}”.", right)
    for found in _OUT_BRACKET.finditer(text):
        if "(" not in text[max(0, found.start() - 300) : found.start()]:
            continue
        start = _word_start(text, found.start())
        right = text[start : found.start()] + ")"
        yield _Fault(start, found.end(), f"A space stands inside the bracket: “{right}”.", right)


def _doubles(text: str) -> Iterator[_Fault]:
    if _LAYOUT.search(text):
        return
    for found in _DOUBLE_SPACE.finditer(text):
        start = _word_start(text, found.start())
        word = _FIRST_WORD.match(text, found.end())
        if not text[:start].strip() and text[start : found.start()].isdigit():
            continue  # a numbered item
        end = word.end() if word else found.end()
        right = text[start : found.start()] + " " + text[found.end() : end]
        yield _Fault(start, end, f"Two spaces stand between the words of “{right}”.", right)


def _torn(text: str, spaced_initials: bool) -> Iterator[_Fault]:
    if not spaced_initials:
        for found in _INITIALS.finditer(text):
            right = found.group().replace(" ", "")
            yield _Fault(*found.span(), f"A space stands inside “{right}”.", right)
    for pattern in (_CLOCK, _NUMBER):
        for found in pattern.finditer(text):
            right = found.group().replace(" ", "")
            yield _Fault(*found.span(), f"A space stands inside “{right}”.", right)
    for found in _CONTRACTION.finditer(text):
        start = _word_start(text, found.start())
        right = text[start : found.end()].replace(" ", "")
        yield _Fault(start, found.end(), f"A space stands inside “{right}”.", right)


def _word_start(text: str, end: int) -> int:
    """Where the word that ends at ``end`` begins, a short way back at most."""
    left = max(0, end - _MAX_REACH)
    found = _LAST_WORD.search(text[left:end])
    return left + found.start() if found else end


def _is_tokenised(units: Sequence[Passage]) -> bool:
    spaced = sum(len(_BEFORE_MARK.findall(unit.text)) for unit in units)
    plain = sum(len(_PLAIN_MARK.findall(unit.text)) for unit in units)
    return spaced >= _MIN_TOKENISED and spaced > plain


def _writes_initials_apart(units: Sequence[Passage]) -> bool:
    apart = sum(len(_INITIALS.findall(unit.text)) for unit in units)
    closed = sum(len(_CLOSED_INITIALS.findall(unit.text)) for unit in units)
    return apart >= _MIN_HOUSE_STYLE and not closed


RULE = Rule(
    code="LIN201",
    name="space-misplaced",
    category=Category.LINGUISTIC,
    severity=Severity.MINOR,
    detect=detect,
    fix=Fix.SAFE,
    examples=(
        Example(
            "There is no substitute for face- to- face talks by nicely- known US- China hands.",
            quotes=("face- to- face", "nicely- known", "US- China"),
            suggestions=("face-to-face", "nicely-known", "US-China"),
        ),
        Example(
            "He signed the$ 95 billion package, which includes$ 8 billion and £ 4 more.",
            quotes=("the$ 95", "includes$ 8", "£ 4"),
            suggestions=("the $95", "includes $8", "£4"),
        ),
        Example(
            "The envoy , who ( as usual ) left early , did n't stay .",
            quotes=("envoy ,", "( as", "usual )", "early ,", "did n't", "stay ."),
        ),
        Example(
            "Overall the China-U. S. relationship is  stable, with 5, 000 visas.",
            quotes=("U. S.", "is  stable", "5, 000"),
            suggestions=("U.S.", "is stable", "5,000"),
        ),
        Example(
            "The hall was empty .He waited there ,most of the day, for the$ 5 he was owed.",
            quotes=("empty .He", "there ,most", "the$ 5"),
            suggestions=("empty. He", "there, most", "the $5"),
        ),
        Example("Nobody here writes .NET code: ask the .Net people."),
        Example("Short- and long-term, two- or three-year, and low- to middle-income plans."),
        Example("It paid US$ 95 – or A$5 - for pre-, mid- and post-war maps.  Then it left."),
        Example("Ulysses S. Grant and J. K. Rowling met at 10 a.m., in 2019 ... and left."),
        Example("1- Open the lid. 2- Close it."),
        Example("Name    Age    City of birth  Country"),
    ),
)
