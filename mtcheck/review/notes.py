"""What is said about a finding in a file that people review, and what they answer: one line each.

A note reads the same in a comment of a PO file, in an attribute of an XLIFF file and in a comment
of a Word document::

    mtcheck[0123456789abcdef] ACC101 name-altered (major): “Brinken” → “Blinken”. Spelt so there.

A person answers at its end, with ``=> accepted`` (a real error that may stay) or ``=> rejected``
(a false alarm), and a reason if they like: ``=> rejected: that is his name``. What is quoted cannot
answer for them: in it the arrow is written by its code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from mtcheck.aside.baseline import ACCEPTED, REJECTED
from mtcheck.reporters.visible import code, visible
from mtcheck.reporters.wording import MAX_MESSAGE, say_finding, shortened
from mtcheck.types import Finding

MAX_QUOTE: Final = 120
"""Characters of a quote: a line and a half of a CAT tool's window."""

MAX_REASON: Final = 500
"""Characters of a reason that are kept: a long sentence or three."""

ARROW: Final = "=>"
"""What a decision begins with. A rule's suggestion has another one: →."""

BEGINS: Final = re.compile(r"\s*mtcheck\[([0-9a-f]{16})\]")
"""How a note begins: with the finding's fingerprint."""

_NOTE: Final = re.compile(
    rf"{BEGINS.pattern}\s+(?P<code>[A-Z]{{3}}\d{{3}})\b(?P<said>.*?)(?:{ARROW}(?P<answer>.*))?\Z",
    re.DOTALL,
)
_QUOTE: Final = re.compile(r"“(.*?)”", re.DOTALL)
_ANSWER: Final = re.compile(r"(\w+)\b\s*[.:;,–—-]*\s*(.*)", re.DOTALL)
_WORDS: Final = {
    "accepted": ACCEPTED,
    "accept": ACCEPTED,
    "ok": ACCEPTED,
    "rejected": REJECTED,
    "reject": REJECTED,
}
"""What people write, in any case, and what it means."""

HOW: Final = f"write {ARROW} accepted, or {ARROW} rejected: and the reason"


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it was found in a file. ``place`` says where, as errors do: ``:12``, or words.

    ``decision`` is empty where nobody has decided; ``fault`` says why an answer is none.
    """

    fingerprint: str
    code: str
    quote: str
    decision: str = ""
    reason: str = ""
    fault: str = ""
    place: str = ""

    @property
    def answer(self) -> str:
        """The decision as it is written at the end of a note; nothing where there is none.

        >>> Note("0" * 16, "ACC101", "Brinken", "rejected", "his name").answer
        ' => rejected: his name'
        """
        if not self.decision:
            return ""
        return f" {ARROW} {self.decision}" + (f": {self.reason}" if self.reason else "")


def write_note(finding: Finding) -> str:
    """The note of a finding, on one line that nothing in the text can break or answer.

    >>> from mtcheck.types import Category, Severity, Side
    >>> found = Finding("LIN102", "word-repeated", Category.LINGUISTIC, Severity.MINOR,
    ...     "“the” stands twice.", 0, Side.CANDIDATE, "1", 1, 1, 0, 7, "the the", "the",
    ...     fingerprint="0123456789abcdef")
    >>> print(write_note(found))
    mtcheck[0123456789abcdef] LIN102 word-repeated (minor): “the the” → “the”. “the” stands twice.
    """
    quote, said = f"“{shortened(finding.quote, MAX_QUOTE)}”", ""
    message = say_finding(replace(finding, suppressed=""))
    if finding.suggestion:
        said = f"{quote} → “{shortened(finding.suggestion, MAX_QUOTE)}”. "
    elif finding.quote and not message.startswith(quote):
        said = f"{quote}. "
    said += message
    head = f"mtcheck[{finding.fingerprint}] {finding.code} {finding.name}"
    return f"{head} ({finding.severity.value}): {_disarmed(said)}"


def read_note(text: str, place: str = "") -> Note | None:
    """The note that a comment is, with what a person answered; None for any other comment.

    >>> note = read_note("mtcheck[0123456789abcdef] ACC101 x (major): “B”. => Rejected - a name")
    >>> note.quote, note.decision, note.reason
    ('B', 'rejected', 'a name')
    """
    found = _NOTE.match(text)
    if found is None:
        return None
    quote = _QUOTE.search(found["said"])
    bare = Note(found[1], found["code"], visible(quote[1]) if quote else "", place=place)
    return decided(bare, found["answer"] or "")


def decided(note: Note, answer: str) -> Note:
    """The note with what a person answered, the arrow taken off; an empty answer is none."""
    answer = shortened(answer.strip().removeprefix(ARROW), MAX_MESSAGE)
    if not answer:
        return note
    found = _ANSWER.match(answer)
    decision = _WORDS.get(found[1].lower(), "") if found else ""
    if not decision or found is None:
        return replace(note, fault=f"“{shortened(answer, 60)}” is no decision: {HOW}")
    return replace(note, decision=decision, reason=shortened(found[2], MAX_REASON))


def _disarmed(text: str) -> str:
    """What is quoted in a note must not answer it."""
    return text.replace(ARROW, "=" + code(">"))
