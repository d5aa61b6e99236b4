"""Every character of a page's units stands where its anchor says: words that occur once prove it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.config import ReadConfig
from mtcheck.errors import InputError
from mtcheck.readers import read
from mtcheck.readers.traced import Lines, Traced
from mtcheck.types import Unit

WORD = re.compile(r"w\d+w")

HTML_PIECES = (
    "W", " ", "  ", "\n", "\t", "&amp;", "&nbsp;", "&#32;", "&ampW", "&copyW", "&bogus;", "&", "<b>",
    "</b>", "<i class='x>y'>", "<br>", "<br/>", "<p>", "</p>", "<li>", "<td>", "<!-- W -->", "é", "𝒳",
    "<code>", "</code>", "<pre>", "</pre>", "<div hidden>", "</div>", "&lt;", "\r\n", "<script>W</script>",
    "<span\n>", "<", "1 < 2", "<a href='W'>", "</a>", "<nav>W</nav>",
)  # fmt: skip
MARKDOWN_PIECES = (
    "W", " ", "  ", "\n", "\n\n", "**", "*", "_", "~~", "`", "``", "[", "]", "](W)", "![", "&amp;", "\\*",
    "\\", "# ", " #", "> ", "- ", "1. ", "    ", "\t", "|", "\\|", "<b>", "</b>", "<!-- W -->", "<br>",
    "[^1]", "[^1]: ", "<https://W.org>", "é", "𝒳", "\n|-|-|\n", "<kbd>", "</kbd>", "---\n", "===\n",
    "\n<div>\n", "</div>\n", "```\n", "\r\n", "a", "\n  ", "\u00a0",
)  # fmt: skip


def numbered(pieces: list[str]) -> str:
    """The pieces in a row, every ``W`` a word that stands nowhere else."""
    parts = "".join(pieces).split("W")
    return "".join(f"{part}w{n}w" for n, part in enumerate(parts[:-1])) + parts[-1]


def units_of(text: str, name: str, code: str) -> tuple[Unit, ...]:
    try:
        reading = read(name, content=text.encode(), settings=ReadConfig(code=code))
    except InputError:
        return ()
    return reading.candidate.units


def check(text: str, units: tuple[Unit, ...]) -> None:
    lines = re.split(r"\r\n|\r|\n", text)
    assert [unit.line for unit in units] == sorted(unit.line for unit in units)
    for unit in units:
        assert unit.anchors[0].offset == 0
        assert unit.where(0).line == unit.line
        for found in WORD.finditer(unit.text):
            where = unit.where(found.start())
            assert lines[where.line - 1].startswith(found.group(), where.column - 1), found
        for offset, character in enumerate(unit.text):
            if character == " ":
                continue  # a tab may have become some
            where = unit.where(offset)
            there = lines[where.line - 1][where.column - 1 :][:1]
            assert there == character or there in {"", " ", "&", "<", "\\", "\t", "\r", "\n"}
        ends = [0, *(end for mask in unit.masks for end in mask), len(unit.text)]
        assert ends == sorted(ends)


@given(
    pieces=st.lists(st.sampled_from(HTML_PIECES), max_size=40),
    code=st.sampled_from(("skip", "all")),
)
def test_a_word_of_a_page_stands_where_its_anchor_says(pieces: list[str], code: str) -> None:
    text = numbered(pieces)
    check(text, units_of(text, "a.html", code))


@given(
    pieces=st.lists(st.sampled_from(MARKDOWN_PIECES), max_size=40),
    code=st.sampled_from(("skip", "all")),
)
def test_a_word_of_markdown_stands_where_its_anchor_says(pieces: list[str], code: str) -> None:
    text = numbered(pieces)
    check(text, units_of(text, "a.md", code))


@pytest.mark.parametrize(
    ("spans", "left"),
    [
        ([(0, 2)], "cdefg"),
        ([(1, 3), (3, 6)], "ag"),
        ([(0, 7)], ""),
        ([], "abcdefg"),
        ([(2, 2), (6, 7)], "abcdef"),
    ],
)
def test_what_is_cut_is_gone_and_the_rest_stays_in_place(
    spans: list[tuple[int, int]], left: str
) -> None:
    source = "abc-defg"
    text = Traced(source)
    text.add("abc", 0)
    text.add("de", 4)
    text.add("fg", 6)
    text.cut(spans)
    unit = text.unit("1", Lines(source))
    assert unit.text == left
    assert [source[unit.where(n).column - 1] for n in range(len(left))] == list(left)


@given(st.text(alphabet="ab\r\n", max_size=20))
def test_a_place_is_an_offset(text: str) -> None:
    lines = Lines(text)
    for offset in range(len(text)):
        assert lines.at(*lines.of(offset)) == offset
