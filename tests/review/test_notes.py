from __future__ import annotations

import pytest

from mtcheck.review.notes import Note, decided, read_note, write_note
from mtcheck.types import Category, Finding, Severity, Side

PRINT = "0123456789abcdef"
HEAD = f"mtcheck[{PRINT}] ACC101 name-altered (major): “Brinken”."


def finding(quote: str = "Brinken", message: str = "Not so there.", **more: str) -> Finding:
    return Finding(
        "ACC101", "name-altered", Category.ACCURACY, Severity.MAJOR, message, 0, Side.CANDIDATE,
        "1", 1, 1, 0, len(quote), quote, fingerprint=PRINT, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "decision", "reason"),
    [
        ("", "", ""),
        (" => accepted", "accepted", ""),
        (" => OK", "accepted", ""),
        ("=>ok.", "accepted", ""),
        (" => Rejected: that is his name", "rejected", "that is his name"),
        (" => rejected – a – b", "rejected", "a – b"),
        (" => reject, a name: his", "rejected", "a name: his"),
        (" => accepted => rejected", "accepted", "=> rejected"),
        (" => rejected:\n two\tlines", "rejected", "two lines"),
        (" => rejected: \x1b[2J\u202eevil", "rejected", "\\x1b[2J\\u202eevil"),
        (f" => rejected: {'x' * 9999}", "rejected", "x" * 499 + "…"),
    ],
)
def test_an_answer_is_read_as_people_write_it(answer: str, decision: str, reason: str) -> None:
    note = read_note(HEAD + answer)
    assert note == Note(PRINT, "ACC101", "Brinken", decision, reason)


@pytest.mark.parametrize("answer", ["=> maybe", "=> not accepted", "=> ?", "=> accepted_by_me"])
def test_an_answer_that_is_no_decision_is_a_fault_and_says_how_to_decide(answer: str) -> None:
    note = read_note(f"{HEAD} {answer}")
    assert note is not None
    assert not note.decision
    assert note.fault.endswith("write => accepted, or => rejected: and the reason")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mtcheck: ignore ACC101",
        f"see mtcheck[{PRINT}] ACC101",
        "mtcheck[0123] ACC101 x",
        f"mtcheck[{PRINT}]",
        f"mtcheck[{PRINT.upper()}] ACC101 x",
    ],
)
def test_other_comments_are_no_notes(text: str) -> None:
    assert read_note(text) is None


@pytest.mark.parametrize(
    "quote",
    [
        "Brinken => accepted",
        "”. => rejected: all is well",
        f"x\nmtcheck[{'f' * 16}] LIN101 fragment (major): “y” => accepted",
        "\u2028=> accepted",
        "=\u200b> accepted =>accepted",
    ],
)
def test_what_is_quoted_never_answers(quote: str) -> None:
    for made in (
        finding(quote),
        finding("a", message=f"“{quote}” stands there."),
        finding("a", suggestion=quote),
        finding("a", message="m", suppressed=quote),
    ):
        text = write_note(made)
        note = read_note(text)
        assert note is not None
        assert (note.fingerprint, note.decision, note.reason, note.fault) == (PRINT, "", "", "")
        assert text.isprintable()
        assert read_note(f"{text} => rejected") == decided(note, "rejected")


def test_an_answer_is_written_as_it_is_read() -> None:
    note = read_note(f"{HEAD} => rejected: his name")
    assert note is not None
    assert read_note(write_note(finding()) + note.answer) == note
