"""Right and wrong, counted."""

import numpy as np
import pytest
from sklearn.metrics import accuracy_score

from dlwidgets import nn
from dlwidgets.errors import DataError

RNG = np.random.default_rng(0)
X = RNG.normal(size=(200, 3))
Y = RNG.integers(0, 2, size=200)
W, B = [0.5, -1.0, 0.25], 0.1


def test_misclassified_and_accuracy_agree_with_predictions_by_the_step():
    predicted = nn.step(nn.weighted_sum(X, W, B))
    np.testing.assert_array_equal(nn.misclassified(X, Y, W, B), np.flatnonzero(predicted != Y))
    assert nn.accuracy(X, Y, W, B) == accuracy_score(Y, predicted)


def test_class_indices_and_signs_mean_the_same():
    np.testing.assert_array_equal(nn.misclassified(X, Y, W, B), nn.misclassified(X, 2 * Y - 1, W, B))


def test_an_example_on_the_boundary_is_wrong_for_either_class():
    assert nn.misclassified([[0.0], [0.0]], [-1, 1], [1.0], 0.0).tolist() == [0, 1]
    assert nn.accuracy([[0.0], [0.0]], [-1, 1], [1.0], 0.0) == 0


def test_truth_values_are_classes():
    assert nn.accuracy([[-1.0], [1.0]], [False, True], [1.0], 0.0) == 1


@pytest.mark.parametrize(
    ("y", "words"),
    [
        ([0, 1], "3 examples, but y has 2 labels"),
        ([0, 1, 2], "holds 0, 1, 2"),
        ([-1, 0, 1], "holds -1, 0, 1"),
        ([0.5, 1, 1], "holds 0.5, 1"),
        (["setosa", "setosa", "virginica"], "setosa"),
        ([0, 1, np.nan], "nan came at index 2"),
    ],
)
def test_labels_that_are_not_two_classes_are_named(y, words):
    with pytest.raises(DataError, match=words):
        nn.accuracy([[1.0], [2.0], [3.0]], y, [1.0], 0.0)
