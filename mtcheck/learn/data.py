"""Loaders for the human-labelled training data (``train/`` of the data folder)."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import pandas as pd


def read_rows(path: Path) -> Any:
    """A data file as strings: tab separated, no quoting."""
    return pd.read_csv(path, sep="\t", quoting=3, keep_default_na=False, dtype=str)


def held_out(doc: str, *, one_in: int = 5) -> bool:
    """One document in so many, the same in every script and on every machine.

    One in five is kept from the judge; what is weighed beside it is fitted on those.
    """
    return zlib.crc32(doc.encode()) % one_in == 0


def human_rows(data: Path) -> Any:
    """Texts written or corrected by people: set, doc, seg, system, text; one row a segment.

    Rows whose text a rater edited are left out; so are Wikiquote's one-line sayings.
    """
    parts = []
    for name in ("wmt20_zhen_mqm", "wmt21_zhen_mqm", "bio_mqm"):
        rows = read_rows(data / "train" / f"{name}.tsv.gz")
        keep = rows["is_human"] == "1"
        if "text_suspect" in rows:
            keep &= rows["text_suspect"] == "0"
        rows = rows[keep].rename(columns={"cand": "text"})
        parts.append(rows.assign(set=name)[["set", "doc", "seg", "system", "text"]])
    rows = read_rows(data / "train" / "mlqe_pe.tsv.gz")
    rows = rows[(rows["domain"] != "wikiquote") & (rows["hter"].astype(float) > 0)]
    rows = rows.assign(text=rows["ref"], set="mlqe_pe")
    parts.append(
        rows[rows["text"].str.split().str.len() >= 8][["set", "doc", "seg", "system", "text"]]
    )
    found = pd.concat(parts)
    found["text"] = found["text"].str.replace(r"\s+", " ", regex=True).str.strip()
    found = found[found["text"] != ""].drop_duplicates(["set", "doc", "text"])
    return found.reset_index(drop=True)


def human_sentences(data: Path) -> list[str]:
    """The texts of :func:`human_rows`, each once, in file order."""
    return list(dict.fromkeys(human_rows(data)["text"]))
