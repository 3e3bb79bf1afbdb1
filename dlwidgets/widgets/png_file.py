"""PNG files: joined of their chunks, and compressed anew."""

import struct
import zlib
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Chunk = tuple[bytes, bytes]
"""Kind, such as ``b"IDAT"``, and content."""
ENLARGED = 8
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


def picture_of(pixels: npt.NDArray[np.uint8]) -> bytes:
    """Write pixels as a PNG file, each eight times as large, so that no page blurs them.

    Parameters
    ----------
    pixels : uint8 array of shape (height, width, 1 or 3)
        Grey values, or red, green and blue.

    Returns
    -------
    bytes
        A PNG file.
    """
    large = np.repeat(np.repeat(pixels, ENLARGED, axis=0), ENLARGED, axis=1)
    height, width, depth = large.shape
    head = struct.pack(">IIBBBBB", width, height, 8, 2 if depth == 3 else 0, 0, 0, 0)
    lines = np.concatenate([np.zeros((height, 1), np.uint8), large.reshape(height, -1)], axis=1)  # no filter
    return joined([(b"IHDR", head), (b"IDAT", zlib.compress(lines.tobytes())), (b"IEND", b"")])


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
