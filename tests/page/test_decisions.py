"""Accept and reject: kept over a reload, exported as a baseline and as CSV, taken up again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mtcheck.aside.baseline import mark, normal
from mtcheck.aside.baseline_file import read_baseline
from mtcheck.cli import main
from mtcheck.store import dump_verdicts

from . import made
from .browser import eventually, ready
from .conftest import Open
from .payloads import PAYLOADS

if TYPE_CHECKING:
    from playwright.sync_api import Page

HARBOUR = {
    finding.quote: finding
    for verdict in made.small()
    if "harbour" in verdict.path
    for finding in verdict.findings
}


def decide(page: Page, words: str, button: str, reason: str = "") -> None:
    page.locator("article .mark", has_text=words).first.click()
    page.wait_for_selector("#detail:visible")
    page.click(f"#{button}")
    if reason:
        page.fill("#reason", reason)
        page.locator("#reason").blur()


def saved(page: Page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as found:
        page.click(f"#{button}")
    return found.value.suggested_filename, Path(found.value.path()).read_bytes()


def decide_all(page: Page) -> None:
    """Accept every finding by what the page itself keeps; the reason is the file's name."""
    page.evaluate(
        """() => {
          const data = JSON.parse(document.getElementById("data").textContent);
          const decisions = Object.create(null);
          for (const file of data.files)
            for (let n = 0; n < file.n_findings; n++)
              decisions[`${file.id}:${data.findings.fingerprint[file.first_finding + n]}`] =
                ["accepted", file.path];
          localStorage.setItem(`mtcheck:decisions:${document.documentElement.dataset.report}`,
            JSON.stringify(decisions));
        }"""
    )
    page.reload()
    ready(page)


@pytest.fixture
def decided(harbour: Page) -> Page:
    """One finding accepted, one rejected with a reason."""
    decide(harbour, "Ostwyk", "accept")
    decide(harbour, "Munday", "reject", '=his, "own" word')
    return harbour


def test_accepting_and_rejecting_shows(decided: Page) -> None:
    assert decided.locator(".mark.is-accepted").all_inner_texts() == ["Ostwyk"]
    assert decided.locator(".mark.is-rejected").all_inner_texts() == ["Munday"]
    assert decided.locator("#decided").inner_text() == "2 of 53 findings decided"
    tags = decided.locator("article[data-index='0'] .tags").inner_text()
    assert "accepted" in tags
    assert "rejected" in tags


def test_a_decision_can_be_changed_and_taken_back(decided: Page) -> None:
    decide(decided, "Ostwyk", "reject")
    assert decided.locator(".mark.is-accepted").count() == 0
    assert decided.locator(".mark.is-rejected").count() == 2
    decided.locator("article .mark", has_text="Ostwyk").first.click()
    decided.click("#undecide")
    assert decided.locator(".mark.is-rejected").count() == 1
    assert decided.locator("#decided").inner_text() == "1 of 53 findings decided"


def test_decisions_and_reasons_survive_a_reload(decided: Page) -> None:
    decided.reload()
    ready(decided)
    decided.wait_for_selector("article.sentence")
    assert decided.locator(".mark.is-accepted").all_inner_texts() == ["Ostwyk"]
    assert decided.locator(".mark.is-rejected").all_inner_texts() == ["Munday"]
    decided.locator(".mark.is-rejected").click()
    assert decided.locator("#reason").input_value() == '=his, "own" word'
    assert decided.locator("#decided").inner_text() == "2 of 53 findings decided"


def test_decisions_of_one_report_are_not_those_of_another(
    decided: Page, reports: Callable[[str], Path]
) -> None:
    decided.goto(reports("many").as_uri())
    ready(decided)
    assert "decided" not in decided.locator("#decided").inner_text()


def test_two_findings_with_one_quote_are_decided_apart(open_page: Open) -> None:
    page = open_page("small", "#/all")
    page.fill("#search", "lights lights")
    eventually(page, "document.getElementById('count').dataset.sentences === '1'")
    decide(page, "lights lights", "accept")
    assert page.locator(".mark.is-accepted").all_inner_texts() == ["lights lights"]


def test_the_baseline_holds_what_was_decided(decided: Page) -> None:
    name, content = saved(decided, "export-baseline")
    assert name == "mtcheck-baseline.json"
    assert json.loads(content) == {
        "format": "mtcheck-baseline",
        "version": 1,
        "findings": [
            {
                "file": "texts/harbour.txt",
                "fingerprint": HARBOUR[quote].fingerprint,
                "code": HARBOUR[quote].code,
                "quote": quote,
                "decision": decision,
                "reason": reason,
            }
            for quote, decision, reason in (
                ("Ostwyk", "accepted", ""),
                ("Munday", "rejected", '=his, "own" word'),
            )
        ],
    }
    lines = content.decode("utf-8").splitlines()
    assert sum('"fingerprint"' in line for line in lines) == 2, "one finding a line"


def test_the_csv_holds_what_was_decided_and_runs_nothing(decided: Page) -> None:
    name, content = saved(decided, "export-csv")
    assert name == "mtcheck-decisions.csv"
    first, second = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
    assert first["file"] == "texts/harbour.txt"
    assert (first["code"], first["quote"], first["decision"]) == ("ACC101", "Ostwyk", "accepted")
    assert first["fingerprint"] == HARBOUR["Ostwyk"].fingerprint
    assert (first["line"], first["column"]) == ("1", "16")
    assert (second["quote"], second["decision"]) == ("Munday", "rejected")
    assert second["reason"] == '\'=his, "own" word'


