"""Statements of a program that give names to values: imports and assignments."""

import ast

from dlwidgets.network.reading import constants
from dlwidgets.network.reading.calls import Calls
from dlwidgets.network.reading.constants import UnreadableError
from dlwidgets.network.reading.names import keras_name

_PACKAGES = ("keras", "tensorflow", "tf_keras")


class Bindings(Calls):
    """Follows imports and assignments: the part of a reader that gives names.

    Parameters
    ----------
    lines : list of str
        The lines of the program.
    """

    def _do_import(self, node: ast.Import) -> None:
        for alias in node.names:
            path = alias.name if alias.asname else alias.name.split(".")[0]
            if path.split(".")[0] in _PACKAGES:
                self.scopes[-1][alias.asname or path] = keras_name(path)

    def _do_importfrom(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        if module.split(".")[0] not in _PACKAGES:
            return
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(keras_name(module).path)
            else:
                self.scopes[-1][alias.asname or alias.name] = keras_name(f"{module}.{alias.name}")

    def _do_assign(self, node: ast.Assign) -> None:
        value = self.value(node.value)
        for target in node.targets:
            self.bind(target, value)

    def _do_annassign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.bind(node.target, self.value(node.value))

    def _do_augassign(self, node: ast.AugAssign) -> None:
        if not isinstance(node.target, ast.Name):
            raise UnreadableError("only plain names are followed")
        left = self.value(ast.copy_location(ast.Name(node.target.id, ast.Load()), node))
        self.bind(node.target, constants.arithmetic(node.op, left, self.value(node.value)))
