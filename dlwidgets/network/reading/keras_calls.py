"""Calls of Keras as they stand in programs, turned into layers and settings."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from difflib import get_close_matches
from typing import Any, Protocol

from dlwidgets.errors import DLWidgetsError, unknown_name
from dlwidgets.network.keras_names import ACTIVATION_LAYERS, ACTIVATION_NAMES
from dlwidgets.network.layers.catalogue import LAYERS
from dlwidgets.network.layers.catalogue import layer as make_layer
from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.layers.shaping import Activation, Input
from dlwidgets.network.objects import FAMILIES, InitializerSpec, MetricSpec, ObjectSpec, OptimizerSpec, RegularizerSpec
from dlwidgets.network.reading.constants import RefusedError, UnreadableError
from dlwidgets.network.reading.values import KerasName, Unknown, WithInput, known


class Drop(Protocol):
    """Is told of each argument that is left out: its name, why, and whether the network changes by that."""

    def __call__(self, name: str, why: str, *, matters: bool) -> None:
        """Take note."""


OBJECTS: Mapping[str, type[ObjectSpec]] = {family.module.rpartition(".")[2]: family for family in FAMILIES}
MERGES = frozenset({
    "Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract",
    "add", "average", "concatenate", "dot", "maximum", "minimum", "multiply", "subtract",
})  # fmt: skip
NO_CHAIN = "it joins several layers, and only a chain can be read: one layer after the other"
_ALIASES = {
    "AvgPool1D": "AveragePooling1D",
    "AvgPool2D": "AveragePooling2D",
    "Convolution1D": "Conv1D",
    "Convolution2D": "Conv2D",
    "GlobalAvgPool1D": "GlobalAveragePooling1D",
    "GlobalAvgPool2D": "GlobalAveragePooling2D",
    "GlobalMaxPool1D": "GlobalMaxPooling1D",
    "GlobalMaxPool2D": "GlobalMaxPooling2D",
    "InputLayer": "Input",
    "MaxPool1D": "MaxPooling1D",
    "MaxPool2D": "MaxPooling2D",
}
# How many arguments stand in Keras' order in our tables, where it is not three, or one for metrics.
_PLACES = {"AdamW": 1, "R2Score": 0}
_INPUT_SHAPES = ("input_shape", "batch_input_shape", "batch_shape", "input_dim")
_MODELS = frozenset({"keras", "keras.models", "keras.engine.sequential", "keras.engine.training"})
_WITHOUT_EFFECT = frozenset({"dtype", "batch_size", "input_length", "noise_shape"})
"""Arguments that change neither shapes nor weights."""


def class_name(name: str) -> str:
    """Return the first of the names that Keras has for a class of layers."""
    return _ALIASES.get(name, name)


def is_known_name(path: str) -> bool:
    """Tell a name of Keras that can be read in a call or as a value."""
    name = path.rpartition(".")[2]
    layer = name in LAYERS or name in _ALIASES or name in ACTIVATION_LAYERS
    objects = any(part in path.split(".") and name in kind.names for part, kind in OBJECTS.items())
    activation = ".activations." in path and name in ACTIVATION_NAMES
    return (
        ("layers" in path and layer)
        or objects
        or activation
        or (path.rpartition(".")[0] in _MODELS and name in {"Sequential", "Model"})
    )


def nearest_layer(name: str) -> str | None:
    """Return the layer that a misspelt name was probably meant to be."""
    return next(iter(get_close_matches(name, LAYERS, n=1, cutoff=0.75)), None)


def value_of(name: KerasName) -> Any:
    """Read a function or class of Keras that is handed over without a call, such as ``keras.activations.relu``."""
    *modules, last = name.parts or [""]
    if last in ACTIVATION_NAMES and (modules[-1:] in (["activations"], ["nn"], ["math"]) or name.path[:3] == "ten"):
        return last
    kind = _object_kind(modules)
    if kind is None or kind is OptimizerSpec or last not in kind.names:
        raise UnreadableError(f"{name.path} can't be read here. Did you forget its parentheses?")
    return last


def _object_kind(modules: list[str]) -> type[ObjectSpec] | None:
    """Find what the classes of a module are."""
    return next((OBJECTS[module] for module in reversed(modules) if module in OBJECTS), None)


def made(name: KerasName, places: list[Any], named: Mapping[str, Any], drop: Drop) -> Any:
    """Make the layer or object that a call of Keras describes.

    Parameters
    ----------
    name : KerasName
        What is called.
    places : list
        Arguments without a name.
    named : dict
        Arguments by name.
    drop : callable
        Told of each argument that is left out.

    Returns
    -------
    LayerSpec, WithInput or ObjectSpec
        What the call makes.

    Raises
    ------
    UnreadableError
        If it can't be described.
    """
    *modules, last = name.parts or [""]
    last = _ALIASES.get(last, last)
    kind = _object_kind(modules)
    try:
        if kind is not None:
            return _object(kind, last, places, named, drop)
        if last in MERGES:
            raise UnreadableError(NO_CHAIN)
        if last in ACTIVATION_LAYERS:
            return _activation_layer(last, places, named)
        if "layers" in modules or last == "Input":
            return _layer(last, places, named, drop)
    except DLWidgetsError as error:
        raise RefusedError(str(error)) from None
    raise UnreadableError(f"{name.path} is not described here")


def _activation_layer(kind: str, places: list[Any], named: Mapping[str, Any]) -> LayerSpec:
    """Read ReLU() and its like, as far as an activation by name is the same."""
    activation, wanted = ACTIVATION_LAYERS[kind]
    given = {"negative_slope" if name == "alpha" and kind != "ELU" else name: one for name, one in named.items()}
    given |= dict(zip(wanted, places, strict=False))
    label = {name: known(given.pop(name)) for name in ("name", "trainable") if name in given}
    # Keras' LeakyReLU() has another slope than its activation "leaky_relu".
    if any(name not in wanted or known(one) != wanted[name] for name, one in given.items()) or (
        kind == "LeakyReLU" and not given
    ):
        same = ", ".join(f"{name}={one}" for name, one in wanted.items())
        raise UnreadableError(f"of {kind}, only the one that is the activation {activation!r} can be read: {same}")
    return Activation(activation, **label)


def _layer(kind: str, places: list[Any], named: Mapping[str, Any], drop: Drop) -> LayerSpec | WithInput:
    """Read the call of a layer."""
    if kind not in LAYERS:
        near = nearest_layer(kind)
        hint = f"Did you mean {near}?" if near else f"Layers that can: {', '.join(sorted(LAYERS))}."
        raise UnreadableError(f"the layer {kind} can't be described here. {hint}")
    given = _by_name(kind, [one.name for one in fields(LAYERS[kind]) if not one.kw_only], places, named)
    shapes = {name: given.pop(name) for name in _INPUT_SHAPES if name in given and name not in LAYERS[kind].defaults()}
    if kind == "Input" and shapes and "shape" not in given:
        given["shape"] = _input_shape(*shapes.popitem())
    layer: LayerSpec = _with_what_fits(
        lambda **some: make_layer(kind, **some), LAYERS[kind].needed(), LAYERS[kind].defaults(), given, drop
    )
    for name, value in shapes.items():
        try:
            return WithInput(Input(_input_shape(name, value)), layer)
        except (UnreadableError, DLWidgetsError) as error:
            drop(name, str(error), matters=isinstance(error, DLWidgetsError))
    return layer


def _input_shape(name: str, value: Any) -> Any:
    """Write the several ways of giving the input's shape as one."""
    value = known(value)
    if name == "input_dim":
        return (value,)
    return value[1:] if name.startswith("batch") and isinstance(value, list | tuple) else value


