"""XLIFF, TMX, Android strings and RESX that nobody should trust."""

from __future__ import annotations

from collections.abc import Iterator

XLIFF = b'<xliff version="1.2"><file original="a" source-language="en" target-language="en"><body>'
END = b"</body></file></xliff>"
LAUGHS = b"".join(
    b'<!ENTITY b%d "%s">' % (n, (b"&b%d;" % (n - 1)) * 10) for n in range(1, 10)
)  # fmt: skip


def refused() -> Iterator[tuple[str, str, bytes, str]]:
    """What it is, the name of the file, what is in it, what the message says."""
    says = "declares entities"
    yield (
        "a billion laughs in XLIFF",
        "a.xlf",
        b'<!DOCTYPE x [<!ENTITY b0 "ha">' + LAUGHS + b"]><xliff>&b9;</xliff>",
        says,
    )
    yield (
        "an entity many times in TMX",
        "a.tmx",
        b'<!DOCTYPE tmx [<!ENTITY a "%b">]><tmx>%b</tmx>' % (b"x" * 50_000, b"&a;" * 50_000),
        says,
    )
    yield (
        "a file as an entity",
        "a.xml",
        b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><resources><string name="a">&a;</string></resources>',
        says,
    )
    yield (
        "a device as an entity",
        "a.resx",
        b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///dev/zero">]><root>&a;</root>',
        says,
    )
    yield (
        "a parameter entity",
        "a.xliff",
        b'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://localhost/a"> %a;]><xliff/>',
        says,
    )
    yield (
        "an entity of a type that is not read",
        "a.tmx",
        b'<!DOCTYPE tmx SYSTEM "file:///etc/passwd"><tmx>&secret;</tmx>',
        "nobody declared",
    )
    yield "groups in groups", "a.xlf", XLIFF + b"<group>" * 500_000, "nested deeper than 200"
    yield (
        "a million empty elements",
        "a.xlf",
        XLIFF + b"<x/>" * 1_000_001 + END,
        "more than 500,000 elements",
    )
    yield (
        "two million references",
        "a.xml",
        b'<resources><string name="a">' + b"&lt;" * 2_000_000 + b"</string></resources>",
        "more than 500,000 references",
    )
    yield (
        "more units than sentences",
        "a.xlf",
        XLIFF + b'<trans-unit id="a"><target>a</target></trans-unit>' * 100_001 + END,
        "more than 100,000 sentences",
    )
    yield (
        "XLIFF that is cut off",
        "a.xlf",
        XLIFF + b'<trans-unit id="a"><target>One. Tw',
        "not well-formed",
    )
    yield (
        "UTF-16 that is UTF-8",
        "a.xlf",
        b'<?xml version="1.0" encoding="UTF-16"?>' + XLIFF + END,
        "cannot be",
    )
    yield (
        "a codec that is none",
        "a.tmx",
        b'<?xml version="1.0" encoding="klingon"?><tmx/>',
        "unknown",
    )
    yield (
        "a surrogate by number",
        "a.resx",
        b"<root><data name='a'><value>&#xD800;</value></data></root>",
        "invalid character number",
    )
    yield (
        "half of an escaped pair",
        "a.xml",
        rb'<resources><string name="a">\udc00 x</string></resources>',
        "surrogate",
    )
    yield "a control character", "a.xlf", XLIFF + b"\x01" + END, "not well-formed"
    yield "nothing that is translated", "a.xlf", XLIFF + END, "no text to judge"


def strange() -> Iterator[tuple[str, str, bytes]]:
    """What it is, the name of the file, what is in it: it is judged all the same."""
    sentence = b"The two men met for hours in the old town. They spoke of ships and of the sea. In the end they parted as friends."
    unit = b'<trans-unit id="a"><source/><target>' + sentence + b"</target></trans-unit>"
    more = b"".join(
        b'<trans-unit id="%d"><target>They met.</target></trans-unit>' % n for n in (1, 2)
    )
    strings = b"".join(b'<string name="b%d">They met.</string>' % n for n in (1, 2))
    segments = b"".join(
        b'<tu><tuv xml:lang="en"><seg>They %s.</seg></tuv></tu>' % w for w in (b"met", b"left")
    )
    yield (
        "attributes by the thousand",
        "a.xlf",
        XLIFF
        + unit.replace(b"<target", b"<target " + b" ".join(b'a%d="1"' % n for n in range(50_000)))
        + more
        + END,
    )
    yield (
        "an attribute of megabytes",
        "a.xlf",
        XLIFF + unit.replace(b'"a"', b'"' + b"a" * 5_000_000 + b'"') + more + END,
    )
    yield "one id for all", "a.xlf", XLIFF + unit * 1_000 + END
    yield (
        "a type that is never followed",
        "a.tmx",
        b'<!DOCTYPE tmx SYSTEM "file:///dev/zero"><tmx><body><tu><tuv xml:lang="en"><seg>'
        + sentence
        + b"</seg></tuv></tu>"
        + segments
        + b"</body></tmx>",
    )
    yield (
        "comments by the million",
        "a.xml",
        b'<resources><string name="a">'
        + sentence
        + b"</string>"
        + b"<!---->" * 1_000_000
        + strings
        + b"</resources>",
    )
