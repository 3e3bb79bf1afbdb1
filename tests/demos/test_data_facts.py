"""Facts read off data: data sets by name, tables, arrays with any number of axes."""

import numpy as np
import pandas as pd
import pytest

from dlwidgets.data import Dataset, load, names
from dlwidgets.demos.data_facts import facts_of
from dlwidgets.errors import DataError, UnknownNameError
from dlwidgets.network import propose, xray

CHANCE = np.random.default_rng(0)
TABLE = CHANCE.normal(size=(30, 4))
KINDS = np.arange(30) % 3


@pytest.mark.parametrize("name", names())
def test_the_facts_of_each_data_set_are_those_of_its_arrays_and_a_network_is_proposed_for_it(name):
    data, facts = load(name), facts_of(name)
    assert facts == facts_of(data)
    assert (facts.name, facts.shape, facts.n_examples) == (name, data.X.shape[1:], len(data.X))
    assert (facts.low, facts.high) == (data.X.min(), data.X.max())
    assert (facts.target_low, facts.target_high) == (data.y.min(), data.y.max())
    assert (facts.is_numbers, facts.n_classes) == (not data.class_names, data.n_classes or None)
    assert xray(propose(facts), facts).fits


def test_iris_is_known_to_be_sorted_and_by_its_names():
    facts = facts_of("iris")
    assert facts.is_sorted
    assert not facts_of("digits").is_sorted
    assert facts.says_classes == "3 classes (setosa, versicolor, virginica)"
    assert facts.feature_names[0].startswith("sepal")
    assert facts_of("digits").says_classes == "10 classes (0, 1, 2, 3, …)"


def test_a_table_and_its_target_column():
    frame = pd.DataFrame({"mass": [3.7, 5.0, 4.1], "year": [7, 8, 9], "species": ["Adelie", "Gentoo", "Adelie"]})
    facts = facts_of(frame, "species", name="penguins")
    assert (facts.name, facts.shape, facts.is_binary, facts.class_names) == (
        "penguins",
        (2,),
        True,
        ("Adelie", "Gentoo"),
    )
    assert facts_of(frame.drop(columns="species"), "mass").is_numbers
    assert facts_of({"x": [1, 2], "y": ["a", "b"]}, target="y").target_name == "y"


def test_arrays_keep_their_shape_and_the_numbers_of_their_classes():
    pictures = CHANCE.integers(0, 256, (30, 8, 8, 1))
    facts = facts_of((pictures, KINDS + 1))
    assert (facts.shape, facts.feature_names, facts.n_classes) == ((8, 8, 1), (), 3)
    assert (facts.target_low, facts.target_high) == (1, 3)
    assert [one.rule for one in xray(propose(facts), facts).problems] == ["label-range"]
    assert facts_of((TABLE, KINDS[:, np.newaxis])).n_classes == 3
    assert facts_of([TABLE, KINDS]).n_classes == 3


def test_rows_of_targets_are_one_hot_or_several_numbers():
    rows = facts_of((TABLE, np.eye(3)[KINDS]))
    assert (rows.one_hot, rows.n_classes, rows.n_outputs) == (True, 3, 1)
    numbers = facts_of((TABLE, TABLE[:, :2] * 2))
    assert (numbers.one_hot, numbers.is_numbers, numbers.n_outputs) == (False, True, 2)
    assert (numbers.target_low, numbers.target_high) == (2 * TABLE[:, :2].min(), 2 * TABLE[:, :2].max())
    assert xray(propose(rows), rows).fits
    assert xray(propose(numbers), numbers).fits


def test_ids_are_not_guessed():
    ids = CHANCE.integers(0, 50, (30, 7))
    assert facts_of((ids, KINDS)).whole_ids is None
    assert facts_of((ids, KINDS), ids=True).whole_ids is True
    assert facts_of((TABLE, KINDS), ids=True).whole_ids is False


@pytest.mark.parametrize(
    ("data", "target", "part"),
    [
        ("iriss", None, "Did you mean 'iris'"),
        (pd.DataFrame({"a": [1, 2], "b": [0, 1]}), None, "target='...'"),
        (pd.DataFrame({"a": [1, 2], "b": [0, 1]}), "c", "'c'"),
        (7, None, "(X, y)"),
        ((TABLE, KINDS[:5]), None, "5 labels"),
        ((TABLE, np.zeros(30)), None, "all 0"),
        ((TABLE, np.zeros((30, 2, 2))), None, "(30, 2, 2)"),
        ((3, KINDS), None, "shape ()"),
        ((TABLE[:0], KINDS[:0]), None, "shape (0, 4)"),
        ((TABLE * np.nan, KINDS), None, "gaps"),
        (Dataset("one", [[1.0]], [0], class_names=("a",)), None, "one class"),
    ],
)
def test_data_that_can_not_be_learned_from_are_refused_in_words(data, target, part):
    with pytest.raises((DataError, UnknownNameError)) as caught:
        facts_of(data, target)
    assert part in str(caught.value)
