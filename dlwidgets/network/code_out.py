"""Keras code out of a description, formatted as a person would write it."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dlwidgets.errors import unknown_name
from dlwidgets.network.compiling import FitSpec
from dlwidgets.network.layer import LayerSpec
from dlwidgets.network.objects import ObjectSpec
from dlwidgets.network.shape_layers import Input

if TYPE_CHECKING:
    from dlwidgets.network.spec import NetworkSpec

IMPORTS = {"keras": "import keras", "tensorflow.keras": "from tensorflow import keras"}
STYLES = ("list", "add")
WIDTH = 88
INDENT = "    "


def to_code(spec: "NetworkSpec", style: str, package: str, data: tuple[str, str]) -> str:
    """Write the program that makes, compiles and fits a network.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    style : str
        ``"list"`` hands all layers to `Sequential`, ``"add"`` adds one after the other.
    package : str
        ``"keras"`` or ``"tensorflow.keras"``.
    data : tuple of str
        Names of the inputs and the targets in the call of `fit`.

    Returns
    -------
    str
        The program, with a line break at its end.

    Raises
    ------
    UnknownNameError
        If there is no such style or package.
    """
    if style not in STYLES:
        raise unknown_name("style of code", style, STYLES)
    if package not in IMPORTS:
        raise unknown_name("package", package, IMPORTS)
    training = []
    if spec.compile is not None:
        training.append(_call("model.compile", _named(spec.compile.arguments), 0))
    if spec.fit is not None:
        training.append(_call("model.fit", _fitted(spec.fit, data), 0))
    model = _added(spec.layers) if style == "add" else _listed(spec.layers)
    return "\n".join([IMPORTS[package], "", *model, *([""] if training else []), *training, ""])


def _fitted(fit: FitSpec, data: tuple[str, str]) -> list[str]:
    """Write the arguments of fit; one-hot rows are no setting but another y."""
    inputs, targets = data
    targets = f"keras.utils.to_categorical({targets})" if fit.one_hot else targets
    return [inputs, targets, *_named({name: one for name, one in fit.arguments.items() if name != "one_hot"})]


def _listed(layers: Iterable[LayerSpec]) -> list[str]:
    """Write all layers in one list, one per line."""
    lines = [f"{INDENT}{_layer(layer, 1)}," for layer in layers]
    return ["model = keras.Sequential([", *lines, "])"] if lines else ["model = keras.Sequential()"]


def _added(layers: Iterable[LayerSpec]) -> list[str]:
    """Write one line per layer."""
    return ["model = keras.Sequential()", *(f"model.add({_layer(layer, 0)})" for layer in layers)]


def _layer(layer: LayerSpec, depth: int) -> str:
    """Write a layer: what it needs without names, as everybody does, the rest by name."""
    if isinstance(layer, Input):
        return _call("keras.Input", _named(layer.arguments, depth), depth)
    needed = {name: getattr(layer, name) for name in layer.needed()}
    others = {name: value for name, value in layer.arguments.items() if name not in needed}
    arguments = [*(_value(value, depth + 1) for value in needed.values()), *_named(others, depth)]
    return _call(f"keras.layers.{layer.kind}", arguments, depth)


def _named(arguments: Mapping[str, Any], depth: int = 0) -> list[str]:
    """Write arguments by name."""
    return [f"{name}={_value(value, depth + 1, as_list=name == 'metrics')}" for name, value in arguments.items()]


def _value(value: Any, depth: int, *, as_list: bool = False) -> str:
    """Write one value, texts in double quotes."""
    if isinstance(value, LayerSpec):
        return _layer(value, depth)
    if isinstance(value, ObjectSpec):
        return _call(f"keras.{value.module}.{value.kind}", _named(value.arguments, depth), depth)
    if isinstance(value, tuple):
        items = ", ".join(_value(one, depth) for one in value)
        return f"[{items}]" if as_list else f"({items}{',' if len(value) == 1 else ''})"
    return _text(value) if isinstance(value, str) else repr(value)


def _text(text: str) -> str:
    """Write a text in double quotes, whatever stands in it."""
    inner = repr(f'"{text}')[2:-1]
    return '"' + inner.replace("\\'", "'").replace('"', '\\"') + '"'


def _call(function: str, arguments: list[str], depth: int) -> str:
    """Write a call in one line if it fits, else with one argument per line."""
    line = f"{function}({', '.join(arguments)})"
    if len(line) + len(INDENT) * (depth + 1) <= WIDTH and "\n" not in line:
        return line
    inner = "".join(f"{INDENT * (depth + 1)}{argument},\n" for argument in arguments)
    return f"{function}(\n{inner}{INDENT * depth})"
