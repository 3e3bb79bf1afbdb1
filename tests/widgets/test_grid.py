"""A surface as one image: the browser's canvas and the static PNG show the same colours, the right way up."""

import base64
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from matplotlib import image

from dlwidgets.charts.theme import SURFACE_PALETTES
from dlwidgets.errors import DataError, UnknownNameError
from dlwidgets.widgets.grid import Grid

SQUARE = {"x": (0, 1), "y": (0, 1)}
PIXELS = """
const { pixels } = await load("grid.js");
return [...pixels(payload.grid, payload.dark)];
"""


def in_the_browser(javascript, grid, *, dark=False):
    """Colours of the canvas, shape (rows, columns, 4), top row first."""
    seen = javascript(PIXELS, {**grid.pack(), "dark": dark})
    return np.array(seen).reshape(*grid.levels.shape, 4)


def in_the_picture(grid):
    """Colours of the PNG, shape (rows, columns, 4), top row first; decoded by matplotlib."""
    head, data = grid.rows()[0]["image"].split(",")
    assert head == "data:image/png;base64"
    return np.round(image.imread(io.BytesIO(base64.b64decode(data)), "png") * 255).astype(int)


@pytest.mark.parametrize("palette", SURFACE_PALETTES)
def test_each_level_has_the_same_colour_in_the_canvas_and_in_the_picture(javascript, palette):
    grid = Grid(np.arange(255).reshape(15, 17), **SQUARE, palette=palette)
    assert sorted(grid.levels.ravel()) == list(range(255))
    np.testing.assert_array_equal(in_the_browser(javascript, grid), in_the_picture(grid))


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("palette", SURFACE_PALETTES)
def test_evenly_from_end_to_end_stand_the_colours_of_the_palette(javascript, palette, dark):
    stops = SURFACE_PALETTES[palette]["dark" if dark else "light"]
    grid = Grid([np.linspace(-1, 1, len(stops))], **SQUARE, palette=palette)
    wanted = [[int(stop[i : i + 2], 16) for i in (1, 3, 5)] for stop in stops]
    # 254 steps may not meet a stop exactly; ends and middle they do.
    np.testing.assert_allclose(in_the_browser(javascript, grid, dark=dark)[0, :, :3], wanted, atol=6)
    np.testing.assert_array_equal(in_the_browser(javascript, grid, dark=dark)[0, [0, -1], :3], [wanted[0], wanted[-1]])


def test_the_first_row_is_the_lowest_and_the_first_column_the_left(javascript):
    grid = Grid([[0, 1], [2, 3]], **SQUARE, palette="sequential")
    for seen in (in_the_browser(javascript, grid), in_the_picture(grid)):
        red = seen[..., 0]  # falls with the value in this palette
        assert red[1, 0] > red[1, 1] > red[0, 0] > red[0, 1]


@pytest.mark.parametrize("turned", [np.asarray, np.asfortranarray, lambda z: z.T.copy().T, lambda z: z[::-1][::-1]])
def test_the_order_in_memory_does_not_turn_the_picture(javascript, turned):
    z = np.arange(12.0).reshape(3, 4)
    np.testing.assert_array_equal(
        in_the_browser(javascript, Grid(turned(z), **SQUARE)), in_the_browser(javascript, Grid(z.tolist(), **SQUARE))
    )


def test_gaps_are_transparent(javascript):
    grid = Grid([[np.nan, 0], [1, 2]], **SQUARE)
    for seen in (in_the_browser(javascript, grid), in_the_picture(grid)):
        assert seen[..., 3].tolist() == [[255, 255], [0, 255]]


def test_infinities_have_the_last_colours():
    assert Grid([[-np.inf, 0, 1, np.inf]], **SQUARE).levels.tolist() == [[0, 0, 254, 254]]


def test_values_beyond_the_domain_have_the_last_colours():
    assert Grid([[-5, -1, 0, 1, 5]], **SQUARE, domain=(-1, 1)).levels.tolist() == [[0, 0, 127, 254, 254]]


