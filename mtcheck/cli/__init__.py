"""The command ``mtcheck``: parse, call, print, exit code.

Everything that prints or ends the process is in this package. At module level it imports
typer and the standard library only, so that ``mtcheck --help`` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from mtcheck.cli.baseline import baseline
from mtcheck.cli.calibrate import calibrate
from mtcheck.cli.config import config
from mtcheck.cli.doctor import doctor
from mtcheck.cli.compare import compare
from mtcheck.cli.fix import fix
from mtcheck.cli.gate import gate
from mtcheck.cli.glossary import glossary
from mtcheck.cli.report import report
from mtcheck.cli.rule import rule
from mtcheck.cli.score import score
from mtcheck.cli.screen import fail, flush, show

EPILOG = (
    "Exit codes: 0 ran, and the gate passed; 1 the gate says no; 2 usage or configuration "
    "error; 3 a file could not be judged; 130 interrupted."
)

app = typer.Typer(
    name="mtcheck",
    help="Say which sentences of a text are machine-mangled, where, and why.",
    epilog=EPILOG,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(epilog=EPILOG)(score)
app.command(epilog=EPILOG)(gate)
app.command(epilog=EPILOG)(calibrate)
app.add_typer(baseline, name="baseline", epilog=EPILOG)
app.command(epilog=EPILOG.replace("the gate says no", "--fail-on-worse: it is"))(compare)
app.command(epilog=EPILOG.replace("the gate says no", "--diff has something to show"))(fix)
app.command(epilog=EPILOG)(report)
app.command()(rule)
app.add_typer(config, name="config")
app.add_typer(glossary, name="glossary")
app.command()(doctor)


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


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (default: the process's own); give the exit code.

    What a user can act on is one line on standard error; anything else is a bug and crashes
    with its traceback.
    """
    from mtcheck.errors import MtcheckError

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
    if code == 130:
        fail("interrupted", 130)
    flush()
    return int(code or 0)
