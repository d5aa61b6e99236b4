from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mtcheck.reporters.page import render_page
from mtcheck.types import FileVerdict

from . import made

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from .browser import Opened

Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One headless browser for the whole folder."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    from .browser import find_chromium, launch

    with api.sync_playwright() as playwright:
        executable = find_chromium(playwright)
        if executable is None:
            pytest.skip("no Chromium: install one, or name it in $CHROMIUM")
        browser = launch(playwright, executable)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The page of the verdicts that a function of :mod:`made` makes, written once."""
    folder = tmp_path_factory.mktemp("reports")
    makers: dict[str, Callable[[], tuple[FileVerdict, ...]]] = {
        "small": made.small, "large": made.large, "hostile": made.hostile, "empty": tuple,
        "many": made.many, "odd": made.odd,
    }  # fmt: skip

    def report(name: str) -> Path:
        path = folder / f"{name}.html"
        if not path.exists():
            path.write_bytes(render_page(makers[name]()))
        return path

    return report


@pytest.fixture(scope="session")
def idle_tabs() -> dict[str, list[Opened]]:
    """Tabs that wait for their next test, by the options of their browser context.

    A new tab takes three times as long as a page in one that is there.
    """
    return {}


@pytest.fixture
def open_page(
    chromium: Browser, reports: Callable[[str], Path], idle_tabs: dict[str, list[Opened]]
) -> Iterator[Open]:
    """Open a report where nothing is kept from before. It must behave until the test ends."""
    from .browser import new_tab

    taken: list[tuple[str, Opened]] = []

    def open_one(
        name: str = "small", fragment: str = "", *, scripts: tuple[str, ...] = (), **options: Any
    ) -> Page:
        key = repr((scripts, sorted(options.items())))
        if idle_tabs.get(key):
            opened = idle_tabs[key].pop()
        else:
            options = {"viewport": {"width": 1280, "height": 900}, **options}
            opened = new_tab(chromium.new_context(**options), scripts=scripts)
        taken.append((key, opened))
        opened.show(reports(name), fragment)
        return opened.page

    yield open_one
    complaints = []
    for key, opened in taken:
        complaints += opened.complaints()
        if "storage" not in key.lower():
            opened.page.evaluate("localStorage.clear()")
        opened.page.emulate_media(media="null")
        idle_tabs.setdefault(key, []).append(opened)
    assert not complaints


@pytest.fixture
def overview(open_page: Open) -> Page:
    """The small report as it opens."""
    return open_page()


@pytest.fixture
def harbour(open_page: Open) -> Page:
    """The small report with its mangled file open."""
    page = open_page()
    page.click("table#files tbody tr:first-child a.file-link")
    page.wait_for_selector("article.sentence")
    return page
