from __future__ import annotations

import signal
from collections.abc import Callable

import hypothesis
import pytest

from mtcheck.glossary import Glossary, make_glossary, parse_glossary
from mtcheck.lexicon import Lexicon
from mtcheck.masked import hide
from mtcheck.models import Encoder
from mtcheck.models.judge import load_judge
from mtcheck.placeholders import find_masks
from mtcheck.rule import Context, Example, Rule, run_rule
from mtcheck.segment import segment
from mtcheck.types import Alignment, Document, Finding, Sentence, Unit

from .hostile.network import block

block()  # no test, and nothing that it calls, reaches anybody but this machine

# A job in the background ignores Ctrl-C, and so would the commands whose interruption is tested.
signal.signal(signal.SIGINT, signal.default_int_handler)

# One commit passes or fails the same way everywhere; --hypothesis-profile=search looks further.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", max_examples=2_000, deadline=None)
hypothesis.settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    from mtcheck.models.embedded import load_encoder

    return load_encoder()


def document(text: str, path: str = "candidate.txt", *, strings: bool = False) -> Document:
    units = tuple(
        Unit(str(n), line, n, masks=find_masks(line) if strings else ())
        for n, line in enumerate(text.split("\n"), 1)
    )
    return Document(path, "en", "txt", units)


def line_alignments(
    candidate: tuple[Sentence, ...], source: tuple[Sentence, ...]
) -> tuple[Alignment, ...]:
    """Sentences of line n with those of line n: one by one where their numbers agree."""
    found: list[tuple[tuple[Sentence, ...], tuple[Sentence, ...]]] = []
    lines = sorted({s.unit.line for s in (*candidate, *source)})
    for line in lines:
        left = tuple(s for s in candidate if s.unit.line == line)
        right = tuple(s for s in source if s.unit.line == line)
        if len(left) == len(right):
            found += [((one,), (other,)) for one, other in zip(left, right, strict=True)]
        elif right and left:
            found.append((left, right))
        else:
            found += [((one,), ()) for one in left] + [((), (other,)) for other in right]
    return tuple(
        Alignment(n, left, right, 0.2 if left and right else 1.0)
        for n, (left, right) in enumerate(found)
    )


def glossary_of(example: Example) -> Glossary | None:
    if not example.glossary:
        return None
    terms, problems = parse_glossary(example.glossary.encode(), path="glossary.csv")
    assert not problems
    return make_glossary(terms)


@pytest.fixture(scope="session")
def run_example(encoder: Encoder) -> Callable[[Rule, Example], tuple[Finding, ...]]:
    def run(rule: Rule, example: Example) -> tuple[Finding, ...]:
        text = document(example.candidate, strings=example.strings)
        there = document(example.source, "source.txt", strings=example.strings)
        masked = hide(text, there if example.source else None)
        candidate = segment(masked.candidate)
        source = segment(masked.source) if masked.source else ()
        if example.parallel:
            alignments = line_alignments(candidate, source)
        else:
            from mtcheck.align import align

            alignments = align(candidate, source, encoder, mode="comparable").alignments
        ctx = Context(
            candidate=candidate,
            source=source,
            lexicon=Lexicon(),
            encoder=encoder,
            others=tuple(
                document(text, f"other{n}.txt") for n, text in enumerate(example.others, 1)
            ),
            parallel=example.parallel,
            judge=load_judge(),
            glossary=glossary_of(example),
            written=masked.written,
            strings=example.strings,
        )
        findings = run_rule(rule, alignments, ctx)
        return tuple(masked.findings(findings, {found.index: found for found in alignments}))

    return run
