"""Calls in a program: layers, models with their methods, and functions of the program's own."""

import ast
from typing import Any

from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.layers.shaping import Input
from dlwidgets.network.reading import constants
from dlwidgets.network.reading.coded_targets import Encoder, OneHot
from dlwidgets.network.reading.constants import UnreadableError
from dlwidgets.network.reading.keras_calls import made
from dlwidgets.network.reading.models import Models
from dlwidgets.network.reading.values import (
    Function,
    KerasName,
    Method,
    NamedValues,
    Subclass,
    Tensor,
    Unknown,
    WithInput,
)


class Calls(Models):
    """Follows calls: of layers, of models and their methods, and of functions of the program's own.

    Parameters
    ----------
    lines : list of str
        The lines of the program.
    """

    def function(self, function: Function, node: ast.Call) -> Any:
        """Follow a function of the program."""
        raise NotImplementedError

    def _call(self, node: ast.Call) -> Any:
        if isinstance(node.func, ast.Name) and node.func.id in constants.FUNCTIONS and not self._is_own(node.func.id):
            places, named, _ = self.arguments(node)
            for one in (*places, *named.values()):
                if isinstance(one, Unknown):
                    raise UnreadableError(one.unread.why)
            return constants.called(node.func.id, places, named)
        coded = self.coded(node)
        if coded is not None:
            return coded
        called = self.value(node.func)
        if isinstance(called, Method | Function | NamedValues | Subclass) or (
            isinstance(called, KerasName) and called.parts[-1:] in (["Sequential"], ["Model"])
        ):
            return self.called(called, node)
        places, named, nodes = self.arguments(node)
        if isinstance(called, KerasName):

            def drop(name: str, why: str, *, matters: bool) -> None:
                self.report(self.note(nodes.get(name, node), why, matters=matters))

            return made(called, places, named, drop)
        return self._applied(called, places)

    def _is_own(self, name: str) -> bool:
        """Tell a name that the program gives to something itself."""
        return any(name in scope for scope in (self.scopes[-1], self.scopes[0]))

    def _applied(self, layer: Any, places: list[Any]) -> Tensor:
        """Apply a layer to what comes out of another, as in the functional style."""
        if isinstance(layer, WithInput):
            layer = layer.layer
        source = places[0] if len(places) == 1 else None
        if isinstance(layer, LayerSpec) and isinstance(source, Tensor | Input):
            return Tensor((*(source.layers if isinstance(source, Tensor) else (source,)), layer))
        if isinstance(source, Unknown):
            raise UnreadableError(source.unread.why)
        raise UnreadableError("its result is known only when the program runs")

    def called(self, target: Any, node: ast.Call) -> Any:
        """Follow a call of a model, a method or a function of the program."""
        if isinstance(target, Function):
            return self.function(target, node)
        if isinstance(target, NamedValues) and not (node.args or node.keywords):
            return target
        if isinstance(target, Subclass):
            return self._new(self.subclassed(node, target.name))
        if isinstance(target, KerasName):
            return self._sequential(node) if target.parts[-1] == "Sequential" else self._functional(node)
        if isinstance(target, Method):
            return self._method(target, node)
        raise UnreadableError("a class of the program's own is not followed")

    def _method(self, method: Method, node: ast.Call) -> Any:
        """Follow a method of something known."""
        owner = method.owner
        if isinstance(owner, OneHot | Encoder):
            return self.coded_method(method)
        if isinstance(owner, list):
            return self._list_method(method, node)
        if isinstance(owner, dict | str):
            return constants.method(owner, method.name, self.arguments(node)[0])
        return self._model_method(owner, method.name, node)

    def _list_method(self, method: Method, node: ast.Call) -> Any:
        """Follow ``layers.append(...)`` and its like."""
        places, _, _ = self.arguments(node)
        if method.name in {"insert", "pop", "reverse", "clear"}:
            return constants.method(method.owner, method.name, places)
        if method.name == "append" and len(places) == 1:
            method.owner.append(places[0])
        elif method.name == "extend" and len(places) == 1 and isinstance(places[0], list | tuple):
            method.owner.extend(list(places[0]))
        else:
            raise UnreadableError(f".{method.name} of a list is not followed")
        constants.bounded(method.owner)
        return None
