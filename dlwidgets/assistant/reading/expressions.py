"""Expressions of a program, worked out as far as they are known; what is not, is `UNKNOWN`.

The reader of `network` gives up a statement that it can't read, because its answer has to be a whole network. The
assistant reads wrong programs, with data, several models and gaps, so it carries what is unknown along. Both share
the arithmetic on plain values, the table of layers and the way of the shape through them.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

from dlwidgets.assistant.libraries.operations import arithmetic as array_arithmetic
from dlwidgets.assistant.libraries.operations import array_attribute, indexed
from dlwidgets.assistant.reading.imports import DEFAULTS, library_name
from dlwidgets.assistant.reading.source import Source
from dlwidgets.assistant.values import (
    INTS,
    UNKNOWN,
    Array,
    Layer,
    Method,
    Model,
    Name,
    Object,
    Own,
    Placed,
    Tensor,
    history_in,
)
from dlwidgets.network.reading import constants
from dlwidgets.network.reading.constants import UnreadableError

MOST_STEPS = 60_000
_PARTS = frozenset({"inputs", "outputs", "input", "output"})
DEEPEST = 60
_OF_ONE: Mapping[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.Not: operator.not_, ast.USub: operator.neg, ast.UAdd: lambda value: value,
}  # fmt: skip


class TooLongError(Exception):
    """A program takes more steps than are followed. Never reaches a learner."""


class Expressions:
    """Works out expressions.

    Parameters
    ----------
    source : Source
        The program.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.outer: list[dict[str, Any]] = []
        self.stars: list[str] = []
        self.compared: list[tuple[ast.Compare, Any, Any]] = []
        self.asked: list[tuple[ast.expr, Any]] = []
        """What stands behind the dot or the bracket of the history of a fit."""
        self.steps = 0
        self.depth = 0

    def value(self, node: ast.AST | None) -> Any:
        """Work out an expression.

        Parameters
        ----------
        node : ast.AST, optional
            The expression.

        Returns
        -------
        object
            Its value; `UNKNOWN` if it is not known.
        """
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooLongError
        if self.depth > DEEPEST:
            return UNKNOWN
        work = getattr(self, f"_on_{type(node).__name__.lower()}", None)
        self.depth += 1
        try:
            return self._visit_parts(node) if work is None else work(node)
        except (UnreadableError, ArithmeticError, TypeError, ValueError, LookupError, AttributeError):
            return UNKNOWN
        finally:
            self.depth -= 1

    def _visit_parts(self, node: ast.AST | None) -> Any:
        """Look into an expression that has no known value: calls in it may still be of interest."""
        for child in ast.iter_child_nodes(node) if isinstance(node, ast.expr) else ():
            if isinstance(child, ast.expr):
                self.value(child)
        return UNKNOWN

    def _on_constant(self, node: ast.Constant) -> Any:
        value = node.value
        return UNKNOWN if isinstance(value, complex | bytes) or value is ... else constants.bounded(value)

    def _on_name(self, node: ast.Name) -> Any:
        for scope in (self.names, *reversed(self.outer)):
            if node.id in scope:
                return scope[node.id]
        if node.id in DEFAULTS:
            return library_name(DEFAULTS[node.id])
        return self.default(node.id)

    def default(self, name: str) -> Any:
        """Return what a name stands for that the program does not define."""
        raise NotImplementedError

    def _on_tuple(self, node: ast.Tuple) -> Any:
        return tuple(self._elements(node.elts))

    def _on_list(self, node: ast.List) -> Any:
        return self._elements(node.elts)

    def _elements(self, nodes: list[ast.expr]) -> list[Any]:
        found: list[Any] = []
        for one in nodes:
            if isinstance(one, ast.Starred):
                inner = self.value(one.value)
                found += list(inner) if isinstance(inner, list | tuple) else [UNKNOWN]
            else:
                found.append(self.value(one))
        return constants.bounded(found)  # type: ignore[no-any-return]

    def _on_dict(self, node: ast.Dict) -> Any:
        keys = [self.value(one) for one in node.keys]
        values = [self.value(one) for one in node.values]
        if any(not isinstance(key, str | int) for key in keys):
            return UNKNOWN
        return constants.bounded(dict(zip(keys, values, strict=True)))

    def _on_unaryop(self, node: ast.UnaryOp) -> Any:
        value = self.value(node.operand)
        if isinstance(value, Array):
            negated = isinstance(node.op, ast.USub)
            return array_arithmetic(ast.Mult(), value, -1) if negated else value.but(low=None, high=None)
        if not constants.is_scalar(value) or value is UNKNOWN:
            return UNKNOWN
        operation = _OF_ONE.get(type(node.op))
        return UNKNOWN if operation is None else operation(value)

    def _on_binop(self, node: ast.BinOp) -> Any:
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(left, Array) or isinstance(right, Array):
            return array_arithmetic(node.op, left, right)
        if isinstance(left, Tensor) or isinstance(right, Tensor):
            one = left if isinstance(left, Tensor) else right
            return Tensor(UNKNOWN, (left, right), one.shape, node)
        if UNKNOWN in (left, right):
            return UNKNOWN
        return constants.arithmetic(node.op, left, right)

    def _on_boolop(self, node: ast.BoolOp) -> Any:
        values = [self.value(one) for one in node.values]
        if any(not constants.is_scalar(one) for one in values):
            return UNKNOWN
        return all(values) if isinstance(node.op, ast.And) else any(values)

    def _on_compare(self, node: ast.Compare) -> Any:
        left, right = self.value(node.left), self.value(node.comparators[0])
        self.compared.append((node, left, right))
        if isinstance(left, Array):
            return Array(left.shape, INTS, 2, 0, 1, left.root, left.part, whole=True)
        if len(node.ops) > 1 or not (constants.is_scalar(left) and constants.is_scalar(right)):
            return UNKNOWN
        operation = constants._COMPARISONS.get(type(node.ops[0]))  # noqa: SLF001
        return UNKNOWN if operation is None else operation(left, right)

    def _on_ifexp(self, node: ast.IfExp) -> Any:
        test = self.value(node.test)
        if constants.is_scalar(test) and test is not UNKNOWN:
            return self.value(node.body if test else node.orelse)
        for one in (node.body, node.orelse):
            self.value(one)
        return UNKNOWN

    def _on_attribute(self, node: ast.Attribute) -> Any:
        owner = self.value(node.value)
        if isinstance(owner, Array) and history_in(owner) is not None:
            self.asked.append((node, owner))
        return _attribute(owner, node.attr)

    def _on_subscript(self, node: ast.Subscript) -> Any:
        owner = self.value(node.value)
        if isinstance(owner, Object) or history_in(owner) is not None:
            self.asked.append((node.slice, owner))
        if isinstance(owner, Array):
            return indexed(owner, node.slice, self.value)
        place = self._slice(node.slice)
        if isinstance(owner, list | tuple | dict | str) and place is not UNKNOWN:
            return owner[place]
        return UNKNOWN

    def _slice(self, node: ast.expr) -> Any:
        if not isinstance(node, ast.Slice):
            return self.value(node)
        ends = [None if one is None else self.value(one) for one in (node.lower, node.upper, node.step)]
        return UNKNOWN if UNKNOWN in ends else slice(*ends)

    def _on_call(self, node: ast.Call) -> Any:
        return self.call(node)

    def call(self, node: ast.Call) -> Any:
        """Follow a call."""
        raise NotImplementedError


