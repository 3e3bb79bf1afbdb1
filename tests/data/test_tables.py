import re
from pathlib import Path

import numpy as np
import pytest
from sklearn import datasets
from sklearn.neighbors import KNeighborsClassifier

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


def test_pictures_of_mnist_are_in_grey_and_of_each_digit_as_many():
    mnist = load("mnist")
    assert mnist.X.shape == (3000, 784)
    assert (mnist.X.min(), mnist.X.max()) == (0, 255)
    np.testing.assert_array_equal(mnist.X, mnist.X.round())
    np.testing.assert_array_equal(np.bincount(mnist.y), [300] * 10)
    assert len(np.unique(mnist.X, axis=0)) == 3000
    pictures = mnist.X.reshape(-1, 28, 28)
    assert mnist.feature_names[28 * 3 + 5] == "pixel_3_5"
    # MNIST centres the ink of each digit, and leaves 4 pixels of paper around it.
    assert pictures[:, [0, 1, -2, -1]].mean() < 1
    across = (pictures.sum(axis=1) * np.arange(28)).sum(axis=1) / pictures.sum(axis=(1, 2))
    np.testing.assert_allclose(across, 13.5, atol=1.2)


def test_pictures_of_mnist_have_the_labels_of_those_that_look_like_them():
    mnist = load("mnist")
    assert KNeighborsClassifier(1).fit(mnist.X[::2], mnist.y[::2]).score(mnist.X[1::2], mnist.y[1::2]) > 0.9


def test_recordings_of_vowels_have_the_steps_and_speakers_of_their_description():
    vowels = load("japanese_vowels")
    steps = vowels.X.reshape(-1, 29, 12)
    is_spoken = steps.any(axis=2)
    lengths = is_spoken.sum(axis=1)
    assert (len(steps), lengths.min(), lengths.max()) == (640, 7, 29)
    np.testing.assert_array_equal(is_spoken, np.arange(29) < lengths[:, None])
    np.testing.assert_array_equal(np.bincount(vowels.y[:270]), [30] * 9)
    np.testing.assert_array_equal(np.bincount(vowels.y[270:]), [31, 35, 88, 44, 29, 24, 40, 50, 29])
    # The first and the last number of the first recording, as UCI and aeon print them.
    assert (steps[0, 0, 0], steps[0, 0, 1]) == (1.860936, -0.207383)
    assert vowels.feature_names[12] == "step_2_number_1"
    assert vowels.class_names[8] == "speaker 9"


@pytest.mark.parametrize(
    ("file", "licence"),
    [
        ("iris.csv", "CC BY 4.0"),
        ("digits.npz", "CC BY 4.0"),
        ("wine.csv", "CC BY 4.0"),
        ("breast_cancer.npz", "CC BY 4.0"),
        ("japanese_vowels.npz", "CC BY 4.0"),
        ("mnist.npz", "CC BY-SA 3.0"),
        ("mnist1d.csv", "Apache 2.0"),
    ],
)
def test_each_table_is_small_and_has_its_source_and_licence(file, licence):
    assert (TABLES / file).stat().st_size < 500_000
    line = next(line for line in (TABLES / "LICENSES.md").read_text().splitlines() if f"`{file}`" in line)
    assert line.endswith(f"| {licence} |")
    assert "https://doi.org/" in line
    for text in re.findall(r"`(LICENSE-\S+)`", line):
        assert "opyright" in (TABLES / text).read_text()


def test_no_table_travels_without_a_licence():
    told = (TABLES / "LICENSES.md").read_text()
    files = {path.name for path in TABLES.iterdir()} - {"LICENSES.md"}
    assert {name for name in files if f"`{name}`" in told} == files
