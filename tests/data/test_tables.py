from pathlib import Path

import numpy as np
import pytest
from sklearn import datasets

from dlwidgets import data
from dlwidgets.data import load

TABLES = Path(data.__file__).with_name("tables")


def test_iris_is_that_of_scikit_learn():
    ours, theirs = load("iris"), datasets.load_iris()
    np.testing.assert_array_equal(ours.X, theirs.data)
    np.testing.assert_array_equal(ours.y, theirs.target)
    assert list(ours.axis_labels) == theirs.feature_names
    assert list(ours.class_names) == theirs.target_names.tolist()
    assert ours.units == ("cm",) * 4


def test_digits_are_those_of_scikit_learn():
    ours, theirs = load("digits"), datasets.load_digits()
    np.testing.assert_array_equal(ours.X, theirs.data)
    np.testing.assert_array_equal(ours.y, theirs.target)
    assert list(ours.feature_names) == theirs.feature_names
    assert ours.class_names == tuple("0123456789")


@pytest.mark.parametrize(
    ("name", "read"), [("wine", datasets.load_wine), ("breast_cancer", datasets.load_breast_cancer)]
)
def test_wines_and_tumours_are_those_of_scikit_learn(name, read):
    ours, theirs = load(name), read()
    np.testing.assert_array_equal(ours.X, theirs.data)
    np.testing.assert_array_equal(ours.y, theirs.target)
    assert [feature.replace(" ", "_") for feature in ours.feature_names] == [
        feature.replace(" ", "_") for feature in theirs.feature_names
    ]
    assert ours.n_classes == len(theirs.target_names)


def test_zero_is_malignant():
    assert load("breast_cancer").class_names == tuple(datasets.load_breast_cancer().target_names.tolist())


@pytest.mark.parametrize("file", ["iris.csv", "digits.npz", "wine.csv", "breast_cancer.npz"])
def test_each_table_is_small_and_has_its_source_and_licence(file):
    assert (TABLES / file).stat().st_size < 100_000
    line = next(line for line in (TABLES / "LICENSES.md").read_text().splitlines() if f"`{file}`" in line)
    assert "CC BY 4.0" in line
    assert "https://doi.org/" in line


def test_no_table_travels_without_a_licence():
    assert {path.name for path in TABLES.iterdir()} == {
        "LICENSES.md",
        "iris.csv",
        "digits.npz",
        "wine.csv",
        "breast_cancer.npz",
    }
