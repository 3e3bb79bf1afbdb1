"""Networks as plain values: what is drawn, what goes through, and which shapes are refused."""

import math
import subprocess
import sys

import numpy as np
import pytest

from dlwidgets import nn
from dlwidgets.errors import DataError, InvalidValueError, UnknownNameError
from dlwidgets.nn.dense import MAX_UNITS


def test_sizes_layers_and_weights_are_counted():
    network = nn.dense_network([4, 10, 3], ["relu", "softmax"])
    assert network.sizes == (4, 10, 3)
    assert network.n_layers == 2
    assert network.n_weights == 4 * 10 + 10 + 10 * 3 + 3
    assert all(type(size) is int for size in network.sizes)


def test_the_same_seed_draws_the_same_weights():
    draws = [nn.dense_network([3, 2], ["tanh"], seed=seed).kernels[0] for seed in (1, 1, 2)]
    np.testing.assert_array_equal(draws[0], draws[1])
    assert (draws[0] != draws[2]).all()


def test_weights_are_spread_evenly_within_glorots_limit_and_biases_are_zero():
    network = nn.dense_network([64, 32], ["tanh"], seed=3)
    limit = math.sqrt(6 / 96)
    assert np.abs(network.kernels[0]).max() < limit
    assert network.kernels[0].std() == pytest.approx(limit / math.sqrt(3), rel=0.05)
    assert not network.biases[0].any()


def test_given_weights_are_copied():
    kernel = np.array([[1.0]])
    network = nn.dense_network([1, 1], ["linear"], [kernel])
    kernel[0, 0] = 7.0
    assert network.kernels[0][0, 0] == 1.0


def test_one_weight_or_bias_is_found_by_its_place():
    network = nn.dense_network([2, 1], ["linear"], [[[1.0], [2.0]]], [[3.0]])
    assert [network.weight(1, 0, source) for source in (0, 1, -1)] == [1.0, 2.0, 3.0]


def test_a_batch_goes_through_as_if_worked_out_neuron_by_neuron():
    random = np.random.default_rng(0)
    network = nn.dense_network([3, 4, 2], ["tanh", "softmax"], biases=[random.normal(size=4), random.normal(size=2)])
    X = random.normal(size=(5, 3))
    passed = nn.forward(network, X)
    for x, prediction in zip(X, passed.prediction, strict=True):
        hidden = [math.tanh(x @ network.kernels[0][:, j] + network.biases[0][j]) for j in range(4)]
        logits = [np.dot(hidden, network.kernels[1][:, j]) + network.biases[1][j] for j in range(2)]
        shares = [math.exp(z) / sum(map(math.exp, logits)) for z in logits]
        assert prediction == pytest.approx(shares, rel=1e-12)
    assert [z.shape for z in passed.sums] == [(5, 4), (5, 2)]
    assert [a.shape for a in passed.outputs] == [(5, 3), (5, 4), (5, 2)]


@pytest.mark.parametrize("size", [0, -1, 2.5, 10_000, True, "3", None, math.nan, math.inf, [2], 1 + 2j])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_size_that_no_layer_can_have_is_named(size, place):
    sizes = [2, 2, 2]
    sizes[place] = size
    with pytest.raises(InvalidValueError, match=f"whole number from 1 to {MAX_UNITS}"):
        nn.dense_network(sizes, ["tanh", "tanh"])


@pytest.mark.parametrize("sizes", [5, None, "2, 2, 1", [3], [], [2] * 18])
def test_what_is_no_list_of_layers_is_refused(sizes):
    with pytest.raises(InvalidValueError, match="layers should"):
        nn.dense_network(sizes, ["tanh"])


@pytest.mark.parametrize("sizes", [[2.0, 1.0], (2, 1), np.array([2, 1])])
def test_whole_numbers_of_any_kind_are_sizes(sizes):
    assert nn.dense_network(sizes, ["tanh"]).sizes == (2, 1)


@pytest.mark.parametrize("activations", ["tanh", ["tanh"], ["tanh"] * 3, [], None, 2])
def test_each_layer_needs_one_activation(activations):
    with pytest.raises(InvalidValueError, match="list of 2 names"):
        nn.dense_network([2, 2, 1], activations)


@pytest.mark.parametrize("name", ["rleu", None, 3, ["relu"]])
def test_an_unknown_activation_is_named_with_those_there_are(name):
    with pytest.raises(UnknownNameError, match="softmax"):
        nn.dense_network([2, 2, 1], ["tanh", name])


def test_softmax_over_one_neuron_is_refused_and_sigmoid_offered():
    with pytest.raises(InvalidValueError, match=r"always 1.*'sigmoid'"):
        nn.dense_network([2, 1], ["softmax"])


def test_softmax_in_a_hidden_layer_is_refused_and_others_offered():
    with pytest.raises(InvalidValueError, match=r"only the last layer.*'relu' or 'tanh'"):
        nn.dense_network([2, 3, 2], ["softmax", "softmax"])


@pytest.mark.parametrize(
    ("kernels", "words"),
    [
        ([[[1.0, 2.0]]], r"kernels\[0\] should have shape \(2, 1\), but its shape is \(1, 2\)"),
        ([[1.0, 2.0]], r"kernels\[0\].*shape is \(2,\)"),
        ([], "should hold 1 arrays"),
        (3.0, "should hold 1 arrays"),
        ([[[math.nan], [1.0]]], r"kernels\[0\].*nan came at index 0, 0"),
        ([[[math.inf], [1.0]]], "inf came"),
        ([[["a"], ["b"]]], "Replace text"),
        ([[[1.0], [2.0, 3.0]]], "different lengths"),
    ],
)
def test_weights_that_do_not_fit_are_refused(kernels, words):
    with pytest.raises(InvalidValueError, match=words):
        nn.dense_network([2, 1], ["linear"], kernels)


@pytest.mark.parametrize("biases", [[[1.0, 2.0]], [[math.nan]], [[[1.0]]], [1.0]])
def test_biases_that_do_not_fit_are_refused(biases):
    with pytest.raises(InvalidValueError, match=r"biases\[0\]"):
        nn.dense_network([2, 1], ["linear"], None, biases)


@pytest.mark.parametrize("seed", [-1, 1.5, "one"])
def test_a_seed_that_starts_nothing_is_refused(seed):
    with pytest.raises(InvalidValueError, match="seed should be a whole number"):
        nn.dense_network([2, 1], ["linear"], seed=seed)


@pytest.mark.parametrize(
    ("X", "words"),
    [
        ([[1.0]], "1 features, but the network has 2 inputs"),
        ([1.0, 2.0], "shape is"),
        ([[1.0, math.nan]], "nan came at index 0, 1"),
        (np.empty((0, 2)), "empty"),
    ],
)
def test_examples_that_do_not_fit_are_refused(X, words):
    with pytest.raises(DataError, match=words):
        nn.forward(nn.dense_network([2, 1], ["linear"]), X)


def test_sums_that_overflow_are_said_in_words():
    with pytest.raises(InvalidValueError, match=r"a weighted sum is inf.*smaller"):
        nn.forward(nn.dense_network([1, 1], ["tanh"], [[[1e200]]]), [[1e200]])


def test_the_arithmetic_loads_no_tensorflow_no_altair_and_no_widgets():
    code = "import sys, dlwidgets.nn; print([n for n in ('tensorflow', 'keras', 'altair', 'ipywidgets') if n in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
