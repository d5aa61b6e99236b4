"""Files of every format that nobody should trust: cut, emptied, blown up, made of traps."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from tests.readers.formats import FORMATS, PARAGRAPHS, Format, pdf, text
from tests.readers.packages import BAD_PACKAGES, packed

from .cases import HOSTILE, Hostile, bad, odd, sparse

LAUGHS = (
    '<!DOCTYPE r [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    + "]>"
)
TRAPS = (
    ("an entity bomb", LAUGHS, "&a8;"),
    ("an entity from outside", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
    ("a parameter entity", '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>', "x"),
    ("an entity that nobody declared", "", "&nosuch;"),
    ("deep elements", "", "<g>" * 100_000),
    ("elements that never end", "", "<g>"),
)
"""Label, declaration, and what stands in the first paragraph."""

MAIN = {
    ".docx": "word/document.xml", ".odt": "content.xml", ".xlsx": "xl/worksheets/sheet1.xml",
    ".epub": "c1.xhtml",
}  # fmt: skip
COVERED = (".txt", ".md", ".html", ".csv", ".tsv", ".jsonl")
LENIENT = (".txt", ".md", ".html", ".xhtml", ".csv", ".tsv", ".srt", ".vtt", ".properties", ".yaml")
"""What is left of such a file is a file of its kind, or nearly."""

MARK = "@HERE@"


def everywhere(one: Format) -> Iterator[Hostile]:
    """What may be wrong with any file: too large, binary, cut, empty."""
    ending = one.extensions[0]
    name, whole = f"a{ending}", one.write(PARAGRAPHS)
    if ending not in COVERED:
        yield bad(f"{one.name} of two gigabytes", name, sparse(name), "is larger than")
    if ending != ".txt":
        yield bad(f"{one.name} of binary", name, bytes(range(256)) * 40)
        yield bad(f"{one.name} without text", name, one.write(()))
    if ending not in LENIENT:
        yield bad(f"{one.name} cut in half", name, whole[: len(whole) // 2])
        yield bad(f"{one.name} of zeros", name, bytes(4096))


def traps(one: Format) -> Iterator[Hostile]:
    """XML, alone or in a package, with a trap in its first paragraph."""
    ending = one.extensions[0]
    whole = one.write((MARK, *PARAGRAPHS))
    for label, declared, inside in TRAPS:
        if ending in MAIN:
            content = _repacked(whole, MAIN[ending], declared, inside)
        else:
            content = _trapped(whole, declared, inside)
        make = odd if one.name == "EPUB" else bad  # a chapter is read as browsers read pages
        yield make(f"{label} in {one.name}", f"a{ending}", content)


def _trapped(content: bytes, declared: str, inside: str) -> bytes:
    if declared:
        content = re.sub(rb"<\?xml[^>]*>|<!DOCTYPE[^>]*>", b"", content).lstrip()
    return declared.encode() + content.replace(MARK.encode(), inside.encode())


def _repacked(content: bytes, member: str, declared: str, inside: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    members[member] = _trapped(members[member], declared, inside)
    return packed(members)


def _swollen(one: Format) -> bytes:
    with zipfile.ZipFile(io.BytesIO(one.write(PARAGRAPHS))) as file:
        members = {name: file.read(name) for name in file.namelist()}
    member = MAIN[one.extensions[0]]
    members[member] = members[member].replace(b">", b">" + b" " * 300_000_000, 1)
    return packed(members)


def _page(inside: bytes) -> bytes:
    return pdf(PARAGRAPHS).replace(b"/Kids[3 0 R]", inside)


XML = (
    "XLIFF 1.2",
    "XLIFF 2",
    "TMX",
    "Android",
    "RESX",
    "Apple stringsdict",
    "flat OpenDocument text",
)
BY_NAME = {one.name: one for one in FORMATS}
WORD = BY_NAME["Word"]
STORY = text(PARAGRAPHS)

IN_FORMATS: tuple[Hostile, ...] = (
    *(case for one in FORMATS for case in everywhere(one) if one.name != "XLIFF 2"),
    *(case for name in (*XML, "Word", "OpenDocument text", "Excel", "EPUB") for case in traps(BY_NAME[name])),
    # packages
    *(bad(f"a package: {one.label}", "a.docx", one.content) for one in BAD_PACKAGES if not one.member),
    *(Hostile(f"a bomb in {one.name}", (lambda o: lambda f: (f / f"a{o.extensions[0]}").write_bytes(_swollen(o)))(one),
              files=(f"a{one.extensions[0]}",)) for one in FORMATS if one.extensions[0] in MAIN),
    bad("a package in a package", "a.docx", packed({"word/document.xml": WORD.write(PARAGRAPHS)})),
    bad("a spreadsheet called a document", "a.docx", BY_NAME["Excel"].write(PARAGRAPHS)),
    bad("a document called a book", "a.epub", WORD.write(PARAGRAPHS)),
    # archives
    odd("an archive of names that lead out", "a.zip", packed({"../../a.txt": STORY})),
    odd("an archive of absolute names", "a.zip", packed({"/etc/a.txt": STORY})),
    odd("an archive of Windows names", "a.zip", packed({"C:\\a.txt": STORY})),
    bad("an archive without texts", "a.zip", packed({"a.exe": b"MZ"})),
    Hostile("an archive of a bomb", lambda f: (f / "a.zip").write_bytes(packed({"a.txt": b"Hm. " * 60_000_000})), files=("a.zip",)),
    Hostile("gzip of a bomb", lambda f: (f / "a.txt.gz").write_bytes(gzip.compress(b"Hm. " * 60_000_000, mtime=0)),
            says=("a.txt.gz",), files=("a.txt.gz",)),
    bad("gzip in gzip", "a.txt.gz", gzip.compress(gzip.compress(STORY, mtime=0), mtime=0)),
    bad("gzip with a wrong sum", "a.txt.gz", gzip.compress(STORY, mtime=0)[:-8] + bytes(8)),
    bad("gzip with words behind it", "a.txt.gz", gzip.compress(STORY, mtime=0) + b"One more."),
    bad("gzip of what is no text", "a.exe.gz", gzip.compress(STORY, mtime=0)),
    # strings
    bad("JSON in JSON in JSON", "a.json", b'{"a":' * 100_000),
    bad("lists in lists in JSON", "a.json", b"[" * 1_000_000),
    bad("JSON with a key twice", "a.json", b'{"a": "One.", "a": "Two."}', "'a'"),
    bad("JSON of two roots", "a.json", b'{"a": "One."} {"b": "Two."}'),
    bad("JSON with half a pair", "a.json", rb'{"a": "One \ud800 two."}'),
    bad("JSON with a comma too many", "a.json", b'{"a": "One.",}'),
    bad("JSON that is a number", "a.json", b"1" * 100_000),
    bad("ARB of lists", "a.arb", b"[[[]]]"),
    odd("YAML that laughs", "a.yaml", b"a0: &a0 [Ha ha., Ho., He.]\n" + b"".join(
        b"a%d: &a%d [%s]\n" % (n, n, b",".join([b"*a%d" % (n - 1)] * 10)) for n in range(1, 9))),
    bad("YAML that makes objects", "a.yaml", b"a: !!python/object/apply:os.system [exit]\n"),
    bad("YAML in YAML in YAML", "a.yaml", b"[" * 100_000),
    bad("YAML with a key twice", "a.yaml", b"a: One.\na: Two.\n"),
    bad("YAML with an alias of nothing", "a.yaml", b"a: *b\n"),
    bad("YAML indented by tabs", "a.yaml", b"a:\n\tb: One.\n"),
    bad("properties with half an escape", "a.properties", rb"a=One \u00"),
    bad("properties with half a pair", "a.properties", rb"a=One \ud800 two."),
    bad("strings that never end", "a.strings", b'"a" = "One.' + b"a" * 100_000),
    bad("strings without a key", "a.strings", b'= "One.";'),
    bad("strings in a comment that never ends", "a.strings", b"/*" * 100_000),
    bad("PO with a string that never ends", "a.po", b'msgid "a\nmsgstr "b"\n'),
    bad("PO without a translation's text", "a.po", b'msgid "a"\nmsgstr\n' * 1000),
    bad("PO in an encoding that is none", "a.po", b'msgid ""\nmsgstr "Content-Type: text/plain; charset=klingon\\n"\n\nmsgid "a"\nmsgstr "A."\n', "klingon"),
    bad("PO that lies about its encoding", "a.po", b'msgid ""\nmsgstr "Content-Type: text/plain; charset=ascii\\n"\n\nmsgid "a"\nmsgstr "Caf\xc3\xa9."\n'),
    # XML that says too much of itself
    bad("XML in an encoding that is none", "a.resx", b"<?xml version='1.0' encoding='klingon'?><root/>", "klingon"),
    bad("XML that is no strings", "a.xml", b"<svg><text>One.</text></svg>"),
    bad("XML with an attribute twice", "a.xml", b"<resources><string name='a' name='b'>A.</string></resources>"),
    bad("a hundred thousand attributes", "a.xml", b"<resources " + b" ".join(b"a%d='b'" % n for n in range(100_000)) + b"/>"),
    bad("XLIFF of another age", "a.xlf", b'<xliff version="9.9"><file/></xliff>'),
    bad("TMX without a language", "a.tmx", b"<tmx><body><tu><tuv><seg>One.</seg></tuv></tu></body></tmx>"),
    # subtitles
    bad("two million cues", "a.srt", b"1\n00:00:01,000 --> 00:00:02,000\na\n\n" * 280_000),
    bad("times without words", "a.srt", b"1\n00:00:01,000 --> 00:00:02,000\n\n" * 1000),
    bad("WebVTT that does not say so", "a.vtt", b"00:00:01.000 --> 00:00:02.000\nOne.\n"),
    bad("tags in cues that never end", "a.srt", b"1\n00:00:01,000 --> 00:00:02,000\n" + b"<i" * 200_000 + b"\n", "1 sentence to judge"),
    # PDF
    bad("PDF of a page that holds itself", "a.pdf", _page(b"/Kids[2 0 R]")),
    bad("PDF of many pages that are one", "a.pdf", _page(b"/Kids[" + b"3 0 R " * 400_000 + b"]"), "more work"),
    bad("PDF without pages", "a.pdf", _page(b"/Kids[]    ")),
    bad("PDF that is encrypted", "a.pdf", pdf(PARAGRAPHS).replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/O(x)/U(y)/P -1>>")),
    Hostile("PDF of a bomb", lambda f: (f / "a.pdf").write_bytes(pdf(PARAGRAPHS).replace(
        b"/Filter/FlateDecode>>stream\n", b"/Filter/FlateDecode>>stream\n" + zlib.compress(b" " * 300_000_000) + b"\nendstream endobj 9 0 obj<<>>stream\n", 1)), files=("a.pdf",)),
    bad("PDF of brackets", "a.pdf", b"%PDF-1.4\n" + b"[" * 1_000_000),
    bad("PDF in name only", "a.pdf", b"%PDF-1.4\n"),
    # books and tables
    bad("a workbook without sheets", "a.xlsx", packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})),
    bad("a book without chapters", "a.epub", packed({"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<container/>"})),
    bad("a table of a quote that never ends", "a.tsv", b'candidate\n"' + b"a" * 100_000),
)  # fmt: skip

ALL = (*HOSTILE, *IN_FORMATS)
