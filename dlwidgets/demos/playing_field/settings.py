"""What a playground can be set to."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import traitlets as t

from dlwidgets.data import Dataset
from dlwidgets.demos.playing_field import values
from dlwidgets.demos.playing_field.blueprint import MOST_NEURONS
from dlwidgets.demos.playing_field.examples import DATA, OWN
from dlwidgets.demos.playing_field.features import FEATURES
from dlwidgets.demos.playing_field.losses import Ending, endings
from dlwidgets.errors import InvalidValueError
from dlwidgets.widgets.controls import choice, hidden, slider, toggle
from dlwidgets.widgets.demo import Demo
from dlwidgets.widgets.settings import Choice

RATES = (0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
ACTIVATIONS = {
    "relu": "ReLU",
    "tanh": "tanh",
    "sigmoid": "sigmoid",
    "linear": "linear",
    "leaky_relu": "leaky ReLU",
    "elu": "ELU",
}
OPTIMIZER_LABELS = {
    "sgd": "SGD",
    "momentum": "SGD with momentum 0.9",
    "rmsprop": "RMSprop",
    "adagrad": "Adagrad",
    "adam": "Adam",
}
PRICES = {"none": "none", "l1": "L1", "l2": "L2"}
UNITS = {"epoch": "an epoch", "batch": "a batch", "example": "an example"}
MOST_LAYERS = 7
HIGHEST_RATE = 1000.0

GROUPS: Mapping[str, Sequence[str]] = {
    "examples": ("data", "noise", "train_share", "new_class", "points"),
    "features": tuple(FEATURES),
    "network": ("n_layers", "neurons", "activation", "layers", "activations"),
    "training": ("batch_size", "loss", "optimizer", "learning_rate"),
    "regularizing": ("regularization", "regularization_rate", "dropout"),
    "weights": ("link", "value", "frozen", "frozen_layers"),
    "view": ("show_test", "show_wrong", "discretize", "show_runs"),
}
"""Names under which controls are hidden or locked together."""


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


def _plain(number: float) -> str:
    return f"{number:.12f}".rstrip("0").rstrip(".")


def _number(value: float, numbers: Sequence[float], low: float, high: float, **texts: str) -> Any:
    return NumberChoice(value, numbers, low=low, high=high, **texts)


def _feature(name: str, *, value: bool = False) -> Any:
    return toggle(value=value, label=FEATURES[name].label, help=f"Feature. {FEATURES[name].help}")


class PlaygroundSettings(Demo):
    """What can be set?

    The settings of the playground; ``Playground`` says what they do.
    """

    data = choice(
        "circle",
        lambda demo: {**DATA, OWN: demo.own_data.name} if demo.own_data else DATA,
        label="Data",
        help="What is to be learned: classes, or values from -1 to 1.",
    )
    noise = slider(0.0, 0, 0.5, step=0.05, label="Noise", help="How much drawn examples stray; for drawn data only.")
    train_share = slider(
        0.5, 0.1, 0.9, step=0.1, label="Training share", help="Share of the examples to learn from; the rest tests."
    )
    batch_size = slider(10, 1, 100, step=1, label="Batch size", help="Examples between two changes of the weights.")
    x1 = _feature("x1", value=True)
    x2 = _feature("x2", value=True)
    x1_squared = _feature("x1_squared")
    x2_squared = _feature("x2_squared")
    x1_x2 = _feature("x1_x2")
    sin_x1 = _feature("sin_x1")
    sin_x2 = _feature("sin_x2")
    n_layers = slider(
        2, 0, MOST_LAYERS, step=1, label="Hidden layers", help="Layers between the features and the outputs."
    )
    layer = slider(
        0,
        0,
        lambda demo: len(demo.layers) + 1,
        step=1,
        label="Chosen layer",
        help="What Neurons, Activation and Frozen are about: 0 is all hidden layers, the last are the outputs.",
        is_open=True,
    )
    neurons = slider(4, 1, MOST_NEURONS, step=1, label="Neurons", help="In the chosen layer.")
    activation = choice(
        "tanh", ACTIVATIONS, label="Activation", help="What neurons of the chosen layer make of their weighted sum."
    )
    frozen = toggle(value=False, label="Frozen", help="Training leaves the weights of the chosen layer as they are.")
    neuron = slider(
        1,
        1,
        lambda demo: demo.layer_size,
        step=1,
        label="Chosen neuron",
        help="The neuron of the chosen layer that is shown large.",
        is_open=True,
    )
    link = slider(
        0,
        0,
        lambda demo: demo.n_links,
        step=1,
        label="Weight from",
        help="Which weight of the chosen neuron, by where it comes from; 0 is its bias.",
        is_open=True,
    )
    value = slider(0.0, -3, 3, step=0.05, label="Its value", help="Set that weight by hand.", is_open=True)
    loss = choice(
        "binary_crossentropy",
        lambda demo: {name: ending.label for name, ending in endings(demo.source).items()},
        label="Loss",
        help="What training makes small. It decides what the outputs are.",
    )
    optimizer = choice("sgd", OPTIMIZER_LABELS, label="Optimiser", help="The rule that turns slopes into steps.")
    learning_rate = _number(
        0.03, RATES, 1e-12, HIGHEST_RATE, label="Learning rate", help="How far each step goes; moves while it trains."
    )
    regularization = choice(
        "none", PRICES, label="Regularisation", help="A price on weights: L1 drives them to 0, L2 keeps them small."
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
    goal = hidden("", values.goal, label="Goal", help="At which training stops, such as test_loss < 0.2.")
    points = hidden(None, values.points, label="Points", help="The examples as (x, y, class) once they were changed.")

    groups = GROUPS

    own_data: Dataset | None = None
    """What the learner has handed in."""
    source: Dataset
    """The chosen data set, both parts."""

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the features that the network takes."""
        return tuple(name for name in FEATURES if getattr(self, name))

    @property
    def ending(self) -> Ending:
        """The loss, and what the outputs are."""
        fitting = endings(self.source)
        return fitting.get(self.loss) or next(iter(fitting.values()))

    @property
    def sizes(self) -> tuple[int, ...]:
        """Numbers in each column, features and outputs included."""
        n = self.source.n_classes
        return (len(self.features), *self.layers, n if n > 2 else 1)

    @property
    def layer_size(self) -> int:
        """Neurons of the chosen layer."""
        return self.sizes[min(self.layer, len(self.sizes) - 1)] if self.layer else 1

    @property
    def n_links(self) -> int:
        """Weights of a neuron of the chosen layer, without its bias."""
        return self.sizes[min(self.layer, len(self.sizes) - 1) - 1] if self.layer else 0

    @property
    def classes_to_add(self) -> dict[str, str]:
        """Classes that a new point may have."""
        names = list(self.source.class_names) or ["0", "1"]
        return {str(kind): name for kind, name in enumerate(names)}
