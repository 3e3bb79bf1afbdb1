"""Statements of a program, followed branch by branch: what only one of two branches says becomes unknown."""

import ast
from collections.abc import Iterable
from typing import Any

from dlwidgets.assistant.reading.comprehensions import MOST_ROUNDS, Comprehensions
from dlwidgets.assistant.values import UNKNOWN, Array, Function, Model, joined


class Returned(Exception):  # noqa: N818  # it is no error
    """A function is at its end."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


class Statements(Comprehensions):
    """Follows statements: what comes after what."""

    def follow(self, body: Iterable[ast.stmt]) -> None:
        """Follow statements."""
        self._nested += 1
        try:
            for statement in body if self._nested < 40 else ():
                self.steps += 1
                work = getattr(self, f"_do_{type(statement).__name__.lower()}", None)
                if work is None:
                    self._visit_parts(statement)
                    self._forget(statement)
                else:
                    work(statement)
        finally:
            self._nested -= 1

    def _do_if(self, node: ast.If) -> None:
        test = self.value(node.test)
        if isinstance(test, bool | int | float | str) or test is None:
            self.follow(node.body if test else node.orelse)
        else:
            self._branches([node.body, node.orelse])

    def _branches(self, bodies: list[list[ast.stmt]]) -> None:
        """Follow branches of which only one happens, and keep what they agree on."""
        before, after = self.names, []
        returns: list[Any] = []
        self.uncertain += 1
        try:
            for body in bodies:
                self.names = dict(before)
                try:
                    self.follow(body)
                    after.append(self.names)
                except Returned as returned:
                    returns.append(returned.value)
        finally:
            self.uncertain -= 1
            self.names = before
        if not after:
            value = returns[0]
            for one in returns[1:]:
                value = joined(value, one)
            raise Returned(value)
        merged = {name: after[0].get(name, UNKNOWN) for one in after for name in one}
        for one in after[1:]:
            merged = {name: joined(value, one.get(name, UNKNOWN)) for name, value in merged.items()}
        before.clear()
        before.update(merged)
        if returns:
            self.doubtful = True

    doubtful = False

    def _do_for(self, node: ast.For) -> None:
        rounds = self.rounds(self.value(node.iter))
        if rounds is None or len(rounds) * self._times > MOST_ROUNDS:
            self._repeat(node.target, node.body)
        else:
            self._each_round(node, rounds)
        self.follow(node.orelse)

    def _each_round(self, node: ast.For, rounds: list[Any]) -> None:
        """Follow a loop whose rounds are known."""
        before, self._times = self._times, self._times * max(len(rounds), 1)
        try:
            for one in rounds:
                self.bind(node.target, one)
                self.follow(node.body)
        finally:
            self._times = before

    def _do_while(self, node: ast.While) -> None:
        self.value(node.test)
        self._repeat(None, node.body)

    def _repeat(self, target: ast.expr | None, body: list[ast.stmt]) -> None:
        """Follow what is done again and again once, and forget the numbers that it changes."""
        before = dict(self.names)
        if target is not None:
            self.bind(target, UNKNOWN)
        for one in _stored(body):
            if one in before and not isinstance(before[one], Array | Model):
                self.names[one] = UNKNOWN
        self._branches([body, []] if not any(isinstance(one, ast.FunctionDef) for one in body) else [body])
        for name, value in before.items():
            if self.names.get(name) is not value:
                self.names[name] = joined(self.names.get(name, UNKNOWN), value)

    def _do_with(self, node: ast.With) -> None:
        for one in node.items:
            value = self.value(one.context_expr)
            if one.optional_vars is not None:
                self.bind(one.optional_vars, UNKNOWN if not isinstance(value, Model) else value)
        self.follow(node.body)

    def _do_try(self, node: ast.Try) -> None:
        self.follow(node.body)
        for handler in node.handlers:
            self._branches([handler.body, []])
        self.follow([*node.orelse, *node.finalbody])

    def _do_functiondef(self, node: ast.FunctionDef) -> None:
        around = (*self.outer, self.names)
        self.names[node.name] = UNKNOWN if node.decorator_list else Function(node, around)

    def _do_classdef(self, node: ast.ClassDef) -> None:
        self.names[node.name] = self.defined(node)

    def _do_return(self, node: ast.Return) -> None:
        raise Returned(None if node.value is None else self.value(node.value))


def _stored(body: list[ast.stmt]) -> set[str]:
    """Name what statements give new values."""
    nodes = (node for statement in body for node in ast.walk(statement))
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
