"""The sentence says something else: names, numbers, units, negation, opposites, tense."""

from __future__ import annotations

import re
from collections.abc import Callable

from mtcheck.learn.edits import Edit
from mtcheck.learn.plants.clean import (
    AUXILIARY,
    Clean,
    Edits,
    Plant,
    Rng,
    from_table,
    like,
    name_runs,
    one_of,
    pick,
    replaced,
    table,
)
from mtcheck.learn.wordnet import WordNet, inflect, lemma_of, pos_of

_SOUNDS = tuple(
    (old, new)
    for old, others in table(
        """
        l: r; r: l; b: v; v: b; a: u e; e: i; i: e; o: u a; u: o; ei: i; ai: ei; ee: i; n: m;
        m: n; k: g; g: k; t: d; d: t; s: z; z: s; c: k; th: t; ph: f; sh: s; ch: sh; j: zh;
        y: i; w: v; x: ks; f: h; ll: l; nn: n; tt: t; ss: s; rr: r; er: el; in: en; p: b;
        ck: k; ng: n; q: k; ou: u; ey: i; oo: u
        """
    ).items()
    for new in others.split()
)
"""How sounds come back from another writing: what Chinese, Japanese, Arabic, Russian or Spanish
spelling cannot tell apart, and letters that are dropped."""

_SPELLED = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "twelve",
    "twenty",
    "thirty",
    "hundred",
]

_UNITS = table(
    """
    km: kg miles; kilometers: miles meters; kilometres: miles metres; miles: meters
    kilometers; meters: kilometers feet; metres: kilometres feet; kg: g tonnes; tons:
    kilograms; tonnes: kilograms; mg: g kg; ml: l mg; mm: cm m; cm: mm m; g: mg kg; µg: mg
    g; million: billion thousand; billion: million trillion; thousand: million hundred;
    trillion: billion; percent: degrees percentiles; dollars: euros cents; yuan: dollars
    yen; euros: pounds dollars; pounds: euros kilograms; hours: days minutes; minutes: hours
    seconds; seconds: minutes hours; days: weeks months; weeks: days months; months: years
    weeks; years: months decades; year: month week; month: year week; week: month day;
    degrees: percent; inches: feet meters; feet: meters inches; acres: miles hectares;
    hectares: acres kilometers; %: ‰ °C kg; $: € £; €: $
    """
)

_ADDED = table(
    """
    n: former foreign fake private annual local military remaining small unofficial; v:
    allegedly never barely repeatedly secretly only formerly partly illegally; a: hardly
    barely partly formerly less most
    """
)

_VAGUE = ("be", "have", "entity", "change", "act")
"""Broader words that say nothing."""

GENDER = table(
    """
    he: she; she: he; his: her; him: her; himself: herself; herself: himself; it: he; its:
    his; they: he; their: his; we: they; our: their; them: it; I: he; my: his
    """
)


def name_misspelt(clean: Clean, rng: Rng) -> Edits:
    """A name respelt by ear, wherever it stands."""
    names = {
        word.text.removesuffix("'s").removesuffix("’s")
        for start, end in name_runs(clean)
        for word in clean.words[start:end]
        if len(word.text) >= 4 and word.text[1:].islower()
    }
    if not names:
        return None
    name = one_of(tuple(sorted(names)), rng)
    new = respell(name, rng)
    places = [found.span() for found in re.finditer(rf"\b{re.escape(name)}\b", clean.text)]
    return tuple(Edit(a, b, new, "major") for a, b in places) if new != name else None


def respell(name: str, rng: Rng) -> str:
    """A name as another writing hands it back: one sound changed, sometimes two.

    >>> import numpy as np
    >>> respell("Blinken", np.random.default_rng(1)) != "Blinken"
    True
    """
    for _ in range(2 if len(name) > 6 and rng.random() < 0.4 else 1):
        inner = name[1:].lower()
        usable = [(a, b) for a, b in _SOUNDS if a in inner[: len(inner) if b else -1]]
        if not usable or rng.random() < 0.12:
            place = int(rng.integers(1, len(name)))
            changed = name[:place] + name[place + 1 :]
        else:
            old, new = usable[int(rng.integers(len(usable)))]
            places = [found.start() + 1 for found in re.finditer(old, inner)]
            place = places[int(rng.integers(len(places)))]
            changed = name[:place] + new + name[place + len(old) :]
        name = changed if changed[1:2] else name
    return name


