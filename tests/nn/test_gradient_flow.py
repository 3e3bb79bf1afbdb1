"""Sizes of signals and gradients against TensorFlow's tape, finite differences, closed forms and exact arithmetic."""

import math

import numpy as np
import pytest

from dlwidgets.errors import DataError, InvalidValueError, UnknownNameError
from dlwidgets.nn import ACTIVATIONS, get_activation
from dlwidgets.nn.gradient_flow import gradient_flow, steepest_slope
from dlwidgets.nn.initializers import initial_kernels

SMOOTH = sorted({*ACTIVATIONS} - {"step"})
KERNELS = initial_kernels(4, 5, "he_normal", n_inputs=3, seed=2)
X = np.random.default_rng(8).normal(size=(6, 3))


def output_signs(shape, seed=0):
    """The blame that the last layer begins with: the first numbers that the seed gives when inputs are handed in."""
    return np.random.default_rng(seed).choice([-1.0, 1.0], shape)


def log10_size(values):
    return np.log10(np.sqrt(np.mean(np.square(values))))


def outputs(kernels, activation, signal):
    """Go forward, the plain way."""
    for kernel in kernels:
        signal = get_activation(activation)(signal @ kernel)
    return signal


@pytest.mark.parametrize("activation", SMOOTH)
def test_sizes_equal_those_of_tensorflows_gradients(activation, tf, keras):
    kernels = [tf.Variable(kernel) for kernel in KERNELS]
    function = (lambda z: keras.activations.gelu(z, approximate=False)) if activation == "gelu" else None
    function = function or getattr(keras.activations, activation)
    sums, signals = [], [tf.constant(X)]
    with tf.GradientTape(persistent=True) as tape:
        for kernel in kernels:
            sums.append(signals[-1] @ kernel)
            signals.append(function(sums[-1]))
        of_example = tf.reduce_sum(signals[-1] * output_signs((6, 5)), axis=1)
        total = tf.reduce_sum(of_example)
    flow = gradient_flow(KERNELS, activation, X)
    for layer, kernel in enumerate(kernels):
        jacobian = tape.jacobian(of_example, kernel, experimental_use_pfor=False)  # one gradient for each example
        assert flow.gradients[layer] == pytest.approx(log10_size(jacobian), abs=1e-6)
        assert flow.blame[layer] == pytest.approx(log10_size(tape.gradient(total, sums[layer])), abs=1e-6)
        assert flow.outputs[layer] == pytest.approx(log10_size(signals[layer + 1]), abs=1e-6)


@pytest.mark.parametrize("activation", SMOOTH)
def test_gradients_are_what_a_small_change_of_each_weight_does(activation):
    differences = [np.zeros((6, *kernel.shape)) for kernel in KERNELS]
    signs, step = output_signs((6, 5)), 1e-6
    for layer, kernel in enumerate(KERNELS):
        for place in np.ndindex(kernel.shape):
            change = np.zeros_like(kernel)
            change[place] = step
            up, down = (
                outputs([*KERNELS[:layer], kernel + side, *KERNELS[layer + 1 :]], activation, X)
                for side in (change, -change)
            )
            differences[layer][:, *place] = ((up - down) * signs).sum(axis=1) / (2 * step)
    expected = [log10_size(difference) for difference in differences]
    np.testing.assert_allclose(gradient_flow(KERNELS, activation, X).gradients, expected, atol=1e-5)


def test_one_neuron_per_layer_multiplies_its_weights():
    kernels = np.array([0.5, -0.25, 3.0]).reshape(3, 1, 1)
    flow = gradient_flow(kernels, "linear", [[2.0]])
    np.testing.assert_allclose(10**flow.outputs, [1, 0.25, 0.75])
    np.testing.assert_allclose(10**flow.blame, [0.75, 3, 1])
    np.testing.assert_allclose(10**flow.gradients, [1.5, 3, 0.25])
    np.testing.assert_allclose(flow.weight_factor, [0.5, 0.25, 3])
    assert flow.factor == pytest.approx(math.sqrt(0.75))
    assert flow.predicted_factor == pytest.approx(flow.factor)


