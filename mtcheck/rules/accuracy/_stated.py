"""What texts state in numbers, found by value: without comparing each quantity with each."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from mtcheck.rules.accuracy._quantities import Quantity
from mtcheck.rules.accuracy._told import SAME_TIME, Told, seconds

SAME_VALUE = 0.06
"""Share by which two values may differ and say the same: 5.5 and *more than five*."""

MAX_EVERYWHERE = 31
"""Numbers up to this are everywhere, of days, hours, centuries; 47 or 114 hardly recur."""

MAX_RIVALS = 1000
"""With so many quantities at most is one compared: a table has more that look alike."""


class Stated:
    """Quantities by unit and value, and lengths of time by their seconds."""

    def __init__(self, quantities: Iterable[Quantity]) -> None:
        by_unit: dict[str, set[float]] = {}
        times = set()
        for quantity in quantities:
            by_unit.setdefault(quantity.unit, set()).add(quantity.value)
            times.add(seconds(quantity))
        self.by_unit = {unit: sorted(values) for unit, values in by_unit.items()}
        self.times = sorted(times)

    def equal(self, quantity: Quantity, *, bare: bool = True) -> bool:
        """The same value, and no unit that says otherwise; or, without ``bare``, with a unit."""
        return any(
            _near(values, quantity.value, SAME_VALUE)
            for unit, values in self.by_unit.items()
            if unit == quantity.unit or (not (unit and quantity.unit) and (bare or unit))
        )

    def said(self, quantity: Quantity) -> bool:
        """The texts say this, too: a bare three does not say three hours, a bare 114 may."""
        bare = not (quantity.unit and quantity.value <= MAX_EVERYWHERE)
        if self.equal(quantity, bare=bare):
            return True
        time = seconds(quantity)
        return time > 0 and _near(self.times, time, SAME_TIME)


def _near(values: Sequence[float], value: float, share: float) -> bool:
    place = bisect_left(values, value)
    return any(
        abs(value - v) <= share * max(value, v) for v in values[max(place - 1, 0) : place + 1]
    )


class Rivals:
    """Quantities that could be the same as another, with another unit or scale."""

    def __init__(self, quantities: Iterable[Quantity]) -> None:
        self.by_value: dict[float, list[int]] = {}
        self.by_mantissa: dict[float, list[int]] = {}
        for number, quantity in enumerate(quantities):
            self.by_value.setdefault(quantity.value, []).append(number)
            self.by_mantissa.setdefault(quantity.mantissa, []).append(number)

    def of(self, quantity: Quantity) -> set[int]:
        """The numbers of those with the same value or mantissa."""
        values = self.by_value.get(quantity.value, ())[:MAX_RIVALS]
        return {*values, *self.by_mantissa.get(quantity.mantissa, ())[:MAX_RIVALS]}


class Beside:
    """What is told beside the same words: those that share ``least`` of them, by the rarest."""

    def __init__(self, all_words: Sequence[frozenset[str]], least: int) -> None:
        self.counts = Counter(word for around in all_words for word in around)
        self.least = least
        self.by_word: dict[str, list[int]] = {}
        for number, around in enumerate(all_words):
            for word in self._rarest(around):
                self.by_word.setdefault(word, []).append(number)

    def of(self, around: frozenset[str]) -> set[int]:
        """The numbers of those that may share enough words, of each word the first thousand."""
        lists = (self.by_word.get(word, ())[:MAX_RIVALS] for word in self._rarest(around))
        return {number for numbers in lists for number in numbers}

    def _rarest(self, around: frozenset[str]) -> list[str]:
        ranked = sorted(around, key=lambda word: (self.counts[word], word))
        return ranked[: max(len(ranked) - self.least + 1, 0)]


class Elsewhere:
    """What other texts tell, ready to be asked."""

    def __init__(self, others: Sequence[Told], unsaid: Sequence[Told], least: int) -> None:
        self.stated = Stated(one.quantity for one in others)
        self.unsaid = unsaid
        self.rivals = Rivals(one.quantity for one in unsaid)
        self.beside = Beside([one.around for one in unsaid], least)

    def like(self, here: Told) -> list[Told]:
        """What may be the same quantity, and stands nowhere here, in order."""
        found = self.rivals.of(here.quantity)
        if seconds(here.quantity):
            found |= self.beside.of(here.around)
        return [self.unsaid[number] for number in sorted(found)]
