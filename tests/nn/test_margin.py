"""The widest margin and the mistake bound, against linear programming, least squares and closed forms."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog, nnls
from sklearn.datasets import load_iris

from dlwidgets import nn
from dlwidgets.errors import DataError, InvalidValueError

CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]]


@st.composite
def labelled_points(draw):
    """Draw points on a small grid, so that duplicates, ties and touching hulls are frequent."""
    d = draw(st.integers(1, 4))
    point = st.tuples(st.lists(st.integers(-4, 4), min_size=d, max_size=d), st.sampled_from([-1, 1]))
    X, y = zip(*draw(st.lists(point, min_size=1, max_size=14)), strict=True)
    return list(X), list(y)


def turned(X, y):
    """Return the points y * (x, 1)."""
    return np.asarray(y)[:, None] * np.column_stack([np.asarray(X, dtype=float), np.ones(len(X))])


def separable_by_linear_programming(X, y):
    points = turned(X, y)
    answer = linprog(np.zeros(points.shape[1]), A_ub=-points, b_ub=-np.ones(len(points)), bounds=(None, None))
    return answer.status == 0


def margin_by_least_squares(X, y):
    """Lawson and Hanson's way to the point of a convex hull nearest to the origin."""
    points = turned(X, y)
    shares, _ = nnls(np.vstack([points.T, np.ones(len(points))]), [*np.zeros(points.shape[1]), 1.0])
    return np.linalg.norm(shares @ points) / shares.sum()


@given(labelled_points())
def test_separable_or_not_is_what_linear_programming_says(data):
    assert nn.separation(*data).separable == separable_by_linear_programming(*data)


@given(labelled_points())
def test_the_margin_is_the_distance_from_the_origin_to_the_convex_hull(data):
    expected = margin_by_least_squares(*data)
    assert nn.separation(*data).margin == pytest.approx(expected, rel=1e-9, abs=1e-12)


@given(labelled_points())
def test_the_direction_has_length_one_and_keeps_every_example_at_the_margin(data):
    found = nn.separation(*data)
    if found.separable:
        assert np.linalg.norm([*found.w, found.b]) == pytest.approx(1, rel=1e-12)
        assert (turned(*data) @ [*found.w, found.b]).min() == pytest.approx(found.margin, rel=1e-12)
    else:
        assert (found.margin, found.bound, found.w, found.b) == (0, math.inf, None, None)


@pytest.mark.parametrize("seed", range(6))
def test_hundreds_of_points_in_many_features_have_the_right_margin(seed):
    rng = np.random.default_rng(seed)
    X, v = rng.normal(size=(500, 2 + 8 * seed)), rng.normal(size=2 + 8 * seed)
    y = np.where(X @ v > 0, 1, -1)
    X = X + 0.05 * y[:, None] * v
    assert nn.separation(X, y).margin == pytest.approx(margin_by_least_squares(X, y), rel=1e-9)


@pytest.mark.parametrize("features", [*combinations(range(4), 2), (0, 1, 2, 3)])
@pytest.mark.parametrize("species", list(combinations(range(3), 2)))
def test_iris_setosa_parts_from_the_others_in_any_features_and_those_two_in_none(species, features):
    X, y = load_iris(return_X_y=True)
    chosen = np.isin(y, species)
    X, y = X[chosen][:, features], (y[chosen] == species[1]).astype(int)
    found = nn.separation(X, y)
    assert found.separable == (0 in species) == separable_by_linear_programming(X, 2 * y - 1)
    assert found.margin == pytest.approx(margin_by_least_squares(X, 2 * y - 1), rel=1e-9, abs=1e-9)


def test_two_points_on_a_line_have_margin_one_and_bound_two():
    found = nn.separation([[-1.0], [1.0]], [0, 1])
    assert (found.margin, found.radius, found.bound) == pytest.approx((1, math.sqrt(2), 2))
    assert (*found.w, found.b) == pytest.approx((1, 0))


def test_one_point_is_its_own_margin_and_costs_one_mistake():
    found = nn.separation([[2.0, 2.0]], [-1])
    assert (found.margin, found.radius, found.bound) == pytest.approx((3, 3, 1))
    assert nn.mistake_bound(found, [0, 0], 0) == 1


def test_equal_points_are_separable_only_if_their_classes_are_equal():
    assert nn.separation([[1.0, 2.0]] * 9, [1] * 9).separable
    assert not nn.separation([[1.0, 2.0]] * 9, [1] * 8 + [-1]).separable


@pytest.mark.parametrize(
    ("gate", "separable"),
    [([0, 0, 0, 1], True), ([0, 1, 1, 1], True), ([0, 1, 1, 0], False), ([0] * 4, True)],
)
def test_and_or_and_a_single_class_are_separable_and_xor_is_not(gate, separable):
    assert nn.separation(CORNERS, gate).separable == separable


