"""One neuron: the numbers, and that the text shows these numbers."""

import math
import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwidgets import nn
from dlwidgets.errors import DataError, InvalidValueError, UnknownNameError

tenths = st.integers(-99, 99).map(lambda n: n / 10)
eighths = st.integers(-20_000, 20_000).map(lambda n: n / 8)  # sums and products of these are exact
anything = st.floats(-1e12, 1e12, allow_subnormal=False)


def pairs(numbers):
    return st.lists(st.tuples(numbers, numbers), min_size=1, max_size=5)


def numbers_in(line):
    """Read the numbers of a line, left to right; the digit of a name such as x1 is none."""
    return [float(text) for text in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]\d+)?", line)]


def fits_its_text(value):
    """Tell whether three digits, or all digits of a large whole number, hold the value exactly."""
    digits = Decimal(value).normalize().as_tuple().digits
    return len(digits) <= 3 or (abs(value) >= 1000 and value == int(value))


def test_weighted_sum_equals_the_matrix_product():
    rng = np.random.default_rng(0)
    X, w = rng.normal(size=(50, 30)), rng.normal(size=30)
    np.testing.assert_allclose(nn.weighted_sum(X, w, 0.7), X @ w + 0.7, rtol=1e-11, atol=1e-13)


def test_a_row_has_the_same_sum_alone_and_among_others():
    rng = np.random.default_rng(0)
    X, w = rng.normal(size=(97, 30)), rng.normal(size=30)
    alone = [nn.weighted_sum(X[i : i + 1], w, 0.1)[0] for i in range(97)]
    np.testing.assert_array_equal(nn.weighted_sum(np.asfortranarray(X), w, 0.1), alone)


@pytest.mark.parametrize(
    ("w", "b", "words"),
    [
        ([1.0], 0.0, "1 weights for 2 features"),
        ([1.0, math.nan], 0.0, "nan came at index 1"),
        ([1.0, "much"], 0.0, "much"),
        ([1.0, "2"], 0.0, "text"),
        ([1.0, 2.0], math.inf, "inf came"),
        ([1.0, 2.0], "0", "b should be one number"),
        ([1.0, 2.0], [0.0], "b should be one number"),
        ([1.0, 2.0], None, "b should be one number"),
        ([1e308, 1e308], 0.0, "too large"),
    ],
)
def test_weights_that_cannot_be_used_are_named(w, b, words):
    with pytest.raises(InvalidValueError, match=words):
        nn.weighted_sum([[10.0, 20.0]], w, b)


@pytest.mark.parametrize(
    ("X", "words"),
    [
        ([], "shape is \\(0,\\)"),
        (np.empty((0, 2)), "empty"),
        ([1.0, 2.0], "shape is \\(2,\\)"),
        ([[1.0, 2.0], [3.0, math.nan]], "nan came at index 1, 1"),
        ([[1.0, 2.0], [3.0]], "different lengths"),
        ([["a", "b"]], "text"),
    ],
)
def test_examples_that_cannot_be_used_are_named(X, words):
    with pytest.raises(DataError, match=words):
        nn.weighted_sum(X, [1.0, 1.0], 0.0)


def test_worked_example_keeps_every_number_and_writes_it_out():
    worked = nn.worked_example([1.4, 0.2], [0.5, -0.2], 0.1, "tanh", ["petal length", "petal width"])
    assert worked.terms[1] == nn.Term("petal width", -0.2, 0.2, -0.2 * 0.2)
    assert worked.output == pytest.approx(math.tanh(0.76), rel=1e-14)
    assert worked.lines == (
        "petal length: 0.5 × 1.4 = 0.7",
        "petal width: (-0.2) × 0.2 = -0.04",
        "0.5 × 1.4 + (-0.2) × 0.2 + 0.1 = 0.76",
        "tanh(0.76) ≈ 0.641",
    )


@given(pairs(tenths), tenths)
def test_a_line_with_an_equals_sign_is_true_as_arithmetic(terms, b):
    x, w = zip(*terms, strict=True)
    lines = nn.worked_example(x, w, b, "relu").lines
    for left, right in (line.split(": ")[-1].split(" = ") for line in lines[:-1] if " = " in line):
        value = eval(left.replace("×", "*"))  # noqa: S307 - the text is this test's own arithmetic
        assert value == pytest.approx(float(right), rel=1e-9, abs=1e-12)


@given(pairs(anything), anything, st.sampled_from(sorted(nn.ACTIVATIONS)))
def test_every_number_shown_is_the_number_computed(terms, b, activation):
    x, w = zip(*terms, strict=True)
    worked = nn.worked_example(x, w, b, activation)
    *_, total, output = worked.lines
    inputs = [value for term in worked.terms for value in (term.w, term.x)]
    assert numbers_in(total) == pytest.approx([*inputs, b, worked.weighted_sum], rel=5.1e-3)
    assert numbers_in(output) == pytest.approx([worked.weighted_sum, worked.output], rel=5.1e-3)
    for line, term in zip(worked.lines, worked.terms, strict=False):
        assert numbers_in(line) == pytest.approx([term.w, term.x, term.product], rel=5.1e-3)


@given(pairs(eighths), eighths)
def test_an_equals_sign_stands_where_and_only_where_nothing_was_rounded(terms, b):
    x, w = zip(*terms, strict=True)
    worked = nn.worked_example(x, w, b, "relu")
    values = [*x, *w, b, worked.weighted_sum]
    assert (" = " in worked.lines[-2]) == all(map(fits_its_text, values))


def test_large_numbers_are_written_out_and_huge_ones_with_an_exponent():
    line = nn.worked_example([1234.0, 1e30], [1.0, 1.0], -0.0, "relu").lines[-2]
    assert line == "1 × 1234 + 1 × 1e+30 + 0 = 1e+30"


def test_names_that_do_not_fit_the_features_are_refused():
    with pytest.raises(DataError, match="1 names for 2 features"):
        nn.worked_example([1.0, 2.0], [1.0, 2.0], 0.0, "step", ["petal length"])


def test_a_misspelt_activation_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="'tanh'"):
        nn.worked_example([1.0], [1.0], 0.0, "tahn")
