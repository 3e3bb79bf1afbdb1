"""What a layer is, in the few words that have room at a station of a line."""

from collections.abc import Mapping

from dlwidgets.network._arguments import Sizes
from dlwidgets.network._counting import many
from dlwidgets.network.layers.convolution import Convolution
from dlwidgets.network.layers.dense import Dense, Embedding
from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.layers.normalization import BatchNormalization, LayerNormalization, Normalization
from dlwidgets.network.layers.pooling import GlobalPooling, Pooling
from dlwidgets.network.layers.recurrent import Bidirectional, Recurrent
from dlwidgets.network.layers.shaping import Activation, Dropout, Flatten, GaussianNoise, Input, Rescaling, Reshape

FAMILIES: Mapping[str, tuple[type[LayerSpec], ...]] = {
    "input": (Input,),
    "dense": (Dense,),
    "convolution": (Convolution,),
    "pooling": (Pooling, GlobalPooling),
    "recurrent": (Recurrent, Bidirectional),
    "embedding": (Embedding,),
    "normalization": (BatchNormalization, LayerNormalization, Normalization),
    "shape": (Flatten, Reshape, Rescaling),
    "activation": (Activation,),
    "noise": (Dropout, GaussianNoise),
}
"""Layers that do the same kind of thing, by the name of what they do."""


def family_of(layer: LayerSpec) -> str:
    """Return what kind of thing a layer does.

    Parameters
    ----------
    layer : LayerSpec
        Any layer.

    Returns
    -------
    str
        A key of ``FAMILIES``.
    """
    return next(name for name, kinds in FAMILIES.items() if isinstance(layer, kinds))


def describe(layer: LayerSpec) -> str:
    """Say in a few words what a layer is set to.

    Parameters
    ----------
    layer : LayerSpec
        Any layer.

    Returns
    -------
    str
        Such as ``"10 units, relu"``; empty where its kind says it all.

    Examples
    --------
    >>> describe(Dense(10, "relu"))
    '10 units, relu'
    """
    frozen = "" if layer.trainable or family_of(layer) in {"pooling", "shape", "activation", "noise"} else "frozen"
    return ", ".join(part for part in (*_parts(layer), frozen) if part)


def _parts(layer: LayerSpec) -> tuple[str, ...]:
    """List what is worth saying."""
    if isinstance(layer, Dense):
        return many(layer.units, "unit"), layer.activation or ""
    if isinstance(layer, Convolution):
        return f"{many(layer.filters, 'filter')} of {_window(layer.kernel_size, layer.kind)}", layer.activation or ""
    if isinstance(layer, Recurrent):
        return many(layer.units, "unit"), "every step" if layer.return_sequences else "last step"
    if isinstance(layer, Bidirectional):
        return f"2 × {layer.layer.kind}", *_parts(layer.layer)
    if isinstance(layer, Embedding):
        return f"{many(layer.input_dim, 'id')} to {many(layer.output_dim, 'number')}", ""
    return (_small(layer),)


def _small(layer: LayerSpec) -> str:
    """Describe a layer that has no weights."""
    if isinstance(layer, Pooling):
        return f"window of {_window(layer.pool_size, layer.kind)}"
    if isinstance(layer, Dropout):
        return f"{layer.rate:.0%} set to 0"
    if isinstance(layer, GaussianNoise):
        return f"noise of {layer.stddev:g}"
    if isinstance(layer, Rescaling):
        offset = f", plus {layer.offset:g}" if layer.offset else ""
        return f"times {layer.scale:.3g}{offset}"
    if isinstance(layer, Activation):
        return layer.activation or "linear"
    return f"to {layer.target_shape}" if isinstance(layer, Reshape) else ""


def _window(sizes: Sizes, kind: str) -> str:
    """Write the size of a window, such as "3 × 3"."""
    if isinstance(sizes, int):
        sizes = (sizes,) * (2 if kind.endswith("2D") else 1)
    return " × ".join(map(str, sizes))
