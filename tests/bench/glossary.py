"""How often a glossary raises an alarm at people, beside looking for terms letter by letter.

    python tests/bench/glossary.py --data ../shared/data

Two people translated the same news (WMT20 zh-en). From what the first wrote a glossary is made: its
frequent noun phrases and names, each to be kept. What the second wrote is then checked against it.
They never saw this glossary, so that every alarm is one at good human writing: some because they
chose another word, which a glossary is there to tell, and some because the word is there in another
form, which is a false alarm whatever the glossary says.

Forms are told by a crude stemmer of its own here, not by what the rule uses. Without the data the
report stays as it is.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pandas as pd

from mtcheck.glossary import Glossary, make_glossary, parse_glossary
from mtcheck.lexicon import Lexicon
from mtcheck.lexicon.collocations import lemma
from mtcheck.models.embedded import load_encoder
from mtcheck.rule import Context, run_rule
from mtcheck.rules import get_rule
from mtcheck.rules.terminology._terms import find, prepare
from mtcheck.text import fold
from mtcheck.types import Alignment, Finding, Sentence, Unit

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "reports" / "benchmarks" / "glossary.md"
FILE = "train/wmt20_zhen_mqm.tsv.gz"
LEAST = 4
"""Uses that make a phrase frequent."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--show", type=int, default=0, help="print so many findings")
    args = parser.parse_args()
    if not (args.data / FILE).is_file():
        print(f"{args.data / FILE} is not there: nothing measured")
        return
    pairs = read_pairs(args.data / FILE)
    started = time.monotonic()
    phrases = frequent_phrases([source for _, source in pairs])
    glossary = glossary_of(phrases)
    print(f"{len(pairs)} pairs, {len(phrases)} terms, {time.monotonic() - started:.0f} s")
    lines = measure(pairs, glossary, show=args.show)
    REPORT.write_text("\n".join([*HEAD, *lines]) + "\n", encoding="utf-8")
    print("\n".join(lines))


HEAD = [
    "# A glossary and human writing",
    "",
    "Made by `python tests/bench/glossary.py`. Two people translated the same news (WMT20 zh-en, "
    "training half). The frequent noun phrases and names of the first are a glossary; what the "
    "second wrote is checked against it. They never saw it: every alarm is one at good writing. "
    "*In another form* are those where the term is there after all, in the plural, with a hyphen, in "
    "other capitals; these are false whatever the glossary says (told by a crude stemmer of the "
    "benchmark's own). Names are listed as do-not-translate, so that TER103 tells other capitals "
    "on purpose.",
    "",
]


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """What the second person wrote, and the first, sentence by sentence."""
    rows = pd.read_csv(path, sep="\t", quoting=3, keep_default_na=False, dtype=str)
    rows = rows[
        (rows.system == "Human-B.0") & (rows.text_suspect == "0") & (rows.ref_suspect == "0")
    ]
    rows = rows[rows.ref_name == "Human-A"]
    return [(row.cand, row.ref) for row in rows.itertuples() if row.cand and row.ref]


def frequent_phrases(texts: list[str]) -> list[tuple[str, str]]:
    """(term, status) of nouns with what stands before them, and of names, that are used often."""
    encoder = load_encoder()
    counts: Counter[tuple[str, str]] = Counter()
    for text in texts:
        run: list[tuple[str, str]] = []
        for word in (*encoder.tag(text), None):
            if word is not None and (
                word.tag.startswith("NN") or (word.tag == "JJ" and not _named(run))
            ):
                run.append((word.text, word.tag))
                continue
            while run and run[-1][1] == "JJ":
                run.pop()
            for size in (1, 2, 3):
                if len(run) >= size and not (size == 1 and len(run) > 1):
                    counts[_term(run[-size:])] += 1
            run = []
    return sorted(
        key
        for key, count in counts.items()
        if count >= LEAST and len(key[0]) > 3 and key[0].replace(" ", "").isalpha()
    )


def _named(run: list[tuple[str, str]]) -> bool:
    return bool(run) and run[-1][1].startswith("NNP")


def _term(run: list[tuple[str, str]]) -> tuple[str, str]:
    name = all(tag.startswith("NNP") and word[0].isupper() for word, tag in run)
    words = " ".join(word for word, _ in run)
    return (words, "do-not-translate") if name else (words.lower(), "preferred")


