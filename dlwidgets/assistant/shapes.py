"""The way of the shape through layers as programs write them; `network` knows the layers, merges are added here."""

from collections.abc import Sequence
from typing import Any

from dlwidgets.assistant.values import UNKNOWN, Layer, Shape
from dlwidgets.errors import DLWidgetsError
from dlwidgets.network import LAYERS, LayerSpec, ShapeError
from dlwidgets.network import layer as make_layer

_SHAPED = frozenset({
    "axis", "dilation_rate", "filters", "groups", "input_dim", "kernel_size", "output_dim", "padding", "pool_size",
    "return_sequences", "shape", "strides", "target_shape", "units", "keepdims", "merge_mode", "data_format",
})  # fmt: skip
"""Arguments that a shape depends on."""
_FILLERS = {"activation": "relu", "rate": 0.5, "scale": 1.0, "stddev": 0.1, "offset": 0.0}
_UNCHANGED = frozenset({
    "AlphaDropout", "ELU", "GaussianDropout", "LeakyReLU", "PReLU", "ReLU", "Softmax", "SpatialDropout1D",
    "SpatialDropout2D", "UnitNormalization", "GroupNormalization", "RandomFlip", "RandomRotation", "RandomZoom",
    "RandomContrast", "RandomTranslation", "ActivityRegularization", "ThresholdedReLU", "Masking",
})  # fmt: skip
_SUMS = frozenset({"Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract"})
# Keras makes an open length of these from data; here it means that the length is not known.
_QUIET = frozenset({"unknown_length", "input", "name"})

Outcome = tuple[Shape | None, ShapeError | None]


def output_shape(layer: Layer, shapes: Sequence[Shape | None]) -> Outcome:
    """Follow a shape through one layer.

    Parameters
    ----------
    layer : Layer
        The layer.
    shapes : sequence of tuple of int or None
        What comes in for one example, one for each source.

    Returns
    -------
    tuple
        The shape that goes out, None if it is not known, and why the layer can't take what comes in.
    """
    if not shapes or any(one is None for one in shapes):
        return None, None
    shape = shapes[0]
    if shape is None:
        return None, None
    if layer.kind in _UNCHANGED:
        return shape, None
    if layer.kind in _SUMS:
        return (shape if all(one == shape for one in shapes) else None), None
    if layer.kind in _MORE:
        return _MORE[layer.kind](layer, shapes), None
    spec = described(layer)
    if spec is None:
        return _rank_only(layer, shape), None
    try:
        return spec.output_shape(shape), None
    except ShapeError as error:
        return None, None if error.reason in _QUIET else error


def described(layer: Layer) -> LayerSpec | None:
    """Describe a layer as far as shapes go; None if it is not known enough."""
    if layer.kind not in LAYERS or layer.kind == "Input" or "..." in layer.arguments:
        return None
    if layer.kind == "Bidirectional":
        return _bidirectional(layer)
    valid = LAYERS[layer.kind].defaults()
    wanted = {name: one for name, one in layer.arguments.items() if name in _SHAPED and name in valid}
    wanted |= {name: one for name, one in _FILLERS.items() if name in LAYERS[layer.kind].needed()}
    if any(_is_unknown(one) for one in wanted.values()):
        return None
    try:
        return _made(layer.kind, tuple((name, _frozen(one)) for name, one in wanted.items()))
    except (DLWidgetsError, TypeError):
        return None


def _made(kind: str, arguments: tuple[tuple[str, Any], ...]) -> LayerSpec:
    return make_layer(kind, **dict(arguments))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _is_unknown(value: Any) -> bool:
    return value is UNKNOWN or (isinstance(value, list | tuple) and any(_is_unknown(one) for one in value))


