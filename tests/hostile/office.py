"""Office documents that nobody should trust, as data: made when they are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ..readers.office import docx, odt, p, part, row, xlsx
from ..readers.packages import OLE, Member, bomb, nested, packed, written

BODY = p("They met on Monday.") + p("They spoke for hours.") + p("They parted as friends.")
TEXTS = "".join(f"<text:p>{text}</text:p>" for text in ("They met.", "They spoke.", "They left."))
HEAD = row(1, A="candidate")
ROWS = HEAD + "".join(row(n, A="They spoke for hours.") for n in range(2, 5))
DOCX = docx(BODY)


def _made(name: str, content: Callable[[], bytes]) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(content())


def _chain(tag: str, n: int) -> str:
    """Styles, each of which builds on the next."""
    return "".join(
        f'<w:{tag} w:styleId="s{i}"><w:basedOn w:val="s{i + 1}"/></w:{tag}>' for i in range(n)
    )


def _with(name: str, kind: str, root: str, content: str, body: str = BODY) -> bytes:
    return docx(body, {name: (kind, part(root, content))})


REFUSED: tuple[tuple[str, str, Callable[[], bytes], str], ...] = (
    ("a bomb of two gigabytes", "a.docx", lambda: bomb(), "no part of it says"),
    (
        "a document of a hundred megabytes",
        "a.docx",
        lambda: docx(BODY + " " * 100_000_000),
        "unpacks to more than 10 MB",
    ),
    ("a text of a hundred megabytes", "a.odt", lambda: odt(" " * 100_000_000), "more than 10 MB"),
    ("a sheet of a hundred megabytes", "a.xlsx", lambda: xlsx({"S": " " * 100_000_000}), "10 MB"),
    ("packages in packages", "a.docx", nested, "no part of it says"),
    ("members without number", "a.odt", lambda: packed({f"{n}": b"" for n in range(12_000)}), "10,000"),
    (
        "members on top of each other",
        "a.xlsx",
        lambda: written(*(Member(f"{n}", b"x" * 99, at=0 if n else -1) for n in range(500))),
        "overlap",
    ),
    (
        "a member twice",
        "a.docx",
        lambda: written(Member("a", b""), Member("a", b"")),
        "two members 'a'",
    ),
    ("a cut document", "a.docx", lambda: DOCX[: len(DOCX) // 2], "damaged or cut off"),
    ("an old document", "a.docx", lambda: OLE * 99, "old office document"),
    (
        "an encrypted document",
        "a.xlsx",
        lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
        "is encrypted",
    ),
    ("an encrypted text", "a.odt", lambda: odt(TEXTS, manifest="<manifest:encryption-data/>"), "encrypted"),
    ("elements in elements", "a.docx", lambda: docx("<w:sdt>" * 100_000), "nested deeper"),
    ("a million elements", "a.docx", lambda: docx(BODY + "<w:r/>" * 1_010_000), "elements"),
    ("a million spans", "a.odt", lambda: odt("<text:s/>" * 1_010_000), "elements"),
    ("a text in many cells", "a.xlsx", lambda: _shared(9_000), "holds more than 10 MB of text"),
    ("rows without number", "a.xlsx", lambda: xlsx({"S": HEAD + _cells(150_000)}, texts="<si><t>x</t></si>"), "100,000 sentences"),
    ("a text that is not there", "a.xlsx", lambda: xlsx({"S": HEAD + _cells(9, "99999999")}), "not there"),
    ("shared texts cut off", "a.xlsx", lambda: xlsx({"S": ROWS}, texts="<si>"), "sharedStrings.xml"),
    (
        "a part outside of the package",
        "a.docx",
        lambda: docx(BODY + f"<w:sectPr>{_HEADER}</w:sectPr>", {"../../../../etc/passwd": ("header", "x")}),
        "etc/passwd",
    ),
)  # fmt: skip

_HEADER = '<w:headerReference w:type="default" r:id="r1"/>'


def _cells(n: int, text: str = "0") -> str:
    return "".join(f'<row><c t="s"><v>{text}</v></c></row>' for _ in range(n))


def _shared(n: int) -> bytes:
    return xlsx({"S": HEAD + _cells(n)}, texts=f"<si><t>{'word ' * 500_000}</t></si>")


ODD: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("styles that lead back", "a.docx", lambda: _with("s.xml", "styles", "styles", _ring())),
    ("a chain of styles", "a.docx", lambda: _with("s.xml", "styles", "styles", _chain("style", 50_000))),
    ("fields that never end", "a.docx", lambda: docx(p("<w:fldChar w:fldCharType='begin'/>" * 90_000) + BODY)),
    ("fields in fields", "a.docx", lambda: docx(p(_fields(40_000)) + BODY)),
    ("a paragraph of borders", "a.docx", lambda: docx(p("<w:r><w:t>They met.</w:t><w:br/><w:br/></w:r>" * 900) + BODY)),
    ("line breaks", "a.docx", lambda: docx(p("<w:br/>" * 300_000) + BODY)),
    ("spaces", "a.docx", lambda: docx(p(" " * 4_000_000 + "<w:br/>" + " " * 4_000_000) + BODY)),
    ("tables in tables", "a.docx", lambda: docx("<w:tbl><w:tr><w:tc>" * 60 + BODY + "</w:tc></w:tr></w:tbl>" * 60)),
    ("empty boxes", "a.docx", lambda: docx(p("<w:txbxContent/>" * 200_000) + BODY)),
    ("references to one note", "a.docx", lambda: _with(
        "f.xml", "footnotes", "footnotes", f'<w:footnote w:id="1">{p("They met. " * 50)}</w:footnote>',
        BODY + p('<w:footnoteReference w:id="1"/>' * 100_000))),
    ("spaces without number", "a.odt", lambda: odt(TEXTS + "<text:p>x" + "<text:s text:c='999999'/>" * 900 + "</text:p>")),
    ("columns without number", "a.odt", lambda: odt(
        TEXTS + "<table:table><table:table-row><table:table-cell table:number-columns-repeated='999999'/>"
        "</table:table-row></table:table>")),
    ("cells far away", "a.xlsx", lambda: xlsx({"S": ROWS + row(1_048_576, XFD="They left.")})),
    ("cells that have no name", "a.xlsx", lambda: xlsx({"S": ROWS + '<row r="x"><c r="!!"><v>1</v></c></row>'})),
)  # fmt: skip


def _ring() -> str:
    return _chain("style", 99) + '<w:style w:styleId="s99"><w:basedOn w:val="s0"/></w:style>'


def _fields(n: int) -> str:
    begin, end = (f"<w:fldChar w:fldCharType='{mark}'/>" for mark in ("begin", "end"))
    return begin * n + end * n


def refused() -> Iterator[tuple[str, str, Callable[[Path], object], str]]:
    """(label, name, what makes it, what the error says)."""
    for label, name, content, says in REFUSED:
        yield f"{label}, {name[2:]}", name, _made(name, content), says


def strange() -> Iterator[tuple[str, str, Callable[[Path], object]]]:
    """(label, name, what makes it) of what is judged all the same."""
    for label, name, content in ODD:
        yield f"{label}, {name[2:]}", name, _made(name, content)