def _object(kind: type[ObjectSpec], name: str, places: list[Any], named: Mapping[str, Any], drop: Drop) -> ObjectSpec:
    """Read the call of an optimizer, a loss and so on."""
    if kind in {InitializerSpec, RegularizerSpec}:
        name = {one.lower(): one for one in kind.kinds}.get(name.replace("_", "").lower(), name)
    if name not in kind.kinds:
        raise unknown_name(kind.noun, name, kind.kinds)
    valid = kind.kinds[name]
    old = {"lr": "learning_rate", "l": name.lower()}
    named = {one if one in valid else old.get(one, one): value for one, value in named.items()}
    given = _by_name(name, places_of(kind, name), places, named)
    needed = [one for one, default in valid.items() if not isinstance(default, bool | int | float | str | None)]
    made_object: ObjectSpec = _with_what_fits(lambda **some: kind(name, **some), needed, valid, given, drop)
    return made_object


def places_of(family: type[ObjectSpec], kind: str) -> list[str]:
    """Return the arguments of an object that can be given without a name."""
    return list(family.kinds[kind])[: _PLACES.get(kind, 1 if family is MetricSpec else 3)]


def _by_name(kind: str, order: list[str], places: list[Any], named: Mapping[str, Any]) -> dict[str, Any]:
    """Give every argument its name."""
    if len(places) > len(order):
        raise UnreadableError(f"{kind} has more arguments without a name than can be read. Give them their names")
    return {**dict(zip(order, places, strict=False)), **named}


def _with_what_fits(
    make: Callable[..., Any], needed: Any, valid: Mapping[str, Any], given: Mapping[str, Any], drop: Drop
) -> Any:
    """Make something of all arguments that it takes; the others are dropped, with the reason."""
    taken = {name: _clean(name, given[name]) for name in needed if name in given}
    try:
        return make(**{name: _clean(name, value) for name, value in given.items()})
    except (UnreadableError, DLWidgetsError):
        made_so_far = make(**taken)
    for name, value in given.items():
        try:
            if name not in taken:
                made_so_far = make(**taken, **{name: _clean(name, value)})
                taken[name] = _clean(name, value)
        except (UnreadableError, DLWidgetsError) as error:
            drop(name, str(error), matters=name in valid or name not in _WITHOUT_EFFECT)
    return made_so_far


def _clean(name: str, value: Any) -> Any:
    """Return an argument as the descriptions take it."""
    if isinstance(value, KerasName):
        return value_of(value)
    if isinstance(value, Unknown):
        raise UnreadableError(value.unread.why)
    value = known(value)
    if isinstance(value, WithInput):
        return value.layer
    return value.activation if name.endswith("activation") and isinstance(value, Activation) else value
