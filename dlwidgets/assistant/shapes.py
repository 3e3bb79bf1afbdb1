"""The way of the shape through layers as programs write them: `network` knows them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dlwidgets.assistant.values import UNKNOWN, Layer, Shape
from dlwidgets.errors import DLWidgetsError
from dlwidgets.network import (
    LAYERS,
    MERGES,
    UNDESCRIBED,
    LayerSpec,
    Mend,
    ShapeError,
    merged_shape,
    undescribed_shape,
)
from dlwidgets.network import layer as make_layer

_SHAPED = frozenset({
    "axis", "dilation_rate", "filters", "groups", "input_dim", "kernel_size", "output_dim", "padding", "pool_size",
    "return_sequences", "shape", "strides", "target_shape", "units", "keepdims", "merge_mode", "data_format",
})  # fmt: skip
"""Arguments that a shape depends on."""
_FILLERS = {"activation": "relu", "rate": 0.5, "scale": 1.0, "stddev": 0.1, "offset": 0.0}
_WIDTHS = ("filters", "output_dim", "units")
# Keras makes an open length of these from data; here it means that the length is not known.
_QUIET = frozenset({"unknown_length", "input", "name"})

_PAIR, _PICTURE = (None, None), (None, None, None)
_ASSUMED: Mapping[str, Shape] = {
    "Flatten": (None,), "GlobalAveragePooling1D": _PAIR, "GlobalAveragePooling2D": _PICTURE, "GlobalMaxPooling1D": _PAIR,
    "GlobalMaxPooling2D": _PICTURE, **dict.fromkeys(("GRU", "LSTM", "SimpleRNN"), (None, 1)),
}  # fmt: skip
"""What comes into layers that take one number of axes only, and give the same whatever the axes hold."""
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
    if [*shapes] == [None] and layer.kind in _ASSUMED:
        shapes = [_ASSUMED[layer.kind]]
    known = [one for one in shapes if one is not None]
    if not known or len(known) < len(shapes) or "..." in layer.arguments:
        return None, None
    try:
        return _followed(layer, known), None
    except ShapeError as error:
        return None, None if error.reason in _QUIET else error


def _followed(layer: Layer, shapes: list[Shape]) -> Shape | None:
    shape = shapes[0]
    if layer.get("data_format") not in {None, "channels_last"}:
        return None
    if layer.kind in MERGES:
        return merged_shape(layer.kind, layer.arguments, shapes) if len(shapes) > 1 else None
    if layer.kind in UNDESCRIBED:
        return undescribed_shape(layer.kind, layer.arguments, shape)
    if layer.kind == "TimeDistributed":
        return _each_step(layer, shape)
    spec = described(layer)
    return _rank_only(layer, shape) if spec is None else spec.output_shape(shape)


def described(layer: Layer) -> LayerSpec | None:
    """Describe a layer as far as shapes go; None if it is not known enough."""
    if layer.spec is UNKNOWN:
        layer.spec = _described(layer)
    return layer.spec  # type: ignore[no-any-return]


def _described(layer: Layer) -> LayerSpec | None:
    if layer.kind not in LAYERS or layer.kind == "Input" or "..." in layer.arguments:
        return None
    if layer.kind == "Bidirectional":
        return _bidirectional(layer)
    valid = LAYERS[layer.kind].defaults()
    wanted = {name: one for name, one in layer.arguments.items() if name in _SHAPED and name in valid}
    if "input_dim" in wanted and not isinstance(wanted["input_dim"], int):
        wanted["input_dim"] = 1  # no shape depends on how many words there are
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
    widths = [name for name in _WIDTHS if layer.get(name) is UNKNOWN]
    spec = described(replace(layer, arguments=layer.arguments | dict.fromkeys(widths, 1))) if widths else None
    if spec is not None:
        return (*spec.output_shape(shape)[:-1], None)
    if layer.kind in {"Conv1D", "Conv2D"} and len(shape) == int(layer.kind[4]) + 1:
        return (None,) * len(shape)
    return (None,) if layer.kind == "Flatten" else None


def _each_step(layer: Layer, shape: Shape) -> Shape | None:
    """Follow a shape through the layer that works on each step."""
    inner = layer.get("layer")
    if len(shape) < 2:
        raise ShapeError("rank", f"TimeDistributed works on each step, and {shape} has no steps.",
                         Mend("Let the recurrent layer before give all its steps: return_sequences=True."))  # fmt: skip
    if not isinstance(inner, Layer):
        return None
    made = _followed(inner, [shape[1:]])
    return None if made is None else (shape[0], *made)
