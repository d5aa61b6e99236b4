"""The wrong form of the right word, wrong grammar words, marks and spaces out of place."""

from __future__ import annotations

import re

from mtcheck.learn.edits import Edit
from mtcheck.learn.plants.clean import (
    AUXILIARY,
    Clean,
    Edits,
    Rng,
    name_runs,
    one_of,
    pick,
    replaced,
    table,
)
from mtcheck.learn.wordnet import inflect, lemma_of, pos_of

FAR = table(
    """
    of: at by on with; in: of for with to; on: of with to from; at: of with into for; by: of
    at into on; for: at by from on; with: of at to on; from: with for at on; to: of by with
    at; into: of at for from; about: by at into; against: of at into; under: at of with;
    over: by of with; after: of by at; before: of by at; between: of from at; through: of at
    for; during: to with of; as: of by at
    """
)
"""A preposition and others that hardly ever fit in its place."""

CASE = table(
    """
    he: him; she: her; they: them; we: us; I: me; him: he; them: they; us: we; me: I; who:
    whom; his: him; their: them
    """
)

FUNCTION = table(
    """
    the: any a; a: the every; an: the some; this: these; these: this; that: what; those:
    that; and: or but; or: nor and; but: or because; because: although; although: because;
    if: that; while: unless; which: what; who: which; where: which; when: which; than: that;
    as: than; also: neither; both: either; all: any; some: every; many: much; much: many
    """
)


def part_of_speech(clean: Clean, rng: Rng) -> Edits:
    """The right root as another part of speech: "an importance step"."""
    other = {"a": "n", "n": "a", "v": "n", "r": "a"}
    found = [n for n, word in enumerate(clean.words)
             if word.tag in ("JJ", "NN", "VB", "RB", "VBD") and len(word.text) > 3]  # fmt: skip
    for n in rng.permutation(found).astype(int):
        word = clean.words[n]
        pos = pos_of(word.tag)
        lemma = lemma_of(word.text, word.tag)
        words = clean.wordnet.derived(lemma, pos, other[pos])
        near = [new for new in words if new[:3] == lemma[:3] and new not in (lemma, word.text)]
        if near:
            return replaced(clean, int(n), near[0], "minor")
    return None


def inflection(clean: Clean, rng: Rng) -> Edits:
    """Agreement or form: "he say", "a cars", "to went", "has go"."""
    options: list[tuple[int, str]] = []
    for n, word in enumerate(clean.words):
        before = clean.words[n - 1] if n else None
        text = word.text.lower()
        if word.tag == "VBZ" and text in ("is", "has", "does", "was"):
            options.append((n, {"is": "are", "has": "have", "does": "do", "was": "were"}[text]))
        elif word.tag == "VBZ" and word.text.isalpha():
            options.append((n, lemma_of(word.text, "VBZ")))
        elif text in ("are", "were"):
            options.append((n, {"are": "is", "were": "was"}[text]))
        elif before and before.tag == "NN" and text == "was":
            options.append((n, "were"))
        elif before and word.tag == "VB" and (before.tag in ("MD", "TO") or before.text == "not"):
            options.append((n, inflect(lemma_of(word.text, "VB"), one_of("VBD VBZ VBG", rng))))
        elif before and word.tag == "VBN" and before.text.lower() in ("has", "have", "had", "been"):
            options.append((n, inflect(lemma_of(word.text, "VBN"), one_of("VB VBG VBZ", rng))))
        elif before and word.tag == "NN" and before.text.lower() in ("a", "an"):
            options.append((n, inflect(lemma_of(word.text, "NN"), "NNS")))
        elif before and word.tag == "NNS" and before.tag == "CD" and before.text != "one":
            options.append((n, lemma_of(word.text, "NNS")))
    if not options:
        return None
    return replaced(clean, *options[int(rng.integers(len(options)))], "minor")


def aspect(clean: Clean, rng: Rng) -> Edits:
    """Begun instead of done: "was signing" for "signed"."""
    n = pick(
        [n for n in clean.at("VBD", "VBZ") if clean.words[n].text.lower() not in AUXILIARY], rng
    )
    if n is None or not clean.words[n].text.isalpha():
        return None
    word = clean.words[n]
    going = inflect(lemma_of(word.text, word.tag), "VBG")
    return replaced(clean, n, f"{'was' if word.tag == 'VBD' else 'is'} {going}", "minor")


