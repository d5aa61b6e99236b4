"""What the commands put on standard output and standard error, and how."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from mtcheck.run import Progress

# Work that is over before this needs no progress bar; the usual limit of a noticeable wait.
PATIENCE_SECONDS = 1.0

# Reports on standard output by how a command in a text is disarmed. A page is for a browser, and
# annotations are commands that are escaped already.
_JSON = frozenset({"jsonl", "sarif", "gitlab", "rdjson"})
_PROSE = frozenset({"csv", "markdown", "junit"})


def show(text: str, *, aside: bool = False) -> None:
    """Write a result to standard output. A reader that has gone away is no error.

    ``aside``: to standard error, because a report has standard output to itself.
    """
    _write(sys.stderr if aside else sys.stdout, _guarded(text))


def show_report(form: str, content: bytes) -> None:
    """Write a report to standard output, in UTF-8.

    On a terminal control characters are shown by code. In a job of GitHub nothing in a text
    becomes a command: JSON escapes what would, other texts show it.
    """
    from mtcheck.reporters.visible import without_controls

    if sys.stdout is None:
        return
    text = content.decode("utf-8")
    if sys.stdout.isatty():
        text = without_controls(text)
    if form in _JSON:
        text = text.replace("##[", "#\\u0023[")
    elif form in _PROSE:
        text = _guarded(text)
    sys.stdout.flush()
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    _write(sys.stdout, text)


def show_bytes(content: bytes) -> None:
    """Write a result to standard output as it is, in whatever encoding it has.

    On a terminal, where it could act, it is shown as text.
    """
    from mtcheck.reporters.visible import without_controls

    stream = sys.stdout
    if stream is None:
        return
    buffer = getattr(stream, "buffer", None)
    if buffer is None or stream.isatty():
        _write(stream, without_controls(content.decode("utf-8", "backslashreplace")))
        return
    try:
        stream.flush()
        buffer.write(content)
        buffer.flush()
    except OSError:
        _write(stream, "")  # says what is wrong


def tell(text: str) -> None:
    """Write a remark to standard error, as one line."""
    from mtcheck.reporters.visible import visible

    _write(sys.stderr, _guarded(f"mtcheck: {visible(text)}\n"))


def fail(text: str, code: int) -> int:
    """Write an error to standard error, as one line; give the exit code back."""
    tell(f"error: {text}")
    return code


def flush() -> None:
    """Empty the output now, where a closed pipe can be handled, not at shutdown."""
    _write(sys.stdout, "")


def has_colour(stream: TextIO | None) -> bool:
    """True where colours are wanted: on a terminal, unless NO_COLOR is set."""
    if stream is None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def width() -> int:
    """Columns of the terminal; 80 where there is none. Never so few that nothing fits."""
    return max(40, shutil.get_terminal_size((80, 24)).columns)


@contextlib.contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """A callback that shows progress on standard error, if the work turns out to be long."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    started = time.monotonic()
    bars: list[Bar] = []

    def advance(event: Progress) -> None:
        if not bars:
            if time.monotonic() - started < PATIENCE_SECONDS:
                return
            bars.append(_bar())
        bar = bars[0]
        for task in bar.task_ids or [bar.add_task(event.stage)]:
            bar.update(task, description=event.stage, total=event.total, completed=event.done)

    try:
        yield advance
    finally:
        for bar in bars:
            bar.stop()


def _guarded(text: str) -> str:
    """In a job of GitHub Actions no text and no file name may give the runner a command."""
    if not os.environ.get("GITHUB_ACTIONS"):
        return text
    from mtcheck.reporters.visible import without_commands

    return without_commands(text)


def _bar() -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True, no_color=not has_colour(sys.stderr)),
        transient=True,
    )
    bar.start()
    return bar


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # closed by whoever started us
        return
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # Whoever read this has enough. Nothing more is shown, and the interpreter's own flush
        # at shutdown meets an open file.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except OSError as error:
        if stream is sys.stderr:  # nobody can be told
            return
        with contextlib.suppress(OSError, ValueError):  # what is left goes nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        from mtcheck.errors import ConfigError

        raise ConfigError(f"standard output: cannot be written: {error.strerror}") from error
