"""Data are refused in words where they can't be trained on, and otherwise reach Keras as they are."""

import numpy as np
import pandas as pd
import pytest

import dlwidgets as dlw
from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.network import CompileSpec, Dense, Flatten, Input, LossSpec, NetworkSpec
from dlwidgets.training.engine.compiled import loss_name
from dlwidgets.training.engine.material import material_of
from dlwidgets.training.keras_door import import_keras
from dlwidgets.training.model_checks import check_fit
from tests.training.networks import seeded_model

X = np.arange(12.0).reshape(6, 2)
GAP = X.copy()
GAP[[1, 4], 1] = np.nan
MISSING = pd.DataFrame(X).astype("Float64")
MISSING.iloc[4, 0] = pd.NA


@pytest.mark.parametrize(
    ("X", "y", "settings", "words"),
    [
        (X, [1, 2], {}, "6 rows, but y has 2"),
        (X, ["a"] * 6, {}, "y holds 'a'.*Dataset.from_arrays"),
        (X.astype(object), [1, "b", 3, 4, 5, 6], {}, "y holds"),
        (np.full((6, 2), "x", dtype=object), np.ones(6), {}, "X holds 'x'"),
        (GAP, np.ones(6), {}, "X holds a missing value.* row 1, 4"),
        (X, [1, 2, np.inf, 4, 5, 6], {}, "y holds an infinite value.* row 2"),
        ([[1], [1, 2]], [1, 2], {}, "different lengths"),
        (np.zeros((0, 2)), np.zeros(0), {}, "no example"),
        (3.0, 4.0, {}, "one after the other"),
        (iter(X), None, {}, "one after the other"),
        (X, None, {}, "no targets"),
        ([X, X], np.ones(6), {}, "one input"),
        ({"a": X}, np.ones(6), {}, "one input"),
        (X, np.ones(6), {"validation_split": 1.0}, "share"),
        (X, np.ones(6), {"validation_split": "x"}, "share"),
        (X[:1], np.ones(1), {"validation_split": 0.5}, "can't be parted"),
        (X, np.ones(6), {"sample_weight": [1, 2]}, "sample_weight has shape"),
        (X, np.ones(6), {"sample_weight": -np.ones(6)}, "negative"),
        (X, np.ones(6), {"sample_weight": np.ones(6), "class_weight": {1: 2}}, "one of them"),
        (X, np.ones(6), {"class_weight": [1, 2]}, "class_weight is a dict"),
        (X, ["a"] * 6, {"class_weight": {0: 1.0}}, "y holds 'a'.*Dataset.from_arrays"),
        (X, [0, 1, np.nan, 1, 0, 1], {"class_weight": {0: 1.0}}, "y holds a missing value.* row 2"),
        (X, np.ones((6, 3, 2)), {"class_weight": {0: 1.0}}, "one class for each example, but y has shape"),
        (np.where(X > 3, 1e300, 1.0), np.ones(6), {}, r"X holds a number above 3.4e\+38 in row \d.*scale X"),
        (MISSING, np.ones(6), {}, r"X holds a missing value \(NaN\) in row 4, counted"),
        (X, np.ones(6), {"validation_data": (X, None)}, "y of the validation data"),
        (X, np.ones(6), {"validation_data": (X, np.ones(6), -np.ones(6))}, "negative"),
        (X, np.ones(6), {"validation_data": X}, "validation_data is"),
        (X, np.ones(6), {"validation_data": (np.ones((2, 3)), np.ones(2))}, "both need the same features"),
        (X, np.ones(6), {"validation_data": (X, np.ones(5))}, "X of the validation data has 6 rows"),
    ],
)
def test_data_that_can_not_be_trained_on_are_refused_in_words(X, y, settings, words):
    with pytest.raises((DataError, InvalidValueError), match=words):
        material_of(X, y, **settings)


def test_a_stream_of_tensorflow_is_refused_in_words():
    import_keras()
    import tensorflow as tf

    with pytest.raises(DataError, match="give an array"):
        material_of(tf.data.Dataset.from_tensor_slices((X, np.ones(6))).batch(2))


def test_data_keep_their_numbers_and_kinds():
    made = material_of(X.tolist(), [True, False, True, False, True, False], sample_weight=range(6))
    assert [column.dtype for column in made.columns] == [np.float32] * 3
    assert material_of(X, np.arange(6)).columns[1].dtype == np.int64
    assert (made.n, made.n_validation, made.nbytes) == (6, 0, 6 * 4 * 4)
    assert material_of(made) is made
    assert material_of(X, np.arange(6)).fingerprint == material_of(X.copy(), np.arange(6)).fingerprint
    assert material_of(X, np.arange(6)).fingerprint != material_of(X + 1, np.arange(6)).fingerprint


