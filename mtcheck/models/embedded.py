"""The model inside the package: all-MiniLM-L6-v2 in ONNX, run by onnxruntime without torch.

One text at a time: a vector never depends on what else is in the call, and at a hundred
sentences a second a batch would gain little. Longer texts than the model's window are read in
windows and averaged.
"""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from mtcheck.errors import ModelError
from mtcheck.models import Encoding, Link, TaggedWord
from mtcheck.models.links import link_words
from mtcheck.models.tagger import load_tagger

if TYPE_CHECKING:
    from pathlib import Path

    from mtcheck.models import Floats

MAX_PIECES = 510
"""The model's 512 positions less [CLS] and [SEP] (its config.json)."""

MAX_THREADS = 4
"""More threads than this only wait for each other at 30 words a sentence."""

KEPT = 1024
"""Encodings kept in memory: 1,024 sentences of 40 pieces are about 130 MB."""


class EmbeddedEncoder:
    """A loaded ONNX session with its tokenizer. Make one with :func:`load_encoder`."""

    def __init__(self, session: Any, tokenizer: Any, signature: str) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._kept: OrderedDict[str, Encoding] = OrderedDict()
        self._vectors: dict[str, Floats] = {}
        self._tagger = load_tagger()
        self._tags: dict[str, tuple[TaggedWord, ...]] = {}
        self._links: OrderedDict[tuple[str, str], tuple[Link, ...]] = OrderedDict()
        self.signature = signature

    def encode(self, texts: Sequence[str]) -> tuple[Encoding, ...]:
        """One :class:`Encoding` per text, in order."""
        return tuple(self._encode(text) for text in texts)

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Sentence vectors only, (len(texts), 384), unit length; all are kept in memory."""
        import numpy as np

        for text in texts:
            if text not in self._vectors:
                self._encode(text)
        if not texts:
            return np.zeros((0, 384), np.float32)
        return np.stack([self._vectors[text] for text in texts])

    def tag(self, text: str) -> tuple[TaggedWord, ...]:
        """The words of the text with Penn Treebank tags."""
        if text not in self._tags:
            self._encode(text)
        return self._tags[text]

    def link(self, candidate: str, source: str) -> tuple[Link, ...]:
        """Word links between two texts: see :func:`mtcheck.models.links.link_words`."""
        key = candidate, source
        if key not in self._links:
            one, other = self._encode(candidate), self._encode(source)
            self._links[key] = link_words(self.tag(candidate), one, self.tag(source), other)
            if len(self._links) > KEPT:
                self._links.popitem(last=False)
        return self._links[key]

    def _encode(self, text: str) -> Encoding:
        if text in self._kept:
            self._kept.move_to_end(text)
            return self._kept[text]
        encoding = self._run(text)
        self._kept[text] = encoding
        self._vectors[text] = encoding.sentence
        if text not in self._tags:
            self._tags[text] = self._tagger.tag(text, encoding)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return encoding

    def _run(self, text: str) -> Encoding:
        import numpy as np

        pieces = self._tokenizer.encode(text, add_special_tokens=False)
        first, last = (self._tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]"))
        sentences, tokens, states = [], [], []
        for start in range(0, max(len(pieces.ids), 1), MAX_PIECES):
            window = pieces.ids[start : start + MAX_PIECES]
            ids = np.array([first, *window, last], np.int64)
            vector, token, state = self._session.run(None, {"ids": ids})
            sentences.append(vector * len(ids))
            tokens.append(token[1:-1])
            states.append(state[1:-1])
        sentence = np.sum(sentences, axis=0)
        sentence /= max(float(np.linalg.norm(sentence)), 1e-12)
        return Encoding(
            sentence=sentence.astype(np.float32),
            tokens=np.concatenate(tokens),
            spans=tuple(pieces.offsets),
            states=np.concatenate(states),
        )


def packaged(name: str) -> Path:
    """A model file of the package; ModelError where it is missing."""
    path = resources.files(__package__).joinpath(name)
    if not path.is_file():
        raise ModelError(
            f"the embedded model's file {name} is missing from the package: reinstall mtcheck"
        )
    return path  # type: ignore[return-value]


def open_session(path: Path, threads: int | None = None) -> Any:
    """An onnxruntime session on the CPU; ModelError where the file is not usable."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or min(os.cpu_count() or 1, MAX_THREADS)
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # be a good neighbour
    try:
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # whatever the runtime raises means: unusable file
        raise ModelError(
            f"the embedded model {path.name} cannot be loaded: {error}; reinstall mtcheck"
        ) from error


@cache
def load_tokenizer() -> Any:
    """The word pieces of BERT uncased, shared by the embedded models."""
    from tokenizers import Tokenizer

    try:
        return Tokenizer.from_str(packaged("tokenizer.json").read_text(encoding="utf-8"))
    except Exception as error:  # whatever the library raises means: unusable file
        raise ModelError(f"tokenizer.json cannot be loaded: {error}; reinstall mtcheck") from error


@cache
def load_encoder(threads: int | None = None) -> EmbeddedEncoder:
    """The embedded model, loaded once per process: about 0.2 s.

    Raises :class:`~mtcheck.errors.ModelError` when a file is missing or not loadable.
    """
    path = packaged("minilm.onnx")
    session = open_session(path, threads)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    return EmbeddedEncoder(session, load_tokenizer(), f"minilm:{digest}")
