"""The Python face of mtcheck: files or pairs of texts in, verdicts out.

>>> from mtcheck import score_files
>>> result = score_files(["seeds/003_ba66651861ff847c.txt"])  # doctest: +SKIP
>>> result.verdicts[0].outcome  # doctest: +SKIP
<Outcome.MANGLED: 'mangled'>
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike, fspath
from typing import TYPE_CHECKING, Unpack

from mtcheck.config import Options, make_config
from mtcheck.run import run_files
from mtcheck.types import Document, FileVerdict, Reading, Unit

if TYPE_CHECKING:
    import pandas as pd

Path = str | PathLike[str]

PAIRS_PATH = "<pairs>"
"""What :func:`score_pairs` calls the file that its texts are not in."""

_WHOLE_NUMBERS = ("sentence", "line", "start", "end", "alignment", "n_findings")
_NUMBERS = ("similarity", "chrf", "quality", "p_mangled", "score")


@dataclass(frozen=True, slots=True)
class Result:
    """Verdicts, in the order of what was given, and remarks such as which source was picked."""

    verdicts: tuple[FileVerdict, ...]
    notes: tuple[str, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row per candidate sentence, with the columns of ``sentences.csv``.

        Whole numbers are ``Int64``, other numbers ``Float64``, the rest ``string``; what was
        not computed is ``pandas.NA``. Nothing is rounded and no cell is made harmless.
        """
        import pandas as pd

        from mtcheck.reporters.csv_tables import SENTENCE_COLUMNS, sentence_rows

        frame = pd.DataFrame(
            list(sentence_rows(self.verdicts)), columns=list(SENTENCE_COLUMNS), dtype=object
        )
        # Stored by Python: pyarrow, where it is installed, refuses undecodable file names.
        dtypes = dict.fromkeys(SENTENCE_COLUMNS, "string[python]")
        dtypes |= dict.fromkeys(_WHOLE_NUMBERS, "Int64") | dict.fromkeys(_NUMBERS, "Float64")
        return frame.astype(dtypes)


def score_files(
    paths: Path | Sequence[Path],
    *,
    source: Path | None = None,
    pairs: Path | None = None,
    workers: int = 1,
    **options: Unpack[Options],
) -> Result:
    """Judge files, as ``mtcheck score`` does.

    ``paths`` are files, folders or globs. ``source`` is the cleaner text: one file for all, a
    folder matched by file name, or ``"auto"``. ``pairs`` is a CSV file with the columns
    candidate,source. Without either, a bilingual table's own source column is used, and other
    files are judged alone. ``workers`` above 1 starts processes: call it then under
    ``if __name__ == "__main__"``. ``options`` are those of the command, such as
    ``align="line"``, ``encoding="cp1252"``, ``phrases="phrases.csv"``, ``ignore=["LIN501"]``; see
    :class:`~mtcheck.config.Options`. ``config="mtcheck.toml"`` takes from a file what is not among
    them; unlike the command, these functions look at no file or variable by themselves.

    A file that cannot be read has a verdict ``unjudged`` with its ``error``. Raises
    :class:`~mtcheck.errors.ConfigError`, :class:`~mtcheck.errors.ModelError`, and
    :class:`~mtcheck.errors.InputError` where no file is found at all.
    """
    inputs = [paths] if isinstance(paths, (str, PathLike)) else list(paths)
    run = run_files(
        [fspath(path) for path in inputs],
        source=None if source is None else fspath(source),
        pairs=None if pairs is None else fspath(pairs),
        config=make_config(**options),
        workers=workers,
    )
    return Result(run.verdicts, run.notes)


def score_pairs(
    pairs: Sequence[tuple[str, str | None]],
    **options: Unpack[Options],
) -> Result:
    """Judge pairs of texts: what may be mangled, and the cleaner text that says the same.

    A text may hold several sentences. A source of None or ``""`` means that there is none for
    this text. The result has one verdict for all pairs; its rows' ``unit`` is the number of
    the pair, from 1. Candidates in another language than English are unjudged, with an ``error``;
    to sources in another one they are not compared. ``options`` are those of :func:`score_files`.
    """
    from mtcheck.language import objection, settled
    from mtcheck.pipeline import judge_document
    from mtcheck.run import unjudged
    from mtcheck.tools import load_tools

    texts = [(candidate, source or "") for candidate, source in pairs]
    tools = load_tools(make_config(**options))
    sources = [source for _, source in texts]
    given = Reading(
        _document([candidate for candidate, _ in texts]),
        _document(sources) if any(sources) else None,
    )
    reading = settled(given, tools.config.read.language)
    objected = objection(reading.candidate)
    if objected:
        error = "; ".join((f"{PAIRS_PATH}: {objected}", *reading.candidate.remarks))
        return Result((unjudged(PAIRS_PATH, error, tools.signature),))
    rows = reading.source is not None
    return Result((judge_document(reading.candidate, reading.source, tools, rows=rows),))


def _document(texts: Sequence[str]) -> Document:
    units = tuple(Unit(str(number), text, number) for number, text in enumerate(texts, 1))
    return Document(PAIRS_PATH, "", "pairs", units)
