"""Statements of a program, followed as far as values are known: imports, models, loops and functions."""

import ast
from collections.abc import Iterable
from typing import Any

from dlwidgets.network.bindings import Bindings
from dlwidgets.network.code_values import (
    Function,
    KerasName,
    Model,
    Subclass,
    Unknown,
    Unread,
    known,
)
from dlwidgets.network.constants import UnreadableError
from dlwidgets.network.expressions import DEEPEST

DEEPEST_CALL = 8
_CHANGES = frozenset({"add", "compile", "pop", "trainable"})


class Returned(Exception):  # noqa: N818  # it is no error
    """A function of the program hands its value back."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


class LeftLoop(Exception):  # noqa: N818  # it is no error
    """A loop goes on with its next round, or ends if ``ends``."""

    def __init__(self, *, ends: bool) -> None:
        super().__init__()
        self.ends = ends


class Statements(Bindings):
    """Follows statements: the part of a reader that knows what comes after what."""

    def run(self, body: Iterable[ast.stmt]) -> None:
        """Follow the statements of a whole program."""
        try:
            self.follow(body)
        except (Returned, LeftLoop):
            return
        # A model may be built in a function that is only handed on, to a tuner or to another cell.
        for made in list(self.scopes[0].values()) if self.chosen is None else ():
            if isinstance(made, Function):
                self._try_out(made.node)

    def _try_out(self, definition: ast.FunctionDef) -> None:
        """Follow a function that nothing calls, if it needs no arguments."""
        if len(definition.args.args) == len(definition.args.defaults):
            try:
                self.function(definition, ast.Call(ast.Name(definition.name), [], []))
            except UnreadableError:
                return

    def follow(self, body: Iterable[ast.stmt]) -> None:
        """Follow statements; one that can't be read is reported and its names become unknown."""
        self._depth += 1
        try:
            if self._depth > DEEPEST:
                raise UnreadableError("it is nested too deeply")
            for statement in body:
                self._follow_one(statement)
        finally:
            self._depth -= 1

    def _follow_one(self, statement: ast.stmt) -> None:
        self.spend(statement)
        try:
            self._statement(statement)
        except UnreadableError as error:
            unread = self.note(statement, str(error), matters=self._changes_model(statement))
            self.report(unread)
            self._forget(statement, unread)

    def _statement(self, node: ast.stmt) -> None:
        reader = getattr(self, f"_do_{type(node).__name__.lower()}", None)
        if reader is None:
            raise UnreadableError("a statement of this kind is not followed")
        reader(node)

    def _changes_model(self, statement: ast.stmt) -> bool:
        """Tell whether an unread statement would have changed a model."""
        names = {name for node in ast.walk(statement) for name in self._touched(node)}
        return any(isinstance(self._lookup(name), Model) for name in names)

    def _touched(self, node: ast.AST) -> list[str]:
        """List the names of what a part of a statement may change."""
        if isinstance(node, ast.Attribute) and node.attr in _CHANGES:
            return _names(node.value)
        # A function of the program's own may add to a model that it is given.
        if isinstance(node, ast.Call) and isinstance(self._lookup(getattr(node.func, "id", "")), Function):
            return [name for one in node.args for name in _names(one)]
        return []

    def _lookup(self, name: str) -> Any:
        return self.scopes[-1].get(name, self.scopes[0].get(name))

    def _forget(self, statement: ast.stmt, unread: Unread) -> None:
        """Make everything that a statement assigns unknown."""
        if isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            self.scopes[-1][statement.name] = Unknown(unread)
            return
        for node in ast.walk(statement):
            if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store):
                names = _names(node.value)
            else:
                names = [node.id] if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else []
            for name in names:
                if not isinstance(self._lookup(name), Model) or isinstance(node, ast.Name):
                    self.scopes[-1][name] = Unknown(unread)

    def _do_expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.value(node.value)

    def _do_pass(self, node: ast.stmt) -> None:
        """Nothing to do."""

    _do_global = _do_nonlocal = _do_assert = _do_pass

    def _do_break(self, _: ast.Break) -> None:
        raise LeftLoop(ends=True)

    def _do_continue(self, _: ast.Continue) -> None:
        raise LeftLoop(ends=False)

    def _do_return(self, node: ast.Return) -> None:
        raise Returned(None if node.value is None else self.attempt(node.value))

    def _do_if(self, node: ast.If) -> None:
        self.follow(node.body if known(self.value(node.test)) else node.orelse)

    def _do_for(self, node: ast.For) -> None:
        for element in self.looped(node.iter):
            self.bind(node.target, element)
            try:
                self.follow(node.body)
            except LeftLoop as left:
                if left.ends:
                    return
        self.follow(node.orelse)

    def _do_with(self, node: ast.With) -> None:
        for one in node.items:
            if one.optional_vars is not None:
                self.bind(one.optional_vars, self.attempt(one.context_expr))
        self.follow(node.body)

    def _do_try(self, node: ast.Try) -> None:
        before = len(self.unread)
        self.follow(node.body)
        # What is not known may fail; then what stands in for it counts, as far as nothing else makes a model.
        for handler in node.handlers if len(self.unread) > before else ():
            if self.chosen is None:
                self.follow(handler.body)
        self.follow([*node.orelse, *node.finalbody])

    def _do_functiondef(self, node: ast.FunctionDef) -> None:
        self.scopes[-1][node.name] = Function(node)

    def _do_classdef(self, node: ast.ClassDef) -> None:
        bases = [self.attempt(base) for base in node.bases]
        is_model = any(
            isinstance(base, Subclass) or (isinstance(base, KerasName) and base.parts[-1:] == ["Model"])
            for base in bases
        )
        if not is_model:
            raise UnreadableError("a class of the program's own is not followed")
        self.scopes[-1][node.name] = Subclass(node.name)
        if self.chosen is None:
            self._new(self.subclassed(node, node.name))

    def function(self, definition: ast.FunctionDef, node: ast.Call) -> Any:
        """Follow a function of the program with the arguments of a call."""
        if len(self.scopes) > DEEPEST_CALL:
            raise UnreadableError("functions call each other too deeply")
        places, named, _ = self.arguments(node)
        scope = {name: self.attempt(value) for name, value in _defaults(definition.args)}
        scope |= {**_by_place(definition.args, places), **named}
        self.scopes.append(scope)
        try:
            self.follow(definition.body)
        except Returned as returned:
            if isinstance(returned.value, Unknown):
                raise UnreadableError(returned.value.unread.why) from None
            return returned.value
        finally:
            self.scopes.pop()
        return None


def _names(node: ast.AST) -> list[str]:
    """List the names in an expression."""
    return [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]


def _by_place(rules: ast.arguments, places: list[Any]) -> dict[str, Any]:
    """Give the arguments of a call that have no names their names."""
    order = [one.arg for one in (*rules.posonlyargs, *rules.args)]
    if rules.vararg or rules.kwarg or len(places) > len(order):
        raise UnreadableError("the arguments of this function are not followed")
    return dict(zip(order, places, strict=False))


def _defaults(rules: ast.arguments) -> list[tuple[str, ast.expr]]:
    """List the arguments that have defaults."""
    order = [one.arg for one in (*rules.posonlyargs, *rules.args)]
    found = [*zip(reversed(order), reversed(rules.defaults), strict=False)]
    return found + [(one.arg, value) for one, value in zip(rules.kwonlyargs, rules.kw_defaults, strict=True) if value]
