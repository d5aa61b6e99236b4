"""What each reader makes of a good file: (line, text) of every unit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck.config import ReadConfig
from mtcheck.readers import FAMILIES, read
from mtcheck.types import Document

FIXTURES = Path(__file__).parents[2] / "fixtures" / "readers"
SEEDS = Path(__file__).parents[2] / "seeds"

EXPECTED = {
    "lines.txt": [
        (1, "Minister Ada Quill met her counterpart on Friday."),
        (2, "She said that the funds will grow."),
        (4, "Source link"),
        (5, "Leave a Comment"),
    ],
    "wrapped.txt": [
        (1, "Harbour talks resume"),
        (
            3,
            "Minister Ada Quill met her counterpart on Friday in Larnport, saying that\n"
            "the funds for research will grow, and that nobody in the town should expect\n"
            "the fees to fall before the end of the year.",
        ),
        (
            7,
            "The talks go on. Both sides said they would meet again in the spring to\n"
            "settle what is left.",
        ),
    ],
    "notes.md": [
        (5, "Harbour talks resume"),
        (
            7,
            "Minister Ada Quill met her counterpart on "
            "Friday, saying R&D funds & fees “will grow.”",
        ),
        (10, "A quotation, with an image."),
        (12, "Fees fall."),
        (13, "Ships stay."),
        (15, "A second paragraph."),
        (17, "Port"),
        (17, "Fee"),
        (19, "Larnport"),
        (19, "5"),
        (27, "HTML is text."),
        (31, "Setext heading"),
        (34, "The last one."),
    ],
    "article.html": [
        (10, "Harbour talks resume in Larnport"),
        (
            13,
            "Minister Ada Quill met her counterpart on Friday, saying R&D\u00a0funds “will grow.”",
        ),
        (18, "Fees fall."),
        (19, "Ships stay."),
        (21, "First line.\nSecond line."),
        (22, "Another block."),
        (23, "Fees"),
        (23, "5 < 6"),
    ],
    "bilingual.csv": [
        (2, "Fees fall, he said."),
        (3, 'Two\nlines and "quotes".'),
        (5, "Ships stay."),
    ],
    "bilingual.tsv": [(2, "Fees fall."), (3, "Ships stay.")],
    "bilingual.jsonl": [(1, "Fees fall."), (3, "Cafés\nstay.")],
}


def shown(document: Document) -> list[tuple[int, str]]:
    return [(unit.line, unit.text) for unit in document.units]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_gives_the_expected_units(name: str) -> None:
    path = str(FIXTURES / name)
    reading = read(path)
    assert shown(reading.candidate) == EXPECTED[name]
    assert reading.candidate.path == path
    assert reading.candidate.language in ("en", "")  # as far as it can be told
    assert reading.candidate.format == name.rsplit(".", 1)[1]


@pytest.mark.parametrize(
    ("name", "ids", "source"),
    [
        ("bilingual.csv", ["r1", "r2", "r3"], ["Fees drop, he said.", "Two lines.", "Ships remain."]),
        ("bilingual.tsv", ["1", "2"], ["Fees drop.", "Ships remain."]),
        ("bilingual.jsonl", ["7", "b"], ["Fees drop.", "Cafés remain."]),
    ],
)  # fmt: skip
def test_a_bilingual_row_is_a_pair_with_one_id(
    name: str, ids: list[str], source: list[str]
) -> None:
    reading = read(str(FIXTURES / name))
    assert reading.source is not None
    assert [unit.id for unit in reading.candidate.units] == ids
    assert [unit.id for unit in reading.source.units] == ids
    assert [unit.text for unit in reading.source.units] == source


def test_columns_may_be_named() -> None:
    settings = ReadConfig(candidate_column="source", source_column="candidate")
    reading = read(str(FIXTURES / "bilingual.tsv"), settings=settings)
    assert [unit.text for unit in reading.candidate.units] == ["Fees drop.", "Ships remain."]
    assert settings.source_required
    assert not settings.id_required


@pytest.mark.parametrize(
    "extension", [e for e in FAMILIES if FAMILIES[e] in ("plain", "pages.markdown")]
)
@pytest.mark.parametrize("extended", [str.lower, str.upper])
def test_a_document_without_columns_has_no_source(extension, extended, tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / f"readme{extended(extension)}"
    path.write_text("The talks go on.", encoding="utf-8")
    reading = read(str(path))
    assert shown(reading.candidate) == [(1, "The talks go on.")]
    assert reading.source is None


@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
def test_the_seeds_have_a_unit_per_line(seed: Path) -> None:
    lines = seed.read_text(encoding="utf-8").split("\n")
    expected = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    assert shown(read(str(seed)).candidate) == expected


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("“Cafés” stay.".encode(), None),
        ("“Cafés” stay.".encode("utf-8-sig"), None),
        ("“Cafés” stay.".encode("utf-16"), None),
        ("\ufeff“Cafés” stay.".encode("utf-16-be"), None),
        ("“Cafés” stay.".encode("utf-32"), None),
        ("\ufeff“Cafés” stay.".encode("utf-32-be"), None),
        ("“Cafés” stay.".encode("cp1252"), "cp1252"),
        ("“Cafés” stay.".encode("utf-8-sig"), "utf-8"),
        ("“Cafés” stay.".encode("utf-16-le"), "utf-16-le"),
        ("\ufeff“Cafés” stay.".encode("utf-16-le"), "UTF-16LE"),
    ],
)
def test_a_byte_order_mark_or_a_named_encoding_decides(
    data: bytes, encoding: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert shown(read(str(path), settings=ReadConfig(encoding=encoding)).candidate) == [
        (1, "“Cafés” stay.")
    ]


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\u0085", "\x0b", "\x0c", "\x1c"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_only_lf_crlf_and_cr_end_a_line(mark: str, end: str, tmp_path: Path) -> None:
    first, second = f"One.{mark}Still one.", "Two."
    files = {
        "a.txt": f"{first}{end}{second}",
        "a.md": f"{first}{end}{end}{second}",
        "a.html": f"<p>{first}</p>{end}<p>{second}</p>",
        "a.csv": f"candidate{end}{first}{end}{second}{end}",
        "a.jsonl": f'{{"candidate": "{first}"}}{end}{{"candidate": "{second}"}}{end}',
    }
    for name, text in files.items():
        path = tmp_path / name
        if name == "a.jsonl" and mark < " ":
            continue  # a control character inside a string is not JSON
        path.write_bytes(text.encode())
        expected = {"a.md": [(1, first), (3, second)], "a.csv": [(2, first), (3, second)]}
        if name == "a.html" and mark == "\x0c":
            expected[name] = [(1, "One. Still one."), (2, second)]  # HTML calls it white space
        assert shown(read(str(path)).candidate) == expected.get(name, [(1, first), (2, second)])


# --- tables: the line and the column of every character -------------------------------------------

CELLS = {
    "bare": ("a.csv", "candidate,id\nThe fee,1\n", {"T": (2, 1), "fee": (2, 5)}),
    "bare, behind others": ("a.csv", 'id,a,candidate\n1,"x ""y"", z",The fee', {"T": (2, 16)}),
    "a quotation mark in a bare cell": ("a.csv", 'a,candidate\n5" x,4" fee\n', {"fee": (2, 9)}),
    "quoted": ("a.csv", 'candidate\n"The, fee"\n', {"T": (2, 2), "fee": (2, 7)}),
    "doubled quotation marks": (
        "a.csv",
        'candidate\n"""The"" old """"fee"\n',
        {'"The': (2, 2), "The": (2, 4), '" old': (2, 7), "old": (2, 10), '""': (2, 14), "fee": (2, 18)},
    ),
    "over several lines": (
        "a.csv",
        'id,candidate,b\r\n1,"The\r\n""old"" fee\rfalls","x\ny"\r\n2,Ships,z\r\n',
        {"The": (2, 4), '"old': (3, 1), "old": (3, 3), '" fee': (3, 6), "fee": (3, 9), "falls": (4, 1), "Ships": (6, 3)},
    ),
    "behind a cell of two lines": ("a.csv", 'b,candidate\n"x\ny",The fee\n', {"The": (3, 4)}),
    "behind blank lines": ("a.csv", "candidate\n\n\nThe fee\n", {"fee": (4, 5)}),
    "behind a signature": ("a.csv", "\ufeffcandidate\nThe fee\n", {"fee": (2, 5)}),
    "beyond the basic plane": ("a.tsv", "a\tcandidate\n😀\t😀 fee\n", {"😀": (2, 3), "fee": (2, 5)}),
    "JSON": ("a.jsonl", '{"candidate": "The fee"}\n', {"The": (1, 16), "fee": (1, 20)}),
    "JSON, behind others": (
        "a.jsonl",
        '\n {"candidate.": "The", "n": [{"candidate": "no"}], "candid\\u0061te" :  "The fee"} \n',
        {"The": (2, 73), "fee": (2, 77)},
    ),
    "JSON with escapes": (
        "a.jsonl",
        r'{"candidate": "\"The\" caf\u00e9 \ud83d\ude00 😀\n fee"}',
        {'"The': (1, 16), "The": (1, 18), '" caf': (1, 21), "caf": (1, 24), "é": (1, 27), "😀 😀": (1, 34), "😀\n": (1, 47), "fee": (1, 51)},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("path", "text", "places"), CELLS.values(), ids=list(CELLS))
def test_a_cell_knows_the_line_and_column_of_its_characters(
    path: str, text: str, places: dict[str, tuple[int, int]]
) -> None:
    units = read(path, content=text.encode()).candidate.units
    for words, place in places.items():
        unit = next(unit for unit in units if words in unit.text)
        assert unit.where(unit.text.index(words))[:2] == place, words


@settings(max_examples=150)
@given(
    rows=st.lists(
        st.lists(st.text('aé😀", \t\n\r', max_size=8), min_size=3, max_size=3),
        min_size=1,
        max_size=4,
    ),
    column=st.integers(0, 2),
    tabs=st.booleans(),
    always=st.booleans(),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_where_a_character_of_a_table_stands_there_it_is(
    rows: list[list[str]], column: int, tabs: bool, always: bool, end: str
) -> None:
    header = ["a", "b", "c"]
    header[column] = "candidate"
    mark = "\t" if tabs else ","

    def written(cell: str) -> str:
        quoted = always or cell[:1] == '"' or any(one in cell for one in f"{mark}\r\n")
        return '"' + cell.replace('"', '""') + '"' if quoted else cell

    text = "".join(mark.join(map(written, row)) + end for row in (header, *rows, ["x"] * 3))
    path = "a.tsv" if tabs else "a.csv"
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    units = read(path, content=text.encode()).candidate.units
    assert [unit.text for unit in units] == [*(row[column] for row in rows), "x"]
    for unit in units:
        for offset, character in enumerate(unit.text):
            where = unit.where(offset)
            assert lines[where.line - 1][where.column - 1] == character


WRAPPED = {
    "hard-wrapped by an editor": (
        "The minister met her counterpart on Friday in\nLarnport and said that the funds for\n"
        "research will grow.\n",
        1,
    ),
    "one sentence a line": ("The minister left.\nThe talks go on.\nFees fall in spring.\n", 3),
    "a sentence a line, of one length": (
        "The minister met her counterpart in Larnport.\n"
        "The minister met her counterpart on Friday..\n"
        "The minister met her counterpart yesterday..\n",
        3,
    ),
    "headlines without a stop": (
        "Minister Quill meets her counterpart in Larnport\nFunds for research grow in spring\n"
        "Fees fall\n",
        3,
    ),
    "two wrapped paragraphs, the second indented": (
        "  The minister met her counterpart on Friday in\nLarnport and said that the funds grow in\n"
        "spring.\n  The talks go on, and nobody in the town is\nsure what will be.\n",
        2,
    ),
    "paragraphs of one long line": ("The talks go on. " * 20 + "\n" + "Fees fall. " * 20, 2),
    "torn fragments on lines of their own": (
        "Their efforts have enormous stakes for everybody.\nsent a signal.\nwidely seen as likely.\n",
        3,
    ),
}


@pytest.mark.parametrize(("text", "n_units"), WRAPPED.values(), ids=WRAPPED.keys())
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_wrapped_text_is_joined_and_other_text_is_not(
    text: str, n_units: int, end: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.replace("\n", end).encode())
    units = read(str(path)).candidate.units
    assert len(units) == n_units
    whole = text.replace("\n", end)
    assert all(unit.text in whole for unit in units)
    assert [unit.id for unit in units] == [str(n) for n in range(1, n_units + 1)]


HTML = {
    "no tags": ("Just text.", ["Just text."]),
    "upper-case tags": ("<P>One.<BR>Two.</P>", ["One.\nTwo."]),
    "stray angle brackets": ("<p>1 < 2 and 3 > 2 <3", ["1 < 2 and 3 > 2 <3"]),
    "conditional comment": ("<![if !IE]><p>One.</p><![endif]>", ["One."]),
    "xml declaration": ('<?xml version="1.0"?><p>One.</p>', ["One."]),
    "self-closed script": ('<script src="a.js"/><p>One.</p>', ["One."]),
    "script with tags in it": ("<script>'</p><b>'</script >One.", ["One."]),
    "comment never closed": ("<p>One.</p><!-- <p>Two.</p>", ["One."]),
    "quote never closed": ('<p>One. <a href="x>two</a> three.</p>', ["One. two three."]),
    "head never closed": ("<head><title>No</title><p>One.</p>", ["One."]),
    "unclosed nav item": ("<nav><ul><li>No</nav><p>One.</p>", ["One."]),
    "word in parts": ("<p>Un<b>believ</b>able.</p>", ["Unbelievable."]),
    "hidden list item": ("<ul><li hidden>No<li>One.</ul>", ["One."]),
    "class called hidden": ('<p class="hidden-xs hidden">One.</p>', ["One."]),
    "entity without a semicolon": ("<p>R&amp D &copy; &#8220;x&#x201d;</p>", ["R& D © “x”"]),
    "entity for NUL": ("<p>a&#0;b</p>", ["a\ufffdb"]),
    "nested blocks": ("<div>One.<div>Two.</div>Three.</div>", ["One.", "Two.", "Three."]),
    "end tags that close nothing": ("</div></p>One.</b>", ["One."]),
}


MARKDOWN = {
    "emphasis, code and strike": ("A **b** _c_ `d` ~~e~~ f.", ["A b c d e f."]),
    "underscores inside a word": ("The snake_case_name stays.", ["The snake_case_name stays."]),
    "escapes and entities": (r"1\. \*No\* &amp; &ldquo;x&rdquo;", ["1. *No* & “x”"]),
    "links": ("[One](a) [two][r], <https://x.org>.\n\n[r]: b", ["One two, https://x.org."]),
    "line breaks": ("One.  \nTwo.\\\nThree.<br/>Four.", ["One.\nTwo.\nThree.\nFour."]),
    "inline HTML": ("One <b>two</b> <!-- no -->three.", ["One two three."]),
    "tasks": ("- [ ] One.\n- [x] Two.", ["One.", "Two."]),
    "footnotes": ("One.[^1]\n\n[^1]: Two words.", ["One.", "Two words."]),
    "nested lists and quotes": ("- One.\n  > Two.\n  - Three.", ["One.", "Two.", "Three."]),
    "fences": ("One.\n~~~\nno\n~~~\nTwo.", ["One.", "Two."]),
    "rule, not front matter": ("---\n\nOne.\n\n---\n\nTwo.\n\n---\n", ["One.", "Two."]),
    "front matter in TOML": ("+++\na = 1\n+++\nOne.", ["One."]),
    "text behind a comment": (
        "<!-- a\nb --><!-- c --> One *two*.\n\n<!-- a --><b>Three.</b>",
        ["One two.", "Three."],
    ),
    "HTML block": ("<table><tr><td>Two<td>cells</table>\n\nOne.", ["Two", "cells", "One."]),
}


@pytest.mark.parametrize(("text", "expected"), MARKDOWN.values(), ids=MARKDOWN.keys())
def test_markdown_is_read_as_it_is_shown(text: str, expected: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    assert [unit.text.strip() for unit in read(str(path)).candidate.units] == expected


@pytest.mark.parametrize(("text", "expected"), HTML.values(), ids=HTML.keys())
def test_tag_soup_is_read_as_browsers_do(text: str, expected: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(text, encoding="utf-8")
    assert [unit.text for unit in read(str(path)).candidate.units] == expected


def test_a_cell_may_be_longer_than_the_library_s_limit(tmp_path: Path) -> None:
    import csv

    before = csv.field_size_limit()
    path = tmp_path / "a.csv"
    path.write_text("candidate\n" + "word " * 100_000 + "\n", encoding="utf-8")
    assert len(read(str(path)).candidate.units[0].text) == 500_000
    assert csv.field_size_limit() == before
