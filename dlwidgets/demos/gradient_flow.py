"""Why do the first layers of a deep network hardly learn?"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from dlwidgets.charts.gradient_flow import layer_sizes
from dlwidgets.demos.deep_network import WIDEST, DeepNetwork, Trial, find_remedy
from dlwidgets.demos.flow_picture import flow_frame
from dlwidgets.demos.flow_words import HOW_TO_READ, factor_formulas, flow_sentence, layer_table
from dlwidgets.nn.activations import ACTIVATIONS
from dlwidgets.nn.gradient_flow import GradientFlow as Flow
from dlwidgets.nn.gradient_flow import gradient_flow
from dlwidgets.nn.initializers import INITIALIZERS, MOST_LAYERS, initial_kernels
from dlwidgets.widgets.controls import button, choice, slider, toggle
from dlwidgets.widgets.demo import Demo, Formula, Note

N_KEPT = 4
"""Sets of weights that are kept: those shown, those that mend them, and where the learner comes from."""
NETWORK_SETTINGS = {"depth", "width", "activation", "initializer", "scale", "seed"}


class GradientFlow(Demo):
    """Why do the first layers of a deep network hardly learn?

    Random examples go forward through the untrained network, and the blame for its outputs comes back: how large
    does it arrive at each layer?

    Parameters
    ----------
    **settings
        First values of settings such as ``depth``, ``activation``, ``initializer``; ``hide`` and ``lock``.

    Raises
    ------
    UnknownNameError
        If an activation, initializer or setting does not exist.
    InvalidValueError
        If a setting is out of range or no number.

    References
    ----------
    X. Glorot and Y. Bengio (2010), Understanding the difficulty of training deep feedforward neural networks,
    https://proceedings.mlr.press/v9/glorot10a.html

    Examples
    --------
    >>> demo = GradientFlow(depth=50, activation="sigmoid")
    >>> demo.verdict
    'vanishing'
    >>> demo.mend()
    'steady'
    >>> demo.activation, demo.initializer
    ('tanh', 'glorot_uniform')
    """

    depth = slider(30, 1, MOST_LAYERS, step=1, label="Depth", help="How many layers there are.")
    width = slider(64, 1, WIDEST, step=1, label="Width", help="How many neurons each layer has.")
    activation = choice("sigmoid", tuple(ACTIVATIONS), label="Activation", help="That of every layer.")
    initializer = choice(
        "glorot_uniform",
        tuple(INITIALIZERS),
        label="Initialization",
        help="How the first weights are drawn, as in Keras.",
    )
    scale = slider(1.0, 0.25, 4, step=0.05, label="Weights ×", help="Makes all first weights larger or smaller.")
    seed = slider(0, 0, 99, step=1, label="Seed", help="Another number draws other weights and examples.")
    compare = toggle(value=False, label="Compare", help="Show the mended network in the same picture, dashed.")

    def __init__(self, **settings: Any) -> None:
        self._draw = lru_cache(N_KEPT)(initial_kernels)
        super().__init__(**settings)

    @property
    def network(self) -> DeepNetwork:
        """The network that is shown, as plain values."""
        return DeepNetwork(self.depth, self.width, self.activation, self.initializer, self.scale)

    @property
    def flow(self) -> Flow:
        """All that is measured in each layer; sizes as powers of ten."""
        return self._trial.flow

    @property
    def gradients(self) -> np.ndarray:
        """Size of the gradients of the weights of each layer, shape (depth,); one below 1e-308 is given as 0."""
        return np.asarray(10**self.flow.gradients)

    @property
    def activations(self) -> np.ndarray:
        """Size of the outputs of each layer, shape (depth,)."""
        return np.asarray(10**self.flow.outputs)

    @property
    def factor(self) -> float:
        """What a layer passes on of the blame that reaches it, on average; NaN for a single layer."""
        return self.flow.factor

    @property
    def verdict(self) -> str:
        """``"vanishing"``, ``"exploding"``, ``"blocked"`` (a layer gets no gradient at all) or ``"steady"``."""
        return self.flow.verdict

    @property
    def remedy(self) -> dict[str, Any]:
        """The settings that mend the network, by name; empty if there is nothing to mend, or nothing helps."""
        if self._remedy is None:
            return {}
        now, mended = vars(self.network), vars(self._remedy.network)
        return {name: value for name, value in mended.items() if value != now[name]}

    @button("Mend", help="Take the settings that were found to mend it.", key="m")
    def mend(self) -> str:
        """Take the settings that mend the network.

        Returns
        -------
        {"steady", "vanishing", "exploding", "blocked"}
            How the gradients flow now.
        """
        self.change(**self.remedy)
        return self.verdict

    def settle(self, changed: set[str]) -> None:
        """Measure the network, and what would mend it, when it has changed."""
        if changed & NETWORK_SETTINGS:
            trial = Trial(self.network, self._measure(self.network))
            self._remedy = find_remedy(trial, self._measure)
            self._trial = trial

    def disabled(self) -> Iterable[str]:
        """Return the controls that can do nothing just now."""
        return [] if self._remedy else ["compare", "mend"]

    def chart(self) -> Any:
        """Return the sizes of signal, blame and gradients against the layers."""
        return layer_sizes()

    def frame(self) -> Mapping[str, Any]:
        """Return the sizes in each layer, and those of the mended network if they are to be compared."""
        mended = {"mended": self._remedy} if self.compare and self._remedy else {}
        return flow_frame({"now": self._trial, **mended})

    def sentence(self) -> str:
        """Say how gradients flow, why, and what mends it."""
        return flow_sentence(self._trial, self._remedy)

    def notes(self) -> Iterable[Note | Formula]:
        """Return the numbers of three layers, the factor per layer as a formula, and how to read the picture."""
        return (
            Note("First, middle and last layer", layer_table(self.flow)),
            Formula("Why: the factor per layer", factor_formulas(self.network, self.flow)),
            Note("How to read it", HOW_TO_READ),
        )

    def _measure(self, network: DeepNetwork) -> Flow:
        # All layers are drawn at once, so that a move of the depth draws none.
        kernels = self._draw(MOST_LAYERS, network.width, network.initializer, seed=self.seed)[: network.depth]
        weights = kernels if network.scale == 1 else [network.scale * kernel for kernel in kernels]
        return gradient_flow(weights, network.activation, seed=self.seed)
