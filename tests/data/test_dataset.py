import copy
import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_iris

from dlwidgets.data import Dataset, load
from dlwidgets.errors import DataError, UnknownNameError

X = [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]


def test_arrays_are_read_only_copies():
    table, labels = np.array(X), np.array([0, 1, 1])
    data = Dataset("own", table, labels, class_names=("no", "yes"))
    table[0, 0] = labels[0] = 9
    assert data.X[0, 0] == 0
    assert data.y[0] == 0
    assert (data.X.dtype, data.y.dtype) == (np.float64, np.int64)
    for array in (data.X, data.y):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    with pytest.raises(FrozenInstanceError):
        data.name = "other"


def test_sizes_and_default_names_are_those_of_the_table():
    data = Dataset.from_arrays(X, ["b", "a", "b"])
    assert (data.n_examples, data.n_features, data.n_classes) == (3, 2, 2)
    assert data.feature_names == ("x1", "x2")
    assert data.axis_labels == ("x1", "x2")


def test_repr_is_one_short_line():
    assert repr(load("digits")) == "Dataset('digits', 1797 x 64, classes: 0, 1, 2, 3, 4, ...)"
    assert repr(load("plane", n=3)) == "Dataset('plane', 3 x 2, predicts value)"


def test_a_data_set_can_be_copied_and_pickled():
    data = load("iris")
    for twin in (copy.deepcopy(data), pickle.loads(pickle.dumps(data))):  # noqa: S301
        np.testing.assert_array_equal(twin.X, data.X)
        assert repr(twin) == repr(data)


@pytest.mark.parametrize(
    ("labels", "names", "indices"),
    [
        (["b", "a", "b"], ("a", "b"), [1, 0, 1]),
        ([-1, 1, -1], ("-1", "1"), [0, 1, 0]),
        ([10, 9, 10], ("9", "10"), [1, 0, 1]),
        ([0.0, 1.0, 1.0], ("0", "1"), [0, 1, 1]),
        ([True, False, True], ("False", "True"), [1, 0, 1]),
        (pd.Series(["b", "a", "b"], dtype="category"), ("a", "b"), [1, 0, 1]),
        (np.array(["b", "a", "b"]), ("a", "b"), [1, 0, 1]),
    ],
)
def test_classes_are_read_from_labels_of_any_kind(labels, names, indices):
    data = Dataset.from_arrays(X, labels)
    assert data.task == "classification"
    assert data.class_names == names
    assert data.y.tolist() == indices


def test_given_class_names_keep_their_order():
    words = Dataset.from_arrays(X, ["no", "yes", "no"], class_names=["yes", "no"])
    assert words.y.tolist() == [1, 0, 1]
    iris = load_iris()
    data = Dataset.from_arrays(iris.data, iris.target, class_names=iris.target_names)
    assert data.class_names == load("iris").class_names
    np.testing.assert_array_equal(data.y, iris.target)


@pytest.mark.parametrize("labels", [[0.5, 1.5, 2.0], np.float32([0.25, 1, 2])])
def test_fractions_are_values_to_predict(labels):
    data = Dataset.from_arrays(X, labels)
    assert data.task == "regression"
    assert (data.n_classes, data.class_names) == (0, ())
    np.testing.assert_array_equal(data.y, labels)
    assert data.y.dtype == np.float64


def test_many_whole_numbers_are_values_and_few_are_classes():
    table = np.arange(42.0).reshape(21, 2)
    assert Dataset.from_arrays(table, range(21)).task == "regression"
    assert Dataset.from_arrays(table, [*range(20), 0]).task == "classification"
    assert Dataset.from_arrays(table, range(21), task="classification").n_classes == 21
    assert Dataset.from_arrays(table, [*range(20), 0], task="regression").task == "regression"


