"""The known name that an altered one must be, by its spelling and by what stands beside it.

A letter or two is little between names: *Hansen* and *Hanson* are two families. What tells is
the rest: the same first name, the sentence of the source that says the same, a spelling that is
frequent where this one is rare.
"""

from __future__ import annotations

from collections.abc import Mapping

from mtcheck.frequency import zipf
from mtcheck.rules.accuracy._names import (
    TITLES,
    NameWord,
    Spelling,
    both_chinese,
    close_names,
)
from mtcheck.rules.accuracy._people import Known

MAX_ZIPF_SAME_PERSON = 4.0
"""With the same first name beside it, a name up to this frequent can be an altered one."""

MAX_ZIPF_ALIGNED = 3.0
"""In an aligned sentence: below the surnames that many people bear (Hansen 3.6, Perry 4.2)."""

MIN_ZIPF_REAL = 1.5
"""From here a word is likely to be the name of somebody or something else: Annam 1.9."""

MAX_ZIPF_ANYWHERE = 2.0
"""Known only from elsewhere: unknown words (0) and the rarest names; Huss has 2.28."""


def by_user(word: NameWord, users: Mapping[str, Spelling]) -> Known | None:
    """A name that the user knows to be right, a letter or two away."""
    if zipf(word.text) > MAX_ZIPF_ALIGNED:
        return None
    for name in users:
        if close_names(word.text, name) and not both_chinese(word, name):
            return Known(name, "in your list of names")
    return None


def by_neighbour(
    word: NameWord,
    here: Spelling,
    own: Mapping[str, Spelling],
    source: Mapping[str, Spelling],
    others: Mapping[str, Spelling],
    min_frequent: int,
) -> Known | None:
    """The same first name with a last name a letter or two away.

    ``here`` is how the file uses the word; ``own``, ``source`` and ``others`` are what is compared.
    """
    if not word.before or word.before.lower() in TITLES or zipf(word.text) > MAX_ZIPF_SAME_PERSON:
        return None
    n_here = here.before[word.before]
    for uses, where, least in (
        (source, "in the source", 1),
        (others, "in the other files", max(2, n_here + 1)),
        (own, "elsewhere in this text", max(min_frequent - 1, 2 * n_here)),
    ):
        for name, use in uses.items():
            count = use.before[word.before]
            if count >= least and close_names(word.text, name):
                if both_chinese(word, name) and uses is not source:
                    continue
                return Known(f"{word.before} {name}", where)
    return None


def by_alignment(word: NameWord, near: Mapping[str, Spelling], *, parallel: bool) -> Known | None:
    """A name of the aligned source sentence that is missing here, a letter or two away."""
    for name, use in near.items():
        if not close_names(word.text, name):
            continue
        if both_chinese(word, name) and word.before not in use.before:
            continue
        if len(word.text) < 5 or zipf(word.text) > min(MAX_ZIPF_ALIGNED, zipf(name) + 1.0):
            continue
        beside = word.before in use.before or word.after in use.after
        if not parallel and not beside and zipf(word.text) >= MIN_ZIPF_REAL:
            continue
        return Known(name, "in the source")
    return None


def by_frequency(
    word: NameWord,
    here: Spelling,
    there: Spelling,
    own: Mapping[str, Spelling],
    source: Mapping[str, Spelling],
    others: Mapping[str, Spelling],
    min_frequent: int,
) -> Known | None:
    """A frequent name of the source, the other files or this file, for a rare unknown word.

    ``here`` and ``there`` are how the file and the other files use the word; ``own``, ``source``
    and ``others`` are what is compared.
    """
    text = word.text
    if len(text) < 6 or zipf(text) > MAX_ZIPF_ANYWHERE:
        return None
    for uses, where, least in (
        (source, "in the source", 1),
        (own, "elsewhere in this text", max(min_frequent, 2 * here.count)),
        (others, "in the other files", max(min_frequent, 2 * there.count)),
    ):
        for name, use in uses.items():
            if name == text or use.count < least or not close_names(text, name):
                continue
            if both_chinese(word, name):
                continue
            if zipf(name) < zipf(text) or use.opening == use.count:
                continue
            if here.before and use.before and not set(here.before) & set(use.before):
                continue  # Pete Hansen and Jim Hanson
            return Known(name, where)
    return None
