"""What the backprop stepper can be set to."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from dlwidgets.demos.playing_demo import PlayingDemo
from dlwidgets.demos.stepper.gradient_check import with_weight
from dlwidgets.demos.stepper.picture import STAGE_TITLES
from dlwidgets.demos.stepper.problem import OPTIMIZER_LABELS, rows, to_lists, whole
from dlwidgets.demos.stepper.start import FITTED, fitting_settings
from dlwidgets.errors import InvalidValueError
from dlwidgets.nn import ACTIVATIONS, LOSSES, DenseNetwork, Weight
from dlwidgets.nn.dense import SOFTMAX, require_activations, require_sizes
from dlwidgets.widgets.controls import choice, hidden, slider, toggle


def _texts(value: Any) -> list[str] | None:
    if value is not None and (isinstance(value, str) or not hasattr(value, "__len__")):
        raise InvalidValueError(f"activations came as {value!r}; wanted a list of names, one for each layer.")
    return None if value is None else [str(name) for name in value]


def _weights(value: Any) -> list[Any] | None:
    weights = _lists(value)
    if weights is not None and not isinstance(weights, list):
        raise InvalidValueError(
            f"weights came as {value!r:.80}; wanted a list of arrays, as model.get_weights() gives it, or None."
        )
    return weights


def _lists(value: Any) -> Any:
    """Return arrays as lists, however deep."""
    if hasattr(value, "tolist"):
        return value.tolist()
    return [_lists(item) for item in value] if isinstance(value, (list, tuple)) else value


class StepperSettings(PlayingDemo):
    """What can be set?

    The settings of the stepper; ``BackpropStepper`` says what they do.
    """

    layers = hidden(
        [2, 2, 1],
        lambda value: [*require_sizes(value)],
        label="Layers",
        help="The number of inputs, then of neurons in each layer.",
    )  # before all those whose choices depend on it
    position = slider(
        0,
        0,
        lambda demo: len(demo.walk.steps) - 1,
        step=1,
        label="Step",
        help="Where in the training step you are.",
        is_open=True,  # what is too far depends on the network, and is said when that is known
    )
    stage = choice("guess", STAGE_TITLES, label="Stage", help="Jump to the beginning of one of the four stages.")
    part = choice(
        "w1[1,1]",
        lambda demo: part_labels(*demo.layers),
        label="Number",
        help="A weight, bias, input or target, to change or to follow; a click in the diagram chooses it too.",
    )
    value = slider(0.0, -3, 3, label="Its value", help="Change the chosen number; everything follows.", is_open=True)
    follow = toggle(
        value=False, label="Follow blame", help="Next and Back go only the way by which the blame reaches that weight."
    )
    optimizer = choice("sgd", OPTIMIZER_LABELS, label="Optimizer", help="How the blame becomes a new weight.")
    learning_rate = slider(
        0.5, 0.01, 2, step=0.01, label="Learning rate", help="How far the blame moves a weight.", is_open=True
    )
    loss = choice(
        "binary_crossentropy",
        {name: name.replace("_", " ") for name in LOSSES},
        label="Loss",
        help="How the error is measured. It has to suit the activation of the output layer.",
    )
    layer = choice("1", lambda demo: layer_labels(demo.layers), label="Layer", help="The layer to give an activation.")
    activation = choice(
        "tanh",
        lambda demo: [*ACTIVATIONS, *([SOFTMAX] if demo.layer == str(len(demo.layers) - 1) else [])],
        label="Activation",
        help="What the neurons of that layer make of their sums.",
    )
    batch = toggle(value=True, label="Whole batch", help="Learn from the mean of all examples, or only from this one.")
    seed = slider(0, 0, 99, step=1, label="Seed", help="Another number draws other first weights.")
    speed = slider(2, 1, 20, step=1, label="Speed", help="Steps a second while it plays.")
    activations = hidden(None, _texts, label="Activations", help="The activation of each layer after the inputs.")
    X = hidden([[0.0]], lambda value: rows("X", value), label="Inputs", help="The examples, one row each.")
    y = hidden([[0.0]], lambda value: rows("y", value), label="Targets", help="What the outputs should be.")
    example = hidden(
        0, lambda value: whole("example", value), label="Example", help="The example that is followed, from 0."
    )
    weights = hidden(
        None,
        _weights,
        label="Weights",
        help="Kernels and biases, as Keras' get_weights() gives them; None for those that the seed draws.",
    )
    memory = hidden(None, _lists, label="Memory", help="What the optimizer remembers of earlier training steps.")

    def _fit_layers(self, changed: set[str]) -> None:
        """Give new layers activations, loss and a batch that fit, where none came with them."""
        fitting = fitting_settings(self.layers, {name: getattr(self, name) for name in FITTED & changed})
        for name, value in fitting.items():
            setattr(self, name, value)

    def _set_activation(self, changed: set[str]) -> None:
        """Give the chosen layer its activation, or show the one that it has."""
        last = len(self.layers) - 1
        place = min(int(self.layer), last) - 1
        if "activation" in changed and "activations" not in changed:
            self.activations = [self.activation if i == place else name for i, name in enumerate(self.activations)]
        require_activations(self.activations, self.layers)
        self.layer, self.activation = str(place + 1), self.activations[place]

    def _put(self, network: DenseNetwork) -> None:
        """Give the chosen number its new value."""
        if self.part[0] in "xy":
            name = "X" if self.part[0] == "x" else "y"
            table = [[*row] for row in getattr(self, name)]
            table[self.example][int(self.part[1:]) - 1] = self.value
            setattr(self, name, table)
        else:
            self.weights = to_lists(with_weight(network, weight_named(self.part), self.value))

    def _value_of(self, network: DenseNetwork) -> float:
        """Return the chosen number."""
        if self.part[0] in "xy":
            table = self.X if self.part[0] == "x" else self.y
            return table[self.example][int(self.part[1:]) - 1]
        weight = weight_named(self.part)
        return network.weight(weight.layer, weight.target, weight.source)


@lru_cache(maxsize=8)
def part_labels(*layers: int) -> Mapping[str, str]:
    """Return the numbers that can be set, by name, with what they are."""
    labels = {}
    for layer in range(1, len(layers)):
        for target in range(layers[layer]):
            for source in range(layers[layer - 1]):
                name = Weight(layer, target, source).name
                labels[name] = f"{name}: weight from {source + 1} to {target + 1} in layer {layer}"
            name = Weight(layer, target).name
            labels[name] = f"{name}: bias of {target + 1} in layer {layer}"
    labels |= {f"x{i + 1}": f"x{i + 1}: input {i + 1}" for i in range(layers[0])}
    labels |= {f"y{i + 1}": f"y{i + 1}: target {i + 1}" for i in range(layers[-1])}
    return MappingProxyType(labels)


def layer_labels(layers: list[int]) -> dict[str, str]:
    """Return the layers that have an activation, by number, with what they are called."""
    hidden_layers = {str(i): f"hidden layer {i}" for i in range(1, len(layers) - 1)}
    return hidden_layers | {str(len(layers) - 1): "output layer"}


def weight_named(name: str) -> Weight:
    """Return the weight or bias that has a name such as ``w1[2,1]`` or ``b1[2]``."""
    layer, *places = map(int, re.findall(r"\d+", name))
    return Weight(layer, *(place - 1 for place in reversed(places)))
