"""The stand-in pipeline, with files at which the process that judges them is killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path
from typing import Any

from mtcheck.types import Document, FileVerdict

from . import stand_in
from .stand_in import load_tools, pick_source

__all__ = ["judge_document", "load_tools", "pick_source"]


def judge_document(candidate: Document, *arguments: Any, **more: Any) -> FileVerdict:
    """``always-*`` kills every process that judges it, ``once-*`` the first one."""
    name = Path(candidate.path).name
    mark = Path(f"{candidate.path}.killed")
    if multiprocessing.parent_process() is not None and (
        name.startswith("always") or (name.startswith("once") and not mark.exists())
    ):
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return stand_in.judge_document(candidate, *arguments, **more)
