"""Expressions of a program, worked out as far as their values are known; nothing of the program is run."""

import ast
import re
from typing import Any

from dlwidgets.network.reading import constants
from dlwidgets.network.reading.constants import RefusedError, UnreadableError
from dlwidgets.network.reading.keras_calls import NO_CHAIN, class_name
from dlwidgets.network.reading.names import Names, keras_name
from dlwidgets.network.reading.values import (
    KerasName,
    Method,
    Model,
    NamedValues,
    Tensor,
    Unknown,
    known,
)

DEEPEST = 60
"""Expressions nested deeper are none that a person writes."""


class Expressions(Names):
    """Works out expressions: the part of a reader that knows values.

    Parameters
    ----------
    lines : list of str
        The lines of the program.
    """

    _depth = 0

    def value(self, node: ast.expr) -> Any:
        """Work out an expression, or say why it is not known."""
        self.spend(node)
        reader = getattr(self, f"_{type(node).__name__.lower()}", None)
        if reader is None:
            raise UnreadableError("its value is known only when the program runs")
        self._depth += 1
        try:
            if self._depth > DEEPEST:
                raise UnreadableError("it is nested too deeply")
            return reader(node)
        finally:
            self._depth -= 1

    def attempt(self, node: ast.expr) -> Any:
        """Work out an expression; one that is not known becomes a value that says so."""
        try:
            return self.value(node)
        except UnreadableError as error:
            is_open = not isinstance(error, RefusedError) and self._makes_input(node)
            return Unknown(self.note(node, str(error), matters=not is_open))

    def _makes_input(self, node: ast.expr) -> bool:
        """Tell a call of Input, without which the data give the shape."""
        if not isinstance(node, ast.Call):
            return False
        try:
            called = self.value(node.func)
        except UnreadableError:
            return False
        return isinstance(called, KerasName) and class_name(called.parts[-1]) == "Input"

    def _constant(self, node: ast.Constant) -> Any:
        return constants.bounded(node.value)

    def _name(self, node: ast.Name) -> Any:
        return self.named(node)

    def _attribute(self, node: ast.Attribute) -> Any:
        return self.attribute(self.value(node.value), node.attr)

    def attribute(self, owner: Any, name: str) -> Any:
        """Return what stands behind the dot of a module, a model or a list."""
        if isinstance(owner, KerasName):
            return keras_name(f"{owner.path}.{name}")
        if isinstance(owner, NamedValues) and name in owner.values:
            return self._if_known(owner.values[name])
        if isinstance(owner, Model | list | dict | str):
            return Method(owner, name)
        raise UnreadableError(f"the value of .{name} is known only when the program runs")

    def _list(self, node: ast.List | ast.Tuple) -> list[Any]:
        elements = [one for element in node.elts for one in self._spread(element)]
        constants.bounded(elements)
        return elements

    def _tuple(self, node: ast.Tuple) -> tuple[Any, ...]:
        return tuple(self._list(node))

    def _spread(self, node: ast.expr) -> list[Any]:
        """Work out an element of a list; ``*others`` are several."""
        if not isinstance(node, ast.Starred):
            return [self.attempt(node)]
        value = self.value(node.value)
        if not isinstance(value, list | tuple):
            raise UnreadableError("only a known list can be spread out")
        return list(value)

    def _dict(self, node: ast.Dict) -> dict[Any, Any]:
        keys = [key.value for key in node.keys if isinstance(key, ast.Constant)]
        if len(keys) < len(node.keys):
            raise UnreadableError("its keys are not known")
        return dict(zip(keys, map(self.attempt, node.values), strict=True))

    def _binop(self, node: ast.BinOp) -> Any:
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(left, Tensor) and isinstance(right, Tensor):
            raise UnreadableError(NO_CHAIN)
        return constants.arithmetic(node.op, left, right)

    def _unaryop(self, node: ast.UnaryOp) -> Any:
        return constants.sign(node.op, self.value(node.operand))

    def _boolop(self, node: ast.BoolOp) -> Any:
        stops = isinstance(node.op, ast.Or)
        value: Any = None
        for part in node.values:
            value = known(self.value(part))
            if bool(value) is stops:
                return value
        return value

    def _compare(self, node: ast.Compare) -> bool:
        values = [self.value(part) for part in (node.left, *node.comparators)]
        pairs = zip(node.ops, values, values[1:], strict=False)
        return all(constants.comparison(operation, left, right) for operation, left, right in pairs)

    def _ifexp(self, node: ast.IfExp) -> Any:
        return self.value(node.body if known(self.value(node.test)) else node.orelse)

    def _subscript(self, node: ast.Subscript) -> Any:
        return self.looked_up(self.value(node.value), node)

    def looked_up(self, whole: Any, node: ast.Subscript) -> Any:
        """Return an entry of a list, a dict or a text."""
        return self._if_known(constants.item(whole, self.value(node.slice)))

    def _if_known(self, value: Any) -> Any:
        if isinstance(value, Unknown):
            raise UnreadableError(value.unread.why)
        return value

    def _namedexpr(self, node: ast.NamedExpr) -> Any:
        value = self.value(node.value)
        self.bind(node.target, value)
        return value

    def _slice(self, node: ast.Slice) -> slice:
        return slice(*(None if part is None else self.value(part) for part in (node.lower, node.upper, node.step)))

    def _joinedstr(self, node: ast.JoinedStr) -> str:
        return str(constants.bounded("".join(str(self.value(part)) for part in node.values)))

    def _formattedvalue(self, node: ast.FormattedValue) -> str:
        value = self.value(node.value)
        style = "" if node.format_spec is None else self.value(node.format_spec)
        if not re.fullmatch(r"[<>^=+-]?\d{0,2},?(\.\d)?[dfgs%]?", style) or not constants.is_scalar(value):
            raise UnreadableError("this format is not filled in")
        return constants.formatted(repr(value) if node.conversion == ord("r") else value, style)

    def _listcomp(self, node: ast.ListComp) -> list[Any]:
        [loop, *inner] = node.generators
        if inner:
            raise UnreadableError("loops inside of loops in a list are not followed")
        found = []
        for element in self.looped(loop.iter):
            self.bind(loop.target, element)
            if all(known(self.value(test)) for test in loop.ifs):
                found.append(self.attempt(node.elt))
        return found

    _generatorexp = _listcomp

    def looped(self, node: ast.expr) -> list[Any]:
        """Work out what a loop goes through."""
        value = self.value(node)
        if not isinstance(value, list | tuple | dict | str):
            raise UnreadableError("what the loop goes through is not known")
        return list(value)
