"""Which encoder a run uses: the embedded one, or any sentence-transformers model by name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mtcheck.errors import ConfigError, ModelError
from mtcheck.models import Encoder, Encoding, Link, TaggedWord
from mtcheck.models.embedded import EmbeddedEncoder, load_encoder
from mtcheck.models.links import link_words

if TYPE_CHECKING:
    from mtcheck.models import Floats


def choose_encoder(name: str | None, device: str) -> tuple[Encoder, str]:
    """The encoder and the device that it runs on, ``cpu`` or ``cuda``.

    ``name`` None: the embedded model, which runs on the CPU only. Anything else is loaded by
    sentence-transformers, from a folder or from its cache on this machine; nothing is
    downloaded. Raises ModelError when the model cannot be loaded, ConfigError when cuda is
    asked for and cannot be had.
    """
    if name is None:
        if device == "cuda":
            raise ConfigError(
                "--device cuda: the embedded model runs on the cpu; name a model with --model"
            )
        return load_encoder(), "cpu"
    return _sentence_transformer(name, device)


class NamedEncoder:
    """Vectors from a sentence-transformers model; words and their tags from the embedded one.

    Token vectors of the named model are averaged over each word piece of the embedded one, so
    that everything above sees the same pieces whatever the model.
    """

    def __init__(self, model: Any, embedded: EmbeddedEncoder, signature: str) -> None:
        self._model = model
        self._embedded = embedded
        self._kept: dict[str, Encoding] = {}
        self.signature = signature

    def encode(self, texts: Sequence[str]) -> tuple[Encoding, ...]:
        """One encoding per text."""
        return tuple(self._encode(text) for text in texts)

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Sentence vectors only, (len(texts), d)."""
        import numpy as np

        if not texts:
            return np.zeros((0, 1), np.float32)
        return np.stack([self._encode(text).sentence for text in texts])

    def tag(self, text: str) -> tuple[TaggedWord, ...]:
        """Tags of the embedded tagger."""
        return self._embedded.tag(text)

    def link(self, candidate: str, source: str) -> tuple[Link, ...]:
        """Word links by the named model's vectors."""
        return link_words(
            self.tag(candidate), self._encode(candidate), self.tag(source), self._encode(source)
        )

    def _encode(self, text: str) -> Encoding:
        if text not in self._kept:
            self._kept[text] = self._run(text)
        return self._kept[text]

    def _run(self, text: str) -> Encoding:
        import numpy as np

        (own,) = self._embedded.encode([text])
        sentence, tokens = (
            self._model.encode([text], output_value=kind, convert_to_numpy=True)[0]
            for kind in ("sentence_embedding", "token_embeddings")
        )
        tokens = np.asarray(tokens.cpu() if hasattr(tokens, "cpu") else tokens, np.float32)
        spans = self._model.tokenizer(text, return_offsets_mapping=True)["offset_mapping"]
        merged = np.zeros((len(own.spans), tokens.shape[1]), np.float32)
        for row, (start, end) in zip(merged, own.spans, strict=True):
            inside = [n for n, (a, b) in enumerate(spans[: len(tokens)]) if a < end and b > start]
            if inside:
                row[:] = tokens[inside].mean(axis=0)
        sentence = np.asarray(sentence, np.float32)
        sentence = sentence / max(float(np.linalg.norm(sentence)), 1e-12)
        return Encoding(sentence.astype(np.float32), merged, own.spans, own.states)


def _sentence_transformer(name: str, device: str) -> tuple[Encoder, str]:
    import torch
    from sentence_transformers import SentenceTransformer

    if device == "cuda" and not torch.cuda.is_available():
        raise ConfigError("--device cuda: no CUDA device is available here; use --device cpu")
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        model = SentenceTransformer(name, device=device, local_files_only=True)
        tokenizer_is_fast = bool(model.tokenizer.is_fast)
    except Exception as error:  # whatever the loader raises means: no such model here
        raise ModelError(
            f"model {name!r} cannot be loaded: it is neither a folder with a sentence-transformers"
            " model nor in the local cache, and nothing is downloaded. Give the path of a"
            " downloaded model, or leave --model out for the embedded one"
            f" ({type(error).__name__})"
        ) from error
    if not tokenizer_is_fast:
        raise ModelError(f"model {name!r} has no fast tokenizer, so words cannot be placed in it")
    digest = hashlib.sha256()
    for key, value in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(value.cpu().contiguous().view(torch.uint8).numpy().tobytes())
    signature = f"{name.rstrip('/').rsplit('/', 1)[-1]}:{digest.hexdigest()[:8]}"
    return NamedEncoder(model, load_encoder(), signature), device
