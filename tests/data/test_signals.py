"""MNIST-1D against the package of its authors."""

import random

import numpy as np
import pytest
from mnist1d.data import get_dataset_args, make_dataset

from dlwidgets.data import load

EVERYBODYS = np.random.mtrand._rand
"""The generator behind ``np.random.rand`` and its like."""


@pytest.fixture
def global_seeds():
    """What the authors' package seeds for everyone is put back."""
    numpys, pythons = EVERYBODYS.get_state(), random.getstate()
    yield
    EVERYBODYS.set_state(numpys)
    random.setstate(pythons)


def theirs(n, seed, *, is_shuffled=False):
    """What the authors' package makes, both parts in one."""
    arguments = get_dataset_args()
    arguments.num_samples, arguments.seed, arguments.shuffle_seq = n, seed, is_shuffled
    made = make_dataset(arguments)
    return np.vstack([made["x"], made["x_test"]]), np.concatenate([made["y"], made["y_test"]])


@pytest.mark.parametrize(("n", "seed"), [(500, 42), (200, 0), (10, 7)])
@pytest.mark.parametrize("name", ["mnist1d", "mnist1d_shuffled"])
def test_signals_are_those_of_the_authors_to_a_millionth(name, n, seed, global_seeds):
    ours = load(name, n=n, seed=seed)
    X, y = theirs(n, seed, is_shuffled=name == "mnist1d_shuffled")
    np.testing.assert_allclose(ours.X, X, rtol=0, atol=6e-7)
    np.testing.assert_array_equal(ours.y, y)


def test_drawing_signals_disturbs_nobodys_chance():
    before = EVERYBODYS.get_state()
    load("mnist1d", n=20)
    np.testing.assert_array_equal(EVERYBODYS.get_state()[1], before[1])
    assert EVERYBODYS.get_state()[2:] == before[2:]


def test_signals_hold_every_digit_alike_also_where_ten_does_not_divide_their_number():
    signals = load("mnist1d", n=95, seed=1)
    assert sorted(np.bincount(signals.y)) == [9] * 5 + [10] * 5
    assert (signals.X.mean(), signals.X.std()) == (pytest.approx(0, abs=1e-6), pytest.approx(1, abs=1e-6))
    assert signals.n_features == 40


def test_shuffled_signals_are_the_same_in_another_order_which_is_one_for_all():
    plain, shuffled = (load(name, n=50, seed=5) for name in ("mnist1d", "mnist1d_shuffled"))
    np.testing.assert_array_equal(plain.y, shuffled.y)
    places = [int(np.flatnonzero((column[:, None] == plain.X).all(axis=0))[0]) for column in shuffled.X.T]
    assert sorted(places) == [*range(40)]
    assert places != [*range(40)]


def test_without_a_number_there_are_as_many_signals_as_in_the_paper():
    signals = load("mnist1d", seed=42)
    assert signals.X.shape == (5000, 40)
    np.testing.assert_array_equal(np.bincount(signals.y), [500] * 10)
