"""Measure the reports and write ``reports/benchmarks/reports.md``.

    python tests/bench/reports.py [--runs 7] [--quick]
    python tests/bench/reports.py --screenshot

The page with 20,000 sentences in headless Chromium: time until it can be used, time of a filter,
size, beside the table that pandas would write; payloads that ran or escaped; axe-core; what can
be done with it, and the tests that hold that. Then every format against its schema or its reader.
``--quick`` measures the page only, with three runs, and writes nothing. ``--screenshot`` writes
``reports/benchmarks/report.png``, the picture of the README, and nothing else. Needs Chromium: the
system's, Playwright's, or the one that ``$CHROMIUM`` names.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from xml.etree import ElementTree

from page_timing import FILTER_MS, OPEN_SECONDS, filter_ms, seconds_to_open
from playwright.sync_api import Browser, Page, sync_playwright

from mtcheck.reporters.csv_tables import SENTENCE_COLUMNS, sentence_rows
from mtcheck.reporters.page import render_page
from mtcheck.types import FileVerdict
from seeds import ROOT, SEEDS, SOURCE, table

sys.path.insert(0, str(ROOT))
from tests.page import made
from tests.page.browser import find_chromium, launch, new_tab, ready, settled
from tests.page.interactions import INTERACTIONS
from tests.page.payloads import PAYLOADS
from tests.page.test_looks import STATES, THEMES, WIDTHS, open_state, to_start
from tests.page.walk import acts_when_careless, escapes, walk

OUT = ROOT / "reports" / "benchmarks"

# What is changed in the page, from its first state: what to click, or what to set to which value.
FILTERS: dict[str, tuple[str, str | None]] = {
    "severity critical": ("input[name=severity][value=critical]", None),
    "severity major": ("input[name=severity][value=major]", None),
    "severity minor": ("input[name=severity][value=minor]", None),
    "sentence mangled": ("input[name=outcome][value=mangled]", None),
    "sentence suspect": ("input[name=outcome][value=suspect]", None),
    "sentence clean": ("input[name=outcome][value=clean]", None),
    "rule ACC101": ("input[name=rule][value=ACC101]", None),
    "score at most 40": ("#score-max", "40"),
    "score at least 90": ("#score-min", "90"),
    "set aside: only these": ("#suppressed", "only"),
    "decision: open": ("#decision", "open"),
    "worst first": ("#order", "worst"),
    "without word differences": ("#diff", None),
    "search “the”": ("#search", "the"),
    "search “north gate”": ("#search", "north gate"),
    "search “acc101”": ("#search", "acc101"),
    "search “zzz”": ("#search", "zzz"),
}


def pandas_table(verdicts: Sequence[FileVerdict], *, escaped: bool = True) -> bytes:
    """What a user would write in a notebook."""
    import pandas as pd

    frame = pd.DataFrame(sentence_rows(verdicts), columns=list(SENTENCE_COLUMNS))
    return frame.to_html(escape=escaped).encode("utf-8", "replace")


def spread(values: Sequence[float], decimals: int) -> str:
    low, high = min(values), max(values)
    return f"{statistics.median(values):.{decimals}f} ({low:.{decimals}f}–{high:.{decimals}f})"


def opening(browser: Browser, folder: Path, runs: int) -> list[str]:
    """Size and seconds, in turn, so that a change of the machine's speed hits all alike."""
    twelve = made.large()
    one = made.large(n_files=1)
    start = time.perf_counter()
    content = render_page(twelve)
    rendered = time.perf_counter() - start
    contents = {
        "twelve.html": content,
        "one.html": render_page(one),
        "pandas.html": pandas_table(twelve),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    ways: dict[str, tuple[str, Callable[[], float]]] = {
        "12 files: the overview": ("twelve.html", lambda: seconds_to_open(browser, folder / "twelve.html")),
        "12 files: all sentences": ("twelve.html", lambda: seconds_to_open(browser, folder / "twelve.html", "#/all")),
        "one file of 20,000: its sentences": ("one.html", lambda: seconds_to_open(browser, folder / "one.html", "#/all")),
        "the same rows by pandas `to_html`": ("pandas.html", lambda: seconds_to_open(browser, folder / "pandas.html", is_report=False)),
    }  # fmt: skip
    seconds: dict[str, list[float]] = {label: [] for label in ways}
    for _ in range(runs):
        for label, (_, measured) in ways.items():
            seconds[label].append(measured())
    sentences = sum(len(s.alignment.candidate) for v in twelve for s in v.scores)
    findings = sum(len(v.findings) for v in twelve)
    rows = [
        [label, f"{len(contents[name]) / 1e6:.1f} MB", spread(seconds[label], 2)]
        for label, (name, _) in ways.items()
    ]
    return [
        "## 1. The page with 20,000 sentences: opening",
        "",
        f"{sentences:,} candidate sentences, {findings:,} findings. Seconds from the request for the file"
        f" until the page can be used and is painted, each in a fresh browser profile: median of {runs}"
        f" (range). Target: under {OPEN_SECONDS:.0f} s. Rendering it took {rendered:.1f} s. The table of pandas"
        " has no filters, no search but the browser's, and no findings in the text.",
        "",
        *table(["what is opened", "size", "seconds"], rows),
    ]


def filtering(browser: Browser, folder: Path, rounds: int) -> list[str]:
    """Milliseconds from a change to the frame that shows it, in one list of all sentences."""
    tab = new_tab(browser.new_context(viewport={"width": 1280, "height": 900}))
    tab.show(folder / "one.html", "#/all")
    page = tab.page
    page.wait_for_selector("article.sentence")
    taken: dict[str, list[float]] = {}
    for _ in range(rounds):
        for label, (selector, value) in FILTERS.items():
            taken.setdefault(label, []).append(filter_ms(page, selector, value))
            taken.setdefault("reset", []).append(filter_ms(page, "#reset-filters"))
    page.context.close()
    values = [value for some in taken.values() for value in some]
    rows = [[label, spread(some, 0)] for label, some in taken.items()]
    return [
        "## 2. The same page: filtering",
        "",
        f"Milliseconds from the event to the painted frame, {len(values)} changes in the list of all 20,000:"
        f" median **{statistics.median(values):.0f}**, slowest **{max(values):.0f}**. Target: under"
        f" {FILTER_MS:.0f}. A search waits for a pause in typing; the wait is counted.",
        "",
        *table(["change", "median (range)"], rows),
    ]


def attacks(browser: Browser, folder: Path) -> list[str]:
    """How many payloads ran or escaped, here and where nobody took care."""
    verdicts = made.hostile()
    context = browser.new_context(viewport={"width": 1280, "height": 5000})
    tab = new_tab(context)
    (folder / "hostile.html").write_bytes(render_page(verdicts))
    walked = walk(tab, folder / "hostile.html")
    escaped = {
        name: places
        for name, verdict in zip(PAYLOADS, verdicts, strict=True)
        if (
            places := escapes(walked.shown[name], name, verdict)
            if name in walked.shown
            else ["all"]
        )
    }
    live = [
        name for name, text in PAYLOADS.items()
        if acts_when_careless(tab, text, folder / "careless.html")
    ]  # fmt: skip
    context.close()
    ran = [
        text for text in walked.complaints if text.startswith(("a payload ran", "dialog", "popup"))
    ]
    lines = [
        "## 3. Texts that attack",
        "",
        f"{len(PAYLOADS)} payloads (`tests/page/payloads.py`), each as name of a file, of its source and of a"
        " unit, in both texts, as code and name of a rule, message, quote, suggestion and reason. Ran: **"
        f"{len(ran)}**. Not shown exactly as they are, in their place: **{len(escaped)}**. Requests, messages on"
        f" the console and breaches of the policy: **{len(walked.complaints) - len(ran)}**. In a page that"
        f" is put together from strings {len(live)} of them act.",
        "",
    ]
    lines += [f"- {name}: {', '.join(places)}" for name, places in escaped.items()]
    return (
        lines
        + [f"- {text}" for text in walked.complaints]
        + [""] * bool(escaped or walked.complaints)
    )


def accessibility(browser: Browser, folder: Path) -> list[str]:
    """What axe-core finds, by level."""
    from axe_playwright_python.sync_playwright import Axe

    (folder / "small.html").write_bytes(render_page(made.small()))
    rows, found = [], []
    for width in WIDTHS:
        for theme in THEMES:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=theme
            )
            tab = new_tab(context)
            tab.show(folder / "small.html")
            levels: Counter[str] = Counter()
            for state in STATES:
                to_start(tab.page)
                open_state(tab.page, state)
                settled(tab.page)
                for one in Axe().run(tab.page).response["violations"]:
                    levels[one["impact"]] += 1
                    found.append(f"{one['impact']}: {one['id']} ({width} px, {theme}, {state})")
            rows.append(
                [
                    f"{width} px",
                    theme,
                    *(levels[k] for k in ("critical", "serious", "moderate", "minor")),
                ]
            )
            context.close()
    return [
        "## 4. Accessibility",
        "",
        f"Rules of axe-core that are violated, summed over {len(STATES)} states of the page"
        f" ({', '.join(STATES)}). Target: none that is serious or critical.",
        "",
        *table(["width", "theme", "critical", "serious", "moderate", "minor"], rows),
        *[f"- {text}" for text in found],
        *[""] * bool(found),
    ]


