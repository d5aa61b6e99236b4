"""No text makes a rule, a reader or the segmenter run away.

They end before a limit that stops them, far above what they take, and twice the text takes about
twice the work, which is counted. Seconds, and how they grow with the text, are measured by
``python -m tests.bench.formats --only growth``.
"""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mtcheck.aside.directives import Comment, read_comments
from mtcheck.rule import Rule
from mtcheck.rules import all_rules
from mtcheck.segment import segment

from ..effort import steps
from .growth import FRAGMENTS, OnlyWords, Subject, document, made, of_rule, paragraphs, readers

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "setitimer"), reason="needs a timer of POSIX that stops what runs away"
)

SIZE = 4000
"""Near the longest sentence that is judged."""

LIMIT = 30.0
"""Seconds of the processor, for all fragments together, after which a subject is stopped. The
slowest takes about a tenth of it; what is exponential, or quadratic with a heavy step, does not
end before."""

MIXED = "".join(f"{fragment} " for fragment in FRAGMENTS)
"""All fragments in one text."""

DOUBLED = 2.5
"""Times the steps that twice the text may take: four is quadratic. Short texts have fixed costs, and
fragments meet at the border."""

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


@pytest.mark.parametrize("name", SUBJECTS)
def test_twice_the_text_takes_twice_the_work(name: str) -> None:
    subject = SUBJECTS[name]
    modules = [sys.modules[rule.detect.__module__] for rule in RULES if rule.code == name]
    subject(f"{MIXED} y.")  # what is loaded once
    once, twice = f"{MIXED} x.", f"{MIXED * 2} x."
    most = DOUBLED * steps(lambda: subject(once), *modules)
    assert steps(lambda: subject(twice), *modules) < most


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_twice_the_sentences_take_twice_the_work(rule: Rule) -> None:
    subject, module = of_rule(rule, OnlyWords(), whole=False), sys.modules[rule.detect.__module__]
    first, *others = paragraphs(121)
    subject(first)  # what is loaded once
    once, twice = "\n".join(others[:60]), "\n".join(others)
    most = DOUBLED * steps(lambda: subject(once), module)
    assert steps(lambda: subject(twice), module) < most


def test_work_that_is_quadratic_is_seen() -> None:
    def compare_all(text: str) -> int:
        return sum(one.startswith(other) for one in text for other in text)

    assert steps(lambda: compare_all("a" * 200)) > 3.5 * steps(lambda: compare_all("a" * 100))
