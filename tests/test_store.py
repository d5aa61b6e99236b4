from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.errors import ConfigError, InputError
from mtcheck.modes import MODES
from mtcheck.store import (
    dump_verdicts,
    is_verdicts,
    load_verdicts,
    read_verdicts,
    replace_files,
)
from mtcheck.types import (
    Alignment,
    Category,
    FileVerdict,
    Finding,
    Mode,
    Outcome,
    Rates,
    Sentence,
    SentenceScore,
    Severity,
    Side,
    Unit,
)

TEXTS = st.text(max_size=12)
NUMBERS = st.floats(0, 1)
UNITS = st.builds(Unit, id=TEXTS, text=TEXTS, line=st.integers(1, 10**6))


@st.composite
def sentences(draw: st.DrawFn) -> Sentence:
    unit = draw(UNITS)
    start = draw(st.integers(0, len(unit.text)))
    end = draw(st.integers(start, len(unit.text)))
    return Sentence(unit.text[start:end], unit, start, end)


GROUPS = st.lists(sentences(), max_size=3).map(tuple)
FINDINGS = st.builds(
    Finding,
    code=TEXTS,
    name=TEXTS,
    category=st.sampled_from(Category),
    severity=st.sampled_from(Severity),
    message=TEXTS,
    alignment=st.integers(0, 99),
    side=st.sampled_from(Side),
    unit=TEXTS,
    line=st.integers(1, 99),
    column=st.integers(1, 99),
    start=st.integers(0, 99),
    end=st.integers(0, 99),
    quote=TEXTS,
    suggestion=TEXTS,
    source_quote=TEXTS,
)
SCORES = st.builds(
    SentenceScore,
    alignment=st.builds(
        Alignment, index=st.integers(0, 99), candidate=GROUPS, source=GROUPS, cost=NUMBERS
    ),
    metrics=st.lists(st.tuples(TEXTS, NUMBERS), max_size=3).map(tuple),
    findings=st.lists(FINDINGS, max_size=2).map(tuple),
    p_mangled=NUMBERS,
    outcome=st.sampled_from(Outcome),
    because=st.lists(TEXTS, max_size=2).map(tuple),
)
SHARES = st.tuples(NUMBERS, NUMBERS, NUMBERS).map(
    lambda three: (sorted(three)[1], min(three), max(three))
)
RATES = st.builds(Rates, files=st.integers(0, 10**6), suspect=SHARES, mangled=SHARES)


@st.composite
def modes(draw: st.DrawFn) -> tuple[Mode, ...]:
    made = []
    for name in MODES:
        suspect, mangled = sorted((draw(NUMBERS), draw(NUMBERS)))
        made.append(Mode(name, suspect, mangled, draw(RATES), draw(RATES)))
    return tuple(made)


VERDICTS = st.builds(
    FileVerdict,
    path=TEXTS,
    source_path=TEXTS,
    outcome=st.sampled_from(Outcome),
    reasons=st.lists(TEXTS, max_size=2).map(tuple),
    p_mangled=st.none() | NUMBERS,
    scores=st.lists(SCORES, max_size=2).map(tuple),
    align_mode=TEXTS,
    coverage=st.none() | NUMBERS,
    source_coverage=st.none() | NUMBERS,
    signature=TEXTS,
    error=TEXTS,
    because=st.lists(TEXTS, max_size=2).map(tuple),
    mode=TEXTS,
    modes=st.just(()) | modes(),
)


@given(st.lists(VERDICTS, min_size=1, max_size=3))
def test_the_store_gives_back_exactly_what_it_was_given(verdicts: list[FileVerdict]) -> None:
    content = dump_verdicts(verdicts)
    assert read_verdicts(content, path="verdicts.jsonl") == tuple(verdicts)
    assert content.count(b"\n") == len(verdicts) == len(content.decode().splitlines())


def verdict(path: str = "a.txt") -> FileVerdict:
    unit = Unit("1", "He came. He saw.", 1)
    alignment = Alignment(0, (Sentence("He came.", unit, 0, 8),), (), 1.0)
    score = SentenceScore(alignment, (("chrf", 0.5),), (), 0.1, Outcome.CLEAN, ())
    return FileVerdict(path, "", Outcome.CLEAN, (), 0.1, (score,), "line", None, None, "v:1")


def test_an_undecodable_file_name_survives() -> None:
    kept = verdict("bad\udc80name.txt")
    assert read_verdicts(dump_verdicts([kept]), path="v") == (kept,)


def damaged(**changes: object) -> bytes:
    data = json.loads(dump_verdicts([verdict()]))
    return json.dumps({**data, **changes}).encode()


