"""chrF of a sentence against its source, with sacrebleu: how alike the two look.

It is reported beside the score because people know it; it does not move the score. A round trip
through an engine *looks* more like its source than a second human translation does.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any


@cache
def _metric() -> Any:
    from sacrebleu.metrics.chrf import CHRF

    return CHRF()


@lru_cache(maxsize=256)  # a pair is asked about twice: as a metric, and as evidence for its quality
def chrf(candidate: str, source: str) -> float:
    """chrF2 in [0, 100] (Popović 2015), sacrebleu's defaults.

    >>> chrf("the same words", "the same words")
    100.0
    """
    return round(float(_metric().sentence_score(candidate, [source]).score), 4)
