"""Functions and classes that a program defines: what they hold, and calls of functions followed."""

import ast
from collections.abc import Iterable
from typing import Any

from dlwidgets.network.reading.bindings import Bindings
from dlwidgets.network.reading.constants import UnreadableError
from dlwidgets.network.reading.values import Function, KerasName, NamedValues, Scope, Subclass, Unknown

DEEPEST_CALL = 8


class Returned(Exception):  # noqa: N818  # it is no error
    """A function of the program hands its value back."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


class Definitions(Bindings):
    """Follows functions and classes of the program's own: the part of a reader that knows what they hold."""

    def follow(self, body: Iterable[ast.stmt]) -> None:
        """Follow statements."""
        raise NotImplementedError

    def _do_global(self, node: ast.Global) -> None:
        scope = self.scopes[-1]
        if isinstance(scope, Scope):
            scope.elsewhere |= dict.fromkeys(node.names, self.scopes[0])

    def _do_nonlocal(self, node: ast.Nonlocal) -> None:
        scope = self.scopes[-1]
        if isinstance(scope, Scope):
            for name in node.names:
                scope.elsewhere[name] = next((one for one in scope.maps[1:] if name in one), scope.maps[0])

    def _lambda(self, node: ast.Lambda) -> Function:
        result = ast.copy_location(ast.Return(node.body), node.body)
        return self._defined(ast.FunctionDef("lambda", node.args, [result], []))

    def _defined(self, node: ast.FunctionDef) -> Function:
        scope = self.scopes[-1]
        return Function(node, tuple(scope.maps) if isinstance(scope, Scope) else ())

    def _do_functiondef(self, node: ast.FunctionDef) -> None:
        self.scopes[-1][node.name] = self._defined(node)

    def _do_classdef(self, node: ast.ClassDef) -> None:
        bases = [self.attempt(base) for base in node.bases]
        is_model = any(
            isinstance(base, Subclass) or (isinstance(base, KerasName) and base.parts[-1:] == ["Model"])
            for base in bases
        )
        if not is_model:
            self.scopes[-1][node.name] = self._named_values(node)
            return
        self.scopes[-1][node.name] = Subclass(node.name)
        if self.chosen is None:
            self._new(self.subclassed(node, node.name))

    def _named_values(self, node: ast.ClassDef) -> NamedValues:
        """Read a class that only gives values to names."""
        if node.bases:
            raise UnreadableError("a class of the program's own is not followed")
        values: dict[str, Any] = {}
        for one in node.body:
            target = one.targets[0] if isinstance(one, ast.Assign) else getattr(one, "target", None)
            if isinstance(one, ast.Assign | ast.AnnAssign) and isinstance(target, ast.Name) and one.value is not None:
                values[target.id] = self.attempt(one.value)
            elif not (isinstance(one, ast.Pass) or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))):
                raise UnreadableError("a class of the program's own is not followed")
        return NamedValues(values)

    def function(self, function: Function, node: ast.Call) -> Any:
        """Follow a function of the program with the arguments of a call."""
        if len(self.scopes) > DEEPEST_CALL:
            raise UnreadableError("functions call each other too deeply")
        definition = function.node
        places, named, _ = self.arguments(node)
        scope = {name: self.attempt(value) for name, value in _defaults(definition.args)}
        scope |= _given(definition.args, places, named)
        self.scopes.append(Scope(scope, *function.around))
        try:
            self.follow(definition.body)
        except Returned as returned:
            if isinstance(returned.value, Unknown):
                raise UnreadableError(returned.value.unread.why) from None
            return returned.value
        finally:
            self.scopes.pop()
        return None


def _given(rules: ast.arguments, places: list[Any], named: dict[str, Any]) -> dict[str, Any]:
    """Give the arguments of a call the names that they have in the function."""
    order = [one.arg for one in (*rules.posonlyargs, *rules.args)]
    known_names = {*order, *(one.arg for one in rules.kwonlyargs)}
    others = {name: value for name, value in named.items() if name not in known_names}
    if (len(places) > len(order) and not rules.vararg) or (others and not rules.kwarg):
        raise UnreadableError("the arguments of this call are not those of its function")
    given = dict(zip(order, places, strict=False)) | {name: one for name, one in named.items() if name in known_names}
    if rules.vararg:
        given[rules.vararg.arg] = places[len(order) :]
    if rules.kwarg:
        given[rules.kwarg.arg] = others
    return given


def _defaults(rules: ast.arguments) -> list[tuple[str, ast.expr]]:
    """List the arguments that have defaults."""
    order = [one.arg for one in (*rules.posonlyargs, *rules.args)]
    found = [*zip(reversed(order), reversed(rules.defaults), strict=False)]
    return found + [(one.arg, value) for one, value in zip(rules.kwonlyargs, rules.kw_defaults, strict=True) if value]