@pytest.mark.parametrize("value", [0, -3.5, 1e20, 1e-20])
def test_a_flat_surface_has_the_middle_colour(value):
    assert Grid([[value, value]], **SQUARE).levels.tolist() == [[127, 127]]


def test_nothing_but_gaps_is_nothing_but_transparent():
    assert Grid([[np.nan]], **SQUARE).levels.tolist() == [[255]]


@pytest.mark.parametrize("kind", [bool, np.uint8, np.float16, np.int64])
def test_every_kind_of_number_is_a_value(kind):
    assert Grid(np.array([[1, 0]], dtype=kind), **SQUARE).levels.tolist() == [[254, 0]]


@given(arrays.arrays(float, st.tuples(*[st.integers(1, 6)] * 2), elements=st.floats(-1e6, 1e6)))
def test_levels_follow_the_values_within_half_a_step(z):
    grid = Grid(z, **SQUARE)
    low, high = grid.domain
    np.testing.assert_allclose(grid.levels / 254, (z - low) / (high - low), atol=0.5 / 254 + 1e-9)


def test_a_surface_travels_in_one_byte_a_value():
    packed = Grid(np.zeros((100, 120)), x=(0, 2), y=(-1, 1)).pack()["grid"]
    assert packed["data"].nbytes == 100 * 120
    assert (packed["rows"], packed["columns"], packed["x"], packed["y"]) == (100, 120, [0, 2], [-1, 1])


@pytest.mark.parametrize("z", [[1, 2], [[]], [[[1]]], 3, [["a"]], [[1j]], [[1, 2], [3]], [[None]]], ids=repr)
def test_what_is_no_table_of_numbers_is_refused(z):
    with pytest.raises(DataError, match="grid needs numbers"):
        Grid(z, **SQUARE)


@pytest.mark.parametrize("name", ["x", "y", "domain"])
@pytest.mark.parametrize("pair", [(1, 0), (1, 1), (0, np.nan), (0, np.inf), (0, 1, 2), ("a", "b"), 3, (0,)], ids=repr)
def test_what_is_no_rising_pair_is_refused(name, pair):
    with pytest.raises(DataError, match=f"{name} of a grid"):
        Grid([[1, 2]], **{**SQUARE, name: pair})


def test_an_unknown_palette_names_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'sequential'"):
        Grid([[1, 2]], **SQUARE, palette="sequentail")


VEGA_MARK = 'isValid(datum["{0}"]) ? datum["{0}"] : ""+datum["{0}"]'


def test_only_marks_that_read_the_image_field_draw_a_canvas(javascript):
    mark = {"type": "image", "encode": {"update": {"url": {"signal": VEGA_MARK.format("image")}, "description": {}}}}
    address = {"type": "image", "encode": {"update": {"url": {"value": "https://example.org/images/cat.png"}}}}
    other = {"type": "image", "encode": {"update": {"url": {"signal": VEGA_MARK.format("image_url")}}}}
    spec = {"marks": [{"type": "group", "marks": [mark]}, address, other, {"type": "symbol"}]}
    code = 'const { drawCanvases } = await load("grid.js"); return drawCanvases(payload);'
    seen = javascript(code, spec)
    assert seen["marks"][0]["marks"][0]["encode"]["update"] == {"image": {"field": "image"}}
    assert seen["marks"][1:] == spec["marks"][1:]


def test_the_same_values_stand_over_another_rectangle():
    grid = Grid([[0, 1], [2, 3]], x=(0, 1), y=(0, 1))
    other = grid.placed((5, 8), (2, 3))
    assert (other.x, other.y, other.levels.tolist()) == ((5, 8), (2, 3), grid.levels.tolist())
    assert grid.x == (0, 1)
    with pytest.raises(DataError, match="x of a grid"):
        grid.placed((1, 1), (0, 1))