def _attribute(owner: Any, name: str) -> Any:
    """Return what stands behind the dot of something."""
    if isinstance(owner, Name):
        return library_name(f"{owner.path}.{name}")
    if isinstance(owner, Array):
        return array_attribute(owner, name)
    if isinstance(owner, Model | Own) and name in owner.attributes:
        return owner.attributes[name]
    if isinstance(owner, Model) and name in _PARTS:
        return _part(owner, name)
    if isinstance(owner, Model) and name == "optimizer" and (held := _optimizer(owner)) is not None:
        return held
    if isinstance(owner, Model) and name == "layers":
        return UNKNOWN if owner.is_open else [one.layer for one in owner.layers if not _is_hidden(owner, one)]
    unknown = isinstance(owner, Layer) and name in _PARTS
    known = isinstance(owner, Model | Object | list | dict | str | Layer | Own) and not unknown
    known = known or (isinstance(owner, Method) and owner.name in {"learning_rate", "lr"})
    return Method(owner, name) if known else UNKNOWN


def _optimizer(model: Model) -> Object | None:
    """Return the optimizer that a model was compiled with, by its word too; None if it is not known."""
    compiled = None if model.maybe_compiled else model.compiled
    held = compiled.arguments.get("optimizer") if compiled is not None else None
    if compiled is None or not isinstance(held, str):
        return held if isinstance(held, Object) else None
    name = held.upper() if held.lower() == "sgd" else held.capitalize()
    return Object(f"keras.optimizers.{name}", {}, {}, compiled.node)


def _is_hidden(model: Model, placed: Placed) -> bool:
    """Tell the Input, which a Sequential does not count among its layers."""
    return model.is_sequential and isinstance(placed.layer, Layer) and placed.layer.kind == "Input"


def _part(model: Model, name: str) -> Any:
    """Return ``model.output`` and its like."""
    found = {"input": model.inputs, "inputs": model.inputs, "output": model.outputs, "outputs": model.outputs}
    tensors = found.get(name, ())
    if not tensors or not all(isinstance(one, Tensor) for one in tensors):
        known = Tensor(Layer("Input", {}, {}, model.node), (), None, model.node) if name == "input" else UNKNOWN
        return Tensor(model, (), model.gives, model.node) if name == "output" else known
    return list(tensors) if name.endswith("s") or len(tensors) > 1 else tensors[0]
