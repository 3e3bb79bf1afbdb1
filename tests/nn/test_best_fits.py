"""Best constants and lines: no other is better, and the known ones come out."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlwidgets.nn.best_fits import best_fit

SIZES = {
    "mean_squared_error": np.square,
    "mean_absolute_error": np.abs,
    "huber": lambda e: np.where(np.abs(e) <= 1, e**2 / 2, np.abs(e) - 0.5),
}
heights = st.lists(st.integers(-40, 160).map(lambda tenths: tenths / 10), min_size=5, max_size=9)


@pytest.mark.parametrize("loss", SIZES)
@pytest.mark.parametrize("is_line", [False, True])
@settings(max_examples=40)
@given(heights)
def test_no_line_nearby_or_far_is_better_than_the_best_fit(loss, is_line, ys):
    x, y = np.arange(len(ys), dtype=float), np.array(ys)

    def total(a, b):
        return SIZES[loss](y - a - b * x).sum()

    fitted = best_fit(loss, x, y, is_line=is_line)
    least = total(*fitted)
    assert is_line or fitted[1] == 0
    # The losses are convex: a better fit anywhere would mean a better one in some direction nearby.
    angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    for size in (1e-4, 1e-2, 1, 10):
        for angle in angles if is_line else (0, np.pi):
            assert (
                total(fitted[0] + size * math.cos(angle), fitted[1] + size * math.sin(angle) * is_line) >= least - 1e-9
            )


@settings(max_examples=40)
@given(heights)
def test_the_best_constants_are_mean_and_median_and_the_best_square_line_is_numpys(ys):
    x, y = np.arange(len(ys), dtype=float), np.array(ys)
    assert best_fit("mean_squared_error", x, y, is_line=False)[0] == pytest.approx(y.mean(), abs=1e-12)
    assert best_fit("mean_absolute_error", x, y, is_line=False)[0] == np.median(y)
    slope, intercept = np.polyfit(x, y, 1)
    np.testing.assert_allclose(best_fit("mean_squared_error", x, y, is_line=True), (intercept, slope), atol=1e-9)


@settings(max_examples=40)
@given(heights)
def test_at_the_huber_fit_the_pulls_of_all_points_cancel(ys):
    x, y = np.arange(len(ys), dtype=float), np.array(ys)
    intercept, slope = best_fit("huber", x, y, is_line=True)
    pulls = np.clip(y - intercept - slope * x, -1, 1)
    assert abs(pulls.sum()) < 1e-6
    assert abs((pulls * x).sum()) < 1e-6
