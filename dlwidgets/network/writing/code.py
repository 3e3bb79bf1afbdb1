"""Keras code out of a description, formatted as a person would write it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dlwidgets.errors import unknown_name
from dlwidgets.network.compiling import CompileSpec, FitSpec
from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.layers.shaping import Input
from dlwidgets.network.objects import ObjectSpec

if TYPE_CHECKING:
    from dlwidgets.network.spec import NetworkSpec

IMPORTS = {"keras": "import keras", "tensorflow.keras": "from tensorflow import keras"}
STYLES = ("list", "add")
WIDTH = 88
INDENT = "    "

Spelling = Callable[[str, str], str]
"""How a program writes a name of one of Keras' modules."""


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
    writer = Writer()
    training = []
    if spec.compile is not None:
        training.append(writer.compiled("model", spec.compile))
    if spec.fit is not None:
        training.append(writer.fitted("model", spec.fit, data))
    model = _added(spec.layers, writer) if style == "add" else [f"model = {writer.listed(spec.layers)}"]
    return "\n".join([IMPORTS[package], "", *model, *([""] if training else []), *training, ""])


def _added(layers: Iterable[LayerSpec], writer: "Writer") -> list[str]:
    """Write one line per layer."""
    return ["model = keras.Sequential()", *(f"model.add({writer.layer(layer)})" for layer in layers)]


def in_full(module: str, name: str) -> str:
    """Spell a name of Keras with everything before it."""
    return f"keras.{module}.{name}" if module else f"keras.{name}"


class Writer:
    """Writes parts of a network as Keras code.

    Parameters
    ----------
    spelled : callable, optional
        How names of Keras are written, given their module and name.
    quote : str, default '"'
        What stands around texts.
    """

    def __init__(self, spelled: Spelling = in_full, quote: str = '"') -> None:
        self.spelled = spelled
        self._quote = quote

    def layer(self, layer: LayerSpec, depth: int = 0, *, extra: Sequence[str] = ()) -> str:
        """Write a layer: what it needs without names, as everybody does, the rest by name."""
        if isinstance(layer, Input):
            return call(self.spelled("", "Input"), self.named(layer.arguments, depth), depth)
        needed = {name: getattr(layer, name) for name in layer.needed()}
        others = {name: value for name, value in layer.arguments.items() if name not in needed}
        arguments = [*(self.value(value, depth + 1) for value in needed.values()), *self.named(others, depth), *extra]
        return call(self.spelled("layers", layer.kind), arguments, depth)

    def listed(self, layers: Sequence[LayerSpec]) -> str:
        """Write a whole network as one call."""
        rows = self.rows(layers) if layers else ""
        return f"{self.spelled('', 'Sequential')}({rows})"

    def rows(self, layers: Iterable[LayerSpec], indent: str = "", comments: Mapping[int, str] | None = None) -> str:
        """Write layers as a list, one per line, each with the comment that its place has."""
        kept = comments or {}
        lines = [f"{INDENT}{self.layer(layer, 1)},{kept.get(place, '')}" for place, layer in enumerate(layers)]
        return "\n".join(["[", *lines, "]"]).replace("\n", f"\n{indent}")

    def compiled(self, model: str, settings: CompileSpec) -> str:
        """Write the call of compile."""
        return call(f"{model}.compile", self.named(settings.arguments), 0)

    def fitted(self, model: str, settings: FitSpec, data: tuple[str, str]) -> str:
        """Write the call of fit; one-hot rows are no setting but another y."""
        inputs, targets = data
        targets = f"{self.spelled('utils', 'to_categorical')}({targets})" if settings.one_hot else targets
        named = self.named({name: one for name, one in settings.arguments.items() if name != "one_hot"})
        return call(f"{model}.fit", [inputs, targets, *named], 0)

    def named(self, arguments: Mapping[str, Any], depth: int = 0) -> list[str]:
        """Write arguments by name."""
        return [
            f"{name}={self.value(value, depth + 1, as_list=name == 'metrics')}" for name, value in arguments.items()
        ]

    def value(self, value: Any, depth: int = 0, *, as_list: bool = False) -> str:
        """Write one value."""
        if isinstance(value, LayerSpec):
            return self.layer(value, depth)
        if isinstance(value, ObjectSpec):
            return call(self.spelled(value.module, value.kind), self.named(value.arguments, depth), depth)
        if isinstance(value, tuple):
            items = ", ".join(self.value(one, depth) for one in value)
            return f"[{items}]" if as_list else f"({items}{',' if len(value) == 1 else ''})"
        return self._text(value) if isinstance(value, str) else repr(value)

    def _text(self, text: str) -> str:
        """Write a text in the writer's quotes, whatever stands in it."""
        # With a double quote in it, Python stands single ones around a text.
        inner = repr(f'"{text}')[2:-1]
        if self._quote == "'" and "'" not in text:
            return f"'{inner}'"
        return '"' + inner.replace("\\'", "'").replace('"', '\\"') + '"'


def call(function: str, arguments: Sequence[str], depth: int) -> str:
    """Write a call in one line if it fits, else with one argument per line."""
    line = f"{function}({', '.join(arguments)})"
    if len(line) + len(INDENT) * (depth + 1) <= WIDTH and "\n" not in line:
        return line
    inner = "".join(f"{INDENT * (depth + 1)}{argument},\n" for argument in arguments)
    return f"{function}(\n{inner}{INDENT * depth})"
