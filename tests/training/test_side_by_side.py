"""Networks side by side: the steps of Keras' own fit, one measure for all, and refusals in Keras' words."""

import keras
import numpy as np
import pytest

from dlwidgets.network import CompileSpec, Dense, Input, LossSpec, NetworkSpec
from dlwidgets.training.build import build
from dlwidgets.training.side_by_side import DISTANCE, LOSS, RIGHT, Examples, SideBySide

RNG = np.random.default_rng(1)
X, X_NEW = RNG.normal(size=(48, 3)), RNG.normal(size=(20, 3))


def classes(x):
    return (x[:, 0] > 0).astype(int) + (x[:, 1] > 0)


def network(units, activation, loss):
    return NetworkSpec([Input((3,)), Dense(5, "tanh"), Dense(units, activation)], CompileSpec("adam", loss))


def examples(y, new, *, are_classes=True):
    return Examples(X, y, X_NEW, new, are_classes, "drawn numbers")


def run(specs, given, n_epochs=3):
    race = SideBySide(specs, given, n_epochs=n_epochs, seed=5)
    while race.advance():
        pass
    return race


def test_the_steps_are_those_of_fit_and_the_share_is_keras_own_accuracy():
    spec, y = network(3, "softmax", "sparse_categorical_crossentropy"), classes(X)
    race = run({"A": spec, "B": spec}, examples(y, classes(X_NEW)))
    assert (race.epoch, race.refusals) == (3, {})
    assert [row[1:] for row in race.rows if row[0] == "A"] == [row[1:] for row in race.rows if row[0] == "B"]

    keras.utils.set_random_seed(5)
    model = build(spec)
    model.compile("adam", spec.compile.loss, metrics=["accuracy"])
    history = model.fit(X, y, epochs=3, batch_size=32, shuffle=False, verbose=0).history
    losses = [value for name, measure, _, value in race.rows if (name, measure) == ("A", LOSS)]
    np.testing.assert_allclose(losses, history["loss"], rtol=1e-4)
    assert race.newest("A", RIGHT) == pytest.approx(model.evaluate(X_NEW, classes(X_NEW), verbose=0)[1])


def test_a_network_that_keras_refuses_is_told_of_and_the_other_goes_on():
    specs = {
        "A": network(3, "softmax", "categorical_crossentropy"),
        "B": network(3, "softmax", "sparse_categorical_crossentropy"),
    }
    race = run(specs, examples(classes(X), classes(X_NEW)), n_epochs=1)
    assert race.refusals.keys() == {"A"}
    assert "same rank" in race.refusals["A"]
    assert {row[0] for row in race.rows} == {"B"}


@pytest.mark.parametrize("loss", ["binary_crossentropy", LossSpec("BinaryCrossentropy", from_logits=True)])
def test_one_number_means_yes_above_the_middle_of_its_range(loss):
    spec = network(1, "linear", loss)
    race = SideBySide({"A": spec}, examples(classes(X) > 0, classes(X_NEW) > 0), n_epochs=1, seed=5)
    race.advance()
    answers = race._models["A"].predict(X_NEW, verbose=0)[:, 0]
    middle = 0 if isinstance(loss, LossSpec) else 0.5
    assert race.newest("A", RIGHT) == np.mean((answers > middle) == (classes(X_NEW) > 0))


def test_numbers_are_measured_by_their_distance_in_whatever_shape_they_come():
    y, new = X.sum(axis=1, keepdims=True), X_NEW.sum(axis=1)
    race = run({"A": network(1, None, "mse"), "B": network(2, None, "mse")}, examples(y, new, are_classes=False), 1)
    answers = race._models["A"].predict(X_NEW, verbose=0)[:, 0]
    assert race.newest("A", DISTANCE) == pytest.approx(np.mean(np.abs(answers - new)), rel=1e-5)
    assert race.newest("B", DISTANCE) is None
    assert race.newest("B", LOSS) > 0


def test_of_a_long_error_of_the_graph_its_own_words_are_told():
    race = run({"A": network(2, "softmax", "sparse_categorical_crossentropy")}, examples(classes(X), classes(X_NEW)), 1)
    assert "Received a label value of 2" in race.refusals["A"]
    assert "File" not in race.refusals["A"]