def test_the_last_rows_are_held_back_as_keras_counts_them():
    made = material_of(X, np.arange(6), validation_split=0.3, class_weight={1: 5.0})
    assert (made.n, made.n_validation) == (4, 2)
    assert made.columns[2].tolist() == [1, 5, 1, 1]
    assert made.validation[1].tolist() == [4, 5]


def test_data_sets_and_splits_bring_their_targets():
    iris = dlw.load("iris")
    assert material_of(iris).n == 150
    parts = iris.split(0.8)
    assert (material_of(parts).n, material_of(parts).n_validation) == (120, 30)
    assert material_of(iris, validation_data=parts.test).n_validation == 30


def made(loss, units=3, activation="softmax"):
    return seeded_model(NetworkSpec([Input((2,)), Dense(units, activation)], CompileSpec("sgd", loss)))


@pytest.mark.parametrize(
    ("loss", "units", "y", "words"),
    [
        ("sparse_categorical_crossentropy", 3, np.eye(3)[[0, 1, 2, 0, 1, 2]], "one class number per example.*argmax"),
        ("sparse_categorical_crossentropy", 3, [0, 1, 2, 3, 1, 2], "class 3, but the last layer has 3 units"),
        ("sparse_categorical_crossentropy", 3, [0, 1, 2, -1, 1, 2], "holds -1"),
        ("sparse_categorical_crossentropy", 3, [0, 1, 0.5, 0, 1, 2], "holds 0.5"),
        ("sparse_categorical_crossentropy", 3, [1] * 6, "one class"),
        ("categorical_crossentropy", 3, [0, 1, 2, 0, 1, 2], "row of 3 numbers.*sparse_categorical"),
        ("categorical_crossentropy", 3, np.eye(4)[[0, 1, 2, 0, 1, 2]], "must agree"),
        ("binary_crossentropy", 1, [-1, 1, -1, 1, 1, 1], "labels from 0 to 1"),
        ("binary_crossentropy", 1, [1] * 6, "one class"),
        ("hinge", 1, [0, 2, 0, 1, 1, 1], "labels from -1 to 1"),
        ("mse", 3, [0, 1, 2, 0, 1, 2], "must agree"),
        (LossSpec("Poisson"), 1, [0, 1, 2, -1, 1, 2], "counts of 0 or more"),
    ],
)
def test_targets_that_do_not_suit_the_loss_are_refused_in_words(loss, units, y, words):
    with pytest.raises(DataError, match=words):
        check_fit(made(loss, units, "sigmoid"), material_of(X, y))


@pytest.mark.parametrize(
    ("loss", "units", "y"),
    [
        ("sparse_categorical_crossentropy", 3, [[0], [1], [2], [0], [1], [2]]),
        ("sparse_categorical_crossentropy", 3, [0, 1, 2, 0, 1, 2]),
        ("categorical_crossentropy", 3, np.eye(3)[[0, 1, 2, 0, 1, 2]]),
        ("binary_crossentropy", 1, [0, 1, 0, 1, 0.5, 1]),
        ("hinge", 1, [-1, 1, -1, 1, 1, 1]),
        ("mse", 1, np.arange(6)),
        ("mse", 1, np.arange(6)[:, None]),
        ("mse", 3, np.zeros((6, 3))),
    ],
)
def test_targets_that_suit_the_loss_are_taken(loss, units, y):
    check_fit(made(loss, units, "sigmoid"), material_of(X, y))


def test_examples_of_another_shape_are_refused_with_what_mends_them():
    model = seeded_model(NetworkSpec([Input((2, 3)), Flatten(), Dense(1)], CompileSpec("sgd", "mse")))
    with pytest.raises(DataError, match=r"shape \(2, 3\).*\(6,\).*X.reshape\(-1, 2, 3\) would fit"):
        check_fit(model, material_of(np.zeros((4, 6)), np.arange(4)))


@pytest.mark.parametrize(
    ("loss", "name"),
    [
        ("mse", "mean_squared_error"),
        (LossSpec("MeanSquaredError"), "mean_squared_error"),
        ("bce", "binary_crossentropy"),
        (LossSpec("SparseCategoricalCrossentropy", from_logits=True), "sparse_categorical_crossentropy"),
    ],
)
def test_a_loss_has_one_name_however_it_is_written(loss, name):
    assert loss_name(made(loss)) == name


def test_a_loss_of_the_readers_own_has_no_name_and_is_not_judged():
    model = made("mse")
    model.compile("sgd", lambda y, p: (y - p) ** 2)
    assert loss_name(model) == ""
    check_fit(model, material_of(X, np.arange(6)))
