"""Saliency against finite differences, whatever the last layer is."""

import keras
import numpy as np
import pytest

from dlwidgets.training.saliency import class_gradient


def network(*ends, n_hidden=5):
    keras.utils.set_random_seed(3)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(n_hidden, "tanh"), *ends])
    model.set_weights([2 * weight + 0.1 for weight in model.get_weights()])
    return model


def odds(probabilities, kind):
    """Log-odds of a class, in double precision."""
    p = np.asarray(probabilities, dtype=float)
    p = np.hstack([1 - p, p]) if p.shape[1] == 1 else p
    return np.log(p[:, kind] / np.delete(p, kind, axis=1).sum(axis=1))


def softmax(z):
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


@pytest.mark.parametrize("kind", [0, 1])
@pytest.mark.parametrize(
    ("ends", "probabilities"),
    [
        (lambda: [keras.layers.Dense(3, "softmax")], lambda out: out),
        (lambda: [keras.layers.Dense(3)], softmax),
        (lambda: [keras.layers.Dense(3), keras.layers.Softmax()], lambda out: out),
        (lambda: [keras.layers.Dense(1, "sigmoid")], lambda out: out),
        (lambda: [keras.layers.Dense(1), keras.layers.Activation("sigmoid")], lambda out: out),
        (lambda: [keras.layers.Dropout(0.5), keras.layers.Dense(3, "softmax", use_bias=False)], lambda out: out),
    ],
)
def test_the_gradient_of_the_log_odds_is_that_of_finite_differences(ends, probabilities, kind):
    model = network(*ends())
    X = np.random.default_rng(0).normal(size=(2, 4))
    found = class_gradient(model, X, kind)
    step = 5e-3
    for j in range(4):
        moved = np.zeros(4)
        moved[j] = step
        up, down = (odds(probabilities(model(X + sign * moved).numpy()), kind) for sign in (1, -1))
        np.testing.assert_allclose(found[:, j], (up - down) / (2 * step), rtol=0.01, atol=2e-3)
    assert np.abs(found).max() > 0.1


def test_where_a_network_is_sure_beyond_all_digits_there_still_is_a_gradient():
    model = network(keras.layers.Dense(2, "softmax"))
    kernel, bias = model.layers[-1].get_weights()
    model.layers[-1].set_weights([50 * kernel, bias + np.array([0, 80])])
    X = np.zeros((1, 4))
    assert model(X).numpy().max() == 1.0
    h = np.tanh(X @ model.layers[0].get_weights()[0] + model.layers[0].get_weights()[1])
    by_hand = (50 * (kernel[:, 1] - kernel[:, 0]) * (1 - h**2)) @ model.layers[0].get_weights()[0].T
    np.testing.assert_allclose(class_gradient(model, X, 1), by_hand, rtol=1e-4)
