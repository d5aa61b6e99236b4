"""PDF: paragraphs as they were, on the right page; what is hostile is refused, soon."""

from __future__ import annotations

import logging
import sys
import textwrap
import zlib
from pathlib import Path

import pytest

from mtcheck.config.sections import ReadConfig
from mtcheck.errors import InputError
from mtcheck.readers import read
from mtcheck.types import Document

from . import pdfs
from .pdfs import LINE, page, pdf, stream, text

FIXTURES = Path(__file__).parents[2] / "fixtures" / "formats"
STORY = [line for line in (FIXTURES / "story.txt").read_text("utf-8").split("\n") if line]

WIDE = "The bridge over the river is closed until the water has gone down to the usual mark,"
GOES_ON = "which the engineers do not expect before the end of the week, the council said."


def document(content: bytes) -> Document:
    return read("a.pdf", content=content).candidate


def texts(content: bytes) -> list[str]:
    return [unit.text for unit in document(content).units]


def set_in_lines(*lines: str, x: float = 72, top: float = 700, step: float = 14) -> bytes:
    return text([(x, top - n * step, 12, line) for n, line in enumerate(lines)])


@pytest.mark.parametrize("name", ["story.pdf", "browser.pdf"])
def test_the_paragraphs_are_those_of_the_text(name: str) -> None:
    found = read(str(FIXTURES / "pdf" / name)).candidate
    assert [unit.text for unit in found.units] == STORY
    assert [unit.line for unit in found.units] == list(range(1, 8))
    assert {unit.where(40) for unit in found.units} == {(0, 0, "page 1")}


def test_columns_hyphens_a_footnote_and_running_lines_leave_no_trace() -> None:
    found = read(str(FIXTURES / "pdf" / "columns.pdf")).candidate
    units = [unit.text for unit in found.units]
    note = "The figure is in the report of the treasurer, which is read aloud every spring."
    assert units.count(note) == 1
    units.remove(note)
    assert units == ["A ferry for the winter", *STORY, *STORY, *STORY, STORY[0]]
    assert found.remarks == ("4 lines of running headers, footers and page numbers left out",)


