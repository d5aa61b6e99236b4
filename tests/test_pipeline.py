from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck.config import Config, ReadConfig, RuleConfig
from mtcheck.errors import ConfigError
from mtcheck.pipeline import judge_document, pick_source
from mtcheck.readers import read
from mtcheck.tools import Tools, load_tools
from mtcheck.types import Document, FileVerdict, Outcome, Severity, Side
from tests.conftest import document

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
EXPECTED = {
    "000": Outcome.MANGLED, "001": Outcome.MANGLED, "002": Outcome.CLEAN,
    "003": Outcome.MANGLED, "004": Outcome.CLEAN,
}  # fmt: skip


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools(Config())


@pytest.fixture(scope="module")
def seeds() -> dict[str, Document]:
    return {p.name[:3]: document(p.read_text(encoding="utf-8"), p.name) for p in SEEDS}


def judge_all(
    seeds: dict[str, Document], source: str | None, tools: Tools
) -> dict[str, FileVerdict]:
    return {
        name: judge_document(
            candidate,
            seeds[source] if source else None,
            tools,
            others=[other for key, other in seeds.items() if key != name],
        )
        for name, candidate in seeds.items()
    }


def test_the_seeds_get_the_verdicts_they_were_given_with_their_source(
    seeds: dict[str, Document], tools: Tools
) -> None:
    found = judge_all(seeds, "002", tools)
    assert {name: verdict.outcome for name, verdict in found.items()} == EXPECTED
    assert found["002"].score == 100.0
    for name, most in (("002", 0), ("004", 1)):
        assert found[name].count(Severity.MAJOR) + found[name].count(Severity.CRITICAL) <= most


def test_the_mangled_seeds_are_at_least_suspect_alone(
    seeds: dict[str, Document], tools: Tools
) -> None:
    found = judge_all(seeds, None, tools)
    for name, expected in EXPECTED.items():
        wanted = (
            {Outcome.CLEAN} if expected is Outcome.CLEAN else {Outcome.SUSPECT, Outcome.MANGLED}
        )
        assert found[name].outcome in wanted, name


def test_the_picked_source_is_a_clean_one(seeds: dict[str, Document], tools: Tools) -> None:
    index, reason = pick_source(list(seeds.values()), tools)
    name = list(seeds)[index]
    assert EXPECTED[name] is Outcome.CLEAN
    assert "cleanest" in reason
    found = judge_all(seeds, name, tools)
    assert {key: verdict.outcome for key, verdict in found.items()} == EXPECTED


LINES = (
    "Mr. Brinken arrived on Friday.", "The the harbour was closed.", "sent a signal.",
    "“The price rose by 5%, she said.", "It cost the$ 95 million.", "Source link",
    "donâ€™t go", "Nobody was hurt.", "The China-US marriage is stable.", "", "—", "\u200b",
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=40)), min_size=1, max_size=6))
def test_a_candidate_equal_to_its_source_scores_100_with_no_finding(lines: list[str]) -> None:
    text = document("\n".join(line.replace("\n", " ").replace("\r", " ") for line in lines))
    verdict = judge_document(text, text, load_tools(Config()))
    assert verdict.findings == ()
    assert all(score.score == 100.0 for score in verdict.scores)
    assert verdict.outcome in (Outcome.CLEAN, Outcome.UNJUDGED)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=40)), min_size=1, max_size=6))
def test_no_text_makes_a_stage_raise_and_every_quote_is_in_its_place(lines: list[str]) -> None:
    text = document("\n".join(line.replace("\n", " ").replace("\r", " ") for line in lines))
    units = {unit.id: unit.text for unit in text.units}
    verdict = judge_document(text, None, load_tools(Config()))
    for finding in verdict.findings:
        assert finding.side is Side.CANDIDATE
        assert units[finding.unit][finding.start : finding.end] == finding.quote
        assert finding.quote


def test_web_residue_is_not_judged(tools: Tools) -> None:
    text = document("The harbour was closed.\nNobody was hurt.\nSource link\nLeave a Comment")
    verdict = judge_document(text, None, tools)
    assert [score.outcome for score in verdict.scores][2:] == [Outcome.UNJUDGED] * 2
    assert verdict.outcome is Outcome.UNJUDGED  # two sentences are left


