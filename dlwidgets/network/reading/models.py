"""Models in a program: how they are made, and their methods."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dlwidgets.errors import DLWidgetsError
from dlwidgets.network.compiling import CompileSpec, FitSpec
from dlwidgets.network.layers.dense import Dense
from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.layers.shaping import Input
from dlwidgets.network.reading import constants
from dlwidgets.network.reading.coded_targets import CodedTargets, OneHot
from dlwidgets.network.reading.constants import UnreadableError
from dlwidgets.network.reading.keras_calls import value_of
from dlwidgets.network.reading.values import (
    KerasName,
    Model,
    Tensor,
    Unknown,
    WithInput,
    known,
)

PLACES = {"compile": ("optimizer", "loss"), "fit": ("x", "y", "batch_size", "epochs", "verbose")}
"""The settings that can be given without a name, in their order."""
_OLD_SETTINGS = {"nb_epoch": "epochs"}


class Models(CodedTargets):
    """Follows the making and the methods of models: the part of a reader that knows what they hold.

    Parameters
    ----------
    lines : list of str
        The lines of the program.
    """

    def __init__(self, lines: list[str]) -> None:
        super().__init__(lines)
        self.chosen: Model | None = None
        self._in_use = False

    def arguments(self, node: ast.Call) -> tuple[list[Any], dict[str, Any], Mapping[str, ast.AST]]:
        """Work out the arguments of a call: those without names, those with, and where the latter stand."""
        named: dict[str, Any] = {}
        for keyword in node.keywords:
            value = self.attempt(keyword.value)
            if keyword.arg is not None:
                named[keyword.arg] = value
            elif isinstance(value, dict) and all(isinstance(key, str) for key in value):
                named |= value
            else:
                raise UnreadableError("the arguments behind ** are not known")
        places = [one for part in node.args for one in self._spread(part)]
        return places, named, {one.arg: one for one in node.keywords if one.arg}

    def subclassed(self, node: ast.AST, name: str) -> Model:
        """Return a model of a class of the program's own, which is refused."""
        why = f"{name} is a class of its own, and its layers show only when it runs. Write a Sequential."
        return Model(refusal=("subclassed", self.note(node, why, matters=True)))

    def _new(self, model: Model) -> Model:
        """Remember a model; one that is compiled or fitted goes before."""
        if not self._in_use:
            self.chosen = model
        return model

    def _sequential(self, node: ast.Call) -> Model:
        """Follow ``Sequential([...])``."""
        given = [*node.args[:1], *(one.value for one in node.keywords if one.arg == "layers")]
        written = given[0] if given and isinstance(given[0], ast.List | ast.Tuple) else None
        layers = self._written_layers(written) if written is not None else self._given_layers(node)
        model = self._new(Model())
        for layer in layers if isinstance(layers, list | tuple) else [layers]:
            self._add(model, layer, node)
        return model

    def _given_layers(self, node: ast.Call) -> Any:
        """Work out the list of layers that a Sequential is given."""
        places, named, _ = self.arguments(node)
        return places[0] if places else named.get("layers", [])

    def _written_layers(self, written: ast.List | ast.Tuple) -> list[Any]:
        """Work out a list of layers one by one, so that one that can't be read leaves the others."""
        layers: list[Any] = []
        for element in written.elts:
            try:
                layers += self._spread(element)
            except UnreadableError as error:
                layers.append(Unknown(self.note(element, str(error), matters=True)))
        return constants.bounded(layers)  # type: ignore[no-any-return]

    def _add(self, model: Model, layer: Any, node: ast.AST) -> None:
        """Add a layer, or report why it can't be."""
        if isinstance(layer, WithInput):
            model.layers += [layer.layer] if model.layers else [layer.input, layer.layer]
        elif isinstance(layer, LayerSpec):
            model.layers.append(layer)
        elif isinstance(layer, Unknown):
            self.report(layer.unread)
        else:
            what = "a model inside of a model" if isinstance(layer, Model) else "this"
            self.report(self.note(node, f"{what} is no layer that can be described here", matters=True))

    def _functional(self, node: ast.Call) -> Model:
        """Follow ``Model(inputs, outputs)``."""
        places, named, _ = self.arguments(node)
        given = {**dict(zip(("inputs", "outputs"), places, strict=False)), **named}
        ends = [given.get(name) for name in ("inputs", "outputs")]
        first, last = (end[0] if isinstance(end, list | tuple) and len(end) == 1 else end for end in ends)
        if isinstance(last, Tensor) and isinstance(first, Input) and last.layers[0] == first:
            return self._new(Model(list(last.layers)))
        unknown = next((one for one in (last, first) if isinstance(one, Unknown)), None)
        why = "the functional model is no chain from one input to one output that can be read"
        why += f": {unknown.unread.why}." if unknown else ". Write a Sequential."
        return self._new(Model(refusal=("functional", self.note(node, why, matters=True))))

    def _model_method(self, model: Model, name: str, node: ast.Call) -> Any:
        """Follow a method of a model."""
        places, named, nodes = self.arguments(node)
        if name == "add" and len(places) + len(named) == 1:
            self._add(model, [*places, *named.values()][0], node)
        elif name == "pop" and model.layers:
            model.layers.pop()
        elif name in PLACES:
            self.chosen, self._in_use = model, True
            kind = CompileSpec if name == "compile" else FitSpec
            given = {**dict(zip(PLACES[name], places, strict=False)), **named}
            settings = self._settings(kind, given, nodes, node)
            if isinstance(settings, FitSpec):
                settings = replace(settings, one_hot=_is_one_hot(given.get("y"), model.layers))
            setattr(model, name, settings)
            if len(places) > len(PLACES[name]):
                third = "the third is loss_weights. Write metrics=[...]" if name == "compile" else "give them names"
                raise UnreadableError(f"{name} has more arguments without a name than can be read: {third}")
        elif name == "build" and len(places) + len(named) == 1:
            self._build(model, [*places, *named.values()][0])
        elif name in {"add", "pop"}:
            raise UnreadableError(f"this call of {name} can't be read")
        return Unknown(self.note(node, "its result is known only when the program runs", matters=False))

    def _build(self, model: Model, shape: Any) -> None:
        """Give a model without an input the one that it is built with."""
        shape = known(shape)
        if model.layers and not isinstance(model.layers[0], Input) and isinstance(shape, list | tuple):
            try:
                model.layers.insert(0, Input(tuple(shape[1:])))
            except DLWidgetsError as error:
                raise UnreadableError(str(error)) from None

    def _settings(
        self, kind: type[CompileSpec | FitSpec], given: Mapping[str, Any], nodes: Mapping[str, ast.AST], node: ast.Call
    ) -> CompileSpec | FitSpec:
        """Take each setting that can be read; report the others."""
        taken: dict[str, Any] = {}
        for old, value in given.items():
            name = _OLD_SETTINGS.get(old, old)
            try:
                if name not in {"x", "y"} or kind is not FitSpec:
                    taken |= _setting(kind, name, value)
            except (UnreadableError, DLWidgetsError) as error:
                self.report(self.note(nodes.get(old, node), str(error), matters=kind is CompileSpec))
        return kind(**taken)


def _setting(kind: type[CompileSpec | FitSpec], name: str, value: Any) -> dict[str, Any]:
    """Return a setting under its name, if there is one and its value is known."""
    if name not in kind.__dataclass_fields__ or name == "one_hot":
        raise UnreadableError(f"the setting {name} is not described here")
    clean = _clean(value)
    kind(**{name: clean})
    return {name: clean}


def _is_one_hot(targets: Any, layers: Sequence[LayerSpec]) -> bool:
    """Tell one-hot rows; where two classes would make one column, one output means that there are two."""
    outputs = [layer.units for layer in layers if isinstance(layer, Dense)]
    return isinstance(targets, OneHot) and not (targets.unless_two and outputs[-1:] == [1])


def _clean(value: Any) -> Any:
    """Return the value of a setting as the descriptions take it."""
    if isinstance(value, KerasName):
        return value_of(value)
    if isinstance(value, list | tuple):
        # Metrics are the only list of names; what is nested deeper is none that can be described.
        value = [value_of(one) if isinstance(one, KerasName) else one for one in value]
    return known(value)
