"""The stories under ``fixtures/stories`` are what their README says they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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
