"""Oracle: the numbers of TensorFlow Playground, worked out one point at a time."""

import hashlib
import math

import numpy as np
import pytest
from scipy import stats
from sklearn.datasets import make_moons

from dlwidgets.data import load

CLASSIFICATION = ("circle", "quadrants", "gaussians", "spiral", "moons")
REGRESSION = ("plane", "multi-gaussian")
KEEPING_PLACE = ("circle", "quadrants", *REGRESSION)
BY_PLACE = ("circle", "quadrants")
ROUNDING = 1e-6

FINGERPRINTS = {
    "circle": "1f5f9584745cf0f0",
    "quadrants": "2c900537f82eb236",
    "gaussians": "4185024f830ab5bb",
    "spiral": "762812c08ee9ab50",
    "moons": "641b8bf370bc6276",
    "clouds": "2c25b0093a08cf9d",
    "plane": "fc60f85138cc27ac",
    "multi-gaussian": "f5e07384213d0925",
}


def right_class(name, x1, x2):
    return int(math.hypot(x1, x2) < 2.5) if name == "circle" else int(x1 * x2 >= 0)


def value_at(name, x1, x2):
    if name == "plane":
        return -1 + 2 * (x1 + x2 + 10) / 20
    heights = [
        sign * max(0.0, 1 - math.dist((x1, x2), (column * 4, row * 2.5)) / 2)
        for row, signs in ((1, (1, -1, 1)), (-1, (-1, 1, -1)))
        for column, sign in zip((-1, 0, 1), signs, strict=True)
    ]
    return max(heights, key=abs)


@pytest.mark.parametrize("name", [*CLASSIFICATION, "clouds", *REGRESSION])
def test_the_numbers_are_equal_on_every_machine(name):
    data = load(name, noise=0.25, seed=7)
    content = data.X.astype("<f8").tobytes() + data.y.astype("<f8").tobytes()
    assert hashlib.sha256(content).hexdigest()[:16] == FINGERPRINTS[name]


@pytest.mark.parametrize("name", [*CLASSIFICATION, "clouds", *REGRESSION])
def test_the_seed_that_drew_the_examples_parts_them_evenly_too(name):
    for seed in range(5):
        parts = load(name, seed=seed).split(seed=seed)
        places = np.linspace(-6, 6, 200)[:, None, None]
        train, test = ((places >= part.X).mean(axis=1) for part in (parts.train, parts.test))
        # Kolmogorov's distance of two halves of 250 examples is rarely above 0.15.
        assert np.abs(train - test).max() < 0.2


@pytest.mark.parametrize("name", CLASSIFICATION)
def test_classes_are_balanced_and_mixed(name):
    data = load(name)
    assert data.X.shape == (500, 2)
    assert np.bincount(data.y).tolist() == [250, 250]
    assert 0.3 < data.y[-100:].mean() < 0.7
    assert np.bincount(load(name, n=7).y).tolist() == [3, 4]
    assert np.bincount(load(name, n=2).y).tolist() == [1, 1]


@pytest.mark.parametrize("name", REGRESSION)
def test_regression_sets_fill_the_square_with_1200_points(name):
    data = load(name)
    assert data.task == "regression"
    assert data.X.shape == (1200, 2)
    for x in data.X.T:
        assert stats.kstest(x, stats.uniform(-6, 12).cdf).pvalue > 1e-3


@pytest.mark.parametrize("name", [*CLASSIFICATION, "clouds", *REGRESSION])
def test_seeds_decide_and_other_seeds_differ(name):
    first, again, other = load(name, seed=3), load(name, seed=3), load(name, seed=4)
    np.testing.assert_array_equal(first.X, again.X)
    np.testing.assert_array_equal(first.y, again.y)
    assert not np.array_equal(first.X, other.X)


def test_circle_has_a_disc_and_a_ring():
    data = load("circle", n=4000)
    radius = np.hypot(*data.X.T)
    inner, outer = radius[data.y == 1], radius[data.y == 0]
    assert stats.kstest(inner, stats.uniform(0, 2.5).cdf).pvalue > 1e-3
    assert stats.kstest(outer, stats.uniform(3.5, 1.5).cdf).pvalue > 1e-3
    angle = np.arctan2(*data.X.T)
    assert stats.kstest(angle, stats.uniform(-np.pi, 2 * np.pi).cdf).pvalue > 1e-3


def test_quadrants_keep_away_from_the_axes():
    size = np.abs(load("quadrants", n=4000).X)
    for x in size.T:
        assert stats.kstest(x, stats.uniform(0.3, 5).cdf).pvalue > 1e-3
    signs = np.sign(load("quadrants", n=4000).X)
    assert 900 < np.count_nonzero((signs == 1).all(axis=1)) < 1100


