"""The stand-in pipeline at the pace of a person, for tests that end a run in the middle."""

from __future__ import annotations

import time
from typing import Any

from mtcheck.types import Document, FileVerdict

from . import stand_in
from .stand_in import load_tools, pick_source

__all__ = ["judge_document", "load_tools", "pick_source"]


def judge_document(candidate: Document, *arguments: Any, **more: Any) -> FileVerdict:
    """Judge the first file at once, and the others in half a minute."""
    if not candidate.path.endswith("0.txt"):
        time.sleep(30)
    return stand_in.judge_document(candidate, *arguments, **more)
