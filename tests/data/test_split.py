import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from dlwidgets.data import Dataset, load
from dlwidgets.errors import DataError, InvalidValueError, UnknownNameError

shares = st.floats(0.01, 0.99)
seeds = st.integers(0, 2**32)
class_sizes = st.lists(st.integers(1, 30), min_size=1, max_size=6).filter(lambda sizes: max(sizes) > 1)


def numbered(sizes):
    """Make a data set of classes of these sizes, whose only feature is the row's number."""
    y = np.repeat(np.arange(len(sizes)), sizes)
    names = tuple("abcdef"[: len(sizes)])
    return Dataset("numbered", np.arange(len(y))[:, None], y, class_names=names)


@given(class_sizes, shares, seeds)
def test_the_parts_are_disjoint_and_cover_all(sizes, share, seed):
    data = numbered(sizes)
    split = data.split(share, seed)
    rows = np.concatenate([split.train.X[:, 0], split.test.X[:, 0]]).astype(int)
    np.testing.assert_array_equal(np.sort(rows), np.arange(data.n_examples))
    np.testing.assert_array_equal(np.concatenate([split.train.y, split.test.y]), data.y[rows])


@given(class_sizes, shares, seeds)
def test_each_class_has_its_share_in_both_parts(sizes, share, seed):
    split = numbered(sizes).split(share, seed)
    learned = np.bincount(split.train.y, minlength=len(sizes))
    for size, count in zip(sizes, learned, strict=True):
        assert abs(count - share * size) <= 1 + 1e-9
        assert count >= 1
        assert size == 1 or count < size


@given(st.integers(2, 200), shares, seeds)
def test_values_are_split_by_their_number_alone(n, share, seed):
    data = Dataset("values", np.arange(n)[:, None], np.linspace(0, 1, n))
    split = data.split(share, seed)
    assert split.train.n_examples == min(max(round(share * n), 1), n - 1)
    assert split.test.n_examples == n - split.train.n_examples


def test_many_small_classes_keep_the_whole_at_its_share():
    assert numbered([5] * 6).split(0.5).train.n_examples == 15


@given(class_sizes, shares, seeds)
def test_a_split_is_reproducible(sizes, share, seed):
    first, again = (numbered(sizes).split(share, seed) for _ in range(2))
    np.testing.assert_array_equal(first.train.X, again.train.X)
    np.testing.assert_array_equal(first.test.X, again.test.X)


def test_another_seed_gives_another_split_and_both_are_mixed():
    first, other = (load("iris").split(seed=seed).train for seed in (0, 1))
    assert not np.array_equal(first.X, other.X)
    assert set(first.y[-20:]) == {0, 1, 2}


def test_the_default_split_is_the_same_on_every_machine():
    assert numbered([4, 4]).split().train.X[:, 0].tolist() == [3, 2, 6, 7]


@pytest.mark.parametrize("share", [0, 1, -0.1, 1.5, 50, float("nan"), "0.5", None, True])
def test_shares_that_leave_a_part_empty_are_refused(share):
    with pytest.raises(InvalidValueError, match=r"train is .* above 0 and below 1"):
        load("iris").split(share)


def test_a_seed_must_be_a_whole_number():
    with pytest.raises(InvalidValueError, match="seed is 'a'"):
        load("iris").split(seed="a")


@pytest.mark.parametrize("sizes", [[1], [1, 1]])
def test_too_few_examples_are_refused(sizes):
    with pytest.raises(DataError, match=f"{len(sizes)} example.*nothing is left to test with"):
        numbered(sizes).split()


@pytest.mark.parametrize(("kind", "theirs"), [("standard", StandardScaler), ("minmax", MinMaxScaler)])
def test_scaling_is_fitted_on_the_training_part_alone(kind, theirs):
    split = load("digits").split(0.3, seed=5)
    scaled = split.scaled(kind)
    oracle = theirs().fit(split.train.X)
    np.testing.assert_allclose(scaled.train.X, oracle.transform(split.train.X), rtol=0, atol=1e-12)
    np.testing.assert_allclose(scaled.test.X, oracle.transform(split.test.X), rtol=0, atol=1e-12)
    np.testing.assert_array_equal(scaled.test.y, split.test.y)


@pytest.mark.parametrize("kind", ["standard", "minmax"])
def test_scaling_can_be_undone(kind):
    split = load("iris").split()
    scaled = split.scaled(kind)
    np.testing.assert_allclose(scaled.scaler.inverse(scaled.test.X), split.test.X, rtol=0, atol=1e-12)
    assert scaled.train.axis_labels == load("iris").feature_names


@pytest.mark.parametrize("kind", ["standard", "minmax"])
def test_a_feature_that_never_changes_becomes_zero(kind):
    # The standard deviation of three times 0.1 is 1e-17, and dividing by it would blow up rounding.
    data = Dataset("flat", [[0.1, i] for i in range(6)], [0, 1] * 3, class_names=("a", "b"))
    scaled = data.split().scaled(kind)
    assert scaled.scaler.scale[0] == 1
    np.testing.assert_allclose(scaled.train.X[:, 0], 0, atol=1e-16)


def test_an_unknown_scaling_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match=r"scaling 'standart'.*Did you mean 'standard'"):
        load("iris").split().scaled("standart")


def test_a_scaled_split_is_not_scaled_again():
    with pytest.raises(InvalidValueError, match=r"scaled already .'minmax'"):
        load("iris").split().scaled("minmax").scaled()
