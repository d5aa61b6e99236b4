"""Quantities in a text: the value, the unit and the thing counted, however they are written.

``80,000``, ``80000``, ``80 thousand`` and ``eighty thousand`` are one value; ``$95bn`` and
``95 billion dollars`` one quantity. Two texts that differ only in such ways agree.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from mtcheck.lexicon import Lexicon

_SMALL = {
    word: value
    for value, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen "
            + "fourteen fifteen sixteen seventeen eighteen nineteen"
        ).split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ("twenty thirty forty fifty " + "sixty seventy eighty ninety").split(), 2
    )
}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "b": 1e9, "tn": 1e12,
}  # fmt: skip
_ORDINALS = {
    word: value
    for value, word in enumerate(
        ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh "
        + "twelfth").split(),
        1,
    )
}  # fmt: skip
_MONTH_WORDS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
_MONTHS = frozenset(_MONTH_WORDS.split())
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WORD_NUMBER = (
    r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|hundred|thousand|million|billion|trillion)"
)
_WORDS = rf"{_WORD_NUMBER}(?:(?:[\s-]|\sand\s){_WORD_NUMBER})*"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_QUANTITY = re.compile(
    rf"(?:(?<![\w.,/:])|(?<=[a-z])(?=[$€£¥₹₩]))(?P<money>(?:US|HK|NT|CN|[ACS])?[$€£¥₹₩]|RMB|USD|EUR|GBP)?\s?"
    rf"(?P<sign>(?<=[\s(])[-−])?"
    rf"(?:(?P<digits>{_DIGITS})(?P<frac>\s?[½¼¾]|\s\d/\d)?(?P<ord>st|nd|rd|th)?"
    rf"(?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|bn|bln|mn|mln|tn|k|m|b)"
    rf"(?:\s(?P<scale2>million|billion|trillion))?(?![\w]))?|(?P<words>{_WORDS}))"
    rf"(?P<half>\sand\sa\shalf)?(?![\d/:]|\w|[.,]\d)",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"(?:\b(?:about|around|some|nearly|almost|approximately|roughly|over|more than|less than"
    r"|fewer than|at least|at most|up to|under|above|below|close to|exceed(?:s|ed|ing)?|beyond"
    r"|than|only|just|as many as|as much as|estimated|exceeding)|[~≈><])\s*(?:the|a|an)?\s*$",
    re.IGNORECASE,
)
_AFTER_AROUND = re.compile(r"^\s*(?:or so|or more|odd|plus|\+)", re.IGNORECASE)
_JOINT = re.compile(r"\s(?:and|to|or)\s|\s?[-–—]\s?")
_RANGE = re.compile(r"\sto\s|\s?[-–—]\s?")
_NEAR = 200
"""Characters before and after a number in which its unit, its noun and *about* are looked for."""
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}


class Quantity(NamedTuple):
    """A number of a sentence: ``sentence[start:end]`` is the number with its scale word.

    ``mantissa`` times ``scale`` is ``value``. ``kind`` is ``count``, ``measure``, ``ordinal``,
    ``date`` (day of a month) or ``year``; ``noun`` the next word, lower case, "" at the end.
    ``first`` and ``full`` are the start and end with currency sign and unit.
    """

    first: int
    start: int
    end: int
    full: int
    value: float
    mantissa: float
    scale: float
    kind: str
    unit: str
    dimension: str
    noun: str
    around: bool


@lru_cache(maxsize=4096)
def quantities(sentence: str) -> tuple[Quantity, ...]:
    """The quantities of a sentence, in order.

    >>> [(q.value, q.unit) for q in quantities("It cost the$ 95 million.")]  # spaces moved
    [(95000000.0, 'dollar')]
    >>> [(q.value, q.unit, q.noun) for q in quantities("Eighty thousand people paid $95bn.")]
    [(80000.0, '', 'people'), (95000000000.0, 'dollar', '')]
    >>> [(q.value, q.unit) for q in quantities("about 5 1/2 days of talks, 7 per cent up")]
    [(5.5, 'day'), (7.0, 'percent')]
    >>> [q.value for q in quantities("20 to 30 thousand people, 3 and 5 million coins")]
    [20000.0, 30000.0, 3.0, 5000000.0]
    >>> [(q.value, q.kind) for q in quantities("on July 7, 2023, the 20th time")]
    [(7.0, 'date'), (2023.0, 'year'), (20.0, 'ordinal')]
    """
    found = [
        quantity
        for match in _QUANTITY.finditer(sentence)
        if (quantity := _read(match, sentence)) is not None
    ]
    for n in range(len(found) - 1, 0, -1):
        left, right = found[n - 1], found[n]
        # "5 and 7 per cent": the unit belongs to both.
        if not left.unit and right.unit and _JOINT.fullmatch(sentence[left.full : right.first]):
            left = left._replace(
                kind=right.kind, unit=right.unit, dimension=right.dimension, noun=right.noun
            )
        # "20 to 30 thousand": so does the scale, in a range that rises.
        between = sentence[left.full : right.first]
        rising = left.scale == 1 < right.scale and 0 < left.value < right.mantissa
        counts = left.kind in ("count", "measure") and left.full == left.end
        if rising and counts and _RANGE.fullmatch(between):
            whole = left.value * right.scale  # not the scale, which is not written here
            left = left._replace(value=whole, mantissa=whole)
        found[n - 1] = left
    return tuple(found)


def _read(found: re.Match[str], sentence: str) -> Quantity | None:
    parts = found.groupdict()
    scale = 1.0
    if parts["words"]:
        read = _read_words(parts["words"])
        if read is None:
            return None
        mantissa, scale = read
        start = found.start("words")
    else:
        mantissa = float(parts["digits"].replace(",", ""))
        start = found.start("digits")
        fraction = (parts["frac"] or "").strip()
        if fraction in _FRACTIONS:
            mantissa += _FRACTIONS[fraction]
        elif fraction:
            top, bottom = fraction.split("/")
            mantissa += int(top) / int(bottom) if int(bottom) else 0.0
        for name in ("scale", "scale2"):
            if parts[name]:
                scale *= _SCALES[parts[name].lower()]
    if parts["half"]:
        mantissa += 0.5
    money = (parts["money"] or "").lower()
    if (parts["scale"] or "").lower() in ("m", "k", "b") and not money:
        return None  # 100 m may be metres
    before = sentence[max(0, found.start() - _NEAR) : found.start()]
    after = sentence[found.end() : found.end() + _NEAR]
    unit, dimension, length = _unit_after(after)
    if money:
        unit, dimension = _units().get(money, ("", ""))
        length = 0
    kind = _kind(found, before, after, mantissa, unit)
    rest = after[length:]
    noun = re.match(r"[\s-]*([^\W\d_]+)", rest)
    return Quantity(
        found.start("money") if money else start,
        start,
        found.end(),
        found.end() + length,
        mantissa * scale,
        mantissa,
        scale,
        kind,
        unit,
        dimension,
        noun.group(1).lower() if noun else "",
        _AROUND.search(before) is not None or _AFTER_AROUND.match(rest) is not None,
    )


def _kind(found: re.Match[str], before: str, after: str, mantissa: float, unit: str) -> str:
    digits = found.group("digits") or ""
    near_month = re.search(rf"\b{_MONTH}\s(?:the\s)?$", before) or re.match(
        rf"\s(?:of\s)?{_MONTH}\b", after
    )
    if digits.isdigit() and len(digits) <= 2 and near_month and 1 <= mantissa <= 31:
        return "date"
    if found.group("ord"):
        return "ordinal"
    if digits.isdigit() and len(digits) == 4 and 1800 <= mantissa <= 2100 and not unit:
        return "year" if not found.group("money") and not found.group("scale") else "measure"
    return "measure" if unit else "count"


def _read_words(text: str) -> tuple[float, float] | None:
    """Mantissa and last scale of a number in words; None for a bare *one* or scale word."""
    total, current, last = 0.0, 0.0, 1.0
    tokens = [token for token in re.split(r"[\s-]+", text.lower()) if token != "and"]
    if tokens == ["one"] or tokens[0] in _SCALES:
        return None
    for token in tokens:
        if token in _SMALL:
            current += _SMALL[token]
        elif token in _TENS:
            current += _TENS[token]
        elif token == "hundred":
            current *= 100
        else:
            total += current * _SCALES[token]
            current, last = 0.0, _SCALES[token]
    value = total + current
    return value / last, last


@cache
def _units() -> dict[str, tuple[str, str]]:
    return {row["form"]: (row["unit"], row["dimension"]) for row in Lexicon().rows("units")}


@cache
def _unit_pattern() -> re.Pattern[str]:
    forms = sorted(_units(), key=len, reverse=True)
    return re.compile(
        r"[\s-]?(" + "|".join(re.escape(form) for form in forms) + r")(?![^\W_])", re.IGNORECASE
    )


def _unit_after(after: str) -> tuple[str, str, int]:
    found = _unit_pattern().match(after)
    if not found:
        return "", "", 0
    unit, dimension = _units()[found.group(1).lower()]
    return unit, dimension, found.end()


def number_words(sentence: str) -> frozenset[float]:
    """Values that words of a sentence may stand for without being written as numbers.

    >>> sorted(number_words("Both twins won half a dozen medals for the first time."))
    [0.5, 1.0, 2.0, 6.0, 12.0, 50.0]
    """
    found: set[float] = set()
    for token in re.findall(r"[^\W\d_]+", sentence.lower()):
        found.update(_LIKE_NUMBERS.get(token, ()))
        if token in _ORDINALS:
            found.add(float(_ORDINALS[token]))
    return frozenset(found)


_LIKE_NUMBERS: dict[str, tuple[float, ...]] = {
    "a": (), "one": (1.0,), "single": (1.0,), "once": (1.0,), "both": (2.0,), "couple": (2.0,),
    "twin": (2.0,), "twins": (2.0,), "pair": (2.0,), "twice": (2.0,), "double": (2.0,),
    "doubled": (2.0,), "two": (2.0,), "triple": (3.0,), "tripled": (3.0,), "thrice": (3.0,),
    "half": (0.5, 50.0, 6.0), "dozen": (12.0,), "dozens": (12.0,), "decade": (10.0,),
    "century": (100.0,), "hundred": (100.0,), "hundreds": (100.0,), "thousand": (1e3,),
    "thousands": (1e3,), "million": (1e6,), "millions": (1e6,), "billion": (1e9,),
    "third": (3.0, 33.0), "thirds": (67.0, 66.0), "quarter": (25.0, 4.0, 15.0), "quarters": (75.0,),
    "fourfold": (4.0,),
    "noon": (12.0,), "midnight": (12.0,), "week": (7.0,), "fortnight": (14.0, 2.0),
    "year": (12.0,), "zero": (0.0,), "none": (0.0,), "new": (1.0,), "last": (31.0, 30.0),
}  # fmt: skip
