"""Units to sentences: exact slices of the unit, torn fragments left visible.

Machine-mangled text is torn where no person would tear it: ``enormous stakes. sent a
signal.`` A full stop before a lower-case word is therefore a boundary here, unless what
precedes is an abbreviation (``vs.``, ``p.m.``) or what follows continues a quotation
(``.” said the minister``). Sentences that lost their space (``increasing.Mr. Xi``) are parted;
sentences inside a quotation are sentences of their own, so that each can be compared.

The library sentencex proposes the boundaries. Our layer hides quotes, brackets and line ends
from it (it would keep a whole quotation together, in time quadratic in unpaired quotes), adds
the boundaries that it misses, takes back those that make no sense, and decides to which side
the marks between two sentences belong. ``tests/test_segment.py`` holds the table of cases
that compares sentencex and pysbd, with and without this layer.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from itertools import islice

from mtcheck.contents import too_many
from mtcheck.errors import InputError
from mtcheck.types import Document, Sentence, Unit

SEGMENTER: str = f"sentencex-{version('sentencex')}+1"
"""Library, its version, and the version of our layer: part of every signature."""

STOPS_A_SENTENCE = 10
"""Full stops before a space in a sentence, on average: initials, or the leaders of a table."""

_OPENING = "“„‟«‹‘‚‛([{《「『【"
_CLOSING = "”»›’)]}》」』】"
_MARKS = _OPENING + _CLOSING + "\"'`"
_TERMINATORS = ".!?…"

_MASK = re.compile(
    r"(?<!\w)['’]|['’](?!\w)"  # a quote; not the apostrophe of don’t
    rf"|[{re.escape(_MARKS.replace(chr(39), '').replace('’', ''))}]"
    r"|\s|[\ud800-\udfff]"
)
_STOP = re.compile(r"[.!?…](?=\s)\s+")
_BLANK_LINE = re.compile(r"(?>\r\n|\r|\n)[^\S\r\n]*[\r\n]")
_LIST_MARKER = re.compile(r"\W{0,3}(?:\d{1,3}|[A-Z])[.)]$")
_LAST_WORD = re.compile(r"(?<![^\W_])(?:[^\W_]{1,2}\.)+[^\W_]{1,2}$|[^\W_]+$")
_FIRST_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NOT_PROSE = re.compile(r"@|://|www\.|\.(?:com|net|org|gov|edu|io|co|uk|eu|js|py|html?)\b", re.I)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TITLES = _set(
    "Mr Mrs Ms Messrs Dr Prof Sen Sens Rep Reps Gov Govs Gen Adm Col Lt Maj Capt Cmdr Sgt Cpl Pvt"
    " Brig Rev Hon Supt Pres Sec Mt Ft Mme Mlle Sr Sra Fr MR MRS MS DR"
)
"""Capitalised abbreviations that stand before a name: no sentence ends with one."""

_NEVER_LAST = _set("vs viz e.g i.e cf approx ca fig figs incl excl www")
"""Abbreviations that stand before what they belong to."""

_MAY_BE_LAST = _set(
    "inc corp ltd plc llc bros jr sr esq etc al a.m p.m ph.d st ave blvd rd dept assn intl natl"
    " govt avg nos vol eds pp lbs oz hrs yrs est min max sq cu"
)
_MAY_BE_LAST_IF_CAPITAL = _set(
    "Co No Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri"
    " Sat Sun Ed Calif Conn Ariz Colo Fla Ill Mass Mich Minn Miss Okla Penn Tenn Tex Va Wash Wis"
)
"""Abbreviations that end a sentence only before a word that opens one."""

_BEFORE_NUMBER = _set(
    "no nos vol p pp ch sec art para fig figs tel ext jan feb mar apr jun jul aug sept sep oct nov"
    " dec"
)

_OPENERS = _set(
    "A The This That These Those There Then Their They He She It Its We You Our His Her My In On At"
    " I But And So Or For From If When While After Before Since As By With Without Although Though"
    " However Meanwhile Both Some Many Most All Each Another Such What Why How Who Where Which"
    " According During Despite Because Until Under Yet Not Officials Critics Experts Analysts"
)
"""Words whose capital means that a sentence begins: they are not part of names."""


def segment(document: Document, *, most: int | None = None) -> tuple[Sentence, ...]:
    """The sentences of a document in reading order.

    Every sentence is a slice of one unit without white space at its ends, never empty; together
    they hold all that is not white space. A line end inside a unit counts as a space, a blank
    line as a boundary. A mask is never split: it belongs to the sentence that holds some of it.
    Time is linear in the length of the text, whatever it is. Raises InputError only where there
    are more than ``most`` sentences.

    >>> unit = Unit("1", "They met Mr. Xi. sent a signal.Then it ended.", 1)
    >>> [s.text for s in segment(Document("a.txt", "en", "txt", (unit,)))]
    ['They met Mr. Xi.', 'sent a signal.', 'Then it ended.']
    """
    language = document.language.split("-")[0] or "en"
    if most is None:
        return tuple(sentence for unit in document.units for sentence in _sentences(unit, language))
    found: list[Sentence] = []
    for unit in document.units:
        if unit.text.count(". ") > STOPS_A_SENTENCE * most:
            break
        found += islice(_sentences(unit, language), most + 1 - len(found))
        if len(found) > most:
            break
    else:
        return tuple(found)
    raise InputError(document.path, f"holds {too_many(most)}")


def _sentences(unit: Unit, language: str) -> Iterator[Sentence]:
    text = unit.text
    start = 0
    pieces: list[tuple[int, int]] = []
    for end in [*_beside_masks(_cuts(text, language), unit.masks), len(text)]:
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = left + len(piece.strip())
        start = end
        if left == right:
            continue
        if pieces and (_is_prefix(text, *pieces[-1]) or not _has_words(text[left:right])):
            pieces[-1] = (pieces[-1][0], right)  # "1." and ". ." are no sentences
        else:
            pieces.append((left, right))
    for left, right in _with_masks(pieces, unit.masks):
        yield Sentence(text[left:right], unit, left, right)


def _beside_masks(cuts: list[int], masks: Sequence[tuple[int, int]]) -> list[int]:
    """The cuts, those inside a mask moved to its end."""
    if not masks:
        return cuts
    starts = [start for start, _ in masks]
    moved = []
    for cut in cuts:
        nearest = bisect_left(starts, cut) - 1
        moved.append(max(cut, masks[nearest][1]) if nearest >= 0 else cut)
    return sorted(set(moved))


def _with_masks(
    pieces: Sequence[tuple[int, int]], masks: Sequence[tuple[int, int]]
) -> Sequence[tuple[int, int]]:
    """The pieces, each with the whole of a mask at either end of it."""
    if not masks:
        return pieces
    starts = [start for start, _ in masks]
    found = []
    for left, right in pieces:
        first, last = bisect_right(starts, left) - 1, bisect_left(starts, right) - 1
        if first >= 0 and left < masks[first][1]:
            left = masks[first][0]
        if last >= 0 and right < masks[last][1]:
            right = masks[last][1]
        found.append((left, right))
    return found


def _has_words(piece: str) -> bool:
    return any(char.isalnum() for char in piece)


def _is_prefix(text: str, start: int, end: int) -> bool:
    """A number or letter of a list, or marks without a word: they belong to what comes next."""
    if end - start >= 8:
        return False
    piece = text[start:end]
    return bool(_LIST_MARKER.match(piece)) or not _has_words(piece)


def _cuts(text: str, language: str) -> list[int]:
    """Where one sentence ends and the next begins, in order."""
    masked = _MASK.sub(" ", text)
    stops = {found.start() + 1 for found in _STOP.finditer(masked)}
    cuts = {found.end() for found in _BLANK_LINE.finditer(text)}
    proposed = _proposed(masked, language)
    for stop in sorted(stops | proposed):
        following = _skip_spaces(masked, stop)
        if following < len(masked) and _ends(masked, text, stop, following, stop in proposed):
            cuts.add(_cut(text, stop, following))
    return sorted(cuts)


def _proposed(masked: str, language: str) -> set[int]:
    """Ends of the library's sentences, without the white space after them."""
    import sentencex

    stops = set()
    position = 0
    for piece in sentencex.segment(language, masked):
        stops.add(position + len(piece.rstrip()))
        position += len(piece)
    return stops


