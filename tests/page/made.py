"""Verdicts made by hand for the page and for everything else that renders them.

:func:`small` is what a test of one interaction needs, :func:`large` what the page must stay quick
with, :func:`hostile` what must not act on whoever looks at it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mtcheck.fingerprint import with_fingerprints
from mtcheck.types import (
    Alignment,
    Category,
    Document,
    FileVerdict,
    Finding,
    Fix,
    Mode,
    Outcome,
    Rates,
    Sentence,
    SentenceScore,
    Severity,
    Side,
    Unit,
)

from .payloads import PAYLOADS

SIGNATURE = "mtcheck:0.1.0|model:minilm:53aa5117|segmenter:1"
_RATES = Rates(1423, (0.02, 0.006, 0.07), (0.01, 0.002, 0.054))
MODES = (Mode("low-fpr", 0.3, 0.6, _RATES, _RATES), Mode("balanced", 0.04, 0.3, _RATES, _RATES))

RULES: dict[str, tuple[str, Category]] = {
    "ACC101": ("name-altered", Category.ACCURACY),
    "ACC102": ("number-altered", Category.ACCURACY),
    "ACC105": ("omission", Category.ACCURACY),
    "LIN101": ("fragment", Category.LINGUISTIC),
    "LIN102": ("word-repeated", Category.LINGUISTIC),
    "STY101": ("set-phrase-mangled", Category.STYLE),
    "TER101": ("term-inconsistent", Category.TERMINOLOGY),
    "DES101": ("words-glued", Category.DESIGN),
    "JDG101": ("wording-suspect", Category.STYLE),
}


@dataclass(frozen=True)
class Mark:
    """A finding to be: what is quoted, by which rule, how bad."""

    quote: str
    code: str = "ACC101"
    severity: Severity = Severity.MAJOR
    message: str = ""
    suggestion: str = ""
    source_quote: str = ""
    suppressed: str = ""
    side: Side = Side.CANDIDATE
    probability: float | None = None
    name: str = ""


@dataclass(frozen=True)
class Pair:
    """An alignment to be: what it holds on either side, and what was found there."""

    candidate: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    p_mangled: float = 0.03
    because: tuple[str, ...] = ()
    outcome: Outcome | None = None
    metrics: tuple[tuple[str, float], ...] = (("similarity", 0.71), ("chrf", 0.52))


def verdict(
    path: str,
    pairs: Sequence[Pair],
    *,
    outcome: Outcome = Outcome.MANGLED,
    p_mangled: float | None = 0.9,
    source: str = "",
    reasons: tuple[str, ...] = (),
    because: tuple[str, ...] = (),
    units: Sequence[str] = (),
) -> FileVerdict:
    """The pairs as the verdict of one file, three pairs to a paragraph.

    ``units`` are the names of the units, for a file that names them.
    """
    sides: dict[Side, list[tuple[Sentence, ...]]] = {}
    for side in Side:
        groups = [getattr(pair, side.value) for pair in pairs]
        sides[side] = _sentences(groups, units)
    scores = []
    for index, pair in enumerate(pairs):
        alignment = Alignment(
            index, sides[Side.CANDIDATE][index], sides[Side.SOURCE][index],
            0.29 if pair.candidate and pair.source else 1.0,
        )  # fmt: skip
        found = tuple(_finding(mark, alignment) for mark in pair.marks)
        worst = Outcome.MANGLED if pair.p_mangled >= 0.6 else Outcome.SUSPECT
        scores.append(
            SentenceScore(
                alignment,
                pair.metrics,
                found,
                pair.p_mangled,
                pair.outcome or (worst if pair.p_mangled >= 0.3 else Outcome.CLEAN),
                pair.because,
            )
        )
    document = Document(
        path, "en", "txt",
        tuple(dict.fromkeys(s.unit for group in sides[Side.CANDIDATE] for s in group)),
    )  # fmt: skip
    marked = iter(with_fingerprints([f for score in scores for f in score.findings], document))
    scores = [
        replace(score, findings=tuple(next(marked) for _ in score.findings)) for score in scores
    ]
    covered = [bool(pair.source) for pair in pairs for _ in pair.candidate]
    heard = [bool(pair.candidate) for pair in pairs for _ in pair.source]
    return FileVerdict(
        path, source, outcome, reasons, p_mangled, tuple(scores),
        "comparable" if source else "none",
        sum(covered) / len(covered) if source and covered else None,
        sum(heard) / len(heard) if source and heard else None,
        SIGNATURE, "", because, "low-fpr", MODES,
    )  # fmt: skip


def _sentences(
    groups: Sequence[tuple[str, ...]], names: Sequence[str]
) -> list[tuple[Sentence, ...]]:
    """Texts to sentences, which know their units, three groups to a unit."""
    made: list[tuple[Sentence, ...]] = []
    for number, first in enumerate(range(0, len(groups), 3), 1):
        part = groups[first : first + 3]
        text = " ".join(sentence for group in part for sentence in group)
        name = names[number - 1] if number <= len(names) else str(number)
        unit = Unit(name, text, 2 * number - 1)
        start = 0
        for group in part:
            found = []
            for sentence in group:
                found.append(Sentence(sentence, unit, start, start + len(sentence)))
                start += len(sentence) + 1
            made.append(tuple(found))
    return made


def _finding(mark: Mark, alignment: Alignment) -> Finding:
    sentences = alignment.candidate if mark.side is Side.CANDIDATE else alignment.source
    home = next(sentence for sentence in sentences if mark.quote in sentence.text)
    start = home.start + home.text.index(mark.quote)
    name, category = RULES.get(mark.code, ("other-rule", Category.STYLE))
    return Finding(
        code=mark.code,
        name=mark.name or name,
        category=category,
        severity=mark.severity,
        message=mark.message or f"“{mark.quote}” is not what the source says.",
        alignment=alignment.index,
        side=mark.side,
        unit=home.unit.id,
        line=home.unit.line,
        column=start + 1,
        start=start,
        end=start + len(mark.quote),
        quote=mark.quote,
        suggestion=mark.suggestion,
        source_quote=mark.source_quote,
        probability=mark.probability,
        suppressed=mark.suppressed,
    )


def unreadable(path: str = "texts/broken.txt", error: str = "not UTF-8") -> FileVerdict:
    """A file that could not be judged at all."""
    error = f"{path}:7: {error}"
    return FileVerdict(
        path, "", Outcome.UNJUDGED, (error,), None, (), "", None, None, SIGNATURE, error
    )


HARBOUR = (
    Pair(
        ("The harbour of Ostwyk was closed on Munday after the storm.",),
        ("The harbour at Ostwyck was closed on Monday after the storm.",),
        (
            Mark("Ostwyk", suggestion="Ostwyck", source_quote="Ostwyck",
                 message="The source writes “Ostwyck”, this file “Ostwyk”."),
            Mark("Munday", "STY101", Severity.MINOR, "“Munday” is no day.", "Monday"),
        ),
        0.93,
        ("a name is spelled unlike the source", "the wording is that of an engine or a spinner"),
    ),
    Pair(
        ("Four ships", "waited outside the breakwater until evening tide."),
        ("Fourteen ships waited outside the breakwater for the evening tide.",),
        (
            Mark("Four", "ACC102", Severity.CRITICAL, "The source says fourteen.", "Fourteen",
                 "Fourteen"),
            Mark("Four ships", "LIN101", Severity.MAJOR, "The sentence is torn."),
        ),
        0.98,
        ("a number is altered", "the sentence is torn"),
    ),
    Pair(
        ("No one was hurt, but the lights lights failed and the the cold store was lost.",),
        ("Nobody was hurt.", "The lights failed, and the cold store was lost."),
        (
            Mark("lights lights", "LIN102", Severity.MINOR, "A word stands twice.", "lights"),
            Mark("the the", "LIN102", Severity.MINOR, "A word stands twice.", "the",
                 suppressed="comment on line 3: quoted speech"),
        ),
        0.41,
        ("words stand twice",),
    ),
    Pair(
        ("Fishermen have the gift of the nets, as they say here.",),
        (),
        (Mark("gift of the nets", "JDG101", Severity.NEUTRAL, "Editors mark such wording.",
              probability=0.62),),
        0.35,
        ("the wording is that of an engine or a spinner",),
        metrics=(),
    ),
    Pair(
        (),
        ("The insurers will not pay for cargo on open decks.",),
        (Mark("The insurers will not pay for cargo on open decks.", "ACC105", Severity.MAJOR,
              "A sentence of the source is missing.", side=Side.SOURCE),),
        0.55,
        ("something of the source is left out",),
        metrics=(),
    ),
    Pair(
        ("Repairs begin next week.", "They will take a month."),
        ("Repairs start next week.", "They will take about a month."),
        (),
        0.04,
    ),
    Pair(
        ("Repairs begin next week.",),
        ("Repairs begin next week.",),
        (),
        0.01,
    ),
)  # fmt: skip
"""All shapes: 1:1, 2:1, 1:2, uncovered, omitted, 2:2, and word for word the same."""

_WHO = (
    "The council", "A ferry pilot", "The museum", "Her office", "The bakery", "One engineer",
    "The night shift", "A neighbour", "The library", "Our correspondent", "The orchard",
)  # fmt: skip
_DID = (
    "counted", "repaired", "postponed", "described", "measured", "closed", "reopened", "praised",
    "questioned", "photographed", "moved",
)  # fmt: skip
_WHAT = (
    "the old bridge", "three crates of apples", "the winter timetable", "a leaking roof",
    "every lamp on the quay", "the last tram", "two missing ledgers", "the north gate",
    "a wall of letters", "the frozen canal",
)  # fmt: skip
_WHEN = (
    "before dawn", "on Tuesday", "in the second week of March", "after the fair", "at noon",
    "without a word", "for the first time in years", "despite the rain",
)  # fmt: skip


def sentence(chance: random.Random) -> str:
    """A plausible sentence of 8 to 20 words."""
    words = [
        f"{chance.choice(_WHO)} {chance.choice(_DID)} {chance.choice(_WHAT)} {chance.choice(_WHEN)}"
        for _ in range(chance.choice((1, 1, 2)))
    ]
    return f"{' while '.join([words[0], *(w[0].lower() + w[1:] for w in words[1:])])}."


def _pairs(chance: random.Random, n_sentences: int, n_findings: int) -> list[Pair]:
    """Exactly so many candidate sentences and findings, in alignments of every shape."""
    pairs: list[Pair] = []
    left = n_sentences
    while left:
        n = min(left, chance.choice((1, 1, 1, 1, 1, 2)))
        left -= n
        mine = tuple(sentence(chance) for _ in range(n))
        kind = chance.random()
        theirs = tuple(text.replace("The ", "This ").replace(" on ", " upon ") for text in mine)
        if kind < 0.25:
            theirs = ()
        elif kind < 0.35:
            theirs = (*theirs, sentence(chance))
        pairs.append(Pair(mine, theirs, p_mangled=round(chance.random() ** 6, 4)))
        if chance.random() < 0.01:
            pairs.append(Pair((), (sentence(chance),)))
    heard = [n for n, pair in enumerate(pairs) if pair.candidate]
    marks: dict[int, list[Mark]] = {}
    for k in range(n_findings):
        n = chance.choice(heard[: max(1, len(heard) * 2 // 3)])
        words = pairs[n].candidate[0].rstrip(".").split()
        first = chance.randrange(len(words) - 1)
        code = chance.choice([code for code in RULES if code != "ACC105"])
        severity = chance.choices(list(Severity), (1, 5, 3, 1))[0]
        marks.setdefault(n, []).append(
            Mark(
                " ".join(words[first : first + chance.choice((1, 1, 2))]), code, severity,
                suggestion=chance.choice(("", "something else")),
                suppressed="mtcheck-ignore.toml: known" if k % 40 == 0 else "",
                probability=0.57 if code == "JDG101" else None,
            )
        )  # fmt: skip
    return [
        replace(pair, marks=tuple(marks[n]), p_mangled=round(0.3 + 0.7 * chance.random(), 4),
                because=("the wording is that of an engine or a spinner",))
        if n in marks else pair
        for n, pair in enumerate(pairs)
    ]  # fmt: skip


def large(
    n_sentences: int = 20_000, n_findings: int = 6_000, *, n_files: int = 12
) -> tuple[FileVerdict, ...]:
    """So many candidate sentences and findings over so many files, half of them in the first."""
    chance = random.Random(12345)
    outcomes = (Outcome.MANGLED, Outcome.SUSPECT, Outcome.CLEAN)
    made = []
    for k in range(n_files):
        share = 0.5 if k == 0 and n_files > 1 else 0.5 / (n_files - 1) if n_files > 1 else 1.0
        sentences, findings = int(n_sentences * share), int(n_findings * share)
        if k == n_files - 1:
            sentences = n_sentences - sum(_count(v)[0] for v in made)
            findings = n_findings - sum(_count(v)[1] for v in made)
        outcome = outcomes[k % 3]
        made.append(
            verdict(
                f"texts/part-{k + 1:02}.txt", _pairs(chance, sentences, findings),
                outcome=outcome,
                p_mangled={Outcome.MANGLED: 0.95, Outcome.SUSPECT: 0.45}.get(outcome, 0.05),
                source=f"originals/part-{k + 1:02}.txt",
                reasons=(f"{findings} findings in {sentences} sentences",),
            )
        )  # fmt: skip
    return tuple(made)


def _count(verdict: FileVerdict) -> tuple[int, int]:
    return sum(len(s.alignment.candidate) for s in verdict.scores), len(verdict.findings)


def small() -> tuple[FileVerdict, ...]:
    """A file of each outcome, one of every shape of alignment, and one long enough to scroll."""
    chance = random.Random(7)
    council = _pairs(chance, 300, 45)
    return (
        verdict(
            "texts/market.txt",
            [Pair(("The market opens at six.",)), Pair(("It closes when the fish is gone.",))],
            outcome=Outcome.CLEAN,
            p_mangled=0.02,
        ),
        unreadable(),
        verdict(
            "texts/council.txt",
            council,
            outcome=Outcome.SUSPECT,
            p_mangled=0.47,
            source="originals/council.txt",
            reasons=("the file reads like a round trip",),
        ),
        verdict(
            "texts/harbour.txt",
            HARBOUR,
            p_mangled=0.96,
            source="originals/harbour.txt",
            reasons=("4 of 9 sentences are mangled",),
            because=("two severe findings",),
        ),
    )


def hostile() -> tuple[FileVerdict, ...]:
    """One file per payload, which stands wherever a text of a verdict may stand."""
    return tuple(_attacked(text) for text in PAYLOADS.values())


def _attacked(text: str) -> FileVerdict:
    inside = f"Before {text} after."
    marks = tuple(
        Mark(
            text, code, severity, f"Message: {text}", text, text, suppressed, name=text,
            probability=0.5,
        )
        for code, severity, suppressed in (
            (text, Severity.CRITICAL, ""),
            ("ACC101", Severity.MAJOR, text),
        )
    )  # fmt: skip
    pairs = [
        Pair((text,), (text,), marks, 0.9, (text, f"Because {text}"), metrics=((text, 0.5),)),
        Pair((inside, text), (f"Source {text}.",), marks[:1], 0.7, (inside,)),
        Pair((inside,), (), (), 0.2),
        Pair((), (inside,), (replace(marks[0], side=Side.SOURCE),), 0.5, (text,)),
        Pair(("A quiet sentence follows.",), ("A calm sentence follows.",), (), 0.01),
    ]
    made = verdict(
        text, pairs, source=f"{text}.source", reasons=(text, inside), because=(text,),
        units=(text, f"{text}-2"),
    )  # fmt: skip
    return replace(made, signature=text, error="", align_mode=text)


def many() -> tuple[FileVerdict, ...]:
    """More files than the page lists at once."""
    return tuple(
        verdict(
            f"texts/note-{n:03}.txt", [Pair((f"Note {n} is filed.",))],
            outcome=Outcome.CLEAN, p_mangled=round(0.2 - n / 10_000, 4),
        )
        for n in range(450)
    )  # fmt: skip


def odd() -> tuple[FileVerdict, ...]:
    """What is rare but allowed: two files of one name, findings without a place, without words."""
    pairs = [
        Pair(("A comment above sets nothing aside.",), marks=(Mark("", "SUP101", Severity.MINOR),)),
        Pair(("The second ferry is late late.",), marks=(Mark("late late", "LIN102", suggestion="late"),), p_mangled=0.5),
        Pair(("Too short.",), outcome=Outcome.UNJUDGED, metrics=()),
    ]  # fmt: skip
    first, second = (verdict("texts/twice.txt", pairs[n:]) for n in (0, 1))
    point, safe, unjudged = first.scores
    (repeated,) = safe.findings
    elsewhere = replace(
        repeated, unit="another", line=99, message="It stands nowhere here.", fingerprint="f" * 16
    )
    safe = replace(safe, findings=(replace(repeated, fix=Fix.SAFE), elsewhere))
    return replace(first, scores=(point, safe, unjudged)), second
