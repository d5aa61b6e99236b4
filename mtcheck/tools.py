"""What is loaded once per process and shared by all files: model, rules, calibration.

Their signature names everything that the numbers depend on, in the manner of sacrebleu: same
signature, comparable numbers.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from mtcheck import __version__
from mtcheck.align import ALIGNER
from mtcheck.combine import Calibration, load_calibration
from mtcheck.config import Config, ReadConfig, RuleConfig
from mtcheck.errors import ConfigError
from mtcheck.language import AUTO, DETECTOR
from mtcheck.lexicon import Lexicon
from mtcheck.models import Encoder, Judge
from mtcheck.models.judge import load_judge
from mtcheck.models.loading import choose_encoder
from mtcheck.own import OwnCalibration, difference
from mtcheck.rule import Rule
from mtcheck.segment import SEGMENTER
from mtcheck.selection import check_rules, chosen_rules, ignored_codes, options_of, signed


@dataclass(frozen=True, slots=True)
class Tools:
    """Loaded once per process, shared by all files.

    ``device`` is where the sentence model runs. ``signature`` names everything that the
    numbers depend on: same signature, comparable numbers.
    """

    encoder: Encoder
    judge: Judge
    rules: tuple[Rule, ...]
    lexicon: Lexicon
    calibration: Calibration
    config: Config
    device: str
    signature: str

    def for_file(self, path: str) -> Tools:
        """The same without the rules that settings leave out in this file."""
        ignored = ignored_codes(self.config.rules, path)
        if not ignored:
            return self
        return replace(self, rules=tuple(r for r in self.rules if r.code not in ignored))


def load_tools(config: Config) -> Tools:
    """Load the model, the rules and the calibration.

    Raises ModelError where the model cannot be loaded, ConfigError for an unknown rule or
    option, and for a user's own calibration that was made with anything else.
    """
    check_rules(config.rules)
    options = tuple((code, tuple(v.items())) for code, v in options_of(config.rules).items())
    config = replace(config, rules=replace(config.rules, options=options))
    rules = chosen_rules(config.rules)
    encoder, device = choose_encoder(config.model.name, config.model.device)
    judge = load_judge()
    calibration = load_calibration()
    parts = {
        "version": __version__,
        "model": encoder.signature,
        "judge": judge.signature.partition(":")[2],
        "language": DETECTOR if config.read.language == AUTO else config.read.language,
        "segment": SEGMENTER,
        "align": f"{ALIGNER}.{config.align.mode}",
        "rules": _rules_hash(config.rules),
        "calibration": calibration.signature,
    }
    if config.read.max_sentence_chars != ReadConfig().max_sentence_chars:
        parts["chars"] = str(config.read.max_sentence_chars)
    signature = "|".join(f"{name}:{value}" for name, value in parts.items())
    own = config.judge.calibration
    if own is not None:
        if own.base != signature:
            raise ConfigError(
                f"{own.path}: base: made with other settings than this run "
                f"({difference(own.base, signature)}); calibrate again"
            )
        calibration, signature = with_own(calibration, own), own.full_signature
    return Tools(encoder, judge, rules, Lexicon(), calibration, config, device, signature)


def with_own(calibration: Calibration, own: OwnCalibration) -> Calibration:
    """The calibration with the user's file models laid over those that are shipped.

    A line through the log-odds of a logistic model is another logistic model.
    """
    document = dict(calibration.document)
    for way, ours in own.ways.items():
        model = document[way]
        document[way] = replace(
            model,
            bias=ours.bias + ours.slope * model.bias,
            weights={name: ours.slope * weight for name, weight in model.weights.items()},
            suspect=min(mode.suspect for mode in ours.modes),
            mangled=min(mode.mangled for mode in ours.modes),
            modes=ours.modes,
        )
    return replace(calibration, document=document)


@cache
def _shipped_hash() -> str:
    """Of all that rules are made of: their code, what they share, and the lists."""
    digest = hashlib.sha256()
    package = resources.files("mtcheck")
    folders = [package.joinpath(name) for name in ("lexicon", "rules", "models", "metrics")]
    while folders:
        folder = folders.pop()
        for entry in sorted(folder.iterdir(), key=lambda e: e.name):
            if entry.is_dir() and entry.name != "__pycache__":
                folders.append(entry)
            elif entry.name.endswith((".py", ".tsv", ".onnx", ".json")):
                digest.update(entry.name.encode() + entry.read_bytes())
    return digest.hexdigest()


def _rules_hash(config: RuleConfig) -> str:
    return hashlib.sha256((_shipped_hash() + signed(config)).encode()).hexdigest()[:8]
