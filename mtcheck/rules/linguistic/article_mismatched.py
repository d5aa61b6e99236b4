"""“A” before a vowel sound, or “an” before a consonant.

## What it does
Marks *a* and *an* that do not agree with the sound of the next word: *a effective framework*,
*an country*. Quotation marks between the two are looked through.

## Why it matters
Engines and synonym spinners change the word and leave the article of the one that stood there.
A person who writes English hears the difference and seldom leaves it.

## Known limits
Only words in small letters and plain numbers are judged: how an acronym or a name is spoken
cannot be seen. *An* before any *h* is accepted, since writers differ (*an historic day*).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtcheck.rule import Context, Example, Mark, Rule
from mtcheck.text import word_set
from mtcheck.types import Alignment, Category, Fix, Severity

_PAIR = re.compile(
    r"(?<![\w.’'&-])(?P<article>[Aa]n?) [“\"‘(]?(?P<word>[a-z]{2,}|\d[\d,.]*)(?![\w.]*\.\w)"
)
_CONSONANT_SOUND = re.compile(
    r"eu|ewe|once|one(?!i|r)|ouija|use|usu|usab|utili|uten|uto|ubiq|uran|ureth|urin|uri|uro|uter|"
    r"uni(?!n|m[^o]|d[^i]|g[^l])|u[kns]?$|ur(?:ea|eth)"
)
_VOWEL_SOUND = re.compile(r"hour|hono|heir|homage|herb")
_VOWEL_NUMBER = re.compile(r"8|1[18](?!\d)(?!,\d{3},)")
_NO_ARTICLE = word_set(
    "anybody anyone anything everybody everyone everything it its itself us our ours"
    " her hers him his me my mine them their theirs these those this that"
)
"""Pronouns: the article before them is a word too many, and the other one would mend nothing."""

_NOT_ENGLISH = word_set("un una el il priori posteriori la le al du de")


def detect(alignments: Sequence[Alignment], ctx: Context) -> Iterator[Mark]:
    """Marks the article and the word."""
    for alignment in alignments:
        for sentence in alignment.candidate:
            for found in _PAIR.finditer(sentence.text):
                article, word = found["article"], found["word"]
                right = _article(word)
                if right is None or article.lower() == right or not _is_article(found, ctx):
                    continue
                fixed = right.capitalize() if article[0] == "A" else right
                message = f"“{article}” before “{word}” should be “{fixed}”."
                suggestion = fixed + found.group()[len(article) :]
                if word in _NO_ARTICLE:
                    message = f"“{article}” stands before “{word}”, which takes no article."
                    suggestion = ""
                yield Mark(
                    alignment,
                    sentence,
                    found.start(),
                    found.end(),
                    message,
                    suggestion=suggestion,
                )


def _article(word: str) -> str | None:
    """The article that the word takes, or None where writers differ or it cannot be seen."""
    if word in _NOT_ENGLISH:
        return None
    if word[0].isdigit():
        if word[0] == "1" and not re.fullmatch(r"1[18]", word):
            return None if word.startswith(("11", "18")) else "a"
        return "an" if _VOWEL_NUMBER.match(word) else "a"
    if word[0] == "h":
        return "an" if _VOWEL_SOUND.match(word) and not word.startswith("herb") else None
    if word[0] in "aeiou":
        return "a" if _CONSONANT_SOUND.match(word) else "an"
    return None if word[0] == "y" or not re.search("[aeiouy]", word) else "a"


def _is_article(found: re.Match[str], ctx: Context) -> bool:
    """Not the letter: “vitamin a is”, “group a and group b”; nor part of a name: “Tai An is”."""
    before = found.string[: found.start()]
    if found["article"][0] == "A" and re.search(r"\b[A-Z][\w’'-]*\s$", before):
        return False
    tags = {word.start: word.tag for word in ctx.words(found.string)}
    after = tags.get(found.start("word"), "NN")
    if found["article"].lower() == "a" and after in ("IN", "CC", "VBZ", "VBD", "MD", "TO", "WDT"):
        return False
    return tags.get(found.start("article"), "DT") == "DT"


RULE = Rule(
    code="LIN105",
    name="article-mismatched",
    category=Category.LINGUISTIC,
    severity=Severity.MINOR,
    detect=detect,
    fix=Fix.SAFE,
    examples=(
        Example(
            "They promised a “effective framework” for an country of this size.",
            quotes=("a “effective", "an country"),
            suggestions=("an “effective", "a country"),
        ),
        Example("It took a 8 hour flight.", quotes=("a 8",), suggestions=("an 8",)),
        Example(
            "Nobody told them a anything.",
            quotes=("a anything",),
            suggestions=("",),
            note="the other article would be as wrong",
        ),
        Example("He paid an useful visit.", quotes=("an useful",), suggestions=("a useful",)),
        Example("An hour ago a European and a one-legged pirate met at a university."),
        Example("It was an historic day, an unimportant one, with an 11 percent gain."),
        Example("Vitamin a is found in group a and group b.", note="the letter"),
        Example("She had an MRI and a U.S. visa.", note="acronyms are not judged"),
    ),
)
