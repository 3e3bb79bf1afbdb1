"""Rows in the order of their classes, of which ``validation_split`` takes the last: told from the curves alone."""

import numpy as np
import pytest

from dlwidgets.data import load
from dlwidgets.training.curves.finding import Kind
from dlwidgets.training.fit_check import FitCheck


@pytest.fixture(scope="module")
def flowers():
    return load("iris")


def fitted(X, y):
    """Return what is told of a fit that holds back the last third of the rows."""
    import keras

    keras.utils.set_random_seed(1)
    layers = [keras.Input((4,)), keras.layers.Dense(10, "relu"), keras.layers.Dense(3, "softmax")]
    model = keras.Sequential(layers)
    model.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy", metrics=["accuracy"])
    check = FitCheck()
    model.fit(X, y, validation_split=1 / 3, epochs=12, verbose=0, callbacks=[check])
    return check


def test_flowers_in_the_order_of_their_kinds_are_told_and_shuffled_ones_are_not(flowers):
    check = fitted(flowers.X, flowers.y)
    assert check.finding.kind is Kind.UNSEEN
    assert "shuffle the rows" in check.finding.text
    assert check.rule == "generalisation"

    order = np.random.default_rng(0).permutation(len(flowers.y))
    assert fitted(flowers.X[order], flowers.y[order]).finding.kind is not Kind.UNSEEN
