"""Every format that is read, as data: how it is written, what comes of it, what it must survive.

Each row is held by ``test_formats.py`` and told in ``reports/benchmarks/formats.md``. An extension
that the readers know and no row has fails a test.
"""

from __future__ import annotations

import gzip
import io
import json
import textwrap
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from .office import docx, odt, p, xlsx
from .packages import packed

FIXTURES = Path(__file__).parents[2] / "fixtures" / "formats"
STORY = (FIXTURES / "story.txt").read_text(encoding="utf-8")
PARAGRAPHS = tuple(STORY.strip().split("\n\n"))

Paragraphs = Sequence[str]
Write = Callable[[Paragraphs], bytes]


@dataclass(frozen=True)
class Format:
    """``write`` makes a file of paragraphs, whose units then have these ``ids`` (``{}``: number).

    Where it has no lines that a person sees, ``place`` says where the n-th paragraph is found. A
    format that does not ``keep`` paragraphs keeps sentences. ``back`` names the commands that write
    into it; ``packed`` is the member to read.
    """

    name: str
    extensions: tuple[str, ...]
    write: Write
    ids: str = "{}"
    place: str = ""
    keeps: bool = True
    back: tuple[str, ...] = ()
    packed: str = ""


def text(paragraphs: Paragraphs) -> bytes:
    return ("\n\n".join(paragraphs) + "\n").encode()


def markup(before: str, one: str, after: str) -> Write:
    """``one`` has ``{n}`` and ``{text}``, which is escaped."""

    def write(paragraphs: Paragraphs) -> bytes:
        shown = (
            one.replace("{n}", str(n)).replace("{text}", escape(paragraph, quote=False))
            for n, paragraph in enumerate(paragraphs, 1)
        )
        return (before + "".join(shown) + after).encode()

    return write


def quoted(before: str, one: str, after: str, *, ascii_only: bool = False) -> Write:
    """``one`` has ``{n}`` and ``{text}``, written as a string of JSON."""

    def write(paragraphs: Paragraphs) -> bytes:
        shown = (
            one.replace("{n}", str(n)).replace(
                "{text}", json.dumps(paragraph, ensure_ascii=ascii_only)
            )
            for n, paragraph in enumerate(paragraphs, 1)
        )
        return (before + "".join(shown) + after).encode()

    return write


def properties(paragraphs: Paragraphs) -> bytes:
    shown = (text.encode("unicode_escape").decode() for text in paragraphs)
    return "".join(f"p{n}={one}\n" for n, one in enumerate(shown, 1)).encode()


def strings_of_json(paragraphs: Paragraphs) -> bytes:
    strings = {f"p{n}": text for n, text in enumerate(paragraphs, 1)}
    return json.dumps({"story": strings}, ensure_ascii=False, indent=2).encode()


def cues(paragraphs: Paragraphs, *, mark: str, begin: str = "") -> bytes:
    lines = [two for one in paragraphs for two in _two_lines(one)]
    shown = (
        f"{n}\n00:{n // 60:02}:{n % 60:02}{mark}000 --> 00:{n // 60:02}:{n % 60:02}{mark}900\n{one}\n"
        for n, one in enumerate(lines, 1)
    )
    return (begin + "\n".join(shown)).encode()


def _two_lines(paragraph: str) -> Iterator[str]:
    lines = textwrap.wrap(paragraph, 38)
    for number in range(0, len(lines), 2):
        yield "\n".join(lines[number : number + 2])


CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)


def word(paragraphs: Paragraphs) -> bytes:
    made = docx("".join(p(escape(one, quote=False)) for one in paragraphs))
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    return packed({"[Content_Types].xml": CONTENT_TYPES.encode(), **parts})


def open_document(paragraphs: Paragraphs) -> bytes:
    return odt("".join(f"<text:p>{escape(one, quote=False)}</text:p>" for one in paragraphs))


def flat_document(paragraphs: Paragraphs) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    return markup(
        f'<office:document xmlns:office="{space}:office:1.0" xmlns:text="{space}:text:1.0" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>\n',
        "<text:p>{text}</text:p>\n",
        "</office:text></office:body></office:document>\n",
    )(paragraphs)


def workbook(paragraphs: Paragraphs) -> bytes:
    cells = ["candidate", *paragraphs]
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{escape(one, quote=False)}</t></is></c></row>'
        for n, one in enumerate(cells, 1)
    )
    return xlsx({"Texts": f"<sheetData>{rows}</sheetData>"})


def pdf(paragraphs: Paragraphs) -> bytes:
    """A page of lines in Courier, with a gap between paragraphs."""
    shown, height = ["BT /F 10 Tf"], 800
    for paragraph in paragraphs:
        for line in textwrap.wrap(paragraph, 80):
            inside = line.encode("cp1252").replace(b"\\", b"\\\\")
            inside = inside.replace(b"(", b"\\(").replace(b")", b"\\)")
            shown.append(f"1 0 0 1 50 {height} Tm ({inside.decode('latin-1')}) Tj")
            height -= 12
        height -= 12
    page = zlib.compress("\n".join([*shown, "ET"]).encode("latin-1"))
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(page), page),
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>",
    )
    body, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(body)
    body += b"xref\n0 6\n0000000000 65535 f \n" + table
    return bytes(body + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start)


def epub(paragraphs: Paragraphs) -> bytes:
    page = markup(
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Story</title></head><body>\n',
        "<p>{text}</p>\n",
        "</body></html>\n",
    )(paragraphs)
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
        '<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x</dc:identifier>'
        "<dc:title>Story</dc:title><dc:language>en</dc:language></metadata><manifest>"
        '<item id="c" href="c1.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="c"/></spine></package>'
    )
    return packed(
        {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": container.encode(),
            "book.opf": package.encode(),
            "c1.xhtml": page,
        }
    )


