"""Free TCP ports on this machine."""

import random
import socket

# Below the range from which Linux takes the ports of outgoing connections.
FIRST, LAST = 20_000, 32_000


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def free_port() -> int:
    """Random, so that several checkouts that start at once rarely choose the same."""
    candidates = random.sample(range(FIRST, LAST), 200)
    return next(port for port in candidates if is_free(port))
