"""Which language a text is written in: mtcheck knows English only, and says so of the rest.

A text in another script is told by its letters. In the Latin script there have to be two witnesses.
lingua names the language that the text looks most like by runs of letters; it is sure of itself
even where it is wrong, as with names, code, or the rare words of a spinner. So the words have to
say it too: those in small letters, which are no names, must be frequent in that language and not in
English. Where either is missing nothing is known, and a text counts as what its file declares, or
as English.

``tests/bench/languages.py`` measures both kinds of errors; the constants come from there.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib.metadata import version
from statistics import fmean
from typing import TYPE_CHECKING, Final

from mtcheck.frequency import zipf
from mtcheck.text import words
from mtcheck.types import Document, Reading, Sentence, Unit

if TYPE_CHECKING:
    from lingua import LanguageDetector

ENGLISH: Final = "en"
AUTO: Final = "auto"

ONLY: Final = "mtcheck knows English only"
"""Ends the reason why a text in another language is not judged."""

DETECTOR: Final = f"lingua-{version('lingua-language-detector')}+1"
"""Library, its version, and the version of our layer: part of every signature."""

MIN_WORDS: Final = 4
"""Different words in small letters. Of fewer, "san", "de", "la" may be all, in a list of names."""

LIKE_ENGLISH: Final = 4.5
"""Mean Zipf frequency of the words in English from which lingua is not even asked."""

FOREIGN: Final = 1.0
"""By how much the words must be more frequent in the other language, in powers of ten. English,
mangled or not, reaches 0.2; texts in other languages have 2 to 4."""

FOREIGN_CAPITALS: Final = 2.0
"""The same for a text in capitals only, where "JUAN DE LOS SANTOS" are words as well."""

MIN_WORDS_UNLISTED: Final = 12
MAX_ENGLISH_UNLISTED: Final = 2.8
MIN_SURE_UNLISTED: Final = 0.9
"""For a language whose frequencies nobody lists (Estonian, Welsh, Latin): more words, hardly one of
them English, and lingua sure of itself."""

BLOCK: Final = 300
"""Letters by which a file is told: the strings of a program are too short one by one."""

MAX_CHARACTERS: Final = 2_000
"""Characters of a block or a sentence that are looked at: more do not make it surer."""

MAX_BLOCKS: Final = 100
"""Blocks of a file that are looked at: 0.1 s."""

MIN_ENGLISH: Final = 0.25
"""Share of English in a file, of all that can be told, from which its English part is judged."""

WORDS_LISTED: Final = {"tl": "fil", "hr": "sh", "bs": "sh", "sr": "sh", "nn": "nb"}
"""Languages that wordfreq has under another code, or under that of a very near one."""

_UNPARTED: Final = frozenset({"ja", "ko", "zh"})
"""wordfreq needs other packages to part their words; their letters tell them."""

_WIDE: Final = 3
"""Latin letters that say as much as one that is a syllable or a word."""

_SCRIPTS: Final = {
    "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CYRILLIC": "und-Cyrl",
    "ARABIC": "und-Arab", "DEVANAGARI": "und-Deva", "HEBREW": "he", "GREEK": "el", "ARMENIAN": "hy",
    "GEORGIAN": "ka", "THAI": "th", "LAO": "lo", "KHMER": "km", "MYANMAR": "my", "TIBETAN": "bo",
    "BENGALI": "bn", "GURMUKHI": "pa", "GUJARATI": "gu", "ORIYA": "or", "TAMIL": "ta",
    "TELUGU": "te", "KANNADA": "kn", "MALAYALAM": "ml", "SINHALA": "si", "ETHIOPIC": "am",
    "BOPOMOFO": "zh", "MONGOLIAN": "mn", "THAANA": "dv", "CHEROKEE": "chr",
}  # fmt: skip
"""How the Unicode name of a letter begins, and the language that nearly all of its texts are in."""

_NAMES: Final = {
    "und-Cyrl": "in Cyrillic script", "und-Arab": "in Arabic script", "nb": "Norwegian",
    "und-Deva": "in Devanagari script", "nn": "Norwegian", "no": "Norwegian", "lo": "Lao",
    "km": "Khmer", "my": "Burmese", "bo": "Tibetan", "or": "Odia", "kn": "Kannada",
    "ml": "Malayalam", "si": "Sinhala", "am": "Amharic", "dv": "Dhivehi", "chr": "Cherokee",
    "gl": "Galician", "ne": "Nepali", "id": "Indonesian or Malay", "ms": "Indonesian or Malay",
}  # fmt: skip
"""Names of languages that lingua lacks, or calls otherwise."""

_COLUMN: Final = "which is judged if --candidate-column names its column"
_TO_JUDGE_SOURCE: Final = {
    **dict.fromkeys(("csv", "tsv", "jsonl", "json", "xlsx"), _COLUMN),
    **dict.fromkeys(("tmx", "xliff"), "which is judged with --candidate-language en"),
}
"""By format, what to do about a file whose English side is the one that was translated from."""

_NO_PROSE = re.compile(r"\S{0,200}(?:://|www\.|@)\S*|</?\w[^<>]*>|&#?\w+;|[{%$][\w.{}()$-]*[\w})]")
"""Addresses, tags, entities and placeholders."""

_UNTOLD: Final = ("", "und", "mul", "zxx", "mis", "x", "qaa")
"""Declarations that declare nothing."""


def language_of(text: str) -> str:
    """The language of a text as a BCP 47 tag, or nothing where that cannot be told.

    >>> language_of("Le ministre a dit lundi que les entretiens avaient été utiles pour tous.")
    'fr'
    >>> language_of("Pourquoi ?"), language_of("San Pedro de la Paz, Santa Cruz de la Sierra")
    ('', '')
    >>> language_of("has attempted to portray the Biden administration as soft on China.")
    'en'
    """
    text = unicodedata.normalize("NFC", _NO_PROSE.sub(" ", text[:MAX_CHARACTERS]))
    written = _by_script(text)
    if written:
        return written
    margin = FOREIGN
    if text.isupper():
        text, margin = text.lower(), FOREIGN_CAPITALS
    small = [word.text for word in words(text) if word.text.islower() and word.text.isalpha()]
    n_different = len(set(small))
    if n_different < MIN_WORDS:
        return ""
    english = fmean(zipf(word) for word in small)
    if english >= LIKE_ENGLISH:
        return ENGLISH
    guess, sure = _guess(text)
    if not guess or guess == ENGLISH:
        return guess
    listed = WORDS_LISTED.get(guess, guess)
    if listed in _lists():
        return guess if fmean(zipf(w, listed) for w in small) >= english + margin else ""
    unlike = english <= MAX_ENGLISH_UNLISTED and n_different >= MIN_WORDS_UNLISTED
    return guess if unlike and sure >= MIN_SURE_UNLISTED else ""


def languages_of(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """The language of each sentence; of those that cannot be told alone, that of their unit."""
    own = [language_of(_prose(s.unit, s.start, s.end)) for s in sentences]
    unsure = {id(s.unit): s.unit for s, tag in zip(sentences, own, strict=True) if not tag}
    tags = {key: language_of(_prose(unit)) for key, unit in unsure.items()}
    return tuple(tag or tags[id(s.unit)] for s, tag in zip(sentences, own, strict=True))


def language_in(document: Document) -> str:
    """The language of most of a document, or nothing where that cannot be told.

    English, if English is a quarter of all that can be told: such a file is judged by it. Another
    language, if more than half of the letters are in it, and more than of all others.
    """
    letters: Counter[str] = Counter()
    for block in _blocks(document):
        letters[language_of(block)] += sum(map(str.isalpha, block[:MAX_CHARACTERS]))
    told = letters.total() - letters[""]
    if not told or letters[ENGLISH] >= MIN_ENGLISH * told:
        return ENGLISH if told else ""
    return letters.most_common(1)[0][0] if 2 * told > letters.total() else ""


def settled(reading: Reading, language: str = AUTO) -> Reading:
    """What a file holds, with the languages that it is in instead of those that it declares.

    A source in another language than English is none: the candidate is then judged alone, and a
    remark says so. ``language`` other than ``auto`` is the user's word for both sides.
    """
    declared, source = reading.candidate.language, reading.source
    if language != AUTO:
        told = replace(reading.candidate, language=language)
        return Reading(told, source and replace(source, language=language))
    candidate, source = _told(reading.candidate), source and _told(source)
    remark = ""
    if source and not is_english(candidate.language):
        if is_english(source.language):
            how = _TO_JUDGE_SOURCE.get(candidate.format, "which is not what is judged")
            remark = f"its source side is English, {how}"
        source = None
    elif source and not is_english(source.language):
        remark = f"its source side is {name_of(source.language)}: judged alone"
        source = None
    elif candidate.language == ENGLISH and not is_english(declared):
        remark = f"declares {name_of(declared)}, but is English: judged as such"
    remarks = (*candidate.remarks, remark) if remark else candidate.remarks
    return Reading(replace(candidate, remarks=remarks), source)


def objection(document: Document) -> str:
    """Why a document is not judged, or nothing.

    >>> objection(Document("a.txt", "de", "txt", ()))
    'is German: mtcheck knows English only'
    """
    tag = document.language
    return "" if is_english(tag) else f"is {name_of(tag)}: {ONLY}"


def _told(document: Document) -> Document:
    return replace(document, language=language_in(document) or document.language)


def _blocks(document: Document) -> list[str]:
    """The text in pieces of some hundred letters, at most :data:`MAX_BLOCKS`, spread evenly."""
    blocks: list[str] = []
    open_block: list[str] = []
    n_letters = 0
    for unit in document.units:
        text = _prose(unit)
        for start in range(0, len(text), MAX_CHARACTERS):
            piece = text[start : start + MAX_CHARACTERS]
            open_block.append(piece)
            n_letters += sum(map(str.isalpha, piece))
            if n_letters >= BLOCK:
                blocks.append("\n".join(open_block))
                open_block, n_letters = [], 0
    if n_letters:
        blocks.append("\n".join(open_block))
    step = max(len(blocks) / MAX_BLOCKS, 1.0)
    return [blocks[int(n * step)] for n in range(min(len(blocks), MAX_BLOCKS))]


def _prose(unit: Unit, start: int = 0, end: int | None = None) -> str:
    """A slice of a unit's text with spaces for what is no language there."""
    end = len(unit.text) if end is None else end
    pieces: list[str] = []
    last = start
    for left, right in unit.masks:
        left, right = max(left, last), min(right, end)
        if left < right:
            pieces += (unit.text[last:left], " ")
            last = right
    return "".join((*pieces, unit.text[last:end]))


