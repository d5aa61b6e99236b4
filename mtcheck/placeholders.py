r"""What stands in a program's strings and is no language: placeholders, tags, escapes, ICU syntax.

A string such as ``Delete {count} files?`` is a sentence with a hole. What fills the hole comes at
run time; the hole itself must not be read as words, cut by the segmenter, or found fault with.
:func:`find_masks` says where the holes are. Only formats that hold strings of programs are
searched: in a novel ``100% sure`` and ``{sic}`` are text, and a file of plain text keeps them.

>>> text = "Hi {name}, 100% of <b>%d files</b> are safe."
>>> [text[start:end] for start, end in find_masks(text)]
['{name}', '<b>', '%d', '</b>']

Addresses (``https://...``) are no masks: they stand in prose as well, where the same text must get
the same score.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from html.entities import html5
from typing import Final, NamedTuple

Span = tuple[int, int]

PRINTF: Final = "printf"
"""``%s``, ``%1$s``, ``%(name)s``, ``%-5.2f``, ``%@``, ``%%``, ``%1`` and ``%n``, ``%name%``;
``%d %B %Y``."""
BRACES: Final = "braces"
"""``{0}``, ``{name}``, ``{name:%Y}``, ``{price, number}``, ``{{mustache}}``, ``{% tag %}``;
``{b>`` and ``<b}``, as Phrase writes tags."""
VARIABLES: Final = "variables"
"""``${var}``, ``#{x}``, ``%{name}``, ``%<name>s``, ``$t(key)``, ``@:key``, ``$name``,
``__name__``."""
COLON: Final = "colon"
"""``:name`` of Laravel. Not searched unless asked for: it may be a slip of the keyboard."""
TAGS: Final = "tags"
"""``<b>``, ``</b>``, ``<br/>``, ``<a href="...">``, ``<0>``, ``<!-- -->``."""
ENTITIES: Final = "entities"
"""``&nbsp;``, ``&#39;``, ``&#xA0;``."""
ESCAPES: Final = "escapes"
r"""``\n``, ``\t`` and the like that are still there when the file's own escapes are decoded."""
ICU: Final = "icu"
"""``{n, plural, one {...} other {...}}`` and ``select``: all but the texts of the branches."""

KINDS: Final = (PRINTF, BRACES, VARIABLES, TAGS, ENTITIES, ESCAPES, ICU)
"""What is searched for unless something else is asked for."""

_DEPTH: Final = 20
"""Messages nested deeper are no messages; it also bounds the time for unclosed ones."""

_BROKEN: Final = 100
"""After so many messages that are not whole, nobody means any in this text."""

_PART: Final = r"%[-_^#0EO]?[aAbBdDeFHIjklmMpPRSTyYzZ](?![A-Za-z])"
_ONLY: Final = r"%[-_^#0EO]?[bBHIjklmMPRyYZ](?![A-Za-z])"
_BETWEEN: Final = r"[ /:.,\-T]{0,3}"
_DATE: Final = (
    rf"(?<!\d)(?=(?:{_PART}{_BETWEEN}){{0,12}}{_ONLY}){_PART}(?:{_BETWEEN}{_PART}){{0,12}}"
)
"""``%B %d, %Y``, as one: parts of a date, one of which printf does not have."""

