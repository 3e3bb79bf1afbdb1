"""How a playground trains, and what of it is seen: the settings."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import traitlets as t

from dlwidgets.data import Dataset
from dlwidgets.demos.playing_field import values
from dlwidgets.demos.playing_field.losses import endings
from dlwidgets.errors import InvalidValueError
from dlwidgets.widgets.controls import choice, hidden, slider, toggle
from dlwidgets.widgets.demo import Demo
from dlwidgets.widgets.settings import Choice

RATES = (0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
OPTIMIZER_LABELS = {
    "sgd": "SGD",
    "momentum": "SGD with momentum",
    "nesterov": "SGD with Nesterov momentum",
    "rmsprop": "RMSprop",
    "adagrad": "Adagrad",
    "adam": "Adam",
    "adamw": "AdamW",
    "nadam": "Nadam",
}
PRICES = {"none": "none", "l1": "L1", "l2": "L2"}
UNITS = {"epoch": "an epoch", "batch": "a batch", "example": "an example"}
HIGHEST_RATE = 1000.0


class NumberChoice(Choice):
    """A number from a list, or another that code gives."""

    def __init__(self, value: float, numbers: Sequence[float], *, low: float, high: float, **texts: Any) -> None:
        super().__init__(value, (), **texts)  # type: ignore[arg-type]
        self._numbers, self._low, self._high = numbers, low, high

    def options(self, demo: t.HasTraits) -> dict[str, str]:
        """Return the numbers as the browser writes them; the present one is among them."""
        present = getattr(demo, "_trait_values", {}).get(self.name, self.default_value)
        numbers = sorted({*self._numbers, float(present)})
        return {_plain(number): _plain(number) for number in numbers}

    def validate(self, _demo: t.HasTraits, value: Any) -> float:  # type: ignore[override]
        """Return ``value`` as a number, or raise InvalidValueError."""
        try:
            number = math.nan if isinstance(value, bool) else float(value)
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if not self._low <= number <= self._high:
            raise InvalidValueError(
                f"{self.name} came as {value!r:.80}; wanted a number from {self._low:g} to {self._high:g}. "
                "Nothing was changed."
            )
        return number


SPEEDS = (0.0, 1.0, 5.0, 25.0, 60.0, 250.0, 1000.0)
MOST_EPOCHS_PER_S = 1000.0
AT_ONCE = "as fast as it goes"
FASTER = "faster and faster"


class SpeedChoice(NumberChoice):
    """Epochs a second, where 0 is no limit."""

    def __init__(self, unlimited: str, **texts: Any) -> None:
        super().__init__(0.0, SPEEDS, low=0.0, high=MOST_EPOCHS_PER_S, **texts)
        self._told = {"0": unlimited, "1": "1 epoch a second"}

    def options(self, demo: t.HasTraits) -> dict[str, str]:
        """Return the speeds in words, the fastest first."""
        return {number: self._told.get(number, f"{number} epochs a second") for number in super().options(demo)}


def speed(unlimited: str = AT_ONCE) -> Any:
    """Return a setting for how fast Play goes; 0 is without limit, in such words."""
    words = f"How much Play trains in a second, batch by batch; slower shows single steps, {unlimited} has no limit."
    return SpeedChoice(unlimited, label="Speed", help=f"{words} It changes no number.")


def _plain(number: float) -> str:
    return f"{number:.12f}".rstrip("0").rstrip(".")


def _number(value: float, numbers: Sequence[float], low: float, high: float, **texts: str) -> Any:
    return NumberChoice(value, numbers, low=low, high=high, **texts)


class TrainingSettings(Demo):
    """How does it train?

    The settings of the playground that are about training and looking.
    """

    source: Dataset
    """The chosen data set, both parts."""
    last_epoch: int
    """The last epoch of this run that one can go to."""
    classes_to_add: Mapping[str, str]
    """Classes that a new point may have."""

    loss = choice(
        "binary_crossentropy",
        lambda demo: {name: ending.label for name, ending in endings(demo.source).items()},
        label="Loss",
        help="What training makes small. It decides what the outputs are.",
    )
    optimizer = choice("sgd", OPTIMIZER_LABELS, label="Optimizer", help="The rule that turns slopes into steps.")
    learning_rate = _number(
        0.03, RATES, 1e-12, HIGHEST_RATE, label="Learning rate", help="How far each step goes; moves while it trains."
    )
    momentum = slider(
        0.9,
        0,
        0.99,
        step=0.01,
        label="Momentum",
        help="How much of the last steps goes on in the next one; Adam calls it beta 1.",
    )
    memory = slider(
        0.999,
        0,
        0.999,
        step=0.001,
        label="Memory of slopes",
        help="How long the size of past slopes counts: rho of RMSprop, beta 2 of Adam.",
    )
    regularization = choice(
        "none", PRICES, label="Regularization", help="A price on weights: L1 drives them to 0, L2 keeps them small."
    )
    regularization_rate = _number(
        0.0,
        (0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0),
        0.0,
        HIGHEST_RATE,
        label="Its rate",
        help="How much large weights cost.",
    )
    dropout = slider(
        0.0, 0, 0.8, step=0.1, label="Dropout", help="Share of the hidden neurons that each step leaves out at random."
    )
    seed = slider(
        0, 0, 99, step=1, label="Seed", help="Another number draws other examples and first weights.", is_open=True
    )
    step_by = choice("epoch", UNITS, label="A step is", help="An epoch is once through all training examples.")
    moment = slider(
        0,
        0,
        lambda demo: demo.last_epoch,
        step=1,
        label="Go to epoch",
        help="Back to any epoch of this run, with all weights and settings of that moment; Play goes on from there.",
        is_open=True,
    )
    show_test = toggle(value=False, label="Test data", help="Show the examples that are kept back for the test.")
    show_wrong = toggle(value=False, label="Mistakes", help="Ring the examples that are answered wrongly.")
    discretize = toggle(value=False, label="Discretize", help="Show only what is decided, without how surely.")
    show_runs = toggle(
        value=True, label="Earlier runs", help="Keep the losses of earlier runs as pale curves behind the present ones."
    )
    new_class = choice(
        "1",
        lambda demo: demo.classes_to_add,
        label="New points",
        help="A click on the plane adds a point of this class; a drag moves one, Delete or Alt+click takes it away.",
    )
    layers = hidden([4, 2], values.layers, label="Layers", help="Neurons of each hidden layer.")
    activations = hidden(["tanh", "tanh"], values.activations, label="Activations", help="Of each hidden layer.")
    frozen_layers = hidden(
        [], values.frozen, label="Frozen", help="Layers that training leaves as they are, from 1 on."
    )
    hand_set = hidden(
        [],
        values.hand_set,
        label="Weights set by hand",
        help="As [layer, neuron, from, value], with 0 in from for the bias; a new start has them too.",
    )
    goal = hidden("", values.goal, label="Goal", help="At which training stops, such as test_loss < 0.2.")
    points = hidden(None, values.points, label="Points", help="The examples as (x, y, class) once they were changed.")
