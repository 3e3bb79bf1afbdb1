"""The end of a network: how many numbers go out, and what the last activation lets them be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from dlwidgets.network._arguments import Shape
from dlwidgets.network.layers.convolution import Convolution
from dlwidgets.network.layers.dense import Dense, Embedding
from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.layers.normalization import BatchNormalization, LayerNormalization, Normalization
from dlwidgets.network.layers.pooling import GlobalPooling, Pooling
from dlwidgets.network.layers.recurrent import Bidirectional, Recurrent
from dlwidgets.network.layers.shaping import Activation, Dropout, Flatten, GaussianNoise, Input, Rescaling, Reshape
from dlwidgets.network.shapes import Joint

RANGES: Mapping[str, tuple[float, float]] = {
    "sigmoid": (0, 1), "hard_sigmoid": (0, 1), "sparse_sigmoid": (0, 1), "softmax": (0, 1), "sparsemax": (0, 1),
    "tanh": (-1, 1), "hard_tanh": (-1, 1), "softsign": (-1, 1), "relu": (0, inf), "relu6": (0, 6),
    "softplus": (0, inf), "squareplus": (0, inf), "sparse_plus": (0, inf), "exponential": (0, inf), "elu": (-1, inf),
    "celu": (-1, inf), "selu": (-1.76, inf), "gelu": (-0.17, inf), "silu": (-0.28, inf), "swish": (-0.28, inf),
    "mish": (-0.31, inf), "hard_silu": (-0.38, inf), "hard_swish": (-0.38, inf), "log_sigmoid": (-inf, 0),
    "log_softmax": (-inf, 0),
}  # fmt: skip
"""Between which numbers the outputs of an activation lie; those left out reach every number."""
TOGETHER = frozenset({"softmax", "sparsemax"})
"""Share 1 out among all units."""
ONE_BY_ONE = frozenset({"sigmoid", "hard_sigmoid", "sparse_sigmoid"})
"""Give each unit a probability of its own."""
PROBABILITIES = TOGETHER | ONE_BY_ONE

RANDOM = (Dropout, GaussianNoise)
NORMALIZING = (BatchNormalization, LayerNormalization, Normalization)
RESHAPING = (Flatten, Reshape, Pooling, GlobalPooling)
Weighted = Dense | Convolution | Recurrent | Bidirectional | Embedding


def activation_of(layer: LayerSpec) -> str | None:
    """Return the activation that a layer applies to what goes out.

    Parameters
    ----------
    layer : LayerSpec
        Any layer.

    Returns
    -------
    str or None
        Its name; None for none, and for ``"linear"``, which changes nothing.
    """
    inner = layer.layer if isinstance(layer, Bidirectional) else layer
    name = inner.activation if isinstance(inner, Dense | Convolution | Recurrent | Activation) else None
    return None if name == "linear" else name


@dataclass(frozen=True)
class Ending:
    """The last layer that has units, and what comes behind it.

    Parameters
    ----------
    place : int, optional
        Where that layer stands; None if no layer has units.
    layer : LayerSpec, optional
        The layer.
    units : int, optional
        How many numbers go out; None if it is not known.
    shape : tuple of int or None, optional
        Shape of what goes out for one example; None if it is not known.
    activations : tuple of (int, str)
        Where an activation is applied behind the weights, and its name, in their order.
    behind : tuple of int
        Places of the layers behind it that are no activations and keep the shape.
    is_scaled : bool
        Whether numbers are scaled after the last activation, so that they can be anything.
    """

    place: int | None = None
    layer: LayerSpec | None = None
    units: int | None = None
    shape: Shape | None = None
    activations: tuple[tuple[int, str], ...] = ()
    behind: tuple[int, ...] = ()
    is_scaled: bool = False

    @property
    def activation(self) -> str | None:
        """The last activation, ``"linear"`` without one; None if it is not known what comes out."""
        if self.is_scaled or self.place is None:
            return None
        return self.activations[-1][1] if self.activations else "linear"

    @property
    def activation_place(self) -> int | None:
        """Where the last activation is applied, or can be."""
        return self.activations[-1][0] if self.activations else self.place


def ending(layers: Sequence[LayerSpec], chain: Sequence[Joint]) -> Ending:
    """Read the end of a network.

    Parameters
    ----------
    layers : sequence of LayerSpec
        The layers.
    chain : sequence of Joint
        Their joints.

    Returns
    -------
    Ending
        What is known of it.
    """
    place = next((i for i in reversed(range(len(layers))) if isinstance(layers[i], Weighted)), None)
    shape = chain[-1].output_shape if chain else None
    if place is None:
        computes = any(not isinstance(layer, Input) for layer in layers)
        return Ending(shape=shape, units=shape[-1] if shape and computes else None)
    tail = range(place, len(layers))
    activations = tuple((i, name) for i in tail if (name := activation_of(layers[i])) is not None)
    last = activations[-1][0] if activations else place
    scaling = (*NORMALIZING, Rescaling)
    return Ending(
        place,
        layers[place],
        shape[-1] if shape else _units(layers[place:]),
        shape,
        activations,
        tuple(i for i in tail[1:] if isinstance(layers[i], RANDOM + NORMALIZING)),
        any(isinstance(layers[i], scaling) for i in tail[1:] if i > last),
    )


def _units(tail: Sequence[LayerSpec]) -> int | None:
    """Read the number of outputs off the layers alone, where a broken joint hides the shape."""
    layer = tail[0]
    if any(isinstance(one, RESHAPING) and not isinstance(one, GlobalPooling) for one in tail):
        return None
    if isinstance(layer, Dense | Recurrent):
        return layer.units
    return layer.filters if isinstance(layer, Convolution) else None


def starts_with(layers: Sequence[LayerSpec], kinds: tuple[type[LayerSpec], ...]) -> bool:
    """Tell whether a layer of some kind stands before the first that has weights.

    Parameters
    ----------
    layers : sequence of LayerSpec
        The layers.
    kinds : tuple of type
        The kinds that are looked for.

    Returns
    -------
    bool
        Whether there is one.
    """
    for layer in layers:
        if isinstance(layer, kinds):
            return True
        if isinstance(layer, Weighted):
            return False
    return False