_PATTERNS: Final = {
    # No space flag: "100% sure", "50% of". After a figure a letter that goes on is a word.
    PRINTF: (
        r"%%"
        rf"|{_DATE}"
        r"|%(?:\d{1,2}\$)?#@\w{1,80}@"
        r"|%\([^()\s]{1,80}\)[-+#0']{0,4}(?:\d{1,4}|\*)?(?:\.(?:\d{1,3}|\*))?[diouxXeEfFgGcrsa]"
        r"|%\d{1,2}\$[-+#0']{0,4}(?:\d{1,4}|\*)?(?:\.(?:\d{1,3}|\*))?(?:hh|h|ll|l|q|j|z|t|L)?"
        r"[diouxXeEfFgGaAcCsSpn@]"
        r"|(?<![\w%])%[A-Za-z_][\w.]{1,80}%(?![\w%])"
        r"|(?<!\d)%(?:L?\d{1,2}(?!\w|\$|\.\w)%?|[-+#0']{0,4}(?:\d{1,4}|\*)?(?:\.(?:\d{1,3}|\*))?"
        r"(?:(?:hh|h|ll|l|q|j|z|t|L)?[diouxXeEfFgGaAcCsSpnr]\w{0,80}|@))"
        r"|(?<=\d)%(?:[-+#0']{0,4}(?:\d{1,4})?(?:\.\d{1,3})?(?:ll|l)?[diuxXfgcs](?!\w)|@)"
    ),
    BRACES: (
        r"\{\{\{?[^{}]{0,200}\}\}\}?"
        r"|\{%[^{}]{0,200}%\}"
        r"|\{[^\S\r\n]*(?:[\w$@#/][\w.$@/\-]{0,100}(?:\[\w{1,80}\]){0,4}(?:\(\))?)?[^\S\r\n]*"
        r"(?:![rsa])?[^\S\r\n]*"
        r"(?::[^{}\r\n]{0,100}|\|[^{}\r\n]{0,100}"
        r"|,\s{0,20}(?:-?\d+(?::[^{}\r\n]{0,100})?"
        r"|(?:number|date|time|spellout|ordinal|duration|list|choice)\b"
        r"(?:[^{}]|\{[^{}]{0,100}\}){0,300}+))?\}"
        r"|\{\w{1,20}>|<\w{1,20}\}"
    ),
    VARIABLES: (
        r"(?<!\w)@(?:\.\w{1,20})?:(?:[A-Za-z_][\w\-]{0,80}(?:\.[\w\-]{1,80}){0,8}|\([\w.\-]{1,100}\))"
        r"|[$#%@]\{[^{}\r\n]{1,200}\}"
        r"|%<\w{1,80}>[-+#0]{0,4}\d{0,4}(?:\.\d{1,3})?[a-zA-Z]?"
        r"|\$t?\([^()\r\n]{1,200}\)"
        r"|(?<![\w$])\$[A-Za-z_]\w{0,80}\$?"
        r"|(?<!\w)__[A-Za-z]\w{0,80}?__(?!\w)"
    ),
    COLON: r"(?<![^\s(\[\"'“‘/])\:[A-Za-z_]\w{0,80}(?![\w:])",
    TAGS: (
        r"<!--.{0,500}?-->"
        r"|</?(?:[A-Za-z][\w:.\-]{0,40}|\d{1,3})"
        r"(?:\s{1,20}[\w:@.\-]{1,60}\s{0,5}=\s{0,5}(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=]{1,200}))*"
        r"\s{0,20}/?>"
    ),
    ENTITIES: r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});",
    # A path, as in C:\new\test, is none.
    ESCAPES: r"(?<![:\\])\\(?:[nrt](?=[^a-z0-9]|\Z)|u[0-9A-Fa-f]{4}|[\"'\\])",
}

_ORDER: Final = (TAGS, ENTITIES, VARIABLES, BRACES, PRINTF, COLON, ESCAPES)
"""Where two could begin at one place, the first is taken."""

_BEGINNING: Final = re.compile(r"[<&$#%@{_:\\]")
"""With what all of them begin."""

_MESSAGE: Final = re.compile(
    r"\{\s{0,20}[\w.\-]{1,100}\s{0,20},\s{0,20}(plural|select|selectordinal)\s{0,20},"
)
_OFFSET: Final = re.compile(r"\s{0,200}offset\s{0,5}:\s{0,5}\d{1,9}")
_SELECTOR: Final = re.compile(r"\s{0,200}(=\d{1,9}|[\w\-]{1,100})\s{0,200}\{")
_END: Final = re.compile(r"\s{0,200}\}")
_NOTABLE: Final = re.compile(r"['{}#]")


_LEGACY: Final = frozenset(name for name in html5 if name.islower() and name[-1] != ";")
"""Entities that browsers know without a semicolon: ``&copy``."""

