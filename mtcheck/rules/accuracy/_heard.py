"""How far apart two names sound to those who write them in another script and back.

A script that does not tell *l* from *r*, *b* from *v* or *th* from *s* gives a name back with
the other letter, and with vowels of its own: Lovell comes home as *Robel*, Thackray as
*Sackray*, Aaltonen as *Altnen*. Edit distance sees three changes and gives up. Here names are
cut into sounds, and a change costs what it costs the listener: little between sounds that some
script writes alike, little for vowels, much for anything else.

Sound alone would make *Hanson* of *Hansen*. Whether two names are one person is for others to
say; what is here only says how hard it would be to mishear.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mtcheck.text import without_accents

_MERGED = (
    # sounds, cost: Japanese, Korean and Chinese hear l/r, b/v/w, f/h/p, th/s, si/shi alike;
    # Arabic p/b, f/v; Russian h/g, th/t; Spanish b/v, z/s, j/h; German w/v, z/ts.
    ("l r", 0.15), ("b v", 0.15), ("v w", 0.15), ("b w", 0.3), ("th s", 0.15), ("th z", 0.15),
    ("th t", 0.15), ("th d", 0.2), ("th f", 0.3), ("th ch", 0.35), ("th sh", 0.25), ("s z", 0.1),
    ("s sh", 0.15), ("s ch", 0.3), ("s ts", 0.2), ("z ts", 0.1), ("z j", 0.2), ("z zh", 0.15),
    ("j zh", 0.1), ("z dz", 0.1), ("j dz", 0.15), ("ch sh", 0.15), ("ch ts", 0.2), ("ch j", 0.2),
    ("ch t", 0.3), ("ch k", 0.3), ("ch kh", 0.25), ("j g", 0.25), ("f p", 0.25), ("f h", 0.3),
    ("f v", 0.2), ("p b", 0.25), ("t d", 0.25), ("k g", 0.25), ("g gh", 0.1), ("k kh", 0.1),
    ("g h", 0.3), ("h kh", 0.1), ("g kh", 0.3), ("j h", 0.3), ("n ng", 0.1), ("m n", 0.4),
)  # fmt: skip
_COST = {frozenset(pair.split()): cost for pair, cost in _MERGED}
_OTHER = 1.0
"""For two sounds that no script merges, and for a consonant gained or lost."""

_VOWEL = 0.1
"""For another vowel: they are guessed anew on each journey."""

_VOWEL_LOST = 0.2
"""For a vowel gained or lost: scripts of syllables add them, Arabic leaves them out."""

_INITIAL_VOWEL_LOST = 0.5
_LOST = {"h": 0.2, "w": 0.4, "r": 0.4, "l": 0.6, "n": 0.6, "gh": 0.1}
"""Consonants that fall silent or are not heard."""

_LOST_IN_CLUSTER = 0.6
"""For a stop beside another consonant: the t of *Christchurch*."""

_SOUND = re.compile(
    r"sch|tsch|tch|dge?(?=[ei])|sh|ch|zh|ts|tz|dz|th|ph|kh|gh|ck|ng(?![aeiou])|qu|[aeiouy]+|."
)
_AS_HEARD = {
    "sch": "sh", "tsch": "ch", "tch": "ch", "dg": "j", "dge": "j", "tz": "ts", "ph": "f",
    "ck": "k", "q": "k", "c": "k",
}  # fmt: skip
_VOWELS = frozenset("aeiouy")

FAINT = 0.13
"""At most this much per consonant: one merged sound, or a vowel or two. Thackray, *Sackray*."""

CLEAR = 0.17
"""At most this much per consonant: two merged sounds in a longer name. Vasquez, *Basukes*."""

LOUD = 0.24
"""At most this much per consonant: several merged sounds. Falaniko, *Paraniko*."""


@lru_cache(maxsize=1 << 14)
def sounds(name: str) -> tuple[str, ...]:
    """The sounds of a name in order; a run of vowels is one.

    >>> sounds("Wright"), sounds("Knox"), sounds("Cecil")
    (('r', 'i', 'gh', 't'), ('n', 'o', 'k', 's'), ('s', 'e', 's', 'i', 'l'))
    """
    plain = re.sub(r"[^a-z]", "", without_accents(name.lower().replace("ß", "ss")))
    plain = re.sub(r"^(?:wr|rh)", "r", re.sub(r"^(?:kn|gn)", "n", plain))
    plain = re.sub(r"([^aeiou])\1", r"\1", plain)
    plain = re.sub(r"(?<![st])c(?=[eiy])", "s", plain).replace("x", "ks").replace("qu", "kw")
    found = [_AS_HEARD.get(part, part) for part in _SOUND.findall(plain)]
    return tuple("".join(dict.fromkeys(part)) if part[0] in _VOWELS else part for part in found)


@lru_cache(maxsize=1 << 16)
def misheard(one: str, other: str) -> float:
    """What it costs to hear one name as the other, per consonant: 0 for the same sounds.

    Up to :data:`FAINT` it happens to most foreign names, up to :data:`LOUD` to some; but so
    near are Hansen and Hanson, too.

    >>> misheard("Sackray", "Thackray") <= FAINT, misheard("Robel", "Lovell") <= FAINT
    (True, True)
    >>> misheard("Paraniko", "Falaniko") <= FAINT, misheard("Sonbery", "Thornbury") <= LOUD
    (True, True)
    >>> misheard("Perry", "Kerry") > LOUD, misheard("Ryan", "Allen") > LOUD
    (True, True)
    """
    left, right = sounds(one), sounds(other)
    n_consonants = max(sum(part[0] not in _VOWELS for part in side) for side in (left, right))
    if min(len(left), len(right)) < 2 or not n_consonants or _apart(left, right):
        return _OTHER
    before = [0.0]
    for n in range(len(right)):
        before.append(before[-1] + _lost(right, n))
    for m, here in enumerate(left):
        row = [before[0] + _lost(left, m)]
        for n, there in enumerate(right):
            row.append(
                min(
                    before[n] + _changed(here, there),
                    before[n + 1] + _lost(left, m),
                    row[n] + _lost(right, n),
                )
            )
        before = row
    return before[-1] / n_consonants


def _apart(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """How a name begins is heard best, and hardly three sounds are lost: spares the comparison."""
    if abs(len(one) - len(other)) > 3:
        return True
    return _changed(one[0], other[0]) >= _OTHER and "h" not in (one[0], other[0])


def _changed(one: str, other: str) -> float:
    if one == other:
        return 0.0
    vowels = (one[0] in _VOWELS) + (other[0] in _VOWELS)
    if vowels:
        # j and w are vowels to some: Johann, Yohann; Owen, Ouen.
        glide = (one[0] in "jw" and other[0] in "yiu") or (other[0] in "jw" and one[0] in "yiu")
        return _VOWEL if vowels == 2 else 2 * _VOWEL if glide else 2 * _OTHER
    return _COST.get(frozenset((one, other)), _OTHER)


def _lost(name: tuple[str, ...], n: int) -> float:
    part = name[n]
    if part[0] in _VOWELS:
        return _VOWEL_LOST if n else _INITIAL_VOWEL_LOST
    if not n and part != "h":
        return _OTHER
    beside = name[max(n - 1, 0) : n] + name[n + 1 : n + 2]
    in_cluster = any(other[0] not in _VOWELS for other in beside)
    return _LOST.get(part, _LOST_IN_CLUSTER if in_cluster and part in "tdkgpb" else _OTHER)