def test_a_paragraph_over_two_pages_is_one_unit_with_both_places() -> None:
    found = read(str(FIXTURES / "pdf" / "columns.pdf")).candidate
    over = next(unit for unit in found.units if len(unit.anchors) == 2)
    assert over.where(0).place == "page 1"
    assert over.where(len(over.text) - 1).place == "page 2"
    assert over.text[over.anchors[1].offset - 1] == " "


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("of some", "thing else", "of some thing else"),
        ("of some-", "thing else", "of something else"),
        ("the well-", "known mill", "the well-known mill"),
        ("the long-", "term plan", "the long-term plan"),
        ("a govern-", "ment of", "a government of"),
        ("a xqzv-", "plorg of", "a xqzvplorg of"),
        ("an Asia-", "Pacific port", "an Asia-Pacific port"),
        ("from 2019-", "20 on", "from 2019-20 on"),
        ("a hyphen -", "like this", "a hyphen - like this"),
        ("a dash\x97", "like this", "a dash—like this"),
        ("a dash \x97", "like this", "a dash — like this"),
        ("and/", "or both", "and/or both"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_goes_where_it_is_the_printers(
    above: str, below: str, joined: str
) -> None:
    above = above.encode("latin-1").decode("cp1252")
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    assert texts(page(set_in_lines(above, below), font=font)) == [joined]


def test_what_the_file_writes_elsewhere_decides_about_a_hyphen() -> None:
    lines = ("the re-elect campaign wants more of it than they re-", "elect now has in all of it")
    assert texts(page(set_in_lines(*lines))) == [
        "the re-elect campaign wants more of it than they re-elect now has in all of it"
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([(72, 700, 12, WIDE), (72, 686, 12, GOES_ON)], [f"{WIDE} {GOES_ON}"]),
        ([(72, 700, 12, WIDE), (72, 660, 12, "It rains.")], [WIDE, "It rains."]),
        ([(72, 700, 20, "High water"), (72, 680, 12, WIDE)], ["High water", WIDE]),
        ([(72, 700, 12, GOES_ON), (90, 686, 12, "It rains.")], [GOES_ON, "It rains."]),
        (
            [(72, 700, 12, WIDE), (72, 686, 12, "it says."), (72, 672, 12, "It rains.")],
            [f"{WIDE} it says.", "It rains."],
        ),
        (
            [
                (
                    72,
                    700,
                    12,
                    "The bridge over the river is closed until the water goes down, they said to us.",
                ),
                (
                    86,
                    686,
                    12,
                    "The boats on the far side are open until then, as the owner told us all of",
                ),
                (72, 672, 12, "the town."),
                (86, 658, 12, "It rains."),
            ],
            [
                "The bridge over the river is closed until the water goes down, they said to us.",
                "The boats on the far side are open until then, as the owner told us all of the town.",
                "It rains.",
            ],
        ),
        (
            [
                (138, 700, 12, "The bridge over the river is closed until the water goes down."),
                (181, 686, 12, "The boats on the far side are open until then,"),
                (274, 672, 12, "they said."),
            ],
            [
                "The bridge over the river is closed until the water goes down. The boats on the far"
                " side are open until then, they said."
            ],
        ),
        ([(72, 700, 12, "\x95 One thing"), (72, 686, 12, "\x95 two")], ["One thing", "two"]),
        ([(72, 700, 12, "Two  spaces, and \xabthat\xbb")], ["Two  spaces, and «that»"]),
    ],
    ids=[
        "wrapped",
        "gap",
        "heading",
        "indent",
        "short line",
        "indent, as if centred",
        "centred",
        "bullets",
        "kept as drawn",
    ],
)
def test_lines_become_paragraphs(
    lines: list[tuple[float, float, float, str]], expected: list[str]
) -> None:
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    lines = [(*place, words.encode("latin-1").decode("cp1252")) for *place, words in lines]  # type: ignore[misc]
    assert texts(page(text(lines), font=font)) == expected


@pytest.mark.parametrize("gap", [6, 12], ids=["half a line", "a line"])
def test_a_left_column_is_read_to_its_end_before_a_shorter_right_one(gap: int) -> None:
    left = [
        ["The ferry left the harbour of", "Sandholm on Monday with forty", "people and two dogs."],
        ["Rain fell on the quay until the", "evening, and nobody went out to", "see the boats."],
        ["On the island the shops stayed", "open all night for those who", "had come by sea."],
    ]  # fmt: skip
    right = [["of whom nobody stayed for", "longer than a day, because the", "inn had burnt."]]
    lines: list[tuple[float, float, float, str]] = [(72, 760, 9, "Harbour News, number 12")]
    for x, column in ((72, left), (320, [*left[:1], *right])):
        y = 700.0
        for paragraph in column:
            for line in paragraph:
                lines.append((x, y, 10, line))
                y -= 12
            y -= gap
    joined = [" ".join(paragraph) for paragraph in (*left, left[0], right[0])]
    assert texts(page(text(lines))) == ["Harbour News, number 12", *joined]


def test_a_table_is_read_across() -> None:
    rows = [("Bridge", "closed"), ("Mill", "open"), ("School", "closed"), ("Quay", "open")]
    cells = [
        (x, 700 - 14 * n, 12.0, cell)
        for n, row in enumerate(rows)
        for x, cell in zip((72.0, 250.0), row, strict=True)
    ]
    assert texts(page(text(cells))) == [cell for row in rows for cell in row]


def test_letters_that_are_spaced_are_words() -> None:
    spaced = b"BT /F 12 Tf 3 Tc 72 700 Td (High water in town) Tj ET"
    assert texts(page(spaced)) == ["High water in town"]


