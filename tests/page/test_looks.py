"""Both themes, every width, paper; and what axe-core makes of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from . import made
from .browser import eventually, ready, settled
from .conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = (375, 768, 1440)
THEMES = ("light", "dark")


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_theme_is_the_system_s(open_page: Open) -> None:
    light, dark = (background(open_page(color_scheme=theme)) for theme in THEMES)
    assert light != dark


@pytest.mark.parametrize("system", THEMES)
def test_the_theme_can_be_changed_and_is_kept(open_page: Open, system: str) -> None:
    page = open_page(color_scheme=system)
    before = background(page)
    page.click("#theme")
    after = background(page)
    assert after != before
    page.reload()
    assert background(page) == after
    page.click("#theme")
    assert background(page) == before


def open_state(page: Page, state: str) -> None:
    """Lead the page into one of :data:`STATES`."""
    if state in ("overview", "nothing"):
        return
    if state == "help":
        page.keyboard.press("?")
        page.wait_for_selector("dialog#help[open]")
        return
    if state == "numbers":
        for summary in page.locator("figure.chart summary").all():
            summary.click()
        return
    page.click("a.file-link >> nth=0")
    page.wait_for_selector("article.sentence")
    if state == "explained":
        page.keyboard.press("j")
        page.keyboard.press("a")
        page.keyboard.press("j")
        page.keyboard.press("r")
        page.wait_for_selector("#detail:visible")
    if state == "filters":
        if page.locator("#toggle-filters").is_visible():
            page.click("#toggle-filters")
        page.click("#rule-filter summary")
    if state == "filtered to nothing":
        page.fill("#search", "no such words")
        page.wait_for_selector("#empty:visible")


def to_start(page: Page) -> None:
    """The page as it opens, with nothing decided."""
    page.goto(page.url.split("#")[0] + "#/")
    page.evaluate("localStorage.clear()")
    page.reload()
    ready(page)


STATES = ("overview", "numbers", "file", "explained", "filters", "filtered to nothing", "help")


def faults(page: Page) -> list[str]:
    """What axe-core calls serious or critical, with the first element of each."""
    from axe_playwright_python.sync_playwright import Axe

    return [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:150]}"
        for one in Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_core_finds_nothing_serious(open_page: Open, width: int, theme: str) -> None:
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=theme)
    found = {}
    for state in STATES:
        to_start(page)
        open_state(page, state)
        settled(page)
        found[state] = faults(page)
    assert {state: some for state, some in found.items() if some} == {}


@pytest.mark.parametrize("name", ["small", "hostile"])
@pytest.mark.parametrize("width", [320, 375, 768])
def test_nothing_has_to_be_scrolled_sideways(open_page: Open, name: str, width: int) -> None:
    page = open_page(name, viewport={"width": width, "height": 800})
    for state in STATES[:-1]:
        to_start(page)
        open_state(page, state)
        settled(page)
        excess = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert excess <= 0, state


def test_what_is_tapped_is_large_enough(open_page: Open) -> None:
    """WCAG 2.5.8: 24 pixels, where it is not inside a line of text."""
    page = open_page(viewport={"width": 375, "height": 740}, has_touch=True, is_mobile=True)
    page.tap("a.file-link >> nth=0")
    page.locator("article .mark").first.tap()
    page.wait_for_selector("#detail:visible")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, select, input:not([type=checkbox])")]
          .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.matches(".unseen"))
          .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
          .filter(([, box]) => box.height < 24 || box.width < 24).map(([html]) => html)"""
    )
    assert not small


def test_motion_stops_where_it_is_not_wanted(open_page: Open) -> None:
    page = open_page(reduced_motion="reduce")
    page.click("a.file-link >> nth=0")
    page.wait_for_selector("article.sentence")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(e => {
          const s = getComputedStyle(e);
          return parseFloat(s.transitionDuration) > 0.01 || parseFloat(s.animationDuration) > 0.01;
        }).length"""
    )
    assert moving == 0


def test_text_can_be_enlarged_to_double(open_page: Open) -> None:
    """WCAG 1.4.4, as the half of the width at double size: nothing is lost to the right."""
    page = open_page(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    page.click("a.file-link >> nth=0")
    page.wait_for_selector("article.sentence")
    assert page.locator("#count").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


@pytest.mark.parametrize("fragment", ["#/all", "file"])
def test_paper_has_every_sentence_with_its_findings(open_page: Open, fragment: str) -> None:
    page = open_page("small", fragment if fragment == "#/all" else "")
    if fragment == "file":
        page.click("a.file-link:has-text('council')")
    page.wait_for_selector("article.sentence")
    wanted = [
        score
        for verdict in made.small()
        if fragment == "#/all" or "council" in verdict.path
        for score in verdict.scores
    ]
    on_screen = page.locator("article.sentence").count()
    assert on_screen < len(wanted)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("article.sentence").count() == len(wanted)
    printed = page.locator("article.sentence").evaluate_all("all => all.map(a => a.innerText)")
    told = "\n".join(printed)
    for score in wanted:
        for finding in score.findings:
            assert finding.message in told
        for sentence in score.alignment.candidate:
            assert sentence.text in told
    for unwanted in ("#filter-fields", "#search", "#bar", "#trail", "#detail"):
        assert page.locator(unwanted).is_hidden()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("article.sentence").count() < len(wanted)


def test_paper_is_black_on_white_in_the_dark_theme_too(open_page: Open) -> None:
    page = open_page(color_scheme="dark")
    page.click("#theme")
    page.click("#theme")
    page.emulate_media(media="print")
    assert background(page) in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def test_a_pdf_has_as_many_pages_as_it_needs(harbour: Page, tmp_path: Path) -> None:
    harbour.keyboard.press("n")
    eventually(harbour, "document.title.includes('council')")
    content = harbour.pdf()
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") + content.count(b"/Type /Page ") >= 5


def test_paper_of_a_large_file_is_ready_in_reasonable_time(
    open_page: Open, reports: Callable[[str], Path]
) -> None:
    page = open_page("large")
    page.click("a.file-link:has-text('part-12')")
    page.wait_for_selector("article.sentence")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    total = int(page.locator("#count").get_attribute("data-sentences") or 0)
    assert page.locator("article.sentence").count() == total > 500
