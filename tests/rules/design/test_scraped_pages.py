"""Pages as scrapers bring them along: everything but the article is residue."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck.lexicon import Lexicon
from mtcheck.readers import read
from mtcheck.rule import Context
from mtcheck.rules.design.web_residue import detect
from mtcheck.segment import segment
from mtcheck.types import Alignment

PAGES = Path(__file__).parents[3] / "fixtures" / "formats" / "web"
ARTICLE = (
    "Ferry stays, council says",
    "The harbour council met on Tuesday to decide whether the old ferry should keep running.",
    "They stay, the chairman said.",
    "About forty residents came to read more about it.",
)


def unmarked(path: str, content: bytes | None = None) -> list[str]:
    sentences = segment(read(path, content=content).candidate)
    alignments = [Alignment(n, (one,), (), 1.0) for n, one in enumerate(sentences)]
    context = Context(
        candidate=sentences, source=(), lexicon=Lexicon(), encoder=None, others=(), parallel=False
    )  # type: ignore[arg-type]
    marked = {mark.alignment.index for mark in detect(alignments, context)}
    return [one.text for n, one in enumerate(sentences) if n not in marked]


@pytest.mark.parametrize("name", ["wordpress", "medium", "news"])
def test_what_a_page_puts_around_its_article_is_residue(name: str) -> None:
    left = unmarked(str(PAGES / f"{name}.txt"))
    assert [text for text in left if text not in ARTICLE] == []
    assert len(left) >= 3


@pytest.mark.parametrize("name", ["wordpress", "medium", "news"])
def test_so_it_is_on_a_page_of_html(name: str) -> None:
    lines = (PAGES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    page = "\n".join(f"<div>{line}</div>" for line in lines).encode()
    assert [text for text in unmarked("a.html", page) if text not in ARTICLE] == []


@pytest.mark.parametrize(
    "text",
    [
        "He read all 24 comments.",
        "The ferry sailed on March 12, 2024.",
        "March 12, 2024 was a Tuesday.",
        "The image source was never found.",
        "The post office first appeared on the quay in 1901.",
        "More than forty people came.",
        "Reply to his letter, she said.",
        "Facebook and Twitter declined to comment.",
        "Editing by hand takes weeks.",
        "The terms of the contract are secret.",
        "Something went wrong with the ferry.",
        "2024",
        "In this article of faith they believed.",
    ],
)
def test_prose_with_the_same_words_is_none(text: str) -> None:
    assert unmarked("a.txt", text.encode()) == [text]