def interactions(folder: Path) -> list[str]:
    """What can be done with the page, and how its tests went just now."""
    results = folder / "tests.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "tests/page",
        "-q",
        f"--junitxml={results}",
        "-p",
        "no:cacheprovider",
    ]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    outcomes: dict[str, list[str]] = {}
    for case in ElementTree.parse(results).iter("testcase"):
        test = f"{case.get('classname', '').rpartition('.')[2]}::{case.get('name', '').partition('[')[0]}"
        outcomes.setdefault(test, []).append(case[0].tag if len(case) else "passed")
    rows = []
    for what, tests in INTERACTIONS:
        counts = Counter(one for test in tests for one in outcomes.get(test, ["missing"]))
        said = ", ".join(f"{n} {outcome}" for outcome, n in counts.items())
        rows.append([what, "<br>".join(f"`{test}`" for test in tests), said])
    total = Counter(one for some in outcomes.values() for one in some)
    return [
        "## 5. What can be done with the page",
        "",
        f"`pytest tests/page`: {', '.join(f'{n} {outcome}' for outcome, n in total.items())}.",
        "",
        *table(["interaction", "held by", "cases"], rows),
    ]


def formats(browser: Browser, folder: Path) -> list[str]:
    """Every format in every situation, held against its schema or opened by its reader."""
    from mtcheck.reporters.reports import FORMATS, Wanted
    from tests.reporters import validators
    from tests.reporters.situations import SITUATIONS

    validators.SAMPLE = 10**9  # every result against the schema, not a sample
    tab = new_tab(browser.new_context())

    def look_at(content: bytes) -> None:
        validators.VALIDATORS["html"](content)
        (folder / "looked_at.html").write_bytes(content)
        tab.show(folder / "looked_at.html")
        assert not tab.complaints(), tab.complaints()

    rows = []
    for name, validate in {**validators.VALIDATORS, "html": look_at}.items():
        cells = []
        for situation in SITUATIONS.values():
            content = FORMATS[name].render(situation(), Wanted())
            try:
                validate(content)
                cells.append(f"ok, {size(len(content))}")
            except validators.AbsentError:
                cells.append("no schema here")
            except Exception as error:  # noqa: BLE001 (whatever a reader raises is the result)
                cells.append(f"FAILS: {escape(str(error)[:60]).replace('|', '/')}")
        rows.append([name, *cells])
    return [
        "## 6. Every format in every situation",
        "",
        "Held against the published schema (SARIF, JUnit, GitLab, rdjson), opened in its reader (Chromium,"
        " openpyxl, pyarrow, csv), or parsed as its consumer parses it.",
        "",
        *table(["format", *SITUATIONS], rows),
    ]