DAMAGED = [
    pytest.param(b"", "v: no verdict in it", id="empty"),
    pytest.param(b"{", "v:1: not a line of JSON in UTF-8", id="torn"),
    pytest.param(b"\xff\xfe", "v:1: not a line of JSON in UTF-8", id="binary"),
    pytest.param(b"[]", "v:1: not a verdict that mtcheck wrote", id="a list"),
    pytest.param(b'{"format":"other"}', "v:1: not a verdict that mtcheck wrote", id="foreign"),
    pytest.param(b"[" * 100_000, "v:1: not a line of JSON in UTF-8", id="nested too deeply"),
    pytest.param(damaged(version=5), "v:1: a verdict of version 5; this mtcheck reads", id="newer"),
    pytest.param(damaged(version=1), "v:1: a verdict of version 1; this mtcheck reads", id="older"),
    pytest.param(damaged(outcome="good"), "v:1: a damaged verdict: 'good' is not", id="outcome"),
    pytest.param(damaged(path=3), "v:1: a damaged verdict: text expected, not 3", id="type"),
    pytest.param(damaged(scores="x"), "v:1: a damaged verdict: a list expected", id="not a list"),
    pytest.param(damaged(scores=["x"]), "v:1: a damaged verdict: ", id="score is text"),
    pytest.param(damaged(units=[]), "v:1: a damaged verdict: a sentence that", id="no units"),
    pytest.param(damaged(modes=[]), "v:1: a damaged verdict: modes: names and values", id="modes"),
    pytest.param(
        damaged(modes={"low-fpr": {}}),
        "v:1: a damaged verdict: modes: low-fpr and balanced expected, not 'low-fpr'",
        id="one mode",
    ),
    pytest.param(
        damaged(modes={"low-fpr": {"suspect": 0.7, "mangled": 0.6}, "balanced": {}}),
        "v:1: a damaged verdict: modes.low-fpr: suspect 0.7 is above mangled 0.6",
        id="crossed thresholds",
    ),
    pytest.param(
        damaged(modes={"low-fpr": {"suspect": 0.3, "mangled": 0.6}, "balanced": {}}),
        "v:1: a damaged verdict: modes.low-fpr: 'expected' is missing",
        id="no rates",
    ),
    pytest.param(damaged(p_mangled=True), "v:1: a damaged verdict: a number", id="bool"),
    pytest.param(
        damaged().replace(b'"p_mangled": 0.1', b'"p_mangled": NaN'),
        "v:1: not a line of JSON",
        id="NaN",
    ),
    pytest.param(damaged().replace(b"0.1", b"1e999"), "v:1: a damaged verdict: a num", id="huge"),
    pytest.param(damaged().replace(b'"error"', b'"eror"'), "'error' is missing", id="missing"),
]


@pytest.mark.parametrize(("content", "message"), DAMAGED)
def test_a_line_we_did_not_write_is_an_error_that_names_it(content: bytes, message: str) -> None:
    with pytest.raises(InputError) as raised:
        read_verdicts(content, path="v")
    assert message in str(raised.value)


def test_the_damaged_line_is_named_not_the_first() -> None:
    with pytest.raises(InputError, match=r"^v:3: "):
        read_verdicts(dump_verdicts([verdict(), verdict()]) + b"{\n", path="v")


def test_stored_verdicts_are_told_by_content_and_by_name(tmp_path: Path) -> None:
    stored, table = tmp_path / "kept.jsonl", tmp_path / "table.jsonl"
    stored.write_bytes(dump_verdicts([verdict()]))
    table.write_text('{"candidate": "x"}\n')
    assert is_verdicts(stored)
    assert not is_verdicts(table)
    assert not is_verdicts(tmp_path / "missing.jsonl")
    assert is_verdicts(tmp_path / "verdicts.jsonl")
    assert load_verdicts(stored) == (verdict(),)
    with pytest.raises(InputError, match="No such file"):
        load_verdicts(tmp_path / "verdicts.jsonl")


def test_all_files_are_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    targets = {tmp_path / "new" / name: name.encode() for name in ("a", "b")}
    replace_files(targets)
    assert {path: path.read_bytes() for path in (tmp_path / "new").iterdir()} == targets


@pytest.mark.parametrize("failing", [0, 1, 2])
def test_a_failing_write_leaves_every_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    old, missing, last = tmp_path / "old", tmp_path / "missing", tmp_path / "last"
    old.write_bytes(b"old")
    last.write_bytes(b"last")
    rename, calls = Path.replace, []

    def replace(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == failing + 1:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(ConfigError, match="cannot be written: No space left on device"):
        replace_files({old: b"new", missing: b"new", last: b"new"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "old": b"old",
        "last": b"last",
    }


def test_a_folder_in_the_way_is_named_before_anything_is_replaced(tmp_path: Path) -> None:
    old, folder = tmp_path / "old", tmp_path / "taken"
    old.write_bytes(b"old")
    folder.mkdir()
    with pytest.raises(ConfigError, match="taken: cannot be written: it is a folder"):
        replace_files({old: b"new", folder: b"new"})
    assert old.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old", "taken"]
