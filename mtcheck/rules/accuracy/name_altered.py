"""A name is spelled differently from the name that must be meant.

## What it does
Finds names that are one or two letters away from a name that is known: from your own list
(``--names``), from the source, from the other candidate files, from the file itself where one
spelling is rare and the other frequent, and from shipped lists of people in the news and of
countries. The suggestion is the known spelling.

A surname that nobody introduced is also compared by its sound with the people whom the file, the
source or the other files give in full: after *Governor Margaret Thackray* there is nobody else
whom *Ms. Sackray* could be. In versions of one text, line by line, another country in the place
of the source's is marked too: *the Austrian envoy* for the Australian one.

## Why it matters
A name that went through another script comes back changed: *Brinken* for Blinken, *Paul Henle*
for Paul Haenle. A reader cannot look such a person up, and an editor who does not know the
name does not see it.

## Known limits
Names of four letters or fewer, and names that could be romanised Chinese, are compared only
where the neighbouring name or the aligned sentence agrees. A name that turned into a different
common name (*Perry* for Kerry) is not seen. Someone with a first name of their own is taken for
another person. Of two accepted transliterations neither is marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtcheck.frequency import zipf
from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.rules._edits import single_edits
from mtcheck.rules.accuracy._heard import LOUD, misheard
from mtcheck.rules.accuracy._introduced import HONORIFICS, MIN_ZIPF_SETTLED, by_sound, texts
from mtcheck.rules.accuracy._names import (
    MAX_COMPARED_NAMES,
    TITLES,
    NameWord,
    Spelling,
    accepted,
    is_inflection,
    name_words,
    sound,
    spellings,
)
from mtcheck.rules.accuracy._people import Known, by_people, by_place, swapped_country
from mtcheck.rules.accuracy._spelt import (
    MAX_ZIPF_ANYWHERE,
    MIN_ZIPF_REAL,
    by_alignment,
    by_frequency,
    by_neighbour,
    by_user,
)
from mtcheck.text import strip_possessive, words
from mtcheck.types import Alignment, Category, Fix, Sentence, Severity

MAX_COST = 0.4
"""Aligned sentences with a higher cost are too far apart to expect the same names."""

N_BEGIN = 5
"""Letters of a name at least, to find sentences by it."""


def detect(
    alignments: Sequence[Alignment],
    ctx: Context,
    *,
    min_frequent: int = 3,
    use_people: bool = True,
) -> Iterator[Mark]:
    """Yield one mark for each occurrence of an altered name.

    ``min_frequent``: how often the other spelling must occur in the file itself, or in the
    other files, to be the right one. ``use_people``: compare with the shipped list of people.
    """
    own = spellings(sentence.text for sentence in ctx.candidate)
    source = spellings(sentence.text for sentence in ctx.source)
    others = spellings(unit.text for document in ctx.others for unit in document.units)
    users = spellings(ctx.names)
    text = " ".join(sentence.text for sentence in (*ctx.candidate, *ctx.source))
    lower = {
        word.text
        for sentence in ctx.candidate
        for word in words(sentence.text)
        if word.text[0].islower()
    }
    introduced = texts(own, source, others, users, parallel=ctx.parallel)
    lost_names = None if ctx.parallel else _LostNames(ctx, own)
    for alignment in alignments:
        near = _aligned_names(alignment, ctx)
        lost = near if lost_names is None else lost_names.of(alignment)
        yield from _swapped_country(alignment, ctx)
        edited = _edited_names(alignment, ctx)
        for sentence in alignment.candidate:
            for word in name_words(sentence.text):
                if word.text in users or word.text.isupper() or word.text.lower() in TITLES:
                    continue
                if not _could_be_altered(word, lower):
                    if word.before.lower() not in HONORIFICS or word.text in source:
                        continue
                    known = edited.get(word.start)
                    heard = known is None
                    known = known or by_sound(word, introduced, lost, ctx.lexicon)
                    if known is not None:
                        yield _mark(alignment, sentence, word, known, None, heard=heard)
                    continue
                heard = False
                known = by_user(word, users)
                if known is None and word.text not in source:
                    here, there = (uses.get(word.text, Spelling()) for uses in (own, others))
                    compared = introduced.compared
                    known = (
                        by_neighbour(word, here, *compared, min_frequent)
                        or by_alignment(word, near, parallel=ctx.parallel)
                        or by_frequency(word, here, there, *compared, min_frequent)
                    )
                if known is None and word.text not in source and use_people:
                    known = by_people(word, ctx.lexicon, text) or by_place(word, ctx.lexicon)
                if known is None and word.text not in source:
                    known = by_sound(word, introduced, lost, ctx.lexicon)
                    heard = known is not None
                known = known or edited.get(word.start)
                if known is not None:
                    unsure = ctx.parallel and _unsettled(word, known, own, source, heard=heard)
                    severity = Severity.MINOR if unsure else None
                    yield _mark(alignment, sentence, word, known, severity, heard=heard)


def _edited_names(alignment: Alignment, ctx: Context) -> dict[int, Known]:
    """Where a sentence keeps nearly all the source's words: names that stand for another.

    By place in the sentence. Both names must sound alike and neither stand on the other side.
    """
    found = {}
    for edit in single_edits(alignment) if ctx.parallel else ():
        here, there = (strip_possessive(w.text) for w in (edit.candidate, edit.source))
        if not (here.istitle() and there.istitle() and min(len(here), len(there)) >= 4):
            continue
        if there in edit.sentence.text or here in edit.source_sentence.text:
            continue
        if (
            zipf(there) < MIN_ZIPF_SETTLED
            or accepted(here, there)
            or is_inflection(here, there)
            or (sound(here) == sound(there) and zipf(here) >= MIN_ZIPF_REAL)
        ):
            continue  # each version may spell it in its own way
        if misheard(here, there) <= LOUD:
            found[edit.candidate.start] = Known(there, "in the source")
    return found


def _unsettled(
    word: NameWord,
    known: Known,
    own: dict[str, Spelling],
    source: dict[str, Spelling],
    *,
    heard: bool,
) -> bool:
    """Two versions may each transliterate a name that hardly anybody knows, or know it as another.

    Annam is a place and Annan a person: which of the two a text means, only a first name tells.
    ``heard``: the two merely sound alike.
    """
    right = known.name.split()[-1]
    if right not in source:
        return False
    another = zipf(word.text) >= MIN_ZIPF_REAL and right == known.name
    return zipf(right) < MIN_ZIPF_SETTLED or ((another or heard) and right not in own)


def _swapped_country(alignment: Alignment, ctx: Context) -> Iterator[Mark]:
    """In versions of one text, another country in the place of the source's."""
    if not ctx.parallel or len(alignment.candidate) != 1:
        return
    swap = swapped_country(alignment.candidate_text, alignment.source_text, ctx.lexicon)
    if swap is not None:
        (start, end), right = swap
        sentence = alignment.candidate[0]
        yield Mark(
            alignment,
            sentence,
            start,
            end,
            f"“{sentence.text[start:end]}” is “{right}” in the source.",
            suggestion=right,
            severity=Severity.CRITICAL,
        )


