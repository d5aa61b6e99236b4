"""Derive ``mtcheck/lexicon/irregular_forms.tsv``: the forms that no rule of spelling makes.

    python -m mtcheck.learn.inflections

lemminflect (MIT) carries the inflections of the SPECIALIST lexicon. Of every word that is not rare,
the forms are listed which the rules of :mod:`mtcheck.lexicon.inflection` do not give first.
"""

from __future__ import annotations

from pathlib import Path

import lemminflect
from wordfreq import top_n_list

from mtcheck.frequency import zipf
from mtcheck.lexicon import inflection

LEAST_ZIPF = 3.0
"""Zipf value (log10 of uses in 10^9 words) of a base: rarer words are taken for regular."""

FORM_ZIPF = 1.5
"""Forms that are hardly ever used are left out."""

TAGS = {"s": (("NOUN", "NNS"), ("VERB", "VBZ")), "ed": (("VERB", "VBD"),)}
TAGS |= {"en": (("VERB", "VBN"),), "ing": (("VERB", "VBG"),)}
TARGET = Path(__file__).parents[1] / "lexicon" / "irregular_forms.tsv"

HEADER = """\
# Forms of English words that the rules of mtcheck/lexicon/inflection.py do not give first.
# Origin: derived with mtcheck/learn/inflections.py from lemminflect 0.2.3 (MIT), which carries the
# inflections of the SPECIALIST Lexicon (US National Library of Medicine, free to use); words from
# wordfreq's list of common ones. Licence: Apache-2.0
base\tkind\tforms
"""


def main() -> None:
    """Write the list."""
    rows = []
    for word in sorted(set(top_n_list("en", 60_000))):
        if (
            not word.isascii()
            or not word.isalpha()
            or len(word) < 2
            or word in inflection.UNCHANGED
        ):
            continue
        if zipf(word) < LEAST_ZIPF:
            continue
        for kind in inflection.KINDS:
            listed = _listed(word, kind)
            regular = inflection._endings(word)[{"s": 0, "ed": 1, "en": 1, "ing": 2}[kind]]
            wrong = listed and (set(listed) - set(regular) or listed[0] != regular[0])
            if wrong and not (kind == "en" and listed == _listed(word, "ed")):
                rows.append(f"{word}\t{kind}\t{' '.join(listed)}\n")
    TARGET.write_text(HEADER + "".join(rows), encoding="utf-8")
    print(f"{TARGET}: {len(rows)} rows")


def _listed(word: str, kind: str) -> list[str]:
    """The forms in the lexicon, the commonest first; none for a form as a base."""
    found: set[str] = set()
    for pos, tag in TAGS[kind]:
        if lemminflect.getLemma(word, upos=pos, lemmatize_oov=False) != (word,):
            continue
        found |= set(lemminflect.getInflection(word, tag=tag, inflect_oov=False))
    usual = [
        form
        for form in found
        if zipf(form) >= FORM_ZIPF
        if form.isalpha() and (form != word or kind in ("ed", "en"))
    ]
    return sorted(usual, key=lambda form: (-zipf(form), form))


if __name__ == "__main__":
    main()
