"""``python -m mtcheck`` is the command ``mtcheck``."""

from __future__ import annotations

import sys

from mtcheck.cli import main

if __name__ == "__main__":  # worker processes import this module again
    sys.exit(main())
