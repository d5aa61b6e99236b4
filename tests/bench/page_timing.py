"""How long the page takes, measured in the browser. Times of what is not painted yet mean nothing."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OPEN_SECONDS = 3.0
FILTER_MS = 200.0

# A message that is posted while a frame is made arrives when the frame is painted. A search waits
# until nothing was typed for a moment: that wait is counted.
_FILTER = """
([selector, value]) => new Promise(done => {
  const field = document.querySelector(selector);
  const n = performance.getEntriesByName("mtcheck-filter").length;
  const start = performance.now();
  if (value === null) field.click();
  else {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const look = () => {
    if (field.id !== "diff" && performance.getEntriesByName("mtcheck-filter").length === n)
      return requestAnimationFrame(look);
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now() - start);
    channel.port2.postMessage(0);
  };
  requestAnimationFrame(look);
})
"""


def seconds_to_open(
    browser: Browser, path: Path, fragment: str = "", *, is_report: bool = True
) -> float:
    """From the request for a page until it is painted and, if a report, can be used."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(120_000)
    start = time.perf_counter()
    page.goto(path.as_uri() + fragment)
    if is_report:
        page.wait_for_selector("html[data-ready=true]", state="attached")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    taken = time.perf_counter() - start
    context.close()
    return taken


def filter_ms(page: Page, selector: str, value: str | None = None) -> float:
    """Milliseconds from a change of a filter to the frame that shows it.

    ``value`` is typed or chosen; without one the element is clicked.
    """
    return float(page.evaluate(_FILTER, [selector, value]))
