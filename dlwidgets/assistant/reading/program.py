"""A whole program, followed from its first line into its functions and classes."""

import ast
from typing import Any

from dlwidgets.assistant.reading.arguments import Call
from dlwidgets.assistant.reading.expressions import TooLongError
from dlwidgets.assistant.reading.statements import Returned, Statements
from dlwidgets.assistant.values import UNKNOWN, Function, Model, Own, Tensor

_DEEPEST_CALL = 6


class Program(Statements):
    """Follows a program: the statements at its top, and each function that is called, or that nothing calls."""

    _called = 0

    def run(self) -> None:
        """Follow the whole program, and then the functions and methods that nothing has called."""
        try:
            self.follow(self.source.tree.body)
        except (TooLongError, RecursionError):
            self.stopped = True
        except Returned:
            return
        try:
            for one in list(self.names.values()):
                self._try_out(one)
        except (TooLongError, RecursionError):
            self.stopped = True

    def _try_out(self, value: Any) -> None:
        """Follow a function, or the methods of a class, with arguments of which nothing is known."""
        methods = value.node.body if isinstance(value, Own) else [value.node] if isinstance(value, Function) else []
        for node in methods:
            if isinstance(node, ast.FunctionDef) and id(node) not in self.followed:
                around = value.around if isinstance(value, Function) else (self.names,)
                nothing = Call(ast.Call(ast.Name("_"), [], []), (), {}, is_open=True)
                self.function(Function(node, around), nothing)

    def function(self, function: Function, call: Call) -> Any:
        """Follow a function of the program."""
        self.followed.add(id(function.node))
        if self._called >= _DEEPEST_CALL:
            self.touch(call)
            return UNKNOWN
        names, outer, doubtful = self.names, self.outer, self.doubtful
        inner = self._parameters(function.node, call)
        # The names of the program itself are those of now: a branch works on a copy.
        self.outer = [(outer or [names])[0], *function.around[1:]]
        self.names, self.doubtful, self._called = inner, False, self._called + 1
        try:
            value = self._body(function.node)
        except Returned as returned:
            value = returned.value
        finally:
            self.names, self.outer, self._called = names, outer, self._called - 1
        # An earlier branch may have returned something else.
        value = UNKNOWN if self.doubtful and not isinstance(value, Model | Tensor) else value
        self.doubtful = doubtful
        return value

    def _body(self, node: ast.FunctionDef | ast.Lambda) -> Any:
        if isinstance(node, ast.Lambda):
            return self.value(node.body)
        self.follow(node.body)
        return None

    def _parameters(self, node: ast.FunctionDef | ast.Lambda, call: Call) -> dict[str, Any]:
        names = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
        every = [*names, *(one.arg for one in node.args.kwonlyargs)]
        found: dict[str, Any] = dict.fromkeys(every, UNKNOWN)
        if not call.is_open:
            defaults = zip(names[len(names) - len(node.args.defaults) :], node.args.defaults, strict=True)
            found |= {name: self.value(one) for name, one in defaults}
            keyword = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            found |= {one.arg: self.value(default) for one, default in keyword if default is not None}
        found |= dict(zip(names, call.places, strict=False))
        found |= {name: value for name, value in call.named.items() if name in every}
        for rest in (node.args.vararg, node.args.kwarg):
            if rest is not None:
                found[rest.arg] = UNKNOWN
        return found
