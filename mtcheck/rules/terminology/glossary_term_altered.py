"""The source uses a term of your glossary, and the text says something else in its place.

## What it does
Where a source sentence uses a ``source`` term of your glossary (``--glossary``), the sentence that
is compared with it must use the preferred or an allowed ``target``: in any form of its words, with
a space or a hyphen, in British or American spelling, once however often the source repeats it, or
by its initials. A do-not-translate term must appear letter for letter. What stands in the term's
place is marked, and the preferred term suggested in the form that the source has.

## Why it matters
Readers take another word for another thing; a product or a clause goes by one name only.

## Known limits
Says nothing about machines: it fails a gate by its severity, and never moves a score. Silent where
nothing stands in the term's place: a pronoun, the term's last word alone ("the computer" for
"quantum computer"), a term that was left out, a sentence that was written anew. In texts that
merely tell the same story only sentences that say nearly the same are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtcheck.glossary import Status, Term
from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.rules.terminology._said import initials, miswritten, same, says
from mtcheck.rules.terminology._stands_for import Place, in_form, place_of, stand_in
from mtcheck.rules.terminology._terms import Hit, Pattern, Terms, find, prepare
from mtcheck.rules.terminology._tokens import tokens
from mtcheck.rules.terminology._word_class import is_meant
from mtcheck.types import Alignment, Category, Severity

MAX_COST = 0.3
"""In texts that merely tell the same story: 1 - similarity of two sentences at most."""

MAX_COST_PARALLEL = 0.6
"""In versions of each other, where a neighbour is a worse explanation than a free rendering."""


class Missing(NamedTuple):
    """A term of the source whose target is not in the candidate.

    ``rows``: those that ask for something here; ``accepted``: what would do, the preferred first.
    """

    hit: Hit
    rows: tuple[Term, ...]
    accepted: tuple[Pattern, ...]


def detect(alignments: Sequence[Alignment], ctx: Context) -> Iterator[Mark]:
    """Mark what stands in the place of a glossary term."""
    if ctx.glossary is None:
        return
    terms = prepare(ctx.glossary)
    for alignment in alignments:
        if not _comparable(alignment, parallel=ctx.parallel):
            continue
        marked: set[tuple[int, int, int]] = set()
        for missing in _missing(alignment, terms, ctx):
            place = _place(alignment, missing, terms, ctx)
            if place is None:
                continue
            key = (id(place.sentence), place.start, place.end)
            if key not in marked and not _is_forbidden(place, missing, terms):
                marked.add(key)
                yield _mark(alignment, missing, place)


def _comparable(alignment: Alignment, *, parallel: bool) -> bool:
    if not alignment.candidate or not alignment.source:
        return False
    if parallel:
        return alignment.cost <= MAX_COST_PARALLEL
    return alignment.cost <= MAX_COST and len(alignment.candidate) == len(alignment.source) == 1


def _missing(alignment: Alignment, terms: Terms, ctx: Context) -> Iterator[Missing]:
    """Terms of the source side that have an accepted target, none of which is said."""
    source, candidate = alignment.source_text, alignment.candidate_text
    seen: set[str] = set()
    for group in find(source, terms.sources):
        asked = [hit for hit in group if terms.accepted.get(hit.pattern.term.concept)]
        concepts = dict.fromkeys(hit.pattern.term.concept for hit in asked)
        if not asked or not seen.isdisjoint(concepts):
            continue
        seen.update(concepts)
        accepted = tuple(p for concept in concepts for p in terms.accepted[concept])
        if any(_is_said(candidate, target, asked[0]) for target in accepted):
            continue
        kept = any(says(candidate, hit.pattern, rival=accepted[0]) for hit in asked)
        if is_meant(asked[0], source, ctx, accepted, doubtful=not kept):
            rows = tuple(hit.pattern.term for hit in asked)
            yield Missing(asked[0], rows, accepted)


def _is_said(candidate: str, target: Pattern, hit: Hit) -> bool:
    """Does the candidate use this target, loosely, or its initials?"""
    kept = target.term.status is Status.DO_NOT_TRANSLATE
    if says(candidate, target, rival=None if kept else hit.pattern) is not None:
        return True
    short = initials(target)
    return len(short) > 1 and not kept and any(t.raw == short for t in tokens(candidate))


def _place(alignment: Alignment, missing: Missing, terms: Terms, ctx: Context) -> Place | None:
    """What the candidate says instead: the source's wording, another of the concept, or what is
    linked with the term."""
    candidate = alignment.candidate_text
    wanted = missing.accepted[0]
    concept = missing.hit.pattern.term.concept
    for pattern in (*missing.accepted, missing.hit.pattern, *terms.triggers[concept]):
        span = miswritten(candidate, pattern) or says(candidate, pattern)
        if span is not None and not _hides(candidate, span):
            return place_of(alignment, *span)
    links = ctx.links(alignment)
    return stand_in(alignment, links, (missing.hit.start, missing.hit.end), wanted)


def _hides(candidate: str, span: tuple[int, int]) -> bool:
    return any(token.masked for token in tokens(candidate) if span[0] <= token.start < span[1])


def _is_forbidden(place: Place, missing: Missing, terms: Terms) -> bool:
    """Is it a wording that the glossary forbids? TER104 says so, and once is enough."""
    return any(
        hit.start < place.end and place.start < hit.end
        for group in find(place.sentence.text, terms.targets)
        for hit in group
        if not hit.pattern.term.accepted
    )


def _mark(alignment: Alignment, missing: Missing, place: Place) -> Mark:
    source, listed = alignment.source_text, missing.hit.pattern
    used = source[missing.hit.start : missing.hit.end]
    wanted = missing.accepted[0]
    words = tokens(source)[missing.hit.first : missing.hit.last + 1]
    better = in_form(wanted, words, listed, source)
    text = place.sentence.text
    if place.start == 0 and text[0].isupper() and better == better.lower():
        better = better[0].upper() + better[1:]
    elif place.start and wanted.words == wanted.words.lower() and not text.isupper():
        better = better if better.isupper() else better[0].lower() + better[1:]
    if text.isupper() and wanted.term.status is not Status.DO_NOT_TRANSLATE:
        better = better.upper()
    row = wanted.term
    severity = next((term.severity for term in (row, *missing.rows) if term.severity), None)
    note = next((term.note for term in (row, *missing.rows) if term.note), "")
    kept = row.status is Status.DO_NOT_TRANSLATE
    asks = f"keeps “{wanted.words}” as it is" if kept else f"has “{wanted.words}”"
    if not kept and not same(used, wanted.words):
        asks += f" for “{used}”"
    return Mark(
        alignment,
        place.sentence,
        place.start,
        place.end,
        f"“{place.quote}” stands where the glossary {asks}" + (f" ({note})." if note else "."),
        suggestion=better,
        source_quote=used,
        severity=severity,
    )


GLOSSARY = """source,target,status,note
control panel,dashboard,preferred,
sales lead,,preferred,
Kubernetes,,do-not-translate,a product
"""

RULE = Rule(
    code="TER103",
    name="glossary-term-altered",
    category=Category.TERMINOLOGY,
    severity=Severity.MAJOR,
    detect=detect,
    needs=("source", "glossary"),
    examples=(
        Example(
            "Both control panels show the number of visits.",
            "Both control panels show the number of visits.",
            quotes=("control panels",),
            suggestions=("dashboards",),
            glossary=GLOSSARY,
            note="the source may say it in other words than the glossary wants",
        ),
        Example(
            "The team passed on three sales prospects in May.\nInstall Kubernets on each node.",
            "The team passed on three sales leads in May.\nInstall Kubernetes on each node.",
            quotes=("sales prospects", "Kubernets"),
            suggestions=("sales leads", "Kubernetes"),
            glossary=GLOSSARY,
        ),
        Example(
            "The dash-boards show the visits.\nEach sales\u00a0lead’s address is kept; it is never "
            "sold.\nIt was installed in May.",
            "The control panel shows the visits.\nThe address of each sales lead is kept; the "
            "sales lead is never sold.\nKubernetes was installed in May.",
            glossary=GLOSSARY,
            note="another form; said once; a pronoun",
        ),
    ),
)
