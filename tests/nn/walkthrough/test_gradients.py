"""The blame of every weight against three oracles: finite differences, the scalar graph, and TensorFlow's tape."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings

from dlwidgets import nn
from dlwidgets.nn.walkthrough import weights_of
from tests.nn.walkthrough.cases import PAIRS, cases, example_case, is_fused

CLEAR_OF_KINKS = 1e-3


def gradients_of(case):
    return nn.Walkthrough(nn.training_step(case.network, case.X, case.y, case.loss, case.optimizer)).gradients


def by_name(network, kernels, biases):
    """Give each entry of arrays that are shaped like a network's the name of its weight."""
    arrays = replace(network, kernels=tuple(kernels), biases=tuple(biases))
    return {weight.name: arrays.weight(weight.layer, weight.target, weight.source) for weight in weights_of(network)}


def finite_differences(case, width=1e-5):
    """Move each weight a little both ways, and see what the loss makes of it."""
    arrays = [*case.network.kernels, *case.network.biases]
    slopes = [np.zeros_like(array) for array in arrays]
    n = case.network.n_layers
    for array, slope in zip(arrays, slopes, strict=True):
        for place in np.ndindex(array.shape):
            losses, middle = [], array[place]
            for moved in (middle + width, middle - width):
                array[place] = moved
                losses.append(nn.training_step(case.network, case.X, case.y, case.loss, nn.SGD()).loss)
            array[place] = middle
            slope[place] = (losses[0] - losses[1]) / (2 * width)
    return by_name(case.network, slopes[:n], slopes[n:])


def graph_gradients(case):
    """Build the network of single numbers, and let the graph send the blame back."""
    kernels = [[[nn.Value(w) for w in row] for row in kernel.tolist()] for kernel in case.network.kernels]
    biases = [[nn.Value(b) for b in bias.tolist()] for bias in case.network.biases]
    losses = []
    for x, y in zip(case.X, target_rows(case), strict=True):
        outputs = [nn.Value(value) for value in x.tolist()]
        for kernel, bias, name in zip(kernels, biases, case.network.activations, strict=True):
            columns = zip(*kernel, strict=True)
            sums = [
                nn.total(w * a for w, a in zip(c, outputs, strict=True)) + b for c, b in zip(columns, bias, strict=True)
            ]
            outputs = shares(sums) if name == "softmax" else [z.activate(name) for z in sums]
        losses.append(graph_loss(case.loss, outputs, y.tolist()))
    mean = nn.total(losses) / len(losses)
    mean.backward()
    values = [np.array([[w.gradient for w in row] for row in kernel]) for kernel in kernels]
    return mean.value, by_name(case.network, values, [np.array([b.gradient for b in bias]) for bias in biases])


def target_rows(case):
    if case.loss == "sparse_categorical_crossentropy":
        return np.eye(case.network.sizes[-1])[np.asarray(case.y)]
    return np.reshape(case.y, (len(case.X), -1))


def shares(sums):
    exponentials = [z.exp() for z in sums]
    return [e / nn.total(exponentials) for e in exponentials]


def graph_loss(name, outputs, targets):
    """Compute the loss of one example, written once more."""
    pairs = [*zip(outputs, targets, strict=True)]
    if "categorical" in name:
        return -nn.total(a.log() * y for a, y in pairs if y)
    terms = {
        "mean_squared_error": lambda a, y: (a - y) ** 2,
        "mean_absolute_error": lambda a, y: a - y if a.value > y else y - a,
        "huber": lambda a, y: (a - y) ** 2 / 2 if abs(a.value - y) <= 1 else terms["mean_absolute_error"](a, y) - 0.5,
        "hinge": lambda a, y: (1 - a * y).activate("relu"),
        "binary_crossentropy": lambda a, y: -(a.log() * y) - (1 - a).log() * (1 - y),
    }
    return nn.total(terms[name](a, y) for a, y in pairs) / len(pairs)


def tape_gradients(tf, keras, case):
    """Compute loss and gradients with TensorFlow and Keras' losses, in float64."""
    kernels = [tf.Variable(kernel) for kernel in case.network.kernels]
    biases = [tf.Variable(bias) for bias in case.network.biases]
    with tf.GradientTape() as tape:
        signal = tf.constant(case.X, dtype="float64")
        for layer, name in enumerate(case.network.activations):
            logits = signal @ kernels[layer] + biases[layer]
            signal = activate(tf, keras, name, logits)
        y = case.y if "sparse" in case.loss else tf.reshape(tf.constant(case.y, dtype="float64"), signal.shape)
        function = getattr(keras.losses, case.loss)
        losses = function(y, logits, from_logits=True) if is_fused(case) else function(y, signal)
        loss = tf.reduce_mean(losses)
    slopes = tape.gradient(loss, [*kernels, *biases], unconnected_gradients="zero")
    arrays = [slope.numpy() for slope in slopes]
    n = len(kernels)
    return float(loss), by_name(case.network, arrays[:n], arrays[n:])


def activate(tf, keras, name, z):
    # Keras has no step, and holds the numbers 0.2 and the root of 2 in float32.
    own = {
        "step": lambda: tf.cast(z > 0, "float64"),
        "leaky_relu": lambda: tf.where(z > 0, z, 0.2 * z),
        "gelu": lambda: z * tf.math.erfc(-z / math.sqrt(2)) / 2,
    }
    return own[name]() if name in own else getattr(keras.activations, name)(z)


@settings(max_examples=40)
@given(cases())
def test_blame_equals_finite_differences(case):
    assume(case.kink_distance() > CLEAR_OF_KINKS)
    assert gradients_of(case) == pytest.approx(finite_differences(case), rel=1e-5, abs=1e-6)


@settings(max_examples=40)
@given(cases())
def test_blame_equals_the_backward_pass_of_the_scalar_graph(case):
    loss, gradients = graph_gradients(case)
    assert nn.training_step(case.network, case.X, case.y, case.loss, nn.SGD()).loss == pytest.approx(loss, rel=1e-9)
    assert gradients_of(case) == pytest.approx(gradients, rel=1e-9, abs=1e-12)


@settings(max_examples=40)
@given(case=cases())
def test_blame_equals_the_gradient_tape_of_tensorflow(tf, keras, case):
    loss, gradients = tape_gradients(tf, keras, case)
    assert nn.training_step(case.network, case.X, case.y, case.loss, nn.SGD()).loss == pytest.approx(loss, rel=1e-9)
    assert gradients_of(case) == pytest.approx(gradients, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("loss", "head"), PAIRS)
def test_every_pair_of_loss_and_head_equals_all_three(tf, keras, loss, head):
    case = example_case(("silu", head), loss, (3, 4, 2), n=3, seed=1)
    gradients = gradients_of(case)
    assert gradients == pytest.approx(finite_differences(case), rel=1e-5, abs=1e-8)
    assert gradients == pytest.approx(graph_gradients(case)[1], rel=1e-10, abs=1e-14)
    assert gradients == pytest.approx(tape_gradients(tf, keras, case)[1], rel=1e-10, abs=1e-14)
