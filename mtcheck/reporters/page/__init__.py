"""The report page: one HTML file that opens in a browser, without a server and without a network.

Whoever opens it sees the files, worst first; behind each its sentences beside the source, with
the findings underlined; and can accept or reject every finding and take the decisions home as a
baseline. The texts under test are hostile until shown otherwise: they come in as one block of
JSON that cannot be broken out of, are put on the screen by ``textContent`` only, and the page
forbids itself everything but its own script and style (a content security policy with their
digests).

The page is made of files that can be read: ``template.html``, ``page.css`` and the pieces of
``script/``, joined in the order of :data:`SCRIPT` into one function.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files

from mtcheck.reporters.modes import say_modes
from mtcheck.reporters.page.charts import charts
from mtcheck.reporters.page.data import as_json, shape
from mtcheck.reporters.visible import visible
from mtcheck.types import FileVerdict

SCRIPT = (
    "data", "text", "difference", "decisions", "exports", "filters", "row", "list", "detail",
    "strip", "overview", "sentences", "keyboard", "start",
)  # fmt: skip
"""The pieces of the script, each using only what stands before it, or is called later."""


def render_page(verdicts: Sequence[FileVerdict]) -> bytes:
    """The report as one HTML file in UTF-8. Equal verdicts give equal bytes."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["visible"] = visible
    data = shape(verdicts)
    block = as_json(data)
    script, style = _script(), _read("page.css")
    page = environment.from_string(_read("template.html")).render(
        policy=_policy(script, style),
        script=script,
        style=style,
        data=block,
        report=hashlib.sha256(block.encode("utf-8")).hexdigest()[:16],
        files=data["files"],
        modes=say_modes(verdicts),
        charts=charts(verdicts),
    )
    return page.encode("utf-8")


def _policy(script: str, style: str) -> str:
    """What the page may do: run this script, wear this style, and nothing else."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_digest(script)}'",
            f"style-src '{_digest(style)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _digest(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode()


def _script() -> str:
    """The pieces in one function, so that nothing of them is global."""
    pieces = "\n".join(_read(f"script/{name}.js") for name in SCRIPT)
    return f'"use strict";\n(() => {{\n{pieces}}})();\n'


def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")
