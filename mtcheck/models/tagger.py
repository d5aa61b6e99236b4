"""Part-of-speech tags from the lower layers of the encoder: a small network over word states.

A rule that speaks of "no finite verb" needs to know verbs. A lower layer of the sentence encoder
already knows them: a network with one hidden layer over the states of a word and its two
neighbours reads the tag off. The network is
``tagger.onnx``, made by ``mtcheck.learn.tagger``.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from mtcheck.models import Encoding, TaggedWord
from mtcheck.text import words

if TYPE_CHECKING:
    from mtcheck.models import Floats


def word_states(text: str, encoding: Encoding) -> tuple[Floats, tuple[TaggedWord, ...]]:
    """Per word the mean state of its pieces: (n_words, d), and the words, still untagged."""
    found = tuple(TaggedWord(w.text, w.start, w.end, "") for w in words(text))
    return means(encoding.states, pieces_of(found, encoding.spans)), found


def means(vectors: Floats, pieces: list[list[int]]) -> Floats:
    """(n_words, d): of every word the mean vector of its pieces, which are neighbours; or zeros."""
    import numpy as np

    found = np.zeros((len(pieces), vectors.shape[1]), np.float32)
    held = [n for n, of_word in enumerate(pieces) if of_word]
    if held:
        bounds = [bound for n in held for bound in (pieces[n][0], pieces[n][-1] + 1)]
        padded = np.concatenate([vectors, np.zeros((1, vectors.shape[1]), np.float32)])
        sums = np.add.reduceat(padded, bounds, axis=0)[::2]
        found[held] = sums / np.array([[len(pieces[n])] for n in held], np.float32)
    return found


def pieces_of(found: tuple[TaggedWord, ...], spans: tuple[tuple[int, int], ...]) -> list[list[int]]:
    """For every word the indices of the pieces that overlap it; both are in reading order."""
    result: list[list[int]] = []
    first = 0
    for word in found:
        while first < len(spans) and spans[first][1] <= word.start:
            first += 1
        inside = first
        pieces = []
        while inside < len(spans) and spans[inside][0] < word.end:
            pieces.append(inside)
            inside += 1
        result.append(pieces)
    return result


def with_neighbours(states: Floats) -> Floats:
    """(n, d) to (n, 3d): each word beside the one before and the one after (zeros outside)."""
    import numpy as np

    zero = np.zeros((1, states.shape[1]), np.float32)
    before, after = np.concatenate([zero, states[:-1]]), np.concatenate([states[1:], zero])
    return np.concatenate([states, before, after], axis=1)


class Tagger:
    """A loaded tagger. ``tags`` are its Penn Treebank tags."""

    def __init__(self, session: Any, tags: tuple[str, ...]) -> None:
        self._session = session
        self.tags = tags

    def tag(self, text: str, encoding: Encoding) -> tuple[TaggedWord, ...]:
        """The words of the text, tagged."""
        states, found = word_states(text, encoding)
        if not found:
            return ()
        (best,) = self._session.run(None, {"states": with_neighbours(states)})
        return tuple(
            word._replace(tag=self.tags[index]) for word, index in zip(found, best, strict=True)
        )


@cache
def load_tagger() -> Tagger:
    """The tagger in the package: one thread, since the network is small."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    content = resources.files(__package__).joinpath("tagger.onnx").read_bytes()
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    tags = session.get_modelmeta().custom_metadata_map["tags"]
    return Tagger(session, tuple(tags.split(" ")))