def letter_lost(clean: Clean, rng: Rng) -> Edits:
    """A slip of the keyboard in a common word."""
    found = [n for n in clean.at("NN", "NNS", "VBD", "VBN", "VBG", "JJ", "RB")
             if clean.words[n].text.isalpha() and len(clean.words[n].text) > 4]  # fmt: skip
    n = pick(found, rng)
    if n is None:
        return None
    word = clean.words[n].text
    place = int(rng.integers(1, len(word) - 1))
    way = int(rng.integers(3))
    new = (word[:place] + word[place + 1 :],
           word[:place] + word[place + 1] + word[place] + word[place + 2 :],
           word[:place] + word[place] + word[place:])[way]  # fmt: skip
    return replaced(clean, n, new, "minor")


def capitals(clean: Clean, rng: Rng) -> Edits:
    """Capitals lost: all, the first, or those of a name."""
    way = int(rng.integers(3))
    if way == 0:
        edits = tuple(Edit(word.start, word.end, word.text.lower(), "minor")
                      for word in clean.words if word.text != word.text.lower())  # fmt: skip
        return edits or None
    runs = name_runs(clean) if way == 1 else [(0, 1)]
    if not runs:
        return None
    start, end = runs[int(rng.integers(len(runs)))]
    first, last = clean.words[start].start, clean.words[end - 1].end
    old = clean.text[first:last]
    return (Edit(first, last, old.lower(), "minor"),) if old != old.lower() else None


def final_mark(clean: Clean, rng: Rng) -> Edits:
    """The mark at the end is missing."""
    if clean.text[-1:] not in ".!?":
        return None
    return (Edit(len(clean.text) - 1, len(clean.text), "", "minor"),)


def mark_added(clean: Clean, rng: Rng) -> Edits:
    """A stray mark between words that belong together."""
    found = [n for n in clean.at("DT", "IN", "JJ", "TO", "PRP$", "MD", "NN")
             if n + 1 < len(clean.words) and clean.gap(n) == " "
             and clean.words[n + 1].tag in ("NN", "NNS", "VB", "JJ", "NNP")]  # fmt: skip
    n = pick(found, rng)
    if n is None:
        return None
    word = clean.words[n]
    mark = one_of(", , ; : - ? .", rng)
    return (Edit(word.start, word.end, word.text + mark, "minor"),)


_MISSPACED = (
    (r" ?([,.;:!?])(?= |$)", r" \1"),
    (r"\$(?=\d)", "$ "),
    (r"(?<=\w)-(?=[a-z])", "- "),
    (r"(?<=[a-z]), (?=[a-z])", ","),
    (r" “", ",” "),
    (r"“", "” "),
    (r"”", "“"),
    (r' "(?=\w)', '" '),
    (r"(?<=\w)['’]s\b", " 's"),
    (r"(?<=\d)%", " %"),
    (r"\((?=\w)", "( "),
    (r"(?<=[a-z])\. (?=[A-Z])", "."),
    (r"(?<=\d),(?=\d)", ", "),
    (r"(?<=\d)\.(?=\d)", ". "),
)
"""What is found, and what is left of it: marks, quotes, signs and hyphens spaced wrongly."""


def spaced(clean: Clean, rng: Rng) -> Edits:
    """Spaces and quotation marks out of place, as careless tools leave them."""
    usable = [(pattern, new) for pattern, new in _MISSPACED if re.search(pattern, clean.text)]
    if not usable:
        return None
    if rng.random() < 0.25:
        pattern = r"(?<=[\w”\"])(?=[,.;:!?'’](?:s\b|\W|$))|(?<=[\"“(])(?=\w)"
        usable, limit = [(pattern, " ")], 0
    else:
        usable, limit = [usable[int(rng.integers(len(usable)))]], 1
    pattern, new = usable[0]
    found = list(re.finditer(pattern, clean.text))
    if limit and found:
        found = [found[int(rng.integers(len(found)))]]
    edits = []
    for hit in found:
        start, end, put = hit.start(), hit.end(), hit.expand(new)
        while start > 0 and clean.text[start - 1] != " " and start > hit.start() - 1:
            start, put = start - 1, clean.text[start - 1] + put
        edits.append(Edit(start, end, put, "minor"))
    return tuple(edits) or None
