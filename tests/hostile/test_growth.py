"""No text makes a rule, a reader or the segmenter run away.

What is asserted is that they end before a limit that stops them, far above what they take; how time
grows with the text is measured by ``python -m tests.bench.formats --only growth``.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mtcheck.aside.directives import Comment, read_comments
from mtcheck.rules import all_rules
from mtcheck.segment import segment

from .growth import FRAGMENTS, OnlyWords, Subject, document, made, of_rule, readers

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "setitimer"), reason="needs a timer of POSIX that stops what runs away"
)

SIZE = 4000
"""Near the longest sentence that is judged."""

LIMIT = 30.0
"""Seconds of the processor, for all fragments together, after which a subject is stopped. The
slowest takes about a tenth of it; what is exponential, or quadratic with a heavy step, does not
end before."""

RULES = tuple(rule for rule in all_rules() if "judge" not in rule.needs)
SUBJECTS: dict[str, Subject] = {
    **{rule.code: of_rule(rule, OnlyWords()) for rule in RULES},
    **dict(readers()),
    "segmenter": lambda text: segment(document(text)),
    "directives": lambda text: read_comments(
        [Comment(f" mtcheck: ignore[{text}] {text}", 1, 1, 0, False)], 1
    ),
}


class RunawayError(Exception):
    """Stopped, because it did not end."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise RunawayError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("name", SUBJECTS)
def test_no_text_takes_forever(name: str) -> None:
    with limited(LIMIT):
        for fragment in FRAGMENTS:
            SUBJECTS[name](made(fragment, SIZE))


def test_what_runs_away_is_stopped() -> None:
    with pytest.raises(RunawayError), limited(0.5):
        re.search("(a+)+b", "a" * 60)
