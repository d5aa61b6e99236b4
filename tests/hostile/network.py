"""Nothing in the tests may talk to anybody but this machine."""

from __future__ import annotations

import sys
from typing import Any

EVENTS = frozenset(
    ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
     "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
)  # fmt: skip


class NetworkError(RuntimeError):
    """Somebody asked for the network. No OSError, which programs take as "try another way"."""


def block() -> None:
    """From now on, for this process: no name is looked up, no address but our own is reached.

    An audit hook sees what C code does too, and cannot be taken back.
    """
    if not getattr(sys, "_mtcheck_no_network", False):
        sys._mtcheck_no_network = True  # type: ignore[attr-defined]
        sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in EVENTS:
        return
    asked = (
        arguments[0]
        if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
        else arguments[-1]
    )
    host = asked[0] if isinstance(asked, tuple) and asked else asked
    if isinstance(asked, tuple) and not isinstance(host, str):
        return  # not an address of the internet, such as a netlink socket
    if isinstance(host, bytes):
        host = host.decode("utf-8", "replace")
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg") and not isinstance(
        asked, tuple
    ):
        return  # a socket in the file system
    if host in (None, "", "localhost", "::1", "::") or str(host).startswith("127."):
        return
    raise NetworkError(f"{event}: {asked!r}: tests use no network")
