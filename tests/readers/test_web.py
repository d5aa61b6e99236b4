"""Pages of HTML: code, notes, language, and the article alone."""

from __future__ import annotations

import builtins
from pathlib import Path

import pytest

from mtcheck.config import ReadConfig
from mtcheck.errors import ConfigError, InputError
from mtcheck.readers import read
from mtcheck.types import Document

STORY = Path(__file__).parents[2] / "fixtures" / "formats" / "story.txt"
PARAGRAPHS = STORY.read_text(encoding="utf-8").split("\n\n")


def document(text: str, name: str = "a.html", **options: str) -> Document:
    return read(name, content=text.encode(), settings=ReadConfig(**options)).candidate  # type: ignore[arg-type]


def texts(found: Document) -> list[str]:
    return [unit.text for unit in found.units]


CODE = "<p>Call <code>a.b  (c)</code> or <kbd>Ctrl</kbd>.</p><pre>x = 1</pre><p><samp>ok</samp></p><script>var y;</script>"
MARKED = "---\ntitle: The ferry\ntags: [a]\n---\n\nCall `a.b` or <kbd>Ctrl</kbd>.\n\n```\nx = 1\n```\n\n`ok`\n"


def test_code_is_masked_in_a_sentence_and_left_out_elsewhere() -> None:
    page, marked = document(CODE), document(MARKED, "a.md")
    assert texts(page) == ["Call a.b (c) or Ctrl."]
    assert texts(marked) == ["Call a.b or Ctrl."]
    assert [
        [unit.text[a:b] for a, b in unit.masks] for unit in (page.units[0], marked.units[0])
    ] == [
        ["a.b (c)", "Ctrl"],
        ["a.b", "Ctrl"],
    ]
    left_out = "2 blocks of code left out (--code read: judged as text)"
    assert page.remarks == marked.remarks == (left_out,)


def test_code_is_text_where_it_is_asked_for() -> None:
    page, marked = document(CODE, code="read"), document(MARKED, "a.md", code="read")
    assert texts(page) == ["Call a.b (c) or Ctrl.", "x = 1", "ok"]
    assert texts(marked) == ["Call a.b or Ctrl.", "x = 1", "ok"]
    assert not any(unit.masks for unit in (*page.units, *marked.units))
    assert not page.remarks + marked.remarks
    assert texts(document(CODE, code="all"))[-1] == "var y;"
    assert texts(document(MARKED, "a.md", code="all"))[:2] == ["The ferry", "a"]


@pytest.mark.parametrize(
    "mark",
    [
        '<a href="#n" class="footnote-ref" role="doc-noteref"><sup>1</sup></a>',
        '<sup id="r" class="reference"><a href="#n">[1]</a></sup>',
        '<sup><a epub:type="noteref" href="#n">1</a></sup>',
        '<a class="footnote-back" href="#r">↩︎</a>',
        '<a class="sdfootnoteanc" name="sdfootnote1anc" href="#n"><sup>1</sup></a>',
        '<a href="#_ftn1"><span class=MsoFootnoteReference>[1]</span></a>',
        '<sup class="noprint Inline-Template">[<i>citation needed</i>]</sup>',
        '<span class="mw-editsection">[edit]</span>',
    ],
)
def test_the_mark_of_a_note_is_no_word(mark: str) -> None:
    assert texts(document(f"<p>It left.{mark} It sank.</p>")) == ["It left. It sank."]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", "<p>The har&shy;bour coun\xadcil met&#173;.</p><p>&shy;</p>"),
        ("a.html", "<p>The <ruby>harbour<rp>(</rp><rt>port</rt><rp>)</rp></ruby> council met.</p>"),
        ("a.html", "<p>The harbour <img src=a> council met.</p>"),
        ("a.md", "The har&shy;bour coun\xadcil met.\n\n&shy;\n"),
        ("a.md", "The ![a boat](a.png) harbour <img src='a'> council met.\n\n![alone](a.png)\n"),
        ("a.md", "![a](a.png) The harbour\n![a](a.png)\ncouncil met. ![a](a.png)\n"),
    ],
)
def test_what_a_reader_does_not_see_leaves_no_trace(name: str, text: str) -> None:
    (unit,) = document(text, name).units
    assert unit.text == "The harbour council met."
    line = text.split("\n")[unit.where(12).line - 1]
    assert line[unit.where(12).column - 1 :].startswith("c")


@pytest.mark.parametrize(
    "begin", ['<html lang="de">', "<HTML xml:lang='de-AT'>", "<html class=a lang=de>"]
)
def test_the_language_that_a_page_names_is_its_own(begin: str) -> None:
    assert document(f"{begin}<p>Ja.</p>").language.startswith("de")


PAGE = (
    "<html><head><title>The ferry stays | The Daily Quay</title></head><body><header><ul><li>World</li>"
    "</ul></header><article><h1>The ferry stays</h1>\n{article}\n<!-- mtcheck: ignore[ACC101] sic -->"
    "\n<p>After that everybody went home, and the council with them, as it was late by now.</p></article>"
    "<aside><p>Ten bakers you should know about before summer</p></aside><footer><p>© 2024 The Daily"
    " Quay. All rights reserved.</p></footer></body></html>"
)


def test_of_a_page_the_article_may_be_read_alone() -> None:
    pytest.importorskip("trafilatura")
    text = PAGE.format(article="\n".join(f"<p>{one.strip()}</p>" for one in PARAGRAPHS))
    whole, article = document(text), document(text, html="main")
    assert texts(article) == [text for text in texts(whole) if text in (
        "The ferry stays", *(one.strip() for one in PARAGRAPHS),
        "After that everybody went home, and the council with them, as it was late by now.",
    )]  # fmt: skip
    assert article.remarks == ("3 blocks outside the article left out (--html main)",)
    assert [unit.id for unit in article.units] == [str(n) for n in range(1, len(article.units) + 1)]
    places = {unit.text: unit.where(3) for unit in whole.units}
    assert all(places[unit.text] == unit.where(3) for unit in article.units)
    (note,) = article.suppressions
    assert article.units[note.start].text.startswith("After that")


@pytest.mark.parametrize("text", ["<p>Hm.</p>", "<nav>Home</nav><p></p>", "<div>" * 5000 + "Hm."])
def test_a_page_without_an_article_is_refused(text: str) -> None:
    pytest.importorskip("trafilatura")
    with pytest.raises(InputError, match=r"no article|no text"):
        document(text, html="main")


def test_without_trafilatura_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    original = builtins.__import__

    def refuse(name: str, *rest: object, **named: object) -> object:
        if name == "trafilatura":
            raise ImportError(name)
        return original(name, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(InputError, match=r"needs trafilatura: pip install 'mtcheck\[formats\]'"):
        document("<p>One.</p>", html="main")
    assert texts(document("<p>One.</p>")) == ["One."]


def test_a_value_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigError, match="--html"):
        ReadConfig(html="article")
    with pytest.raises(ConfigError, match="--code"):
        ReadConfig(code="keep")
