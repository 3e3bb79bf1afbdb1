"""One training step in numbers: against Keras over a thousand of them, at the ends of the number range, and refused."""

import math

import numpy as np
import pytest

from dlwidgets import nn
from dlwidgets.errors import DataError, InvalidValueError, UnknownNameError
from dlwidgets.nn.training_step import backward

RNG = np.random.default_rng(7)
X, CLASSES = RNG.normal(size=(6, 3)), RNG.integers(0, 3, size=6)
NETWORK = nn.dense_network([3, 4, 3], ["tanh", "softmax"], seed=1)
LOSS = "sparse_categorical_crossentropy"
# Keras rounds what it is given to float32; these are numbers that survive it.
RATE, SHARE, EPSILON = {"learning_rate": 2**-7}, {"momentum": 0.875}, {"epsilon": 2**-20}
BETAS = {"beta_1": 0.875, "beta_2": 1 - 2**-10}
PAIRS = {
    "gradient descent": ("SGD", {"learning_rate": 2**-3}),
    "momentum": ("SGD", RATE | SHARE),
    "nesterov": ("SGD", RATE | SHARE | {"nesterov": True}),
    "rmsprop": ("RMSprop", {"learning_rate": 2**-10, "rho": 0.875} | EPSILON),
    "adagrad": ("Adagrad", {"learning_rate": 2**-3, "initial_accumulator_value": 2**-3} | EPSILON),
    "adam": ("Adam", RATE | BETAS | EPSILON),
    "adamw": ("AdamW", RATE | BETAS | EPSILON | {"weight_decay": 2**-3}),
}


def step_of(network=NETWORK, X=X, y=CLASSES, loss=LOSS, optimizer=None, **options):
    return nn.training_step(network, X, y, loss, optimizer or nn.SGD(0.1), **options)


def train(n_steps, optimizer):
    step = step_of(optimizer=optimizer)
    for _ in range(n_steps - 1):
        step = step_of(step.network_after, optimizer=optimizer, states=step.states_after)
    return step


@pytest.fixture
def float64(keras):
    before = keras.config.floatx()
    keras.config.set_floatx("float64")
    yield keras
    keras.config.set_floatx(before)


@pytest.mark.parametrize("name", PAIRS)
def test_a_thousand_updates_equal_those_of_a_keras_model(float64, tf, name):
    optimizer, arguments = PAIRS[name]
    layers = float64.layers
    model = float64.Sequential([layers.Input((3,)), layers.Dense(4, "tanh"), layers.Dense(3, "softmax")])
    kernels, biases = NETWORK.kernels, NETWORK.biases
    model.set_weights([kernels[0], biases[0], kernels[1], biases[1]])
    model.compile(getattr(float64.optimizers, optimizer)(**arguments), LOSS, steps_per_execution=250, jit_compile=False)
    batches = tf.data.Dataset.from_tensors((X, CLASSES)).repeat(1000)

    model.fit(batches, steps_per_epoch=1000, shuffle=False, verbose=0)

    learned = train(1000, getattr(nn, optimizer)(**arguments)).network_after
    for expected, ours in zip(model.get_weights()[::2], learned.kernels, strict=True):
        assert ours == pytest.approx(expected, abs=1e-5)
    for expected, ours in zip(model.get_weights()[1::2], learned.biases, strict=True):
        assert ours == pytest.approx(expected, abs=1e-5)


def test_a_step_of_gradient_descent_lowers_the_loss():
    step = step_of()
    assert step_of(step.network_after).loss < step.loss


def test_an_untrained_network_of_zeros_is_as_good_as_chance():
    zeros = nn.dense_network([3, 3], ["softmax"], [np.zeros((3, 3))])
    assert step_of(zeros).loss == pytest.approx(math.log(3), rel=1e-15)


def test_terms_add_up_to_losses_and_these_to_their_mean():
    step = step_of(nn.dense_network([3, 2], ["sigmoid"]), y=RNG.random((6, 2)), loss="binary_crossentropy")
    assert step.terms.sum(axis=1) == pytest.approx(step.losses, rel=1e-15)
    assert step.losses.mean() == step.loss
    assert step.terms.shape == (6, 2)


def test_nothing_that_came_in_is_changed():
    kernels, biases = [k.copy() for k in NETWORK.kernels], [b.copy() for b in NETWORK.biases]
    inputs, states = X.copy(), step_of(optimizer=nn.Adam()).states_after
    slots = [{name: array.copy() for name, array in state.slots.items()} for state in states]

    assert step_of(optimizer=nn.Adam(), states=states).network_after is not NETWORK

    for before, after in zip([*kernels, *biases], [*NETWORK.kernels, *NETWORK.biases], strict=True):
        np.testing.assert_array_equal(before, after)
    np.testing.assert_array_equal(X, inputs)
    for before, state in zip(slots, states, strict=True):
        assert all((state.slots[name] == array).all() for name, array in before.items())


def test_the_first_layer_needs_one_column_for_each_input():
    with pytest.raises(DataError, match="2 features, but the network has 3 inputs"):
        step_of(X=X[:, :2])


@pytest.mark.parametrize("value", [1e-30, 1.0, 1e30])
def test_inputs_of_any_size_give_a_finite_step(value):
    step = step_of(nn.dense_network([1, 2, 1], ["tanh", "linear"]), [[value]], [[0.0]], "mean_squared_error")
    assert math.isfinite(step.loss)
    assert all(np.isfinite(array).all() for array in step.gradients.kernels)


