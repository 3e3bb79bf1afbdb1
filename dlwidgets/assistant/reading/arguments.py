"""A call of a program with its arguments, each found by its place or by its name."""

import ast
from dataclasses import dataclass
from typing import Any

from dlwidgets.assistant.values import UNKNOWN


@dataclass(frozen=True)
class Call:
    """A call with what is known of its arguments.

    Parameters
    ----------
    node : ast.Call
        Where it is written.
    places : tuple
        Arguments without a name.
    named : dict
        Arguments by name.
    is_open : bool
        Whether there may be others, behind ``*`` or ``**``.
    """

    node: ast.Call
    places: tuple[Any, ...]
    named: dict[str, Any]
    is_open: bool = False

    def get(self, place: int, name: str = "", default: Any = None) -> Any:
        """Return an argument; the default if it is not given."""
        if name in self.named:
            return self.named[name]
        if place < len(self.places):
            return self.places[place]
        return UNKNOWN if self.is_open else default

    def by_name(self, order: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, ast.expr]]:
        """Return all arguments by name, and where they are written."""
        values = dict(zip(order, self.places, strict=False)) | self.named
        nodes: dict[str, ast.expr] = dict(zip(order, self.node.args, strict=False))
        nodes |= {one.arg: one.value for one in self.node.keywords if one.arg}
        return values, nodes


def written(call: ast.Call, name: str, place: int | None = None) -> ast.expr | None:
    """Return where an argument of a call is written, by its name or at its place; None if it is not given."""
    named = next((one.value for one in call.keywords if one.arg == name), None)
    return call.args[place] if named is None and place is not None and place < len(call.args) else named


def owner_of(call: ast.Call) -> ast.expr | None:
    """Return the part of ``owner.method()`` in front of the point; None if there is none."""
    return call.func.value if isinstance(call.func, ast.Attribute) else None
