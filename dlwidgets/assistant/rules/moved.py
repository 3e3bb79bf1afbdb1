"""Names of Keras that have moved, where a program writes them behind dots; the rule of imports yields them too."""

import ast
from collections.abc import Iterator

from dlwidgets.assistant.facts import Facts
from dlwidgets.assistant.findings import Finding, Fix
from dlwidgets.assistant.keras_api import names_in
from dlwidgets.assistant.removed_names import KERAS_MODULES
from dlwidgets.assistant.rules.edits import imported
from dlwidgets.assistant.rules.removed import roots_of, written_path
from dlwidgets.assistant.rules.rule import Writer

_GONE = {
    old.removeprefix("keras."): new.removeprefix("keras.")
    for old, new in KERAS_MODULES.items()
    if new.startswith("keras.")
}
"""Modules behind ``keras.`` that are no more, and where their names are."""
_TWINS = tuple(
    frozenset({short, long})
    for short, long in (
        ("mse", "mean_squared_error"), ("mae", "mean_absolute_error"), ("mape", "mean_absolute_percentage_error"),
        ("msle", "mean_squared_logarithmic_error"), ("adam", "Adam"), ("sgd", "SGD"), ("rmsprop", "RMSprop"),
        ("adagrad", "Adagrad"), ("nadam", "Nadam"), ("adadelta", "Adadelta"), ("adamax", "Adamax"), ("maxnorm", "max_norm"),
        ("CuDNNLSTM", "LSTM"), ("CuDNNGRU", "GRU"),
        ("kullback_leibler_divergence", "kl_divergence"), ("cosine_proximity", "cosine_similarity"),
    )
)  # fmt: skip
"""Names for one thing, of which a module may have one only."""
_INSTEAD = {
    "get_session": "Leave it out: nothing has to be run.", "set_session": "Leave it out: nothing has to be run.",
    "learning_phase": "Give training=True or False to the call of the model.",
    "set_learning_phase": "Give training=True or False to the call of the model.",
    "function": "Make a keras.Model(inputs, outputs) and call it.",
}  # fmt: skip
_KEPT = ("preprocessing.text", "preprocessing.image.ImageDataGenerator", "preprocessing.sequence.TimeseriesGenerator")
"""What only ``tensorflow.keras`` still has."""


def moved(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find names behind dots that Keras 3 has elsewhere.

    Parameters
    ----------
    facts : Facts
        What is known of a program.
    write : Writer
        Of the rule.

    Yields
    ------
    Finding
        One for each line.
    """
    roots = roots_of(facts, frozenset({"keras", "tensorflow"}))
    told: set[int | str] = set()
    for node in facts.nodes:
        if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Load) or node.lineno in told:
            continue
        if not (path := written_path(node, roots)):
            continue
        found, module = _found(write, node, path), path.rpartition(".")[0]
        if found is None and module not in told:
            found = _missing(facts, write, node, path)
            told |= {module} if found is not None and module.endswith("backend") else set()
        if found is not None:
            told.add(found.line)
            yield found
    yield from _whole_modules(facts, write)


def _missing(facts: Facts, write: Writer, node: ast.Attribute, path: str) -> Finding | None:
    """Tell of a name that the module in front of its dot has not."""
    module, _, name = path.rpartition(".")
    known = names_in(module)
    if known is None or name in known or name.startswith("_") or names_in(path) is not None:
        return None
    if module == "keras.backend" and name in (names_in("tensorflow.keras.backend") or ()):
        return _of_backend(facts, write, node, name)
    if module.endswith("keras.backend"):
        return write(node, f"{module} has no {name} any more.", "Python stops here. Keras 3 has no sessions, and computes with keras.ops.",
                     Fix(_INSTEAD.get(name, "Look for it in keras.ops.")), stops=True)  # fmt: skip
    twin = next((one for pair in _TWINS if name in pair for one in pair if one in known), None)
    if twin is None:
        return None
    text = f"{write.text(node.value)}.{twin}"
    return write(node, f"{module} has no {name}.", f"Python stops here. Its name there is {twin}.",
                 write.replaced(f"Write {text}.", node, text), stops=True)  # fmt: skip


def _of_backend(facts: Facts, write: Writer, node: ast.Attribute, name: str) -> Finding:
    """Tell of a function of the backend that only ``tensorflow.keras`` still has."""
    line = next((one for one, path, _ in facts.program.imports
                 if path == "keras.backend" and len(one.names) == 1), None)  # fmt: skip
    if isinstance(line, ast.ImportFrom):
        fix = write.replaced("Import the backend from tensorflow.keras.", line, write.text(line).replace("from keras", "from tensorflow.keras", 1))  # fmt: skip
    elif line is not None:
        fix = write.replaced("Import the backend from tensorflow.keras.", line, write.text(line).replace("keras.backend", "tensorflow.keras.backend", 1))  # fmt: skip
    else:
        fix = Fix(f"Write keras.ops.{name}." if name in (names_in("keras.ops") or ()) else "Look for it in keras.ops.")
    return write(node, f"keras.backend has no {name} any more.", "Python stops here. Keras 3 computes with keras.ops; tensorflow.keras.backend has "
                 "kept the old names.", fix, stops=True)  # fmt: skip


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
