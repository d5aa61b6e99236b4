"""Findings that somebody set aside, and who: the text itself, a list, a baseline, a revision.

What a person says about the text is read with it (:mod:`~mtcheck.aside.directives` in the file,
:mod:`~mtcheck.aside.ignore_file` beside it) and applied while it is judged, by
:mod:`~mtcheck.aside.suppress`: such a finding moves no score. A baseline
(:mod:`~mtcheck.aside.baseline`) and what did not change since a revision
(:mod:`~mtcheck.aside.changed`) are applied to verdicts, afterwards: they say what is new, not what
is right.
"""
