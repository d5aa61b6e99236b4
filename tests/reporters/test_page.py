"""The report page as a file: what can be said of it without a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import pytest

from mtcheck.fingerprint import LENGTH
from mtcheck.reporters.page import SCRIPT, render_page
from mtcheck.reporters.page.charts import MAX_BARS, charts
from mtcheck.reporters.page.data import as_json, ranked, shape
from mtcheck.types import FileVerdict, Finding, Outcome, SentenceScore, Severity, Side, Unit
from tests.reporters.verdicts import broken, clean, finding, verdict

HOSTILE = [
    "</script><script>attacked()</script>",
    "<!--<script>",
    "]]>",
    "<img src=x onerror=attacked()>",
    "javascript:attacked()",
    "\u2028\u2029",
    "\u202egnp.exe\u2066",
    "\ud800",
    "\x00\x1b[31m",
    "{{ 7 * 7 }}{% raw %}",
]
"""In a text, in a file name, in everything that a rule may say."""


class Elements(HTMLParser):
    """Every start tag with its attributes; the script, the style and the data."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.script = self.style = self.block = ""
        self.inside = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        names = {"style": "style", "script": "block" if dict(attrs) else "script"}
        self.inside = names.get(tag, "")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside:
            setattr(self, self.inside, getattr(self, self.inside) + data)

    def data(self) -> dict[str, Any]:
        """What the page reads."""
        loaded = json.loads(self.block)
        assert isinstance(loaded, dict)
        return loaded


def rendered(*verdicts: FileVerdict) -> Elements:
    return Elements(render_page(verdicts).decode("utf-8"))


def hostile(payload: str) -> FileVerdict:
    """A verdict in which every text says the same."""
    unit = Unit(payload, f"Before {payload} after. It goes on.", 1)
    base = verdict(path=payload, source=f"Source {payload}.")
    start = unit.text.index(payload)
    found = replace(
        base.findings[0],
        unit=payload, quote=payload, start=start, end=start + len(payload), message=payload, suggestion=payload,
        source_quote=payload, suppressed=payload, code=payload, name=payload,
    )  # fmt: skip
    sentence = replace(
        base.scores[0].alignment.candidate[0],
        unit=unit,
        text=unit.text,
        start=0,
        end=len(unit.text),
    )
    score = replace(
        base.scores[0],
        alignment=replace(base.scores[0].alignment, candidate=(sentence,)),
        findings=(found, replace(found, suppressed="")),
        because=(payload,),
        metrics=((payload, 0.5),),
    )
    return replace(base, scores=(score,), reasons=(payload,), source_path=payload, mode=payload)


def test_equal_verdicts_give_equal_bytes() -> None:
    verdicts = [verdict(), clean(), broken()]
    assert render_page(verdicts) == render_page(verdicts)


def test_the_policy_allows_the_script_and_the_style_by_digest_and_nothing_else() -> None:
    page = rendered(verdict())
    (policy,) = (
        attributes["content"]
        for tag, attributes in page.tags
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["script-src"] == f"'{digest(page.script)}'"
    assert rules["style-src"] == f"'{digest(page.style)}'"
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == "data:"
    assert not any("unsafe" in value or "http" in value for value in rules.values())


def digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def test_the_page_asks_nobody_for_anything() -> None:
    page = rendered(verdict(), clean(), broken())
    for tag, attributes in page.tags:
        assert "src" not in attributes
        assert "style" not in attributes, "the policy blocks it"
        assert not any(name.startswith("on") for name in attributes), (tag, attributes)
        address = attributes.get("href") or "#"
        assert address == "data:," or address.startswith("#"), (tag, attributes)


def test_the_script_holds_nothing_that_could_end_it() -> None:
    page = rendered(verdict())
    assert page.script.startswith('"use strict"')
    for text in (page.script, page.style):
        assert "</" not in text
        assert "<!--" not in text


def test_the_script_puts_nothing_on_the_page_as_markup() -> None:
    script = rendered(verdict()).script
    for sink in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
    ):
        assert sink not in script


def test_every_piece_of_the_script_says_what_it_is_for() -> None:
    folder = files("mtcheck.reporters.page").joinpath("script")
    assert {entry.name for entry in folder.iterdir()} == {f"{name}.js" for name in SCRIPT}
    for name in SCRIPT:
        text = folder.joinpath(f"{name}.js").read_text(encoding="utf-8")
        assert re.match("// [A-Z].*[.,:;a-z]\n", text), name
        assert text.count("\n") <= 320, name


@pytest.mark.parametrize("payload", HOSTILE)
def test_a_hostile_text_makes_no_element_and_comes_back_whole(payload: str) -> None:
    page, calm = rendered(hostile(payload)), rendered(hostile("calm"))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in calm.tags]
    data = page.data()
    assert data["files"][0]["path"] == payload
    assert payload in data["texts"]
    assert f"Before {payload} after. It goes on." in data["texts"]


@pytest.mark.parametrize("payload", HOSTILE)
def test_a_hostile_text_acts_nowhere_in_the_file(payload: str) -> None:
    page = render_page([hostile(payload)]).decode("utf-8")
    for char in "\x00\x1b\u2028\u2029\u202e\u2066":
        assert char not in page
    assert "<script>attacked" not in page
    assert "<img" not in page


def test_what_the_block_says_is_what_json_says() -> None:
    odd = {"a": ["<", "\u2028", "\ud800", "\x85", "\u202e", "é", "🙂"]}
    assert json.loads(as_json(odd)) == odd
    as_json(odd).encode("utf-8")


