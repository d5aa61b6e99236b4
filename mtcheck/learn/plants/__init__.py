"""Plant one error in a clean sentence, and say exactly where it is.

Every plant takes a :class:`Clean` sentence and a generator and returns the edits that make the
error, or None where the sentence has no place for it. The kinds follow the taxonomies of MQM and
of published challenge sets (omissions, names, numbers, negation, agreement, order, marks), and
what round trips and spinners do: tear a sentence, move a clause, respell a name.

Three things are told of each kind in :data:`PLANTS`: whether the sentence shows it by itself, or
only beside its source; and whether people make the same slip, so that it says nothing about a
machine.
"""

from __future__ import annotations

from typing import NamedTuple

from mtcheck.learn.plants import form, meaning, torn
from mtcheck.learn.plants.clean import Clean, Edits, Plant, Rng, from_table, names_of
from mtcheck.learn.wordnet import WordNet

__all__ = ["PLANTS", "Clean", "Edits", "Kind", "Plant", "Rng", "names_of"]


class Kind(NamedTuple):
    """A plant; ``alone``: seen without a source; ``human``: people slip like this too."""

    plant: Plant
    alone: bool = True
    human: bool = False


PLANTS: dict[str, Kind] = {
    "torn": Kind(torn.torn),
    "cut-short": Kind(torn.cut_short),
    "clause-moved": Kind(torn.clause_moved),
    "verb-lost": Kind(torn.lost("major", "VBD", "VBZ", "VBP", "VB", "VBN", "MD")),
    "noun-lost": Kind(
        torn.lost("major", "NN", "NNS", before=("IN", "VBD", "VBZ", "VBP", "MD", "TO", "CC"))
    ),
    "subject-lost": Kind(torn.subject_lost),
    "name-lost": Kind(torn.name_lost),
    "preposition-lost": Kind(torn.lost("minor", "IN", "TO")),
    "article-lost": Kind(torn.article_lost),
    "conjunction-lost": Kind(torn.lost("minor", "CC")),
    "modifier-lost": Kind(
        torn.lost("minor", "JJ", "RB", before=("NN", "NNS", "VBN", "VBD")), alone=False, human=True
    ),
    "name": Kind(meaning.name_misspelt, alone=False),
    "name-swapped": Kind(meaning.name_swapped, alone=False),
    "number": Kind(meaning.number_changed, alone=False),
    "unit": Kind(meaning.unit_changed, alone=False),
    "negation": Kind(meaning.negation, alone=False),
    "antonym": Kind(meaning.by_wordnet(WordNet.antonyms, "major"), alone=False),
    "broader": Kind(meaning.by_wordnet(WordNet.broader, "major")),
    "added": Kind(meaning.word_added, alone=False),
    "part-of-speech": Kind(form.part_of_speech),
    "inflection": Kind(form.inflection),
    "preposition": Kind(from_table(form.FAR, "minor", "IN", "TO")),
    "function-word": Kind(from_table(form.FUNCTION, "minor")),
    "gender": Kind(from_table(meaning.GENDER, "major", "PRP", "PRP$"), alone=False),
    "pronoun-case": Kind(from_table(form.CASE, "minor", "PRP", "PRP$", "WP")),
    "tense": Kind(meaning.tense, alone=False),
    "aspect": Kind(form.aspect),
    "question": Kind(meaning.question, alone=False),
    "nouns-swapped": Kind(meaning.nouns_swapped),
    "order": Kind(torn.words_swapped),
    "shuffled": Kind(torn.shuffled),
    "repeated": Kind(torn.repeated),
    "foreign": Kind(meaning.foreign),
    "unrelated": Kind(meaning.unrelated, alone=False, human=True),
    "spacing": Kind(form.spaced),
    "stray-mark": Kind(form.mark_added),
    "letter-lost": Kind(form.letter_lost, human=True),
    "capitals": Kind(form.capitals, human=True),
    "final-mark": Kind(form.final_mark, human=True),
}
"""Name of the kind: how to plant it."""
