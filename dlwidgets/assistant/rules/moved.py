"""Names of Keras that have moved, where a program writes them behind dots; the rule of imports yields them too."""

import ast
from collections.abc import Iterator

from dlwidgets.assistant.facts import Facts
from dlwidgets.assistant.findings import Finding, Fix
from dlwidgets.assistant.rules.edits import imported
from dlwidgets.assistant.rules.rule import Writer

_INNER = frozenset({
    "advanced_activations", "convolutional", "core", "embeddings", "local", "merge", "noise", "normalization", "pooling",
    "recurrent", "wrappers",
})  # fmt: skip
_GONE = {
    **{f"layers.{name}": "layers" for name in _INNER}, "layers.experimental.preprocessing": "layers",
    "utils.np_utils": "utils", "utils.vis_utils": "utils", "utils.generic_utils": "utils",
    "optimizers.experimental": "optimizers",
}  # fmt: skip
"""Modules behind ``keras.`` that are no more, and where their names are."""
_KEPT = ("preprocessing.text", "preprocessing.image.ImageDataGenerator", "preprocessing.sequence.TimeseriesGenerator")
"""What only ``tensorflow.keras`` still has."""


def moved(facts: Facts) -> Iterator[Finding]:
    """Find names behind dots that Keras 3 has elsewhere.

    Parameters
    ----------
    facts : Facts
        What is known of a program.

    Yields
    ------
    Finding
        One for each line.
    """
    write = Writer(facts, "removed-import")
    roots = _roots(facts)
    told: set[int] = set()
    for node in facts.nodes:
        path = _written(node, roots) if isinstance(node, ast.Attribute) else ""
        found = _found(write, node, path) if path and getattr(node, "lineno", 0) not in told else None
        if found is not None:
            told.add(found.line)
            yield found
    yield from _whole_modules(facts, write)


def _roots(facts: Facts) -> dict[str, str]:
    """Return what the names of imports stand for, as they are written."""
    found = {}
    for node, path, alias in facts.program.imports:
        name = path.rpartition(".")[2] if isinstance(node, ast.ImportFrom) else path.split(".")[0]
        found[alias or name] = path if alias or isinstance(node, ast.ImportFrom) else name
    return {name: path for name, path in found.items() if path.split(".")[0] in {"keras", "tensorflow"}}


def _written(node: ast.Attribute, roots: dict[str, str]) -> str:
    parts: list[str] = []
    inner: ast.expr = node
    while isinstance(inner, ast.Attribute):
        parts.append(inner.attr)
        inner = inner.value
    return ".".join([roots[inner.id], *reversed(parts)]) if isinstance(inner, ast.Name) and inner.id in roots else ""


def _found(write: Writer, node: ast.AST, path: str) -> Finding | None:
    root = next((one for one in ("tensorflow.keras.", "keras.") if path.startswith(one)), "")
    rest = path.removeprefix(root) if root else ""
    if rest in _GONE and isinstance(node, ast.Attribute):
        text, last = write.text(node), _GONE[rest].rpartition(".")[2]
        short = text.removesuffix(rest.removeprefix(_GONE[rest]))
        fix = write.replaced(f"Write {short}.", node, short) if short.endswith(last) and short != text else None
        return write(node, f"Keras 3 has no {rest} any more.", f"What it held is in {root}{_GONE[rest]} now.",
                     fix or Fix(f"Take it from {root}{_GONE[rest]}."), stops=True)  # fmt: skip
    if root == "keras." and rest in _KEPT:
        text = f"tf.{root}{rest}"
        known = "tf" in write.facts.program.names
        edits = (
            *write.replaced("", node, text).edits,
            *(() if known else imported("import tensorflow as tf")),
        )
        return write(node, f"keras has no {rest} any more.", "tensorflow.keras still has it.", Fix(f"Write {text}.", edits), stops=True)  # fmt: skip
    return None


def _whole_modules(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find imports of modules that are no more, under their own names."""
    for node, path, alias in facts.program.imports:
        rest = path.removeprefix("tensorflow.").removeprefix("keras.")
        if (
            not isinstance(node, ast.Import)
            or rest not in _GONE
            or not path.removeprefix("tensorflow.").startswith("keras.")
        ):
            continue
        new = path.removesuffix(rest) + _GONE[rest]
        text = write.text(node).replace(path, new) if alias else None
        fix = write.replaced(f"Import {new}.", node, text) if text else Fix(f"Import {new}.")
        yield write(node, f"Keras 3 has no {path} any more.", f"What it held is in {new} now; the import fails.", fix, stops=True)  # fmt: skip
