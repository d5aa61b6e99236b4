"""OpenDocument texts: what is shown is read, once, in order, with its place; nothing else is."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from mtcheck.config import ReadConfig
from mtcheck.errors import InputError
from mtcheck.readers import read
from mtcheck.types import Document

from .office import Case, odt
from .packages import packed

HIDES = (
    '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="I" style:parent-style-name="H"/>'
    '<style:style style:name="J" style:parent-style-name="J"/>'
)


CASES = (
    Case(
        "headings, paragraphs, lists",
        "<text:h><text:number>1.</text:number>Title</text:h><text:p/><text:p>One.</text:p>"
        "<text:list><text:list-header><text:p>Two.</text:p></text:list-header>"
        "<text:list-item><text:p>Three.</text:p></text:list-item></text:list>",
        (
            ("paragraph 1", "Title"),
            ("paragraph 2", "One."),
            ("paragraph 3", "Two."),
            ("paragraph 4", "Three."),
        ),
    ),
    Case(
        "white space is one space, over the borders of elements",
        "<text:p>\n  One \t<text:span> two</text:span>\n three.<text:s text:c='3'/> Four."
        "<text:s/><text:s text:c='x'/>Five. </text:p>",
        (("paragraph 1", "One two three.    Four.  Five."),),
    ),
    Case(
        "signs",
        "<text:p>One<text:tab/>two<text:line-break/>thr\xadee<text:soft-page-break/>.</text:p>",
        (("paragraph 1", "One\ttwo\nthree."),),
    ),
    Case(
        "a table",
        "<table:table><table:table-header-rows><table:table-row><table:table-cell>"
        "<text:p>A.</text:p></table:table-cell><table:table-cell/><table:table-cell><text:p>B."
        "</text:p><text:p>C.</text:p></table:table-cell></table:table-row>"
        "</table:table-header-rows><table:table-row table:number-rows-repeated='2'>"
        "<table:table-cell table:number-columns-repeated='2'/><table:table-cell/>"
        "</table:table-row><table:table-row><table:covered-table-cell><text:p>Gone.</text:p>"
        "</table:covered-table-cell><table:table-cell><text:p>D.</text:p></table:table-cell>"
        "</table:table-row></table:table>",
        (
            ("table 1, row 1, cell 1", "A."),
            ("table 1, row 1, cell 3", "B."),
            ("table 1, row 1, cell 3, paragraph 2", "C."),
            ("table 1, row 4, cell 2", "D."),
        ),
    ),
    Case(
        "frames and shapes come after their paragraph",
        "<text:p>Text <draw:frame><draw:text-box><text:p>In.</text:p><text:p>It.</text:p>"
        "</draw:text-box></draw:frame>goes on.<draw:g><draw:custom-shape><text:p/>"
        "</draw:custom-shape><draw:rect><text:p>Shape.</text:p></draw:rect></draw:g></text:p>",
        (
            ("paragraph 1", "Text goes on."),
            ("text box 1", "In."),
            ("text box 1, paragraph 2", "It."),
            ("text box 2", "Shape."),
        ),
    ),
    Case(
        "notes come after the body, comments do not",
        "<text:p>One<text:note text:note-class='endnote'><text:note-citation>i</text:note-citation>"
        "<text:note-body><text:p>End.</text:p></text:note-body></text:note> two"
        "<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>Foot.</text:p></text:note-body></text:note>"
        "<office:annotation><text:p>A comment.</text:p></office:annotation>.</text:p>",
        (("paragraph 1", "One two."), ("footnote 1", "Foot."), ("endnote 1", "End.")),
    ),
    Case(
        "hidden text",
        "<text:p>One<text:span text:style-name='I'> two</text:span>.</text:p>"
        "<text:p text:style-name='H'>Three.</text:p><text:p text:style-name='J'>Four.</text:p>"
        "<text:section text:display='none'><text:p>Five.</text:p></text:section>"
        "<text:p><text:hidden-paragraph text:is-hidden='true'/>Six.</text:p>",
        (("paragraph 1", "One."), ("paragraph 2", "Four.")),
        "hidden text left out",
    ),
    Case(
        "fields show their results",
        "<text:p>Page <text:page-number>3</text:page-number>"
        "<text:variable-set text:display='none'>x</text:variable-set> of <text:ruby>"
        "<text:ruby-base>ten</text:ruby-base><text:ruby-text>10</text:ruby-text></text:ruby>"
        "<text:placeholder>Click</text:placeholder>.</text:p>",
        (("paragraph 1", "Page 3 of ten."),),
    ),
    Case(
        "a table of contents is none, a bibliography is text",
        "<text:table-of-content><text:index-body><text:p>Title 1</text:p></text:index-body>"
        "</text:table-of-content><text:bibliography><text:bibliography-source>x"
        "</text:bibliography-source><text:index-body><text:p>A book.</text:p></text:index-body>"
        "</text:bibliography>",
        (("paragraph 1", "A book."),),
        "a table of contents left out",
    ),
)


def document(content: bytes, tmp_path: Path, way: str = "final", name: str = "a.odt") -> Document:
    path = tmp_path / name
    path.write_bytes(content)
    reading = read(str(path), settings=ReadConfig(tracked_changes=way))
    assert reading.source is None
    return reading.candidate


def shown(document: Document) -> tuple[tuple[str, str], ...]:
    return tuple((unit.where(0).place, unit.text) for unit in document.units)


def flat(body: str) -> bytes:
    """The same in one file."""
    with zipfile.ZipFile(io.BytesIO(odt(body, automatic=HIDES))) as package:
        content = package.read("content.xml")
    return content.replace(b"office:document-content", b"office:document")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_what_is_shown_is_read(case: Case, tmp_path: Path) -> None:
    found = document(odt(case.body, styles=HIDES), tmp_path)
    assert shown(found) == case.shows
    assert found.format == "odt"
    assert case.says in "; ".join(found.remarks)
    assert bool(found.remarks) == bool(case.says)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_a_flat_file_gives_the_same(case: Case, tmp_path: Path) -> None:
    found = document(b'<?xml version="1.0"?>\n' + flat(case.body), tmp_path, name="a.fodt")
    assert shown(found) == case.shows
    assert found.format == "fodt"


CHANGED = """<text:tracked-changes>
<text:changed-region text:id="i1"><text:insertion/></text:changed-region>
<text:changed-region xml:id="d1"><text:deletion><office:change-info/><text:p>old </text:p>
</text:deletion></text:changed-region>
<text:changed-region xml:id="d2"><text:deletion><text:p><text:s/>Two.</text:p><text:p>Three. </text:p>
</text:deletion></text:changed-region>
<text:changed-region text:id="i2"><text:insertion/></text:changed-region>
<text:changed-region text:id="f"><text:format-change/></text:changed-region>
</text:tracked-changes>
<text:p>The <text:change-start text:change-id="i1"/>new <text:change-end text:change-id="i1"/>
<text:change text:change-id="d1"/>ferry.</text:p>
<text:p>One.<text:change text:change-id="d2"/>Four.</text:p>
<text:p>Five.<text:change-start text:change-id="i2"/></text:p>
<text:p>Six. <text:change-end text:change-id="i2"/>Seven.</text:p>
<text:p><text:change-start text:change-id="f"/>Eight.<text:change-end text:change-id="f"/>
<text:change text:change-id="none"/></text:p>"""


def test_tracked_changes_are_read_as_asked(tmp_path: Path) -> None:
    final = document(odt(CHANGED), tmp_path)
    assert [unit.text for unit in final.units] == [
        "The new ferry.",
        "One.Four.",
        "Five.",
        "Six. Seven.",
        "Eight.",
    ]
    assert final.remarks == ("tracked changes: 2 insertions kept, 2 deletions left out",)
    original = document(odt(CHANGED), tmp_path, "original")
    assert [unit.text for unit in original.units] == [
        "The old ferry.",
        "One. Two.",
        "Three. Four.",
        "Five.Seven.",
        "Eight.",
    ]
    assert original.remarks == ("tracked changes: 2 insertions left out, 2 deletions kept",)
    with pytest.raises(InputError, match="holds 4 tracked changes"):
        document(odt(CHANGED), tmp_path, "error")


def test_headers_and_footers_of_the_pages_that_there_are_come_once(tmp_path: Path) -> None:
    def page(name: str, inside: str, following: str = "") -> str:
        after = f' style:next-style-name="{following}"' if following else ""
        return f'<style:master-page style:name="{name}"{after}>{inside}</style:master-page>'

    head = "<style:header><text:p>Head.</text:p></style:header>"
    pages = (
        page("Standard", f"{head}<style:footer><text:p>1</text:p><text:p>Foot.</text:p></style:footer>")
        + page("First", head, "Next")
        + page("Next", head.replace("Head.", "Next."))
        + page("Unused", head.replace("Head.", "Unused."))
        + page("Off", head.replace("header>", 'header-left style:display="false">', 1)
               .replace("</style:header>", "</style:header-left>"))
    )  # fmt: skip
    asks = '<style:style style:name="P1" style:master-page-name="{}"/>'
    automatic = asks.format("First") + asks.format("Off")
    content = odt("<text:p>Body.</text:p>", automatic=automatic, pages=pages)
    assert shown(document(content, tmp_path)) == (
        ("paragraph 1", "Body."),
        ("header", "Head."),
        ("header 2", "Next."),
        ("footer", "Foot."),
    )


def test_a_formula_is_kept_and_masked(tmp_path: Path) -> None:
    formula = (
        '<draw:frame><draw:object><math xmlns="http://www.w3.org/1998/Math/MathML"><semantics>'
        "<mi>E</mi><mo>=</mo><mi>m</mi><annotation>E = m</annotation></semantics></math>"
        "</draw:object></draw:frame>"
    )
    [unit] = document(odt(f"<text:p>So {formula} holds.</text:p>"), tmp_path).units
    assert unit.text == "So E=m holds."
    assert [unit.text[start:end] for start, end in unit.masks] == ["E=m"]


SHEET = b"<o:document xmlns:o='urn:oasis:names:tc:opendocument:xmlns:office:1.0'><o:body>"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (odt("", manifest="<manifest:encryption-data/>"), "is encrypted: save it without"),
        (odt("<text:p> </text:p>"), "holds no text to judge"),
        (packed({"a": b""}), "it has no part content.xml"),
        (packed({"content.xml": b"<a/>"}), "is not an OpenDocument text but a <a>"),
        (packed({"content.xml": SHEET + b"<o:spreadsheet/></o:body></o:document>"}),
         "is not an OpenDocument text but a <spreadsheet>"),
        (odt("<text:p>"), "its part content.xml, line 1, is not well-formed"),
        (odt("<text:section>" * 250), "nested deeper than 200"),
        (b"<html><p>One.", "not well-formed"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "declares"),
        (b"One.", "is not an OpenDocument text"),
    ],
)  # fmt: skip
def test_what_is_no_opendocument_text_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        document(content, tmp_path)
    assert says in str(caught.value)


def test_a_deletion_that_holds_its_own_place_ends(tmp_path: Path) -> None:
    body = (
        '<text:tracked-changes><text:changed-region text:id="d"><text:deletion><text:p>One. '
        '<text:change text:change-id="d"/></text:p></text:deletion></text:changed-region>'
        '</text:tracked-changes><text:p><text:change text:change-id="d"/>Two.</text:p>'
    )
    assert [u.text for u in document(odt(body), tmp_path, "original").units] == ["One. Two."]
