"""E-books and subtitles that nobody should trust, as data: made when they are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ..readers.ebooks import CONTAINER, XHTML, book, item, package, page, ref
from ..readers.packages import bomb

Make = Callable[[Path], object]
CUE = b"00:00:01,000 --> 00:00:02,000\n"
CUES = b"".join(b"\n\n" + CUE + b"They spoke for hours." for _ in range(4))
THREE = page("They met on Monday.", "They spoke for hours.", "They parted as friends.")
DRM = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData>'
    '<EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></EncryptedData></encryption>'
)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><x>&c;</x>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


def _made(name: str, content: Callable[[], bytes]) -> Make:
    return lambda folder: (folder / name).write_bytes(content())


REFUSED: tuple[tuple[str, str, Callable[[], bytes], str], ...] = (
    ("a bomb for a book", "a.epub", bomb, "container.xml"),
    ("a chapter of a hundred megabytes", "a.epub",
     lambda: book({"a.xhtml": "<p>Hm. " + " " * 100_000_000}), "unpacks to more than 10 MB"),
    ("two million tags in a chapter", "a.epub", lambda: book({"a.xhtml": "<p>a" * 2_000_000}), "tags"),
    ("a protected book", "a.epub", lambda: book({"a.xhtml": THREE}, more={"META-INF/encryption.xml": DRM}), "DRM"),
    ("an entity bomb in a container", "a.epub", lambda: package({"META-INF/container.xml": LAUGHS}), "container.xml"),
    ("an entity from outside in a package document", "a.epub",
     lambda: package({"META-INF/container.xml": CONTAINER.format(opf="b"), "b": OUTSIDE}), "b"),
    ("a book beside the book", "a.epub",
     lambda: package({"META-INF/container.xml": CONTAINER.format(opf="../../b.opf")}), "no member"),
    ("a chapter from the disk", "a.epub",
     lambda: book({"a.xhtml": THREE}, items=item("../../../etc/passwd"), refs=ref("../../../etc/passwd")), "no member"),
    ("a spine of a thousand lies", "a.epub", lambda: book({"a.xhtml": THREE}, refs=ref("b") * 1000), "'b'"),
    ("text that calls itself subtitles", "a.srt", lambda: b"One.\nTwo.\n" * 9, "no cue"),
    ("times that cannot be", "a.srt", lambda: b"1\n00:61:00,000 --> 00:62:00,000\nHm.\n", ":2: "),
    ("web subtitles without a header", "a.vtt", lambda: CUE + b"Hm.\n", "WEBVTT"),
    ("a million cues", "a.vtt", lambda: b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\n\n\n" * 380_000, "lines"),
)  # fmt: skip

STRANGE: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("a chapter that refers to itself", "a.epub",
     lambda: book({"a.xhtml": THREE}, items=item("a.xhtml", 'media-type="image/svg+xml" fallback="b"')
                  + item("b", 'media-type="image/png" fallback="a.xhtml"') + '<item id="c" href="a.xhtml" media-type="text/html"/>',
                  refs=ref("a.xhtml") + ref("c"))),
    ("an entity bomb in a chapter", "a.epub", lambda: book({"a.xhtml": LAUGHS + THREE})),
    ("a chapter of open elements", "a.epub",
     lambda: book({"a.xhtml": XHTML.format(body="<div>" * 100_000 + "<p>One.</p><p>Two.</p><p>Three.</p>")})),
    ("one chapter a thousand times", "a.epub", lambda: book({"a.xhtml": THREE}, refs=ref("a.xhtml") * 1000)),
    ("tags that never end, in cues", "a.srt", lambda: CUE + b"A. " + b"<i>[(" * 9000 + CUES),
    ("speakers without end", "a.srt", lambda: CUE + b"- A.\n- B.\n" * 9000),
    ("cues without a full stop", "a.vtt", lambda: b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\nthe ferry left\n\n" * 5000
     + CUES.replace(b",", b".")),
    ("notes without end", "a.vtt", lambda: b"WEBVTT\n\n" + b"NOTE mtcheck: off\n\n" * 9000
     + CUES.replace(b",", b".")),
)  # fmt: skip


def refused() -> Iterator[tuple[str, str, Make, str]]:
    """Label, file name, what makes it, and a word of the message."""
    for label, name, content, word in REFUSED:
        yield label, name, _made(name, content), word


def strange() -> Iterator[tuple[str, str, Make]]:
    """Files that are judged all the same."""
    for label, name, content in STRANGE:
        yield label, name, _made(name, content)