@pytest.mark.parametrize(("noise", "variance"), [(0, 0.5), (0.25, 2.25), (0.5, 4)])
def test_gaussians_have_their_centres_and_variance(noise, variance):
    data = load("gaussians", n=4000, noise=noise)
    for label, centre in ((1, 2), (0, -2)):
        for x in data.X[data.y == label].T:
            assert stats.kstest(x, stats.norm(centre, variance**0.5).cdf).pvalue > 1e-3


@pytest.mark.parametrize("n", [2, 7, 200])
def test_moons_are_those_of_scikit_learn(n):
    ours, (X, y) = load("moons", n=n), make_moons(n, shuffle=False)
    assert sorted(zip(ours.y.tolist(), *ours.X.T.tolist(), strict=True)) == [
        pytest.approx(row, abs=ROUNDING) for row in sorted(zip(y, *np.round(X, 6).T + 0.0, strict=True))
    ]


@pytest.mark.parametrize("noise", [0.1, 0.5])
def test_moons_stray_by_the_deviation_that_noise_names(noise):
    moved = load("moons", n=4000, noise=noise).X - load("moons", n=4000).X
    for shift in moved.T:
        assert stats.kstest(shift, stats.norm(0, noise).cdf).pvalue > 1e-3


@pytest.mark.parametrize(("noise", "deviation"), [(0, 0.5), (0.25, 1.25)])
def test_five_clouds_lie_around_a_circle(noise, deviation):
    data = load("clouds", n=10_000, noise=noise)
    for label in range(5):
        turn = 2 * math.pi * label / 5
        for x, centre in zip(data.X[data.y == label].T, (3.5 * math.sin(turn), 3.5 * math.cos(turn)), strict=True):
            assert stats.kstest(x, stats.norm(centre, deviation).cdf).pvalue > 1e-3


def test_spiral_arms_turn_one_and_three_quarters():
    data = load("spiral", n=100)
    for label, start in ((1, 0.0), (0, math.pi)):
        arm = data.X[data.y == label]
        arm = arm[np.argsort(np.hypot(*arm.T))]
        for i, (x1, x2) in enumerate(arm):
            radius, angle = 5 * i / 50, 1.75 * 2 * math.pi * i / 50 + start
            assert (x1, x2) == pytest.approx((radius * math.sin(angle), radius * math.cos(angle)), abs=ROUNDING)


def test_spiral_noise_moves_points_within_its_reach():
    moved = load("spiral", noise=0.3).X - load("spiral").X
    for shift in moved.T:
        assert stats.kstest(shift, stats.uniform(-0.3, 0.6).cdf).pvalue > 1e-3


@pytest.mark.parametrize("name", KEEPING_PLACE)
def test_noise_changes_labels_and_not_places(name):
    clean, noisy = load(name), load(name, noise=0.5)
    np.testing.assert_array_equal(clean.X, noisy.X)
    assert not np.array_equal(clean.y, noisy.y)


@pytest.mark.parametrize("name", BY_PLACE)
def test_without_noise_the_class_is_decided_by_the_place(name):
    data = load(name, n=2000)
    assert data.y.tolist() == [right_class(name, *point) for point in data.X]


@pytest.mark.parametrize("name", BY_PLACE)
@pytest.mark.parametrize("noise", [0.1, 0.5])
def test_as_many_labels_are_wrong_as_the_noise_makes(name, noise):
    n = 20_000
    data = load(name, n=n, noise=noise)
    moved = data.X + np.random.default_rng(1).uniform(-5 * noise, 5 * noise, data.X.shape)
    expected = np.mean([right_class(name, *a) != right_class(name, *b) for a, b in zip(data.X, moved, strict=True)])
    wrong = np.mean([right_class(name, *point) for point in data.X] != data.y)
    assert wrong == pytest.approx(expected, abs=5 * (expected / n) ** 0.5)


@pytest.mark.parametrize("name", REGRESSION)
def test_without_noise_the_value_is_that_of_the_place(name):
    data = load(name)
    expected = [value_at(name, *point) for point in data.X]
    np.testing.assert_allclose(data.y, expected, rtol=0, atol=ROUNDING)


def test_noise_reads_the_plane_up_to_its_reach_away():
    shift = 10 * (load("plane", noise=0.25).y - load("plane").y)
    triangle = stats.triang(0.5, loc=-3, scale=6)
    assert stats.kstest(shift, triangle.cdf).pvalue > 1e-3


def test_six_bumps_reach_one_and_lie_flat_between():
    data = load("multi-gaussian", n=20_000)
    assert data.y.max() == pytest.approx(1, abs=0.05)
    assert data.y.min() == pytest.approx(-1, abs=0.05)
    assert np.mean(data.y == 0) == pytest.approx(1 - 6 * math.pi * 4 / 144, abs=0.02)
