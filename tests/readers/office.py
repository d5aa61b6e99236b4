"""Office documents for tests, from what stands in their parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .packages import packed

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ALL = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:s="{S}" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF_ALL = " ".join(
    f'xmlns:{name}="{_ODF}{name if name != "draw" else "drawing"}:1.0"'
    for name in ("office", "text", "table", "draw", "style", "manifest")
)


class Case(NamedTuple):
    """``shows`` are (place, text) of the units; ``says`` what a remark holds, if there is one."""

    label: str
    body: str
    shows: tuple[tuple[str, str], ...]
    says: str = ""


def relations(targets: Mapping[str, str]) -> str:
    """Part of a package to the kind of relationship with it; the ids are r1, r2 and so on."""
    said = "".join(
        f'<Relationship Id="r{n}" Type="{R}/{kind}" Target="{target}"/>'
        for n, (target, kind) in enumerate(targets.items(), 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{said}</Relationships>'


def docx(body: str, parts: Mapping[str, tuple[str, str]] | None = None) -> bytes:
    """A Word document; ``parts`` are (kind, content) by name, their ids r1, r2 and so on."""
    parts = parts or {}
    members = {
        "_rels/.rels": relations({"word/document.xml": "officeDocument"}),
        "word/document.xml": f"<w:document {_ALL}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations({n: kind for n, (kind, _) in parts.items()}),
        **{f"word/{name}": content for name, (_, content) in parts.items()},
    }
    return packed({name: content.encode() for name, content in members.items()})


def part(root: str, content: str) -> str:
    """A part beside the document."""
    return f"<w:{root} {_ALL}>{content}</w:{root}>"


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of Word: what begins with ``<`` is markup, the rest text."""
    shown = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{shown}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def deleted(text: str, name: str = "del") -> str:
    """A run that was deleted, or moved away."""
    tag = "delText" if name == "del" else "t"
    return (
        f'<w:{name} w:id="1"><w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r></w:{name}>'
    )


def inserted(text: str, name: str = "ins") -> str:
    """A run that was inserted, or moved here."""
    return f'<w:{name} w:id="1">{r(text)}</w:{name}>'


def field(instruction: str, result: str) -> str:
    """A field of several runs."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"{mark.format('begin')}<w:r><w:instrText> {instruction} </w:instrText></w:r>"
        f"{mark.format('separate')}{result}{mark.format('end')}"
    )


def odt(
    body: str, *, styles: str = "", automatic: str = "", pages: str = "", manifest: str = ""
) -> bytes:
    """An OpenDocument text."""
    root = f"<office:document-{{0}} {_ODF_ALL}>{{1}}</office:document-{{0}}>"
    content = (
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body>"
    )
    shown = (
        f"<office:styles>{styles}</office:styles>"
        f"<office:master-styles>{pages}</office:master-styles>"
    )
    members = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": root.format("content", content),
        "styles.xml": root.format("styles", shown),
        "META-INF/manifest.xml": f"<manifest:manifest {_ODF_ALL}>{manifest}</manifest:manifest>",
    }
    return packed({name: text.encode() for name, text in members.items()})


def xlsx(
    sheets: Mapping[str, str],
    *,
    texts: str = "",
    styles: str = "",
    properties: str = "",
    states: Mapping[str, str] | None = None,
) -> bytes:
    """A workbook: what stands in the data of each sheet, by its name."""
    named = "".join(
        f'<sheet name="{name}" sheetId="{n}" state="{(states or {}).get(name, "visible")}"'
        f' r:id="r{n}"/>'
        for n, name in enumerate(sheets, 1)
    )
    space = f'xmlns="{S}" xmlns:r="{R}"'
    members = {
        "_rels/.rels": relations({"xl/workbook.xml": "officeDocument"}),
        "xl/workbook.xml": f"<workbook {space}>{properties}<sheets>{named}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            {f"worksheets/sheet{n}.xml": "worksheet" for n, _ in enumerate(sheets, 1)}
            | {"sharedStrings.xml": "sharedStrings", "styles.xml": "styles"}
        ),
        "xl/sharedStrings.xml": f"<sst {space}>{texts}</sst>",
        "xl/styles.xml": f"<styleSheet {space}>{styles}</styleSheet>",
        **{
            f"xl/worksheets/sheet{n}.xml": f"<worksheet {space}><sheetData>{data}</sheetData></worksheet>"
            for n, data in enumerate(sheets.values(), 1)
        },
    }
    return packed({name: text.encode() for name, text in members.items()})


def row(number: int, **cells: str) -> str:
    """A row of texts, by column."""
    shown = "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for column, text in cells.items()
    )
    return f'<row r="{number}">{shown}</row>'
