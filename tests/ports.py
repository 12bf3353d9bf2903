"""Ports for the servers that tests start, which nobody takes between the asking and the listening.

They lie below those that systems hand out by themselves, and each is claimed in UDP, where none of ours listens, for as
long as this process lives: so no other process of a suite is given it.
"""

import socket

PORTS = range(20_000, 30_000, 2)
_claims: list[socket.socket] = []


def free_port() -> int:
    """A port for a test; the one above it is nobody else's either."""
    for port in PORTS:
        claim = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            claim.bind(("127.0.0.1", port))
            for each in (port, port + 1):
                socket.create_server(("127.0.0.1", each)).close()
        except OSError:
            claim.close()
            continue
        _claims.append(claim)
        return port
    raise RuntimeError("no port is free")
