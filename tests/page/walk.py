"""Every payload visited in the page, and in a page as somebody in a hurry would write it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtcheck.reporters.visible import visible
from mtcheck.types import FileVerdict

from .browser import Opened
from .payloads import MARK, PAYLOADS

if TYPE_CHECKING:
    from playwright.sync_api import Page

_SHOWN = """() => {
  const foreign = /^(script|img|svg|iframe|object|embed|style|link|meta|base|form|math|video)$/i;
  const told = (selector, of = document) => [...of.querySelectorAll(selector)].map(e => e.textContent);
  return {
    sides: Object.fromEntries([...document.querySelectorAll("article.sentence")].map(row =>
      [row.dataset.index, [".candidate", ".source"].map(side => told(`${side} > bdi`, row))])),
    fields: Object.fromEntries([...document.querySelectorAll("#detail [data-field]")].map(e =>
      [e.dataset.field, e.textContent])),
    because: told("#detail .because li"),
    head: told("#file-head")[0],
    heading: told("#file-head h1")[0],
    tags: told(".tag .code"),
    title: document.title,
    foreign: [...document.querySelectorAll("article *, #detail *, #file-head *")].filter(e =>
      foreign.test(e.localName)
      || [...e.attributes].some(a => /^on/i.test(a.name) || /^\\s*(javascript|data):/i.test(a.value))
    ).map(e => e.outerHTML.slice(0, 99)),
  };
}"""


@dataclass(frozen=True)
class Walk:
    """``names`` are the files of the overview; ``shown`` what each payload's file looks like."""

    names: list[str]
    shown: dict[str, dict[str, Any]]
    complaints: list[str]
    polluted: list[str]


def walk(opened: Opened, path: Path) -> Walk:
    """Open the report of :func:`~tests.page.made.hostile`, every file, and its first finding.

    The window must be tall enough for all the sentences of a file.
    """
    opened.show(path)
    page = opened.page
    links = page.locator("table#files a.file-link").evaluate_all(
        "all => all.map(a => [a.textContent, a.getAttribute('href')])"
    )
    addresses = dict(links)
    shown = {}
    for name, text in PAYLOADS.items():
        if visible(text) in addresses:
            open_file(page, addresses[visible(text)])
            shown[name] = page.evaluate(_SHOWN)
    return Walk(
        [name for name, _ in links],
        shown,
        opened.complaints(),
        page.evaluate("Object.keys(Object.prototype)"),
    )


def open_file(page: Page, address: str) -> None:
    """Open a file of the report, and its first finding."""
    page.evaluate("hash => { location.hash = hash }", address)
    # The finding may have no place in the text; then it has a tag only.
    page.wait_for_selector(f"article[data-file='{address.split('/')[2]}'][data-index='0'] .tag")
    page.locator("article[data-index='0']").locator(".mark, .tag").first.focus()
    page.wait_for_selector("#detail:visible")


def escapes(shown: dict[str, Any], name: str, verdict: FileVerdict) -> list[str]:
    """Where a payload is not exactly what is seen in its place, or is something besides text."""
    text = visible(PAYLOADS[name])
    fields = shown["fields"]
    sides = {
        str(score.alignment.index): [
            [visible(sentence.text) for sentence in score.alignment.candidate],
            [visible(sentence.text) for sentence in score.alignment.source],
        ]
        for score in verdict.scores
    }
    right = {
        "sentences": shown["sides"] == sides,
        "message": fields["message"] == f"Message: {text}",
        "name of the rule": fields["name"] == text,
        "code of the rule": fields["code"] == text and text in shown["tags"],
        "quote": fields["quote"] == text,
        "suggestion": fields["suggestion"] == text,
        "quote of the source": fields["source-quote"] == text,
        "reasons of the sentence": shown["because"] == [text, f"Because {text}"],
        "name of the file": shown["heading"] == text and _one_space(text) in shown["title"],
        "reasons and source of the file": all(
            part in shown["head"] for part in (f"{text}.source", f"Before {text} after.")
        ),
        "elements": not shown["foreign"],
    }
    return [place for place, is_right in right.items() if not is_right]


def acts_when_careless(opened: Opened, text: str, path: Path) -> bool:
    """Whether a payload does harm in a page that is put together from strings."""
    data = json.dumps({"text": text}, ensure_ascii=False)
    page = (
        f'<!doctype html><meta charset="utf-8"><title>x</title><p id="cell" title="{text}">{text}</p>'
        f"<p id='end' title='{text}' class={text}>end</p><script>window.data = {data};</script>"
    )
    path.write_bytes(page.encode("utf-8", "replace"))
    opened.page.goto("about:blank")
    for kind in (opened.dialogs, opened.requests, opened.console, opened.popups):
        kind.clear()
    opened.page.goto(path.as_uri(), wait_until="domcontentloaded")
    opened.page.wait_for_timeout(30)
    if opened.requests or opened.dialogs:
        return True
    return bool(
        opened.page.evaluate(
            f"'{MARK}' in window || document.getElementById('end')?.textContent !== 'end'"
            " || !document.getElementById('end').checkVisibility() || !window.data"
        )
    )


def _one_space(text: str) -> str:
    """As a browser gives back the title of a page: ASCII spaces taken together."""
    return re.sub("[ \t\n\f\r]+", " ", text).strip(" ")
