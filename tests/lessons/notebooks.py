"""The lessons as the tests read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

FOLDER = Path(__file__).parents[2] / "lessons"
LESSONS = sorted(FOLDER.glob("[0-9]*.ipynb"))


def read(path: Path) -> NotebookNode:
    """Read a notebook; one that breaks the format raises."""
    lesson = nbformat.read(path, as_version=4)
    nbformat.validate(lesson)
    return lesson


def code_cells(lesson: NotebookNode) -> list[NotebookNode]:
    """Return the cells that run."""
    return [cell for cell in lesson.cells if cell.cell_type == "code"]


def nodes(lesson: NotebookNode) -> Iterator[ast.AST]:
    """Walk through the syntax of all code."""
    for cell in code_cells(lesson):
        yield from ast.walk(ast.parse(cell.source))


def public_names(lesson: NotebookNode) -> set[str]:
    """Return the names that a lesson takes from the package, such as ``Perceptron``."""
    return {
        node.attr
        for node in nodes(lesson)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "dlw"
    }
