"""Does a sentence read as if a person had written it? A linear probe on the encoder's states.

The mean and the spread of a lower layer's word-piece states separate human sentences from round
trips through translation engines, in any domain they were shown: not by what is said but by how
its words are put together. No source is needed. Weights: ``fluency.json``, made by
``mtcheck.learn.fluency`` from human texts and their round trips.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.models import Encoder, Encoding, Floats

MIN_PIECES = 6
"""Shorter sentences say too little about how words are put together."""

TEMPER = 30
"""The probe is surer of long sentences: on texts like the training ones its AUC is 0.77 at 6 to 10
pieces, 0.84 at 22 to 35 and 0.94 over 60. Log-odds are scaled by 2n / (n + 30), 1 at 30."""


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """``weights`` (2d,) over mean and spread of the states, ``bias``; positive reads human."""

    weights: Floats
    bias: float


def pooled(encoding: Encoding) -> Floats:
    """(2d,): mean and standard deviation of the states over the word pieces."""
    import numpy as np

    states = encoding.states
    both: Floats = np.concatenate([states.mean(axis=0), states.std(axis=0)])
    return both


def fluency(text: str, encoder: Encoder, probe: Probe | None = None) -> float | None:
    """Log-odds that the sentence is human rather than a round trip; None when too short.

    They are tempered by length: see :data:`TEMPER`.
    """
    (encoding,) = encoder.encode([text])
    if len(encoding.spans) < MIN_PIECES:
        return None
    probe = probe or load_probe()
    log_odds = float(pooled(encoding) @ probe.weights) + probe.bias
    n_pieces = len(encoding.spans)
    return round(log_odds * 2 * n_pieces / (n_pieces + TEMPER), 4)


def fluencies(texts: Sequence[str], encoder: Encoder) -> tuple[float | None, ...]:
    """:func:`fluency` of every text."""
    probe = load_probe()
    return tuple(fluency(text, encoder, probe) for text in texts)


@cache
def load_probe() -> Probe:
    """The probe in the package."""
    import numpy as np

    text = resources.files(__package__).joinpath("fluency.json").read_text(encoding="utf-8")
    content = json.loads(text)
    return Probe(np.array(content["weights"], np.float32), float(content["bias"]))
