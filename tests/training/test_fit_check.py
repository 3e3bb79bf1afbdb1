"""A fit that goes wrong gets the name of the assistant's rule for it."""

import math

import numpy as np
import pytest

import dlwidgets as dlw
from dlwidgets.errors import InvalidValueError
from dlwidgets.training.fit_check import RULES_OF_RUNS, memorises
from dlwidgets.training.keras_door import import_keras

FALLING = [1.1 * 0.8**epoch + 0.05 for epoch in range(30)]
RUNS = {
    "nan": [{"loss": 0.9}, {"loss": math.nan}],
    "not-learning": [{"loss": 0.6931, "accuracy": 0.5}] * 30,
    "unstable": [{"loss": 1.0 + 0.5 * epoch} for epoch in range(30)],
    "generalisation": [
        {"loss": loss, "val_loss": 0.4 + 0.02 * abs(epoch - 6), "accuracy": 0.9, "val_accuracy": 0.8}
        for epoch, loss in enumerate(FALLING)
    ],
    "": [{"loss": loss, "val_loss": loss + 0.01, "accuracy": 0.9, "val_accuracy": 0.9} for loss in FALLING],
}


def watched(reports):
    check = dlw.FitCheck()
    check.set_params({"verbose": 0, "epochs": len(reports), "steps": 4})
    check.set_model(None)
    check.on_train_begin()
    for epoch, report in enumerate(reports):
        check.on_epoch_begin(epoch)
        check.on_epoch_end(epoch, report)
    check.on_train_end(reports[-1])
    return check


@pytest.mark.parametrize("rule", RUNS)
def test_a_sick_run_gets_the_name_of_its_rule(rule):
    check = watched(RUNS[rule])
    assert check.rule == rule
    assert rule == "" or check.finding.is_alarm


def test_each_rule_of_a_run_can_be_found():
    assert set(RULES_OF_RUNS.values()) == set(RUNS) - {""}


def test_a_second_fit_is_judged_for_itself():
    check = watched(RUNS["nan"])
    check.on_train_begin()
    check.on_epoch_begin(0)
    check.on_epoch_end(0, {"loss": 0.5})
    check.on_train_end({"loss": 0.5})
    assert check.rule == ""


@pytest.mark.parametrize(("start", "can"), [("glorot_uniform", True), ("zeros", False)])
def test_only_a_model_that_can_answer_learns_sixteen_examples_by_heart(start, can):
    keras = import_keras()
    keras.utils.set_random_seed(0)
    X = np.random.default_rng(0).normal(size=(40, 4)).astype("float32")
    y = (X[:, 0] * X[:, 1] > 0).astype("float32")
    dense = keras.layers.Dense
    model = keras.Sequential([keras.Input((4,)), dense(32, "tanh", kernel_initializer=start),
                              dense(1, "sigmoid", kernel_initializer=start)])  # fmt: skip
    model.compile(keras.optimizers.Adam(0.05), "binary_crossentropy")
    with pytest.raises(InvalidValueError, match="compile"):
        memorises(keras.Sequential([dense(1)]), X, y)
    before = [value.copy() for value in model.get_weights()]
    assert memorises(model, X, y, n_epochs=60) is can
    assert all(np.array_equal(one, other) for one, other in zip(before, model.get_weights(), strict=True))