def test_huge_inputs_through_linear_neurons_give_the_gradient_worked_out():
    line = nn.dense_network([1, 1], ["linear"], [[[2.0]]])
    step = step_of(line, [[1e30]], [[0.0]], "mean_squared_error", nn.SGD(1e-60))
    assert step.loss == pytest.approx(4e60)
    assert step.gradients.kernels[0] == pytest.approx(np.array([[4e60]]))
    assert step.network_after.kernels[0] == pytest.approx(np.array([[-2.0]]))


@pytest.mark.parametrize(
    ("logit", "target", "loss", "blame"), [(800.0, 1, 0.0, 0.0), (-800.0, 1, 800.0, -1.0), (800.0, 0, 800.0, 1.0)]
)
def test_saturated_logits_cost_their_size_and_keep_their_blame(logit, target, loss, blame):
    sure = nn.dense_network([1, 1], ["sigmoid"], [[[logit]]])
    step = step_of(sure, [[1.0]], [[float(target)]], "binary_crossentropy")
    assert step.loss == pytest.approx(loss, abs=1e-300)
    assert step.gradients.biases[0] == pytest.approx([blame], abs=1e-300)


def test_saturated_softmax_costs_the_distance_of_its_logits():
    sure = nn.dense_network([1, 2], ["softmax"], [[[800.0, -800.0]]])
    step = step_of(sure, [[1.0]], [1], LOSS)
    assert step.loss == 1600.0
    assert step.gradients.biases[0].tolist() == [1.0, -1.0]


def test_a_dead_relu_passes_no_blame():
    dead = nn.dense_network([1, 1, 1], ["relu", "linear"], [[[1.0]], [[1.0]]], [[-9.0], [0.0]])
    step = step_of(dead, [[1.0]], [[5.0]], "mean_squared_error")
    assert step.gradients.kernels[0].tolist() == [[0.0]]
    assert step.network_after.kernels[0].tolist() == [[1.0]]
    assert step.network_after.biases[1].tolist() == [1.0]


@pytest.mark.parametrize("optimizer", [nn.SGD(1e300), nn.SGD(1e308, momentum=0.9)])
def test_a_learning_rate_that_overflows_is_said_in_words_and_changes_nothing(optimizer):
    line = nn.dense_network([1, 1], ["linear"], [[[0.5]]])
    step = step_of(line, [[1e6]], [[1e9]], "mean_squared_error", optimizer)
    with pytest.raises(InvalidValueError, match="use a smaller learning rate"):
        _ = step.network_after
    with pytest.raises(InvalidValueError, match="use a smaller learning rate"):
        _ = step.states_after
    assert line.kernels[0].tolist() == [[0.5]]
    assert step.loss == pytest.approx((1e9 - 5e5) ** 2)


@pytest.mark.parametrize(
    ("weight", "value", "words"),
    [
        (1e200, 1e200, "a weighted sum is inf"),
        (1e200, 1.0, "mean_squared_error is too large"),
        (1e100, 1e100, "mean_squared_error is too large"),
    ],
)
def test_numbers_that_overflow_on_the_way_are_said_in_words(weight, value, words):
    line = nn.dense_network([1, 1], ["linear"], [[[weight]]])
    with pytest.raises(InvalidValueError, match=words):
        step_of(line, [[value]], [[0.0]], "mean_squared_error")


def test_a_gradient_that_overflows_is_said_in_words():
    line = nn.dense_network([1, 1], ["linear"], [[[1e-200]]])
    with pytest.raises(InvalidValueError, match="a gradient is inf"):
        step_of(line, [[1e300]], [[-1e100]], "mean_squared_error")


def test_a_loss_that_only_overflows_when_added_up_is_said_in_words():
    pair = nn.dense_network([1, 1], ["linear"], [[[1e154]]])
    with pytest.raises(InvalidValueError, match="the loss is inf"):
        step_of(pair, [[1.0], [1.0]], [[0.0], [0.0]], "mean_squared_error")


def test_backward_alone_refuses_what_overflows_too():
    line = nn.dense_network([1, 1, 1], ["linear", "linear"], [[[1e10]], [[1e300]]])
    goal = nn.Objective("mean_absolute_error", "linear")
    passed = nn.forward(line, [[1e-300]])
    with pytest.raises(InvalidValueError, match="a gradient is"):
        backward(line, nn.ForwardPass(passed.sums, (np.array([[1e300]]), *passed.outputs[1:])), goal, np.array([[0.0]]))


@pytest.mark.parametrize(
    ("X", "words"),
    [
        ([], "table of numbers"),
        ([[]], "empty"),
        (np.empty((0, 3)), "empty"),
        ([1.0, 2.0, 3.0], "shape is \\(3,\\)"),
        ([[1.0, 2.0, math.nan]], "nan came"),
        ([[1.0, 2.0, math.inf]], "inf came"),
        ([["a", "b", "c"]], "Replace text"),
        ([[1.0, 2.0], [3.0]], "different lengths"),
    ],
)
def test_a_batch_that_is_no_table_of_numbers_is_refused(X, words):
    with pytest.raises(DataError, match=words):
        step_of(X=X)


def test_an_unknown_loss_is_named():
    with pytest.raises(UnknownNameError, match="Did you mean 'mean_squared_error'"):
        step_of(loss="mean_square_error")


def test_steps_can_be_compared_and_kept_in_sets():
    step = step_of()
    assert step == step  # noqa: PLR0124 - arrays inside would make this ambiguous
    assert step != step_of()
    assert len({step, step.network, step.passed, step.gradients}) == 4
