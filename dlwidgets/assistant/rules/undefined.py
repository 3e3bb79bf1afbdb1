"""Names that a program uses and never defines: imports that were forgotten, and names that are misspelt."""

import ast
import builtins
from collections.abc import Iterable, Iterator

from dlwidgets.assistant.facts import Facts
from dlwidgets.assistant.findings import WARNING, Edit, Finding, Fix, Span
from dlwidgets.assistant.keras_api import names_in
from dlwidgets.assistant.rules.rule import Writer

_IMPORTS = {
    "np": "import numpy as np", "pd": "import pandas as pd", "plt": "import matplotlib.pyplot as plt",
    "tf": "import tensorflow as tf", "os": "import os", "random": "import random", "math": "import math",
    "train_test_split": "from sklearn.model_selection import train_test_split",
    "StandardScaler": "from sklearn.preprocessing import StandardScaler",
    "MinMaxScaler": "from sklearn.preprocessing import MinMaxScaler",
    "LabelEncoder": "from sklearn.preprocessing import LabelEncoder",
    "OneHotEncoder": "from sklearn.preprocessing import OneHotEncoder",
    "confusion_matrix": "from sklearn.metrics import confusion_matrix",
    "accuracy_score": "from sklearn.metrics import accuracy_score",
    "classification_report": "from sklearn.metrics import classification_report",
    "numpy": "import numpy", "pandas": "import pandas", "keras": "import keras", "tensorflow": "import tensorflow",
}  # fmt: skip
_OF_PYTHON_2 = {
    "xrange": "range",
    "raw_input": "input",
    "unicode": "str",
    "unichr": "chr",
    "basestring": "str",
    "long": "int",
}
_HOMES = ("layers", "models", "utils", "callbacks", "optimizers", "losses", "metrics", "regularizers", "datasets", "")
_ALWAYS = frozenset(
    {*dir(builtins), "__file__", "__name__", "__doc__", "display", "get_ipython", "_", "__class__", "In", "Out"}
)


def undefined(facts: Facts) -> Iterator[Finding]:
    """Find names that have no value when they are used.

    Parameters
    ----------
    facts : Facts
        What is known of a program.

    Yields
    ------
    Finding
        One for each name; a name that may be from elsewhere is left alone.
    """
    program = facts.program
    # A fragment takes its names from elsewhere, and so does what a star brings.
    stars = any(path.endswith(".*") and names_in(path.removesuffix(".*")) is None for _, path, _ in program.imports)
    known = any(path.split(".")[0] in {"keras", "tensorflow", "tf_keras"} for _, path, _ in program.imports)
    if stars or not known or program.source.broken or program.source.mended:
        return
    nodes = program.source.nodes
    bound = {*_bound(nodes), *program.known}
    for _, path, _ in program.imports:
        bound |= names_in(path.removesuffix(".*")) or set() if path.endswith(".*") else set()
    write = Writer(facts, "unreadable-or-undefined")
    told: set[str] = set()
    loads = [node for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    missing: list[tuple[ast.Name, str]] = []
    for node in sorted(loads, key=lambda one: (one.lineno, one.col_offset)):
        if node.id in bound or node.id in _ALWAYS or node.id in told:
            continue
        told.add(node.id)
        line = _import_of(facts, node.id)
        if node.id in _OF_PYTHON_2:
            new = _OF_PYTHON_2[node.id]
            edits = tuple(edit for one in loads if one.id == node.id for edit in write.replaced("", one, new).edits)
            yield write(node, f"{node.id} is of Python 2.", f"Python 3 calls it {new}, and stops here.", Fix(f"Write {new}.", edits), stops=True)  # fmt: skip
        elif line is not None:
            missing.append((node, line))
        else:
            yield from _misspelt(write, node, bound)
    if missing:
        yield _not_imported(facts, write, missing)


def _bound(nodes: list[ast.AST]) -> Iterator[str]:
    """List all names that get a value anywhere."""
    for node in nodes:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.split(".")[0]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name
        elif isinstance(node, ast.Global | ast.Nonlocal):
            yield from node.names


def _not_imported(facts: Facts, write: Writer, missing: list[tuple[ast.Name, str]]) -> Finding:
    """Tell of all imports that are missing at once: they have one place, and one cause."""
    node, names = missing[0][0], [one.id for one, _ in missing]
    ends = [one.end_lineno or one.lineno for one, _, _ in facts.program.imports if one.col_offset == 0]
    place, lines = max(ends, default=0), _together(line for _, line in missing)
    edit = Edit(Span(place + 1, 0, place + 1, 0), "".join(f"{line}\n" for line in lines))
    fix = Fix(f"Write {'; '.join(lines)}.", (edit,) if place < len(facts.program.source.lines) else ())
    verb, told = ("is", "this name") if len(names) == 1 else ("are", "these names")
    return write(node, f"{', '.join(names)} {verb} not imported.", f"Python stops here: no line gives {told} a value.", fix, stops=True)  # fmt: skip


def _together(lines: Iterable[str]) -> list[str]:
    """Import from each module once."""
    found: dict[str, list[str]] = {}
    for line in lines:
        module, _, name = line.partition(" import ") if line.startswith("from") else (line, "", "")
        found.setdefault(module, []).append(name)
    return [f"{module} import {', '.join(names)}" if names[0] else module for module, names in found.items()]


def _misspelt(write: Writer, node: ast.Name, bound: set[str]) -> Iterator[Finding]:
    near = next((one for one in sorted(bound) if _is_slip(node.id, one)), None)
    if near is not None:
        yield write(node, f"{node.id} has no value.", f"No line gives this name a value; {near} has one.",
                    write.replaced(f"Write {near}.", node, near), level=WARNING, stops=True)  # fmt: skip


def _import_of(facts: Facts, name: str) -> str | None:
    """Write the line that imports a name that is known everywhere."""
    if name in _IMPORTS:
        return _IMPORTS[name]
    paths = [path for _, path, _ in facts.program.imports]
    root = "tensorflow.keras" if any(path.startswith("tensorflow.keras") for path in paths) else "keras"
    for home in _HOMES:
        known = names_in(f"{root}.{home}".rstrip(".")) or frozenset()
        if name in known and (name[:1].isupper() or home in {"datasets", ""} or name == "to_categorical"):
            return f"from {f'{root}.{home}'.rstrip('.')} import {name}"
    return None


def _is_slip(written: str, meant: str) -> bool:
    """Tell a slip of the fingers: other capitals, two letters exchanged, or one left out or doubled."""
    if len(written) < 5 or written == meant or any(sign.isdigit() for sign in written + meant):
        return False
    if written.lower() == meant.lower():
        return True
    swaps = (written[:i] + written[i + 1] + written[i] + written[i + 2 :] for i in range(len(written) - 1))
    lost = (meant[:i] + meant[i + 1 :] for i in range(1, len(meant) - 1))
    return meant in swaps or written in lost