@pytest.mark.parametrize(("weight", "is_0", "is_inf"), [(1e-3, True, False), (1e3, False, True), (1.0, False, False)])
def test_a_hundred_layers_keep_their_digits_far_beyond_float32(weight, is_0, is_inf):
    flow = gradient_flow(np.full((100, 1, 1), weight), "linear", [[1.0]])
    power = math.log10(weight)
    np.testing.assert_allclose(flow.blame, power * np.arange(99, -1, -1), atol=1e-9)
    np.testing.assert_allclose(flow.gradients, np.full(100, 99 * power), atol=1e-9)
    np.testing.assert_allclose(flow.outputs, power * np.arange(1, 101), atol=1e-9)
    assert flow.is_0_in_float32.all() == is_0
    assert flow.is_inf_in_float32.all() == is_inf
    assert flow.factor == pytest.approx(weight)


def test_gradients_below_the_smallest_float64_still_have_a_size():
    # Each neuron settles where z is 20 times its own output; the slope there is 2e-9.
    flow = gradient_flow(np.full((100, 1, 1), 20.0), "sigmoid", [[1.0]])
    z = 20 / (1 + math.exp(-20))
    slope = math.exp(-z) / (1 + math.exp(-z)) ** 2
    assert flow.verdict == "vanishing"
    assert flow.blame[0] == pytest.approx(100 * math.log10(slope) + 99 * math.log10(20), rel=1e-6)
    assert flow.blame[0] < -700


def float32_gradients(kernels, activation, signs, inputs):
    """Do it all in float32, as Keras would; return the largest gradient of the weights of each layer."""
    slope, signals, slopes = get_activation(activation), [inputs.astype("float32")], []
    kernels = [kernel.astype("float32") for kernel in kernels]
    for kernel in kernels:
        z = signals[-1] @ kernel
        signals.append(slope(z).astype("float32"))
        slopes.append(slope.derivative(z).astype("float32"))
    blame, largest = signs.astype("float32"), []
    for signal, kernel, of_layer in zip(signals[-2::-1], kernels[::-1], slopes[::-1], strict=True):
        blame = blame * of_layer
        largest.append(np.abs(signal[:, :, np.newaxis] * blame[:, np.newaxis]).max())
        blame = blame @ kernel.T
    return np.array(largest[::-1])


@pytest.mark.parametrize(("activation", "n_layers_with_0"), [("sigmoid", range(30, 35)), ("tanh", [0])])
def test_float32_gives_0_where_it_is_said_to(activation, n_layers_with_0):
    kernels, inputs = initial_kernels(100, 8, "glorot_uniform", seed=1), np.random.default_rng(3).normal(size=(5, 8))
    flow = gradient_flow(kernels, activation, inputs)
    is_0 = float32_gradients(kernels, activation, output_signs((5, 8)), inputs) == 0
    assert is_0.sum() in n_layers_with_0
    assert np.flatnonzero(flow.is_0_in_float32 != is_0).size <= 1  # the last digits are lost before the number is


def test_float32_gives_infinity_where_it_is_said_to():
    kernels, inputs = 4 * np.array(initial_kernels(100, 8, "he_normal")), np.random.default_rng(3).normal(size=(5, 8))
    flow = gradient_flow(kernels, "linear", inputs)
    with np.errstate(over="ignore", invalid="ignore"):
        expected = ~np.isfinite(float32_gradients(kernels, "linear", output_signs((5, 8)), inputs))
    assert expected.any()
    assert flow.is_inf_in_float32[expected].all()
    assert flow.verdict == "exploding"


def test_blame_that_is_0_in_float32_makes_the_gradient_0_however_large_the_input():
    kernels = np.array([1e30, 1, 1e-25, 1e-25]).reshape(4, 1, 1)
    flow = gradient_flow(kernels, "linear", [[1.0]])
    np.testing.assert_allclose(flow.gradients, [-50, -20, 5, 5])
    expected = float32_gradients(kernels, "linear", np.ones((1, 1)), np.ones((1, 1))) == 0
    assert flow.is_0_in_float32.tolist() == expected.tolist() == [True, True, False, False]


@pytest.mark.parametrize(
    ("activation", "initializer", "factor"),
    [
        ("linear", "glorot_uniform", 1.0),
        ("linear", "he_normal", math.sqrt(2)),
        ("relu", "he_normal", 1.0),
        ("relu", "glorot_normal", math.sqrt(1 / 2)),
        ("leaky_relu", "he_uniform", math.sqrt(1.04)),
        ("linear", "random_normal", 0.05 * math.sqrt(256)),
        ("linear", "random_uniform", 0.05 * math.sqrt(256 / 3)),
    ],
)
def test_the_factor_per_layer_is_that_of_the_theory(activation, initializer, factor):
    flow = gradient_flow(initial_kernels(12, 256, initializer), activation)
    assert flow.factor == pytest.approx(factor, rel=0.03)
    assert flow.predicted_factor == pytest.approx(factor, rel=0.03)


