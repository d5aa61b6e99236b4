"""What is known of an old corpus: new, unchanged and gone findings, and the file they are kept in."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck.aside.baseline import (
    Baseline,
    Known,
    added,
    compare,
    mark,
    normal,
    pruned,
    standing,
    unmark,
)
from mtcheck.aside.baseline_file import dump_baseline, read_baseline
from mtcheck.config import Config
from mtcheck.errors import ConfigError
from mtcheck.judge import judge_gate
from mtcheck.types import Document, FileVerdict, Outcome, Severity, Unit

from ..stand_in import StandInTools, judge_document

CONFIG = Config()
NOTHING = Baseline(files=())


def judged(text: str, path: str = "a.txt") -> FileVerdict:
    units = tuple(
        Unit(str(n), line, n) for n, line in enumerate(text.split("\n"), 1) if line.strip()
    )
    units = tuple(replace(unit, id=str(n)) for n, unit in enumerate(units, 1))
    return judge_document(Document(path, "en", "txt", units), None, StandInTools(config=CONFIG))


def known(*verdicts: FileVerdict) -> Baseline:
    return added(NOTHING, compare(verdicts, NOTHING))


def gate(verdict: FileVerdict, baseline: Baseline, **options: object) -> tuple[str, ...]:
    (marked,) = mark([verdict], baseline)
    result = judge_gate([marked], standings=[standing(marked, baseline)], **options)  # type: ignore[arg-type]
    assert result.passed is not bool(result.reasons)
    return result.reasons


MANGLED = "Brinken met Xi.\nsent a signal.\nThey parted.\n"


def test_a_mangled_file_whose_every_finding_is_known_passes() -> None:
    verdict = judged(MANGLED)
    assert judge_gate([verdict]).reasons == ("a.txt: mangled",)
    assert gate(verdict, known(verdict)) == ()


def test_the_same_file_with_one_new_finding_fails_and_says_so() -> None:
    baseline = known(judged(MANGLED))
    assert gate(judged(MANGLED + "Brinken slept.\n"), baseline) == (
        "a.txt: mangled (1 new finding)",
    )
    more = MANGLED + "Brinken slept.\nAnother signal.\n"
    assert gate(judged(more), baseline) == ("a.txt: mangled (2 new findings)",)


def test_a_severity_is_counted_over_what_is_new() -> None:
    baseline = known(judged(MANGLED))
    assert gate(judged(MANGLED), baseline, fail_on="major") == ()
    more = judged(MANGLED + "Brinken slept.\n")
    assert gate(more, baseline, fail_on="critical") == ()
    assert gate(more, baseline, fail_on="major") == ("a.txt: 1 major finding (1 new finding)",)


def test_a_file_that_is_not_in_the_baseline_fails_as_ever() -> None:
    baseline = known(judged(MANGLED))
    assert gate(judged(MANGLED, "b.txt"), baseline) == ("b.txt: mangled (2 new findings)",)


def test_findings_are_known_50_lines_further_down_and_among_others() -> None:
    text = "Brinken came.\nXi sat.\nBrinken left.\n"
    baseline = known(judged(text))
    moved = judged("All was calm.\n" * 50 + text)
    assert gate(moved, baseline) == ()
    comparison = compare([moved], baseline)
    assert (comparison.new, comparison.n_unchanged, comparison.gone) == ((), 2, ())


def test_of_several_equal_findings_each_counts() -> None:
    three, two, four = (judged("Brinken came.\n" * n + "Xi sat.\n" * 3) for n in (3, 2, 4))
    baseline = known(three)
    assert len(baseline.findings) == 3
    fewer = compare([two], baseline)
    assert (len(fewer.new), fewer.n_unchanged, len(fewer.gone)) == (0, 2, 1)
    more = compare([four], baseline)
    assert (len(more.new), more.n_unchanged, len(more.gone)) == (1, 3, 0)


def test_what_was_mended_is_gone_and_pruned_and_then_new_again() -> None:
    baseline = known(judged(MANGLED))
    mended = compare([judged(MANGLED.replace("Brinken", "Blinken"))], baseline)
    assert [entry.quote for entry in mended.gone] == ["Brinken"]
    smaller = pruned(baseline, mended)
    assert [entry.quote for entry in smaller.findings] == ["signal"]
    assert gate(judged(MANGLED), smaller) == ("a.txt: mangled (1 new finding)",)


def test_files_that_were_not_judged_keep_what_is_known_of_them() -> None:
    baseline = known(judged(MANGLED), judged(MANGLED, "b.txt"))
    comparison = compare([judged("All is well.\n" * 3, "b.txt")], baseline)
    assert {entry.file for entry in comparison.gone} == {"b.txt"}
    assert {entry.file for entry in pruned(baseline, comparison).findings} == {"a.txt"}
    assert pruned(baseline, comparison).files == (("a.txt", Outcome.MANGLED),)
    lost = compare([judged("All is well.\n" * 3, "b.txt")], baseline, lost=("a.txt",))
    assert pruned(baseline, lost) == Baseline(files=())


def test_what_a_rule_did_not_look_for_is_not_gone() -> None:
    baseline = known(judged(MANGLED))
    calm = judged("All is well.\n" * 3)
    comparison = compare([calm], baseline, looked=lambda verdict, code: code != "ACC101")
    assert [entry.code for entry in comparison.gone] == ["LIN101"]


def test_a_file_that_could_not_be_judged_says_nothing() -> None:
    baseline = known(judged(MANGLED))
    comparison = compare([judged("Brinken.\n")], baseline)
    assert comparison.gone == comparison.new == ()


def wording_only(outcome: Outcome) -> FileVerdict:
    return replace(judged("All is well.\n" * 3), outcome=outcome, p_mangled=0.7)


def test_a_file_mangled_by_its_wording_is_known_by_its_outcome() -> None:
    baseline = known(wording_only(Outcome.MANGLED))
    assert baseline == Baseline((), (("a.txt", Outcome.MANGLED),))
    assert gate(wording_only(Outcome.MANGLED), baseline) == ()
    assert gate(wording_only(Outcome.MANGLED), NOTHING) == ("a.txt: mangled (not in the baseline)",)


def test_a_file_that_became_worse_fails_without_a_new_finding() -> None:
    baseline = known(wording_only(Outcome.SUSPECT))
    assert gate(wording_only(Outcome.MANGLED), baseline) == (
        "a.txt: mangled (suspect in the baseline)",
    )
    clean = replace(judged(MANGLED), outcome=Outcome.CLEAN)
    assert gate(judged(MANGLED), known(clean)) == ("a.txt: mangled (clean in the baseline)",)


def test_a_low_score_is_held_against_new_files_and_new_findings_only() -> None:
    low = judged(MANGLED)
    assert gate(low, known(low), fail_on="critical", min_score=50) == ()
    clean = replace(judged("All is well.\n" * 3), p_mangled=0.2)
    assert gate(clean, NOTHING, min_score=90) == (
        "a.txt: score 80.0 is below 90 (not in the baseline)",
    )
    assert gate(clean, Baseline(files=(("a.txt", Outcome.CLEAN),)), min_score=90) == ()


def test_a_baseline_of_decisions_only_knows_files_by_their_findings() -> None:
    verdict = judged(MANGLED)
    decided = Baseline(known(verdict).findings, None)
    assert gate(verdict, decided) == ()
    assert gate(judged(MANGLED, "b.txt"), decided) == ("b.txt: mangled (2 new findings)",)
    assert gate(wording_only(Outcome.MANGLED), decided) == ("a.txt: mangled (not in the baseline)",)
    half = Baseline(decided.findings[:1], None)
    assert gate(verdict, half) == ("a.txt: mangled (1 new finding)",)


def test_known_findings_are_marked_with_decision_and_reason_and_can_be_unmarked() -> None:
    verdict = judged(MANGLED)
    one, two = known(verdict).findings
    decided = Baseline((one, replace(two, decision="rejected", reason="a title")), None)
    (marked,) = mark([verdict], decided)
    assert [f.suppressed for f in marked.findings] == [
        "baseline: accepted",
        "baseline: rejected: a title",
    ]
    assert marked.count(Severity.MAJOR) == marked.count(Severity.CRITICAL) == 0
    assert marked.p_mangled == verdict.p_mangled
    assert unmark([marked]) == (verdict,)


def test_what_a_comment_sets_aside_stays_the_comments_and_is_not_gone() -> None:
    verdict = judged(MANGLED)
    baseline = known(verdict)
    first = verdict.scores[0]
    aside = replace(first.findings[0], suppressed="comment on line 1")
    quiet = replace(verdict, scores=(replace(first, findings=(aside,)), *verdict.scores[1:]))
    assert mark([quiet], baseline)[0].findings[0].suppressed == "comment on line 1"
    assert compare([quiet], baseline).gone == ()
    assert [entry.code for entry in known(quiet).findings] == ["LIN101"]


def test_neutral_findings_are_never_new() -> None:
    verdict = judged(MANGLED)
    scores = tuple(
        replace(s, findings=tuple(replace(f, severity=Severity.NEUTRAL) for f in s.findings))
        for s in verdict.scores
    )
    neutral = replace(verdict, scores=scores)
    assert compare([neutral], NOTHING).new == ()
    assert gate(neutral, Baseline(files=(("a.txt", Outcome.MANGLED),))) == ()


def test_paths_are_the_same_however_they_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    baseline = known(judged(MANGLED, "texts/a.txt"))
    for path in ("./texts/a.txt", "texts//a.txt", str(tmp_path / "texts" / "a.txt")):
        assert gate(judged(MANGLED, path), baseline) == (), path
    assert normal("/elsewhere/a.txt") == "/elsewhere/a.txt"


def test_updating_keeps_decisions_and_adds_what_is_new_as_accepted() -> None:
    verdict = judged(MANGLED)
    first, second = known(verdict).findings
    baseline = Baseline((replace(first, decision="rejected", reason="sic"), second), None)
    more = judged(MANGLED + "Brinken slept.\n")
    made = added(baseline, compare([more], baseline))
    assert [entry.decision for entry in made.findings] == ["rejected", "accepted", "accepted"]
    assert made.findings[0].reason == "sic"
    assert added(made, compare([more], made)) == made
    assert made.files == (("a.txt", Outcome.MANGLED),)


# --- the file --------------------------------------------------------------------------------------

TEXT = st.text(min_size=1, max_size=20)
FINDINGS = st.builds(
    Known,
    file=TEXT.filter(lambda t: "\0" not in t).map(normal),
    fingerprint=st.text("0123456789abcdef", min_size=16, max_size=16),
    code=TEXT,
    quote=TEXT,
    decision=st.sampled_from(["accepted", "rejected"]),
    reason=st.text(max_size=20),
)
FILES = st.none() | st.dictionaries(
    TEXT.filter(lambda t: "\0" not in t).map(normal), st.sampled_from([*Outcome][:3])
).map(lambda d: tuple(d.items()))


@settings(max_examples=60, deadline=None)
@given(st.lists(FINDINGS, unique_by=lambda k: (k.file, k.fingerprint)), FILES)
def test_a_baseline_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory,
    findings: list[Known],
    files: tuple[tuple[str, Outcome], ...] | None,
) -> None:
    made = Baseline(tuple(findings), files)
    path = tmp_path_factory.getbasetemp() / "b.json"
    content = dump_baseline(made)
    path.write_bytes(content)
    back = read_baseline(path)
    assert set(back.findings) == set(made.findings)
    assert (back.files is None) is (files is None)
    assert dict(back.files or ()) == dict(files or ())
    assert dump_baseline(back) == content
    assert dump_baseline(replace(made, findings=tuple(reversed(findings)))) == content
    assert json.loads(content)["format"] == "mtcheck-baseline"


def test_a_finding_is_a_line_so_that_a_change_is_one_too() -> None:
    one = dump_baseline(known(judged(MANGLED))).decode().split("\n")
    two = dump_baseline(known(judged("Brinken came.\n" + MANGLED))).decode().split("\n")
    assert [line for line in two if line.rstrip(",") not in {x.rstrip(",") for x in one}] == [
        line for line in two if line.startswith("{") and line not in one
    ]
    assert len(two) == len(one) + 1


HEAD = '{"format": "mtcheck-baseline", "version": 1,\n"findings": [\n'
LINE = '{{"file": "a.txt", "fingerprint": "0123456789abcdef", "code": "ACC101", "decision": "{}"}}'
BAD = [
    ("", "b.json:1: not JSON: Expecting value"),
    ("[]", "b.json: not a baseline that mtcheck made"),
    ('{"format": "mtcheck-baseline", "version": 2, "findings": []}', "b.json: a baseline of version 2; this mtcheck reads version 1"),
    ('{"format": "mtcheck-baseline", "version": 1, "finding": []}', "b.json: unknown key 'finding'; the nearest is 'findings'"),
    ('{"format": "mtcheck-baseline", "version": 1, "findings": {}}', "b.json: findings is not a list"),
    (HEAD + LINE.format("accepted") + ",\n<<<<<<< ours\n" + LINE.format("accepted") + "\n=======\n>>>>>>> theirs\n]}", "b.json:4: the baseline holds the marks of a merge conflict"),
    (HEAD + LINE.format("accepted") + ",\n" + LINE.format("rejected") + "\n]}", "b.json:4: rejected here, accepted in line 3: keep one of the two"),
    (HEAD + LINE.format("acepted") + "\n]}", "b.json:3: decision is 'acepted': accepted or rejected"),
    (HEAD + '{"file": "a.txt", "code": "ACC101"}\n]}', "b.json:3: fingerprint is missing"),
    (HEAD + '{"file": "a.txt", "fingerprint": "xyz"}\n]}', "b.json:3: 'xyz' is no fingerprint"),
    (HEAD + '{"file": "a.txt", "fingerprint": 7}\n]}', "b.json:3: fingerprint is not a string"),
    (HEAD + '{"file": "a.txt", "fingerprint": "0123456789abcdef", "desicion": "x"}\n]}', "b.json:3: unknown key 'desicion'; the nearest is 'decision'"),
    (HEAD + '3\n]}', "b.json: findings, entry 1: not an object with file, fingerprint"),
    (HEAD + '],\n"files": [\n{"file": "a.txt", "outcome": "bad"}\n]}', "b.json:5: outcome is 'bad': clean, suspect or mangled"),
    ('{"format": "mtcheck-baseline", "format": 1}', "b.json: not JSON: the key 'format' is written twice"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "error"), BAD, ids=[error for _, error in BAD])
def test_a_baseline_that_is_not_understood_is_a_configuration_error_with_its_line(
    text: str, error: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("b.json").write_text(text)
    with pytest.raises(ConfigError) as raised:
        read_baseline("b.json")
    assert str(raised.value).startswith(error)


def test_a_name_that_no_file_can_have_is_read_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_bytes(
        dump_baseline(Baseline((Known("n" * 5000, "0123456789abcdef"), Known("-", "0" * 16))))
    )
    assert {entry.file for entry in read_baseline(tmp_path / "b.json").findings} == {
        "n" * 5000,
        "-",
    }


def test_the_same_line_twice_as_a_merge_may_leave_it_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text(HEAD + LINE.format("accepted") + ",\n" + LINE.format("accepted") + "\n]}")
    assert len(read_baseline(path).findings) == 1


def test_a_baseline_that_somebody_formatted_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    made = known(judged(MANGLED))
    path.write_text(json.dumps(json.loads(dump_baseline(made)), indent=4))
    assert read_baseline(path) == read_baseline(_written(tmp_path / "c.json", made))


def _written(path: Path, baseline: Baseline) -> Path:
    path.write_bytes(dump_baseline(baseline))
    return path
