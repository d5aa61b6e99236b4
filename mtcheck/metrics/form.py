"""How a text is put on paper, in numbers: odd spaces and marks, capitals, unknown words, odd pairs.

Each number counts what one text shows. Taken less the same number of the source, it says what
the candidate has *more*: a writer's habits are then no fault, because the source has them too.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from mtcheck.frequency import zipf
from mtcheck.lexicon.collocations import load_collocations, tokens
from mtcheck.text import fold, words

_SPACES = re.compile(
    r"\s[,.;:!?)\]%](?=\s|$)|\s[,;](?=\w)|[(\[]\s|\s[’']s\b|\w,(?=[A-Za-z])| {2,}(?=\w)"
)
_MARKS = re.compile(
    r"[,;:]\s?[,;:.!?]|[!?]\s?[,;:.]|(?<!\.)\.\.(?!\.)"  # ", ." and "?."
    r"|[^\W\d][_*|~^{}<>@\\=+]|[,;:.!?\s][_*|~^<>#@\\=+](?=\s)"  # "word_" and ",_ "
    r"|[a-z][.!?;:](?=[a-z]{2})|[a-z][!?.;:]\s(?=[a-z])|\w-(?=\s[a-z])"  # "end. then"
)
_UNUSUAL = frozenset('!?;:…"“”()[]_*|~^<>#@\\=+-–—')
_ENDS = tuple(".!?…:;")
_CLOSING = "\"”’')»] "
_MAY_REPEAT = frozenset(("had", "that"))

EXPECTED = 4.0
"""log10 per 10^12 words: two words are *strange* neighbours when they would meet at least this
often by chance, and are not in the table of word pairs at all. Pairs seen 10^4 times are in it."""

UNKNOWN = 1.6
"""Below this Zipf frequency a lower-case word is no word that people commonly write."""


def form(text: str) -> dict[str, float]:
    """The countable oddities of one text.

    >>> found = form("The mayor ,she said, has has resigned")
    >>> found["spaces"], found["repeats"], found["unfinished"], found["lower_start"]
    (1.0, 1.0, 1.0, 0.0)
    """
    keys = [fold(word.text) for word in words(text)]
    first = next((char for char in text if char.isalpha()), "A")
    return {
        "spaces": float(len(_SPACES.findall(text))),
        "marks": float(len(_MARKS.findall(text))),
        "unusual_marks": float(sum(char in _UNUSUAL for char in text)),
        "unpaired_quotes": float(text.count('"') % 2 + abs(text.count("“") - text.count("”"))),
        "foreign": float(sum(char.isalpha() and ord(char) > 0x24F for char in text)),
        "repeats": float(sum(a == b and a not in _MAY_REPEAT for a, b in pairwise(keys))),
        "lower_start": float(first.islower()),
        "unfinished": float(not text.rstrip(_CLOSING).endswith(_ENDS)),
        "capitals": float(sum(word.text[0].isupper() for word in words(text))),
    }


def unknown_words(candidate: str, source: str) -> int:
    """How many lower-case words of the candidate are in no list, and not in the source.

    >>> unknown_words("The competitiion was held.", "The competition was held.")
    1
    """
    known = fold(source)
    return sum(
        word.text.isalpha()
        and word.text.islower()
        and zipf(word.text) < UNKNOWN
        and word.text not in known
        for word in words(candidate)
    )


@lru_cache(maxsize=4096)
def neighbours(text: str) -> tuple[Counter[tuple[str, str]], float]:
    """The strange pairs of neighbouring words in a text, and how usual its pairs are on the whole.

    The second is the mean over all pairs of log10 (seen / expected by chance); higher is more
    usual. Both read the table of word pairs in :mod:`mtcheck.lexicon.collocations`.

    >>> strange, _ = neighbours("They been have there before.")
    >>> list(strange)
    [('been', 'have')]
    """
    lexicon = load_collocations()
    strange: Counter[tuple[str, str]] = Counter()
    total, n_pairs = 0.0, 0
    found = tokens(text)
    for one, other in pairwise(found):
        if not other.joined:
            continue
        seen = lexicon.count(one.lemma, other.lemma)
        expected = zipf(one.text) + zipf(other.text) - 6.0  # Zipf values count per 10^9 words
        total += (seen or EXPECTED - 0.5) - max(expected, EXPECTED - 0.5)
        n_pairs += 1
        if not seen and expected >= EXPECTED:
            strange[one.lemma, other.lemma] += 1
    return strange, total / n_pairs if n_pairs else 0.0
