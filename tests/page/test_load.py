"""The page opens from a file, alone, and works where the browser forbids it something."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mtcheck.reporters.page import render_page

from . import made
from .browser import new_tab
from .conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def test_a_report_opens_from_a_file(overview: Page) -> None:
    assert overview.url.startswith("file://")
    assert overview.title() == "mtcheck report"
    assert overview.locator("#overview h1").is_visible()
    assert overview.locator("#sentences").is_hidden()


def test_a_report_is_one_file_without_remote_assets() -> None:
    page = render_page(made.small()).decode("utf-8")
    markup = re.sub(r"<script.*?</script>|<style>.*?</style>", "", page, flags=re.DOTALL)
    addresses = re.findall(r'\s(?:src|href|action|poster|srcset)="([^"#]*)', markup)
    assert set(addresses) <= {"", "data:,"}
    style = "".join(re.findall(r"<style>(.*?)</style>", page, flags=re.DOTALL))
    assert not re.findall(r"@import|url\((?!['\"]?data:)", style)
    assert "http" not in re.sub(r"http://www\.w3\.org/\S+", "", style)


def test_the_policy_allows_the_page_s_own_script_and_style_only() -> None:
    page = render_page(made.small()).decode("utf-8")
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    policy = policy.replace("&#39;", "'")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["base-uri"] == rules["form-action"] == "'none'"
    for kind in ("script-src", "style-src"):
        assert re.fullmatch(r"('sha256-[\w+/]{43}=' ?)+", rules[kind])
    assert "unsafe" not in policy
    assert "http" not in policy
    assert page.index("Content-Security-Policy") < page.index("<style>") < page.index("<script")


def test_what_the_policy_stops_would_be_noticed(
    chromium: Browser, reports: Callable[[str], Path]
) -> None:
    """The record of complaints is not empty by accident."""
    context = chromium.new_context()
    opened = new_tab(context)
    opened.show(reports("small"))
    page = opened.page
    page.evaluate(
        """() => new Promise(done => {
          document.addEventListener("securitypolicyviolation", done);
          const image = document.createElement("img");
          image.src = "https://attack.invalid/x.png";
          document.body.append(image);
        })"""
    )
    complaints = opened.complaints()
    assert "policy: img-src https://attack.invalid/x.png" in complaints
    page.evaluate("window.attacked = 1")
    assert "a payload ran" in opened.complaints()
    context.close()


def test_equal_verdicts_give_equal_bytes() -> None:
    assert render_page(made.small()) == render_page(made.small())


def test_without_scripts_every_file_is_listed_with_its_outcome(
    chromium: Browser, reports: Callable[[str], Path]
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(reports("small").as_uri())
    rows = page.locator("table.plain tbody tr").all_inner_texts()
    assert [re.findall(r"texts/\w+\.txt|mangled|suspect|clean|unjudged", row)[:2] for row in rows] == [
        ["texts/harbour.txt", "mangled"],
        ["texts/council.txt", "suspect"],
        ["texts/broken.txt", "unjudged"],
        ["texts/market.txt", "clean"],
    ]  # fmt: skip
    assert page.locator("#app").is_hidden()
    assert "JavaScript" in page.locator("main.plain, noscript").first.inner_text()
    context.close()


@pytest.mark.parametrize("fault", ["denied", "full"])
def test_where_storage_is_blocked_the_page_says_so_and_works(open_page: Open, fault: str) -> None:
    from .browser import FULL_STORAGE, NO_STORAGE

    page = open_page(scripts=(NO_STORAGE if fault == "denied" else FULL_STORAGE,))
    page.click("a.file-link >> nth=0")
    page.locator("article .mark", has_text="Ostwyk").first.click()
    page.click("#accept")
    assert page.locator("#storage-warning").is_visible()
    assert "keeps nothing" in page.locator("#storage-warning").inner_text()
    assert page.locator("#decided").inner_text().startswith("1 of ")
    assert page.locator("#export-baseline").is_enabled()
    page.click("#theme")


def test_a_report_of_nothing_opens_and_says_so(open_page: Open) -> None:
    page = open_page("empty")
    assert page.locator("table#files tbody tr").count() == 0
    assert "no file" in page.locator("#overview").inner_text().lower()
    page.keyboard.press("j")
    page.keyboard.press("/")
    assert page.locator("figure.chart").count() == 0


def test_a_file_that_could_not_be_read_is_shown_with_its_error(overview: Page) -> None:
    overview.click("a.file-link:has-text('broken.txt')")
    overview.wait_for_selector("#file-head:has-text('texts/broken.txt:7: not UTF-8')")
    assert overview.locator("article.sentence").count() == 0


def test_a_large_report_opens_and_scrolls_to_its_end(open_page: Open) -> None:
    page = open_page("large", "#/all")
    assert page.locator("article.sentence").count() < 200, "the list is virtual"
    last = page.locator("article.sentence").first.get_attribute("aria-setsize")
    for _ in range(20):  # heights are estimated until they are seen, so the end may move once
        page.keyboard.press("End")
        page.wait_for_timeout(100)
        if page.locator(f"article.sentence[aria-posinset='{last}']").count():
            break
    page.wait_for_selector(f"article.sentence[aria-posinset='{last}']")
    assert page.locator("article.sentence").count() < 200
    page.keyboard.press("Home")
    page.wait_for_selector("article.sentence[aria-posinset='1']")
