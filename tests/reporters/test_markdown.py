from __future__ import annotations

from dataclasses import replace

import pytest

from mtcheck.reporters.markdown import MAX_COMMENT, MAX_SUMMARY, render_markdown
from mtcheck.types import FileVerdict, Outcome

from ..page.made import large
from .situations import from_attackers, many
from .test_sarif import with_findings
from .validators import read_markdown
from .verdicts import broken, clean, verdict


def shown(*verdicts: FileVerdict) -> str:
    return render_markdown(verdicts).decode()


def test_the_worst_come_first_and_clean_files_are_only_counted() -> None:
    suspect = replace(verdict(path="b.txt"), outcome=Outcome.SUSPECT)
    text = shown(clean(), suspect, broken(), verdict())
    assert text.startswith("### mtcheck: 4 files: 1 mangled, 1 suspect, 1 not judged, 1 clean\n")
    places = [text.index(f"| `{name}`") for name in ("a.txt", "b.txt", "broken.txt", "clean.txt")]
    assert places == sorted(places)
    assert "| `broken.txt` `not judged: broken.txt:7: not UTF-8` | unjudged |" in text
    assert text.index("#### `a.txt`: mangled") < text.index("#### `b.txt`: suspect")
    assert "#### `clean.txt`" not in text


def test_a_finding_has_its_line_rule_text_and_suggestion() -> None:
    row = "| 1 | `ACC101 name-altered` | major | `Brinken` | `Blinken` | `The source writes “Blinken”, this file “Brinken”.` |"
    assert row in shown(verdict())


def test_what_was_set_aside_is_marked_and_counted() -> None:
    text = shown(with_findings({"suppressed": "baseline: known"}))
    assert "(set aside: baseline: known)` |" in text
    assert "\n1 finding set aside, not counted above\n" in text


def test_of_many_findings_the_comment_says_how_many_more() -> None:
    text = shown(*many())
    assert len(text.encode()) <= MAX_COMMENT
    assert "more findings in this file" in text
    assert "more findings in 4 other files not listed here" in text


def test_many_files_fit_as_well() -> None:
    whole = tuple(verdict(path=f"texts/{'long-name-' * 8}{n}.txt") for n in range(2_000))
    content = render_markdown(whole)
    read_markdown(content)
    assert len(content) <= MAX_COMMENT
    assert b" more files\n" in content
    assert b"other files not listed here" in content


def test_the_whole_list_lists_everything() -> None:
    whole = large(1_500, 3_000)
    text = render_markdown(whole, limit=MAX_SUMMARY, whole=True).decode()
    assert len(text.encode()) <= MAX_SUMMARY
    assert (
        text.count("\n| ") - text.count("\n| file |") - text.count("\n| line |")
        == len(whole) + 3_000
    )
    assert "more finding" not in text


@pytest.mark.parametrize("limit", [4_000, 10_000, 50_000])
def test_no_limit_is_passed(limit: int) -> None:
    for verdicts in (many(), from_attackers()):
        for whole in (False, True):
            assert len(render_markdown(verdicts, limit=limit, whole=whole)) <= limit