def size(n: int) -> str:
    return f"{n:,} B" if n < 10_000 else f"{n / 1e3:,.0f} kB" if n < 1e6 else f"{n / 1e6:.1f} MB"


def screenshot(browser: Browser, folder: Path, path: Path) -> None:
    """The five seeds, a mangled file open, the explanation of an altered term beside it."""
    import io

    from PIL import Image

    import mtcheck

    verdicts = mtcheck.score_files(SEEDS, source=SOURCE).verdicts
    (folder / "seeds.html").write_bytes(render_page(verdicts))
    page: Page = browser.new_page(
        viewport={"width": 1440, "height": 820}, color_scheme="light", reduced_motion="reduce"
    )
    page.goto((folder / "seeds.html").as_uri())
    ready(page)
    page.click("a.file-link:has-text('003_')")
    page.wait_for_selector("article.sentence")
    for _ in range(60):
        page.keyboard.press("j")
        if page.locator("#detail [data-field=quote]").inner_text() == "negative elements":
            break
    settled(page)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    # 256 colours are enough for text on a plain ground, and half of the size.
    picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    page.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=7, help="loads of each page, at least 5")
    parser.add_argument(
        "--quick", action="store_true", help="the page only, three runs, not written"
    )
    parser.add_argument("--screenshot", action="store_true", help="write report.png and stop")
    parser.add_argument("--out", type=Path, default=OUT / "reports.md")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        executable = find_chromium(playwright)
        if executable is None:
            sys.exit("no Chromium: install one, or name it in $CHROMIUM")
        browser = launch(playwright, executable)
        if args.screenshot:
            screenshot(browser, folder, OUT / "report.png")
            return
        sections = [
            lambda: opening(browser, folder, 3 if args.quick else max(5, args.runs)),
            lambda: filtering(browser, folder, 1 if args.quick else 3),
            lambda: attacks(browser, folder),
            lambda: accessibility(browser, folder),
        ]
        if not args.quick:
            sections += [lambda: interactions(folder), lambda: formats(browser, folder)]
        lines = [
            "# The reports, measured",
            "",
            "Written by `python tests/bench/reports.py`, with headless Chromium"
            f" {browser.version.partition('.')[0]}.",
            "",
        ]
        for section in sections:
            found = section()
            print("\n".join(found), flush=True)
            lines += found
        browser.close()
    if not args.quick:
        args.out.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
