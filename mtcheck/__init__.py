"""mtcheck: says which sentences of a text are machine-mangled, where, and why.

``score_files`` and ``score_pairs`` give a ``Result`` with ``.verdicts`` and ``.to_frame()``.
They are imported when first used, so that ``import mtcheck`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mtcheck.api import Result, score_files, score_pairs
    from mtcheck.errors import MtcheckError
    from mtcheck.types import FileVerdict, Finding, Outcome, SentenceScore, Severity

__version__ = "0.1.0"

__all__ = [
    "FileVerdict",
    "Finding",
    "MtcheckError",
    "Outcome",
    "Result",
    "SentenceScore",
    "Severity",
    "score_files",
    "score_pairs",
]

_HOMES = {
    "FileVerdict": "types",
    "Finding": "types",
    "MtcheckError": "errors",
    "Outcome": "types",
    "Result": "api",
    "SentenceScore": "types",
    "Severity": "types",
    "score_files": "api",
    "score_pairs": "api",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(f"mtcheck.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'mtcheck' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
