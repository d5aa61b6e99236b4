"""mtcheck: says which sentences of a text are machine-mangled, where, and why."""

from __future__ import annotations

__version__ = "0.1.0"
