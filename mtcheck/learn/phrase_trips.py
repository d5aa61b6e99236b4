"""What translation engines make of the lexicon's phrases: ``round_trips.tsv``.

Every set phrase and term of science goes to Spanish, Catalan and Galician and back, in a short
sentence, through the Apertium engines of Debian (``apertium-eng-spa``, ``apertium-eng-cat``,
``apertium-en-gl``). Kept is what came back with other words, where a pair of its words is never
seen while the phrase is common: what is left says which engine does it, and how many do. Run with
``python -m mtcheck.learn.phrase_trips``.
"""

from __future__ import annotations

import argparse
import re
import subprocess
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from mtcheck.lexicon import Lexicon
from mtcheck.lexicon.collocations import (
    FUNCTION_WORDS,
    Collocations,
    load_collocations,
    tokens,
)

ENGINES = {
    "spa": ("eng-spa", "spa-eng"),
    "cat": ("eng-cat", "cat-eng"),
    "glg": ("en-gl", "gl-en"),
}
BATCH = 4000


_HEADER = """\
# What translation engines make of set phrases on the way there and back: lemmas of the form that
# comes back, the phrase, and the engines (Apertium: English and Spanish, Catalan, Galician).
# Origin: derived by mtcheck/learn/phrase_trips.py from set_phrases.tsv and science_terms.tsv, with
# their licences.
found\texpected\tengines
"""


def main() -> None:
    """Send the phrases round, keep what was mangled, and say how many there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "lexicon")
    options = parser.parse_args()
    lexicon = Lexicon()
    phrases = [row["phrase"] for row in lexicon.rows("set_phrases")]
    for row in lexicon.rows("science_terms"):
        for rest in row["rests"].split("|"):
            lemmas, _, written = rest.partition("=")
            phrases.append(written or f"{row['first']} {lemmas}")
    trips = {name: round_trip(phrases, modes) for name, modes in ENGINES.items()}
    rows = mangled_forms(phrases, trips, load_collocations())
    (options.out / "round_trips.tsv").write_text(
        _HEADER + "".join(f"{a}\t{b}\t{','.join(c)}\n" for a, b, c in rows), "utf-8"
    )
    print(f"round_trips.tsv: {len(rows)} forms of {len(phrases)} phrases")


def round_trip(phrases: list[str], modes: tuple[str, str]) -> list[str]:
    """Each phrase in ``We use … .``, through the two modes of Apertium."""
    texts = [f"We use {phrase} ." for phrase in phrases]
    for mode in modes:
        texts = [
            text
            for at in range(0, len(texts), BATCH)
            for text in _translate(texts[at : at + BATCH], mode)
        ]
    return texts


def _translate(texts: list[str], mode: str) -> list[str]:
    run = subprocess.run(
        ["apertium", "-u", mode],
        input="\n\n".join(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    found = [" ".join(part.split()) or "x" for part in run.stdout.strip("\n").split("\n\n")]
    if len(found) == len(texts):
        return found
    if len(texts) == 1:
        return ["x"]
    half = len(texts) // 2
    return _translate(texts[:half], mode) + _translate(texts[half:], mode)


def mangled_forms(
    phrases: list[str], trips: dict[str, list[str]], lexicon: Collocations
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Forms that nobody says with the phrase and the engines, by form; of two phrases the first."""
    made: dict[str, dict[str, list[str]]] = defaultdict(dict)
    place = {phrase: n for n, phrase in enumerate(reversed(phrases))}
    for engine, texts in trips.items():
        for phrase, text in zip(phrases, texts, strict=True):
            form = _form(phrase, text, lexicon)
            if form:
                made[form].setdefault(phrase, []).append(engine)
    rows = []
    for form in sorted(made):
        phrase = max(made[form], key=lambda phrase: (len(made[form][phrase]), place[phrase]))
        rows.append((form, phrase, tuple(made[form][phrase])))
    return rows


def _form(phrase: str, text: str, lexicon: Collocations) -> str:
    """The lemmas that came back for a phrase, if they are other words that nobody joins."""
    match = re.fullmatch(r"We (?:use|used|utili[sz]ed?) ([A-Za-z' -]+?) ?\.?", text)
    if not match:
        return ""
    found, meant = tokens(match[1]), {token.lemma for token in tokens(phrase)}
    while found and found[0].lemma in FUNCTION_WORDS:
        found = found[1:]
    words = [token.lemma for token in found]
    if not 2 <= len(words) <= len(meant) + 2 or words[-1] in FUNCTION_WORDS:
        return ""
    new = {word for word in words if word not in meant and word not in FUNCTION_WORDS}
    if not new or all(any(word[:3] == other[:3] for other in meant) for word in new):
        return ""
    unseen = any(
        right.joined
        and not {left.lemma, right.lemma} & FUNCTION_WORDS
        and min(len(left.lemma), len(right.lemma)) > 2
        and lexicon.count(left.lemma, right.lemma) == 0.0
        for left, right in pairwise(found)
    )
    return " ".join(words) if unseen and not lexicon.term(*words) else ""


if __name__ == "__main__":
    main()
