from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mtcheck.combine import (
    document_features,
    explain,
    load_calibration,
    sentence_features,
)
from mtcheck.judge import judge_file, outcome_of
from mtcheck.reporters.explanation import (
    FEATURES,
    METRICS,
    add_up,
    calibration_in,
    nearest_to,
    render_explanation,
    sentences_at,
)
from mtcheck.types import (
    Alignment,
    FileVerdict,
    Outcome,
    Sentence,
    SentenceScore,
    Severity,
    Unit,
)

from .verdicts import clean, finding, verdict

CALIBRATION = load_calibration()


def judged(
    text: str = "Mr. Brinken came. He sat.\nThen he left.", **changes: object
) -> FileVerdict:
    """A file whose numbers really come from the shipped calibration."""
    source = "Mr. Blinken came."
    scores = []
    evidence = CALIBRATION.evidence["source"]
    model = CALIBRATION.sentence["source"]
    number = 0
    for line, words in enumerate(text.split("\n"), 1):
        unit = Unit(str(line), words, line)
        for part in re.finditer(r"\S[^.]*\.?[^.]*\.", words):
            one = Sentence(part.group(), unit, *part.span())
            other = (Sentence(source, Unit("1", source, 7), 0, len(source)),) if not number else ()
            metrics = {"fluency": -0.5, "judged_major": 1.0, "judged_made": 2.0, "quality": -3.0}
            if other:
                metrics |= {"similarity": 0.8, "chrf": 40.0, "source_fluency": 1.5}
            found = (
                (replace(finding(unit, "Brinken", suggestion="Blinken"), alignment=number),)
                if "Brinken" in one.text
                else ()
            )
            features = sentence_features(metrics, found, evidence)
            p = model.probability(features)
            outcome = outcome_of(p, suspect=model.suspect, mangled=model.mangled)
            because = explain(features, found, model)
            alignment = Alignment(number, (one,), other, 0.2 if other else 1.0)
            scores.append(
                SentenceScore(alignment, tuple(metrics.items()), found, p, outcome, because)
            )
            number += 1
    document = CALIBRATION.document["source"]
    p = document.probability(document_features(scores, evidence))
    made = FileVerdict(
        "a.txt", "s.txt", Outcome.UNJUDGED, (), p, tuple(scores), "comparable", 0.5, 1.0,
        f"version:1|calibration:{CALIBRATION.signature}", modes=document.modes,
    )  # fmt: skip
    return judge_file(replace(made, **changes), "low-fpr")  # type: ignore[arg-type]


def shown(made: FileVerdict, line: int, column: int | None = None, **options: int) -> str:
    return render_explanation(made, sentences_at(made, line, column), CALIBRATION, **options)


def test_an_explanation_says_all_that_is_known_and_fits_80_columns() -> None:
    text = shown(judged(), 1, 1)
    for words in (
        "a.txt:1:1, sentence 1 of 3",
        "Compared with (1:1, similarity 0.80, cost 0.20, comparable texts)",
        "  s.txt:7\n  Mr. Blinken came.",
        "Mr. [-Blinken-] {+Brinken+} came.",
        "  similarity         0.8000  likeness of meaning",
        "ACC101 name-altered, major, line 1, column 5\n    “Brinken” → “Blinken”",
        "Rule: A name is spelled differently from the name that must be meant.",
        "Counts 1.65 in severe",
        "The file a.txt: ",
        "mode low-fpr",
    ):
        assert words in text, words
    assert max(map(len, text.splitlines())) <= 80


def parts_of(text: str) -> list[tuple[list[float], float, float]]:
    """(the shares shown, their sum, p_mangled) of every table of shares."""
    found = []
    for block in re.split(r"(?=  start )", text)[1:]:
        table, _, rest = block.partition("  together")
        parts = [float(x) for x in re.findall(r"^  \w+ +([+-]\d+\.\d\d)(?= )", table, re.M)]
        total = float(rest.split()[0])
        p = re.search(r"= (\d\.\d{4}):", " ".join(rest.split()))
        assert p is not None
        found.append((parts, total, float(p[1])))
    return found


def test_the_shares_shown_add_up_to_the_log_odds_and_these_give_the_probability() -> None:
    made = judged()
    tables = parts_of(shown(made, 1))
    assert len(tables) == 3  # two sentences on the line, and the file
    expected = [made.scores[0].p_mangled, made.scores[1].p_mangled, made.p_mangled]
    for (parts, total, p), value in zip(tables, expected, strict=True):
        assert len(parts) == 7
        assert sum(parts) == pytest.approx(total, abs=1e-9)
        assert value == pytest.approx(p, abs=6e-5)
        assert 1 / (1 + 2.718281828**-total) == pytest.approx(p, abs=0.0026)


