"""Measures of a curve, against SciPy and against curves whose jitter is known."""

import numpy as np
import pytest
from scipy import ndimage, stats

from dlwidgets.training.curves.shape import end, jitter, roughness, settled, smooth, trend, turns, window


@pytest.fixture
def rng():
    return np.random.default_rng(5)


def test_smoothing_is_the_running_median_of_scipy_away_from_the_ends(rng):
    curve = rng.normal(size=40)
    width = window(40)

    assert width == 7
    assert smooth(curve)[3:-3].tolist() == ndimage.median_filter(curve, width)[3:-3].tolist()
    assert smooth(curve)[[0, -1]].tolist() == curve[[0, -1]].tolist()


@pytest.mark.parametrize(("n", "width"), [(0, 1), (5, 1), (12, 3), (24, 5), (1000, 7)])
def test_longer_curves_are_smoothed_over_more_neighbours(n, width):
    assert window(n) == width


def test_jitter_is_the_spread_about_a_straight_course_whatever_its_slope(rng):
    noise = rng.normal(scale=0.3, size=4000)

    for slope in (0.0, -0.02, 1.0):
        assert jitter(slope * np.arange(4000) + noise) == pytest.approx(0.3, rel=0.06)
    assert jitter(np.arange(10.0)) == 0
    assert jitter(np.arange(3.0)) == 0


def test_the_trend_is_the_score_of_kendalls_tau(rng):
    curve = rng.normal(size=30) + 0.05 * np.arange(30)
    n = curve.size
    tau = stats.kendalltau(np.arange(n), curve).statistic
    spread = np.sqrt(2 * (2 * n + 5) / (9 * n * (n - 1)))

    assert trend(curve) == pytest.approx(tau / spread, rel=0.01)
    assert trend(curve[::-1]) == pytest.approx(-trend(curve))
    assert trend(np.ones(20)) == trend(np.arange(2.0)) == 0


def test_turns_count_the_changes_of_direction():
    assert turns(np.array([0.0, 1, 0, 1, 0])) == 1
    assert turns(np.arange(9.0)) == turns(np.arange(2.0)) == 0


def test_the_level_at_the_end_is_not_moved_by_one_outlier():
    curve = np.ones(40)
    curve[-2] = 50

    assert end(curve) == 1


def test_roughness_is_the_jitter_over_the_geometric_mean_of_height_and_beginning_whatever_the_unit(rng):
    curve = np.concatenate([[8.0], 2 + 0.2 * rng.normal(size=4000)])

    assert roughness(curve, 1) == pytest.approx(0.2 / np.sqrt(2 * 8), rel=0.06)
    assert roughness(1e-200 * curve, 1) == pytest.approx(roughness(curve, 1))
    assert roughness(np.zeros(9), 2) == 0


@pytest.mark.parametrize(("is_so", "place"), [("1111", 0), ("0111", 1), ("1011", 2), ("1110", 4), ("0000", 4)])
def test_what_is_settled_stays_so_to_the_end(is_so, place):
    assert settled(np.array([*map(int, is_so)]) == 1) == place