def _mark(
    alignment: Alignment,
    sentence: Sentence,
    word: NameWord,
    known: Known,
    severity: Severity | None,
    *,
    heard: bool,
) -> Mark:
    """Only the spelling of the source is put in, and not where the two merely sound alike."""
    certain = known.why == "in the source" and severity is None and not heard
    start = word.before_start if " " in known.name else word.start
    quote = sentence.text[start : word.end]
    return Mark(
        alignment,
        sentence,
        start,
        word.end,
        f"“{quote}” is spelled “{known.name}” {known.why}.",
        suggestion=known.name,
        severity=severity,
        fix=None if certain else Fix.NONE,
    )


def _could_be_altered(word: NameWord, lower: set[str]) -> bool:
    text = word.text
    if len(text) < 4 or text.isupper() or text.lower() in TITLES or text.lower() in lower:
        return False
    return not (word.opening and not word.after and zipf(text) > MAX_ZIPF_ANYWHERE)


def _aligned_names(alignment: Alignment, ctx: Context) -> dict[str, Spelling]:
    """Names of the aligned source that the candidate side lacks."""
    if not alignment.source or not (ctx.parallel or alignment.cost <= MAX_COST):
        return {}
    here = spellings(sentence.text for sentence in alignment.candidate)
    there = spellings(sentence.text for sentence in alignment.source)
    return {name: use for name, use in there.items() if name not in here}