_ACCESS_KEY: Final = re.compile(
    r"(?<![^\s(\[\"'“‘>])(?<!\w[(\[])(?:"
    r"(?P<amp>&)(?=[^\W\d_]{2})"  # &File
    r"|(?P<gtk>_)(?=[A-Z][a-z])"  # _File
    r"|(?![XYZ]_)[A-Z](?P<inside>[&_])(?=[a-z]{2})"  # E&xit, E_xit, but X_axis
    r"|[A-Z][a-z](?P<second>&)(?=[a-z])"  # Fi&le, Se&lect
    r"|[A-Z][a-z]{2,20}(?P<last>&)(?=[a-z]{1,2}(?![a-z]))"  # Tool&s
    r")(?P<rest>[^\W\d_]{1,30})(?![\w&;=/@+-])"
)
"""A mark before a letter of a word. What could be two words, as ``Cut&paste`` and ``Max_size``,
is none; so are ``R&D``, ``AT&T`` and ``Q&A``, where a capital follows."""


class _Branch(NamedTuple):
    """``text[start:end]`` is what the message says if the selector holds."""

    selector: str
    start: int
    end: int
    messages: tuple[_Message, ...]
    figures: tuple[int, ...]


class _Message(NamedTuple):
    """A plural or select at ``text[start:end]``."""

    start: int
    end: int
    branches: tuple[_Branch, ...]


def find_masks(text: str, kinds: Collection[str] = KINDS) -> tuple[Span, ...]:
    """The ``text[start:end]`` that are no language, in order, none empty, none overlapping.

    Of a plural or select that is the whole text (or the whole of a branch) every branch stays
    language. Of one inside a sentence only the branch ``other`` does, so that what is left reads as
    one sentence. Time is linear in the length of the text.

    >>> text = "{n, plural, one {# file} other {# files}}"
    >>> [text[start:end] for start, end in find_masks(text)]
    ['{n, plural, one {', '#', '} other {', '#', '}}']
    >>> text = "Delete {n, plural, one {it} other {# files}}?"
    >>> [text[start:end] for start, end in find_masks(text)]
    ['{n, plural, one {it} other {', '#', '}}']
    """
    pattern = _pattern(frozenset(kinds))
    if ICU not in kinds or "{" not in text:
        return tuple(_spans(text, 0, len(text), pattern))
    hidden = sorted(_of_messages(text, 0, len(text), tuple(_messages(text)), pattern))
    masks: list[Span] = []
    at = 0
    for start, end in [*_joined(hidden), (len(text), len(text))]:
        masks += _spans(text, at, start, pattern)
        if start < end:
            masks.append((start, end))
        at = end
    return tuple(masks)


def find_access_key(text: str, masks: Sequence[Span] = ()) -> int:
    """Where the mark of an access key stands, ``&`` or GTK's ``_``; -1 where there is none.

    ``Save &As`` is shown as *Save As*, with a line below the A. A string has one at most: of one
    with more, none is taken for it. What stands in ``masks`` is left alone.

    >>> [find_access_key(text) for text in ("Save &As...", "E_xit", "R&D", "file_name", "A && B")]
    [5, 1, -1, -1, -1]
    """
    if "&" not in text and "_" not in text:
        return -1
    found = []
    for key in _ACCESS_KEY.finditer(text):
        at = max(key.start(name) for name in ("amp", "gtk", "inside", "second", "last"))
        before = bisect_left(masks, (key.end(), 0)) - 1
        if before >= 0 and masks[before][1] > key.start():
            continue
        if not (text[at] == "&" and key["rest"] in _LEGACY):
            found.append(at)
        if len(found) > 1:
            break
    if len(found) != 1:
        return -1
    if text[found[0]] == "_":  # _emphasis_
        marks = text.count("_") - sum(text.count("_", *mask) for mask in masks)
        return found[0] if marks == 1 else -1
    return found[0]


def _spans(text: str, start: int, end: int, pattern: re.Pattern[str] | None) -> Iterator[Span]:
    """The placeholders in ``text[start:end]``, looked for only where one may begin."""
    at = start
    while pattern and (mark := _BEGINNING.search(text, at, end)) is not None:
        found = pattern.match(text, mark.start(), end)
        if found:
            yield found.span()
        at = found.end() if found else mark.end()


_IS_DATE: Final = re.compile(_DATE)


def is_date(mask: str) -> bool:
    """Is it how a date is written, which is another way in another country?

    >>> is_date("%B %d, %Y"), is_date("%d")
    (True, False)
    """
    return _IS_DATE.fullmatch(mask) is not None


