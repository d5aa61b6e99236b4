"""Runs commands in children of one warm process, each with its own limits, and measures them.

A line of JSON in, a line of JSON out; :func:`asking` starts one and asks it. A child cannot take
more address space or processor time than it may, so that a case that goes wrong fails and does not
take the machine along. The pipeline is the stand-in: what is held here is everything around it.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .cases import Hostile

Answer = dict[str, Any]

MEMORY = 1_000_000_000
SECONDS = 10


@contextmanager
def asking() -> Iterator[Callable[[Hostile, Path], Answer]]:
    """Start a runner: what comes of a case whose files are in a folder (see :func:`run`)."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.hostile.runner"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        text=True,
        env={**os.environ, "MALLOC_ARENA_MAX": "2"},
    ) as process:

        def ask(case: Hostile, folder: Path) -> Answer:
            assert process.stdin
            assert process.stdout
            job = {
                "argv": [os.fsencode(word).hex() for word in case.command],
                "cwd": str(folder),
                "stdin": str(folder / case.stdin) if case.stdin else "",
                "stdout": case.stdout,
                "fsize": case.fsize,
            }
            process.stdin.write(json.dumps(job) + "\n")
            process.stdin.flush()
            answer: Answer = json.loads(process.stdout.readline())
            return answer

        yield ask
        assert process.stdin
        process.stdin.close()


def main() -> None:
    from tests import stand_in

    sys.modules["mtcheck.pipeline"] = stand_in
    sys.modules["mtcheck.tools"] = stand_in
    import mtcheck.cli
    import mtcheck.glossary.termbases
    import mtcheck.language
    import mtcheck.readers.elements
    import mtcheck.readers.office.word
    import mtcheck.readers.packed
    import mtcheck.readers.pages.markdown
    import mtcheck.readers.pdf
    import mtcheck.readers.strings.yaml_strings
    import mtcheck.reporters.csv_tables
    import mtcheck.reporters.table
    import mtcheck.run
    import mtcheck.store  # noqa: F401

    _warm_up()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()


def _warm_up() -> None:
    """Import what commands import late, so that no child has to."""
    from mtcheck.cli import main as mtcheck

    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as nowhere:
        os.chdir(folder)  # where no settings lie
        Path("a.txt").write_text("They met.\nThey spoke.\nThey left.\n", encoding="utf-8")
        with redirect_stdout(nowhere), redirect_stderr(nowhere):
            mtcheck(["score", "--out", "out", "--", "a.txt"])
        os.chdir(here)


def run(job: dict[str, Any]) -> Answer:
    """``argv``, ``cwd``, and if wanted ``stdin`` and ``stdout`` (paths), ``fsize`` (bytes)."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.monotonic()
        child = os.fork()
        if child == 0:
            code = 99
            try:
                _enter(job, out.fileno(), err.fileno())
                from mtcheck.cli import main as mtcheck

                code = mtcheck([os.fsdecode(bytes.fromhex(word)) for word in job["argv"]])
                sys.stdout.flush()
            except BaseException:  # noqa: BLE001 (told to whoever asked)
                import traceback

                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(code)
        _, status, usage = os.wait4(child, 0)
        found = {"code": os.waitstatus_to_exitcode(status), "wall": time.monotonic() - started}
        for name, stream in (("out", out), ("err", err)):
            stream.seek(0)
            found[name] = stream.read(1 << 20).decode("utf-8", "backslashreplace")
        return {**found, "seconds": usage.ru_utime + usage.ru_stime, "rss": usage.ru_maxrss * 1024}


def _enter(job: dict[str, Any], out: int, err: int) -> None:
    os.chdir(job["cwd"])
    if job.get("stdout"):
        out = os.open(job["stdout"], os.O_WRONLY)
    os.dup2(os.open(job.get("stdin") or os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    for number, name in ((1, "stdout"), (2, "stderr")):
        stream = os.fdopen(os.dup(number), "w", encoding="utf-8", errors="backslashreplace")
        setattr(sys, name, stream)
    sys.stdin = os.fdopen(os.dup(0), encoding="utf-8")
    resource.setrlimit(resource.RLIMIT_AS, (2 * MEMORY, 2 * MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    signal.alarm(12 * SECONDS)  # a command that waits for what never comes
    if job.get("fsize"):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["fsize"], job["fsize"]))


if __name__ == "__main__":
    main()
