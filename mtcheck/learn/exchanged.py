"""Words that translators put in one another's place, and what raters said of them.

Two versions of a segment often differ by one word in the same slot ("held a *discussion* with",
"held a *talk* with"). Putting the other version's word into the human text makes a substitute of
which people have an opinion: no rater marked it, or it is in a short span that one did (WMT20/21
MQM); or a post-editor threw it out (MLQE-PE). That is the question a spun word asks.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from mtcheck.learn.data import read_rows
from mtcheck.learn.edits import Edit
from mtcheck.text import Word, word_set, words

PENALTY = {"neutral": 0.0, "minor": 1.0, "major": 5.0}

THROWN_OUT = 3.0
"""Cost of a word that a post-editor replaced: most such words are wrong, some only awkward."""

MAX_MARKED = 3
"""Words in a span, at most, that is about the substitute and not about all of a clause."""

MAX_EDITED = 0.3
"""Share of post-edited words, at most: in a sentence that was rewritten a word has no slot."""

_GRAMMAR = word_set(
    "the a an and or but of in on at by for with from to into about as if that which who whose "
    "whom this these those it its he his him she her they their them we our us you your i my "
    "is are was were be been being has have had do does did will would can could may might shall "
    "should must not no there here when where while than then so also such both each any all "
    "some more most"
)


class Exchange(NamedTuple):
    """``edit`` puts another version's word into a human text; ``cost`` in MQM points."""

    row: dict[str, str]
    edit: Edit
    cost: float


def slots(text: str, other: str) -> Iterator[tuple[Word, Word]]:
    """Words of two versions that stand between the same neighbours and differ.

    >>> [(a.text, b.text) for a, b in slots("They had a talk there.", "They had a chat there.")]
    [('talk', 'chat')]
    """
    ours, theirs = words(text), words(other)
    matcher = difflib.SequenceMatcher(
        None, [word.text.lower() for word in ours], [word.text.lower() for word in theirs], False
    )
    codes = matcher.get_opcodes()
    for number, (operation, a, b, c, d) in enumerate(codes):
        if operation != "replace" or b - a != 1 or d - c != 1:
            continue
        if not 0 < number < len(codes) - 1 or any(
            codes[near][0] != "equal" for near in (number - 1, number + 1)
        ):
            continue
        if _exchangeable(ours[a].text, theirs[c].text):
            yield ours[a], theirs[c]


def rated(data: Path) -> Iterator[Exchange]:
    """From WMT20/21: a substitute costs the mean of what its raters took off for it.

    Substitutes that stand in a long marked span are left out: nobody can say what it is about.
    """
    for name in ("wmt20_zhen_mqm", "wmt21_zhen_mqm"):
        rows = read_rows(data / "train" / f"{name}.tsv.gz")
        if "text_suspect" in rows:
            rows = rows[rows["text_suspect"] == "0"]
        rows = rows.rename(columns={"cand": "text"}).assign(set=name)
        for _, versions in rows.groupby(["doc", "seg"], sort=False):
            listed: list[dict[str, str]] = versions.to_dict("records")
            for row in (row for row in listed if row["is_human"] == "1"):
                for other in listed:
                    if other["system"] != row["system"]:
                        yield from _of_versions(row, other)


def thrown_out(data: Path) -> Iterator[Exchange]:
    """From MLQE-PE: the machine's word put back into the post-edited text."""
    rows = read_rows(data / "train" / "mlqe_pe.tsv.gz")
    hter = rows["hter"].astype(float)
    rows = rows[(rows["domain"] != "wikiquote") & (hter > 0) & (hter < MAX_EDITED)]
    rows = rows.assign(set="mlqe_pe", text=rows["ref"])
    for row in rows.to_dict("records"):
        for ours, theirs in slots(row["text"], row["cand"]):
            yield Exchange(row, Edit(ours.start, ours.end, theirs.text, "major"), THROWN_OUT)


def _of_versions(row: dict[str, str], other: dict[str, str]) -> Iterator[Exchange]:
    spans: list[Any] = json.loads(other["spans"])
    n_raters = float(other["n_raters"])
    for ours, theirs in slots(row["text"], other["text"]):
        over = [span for span in spans if span[0] < theirs.end and span[1] > theirs.start]
        if any(len(words(other["text"][start:end])) > MAX_MARKED for start, end, *_ in over):
            continue
        cost = sum(PENALTY[span[2]] for span in over) / n_raters
        severity = "" if cost < 0.5 else "minor" if cost < 2 else "major"
        yield Exchange(row, Edit(ours.start, ours.end, theirs.text, severity), cost)


def _exchangeable(one: str, other: str) -> bool:
    """Two content words in the same form, not two spellings of one."""
    if not (one.isalpha() and other.isalpha() and one.islower() and other.islower()):
        return False
    if min(len(one), len(other)) < 3 or one in _GRAMMAR or other in _GRAMMAR:
        return False
    if one[:4] == other[:4]:
        return False
    return all(one.endswith(end) == other.endswith(end) for end in ("ing", "ly", "s"))
