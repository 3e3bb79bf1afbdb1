"""Names that NumPy, TensorFlow, scikit-learn, pandas and SciPy have removed; the rule of imports yields them too."""

import ast
import builtins
from collections.abc import Iterator

from dlwidgets.assistant.facts import Facts
from dlwidgets.assistant.findings import Finding, Fix
from dlwidgets.assistant.reading.imports import DEFAULTS
from dlwidgets.assistant.removed_names import GRAPH, REMOVED, WORDS, heir
from dlwidgets.assistant.rules.rule import Writer

_LIBRARIES = {
    "numpy": "NumPy", "pandas": "pandas", "scipy": "SciPy", "sklearn": "scikit-learn", "tensorflow": "TensorFlow 2",
}  # fmt: skip
_EXCUSES = frozenset({"AttributeError", "Exception", "ImportError", "ModuleNotFoundError"})


def removed(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find names that libraries beside Keras have removed.

    Parameters
    ----------
    facts : Facts
        What is known of a program.
    write : Writer
        Of the rule.

    Yields
    ------
    Finding
        One for each name, where it stands first.
    """
    roots = roots_of(facts, frozenset(_LIBRARIES))
    told: set[str] = set()
    named = list(_written(facts, roots))
    graph = [(node, path) for node, path in named if path in GRAPH]
    if graph:
        yield _of_graphs(facts, write, graph)
    kept = _import_alone(facts) is not None and bool(graph)
    for node, path in named:
        found = heir(path)
        if found is None or path in told | GRAPH or found[0] != path:
            continue
        told.add(path)
        # What the first TensorFlow has comes back with its graphs.
        if not (kept and path.startswith("tensorflow.") and REMOVED[path]):
            yield _gone(facts, write, node, path, roots)
    yield from _imports(facts, write)


def roots_of(facts: Facts, libraries: frozenset[str]) -> dict[str, str]:
    """Return what the names of a program's imports stand for, as they are written."""
    known = {path.split(".")[0] for _, path, _ in facts.program.imports}
    found = {
        name: path
        for name, path in DEFAULTS.items()
        if name not in facts.program.names and path.split(".")[0] not in known
    }
    for node, path, alias in facts.program.imports:
        name = path.rpartition(".")[2] if isinstance(node, ast.ImportFrom) else path.split(".")[0]
        found[alias or name] = path if alias or isinstance(node, ast.ImportFrom) else name
    return {name: path for name, path in found.items() if path.split(".")[0] in libraries}


def written_path(node: ast.AST, roots: dict[str, str]) -> str:
    """Return the whole name that stands behind the dots of an expression; empty if it is none of a library."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([roots[node.id], *reversed(parts)]) if isinstance(node, ast.Name) and node.id in roots else ""


def excused(facts: Facts) -> set[int]:
    """List the lines that a program only reaches with the version that has their names."""
    lines: set[int] = set()
    for node in facts.nodes:
        if isinstance(node, ast.Try):
            kinds = {
                getattr(one, "id", "")
                for handler in node.handlers
                for one in getattr(handler.type, "elts", [handler.type])
            }
            asked = bool(kinds & _EXCUSES) or any(one.type is None for one in node.handlers)
        else:
            asked = isinstance(node, ast.If | ast.IfExp) and _asks_version(node.test)
        if asked and isinstance(node, ast.Try | ast.If | ast.IfExp):
            lines |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def _asks_version(test: ast.expr) -> bool:
    return any(
        getattr(one, "attr", "") in {"__version__", "VERSION"} or getattr(one, "id", "") == "hasattr"
        for one in ast.walk(test)
    )


def _written(facts: Facts, roots: dict[str, str]) -> Iterator[tuple[ast.Attribute, str]]:
    """Go through the names behind dots, from the first line to the last."""
    found = ((node, written_path(node, roots)) for node in facts.nodes if isinstance(node, ast.Attribute))
    yield from sorted(((node, path) for node, path in found if path), key=lambda one: one[0].lineno)


def _gone(facts: Facts, write: Writer, node: ast.Attribute, path: str, roots: dict[str, str]) -> Finding:
    new, library = REMOVED[path], _LIBRARIES[path.split(".", maxsplit=1)[0]]
    text, old = _as_written(new, roots), write.text(node)
    if not new or text is None:
        instead = _in_their_words(facts, WORDS.get(path, new))
        return write(node, f"{library} has no {old} any more.", f"Python stops here. What it did, {instead} does today.",
                     Fix(f"Write {instead}."), stops=True)  # fmt: skip
    uses = [one for one, other in _written(facts, roots) if other == path]
    edits = tuple(edit for one in uses for edit in write.replaced("", one, text).edits)
    return write(node, f"{library} has no {old} any more.", f"Python stops here. What it meant is {text} today.",
                 Fix(f"Write {text}.", edits), stops=True)  # fmt: skip


def _in_their_words(facts: Facts, words: str) -> str:
    """Write what is to be written with the program's own name of the library."""
    for short, path in (("np.", "numpy"), ("tf.", "tensorflow"), ("plt.", "matplotlib.pyplot")):
        name = next((alias for _, one, alias in facts.program.imports if one == path and alias), "")
        words = words.replace(short, f"{name}.") if name and words.startswith(short) else words
    return words


def _as_written(path: str, roots: dict[str, str]) -> str | None:
    """Write a whole name as the program can write it; None if it has to import it first."""
    if hasattr(builtins, path):
        return path
    near = [(name, held) for name, held in roots.items() if path.startswith(f"{held}.")]
    name, held = max(near, key=lambda one: len(one[1]), default=("", ""))
    return name + path.removeprefix(held) if name else None


def _of_graphs(facts: Facts, write: Writer, graph: list[tuple[ast.Attribute, str]]) -> Finding:
    """Tell of all that is written for the graphs and sessions of TensorFlow 1 at once."""
    node = graph[0][0]
    names = list(dict.fromkeys(write.text(one) for one, _ in graph))
    others = f" So are {', '.join(names[1:4])}{' and more' if len(names) > 4 else ''}." if len(names) > 1 else ""
    line = _import_alone(facts)
    why = f"TensorFlow 2 computes at once, without sessions and placeholders: Python stops here.{others}"
    if line is not None:
        alias = line.names[0].asname or "tensorflow"
        text = f"import tensorflow.compat.v1 as {alias}\n{' ' * line.col_offset}{alias}.disable_v2_behavior()"
        fix = write.replaced("Let TensorFlow 2 behave like the first one, or write it with Keras.", line, text)
    else:
        kept = [(one, path) for one, path in graph if not path.endswith("placeholder")]
        edits = tuple(
            edit
            for one, path in kept
            if (root := write.text(one).removesuffix(path.removeprefix("tensorflow"))) != write.text(one)
            for edit in write.replaced("", one, f"{root}.compat.v1{path.removeprefix('tensorflow')}").edits
        )
        same = len(kept) == len(graph)
        fix = Fix("Leave it out: Keras needs none of it. What has to stay is in tf.compat.v1.", edits if same else ())
    return write(node, f"{names[0]} is of TensorFlow 1.", why, fix, stops=True)


def _import_alone(facts: Facts) -> ast.Import | None:
    """Return the import of TensorFlow in a program without Keras."""
    found = (one for one, path, _ in facts.program.imports if path == "tensorflow" and isinstance(one, ast.Import))
    line = next(found, None)
    return line if line is not None and len(line.names) == 1 and "keras" not in facts.program.source.code else None


def _imports(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find imports of what is gone, one for each line."""
    told: set[int] = set()
    for node, path, _ in facts.program.imports:
        found = heir(path)
        if found is None or id(node) in told:
            continue
        told.add(id(node))
        old, new = found
        library = _LIBRARIES[path.split(".")[0]]
        if old in GRAPH or not new:
            words = WORDS.get(old, f"tf.compat.v1{old.removeprefix('tensorflow')}")
            yield write(node, f"{library} has no {old} any more.", f"The import fails. What it did, {words} does today.",
                        Fix(f"Write {words}."), stops=True)  # fmt: skip
        else:
            yield write(node, f"{library} has no {old} any more.", f"The import fails. What it held is {REMOVED[old]} today.",
                        _imported_anew(facts, write, node, f"Take it from there: {new}."), stops=True)  # fmt: skip


def _imported_anew(facts: Facts, write: Writer, node: ast.Import | ast.ImportFrom, words: str) -> Fix:
    """Write a fix that imports all names of a line from where they are today, and uses them so."""
    if isinstance(node, ast.Import):
        return _module_anew(write, node, words)
    lines: dict[str, list[str]] = {}
    edits = []
    for alias in node.names:
        path = f"{node.module}.{alias.name}"
        found = heir(path)
        new = found[1] if found is not None and found[1] else path
        parts = new.split(".")
        # What stands behind a class is one of its methods, which is not imported but called.
        place = next((count for count, one in enumerate(parts) if one[:1].isupper()), len(parts) - 1)
        module, name, used = ".".join(parts[:place]), parts[place], ".".join(parts[place:])
        if used != name and alias.asname:
            return Fix(words)
        kept = f"{name} as {alias.asname}" if alias.asname else name
        lines.setdefault(module, []).append(kept)
        if used != alias.name and not alias.asname:
            edits += [edit for one in _uses(facts, alias.name) for edit in write.replaced("", one, used).edits]
    indent = " " * node.col_offset
    text = f"\n{indent}".join(f"from {one} import {', '.join(names)}" if one else f"import {', '.join(names)}" for one, names in lines.items())  # fmt: skip
    return Fix(words, (*write.replaced("", node, text).edits, *edits))


def _module_anew(write: Writer, node: ast.Import, words: str) -> Fix:
    """Write a fix for ``import sklearn.cross_validation as cv``."""
    found = heir(node.names[0].name)
    if len(node.names) != 1 or found is None or not found[1] or not node.names[0].asname:
        return Fix(words)
    return write.replaced(words, node, f"import {found[1]} as {node.names[0].asname}")


def _uses(facts: Facts, name: str) -> list[ast.Name]:
    return [one for one in facts.nodes if isinstance(one, ast.Name) and one.id == name]
