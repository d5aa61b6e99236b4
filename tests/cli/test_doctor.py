from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtcheck import doctor

from .conftest import Command


@pytest.fixture(autouse=True)
def pipeline() -> None:
    """The real one: it is what is looked at."""


def test_0_and_one_line_for_each_check_in_80_columns(folder: Path, mtcheck: Command) -> None:
    done = mtcheck("doctor")
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("\ndoctor: everything is there\n")
    assert max(map(len, done.out.splitlines())) <= 80
    for heading in ("installation", "packages", "models", "run", "extras"):
        assert f"{heading}\n" in done.out


def test_the_same_as_json(folder: Path, mtcheck: Command) -> None:
    content = json.loads(mtcheck("doctor", "--json").out)
    assert content["whole"] is True
    names = [check["name"] for check in content["checks"]]
    assert len(names) == len(set(names))
    assert {"mtcheck", "python", "settings", "onnxruntime", "judge.onnx", "signature"} <= set(names)


def test_2_where_a_model_is_not_the_shipped_one(
    folder: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = doctor.Check(
        "models", "judge.onnx", "1234, not the shipped 5678", "wrong", "reinstall"
    )
    monkeypatch.setattr(doctor, "check_models", lambda: iter([broken]))
    done = mtcheck("doctor")
    assert done.code == 2
    assert "  wrong     judge.onnx " in done.out
    assert "checks failed\n" in done.out
    assert json.loads(mtcheck("doctor", "--json").out)["whole"] is False


def test_the_settings_file_in_force_is_named_and_a_broken_one_is_wrong(
    folder: Path, mtcheck: Command
) -> None:
    settings = folder / "mtcheck.toml"
    settings.write_text('mode = "balanced"\n')
    done = mtcheck("doctor")
    assert done.code == 0
    assert "mtcheck.toml" in done.out
    assert "balanced" in done.out
    settings.write_text('mood = "balanced"\n')
    done = mtcheck("doctor")
    assert done.code == 2
    assert "  wrong     settings " in done.out
    assert "  ok        signature" in done.out or "signature" in done.out  # the rest is still said
    assert "  ok        judge.onnx " in done.out


def test_a_variable_that_sets_something_is_named(
    folder: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MTCHECK_MODE", "balanced")
    assert "no file, MTCHECK_MODE\n" in mtcheck("doctor").out


def test_the_settings_file_may_be_named_or_left_out(folder: Path, mtcheck: Command) -> None:
    (folder / "mtcheck.toml").write_text('mood = "balanced"\n')
    (folder / "other.toml").write_text('mode = "balanced"\n')
    assert mtcheck("doctor").code == 2
    assert mtcheck("doctor", "--no-config").code == 0
    assert "other.toml" in mtcheck("doctor", "--config", "other.toml").out


def test_a_long_command_can_be_copied_as_it_is_shown(
    folder: Path, mtcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = "pip install " + " ".join(f"'some-package-{n}>=1'" for n in range(9))
    lacking = doctor.Check("extras", "[test]", "missing: 9 of 9 packages", "optional", command)
    monkeypatch.setattr(doctor, "check_extras", lambda: iter([lacking]))
    shown = mtcheck("doctor").out.partition("pip install")[2].partition("\n\n")[0]
    assert max(map(len, mtcheck("doctor").out.splitlines())) <= 80
    assert " ".join(f"pip install{shown}".replace("\\\n", "").split()) == command