_SPACES = re.compile(r"\s*")


def _skip_spaces(text: str, position: int) -> int:
    found = _SPACES.match(text, position)
    return found.end() if found else position


def _ends(masked: str, text: str, stop: int, following: int, proposed: bool) -> bool:
    """Does the terminator before ``stop`` end a sentence, if ``following`` begins the next?"""
    mark, head = masked[stop - 1], masked[following]
    if mark not in _TERMINATORS:
        return proposed
    if head in ",;:–—-" or (head in _TERMINATORS and following > stop):
        return False
    before = _LAST_WORD.search(masked[max(0, stop - 24) : stop].rstrip(_TERMINATORS))
    last = before.group() if before else ""
    found = _FIRST_WORD.match(masked, following, following + 40)
    first = found.group() if found else ""
    opener = first in _OPENERS and masked[found.end() : found.end() + 1] != "." if found else False
    if mark == "." and last and masked[stop - 2] != ".":
        kind = _abbreviation(last)
        if kind == "never" or (first[:1].isdigit() and last.lower() in _BEFORE_NUMBER):
            return False
        if kind == "maybe":
            return opener
    if following == stop:
        return proposed and _is_glued(masked, stop, last, first)
    if head.islower():
        quoted = text[stop] in _CLOSING + "\"'" and not _reopens(text, stop, following)
        return not (quoted or mark != "." or masked[stop - 2] == ".")
    if mark == "…" or masked[max(0, stop - 3) : stop] == "...":
        return first[:1].isupper() and bool(last)  # "came… And", not "the … President"
    return proposed or first[:1].isupper()


