"""E-books in memory, as small as they can be and as broken as a test wants them."""

from __future__ import annotations

import io
import zipfile
from html import escape

CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"'
    ' version="1.0"><rootfiles><rootfile full-path="{opf}"'
    ' media-type="application/oebps-package+xml"/></rootfiles></container>'
)
OPF = (
    '<?xml version="1.0" encoding="utf-8"?>\n<package xmlns="http://www.idpf.org/2007/opf"'
    ' version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>A ferry</dc:title><dc:language>en-GB</dc:language></metadata>"
    "<manifest>{items}</manifest><spine>{refs}</spine>{guide}</package>"
)
XHTML = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head>\n<body>\n{body}\n</body></html>\n'
)


def page(*paragraphs: str) -> str:
    """A chapter with these paragraphs, which are text."""
    return XHTML.format(body="\n".join(f"<p>{escape(text)}</p>" for text in paragraphs))


def item(name: str, rest: str = 'media-type="application/xhtml+xml"') -> str:
    return f'<item id="{name}" href="{name}" {rest}/>'


def ref(name: str, rest: str = "") -> str:
    return f'<itemref idref="{name}" {rest}/>'


def package(members: dict[str, str | bytes]) -> bytes:
    with zipfile.ZipFile(file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            made.writestr(info, content)
    return file.getvalue()


def book(
    chapters: dict[str, str | bytes],
    *,
    items: str = "",
    refs: str = "",
    guide: str = "",
    more: dict[str, str | bytes] | None = None,
) -> bytes:
    """A book with chapters by name; ``items`` and ``refs`` stand in for what its package lists."""
    opf = OPF.format(
        items=items or "".join(map(item, chapters)),
        refs=refs or "".join(map(ref, chapters)),
        guide=guide,
    )
    return package(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER.format(opf="OPS/book.opf"),
            "OPS/book.opf": opf,
            **{f"OPS/{name}": text for name, text in chapters.items()},
            **(more or {}),
        }
    )
