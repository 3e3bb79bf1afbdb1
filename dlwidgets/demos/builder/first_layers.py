"""What a layer begins with when it is added to a network."""

from math import isqrt, prod
from typing import Any

from dlwidgets.network import LAYERS, LSTM, LayerSpec, Shape
from dlwidgets.network.layers.catalogue import layer

_FIRST: dict[str, dict[str, Any]] = {
    "Input": {"shape": (4,)},
    "Dense": {"units": 10, "activation": "relu"},
    "Activation": {"activation": "relu"},
    "Embedding": {"input_dim": 1000, "output_dim": 16},
    "Dropout": {"rate": 0.2},
    "GaussianNoise": {"stddev": 0.1},
    "Rescaling": {"scale": 1 / 255},
    "Conv2D": {"filters": 16, "kernel_size": 3, "activation": "relu"},
    "Conv1D": {"filters": 16, "kernel_size": 3, "activation": "relu"},
    "AveragePooling1D": {"pool_size": 2},
    "AveragePooling2D": {"pool_size": 2},
    "SimpleRNN": {"units": 16},
    "LSTM": {"units": 16},
    "GRU": {"units": 16},
    "Bidirectional": {"layer": LSTM(16)},
    "Reshape": {"target_shape": (-1, 1)},
}


def first_layer(kind: str, arguments: dict[str, Any], shape: Shape | None) -> LayerSpec:
    """Make a layer with arguments that make sense where it goes.

    Parameters
    ----------
    kind : str
        Keras' name.
    arguments : dict
        Those that are given; the others are then Keras' own, if it has any.
    shape : tuple of int or None, optional
        Shape of what comes in there, if it is known.

    Returns
    -------
    LayerSpec
        The layer.

    Raises
    ------
    UnknownNameError
        If there is no such kind or argument; the nearest name is in the text.
    InvalidValueError
        If a value is out of range.

    Examples
    --------
    >>> first_layer("Reshape", {}, (64,)), first_layer("Dense", {"units": 3}, (4,))
    (Reshape((8, 8, 1)), Dense(3))
    """
    first = dict(_FIRST.get(kind, {}))
    if shape is not None and None not in shape:
        first |= {"Input": {"shape": shape}, "Reshape": {"target_shape": _picture(shape)}}.get(kind, {})
    if arguments:  # who gives some means the rest as Keras has it
        first = {name: first[name] for name in LAYERS[kind].needed() if name in first} if kind in LAYERS else {}
    return layer(kind, **first | arguments)


def _picture(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Lay numbers in a square picture of one channel, or, where that is impossible, in a sequence."""
    side = isqrt(prod(shape))
    return (side, side, 1) if side * side == prod(shape) and side > 1 else (-1, 1)
