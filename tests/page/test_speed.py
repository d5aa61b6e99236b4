"""Quick with 20,000 sentences. The report has the figures; here are the limits, best of three."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.reporters.page import render_page

from . import made
from .conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OPEN_SECONDS = 3.0
FILTER_MS = 200.0

# From the event to the frame that shows its effect: the second callback runs after the first
# frame was painted.
MEASURE = """
(change) => new Promise(done => {
  const start = performance.now();
  change === "reset" ? document.getElementById("reset-filters").click()
                     : document.querySelector(change).click();
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now() - start);
    channel.port2.postMessage(0);
  });
})
"""


def seconds_to_open(chromium: Browser, path: Path, fragment: str = "") -> float:
    """From the request for the file until the page can be used and is painted."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(path.as_uri() + fragment)
    page.wait_for_selector("html[data-ready=true]", state="attached")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    taken = time.perf_counter() - start
    context.close()
    return taken


def test_20_000_sentences_open_in_time(chromium: Browser, reports: Callable[[str], Path]) -> None:
    path = reports("large")
    assert min(seconds_to_open(chromium, path, "#/all") for _ in range(3)) < OPEN_SECONDS


def test_20_000_sentences_are_filtered_in_time(open_page: Open) -> None:
    page = open_page("large", "#/all")
    page.wait_for_selector("article.sentence")
    for change in (
        "input[name=severity][value=major]",
        "input[name=outcome][value=suspect]",
        "reset",
    ):
        assert min(page.evaluate(MEASURE, change) for _ in range(3)) < FILTER_MS


def test_a_page_is_rendered_in_seconds() -> None:
    verdicts = made.large()
    start = time.perf_counter()
    render_page(verdicts)
    assert time.perf_counter() - start < 10
