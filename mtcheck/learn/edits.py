"""Small changes to a text: how they are written down, and those that people make without harm.

An edited copy is a negative for the judge: it differs from its source as two writers' house styles
do (spelling, contractions, quotation marks, numbers, dates, the place of an adverbial) and nothing
is wrong with it. Replacing words by synonyms is *not* among these edits: that is what a spinner
does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from mtcheck.models import TaggedWord
from mtcheck.text import words

Spans = list[tuple[int, int, str]]


class Edit(NamedTuple):
    """``text[start:end]`` becomes ``new``. ``severity``: minor, major, or "" for no harm."""

    start: int
    end: int
    new: str
    severity: str = ""


def apply(text: str, edits: Iterable[Edit]) -> tuple[str, Spans]:
    """The edited text, and [start, end, severity] of every harmful edit in it.

    Where something was taken out, the span is the word that follows, or the last word of the
    text: where a reader stumbles. Edits that overlap an earlier one are left out.

    >>> apply("He went to Paris.", [Edit(3, 8, "", "major"), Edit(11, 16, "Palis", "major")])
    ('He to Palis.', [(3, 5, 'major'), (6, 11, 'major')])
    """
    out, spans, lost, done = "", [], [], 0
    for edit in sorted(edits):
        if edit.start < done:
            continue
        out += text[done : edit.start]
        shown = edit.new.strip()
        if edit.severity and shown:
            start = len(out) + edit.new.index(shown)
            spans.append((start, start + len(shown), edit.severity))
        elif edit.severity:
            lost.append((len(out), edit.severity))
        out, done = out + edit.new, edit.end
    out += text[done:]
    found = words(out)
    for place, severity in lost:
        after = next((word for word in found if word.end > place), found[-1] if found else None)
        if after:
            spans.append((after.start, after.end, severity))
    return out, sorted(set(spans))


def edit_harmlessly(text: str, tagged: Sequence[TaggedWord], rng: np.random.Generator) -> str:
    """The text with some of the harmless edits that fit it; unchanged where none fits."""
    possible = [edit for way in WAYS for edit in way(text, tagged)]
    if not possible:
        return text
    keep = rng.random(len(possible)) < rng.choice([0.4, 0.8])
    keep[int(rng.integers(len(possible)))] = True
    order = rng.permutation(np.flatnonzero(keep))
    chosen: list[Edit] = []
    for index in order:
        edit = possible[index]
        if all(edit.end <= other.start or edit.start >= other.end for other in chosen):
            chosen.append(edit)
    return apply(text, chosen)[0]


_SPELLINGS = """
color/colour favor/favour favorite/favourite labor/labour honor/honour harbor/harbour
neighbor/neighbour neighborhood/neighbourhood behavior/behaviour rumor/rumour humor/humour
center/centre centers/centres theater/theatre meters/metres kilometer/kilometre
kilometers/kilometres fiber/fibre liter/litre liters/litres defense/defence offense/offence
organization/organisation organizations/organisations organize/organise organized/organised
organizing/organising recognize/recognise recognized/recognised realize/realise realized/realised
emphasize/emphasise emphasized/emphasised analyze/analyse analyzed/analysed criticize/criticise
criticized/criticised apologize/apologise utilize/utilise utilized/utilised minimize/minimise
randomized/randomised hospitalized/hospitalised hospitalization/hospitalisation
characterized/characterised standardized/standardised stabilize/stabilise stabilized/stabilised
globalization/globalisation modernization/modernisation program/programme programs/programmes
traveled/travelled traveling/travelling canceled/cancelled labeled/labelled fueled/fuelled
modeling/modelling gray/grey plow/plough tumor/tumour tumors/tumours anemia/anaemia
leukemia/leukaemia hemorrhage/haemorrhage pediatric/paediatric anesthesia/anaesthesia edema/oedema
esophageal/oesophageal fetal/foetal diarrhea/diarrhoea estrogen/oestrogen catalog/catalogue
toward/towards among/amongst while/whilst learned/learnt burned/burnt aging/ageing
judgment/judgement skeptical/sceptical enrollment/enrolment fulfill/fulfil
cooperation/co-operation cooperate/co-operate email/e-mail percent/per_cent adviser/advisor
jewelry/jewellery aluminum/aluminium airplane/aeroplane
do_not/don't does_not/doesn't did_not/didn't is_not/isn't are_not/aren't was_not/wasn't
were_not/weren't has_not/hasn't have_not/haven't had_not/hadn't cannot/can't could_not/couldn't
would_not/wouldn't should_not/shouldn't will_not/won't I_am/I'm they_are/they're we_will/we'll
U.S./US U.K./UK U.N./UN Mr./Mr Mrs./Mrs Dr./Dr a.m./am p.m./pm for_example/e.g.
"""
"""American and British spelling, contractions, abbreviations: this/that, an underscore a space."""

_SHORTER = """
in_order_to/to said_that/said announced_that/announced believes_that/believes added_that/added
all_of_the/all_the as_well_as/and until/till etc./etc it_is/it's that_is/that's there_is/there's
"""
"""Only this way round."""

_NUMBERS = "two/2 three/3 four/4 five/5 six/6 seven/7 eight/8 nine/9 ten/10 eleven/11 twelve/12"
_MONTHS = "January February March April May June July August September October November December"
_DATE = f"(?P<month>{_MONTHS.replace(' ', '|')})"
_NOT_BACK = frozenset(("am", "pm", "US"))


def _table(*tables: str, both: bool = True) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in " ".join(tables).split():
        one, other = pair.replace("_", " ").split("/")
        found[one] = other
        if both and other not in _NOT_BACK:
            found[other] = one
    return found


_SWAPS = _table(_SPELLINGS) | _table(_SHORTER, both=False)
_DIGITS = _table(_NUMBERS)
_LOWERED = {old.lower(): new for old, new in _SWAPS.items()}


def _any(table: dict[str, str]) -> re.Pattern[str]:
    longest = sorted(table, key=len, reverse=True)
    return re.compile(rf"(?<![\w.,$'’-])({'|'.join(map(re.escape, longest))})(?![\w'’%-])", re.I)


_SWAP, _NUMBER = _any(_SWAPS), _any(_DIGITS)

_RESTYLED: tuple[tuple[str, str], ...] = (
    (rf"\b{_DATE} (?P<day>\d{{1,2}})(?=\b(?!,? \d{{4}}))", r"\g<day> \g<month>"),
    (rf"\b(?P<day>\d{{1,2}}) {_DATE}\b", r"\g<month> \g<day>"),
    (rf"\b{_DATE} (?P<day>\d{{1,2}}), (?P<year>\d{{4}})\b", r"\g<day> \g<month> \g<year>"),
    (r"\b(\d{1,3}),(\d{3})\b(?![,.\d])", r"\1\2"),
    (r"(?<![\d.,])([1-9]\d)(\d{3})(?![\d.,/-])", r"\1,\2"),
    (r"(?<=\d)%", " percent"),
    (r"(?<=\d) (?:percent|per cent)\b", "%"),
    (r"\$(\d[\d.,]*) (million|billion)\b", r"\1 \2 dollars"),
    (r"\$(?=\d)", "US$"),
    (r"US\$(?=\d)", "$"),
    (r"(?<=\w), and (?=\w)", " and "),
    (r"(?<=\w) [-–] (?=\w)", "—"),
    (r"(?<=\w)—(?=\w)", " – "),
    (r"(?<=\d)-(?=\d)", "–"),
    (r"(?<=\w)[’](?=\w)", "'"),
    (r"(?<=\w)'(?=\w)", "’"),
    (r": “", ", “"),
)


def _swapped(text: str, tagged: Sequence[TaggedWord]) -> Iterator[Edit]:
    """Another spelling, a contraction, a shorter way to say it."""
    for found in _SWAP.finditer(text):
        old = found.group()
        new = _SWAPS.get(old) or _LOWERED.get(old.lower(), "")
        if not new or (old.isupper() and old not in _SWAPS):
            continue
        if old[0].isupper() and new[0].islower():
            if old in _SWAPS and old[1:].isupper():
                continue
            new = new[0].upper() + new[1:]
        yield Edit(*found.span(), new)


def _restyled(text: str, tagged: Sequence[TaggedWord]) -> Iterator[Edit]:
    """Dates, numbers, dashes, commas in another house style."""
    for pattern, new in _RESTYLED:
        for found in re.finditer(pattern, text):
            yield Edit(*found.span(), found.expand(new))
    for found in _NUMBER.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if before[-1:] in ("", "-") or not re.match(r" [a-z]{3}", after):
            continue
        if re.search(rf"(?:{_MONTHS.replace(' ', '|')}|[A-Z]\w*|=|[<>]|:) $", before):
            continue
        yield Edit(*found.span(), _DIGITS[found.group().lower()])


def _requoted(text: str, tagged: Sequence[TaggedWord]) -> Iterator[Edit]:
    """All quotation marks straight, curly or single."""
    if text.count("“") == text.count("”") > 0:
        yield Edit(0, len(text), text.replace("“", '"').replace("”", '"'))
        yield Edit(0, len(text), text.replace("“", "‘").replace("”", "’"))
    elif text.count('"') and text.count('"') % 2 == 0:
        marks = iter("“”" * text.count('"'))
        yield Edit(0, len(text), re.sub('"', lambda _: next(marks), text))


def _moved(text: str, tagged: Sequence[TaggedWord]) -> Iterator[Edit]:
    """An adverbial from the front to the end or back; "however" into the sentence."""
    front = re.match(r"((?:In|On|At|During|After|Before|Since|By) [^,;:.()“\"]{3,40}), ", text)
    ends = re.search(r"(?<=\w)[.]$", text)
    if front and ends and "," not in text[front.end() :] and _plain(tagged, front.end(1)):
        rest = _lowered(text[front.end() : ends.start()], tagged, front.end())
        first = front.group(1)
        moved = f"{rest} {first[0].lower()}{first[1:]}."
        if not re.search(r"[“”\";:]", rest):
            yield Edit(0, len(text), moved[0].upper() + moved[1:])
    last = re.search(r"(?<=\w) ((?:on \w+day|in \d{4}|last (?:week|month|year)))[.]$", text)
    if last and not re.search(r"[,“\"(;:]", text):
        rest = _lowered(text[: last.start()], tagged, 0)
        first = last.group(1)
        yield Edit(0, len(text), f"{first[0].upper()}{first[1:]}, {rest}.")
    said = re.search(r"(?<=[,?!][”\"]) (said|says|added) ((?:[A-Z][a-z]+ ?){1,3})(?=[.]|$)", text)
    if said:
        yield Edit(said.start(), said.end(), f" {said.group(2).strip()} {said.group(1)}")


WAYS: tuple[Callable[[str, Sequence[TaggedWord]], Iterator[Edit]], ...] = (
    _swapped,
    _restyled,
    _requoted,
    _moved,
)


def _plain(tagged: Sequence[TaggedWord], end: int) -> bool:
    """No verb before ``end``: an adverbial, not a clause."""
    return not any(word.end <= end and word.tag[:2] in ("VB", "MD") for word in tagged)


def _lowered(text: str, tagged: Sequence[TaggedWord], start: int) -> str:
    """The text without its capital, unless a name or "I" has it."""
    first = next((word for word in tagged if word.start >= start), None)
    if first is None or first.is_name or first.text in ("I", "I'm") or first.text[1:2].isupper():
        return text
    return text[0].lower() + text[1:]