_CACHE: dict[frozenset[str], re.Pattern[str] | None] = {}


def _pattern(kinds: frozenset[str]) -> re.Pattern[str] | None:
    """One expression for all of the kinds."""
    if kinds not in _CACHE:
        parts = [_PATTERNS[kind] for kind in _ORDER if kind in kinds]
        _CACHE[kinds] = re.compile("|".join(f"(?:{part})" for part in parts)) if parts else None
    return _CACHE[kinds]


def _messages(text: str) -> Iterator[_Message]:
    """The outermost plurals and selects that are whole, in order."""
    at, broken = 0, 0
    while broken < _BROKEN and (head := _MESSAGE.search(text, at)) is not None:
        message = _message(text, head, 1)
        if message is None:
            broken += 1
            at = head.end()
        else:
            yield message
            at = message.end


def _message(text: str, head: re.Match[str], depth: int) -> _Message | None:
    """The message that begins with ``head``; None where it is not well formed."""
    if depth > _DEPTH:
        return None
    at = head.end()
    offset = _OFFSET.match(text, at)
    at = offset.end() if offset else at
    branches: list[_Branch] = []
    while (selector := _SELECTOR.match(text, at)) is not None:
        branch = _branch(text, selector, depth, counts=head[1] != "select")
        if branch is None:
            return None
        branches.append(branch)
        at = branch.end + 1
    end = _END.match(text, at)
    return _Message(head.start(), end.end(), tuple(branches)) if end and branches else None


def _branch(text: str, selector: re.Match[str], depth: int, *, counts: bool) -> _Branch | None:
    """The branch that the selector opens. ``counts``: ``#`` stands for the number in it."""
    at, open_braces = selector.end(), 0
    messages: list[_Message] = []
    figures: list[int] = []
    while (found := _NOTABLE.search(text, at)) is not None:
        mark, at = found.group(), found.end()
        if mark == "'" and text[at : at + 1] in ("{", "}"):  # quoted up to the next apostrophe
            close = text.find("'", at)
            at = close + 1 if close >= 0 else at + 1
        elif mark == "#" and counts and text[at : at + 1] != "{":
            figures.append(found.start())
        elif mark == "{":
            head = _MESSAGE.match(text, found.start())
            inner = _message(text, head, depth + 1) if head else None
            if head and inner is None:
                return None
            if inner:
                messages.append(inner)
                at = inner.end
            else:
                open_braces += 1
        elif mark == "}":
            if not open_braces:
                place = selector.end(), found.start()
                return _Branch(selector[1], *place, tuple(messages), tuple(figures))
            open_braces -= 1
    return None


def _of_messages(
    text: str, start: int, end: int, messages: tuple[_Message, ...], pattern: re.Pattern[str] | None
) -> Iterator[Span]:
    """What is syntax in ``text[start:end]``, which holds these messages, in no order."""
    whole = len(messages) == 1 and not _says(text, start, messages[0].start, pattern)
    whole = whole and not _says(text, messages[0].end, end, pattern)
    for message in messages:
        kept = message.branches
        if not whole:
            kept = tuple(b for b in kept if b.selector == "other")[:1] or kept[-1:]
        at = message.start
        for branch in kept:
            yield at, branch.start
            yield from ((figure, figure + 1) for figure in branch.figures)
            yield from _of_messages(text, branch.start, branch.end, branch.messages, pattern)
            at = branch.end
        yield at, message.end


def _says(text: str, start: int, end: int, pattern: re.Pattern[str] | None) -> bool:
    """Is there a word in ``text[start:end]``, its placeholders left aside?"""
    at = start
    for left, right in (*_spans(text, start, end, pattern), (end, end)):
        if any(map(str.isalnum, text[at:left])):
            return True
        at = right
    return False


def _joined(spans: list[Span]) -> list[Span]:
    """The spans with those that touch made one: ``... one {`` of a message within another."""
    found: list[Span] = []
    for start, end in spans:
        if found and start == found[-1][1] and not _is_figure(found[-1]) and end - start > 1:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _is_figure(span: Span) -> bool:
    return span[1] - span[0] == 1
