"""The losses against scikit-learn and sums written out."""

import math

import numpy as np
import pytest
from scipy.special import expit
from sklearn.metrics import log_loss
from sklearn.metrics import mean_squared_error as sklearn_mean_squared_error

from dlwidgets import nn
from dlwidgets.errors import DataError

RNG = np.random.default_rng(0)
SCORES = RNG.normal(scale=3, size=200)
CLASSES = RNG.integers(0, 2, size=200)
LOSSES = [nn.perceptron_loss, nn.binary_cross_entropy, nn.mean_squared_error]


def test_perceptron_loss_is_the_mean_of_the_wrong_scores():
    wrong = [abs(s) for s, c in zip(SCORES, CLASSES, strict=True) if (s < 0) == (c == 1)]
    assert nn.perceptron_loss(CLASSES, SCORES) == pytest.approx(sum(wrong) / 200, rel=1e-12)


def test_perceptron_loss_takes_class_indices_and_signs_alike():
    assert nn.perceptron_loss(CLASSES, SCORES) == nn.perceptron_loss(2 * CLASSES - 1, SCORES)


def test_binary_cross_entropy_equals_scikit_learn_on_probabilities():
    expected = log_loss(CLASSES, expit(SCORES))
    assert nn.binary_cross_entropy(CLASSES, SCORES) == pytest.approx(expected, rel=1e-12)


def test_binary_cross_entropy_takes_probabilities_as_truth():
    y, p = 0.3, expit(0.8)
    expected = -(y * math.log(p) + (1 - y) * math.log(1 - p))
    assert nn.binary_cross_entropy([y], [0.8]) == pytest.approx(expected, rel=1e-12)


def test_guessing_one_half_costs_the_logarithm_of_two():
    assert nn.binary_cross_entropy([0, 1, 1], [0, 0, 0]) == pytest.approx(math.log(2), rel=1e-15)


def test_a_confident_mistake_costs_its_logit_and_a_confident_hit_nothing():
    assert nn.binary_cross_entropy([0], [1e30]) == nn.binary_cross_entropy([1], [-1e30]) == 1e30
    assert nn.binary_cross_entropy([1, 0], [1e30, -1e30]) == 0


def test_mean_squared_error_equals_scikit_learn():
    expected = sklearn_mean_squared_error(CLASSES, SCORES)
    assert nn.mean_squared_error(CLASSES, SCORES) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("loss", LOSSES)
def test_a_column_of_predictions_is_refused_instead_of_stretched(loss):
    with pytest.raises(DataError, match="shape is \\(2, 1\\)"):
        loss([0, 1], [[0.2], [0.8]])


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize(
    ("y", "prediction", "words"),
    [
        ([0, 1], [0.5], "2 true values and 1 predictions"),
        ([0, 1], [0.5, math.nan], "nan came at index 1"),
        ([0, 1], ["cat", "dog"], "cat"),
        ([], [], "empty"),
    ],
)
def test_predictions_that_cannot_be_compared_are_named(loss, y, prediction, words):
    with pytest.raises(DataError, match=words):
        loss(y, prediction)


def test_cross_entropy_refuses_truths_beyond_a_probability():
    with pytest.raises(DataError, match="0 to 1"):
        nn.binary_cross_entropy([-1, 1], [0.5, 0.5])
