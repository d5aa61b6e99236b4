"""A file side by side with its source: alignments, differences, findings and what explains them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def mark(page: Page, text: str) -> Locator:
    """The underlined words that read so."""
    return page.locator("article .mark", has_text=text).first


def field(page: Page, name: str) -> str:
    """What the explanation says."""
    return page.locator(f"#detail [data-field={name}]").inner_text()


def sentence(page: Page, index: int) -> Locator:
    return page.locator(f"article[data-index='{index}']")


def test_every_shape_of_alignment_is_shown_side_by_side(harbour: Page) -> None:
    kinds = [sentence(harbour, n).get_attribute("data-kind") for n in range(7)]
    assert kinds == ["one", "merged", "merged", "uncovered", "omitted", "merged", "one"]
    counts = [
        (sentence(harbour, n).locator(".candidate bdi").count(),
         sentence(harbour, n).locator(".source bdi").count())
        for n in range(7)
    ]  # fmt: skip
    assert counts == [(1, 1), (2, 1), (1, 2), (1, 0), (0, 1), (2, 2), (1, 1)]


def test_the_source_stands_beside_the_candidate(harbour: Page) -> None:
    for n in range(7):
        left = sentence(harbour, n).locator(".candidate").bounding_box()
        right = sentence(harbour, n).locator(".source").bounding_box()
        assert left
        assert right
        assert abs(left["y"] - right["y"]) < 4
        assert left["x"] + left["width"] <= right["x"]


def test_on_a_phone_the_source_stands_below(open_page: Open) -> None:
    page = open_page(viewport={"width": 375, "height": 740})
    page.click("a.file-link >> nth=0")
    left = sentence(page, 0).locator(".candidate").bounding_box()
    right = sentence(page, 0).locator(".source").bounding_box()
    assert left
    assert right
    assert right["y"] >= left["y"] + left["height"]


def test_a_sentence_without_counterpart_says_so_in_words(harbour: Page) -> None:
    assert "no counterpart" in sentence(harbour, 3).inner_text()
    assert "left out" in sentence(harbour, 4).inner_text()


def test_a_file_without_source_has_one_column(overview: Page) -> None:
    overview.click("a.file-link:has-text('market')")
    assert sentence(overview, 0).get_attribute("data-kind") == "alone"
    assert overview.locator(".side.source").count() == 0


def test_words_that_differ_are_marked_on_both_sides(harbour: Page) -> None:
    def different(n: int, side: str) -> list[str]:
        found = sentence(harbour, n).locator(f".{side} .diff").all_inner_texts()
        return " ".join(found).split()

    assert different(0, "candidate") == ["of", "Ostwyk", "Munday"]
    assert different(0, "source") == ["at", "Ostwyck", "Monday"]
    assert different(5, "candidate") == ["begin"]
    assert different(5, "source") == ["start", "about"]
    assert different(6, "candidate") == different(6, "source") == []
    assert different(3, "candidate") == [], "nothing to compare with"


def test_word_differences_can_be_switched_off(harbour: Page) -> None:
    assert harbour.locator("article .diff").count() > 0
    harbour.uncheck("#diff")
    assert harbour.locator("article .diff").count() == 0
    harbour.check("#diff")
    assert harbour.locator("article .diff").count() > 0


def test_findings_are_underlined_each_severity_in_its_own_way(harbour: Page) -> None:
    styles = {}
    for severity in ("critical", "major", "minor", "neutral"):
        styles[severity] = harbour.locator(f"article .mark.sev-{severity}").first.evaluate(
            """mark => {
              const s = getComputedStyle(mark);
              return [s.textDecorationLine, s.textDecorationStyle, s.textDecorationColor,
                      s.textDecorationThickness, s.borderBottomStyle, s.borderBottomWidth,
                      s.borderBottomColor].join();
            }"""
        )
    assert len(set(styles.values())) == 4
    assert all("underline" in style or "solid" in style for style in styles.values())


def test_hover_explains_a_finding(harbour: Page) -> None:
    mark(harbour, "Ostwyk").hover()
    harbour.wait_for_selector("#detail:visible")
    assert field(harbour, "code") == "ACC101"
    assert field(harbour, "name") == "name-altered"
    assert field(harbour, "severity") == "major"
    assert field(harbour, "category") == "accuracy"
    assert field(harbour, "message") == "The source writes “Ostwyck”, this file “Ostwyk”."
    assert field(harbour, "suggestion") == "Ostwyck"
    assert field(harbour, "quote") == "Ostwyk"
    assert field(harbour, "source-quote") == "Ostwyck"
    because = harbour.locator("#detail .because li").all_inner_texts()
    assert because[0] == "a name is spelled unlike the source"
    assert len(because) == 2


def test_the_explanation_can_be_hovered_and_dismissed(harbour: Page) -> None:
    """WCAG 1.4.13: what appears on hover can be reached with the pointer, and sent away."""
    mark(harbour, "Ostwyk").hover()
    harbour.wait_for_selector("#detail:visible")
    harbour.locator("#detail [data-field=message]").hover()
    harbour.wait_for_timeout(600)
    assert harbour.locator("#detail").is_visible()
    harbour.keyboard.press("Escape")
    harbour.wait_for_selector("#detail", state="hidden")
    assert harbour.locator("article.sentence").count() > 0, "the file stays open"


def test_what_hover_opened_goes_when_the_pointer_does(harbour: Page) -> None:
    mark(harbour, "Ostwyk").hover()
    harbour.wait_for_selector("#detail:visible")
    harbour.mouse.move(5, 5)
    harbour.wait_for_selector("#detail", state="hidden")


def test_focus_explains_a_finding(harbour: Page) -> None:
    mark(harbour, "Munday").focus()
    harbour.wait_for_selector("#detail:visible")
    assert field(harbour, "suggestion") == "Monday"
    assert field(harbour, "severity") == "minor"


def test_a_tap_explains_a_finding(open_page: Open) -> None:
    page = open_page(viewport={"width": 375, "height": 740}, has_touch=True, is_mobile=True)
    page.tap("a.file-link >> nth=0")
    mark(page, "Ostwyk").tap()
    page.wait_for_selector("#detail:visible")
    assert field(page, "suggestion") == "Ostwyck"
    box = page.locator("#detail").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375


@pytest.mark.parametrize("words", ["Ostwyk", "gift of the nets", "Repairs"])
def test_the_explanation_stays_inside_the_window(harbour: Page, words: str) -> None:
    target = mark(harbour, words) if words != "Repairs" else harbour.locator(".tag").last
    target.click()
    harbour.wait_for_selector("#detail:visible")
    box = harbour.locator("#detail").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= 1280
    assert box["y"] + box["height"] <= 900


def test_where_findings_overlap_all_of_them_can_be_read(harbour: Page) -> None:
    mark(harbour, "Four").click()
    harbour.wait_for_selector("#detail:visible")
    assert field(harbour, "code") == "ACC102", "the severest first"
    assert "1 of 2" in harbour.locator("#detail").inner_text()
    harbour.click("#detail-next")
    assert field(harbour, "code") == "LIN101"
    assert "2 of 2" in harbour.locator("#detail").inner_text()
    harbour.click("#detail-next")
    assert field(harbour, "code") == "ACC102"


def test_a_finding_in_the_source_is_marked_there(harbour: Page) -> None:
    marked = sentence(harbour, 4).locator(".source .mark")
    assert marked.inner_text() == "The insurers will not pay for cargo on open decks."
    marked.click()
    assert field(harbour, "code") == "ACC105"


def test_a_tag_explains_its_finding_too(harbour: Page) -> None:
    sentence(harbour, 0).locator(".tag", has_text="ACC101").click()
    harbour.wait_for_selector("#detail:visible")
    assert field(harbour, "quote") == "Ostwyk"


def test_the_judge_s_probability_is_shown(harbour: Page) -> None:
    mark(harbour, "gift of the nets").click()
    assert "62" in field(harbour, "probability")


def test_a_finding_set_aside_is_shown_as_such_with_the_reason(harbour: Page) -> None:
    put_aside = sentence(harbour, 2).locator(".mark.is-suppressed")
    assert put_aside.inner_text() == "the the"
    put_aside.click()
    assert field(harbour, "suppressed").endswith("comment on line 3: quoted speech")
    assert "set aside" in sentence(harbour, 2).locator(".tags").inner_text()


def test_findings_without_a_place_or_without_words_can_be_read(open_page: Open) -> None:
    page = open_page("odd")
    page.click("a.file-link >> nth=0")
    page.wait_for_selector("article.sentence")
    told = []
    for _ in range(3):
        page.keyboard.press("j")
        told.append((field(page, "code"), field(page, "place")))
    assert told == [
        ("SUP101", "line 1, column 1"),
        ("LIN102", "line 1, column 57"),
        ("LIN102", "line 99, column 57"),
    ]
    assert page.locator("article .mark").all_inner_texts() in (["", "late late"], ["late late"])
    page.keyboard.press("a")
    assert page.locator("#decided").inner_text() == "1 of 4 findings decided"


def test_a_finding_that_can_be_mended_says_how(open_page: Open) -> None:
    page = open_page("odd")
    page.click("a.file-link >> nth=0")
    mark(page, "late late").click()
    assert "mtcheck fix --write" in field(page, "fix")


def test_a_sentence_that_was_not_judged_has_no_score(open_page: Open) -> None:
    page = open_page("odd")
    page.click("a.file-link >> nth=0")
    last = sentence(page, 2)
    assert last.get_attribute("data-outcome") == "unjudged"
    assert last.locator(".score").inner_text() == "–"


def test_two_files_of_one_name_are_two_files(open_page: Open) -> None:
    page = open_page("odd")
    links = page.locator("a.file-link").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert len(set(links)) == 2
    page.click("a.file-link >> nth=1")
    page.wait_for_selector("article.sentence")
    assert page.locator("article.sentence").count() == 2
