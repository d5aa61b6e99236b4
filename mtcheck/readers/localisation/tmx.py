"""TMX, the exchange format of translation memories: entries in two languages or more.

Of two languages the one that is not the ``srclang`` is the candidate. Of several it is English, if
there is but one form of it; else the user has to name the language, because a guess would judge
a side that nobody meant. Where every text is in one language and an entry has two, the first is the
source of the second. A unit is a text of a ``<tu>``, named by its ``tuid``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mtcheck.errors import InputError
from mtcheck.readers.localisation.bilingual import Entry, is_in, pick, reading, say, shown, tag
from mtcheck.readers.localisation.inline import said
from mtcheck.text import counted
from mtcheck.types import Reading

if TYPE_CHECKING:
    from mtcheck.config.sections import ReadConfig
    from mtcheck.readers.elements import Element

FORMAT: Final = "tmx"

ALL: Final = "*all*"
"""What ``srclang`` says where an entry may be read in either direction."""


class _Pair(NamedTuple):
    """The language of the source, or empty; that of the candidate; and what to say about it."""

    source: str
    candidate: str
    remarks: tuple[str, ...] = ()


def read(root: Element, *, path: str, settings: ReadConfig) -> Reading:
    """Read a TMX document. Raises InputError where it is open which language is to be judged."""
    body = root.child("body")
    entries = [] if body is None else [one for one in body.walk() if one.name == "tu"]
    header = root.child("header")
    default = header.attributes.get("srclang", ALL) if header else ALL
    texts = [_texts(one) for one in entries]
    languages = sorted({language for one in texts for language in one})
    if not languages:
        raise InputError(path, "holds no entries", line=root.line)
    declared = {one.attributes.get("srclang", default) for one in entries}
    source = tag(declared.pop()) if len(declared) == 1 else ALL
    pair = _pair(path, languages, "" if source == ALL else source, settings)
    is_paired = len(languages) == 1 and _are_pairs(entries)
    found = []
    left_out = 0
    for number, (entry, text) in enumerate(zip(entries, texts, strict=True), 1):
        name = entry.attributes.get("tuid") or str(number)
        keeps = entry.attributes.get("xml:space") == "preserve"
        cleaner = text.get(pair.source, [])
        beside = said(cleaner[0], keeps_space=keeps) if cleaner else None
        left_out += pair.candidate not in text
        own = text.get(pair.candidate, [])
        if is_paired and own:
            beside, own = said(own[0], keeps_space=keeps), own[1:]
            if not own:
                found.append(Entry(name, shown("entry", name), beside, None))
        for segment in own:
            target = said(segment, keeps_space=keeps)
            found.append(Entry(name, shown("entry", name), beside, target))
    remarks = list(pair.remarks)
    if left_out:
        remarks.append(f"{counted(left_out, 'entry', 'entries')} without {pair.candidate} left out")
    both = (pair.candidate if is_paired else pair.source, pair.candidate)
    return reading(found, path=path, form=FORMAT, languages=both, remarks=remarks)


def _texts(entry: Element) -> dict[str, list[Element]]:
    """The ``<seg>`` of an entry by language; some have two in one."""
    found: dict[str, list[Element]] = {}
    for variant in entry.each("tuv"):
        language = variant.attributes.get("xml:lang") or variant.attributes.get("lang") or ""
        found.setdefault(tag(language), []).extend(variant.each("seg"))
    return {language: segments for language, segments in found.items() if segments}


def _are_pairs(entries: list[Element]) -> bool:
    """Has no entry more than two texts, and one of them two?"""
    counts = {sum(1 for _ in one.each("tuv")) for one in entries}
    return 2 in counts and max(counts) == 2


def _pair(path: str, languages: list[str], declared: str, settings: ReadConfig) -> _Pair:
    """Which languages to compare."""
    fitting = [one for one in languages if declared and is_in(one, declared)]
    source = declared if declared in fitting else fitting[0] if len(fitting) == 1 else ""
    if settings.source_language:
        source = pick(path, languages, settings.source_language, "--source-language")
    if settings.candidate_language:
        candidate = pick(path, languages, settings.candidate_language, "--candidate-language")
        if settings.source_language and source == candidate:
            raise InputError(
                path, f"has {source} both as --source-language and --candidate-language"
            )
        others = [one for one in languages if one != candidate]
        if source == candidate or not source:
            source = others[0] if len(others) == 1 else ""
        return _Pair(source, candidate)
    others = [one for one in languages if one != source]
    if len(others) == 1:
        return _Pair(source, others[0])
    if not others:
        return _Pair("", source)
    english = [one for one in others if is_in(one, "en")]
    if len(english) != 1:
        reason = f"holds texts in {say(languages)}: name one with --candidate-language"
        raise InputError(path, reason)
    if not source and len(others) == 2:
        source = next(one for one in others if one != english[0])
    what = f"of the texts in {say(languages)} only {english[0]} is judged"
    return _Pair(source, english[0], (what,))
