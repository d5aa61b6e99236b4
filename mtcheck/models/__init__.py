"""What the product asks of a model: vectors of sentences and words, tags, links, judgement.

:class:`Encoder` is the seam: everything above it is tested with whatever satisfies it.
``load_encoder()`` gives the embedded model (onnxruntime, no torch).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


class TaggedWord(NamedTuple):
    """A word with its place and its Penn Treebank tag.

    ``tag`` is a Penn Treebank tag (NN, NNS, NNP, VB, VBD, VBZ, VBP, VBG, VBN, MD, JJ, IN, ...).
    """

    text: str
    start: int
    end: int
    tag: str

    @property
    def is_name(self) -> bool:
        """Tagged as a proper noun."""
        return self.tag in ("NNP", "NNPS")

    @property
    def is_finite_verb(self) -> bool:
        """Tagged as a verb form that can head a clause: VBD, VBZ, VBP or a modal."""
        return self.tag in ("VBD", "VBZ", "VBP", "MD")


class Link(NamedTuple):
    """A candidate word and the source word it most likely stands for.

    Either may be None: a word with no counterpart. ``similarity`` is the cosine of the two
    contextual vectors, 0.0 for an unlinked word.
    """

    candidate: TaggedWord | None
    source: TaggedWord | None
    similarity: float


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """One text, encoded.

    ``sentence``: (d,) unit length. ``tokens``: (n, d) contextual vectors of the n word
    pieces, unit length, without the special ones. ``spans``: their (start, end) in the text.
    ``states``: (n, d) vectors of a lower layer, not normalised, which know grammar better
    than meaning.
    """

    sentence: Floats
    tokens: Floats
    spans: tuple[tuple[int, int], ...]
    states: Floats


class Encoder(Protocol):
    """A loaded model. ``signature`` names it and its content, e.g. ``minilm:53aa5117``."""

    @property
    def signature(self) -> str:
        """Name and content of the model."""
        ...

    def encode(self, texts: Sequence[str]) -> tuple[Encoding, ...]:
        """One encoding per text, in order; independent of what else is in the call."""
        ...

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Sentence vectors only: (len(texts), d), unit length."""
        ...

    def tag(self, text: str) -> tuple[TaggedWord, ...]:
        """The words of :func:`mtcheck.text.words` with part-of-speech tags."""
        ...

    def link(self, candidate: str, source: str) -> tuple[Link, ...]:
        """Word links between two texts, in candidate order; unlinked source words last."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """What the judge expects people to say of a text.

    ``penalty``: square root of its MQM penalty: 0 flawless, 1 one minor error, 2.2 one major.
    ``major``: log-odds that an editor marks a major error in it. ``made``: log-odds that an
    engine, or a spinner, made it out of a human text. ``marks``: (n, 2) probabilities for each of
    the n word pieces at ``spans`` to be marked at all, and as a major error.
    """

    penalty: float
    major: float
    made: float
    spans: tuple[tuple[int, int], ...]
    marks: Floats


class Judge(Protocol):
    """A loaded judge. ``signature`` names it and its content, e.g. ``judge:1f0c2a9b``."""

    @property
    def signature(self) -> str:
        """Name and content of the model."""
        ...

    def judge(self, candidate: str, source: str = "") -> Judgement:
        """The judgement of a text with its source, or alone; independent of other calls."""
        ...