def is_english(tag: str) -> bool:
    """Is a text with this tag judged? Yes, where nothing is declared and nothing can be told.

    >>> is_english("en-GB"), is_english(""), is_english("EN_us"), is_english("fr")
    (True, True, True, False)
    """
    return _primary(tag) in ("en", "eng", "english", *_UNTOLD) and tag not in _SCRIPTS.values()


def name_of(tag: str) -> str:
    """The English name of a language, or the tag itself.

    >>> name_of("de-AT"), name_of("und-Cyrl"), name_of("tlh")
    ('German', 'in Cyrillic script', 'tlh')
    """
    primary = _primary(tag)
    known = _NAMES.get(tag) or _NAMES.get(primary)
    if known:
        return known
    from lingua import IsoCode639_1, IsoCode639_3, Language

    try:
        if len(primary) == 3:
            language = Language.from_iso_code_639_3(IsoCode639_3.from_str(primary))
        else:
            language = Language.from_iso_code_639_1(IsoCode639_1.from_str(primary))
    except ValueError:
        return tag
    return language.name.title()


def _primary(tag: str) -> str:
    return tag.strip().replace("_", "-").split("-")[0].lower()


def _by_script(text: str) -> str:
    """The language of a text most of whose letters are not Latin."""
    counts: Counter[str] = Counter()
    for char, number in Counter(text).items():
        if char.isalpha():
            counts[_script(char)] += number
    for script in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL"):
        counts[script] *= _WIDE
    others = {script: number for script, number in counts.items() if script}
    if sum(others.values()) <= counts[""]:
        return ""
    if 5 * (counts["HIRAGANA"] + counts["KATAKANA"]) > counts["CJK"] > 0:
        return "ja"
    written = _SCRIPTS[max(others, key=lambda script: others[script])]
    if not written.startswith("und-"):
        return written
    guess, sure = _guess(text)
    return guess if sure >= 0.5 and guess != ENGLISH else written


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    """The first word of a letter's name if it is a script of other languages, else nothing."""
    script = unicodedata.name(char, "").split(" ")[0]
    return script if script in _SCRIPTS else ""


def _guess(text: str) -> tuple[str, float]:
    """The language that lingua finds likeliest, and how likely."""
    whole = text.encode("utf-8", "replace").decode()  # lone surrogates are no text for lingua
    found = _detector().compute_language_confidence_values(whole)
    if not found or not found[0].value:
        return "", 0.0
    return found[0].language.iso_code_639_1.name.lower(), found[0].value


@cache
def _detector() -> LanguageDetector:
    """By runs of three letters, of all languages: 0.4 s and 60 MB; of one to five: 5 s, 900 MB."""
    from lingua import LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build()


@cache
def _lists() -> frozenset[str]:
    from wordfreq import available_languages

    return frozenset(available_languages("small")) - _UNPARTED
