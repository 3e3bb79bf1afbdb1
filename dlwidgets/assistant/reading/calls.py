"""Calls of a program: of libraries, of models and their methods, and of functions of its own."""

import ast
from typing import Any

# Entering their functions in the catalogue is what they are imported for.
from dlwidgets.assistant.libraries import (  # noqa: F401
    array_methods,
    catalogue,
    dataset_calls,
    joining_calls,
    numpy_calls,
    picture_calls,
    preparation,
    streams,
)
from dlwidgets.assistant.reading.arguments import Call
from dlwidgets.assistant.reading.classes import Classes
from dlwidgets.assistant.reading.graphs import tensors_in
from dlwidgets.assistant.reading.imports import library_name
from dlwidgets.assistant.values import (
    UNKNOWN,
    VOCABULARY,
    Array,
    Function,
    Layer,
    ListOf,
    Method,
    Model,
    Name,
    Object,
    Own,
    Tensor,
)
from dlwidgets.network.reading import constants

_MODELS = ("keras.models.Sequential", "keras.models.Model")
_OBJECTS = ("sklearn.preprocessing.", "keras.optimizers", "keras.losses", "keras.metrics", "keras.callbacks",
            "keras.initializers", "keras.regularizers", "tensorflow.optimizers", "tensorflow.losses",
            "tensorflow.train", "keras.preprocessing", "keras.legacy")  # fmt: skip
_FOUND = frozenset({
    "keras.models.load_model", "keras.models.model_from_json", "keras.models.model_from_yaml", "keras.saving.load_model",
})  # fmt: skip
"""What gives a model that the program does not build."""
_FOLDS = ("Fold", "Split")
_LOOKING = frozenset({
    "clone_model", "getattr", "hasattr", "id", "isinstance", "model_to_dot", "plot_model", "print", "repr", "save_model",
    "type",
})  # fmt: skip
"""What only looks at a model that it gets."""


