"""Changes that a word processor recorded, and nobody accepted or rejected yet.

Such a document holds two texts: with all changes made, and with none. Which is judged has to be
said: an insertion that a reader drops, or a deletion that it takes, makes sentences that nobody
wrote.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from mtcheck.errors import InputError
from mtcheck.text import counted

FINAL: Final = "final"
ORIGINAL: Final = "original"
ERROR: Final = "error"


class Tracked:
    """What becomes of changes, and how many there were.

    >>> tracked = Tracked(FINAL)
    >>> tracked.inserted("insertion"), tracked.deleted("deletion"), tracked.deleted("deletion")
    (True, False, False)
    >>> tracked.remarks
    ('tracked changes: 1 insertion kept, 2 deletions left out',)
    """

    def __init__(self, way: str) -> None:
        self._is_final = way != ORIGINAL
        self._is_error = way == ERROR
        self._count: Counter[tuple[str, bool]] = Counter()

    def inserted(self, what: str = "insertion", *, n: int = 1) -> bool:
        """Count something that was put in. Is it text?"""
        self._count[what, self._is_final] += n
        return self._is_final

    def deleted(self, what: str = "deletion", *, n: int = 1) -> bool:
        """Count something that was taken out. Is it text?"""
        self._count[what, not self._is_final] += n
        return not self._is_final

    @property
    def remarks(self) -> tuple[str, ...]:
        """One sentence, if there was any change."""
        said = []
        for what in ("insertion", "deletion"):
            for is_kept, words in ((True, "kept"), (False, "left out")):
                if n := self._count[what, is_kept]:
                    said.append(f"{counted(n, what)} {words}")
        if moves := max(self._count["move", True], self._count["move", False]):
            where = "new" if self._is_final else "old"
            said.append(f"{counted(moves, 'move')} read at the {where} place")
        return (f"tracked changes: {', '.join(said)}",) if said else ()

    def check(self, path: str) -> None:
        """Raise InputError if there was any change, and changes are an error."""
        if not self._is_error or not self._count.total():
            return
        n = self._count.total() - self._count["move", False]
        raise InputError(
            path,
            f"holds {counted(n, 'tracked change')}: accept or reject what is open, or choose a text"
            " with --tracked-changes final or original",
        )
