"""Rules that settings choose, their options and severities; and what of it changes numbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mtcheck.config import Config, RuleConfig, make_config
from mtcheck.errors import ConfigError
from mtcheck.judge import judge_file, judge_gate
from mtcheck.pipeline import judge_document
from mtcheck.rules import all_rules
from mtcheck.selection import chosen_rules, ignored_codes, signed, with_severities
from mtcheck.store import dump_verdicts, read_verdicts
from mtcheck.tools import load_tools
from mtcheck.types import FileVerdict, Severity

from .conftest import document

ALL = {rule.code for rule in all_rules()}

TEXT = "\n".join(
    (
        "The the minister spoke on Monday in the old town hall.",
        "Said that the port would be closed.",
        "The council met for two hours and voted on the plan.",
        "has promised to repair the bridge before winter.",
        "Nobody was hurt, and the road is open again.",
    )
)


def family(*beginnings: str) -> set[str]:
    return {code for code in ALL if code.startswith(beginnings)}


CHOICES = [
    ({}, ALL),
    ({"select": ["TER"]}, family("TER")),
    ({"select": ["ACC1", "lin101"]}, family("ACC1") | {"LIN101"}),
    ({"select": ["name-altered"]}, {"ACC101"}),
    ({"ignore": ["LIN"]}, ALL - family("LIN")),
    ({"ignore": ["LIN"], "extend_select": ["LIN101"]}, ALL - family("LIN") | {"LIN101"}),
    ({"ignore": ["LIN101"], "extend_select": ["LIN"]}, ALL - {"LIN101"}),
    ({"select": ["ACC", "TER"], "ignore": ["ACC1"]}, family("ACC", "TER") - family("ACC1")),
    ({"select": ["ACC101"], "ignore": ["ACC101"]}, set()),
    ({"select": ["ACC101"], "ignore": ["name-altered"]}, set()),
    ({"select": ["ACC101"], "extend_select": ["TER"]}, family("TER") | {"ACC101"}),
    ({"select": ["ACC"], "extend_ignore": ["ACC1"]}, family("ACC") - family("ACC1")),
    ({"ignore": ["ALL"], "extend_select": ["TER"]}, family("TER")),
    ({"select": ["ALL"], "ignore": ["TER"]}, ALL - family("TER")),
]  # fmt: skip


@pytest.mark.parametrize(("options", "expected"), CHOICES)
def test_the_longest_code_that_fits_decides(
    options: dict[str, list[str]], expected: set[str]
) -> None:
    rules = make_config(**options).rules  # type: ignore[arg-type]
    assert {rule.code for rule in chosen_rules(rules)} == expected


def test_rules_are_left_out_in_the_files_that_match() -> None:
    config = RuleConfig(per_file_ignores=(("drafts/*", ("LIN1", "ACC101")), ("*.md", ("TER",))))
    assert ignored_codes(config, "drafts/a.txt") == family("LIN1") | {"ACC101"}
    assert ignored_codes(config, "drafts/a.md") == family("LIN1", "TER") | {"ACC101"}
    assert ignored_codes(config, "texts/a.txt") == set()


REFUSED = [
    ({"select": ["ACC999"]}, "no rule 'ACC999'; the nearest is 'ACC"),
    ({"extend_ignore": ["XYZ"]}, "no rule 'XYZ'; the nearest is "),
    ({"severity": {"ACC9": "minor"}}, "no rule 'ACC9'; the nearest is "),
    ({"per_file_ignores": {"*": ["ACC9"]}}, "no rule 'ACC9'; the nearest is "),
    ({"rule_options": {"LIN1": {"min_words": 3}}}, "no rule 'LIN1'; the nearest is "),
    ({"rule_options": {"LIN101": {"max_words": 3}}}, "rule LIN101 has no option 'max-words'; it has: min-words; the nearest is 'min-words'"),
    ({"rule_options": {"LIN102": {"max_words": 3}}}, "rule LIN102 has no option 'max-words'; it has: none"),
    ({"rule_options": {"LIN101": {"min_words": 3.5}}}, "option 'min-words' of rule LIN101 must be a whole number, not 3.5"),
    ({"rule_options": {"LIN101": {"min_words": True}}}, "option 'min-words' of rule LIN101 must be a whole number, not True"),
    ({"rule_options": {"ACC201": {"max_cost": "x"}}}, "option 'max-cost' of rule ACC201 must be a number, not 'x'"),
    ({"rule_options": {"ACC101": {"use_people": 1}}}, "option 'use-people' of rule ACC101 must be true or false, not 1"),
]  # fmt: skip


@pytest.mark.parametrize(("options", "message"), REFUSED)
def test_unknown_codes_and_options_are_refused_before_a_model_is_loaded(
    options: dict[str, object], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mtcheck.tools.choose_encoder", lambda *_: pytest.fail("it was loaded"))
    with pytest.raises(ConfigError) as raised:
        load_tools(make_config(**options))  # type: ignore[arg-type]
    assert str(raised.value).startswith(message)


Judge = Callable[[Config], FileVerdict]


@pytest.fixture(scope="module")
def judge() -> Judge:
    def run(config: Config) -> FileVerdict:
        return judge_document(document(TEXT, "drafts/a.txt"), None, load_tools(config))

    return run


@pytest.fixture(scope="module")
def plain(judge: Judge) -> FileVerdict:
    verdict = judge(Config())
    assert {"LIN101", "LIN102"} <= {finding.code for finding in verdict.findings}
    return verdict


def numbers(verdict: FileVerdict) -> list[object]:
    return [verdict.p_mangled, *((s.p_mangled, s.metrics, s.outcome) for s in verdict.scores)]


@pytest.mark.parametrize("to", ["neutral", "minor", "major", "critical"])
def test_a_severity_changes_what_is_counted_and_no_number(
    judge: Judge, plain: FileVerdict, to: str
) -> None:
    verdict = judge(make_config(severity={"LIN": "neutral", "LIN101": to, "LIN102": "critical"}))
    assert numbers(verdict) == numbers(plain)
    assert verdict.signature == plain.signature
    assert {f.severity for f in verdict.findings if f.code == "LIN101"} == {Severity(to)}
    assert {f.severity for f in verdict.findings if f.code == "LIN102"} == {Severity.CRITICAL}
    failed = judge_gate([verdict], fail_on="critical")
    assert not failed.passed
    assert judge_gate([plain], fail_on="critical").passed


def test_a_stored_verdict_takes_other_severities_and_gives_them_back(
    judge: Judge, plain: FileVerdict
) -> None:
    (own,) = {finding.severity for finding in plain.findings if finding.code == "LIN101"}
    config = make_config(severity={"LIN101": "critical"})
    changed = judge(config)
    assert judge_file(with_severities(plain, config.rules), plain.mode) == changed
    (stored,) = read_verdicts(dump_verdicts([changed]), path="verdicts.jsonl")
    assert stored == changed
    assert with_severities(stored, RuleConfig()) == changed
    back = with_severities(stored, RuleConfig(severity=(("LIN101", own.value),)))
    assert judge_file(back, plain.mode) == plain


def test_a_rule_that_is_ignored_in_a_file_does_not_run_there(
    judge: Judge, plain: FileVerdict
) -> None:
    elsewhere = judge(make_config(per_file_ignores={"texts/*": ["LIN"]}))
    here = judge(make_config(per_file_ignores={"drafts/*": ["LIN"]}))
    ignored = judge(make_config(ignore=["LIN"]))
    assert numbers(elsewhere) == numbers(plain)
    assert not [finding for finding in here.findings if finding.code.startswith("LIN")]
    assert numbers(here) == numbers(ignored)
    assert here.p_mangled < plain.p_mangled  # type: ignore[operator]


def test_an_option_reaches_its_rule_by_any_name_of_the_rule(
    judge: Judge, plain: FileVerdict
) -> None:
    lenient = {"min_probability": 0.01, "min_major": 0}
    for name in ("JDG102", "jdg102", "judged-mangled-alone"):
        verdict = judge(make_config(rule_options={name: lenient}))
        assert len(verdict.findings) > len(plain.findings)
        assert verdict.signature != plain.signature


SAME = [
    {"select": ["ALL"]},
    {"select": sorted(ALL)},
    {"severity": {"LIN": "critical"}},
    {"rule_options": {"LIN101": {"min_words": 3}}},
    {"mode": "balanced"},
    {"per_file_ignores": {}},
]
OTHER = [
    {"ignore": ["LIN101"]},
    {"rule_options": {"LIN101": {"min_words": 4}}},
    {"per_file_ignores": {"drafts/*": ["LIN101"]}},
    {"per_file_ignores": {"drafts/*": ["LIN102"]}},
]


def test_what_is_signed_is_what_changes_numbers_and_nothing_else() -> None:
    plain = signed(RuleConfig())
    for options in SAME:
        assert signed(make_config(**options).rules) == plain  # type: ignore[arg-type]
    others = [signed(make_config(**options).rules) for options in OTHER]  # type: ignore[arg-type]
    assert len({plain, *others}) == 1 + len(OTHER)


def test_the_same_settings_in_another_order_are_signed_the_same() -> None:
    one = make_config(
        per_file_ignores={"a/*": ["LIN1"], "b/*": ["TER"]},
        rule_options={
            "LIN101": {"min_words": 4},
            "ACC101": {"min_frequent": 2, "use_people": False},
        },
    )
    other = make_config(
        per_file_ignores={"b/*": ["TER"], "a/*": sorted(family("LIN1"))},
        rule_options={
            "ACC101": {"use_people": False, "min_frequent": 2},
            "fragment": {"min_words": 4},
        },
    )
    assert signed(one.rules) == signed(other.rules)
