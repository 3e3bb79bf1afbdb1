"""What the demo on hidden layers can be set to."""

from collections.abc import Mapping, Sequence
from typing import Any

from dlwidgets.compare.hidden_film import MOST_KEPT, HiddenFilm
from dlwidgets.data import Dataset
from dlwidgets.demos.comparing.examples import OWN, PICTURES, PLANES
from dlwidgets.demos.comparing.features import HAND_MADE
from dlwidgets.demos.comparing.settings import ACTIVATIONS
from dlwidgets.demos.hidden.network import Layers, layer_names, presets, read
from dlwidgets.demos.playing_demo import PlayingDemo
from dlwidgets.demos.playing_field.training_settings import NumberChoice
from dlwidgets.widgets.controls import choice, slider

LAST = "last"
LEARNING = ("data", "noise", "layers", "activation", "learning_rate", "epochs", "seed")
"""Settings after which the network has to learn anew."""


class HiddenSettings(PlayingDemo):
    """What can be set?

    The settings of the demo; ``HiddenLayer`` says what they do.
    """

    data = choice("moons", lambda demo: demo.sets, label="Data", help="What is to be told apart. Half is for the test.")
    noise = slider(0.1, 0, 0.5, step=0.05, label="Noise", help="How much drawn points stray; for drawn data only.")
    layers = Layers(
        "16, 2",
        presets,
        label="Hidden layers",
        help="Units of each hidden layer. With two units in the last one, nothing is lost in the picture.",
    )
    activation = choice("tanh", ACTIVATIONS, label="Activation", help="Of the hidden layers.")
    learning_rate = NumberChoice(
        0.01, (0.001, 0.003, 0.01, 0.03, 0.1), low=1e-6, high=10, label="Learning rate", help="Of Adam."
    )
    epochs = slider(100, 1, 1000, step=1, label="Train for", help="Epochs: how often each training example is seen.")
    seed = slider(0, 0, 99, step=1, label="Seed", help="Draws another split and other first weights.", is_open=True)
    features = choice(
        "none",
        lambda demo: demo.ways_to_make_features,
        label="Made by hand",
        help="Features by a person's rule: how well a linear SVM does with them is a line in the lowest chart.",
    )
    layer = choice(
        LAST,
        lambda demo: {LAST: "the last one", **layer_names(demo.layers)},
        label="Look at layer",
        help="The hidden layer whose outputs are drawn.",
    )
    example = slider(
        0,
        0,
        lambda demo: demo.n_kept - 1,
        step=1,
        label="Example",
        help="Framed in both pictures; a click on a point chooses it too. Test examples come first.",
    )
    epoch = slider(
        0,
        0,
        lambda demo: demo.epochs,
        step=1,
        label="Epoch",
        help="Goes back to an earlier epoch; the newest that is known and not after it is shown.",
    )

    groups: Mapping[str, Sequence[str]] = {
        "examples": ("data", "noise", "seed"),
        "network": ("layers", "activation", "learning_rate", "epochs"),
    }

    own_data: Dataset | None = None
    """What the learner has handed in."""
    has_pictures = False
    """Whether examples are pictures, whose first weights are pictures too."""
    is_settled = False
    """Whether first values are no longer those of the class."""
    source: Dataset
    """The chosen data set, both parts."""
    film: HiddenFilm
    """The network and its moments."""

    @property
    def sets(self) -> dict[str, str]:
        """Data sets that may be chosen: those that the picture has room for."""
        named = {True: PICTURES, False: PLANES}[self.has_pictures] if self.is_settled else {**PLANES, **PICTURES}
        return {**named, OWN: self.own_data.name} if self.own_data else dict(named)

    @property
    def ways_to_make_features(self) -> dict[str, str]:
        """Rules by which a person makes features of those that there are."""
        is_plane = self.source.n_features == 2
        ways = {name: way.label for name, way in HAND_MADE.items() if is_plane or not way.is_for_planes}
        return {**ways, "none": "none"}

    @property
    def n_kept(self) -> int:
        """How many examples are drawn, at most."""
        return min(self.source.n_examples, 2 * MOST_KEPT)

    @property
    def shown_layer(self) -> int:
        """The place of the layer that is drawn, among the hidden ones, from 0."""
        n = len(read(self.layers))
        return n - 1 if self.layer == LAST else int(self.layer) - 1

    @property
    def _learning(self) -> tuple[Any, ...]:
        """All that the network's numbers depend on."""
        return tuple(getattr(self, name) for name in LEARNING)