def test_a_gap_without_a_space_is_one() -> None:
    gaps = b"BT /F 12 Tf 72 700 Td [(High) -300 (wa) 20 (ter) -300 (came.)] TJ ET"
    assert texts(page(gaps)) == ["High water came."]


def test_ligatures_are_letters() -> None:
    font = pdfs.wide_font(b"[0[500 500 500]]", b"/ToUnicode 6 0 R")
    ranges = b"2 beginbfchar <0000> <fb01> <0001> <006e> endbfchar"
    content = b"BT /F 12 Tf 72 700 Td <000000010000> Tj ET"
    assert texts(page(content, font=font, more={6: pdfs.codes(ranges)})) == ["finfi"]


def test_text_that_is_turned_is_left_out_and_counted() -> None:
    turned = b"BT /F 9 Tf 0 1 -1 0 30 300 Tm (arXiv) Tj ET "
    found = document(page(LINE + turned))
    assert len(found.units) == 1
    assert found.remarks == ("5 characters of text that is turned left out",)


@pytest.mark.parametrize("turn", [b"0 1 -1 0 300 100", b"0 -1 1 0 300 700", b"-1 0 0 -1 500 400"])
def test_a_page_that_is_turned_as_a_whole_is_read(turn: bytes) -> None:
    assert texts(page(b"BT /F 12 Tf %s Tm (It rains in town.) Tj ET" % turn)) == [
        "It rains in town."
    ]


def test_the_layer_of_recognised_text_is_read_and_told() -> None:
    found = document(page(text([(72, 700, 12, "It rains.")], mode=3)))
    assert [unit.text for unit in found.units] == ["It rains."]
    assert found.remarks == ("1 page read from the layer that text recognition made",)


def test_invisible_text_under_visible_text_is_left_out() -> None:
    found = document(page(LINE + text([(72, 500, 12, "Buy.")], mode=3)))
    assert len(found.units) == 1
    assert found.remarks == ("4 characters of invisible text left out",)


def test_text_outside_of_the_page_is_counted() -> None:
    found = document(page(LINE + text([(72, 900, 12, "Gone.")])))
    assert len(found.units) == 1
    assert found.remarks == ("5 characters outside of the pages left out",)


def test_a_blank_page_is_told() -> None:
    kids = b"[3 0 R <</Type/Page/MediaBox[0 0 9 9]>>]"
    assert document(page(LINE, kids=kids, count=2)).remarks == (
        "no text on page 2: blank, or a picture",
    )


def test_the_language_is_what_the_catalog_says() -> None:
    plain = page(LINE)
    assert read("a.pdf", content=plain.replace(b"/Catalog/", b"/Catalog/Lang(en-GB)/")).candidate
    assert document(plain).units


