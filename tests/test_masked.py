"""Strings with holes: what the models see, and that no finding touches a hole."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.masked import hide, view, view_of
from mtcheck.placeholders import find_masks
from mtcheck.readers import read
from mtcheck.segment import segment
from mtcheck.types import (
    Alignment,
    Category,
    Document,
    Finding,
    Fix,
    Severity,
    Side,
    Unit,
)

STRINGS = st.lists(
    st.sampled_from(
        ["{name}", "%s", "<b>", "</b>", "<br/>", "<p>", "&amp;", "%%", "\\n", "Open", "it", ".", "!", "“", "”",
         " ", "  ", "\n\n", "{n, plural, one {# file.} other {All # files.}}", "Mr", "3", "a", ","]
    ),
    max_size=14,
).map("".join)  # fmt: skip


def masked(text: str, name: str = "a") -> Unit:
    return Unit(name, text, 1, masks=find_masks(text))


@given(STRINGS)
def test_a_view_is_as_long_and_differs_in_masks_only(text: str) -> None:
    unit = masked(text)
    seen = view(unit)
    assert len(seen.text) == len(text)
    hidden = {offset for start, end in unit.masks for offset in range(start, end)}
    for offset, (one, other) in enumerate(zip(text, seen.text, strict=True)):
        assert one == other or offset in hidden
    if not unit.masks:
        assert seen is unit


@given(STRINGS)
def test_no_sentence_begins_or_ends_inside_a_mask(text: str) -> None:
    unit = masked(text)
    for one in (unit, view(unit)):
        for sentence in segment(Document("a", "en", "json", (one,))):
            assert sentence.text == one.text[sentence.start : sentence.end]
            for start, end in unit.masks:
                assert not start < sentence.start < end
                assert not start < sentence.end < end


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Hi. {name} came.", ["Hi.", "{name} came."]),
        ("Saved as {a. B}{b}. {c}, hello", ["Saved as {a. B}{b}.", "{c}, hello"]),
        ("<p>One</p><p>Two</p>", ["One", "Two"]),
        ("One<br/>two", ["One<br/>two"]),
        ("One<br><br>Two", ["One", "Two"]),
        ("{n, plural, one {# file} other {# files}}", ["# file", "# files"]),
        ("Delete {n, plural, one {it} other {# files}}?", [
            "Delete {n, plural, one {it} other {# files}}?"]),
    ],
)  # fmt: skip
def test_strings_are_cut_where_their_readers_see_a_border(text: str, sentences: list[str]) -> None:
    unit = masked(text)
    found = segment(view_of(Document("a", "en", "json", (unit,))))
    assert [text[sentence.start : sentence.end] for sentence in found] == sentences


def _found(unit: Unit, quote: str, message: str = "", **more: str) -> Finding:
    start = unit.text.index(quote)
    place = start, start + len(quote), quote
    return Finding(
        "LIN101", "x", Category.STYLE, Severity.MAJOR, message, 0, Side.CANDIDATE, unit.id, 1, 1, *place,
        suggestion="better", fix=Fix.SAFE, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def _kept(text: str, quote: str, message: str = "", source: str = "", **more: str) -> list[Finding]:
    """What is left of a finding on a view."""
    there = Document("b", "", "json", (masked(source),)) if source else None
    masks = hide(Document("a", "", "json", (masked(text),)), there)
    right = segment(masks.source) if masks.source else ()
    alignment = Alignment(0, segment(masks.candidate), right, 0.0)
    finding = _found(masks.candidate.units[0], quote, message, **more)
    return [*masks.findings([finding], {0: alignment})]


def test_a_finding_beside_a_mask_is_kept_and_one_on_it_is_not() -> None:
    (kept,) = _kept("The the {file} was lost.", "The the", "“The the” is said twice.")
    assert (kept.quote, kept.suggestion, kept.fix) == ("The the", "better", Fix.SAFE)
    assert not _kept("Delete {file} now.", "Delete 5")
    assert not _kept("Delete {file} now.", "5  ")


def test_a_finding_on_a_whole_sentence_is_shown_on_its_longest_part() -> None:
    text = "says {name} is important to the coast."
    (kept,) = _kept(text, view(masked(text)).text)
    assert (kept.quote, kept.start, kept.suggestion, kept.fix) == (
        "is important to the coast.",
        12,
        "",
        Fix.NONE,
    )


def test_what_a_message_quotes_is_quoted_as_it_is_written() -> None:
    text = "Send {name} a lot of files."
    quote = view(masked(text)).text
    (kept,) = _kept(text, "a lot", f"“{quote}” is long, “no text” is none.")
    assert kept.message == f"“{text}” is long, “no text” is none."


@pytest.mark.parametrize("text", ["Ann asks Bob to the party.", "{a} asks {b} to the party."])
def test_what_is_quoted_of_another_string_is_quoted_as_it_is_written(text: str) -> None:
    units = masked("{host} asks {guest} to the party."), masked(text, "b")
    masks = hide(Document("a", "", "json", units), None)
    message = f"This sentence repeats “{masks.candidate.units[0].text}”."
    finding = _found(units[1], "to the party.", message)
    sentence = segment(masks.candidate)[1]
    (kept,) = masks.findings([finding], {0: Alignment(0, (sentence,), (), 0.0)})
    assert kept.message == "This sentence repeats “{host} asks {guest} to the party.”."


def test_a_filler_that_a_rule_took_for_a_word_is_no_finding() -> None:
    assert not _kept("An {item} is lost.", "An", "“An” before “5   ” should be “A”.")
    assert not _kept("I have 7 files.", "7", "", "I have {n} files.", source_quote="5")


def test_a_date_is_masked_and_may_be_written_otherwise() -> None:
    unit = masked("Sent on %B %d, %Y by %s.")
    masks = hide(Document("a", "", "po", (unit,)), None)
    assert masks.candidate.units[0].text.split()[:4] == ["Sent", "on", "5", "by"]
    (left,) = masks.placeholders.values()
    assert [left.text[start:end] for start, end in left.masks] == ["%s"]


def test_a_document_without_masks_is_its_own_view() -> None:
    document = read("a.json", content=json.dumps({"a": "One.", "b": "Two."}).encode()).candidate
    masks = hide(document, None)
    assert masks.candidate is document
    assert not masks.written
    assert view_of(replace(document, path="b")).path == "b"


def test_strings_are_judged_and_no_finding_touches_a_placeholder() -> None:
    from mtcheck.config import Config
    from mtcheck.pipeline import judge_document
    from mtcheck.tools import load_tools

    strings = {
        "a": "The the {file} was was saved , {user}.",
        "b": "An {item} was deleted; {n, plural, one {# file are gone} other {# files is gone}}.",
        "c": "says <b>%s</b> is important to the the coast and rest of Europe.",
        "d": "Open “{name}” , please.<br/><br/>{count} left.",
        "e": "Nobody told them a anything about {what}.",
    }
    document = read("a.json", content=json.dumps(strings, indent=0).encode()).candidate
    source = read("b.json", content=json.dumps({**strings, "e": "Nobody told them."}).encode())
    for other in (None, source.candidate):
        verdict = judge_document(document, other, load_tools(Config()), rows=True)
        units = {unit.id: unit for unit in document.units}
        for score in verdict.scores:
            for sentence in score.alignment.candidate:
                assert sentence.unit == units[sentence.unit.id]
                assert sentence.text == sentence.unit.text[sentence.start : sentence.end]
        for finding in verdict.findings:
            unit = units[finding.unit]
            assert finding.quote == unit.text[finding.start : finding.end]
            assert finding.where == unit.where(finding.start)
            touched = any(a < finding.end and finding.start < b for a, b in unit.masks)
            assert not touched or finding.code == "DES201"
        codes = {finding.code for finding in verdict.findings}
        assert "LIN105" in codes
        assert ("DES201" in codes) == (other is not None)
        assert other is not None or "LIN102" in codes
