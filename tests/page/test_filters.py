"""What narrows the list: rule, severity, outcome, score, decision, words; and its order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from mtcheck.types import Outcome, SentenceScore, Severity

from . import made
from .browser import eventually
from .conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCORES = [score for verdict in made.small() for score in verdict.scores]


@pytest.fixture
def everything(open_page: Open) -> Page:
    """The sentences of all files of the small report."""
    page = open_page("small", "#/all")
    page.wait_for_selector("article.sentence")
    return page


def count(page: Page) -> int:
    return int(page.locator("#count").get_attribute("data-sentences") or -1)


def expected(keep: Callable[[SentenceScore], bool]) -> int:
    n = sum(map(keep, SCORES))
    assert 0 < n < len(SCORES), "a filter that keeps all or none shows nothing"
    return n


def test_nothing_is_filtered_at_first(everything: Page) -> None:
    assert count(everything) == len(SCORES)
    shown = everything.locator("#count").inner_text()
    assert shown.startswith(f"{len(SCORES)} ")
    assert f"{sum(len(s.findings) for s in SCORES)} findings" in shown


@pytest.mark.parametrize("severity", list(Severity))
def test_by_severity(everything: Page, severity: Severity) -> None:
    everything.check(f"input[name=severity][value={severity.value}]")
    assert count(everything) == expected(lambda s: any(f.severity is severity for f in s.findings))
    assert everything.locator(f"article.sentence .tag.sev-{severity.value}").count() > 0


def test_by_two_severities_either_is_enough(everything: Page) -> None:
    everything.check("input[name=severity][value=critical]")
    everything.check("input[name=severity][value=minor]")
    wanted = (Severity.CRITICAL, Severity.MINOR)
    assert count(everything) == expected(lambda s: any(f.severity in wanted for f in s.findings))


def test_by_rule(everything: Page) -> None:
    everything.click("#rule-filter summary")
    everything.check("input[name=rule][value=LIN102]")
    assert count(everything) == expected(lambda s: any(f.code == "LIN102" for f in s.findings))


def test_rule_and_severity_must_hold_for_one_and_the_same_finding(everything: Page) -> None:
    everything.click("#rule-filter summary")
    everything.check("input[name=rule][value=ACC101]")
    everything.check("input[name=severity][value=minor]")
    assert count(everything) == expected(
        lambda s: any(f.code == "ACC101" and f.severity is Severity.MINOR for f in s.findings)
    )


@pytest.mark.parametrize("outcome", [Outcome.MANGLED, Outcome.SUSPECT, Outcome.CLEAN])
def test_by_outcome(everything: Page, outcome: Outcome) -> None:
    everything.check(f"input[name=outcome][value={outcome.value}]")
    assert count(everything) == expected(lambda s: s.outcome is outcome)
    kinds = everything.locator("article.sentence").evaluate_all(
        "all => [...new Set(all.map(one => one.dataset.outcome))]"
    )
    assert kinds == [outcome.value]


def test_by_score(everything: Page) -> None:
    everything.fill("#score-max", "40")
    assert count(everything) == expected(lambda s: s.score <= 40)
    everything.fill("#score-min", "10")
    assert count(everything) == expected(lambda s: 10 <= s.score <= 40)
    everything.fill("#score-max", "")
    assert count(everything) == expected(lambda s: s.score >= 10)


@pytest.mark.parametrize(
    ("choice", "keep"),
    [("only", lambda s: any(f.suppressed for f in s.findings)), ("hide", lambda s: True)],
)
def test_findings_set_aside_can_be_hidden_or_singled_out(
    everything: Page, choice: str, keep: Callable[[SentenceScore], bool]
) -> None:
    everything.select_option("#suppressed", choice)
    assert count(everything) == sum(map(keep, SCORES))
    n_findings = int(everything.locator("#count").get_attribute("data-findings") or -1)
    aside = sum(bool(f.suppressed) for s in SCORES for f in s.findings)
    total = sum(len(s.findings) for s in SCORES)
    assert n_findings == (aside if choice == "only" else total - aside)


def test_by_decision(everything: Page) -> None:
    everything.locator("article .mark").first.click()
    everything.click("#accept")
    everything.select_option("#decision", "accepted")
    assert count(everything) == 1
    everything.select_option("#decision", "rejected")
    assert everything.locator("#empty").is_visible()
    everything.select_option("#decision", "open")
    # Its sentence holds further findings, which are open.
    assert count(everything) == expected(lambda s: bool(s.findings))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("breakwater", 1),  # both texts
        ("BREAKWATER until", 1),  # the candidate, whatever the case
        ("fourteen ships", 1),  # the source
        ("omission", 1),  # a rule's name
        ("acc105", 1),  # a rule's code
        ("the the", 1),  # a quote
        ("Repairs  begin", 2),  # spaces as they come
        ("Ostwyk", 1),
        ("(", 0),  # no pattern, only text
        (".*", 0),
    ],
)
def test_by_text(everything: Page, words: str, found: int) -> None:
    everything.fill("#search", words)
    eventually(
        everything,
        "n => document.getElementById('count').dataset.sentences === String(n)",
        arg=found,
    )
    assert everything.locator("#empty").is_visible() == (found == 0)


def test_filters_add_up_and_reset_together(everything: Page) -> None:
    everything.check("input[name=severity][value=critical]")
    everything.check("input[name=outcome][value=mangled]")
    everything.fill("#score-max", "20")
    assert count(everything) == expected(
        lambda s: s.score <= 20 and s.outcome is Outcome.MANGLED
        and any(f.severity is Severity.CRITICAL for f in s.findings)
    )  # fmt: skip
    everything.click("#reset-filters")
    assert count(everything) == len(SCORES)
    assert everything.locator("#filters input:checked:not(#diff)").count() == 0
    assert everything.locator("#score-max").input_value() == ""


def test_filtered_to_nothing_the_page_says_so(everything: Page) -> None:
    everything.check("input[name=outcome][value=unjudged]")
    assert count(everything) == 0
    assert everything.locator("#empty").is_visible()
    assert everything.locator("article.sentence").count() == 0
    everything.click("#reset-filters")
    assert everything.locator("#empty").is_hidden()


def test_worst_first(everything: Page) -> None:
    everything.select_option("#order", "worst")
    shown = everything.locator("article.sentence .score").all_inner_texts()
    assert len(shown) > 5
    assert [float(text) for text in shown] == sorted(s.score for s in SCORES)[: len(shown)]


def test_filters_stay_from_file_to_file(everything: Page) -> None:
    everything.check("input[name=severity][value=critical]")
    everything.goto(everything.url.split("#")[0] + "#/")
    everything.click("a.file-link >> nth=0")
    everything.wait_for_selector("article.sentence")
    assert everything.locator("input[name=severity][value=critical]").is_checked()
    assert count(everything) == 1
    assert everything.locator("article.sentence").count() == 1


def test_what_is_counted_is_announced(everything: Page) -> None:
    status = everything.locator("#count")
    assert status.get_attribute("role") == "status"
    assert status.get_attribute("aria-live") == "polite"
