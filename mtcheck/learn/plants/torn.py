"""Words lost, torn apart, moved or said again: what is left is no sentence."""

from __future__ import annotations

import numpy as np

from mtcheck.learn.edits import Edit
from mtcheck.learn.plants.clean import Clean, Edits, Plant, Rng, like, name_runs, pick


def lost(severity: str, *tags: str, before: tuple[str, ...] = ()) -> Plant:
    """Take out a word with one of the tags; ``before``: tags one of which must come next."""

    def plant(clean: Clean, rng: Rng) -> Edits:
        found = [
            n
            for n in clean.at(*tags)
            if n + 1 < len(clean.words)
            and clean.gap(n) == " "
            and (n == 0 or clean.gap(n - 1) == " ")
            and (not before or clean.words[n + 1].tag in before)
            and clean.words[n].text.lower() not in ("not", "never", "no")
        ]
        n = pick(found, rng)
        return None if n is None else (clean.cut(n, n + 1, severity),)

    return plant


def article_lost(clean: Clean, rng: Rng) -> Edits:
    """Take out an article before a single thing that can be counted."""
    found = [
        n
        for n in clean.at("DT")
        if clean.words[n].text.lower() in ("a", "an", "the")
        and any(word.tag == "NN" for word in clean.words[n + 1 : n + 3])
        and clean.gap(n) == " "
    ]
    n = pick(found, rng)
    return None if n is None else (clean.cut(n, n + 1, "minor"),)


def subject_lost(clean: Clean, rng: Rng) -> Edits:
    """Take out what stands before the first verb: a noun, a name or a pronoun."""
    verbs = clean.at("VBD", "VBZ", "VBP", "MD")
    if not verbs or verbs[0] == 0:
        return None
    n = verbs[0] - 1
    if clean.words[n].tag not in ("NN", "NNS", "NNP", "PRP") or clean.gap(n) != " ":
        return None
    return (clean.cut(n, n + 1, "major"),)


def name_lost(clean: Clean, rng: Rng) -> Edits:
    """Take out a whole name."""
    runs = name_runs(clean)
    if not runs:
        return None
    start, end = runs[int(rng.integers(len(runs)))]
    return (clean.cut(start, end, "major"),) if end < len(clean.words) else None


def torn(clean: Clean, rng: Rng) -> Edits:
    """A full stop where the sentence goes on: between words that belong together."""
    found = [
        n
        for n in range(2, len(clean.words) - 3)
        if clean.gap(n) == " "
        and (
            clean.words[n].tag in ("DT", "IN", "TO", "MD", "PRP$", "VBD", "VBZ", "VBP", "JJ", "NN")
            and clean.words[n + 1].tag in ("IN", "TO", "VB", "VBN", "VBG", "NN", "NNS", "JJ", "VBD")
        )
    ]
    n = pick(found, rng)
    if n is None:
        return None
    before, after = clean.words[n], clean.words[n + 1]
    follower = like(after.text, "X") if rng.random() < 0.6 else after.text
    return (Edit(before.start, after.end, f"{before.text}. {follower}", "major"),)


def cut_short(clean: Clean, rng: Rng) -> Edits:
    """Only one half of the sentence is left: the end is missing, or the beginning."""
    found = [n for n in clean.at("DT", "IN", "TO", "MD", "PRP$", "JJ", "CC", "VBD", "VBZ")
             if 4 <= n < len(clean.words) - 4 and clean.gap(n) == " "]  # fmt: skip
    n = pick(found, rng)
    if n is None:
        return None
    word = clean.words[n]
    if rng.random() < 0.5:
        return (Edit(word.start, len(clean.text), word.text + ".", "major"),)
    follower = clean.words[n + 1]
    return (Edit(0, follower.end, like(follower.text, "X"), "major"),)


def clause_moved(clean: Clean, rng: Rng) -> Edits:
    """A phrase is torn from its place and stands between words that belong together."""
    starts = [n for n in clean.at("IN", "WDT", "WP", "TO", "VBG")
              if 2 <= n < len(clean.words) - 2 and clean.gap(n - 1) == " "]  # fmt: skip
    start = pick(starts, rng)
    if start is None:
        return None
    end = start + 1
    while end < len(clean.words) and clean.gap(end - 1) == " " and end - start < 9:
        end += 1
        if end < len(clean.words) and clean.words[end].tag in ("IN", "CC", "VBD", "VBZ", "MD"):
            break
    if end - start < 3:
        return None
    places = [
        n
        for n, word in enumerate(clean.words[:-1])
        if not start - 1 <= n < end
        and clean.gap(n) == " "
        and word.tag in ("DT", "IN", "PRP$", "TO", "JJ", "VBD", "VBZ", "VBP")
        and clean.words[n + 1].tag in ("NN", "NNS", "NNP", "JJ", "VB", "DT", "RB")
    ]
    place = pick(places, rng)
    if place is None:
        return None
    first, last = clean.words[start].start, clean.words[end - 1].end
    where = clean.words[place].end
    return (Edit(first - 1, last, ""), Edit(where, where, " " + clean.text[first:last], "major"))


def words_swapped(clean: Clean, rng: Rng) -> Edits:
    """Two neighbours change places."""
    bound = ("DT", "IN", "TO", "MD", "PRP$", "PRP", "JJ", "VBZ", "VBD")
    found = [n for n in clean.at(*bound) if n + 1 < len(clean.words) and clean.gap(n) == " "
             and clean.words[n + 1].tag in ("NN", "NNS", "NNP", "VB", "VBN", "DT", "IN", "JJ")
             and clean.words[n].tag != clean.words[n + 1].tag]  # fmt: skip
    n = pick(found, rng)
    if n is None:
        return None
    one, other = clean.words[n], clean.words[n + 1]
    small = one.text if one.is_name or one.text == "I" or n else one.text.lower()
    return (Edit(one.start, other.end, f"{like(other.text, one.text)} {small}", "minor"),)


def shuffled(clean: Clean, rng: Rng) -> Edits:
    """The words of a stretch, or of all the sentence, in any order."""
    n_words = len(clean.words)
    if n_words < 5:
        return None
    size = n_words if rng.random() < 0.3 else int(rng.integers(4, min(9, n_words) + 1))
    start = int(rng.integers(n_words - size + 1))
    part = clean.words[start : start + size]
    order = rng.permutation(size)
    if np.sum(order == np.arange(size)) > size // 2:
        return None
    mixed = [part[int(index)].text for index in order]
    if start == 0:
        small = [word if word == "I" or word[1:].isupper() else word.lower() for word in mixed]
        names = {word.text for word in part if word.is_name}
        mixed = [old if old in names else new for old, new in zip(mixed, small, strict=True)]
        mixed[0] = like(mixed[0], "X")
    return tuple(Edit(old.start, old.end, new, "major")
                 for old, new in zip(part, mixed, strict=True) if old.text != new)  # fmt: skip


def repeated(clean: Clean, rng: Rng) -> Edits:
    """A word or two said again; the last word up to four times."""
    if rng.random() < 0.3:
        last = clean.words[-1]
        again = f" {last.text}" * int(rng.choice([1, 2, 3]))
        return (Edit(last.end, last.end, again, "minor"),)
    size = int(rng.choice([1, 1, 2, 3]))
    if len(clean.words) <= size + 1:
        return None
    start = int(rng.integers(len(clean.words) - size))
    first, last = clean.words[start], clean.words[start + size - 1]
    if "." in clean.text[first.start : last.end] or last.text[0].isdigit():
        return None
    again = clean.text[first.start : last.end]
    return (Edit(last.end, last.end, " " + (again if first.is_name else again.lower()), "minor"),)
