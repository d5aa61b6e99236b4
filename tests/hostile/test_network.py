"""No network: the suite blocks it, and the product does not ask for it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from .network import NetworkError

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "2001:db8::1"])
def test_the_suite_reaches_nobody(host: str) -> None:
    with pytest.raises(NetworkError):
        socket.create_connection((host, 80), timeout=0.2)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender, pytest.raises(NetworkError):
        sender.sendto(b"?", ("192.0.2.1", 53))
    with pytest.raises(NetworkError):
        urllib.request.urlopen(f"http://{'[' + host + ']' if ':' in host else host}/", timeout=0.2)


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
    one, other = socket.socketpair()
    one.close()
    other.close()


def test_judging_asks_for_no_network(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<!DOCTYPE html SYSTEM "http://192.0.2.1/x.dtd"><link href="http://192.0.2.1/x.css">'
        '<p>They met on <img src="http://192.0.2.1/x.png">Monday.<p>They spoke.<p>They left.'
    )
    code = (
        "import sys; from tests.hostile.network import block; block();"
        "from mtcheck.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            code,
            "score",
            str(tmp_path / "a.html"),
            "--report",
            f"html={tmp_path / 'r.html'}",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("HF_")},
    )
    assert (done.returncode, done.stderr) == (0, "")
