import io
import struct
import zlib

import numpy as np
from matplotlib.image import imread

from dlwidgets.widgets.picture import png
from dlwidgets.widgets.png_file import compressed, joined

BARS = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"name": "bars"},
    "mark": "bar",
    "encoding": {"x": {"field": "x", "type": "nominal"}, "y": {"field": "y", "type": "quantitative"}},
}


def pixels(picture):
    return imread(io.BytesIO(picture), format="png")


def test_a_file_joined_of_chunks_is_read_by_another_library():
    header = struct.pack(">IIBBBBB", 3, 1, 8, 0, 0, 0, 0)
    file = joined([(b"IHDR", header), (b"IDAT", zlib.compress(b"\0\x00\x80\xff")), (b"IEND", b"")])
    np.testing.assert_allclose(pixels(file), [[0, 128 / 255, 1]], atol=1e-6)


def test_compressing_keeps_every_pixel_and_what_stands_beside_them():
    noise = np.random.default_rng(0).integers(0, 256, (40, 60), dtype=np.uint8)
    lines = zlib.compress(b"".join(b"\0" + line.tobytes() for line in noise), level=0)
    head = [(b"IHDR", struct.pack(">IIBBBBB", 60, 40, 8, 0, 0, 0, 0)), (b"tEXt", b"Title\0noise")]
    parts = [(b"IDAT", lines[:100]), (b"IDAT", lines[100:])]
    file = joined([*head, *parts, (b"IEND", b"")])

    again = compressed(file)

    np.testing.assert_array_equal(pixels(again), pixels(file))
    assert b"Title\0noise" in again
    assert len(again) < len(file)
    assert compressed(again) == again


def test_the_picture_of_a_chart_is_as_small_as_it_goes():
    picture = png(BARS, {"bars": [{"x": "a", "y": 1}, {"x": "b", "y": 2}]})
    assert compressed(picture) == picture
