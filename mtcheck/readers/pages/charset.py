"""Which encoding a page says it is in: ``<meta charset>``, as browsers look for it.

The HTML standard's *prescan* of the first 1,024 bytes, with the labels of the Encoding Standard:
what is called Latin 1 or ASCII is Windows 1252, and UTF-16, which could not be read so, is UTF-8.
Comments and other elements are passed over. Behind it comes the XML declaration of XHTML.

>>> charset_of(b'<!-- <meta charset="big5"> --><meta charset="iso-8859-1">')
('cp1252', 45)
"""

from __future__ import annotations

import re
from typing import Final

from mtcheck.readers.elements import ENCODING

_BEGINNING: Final = 1024
"""Bytes within which the standard has a page say its encoding."""

_SPACE: Final = rb"[\t\n\f\r ]"
_TOKEN: Final = re.compile(
    rb"<!--(?:-?>|.*?-->|.*)|<(/?[a-zA-Z][^\t\n\f\r />]*)|<[!/?][^>]*", re.DOTALL
)
_ATTRIBUTE: Final = re.compile(
    rb"[\t\n\f\r /]*([^\t\n\f\r />][^\t\n\f\r />=]*)"
    rb"(?:" + _SPACE + rb"*=" + _SPACE + rb"*"
    rb"(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r >\"'][^\t\n\f\r >]*)))?"
)
_END: Final = re.compile(rb"[\t\n\f\r /]*>")
_IN_CONTENT: Final = re.compile(
    rb"charset" + _SPACE + rb"*=" + _SPACE + rb"*(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r ;\"']+))",
    re.IGNORECASE,
)

_WINDOWS_1252: Final = (
    "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591"
    " iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252 x-user-defined"
)
_LABELS: Final = {
    label: codec
    for codec, labels in {
        "cp1252": _WINDOWS_1252,
        "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 utf-16 utf-16le"
        " utf-16be unicode ucs-2 iso-10646-ucs-2 csunicode unicodefeff unicodefffe",
        "cp874": "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874",
        "cp1250": "x-cp1250",
        "cp1251": "x-cp1251",
        "cp1253": "x-cp1253",
        "cp1254": "iso-8859-9 iso8859-9 iso88599 iso_8859-9 latin5 l5 csisolatin5 iso-ir-148"
        " iso_8859-9:1989 x-cp1254",
        "iso8859-8": "iso-8859-8-i csiso88598i csiso88598e iso-8859-8-e logical visual",
        "gb18030": "gb2312 gbk x-gbk gb_2312 gb_2312-80 chinese csgb2312 iso-ir-58 csiso58gb231280",
        "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
        "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji ms932 csshiftjis windows-31j",
        "cp949": "euc-kr cseuckr korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949"
        " iso-ir-149 csksc56011987",
        "euc_jp": "x-euc-jp cseucpkdfmtjapanese",
        "koi8-r": "koi koi8 koi8_r cskoi8r",
        "koi8-u": "koi8-ru",
        "mac-roman": "macintosh mac x-mac-roman csmacintosh",
        "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    }.items()
    for label in labels.split()
}
"""Labels of the Encoding Standard that mean something else to Python, or nothing."""


def charset_of(begin: bytes) -> tuple[str, int]:
    """The encoding that a page names, as Python calls it where that differs, and the offset of the
    name; ``("", 0)`` where it names none."""
    label, at = _in_meta(begin[:_BEGINNING])
    if not label:
        return ENCODING(begin)
    return _LABELS.get(label.lower(), label), at


def _in_meta(begin: bytes) -> tuple[str, int]:
    position = 0
    while token := _TOKEN.search(begin, position):
        position = token.end()
        if token[1] is None:
            continue
        attributes: dict[bytes, tuple[bytes, int]] = {}
        while found := _ATTRIBUTE.match(begin, position):
            position = found.end()
            number = next((n for n in (2, 3, 4) if found[n] is not None), 0)
            value = (found[number], found.start(number)) if number else (b"", position)
            attributes.setdefault(found[1].lower(), value)
        if token[1].lower() == b"meta" and _END.match(begin, position):
            label, at = _said(attributes)
            if label.strip():
                return label.strip().decode("ascii", "replace"), at
    return "", 0


def _said(attributes: dict[bytes, tuple[bytes, int]]) -> tuple[bytes, int]:
    if b"charset" in attributes:
        return attributes[b"charset"]
    pragma, _ = attributes.get(b"http-equiv", (b"", 0))
    content, at = attributes.get(b"content", (b"", 0))
    found = _IN_CONTENT.search(content)
    if found is None or pragma.lower() != b"content-type":
        return b"", 0
    number = next(n for n in (1, 2, 3) if found[n] is not None)
    return found[number], at + found.start(number)
