"""Kill a process at every step that it takes on files: a real SIGKILL, at each in turn.

``python -m tests.steps FOLDER STATEMENT``: for n = 1, 2, ... a child of this process runs the
statement in a fresh copy of FOLDER, named ``FOLDER-n``, and is killed before its n-th step, until
one takes fewer steps. The statement is run once before in ``FOLDER-0``, so that the children, which
are forks, have everything imported.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys

STEPS = ("os.rename", "os.link", "os.remove", "os.truncate", "open", "os.mkdir", "os.chmod")
"""Events of Python's audit hooks (PEP 578). Writes and syncs, which have none, are patched."""


def count_and_kill(limit: int, folder: str) -> None:
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if done == limit:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event not in STEPS:
            return
        name = str(arguments[0])
        if name.startswith("out") or folder in name:
            step()

    fsync = os.fsync

    def synced(descriptor: int) -> None:
        step()
        fsync(descriptor)

    os.fsync = synced
    sys.addaudithook(hook)


def main(folder: str, statement: str) -> int:
    program = compile(statement, "statement", "exec")
    shutil.copytree(folder, f"{folder}-0")
    os.chdir(f"{folder}-0")
    exec(program, {})  # what the children need is imported
    for limit in range(1, 1000):
        copy = f"{folder}-{limit}"
        shutil.copytree(folder, copy)
        child = os.fork()
        if child == 0:
            os.chdir(copy)
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            count_and_kill(limit, copy)
            try:
                exec(program, {})
            except BaseException:  # noqa: BLE001
                import traceback

                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status == 0:
            return limit
        if status != -signal.SIGKILL:
            sys.exit(f"the statement fails before step {limit}")
    sys.exit("more steps than expected")


if __name__ == "__main__":
    sys.stdout.write(str(main(sys.argv[1], sys.argv[2])))