def glossary_of(phrases: list[tuple[str, str]]) -> Glossary:
    table = "source,status\n" + "".join(f"{words},{status}\n" for words, status in phrases)
    terms, _ = parse_glossary(table.encode(), path="glossary.csv")
    return make_glossary(terms)


def measure(pairs: list[tuple[str, str]], glossary: Glossary, *, show: int) -> list[str]:
    """The table: uses, alarms and false alarms, letter by letter and by TER103."""
    encoder, rule, lexicon = load_encoder(), get_rule("TER103"), Lexicon()
    terms = prepare(glossary)
    counts: Counter[tuple[str, str]] = Counter()
    seconds = 0.0
    shown = 0
    for number, (candidate, source) in enumerate(pairs):
        left, right = _sentence(candidate, number), _sentence(source, number)
        uses = {
            g[0].pattern.term.target: g[0].pattern.term.status.value
            for g in find(source, terms.sources)
        }
        for status in uses.values():
            counts[status, "uses"] += 1
        for term in glossary.terms:
            if fold(term.target) in fold(source) and fold(term.target) not in fold(candidate):
                counts[term.status.value, "substring"] += 1
                counts[term.status.value, "substring, other form"] += _is_there(
                    term.target, candidate
                )
            if re.search(rf"\b{re.escape(term.target)}\b", source) and term.target not in candidate:
                counts[term.status.value, "exact"] += 1
                counts[term.status.value, "exact, other form"] += _is_there(term.target, candidate)
        cost = 1.0 - float(encoder.vectors([candidate])[0] @ encoder.vectors([source])[0])
        ctx = Context((left,), (right,), lexicon, encoder, parallel=True, glossary=glossary)
        started = time.perf_counter()
        findings = run_rule(rule, (Alignment(0, (left,), (right,), cost),), ctx)
        seconds += time.perf_counter() - started
        for finding in findings:
            wanted = next(
                t for t in glossary.terms if fold(t.target) == fold(_listed(finding, glossary))
            )
            counts[wanted.status.value, "TER103"] += 1
            there = _is_there(wanted.target, candidate)
            counts[wanted.status.value, "TER103, other form"] += there
            if shown < show:
                shown += 1
                print(
                    ("! " if there else "  ")
                    + f"{finding.quote!r} for {finding.source_quote!r} -> {finding.suggestion!r}"
                )
    lines = [
        "| terms | used by the first | looked for | alarms | per 100 uses | of them in another form |",
        "|---|---|---|---|---|---|",
    ]
    for status, named in (("preferred", "noun phrases"), ("do-not-translate", "names")):
        uses_of = counts[status, "uses"]
        for how in ("substring", "exact", "TER103"):
            alarms, false = counts[status, how], counts[status, f"{how}, other form"]
            lines.append(
                f"| {named} | {uses_of} | {HOW[how]} | {alarms} | {100 * alarms / max(uses_of, 1):.1f} | {false} |"
            )
    lines += [
        "",
        f"{len(pairs)} sentence pairs, {len(glossary.terms)} terms; TER103 took {1000 * seconds / len(pairs):.1f} ms a pair, links between the words included.",
    ]
    return lines


HOW = {
    "substring": "anywhere, whatever the capitals",
    "exact": "as whole words, as written",
    "TER103": "by TER103",
}


def _listed(finding: Finding, glossary: Glossary) -> str:
    """The listed term that a message names."""
    found = re.search(r"the glossary (?:has|keeps) “(.+?)”", finding.message)
    return found.group(1) if found else ""


def _is_there(term: str, text: str) -> bool:
    """Is the term in the text in another form? Stems, without capitals, spaces and hyphens."""
    wanted = " ".join(map(lemma, re.findall(r"\w+", term)))
    words = list(map(lemma, re.findall(r"\w+", text)))
    pairs = ["".join(pair) for pair in pairwise(words)]
    return f" {wanted} " in f" {' '.join(words)} " or wanted.replace(" ", "") in (*words, *pairs)


def _sentence(text: str, number: int) -> Sentence:
    return Sentence(text, Unit(str(number), text, number + 1), 0, len(text))


if __name__ == "__main__":
    main()