def test_what_is_residue_or_repeated_in_a_text_is_content_in_strings(tools: Tools) -> None:
    texts = [
        "Search",
        "Leave a Comment",
        "Open the page that you chose in a new tab of this window.",
        "Open the page that you chose in the new tab of this window.",
    ]
    strings = json.dumps({f"key{n}": text for n, text in enumerate(texts)}).encode()
    for name, content, expected in (
        ("a.txt", "\n".join(texts).encode(), {"DES101", "ACC403"}),
        ("a.csv", "\n".join(("candidate", *texts)).encode(), {"DES101", "ACC403"}),
        ("a.json", strings, set()),
    ):
        verdict = judge_document(read(name, content=content).candidate, None, tools)
        assert {f.code for f in verdict.findings} & {"DES101", "ACC403"} == expected, name


def test_the_mark_of_an_access_key_changes_no_score(tools: Tools) -> None:
    def judged(*texts: str) -> FileVerdict:
        content = json.dumps({f"key{n}": text for n, text in enumerate(texts)}).encode()
        return judge_document(read("a.json", content=content).candidate, None, tools)

    marked = judged("E&xit the the program now.", "Save &As a new file.", "_Open the fi le.")
    plain = judged("Exit the the program now.", "Save As a new file.", "Open the fi le.")
    assert [s.metrics for s in marked.scores] == [s.metrics for s in plain.scores]
    assert [s.p_mangled for s in marked.scores] == [s.p_mangled for s in plain.scores]
    said = [(f.code, f.quote, f.start, f.suggestion, f.message) for f in marked.findings]
    assert said == [(f.code, f.quote, f.start, f.suggestion, f.message) for f in plain.findings]
    assert "LIN102" in {finding.code for finding in marked.findings}
    places = [f.column for f in marked.findings if f.code == "LIN102"]
    assert places == [f.column + 1 for f in plain.findings if f.code == "LIN102"]


def test_rules_can_be_chosen_and_unknown_ones_are_refused() -> None:
    only = load_tools(Config(rules=RuleConfig(select=("LIN101",))))
    assert [rule.code for rule in only.rules] == ["LIN101"]
    assert only.signature != load_tools(Config()).signature
    with pytest.raises(ConfigError, match="LIN999"):
        load_tools(Config(rules=RuleConfig(ignore=("LIN999",))))
    with pytest.raises(ConfigError, match="no option 'max'"):
        load_tools(Config(rules=RuleConfig(options=(("LIN101", (("max", 1),)),))))


def test_two_rules_about_the_same_words_report_once(
    seeds: dict[str, Document], tools: Tools
) -> None:
    verdict = judge_document(seeds["003"], seeds["002"], tools)
    words = [f for f in verdict.findings if f.code.startswith(("TER", "STY"))]
    assert words
    for one in words:
        for other in words:
            if one.code != other.code and one.unit == other.unit:
                assert one.end <= other.start or other.end <= one.start


def test_the_order_of_the_other_files_makes_no_difference(
    seeds: dict[str, Document], tools: Tools
) -> None:
    stories = sorted((Path(__file__).parents[1] / "fixtures" / "stories").glob("*.txt"))
    documents = [document(p.read_text(encoding="utf-8"), p.name) for p in stories]
    documents += seeds.values()
    for candidate in (seeds["003"], documents[-1], documents[0]):
        others = [other for other in documents if other is not candidate]
        one, other = (
            judge_document(candidate, None, tools, others=order) for order in (others, others[::-1])
        )
        assert one == other


FOREIGN = "Der Hafen blieb am Montag wegen des Sturms geschlossen. Niemand wurde verletzt."


def test_sentences_in_another_language_are_not_judged_and_move_nothing(tools: Tools) -> None:
    english = [
        "The harbour stayed closed on Monday because of the storm.",
        "Two cranes were damaged, but nobody was hurt.",
        "The ferries are expected to sail again on Wednesday.",
    ]
    plain = judge_document(document("\n\n".join(english)), None, tools)
    mixed = judge_document(document("\n\n".join([*english, FOREIGN])), None, tools)
    last = mixed.scores[-2:]
    assert [score.outcome for score in last] == [Outcome.UNJUDGED] * 2
    assert last[0].because == ("it is German: mtcheck knows English only",)
    assert not any(score.findings for score in last)
    assert (mixed.p_mangled, mixed.outcome) == (plain.p_mangled, plain.outcome)
    assert mixed.scores[:3] == plain.scores
    assert any("German" in remark for remark in mixed.remarks)


def test_the_user_may_say_that_it_is_english(tools: Tools) -> None:
    told = load_tools(Config(read=ReadConfig(language="en")))
    found = judge_document(document(FOREIGN), None, told)
    assert all(score.outcome is not Outcome.UNJUDGED for score in found.scores)
    assert "|language:en|" in told.signature
    assert "|language:lingua-" in tools.signature