def name_swapped(clean: Clean, rng: Rng) -> Edits:
    """Another name stands in its place."""
    runs = name_runs(clean)
    if not runs or not clean.names:
        return None
    start, end = runs[int(rng.integers(len(runs)))]
    first, last = clean.words[start].start, clean.words[end - 1].end
    old = clean.text[first:last]
    inside = [clean.text[clean.words[a].start : clean.words[b - 1].end] for a, b in runs]
    pool = [name for name in inside if name not in old and old not in name]
    new = one_of(tuple(pool), rng) if pool and rng.random() < 0.5 else one_of(clean.names, rng)
    return (Edit(first, last, new, "major"),) if new != old else None


def number_changed(clean: Clean, rng: Rng) -> Edits:
    """A figure, or a number in words, is another one."""
    found = [
        n
        for n, word in enumerate(clean.words)
        if re.fullmatch(r"\d[\d.,]*(?:th)?", word.text) or word.text.lower() in _SPELLED
    ]
    n = pick(found, rng)
    if n is None:
        return None
    old = clean.words[n].text
    if not old[0].isdigit():
        others = [word for word in _SPELLED if word != old.lower()]
        return replaced(clean, n, one_of(tuple(others), rng), "major")
    way = rng.integers(4)
    digits = [place for place, sign in enumerate(old) if sign.isdigit()]
    place = digits[int(rng.integers(len(digits)))]
    if way == 0 and len(digits) > 1:
        new = old[:place] + old[place + 1 :] if place else old + "0"
        new = new.strip(".,")
    elif way == 1 and len(digits) > 1 and digits[-1] - digits[-2] == 1 and old[-1] != old[-2]:
        new = old[:-2] + old[-1] + old[-2] if old[-1].isdigit() else old
    elif way == 2 and old.isdigit() and len(old) != 4:
        new = old + "0"
    else:
        digit = str((int(old[place]) + int(rng.integers(1, 9))) % 10)
        new = old[:place] + ("1" if digit == "0" and place == 0 else digit) + old[place + 1 :]
    return replaced(clean, n, new, "major")


def unit_changed(clean: Clean, rng: Rng) -> Edits:
    """A number's unit, currency or power of ten is another one."""
    units = "|".join(sorted(filter(str.isalpha, _UNITS), key=len, reverse=True))
    pattern = rf"(?<=\d)(?:[ -]?)({units})\b"
    places = [found.span(1) for found in re.finditer(pattern, clean.text)]
    places += [found.span() for found in re.finditer(r"(?<=\d)%|[$€](?=\d)", clean.text)]
    if not places:
        return None
    start, end = places[int(rng.integers(len(places)))]
    return (Edit(start, end, one_of(_UNITS[clean.text[start:end]], rng), "major"),)


def negation(clean: Clean, rng: Rng) -> Edits:
    """A "not" is lost, or one is put in."""
    for n, word in enumerate(clean.words):
        text = word.text.lower()
        if text in ("not", "never", "no", "without", "cannot") and n + 1 < len(clean.words):
            if text == "cannot":
                return replaced(clean, n, "can", "major")
            if text == "without":
                return replaced(clean, n, "with", "major")
            return (clean.cut(n, n + 1, "major"),)
        if text.endswith(("n't", "n’t")) and text not in ("can't", "can’t", "won't", "won’t"):
            return (Edit(word.start, word.end, word.text[:-3], "major"),)
    found = [n for n in clean.at("MD", "VBZ", "VBD", "VBP")
             if clean.words[n].tag == "MD" or clean.words[n].text.lower() in AUXILIARY
             if not clean.words[n].text.startswith(("'", "’"))]  # fmt: skip
    chosen = pick([n for n in found if n + 1 < len(clean.words) and clean.gap(n) == " "], rng)
    if chosen is None:
        return None
    word = clean.words[chosen]
    if word.text.lower() in ("has", "have", "had") and clean.words[chosen + 1].tag != "VBN":
        return None
    return (Edit(word.end, word.end, " not", "major"),)


