"""All kinds of layers, by Keras' names."""

from collections.abc import Mapping
from typing import Any

from dlwidgets.errors import DLWidgetsError, InvalidValueError, unknown_name
from dlwidgets.network._arguments import is_written, items, refusal
from dlwidgets.network.layers.convolution import Conv1D, Conv2D
from dlwidgets.network.layers.dense import Dense, Embedding
from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.layers.normalization import BatchNormalization, LayerNormalization, Normalization
from dlwidgets.network.layers.pooling import (
    AveragePooling1D,
    AveragePooling2D,
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    MaxPooling1D,
    MaxPooling2D,
)
from dlwidgets.network.layers.recurrent import GRU, LSTM, Bidirectional, SimpleRNN
from dlwidgets.network.layers.shaping import Activation, Dropout, Flatten, GaussianNoise, Input, Rescaling, Reshape

LAYERS: Mapping[str, type[LayerSpec]] = {
    kind.__name__: kind
    for kind in (
        Input, Dense, Activation, Dropout, BatchNormalization, LayerNormalization, Flatten, Reshape,
        Conv1D, Conv2D, MaxPooling1D, MaxPooling2D, AveragePooling1D, AveragePooling2D,
        GlobalMaxPooling1D, GlobalMaxPooling2D, GlobalAveragePooling1D, GlobalAveragePooling2D,
        Embedding, SimpleRNN, LSTM, GRU, Bidirectional, Rescaling, Normalization, GaussianNoise,
    )
}  # fmt: skip
"""The kinds of layers by Keras' class names."""


def layer(kind: str, /, **arguments: Any) -> LayerSpec:
    """Make a layer by the name of its kind.

    Parameters
    ----------
    kind : str
        A key of ``LAYERS``, such as ``"Dense"``.
    **arguments
        Keras' arguments, by name.

    Returns
    -------
    LayerSpec
        The layer.

    Raises
    ------
    UnknownNameError
        If there is no such kind, or it has no such argument; the nearest name is in the text.
    InvalidValueError
        If an argument is missing or out of range.

    Examples
    --------
    >>> layer("Dense", units=10, activation="relu")
    Dense(10, activation='relu')
    """
    if kind not in LAYERS:
        raise unknown_name("layer", kind, LAYERS)
    valid = LAYERS[kind].defaults()
    for argument in arguments:
        if argument not in valid:
            raise unknown_name(f"argument of {kind}", argument, valid)
    if missing := [name for name in LAYERS[kind].needed() if name not in arguments]:
        raise InvalidValueError(f"{kind} needs {missing[0]}. Give it a value.")
    return LAYERS[kind](**arguments)


def read_layers(written: Any) -> tuple[LayerSpec, ...]:
    """Read a list of the plain dicts that `LayerSpec.to_json` writes, or say which one can't be read."""
    listed = items("layers", written, "a list of layers")
    return tuple(_read_layer(place, one) for place, one in enumerate(listed, start=1))


def _read_layer(place: int, written: Any) -> LayerSpec:
    """Read one layer, or say which one can't be read."""
    if not is_written(written):
        raise refusal(f"Entry {place} of layers", "a dict with kind and arguments", written)
    try:
        return layer(written["kind"], **written["arguments"])
    except DLWidgetsError as error:
        raise type(error)(f"Entry {place} of layers: {error}") from None