class _LostNames:
    """Names that the file lacks, found by the rare names beside which the source has them."""

    def __init__(self, ctx: Context, own: dict[str, Spelling]) -> None:
        rare = {name[:N_BEGIN] for name in own if _is_rare(name)}
        self.lost: list[tuple[str, dict[str, Spelling]]] = []
        self.by_begin: dict[str, list[int]] = {}
        for sentence in ctx.source:
            text = sentence.text
            there = {name: use for name, use in spellings((text,)).items() if name not in own}
            if not there:
                continue
            for begin in {text[n : n + N_BEGIN] for n in range(len(text) - N_BEGIN + 1)} & rare:
                self.by_begin.setdefault(begin, []).append(len(self.lost))
            self.lost.append((text, there))

    def of(self, alignment: Alignment) -> dict[str, Spelling]:
        """Those of all source sentences that share a rare name with this one."""
        here = {
            word.text
            for sentence in alignment.candidate
            for word in name_words(sentence.text)
            if _is_rare(word.text)
        }
        return {
            lost: use
            for name in sorted(here)
            for number in self.by_begin.get(name[:N_BEGIN], ())[:MAX_COMPARED_NAMES]
            if name in self.lost[number][0]
            for lost, use in self.lost[number][1].items()
        }


def _is_rare(name: str) -> bool:
    return len(name) >= N_BEGIN and zipf(name) <= MAX_ZIPF_ANYWHERE


RULE = Rule(
    code="ACC101",
    name="name-altered",
    category=Category.ACCURACY,
    severity=Severity.MAJOR,
    detect=detect,
    fix=Fix.UNSAFE,
    examples=(
        Example(
            candidate="Reporters asked Mr. Brinken’s aides about the trip.",
            source="Reporters asked Mr. Blinken’s aides about the trip.",
            quotes=("Brinken",),
            suggestions=("Blinken",),
        ),
        Example(
            candidate="“The city is tired of waiting,” said Paul Henle, who used to advise the "
            "National Security Council on China.",
            quotes=("Paul Henle",),
            suggestions=("Paul Haenle",),
            note="known from the shipped list of people",
        ),
        Example(
            candidate="Minister Castagne spoke first.\nMs. Castagne promised a review.\n"
            "The unions did not believe Castagne.\nLater Castogne left.",
            quotes=("Castogne",),
            suggestions=("Castagne",),
            note="one spelling frequent, the other rare, no source",
        ),
        Example(
            candidate="Ms. Sackray resigned on Monday after the vote.",
            source="Ms. Thackray resigned on Monday after the vote.",
            quotes=("Sackray",),
            suggestions=("Thackray",),
            note="a sound mistaken, in a sentence that is otherwise the source's",
        ),
        Example(
            candidate="Then Commerce Secretary Gina Raimond spoke.",
            source="Then Commerce Secretary Gina Raimondo spoke.",
            quotes=("Gina Raimond",),
            suggestions=("Gina Raimondo",),
        ),
        Example(
            candidate="The Austrian envoy went home on Friday.",
            source="The Australian envoy went home on Friday.",
            quotes=("Austrian",),
            suggestions=("Australian",),
        ),
        Example(
            candidate="The Chinese delegation flew from Kiev to Austria.",
            source="China sent a delegation, which left Kyiv for Austria.",
            note="an inflection and an accepted transliteration",
        ),
        Example(
            candidate="Engineer Artem Soloviov inspected the dam at Nikolaevka on Monday.",
            source="The dam at Nikolayevka was inspected on Monday by engineer Artyom Solovyev.",
            note="one Russian spelling, put into our letters in two ways",
        ),
        Example(
            candidate="Engineer Artem Solobyev inspected the dam at Nikolaevka on Monday.",
            source="The dam at Nikolayevka was inspected on Monday by engineer Artyom Solovyev.",
            quotes=("Solobyev",),
            suggestions=("Solovyev",),
        ),
        Example(
            candidate="Navy officers watched the parade in Plymouth.",
            source="Naval officers watched the parade in Plymouth.",
            note="one stem",
        ),
        Example(
            candidate="Jim Hanson met Pete Hansen.\nHanson won.\nThe judges praised Hanson.\n"
            "Jim Hanson thanked them.",
            note="two persons one letter apart",
        ),
        Example(
            candidate="Wang Xiaodong chaired the session in Lima.",
            source="The session in Lima was opened by Wang Xiaohong and Wang Xiaodong.",
        ),
    ),
)
