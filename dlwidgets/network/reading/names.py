"""The names of a program and what they stand for, and what of it could not be read."""

import ast
from typing import TYPE_CHECKING, Any

from dlwidgets.network.reading.constants import UnreadableError
from dlwidgets.network.reading.errors import CodeError
from dlwidgets.network.reading.keras_calls import is_known_name, nearest_layer
from dlwidgets.network.reading.values import KerasName, Unknown, Unread

if TYPE_CHECKING:
    from collections.abc import MutableMapping

STEPS, STEPS_PER_LINE = 200_000, 200

# A cell of a notebook leaves its imports to another cell.
_MODULES = {
    "keras": "keras",
    "tf": "tensorflow",
    "tensorflow": "tensorflow",
    **{
        name: f"keras.{name}"
        for name in ("activations", "initializers", "layers", "losses", "metrics", "optimizers", "regularizers")
    },
    "models": "keras.models",
}
_USUAL_MODULES = ("keras.models", "keras.layers", "keras.optimizers")


class Names:
    """Knows what each name of a program stands for, and counts the steps of reading it.

    Parameters
    ----------
    lines : list of str
        The lines of the program.
    """

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.unread: dict[tuple[int, str], Unread] = {}
        self.scopes: list[MutableMapping[str, Any]] = [{"__name__": "__main__"}]
        self.stars: list[str] = list(_USUAL_MODULES)
        self._steps = STEPS + STEPS_PER_LINE * len(lines)

    def note(self, node: ast.AST, why: str, *, matters: bool) -> Unread:
        """Say that a part of the program can't be read."""
        line = getattr(node, "lineno", 1)
        text = "\n".join(self.lines[line - 1 : getattr(node, "end_lineno", line)][:3]).strip()
        return Unread(line, text, why, matters)

    def report(self, unread: Unread) -> None:
        """Keep what can't be read, once."""
        self.unread.setdefault((unread.line, unread.why), unread)

    def spend(self, node: ast.AST) -> None:
        """Count a step, and stop a program that takes too many."""
        self._steps -= 1
        if self._steps < 0:
            line = getattr(node, "lineno", 1)
            raise CodeError("long", line, "the loops of this program are too long to be followed. Shorten them.")

    def named(self, node: ast.Name) -> Any:
        """Return what a name stands for."""
        for scope in (self.scopes[-1], self.scopes[0]):
            if node.id in scope:
                value = scope[node.id]
                if isinstance(value, Unknown):
                    why = value.unread.why
                    raise UnreadableError(
                        why if why.startswith("line ") else f"line {value.unread.line} gives no known value: {why}"
                    )
                return value
        if node.id in _MODULES:
            return KerasName(_MODULES[node.id])
        path = next((f"{star}.{node.id}" for star in reversed(self.stars) if is_known_name(f"{star}.{node.id}")), None)
        if path is None:
            near = nearest_layer(node.id)
            hint = f". Did you mean {near}?" if near and node.id[0].isupper() else ""
            raise UnreadableError(f"{node.id} is known only when the program runs{hint}")
        return KerasName(path)

    def bind(self, target: ast.expr, value: Any) -> None:
        """Give a value to a name, or several to several."""
        if isinstance(target, ast.Name):
            self.scopes[-1][target.id] = value
        elif isinstance(target, ast.Tuple | ast.List) and isinstance(value, list | tuple):
            self._bind_each(target.elts, list(value))
        else:
            raise UnreadableError("only plain names are followed")

    def _bind_each(self, targets: list[ast.expr], values: list[Any]) -> None:
        """Give several values to several names; ``*rest`` takes what is left."""
        starred = next((place for place, one in enumerate(targets) if isinstance(one, ast.Starred)), None)
        if starred is not None and len(values) >= len(targets) - 1:
            end = len(values) - (len(targets) - starred - 1)
            values = [*values[:starred], values[starred:end], *values[end:]]
        if len(targets) != len(values):
            raise UnreadableError(f"{len(values)} values can't be given to {len(targets)} names")
        for target, value in zip(targets, values, strict=True):
            self.bind(target.value if isinstance(target, ast.Starred) else target, value)


def keras_name(path: str) -> KerasName:
    """Return a name of Keras, with one spelling for each of its packages."""
    for package in ("tensorflow.keras", "tensorflow.python.keras", "tf_keras", "keras.api", "keras.src"):
        if path == package or path.startswith(f"{package}."):
            return KerasName(f"keras{path.removeprefix(package)}")
    return KerasName(path)
