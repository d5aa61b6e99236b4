"""Texts that attack their reader: none runs, none leaves its place, all can be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mtcheck.reporters.page import render_page
from mtcheck.reporters.visible import visible

from . import made
from .browser import eventually, new_tab
from .conftest import Open
from .payloads import ELSEWHERE, PAYLOADS
from .walk import Walk, acts_when_careless, escapes, walk

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = list(PAYLOADS)
VERDICTS = dict(zip(NAMES, made.hostile(), strict=True))
PER_FILE = 5  # sentences of each file of made.hostile()


@pytest.fixture(scope="module")
def walked(chromium: Browser, reports: Callable[[str], Path]) -> Iterator[Walk]:
    """The hostile report with every file opened."""
    context = chromium.new_context(viewport={"width": 1280, "height": 5000})
    yield walk(new_tab(context), reports("hostile"))
    context.close()


def test_there_are_enough_payloads_and_they_are_live(chromium: Browser, tmp_path: Path) -> None:
    """In a page put together from strings they act; so it means something that here they do not."""
    assert len(set(PAYLOADS.values())) >= 25
    context = chromium.new_context()
    tab = new_tab(context)
    active = {
        name for name, text in list(PAYLOADS.items())[:40]
        if acts_when_careless(tab, text, tmp_path / "careless.html")
    }  # fmt: skip
    context.close()
    assert len(active) >= 25


def test_none_runs_and_nothing_leaves_the_page(walked: Walk) -> None:
    assert walked.complaints == []
    assert walked.polluted == []
    assert set(walked.shown) == set(PAYLOADS), "every file was found and opened"


def test_every_file_name_is_shown_as_it_is(walked: Walk) -> None:
    assert sorted(walked.names) == sorted(visible(text) for text in PAYLOADS.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_payload_stays_in_its_place(walked: Walk, name: str) -> None:
    assert escapes(walked.shown[name], name, VERDICTS[name]) == []


@pytest.mark.parametrize("name", ["bidi-override", "ansi", "c0", "zero-width", "lone-surrogates"])
def test_characters_that_act_are_shown_by_code_and_set_apart(open_page: Open, name: str) -> None:
    page = open_page("hostile")
    page.fill("#file-search", "")
    page.locator("a.file-link").nth(0).wait_for()
    href = page.evaluate(
        "text => [...document.querySelectorAll('a.file-link')].find(a => a.textContent === text)"
        ".getAttribute('href')",
        visible(PAYLOADS[name]),
    )
    page.evaluate("hash => { location.hash = hash }", href)
    page.wait_for_selector("article .candidate .ctl")
    codes = page.locator("article[data-index='0'] .candidate .ctl").all_inner_texts()
    assert codes
    assert all(re.fullmatch(r"\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})", code) for code in codes)


def test_a_tower_of_accents_stays_in_its_row(open_page: Open) -> None:
    page = open_page("hostile")
    href = page.evaluate(
        "text => [...document.querySelectorAll('a.file-link')].find(a => a.textContent === text)"
        ".getAttribute('href')",
        PAYLOADS["combining-tower"],
    )
    page.evaluate("hash => { location.hash = hash }", href)
    page.wait_for_selector("article[data-index='1']")
    clipped = page.locator(
        "article[data-index='1'], article[data-index='1'] .candidate"
    ).evaluate_all(
        "all => all.some(e => getComputedStyle(e).overflowY !== 'visible'"
        " || /paint|strict|content/.test(getComputedStyle(e).contain))"
    )
    assert clipped, "what rises above its line is cut off at the sentence's edge"


def test_the_file_itself_holds_no_text_that_acts() -> None:
    """Whoever looks at the page's source in a terminal or an editor is safe as well."""
    content = render_page(made.hostile()).decode("utf-8")
    acting = set(
        re.findall(
            "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]",
            content,
        )
    )
    assert acting == set()
    assert content.count("<script") == 2, "the data and the page's own"
    assert "</script" not in re.sub(r"</script>\n?(?=<script|</body>|\s*</body>)", "", content)


def test_names_of_every_object_s_members_are_names_like_others(open_page: Open) -> None:
    page = open_page("hostile", "#/all")
    page.click("#rule-filter summary")
    for code in ("__proto__", "constructor", "hasOwnProperty", "toString", "valueOf"):
        page.locator(f"input[name=rule][value='{code}']").check()
        assert page.locator("#count").get_attribute("data-sentences") == "3", code
        page.locator(f"input[name=rule][value='{code}']").uncheck()


@pytest.mark.parametrize("words", ["<script>", "\u202e", "(", "[", "\\", "__proto__", "${", "\x00"])
def test_a_search_for_anything_is_a_search_for_that(open_page: Open, words: str) -> None:
    page = open_page("hostile", "#/all")
    page.fill("#search", words)
    eventually(
        page, f"document.getElementById('count').dataset.sentences !== '{PER_FILE * len(PAYLOADS)}'"
    )
    found = int(page.locator("#count").get_attribute("data-sentences") or 0)
    assert 0 < found < PER_FILE * len(PAYLOADS)


def test_no_payload_is_left_out_on_paper(open_page: Open) -> None:
    page = open_page("hostile", "#/all")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    rows = page.locator("article.sentence")
    assert rows.count() == PER_FILE * len(PAYLOADS)
    text = "\n".join(rows.evaluate_all("all => all.map(e => e.textContent)"))
    for payload in PAYLOADS.values():
        assert f"Message: {visible(payload)}" in text
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)


def test_without_scripts_none_runs_either(open_page: Open) -> None:
    content = render_page(made.hostile()).decode("utf-8")
    (plain,) = re.findall(r"<noscript>(.*?)</noscript>", content, flags=re.DOTALL)
    assert not re.findall(r"<(?:script|img|svg|iframe|style|base|meta|form|object)\b", plain)
    assert ELSEWHERE in plain, "as text"