class Calls(Classes):
    """Follows calls."""

    def call(self, node: ast.Call) -> Any:
        """Follow a call.

        Parameters
        ----------
        node : ast.Call
            The call.

        Returns
        -------
        object
            What it gives.
        """
        plain = node.func.id if isinstance(node.func, ast.Name) else ""
        if plain in constants.FUNCTIONS and plain not in self.names:
            return self._plain(plain, self.arguments(node))
        if isinstance(node.func, ast.Name) and plain == "super":
            return UNKNOWN
        target = self.value(node.func)
        if isinstance(node.func, ast.Attribute) and isinstance(target, Method) and isinstance(target.owner, dict):
            target = Method(target.owner, target.name)
        call = self.arguments(node)
        self.seen(node, target, call)
        return self._result(target, call)

    def _result(self, target: Any, call: Call) -> Any:
        if isinstance(target, Name):
            return self._library(target, call)
        if isinstance(target, Method):
            return self._method(target, call)
        if isinstance(target, Function):
            return self.function(target, call)
        if isinstance(target, Layer):
            return self.applied(target, call)
        if isinstance(target, Model):
            return self.applied_model(target, call)
        if isinstance(target, Own):
            return self.applied_own(call) if target.is_object else self.instance(target, call)
        if not (isinstance(call.node.func, ast.Name) and call.node.func.id in _LOOKING):
            self.touch(call)
        sources = tensors_in(call.places)
        return Tensor(UNKNOWN, sources, None, call.node) if sources else UNKNOWN

    def arguments(self, node: ast.Call) -> Call:
        """Work out the arguments of a call."""
        places: list[Any] = []
        is_open = False
        for one in node.args:
            if isinstance(one, ast.Starred):
                inner = self.value(one.value)
                is_open = is_open or not isinstance(inner, list | tuple)
                places += inner if isinstance(inner, list | tuple) else []
            else:
                places.append(self.value(one))
        named: dict[str, Any] = {}
        for keyword in node.keywords:
            value = self.value(keyword.value)
            if keyword.arg:
                named[keyword.arg] = value
            elif isinstance(value, dict) and all(isinstance(key, str) for key in value):
                named |= value
            else:
                is_open = True
        return Call(node, tuple(places), named, is_open)

    def _plain(self, name: str, call: Call) -> Any:
        """Follow ``len`` and its like."""
        if name == "len" and (counted := _counted(call)) is not None:
            return counted
        if name in {"list", "tuple"} and call.places and isinstance(call.places[0], Array):
            return ListOf(call.places[0])
        if any(not (constants.is_scalar(one) or isinstance(one, list | tuple | dict)) for one in call.places):
            # Whatever it is, an array keeps its shape when it is added.
            return Array(()) if name == "float" else UNKNOWN
        return constants.called(name, list(call.places), call.named)

    def _library(self, name: Name, call: Call) -> Any:
        """Follow a call of a library."""
        path = name.path
        if path in _MODELS:
            return self.model(path, call)
        if path in catalogue.FUNCTIONS:
            return catalogue.FUNCTIONS[path](call)
        if path.startswith("keras.layers.") or path == "keras.Input":
            return self.layer(name.last, call)
        if path.startswith(_OBJECTS) or (path.startswith("sklearn.model_selection.") and name.last.endswith(_FOLDS)):
            values, nodes = call.by_name(())
            return Object(path, values | {"places": call.places}, nodes, call.node)
        if path.startswith("keras.applications.") or path in _FOUND:
            return self.pretrained(call)
        if name.last not in _LOOKING:
            self.touch(call)
        sources = tensors_in([*call.places, *call.named.values()])
        self.used |= {id(one) for one in sources}
        return Tensor(UNKNOWN, sources, None, call.node) if sources else UNKNOWN

    def _method(self, method: Method, call: Call) -> Any:
        owner, name = method.owner, method.name
        own = owner.own if isinstance(owner, Model) else owner if isinstance(owner, Own) else None
        found = self.method_of_own(owner, own, name, call) if own is not None else NotImplemented
        if found is not NotImplemented:
            return found
        if isinstance(owner, Model):
            return self.model_method(owner, name, call)
        if isinstance(owner, Array):
            return array_methods.array_method(owner, name, call)
        if isinstance(owner, Object):
            return self._method_of_object(owner, name, call)
        if isinstance(owner, list):
            return self._list_method(owner, name, call)
        if isinstance(owner, dict | str):
            return constants.method(owner, name, list(call.places))
        self.touch(call)
        return UNKNOWN

    def _method_of_object(self, owner: Object, name: str, call: Call) -> Any:
        if streams.is_stream(owner):
            return streams.stream_method(owner, name, call, self._result)
        return preparation.object_method(owner, name, call)

    def _list_method(self, owner: list[Any], name: str, call: Call) -> Any:
        if self.uncertain:
            # How often it happens is not known, so the list is not known any more, but for its being one of lists.
            row = call.get(0) if name == "append" else None
            owner[:] = [*([row] if isinstance(row, list) and row is not owner else []), UNKNOWN]
        elif name == "append" and call.places and len(owner) < constants.LONGEST and not _holds(call.places[0], owner):
            owner.append(constants.bounded(call.places[0]))
        elif (
            name == "extend"
            and call.places
            and isinstance(call.places[0], list | tuple)
            and not _holds(call.places[0], owner)
        ):
            owner.extend(call.places[0])
        else:
            return constants.method(owner, name, list(call.places))
        return None

    def touch(self, call: Call) -> None:
        """Something unknown gets models: what it does to them is not known."""
        for one in (*call.places, *call.named.values()):
            if isinstance(one, Model):
                one.is_open = True
                one.maybe_compiled = True

    def _on_attribute(self, node: ast.Attribute) -> Any:
        if isinstance(node.value, ast.Name | ast.Call):
            owner = self.value(node.value)
            if isinstance(owner, dict):
                return dataset_calls.field(owner, node.attr)
            if isinstance(owner, Name):
                return library_name(f"{owner.path}.{node.attr}")
        return super()._on_attribute(node)

    def function(self, function: Function, call: Call) -> Any:
        """Follow a function of the program."""
        raise NotImplementedError

    def seen(self, node: ast.Call, target: Any, call: Call) -> None:
        """Take note of a call."""
        raise NotImplementedError


def _counted(call: Call) -> Any:
    """Return the length of an array, a list that grows or a vocabulary; None for what Python counts itself."""
    given = call.get(0)
    if isinstance(given, Array):
        return UNKNOWN if not given.shape or given.shape[0] is None else given.shape[0]
    if isinstance(given, list) and any(one is UNKNOWN for one in given):
        return UNKNOWN  # how often something was appended is not known
    if isinstance(given, Method) and given.name == "word_index":
        return Object(VOCABULARY, {"of": given.owner}, {}, call.node)
    return None


def _holds(value: Any, part: list[Any]) -> bool:
    """Tell whether nested lists hold a certain list, which must not become a part of itself."""
    waiting = [value]
    while waiting:
        inner = waiting.pop()
        if inner is part:
            return True
        entries = inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list | tuple) else ()
        waiting += [one for one in entries if isinstance(one, list | tuple | dict)]
    return False
