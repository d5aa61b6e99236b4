from __future__ import annotations

from dataclasses import replace

import pytest

from mtcheck.reporters.github import render_github
from mtcheck.reporters.visible import visible, without_commands
from mtcheck.reporters.wording import shortened
from mtcheck.types import FileVerdict, Severity

from .situations import many
from .test_sarif import with_findings
from .validators import annotations
from .verdicts import broken, clean

FORGERIES = (
    "::error file=x,line=1::forged",
    "a\n::error::forged",
    "a\r::error::forged",
    "a%0A::error::forged",
    "a%250A::error::forged",
    "##[error]forged",
    "::set-output name=x::forged",
    "a,line=99,title=forged::b",
    "\u00a0::warning::forged",
)


def test_ten_errors_ten_warnings_and_how_many_more() -> None:
    found = annotations(render_github(many()))
    levels = [command["level"] for command in found]
    assert (levels.count("error"), levels.count("warning"), levels[-1]) == (10, 10, "notice")
    assert "more errors" in found[-1]["message"]
    assert "neutral findings" in found[-1]["message"]
    assert "set aside" in found[-1]["message"]
    assert all("(critical)" in command["title"] for command in found[:10])


def test_files_that_were_not_judged_come_first() -> None:
    first, *_ = annotations(render_github([with_findings({}), clean(), broken("texts/b.txt")]))
    assert (first["level"], first["file"], first["title"]) == ("error", "texts/b.txt", "not judged")


def test_nothing_found_is_nothing_said() -> None:
    assert render_github([clean()]) == b""


def test_what_is_not_annotated_is_counted() -> None:
    one = with_findings({"severity": Severity.NEUTRAL}, {"suppressed": "baseline: known"})
    (notice,) = annotations(render_github([one]))
    assert notice["message"].startswith("1 neutral finding, 1 finding set aside:")


@pytest.mark.parametrize("text", FORGERIES)
def test_no_text_forges_an_annotation(text: str) -> None:
    changes: dict[str, object] = {"message": text, "code": text, "name": text}
    one: FileVerdict = replace(with_findings(changes), path=text)
    (command,) = annotations(render_github([one]))
    assert (command["level"], command.get("line")) == ("error", "1")
    assert command["message"] == shortened(text, 1000)
    assert command["file"] == visible(text)


@pytest.mark.parametrize("text", FORGERIES)
def test_no_text_gives_the_runner_a_command(text: str) -> None:
    shown = without_commands(f"first\n{text}\n  {text}")
    assert "##[" not in shown
    for line in shown.replace("\r", "\n").split("\n"):
        assert not line.lstrip().startswith("::")
