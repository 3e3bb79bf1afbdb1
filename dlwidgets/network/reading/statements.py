"""Statements of a program, followed as far as values are known: imports, models, loops and functions."""

import ast
from collections.abc import Iterable
from typing import Any

from dlwidgets.network.reading.constants import UnreadableError
from dlwidgets.network.reading.definitions import Definitions, Returned
from dlwidgets.network.reading.expressions import DEEPEST
from dlwidgets.network.reading.values import (
    Function,
    Model,
    Unknown,
    Unread,
    known,
)

MOST_ROUNDS = 1000
_CHANGES = frozenset({"add", "compile", "pop", "trainable"})
_KINDS = {
    ast.AsyncFunctionDef: "an async function",
    ast.Delete: "del",
    ast.Match: "match",
    ast.Raise: "raise",
}


class LeftLoop(Exception):  # noqa: N818  # it is no error
    """A loop goes on with its next round, or ends if ``ends``."""

    def __init__(self, *, ends: bool) -> None:
        super().__init__()
        self.ends = ends


class Statements(Definitions):
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
                self._try_out(made)

    def _try_out(self, function: Function) -> None:
        """Follow a function that nothing calls, if it needs no arguments."""
        if len(function.node.args.args) == len(function.node.args.defaults):
            try:
                self.function(function, ast.Call(ast.Name(function.node.name), [], []))
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
            raise UnreadableError(f"{_KINDS.get(type(node), 'a statement of this kind')} is not followed")
        reader(node)

    def _changes_model(self, statement: ast.stmt) -> bool:
        """Tell whether an unread statement would have changed a model."""
        names = {name for node in ast.walk(statement) for name in self._touched(node)}
        frees = any(isinstance(node, ast.Attribute) and _is_set(node, "trainable") for node in ast.walk(statement))
        return any(isinstance(self._lookup(name), Model) for name in names) or (frees and self.chosen is not None)

    def _touched(self, node: ast.AST) -> list[str]:
        """List the names of what a part of a statement may change."""
        if isinstance(node, ast.Attribute) and (node.attr in _CHANGES or _is_set(node)):
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
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                names = [one for one in _names(node.func.value) if isinstance(self._lookup(one), list)]
            else:
                names = [node.id] if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else []
            for name in names:
                if not isinstance(self._lookup(name), Model) or isinstance(node, ast.Name):
                    self.scopes[-1][name] = Unknown(unread)

    def _do_expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "print":
            for one in node.value.args:
                self.attempt(one)
        elif not isinstance(node.value, ast.Constant):
            self.value(node.value)

    def _do_pass(self, node: ast.stmt) -> None:
        """Nothing to do."""

    _do_assert = _do_pass

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

    def _do_while(self, node: ast.While) -> None:
        rounds = 0
        # What "while True" waits for happens only when the program runs.
        while not isinstance(node.test, ast.Constant) and known(self.value(node.test)):
            rounds += 1
            if rounds > MOST_ROUNDS:
                raise UnreadableError(f"this loop is not at its end after {MOST_ROUNDS} rounds")
            try:
                self.follow(node.body)
            except LeftLoop as left:
                if left.ends:
                    return
        if isinstance(node.test, ast.Constant):
            raise UnreadableError("a loop without a condition is not followed")
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


def _names(node: ast.AST) -> list[str]:
    """List the names in an expression."""
    return [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]


def _is_set(node: ast.Attribute, name: str | None = None) -> bool:
    """Tell an attribute that is given a value, such as ``layer.trainable = False``."""
    return isinstance(node.ctx, ast.Store) and name in (None, node.attr)
