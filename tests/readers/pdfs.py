"""PDF files made by hand, byte by byte: what no tool would write."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

Objects = Mapping[int, bytes]

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
LINE = b"BT /F 12 Tf 72 700 Td (Blinken met Xi. They spoke for hours. They parted.) Tj ET "


def pdf(objects: Objects, *, trailer: bytes = b"") -> bytes:
    """A file of these objects, the first of which is the catalog."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    most = max(objects)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (most + 1)
    for number in range(1, most + 1):
        place = places.get(number)
        out += b"0000000000 65535 f \n" if place is None else b"%010d 00000 n \n" % place
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (most + 1, trailer)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % table


def stream(data: bytes, entries: bytes = b"", *, packed: bool = True) -> bytes:
    if packed:
        data, entries = zlib.compress(data, 9), entries + b"/Filter/FlateDecode"
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def page(
    content: bytes,
    *,
    resources: bytes = b"",
    more: Objects | None = None,
    font: bytes = FONT,
    kids: bytes = b"[3 0 R]",
    count: int = 1,
    packed: bool = True,
    entries: bytes = b"",
) -> bytes:
    """A file of one page that draws ``content``; ``entries`` are those of its stream."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids %s/Count %d>>" % (kids, count),
            3: b"<</Type/Page/MediaBox[0 0 612 792]/Contents 4 0 R"
            b"/Resources<</Font<</F 5 0 R>>%s>>>>" % resources,
            4: stream(content, entries, packed=packed),
            5: font,
            **(more or {}),
        }
    )


def text(lines: Sequence[tuple[float, float, float, str]], *, mode: int = 0) -> bytes:
    """Lines at (x, y) in a size."""
    drawn = b"".join(
        b"/F %g Tf 1 0 0 1 %g %g Tm (%s) Tj "
        % (size, x, y, words.encode("cp1252").replace(b"(", rb"\(").replace(b")", rb"\)"))
        for x, y, size, words in lines
    )
    return b"BT %d Tr %sET " % (mode, drawn)


def form(content: bytes, number: int) -> bytes:
    """A form that may draw the form with this number as X."""
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    return stream(content, entries % number)


def wide_font(widths: bytes, codes: bytes = b"") -> bytes:
    below = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/W %s" % widths
    below += b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)>>>>"
    entries = b"/BaseFont/A/Encoding/Identity-H/DescendantFonts[%s]%s" % (below, codes)
    return b"<</Type/Font/Subtype/Type0%s>>" % entries


def codes(ranges: bytes) -> bytes:
    begin = b"/CIDInit /ProcSet findresource begin begincmap "
    return stream(begin + ranges + b" endcmap")


def inflating(times: int) -> bytes:
    """Packed spaces, so many megabytes of them."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b" " * (1 << 20)) for _ in range(times)) + packer.flush()
