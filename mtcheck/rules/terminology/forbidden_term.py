"""A wording that your glossary forbids: "white list" where it asks for "allowlist".

## What it does
Looks for the wordings that your glossary (``--glossary``) lists as forbidden, in any form of their
words: "white lists", "White list", "white-list". The longest wording of the glossary wins, so a
forbidden "phone" is not marked in a preferred "phone number". Wordings in quotation marks of their
own or after "the term", "so-called" and the like are spoken of, not used; names, addresses, paths,
code and placeholders are left alone. Where the forbidden wording belongs to a source term and the
source sentence is there, it must be about that term. Suggests the preferred term, in the same form.

## Why it matters
Two words for one thing read like two things, and some words must not be published at all.

## Known limits
Says nothing about machines: it fails a gate by its severity, and never moves a score. A word that
is also used in another sense is marked in that sense, too: list it as part of longer terms, or
with its part of speech. The article before a suggestion may have to change ("a white list", "an
allowlist"), so ``mtcheck fix`` puts it in with ``--unsafe`` only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtcheck.glossary import Term
from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.rules.terminology._said import same, says
from mtcheck.rules.terminology._stands_for import in_form
from mtcheck.rules.terminology._terms import Hit, Pattern, Terms, find, prepare
from mtcheck.rules.terminology._tokens import is_mention, tokens
from mtcheck.rules.terminology._word_class import is_meant
from mtcheck.types import Alignment, Category, Fix, Severity


def detect(alignments: Sequence[Alignment], ctx: Context) -> Iterator[Mark]:
    """Mark forbidden wordings."""
    if ctx.glossary is None:
        return
    terms = prepare(ctx.glossary)
    for alignment in alignments:
        for sentence in alignment.candidate:
            for group in find(sentence.text, terms.targets):
                hit = _forbidden(group, alignment, terms)
                if hit is None or is_mention(sentence.text, hit.start, hit.end):
                    continue
                term = hit.pattern.term
                accepted = terms.accepted.get(term.concept, ())
                if not is_meant(hit, sentence.text, ctx, accepted):
                    continue
                quote = sentence.text[hit.start : hit.end]
                used = tokens(sentence.text)[hit.first : hit.last + 1]
                better = in_form(accepted[0], used, hit.pattern, sentence.text) if accepted else ""
                instead = f": it has “{better}”" if better else ""
                told = next((row.note for row in (term, *_rows(accepted)) if row.note), "")
                note = f" ({told})" if told else ""
                yield Mark(
                    alignment,
                    sentence,
                    hit.start,
                    hit.end,
                    f"The glossary forbids “{quote}”{instead}{note}.",
                    suggestion=better,
                    severity=term.severity,
                )


def _forbidden(group: Sequence[Hit], alignment: Alignment, terms: Terms) -> Hit | None:
    """The forbidden one of the patterns that fit the same words; None where one may be meant
    that is accepted."""
    forbidden = [hit for hit in group if not hit.pattern.term.accepted]
    accepted = [hit for hit in group if hit.pattern.term.accepted]
    source = alignment.source_text
    for hit in forbidden:
        term = hit.pattern.term
        everywhere = same(term.source, term.target)
        if everywhere or not source:
            if not accepted:
                return hit
            continue
        meant = _uses(source, terms.triggers[term.concept])
        others = any(_uses(source, terms.triggers[a.pattern.term.concept]) for a in accepted)
        if meant and not others:
            return hit
        if not meant and not accepted and says(source, hit.pattern) is None:
            return hit
    return None


def _rows(accepted: Sequence[Pattern]) -> tuple[Term, ...]:
    """The row of the term that is suggested: its note says why."""
    return tuple(pattern.term for pattern in accepted[:1])


def _uses(text: str, patterns: Sequence[Pattern]) -> bool:
    return any(says(text, pattern) is not None for pattern in patterns)


GLOSSARY = """source,target,status,note
whitelist,allowlist,preferred,
whitelist,white list,forbidden,house style
phone,,forbidden,
phone number,,preferred,
"""

RULE = Rule(
    code="TER104",
    name="forbidden-term",
    category=Category.TERMINOLOGY,
    severity=Severity.MAJOR,
    detect=detect,
    needs=("glossary",),
    fix=Fix.UNSAFE,
    examples=(
        Example(
            "White lists are checked first.\nAdd it to the white-list.",
            quotes=("White lists", "white-list"),
            suggestions=("Allowlists", "allowlist"),
            glossary=GLOSSARY,
        ),
        Example(
            "Leave the phone on the table.",
            quotes=("phone",),
            suggestions=("",),
            glossary=GLOSSARY,
        ),
        Example(
            "The term “white list” is no longer used.\nWrite your phone\u00a0number at "
            "www.example.org/phone below.",
            glossary=GLOSSARY,
            note="spoken of; part of a longer term; part of an address",
        ),
    ),
)
