"""A headless Chromium, and a record of all that a page does which it should not."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .payloads import MARK

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")

# Runs before any script of the page: what the browser itself refused is counted.
_RECORD = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
NO_STORAGE = """
Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("Access is denied for this document.", "SecurityError"); },
});
"""
FULL_STORAGE = """
Storage.prototype.setItem = () => {
  throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
};
"""


def find_chromium(playwright: Playwright) -> str | None:
    """The path of a Chromium: ``$CHROMIUM``, the system's, or the one Playwright installed."""
    own = playwright.chromium.executable_path
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    return found or (own if own and Path(own).exists() else None)


def launch(playwright: Playwright, executable: str) -> Browser:
    """Chromium, without its sandbox only where it would refuse to start with one."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return playwright.chromium.launch(
        executable_path=executable, args=["--no-sandbox"] if root else []
    )


@dataclass
class Opened:
    """A tab, and what its page did besides showing a report."""

    page: Page
    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    popups: list[str] = field(default_factory=list)

    def show(self, path: Path, fragment: str = "") -> None:
        """Load a report anew and wait until it can be used."""
        self.page.goto("about:blank")  # else a change of the fragment would load nothing
        for kind in (self.dialogs, self.requests, self.console, self.popups):
            kind.clear()
        self.page.goto(path.as_uri() + fragment)
        ready(self.page)

    def complaints(self) -> list[str]:
        """Everything that a report must never do; empty for a page that behaves."""
        found = [f"dialog: {text}" for text in self.dialogs]
        found += [f"request: {url}" for url in self.requests]
        found += [f"console: {text}" for text in self.console]
        found += [f"popup: {url}" for url in self.popups]
        found += [f"policy: {text}" for text in self.page.evaluate("window.__violations")]
        ran = self.page.evaluate(f"'{MARK}' in window || '{MARK}' in Object.prototype")
        return found + ["a payload ran"] * bool(ran)


def new_tab(context: BrowserContext, *, scripts: Sequence[str] = ()) -> Opened:
    """An empty tab whose pages are watched, and reach no network. ``scripts`` run before theirs."""
    context.route(re.compile("^(?!file:|blob:|data:)"), lambda route: route.fulfill(status=204))
    page = context.new_page()
    page.set_default_timeout(10_000)
    for script in (_RECORD, *scripts):
        page.add_init_script(script)
    opened = Opened(page)

    def answer(dialog: Any) -> None:
        opened.dialogs.append(dialog.message)
        dialog.dismiss()

    def sent(request: Any) -> None:
        own = request.is_navigation_request() and request.frame == page.main_frame
        if not (own and request.url.startswith("file://")) and not request.url.startswith("blob:"):
            opened.requests.append(request.url)

    def said(message: Any) -> None:
        if message.type in ("error", "warning"):
            opened.console.append(message.text)

    page.on("dialog", answer)
    page.on("request", sent)
    page.on("popup", lambda popup: opened.popups.append(popup.url))
    page.on("pageerror", lambda error: opened.console.append(str(error)))
    page.on("console", said)
    return opened


def ready(page: Page) -> None:
    """Wait until the page can be used."""
    page.wait_for_selector("html[data-ready=true]", state="attached")


def eventually(page: Page, expression: str, arg: Any = None, *, seconds: float = 10) -> None:
    """Wait until an expression is true. (Playwright's own way needs ``unsafe-eval``.)"""
    limit = time.monotonic() + seconds
    while not page.evaluate(expression, arg):
        assert time.monotonic() < limit, f"never true: {expression}"
        page.wait_for_timeout(15)


def settled(page: Page) -> None:
    """Wait until what was asked for is painted."""
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
