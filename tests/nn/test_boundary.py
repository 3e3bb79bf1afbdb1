"""The boundary against the line's own equation, the surface against the neuron point by point."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dlwidgets import nn
from dlwidgets.errors import InvalidValueError, UnknownNameError

LIMITS = ((-6.0, 6.0), (-2.0, 2.0))
weights = st.floats(-10, 10).map(lambda value: round(value, 3))


@given(weights, weights, weights)
def test_both_ends_lie_on_the_line_and_on_the_rim(w1, w2, b):
    x, y = nn.boundary_segment([w1, w2], b, LIMITS)
    size = np.hypot(w1, w2)
    for px, py in zip(x, y, strict=True):
        assert abs(w1 * px + w2 * py + b) <= 1e-9 * max(size, abs(b))
        on_rim = [abs(px) == pytest.approx(6), abs(py) == pytest.approx(2)]
        assert any(on_rim)
        assert abs(px) <= 6 + 1e-9
        assert abs(py) <= 2 + 1e-9


@given(weights, weights, weights)
def test_it_is_empty_only_if_no_corner_is_on_the_other_side(w1, w2, b):
    corners = [w1 * x + w2 * y + b for x in LIMITS[0] for y in LIMITS[1]]
    assume(min(map(abs, corners)) > 1e-9)
    crosses = min(corners) < 0 < max(corners)
    assert len(nn.boundary_segment([w1, w2], b, LIMITS)[0]) == (2 if crosses else 0)


@pytest.mark.parametrize(
    ("w", "b", "ends"),
    [
        ([1, 0], -3, [(3, -2), (3, 2)]),
        ([0, -2], 2, [(-6, 1), (6, 1)]),
        ([1, -1], 0, [(-2, -2), (2, 2)]),
        ([1e-320, 0], 0, [(0, -2), (0, 2)]),
        ([1e100, -1e100], 0, [(-2, -2), (2, 2)]),
        ([-4, -2e-311], 2, [(0.5, -2), (0.5, 2)]),
        ([0, 0], 1, []),
        ([1, 1], 100, []),
        ([1, 0], 6.5, []),
        ([1, 0], -6, [(6, -2), (6, 2)]),
    ],
)
def test_known_lines_are_cut_where_they_leave_the_rectangle(w, b, ends):
    found = np.column_stack(nn.boundary_segment(w, b, LIMITS))
    np.testing.assert_allclose(found, np.reshape(ends, (-1, 2)), atol=1e-12)


@pytest.mark.parametrize("activation", ["step", "sigmoid", "tanh", "relu"])
def test_each_cell_holds_the_output_in_its_middle(activation):
    w, b, n = [0.7, -1.3], 0.4, 5
    grid = nn.output_grid(w, b, activation, LIMITS, n)
    for row in range(n):
        for column in range(n):
            x = [-6 + 12 * (column + 0.5) / n, -2 + 4 * (row + 0.5) / n]
            assert grid[row, column] == pytest.approx(nn.worked_example(x, w, b, activation).output)


def test_the_surface_has_a_hundred_cells_on_each_side_unless_told():
    assert nn.output_grid([1, 1], 0, "step", LIMITS).shape == (100, 100)


def test_what_is_no_weight_and_no_activation_is_refused():
    with pytest.raises(InvalidValueError, match="w should be"):
        nn.boundary_segment([np.nan, 1], 0, LIMITS)
    with pytest.raises(UnknownNameError, match="Did you mean 'tanh'"):
        nn.output_grid([1, 1], 0, "tan", LIMITS)
