from __future__ import annotations

import ast
from pathlib import Path

from .interactions import INTERACTIONS


def test_every_interaction_that_is_listed_has_its_tests() -> None:
    written = {
        f"{path.stem}::{node.name}"
        for path in Path(__file__).parent.glob("test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert {test for _, tests in INTERACTIONS for test in tests} <= written
