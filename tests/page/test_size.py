"""What 20,000 sentences cost is what is seen of them; ``tests/bench/reports.py`` has the seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtcheck.reporters.page import render_page

from ..effort import TWICE, steps
from . import made
from .browser import eventually
from .conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROWS = 60
"""More than fit into a window of 900 pixels and the 600 above and below it."""

# Counts the rows that are made from now on, and the times that the filters are applied.
COUNT = """() => {
  window.made = 0;
  const seen = new MutationObserver(changes => {
    for (const change of changes) window.made += change.addedNodes.length;
  });
  seen.observe(document.getElementById("list"), { childList: true });
  performance.clearMeasures("mtcheck-filter");
}"""
TYPE = """text => {
  const field = document.getElementById("search");
  for (const letter of text) {
    field.value += letter;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}"""
SHOWN = "() => document.getElementById('list').innerText"
APPLIED = "() => performance.getEntriesByName('mtcheck-filter').length"


@pytest.fixture
def large(open_page: Open) -> Page:
    page = open_page("large", "#/all")
    page.wait_for_selector("article.sentence")
    return page


def rows(page: Page) -> int:
    return page.locator("article.sentence").count()


def listed(page: Page) -> int:
    return int(page.locator("#count").get_attribute("data-sentences") or -1)


def test_of_20_000_sentences_only_those_near_the_window_are_elements(large: Page) -> None:
    assert listed(large) == sum(len(verdict.scores) for verdict in made.large()) > 15_000
    first = large.locator("article.sentence").first.get_attribute("id")
    assert 0 < rows(large) < ROWS
    for share in (0.5, 1):
        large.evaluate("share => window.scrollTo(0, share * document.body.scrollHeight)", share)
        eventually(large, "one => document.querySelector('article.sentence')?.id !== one", first)
        assert 0 < rows(large) < ROWS
        first = large.locator("article.sentence").first.get_attribute("id")
    assert large.evaluate("document.body.scrollHeight") > 15_000 * 20  # room for all


def test_many_sentences_make_hardly_more_elements_than_few(open_page: Open) -> None:
    def elements(name: str) -> int:
        page = open_page(name, "#/all")
        page.wait_for_selector("article.sentence")
        return int(page.evaluate("document.querySelectorAll('*').length"))

    assert elements("large") < 1.5 * elements("small")


@pytest.mark.parametrize(
    ("selector", "value"),
    [
        ("input[name=severity][value=major]", None),
        ("input[name=outcome][value=suspect]", None),
        ("#order", "worst"),
        ("#search", "bridge"),
    ],
)
def test_a_filter_is_applied_once_and_makes_the_rows_that_are_seen(
    large: Page, selector: str, value: str | None
) -> None:
    before = large.evaluate(SHOWN)
    large.evaluate(COUNT)
    if value is None:
        large.click(selector)
    elif selector == "#order":
        large.select_option(selector, value)
    else:
        large.evaluate(TYPE, value)
    eventually(large, f"before => ({SHOWN})() !== before", before)
    assert large.evaluate(APPLIED) == 1
    assert 0 < large.evaluate("window.made") < ROWS
    assert 0 < rows(large) < ROWS
    assert listed(large) > ROWS


def test_twice_the_sentences_take_twice_the_work_to_render() -> None:
    once, twice = (made.large(size, 3 * size, n_files=4) for size in (300, 600))
    render_page(once)  # what is loaded once
    assert steps(lambda: render_page(twice)) < TWICE * steps(lambda: render_page(once))
