"""Word documents: what Word shows is read, once, in order, with its place; nothing else is."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from mtcheck.config import ReadConfig
from mtcheck.errors import InputError
from mtcheck.readers import read
from mtcheck.readers.office.word import blocks
from mtcheck.types import Document

from .office import W_STRICT, Case, W, deleted, docx, field, inserted, p, part, r
from .packages import packed

BOX = "<wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx>"
OLD_BOX = "<v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox>"
DELETED_MARK = "<w:rPr><w:del/></w:rPr>"
INSERTED_MARK = "<w:rPr><w:ins/></w:rPr>"
HIDDEN = "<w:vanish/>"


def tbl(*rows: list[str]) -> str:
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def merged(value: str, text: str) -> str:
    return f"<w:tcPr><w:vMerge{value}/></w:tcPr>{p(text)}"


CASES = (
    Case(
        "empty paragraphs are not counted",
        p("One.") + p() + p(" ") + p("Two."),
        (("paragraph 1", "One."), ("paragraph 2", "Two.")),
    ),
    Case(
        "a word in several runs",
        p("The har", r("bour ", "<w:b/>"), "<w:proofErr/>", "is full."),
        (("paragraph 1", "The harbour is full."),),
    ),
    Case(
        "signs",
        "<w:p><w:r><w:t>One</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>e</w:t><w:noBreakHyphen/>"
        "<w:t>mail so</w:t><w:softHyphen/><w:t>\xadft</w:t><w:cr/><w:t>end</w:t></w:r></w:p>",
        (("paragraph 1", "One\ttwo\ne-mail soft\nend"),),
    ),
    Case(
        "two line breaks are a border",
        p("One.", "<w:r><w:br/><w:br/></w:r>", "Two.", '<w:r><w:br w:type="page"/></w:r>', "Three."),
        (("paragraph 1", "One."), ("paragraph 1", "Two."), ("paragraph 1", "Three.")),
    ),
    Case(
        "line ends of the file are spaces",
        p("One\n two."),
        (("paragraph 1", "One  two."),),
    ),
    Case(
        "a table",
        p("Before.") + tbl([p("A."), p("B.") + p("C.")], [p("D."), p()]) + p("After."),
        (
            ("paragraph 1", "Before."),
            ("table 1, row 1, cell 1", "A."),
            ("table 1, row 1, cell 2", "B."),
            ("table 1, row 1, cell 2, paragraph 2", "C."),
            ("table 1, row 2, cell 1", "D."),
            ("paragraph 2", "After."),
        ),
    ),
    Case(
        "a table in a table",
        tbl([tbl([p("In.")]) + p("Out.")]) + tbl([p("Next.")]),
        (
            ("table 2, row 1, cell 1", "In."),
            ("table 1, row 1, cell 1", "Out."),
            ("table 3, row 1, cell 1", "Next."),
        ),
    ),
    Case(
        "merged cells are read once, and counted as columns",
        tbl(
            ['<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + p("Wide."), p("C.")],
            [merged(' w:val="restart"', "Tall."), p("B.")],
            [merged("", "Gone."), p("E.")],
        ),
        (
            ("table 1, row 1, cell 1", "Wide."),
            ("table 1, row 1, cell 3", "C."),
            ("table 1, row 2, cell 1", "Tall."),
            ("table 1, row 2, cell 2", "B."),
            ("table 1, row 3, cell 2", "E."),
        ),
    ),
    Case(
        "a text box in two forms",
        p(
            "Text ",
            f"<w:r><mc:AlternateContent><mc:Choice>{BOX.format(p('In.') + p('It.'))}</mc:Choice>"
            f"<mc:Fallback><w:pict>{OLD_BOX.format(p('In.'))}</w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>",
            "goes on.",
        ),
        (
            ("paragraph 1", "Text goes on."),
            ("text box 1", "In."),
            ("text box 1, paragraph 2", "It."),
        ),
    ),
    Case(
        "a text box of an old version",
        p(f"<w:r><w:pict>{OLD_BOX.format(p('In.'))}</w:pict></w:r>"),
        (("text box 1", "In."),),
    ),
    Case(
        "a form that nobody knows, and one for all",
        p(
            "<w:r><mc:AlternateContent><mc:Choice><v:new/></mc:Choice><mc:Fallback>"
            "<w:t>Two.</w:t></mc:Fallback></mc:AlternateContent></w:r>"
        ),
        (("paragraph 1", "Two."),),
    ),
    Case(
        "a content control, and one that asks for content",
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('One.')}</w:sdtContent></w:sdt>"
        + p(
            "Name: ",
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            f"{r('Click here.')}</w:sdtContent></w:sdt>",
        ),
        (("paragraph 1", "One."), ("paragraph 2", "Name:")),
    ),
    Case(
        "links, tags and directions are seen through",
        p(
            f"<w:hyperlink r:id='r9'>{r('A link')}</w:hyperlink>",
            f"<w:smartTag><w:smartTagPr/>{r(' and')}</w:smartTag><w:bdo>{r(' more.')}</w:bdo>",
        ),
        (("paragraph 1", "A link and more."),),
    ),
    Case(
        "of a field the result",
        p("On page ", field("PAGEREF x", r("7")), " of", field("REF y", "")),
        (("paragraph 1", "On page 7 of"),),
    ),
    Case(
        "a field in the instruction of another",
        p(field('IF </w:instrText></w:r>' + field("PAGE", r("1")) + "<w:r><w:instrText> = 1", r("So."))),
        (("paragraph 1", "So."),),
    ),
    Case(
        "a simple field, and one that never ends",
        p(f'<w:fldSimple w:instr="DATE">{r("Today")}</w:fldSimple>', " it",
          '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', " rains.")
        + p("Yes."),
        (("paragraph 1", "Today it rains."), ("paragraph 2", "Yes.")),
    ),
    Case(
        "a table of contents is none",
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/>"
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{p('Heading 3')}</w:sdtContent></w:sdt>"
        + p("Heading"),
        (("paragraph 1", "Heading"),),
        "a table of contents left out",
    ),
    Case(
        "a table of contents that is a field over paragraphs",
        field(' TOC \\o "1-3" ', r("One") + "</w:p>" + p("Two") + "<w:p>").join(("<w:p>", "</w:p>"))
        + p("Text."),
        (("paragraph 1", "Text."),),
        "a table of contents left out",
    ),
    Case(
        "hidden text",
        p("Seen", r(" hidden", HIDDEN), r(" and shown", '<w:vanish w:val="0"/>'), ".")
        + p(r("All.", HIDDEN), properties=f"<w:rPr>{HIDDEN}</w:rPr>")
        + p("End."),
        (("paragraph 1", "Seen and shown."), ("paragraph 2", "End.")),
        "hidden text left out",
    ),
    Case(
        "symbols",
        p(
            '<w:r><w:t>20 </w:t><w:sym w:font="Symbol" w:char="F0B0"/><w:t>C, </w:t>'
            '<w:sym w:font="Symbol" w:char="61"/><w:sym w:font="Wingdings" w:char="F04A"/>'
            '<w:sym w:font="X" w:char="2192"/><w:sym w:char="x"/><w:sym w:char="D800"/></w:r>'
        ),
        (("paragraph 1", "20 °C, α→"),),
    ),
    Case(
        "ruby",
        p(f"<w:r><w:ruby><w:rt>{r('how')}</w:rt><w:rubyBase>{r('What')}</w:rubyBase></w:ruby></w:r>"),
        (("paragraph 1", "What"),),
    ),
    Case(
        "the first letter of a chapter",
        p("T", properties='<w:framePr w:dropCap="drop"/>') + p("he ship left."),
        (("paragraph 1", "The ship left."),),
    ),
    Case(
        "comments",
        p('<w:commentRangeStart w:id="0"/>', "One", '<w:commentRangeEnd w:id="0"/>'
          '<w:r><w:commentReference w:id="0"/></w:r>', "."),
        (("paragraph 1", "One."),),
    ),
)  # fmt: skip


def document(body: str | bytes, tmp_path: Path, way: str = "final") -> Document:
    path = tmp_path / "a.docx"
    path.write_bytes(body if isinstance(body, bytes) else docx(body))
    reading = read(str(path), settings=ReadConfig(tracked_changes=way))
    assert reading.source is None
    return reading.candidate


def shown(document: Document) -> tuple[tuple[str, str], ...]:
    return tuple((unit.where(0).place, unit.text) for unit in document.units)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_what_word_shows_is_read(case: Case, tmp_path: Path) -> None:
    found = document(case.body, tmp_path)
    assert shown(found) == case.shows
    assert case.says in "; ".join(found.remarks)
    assert bool(found.remarks) == bool(case.says)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_the_same_is_read_from_a_strict_document(case: Case, tmp_path: Path) -> None:
    found = document(
        packed({"_rels/.rels": RELATIONS, "x.xml": _strict(case.body).encode()}), tmp_path
    )
    assert shown(found) == case.shows


RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="a" Target="/x.xml" Type='
    b'"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"/></Relationships>'
)


def _strict(body: str) -> str:
    root = part("document", f"<w:body>{body}</w:body>").replace(W, W_STRICT)
    return root.replace(
        "http://schemas.openxmlformats.org/officeDocument/2006",
        "http://purl.oclc.org/ooxml/officeDocument",
    )


class Change(NamedTuple):
    """What the units of a document say when its changes are made, and when they are not."""

    label: str
    body: str
    final: tuple[str, ...]
    original: tuple[str, ...]
    says: str


CHANGES = (
    Change(
        "insertion and deletion",
        p("The ", deleted("old "), inserted("new "), "ferry."),
        ("The new ferry.",),
        ("The old ferry.",),
        "1 insertion kept, 1 deletion left out",
    ),
    Change(
        "inserted, then deleted",
        p("One.", f"<w:ins>{deleted(' Two.')}</w:ins>"),
        ("One.",),
        ("One.",),
        "1 insertion kept, 1 deletion left out",
    ),
    Change(
        "a mark that was deleted",
        p("One", properties=DELETED_MARK) + p(" two."),
        ("One two.",),
        ("One", "two."),
        "1 deletion left out",
    ),
    Change(
        "a mark that was inserted",
        p("One.", properties=INSERTED_MARK) + p(" Two."),
        ("One.", "Two."),
        ("One. Two.",),
        "1 insertion kept",
    ),
    Change(
        "a paragraph that was deleted",
        p("One.") + p(deleted("Two."), properties=DELETED_MARK) + p("Three."),
        ("One.", "Three."),
        ("One.", "Two.", "Three."),
        "1 deletion left out",
    ),
    Change(
        "a move",
        p(deleted("A. ", "moveFrom"), "B. ", inserted("A.", "moveTo")),
        ("B. A.",),
        ("A. B.",),
        "1 move read at the new place",
    ),
    Change(
        "rows",
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p(deleted("Old.")) + "</w:tc></w:tr>"
        "<w:tr><w:trPr><w:ins/></w:trPr><w:tc>" + p(inserted("New.")) + "</w:tc></w:tr></w:tbl>",
        ("New.",),
        ("Old.",),
        "2 insertions kept, 1 deletion left out",
    ),
    Change(
        "a note that went with its place",
        p("One.", '<w:del><w:r><w:footnoteReference w:id="2"/></w:r></w:del>'),
        ("One.",),
        ("One.", "Note."),
        "1 deletion left out",
    ),
    Change(
        "the look of a word is no text",
        p("One", r(" two.", "<w:b/><w:rPrChange><w:rPr><w:i/></w:rPr></w:rPrChange>")),
        ("One two.",),
        ("One two.",),
        "",
    ),
)


@pytest.mark.parametrize("case", CHANGES, ids=lambda case: case.label)
def test_tracked_changes_are_read_as_asked(case: Change, tmp_path: Path) -> None:
    note = f'<w:footnote w:id="2">{p("Note.")}</w:footnote>'
    content = docx(case.body, {"footnotes.xml": ("footnotes", part("footnotes", note))})
    final = document(content, tmp_path)
    assert tuple(unit.text for unit in final.units) == case.final
    assert final.remarks == ((f"tracked changes: {case.says}",) if case.says else ())
    original = document(content, tmp_path, "original")
    assert tuple(unit.text for unit in original.units) == case.original
    if case.says:
        with pytest.raises(InputError, match=r"tracked change.*--tracked-changes final or"):
            document(content, tmp_path, "error")
    else:
        assert document(content, tmp_path, "error").units == final.units


def test_headers_footers_and_notes_come_after_the_body_each_once(tmp_path: Path) -> None:
    def reference(kind: str, number: int, form: str = "default") -> str:
        return f'<w:{kind}Reference w:type="{form}" r:id="r{number}"/>'

    section = "<w:sectPr>{}</w:sectPr>".format
    first = reference("header", 1) + reference("footer", 3) + reference("header", 4, "first")
    again = reference("header", 1) + reference("header", 2) + reference("header", 5, "even")
    body = (
        p("One", '<w:r><w:footnoteReference w:id="7"/></w:r>', properties=section(first))
        + p("Two", '<w:r><w:endnoteReference w:id="2"/><w:footnoteReference w:id="5"/></w:r>')
        + p("Again", '<w:r><w:footnoteReference w:id="7"/></w:r>')
        + section(again)
    )
    notes = "".join(
        f'<w:{{0}} w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r>{r(f" Note {n}.")}</w:p></w:{{0}}>'
        for n in (0, 2, 5, 7)
    )
    parts = {
        "h1.xml": ("header", part("hdr", p("Head."))),
        "h2.xml": ("header", part("hdr", p("Head.") + p("Two."))),
        "f1.xml": ("footer", part("ftr", p("Page 1 of 2") + p("Foot."))),
        "h3.xml": ("header", part("hdr", p("First page only, and switched off."))),
        "h4.xml": ("header", part("hdr", p("Even pages only, and switched off."))),
        "footnotes.xml": ("footnotes", part("footnotes", notes.format("footnote"))),
        "endnotes.xml": ("endnotes", part("endnotes", notes.format("endnote"))),
        "comments.xml": ("comments", part("comments", p("A comment."))),
    }
    assert shown(document(docx(body, parts), tmp_path)) == (
        ("paragraph 1", "One"),
        ("paragraph 2", "Two"),
        ("paragraph 3", "Again"),
        ("header", "Head."),
        ("header 2", "Head."),
        ("header 2, paragraph 2", "Two."),
        ("footer", "Foot."),
        ("footnote 1", "Note 7."),
        ("footnote 2", "Note 5."),
        ("endnote 1", "Note 2."),
    )


def test_styles_hide_text_and_what_builds_on_them(tmp_path: Path) -> None:
    styles = (
        '<w:style w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        '<w:style w:styleId="c"><w:basedOn w:val="b"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
        '<w:style w:styleId="d"><w:basedOn w:val="d"/></w:style>'
    )
    runs = (r(f"{name} ", f'<w:rStyle w:val="{name}"/>') for name in "abcd")
    body = p(*runs) + p("Hidden.", properties='<w:pStyle w:val="b"/>')
    found = document(docx(body, {"s.xml": ("styles", part("styles", styles))}), tmp_path)
    assert shown(found) == (("paragraph 1", "c d"),)


def test_a_formula_is_kept_and_masked(tmp_path: Path) -> None:
    formula = (
        "<m:oMath><m:r><m:t>E = mc</m:t></m:r><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:oMath>"
    )
    [unit] = document(p("So ", formula, " holds."), tmp_path).units
    assert unit.text == "So E = mc2 holds."
    assert [unit.text[start:end] for start, end in unit.masks] == ["E = mc2"]


def test_what_is_not_read_is_told(tmp_path: Path) -> None:
    parts = {"c.xml": ("chart", "<x/>"), "a.html": ("aFChunk", "<p>")}
    [remark] = document(docx(p("One."), parts), tmp_path).remarks
    assert remark.startswith("2 charts, diagrams or documents")


def test_a_block_says_where_the_characters_of_its_unit_stand(tmp_path: Path) -> None:
    for case in CASES:
        content = docx(case.body)
        found = blocks(content, path="a.docx", settings=ReadConfig())
        assert tuple((block.place, block.text) for block in found) == case.shows
        for block in found:
            assert block.part == "word/document.xml"
            for run in block.runs:
                assert run.inside[0].name == "document"
                start, end = max(run.offset, 0), run.offset + run.length
                if run.element.name == "t" and run.offset >= 0 and end <= len(block.text):
                    said = run.element.plain.replace("\n", " ").replace("\xad", "")
                    assert said == block.text[start:end]


@pytest.mark.parametrize(
    ("label", "content", "says"),
    [
        ("a workbook", packed({"_rels/.rels": RELATIONS, "x.xml": b"<workbook/>"}), "<workbook>"),
        ("nothing in it", packed({}), "no part of it says to be one"),
        ("a part that is not there", packed({"_rels/.rels": RELATIONS}), "no member 'x.xml'"),
        ("no text", docx(p()), "holds no text to judge"),
        ("cut XML", packed({"_rels/.rels": RELATIONS, "x.xml": b"<w:p>"}), "its part x.xml, line 1"),
        (
            "entities",
            packed({"_rels/.rels": RELATIONS, "x.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            "declares",
        ),
        ("deep", docx("<w:sdt><w:sdtContent>" * 150), "nested deeper than 200"),
        ("a link to the outside", packed({"_rels/.rels": RELATIONS.replace(b"/x", b"../../../x")}),
         "no member 'x.xml'"),
    ],
)  # fmt: skip
def test_what_is_no_word_document_is_refused(
    label: str, content: bytes, says: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        document(content, tmp_path)
    assert says in str(caught.value), label


def test_deep_documents_that_are_allowed_are_walked(tmp_path: Path) -> None:
    depth = 35
    nested = "<w:tbl><w:tr><w:tc>" * depth + p("Deep.") + "</w:tc></w:tr></w:tbl>" * depth
    [(place, text)] = shown(document(nested, tmp_path))
    assert (place, text) == (f"table {depth}, row 1, cell 1", "Deep.")


def test_many_references_to_one_note_give_it_once(tmp_path: Path) -> None:
    note = f'<w:footnote w:id="1">{p("word " * 1_000)}</w:footnote>'
    body = p("One.", "<w:r>" + '<w:footnoteReference w:id="1"/>' * 5_000 + "</w:r>")
    content = docx(body, {"footnotes.xml": ("footnotes", part("footnotes", note))})
    assert len(document(content, tmp_path).units) == 2
