"""The content of S/MIME's opaque signatures. Only read, never verified: the trust that a mail deserves is judged elsewhere."""

from collections.abc import Iterator

SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
DATA = bytes.fromhex("2a864886f70d010701")
OID, OCTETS, SEQUENCE, CONSTRUCTED = 0x06, 0x04, 0x30, 0x20
MAX_DEPTH = 12
MAX_NODES = 20_000

Node = tuple[int, int, int]  # tag, start and end of what is inside


def signed_content(raw: bytes) -> bytes:
    """What was signed, where `raw` (DER or BER) is signed data that holds it; else b""."""
    try:
        (_tag, start, end), *_rest = _children(raw, 0, len(raw), 0)
        oid, content, *_more = _children(raw, start, end, 1)
        if raw[oid[1] : oid[2]] != SIGNED_DATA:
            return b""
        (signed, *_none) = _children(raw, content[1], content[2], 2)
        for tag, start, end in _children(raw, signed[1], signed[2], 3):
            inside = list(_children(raw, start, end, 4)) if tag == SEQUENCE else []
            if len(inside) == 2 and raw[inside[0][1] : inside[0][2]] == DATA:
                return b"".join(_octets(raw, inside[1], 5))
    except (ValueError, IndexError, RecursionError):
        pass
    return b""


def _octets(raw: bytes, node: Node, depth: int) -> Iterator[bytes]:
    tag, start, end = node
    if tag == OCTETS:
        yield raw[start:end]
    elif tag & CONSTRUCTED:
        for child in _children(raw, start, end, depth + 1):
            yield from _octets(raw, child, depth + 1)


def _children(raw: bytes, start: int, end: int, depth: int) -> list[Node]:
    """The nodes from `start` on; of endless length, up to their mark. Raises ValueError on anything else than ASN.1."""
    nodes: list[Node] = []
    while start < end:
        node, start = _node(raw, start, end, depth)
        if node is None:
            break
        nodes.append(node)
        if len(nodes) > MAX_NODES:
            raise ValueError("too much")
    return nodes


def _node(raw: bytes, start: int, end: int, depth: int) -> tuple[Node | None, int]:
    """One node and where the next begins; None for the mark that ends an endless one."""
    tag, length = raw[start], raw[start + 1]
    inside = start + 2
    if tag == 0 and length == 0:
        return None, inside
    if depth > MAX_DEPTH:
        raise ValueError("too deep")
    if length == 0x80:
        position = inside
        while True:
            child, position = _node(raw, position, end, depth + 1)
            if child is None:
                return (tag, inside, position - 2), position
    if length > 0x80:
        size = length - 0x80
        length = int.from_bytes(raw[inside : inside + size])
        inside += size
    if inside + length > end:
        raise ValueError("cut off")
    return (tag, inside, inside + length), inside + length
