"""Everything without a mouse: j and k, /, ?, Esc, n and p, a, r and u, t, Enter, Tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .browser import eventually
from .conftest import Open
from .test_sentences import field

if TYPE_CHECKING:
    from playwright.sync_api import Page


def current(page: Page) -> str | None:
    """The words that the keyboard stands at."""
    return page.evaluate(
        "document.querySelector('.mark.is-current, .tag.is-current')?.textContent ?? null"
    )


def test_j_and_k_walk_from_finding_to_finding(harbour: Page) -> None:
    walked = []
    for _ in range(4):
        harbour.keyboard.press("j")
        harbour.wait_for_selector("#detail:visible")
        walked.append((current(harbour), field(harbour, "code")))
    assert [code for _, code in walked[:2]] == ["ACC101", "STY101"]
    assert [words for words, _ in walked[:2]] == ["Ostwyk", "Munday"]
    assert {code for _, code in walked[2:]} == {"ACC102", "LIN101"}
    harbour.keyboard.press("k")
    harbour.keyboard.press("k")
    assert current(harbour) == "Munday"
    assert harbour.evaluate("document.activeElement.classList.contains('is-current')")


def test_j_stops_at_the_last_finding_and_k_at_the_first(harbour: Page) -> None:
    for _ in range(12):
        harbour.keyboard.press("j")
    assert field(harbour, "code") == "ACC105"
    for _ in range(14):
        harbour.keyboard.press("k")
    assert current(harbour) == "Ostwyk"


def test_j_reaches_every_finding_of_a_long_file_once(open_page: Open) -> None:
    page = open_page()
    page.click("a.file-link:has-text('council')")
    page.wait_for_selector("article.sentence")
    total = int(page.locator("#count").get_attribute("data-findings") or 0)
    seen = set()
    for _ in range(total):
        page.keyboard.press("j")
        page.wait_for_selector("#detail:visible")
        inside = page.evaluate(
            """() => {
              const box = document.querySelector('.is-current').getBoundingClientRect();
              return box.top >= 0 && box.bottom <= innerHeight;
            }"""
        )
        assert inside, "what the keyboard stands at is on the screen"
        seen.add((page.evaluate("document.querySelector('.is-current').closest('article').dataset.index"),
                  field(page, "place"), field(page, "code"), field(page, "quote")))  # fmt: skip
    assert len(seen) >= total - 2, "two may be alike in all of these"


def test_j_keeps_to_what_passes_the_filters(harbour: Page) -> None:
    harbour.check("input[name=severity][value=critical]")
    harbour.keyboard.press("j")
    assert field(harbour, "code") == "ACC102"
    harbour.keyboard.press("j")
    assert field(harbour, "code") == "ACC102", "there is no other"


def test_j_and_k_walk_the_files_of_the_overview_and_enter_opens(overview: Page) -> None:
    def focused() -> str:
        return str(overview.evaluate("document.activeElement.textContent"))

    overview.keyboard.press("j")
    assert "harbour" in focused()
    overview.keyboard.press("j")
    assert "council" in focused()
    overview.keyboard.press("k")
    assert "harbour" in focused()
    overview.keyboard.press("Enter")
    overview.wait_for_selector("article.sentence")
    assert "harbour" in overview.title()


def test_n_and_p_go_to_the_next_and_previous_file(harbour: Page) -> None:
    harbour.keyboard.press("n")
    eventually(harbour, "document.title.includes('council')")
    harbour.keyboard.press("p")
    eventually(harbour, "document.title.includes('harbour')")


def test_slash_goes_to_the_search_and_does_not_type_itself(harbour: Page) -> None:
    harbour.keyboard.press("/")
    assert harbour.evaluate("document.activeElement.id") == "search"
    assert harbour.locator("#search").input_value() == ""
    harbour.keyboard.type("jam/k?")
    assert harbour.locator("#search").input_value() == "jam/k?", "keys are letters in a field"
    assert harbour.locator("dialog#help").is_hidden()


def test_slash_searches_files_on_the_overview(overview: Page) -> None:
    overview.keyboard.press("/")
    assert overview.evaluate("document.activeElement.id") == "file-search"


def test_a_question_mark_shows_the_keys_and_escape_hides_them(harbour: Page) -> None:
    harbour.keyboard.press("?")
    harbour.wait_for_selector("dialog#help[open]")
    keys = ", ".join(harbour.locator("dialog#help kbd").all_inner_texts()).split(", ")
    for key in ("j", "k", "/", "?", "Esc", "Enter", "n", "p", "a", "r", "u", "t"):
        assert key in keys
    harbour.keyboard.press("Escape")
    harbour.wait_for_selector("dialog#help", state="hidden")
    assert harbour.locator("article.sentence").count() > 0


def test_the_button_shows_the_keys_too(harbour: Page) -> None:
    harbour.click("#help-button")
    harbour.wait_for_selector("dialog#help[open]")
    harbour.keyboard.press("Escape")
    assert harbour.evaluate("document.activeElement.id") == "help-button"


def test_escape_closes_the_explanation_then_leaves_the_file(harbour: Page) -> None:
    harbour.keyboard.press("j")
    harbour.wait_for_selector("#detail:visible")
    harbour.keyboard.press("Escape")
    harbour.wait_for_selector("#detail", state="hidden")
    assert current(harbour) == "Ostwyk", "the place is kept"
    harbour.keyboard.press("Escape")
    harbour.wait_for_selector("#overview:visible")


def test_escape_leaves_the_search_but_not_the_file(harbour: Page) -> None:
    harbour.keyboard.press("/")
    harbour.keyboard.type("ships")
    harbour.keyboard.press("Escape")
    assert harbour.evaluate("document.activeElement.id") != "search"
    assert harbour.locator("#sentences").is_visible()


def test_enter_goes_into_the_explanation_and_escape_back(harbour: Page) -> None:
    harbour.keyboard.press("j")
    harbour.keyboard.press("Enter")
    assert harbour.evaluate("!!document.activeElement.closest('#detail')")
    harbour.keyboard.press("Escape")
    assert harbour.evaluate("document.activeElement.textContent") == "Ostwyk"


def test_a_r_and_u_decide_about_the_current_finding(harbour: Page) -> None:
    harbour.keyboard.press("j")
    harbour.keyboard.press("a")
    assert harbour.locator("#accept").get_attribute("aria-pressed") == "true"
    assert harbour.locator(".mark.is-accepted").inner_text() == "Ostwyk"
    harbour.keyboard.press("r")
    assert harbour.locator("#accept").get_attribute("aria-pressed") == "false"
    assert harbour.locator(".mark.is-rejected").inner_text() == "Ostwyk"
    harbour.keyboard.press("u")
    assert harbour.locator(".mark.is-rejected, .mark.is-accepted").count() == 0
    harbour.keyboard.press("a")
    harbour.keyboard.press("a")
    assert harbour.locator(".mark.is-accepted").count() == 0, "again takes it back"
    harbour.keyboard.press("j")
    assert current(harbour) == "Munday", "walking goes on from there"


def test_t_changes_the_theme(overview: Page) -> None:
    overview.keyboard.press("t")
    assert overview.locator("html").get_attribute("data-theme") == "dark"
    overview.keyboard.press("t")
    assert overview.locator("html").get_attribute("data-theme") == "light"


def test_keys_of_the_browser_are_left_to_it(harbour: Page) -> None:
    for key in ("Control+j", "Alt+k", "Meta+a"):
        harbour.keyboard.press(key)
    assert current(harbour) is None


def test_everything_is_reached_with_tab(harbour: Page) -> None:
    wanted = {
        "back", "next-file", "search", "reset-filters", "diff", "score-min", "order",
        "theme", "help-button",
    }  # fmt: skip
    reached = set()
    for _ in range(60):
        harbour.keyboard.press("Tab")
        reached.add(harbour.evaluate("document.activeElement.id"))
        if harbour.evaluate("document.activeElement.classList.contains('mark')"):
            reached.add("mark")
    assert wanted - reached == set()
    assert "mark" in reached


def test_what_has_focus_is_seen_to_have_it(harbour: Page) -> None:
    bare = []
    for _ in range(25):
        harbour.keyboard.press("Tab")
        style = harbour.evaluate(
            """() => {
              const s = getComputedStyle(document.activeElement);
              return [document.activeElement.outerHTML.slice(0, 80), s.outlineStyle, s.outlineWidth,
                      s.boxShadow];
            }"""
        )
        if (style[1] == "none" or style[2] == "0px") and style[3] == "none":
            bare.append(style[0])
    assert not bare


def test_single_keys_can_be_switched_off_for_good(harbour: Page) -> None:
    """WCAG 2.1.4: speech input would press them at random."""
    harbour.keyboard.press("?")
    harbour.uncheck("#single-keys")
    harbour.keyboard.press("Escape")
    harbour.keyboard.press("j")
    assert current(harbour) is None
    harbour.reload()
    harbour.wait_for_selector("article.sentence")
    harbour.keyboard.press("j")
    assert current(harbour) is None
    harbour.click("#help-button")
    harbour.check("#single-keys")
    harbour.keyboard.press("Escape")
    harbour.keyboard.press("j")
    assert current(harbour) == "Ostwyk"