def _reopens(text: str, stop: int, following: int) -> bool:
    """A mark that stands alone after the closing one: ``fall.” ‘ added``."""
    return any(char in _MARKS for char in text[stop + 1 : following].lstrip(_CLOSING))


def _abbreviation(word: str) -> str:
    """``never`` the end of a sentence, ``maybe``, or no abbreviation at all."""
    key = word.lower()
    if word in _TITLES or key in _NEVER_LAST:
        return "never"
    initials = len(word) == 1 and word.isalpha()
    dotted = "." in word and all(len(x) <= 2 and x.isalpha() for x in word.split("."))
    if initials or dotted or key in _MAY_BE_LAST or word in _MAY_BE_LAST_IF_CAPITAL:
        return "maybe"
    return ""


def _is_glued(masked: str, stop: int, last: str, first: str) -> bool:
    """Two sentences without the space between them; not an address, a file name or ``ASP.Net``."""
    token = re.split(r"\s", masked[max(0, stop - 30) : stop])[-1]
    token += re.split(r"\s", masked[stop : stop + 30], maxsplit=1)[0]
    if _NOT_PROSE.search(token):
        return False
    if masked[stop - 1] not in ".!?":
        return True
    if last.isdigit():
        return first in _OPENERS  # "in 2018.The", not "600606.SH"
    return last[-1:].islower() and (first == "I" or (len(first) > 1 and first[0].isupper()))


def _cut(text: str, stop: int, following: int) -> int:
    """Where to cut between ``stop`` and ``following``: marks that touch the stop close it."""
    cut = stop
    while cut < following and text[cut] in _MARKS and not text[cut].isspace():
        opens = text[cut] in _OPENING and not (cut + 1 < len(text) and text[cut + 1].isspace())
        if opens:
            break
        cut += 1
    return cut
