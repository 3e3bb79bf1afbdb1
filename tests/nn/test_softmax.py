"""Softmax against Keras and SciPy, and its Jacobian against finite differences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import log_softmax, softmax

from dlwidgets import nn
from dlwidgets.errors import InvalidValueError

logits = arrays(float, st.integers(1, 6), elements=st.floats(-50, 50, width=32))
anything = arrays(float, st.integers(1, 6), elements=st.floats(-1e30, 1e30))
STEP = 1e-6


def test_softmax_equals_that_of_keras(keras):
    scores = np.random.default_rng(0).normal(scale=5, size=(20, 4))
    np.testing.assert_allclose(nn.softmax(scores), keras.activations.softmax(scores), rtol=1e-12)
    np.testing.assert_allclose(nn.log_softmax(scores), keras.activations.log_softmax(scores), rtol=1e-12)


@given(logits, st.floats(0.1, 10))
def test_temperature_divides_the_scores(scores, temperature):
    np.testing.assert_allclose(nn.softmax(scores, temperature), softmax(scores / temperature), rtol=1e-12)
    np.testing.assert_allclose(nn.log_softmax(scores, temperature), log_softmax(scores / temperature), rtol=1e-9)


@given(anything, st.floats(1e-3, 1e3))
def test_scores_of_any_size_give_probabilities(scores, temperature):
    p = nn.softmax(scores, temperature)
    assert ((p >= 0) & (p <= 1)).all()
    assert p.sum() == pytest.approx(1)
    assert p[scores.argmax()] == p.max()
    np.testing.assert_allclose(np.exp(nn.log_softmax(scores, temperature)), p, atol=1e-12)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([0.0, 0.0, 0.0, 0.0], [0.25] * 4),
        ([1e30, 1e30], [0.5, 0.5]),
        ([-1e30, 1e30], [0, 1]),
        ([-1e308, 1e308], [0, 1]),
        ([-1e30, -1e30, 0.0], [0, 0, 1]),
        ([[1e30], [-1e30]], [[1], [1]]),
    ],
)
def test_extreme_scores_give_the_limits_without_a_warning(scores, expected):
    np.testing.assert_array_equal(nn.softmax(scores), expected)


@given(logits, st.floats(0.5, 4))
def test_the_jacobian_is_what_small_changes_of_the_scores_do(scores, temperature):
    nudges = STEP * np.eye(len(scores))
    rise = nn.softmax(scores + nudges, temperature) - nn.softmax(scores - nudges, temperature)
    jacobian = nn.softmax_jacobian(nn.softmax(scores, temperature), temperature)
    np.testing.assert_allclose(jacobian, rise.T / (2 * STEP), atol=1e-8)


def test_the_jacobian_of_a_batch_is_that_of_each_row():
    p = nn.softmax(np.random.default_rng(0).normal(size=(5, 2, 3)))
    jacobians = nn.softmax_jacobian(p)
    assert jacobians.shape == (5, 2, 3, 3)
    np.testing.assert_array_equal(jacobians[4, 1], nn.softmax_jacobian(p[4, 1]))


@pytest.mark.parametrize(
    ("scores", "temperature", "words"),
    [
        (1.0, 1.0, "logits should be a list"),
        ([], 1.0, "empty"),
        ([0.0, np.nan], 1.0, "nan came at index 1"),
        ([0.0, np.inf], 1.0, "inf came at index 1"),
        (["a"], 1.0, "logits should be"),
        ([0.0, 1.0], 0.0, "temperature should be above 0"),
        ([0.0, 1.0], -1.0, "temperature should be above 0"),
        ([0.0, 1.0], np.nan, "temperature should be one number"),
    ],
)
def test_what_softmax_cannot_use_is_named(scores, temperature, words):
    for function in (nn.softmax, nn.log_softmax):
        with pytest.raises(InvalidValueError, match=words):
            function(scores, temperature)
