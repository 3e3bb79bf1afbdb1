"""Values of a network as a learner types them into a field, and back: nothing that is typed is ever run."""

import ast
from collections.abc import Callable, Mapping
from typing import Any

from dlwidgets.errors import DLWidgetsError, InvalidValueError
from dlwidgets.network import LayerSpec, NetworkSpec, read_code

LONGEST = 300
"""Characters of a field that are read; no value of a network is longer."""

_LAYER = "keras.Sequential([{}])"
_DENSE = _LAYER.format("keras.layers.Dense(1, {0}={{}})")
_RATE = "m = keras.Sequential([keras.layers.Dense(1)])\nm.compile(optimizer=keras.optimizers.SGD(learning_rate={}))"


def _from_layer(argument: str) -> Callable[[NetworkSpec], Any]:
    return lambda spec: getattr(spec.layers[0], argument)


# What was typed goes through the reader of programs in a program that takes any value of its family: where the kinds
# of objects are, the program, and where the value is in the end.
_CARRIERS: Mapping[str, tuple[str, str, Callable[[NetworkSpec], Any]]] = {
    "initializer": ("keras.initializers.", _DENSE.format("kernel_initializer"), _from_layer("kernel_initializer")),
    "regularizer": ("keras.regularizers.", _DENSE.format("kernel_regularizer"), _from_layer("kernel_regularizer")),
    "activation": ("keras.activations.", _LAYER.format("keras.layers.Activation({})"), _from_layer("activation")),
    "shape": ("", _LAYER.format("keras.layers.Reshape({})"), _from_layer("target_shape")),
    "layer": ("keras.layers.", _LAYER.format("keras.layers.Bidirectional({})"), _from_layer("layer")),
    "learning_rate": (
        "keras.optimizers.schedules.",
        _RATE,
        lambda spec: spec.compile.optimizer.arguments.get("learning_rate"),
    ),
    "number": ("", _LAYER.format("keras.layers.Rescaling({})"), _from_layer("scale")),
}


def source(value: Any) -> str:
    """Write a value as it stands in a field: names without quotes, the rest as Python writes it.

    Parameters
    ----------
    value : object
        A value of an argument.

    Returns
    -------
    str
        What `typed` reads again.

    Examples
    --------
    >>> source("relu"), source((3, 3)), source(None)
    ('relu', '(3, 3)', '')
    """
    if value is None:
        return ""
    return value if isinstance(value, str) else repr(value)


def typed(name: str, text: Any) -> Any:
    """Read a value out of a field.

    Parameters
    ----------
    name : str
        The argument: its ending tells what kind of object a call makes.
    text : object
        What was typed; anything but a text is a value already.

    Returns
    -------
    object
        A number, name, tuple or object of Keras; None for an empty field.

    Raises
    ------
    InvalidValueError
        If it can't be read.

    Examples
    --------
    >>> typed("units", "10"), typed("activation", "relu"), typed("kernel_regularizer", "L2(0.01)")
    (10, 'relu', L2())
    """
    if not isinstance(text, str):
        return text
    text = text.strip()
    if len(text) > LONGEST:
        raise InvalidValueError(f"{name} is longer than {LONGEST} characters. Write less.")
    if not text:
        return None
    if name == "name" or (text.isidentifier() and text not in {"True", "False", "None"}):
        return text
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text  # a name with a blank in it, or nothing at all: what is wanted says so best
    return _value(name, text, tree)


def _value(name: str, text: str, tree: ast.expr) -> Any:
    try:
        return ast.literal_eval(tree)
    except (ValueError, TypeError, RecursionError, MemoryError):
        pass
    family = name if name in _CARRIERS else name.rpartition("_")[2]
    prefix, program, value_in = _CARRIERS.get(family, _CARRIERS["number"])
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
        text = prefix + text
    try:
        read = read_code(program.format(text))
    except DLWidgetsError as error:
        raise InvalidValueError(f"{name} came as {text!r}, which can't be read. {error}") from None
    if read.lost or len(read.spec.layers) != 1:
        why = read.lost[0].why.rstrip(".") if read.lost else "write one value"
        raise InvalidValueError(f"{name} came as {text!r}, which can't be read: {why}.")
    return value_in(read.spec)


def with_typed(layer: LayerSpec, name: str, text: Any) -> Any:
    """Read the value of a layer's argument; an empty field means Keras' default.

    Parameters
    ----------
    layer : LayerSpec
        The layer.
    name : str
        An argument of it.
    text : object
        What was typed.

    Returns
    -------
    object
        The value.

    Raises
    ------
    InvalidValueError
        If the field is empty and there is no default, or what was typed can't be read.
    """
    value = typed(name, text)
    if value is not None or (isinstance(text, str) and text.strip() == "None"):
        return value
    if name in layer.needed() and layer.kind != "Activation":
        raise InvalidValueError(f"{name} is empty, and {layer.kind} needs it. Give it a value.")
    return layer.defaults()[name] if name not in layer.needed() else None
