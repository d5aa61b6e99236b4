"""The command ``mtcheck``: parse, call, print, exit code.

Everything that prints or ends the process is in this package. At module level it imports
typer and the standard library only, so that ``mtcheck --help`` answers at once.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Sequence
from typing import Annotated

import typer

from mtcheck.cli.baseline import baseline
from mtcheck.cli.calibrate import calibrate
from mtcheck.cli.compare import compare
from mtcheck.cli.config import config
from mtcheck.cli.doctor import doctor
from mtcheck.cli.explain import explain
from mtcheck.cli.fix import fix
from mtcheck.cli.gate import gate
from mtcheck.cli.glossary import glossary
from mtcheck.cli.report import report
from mtcheck.cli.review import review
from mtcheck.cli.rule import rule
from mtcheck.cli.score import score
from mtcheck.cli.screen import fail, flush, show


def _ends(zero: str, one: str = "", three: str = "a file could not be judged") -> str:
    """The last lines of a command's help: what each exit code says. Empty: it has no such end."""
    codes = (f"0 {zero}", one and f"1 {one}", "2 usage or configuration error",
             three and f"3 {three}", "130 interrupted")  # fmt: skip
    return f"Exit codes: {'; '.join(filter(None, codes))}."


app = typer.Typer(
    name="mtcheck",
    help="Say which sentences of a text are machine-mangled, where, and why.",
    epilog=_ends("ran, and the gate passed", "the gate says no"),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_JUDGED = _ends("judged, whatever the outcome")
_STORED = _ends("rendered", three="a stored verdict cannot be read")
_SHOWN = _ends("shown", three="")
_WHOLE = _ends("everything is there that judging needs", three="")
for _function, _doc, _codes in (
    (score, "Judge files, and show the worst sentences.", _JUDGED),
    (gate, "Pass or fail files, judged now or before.", _ends("passed", "the gate says no")),
    (report, "Render stored verdicts in any format.", _STORED),
    (explain, "Show all that is known about a sentence.", _ends("shown")),
    (fix, "Mend what is certain, and nothing else.", _ends("done", "there is something to fix")),
    (compare, "Say whether a new version of texts is better.", _ends("compared", "it is worse")),
    (calibrate, "Fit the thresholds to files of your own.", _ends("calibrated")),
    (rule, "List the rules, or explain one with its examples.", _SHOWN),
    (doctor, "Check the installation, and say what is missing.", _WHOLE),
):
    app.command(epilog=_codes, short_help=_doc)(_function)
for _group, _name, _doc, _codes in (
    (baseline, "baseline", "Accept what is known: the gate fails on new only.", _ends("done")),
    (review, "review", "Findings into people's files, decisions back out.", _ends("done")),
    (glossary, "glossary", "Check your own list of terms.", _ends("no problem", three="")),
    (config, "config", "Show the settings in force, begin a file of them.", _SHOWN),
):
    app.add_typer(_group, name=_name, short_help=_doc, epilog=_codes)


def _version(asked: bool) -> None:
    if asked:
        from mtcheck import __version__

        show(f"mtcheck {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


_SIGNALS = {130: "interrupted", 143: "terminated"}
"""What ends a command from outside, by exit code: 128 and the number of the signal."""


class _TerminatedError(BaseException):
    """SIGTERM came. Not an Exception, so that nobody takes it for an error of their own."""


def _end_in_order() -> None:
    """Whoever stops a job asks with SIGTERM first: what was begun is ended then, as by Ctrl-C."""
    if threading.current_thread() is threading.main_thread():

        def end(*_: object) -> None:
            raise _TerminatedError

        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, end)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (default: the process's own); give the exit code.

    What a user can act on is one line on standard error; anything else is a bug and crashes
    with its traceback.
    """
    from mtcheck.errors import MtcheckError

    _end_in_order()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = app(
            args=None if argv is None else list(argv), prog_name="mtcheck", standalone_mode=False
        )
    except typer.TyperException as error:
        code = fail(f"{error.format_message()} (mtcheck --help tells more)", 2)
    except MtcheckError as error:
        code = fail(str(error), error.exit_code)
    except KeyboardInterrupt:
        code = 130
    except _TerminatedError:
        code = 143
    if code in _SIGNALS:
        fail(_SIGNALS[code], code)
    flush()
    return int(code or 0)
