"""How much work a call takes, counted and not timed: the same on any machine, however busy.

A step is a call, of Python or of C, or a character that an expression of the given modules is
handed. What takes time in proportion to its input takes about twice the steps for twice the input;
what compares everything with everything takes four times as many.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from types import FrameType, ModuleType
from typing import Any

import pytest

TWICE = 2.2
"""More than two, because short inputs have fixed costs; far from four."""


def steps(action: Callable[[], object], *modules: ModuleType) -> int:
    """The steps that an action takes. Nothing must be remembered from an earlier call."""
    count = 0

    def called(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    with pytest.MonkeyPatch.context() as patch:
        handed: list[int] = []
        for module in modules:
            for name, value in vars(module).items():
                if isinstance(value, re.Pattern):
                    patch.setitem(vars(module), name, _Handed(value, handed))
        before = sys.getprofile()
        sys.setprofile(called)
        try:
            action()
        finally:
            sys.setprofile(before)
    return count + sum(handed)


class _Handed:
    """A pattern that notes how many characters it may look at: those up to the end of a match
    where it has to begin at a place, else all that are left."""

    def __init__(self, pattern: re.Pattern[str], handed: list[int]) -> None:
        self._pattern, self._handed = pattern, handed

    def match(self, text: str, *span: int) -> re.Match[str] | None:
        found = self._pattern.match(text, *span)
        self._handed.append(found.end() - found.start() if found else 1)
        return found

    def fullmatch(self, text: str) -> re.Match[str] | None:
        self._handed.append(len(text))
        return self._pattern.fullmatch(text)

    def search(self, text: str, *span: int) -> re.Match[str] | None:
        self._handed.append(len(text) - (span[0] if span else 0))
        return self._pattern.search(text, *span)

    def finditer(self, text: str, *span: int) -> Iterator[re.Match[str]]:
        self._handed.append(len(text) - (span[0] if span else 0))
        return self._pattern.finditer(text, *span)

    def findall(self, text: str) -> list[Any]:
        self._handed.append(len(text))
        return self._pattern.findall(text)

    def split(self, text: str, *rest: int) -> list[Any]:
        self._handed.append(len(text))
        return self._pattern.split(text, *rest)

    def sub(self, new: Any, text: str, *rest: int) -> str:
        self._handed.append(len(text))
        return self._pattern.sub(new, text, *rest)
