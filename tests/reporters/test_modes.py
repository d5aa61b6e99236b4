from __future__ import annotations

from dataclasses import replace

from mtcheck.refit import refit
from mtcheck.reporters.modes import percent, say_modes
from mtcheck.reporters.refits import render_refits, say_too_few
from mtcheck.reporters.table import render_table
from mtcheck.types import FileVerdict, Mode, Outcome, Rates

from ..stand_in import MODES
from .verdicts import broken, clean, verdict

KEPT = replace(verdict(), mode="low-fpr", modes=MODES)


def test_each_mode_and_way_is_told_once_with_its_rate_and_interval() -> None:
    other = replace(clean(), mode="balanced", modes=MODES)
    assert say_modes([KEPT, KEPT, other, broken()]) == (
        "mode low-fpr, with a source: 1.0% of clean files are called mangled "
        "(95% interval 0.2% to 5.4%, measured on 100 files)",
        "mode balanced, judged alone: 1.0% of clean files are called mangled "
        "(95% interval 0.2% to 5.4%, measured on 100 files)",
    )


def test_a_rate_that_was_not_measured_is_not_made_up() -> None:
    none = Rates(0, (0.0, 0.0, 1.0), (0.0, 0.0, 1.0))
    modes = (Mode("low-fpr", 0.3, 0.6, none, none),)
    (told,) = say_modes([replace(KEPT, modes=modes)])
    assert told.endswith("how many clean files it calls mangled was not measured")
    assert say_modes([replace(KEPT, outcome=Outcome.UNJUDGED)]) == ()


def test_the_report_ends_with_what_the_mode_promises() -> None:
    report = render_table([KEPT])
    assert max(map(len, report.splitlines())) <= 80
    promised = "mode low-fpr, with a source: 1.0% of clean files are called mangled (95%\n"
    assert f"\n\n{promised}interval 0.2% to 5.4%, measured on 100 files)\n\nsignature" in report


def test_percentages_say_no_more_than_they_know() -> None:
    assert [percent(share) for share in (0.0, 0.0004, 0.05, 0.5, 0.995, 1.0)] == [
        "0%", "<0.1%", "5.0%", "50%", "99.5%", "100%",
    ]  # fmt: skip


def found(n: int, p: float, name: str) -> list[FileVerdict]:
    return [
        replace(clean(f"{name}/{k}.txt"), p_mangled=p, modes=MODES, mode="low-fpr")
        for k in range(n)
    ]


def test_a_calibration_of_many_files_still_fits_the_screen() -> None:
    fits = refit(found(1500, 0.02, "clean"), found(1500, 0.97, "mangled"))
    report = render_refits(fits, max_fpr=0.01)
    assert max(map(len, report.splitlines())) <= 80
    assert "0 of 1500 (0–0.3%)         1500 of 1500 (99.7–100%)" in report
    assert "promise" not in report


def test_a_file_name_cannot_act_on_the_terminal() -> None:
    fits = refit(found(9, 0.02, "\x1b[31m"), found(9, 0.97, "mangled"))
    assert "\x1b" not in render_refits(fits, max_fpr=0.01)


def test_too_few_files_are_counted_by_way() -> None:
    assert "none could be judged; at least 5 clean" in say_too_few(refit([], []))
    assert "judged alone 3 clean and 0 mangled files" in say_too_few(
        refit(found(3, 0.1, "clean"), [])
    )
