"""What is known of a model before it trains, held against what its fit then reports."""

import numpy as np
import pytest

from dlwidgets.training.engine.compiled import expected_metrics, loss_unit
from dlwidgets.training.keras_door import import_keras


class Shy:
    """A loss that fails when it is asked to describe itself."""

    name = "shy_crossentropy"

    def get_config(self):
        raise NotImplementedError

    def __call__(self, y, prediction):
        return import_keras().ops.mean((y - prediction) ** 2)


def compiled(**settings):
    keras = import_keras()
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, name="out")])
    model.compile(**settings)
    return model


def spread(y, prediction):
    return import_keras().ops.std(prediction)


@pytest.mark.parametrize(
    "metrics",
    [None, [], ["mae"], ["accuracy", "mse"], [spread], "class", "renamed"],
    ids=["none", "empty", "mae", "two", "own", "class", "renamed"],
)
def test_the_expected_metrics_are_those_that_the_fit_reports(metrics):
    keras = import_keras()
    made = {"class": [keras.metrics.RootMeanSquaredError()], "renamed": [keras.metrics.MeanSquaredError(name="error")]}
    model = compiled(loss="mse", metrics=made.get(metrics, metrics) if isinstance(metrics, str) else metrics)

    expected = expected_metrics(model)

    history = model.fit(np.zeros((4, 2)), np.ones((4, 1)), verbose=0).history
    assert sorted(expected) == sorted(history)
    assert expected[0] == "loss"


def test_a_loss_that_can_not_describe_itself_ends_no_fit():
    assert expected_metrics(compiled(loss=Shy(), metrics=["mae"]))[0] == "loss"
    assert expected_metrics(compiled(loss=lambda y, p: (y - p) ** 2)) == ["loss"]
    assert expected_metrics(compiled(loss="mse", metrics={"out": ["mae"]})) == ["loss"]
    assert expected_metrics(None) == ["loss"]


@pytest.mark.parametrize(
    ("loss", "unit"),
    [
        ("sparse_categorical_crossentropy", "nats"),
        ("binary_crossentropy", "nats"),
        (lambda losses: losses.CategoricalCrossentropy(), "nats"),
        (lambda losses: losses.categorical_crossentropy, "nats"),
        ("mse", ""),
        ("hinge", ""),
        (lambda losses: losses.Huber(), ""),
        ({"out": "mse"}, ""),
    ],
)
def test_only_cross_entropies_have_a_unit(loss, unit):
    assert loss_unit(compiled(loss=loss(import_keras().losses) if callable(loss) else loss)) == unit


def test_a_model_that_is_not_there_has_no_unit():
    assert loss_unit(None) == ""
