from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.combine import load_calibration
from mtcheck.config import Config, JudgeConfig, RuleConfig
from mtcheck.errors import ConfigError
from mtcheck.judge import judge_with_own
from mtcheck.own import OwnCalibration, OwnWay, difference, dump_own, read_own
from mtcheck.pipeline import judge_document
from mtcheck.tools import load_tools

from .conftest import document
from .stand_in import MODES

WAY = OwnWay(-0.5, 0.8, MODES)
TORN = "Brinken said on Monday.\nsent a signal to rest of Asia.\nThey They met for two hours.\n"


def own(base: str, **ways: OwnWay) -> OwnCalibration:
    return OwnCalibration("own.json", base, ways, "0123abcd")


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "own.json").write_bytes(dump_own("v:1", {"source": WAY, "alone": WAY}))
    kept = read_own(tmp_path / "own.json")
    assert (kept.base, kept.ways) == ("v:1", {"source": WAY, "alone": WAY})
    assert kept.full_signature == f"v:1+{kept.signature}"


def damaged(key: str, value: object) -> str:
    content = json.loads(dump_own("v:1", {"alone": WAY}))
    *path, last = key.split(".")
    place = content
    for name in path:
        place = place[name]
    place[last] = value
    return json.dumps(content)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("version", "1", "a calibration of version '1'"),
        ("base", "", "base: a signature expected, not ''"),
        ("ways", {}, "ways: source or alone or both expected, not []"),
        ("ways", {"both": 1}, "ways: source or alone or both expected, not ['both']"),
        ("ways.alone", 3, "ways.alone: names and values expected, not 3"),
        ("ways.alone.bias", "x", "ways.alone.bias: a number expected, not 'x'"),
        ("ways.alone.bias", 99, "ways.alone: bias 99 or slope 0.8 is out of range"),
        ("ways.alone.slope", -1, "ways.alone.slope: -1 is not above 0"),
        ("ways.alone.slope", True, "ways.alone.slope: a number expected, not True"),
        ("ways.alone.modes", {}, "ways.alone.modes: none"),
        ("ways.alone.modes.extra", {}, "ways.alone.modes: low-fpr and balanced expected, not"),
        ("ways.alone.modes.balanced.mangled", 0.01, "modes.balanced: suspect 0.04 is above"),
        ("ways.alone.modes.balanced.mangled", None, "modes.balanced.mangled: a number expected"),
        ("ways.alone.modes.balanced.expected.clean.files", -1, "clean.files: -1 is no number of"),
        ("ways.alone.modes.balanced.expected.clean.mangled", [0.1], "a share, its low and its"),
        ("ways.alone.modes.balanced.expected.clean.mangled", [0.1, 0.2, 0.3], "0.1 is not between"),
        ("ways.alone.bias", -0.4, "checksum: it was changed after mtcheck calibrate wrote it"),
        ("note", "mine", "checksum: it was changed"),
        ("checksum", 7, "checksum: it was changed"),
    ],
)
def test_a_file_that_was_edited_is_refused_with_the_place(
    tmp_path: Path, key: str, value: object, message: str
) -> None:
    (tmp_path / "own.json").write_text(damaged(key, value))
    with pytest.raises(ConfigError) as raised:
        read_own(tmp_path / "own.json")
    assert str(raised.value).startswith(f"{tmp_path}/own.json: ")
    assert message in str(raised.value)


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_line_keeps_the_order_of_files(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= WAY.probability(low) <= WAY.probability(high) <= 1


def test_what_is_word_for_word_the_source_stays_flawless() -> None:
    assert OwnWay(5.0, 1.0, MODES).probability(0.0) == 0.0


def test_a_stored_verdict_judged_again_is_the_fresh_one() -> None:
    """The shipped models, and a calibration laid over them before or after."""
    shipped = load_tools(Config())
    ours = own(shipped.signature, alone=WAY)
    tools = load_tools(Config(judge=JudgeConfig(calibration=ours)))
    for text in (TORN, "They met on Monday.\nThey spoke for hours.\nThey parted as friends."):
        for source in (None, document(TORN, "s.txt")):
            stored = judge_document(document(text), source, shipped)
            fresh = judge_document(document(text), source, tools)
            again = judge_with_own(stored, ours, "low-fpr")
            assert again.p_mangled == pytest.approx(fresh.p_mangled, abs=1e-5)
            # what counts as a reason in a stored verdict was settled when it was made
            same = {"p_mangled": 0.0, "because": (), "reasons": ()}
            assert replace(again, **same) == replace(fresh, **same)
            if source is not None:  # a way that is not in it
                assert fresh.p_mangled == stored.p_mangled


def test_a_calibration_made_with_other_settings_is_refused() -> None:
    ours = own(load_tools(Config()).signature, alone=WAY)
    config = Config(rules=RuleConfig(ignore=("LIN501",)), judge=JudgeConfig(calibration=ours))
    with pytest.raises(ConfigError, match=r"own\.json: base: .* \(rules:\w+ there, rules:\w+ here"):
        load_tools(config)
    stored = judge_document(document(TORN), None, load_tools(Config()))
    with pytest.raises(ConfigError, match=r"the verdict of candidate\.txt"):
        judge_with_own(replace(stored, signature="v:2"), ours, "low-fpr")


def test_equal_signatures_do_not_differ() -> None:
    assert difference("a:1|b:2", "a:1|b:2") == ""
    assert difference("a:1|b:2", "a:1|c:2") == "b:2 there, b: here; c: there, c:2 here"


def test_the_shipped_calibration_is_not_changed_by_an_own_one() -> None:
    before = load_calibration()
    tools = load_tools(Config())
    ours = own(tools.signature, alone=WAY)
    changed = load_tools(Config(judge=JudgeConfig(calibration=ours))).calibration
    assert load_calibration() == before == tools.calibration
    assert changed.document["source"] == before.document["source"]
    assert changed.document["alone"].modes == MODES
