from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mtcheck.reporters.table import MAX_FILES, render_table
from mtcheck.reporters.visible import visible
from mtcheck.types import Outcome

from .verdicts import SIGNATURE, broken, clean, verdict


def test_the_report_reads_at_80_columns_without_colour() -> None:
    assert render_table([verdict(), clean(), broken()]) == (
        "file        outcome   score  covered  critical  major  minor\n"
        "a.txt       mangled    10.0      50%         1      1      0\n"
        "clean.txt   clean      98.0                  0      0      0\n"
        "broken.txt  unjudged\n"
        "\n"
        "broken.txt: unjudged\n"
        "  broken.txt:7: not UTF-8\n"
        "\n"
        "a.txt: mangled, against s.txt (comparable texts)\n"
        "  1 of 2 sentences is mangled\n"
        "  score 6.2, line 1\n"
        "    Brinken sent. A signal.\n"
        "    LIN101 fragment (critical): “A signal.”\n"
        "    ACC101 name-altered (major): “Brinken” → “Blinken”\n"
        "    also: a name is spelled unlike the source\n"
        "    also: the sentence is torn\n"
        "\n"
        f"signature {SIGNATURE}\n"
    )


def test_the_path_of_a_file_that_cannot_be_judged_is_said_once() -> None:
    error = "broken.txt: no source in originals/ is called broken.txt or broken.*"
    shown = render_table([replace(broken(), error=error, reasons=(error,))])
    assert "\n  no source in originals/ is called broken.txt or broken.*\n" in shown


def test_no_line_is_wider_than_the_terminal() -> None:
    long = verdict(f"{'Brinken ' * 60}sent. {'signal' * 40} went.", f"folder/{'name' * 30}.txt")
    for width in (40, 80, 120):
        assert max(map(len, render_table([long, clean()], width=width).splitlines())) <= width


def test_colour_only_where_it_is_asked_for() -> None:
    assert "\x1b[" not in render_table([verdict()])
    assert "\x1b[" in render_table([verdict()], colour=True)


def test_markup_in_a_text_is_text() -> None:
    report = render_table([verdict("[bold]Brinken[/] :smile: sent. A signal.", "[red]a.txt")])
    assert "[bold]Brinken[/] :smile: sent. A signal." in report
    assert "[red]a.txt" in report


@given(st.text(st.characters(categories=("Cc", "Cf", "Cs", "Zl", "Zp", "L")), min_size=1))
def test_no_text_or_file_name_acts_on_the_terminal(text: str) -> None:
    kept = verdict(f"x{text} sent. {text}.", f"{text}.txt", source=f"{text}.")
    report = render_table([replace(kept, reasons=(text,), source_path=text, signature=text)])
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]", report
    )


def test_visible_keeps_what_can_be_seen() -> None:
    assert visible("Xi’s 习近平 naïve\u00a0café 🙂") == "Xi’s 习近平 naïve\u00a0café 🙂"
    assert visible("soft\u00adhyphen\ufeff") == "soft\\xadhyphen\\ufeff"


def test_a_file_without_a_source_says_that_it_was_judged_alone() -> None:
    alone = replace(verdict(), source_path="", coverage=None)
    assert "a.txt: mangled, judged alone, without a source\n" in render_table([alone])
    unjudged = replace(alone, outcome=Outcome.UNJUDGED)
    assert "a.txt: unjudged\n" in render_table([unjudged])


def test_a_table_says_that_it_brought_its_source() -> None:
    table = replace(verdict(path="a.csv"), source_path="a.csv", align_mode="line")
    assert "a.csv: mangled, against its own source side\n" in render_table([table])


def test_findings_that_read_the_same_are_told_once() -> None:
    kept = verdict()
    first = kept.scores[0]
    twice = replace(kept, scores=(replace(first, findings=first.findings * 2),))
    report = render_table([twice])
    assert report.count("ACC101") == 1
    assert "ACC101 name-altered (major): “Brinken” → “Blinken”, 2 times\n" in report


def test_a_signature_breaks_between_its_parts_only() -> None:
    signed = replace(clean(), signature="|".join(["model:minilm:2af02fc5"] * 6))
    tail = render_table([signed]).split("\n\n")[1]
    assert tail == (
        "signature model:minilm:2af02fc5|model:minilm:2af02fc5|model:minilm:2af02fc5|\n"
        "  model:minilm:2af02fc5|model:minilm:2af02fc5|model:minilm:2af02fc5\n"
    )


def test_many_bad_files_are_cut_and_counted() -> None:
    many = [verdict(path=f"{n:03}.txt") for n in range(MAX_FILES + 5)]
    assert "and 5 more files that are not clean" in render_table(many)


def test_how_a_file_was_read_is_told_of_clean_files_too() -> None:
    remark = "2 keys only in the source: home, away"
    told = render_table([replace(clean("a.json"), reasons=(remark,), remarks=(remark,))])
    assert f"a.json: clean, judged alone, without a source\n  {remark}\n" in told
    assert "score" not in told.partition(remark)[2]
