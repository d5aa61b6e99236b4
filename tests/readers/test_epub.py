"""E-books: the chapters in order, each finding in its chapter, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck.config import ReadConfig
from mtcheck.errors import InputError
from mtcheck.readers import read
from mtcheck.segment import segment
from mtcheck.types import Document

from .ebooks import CONTAINER, OPF, XHTML, book, item, package, page, ref

FORMATS = Path(__file__).parents[2] / "fixtures" / "formats"
TWO: dict[str, str | bytes] = {"a.xhtml": page("The ferry left."), "b.xhtml": page("R&D goes on.")}


def document(content: bytes, settings: ReadConfig | None = None) -> Document:
    return read("a.epub", content=content, settings=settings or ReadConfig()).candidate


def texts(content: bytes) -> list[str]:
    return [unit.text for unit in document(content).units]


def test_chapters_are_read_in_the_order_of_the_spine() -> None:
    assert texts(book(TWO)) == ["The ferry left.", "R&D goes on."]
    refs = ref("b.xhtml") + ref("a.xhtml", 'linear="no"') + ref("b.xhtml")
    assert texts(book(TWO, refs=refs)) == ["R&D goes on.", "The ferry left."]


def test_a_finding_stands_in_the_file_of_its_chapter() -> None:
    found = document(book(TWO))
    assert [unit.line for unit in found.units] == [1, 2]
    assert str(found.units[1].where(4)) == "line 5, column 12, chapter 2 (OPS/b.xhtml)"


def test_a_table_of_contents_is_no_text() -> None:
    html = 'media-type="application/xhtml+xml"'
    nav = book(TWO, items=item("a.xhtml", f'{html} properties="nav"') + item("b.xhtml"))
    assert texts(nav) == ["R&D goes on."]
    guide = '<guide><reference type="toc" href="a.xhtml#top"/></guide>'
    assert texts(book(TWO, guide=guide)) == ["R&D goes on."]


def test_names_in_the_package_are_addresses() -> None:
    chapters: dict[str, str | bytes] = {"text/a b.xhtml": page("The ferry left.")}
    items = '<item id="x" href="./x/../text/a%20b.xhtml#y" media-type="application/xhtml+xml"/>'
    assert texts(book(chapters, items=items, refs=ref("x"))) == ["The ferry left."]


def test_a_picture_in_the_spine_is_told_unless_a_page_stands_in_for_it() -> None:
    svg = 'media-type="image/svg+xml"'
    found = document(book(TWO, items=item("a.xhtml", svg) + item("b.xhtml")))
    assert [unit.text for unit in found.units] == ["R&D goes on."]
    assert found.remarks == ("1 part, which holds no text, left out",)
    items = item("a.xhtml", f'{svg} fallback="b.xhtml"') + item("b.xhtml")
    assert texts(book(TWO, items=items, refs=ref("a.xhtml"))) == ["R&D goes on."]


def test_the_marks_of_notes_are_no_words() -> None:
    body = '<p>It left.<a epub:type="noteref" href="#n"><sup>1</sup></a> It sank.</p>'
    assert texts(book({"a.xhtml": XHTML.format(body=body)})) == ["It left. It sank."]


def test_a_chapter_may_be_in_an_encoding_of_its_own() -> None:
    text = page("Cafés stay.").replace("utf-8", "iso-8859-1").encode("latin-1")
    assert texts(book({"a.xhtml": text})) == ["Cafés stay."]
    assert texts(book({"a.xhtml": page("Cafés stay.").encode("utf-16")})) == ["Cafés stay."]


def test_comments_set_aside_what_follows_in_the_book() -> None:
    body = "<!-- mtcheck: ignore[ACC101] sic --><p>R&amp;D goes on.</p>"
    found = document(book({"a.xhtml": page("One."), "b.xhtml": XHTML.format(body=body)}))
    assert [(one.code, one.start, one.end) for one in found.suppressions] == [("ACC101", 1, 2)]


FONTS = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData>'
    '<EncryptionMethod Algorithm="{}"/></EncryptedData></encryption>'
)


def test_obfuscated_fonts_are_no_obstacle_and_protected_text_is() -> None:
    fonts = FONTS.format("http://www.idpf.org/2008/embedding")
    assert texts(book(TWO, more={"META-INF/encryption.xml": fonts}))
    aes = FONTS.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
    with pytest.raises(InputError, match="protected against copying"):
        document(book(TWO, more={"META-INF/encryption.xml": aes}))


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
BAD = {
    "no package": (b"Hm.", "is not an EPUB book, whatever its name says"),
    "another package": (package({"a.txt": "Hm."}), "container.xml"),
    "a container without a book": (package({"META-INF/container.xml": "<a/>"}), "names no package"),
    "a package document that is not there": (
        package({"META-INF/container.xml": CONTAINER.format(opf="x.opf")}), "'x.opf'",
    ),
    "a way out": (
        package({"META-INF/container.xml": CONTAINER.format(opf="../../etc/passwd")}), "no member",
    ),
    "a chapter out of the world": (
        book(TWO, items='<item id="x" href="/etc/passwd" media-type="text/html"/>', refs=ref("x")), "no member",
    ),
    "a chapter that is not there": (book(TWO, items=item("c.xhtml"), refs=ref("c.xhtml")), "OPS/c.xhtml"),
    "a chapter that is not listed": (book(TWO, refs=ref("c.xhtml")), "'c.xhtml'"),
    "no spine": (
        package({"META-INF/container.xml": CONTAINER.format(opf="b"), "b": OPF.format(items="", refs="", guide="")}),
        "no chapters",
    ),
    "an entity bomb in the package document": (
        package({"META-INF/container.xml": CONTAINER.format(opf="b"), "b": BOMB}), "b",
    ),
    "an entity bomb in the container": (package({"META-INF/container.xml": BOMB}), "container.xml"),
    "a chapter that is not UTF-8": (book({"a.xhtml": b"<p>\xff\xfe\xff</p>"}), "OPS/a.xhtml"),
    "chapters without text": (book({"a.xhtml": XHTML.format(body="<img/>"), "b.xhtml": b" "}), "no text"),
    "tags without end": (book({"a.xhtml": "<p>a" * 2000}), "tags"),
    "more than fits": (book({"a.xhtml": page("Hm. " * 40_000)}), "unpacks to more"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "word"), BAD.values(), ids=BAD.keys())
def test_what_is_no_book_is_refused(content: bytes, word: str) -> None:
    with pytest.raises(InputError) as caught:
        document(content, ReadConfig(max_file_mb=0.1, max_sentences=300))
    assert word in str(caught.value)


@pytest.mark.parametrize("name", ["story.epub", "book.epub"])
def test_the_same_story_gives_the_same_sentences(name: str) -> None:
    expected = [s.text for s in segment(read(str(FORMATS / "story.txt")).candidate)]
    found = read(str(FORMATS / "epub" / name)).candidate
    sentences = [s.text for s in segment(found)]
    assert sentences[len(sentences) - len(expected) :] == expected
    assert found.language == "en"


def test_an_entity_bomb_in_a_chapter_is_only_text() -> None:
    assert texts(book({"a.xhtml": BOMB.replace("<x>", "<p>One.</p>")}))
