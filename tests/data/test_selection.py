import numpy as np
import pytest
from sklearn.datasets import load_iris

from dlwidgets.data import Dataset, load, require_two_classes
from dlwidgets.errors import DataError, UnknownNameError


@pytest.mark.parametrize("features", [["petal width", "sepal length"], [3, 0], np.array([3, 0])])
@pytest.mark.parametrize("classes", [["virginica", "setosa"], (2, 0)])
def test_features_and_classes_come_in_the_order_given(features, classes):
    theirs = load_iris()
    data = load("iris").select(features=features, classes=classes)
    kept = theirs.target != 1
    np.testing.assert_array_equal(data.X, theirs.data[kept][:, [3, 0]])
    np.testing.assert_array_equal(data.y, np.where(theirs.target[kept] == 2, 0, 1))
    assert data.class_names == ("virginica", "setosa")
    assert data.axis_labels == ("petal width (cm)", "sepal length (cm)")
    flower = Dataset("one", [[1, 2, 3]], [0], units=("cm", "g", "s"))
    assert flower.select(features=["x3", "x1"]).axis_labels == ("x3 (s)", "x1 (cm)")


def test_nothing_given_keeps_everything():
    data = load("iris").select()
    assert (data.n_examples, data.n_features, data.n_classes) == (150, 4, 3)


def test_a_single_name_is_one_choice():
    assert load("iris").select(features="petal width", classes="setosa").X.shape == (50, 1)


@pytest.mark.parametrize(
    ("choice", "error", "message"),
    [
        (
            {"features": ["petal widht"]},
            UnknownNameError,
            "feature 'petal widht'.*Did you mean 'petal width'",
        ),
        ({"classes": ["setossa"]}, UnknownNameError, "class 'setossa'.*Did you mean 'setosa'"),
        ({"features": [4]}, UnknownNameError, "no feature 4"),
        ({"classes": [-1]}, UnknownNameError, "no class -1"),
        ({"features": []}, DataError, "Choose at least one feature"),
        ({"classes": []}, DataError, "Choose at least one class"),
        ({"features": [0, "sepal length"]}, DataError, "more than one of: 'sepal length'"),
    ],
)
def test_wrong_choices_are_refused(choice, error, message):
    with pytest.raises(error, match=message):
        load("iris").select(**choice)


def test_values_have_no_classes_to_choose():
    with pytest.raises(DataError, match="'plane' is a regression data set"):
        load("plane").select(classes=[0])


def test_two_classes_with_examples_are_accepted():
    require_two_classes(load("xor"))
    require_two_classes(load("iris").select(classes=["setosa", "virginica"]))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (load("iris"), r"3 classes \(setosa, versicolor, virginica\).*classes=\('setosa', 'versicolor'\)"),
        (load("iris").select(classes="setosa"), "all of class 'setosa'"),
        (Dataset("mine", [[0], [1]], [1, 1], class_names=("a", "b")), "all of class 'b'.*Add examples"),
        (load("plane"), "regression.*two classes are needed"),
    ],
)
def test_anything_but_two_classes_is_refused_with_a_way_out(data, message):
    with pytest.raises(DataError, match=message):
        require_two_classes(data)