def test_there_is_nothing_to_export_before_a_decision(harbour: Page) -> None:
    assert harbour.locator("#export-baseline").is_disabled()
    assert harbour.locator("#export-csv").is_disabled()


def test_a_baseline_is_taken_up_again(decided: Page, open_page: Open, tmp_path: Path) -> None:
    _, content = saved(decided, "export-baseline")
    other = open_page()  # a browser that knows nothing
    other.set_input_files(
        "#import-baseline",
        {"name": "b.json", "mimeType": "application/json", "buffer": content},
    )
    eventually(other, "document.getElementById('notice').textContent !== ''")
    assert "2 decisions" in other.locator("#notice").inner_text()
    other.click("a.file-link >> nth=0")
    other.wait_for_selector("article.sentence")
    assert other.locator(".mark.is-rejected").all_inner_texts() == ["Munday"]
    assert saved(other, "export-baseline")[1] == content


@pytest.mark.parametrize(
    "content",
    [
        b"no JSON", b"[]", b"null", b"{}", b'{"format": "mtcheck-baseline", "version": 9, "findings": []}',
        b'{"format": "mtcheck-baseline", "version": 1, "findings": [null, 1, {"file": null}, {"file":'
        b' "__proto__", "fingerprint": "<img src=x onerror=window.attacked=1>", "decision": "accepted"}]}',
    ],
)  # fmt: skip
def test_what_is_no_baseline_of_this_report_changes_nothing(harbour: Page, content: bytes) -> None:
    harbour.set_input_files(
        "#import-baseline",
        {"name": "b.json", "mimeType": "application/json", "buffer": content},
    )
    eventually(harbour, "document.getElementById('notice').textContent !== ''")
    assert harbour.locator("#decided").inner_text() == "0 of 53 findings decided"


@pytest.mark.parametrize(
    "kept", ["{", "null", "[]", "3", '{"x": 1}', '{"a:b": ["accepted", ""]}', '{"__proto__": {"a": 1}}']
)  # fmt: skip
def test_damaged_storage_is_as_good_as_none(open_page: Open, kept: str) -> None:
    page = open_page()
    page.evaluate(
        "kept => localStorage.setItem(`mtcheck:decisions:${document.documentElement.dataset.report}`, kept)",
        kept,
    )
    page.reload()
    ready(page)
    assert page.locator("#decided").inner_text() == "0 of 53 findings decided"


def test_hostile_texts_come_out_of_the_exports_as_they_went_in(
    open_page: Open, tmp_path: Path
) -> None:
    """Every finding of every payload accepted, then exported."""
    page = open_page("hostile")
    verdicts = {verdict.path: verdict for verdict in made.hostile()}
    decide_all(page)
    content = saved(page, "export-baseline")[1]
    baseline = json.loads(content)
    assert len(baseline["findings"]) == sum(len(v.findings) for v in verdicts.values())
    found: dict[str, set[tuple[str, str]]] = {}
    for entry in baseline["findings"]:
        found.setdefault(entry["reason"], set()).add((entry["quote"], entry["code"]))
    for path, verdict in verdicts.items():
        assert found[path] == {(f.quote, f.code) for f in verdict.findings}
    # No file system allows a NUL in a name, so the reader of baselines does not either.
    lines = [line for line in content.split(b"\n") if b"\\u0000" not in line]
    (tmp_path / "baseline.json").write_bytes(b"\n".join(lines))
    read = read_baseline(tmp_path / "baseline.json")
    assert {one.file for one in read.findings} == {normal(p) for p in verdicts if "\0" not in p}
    table = saved(page, "export-csv")[1].decode("utf-8")
    rows = list(csv.reader(io.StringIO(table, newline="")))
    assert {len(row) for row in rows} == {13}
    assert len(rows) == len(baseline["findings"]) + 1
    cells = {cell for row in rows for cell in row}
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert not [cell for cell in cells if any(c < " " and c not in "\t\n\r" for c in cell)]
    assert PAYLOADS["script"] in cells
    assert "'" + PAYLOADS["formula"] in cells


def test_mtcheck_reads_the_baseline_that_the_page_saves(decided: Page, tmp_path: Path) -> None:
    path = tmp_path / "mtcheck-baseline.json"
    path.write_bytes(saved(decided, "export-baseline")[1])
    known = {
        (one.file, one.quote): (one.decision, one.reason) for one in read_baseline(path).findings
    }
    assert known == {
        ("texts/harbour.txt", "Ostwyk"): ("accepted", ""),
        ("texts/harbour.txt", "Munday"): ("rejected", '=his, "own" word'),
    }
    before, after = (
        sum(bool(finding.suppressed) for verdict in verdicts for finding in verdict.findings)
        for verdicts in (made.small(), mark(made.small(), read_baseline(path)))
    )
    assert after == before + 2, "the gate passes over both"


def test_the_gate_passes_what_was_decided_in_the_page(
    overview: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judged = [verdict for verdict in made.small() if verdict.findings]
    (tmp_path / "verdicts.jsonl").write_bytes(dump_verdicts(judged))
    gate = ["gate", str(tmp_path / "verdicts.jsonl")]
    assert main(gate) == 1
    decide_all(overview)
    path = tmp_path / "mtcheck-baseline.json"
    path.write_bytes(saved(overview, "export-baseline")[1])
    assert main([*gate, "--baseline", str(path)]) == 0, capsys.readouterr()