@pytest.mark.parametrize("scale", [1e-150, 1e-6, 1e6, 1e150])
def test_units_do_not_matter(scale):
    found = nn.separation([[-scale], [3 * scale]], [-1, 1])
    # The two points (s, -1) and (3s, 1): the origin's distance to the segment between them.
    inside = -(scale**2) * 3 + 1 > 0
    expected = 4 * scale / math.hypot(2 * scale, 2) if inside else math.hypot(scale, 1)
    assert found.margin == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("gap", [1e-3, 1e-5, 1e-7])
def test_a_narrow_gap_is_seen_and_none_is_invented(gap):
    assert nn.separation([[0, 0], [1, gap], [2, 0], [1, -gap]], [0, 1, 0, 0]).separable
    assert not nn.separation([[0, 0], [1, -gap], [2, 0], [1, -1]], [0, 1, 0, 0]).separable


@given(
    labelled_points(),
    st.lists(st.floats(-20, 20), min_size=5, max_size=5),
    st.sampled_from([0.01, 0.5, 1.0, 10.0]),
)
def test_the_bound_is_the_last_count_that_the_inequality_allows(data, start, learning_rate):
    found = nn.separation(*data)
    d = len(data[0][0])
    w, b = start[:d], start[d]
    bound = nn.mistake_bound(found, w, b, learning_rate)
    if not found.separable:
        assert bound == math.inf
        return

    def slack(k):
        part = np.dot([*w, b], [*found.w, found.b]) + k * learning_rate * found.margin
        return np.linalg.norm([math.sqrt(k) * learning_rate * found.radius, *w, b]) - part

    tolerance = 1e-6 * (1 + np.linalg.norm([*w, b]))
    assert bound == int(bound) >= 0
    assert slack(bound) >= -tolerance
    assert slack(bound + 1) < tolerance


@given(labelled_points(), st.sampled_from([0.01, 1.0, 10.0]))
def test_from_zero_it_is_novikoffs_bound_at_any_learning_rate(data, learning_rate):
    found = nn.separation(*data)
    expected = math.floor(found.bound + 1e-6) if found.separable else math.inf
    assert nn.mistake_bound(found, [0.0] * len(data[0][0]), 0.0, learning_rate) == expected


def test_novikoffs_bound_from_zero_is_broken_by_a_bad_start_and_the_general_one_is_not():
    rule = nn.PerceptronRule([[-1.0], [1.0]], [-1, 1])
    found = nn.separation(rule.X, rule.y)
    _, updates = rule.run(rule.start([-10.0], 5.0))
    assert found.bound < len(updates) <= nn.mistake_bound(found, [-10.0], 5.0)


def test_a_start_along_the_best_direction_makes_no_mistake():
    found = nn.separation(CORNERS, [0, 0, 0, 1])
    assert nn.mistake_bound(found, 1e3 * np.array(found.w), 1e3 * found.b) == 0


def test_a_start_far_beyond_the_margin_has_an_exact_bound():
    found = nn.separation([[0.0], [1e-6]], [0, 1])
    along, across = 1e12, 1e5
    w, b = along * found.w[0] - across * found.b, along * found.b + across * found.w[0]
    # For along >> across >> radius the inequality becomes 2 along margin k <= across^2.
    expected = across**2 / (2 * along * found.margin)
    assert nn.mistake_bound(found, [w], b) == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize("size", [1e150, 1e155, 1e300])
@pytest.mark.parametrize(
    ("w", "b", "mistakes"), [(-1, 0, 2), (-1, 1, 1 + math.sqrt(2)), (1, 1, math.sqrt(2) - 1), (0, -1, 1)]
)
def test_a_huge_start_has_a_finite_bound(size, w, b, mistakes):
    found = nn.separation([[-1.0], [1.0]], [-1, 1])
    # The best direction is (1, 0), its margin 1. So far out, the inequality reads w + k <= sqrt(w^2 + b^2).
    assert nn.mistake_bound(found, [w * size], b * size) == pytest.approx(mistakes * size)


def test_a_bound_too_large_for_a_float_is_refused_in_words():
    found = nn.separation([[-1.0], [1.0]], [-1, 1])
    with pytest.raises(InvalidValueError, match="use smaller weights or a larger learning rate"):
        nn.mistake_bound(found, [-1.0], 0.0, learning_rate=1e-310)


@pytest.mark.parametrize(
    ("w", "b", "learning_rate", "words"),
    [
        ([1.0], 0.0, 1.0, "1 weights for 2 features"),
        ([1.0, np.nan], 0.0, 1.0, "nan"),
        ([1.0, 1.0], "x", 1.0, "b should be one number"),
        ([1.0, 1.0], 0.0, -1.0, "above 0"),
    ],
)
def test_a_start_that_makes_no_sense_has_no_bound(w, b, learning_rate, words):
    with pytest.raises(InvalidValueError, match=words):
        nn.mistake_bound(nn.separation(CORNERS, [0, 0, 0, 1]), w, b, learning_rate)


@pytest.mark.parametrize(("X", "y"), [([], []), ([[1.0], [np.inf]], [0, 1]), ([[1.0], [2.0]], [0])])
def test_examples_that_cannot_be_used_are_refused(X, y):
    with pytest.raises(DataError):
        nn.separation(X, y)
