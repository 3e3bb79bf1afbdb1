"""What a playground can be set to."""

from collections.abc import Mapping, Sequence
from typing import Any

from dlwidgets.data import Dataset
from dlwidgets.demos.playing_field import values
from dlwidgets.demos.playing_field.blueprint import MOST_NEURONS
from dlwidgets.demos.playing_field.examples import DATA, OWN
from dlwidgets.demos.playing_field.features import FEATURES
from dlwidgets.demos.playing_field.losses import Ending, endings
from dlwidgets.demos.playing_field.training_settings import FASTER, TrainingSettings, speed
from dlwidgets.widgets.controls import choice, slider, text, toggle

ACTIVATIONS = {
    "relu": "ReLU",
    "tanh": "tanh",
    "sigmoid": "sigmoid",
    "linear": "linear",
    "leaky_relu": "leaky ReLU",
    "elu": "ELU",
}
MOST_LAYERS = 7

GROUPS: Mapping[str, Sequence[str]] = {
    "examples": ("data", "noise", "train_share", "new_class", "points"),
    "features": (*FEATURES, "own_features"),
    "network": ("n_layers", "neurons", "activation", "layers", "activations"),
    "training": ("batch_size", "loss", "optimizer", "learning_rate", "momentum", "memory"),
    "regularizing": ("regularization", "regularization_rate", "dropout"),
    "weights": ("link", "value", "frozen", "frozen_layers", "hand_set"),
    "view": ("show_test", "show_wrong", "discretize", "show_runs"),
}
"""Names under which controls are hidden or locked together."""


def _feature(name: str, *, value: bool = False) -> Any:
    return toggle(value=value, label=FEATURES[name].label, help=f"Feature. {FEATURES[name].help}")


class PlaygroundSettings(TrainingSettings):
    """What can be set?

    The settings of the playground; ``Playground`` says what they do.
    """

    data = choice(
        "circle",
        lambda demo: {**DATA, OWN: demo.own_data.name} if demo.own_data else DATA,
        label="Data",
        help="What is to be learned: classes, or values from -1 to 1.",
    )
    speed = speed(FASTER)
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
    own_features = text(
        "",
        values.own_features,
        label="Your feature",
        help="A formula of x1 and x2 that becomes a feature, such as x1*x1 - x2; several stand with ; between.",
    )
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
    groups = GROUPS

    own_data: Dataset | None = None
    """What the learner has handed in."""
    source: Dataset
    """The chosen data set, both parts."""

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the features that the network takes."""
        return (*(name for name in FEATURES if getattr(self, name)), *filter(None, self.own_features.split("; ")))

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
        more = ["another class"] if len(names) < values.MOST_CLASSES else []
        return {str(kind): name for kind, name in enumerate([*names, *more])}
