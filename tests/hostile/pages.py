"""PDF files and archives that nobody should trust, as data: made when they are needed."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from ..readers import pdfs
from ..readers.packages import packed
from ..readers.pdfs import LINE, inflating, page, pdf

GOOD = b"They met on Monday.\n\nThey spoke for hours.\n\nThey parted as friends.\n"
THREE = pdfs.text(
    [(72, 700, 12, "They met."), (72, 600, 12, "They spoke."), (72, 500, 12, "They left.")]
)
FLATE = b"/Filter/FlateDecode"
FORM = b"/XObject<</X 6 0 R>>"


def _forms(times: int, levels: int) -> bytes:
    more = {n: pdfs.form(b"/X Do " * times, n + 1) for n in range(6, 6 + levels)}
    return page(b"/X Do", resources=FORM, more=more)


def _font(widths: bytes, ranges: bytes = b"") -> bytes:
    font = pdfs.wide_font(widths, b"/ToUnicode 6 0 R" if ranges else b"")
    return page(LINE, font=font, more={6: pdfs.codes(ranges)} if ranges else None)


def _tree(levels: int) -> bytes:
    nodes = {n: b"<</Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(2, levels)}
    return pdf({1: b"<</Pages 2 0 R>>", **nodes, levels: b"<</Type/Page>>"})


REFUSED: tuple[tuple[str, str, Callable[[], bytes], str], ...] = (
    ("a bomb of two gigabytes", "a.pdf", lambda: page(inflating(2000), entries=FLATE, packed=False), "more than 10 MB"),
    ("a bomb in a bomb", "a.pdf", lambda: page(
        zlib.compress(inflating(2000)), entries=b"/Filter[/FlateDecode/FlateDecode]", packed=False), "more than 10 MB"),
    ("a bomb of runs", "a.pdf", lambda: page(b"\x81 " * 4_000_000, entries=b"/Filter/RunLengthDecode", packed=False), "10 MB"),
    ("a bomb in base 85", "a.pdf", lambda: page(b"z" * 9_000_000 + b"~>", entries=b"/Filter/ASCII85Decode", packed=False), "coding"),
    ("operators without number", "a.pdf", lambda: page(b"q Q " * 2_400_000), "more work"),
    ("operands without number", "a.pdf", lambda: page(b"0 " * 4_900_000), "more work"),
    ("brackets", "a.pdf", lambda: page(b"[" * 9_000_000), "more work"),
    ("parentheses", "a.pdf", lambda: page(b"(" * 9_000_000), "100,000 bytes"),
    ("a name of escapes", "a.pdf", lambda: page(b"/" + b"#41" * 3_000_000), "100,000 bytes"),
    ("a form within itself", "a.pdf", lambda: page(b"/X Do", resources=FORM, more={6: pdfs.form(b"/X Do", 6)}), "draws itself"),
    ("forms of forms", "a.pdf", lambda: _forms(10, 20), "more work"),
    ("forms in forms", "a.pdf", lambda: _forms(1, 200), "without end"),
    ("widths without end", "a.pdf", lambda: _font(b"[0 2000000000 500]"), "codes"),
    ("codes without end", "a.pdf", lambda: _font(b"[]", b"1 beginbfrange <00000000> <7fffffff> <00> endbfrange"), "codes"),
    ("ranges of codes", "a.pdf", lambda: _font(b"[]", b"1 beginbfrange <0000> <ffff> <0000> endbfrange " * 1000), "codes"),
    ("pages within themselves", "a.pdf", lambda: pdf({1: b"<</Pages 2 0 R>>", 2: b"<</Kids[2 0 R]>>"}), "back into itself"),
    ("pages below pages", "a.pdf", lambda: _tree(3000), "too deep"),
    ("one page many times", "a.pdf", lambda: page(LINE, kids=b"[" + b"3 0 R " * 100_000 + b"]"), "back into itself"),
    ("one page a million times", "a.pdf", lambda: page(LINE, kids=b"[" + b"3 0 R " * 1_000_000 + b"]"), "more work"),
    ("a billion pages", "a.pdf", lambda: page(LINE, count=10**9), "1,000,000,000 pages"),
    ("references in a circle", "a.pdf", lambda: pdf({1: b"2 0 R", 2: b"1 0 R"}), "more work"),
    ("noise", "a.pdf", lambda: b"%PDF-1.4\n" + random.Random(1).randbytes(300_000), "damaged"),
    ("a cut PDF", "a.pdf", lambda: page(LINE)[:500], "damaged or cut off"),
    ("text called PDF", "a.pdf", lambda: GOOD, "is not a PDF"),
    ("a picture called PDF", "a.pdf", lambda: page(b"0 0 9 9 re f"), "scanned?"),
    ("glyphs without number", "a.pdf", lambda: page(b"BT /F 1 Tf " + b"(aaaaaaaaaa) Tj " * 50_000), "100,000 characters"),
    ("a bomb of gzip", "a.txt.gz", lambda: gzip.compress(bytes(1 << 28)), "more than 10 MB"),
    ("parts of gzip", "a.txt.gz", lambda: gzip.compress(b"a" * 99) * 200_000, "more than 10 MB"),
    ("a cut file of gzip", "a.txt.gz", lambda: gzip.compress(GOOD)[:-9], "cut off"),
    ("gzip and more", "a.txt.gz", lambda: gzip.compress(GOOD) + b"x", "no gzip"),
    ("text called gzip", "a.txt.gz", lambda: GOOD, "not compressed with gzip"),
    ("gzip of an archive", "a.tar.gz", lambda: gzip.compress(GOOD), "not supported"),
    ("an archive of nothing", "a.zip", lambda: packed({}), "no supported file"),
    ("an archive of pictures", "a.zip", lambda: packed({"a.png": b""}), "no supported file"),
    ("text called an archive", "a.zip", lambda: GOOD, "is not a ZIP archive"),
    ("an archive of a gigabyte", "a.zip", lambda: packed({f"{n}.txt": bytes(9_000_000) for n in range(12)}), "100 MB"),
    ("an archive of a bomb", "a.zip", lambda: packed({"a.txt": bytes(1 << 27)}), "more than 100 MB"),
    ("a file without number of members", "a.zip", lambda: packed({f"{n}.txt": b"" for n in range(12_000)}), "10,000"),
    ("a cut archive", "a.zip", lambda: packed({"a.txt": GOOD})[:-20], "damaged or cut off"),
    ("an archive in an archive", "a.zip", lambda: packed({"b.zip": packed({"a.txt": GOOD})}), "unpack it first"),
)  # fmt: skip
"""Label, name, content, and what the error says."""

ODD: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("names that lead out", "a.zip", lambda: packed({"../../a.txt": GOOD})),
    ("a name from the root", "a.zip", lambda: packed({"/etc/a.txt": GOOD})),
    ("a name that moves the cursor", "a.zip", lambda: packed({"\x1b[2J\n.txt": GOOD})),
    ("a picture in the text", "a.pdf", lambda: page(THREE + b"BI /W 1 ID " + b"E" * 3_000_000 + b" EI ")),
    ("fonts of fonts", "a.pdf", lambda: page(
        THREE, font=b"<</Type/Font/Subtype/TrueType/BaseFont/A/Widths 6 0 R/FontDescriptor<</FontBBox 6 0 R>>>>",
        more={n: b"[" + b"%d 0 R " % (n + 1) * 10 + b"]" for n in range(6, 30)})),
    ("a table of objects of a billion", "a.pdf", lambda: page(THREE).replace(b"xref\n0 6", b"xref\n0 999999999")),
    ("a length that is itself", "a.pdf", lambda: page(THREE).replace(b"/Length", b"/Length 4 0 R/L")),
    ("filled up gzip", "a.txt.gz", lambda: gzip.compress(GOOD) + bytes(4096)),
)  # fmt: skip
"""What is judged all the same."""


def _made(name: str, content: Callable[[], bytes]) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(content())


def refused() -> Iterator[tuple[str, str, Callable[[Path], object], str]]:
    """(label, name, what makes it, what the error says)."""
    for label, name, content, says in REFUSED:
        yield f"{label}, {name.partition('.')[2]}", name, _made(name, content), says


def strange() -> Iterator[tuple[str, str, Callable[[Path], object]]]:
    """(label, name, what makes it) of what is judged all the same."""
    for label, name, content in ODD:
        yield f"{label}, {name.partition('.')[2]}", name, _made(name, content)
