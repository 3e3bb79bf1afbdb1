"""A right program as the mutations look at it: by its tree alone, without what the reader makes of it.

So a mutation that the rules do not find shows what the reader does not see.
"""

import ast
from collections.abc import Iterator
from functools import cached_property

from dlwidgets.assistant.findings import Edit, Span
from dlwidgets.assistant.reading.arguments import written
from dlwidgets.assistant.reading.source import Source

CATEGORICAL, SPARSE, BINARY = "categorical_crossentropy", "sparse_categorical_crossentropy", "binary_crossentropy"


class Text:
    """A program with its tree.

    Parameters
    ----------
    code : str
        The program.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self.source = Source(code)
        self.is_python = not self.source.broken

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All of the tree, in the order of the text."""
        placed = [node for node in ast.walk(self.source.tree) if hasattr(node, "lineno")]
        return sorted(placed, key=lambda node: (node.lineno, node.col_offset))  # type: ignore[attr-defined]

    def written(self, node: ast.AST) -> str:
        """Return a part as it is written."""
        return self.source.text(node)

    def calls(self, *names: str) -> list[ast.Call]:
        """List the calls of functions and methods with one of some names."""
        return [node for node in self.nodes if isinstance(node, ast.Call) and name_of(node) in names]

    def methods(self, *names: str) -> list[ast.Call]:
        """List the calls of methods with one of some names."""
        return [node for node in self.calls(*names) if isinstance(node.func, ast.Attribute)]

    @property
    def compile(self) -> ast.Call | None:
        """The only call of compile; None if there is none or more than one."""
        found = self.methods("compile")
        return found[0] if len(found) == 1 else None

    @property
    def loss(self) -> str:
        """The loss of the only compile, if it is written as a text."""
        node = self.argument(self.compile, "loss", 1) if self.compile else None
        return str(node.value) if isinstance(node, ast.Constant) else ""

    @property
    def is_simple(self) -> bool:
        """Whether there is one model, made in one piece: what its last layer is can then be told."""
        makers = [one for one in self.calls("Sequential", "Model") if one.args or one.keywords]
        empty = [one for one in self.calls("Sequential", "Model") if not (one.args or one.keywords)]
        own = any(isinstance(node, ast.ClassDef) for node in self.nodes)
        return len(makers) + len(empty) == 1 and self.compile is not None and not own

    @property
    def last(self) -> ast.Call | None:
        """The last Dense of a simple program."""
        dense = self.calls("Dense") if self.is_simple else []
        wrapped = self.calls("TimeDistributed", "Activation", "Softmax", "Lambda", "Dot", "concatenate", "Concatenate")
        return dense[-1] if dense and not wrapped else None

    @property
    def hidden(self) -> list[ast.Call]:
        """The other Dense layers of a simple program."""
        return self.calls("Dense")[:-1] if self.last is not None else []

    @property
    def activation(self) -> str:
        """The activation of the last Dense."""
        node = self.argument(self.last, "activation", 1) if self.last else None
        return str(node.value) if isinstance(node, ast.Constant) else ""

    @staticmethod
    def argument(call: ast.Call, name: str, place: int) -> ast.expr | None:
        """Return an argument of a call, found by its name or its place."""
        return written(call, name, place)

    def constant(self, call: ast.Call, name: str, place: int) -> object:
        """Return an argument that is written as a plain value."""
        node = self.argument(call, name, place)
        return node.value if isinstance(node, ast.Constant) else None

    def replaced(self, node: ast.AST, text: str) -> Edit:
        """Put something in the place of a part."""
        return Edit(self.source.span(node), text)

    def inserted(self, node: ast.AST, text: str, *, behind: bool = False) -> Edit:
        """Put something in front of a part or behind it."""
        span = self.source.span(node)
        line, column = (span.end_line, span.end_column) if behind else (span.line, span.column)
        return Edit(Span(line, column, line, column), text)

    def set(self, call: ast.Call, name: str, place: int, text: str) -> Edit:
        """Give an argument another value, or add it."""
        given = self.argument(call, name, place)
        if given is not None:
            return self.replaced(given, text)
        span = self.source.span(call)
        comma = "" if not (call.args or call.keywords) else ", "
        return Edit(
            Span(span.end_line, span.end_column - 1, span.end_line, span.end_column - 1), f"{comma}{name}={text}"
        )

    def removed(self, call: ast.Call, name: str) -> Edit | None:
        """Take an argument with a name out; None if there is none, or nothing in front of it."""
        arguments = [*call.args, *call.keywords]
        place = next((place for place, one in enumerate(arguments) if getattr(one, "arg", None) == name), 0)
        if place == 0:
            return None
        before, node = self.source.span(arguments[place - 1]), self.source.span(arguments[place])
        return Edit(Span(before.end_line, before.end_column, node.end_line, node.end_column), "")

    def statement(self, node: ast.AST) -> ast.stmt | None:
        """Return the innermost statement around a part."""
        while not isinstance(node, ast.stmt) and node in self._parents:
            node = self._parents[node]
        return node if isinstance(node, ast.stmt) else None

    @cached_property
    def _parents(self) -> dict[ast.AST, ast.AST]:
        return {child: node for node in ast.walk(self.source.tree) for child in ast.iter_child_nodes(node)}

    def below(self, node: ast.AST, *lines: str) -> Edit | None:
        """Put lines under the statement around a part."""
        statement = self.statement(node)
        if statement is None:
            return None
        indent = " " * self.source.span(statement).column
        return self.inserted(statement, "".join(f"\n{indent}{line}" for line in lines), behind=True)

    def above(self, node: ast.AST, *lines: str) -> Edit | None:
        """Put lines over the statement around a part."""
        statement = self.statement(node)
        if statement is None:
            return None
        indent = " " * self.source.span(statement).column
        return self.inserted(statement, "".join(f"{line}\n{indent}" for line in lines))

    def elements(self) -> Iterator[tuple[list[ast.expr], int]]:
        """List the layers that stand in a list, each with the list."""
        for call in self.calls("Sequential"):
            given = call.args[0] if call.args else None
            for place in range(len(given.elts)) if isinstance(given, ast.List) else ():
                yield given.elts, place  # type: ignore[union-attr]

    def without(self, layer: ast.Call) -> Edit | None:
        """Take a layer out of its list, or its line out of the program."""
        for listed, place in self.elements():
            if listed[place] is layer and place + 1 < len(listed):
                span, after = self.source.span(layer), self.source.span(listed[place + 1])
                return Edit(Span(span.line, span.column, after.line, after.column), "")
        statement = self.statement(layer)
        value = getattr(statement, "value", None)
        if isinstance(statement, ast.Expr) and isinstance(value, ast.Call) and name_of(value) == "add":
            return self.replaced(statement, "pass")
        return None


def name_of(call: ast.Call) -> str:
    """Return the last part of what a call calls."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def receiver(call: ast.Call) -> ast.expr | None:
    """Return what the method of a call belongs to."""
    return call.func.value if isinstance(call.func, ast.Attribute) else None
