"""Quick with 20,000 sentences. The report has the figures; here are the limits, best of three."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mtcheck.reporters.page import render_page

from . import made
from .conftest import Open
from .timing import FILTER_MS, OPEN_SECONDS, filter_ms, seconds_to_open

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_20_000_sentences_open_in_time(chromium: Browser, reports: Callable[[str], Path]) -> None:
    path = reports("large")
    assert min(seconds_to_open(chromium, path, "#/all") for _ in range(3)) < OPEN_SECONDS


@pytest.mark.parametrize(
    ("selector", "value", "undone"),
    [
        ("input[name=severity][value=major]", None, None),
        ("input[name=outcome][value=suspect]", None, None),
        ("#order", "worst", "file"),
        ("#search", "bridge", ""),
    ],
)
def test_20_000_sentences_are_filtered_in_time(
    open_page: Open, selector: str, value: str | None, undone: str | None
) -> None:
    page = open_page("large", "#/all")
    page.wait_for_selector("article.sentence")
    taken = []
    for _ in range(3):
        taken.append(filter_ms(page, selector, value))
        filter_ms(page, selector, undone)
    assert min(taken) < FILTER_MS


def test_a_page_is_rendered_in_seconds() -> None:
    verdicts = made.large()
    start = time.perf_counter()
    render_page(verdicts)
    assert time.perf_counter() - start < 10
