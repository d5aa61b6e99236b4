from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.reporters.csv_tables import csv_tables
from mtcheck.types import Alignment, Outcome, Sentence, SentenceScore, Side, Unit

from ..stand_in import MODES
from .verdicts import SIGNATURE, broken, clean, finding, verdict


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))


def test_the_columns_are_those_promised_in_their_order() -> None:
    tables = {name: content.split(b"\n")[0].decode() for name, content in csv_tables([]).items()}
    assert tables == {
        "sentences.csv": "file,unit,sentence,line,place,start,end,candidate,source,source_file,alignment,"
        "similarity,chrf,quality,p_mangled,score,outcome,n_findings,worst_severity,codes,reason",
        "findings.csv": "file,unit,sentence,line,column,place,start,end,code,name,category,severity,"
        "quote,suggestion,source_quote,message,probability,fingerprint,suppressed",
        "files.csv": "file,source_file,outcome,score,p_mangled,sentences,judged,coverage,"
        "source_coverage,critical,major,minor,reasons,mode,false_alarms,signature",
    }


def test_every_candidate_sentence_has_a_row_and_its_own_findings() -> None:
    first, second, third = rows(csv_tables([verdict()])["sentences.csv"])
    assert first == {
        "file": "a.txt",
        "unit": "1",
        "sentence": "1",
        "line": "1",
        "place": "",
        "start": "0",
        "end": "13",
        "candidate": "Brinken sent.",
        "source": "Blinken spoke.",
        "source_file": "s.txt",
        "alignment": "0",
        "similarity": "0.7000",
        "chrf": "0.5000",
        "quality": "",
        "p_mangled": "0.9376",
        "score": "6.2",
        "outcome": "mangled",
        "n_findings": "1",
        "worst_severity": "major",
        "codes": "ACC101",
        "reason": "a name is spelled unlike the source; the sentence is torn",
    }
    assert (second["candidate"], second["codes"], second["worst_severity"]) == (
        "A signal.",
        "LIN101",
        "critical",
    )
    assert (third["sentence"], third["unit"], third["similarity"], third["n_findings"]) == (
        "3",
        "2",
        "",
        "0",
    )


def test_findings_name_their_sentence_and_place() -> None:
    one, two = rows(csv_tables([verdict()])["findings.csv"])
    assert (one["sentence"], one["line"], one["column"], one["quote"], one["suggestion"]) == (
        "1",
        "1",
        "1",
        "Brinken",
        "Blinken",
    )
    assert (two["sentence"], two["start"], two["suggestion"]) == ("2", "14", "")


def test_what_was_left_out_is_reported_in_the_source() -> None:
    unit = Unit("9", "Nobody said this.", 12)
    left_out = finding(unit, unit.text, code="ACC401", name="omission", side=Side.SOURCE)
    score = SentenceScore(
        Alignment(7, (), (Sentence(unit.text, unit, 0, 17),), 1.0),
        (),
        (left_out,),
        0.4,
        Outcome.SUSPECT,
        (),
    )
    tables = csv_tables([replace(verdict(), scores=(score,))])
    (sentence,) = rows(tables["sentences.csv"])
    assert (sentence["candidate"], sentence["source"]) == ("", unit.text)
    assert (sentence["sentence"], sentence["unit"], sentence["n_findings"]) == ("", "", "1")
    (found,) = rows(tables["findings.csv"])
    assert (found["sentence"], found["unit"], found["line"]) == ("", "9", "12")


def test_a_file_row_counts_and_a_broken_file_has_its_error() -> None:
    kept = replace(verdict(), mode="low-fpr", modes=MODES)
    bad, good, lost = rows(csv_tables([kept, clean(), broken()])["files.csv"])
    assert bad == {
        "file": "a.txt",
        "source_file": "s.txt",
        "outcome": "mangled",
        "score": "10.0",
        "p_mangled": "0.9000",
        "sentences": "3",
        "judged": "3",
        "coverage": "0.5000",
        "source_coverage": "1.0000",
        "critical": "1",
        "major": "1",
        "minor": "0",
        "reasons": "1 of 2 sentences is mangled",
        "mode": "low-fpr",
        "false_alarms": "0.0100",
        "signature": SIGNATURE,
    }
    assert (good["source_file"], good["coverage"], good["reasons"]) == ("", "", "")
    assert (lost["outcome"], lost["score"], lost["sentences"], lost["major"]) == (
        "unjudged",
        "",
        "",
        "",
    )
    assert lost["reasons"] == "broken.txt:7: not UTF-8"


def test_a_sentence_that_was_not_judged_has_no_number() -> None:
    kept = verdict()
    scores = tuple(replace(score, outcome=Outcome.UNJUDGED) for score in kept.scores)
    tables = csv_tables([replace(kept, scores=scores)])
    assert {(row["p_mangled"], row["score"]) for row in rows(tables["sentences.csv"])} == {("", "")}
    assert rows(tables["files.csv"])[0]["judged"] == "0"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_starts_a_formula_unless_raw_is_asked_for(start: str) -> None:
    kept = verdict(f"{start}cmd|' /C calc'!A0 said. Then left.", f"{start}a.txt")
    for name, content in csv_tables([kept]).items():
        assert rows(content), name
        for row in rows(content):
            assert not any(
                cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values()
            )
    first = rows(csv_tables([kept], raw=True)["sentences.csv"])[0]
    assert first["file"] == f"{start}a.txt"
    assert first["candidate"].startswith(start)


def test_control_characters_are_shown_by_code_and_survive_raw() -> None:
    kept = verdict("Nul\0 and\x1b[2J went. Then left.", "bad\udc80.txt")
    shown = rows(csv_tables([kept])["sentences.csv"])[0]
    assert (shown["candidate"], shown["file"]) == ("Nul\\x00 and\\x1b[2J went.", "bad\\udc80.txt")
    kept_raw = rows(csv_tables([kept], raw=True)["sentences.csv"])[0]
    assert (kept_raw["candidate"], kept_raw["file"]) == ("Nul\0 and\x1b[2J went.", "bad\\udc80.txt")


@given(st.text(min_size=1), st.text(min_size=1))
def test_raw_cells_come_back_exactly(one: str, two: str) -> None:
    text = f"{one}. {two}"
    first = rows(csv_tables([verdict(text)], raw=True)["sentences.csv"])[0]
    middle = text.index(". ") + 1
    assert first["candidate"] == text[:middle]


def test_line_ends_are_lf_and_empty_means_not_computed() -> None:
    for content in csv_tables([verdict(), clean(), broken()]).values():
        assert b"\r" not in content
        assert content.endswith(b"\n")
        assert b"None" not in content
