"""A deep network as a few settings, how its gradients flow, and which settings would mend it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from dlwidgets.nn.gradient_flow import GradientFlow

WIDEST = 128
ENOUGH_NEURONS = 64
"""In narrower layers chance alone can bring signals to nothing."""
STEADY_STARTS = {
    "linear": ("linear", "glorot_uniform"),
    "tanh": ("tanh", "glorot_uniform"),
    "relu": ("relu", "he_normal"),
    "leaky_relu": ("leaky_relu", "he_normal"),
    "elu": ("elu", "he_normal"),
    "sigmoid": ("tanh", "glorot_uniform"),
}
"""The activation and initializer to try for an activation; one that is not here is to be replaced by relu."""


@dataclass(frozen=True)
class DeepNetwork:
    """Layers of one width, all begun in the same way.

    Parameters
    ----------
    depth, width : int
        Layers, and neurons in each.
    activation, initializer : str
        Keras' names.
    scale : float
        The weights that the initializer draws are multiplied by it.
    """

    depth: int
    width: int
    activation: str
    initializer: str
    scale: float

    def __str__(self) -> str:
        """Name what makes it differ from another of the same depth."""
        scale = "" if self.scale == 1 else f" × {self.scale:g}"
        return f"{self.activation} + {self.initializer}{scale}"


@dataclass(frozen=True)
class Trial:
    """A network with its measured flow."""

    network: DeepNetwork
    flow: GradientFlow


def find_remedy(trial: Trial, measure: Callable[[DeepNetwork], GradientFlow]) -> Trial | None:
    """Try what usually mends a network, and measure it.

    Parameters
    ----------
    trial : Trial
        The network to be mended.
    measure : callable
        Takes a network and returns its flow.

    Returns
    -------
    Trial or None
        The first network that is steady; else the one that is nearest to it, if that is nearer than what was given.
        None if there is nothing to mend, or nothing helps.
    """
    if trial.flow.verdict == "steady":
        return None
    best = trial
    for network in _candidates(trial.network):
        tried = Trial(network, measure(network))
        if tried.flow.verdict == "steady":
            return tried
        best = min(best, tried, key=lambda one: one.flow.deviation)
    return best if best is not trial else None


def _candidates(network: DeepNetwork) -> Iterator[DeepNetwork]:
    activation, initializer = STEADY_STARTS.get(network.activation, STEADY_STARTS["relu"])
    mended = replace(network, activation=activation, initializer=initializer, scale=1.0)
    wider = replace(mended, width=min(WIDEST, max(ENOUGH_NEURONS, 2 * network.width)))
    yield from (candidate for candidate in dict.fromkeys([mended, wider]) if candidate != network)
