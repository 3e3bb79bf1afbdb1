"""What can't be trained on is said in a sentence that tells what to do, and nothing is lost by it."""

import math
from datetime import date

import numpy as np
import pytest
from scipy.sparse import csr_matrix

import dlwidgets as dlw
from dlwidgets.errors import DataError, InvalidValueError, NotEnoughMemoryError
from dlwidgets.network import CompileSpec, Dense, Embedding, Flatten, Input, NetworkSpec
from dlwidgets.training.keras_door import import_keras
from tests.training.networks import CLASSIFIER, PLAIN, seeded_model, two_classes

X, Y = two_classes(24)
SORTED = np.repeat([0, 1], 12)
DAYS = np.array([[date(2026, 1, 2), 1.0]] * 24, dtype=object)
GAPS = X.copy()
GAPS[[3, 17], 1] = np.nan


@pytest.mark.parametrize(
    ("X", "y", "settings", "words"),
    [
        (X, np.where(Y, "cat", "dog"), {}, r"y holds '(cat|dog)', and only numbers .*Dataset.from_arrays\(X, y\)"),
        (X, SORTED, {"validation_split": 0.5}, "of one class; .* If the rows are sorted by class, mix them"),
        (GAPS, Y, {}, r"X holds a missing value \(NaN\) in row 3, 17, counted from 0. Leave these rows out, or fill"),
        (X, Y + 1, {}, "y holds class 2, but the last layer has 2 units .* Give the last layer 3 units, or number"),
        (X, np.eye(2)[Y], {}, "takes one class number per example, .* categorical_crossentropy, or give y.argmax"),
        (X, Y, {"learning_rate": -0.1}, "learning_rate came as -0.1; wanted a number, 0 or more."),
        (X, Y, {"epochs": -1}, "epochs is a whole number of at least 0; -1 came."),
        (X, Y, {"batch_size": 0}, "batch_size is a whole number of at least 1; 0 came."),
        (X, Y, {"class_weight": {"cat": 2}}, "class_weight holds 'cat': 2; wanted the number of a class and how much"),
        (X, Y, {"class_weight": {0: -1.0}}, "class_weight holds 0: -1.0; wanted"),
        (X, Y, {"class_weight": {1: "much"}}, "class_weight holds 1: 'much'; wanted"),
        (csr_matrix(X), Y, {}, r"X came as csr_matrix. Give an array .* such as X.toarray\(\)"),
        (DAYS, Y, {}, r"X holds datetime.date\(2026, 1, 2\), and only numbers"),
        ([[1.0, [2.0]]] * 24, Y, {}, "The rows of X have different lengths|each example needs the same"),
    ],
)
@pytest.mark.parametrize("is_built", [False, True], ids=["description", "model"])
def test_the_sentence_names_what_came_and_what_to_do(X, y, settings, words, is_built):
    with pytest.raises((DataError, InvalidValueError), match=words):
        dlw.Trainer(seeded_model(CLASSIFIER) if is_built else CLASSIFIER, X, y, **settings).train(1)


def test_a_model_whose_outputs_do_not_suit_the_targets_is_told_before_keras_tries():
    with pytest.raises(DataError, match=r"gives \(1,\) numbers per example, but y has \(3,\); both must agree. Change"):
        dlw.Trainer(PLAIN, X, np.zeros((24, 3))).train(1)
    with pytest.raises(DataError, match=r"takes examples of shape \(2,\), but those of X have shape \(3,\)"):
        dlw.Trainer(seeded_model(PLAIN), np.zeros((24, 3)), np.zeros(24)).train(1)


def test_a_refused_trainer_says_so_in_its_message_and_trains_no_more_than_before():
    # An engine that trained such a network before is there to be used again.
    dlw.Trainer(CLASSIFIER, X, Y).train(1)
    refused = dlw.Trainer(CLASSIFIER, X, Y + 1).play()
    refused.wait()

    assert (refused.state, refused.epoch, refused.runs) == ("failed", 0, [])
    assert refused.message == str(refused.error)
    assert isinstance(refused.error, DataError)


@pytest.mark.parametrize("ask", [lambda ours: ours.train(0), lambda ours: ours.play(0), lambda ours: ours.play()])
def test_no_epochs_at_all_train_nothing_and_it_is_said(ask):
    ours = dlw.Trainer(PLAIN, X, X[:, :1], epochs=0, path="loop", seed=1)
    start = ours.weights

    ask(ours)
    ours.wait()

    assert (ours.state, ours.epoch, ours.run.epochs) == ("done", 0, [])
    assert ours.message == "0 epochs were asked for, so nothing was trained."
    assert all(np.array_equal(a, b) for a, b in zip(ours.weights, start, strict=True))
    ours.close()


def test_a_batch_larger_than_the_data_is_one_step_on_all_of_them():
    ours = dlw.Trainer(PLAIN, X, X[:, :1], batch_size=1000, path="loop", seed=1)
    ours.train(2)

    assert (ours.run.settings["batch_size"], ours.run.n_steps, ours.latest.n_steps) == (24, 1, 2)
    ours.close()


def test_a_learning_rate_far_too_high_ends_with_a_sentence_and_a_smaller_one_goes_on():
    ours = dlw.Trainer(NetworkSpec([Input((2,)), Dense(1)], CompileSpec("sgd", "mse")), X, X[:, :1], path="loop")
    ours.change(learning_rate=1e10)

    run = ours.train(200)
    assert (ours.state, run.ending, run.last_epoch < 20) == ("paused", "not a number", True)
    assert ours.message == (
        f"In epoch {run.last_epoch} the loss is not a finite number any more. "
        "The learning rate is probably too high: make it smaller, and reset."
    )
    assert all(math.isfinite(report["loss"]) for report in run.reports[:-1])

    ours.change(learning_rate=0)
    ours.reset()
    start = ours.weights
    assert ours.train(2).ending == "done"
    assert all(np.array_equal(a, b) for a, b in zip(ours.weights, start, strict=True))
    ours.close()


def test_too_little_memory_for_the_network_is_said_with_what_to_make_smaller():
    # Four thousand million million bytes, which no machine can address.
    spec = NetworkSpec([Input((2,)), Embedding(2**50, 1), Flatten(), Dense(1)], CompileSpec("sgd", "mse"))
    ours = dlw.Trainer(spec, np.ones((4, 2), int), np.arange(4.0))

    with pytest.raises(NotEnoughMemoryError, match="Make the batch size or the layers smaller"):
        ours.train(1)
    assert ours.state == "failed"
    assert ours.message.startswith("There is not enough memory for this network")


def test_too_little_memory_in_the_middle_keeps_the_record_and_can_be_mended():
    keras = import_keras()
    import tensorflow as tf

    is_full = []

    class Greedy(keras.layers.Layer):
        """Finds the memory full."""

        def call(self, inputs):
            if is_full:
                raise tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor with shape[99]")
            return inputs

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1), Greedy()])
    model.compile("sgd", "mse", run_eagerly=True)
    ours = dlw.Trainer(model, X, X[:, :1])
    ours.train(2)
    is_full.append(True)

    with pytest.raises(NotEnoughMemoryError, match=r"what was recorded is kept.*OOM when allocating"):
        ours.train(2)

    assert (ours.state, ours.run.ending, ours.run.epochs) == ("failed", "failed", [1, 2])
    is_full.clear()
    assert ours.train(1).epochs == [1, 2, 3]
