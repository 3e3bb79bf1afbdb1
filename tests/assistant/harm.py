"""What a silent mistake does to a network, as it shows when the page of its rule has run under Keras.

Each entry of `SHOWN` looks at a program that has run and tells whether the harm is there: it has to be in the bad
program of the page, and not in the good one.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass
class Ran:
    """A program that has run: the error it ended with, its names, its fits and evaluations, and the warnings."""

    error: str = ""
    names: dict[str, Any] = field(default_factory=dict, repr=False)
    fits: list[dict[str, Any]] = field(default_factory=list, repr=False)
    evaluated: list[Any] = field(default_factory=list, repr=False)
    warned: list[str] = field(default_factory=list, repr=False)

    def __getattr__(self, name):
        return self.names[name]

    @property
    def answers(self):
        return self.model.predict(self.X, verbose=0)

    @property
    def history(self):
        return self.model.history.history

    def accuracy(self):
        return self.history["accuracy"][-1]

    def loss(self, *data):
        return np.ravel(self.model.evaluate(*data, verbose=0))[0]

    def hidden(self, x):
        """What the layers before the last one give."""
        for layer in self.model.layers[:-1]:
            x = layer(x)
        return np.asarray(x)


def measured(shape):
    return np.random.default_rng(0).normal(size=shape).astype("float32")


def is_straight(ran):
    """Half way between two examples a linear network is half way between their answers."""
    a, b = measured((50, 20)), measured((50, 20))[::-1]
    return np.allclose(ran.hidden((a + b) / 2), (ran.hidden(a) + ran.hidden(b)) / 2, atol=1e-5)


def hardly_learns_at_the_beginning(ran):
    import tensorflow as tf

    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.math.log(ran.model(measured((64, 20)))[:, 0]))
    slopes = [float(tf.norm(one)) for one in tape.gradient(loss, ran.model.trainable_weights)]
    return slopes[0] < 0.01 * slopes[-2]


def has_equal_units(ran):
    ran.model.train_on_batch(measured((64, 20)), np.arange(64) % 10)
    kernel = np.asarray(ran.model.layers[0].kernel)
    return np.allclose(kernel, kernel[:, :1])


def has_a_bias_without_effect(ran):
    x, first = measured((64, 20)), ran.model.layers[0]
    before = np.asarray(ran.model(x, training=True))
    if first.use_bias:
        first.bias.assign(measured(32))
    return first.use_bias and np.allclose(before, ran.model(x, training=True), atol=1e-4)


def counts_otherwise(ran):
    named = ran.model.evaluate(ran.X, ran.y, verbose=0, return_dict=True)
    named.pop("loss")
    return abs(next(iter(named.values())) - np.mean(ran.answers.argmax(axis=1) == ran.y)) > 0.1


def do_not_add_up(ran):
    return np.abs(ran.answers.sum(axis=1) - 1).max() > 0.1


def rewards_the_worst_answer(ran):
    """The loss of the wrong answer to the lowest target is better than that of any right one."""
    import keras

    low = np.array([[float(np.min(ran.fits[-1]["y"]))]])
    return float(keras.losses.binary_crossentropy(low, np.array([[0.01]]))[0]) < 0


SHOWN = {
    "accuracy-on-regression": lambda ran: max(ran.history.get("accuracy", [1])) < 0.05,
    "after-output-extras": lambda ran: (np.asarray(ran.model(ran.X, training=True)) == 0).any(),
    "argmax-one-unit": lambda ran: {*np.unique(ran.classes)} == {0} < {*np.unique(ran.y)},
    "bad-init": has_equal_units,
    "bottleneck": lambda ran: np.linalg.matrix_rank(ran.hidden(measured((50, 20)))) <= 1,
    "bounded-output-regression": lambda ran: ran.answers.max() <= 1 < ran.y.min(),
    "class-loss-for-numbers": lambda ran: ran.history["loss"][-1] < 0,
    "deep-saturating": hardly_learns_at_the_beginning,
    "epochs-batch": lambda ran: len(ran.history["loss"]) == 1,
    "eval-on-train": lambda ran: ran.evaluated[-1] is ran.fits[-1]["x"],
    "flag-on-probabilities": lambda ran: any("from_logits" in one for one in ran.warned),
    "freeze-after-fit": lambda ran: ran.fits[-1]["moved"],
    "hidden-activation": lambda ran: np.allclose(ran.hidden(measured((50, 20))).sum(axis=1), 1, atol=1e-5),
    "keras1-positional-conv": lambda ran: ran.model.layers[0].output.shape[1] < 28 // 2,
    "label-range": rewards_the_worst_answer,
    "layer-after-output": lambda ran: np.mean(ran.model.predict(ran.x_train, verbose=0).argmax(axis=1) == ran.y_train) < 0.5,
    "learning-rate": lambda ran: ran.loss(ran.x_train, ran.y_train) > 10,
    "logits-without-flag": lambda ran: ran.accuracy() < 0.7,
    "metric-mismatch": counts_otherwise,
    "multilabel-pair": do_not_add_up,
    "no-decode": lambda ran: np.ndim(ran.classes) == 2 and (ran.classes.sum(axis=1) != 1).any(),
    "no-nonlinearity": is_straight,
    "one-unit-softmax": lambda ran: np.allclose(ran.answers, 1, atol=1e-6),
    "order": lambda ran: not {*ran.y[-20:]} <= {*ran.y[:-20]} or {*ran.y[-20:]} != {*ran.y},
    "relu-tanh-with-crossentropy": lambda ran: ran.answers.max() > 1 or ran.answers.min() < 0,
    "scaler-leak": lambda ran: np.abs(ran.X_test.mean(axis=0)).max() < 1e-6,
    "shared-layer": lambda ran: ran.model.build((None, 8)) or len(ran.model.weights) < 2 * len(ran.model.layers),
    "sigmoid-with-cce": do_not_add_up,
    "silent-broadcast": lambda ran: ran.answers.ndim > ran.y.ndim + 1,
    "style": has_a_bias_without_effect,
    "train-on-test": lambda ran: ran.fits[-1]["x"] is ran.x_test,
    "train-test-differ": lambda ran: ran.loss(ran.x_test, ran.y_test) > 5 * ran.loss(ran.x_train, ran.y_train),
    "unscaled-input": lambda ran: ran.history["loss"][0] > np.log(10),
    "unscaled-target": lambda ran: ran.answers.mean() < ran.y.mean() / 2,
    "val-is-train": lambda ran: np.isclose(ran.history["val_loss"][-1], ran.loss(ran.x_train, ran.y_train), rtol=1e-4),
    "xy-split": lambda ran: np.ndim(ran.y_train) == np.ndim(ran.X_train),
}  # fmt: skip