@example([0.025])
@given(st.lists(st.floats(-30, 30), min_size=1, max_size=12))
def test_parts_are_rounded_so_that_they_add_up(parts: list[float]) -> None:
    rounded = add_up(parts, sum(parts))
    assert sum(rounded) == pytest.approx(float(f"{sum(parts):.2f}"), abs=1e-9)
    for one, other in zip(parts, rounded, strict=True):
        assert abs(one - other) <= 0.0101


def test_every_feature_and_metric_has_words() -> None:
    for models in (CALIBRATION.sentence, CALIBRATION.document):
        for model in models.values():
            assert set(model.weights) <= set(FEATURES)
    assert {"similarity", "chrf", "fluency", "source_fluency", "quality"} <= set(METRICS)


def test_a_column_picks_one_sentence_of_a_line() -> None:
    made = judged()
    assert [one.number for one in sentences_at(made, 1)] == [1, 2]
    assert [one.number for one in sentences_at(made, 1, 19)] == [2]
    assert [one.number for one in sentences_at(made, 1, 18)] == []
    assert [one.number for one in sentences_at(made, 2)] == [3]


def test_a_line_without_a_sentence_has_a_nearest_one() -> None:
    made = judged()
    near = nearest_to(made, 99)
    assert near is not None
    assert near.number == 3
    beside = nearest_to(made, 1, 18)
    assert beside is not None
    assert beside.number in (1, 2)
    assert nearest_to(replace(made, scores=()), 1) is None


def test_merged_sentences_are_explained_once() -> None:
    made = verdict()
    text = render_explanation(made, sentences_at(made, 1), None)
    assert text.count("Compared with (2:1") == 1
    assert "its shares are not known" in " ".join(text.split())


def test_a_sentence_without_a_counterpart_says_that_it_was_judged_by_itself() -> None:
    made = clean()
    text = render_explanation(made, sentences_at(made, 1), None)
    assert "Compared with: nothing (no source); judged by itself" in text


def test_the_same_words_need_no_difference() -> None:
    made = judged("Mr. Blinken came. He sat.\nThen he left.")
    same = replace(made.scores[0], p_mangled=0.0)
    text = shown(replace(made, scores=(same, *made.scores[1:])), 1, 1)
    assert "Differs in: nothing, word for word the same" in text
    assert "word for word what the source says, which is called clean" in " ".join(text.split())


def test_what_is_set_aside_counts_nothing_and_says_who_did_it() -> None:
    made = judged()
    aside = replace(made.scores[0].findings[0], suppressed="comment on line 3: quoted speech")
    text = shown(replace(made, scores=(replace(made.scores[0], findings=(aside,)),)), 1, 1)
    assert "Set aside, counts nothing: comment on line 3: quoted speech" in text
    assert "Counts 1.65" not in text


def test_what_the_judge_marked_and_what_is_neutral_counts_nothing_more() -> None:
    made = judged()
    (found,) = made.scores[0].findings
    for changes, words in (
        ({"probability": 0.42}, "with probability 0.42"),
        ({"severity": Severity.NEUTRAL}, "Neutral: counts nothing."),
        ({"code": "TER104"}, "A term of your own"),
    ):
        other = replace(found, **changes)  # type: ignore[arg-type]
        text = shown(replace(made, scores=(replace(made.scores[0], findings=(other,)),)), 1, 1)
        assert words in " ".join(text.split())


def test_nothing_in_an_explanation_acts_on_the_terminal() -> None:
    text = "A \x1b[31mred\x1b[0m \u202eword\u2028. It sat."
    made = replace(clean("x\x1b[2J.txt"), scores=verdict(text).scores, source_path="s\x07.txt")
    out = render_explanation(made, sentences_at(made, 1), None)
    assert not set(out) & set("\x1b\x07\u202e\u2028")


def test_the_calibration_is_read_off_the_signature() -> None:
    signature = "segment:sentencex-1.0.32+1|align:dp3+best1.auto|calibration:0a1b2c3d+own:ff"
    assert calibration_in(signature) == ("0a1b2c3d", True)
    assert calibration_in("stand-in:1") == ("", False)