def test_the_predicted_factor_is_the_root_of_width_times_variance_times_squared_slope():
    kernels = initial_kernels(6, 40, "lecun_normal", seed=4)
    inputs = np.random.default_rng(1).normal(size=(9, 40))
    parts = []
    for layer in range(1, 6):
        sums = outputs(kernels[: layer - 1], "sigmoid", inputs) @ kernels[layer - 1]
        mean_squared_slope = np.mean(get_activation("sigmoid").derivative(sums) ** 2)
        parts.append(math.sqrt(40 * np.mean(kernels[layer] ** 2) * mean_squared_slope))
    flow = gradient_flow(kernels, "sigmoid", inputs)
    assert flow.predicted_factor == pytest.approx(np.exp(np.mean(np.log(parts))))
    assert flow.factor == pytest.approx(flow.predicted_factor, rel=0.1)


@pytest.mark.parametrize(
    ("depth", "activation", "initializer", "verdict"),
    [
        (30, "sigmoid", "glorot_uniform", "vanishing"),
        (100, "relu", "glorot_uniform", "vanishing"),
        (100, "relu", "he_normal", "steady"),
        (100, "tanh", "glorot_uniform", "steady"),
        (100, "linear", "he_normal", "exploding"),
        (2, "sigmoid", "zeros", "blocked"),
        (2, "step", "he_normal", "blocked"),
        (1, "sigmoid", "glorot_uniform", "steady"),
    ],
)
def test_the_verdict_names_what_happens(depth, activation, initializer, verdict):
    assert gradient_flow(initial_kernels(depth, 64, initializer), activation).verdict == verdict


def test_without_weights_only_the_last_layer_hears_of_the_mistake():
    flow = gradient_flow(initial_kernels(4, 3, "zeros"), "sigmoid")
    np.testing.assert_array_equal(np.isfinite(flow.blame), [False, False, False, True])
    assert 10 ** flow.gradients[-1] == pytest.approx(0.5 * 0.25)
    assert flow.factor == flow.predicted_factor == 0
    assert flow.deviation == math.inf


def test_dead_and_flat_neurons_are_counted():
    kernel = np.array([[1.0, 1.0, -1.0, 1.0]])
    relu = gradient_flow([kernel], "relu", [[1.0], [2.0]])
    assert (relu.flat[0], relu.dead[0]) == (0.25, 0.25)
    relu = gradient_flow([kernel], "relu", [[1.0], [-2.0]])
    assert (relu.flat[0], relu.dead[0]) == (0.5, 0.0)
    tanh = gradient_flow([kernel], "tanh", [[0.1], [2.3]])  # its slope is 0.99 at 0.1, and 0.04 at 2.3
    assert (tanh.flat[0], tanh.dead[0]) == (0.5, 0.0)


def test_steepest_slopes_are_those_of_the_formulas():
    assert steepest_slope("sigmoid") == 0.25
    assert steepest_slope("tanh") == steepest_slope("relu") == steepest_slope("linear") == 1
    assert steepest_slope("step") == 0
    assert steepest_slope("gelu") == pytest.approx(1.1289, abs=1e-4)


def test_the_same_seed_gives_the_same_sizes():
    one, same, other = (gradient_flow(KERNELS, "tanh", seed=seed).blame for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert (one != other).all()


def test_a_single_layer_passes_nothing_on():
    assert math.isnan(gradient_flow(KERNELS[:1], "tanh").factor)


def test_impossible_weights_and_inputs_are_refused():
    with pytest.raises(InvalidValueError, match="no layers"):
        gradient_flow([], "tanh")
    with pytest.raises(InvalidValueError, match=r"kernels\[1\] should have shape \(5, 5\)"):
        gradient_flow([KERNELS[0], KERNELS[0]], "tanh")
    with pytest.raises(InvalidValueError, match=r"kernels\[0\]"):
        gradient_flow([[[math.nan]]], "tanh")
    with pytest.raises(DataError, match="4 columns, but the first layer takes 3"):
        gradient_flow(KERNELS, "tanh", np.ones((2, 4)))
    with pytest.raises(UnknownNameError, match="'tanh'"):
        gradient_flow(KERNELS, "tanhh")


def test_a_signal_too_large_for_float64_is_said_with_its_layer():
    with pytest.raises(InvalidValueError, match="layer 4"):
        gradient_flow(np.full((5, 1, 1), 1e100), "relu", [[1.0]])
