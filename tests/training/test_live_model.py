"""A learner's own model: read, written, frozen and let go, as Keras itself then trains it."""

import numpy as np
import pytest

from dlwidgets.errors import InvalidValueError
from dlwidgets.training.keras_door import import_keras
from dlwidgets.training.live_model import LiveModel
from dlwidgets.training.weight_watch import WeightWatch

X = np.random.default_rng(0).normal(size=(40, 3)).astype(np.float32)
Y = (X.sum(axis=1) > 0).astype(int)


def model(optimizer="adam", loss="sparse_categorical_crossentropy"):
    keras = import_keras()
    keras.utils.set_random_seed(0)
    layers = [keras.Input((3,)), keras.layers.Dense(4, activation="tanh"), keras.layers.Dense(2, activation="softmax")]
    network = keras.Sequential(layers)
    network.compile(optimizer, loss)
    return network


def fit(network, epochs=2):
    """Fit, and tell of each array whether it has moved."""
    before = network.get_weights()
    network.fit(X, Y, epochs=epochs, verbose=0)
    return [not np.array_equal(a, b) for a, b in zip(before, network.get_weights(), strict=True)]


def test_a_frozen_layer_stays_in_the_next_fit_and_the_others_move_without_another_compile():
    network = model()
    assert fit(network) == [True] * 4  # the step that is traced now would go on training all
    live = LiveModel(network)
    optimizer, steps = network.optimizer, int(network.optimizer.iterations)
    live.freeze(1, frozen=True)
    assert fit(network) == [False, False, True, True]
    assert network.optimizer is optimizer, "its memory is kept"
    assert int(optimizer.iterations) > steps
    live.freeze(1, frozen=False)
    assert fit(network) == [True] * 4
    assert network.optimizer is optimizer


def test_a_layer_that_was_frozen_from_the_first_learns_after_it_is_let_go():
    network = model()
    network.layers[0].trainable = False
    network.compile("adam", "sparse_categorical_crossentropy")
    assert fit(network) == [False, False, True, True]
    LiveModel(network).freeze(1, frozen=False)
    assert fit(network) == [True] * 4
    assert type(network.optimizer).__name__ == "Adam"


def test_frozen_is_read_and_a_model_that_is_not_compiled_can_be_frozen_too():
    keras = import_keras()
    network = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    live = LiveModel(network)
    live.freeze(1, frozen=True)
    assert live.trainable() == (True, False)
    assert network.trainable_weights == []


def test_numbers_are_read_and_written_by_keras_names():
    network = model()
    live = LiveModel(network)
    assert [sorted(numbers) for numbers in live.weights()] == [[], ["bias", "kernel"], ["bias", "kernel"]]
    live.write(2, "bias", np.array([1.0, -1.0]))
    assert network.get_weights()[3].tolist() == [1, -1]


def test_outputs_of_each_layer_and_the_loss_are_those_of_keras():
    network = model()
    live = LiveModel(network)
    inputs, hidden, outputs = live.outputs(X)
    assert np.array_equal(inputs, X)
    assert np.allclose(hidden, network.layers[0](X))
    assert np.allclose(outputs, network.predict(X, verbose=0), atol=1e-6)
    assert all(np.allclose(a, b, atol=1e-6) for a, b in zip(live.last(X), (hidden, outputs), strict=True))
    assert live.loss(Y, outputs) == pytest.approx(network.evaluate(X, Y, verbose=0), rel=1e-5)


def test_a_model_without_weights_says_what_to_do():
    keras = import_keras()
    with pytest.raises(InvalidValueError, match=r"no weights yet.*keras.Input"):
        LiveModel(keras.Sequential([keras.layers.Dense(2)]))


def test_a_subclassed_model_and_a_branch_are_refused_plainly():
    keras = import_keras()

    class Own(keras.Model):
        pass

    with pytest.raises(InvalidValueError, match="Own is a model class of your own"):
        LiveModel(Own())
    a = keras.Input((2,))
    with pytest.raises(InvalidValueError, match=r"stands on a branch|2 outputs"):
        LiveModel(keras.Model(a, [keras.layers.Dense(2)(a), keras.layers.Dense(1)(a)]))


def test_a_watch_tells_when_a_fit_begins_and_always_looks_at_its_end():
    network, seen, models = model(), [], []
    watch = WeightWatch(models.append, lambda: seen.append(network.get_weights()[0].copy()))
    network.fit(X, Y, epochs=3, batch_size=10, verbose=0, callbacks=[watch])
    assert models == [network]
    assert 2 <= len(seen) == watch.n_looks <= 1 + 3 * 4
    assert np.array_equal(seen[-1], network.get_weights()[0])
    assert not np.array_equal(seen[0], seen[-1])