PASSWORD = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>" % (b"o" * 32, b"u" * 32)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"Hello.", "is not a PDF", id="text"),
        pytest.param(b"%PDF-1.4\n", "damaged or cut off", id="a beginning"),
        pytest.param(page(LINE)[:400], "damaged or cut off", id="half"),
        pytest.param(page(b"0 0 9 9 re f"), "holds no text: scanned?", id="a picture"),
        pytest.param(
            page(LINE).replace(b"/Root", PASSWORD + b"/Root"), "is encrypted", id="password"
        ),
        pytest.param(page(LINE, count=5), "should have 5 pages", id="pages missing"),
        pytest.param(page(LINE, entries=b"/Filter/Foo", packed=False), "damaged", id="filter"),
        pytest.param(
            page(zlib.compress(LINE * 50)[:60], entries=b"/Filter/FlateDecode", packed=False),
            "page 1 of the PDF is damaged",
            id="stream cut off",
        ),
        pytest.param(
            page(b"BT /F 12 Tf 72 700 Td (ab\\001\\002) Tj ET"), "say no character", id="glyphs"
        ),
        pytest.param(
            page(pdfs.inflating(50), entries=b"/Filter/FlateDecode", packed=False),
            "unpacks to more than 10 MB",
            id="bomb",
        ),
        pytest.param(
            page(b"(" * 2_000_000), "a string of more than 100,000 bytes", id="parentheses"
        ),
        pytest.param(
            pdf({1: b"<</Pages 2 0 R>>", 2: b"<</Kids[2 0 R]/Count 1>>"}),
            "leads back into itself",
            id="pages within themselves",
        ),
        pytest.param(pdf({1: b"2 0 R", 2: b"1 0 R"}), "more work", id="references in a circle"),
        pytest.param(
            page(b"/X Do", resources=b"/XObject<</X 6 0 R>>", more={6: pdfs.form(b"/X Do", 6)}),
            "draws itself",
            id="a form within itself",
        ),
        pytest.param(
            page(
                b"/X Do",
                resources=b"/XObject<</X 6 0 R>>",
                more={n: pdfs.form(b"/X Do " * 10, n + 1) for n in range(6, 20)},
            ),
            "more work",
            id="forms of forms",
        ),
        pytest.param(page(LINE, font=pdfs.wide_font(b"[0 2000000000 500]")), "codes", id="widths"),
        pytest.param(
            page(
                LINE,
                font=pdfs.wide_font(b"[]", b"/ToUnicode 6 0 R"),
                more={6: pdfs.codes(b"1 beginbfrange <00000000> <7fffffff> <0000> endbfrange")},
            ),
            "codes",
            id="a range of codes",
        ),
        pytest.param(
            page(b"1 " * 100_000 + b"1 w " * 1_000_000), "more work", id="operands left over"
        ),
        pytest.param(
            page(b"BT /F 1 Tf " + b"(aaaaaaaaaa) Tj " * 11_000 + b"ET"),
            "a page of more than 100,000 characters",
            id="glyphs without end",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(InputError, match=r"^a\.pdf: ") as refused:
        read("a.pdf", content=content)
    assert words in refused.value.reason


def test_a_font_of_fonts_is_read_without_following_it() -> None:
    laughs = {n: b"[" + b"%d 0 R " % (n + 1) * 10 + b"]" for n in range(6, 30)}
    font = (
        b"<</Type/Font/Subtype/TrueType/BaseFont/A/Widths 6 0 R/FontDescriptor<</FontBBox 6 0 R>>>>"
    )
    assert texts(page(LINE, font=font, more={**laughs, 30: b"1"}))


def test_a_table_of_objects_that_is_wrong_is_no_fault_of_the_text() -> None:
    moved = page(LINE).replace(b"%PDF-1.7\n", b"%PDF-1.7\n% moved\n")
    assert texts(moved) == texts(page(LINE))


def test_the_limit_is_the_users() -> None:
    content = page(LINE + b" " * 200_000)
    assert read("a.pdf", content=content)
    with pytest.raises(InputError, match=r"unpacks to more than 0\.1 MB"):
        read("a.pdf", content=content, settings=ReadConfig(max_file_mb=0.1))


def test_the_parser_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    odd = pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Kids[3 0 R]>>",
            3: b"<</Type/Page/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            4: stream(b"/Z 1 Tf" + LINE),
            5: pdfs.FONT,
        }
    )
    with caplog.at_level(logging.NOTSET):
        assert texts(odd)
    assert not caplog.records


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfminer", None)
    with pytest.raises(InputError, match=r"pip install 'mtcheck\[formats\]'"):
        read("a.pdf", content=page(LINE))


def test_lines_that_are_cut_by_their_characters_are_joined() -> None:
    """A program that counts characters ends lines anywhere, and parts paragraphs by blank ones."""
    lines, y = [], 760.0
    for paragraph in STORY:
        for line in textwrap.wrap(paragraph.replace("“", '"').replace("”", '"'), 80):
            lines.append((72.0, y, 9.0, line))
            y -= 11
        y -= 11
    expected = [paragraph.replace("“", '"').replace("”", '"') for paragraph in STORY]
    assert texts(page(text(lines))) == expected
