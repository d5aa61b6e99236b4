from __future__ import annotations

from dataclasses import replace

from mtcheck.reporters.worst import say_worst
from mtcheck.types import FileVerdict, Severity, Side

from .verdicts import broken, clean, finding, verdict


def with_findings(made: FileVerdict, *findings: object) -> FileVerdict:
    first, *rest = made.scores
    return replace(made, scores=(replace(first, findings=findings), *rest))  # type: ignore[arg-type]


def test_the_severest_come_first_each_with_place_and_correction() -> None:
    assert say_worst(verdict()) == (
        "  a.txt:1:15: LIN101 fragment (critical): “A signal.”",
        "  a.txt:1:1: ACC101 name-altered (major): “Brinken” → “Blinken”",
    )


def test_more_than_three_are_counted() -> None:
    made = verdict()
    unit = made.scores[0].alignment.candidate[0].unit
    many = [finding(unit, "Brinken", column=n) for n in range(1, 6)]
    lines = say_worst(with_findings(made, *many))
    assert len(lines) == 4
    assert lines[-1] == "  and 2 more findings"


def test_what_was_set_aside_or_hurts_nobody_is_not_told() -> None:
    made = verdict()
    unit = made.scores[0].alignment.candidate[0].unit
    aside = finding(unit, "Brinken", suppressed="comment on line 1: quoted")
    neutral = finding(unit, "Brinken", severity=Severity.NEUTRAL)
    (line,) = say_worst(with_findings(made, aside, neutral))
    assert line.startswith("  a.txt:1:1: score 6.2: “Brinken sent. A signal.” (a name is spelled")


def test_what_is_missing_is_shown_where_the_source_says_it() -> None:
    made = verdict()
    unit = made.scores[0].alignment.source[0].unit
    lost = finding(unit, "Blinken", side=Side.SOURCE, code="ACC401", name="omission")
    assert say_worst(with_findings(made, lost)) == (
        "  s.txt:1:1: ACC401 omission (major): “Blinken”",
    )


def test_a_file_without_text_has_nothing_to_tell() -> None:
    assert say_worst(broken()) == ()
    assert len(say_worst(clean())) == 1


def test_no_text_acts_on_the_terminal() -> None:
    (line, *_) = say_worst(verdict("\x1b[31m sent. A \u202esignal.\n", path="a\x1b[2J\n.txt"))
    assert line.isprintable()
