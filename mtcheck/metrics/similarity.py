"""How close two texts are in meaning: the cosine of their sentence vectors.

It says *which* sentences belong together. It does not say which of them is well written, and
does not move the score.
"""

from __future__ import annotations

from mtcheck.models import Encoder


def similarity(candidate: str, source: str, encoder: Encoder) -> float:
    """Cosine in [-1, 1]; the same text gives 1."""
    if candidate == source:
        return 1.0
    one, other = encoder.vectors([candidate, source])
    return round(float(one @ other), 6)