def by_wordnet(choose: Callable[[WordNet, str, str], tuple[str, ...]], severity: str) -> Plant:
    """Replace a content word by one that WordNet relates to it, in the same form."""

    def plant(clean: Clean, rng: Rng) -> Edits:
        found = [n for n, word in enumerate(clean.words)
                 if word.tag in ("NN", "NNS", "VB", "VBD", "VBZ", "VBP", "VBN", "VBG", "JJ", "RB")
                 and word.text.lower() not in AUXILIARY]  # fmt: skip
        for n in rng.permutation(found).astype(int):
            word = clean.words[n]
            lemma = lemma_of(word.text, word.tag)
            found_words = choose(clean.wordnet, lemma, pos_of(word.tag))
            others = [other for other in found_words if other not in (lemma, *_VAGUE)]
            if others:
                return replaced(clean, int(n), inflect(others[0], word.tag), severity)
        return None

    return plant


def tense(clean: Clean, rng: Rng) -> Edits:
    """The first verb is in another tense."""
    for n in clean.at("VBD", "VBZ"):
        word = clean.words[n]
        if word.text.lower() in AUXILIARY or not word.text.isalpha():
            continue
        lemma = lemma_of(word.text, word.tag)
        way = int(rng.integers(2))
        new = f"will {lemma}" if way else inflect(lemma, "VBZ" if word.tag == "VBD" else "VBD")
        return replaced(clean, n, new, "major")
    swaps = {"is": "was", "are": "were", "was": "is", "were": "are", "will": "did"}
    return from_table(swaps, "major")(clean, rng)


def question(clean: Clean, rng: Rng) -> Edits:
    """A statement becomes a question."""
    if not clean.text.endswith("."):
        return None
    for n, word in enumerate(clean.words[:8]):
        if word.tag == "MD" or (
            word.text.lower() in ("is", "are", "was", "were", "has", "have") and n
        ):
            if n == 0 or re.search(r"[,;:]", clean.text[: word.start]):
                return None
            first = clean.words[0]
            start = first.text if first.is_name or first.text == "I" else first.text.lower()
            front = f"{like(word.text, 'X')} {start}"
            return (Edit(0, first.end, front, "major"), Edit(word.start - 1, word.end, ""),
                    Edit(len(clean.text) - 1, len(clean.text), "?", "major"))  # fmt: skip
    return None


def nouns_swapped(clean: Clean, rng: Rng) -> Edits:
    """Two nouns of the sentence change places."""
    tag = "NN" if len(clean.at("NN")) > 1 else "NNS"
    found = [n for n in clean.at(tag) if len(clean.words[n].text) > 2]
    if len(found) < 2:
        return None
    one, other = (clean.words[n] for n in sorted(rng.choice(found, 2, replace=False)))
    if one.text.lower() == other.text.lower():
        return None
    return (Edit(one.start, one.end, like(other.text, one.text), "major"),
            Edit(other.start, other.end, one.text.lower(), "major"))  # fmt: skip


def word_added(clean: Clean, rng: Rng) -> Edits:
    """A word nobody wrote: it reads well and says something else."""
    found = [n for n in clean.at("NN", "NNS", "VBD", "VBZ", "JJ") if n
             and clean.gap(n - 1) == " " and clean.words[n].text.lower() not in AUXILIARY
             and clean.words[n - 1].tag in ("DT", "PRP$", "IN", "NN", "NNP", "PRP", "VBZ")
             and clean.words[n - 1].text.lower() not in ("a", "an")]  # fmt: skip
    n = pick(found, rng)
    if n is None:
        return None
    place = clean.words[n].start
    new = one_of(_ADDED[pos_of(clean.words[n].tag)], rng)
    return (Edit(place, place, f"{new} ", "major"),)


def foreign(clean: Clean, rng: Rng) -> Edits:
    """A word is left in another language."""
    known = clean.foreign or {}
    found = [n for n in clean.at("NN", "NNS", "JJ", "VB", "VBN", "IN", "CC")
             if clean.words[n].text in known]  # fmt: skip
    n = pick(found, rng)
    return None if n is None else replaced(clean, n, known[clean.words[n].text], "major")


def unrelated(clean: Clean, rng: Rng) -> Edits:
    """A sentence from somewhere else."""
    if not clean.others:
        return None
    return (Edit(0, len(clean.text), one_of(clean.others, rng), "major"),)
