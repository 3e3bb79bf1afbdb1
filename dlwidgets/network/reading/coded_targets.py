"""Class numbers in a program that become one-hot rows, told by the names of what is called."""

import ast
from dataclasses import dataclass
from typing import Any

from dlwidgets.network.reading.constants import UnreadableError
from dlwidgets.network.reading.expressions import Expressions
from dlwidgets.network.reading.values import KerasName, Method

_ONE_HOT = frozenset({"to_categorical", "one_hot", "get_dummies"})
_ENCODERS = frozenset({"LabelBinarizer", "OneHotEncoder"})
_IDENTITIES = frozenset({"eye", "identity"})
_SPLIT = "train_test_split"
# They hand on the numbers of what they are given.
_KEEPING = frozenset({"array", "asarray", "constant", "convert_to_tensor", "cast", "DataFrame", "float32"})
_KEEPING_METHODS = frozenset({"astype", "copy", "numpy", "to_numpy", "toarray"})


@dataclass(frozen=True)
class OneHot:
    """Targets with one row per example and a 1 in the place of its class.

    Parameters
    ----------
    unless_two : bool, default False
        Whether two classes would make one column of 0 and 1 instead.
    """

    unless_two: bool = False


@dataclass(frozen=True)
class Encoder:
    """An object of scikit-learn that makes such rows."""

    kind: str


class CodedTargets(Expressions):
    """Follows the coding of targets: the part of a reader that knows one-hot rows.

    Parameters
    ----------
    lines : list of str
        The lines of the program.
    """

    def coded(self, node: ast.Call) -> Any:
        """Return one-hot rows, or what makes or holds them, if a call gives them; None if it does not."""
        name = self._called_name(node.func)
        if name in _ONE_HOT:
            return OneHot()
        if name == "label_binarize":
            return OneHot(unless_two=True)
        if name in _ENCODERS:
            return Encoder(name)
        if name == _SPLIT:
            parts = [self.attempt(part) for part in node.args]
            if any(isinstance(part, OneHot) for part in parts):
                return [half for part in parts for half in (part, part)]
        elif name in _KEEPING and node.args and not isinstance(node.args[0], ast.List | ast.Tuple):
            given = self.value(node.args[0])
            if not isinstance(given, OneHot):
                raise UnreadableError("its result is known only when the program runs")
            return given
        return None

    def _called_name(self, node: ast.expr) -> str:
        """Return the last name of ``np.eye`` and its like; empty for what the program defines itself."""
        root = node
        while isinstance(root, ast.Attribute):
            root = root.value
        if not isinstance(root, ast.Name):
            return ""
        own = next((scope[root.id] for scope in (self.scopes[-1], self.scopes[0]) if root.id in scope), None)
        if isinstance(own, KerasName) and root is node:
            return own.path.rpartition(".")[2]
        last = node.attr if isinstance(node, ast.Attribute) else root.id
        return last if own is None or isinstance(own, KerasName) else ""

    def _attribute(self, node: ast.Attribute) -> Any:
        owner = self.value(node.value)
        if not isinstance(owner, OneHot | Encoder):
            return self.attribute(owner, node.attr)
        return owner if node.attr == "values" else Method(owner, node.attr)

    def coded_method(self, method: Method) -> Any:
        """Follow a method of one-hot rows or of what makes them."""
        owner = method.owner
        if isinstance(owner, OneHot) and method.name in _KEEPING_METHODS:
            return owner
        if isinstance(owner, Encoder) and method.name in {"fit_transform", "transform"}:
            return OneHot(unless_two=owner.kind == "LabelBinarizer")
        if isinstance(owner, Encoder) and method.name == "fit":
            return owner
        raise UnreadableError("its result is known only when the program runs")

    def _subscript(self, node: ast.Subscript) -> Any:
        is_rows = not isinstance(node.slice, ast.Tuple | ast.Constant | ast.UnaryOp)
        if isinstance(node.value, ast.Call) and self._called_name(node.value.func) in _IDENTITIES and is_rows:
            return OneHot()
        value = self.value(node.value)
        return value if isinstance(value, OneHot) and is_rows else self.looked_up(value, node)
