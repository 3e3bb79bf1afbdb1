"""Each fault in Keras itself: it stops with an error, or its symptom can be measured."""

import warnings
from dataclasses import dataclass, replace

import numpy as np
import pytest

from dlwidgets.network import DataFacts, OptimizerSpec, propose, xray
from dlwidgets.training.build import build
from tests.network.faults import FAULTS, RIGHT, data_for

EPOCHS = {
    "mend helps": 12,
    "loss below 0": 10,
    "no shares": 4,
    "never no": 4,
    "metric wrong": 4,
    "loss up": 3,
    "same loss": 2,
}
"""For how long each symptom is watched; one step is enough for most."""
STEPS = OptimizerSpec("SGD", learning_rate=0.2)  # eagerly, it is several times as fast as Adam


@dataclass
class Run:
    """What came of a fit."""

    model: object
    outputs: object
    history: dict
    X: object
    y: object
    said: list

    @property
    def losses(self):
        return self.history["loss"]

    @property
    def metric(self):
        return next(values[-1] for name, values in self.history.items() if "loss" not in name)

    @property
    def right(self):
        """The share of examples whose class comes out."""
        classes = self.outputs.argmax(axis=1) if self.outputs.shape[1] > 1 else self.outputs[:, 0] > 0.5
        return np.mean(classes == (self.y.argmax(axis=1) if self.y.ndim > 1 else self.y))


def run(keras, spec, facts, epochs):
    """Build a network and fit it eagerly, which traces nothing, on data of which the facts are true."""
    X, y = data_for(facts)
    keras.utils.set_random_seed(1)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        is_usual = spec.compile and isinstance(spec.compile.optimizer, str)
        model = build(replace(spec, compile=replace(spec.compile, optimizer=STEPS)) if is_usual else spec)
        model.run_eagerly = True
        fit = spec.fit
        targets = keras.utils.to_categorical(y) if fit and fit.one_hot else y
        settings = {"validation_split": fit.validation_split} if fit else {}
        epochs = 0 if fit and not fit.epochs else epochs
        history = model.fit(X, targets, batch_size=len(X), epochs=epochs, verbose=0, **settings).history
        outputs = model(X, training=False).numpy()
    return Run(model, outputs, history, X, y, [str(one.message) for one in caught])


def no_shares(run):
    """Tell whether what comes out can't be the probabilities of classes."""
    sums = run.outputs.sum(axis=-1) if run.outputs.shape[-1] > 1 else 1
    return run.outputs.min() < 0 or run.outputs.max() > 1 or np.max(np.abs(sums - 1)) > 0.02


def never_no(run):
    """Tell whether the answer for no example is below a half."""
    logits = run.outputs.max() > 1
    return (1 / (1 + np.exp(-run.outputs)) if logits else run.outputs).min() >= 0.5


def equal_units(run):
    """Tell whether all hidden units have the same weights after training."""
    kernel = run.model.layers[0].get_weights()[0]
    return np.allclose(kernel, kernel[:, :1])


def is_cut_off(run):
    """Tell whether a measurement and its whole part give the same."""
    return np.array_equal(run.model(np.floor(run.X)).numpy(), run.outputs)


def same_loss(run):
    return np.ptp(run.losses) < 1e-6


def counts_above_a_half(run):
    """Tell whether the accuracy is that of raw outputs above 0.5, and not of those above 0."""
    said = run.model.evaluate(run.X, run.y, batch_size=len(run.X), verbose=0, return_dict=True)
    above = [np.mean((run.outputs[:, 0] > limit) == run.y) for limit in (0.5, 0)]
    return abs(said.get("accuracy", said.get("acc")) - above[0]) < 1e-6 < abs(above[0] - above[1])


def one_class(run):
    """Tell whether the last fifth of sorted examples are of one class, and so validation is."""
    y = np.sort(run.y)
    return len(set(y[-len(y) // 5 :])) == 1 and "val_loss" in run.history


SYMPTOMS = {
    "constant": lambda run: np.ptp(run.outputs) < 1e-6 and abs(run.outputs[0] - 1) < 1e-6,
    "same loss": same_loss,
    "loss up": lambda run: not run.losses[-1] <= run.losses[0],
    "loss is nan": lambda run: np.isnan(run.losses[-1]),
    "never below 0": lambda run: run.outputs.min() >= 0,
    "loss below 0": lambda run: run.losses[-1] < 0,
    "never the last class": lambda run: run.outputs.max() <= 1 < run.y.max(),
    "one column": lambda run: run.outputs.shape[-1] == 1,
    "no shares": no_shares,
    "never no": never_no,
    "never sure": lambda run: 0.5 < run.outputs.max() < 0.58,
    "stays in range": lambda run: run.outputs.min() >= -1 and (run.outputs.min() >= 0 or run.outputs.max() <= 1),
    "warns": lambda run: any("from_logits" in one for one in run.said),
    "accuracy misses": counts_above_a_half,
    "metric 0": lambda run: run.metric < 0.05,
    "metric wrong": lambda run: abs(run.metric - run.right) > 0.05,
    "by chance": lambda run: not np.array_equal(run.model(run.X, training=True), run.model(run.X, training=True)),
    "equal units": equal_units,
    "cuts off": is_cut_off,
    "one class": one_class,
    "no epoch": lambda run: not run.history,
    "trains": lambda run: len(run.losses) > 0,
}


def mended(fault):
    """Make the change that is offered for a fault, and no other."""
    [problem] = [one for one in xray(fault.spec, fault.facts).problems if one.rule == fault.rule]
    return problem.change(fault.spec)


@pytest.mark.parametrize("fault", [one for one in FAULTS if one.level == "error"], ids=str)
def test_keras_stops_where_the_rules_say_that_it_does(keras, fault):
    with pytest.raises(Exception):  # noqa: B017, PT011  # Keras refuses with errors of many kinds
        run(keras, fault.spec, fault.facts, 1)


@pytest.mark.parametrize(
    "fault", [one for one in FAULTS if one.level != "error" and one.symptom != "mend helps"], ids=str
)
def test_keras_says_nothing_but_the_symptom_is_there(keras, fault):
    epochs = EPOCHS.get(fault.symptom, 1)
    assert SYMPTOMS[fault.symptom](run(keras, fault.spec, fault.facts, epochs))


@pytest.mark.parametrize("fault", [one for one in FAULTS if one.symptom == "mend helps"], ids=str)
def test_the_offered_change_learns_what_the_fault_does_not(keras, fault):
    losses = [run(keras, spec, fault.facts, EPOCHS["mend helps"]).losses[-1] for spec in (mended(fault), fault.spec)]
    assert losses[0] < 0.85 * losses[1], losses


def test_right_networks_train_in_keras(keras):
    for spec, facts in RIGHT[::4]:
        found = run(keras, spec, facts, 1)
        assert np.isfinite(found.losses).all()
        assert not any("logits" in one for one in found.said), found.said


def test_the_proposed_network_learns_xor(keras):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    spec = propose(DataFacts("xor", shape=(2,), task="classes", n_classes=2, n_examples=4, low=0, high=1))
    keras.utils.set_random_seed(0)
    model = build(spec)
    model.fit(X, y, epochs=spec.fit.epochs, verbose=0)
    assert ((model(X).numpy()[:, 0] > 0.5) == y).all()
