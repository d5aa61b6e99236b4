from __future__ import annotations

import json
from importlib import resources

from hypothesis import given
from hypothesis import strategies as st

from mtcheck.combine import document_features, explain, load_calibration, sentence_features
from mtcheck.types import (
    Alignment,
    Category,
    Finding,
    Outcome,
    Sentence,
    SentenceScore,
    Severity,
    Side,
    Unit,
)

UNIT = Unit("1", "The marriage is stable.", 1)


def finding(severity: Severity) -> Finding:
    return Finding(
        "TER101", "set-phrase-altered", Category.TERMINOLOGY, severity, "m", 0,
        Side.CANDIDATE, "1", 1, 5, 4, 12, "marriage", "relationship",
    )  # fmt: skip


FINDINGS = st.lists(st.sampled_from(Severity), max_size=8).map(lambda s: [finding(x) for x in s])
METRICS = st.dictionaries(st.sampled_from(["fluency", "source_fluency"]), st.floats(-20, 20))
WAYS = st.sampled_from(["source", "alone"])


def score_of(metrics: dict[str, float], findings: list[Finding]) -> SentenceScore:
    alignment = Alignment(0, (Sentence(UNIT.text, UNIT, 0, len(UNIT.text)),), (), 1.0)
    return SentenceScore(alignment, tuple(metrics.items()), tuple(findings), 0.5, Outcome.CLEAN, ())


@given(METRICS, FINDINGS, st.sampled_from(Severity), WAYS)
def test_another_finding_never_raises_a_score(
    metrics: dict[str, float], findings: list[Finding], extra: Severity, way: str
) -> None:
    more = [*findings, finding(extra)]
    sentence = load_calibration().sentence[way]
    assert sentence.probability(
        sentence_features(metrics, more, load_calibration().evidence[way])
    ) >= sentence.probability(
        sentence_features(metrics, findings, load_calibration().evidence[way])
    )
    document = load_calibration().document[way]
    assert document.probability(
        document_features([score_of(metrics, more)], load_calibration().evidence[way])
    ) >= document.probability(
        document_features([score_of(metrics, findings)], load_calibration().evidence[way])
    )


def test_similarity_never_moves_a_score() -> None:
    near, far = ({"fluency": 1.0, "similarity": s, "chrf": 90 * s} for s in (0.9, 0.1))
    assert sentence_features(near, [], {}) == sentence_features(far, [], {})


def test_reasons_name_the_finding_and_what_was_expected() -> None:
    features = sentence_features({"fluency": 1.0}, [finding(Severity.MAJOR)], {})
    model = load_calibration().sentence["alone"]
    assert explain(features, [finding(Severity.MAJOR)], model) == (
        "set-phrase-altered: “marriage” (expected “relationship”)",
    )


def test_wording_is_a_reason_where_it_counts() -> None:
    model = load_calibration().sentence["alone"]
    assert explain(sentence_features({"fluency": -4.0}, [], {}), [], model)
    assert not explain(sentence_features({"fluency": 2.0}, [], {}), [], model)


def test_the_calibration_says_where_it_comes_from_and_is_ordered() -> None:
    text = resources.files("mtcheck").joinpath("calibration.json").read_text(encoding="utf-8")
    assert "mtcheck.learn.calibrate" in json.loads(text)["origin"]
    for models in (load_calibration().sentence, load_calibration().document):
        assert set(models) == {"source", "alone"}
        for model in models.values():
            assert 0 < model.suspect < model.mangled < 1
            assert all(weight >= 0 for weight in model.weights.values())


@given(METRICS, FINDINGS, WAYS)
def test_whatever_is_not_clean_has_a_reason(
    metrics: dict[str, float], findings: list[Finding], way: str
) -> None:
    model, evidence = load_calibration().sentence[way], load_calibration().evidence[way]
    features = sentence_features(metrics, findings, evidence)
    if model.probability(features) >= model.suspect:
        assert explain(features, findings, model)