def _bidirectional(layer: Layer) -> LayerSpec | None:
    inner = layer.get("layer")
    spec = described(inner) if isinstance(inner, Layer) else None
    mode = layer.get("merge_mode", "concat")
    if spec is None or _is_unknown(mode):
        return None
    try:
        return make_layer("Bidirectional", layer=spec, merge_mode=mode)
    except DLWidgetsError:
        return None


def _rank_only(layer: Layer, shape: Shape) -> Shape | None:
    """Say how many axes there are where their lengths are not known."""
    if layer.kind == "Dense":
        return (*shape[:-1], None) if shape else None
    if layer.kind == "Flatten":
        return (None,)
    if layer.kind == "Embedding":
        return (*shape, None)
    if layer.kind in {"Conv1D", "Conv2D"} and len(shape) == int(layer.kind[4]) + 1:
        return (None,) * len(shape)
    return None


def _pad(layer: Layer, shapes: Sequence[Shape | None]) -> Shape | None:
    shape, amount = shapes[0], layer.get("padding", 1)
    if shape is None or len(shape) != 3:
        return None
    if not isinstance(amount, int):
        return (None, None, shape[2])
    return (*(None if one is None else one + 2 * amount for one in shape[:2]), shape[2])


def _grow(layer: Layer, shapes: Sequence[Shape | None]) -> Shape | None:
    shape, size = shapes[0], layer.get("size", 2)
    if shape is None or len(shape) < 2:
        return None
    sizes = (size,) * (len(shape) - 1) if isinstance(size, int) else size
    if not isinstance(sizes, list | tuple) or _is_unknown(sizes) or len(sizes) != len(shape) - 1:
        return (*(None for _ in shape[:-1]), shape[-1])
    return (*(None if one is None else one * by for one, by in zip(shape[:-1], sizes, strict=True)), shape[-1])


def _transposed(layer: Layer, shapes: Sequence[Shape | None]) -> Shape | None:
    shape, filters, strides = shapes[0], layer.get("filters"), layer.get("strides", 1)
    if shape is None or len(shape) != 3 or not isinstance(filters, int):
        return None
    by = (strides, strides) if isinstance(strides, int) else strides
    if layer.get("padding", "valid") != "same" or not isinstance(by, list | tuple) or _is_unknown(by) or len(by) != 2:
        return (None, None, filters)
    return (*(None if one is None else one * step for one, step in zip(shape[:2], by, strict=True)), filters)


def _repeat(layer: Layer, shapes: Sequence[Shape | None]) -> Shape | None:
    count, shape = layer.get("n"), shapes[0]
    return (count if isinstance(count, int) else None, *shape) if shape and len(shape) == 1 else None


def _permute(layer: Layer, shapes: Sequence[Shape | None]) -> Shape | None:
    order, shape = layer.get("dims"), shapes[0]
    if shape is None or not isinstance(order, list | tuple) or _is_unknown(order):
        return None
    return tuple(shape[one - 1] for one in order) if sorted(order) == list(range(1, len(shape) + 1)) else None


def _each_step(layer: Layer, shapes: Sequence[Shape | None]) -> Shape | None:
    inner, shape = layer.get("layer"), shapes[0]
    if not isinstance(inner, Layer) or not shape:
        return None
    made, _ = output_shape(inner, [shape[1:]])
    return None if made is None else (shape[0], *made)


def _concatenated(layer: Layer, shapes: Sequence[Shape | None]) -> Shape | None:
    known = [one for one in shapes if one is not None]
    axis = layer.get("axis", -1)
    if axis != -1 or len({one[:-1] for one in known}) != 1 or not known[0]:
        return None
    last = [one[-1] for one in known]
    return (*known[0][:-1], None if None in last else sum(one for one in last if one is not None))


_MORE = {
    "Concatenate": _concatenated,
    "Conv2DTranspose": _transposed,
    "Permute": _permute,
    "RepeatVector": _repeat,
    "TimeDistributed": _each_step,
    "UpSampling1D": _grow,
    "UpSampling2D": _grow,
    "ZeroPadding2D": _pad,
}
