"""First weights against Keras' own: the same variance, the same limit, the same distribution."""

import math

import numpy as np
import pytest
from scipy.stats import ks_2samp

from dlwidgets.errors import InvalidValueError, UnknownNameError
from dlwidgets.nn.initializers import INITIALIZERS, get_initializer, initial_kernels

RANDOM = sorted({*INITIALIZERS} - {"zeros"})
SHAPES = [(400, 300), (20, 900)]


@pytest.fixture
def keras_weights(keras):
    def draw(name, shape):
        initializer = keras.initializers.get(name)
        return type(initializer)(**{**initializer.get_config(), "seed": 7})(shape).numpy()

    return draw


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", RANDOM)
def test_weights_are_distributed_as_those_of_keras(name, shape, keras_weights):
    ours, theirs = get_initializer(name)(*shape, seed=1), keras_weights(name, shape)
    assert ours.shape == theirs.shape
    assert ours.std() == pytest.approx(theirs.std(), rel=0.01)
    # Two samples of one distribution come this near, and a truncated one is told from one that is not.
    assert ks_2samp(ours.ravel(), theirs.ravel(), method="asymp").statistic < 0.02


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", RANDOM)
def test_the_limit_is_where_the_weights_of_keras_end(name, shape, keras_weights):
    limit = get_initializer(name).limit(*shape)
    largest = np.abs(keras_weights(name, shape)).max()
    if name == "random_normal":
        assert limit == math.inf
        assert largest > 3.5 * 0.05  # a normal distribution cut as the others are would end at 2.3 of these
    else:
        assert np.abs(get_initializer(name)(*shape)).max() <= limit
        assert largest <= limit * (1 + 1e-6)
        assert largest == pytest.approx(limit, rel=0.01)


@pytest.mark.parametrize("name", RANDOM)
def test_the_variance_is_that_of_many_weights_with_mean_0(name):
    initializer = get_initializer(name)
    weights = initializer(900, 500, seed=3)
    assert weights.var() == pytest.approx(initializer.variance(900, 500), rel=0.01)
    assert abs(weights.mean()) < 5 * weights.std() / math.sqrt(weights.size)


def test_zeros_are_zeros_as_in_keras(keras):
    zeros = get_initializer("zeros")
    np.testing.assert_array_equal(zeros(3, 2), keras.initializers.get("zeros")((3, 2)).numpy())
    assert zeros.variance(3, 2) == zeros.limit(3, 2) == 0


@pytest.mark.parametrize("name", RANDOM)
def test_the_same_seed_gives_the_same_weights_and_another_seed_gives_others(name):
    draw = get_initializer(name)
    np.testing.assert_array_equal(draw(5, 4, seed=2), draw(5, 4, seed=2))
    assert (draw(5, 4, seed=2) != draw(5, 4, seed=3)).all()


def test_a_deeper_network_begins_with_the_layers_of_a_shallow_one():
    shallow, deep = (initial_kernels(depth, 6, "he_normal", n_inputs=3, seed=5) for depth in (2, 9))
    assert [kernel.shape for kernel in shallow] == [(3, 6), (6, 6)]
    assert len(deep) == 9
    for one, other in zip(shallow, deep, strict=False):
        np.testing.assert_array_equal(one, other)


def test_no_two_layers_have_the_same_weights():
    kernels = initial_kernels(100, 3, "glorot_uniform")
    assert len({kernel.tobytes() for kernel in kernels}) == 100


@pytest.mark.parametrize(("depth", "width"), [(0, 3), (-1, 3), (2.5, 3), (101, 3), (2, 0), (2, 513), (2, math.nan)])
def test_an_impossible_size_is_refused(depth, width):
    with pytest.raises(InvalidValueError, match="depth" if width == 3 else "width"):
        initial_kernels(depth, width, "zeros")


def test_a_misspelt_initializer_names_the_nearest_one():
    with pytest.raises(UnknownNameError, match="'he_normal'"):
        get_initializer("he_norml")
    with pytest.raises(UnknownNameError, match="'glorot_uniform'"):
        initial_kernels(1, 1, "glorot_unifrom")
