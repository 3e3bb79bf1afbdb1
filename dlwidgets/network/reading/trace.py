"""A reader that remembers where in a program each layer and each setting of its models is written."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.objects import ObjectSpec
from dlwidgets.network.reading.coded_targets import OneHot
from dlwidgets.network.reading.statements import Statements
from dlwidgets.network.reading.values import Model, Tensor, WithInput

_REPEATING = (ast.For, ast.While)


@dataclass(eq=False)
class Slot:
    """A place in a program where one layer of a model is written, or several.

    Parameters
    ----------
    style : str
        ``"list"``: an element of a list; ``"add"``: a call such as ``model.add(...)`` as a statement;
        ``"chain"``: a layer applied to a tensor; ``"block"``: a loop, a list made by one, or a call of a function.
    node : ast.AST
        The element or the statement.
    layers : list of LayerSpec
        What it brings: with an input shape in a layer's arguments, the Input too.
    call : ast.Call, optional
        The layer's own call.
    function : ast.expr, optional
        What is called in the style ``"add"``, such as ``model.add``.
    path : tuple of ast.stmt
        The statements around it, from the outermost in.
    container : ast.List or ast.Tuple, optional
        The list that it is an element of.
    """

    style: str
    node: ast.AST
    layers: list[LayerSpec]
    call: ast.Call | None = None
    function: ast.expr | None = None
    path: tuple[ast.stmt, ...] = ()
    container: ast.List | ast.Tuple | None = None


@dataclass(eq=False)
class Trace:
    """Where a model is written."""

    call: ast.Call
    path: tuple[ast.stmt, ...]
    slots: list[Slot] = field(default_factory=list)
    settings: dict[str, tuple[ast.Call, tuple[ast.stmt, ...]]] = field(default_factory=dict)
    pops: list[ast.stmt] = field(default_factory=list)
    elements: ast.List | ast.Tuple | None = None
    """The list of layers that is handed over, if it is written out."""


class TracedValues(Statements):
    """Follows a program, and remembers by which calls and in which lists its values are written.

    Parameters
    ----------
    lines : list of str
        The lines of the program.
    """

    def __init__(self, lines: list[str]) -> None:
        super().__init__(lines)
        self._path: list[ast.stmt] = []
        # Values are kept beside their nodes, so that no other value gets their id.
        self._calls: dict[int, tuple[Any, ast.Call, tuple[ast.stmt, ...]]] = {}
        self._lists: dict[int, tuple[Any, ast.List | ast.Tuple]] = {}
        self._apart: dict[int, tuple[Any, Slot]] = {}
        self._lengths: dict[int, int] = {}

    def call_of(self, value: Any) -> tuple[ast.Call | None, tuple[ast.stmt, ...]]:
        """Return the call that made a layer, an object or one-hot rows, and the statements around it."""
        found = self._calls.get(id(value))
        return (found[1], found[2]) if found else (None, ())

    def _follow_one(self, statement: ast.stmt) -> None:
        self._path.append(statement)
        try:
            super()._follow_one(statement)
        finally:
            self._path.pop()

    def _call(self, node: ast.Call) -> Any:
        result = super()._call(node)
        path = tuple(self._path)
        if isinstance(result, WithInput):
            self._calls[id(result.layer)] = self._calls[id(result.input)] = (result, node, path)
        if isinstance(result, LayerSpec | ObjectSpec | WithInput | OneHot):
            self._calls[id(result)] = (result, node, path)
        return result

    def _applied(self, layer: Any, places: list[Any]) -> Tensor:
        tensor = super()._applied(layer, places)
        made = self._calls.get(id(layer))
        if made is not None:
            self._calls[id(tensor.layers[-1])] = (made[0], made[1], tuple(self._path))
        return tensor

    def _list(self, node: ast.List | ast.Tuple) -> list[Any]:
        value = super()._list(node)
        self._lists[id(value)] = (value, node)
        if len(value) == len(node.elts):
            for element, one in zip(node.elts, value, strict=True):
                self._keep_apart(one, Slot("list", element, _layers_of(one), None, None, tuple(self._path), node))
        return value

    def _keep_apart(self, value: Any, slot: Slot) -> None:
        """Remember where a layer is written that may come into a model with a whole list."""
        call, _ = self.call_of(value)
        slot.call = call if call is slot.node or slot.style == "add" else None
        for one in slot.layers:
            self._apart[id(one)] = (value, slot)

    def _spread(self, node: ast.expr) -> list[Any]:
        values = super()._spread(node)
        self._lengths[id(node)] = len(values)
        return values

    def _list_method(self, method: Any, node: ast.Call) -> Any:
        result = super()._list_method(method, node)
        if method.name not in {"append", "extend"}:
            self._lists.pop(id(method.owner), None)
        if method.name == "append" and len(node.args) == 1:
            added = method.owner[-1]
            self._keep_apart(added, Slot("add", self._path[-1], _layers_of(added), None, node.func, tuple(self._path)))
        return result


class TracedStatements(TracedValues):
    """Follows a program like `Statements`, and keeps a trace of each model.

    Parameters
    ----------
    lines : list of str
        The lines of the program.
    """

    def __init__(self, lines: list[str]) -> None:
        super().__init__(lines)
        self.traces: dict[int, Trace] = {}

    def _sequential(self, node: ast.Call) -> Model:
        model = super()._sequential(node)
        trace = self.traces.setdefault(id(model), Trace(node, tuple(self._path)))
        trace.call, trace.path = node, tuple(self._path)
        given = self._given_list(node)
        trace.elements = given
        slots, trace.slots = trace.slots, []
        for element in given.elts if given is not None else ():
            count = self._lengths.get(id(element), 1)
            part, slots = slots[:count], slots[count:]
            trace.slots += [self._element(element, part, given)] if given is not None else []
        trace.slots += [self._left_over(slot) for slot in slots]
        return model

    def _given_list(self, node: ast.Call) -> ast.List | ast.Tuple | None:
        """Find the written list of layers that a Sequential is given."""
        given = [*node.args[:1], *(one.value for one in node.keywords if one.arg == "layers")]
        if not given:
            return None
        if isinstance(given[0], ast.Name):
            value = self._lookup(given[0].id)
            return self._lists.get(id(value), (None, None))[1]
        return given[0] if isinstance(given[0], ast.List | ast.Tuple) else None

    def _element(self, element: ast.expr, part: Sequence[Slot], container: ast.List | ast.Tuple) -> Slot:
        """Make the slot of one element of a list."""
        layers = [layer for slot in part for layer in slot.layers]
        path = tuple(self._path)
        if isinstance(element, ast.Starred) or len(part) != 1:
            return Slot("block", element, layers, None, None, path, container)
        call = part[0].call if part[0].call is element else None
        return Slot("list", element, layers, call, None, path, container)

    def _left_over(self, slot: Slot) -> Slot:
        """Make the slot of a layer that came into the list behind what is written in it."""
        found = next((self._apart[id(one)] for one in slot.layers if id(one) in self._apart), None)
        return found[1] if found else Slot("lost", slot.node, slot.layers)

    def _add(self, model: Model, layer: Any, node: ast.AST) -> None:
        before = len(model.layers)
        super()._add(model, layer, node)
        made = layer.layer if isinstance(layer, WithInput) else layer
        call, _ = self.call_of(made)
        trace = self.traces.setdefault(id(model), Trace(node, ()))  # type: ignore[arg-type]
        statement = self._path[-1]
        is_plain = isinstance(statement, ast.Expr) and statement.value is node and isinstance(node, ast.Call)
        function = node.func if is_plain and isinstance(node, ast.Call) else None
        is_written_here = is_plain and isinstance(node, ast.Call) and call is not None and call in _arguments(node)
        trace.slots.append(
            Slot(
                "add" if is_plain else "lost",
                statement,
                model.layers[before:],
                call if is_written_here or not is_plain else None,
                function,
                tuple(self._path),
            )
        )

    def _functional(self, node: ast.Call) -> Model:
        model = super()._functional(node)
        slots = []
        for layer in model.layers:
            call, path = self.call_of(layer)
            slots.append(Slot("chain", path[-1] if path else node, [layer], call, path=path))
        self.traces[id(model)] = Trace(node, tuple(self._path), slots)
        return model

    def _model_method(self, model: Model, name: str, node: ast.Call) -> Any:
        before = len(model.layers)
        result = super()._model_method(model, name, node)
        trace = self.traces.get(id(model))
        if trace is not None and name == "build" and len(model.layers) > before:
            trace.slots.insert(0, Slot("lost", self._path[-1], model.layers[:1], path=tuple(self._path)))
        if trace is not None and name in {"compile", "fit"}:
            trace.settings[name] = (node, tuple(self._path))
        if trace is not None and name == "pop":
            trace.pops.append(self._path[-1])
        return result

    def trace(self, model: Model) -> Trace:
        """Return where a model is written, with loops and functions as blocks."""
        found = self.traces[id(model)]
        times: dict[int, int] = {}
        for slot in found.slots:
            times[id(slot.call or slot.node)] = times.get(id(slot.call or slot.node), 0) + 1
        blocks: list[Slot] = []
        for slot in found.slots:
            beyond = [one for one in slot.path if one not in found.path]
            again = times[id(slot.call or slot.node)] > 1 or any(isinstance(one, _REPEATING) for one in beyond)
            if again and slot.style == "chain":
                slot.style = "lost"
            repeats = again and slot.style == "add"
            if not repeats or not beyond:
                blocks.append(slot)
            elif blocks and blocks[-1].node is beyond[0]:
                blocks[-1].layers += slot.layers
            else:
                blocks.append(Slot("block", beyond[0], list(slot.layers), None, slot.function, slot.path))
        found.slots = blocks
        return found


def _layers_of(value: Any) -> list[LayerSpec]:
    """Return the layers that a value brings into a model."""
    if isinstance(value, WithInput):
        return [value.input, value.layer]
    return [value] if isinstance(value, LayerSpec) else []


def _arguments(node: ast.Call) -> list[ast.expr]:
    return [*node.args, *(one.value for one in node.keywords)]
