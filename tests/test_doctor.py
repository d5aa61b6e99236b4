from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import pytest

from mtcheck import doctor
from mtcheck.config import Config
from mtcheck.doctor import MISSING, OPTIONAL, WRONG, Check

from .documents import SUMS, read, sums

SETTINGS = Check("installation", "settings", "no file")


def by_name(checks: tuple[Check, ...]) -> dict[str, Check]:
    return {check.name: check for check in checks}


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Pretend that a package is not installed, or is of a version."""
    real = metadata.version

    def pretend(name: str, version: str = "") -> None:
        def found(asked: str) -> str:
            if asked != name:
                return real(asked)
            if not version:
                raise metadata.PackageNotFoundError(asked)
            return version

        monkeypatch.setattr(metadata, "version", found)

    return pretend


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package's files of numbers, in a folder where they can be broken."""
    package = Path(str(resources.files("mtcheck")))
    for line in read(SUMS).splitlines():
        name = line.partition("  ")[2]
        (tmp_path / "models" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(package / "models" / name, tmp_path / "models" / name)
    shutil.copy(SUMS, tmp_path / "models")
    monkeypatch.setattr(doctor.resources, "files", lambda _: tmp_path)
    return tmp_path


def test_the_sums_of_the_package_are_those_of_its_files() -> None:
    assert read(SUMS) == sums(), "run: make readme"
    assert len(sums().splitlines()) >= 7


def test_this_installation_is_whole_and_says_what_its_numbers_depend_on() -> None:
    from mtcheck.tools import load_tools

    checks = doctor.examine(Config(), SETTINGS)
    assert doctor.is_whole(checks), [c for c in checks if c.state in (MISSING, WRONG)]
    found = by_name(checks)
    assert found["signature"].found == load_tools(Config()).signature
    assert found["device"].found == "cpu"
    assert found["minilm.onnx"].found in found["signature"].found


def test_a_missing_package_is_named_with_the_command_that_brings_it(
    without: Callable[..., None],
) -> None:
    without("rapidfuzz")
    checks = doctor.examine(Config(), SETTINGS)
    found = by_name(checks)["rapidfuzz"]
    assert (found.state, found.found) == (MISSING, "not installed, needs >=3.9")
    assert found.remedy == "pip install 'rapidfuzz>=3.9'"
    assert not doctor.is_whole(checks)
    assert by_name(checks)["signature"].state == MISSING


def test_a_package_that_is_too_old_is_wrong(without: Callable[..., None]) -> None:
    without("rapidfuzz", "3.1.0")
    found = by_name(tuple(doctor.check_packages()))["rapidfuzz"]
    assert (found.state, found.found) == (WRONG, "3.1.0, needs >=3.9")


def test_judging_does_without_torch(without: Callable[..., None]) -> None:
    without("torch")
    checks = doctor.examine(Config(), SETTINGS)
    assert by_name(checks)["torch"].state == OPTIONAL
    assert by_name(checks)["torch"].remedy.startswith("for --model: pip install 'torch")
    assert doctor.is_whole(checks)


def test_what_an_extra_lacks_is_no_fault(without: Callable[..., None]) -> None:
    without("matplotlib")
    (bench,) = (c for c in doctor.check_extras() if c.name == "[bench]")
    assert bench.state == OPTIONAL
    assert "'matplotlib>=3.9'" in bench.remedy


def test_a_package_that_only_lies_in_a_folder_is_not_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(_: str) -> Any:
        raise metadata.PackageNotFoundError("mtcheck")

    monkeypatch.setattr(metadata, "requires", missing)
    (check,) = doctor.check_packages()
    assert (check.name, check.state) == ("mtcheck", WRONG)


def test_a_model_that_was_cut_short_is_found(copied: Path) -> None:
    judge = copied / "models" / "judge.onnx"
    judge.write_bytes(judge.read_bytes()[:-1])
    (copied / "models" / "tagger.onnx").unlink()
    found = by_name(tuple(doctor.check_models()))
    assert found["judge.onnx"].state == WRONG
    cut = hashlib.sha256(judge.read_bytes()).hexdigest()[:8]
    assert found["judge.onnx"].found.startswith(f"{cut}, not the shipped ")
    assert (found["tagger.onnx"].state, found["tagger.onnx"].remedy) == (
        MISSING,
        "reinstall mtcheck",
    )
    assert found["calibration.json"].state == "ok"


def test_without_its_sums_nothing_can_be_said_of_the_models(copied: Path) -> None:
    (copied / "models" / "SHA256SUMS").unlink()
    assert [check.state for check in doctor.check_models()] == [MISSING]


def test_a_model_that_the_settings_name_and_is_not_there_is_wrong() -> None:
    from mtcheck.config import make_config

    checks = tuple(doctor.check_run(make_config(select=["ACC999"]), whole=True))
    assert [check.state for check in checks] == [WRONG]
    assert "ACC999" in checks[0].found


@pytest.mark.parametrize(
    ("version", "limits", "fits"),
    [
        ("3.0", ">=3", True),
        ("3", ">=3.0.0", True),
        ("2.9.9", ">=3", False),
        ("3.10", ">=3.9", True),
        ("2.13.0+cpu", "==2.13.0", True),
        ("2.13.1", "==2.13.0", False),
        ("3.9", "<3.9,>=3.8", False),
        ("nonsense", ">=1", False),
    ],
)
def test_versions_are_compared_by_their_numbers(version: str, limits: str, fits: bool) -> None:
    assert doctor.within(version, limits) is fits


def test_every_requirement_of_ours_is_understood() -> None:
    lines = metadata.requires("mtcheck") or []
    assert len(doctor.requirements()) == len(lines)
    for name, limits, _ in doctor.requirements():
        assert not limits or doctor._LIMIT.sub("", limits).strip(", ") == "", (name, limits)