def archive(paragraphs: Paragraphs) -> bytes:
    return packed({"story.txt": text(paragraphs)})


def squeezed(paragraphs: Paragraphs) -> bytes:
    made = io.BytesIO()
    with gzip.GzipFile("story.txt", "wb", fileobj=made, mtime=0) as file:
        file.write(text(paragraphs))
    return made.getvalue()


PLIST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" '
    '"http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0"><dict>\n'
)
RESX = (
    '<root><resheader name="resmimetype"><value>text/microsoft-resx</value></resheader>\n'
    '<resheader name="version"><value>2.0</value></resheader>\n'
)
TMX = (
    '<?xml version="1.0"?>\n<tmx version="1.4"><header creationtool="t" creationtoolversion="1" '
    'segtype="paragraph" o-tmf="t" adminlang="en" srclang="en" datatype="plaintext"/><body>\n'
)
XLIFF_1 = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" '
    'source-language="de" target-language="en" datatype="plaintext"><body>\n'
)
XLIFF_2 = (
    '<xliff version="2.0" srcLang="de" trgLang="en" '
    'xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f">\n'
)
GERMAN = "Der Rat der Stadt hat am Dienstag lange über die alte Fähre gesprochen."
HTML = markup("<!DOCTYPE html>\n<html><body>\n", "<p>{text}</p>\n", "</body></html>\n")

FORMATS: tuple[Format, ...] = (
    Format("plain text", (".txt", ".text"), text, back=("fix",)),
    Format("Markdown", (".md", ".markdown"), text, back=("fix",)),
    Format("HTML", (".html", ".htm"), HTML, back=("fix",)),
    Format("XHTML", (".xhtml",), HTML, back=("fix",)),
    Format("CSV", (".csv",), quoted("candidate\n", "{text}\n", ""), back=("fix",)),
    Format("TSV", (".tsv",), quoted("candidate\n", "{text}\n", ""), back=("fix",)),
    Format("JSON Lines", (".jsonl", ".ndjson"), quoted("", '{"candidate": {text}}\n', ""), back=("fix",)),
    Format("SubRip", (".srt",), lambda story: cues(story, mark=","), keeps=False, back=("fix",)),
    Format("WebVTT", (".vtt",), lambda story: cues(story, mark=".", begin="WEBVTT\n\n"), keeps=False, back=("fix",)),
    Format("PDF", (".pdf",), pdf, place="page 1"),
    Format("JSON", (".json",), strings_of_json, ids="story.p{}", back=("fix",)),
    Format("ARB", (".arb",), quoted('{\n"@@locale": "en"', ',\n"p{n}": {text}', "\n}\n"), ids="p{}", back=("fix",)),
    Format("YAML", (".yaml", ".yml"), quoted("en:\n", "  p{n}: {text}\n", ""), ids="p{}", back=("fix",)),
    Format("Java properties", (".properties",), properties, ids="p{}"),
    Format("Apple strings", (".strings",), quoted("/* Story */\n", '"p{n}" = {text};\n', ""), ids="p{}", back=("fix",)),
    Format("Apple stringsdict", (".stringsdict",), markup(PLIST, "<key>p{n}</key><dict><key>NSStringLocalizedFormatKey</key>"
           "<string>{text}</string></dict>\n", "</dict></plist>\n"), ids="p{}.NSStringLocalizedFormatKey", back=("fix",)),
    Format("Gettext PO", (".po", ".pot"), quoted('msgid ""\nmsgstr "Language: en\\n"\n\n', 'msgid "story.p{n}"\nmsgstr {text}\n\n', ""),
           ids="story.p{}", back=("fix", "review")),
    Format("Word", (".docx", ".docm", ".dotx", ".dotm"), word, place="paragraph {}", back=("review",)),
    Format("OpenDocument text", (".odt", ".ott"), open_document, place="paragraph {}"),
    Format("flat OpenDocument text", (".fodt",), flat_document, place="paragraph {}"),
    Format("Excel", (".xlsx", ".xlsm"), workbook, place="cell A{+1}"),
    Format("XLIFF 1.2", (".xlf", ".xliff", ".mqxliff", ".mxliff", ".sdlxliff", ".txlf"), markup(XLIFF_1, f'<trans-unit id="p{{n}}"><source>{GERMAN}</source>'
           "<target>{text}</target></trans-unit>\n", "</body></file></xliff>\n"), ids="p{}", back=("fix", "review")),
    Format("XLIFF 2", (".xlf", ".xliff"), markup(XLIFF_2, f'<unit id="p{{n}}"><segment><source>{GERMAN}</source>'
           "<target>{text}</target></segment></unit>\n", "</file></xliff>\n"), ids="p{}", back=("fix", "review")),
    Format("TMX", (".tmx",), markup(TMX, '<tu tuid="p{n}"><tuv xml:lang="en"><seg>{text}</seg></tuv></tu>\n',
           "</body></tmx>\n"), ids="p{}", back=("fix",)),
    Format("Android", (".xml",), markup("<resources>\n", '<string name="p{n}">{text}</string>\n', "</resources>\n"), ids="p{}", back=("fix",)),
    Format("RESX", (".resx", ".resw"), markup(RESX, '<data name="p{n}" xml:space="preserve"><value>{text}</value></data>\n',
           "</root>\n"), ids="p{}", back=("fix",)),
    Format("EPUB", (".epub",), epub, place="chapter 1 (c1.xhtml)"),
    Format("ZIP archive", (".zip",), archive, packed="story.txt"),
    Format("gzip", (".txt.gz",), squeezed),
)  # fmt: skip
