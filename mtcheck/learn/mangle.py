"""Damage clean sentences as a careless round trip or a spinner does: torn, misspelt, badly spaced.

Every function takes sentences and a generator, and returns the damaged sentences with a flag for
each: True where something was done to it. They make training material for the calibration, where
real engines do too little of a kind: what is learned is how much a kind of finding weighs, not
its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

Damaged = tuple[list[str], list[bool]]
Damage = Callable[[list[str], float, np.random.Generator], Damaged]

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{4,}\b")
_SWAPS = (("l", "r"), ("r", "l"), ("ae", "e"), ("ei", "i"), ("a", "u"), ("o", "u"), ("n", "m"))
_SPACED = ((r"\$(?=\d)", "$ "), (r"(?<=\w)-(?=[a-z])", "- "), (r" (?=\$)", ""))
_QUOTED = ((" “", ",” "), ("“", "” "), ("”", "“"), (' "', '" '))


def tear(sentences: list[str], share: float, rng: np.random.Generator) -> Damaged:
    """Cut sentences in two: the end stands alone, is lost its beginning, or drifts away."""
    out: list[str] = []
    flags: list[bool] = []
    drifting = ""
    for sentence in sentences:
        words = sentence.split(" ")
        torn = len(words) >= 10 and rng.random() < share
        if torn:
            cut = int(rng.integers(4, len(words) - 3))
            head, tail = " ".join(words[:cut]).rstrip(",;:") + ".", " ".join(words[cut:])
            way = rng.integers(3)
            if way == 0:
                out.append(f"{head} {tail}")
            elif way == 1:
                out.append(tail)
            else:
                out.append(head)
                drifting = tail
        elif drifting:
            out.append(f"{sentence} {drifting}")
            drifting, torn = "", True
        else:
            out.append(sentence)
        flags.append(torn)
    return out, flags


def misspell(sentences: list[str], share: float, rng: np.random.Generator) -> Damaged:
    """Respell a name as a transliteration there and back would."""
    out, flags = [], []
    for sentence in sentences:
        names = list(_NAME.finditer(sentence)) if rng.random() < share else []
        changed = sentence
        if names:
            name = names[int(rng.integers(len(names)))]
            inner = name.group()[1:]
            usable = [(a, b) for a, b in _SWAPS if a in inner]
            if usable:
                a, b = usable[int(rng.integers(len(usable)))]
                start = name.start() + 1
                changed = sentence[:start] + inner.replace(a, b, 1) + sentence[name.end() :]
        out.append(changed)
        flags.append(changed != sentence)
    return out, flags


def disturb(sentences: list[str], share: float, rng: np.random.Generator) -> Damaged:
    """Move spaces and quotation marks about."""
    out, flags = [], []
    for sentence in sentences:
        changed = sentence
        if rng.random() < share:
            for pattern, new in _SPACED:
                changed = re.sub(pattern, new, changed, count=1)
            for old, new in _QUOTED:
                if old in changed and rng.random() < 0.5:
                    changed = changed.replace(old, new, 1)
                    break
        out.append(changed)
        flags.append(changed != sentence)
    return out, flags


DAMAGES: tuple[Damage, ...] = (tear, misspell, disturb)