def test_files_come_worst_first() -> None:
    given = [
        clean("c"), broken("b"), replace(verdict(path="s"), outcome=Outcome.SUSPECT, p_mangled=0.5),
        replace(verdict(path="m1"), p_mangled=0.7), replace(verdict(path="m2"), p_mangled=0.8),
    ]  # fmt: skip
    assert [v.path for v in ranked(given)] == ["m2", "m1", "s", "b", "c"]
    assert [file["path"] for file in shape(given)["files"]] == ["m2", "m1", "s", "b", "c"]


def test_columns_are_of_one_length_and_units_stand_once() -> None:
    data = shape([verdict(), verdict(path="b.txt"), clean()])
    for name in ("sentences", "slices", "findings", "units"):
        assert len({len(column) for column in data[name].values()}) == 1, name
    assert len(data["texts"]) == len(set(data["texts"]))
    assert len(data["units"]["id"]) == 4
    assert sum(data["sentences"]["candidate"]) + sum(data["sentences"]["source"]) == len(
        data["slices"]["unit"]
    )


def test_offsets_count_as_javascript_counts() -> None:
    unit = Unit("1", "🙂🙂 The Brinken spoke.", 1)
    found = finding(unit, "Brinken")
    base = verdict()
    sentence = replace(
        base.scores[0].alignment.candidate[0],
        unit=unit,
        text=unit.text,
        start=0,
        end=len(unit.text),
    )
    score = replace(
        base.scores[0],
        alignment=replace(base.scores[0].alignment, candidate=(sentence,)),
        findings=(found,),
    )
    data = shape([replace(base, scores=(score,))])
    start, end = data["findings"]["start"][0], data["findings"]["end"][0]
    wide = unit.text.encode("utf-16-le")
    assert wide[2 * start : 2 * end].decode("utf-16-le") == "Brinken"
    assert data["slices"]["end"][0] == len(wide) // 2


def test_a_finding_outside_its_sentences_has_no_place_but_is_there() -> None:
    base = verdict()
    elsewhere = replace(base.findings[0], unit="nowhere")
    score = replace(base.scores[0], findings=(elsewhere,))
    data = shape([replace(base, scores=(score,))])
    assert data["findings"]["unit"] == [-1]


def test_a_finding_in_the_source_points_into_the_source() -> None:
    base = verdict()
    source = base.scores[0].alignment.source[0]
    found = replace(
        base.findings[0],
        side=Side.SOURCE,
        unit=source.unit.id,
        start=0,
        end=7,
        quote=source.text[:7],
    )
    data = shape([replace(base, scores=(replace(base.scores[0], findings=(found,)),))])
    place = data["findings"]["unit"][0]
    assert data["texts"][data["units"]["text"][place]] == source.unit.text


def test_every_finding_has_a_fingerprint_to_be_decided_by() -> None:
    data = shape([verdict()])
    assert all(len(known) == LENGTH for known in data["findings"]["fingerprint"])
    assert len(set(data["findings"]["fingerprint"])) == len(data["findings"]["fingerprint"])


def test_files_of_the_same_path_have_names_of_their_own() -> None:
    names = [file["id"] for file in shape([verdict(), verdict(), clean()])["files"]]
    assert len(set(names)) == len(names)


def test_what_is_set_aside_is_shown_and_not_counted() -> None:
    base = verdict()
    aside = tuple(replace(found, suppressed="baseline: known") for found in base.scores[0].findings)
    data = shape([replace(base, scores=(replace(base.scores[0], findings=aside),))])
    assert data["files"][0]["counts"] == [0, 0, 0, 0]
    assert len(data["findings"]["rule"]) == 2


def test_without_javascript_every_file_stands_in_a_table() -> None:
    page = render_page([verdict(), clean(), broken()]).decode("utf-8")
    table = page[page.index("<noscript>") : page.index("</noscript>")]
    for path in ("a.txt", "clean.txt", "broken.txt"):
        assert path in table
    assert "not UTF-8" in table


def test_the_charts_have_their_numbers_beside_them() -> None:
    scores, rules, coverage = charts([verdict(), clean()])
    assert scores.rows[0] == ("0 to 10", "1")
    assert scores.rows[-1] == ("90 to 100", "2")
    assert rules.rows == (("ACC101 name-altered", "1"), ("LIN101 fragment", "1"))
    assert rules.codes == ("ACC101", "LIN101")
    assert coverage.rows == (("a.txt", "50%"),)
    for chart in (scores, rules, coverage):
        assert "style=" not in chart.svg
        assert 'role="img"' in chart.svg


def test_a_report_of_nothing_is_a_page() -> None:
    assert charts([]) == ()
    assert rendered().data()["files"] == []
    assert charts([broken()]) == ()


def test_files_whose_names_look_alike_when_shortened_keep_their_own_bar() -> None:
    many = [
        verdict(path=f"a/very/long/folder/{n}/and/a/name/that/is/the/same.txt")
        for n in range(MAX_BARS + 3)
    ]
    *_, coverage = charts(many)
    assert coverage.svg.count("<rect") == MAX_BARS
    assert len(coverage.rows) == len(many)
    assert str(MAX_BARS) in coverage.note


def test_a_long_report_is_written_quickly_and_not_larger_than_its_texts_need() -> None:
    """Two thousand sentences, most of them with a source: under 500 bytes each beside the text."""
    base = verdict()
    scores: list[SentenceScore] = []
    found: tuple[Finding, ...] = base.scores[0].findings
    for n in range(2000):
        scores.append(
            replace(
                base.scores[0], alignment=replace(base.scores[0].alignment, index=n), findings=found
            )
        )
    long = replace(base, scores=tuple(scores))
    size = len(render_page([long])) - len(render_page([base]))
    assert size / 2000 < 500
    assert long.count(Severity.CRITICAL) == 2000
