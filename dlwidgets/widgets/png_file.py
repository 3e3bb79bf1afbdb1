"""PNG files: joined of their chunks, and compressed anew."""

import struct
import zlib
from collections.abc import Iterable

Chunk = tuple[bytes, bytes]
"""Kind, such as ``b"IDAT"``, and content."""
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def joined(chunks: Iterable[Chunk]) -> bytes:
    """Return the file that consists of these chunks.

    Parameters
    ----------
    chunks : iterable of (kind, content)
        In the order of the file.

    Returns
    -------
    bytes
        A PNG file.

    References
    ----------
    https://www.w3.org/TR/png-3/#5DataRep
    """
    return SIGNATURE + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


def compressed(picture: bytes) -> bytes:
    """Compress a file anew: vl-convert writes them fast, and more than twice as large as need be.

    Parameters
    ----------
    picture : bytes
        A PNG file.

    Returns
    -------
    bytes
        A PNG file with the same pixels.
    """
    chunks = _chunks(picture)
    pixels = zlib.decompress(b"".join(content for kind, content in chunks if kind == b"IDAT"))
    head = [chunk for chunk in chunks if chunk[0] not in {b"IDAT", b"IEND"}]
    return joined([*head, (b"IDAT", zlib.compress(pixels, level=9)), (b"IEND", b"")])


def _chunks(picture: bytes) -> list[Chunk]:
    chunks, at = [], len(SIGNATURE)
    while at < len(picture):
        (size,) = struct.unpack_from(">I", picture, at)
        chunks.append((picture[at + 4 : at + 8], picture[at + 8 : at + 8 + size]))
        at += size + 12
    return chunks
