"""The words of a text as terms are made of them, and how a text is written around them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from mtcheck.text import strip_possessive, word_set

_WORD = re.compile(r"[^\W_][\u0300-\u036f]*(?:[\u00ad\u2060'’ʼ]?[^\W_][\u0300-\u036f]*)*")
_INVISIBLE = {ord(char): None for char in "\u00ad\u200b\u2060"}
_HYPHEN = re.compile(r"\s*[-‐‑]\s*")
_CODE_SPAN = re.compile(r"`[^`\n]{1,200}`|\{[^{}\n]{0,80}\}|<[^<>\n]{1,200}>")
_CHUNK = re.compile(r"\S+")
_FILE = re.compile(r"\w\.(?:com|org|net|io|dev|html?|php|pyc?|js|json|txt|md|xml|csv|exe|pdf)\b")
_PLACEHOLDER = re.compile(r"%(?:\(\w*\)|\d+\$)?[sdif@]|\$\{?\w|--?[a-z]|[@#]\w|[~.]{0,2}/\w")

MENTIONS = word_set("term terms word words phrase expression called formerly previously named")
"""Words before a wording that is spoken of, not used."""

QUOTES = "\"'“”‘’«»„‚`"


class Token(NamedTuple):
    """A run of letters and digits: as written (invisible characters out), lower-cased without a
    possessive, its place (without the possessive), and what lies before it.

    ``gap``: ``" "``, ``"-"``, other characters as they are, or ``"^"`` for the first. ``masked``:
    part of an address, a path, a placeholder or code.
    """

    raw: str
    low: str
    start: int
    end: int
    gap: str
    masked: bool


@lru_cache(maxsize=8192)
@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text as terms are made of them.

    >>> [(token.low, token.gap) for token in tokens("The user’s pass- word, please")]
    [('the', '^'), ('user', ' '), ('pass', ' '), ('word', '-'), ('please', ',')]
    """
    found: list[Token] = []
    masks = _masks(text)
    last = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        raw = unicodedata.normalize("NFC", match.group().translate(_INVISIBLE))
        core = strip_possessive(raw)
        if core != raw and len(core) > 1:
            raw, end = core, end - 2
        while masks and masks[0][1] <= start:
            masks.pop(0)
        masked = bool(masks) and masks[0][0] < end
        gap = "^" if not found else _gap(text[last:start])
        low = raw.replace("’", "'").replace("ʼ", "'").lower()
        found.append(Token(raw, low, start, end, gap, masked))
        last = match.end()
    return tuple(found)


def _gap(between: str) -> str:
    between = between.translate(_INVISIBLE)
    if not between.strip():
        return " "
    return "-" if _HYPHEN.fullmatch(between) else between.strip()


def _masks(text: str) -> list[tuple[int, int]]:
    """Spans that are no prose: code, placeholders, tags, addresses, paths, file names."""
    spans = [match.span() for match in _CODE_SPAN.finditer(text)]
    spans += [match.span() for match in _CHUNK.finditer(text) if _is_code(match.group())]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _is_code(chunk: str) -> bool:
    called = chunk.rstrip(",.;:!?" + QUOTES).endswith("()")
    chunk = chunk.strip("(),.;:!?" + QUOTES)
    return (
        "://" in chunk
        or chunk.lower().startswith("www.")
        or ("@" in chunk and "." in chunk.partition("@")[2])
        or "_" in chunk.strip("_*")
        or chunk.count("/") > 1
        or called
        or _PLACEHOLDER.match(chunk) is not None
        or _FILE.search(chunk.lower()) is not None
    )


def opens(text: str, start: int) -> bool:
    """Does a sentence, a quotation, a list item or what follows a colon begin here?"""
    before = text[:start].rstrip()
    return not before or before[-1] in ".!?:;•*–—" + QUOTES or before[-1] in "([\n"


@lru_cache(maxsize=1024)
def is_shouted(text: str) -> bool:
    """A text of several letters, all of them capitals."""
    return text.isupper() and sum(char.isalpha() for char in text) > 3


@lru_cache(maxsize=1024)
def is_titled(text: str) -> bool:
    """A heading in which the longer words have capitals.

    >>> is_titled("Managing the Allow List of a Site")
    True
    """
    long = [token for token in tokens(text) if len(token.raw) > 3 and token.raw[0].isalpha()]
    return len(long) > 1 and all(token.raw[0].isupper() for token in long)


def is_mention(text: str, start: int, end: int) -> bool:
    """Is a wording quoted or spoken of, rather than used?

    >>> is_mention("The word “whitelist” is gone.", 10, 19)
    True
    """
    before, after = text[:start].rstrip(), text[end:].lstrip(".,;:!? ")
    if text[:start][-1:] in tuple(QUOTES) and after[:1] in tuple(QUOTES) and after:
        return True
    words = before.rstrip(QUOTES + " ").rpartition(" ")[2].lower().lstrip("(-" + QUOTES)
    return words.removeprefix("so-") in MENTIONS
