"""Texts that attack their reader: none runs, none leaves its place, all can be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mtcheck.reporters.page import render_page
from mtcheck.reporters.visible import visible

from . import made
from .browser import eventually
from .conftest import Open
from .payloads import ELSEWHERE, PAYLOADS

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAMES = list(PAYLOADS)
VERDICTS = dict(zip(NAMES, made.hostile(), strict=True))
PER_FILE = 5  # sentences of each file of made.hostile()


def told(page: Page, selector: str) -> list[str]:
    """The texts of some elements, exactly."""
    return [
        str(text)
        for text in page.locator(selector).evaluate_all("all => all.map(e => e.textContent)")
    ]


@pytest.fixture(scope="module")
def walked(
    chromium: object, reports: object, request: pytest.FixtureRequest
) -> dict[str, dict[str, object]]:
    """Every file of the hostile report opened, its first finding explained, and what was shown."""
    from .browser import new_tab

    context = chromium.new_context(viewport={"width": 1280, "height": 5000})  # type: ignore[attr-defined]
    opened = new_tab(context)
    opened.show(reports("hostile"))  # type: ignore[operator]
    page = opened.page
    links = page.locator("table#files a.file-link").evaluate_all(
        "all => all.map(a => [a.getAttribute('href'), a.textContent])"
    )
    by_text = {text: href for href, text in links}
    found: dict[str, dict[str, object]] = {"": {"names": [text for _, text in links]}}
    for name, text in PAYLOADS.items():
        href = by_text.get(visible(text))
        if href is None:
            continue
        page.evaluate("hash => { location.hash = hash }", href)
        page.wait_for_selector("article[data-index='0'] .mark")
        page.locator("article[data-index='0'] .mark, article[data-index='0'] .tag").first.focus()
        page.wait_for_selector("#detail:visible")
        found[name] = {
            "sides": page.evaluate(
                """() => Object.fromEntries([...document.querySelectorAll("article.sentence")].map(
                  row => [row.dataset.index, [".candidate", ".source"].map(side =>
                    [...row.querySelectorAll(`${side} > bdi`)].map(e => e.textContent))]))"""
            ),
            "fields": page.evaluate(
                """() => Object.fromEntries([...document.querySelectorAll("#detail [data-field]")].map(
                  e => [e.dataset.field, e.textContent]))"""
            ),
            "because": told(page, "#detail .because li"),
            "head": told(page, "#file-head")[0],
            "heading": told(page, "#file-head h1")[0],
            "tags": told(page, ".tag .code"),
            "title": page.title(),
            "foreign": page.evaluate(
                """() => [...document.querySelectorAll("article *, #detail *, #file-head *")].filter(
                  e => /^(script|img|svg|iframe|object|embed|style|link|meta|base|form|math|video)$/i
                         .test(e.localName) && !e.closest("canvas")
                    || [...e.attributes].some(a => /^on/i.test(a.name)
                         || /^\\s*(javascript|data):/i.test(a.value))).map(e => e.outerHTML.slice(0, 99))"""
            ),
        }  # fmt: skip
        page.keyboard.press("Escape")
    found[""]["complaints"] = opened.complaints()
    found[""]["polluted"] = page.evaluate("Object.keys(Object.prototype)")
    context.close()
    return found


def test_there_are_enough_payloads() -> None:
    assert len(set(PAYLOADS.values())) >= 25


def test_none_runs_and_nothing_leaves_the_page(walked: dict[str, dict[str, object]]) -> None:
    assert walked[""]["complaints"] == []
    assert walked[""]["polluted"] == []
    assert set(walked) - {""} == set(PAYLOADS), "every file was found and opened"


def test_every_file_name_is_shown_as_it_is(walked: dict[str, dict[str, object]]) -> None:
    names = walked[""]["names"]
    assert isinstance(names, list)
    assert sorted(names) == sorted(visible(text) for text in PAYLOADS.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_payload_stays_in_its_place(walked: dict[str, dict[str, object]], name: str) -> None:
    seen, verdict, text = walked[name], VERDICTS[name], visible(PAYLOADS[name])
    assert seen["sides"] == {
        str(score.alignment.index): [
            [visible(sentence.text) for sentence in score.alignment.candidate],
            [visible(sentence.text) for sentence in score.alignment.source],
        ]
        for score in verdict.scores
    }
    fields = seen["fields"]
    assert isinstance(fields, dict)
    assert fields["message"] == f"Message: {text}"
    assert fields["name"] == fields["quote"] == fields["suggestion"] == text
    assert fields["source-quote"] == text
    assert fields["code"] in (text, "ACC101")
    assert seen["because"] == [text, f"Because {text}"]
    assert seen["heading"] == text
    assert text in str(seen["head"])
    assert f"{text}.source" in str(seen["head"])
    assert text in seen["tags"]  # type: ignore[operator]
    assert str(seen["title"]).endswith("mtcheck report")
    assert seen["foreign"] == []


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
