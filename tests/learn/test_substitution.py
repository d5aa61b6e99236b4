"""Made substitutions: rejected words are a thesaurus's, in the form of the word they replace."""

from __future__ import annotations

import random

from mtcheck.learn.substitution import Case, rejected
from mtcheck.models import TaggedWord


def test_rejected_words_keep_the_form_and_leave_out_what_people_wrote() -> None:
    text = "The problems were solved at once."
    case = Case(text, 4, 12, "difficulties", accepted=True)
    meant = TaggedWord("problems", 4, 12, "NNS")
    offered = {
        made.word
        for seed in range(30)
        for made in rejected(case, meant, {"difficulty"}, random.Random(seed))
    }
    assert offered
    assert all(word.endswith("s") for word in offered)
    assert not offered & {"problems", "difficultys", "difficulties"}


def test_rejected_words_stand_where_the_accepted_one_stood() -> None:
    case = Case("They solved it.", 5, 11, "settled", accepted=True)
    for made in rejected(case, TaggedWord("solved", 5, 11, "VBD"), set(), random.Random(1)):
        assert (made.text, made.start, made.end, made.accepted) == (case.text, 5, 11, False)
        assert made.word.endswith("ed")
