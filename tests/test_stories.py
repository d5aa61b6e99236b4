"""The stories under ``fixtures/stories`` are what their README says they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtcheck.config import Config
from mtcheck.run import run_files
from mtcheck.tools import Tools, load_tools
from mtcheck.types import FileVerdict, Outcome, Severity

STORIES = Path(__file__).parents[1] / "fixtures" / "stories"
SPANS = sorted(STORIES.glob("*.spans.jsonl"))
CATEGORIES = {
    "name", "terminology", "number", "punctuation", "fragment", "mistranslation", "grammar",
}  # fmt: skip


@pytest.mark.parametrize("path", SPANS, ids=lambda path: path.name.split(".spans")[0])
def test_every_span_is_the_slice_it_claims_to_be(path: Path) -> None:
    text = path.with_name(path.name.replace(".spans.jsonl", ".txt")).read_text(encoding="utf-8")
    end = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        span = json.loads(line)
        assert text[span["start"] : span["end"]] == span["text"]
        assert span["start"] >= end, "spans are in order and apart"
        assert span["category"] in CATEGORIES
        assert span["severity"] in {"minor", "major", "critical"}
        end = span["end"]
    assert end, "at least one span"


def test_every_story_has_a_source_a_summary_and_a_mangled_telling() -> None:
    names = {path.name.split(".")[0] for path in STORIES.glob("*.txt")}
    for name in names:
        kinds = {path.name.split(".")[1] for path in STORIES.glob(f"{name}.*.txt")}
        assert {"source", "summary"} < kinds


DEVELOPMENT = ("bank", "climate", "football")
"""The other stories only measure: a failure there would be an invitation to tune on them."""


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools(Config())


def judge(path: Path, source: Path | None, tools: Tools) -> FileVerdict:
    run = run_files([str(path)], source=str(source) if source else None, load=lambda _: tools)
    return run.verdicts[0]


@pytest.mark.parametrize("alone", [False, True], ids=["with source", "alone"])
@pytest.mark.parametrize("name", DEVELOPMENT)
def test_clean_tellings_are_clean_and_mangled_ones_are_not(
    name: str, alone: bool, tools: Tools
) -> None:
    source = STORIES / f"{name}.source.txt"
    for path in sorted(STORIES.glob(f"{name}.*.txt")):
        verdict = judge(path, None if alone else source, tools)
        if path.name.split(".")[1] in ("source", "summary"):
            assert verdict.outcome is Outcome.CLEAN, path.name
            assert not verdict.count(Severity.MAJOR) + verdict.count(Severity.CRITICAL), path.name
        else:
            assert verdict.outcome is Outcome.MANGLED, path.name
