"""Links that lead to one sentence, and go on doing so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .browser import eventually
from .conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Page


def council(page: Page) -> str:
    """The part of the address that names the long file."""
    link = page.locator("a.file-link:has-text('council')").get_attribute("href") or ""
    assert link.startswith("#/f/")
    return link


def is_there(page: Page, index: int) -> None:
    """The sentence is current and on the screen."""
    page.wait_for_selector(f"article[data-index='{index}'][aria-current=true]")
    assert page.evaluate(
        """() => {
          const box = document.querySelector('article[aria-current=true]').getBoundingClientRect();
          return box.top >= 0 && box.bottom <= innerHeight;
        }"""
    )
    assert page.locator("article[aria-current=true]").count() == 1


@pytest.mark.parametrize("index", [0, 137, 255])
def test_a_link_opens_its_sentence(overview: Page, index: int) -> None:
    overview.goto(f"{overview.url.split('#')[0]}{council(overview)}/s/{index}")
    is_there(overview, index)


def test_a_link_works_in_a_fresh_tab_and_survives_reload(open_page: Open) -> None:
    link = council(open_page())
    page = open_page("small", f"{link}/s/190")
    is_there(page, 190)
    page.reload()
    is_there(page, 190)


def test_changing_the_address_goes_to_the_other_sentence(open_page: Open) -> None:
    page = open_page()
    link = council(page)
    page.evaluate("hash => { location.hash = hash }", f"{link}/s/40")
    is_there(page, 40)
    page.evaluate("hash => { location.hash = hash }", f"{link}/s/200")
    is_there(page, 200)
    page.go_back()
    is_there(page, 40)


def test_every_sentence_has_a_link_to_itself(overview: Page) -> None:
    overview.click("a.file-link:has-text('council')")
    article = overview.locator("article.sentence").nth(3)
    index = article.get_attribute("data-index")
    article.locator("a.permalink").click()
    assert overview.url.endswith(f"/s/{index}")
    is_there(overview, int(index or -1))


def test_a_link_to_a_sentence_that_filters_hide_shows_it(overview: Page) -> None:
    link = council(overview)
    overview.evaluate("hash => { location.hash = hash }", link)
    overview.wait_for_selector("article.sentence")
    overview.fill("#score-min", "99.99")
    overview.evaluate("hash => { location.hash = hash }", f"{link}/s/77")
    is_there(overview, 77)


@pytest.mark.parametrize(
    "fragment",
    ["#/f/00000000", "#/f/", "#/nonsense", "#/f/__proto__", "#/f/constructor/s/1", "#%", "#/f/%zz"],
)
def test_an_unknown_address_shows_the_overview(open_page: Open, fragment: str) -> None:
    page = open_page("small", fragment)
    assert page.locator("#overview").is_visible()


@pytest.mark.parametrize("index", ["9999", "-1", "x", "1e3", "", "constructor"])
def test_an_unknown_sentence_shows_its_file(overview: Page, index: str) -> None:
    overview.goto(f"{overview.url.split('#')[0]}{council(overview)}/s/{index}")
    eventually(overview, "document.title.includes('council') || location.hash.length < 3")
    assert overview.locator("article[aria-current=true]").count() == 0


def test_the_skip_link_leads_past_the_bar(harbour: Page) -> None:
    before = harbour.url
    harbour.evaluate("document.activeElement.blur()")
    harbour.locator("#skip").focus()
    harbour.keyboard.press("Enter")
    assert harbour.evaluate("document.activeElement.closest('main') !== null")
    assert harbour.locator("#sentences").is_visible(), "the file stays open"
    assert harbour.url == before
