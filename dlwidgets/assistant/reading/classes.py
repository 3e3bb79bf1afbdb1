"""Classes of a program: models of its own are followed from ``__init__`` into ``call``."""

import ast
from typing import Any

from dlwidgets.assistant.reading.arguments import Call
from dlwidgets.assistant.reading.graphs import layers_between, tensors_in
from dlwidgets.assistant.reading.keras_objects import KerasObjects
from dlwidgets.assistant.values import UNKNOWN, Function, Layer, Model, Name, Own, Tensor

_MODELS = ("keras.models.Model", "keras.models.Sequential")
_ITS_OWN_WAY = ("compile", "fit", "train_step", "compute_loss", "evaluate", "test_step")
_DEEPEST = 8


class Classes(KerasObjects):
    """Follows classes that a program defines."""

    _inside = 0

    def defined(self, node: ast.ClassDef) -> Own:
        """Return a class with what it inherits from."""
        bases = [self.value(one) for one in node.bases]
        parent = next((one for one in bases if isinstance(one, Own) and not one.is_object), None)
        base = next((one.path for one in bases if isinstance(one, Name)), parent.base if parent else "")
        return Own(node, (*self.outer, self.names), base, parent=parent)

    def instance(self, own: Own, call: Call) -> Any:
        """Make an object of a class."""
        if own.base not in _MODELS:
            self.touch(call)
            made = Own(own.node, own.around, own.base, is_object=True, parent=own.parent)
            self._begin(made, own, call)
            return made
        model = Model(call.node, is_sequential=False, is_open=True, depth=self.uncertain, own=own)
        self.models.append(model)
        self._begin(model, own, call)
        if any(own.method(name) for name in _ITS_OWN_WAY):
            model.maybe_compiled = True
            return model
        self._connect(model, own)
        return model

    def _begin(self, made: Any, own: Own, call: Call) -> None:
        start = own.method("__init__")
        if start is not None and self._inside < _DEEPEST:
            self._inside += 1
            try:
                self.function(start, Call(call.node, (made, *call.places), call.named, call.is_open))
            finally:
                self._inside -= 1

    def _connect(self, model: Model, own: Own) -> None:
        """Follow ``call`` with a tensor of which nothing is known, and take the layers on its way."""
        start = Tensor(Layer("Input", {}, {}, model.node), (), None, model.node)
        outputs = self._called_with(model, own, (start,))
        layers = layers_between((start,), outputs) if outputs else None
        if layers and layers[0].layer is start.layer:
            model.layers, model.is_open = layers, False
            model.inputs, model.outputs = (start,), outputs

    def _called_with(self, model: Model, own: Own, places: tuple[Any, ...]) -> tuple[Tensor, ...]:
        way = own.method("call")
        if way is None or self._inside >= _DEEPEST:
            return ()
        self._inside += 1
        try:
            result = self.function(way, Call(model.node, (model, *places), {}))
        finally:
            self._inside -= 1
        return tensors_in(result)

    def applied_own(self, call: Call) -> Any:
        """Apply an object of the program's own to tensors, as a layer."""
        self.touch(call)
        sources = tensors_in([*call.places, *call.named.values()])
        return Tensor(UNKNOWN, sources, None, call.node) if sources else UNKNOWN

    def method_of_own(self, owner: Any, own: Own, name: str, call: Call) -> Any:
        """Follow a method that a class of the program defines; `NotImplemented` if it does not define it."""
        method = own.method(name)
        if method is None:
            return NotImplemented
        return self.function(method, Call(call.node, (owner, *call.places), call.named, call.is_open))

    def function(self, function: Function, call: Call) -> Any:
        """Follow a function of the program."""
        raise NotImplementedError

    def touch(self, call: Call) -> None:
        """Something unknown gets models."""
        raise NotImplementedError
