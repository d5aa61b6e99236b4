r"""Java's ``.properties``: a key and a string on each logical line.

The separator is ``=``, ``:`` or white space; a backslash at the end of a line continues it;
``\u00e9`` and the like are undone. The file is UTF-8 or, where it is not, ISO-8859-1, as
``ResourceBundle`` reads it since Java 9. In a string with ``{0}`` two apostrophes are one, which is
how MessageFormat shows them. Of a key that is written twice Java takes the last; both are read.

>>> from mtcheck.config.sections import ReadConfig
>>> content = b"# comment\ntitle : Caf\\u00e9 \\\n        {0}\n"
>>> unit, = parse(content, path="a.properties", settings=ReadConfig()).candidate.units
>>> unit.id, unit.text, unit.where(4).column, unit.where(5).line, unit.masks
('title', 'Café {0}', 18, 3, ((5, 8),))
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mtcheck.readers.decoding import load
from mtcheck.readers.strings.keyed import (
    SURROGATES,
    Value,
    check_marks,
    check_size,
    decoded,
    from_utf16,
    say_twice,
    units_of,
)
from mtcheck.readers.traced import Lines
from mtcheck.types import Document, Reading

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig

_NEWLINE: Final = r"(?:\r\n|\r|\n)"
_CONTINUED: Final = rf"\\{_NEWLINE}[ \t\f]*"
_NOTHING: Final = re.compile(rf"[ \t\f]*(?:[#!][^\r\n]*)?(?:{_NEWLINE}|\Z)")
_KEY: Final = re.compile(rf"[ \t\f]*((?:{_CONTINUED}|\\[^\r\n]|[^\\\s=:]++)*+)")
_BETWEEN: Final = re.compile(rf"[ \t\f]*+(?:{_CONTINUED})*+(?:[=:][ \t\f]*+(?:{_CONTINUED})*+)?")
_VALUE: Final = re.compile(rf"([^\\\r\n]*+(?:\\(?:\r\n|[\s\S]|\Z)[^\\\r\n]*+)*+)(?:{_NEWLINE}|\Z)")
_ESCAPE: Final = re.compile(rf"{_CONTINUED}|{SURROGATES}|\\u+[0-9a-fA-F]{{4}}|\\(?:[\s\S]|\Z)")
_MESSAGE_ESCAPE: Final = re.compile(rf"{_ESCAPE.pattern}|''")
_CONTROLS: Final = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_ARGUMENT: Final = re.compile(r"\{\d")


def parse(content: bytes, *, path: str, settings: ReadConfig) -> Reading:
    """Read a ``.properties`` file."""
    encoding, remarks = settings.encoding, []
    if encoding is None and not _is_unicode(content):
        encoding = "iso-8859-1"
        remarks.append("read as ISO-8859-1, because it is not UTF-8")
    text = load(path, encoding=encoding, content=content, limits=settings.limits)
    lines = Lines(text)
    check_marks(path, text, settings.limits)
    check_size(path, 0, text.count("\n") + text.count("\r"), settings.limits)
    named: list[tuple[str, Value]] = []
    at = 0
    while at < len(text):
        nothing = _NOTHING.match(text, at)
        if nothing:
            at = nothing.end()
            continue
        key = _KEY.match(text, at)
        between = _BETWEEN.match(text, key.end() if key else at)
        found = _VALUE.match(text, between.end() if between else at)
        assert key is not None
        assert between is not None
        assert found is not None  # each of them matches nothing, too
        name = decoded(text, [key.span(1)], _ESCAPE, _meaning).text
        escape = _MESSAGE_ESCAPE if _ARGUMENT.search(found[1]) else _ESCAPE
        value = decoded(text, [found.span(1)], escape, _meaning)
        if value.text.strip():
            named.append((name or "(empty)", value))
            check_size(path, len(named), 0, settings.limits)
        at = found.end()
    remarks += say_twice(name for name, _ in named)
    units = units_of(named, lines, path=path)
    return Reading(Document(path, "", "properties", units, (), tuple(remarks)))


def _is_unicode(content: bytes) -> bool:
    """UTF-8, or with the mark of UTF-16."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _meaning(found: re.Match[str]) -> str:
    r"""What an escape stands for.

    >>> [_meaning(one) for one in _ESCAPE.finditer(r"\u00e9\t\:\ud83d\ude00")]
    ['é', '\t', ':', '😀']
    """
    written = found.group()
    if written == "''":
        return "'"
    if written[1:2] == "u" and len(written) > 5:
        return from_utf16(written)
    if len(written) == 1 or written[1] in "\r\n":
        return ""
    return _CONTROLS.get(written[1], written[1])
