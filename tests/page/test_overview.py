"""The first view: files ranked, with verdict, confidence, counts and strip; and the charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .browser import eventually
from .conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Page

RANKED = ["texts/harbour.txt", "texts/council.txt", "texts/broken.txt", "texts/market.txt"]


def names(page: Page) -> list[str]:
    return page.locator("table#files a.file-link").all_inner_texts()


def shown(page: Page) -> list[str]:
    """The texts of the sentences on the screen."""
    return page.locator("article.sentence .side.candidate > bdi").all_inner_texts()


def bar(width: float, widest: float) -> float:
    """How wide one of the seven bars is: a short file does not fill its strip."""
    return min(width / 7, widest)


def test_files_are_ranked_worst_first(overview: Page) -> None:
    assert names(overview) == RANKED
    rows = overview.locator("table#files tbody tr")
    assert [rows.nth(n).get_attribute("data-outcome") for n in range(4)] == [
        "mangled", "suspect", "unjudged", "clean",
    ]  # fmt: skip


def test_a_row_has_verdict_confidence_and_counts_by_severity(overview: Page) -> None:
    row = overview.locator("table#files tbody tr").first
    assert row.locator(".outcome").inner_text() == "mangled"
    assert row.locator("td.score").inner_text() == "4.0"
    cells = [row.locator(f"td.n-{name}").inner_text() for name in ("critical", "major", "minor")]
    assert cells == ["1", "3", "2"], "the one that was set aside is not counted"
    assert row.locator("td.coverage").inner_text() == "88%"


def test_every_file_has_a_strip_with_a_text_alternative(overview: Page) -> None:
    strips = overview.locator("table#files canvas.strip")
    assert strips.count() == 3, "all but the unreadable one"
    for n in range(3):
        assert strips.nth(n).get_attribute("role") == "img"
        assert "sentence" in (strips.nth(n).get_attribute("aria-label") or "")


def test_a_strip_is_painted_along_the_document(overview: Page) -> None:
    colours = overview.locator("canvas.strip").first.evaluate(
        """canvas => {
          const { width, height } = canvas, found = new Set();
          const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
          for (let n = 0; n < data.length; n += 4) found.add(data.slice(n, n + 4).join());
          return [...found];
        }"""
    )
    assert len(colours) >= 3


@pytest.mark.parametrize("index", [0, 3, 6])
def test_a_click_on_the_strip_goes_to_the_sentence_under_the_pointer(
    overview: Page, index: int
) -> None:
    strip = overview.locator("canvas.strip").first
    box = strip.bounding_box()
    assert box
    strip.click(position={"x": bar(box["width"], 14) * (index + 0.5), "y": box["height"] / 2})
    overview.wait_for_selector(f"article[data-index='{index}'][aria-current=true]")
    assert overview.url.endswith(f"/s/{index}")


def test_a_click_on_the_strip_of_an_open_file_goes_to_the_sentence(harbour: Page) -> None:
    strip = harbour.locator("canvas#file-strip")
    box = strip.bounding_box()
    assert box
    strip.click(position={"x": bar(box["width"], 40) * 4.5, "y": box["height"] / 2})
    harbour.wait_for_selector("article[data-index='4'][aria-current=true]")


def test_a_click_on_a_file_opens_it_and_back_returns(overview: Page) -> None:
    overview.click(f"a.file-link:has-text('{RANKED[3]}')")
    overview.wait_for_selector("article.sentence")
    assert shown(overview) == ["The market opens at six.", "It closes when the fish is gone."]
    assert overview.title() == f"{RANKED[3]} · mtcheck report"
    assert RANKED[3] in overview.locator("#file-head h1").inner_text()
    assert overview.locator("#overview").is_hidden()
    overview.click("#back")
    overview.wait_for_selector("#overview:visible")
    assert overview.title() == "mtcheck report"
    overview.go_back()
    overview.wait_for_selector("article.sentence")


def test_the_head_of_a_file_says_verdict_and_reasons(harbour: Page) -> None:
    said = harbour.locator("#file-head").text_content() or ""
    for words in ("mangled", "4 of 9 sentences are mangled", "originals/harbour.txt", "low-fpr"):
        assert words in said


def test_previous_and_next_file_follow_the_ranking(harbour: Page) -> None:
    harbour.click("#next-file")
    eventually(harbour, "document.title.includes('council')")
    harbour.click("#prev-file")
    eventually(harbour, "document.title.includes('harbour')")


def test_files_are_found_by_name(overview: Page) -> None:
    overview.fill("#file-search", "HARB")
    eventually(overview, "document.querySelectorAll('#files tbody tr').length === 1")
    assert names(overview) == [RANKED[0]]
    overview.fill("#file-search", "nothing like it")
    overview.wait_for_selector("#no-files")
    assert names(overview) == []
    overview.fill("#file-search", "")
    eventually(overview, "document.querySelectorAll('#files tbody tr').length === 4")


def test_many_files_are_listed_by_the_hundreds(open_page: Open) -> None:
    page = open_page("many")
    assert len(names(page)) == 200
    page.click("#more-files")
    assert len(names(page)) == 400
    page.click("#more-files")
    assert len(names(page)) == 450
    assert page.locator("#more-files").is_hidden()


@pytest.mark.parametrize("name", ["scores", "rules", "coverage"])
def test_a_chart_has_a_title_a_drawing_and_its_numbers(overview: Page, name: str) -> None:
    chart = overview.locator(f"figure#chart-{name}")
    drawing = chart.locator("svg[role=img]")
    assert drawing.get_attribute("aria-label") or drawing.get_attribute("aria-labelledby")
    box = drawing.bounding_box()
    assert box
    assert box["width"] > 200
    assert box["height"] > 40
    assert drawing.locator("rect, path").count() >= 2
    assert chart.locator("figcaption").inner_text()
    chart.locator("summary").click()
    assert chart.locator("details tbody tr").count() >= 2


def test_the_chart_of_rules_counts_every_finding_that_is_live(overview: Page) -> None:
    chart = overview.locator("figure#chart-rules")
    chart.locator("summary").click()
    numbers = chart.locator("tbody td").all_inner_texts()
    assert sum(map(int, numbers)) == 50, "three are set aside"
    assert list(map(int, numbers)) == sorted(map(int, numbers), reverse=True)


def test_a_rule_of_the_chart_leads_to_its_sentences(overview: Page) -> None:
    chart = overview.locator("figure#chart-rules")
    chart.locator("summary").click()
    chart.locator("button[data-rule=ACC105]").click()
    overview.wait_for_selector("article.sentence")
    assert overview.url.endswith("#/all")
    assert overview.locator("#count").get_attribute("data-sentences") == "1"
    assert overview.locator("article[data-kind=omitted]").count() == 1