@pytest.mark.parametrize(
    ("table", "labels", "message"),
    [
        (X, [0, 1], "X has 3 rows, but y has 2 labels"),
        ([], [], "nothing to learn from"),
        (np.empty((0, 2)), [], "nothing to learn from"),
        (np.empty((3, 0)), [0, 1, 0], "nothing to learn from"),
        ([1, 2, 3], [0, 1, 0], r"shape \(3,\).*X.reshape\(-1, 1\)"),
        (np.zeros((3, 8, 8)), [0, 1, 0], r"shape \(3, 8, 8\).*X.reshape\(len\(X\), -1\)"),
        (X, [[0], [1], [0]], r"y has shape \(3, 1\).*y.ravel\(\)"),
        (X, 1, r"y has shape \(\)"),
        ([[1, 2], [3]], [0, 1], "rows have different lengths"),
        ([[1, 2], [3, np.nan], [5, 6]], [0, 1, 0], r"gaps.*1 in 'x2' \(row 1\)"),
        ([[None, 2], [3, 4], [None, 6]], [0, 1, 0], r"gaps.*2 in 'x1' \(rows 0, 2\)"),
        ([[np.nan]] * 9, [0, 1, 0] * 3, r"9 in 'x1' \(rows 0, 1, 2, 3, 4 and 4 more\)"),
        ([[1, 2], [np.inf, 4], [5, -np.inf]], [0, 1, 0], r"infinite.*'x1' \(row 1\), 'x2' \(row 2\)"),
        ([[1, "a"], [2, "b"], [3, "c"]], [0, 1, 0], r"Only numbers.*'x2' holds 'a' \(row 0\)"),
        (X, ["a", None, "b"], r"gaps.*1 in 'y' \(row 1\)"),
        (X, [0, np.nan, 1], r"gaps.*1 in 'y' \(row 1\)"),
        (X, pd.array(["a", pd.NA, "b"], dtype="string"), r"gaps.*1 in 'y' \(row 1\)"),
        (X, ["a", float("nan"), "b"], r"gaps.*1 in 'y' \(row 1\)"),
        (X, [0, np.inf, 1], r"infinite.*'y' \(row 1\)"),
        (X, ["a", 1, "b"], "all words or all numbers, not 1"),
        (X, ["a", "a", "a"], "all 'a'.*at least two classes"),
        (X, [1, 1, 1], "all 1.*at least two classes"),
    ],
)
def test_what_cannot_be_learned_from_is_refused_with_its_place(table, labels, message):
    if isinstance(labels, list) and "a" in labels and 1 in labels:
        labels = np.array(labels, dtype=object)
    with pytest.raises(DataError, match=message):
        Dataset.from_arrays(table, labels)


def test_infinite_labels_are_refused_as_classes_too():
    with pytest.raises(DataError, match=r"infinite.*'y' \(row 1\)"):
        Dataset.from_arrays(X, [0, np.inf, 1], task="classification")


def test_words_are_no_values_to_predict():
    with pytest.raises(DataError, match=r"Only numbers.*'y' holds 'a' \(row 0\)"):
        Dataset.from_arrays(X, ["a", "b", "a"], task="regression")


def test_an_unknown_task_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match=r"task 'regresion'.*Did you mean 'regression'"):
        Dataset.from_arrays(X, [0, 1, 0], task="regresion")


def test_a_label_that_is_no_given_class_is_refused():
    with pytest.raises(UnknownNameError, match=r"class 'yess'.*Did you mean 'yes'"):
        Dataset.from_arrays(X, ["no", "yess", "no"], class_names=("no", "yes"))
    for labels in ([0, 2, 1], [0, -1, 1], [0, 0.5, 1]):
        with pytest.raises(DataError, match=r"y holds .* from 0 to 1 for the classes no, yes"):
            Dataset.from_arrays(X, labels, class_names=("no", "yes"))


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"feature_names": ("a",)}, "X has 2 features, but there are 1 names"),
        ({"units": ("cm",)}, "X has 2 features, but there are 1 units"),
        ({"feature_names": ("a", "a")}, "Each feature needs a name of its own.*'a'"),
        ({"class_names": ("a", "a")}, "Each class needs a name of its own.*'a'"),
    ],
)
def test_names_must_fit(names, message):
    with pytest.raises(DataError, match=message):
        Dataset("own", X, [0, 1, 0], **names)
