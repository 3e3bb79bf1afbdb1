"""Rules about preparing data: splits, scaling, and what is handed to fit."""

import ast
from collections.abc import Iterator
from typing import Any

from dlwidgets.assistant.facts import Facts, examples
from dlwidgets.assistant.findings import WARNING, Finding, Fix
from dlwidgets.assistant.rules.edits import alias_of, imported
from dlwidgets.assistant.rules.examples import COMPILE, FIT, SPLIT, classifier, pictures
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.rules.settings import mixed_up_data
from dlwidgets.assistant.rules.wording import counted
from dlwidgets.assistant.subjects import fitted_with
from dlwidgets.assistant.values import Array, Event, ListOf, Method, Model, Name, is_number

_MOST_NUMBERS = 1000
LESSON = "03_keras_first_network"


def _on_training_data(write: Writer, event: Event) -> Fix:
    """Write a fix that hands the training data to fit, where their names differ by that word only."""
    nodes = [event.nodes.get(name) for name in ("x", "y")]
    pairs = [(node, write.text(node).replace("test", "train")) for node in nodes if isinstance(node, ast.Name)]
    known = len(pairs) == 2 and all(
        name in write.facts.program.names and name != write.text(node) for node, name in pairs
    )
    edits = [write.replaced("", node, name) for node, name in pairs] if known else []
    return Fix("Hand the training data to fit.", tuple(edit for fix in edits for edit in fix.edits))


def _trained_on(facts: Facts, model: Model) -> set[Any]:
    """Return what training data a model is fitted to were cut from."""
    given = [examples(one) for one in facts.fits if one.model is model]
    return {one.root for one in given if one is not None and one.part == "train"}


@rule(
    "train-on-test",
    pictures(COMPILE + "model.fit(x_test, y_test, epochs=5)\n"),
    pictures(COMPILE + FIT),
    lesson=LESSON,
)
def train_on_test(facts: Facts) -> Iterator[Finding]:
    """Test data are kept for the end."""
    write = Writer(facts, "train-on-test")
    for event in facts.fits:
        x = examples(event)
        if x is not None and x.part == "test" and x.root is not None and x.root not in _trained_on(facts, event.model):
            yield write(event.nodes.get("x", event.node), "The model is trained on test data.",
                        f"What it answers for these {counted(x)} later says how well it remembers, not how well it has learned.",
                        _on_training_data(write, event), level=WARNING, about=event)  # fmt: skip


@rule("xy-split",
      SPLIT + "X_train, y_train, X_test, y_test = train_test_split(X, y, test_size=0.2)\n",
      SPLIT + "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)\n", lesson=LESSON,
      hides=("input-vs-data", "labels-vs-loss", "label-range", "wrong-rank", "train-on-test", "class-loss-for-numbers"))  # fmt: skip
def xy_split(facts: Facts) -> Iterator[Finding]:
    """train_test_split gives both halves of X before those of y."""
    found = list(_in_another_order(facts))
    # What is mixed up there is mixed up in each fit too.
    yield from found or mixed_up_data(facts)


def _in_another_order(facts: Facts) -> Iterator[Finding]:
    """Find the results of train_test_split under each other's names."""
    write = Writer(facts, "xy-split")
    cut = {id(node): call.places for node, _, call in facts.program.calls}
    for node in facts.nodes:
        if (
            not isinstance(node, ast.Assign)
            or not isinstance(node.value, ast.Call)
            or not isinstance(node.targets[0], ast.Tuple)
        ):
            continue
        called = node.value.func
        if getattr(called, "id", getattr(called, "attr", "")) != "train_test_split" or len(node.value.args) != 2:
            continue
        names = [write.text(one) for one in node.targets[0].elts]
        kinds = [one[:1].lower() for one in names]
        given = [write.text(one)[:1].lower() for one in node.value.args]
        if len(names) == 4 and kinds == ["x", "y", "x", "y"] and given[:1] != ["y"]:
            text = f"{names[0]}, {names[2]}, {names[1]}, {names[3]}"
            for event in fitted_with(facts, cut.get(id(node.value), ()), node.targets[0].elts):
                yield write(node.targets[0], "The results of train_test_split stand in another order.",
                            f"It gives X for training, X for the test, then y for both: {names[1]} gets examples here.",
                            write.replaced(f"Write {text}.", node.targets[0], text), about=event)  # fmt: skip


@rule("argmax-one-unit",
      classifier("layers.Dense(1, activation='sigmoid')", "'binary_crossentropy'", "breast_cancer")
      + "import numpy as np\nclasses = np.argmax(model.predict(X), axis=1)\n",
      classifier("layers.Dense(1, activation='sigmoid')", "'binary_crossentropy'", "breast_cancer")
      + "import numpy as np\nclasses = model.predict(X) > 0.5\n", lesson=LESSON)  # fmt: skip
def argmax_one_unit(facts: Facts) -> Iterator[Finding]:
    """The place of the largest of one number is always 0."""
    write = Writer(facts, "argmax-one-unit")
    for node, target, call in facts.program.calls:
        name = target.last if isinstance(target, Name) else getattr(target, "name", "")
        given = target.owner if isinstance(target, Method) else call.get(0)
        axis = call.get(0 if isinstance(target, Method) else 1, "axis")
        if (
            name == "argmax"
            and isinstance(given, Array)
            and given.rank == 2
            and (given.shape or ())[-1:] == (1,)
            and axis in {1, -1}
        ):
            inner = (
                node.func.value if isinstance(target, Method) and isinstance(node.func, ast.Attribute) else node.args[0]
            )
            text = f"({write.text(inner)}[:, 0] > 0.5).astype(int)"
            yield write(node, "argmax over one column is always 0.", "The model has 1 unit: each answer is 1 number.",
                        write.replaced("Compare with 0.5.", node, text))  # fmt: skip


@rule("not-an-array",
      "import keras\nX = [[0, 0], [0, 1], [1, 0], [1, 1]]\ny = [0, 1, 1, 0]\n"
      "model = keras.Sequential([keras.layers.Dense(4, activation='relu'), keras.layers.Dense(1, activation='sigmoid')])\n"
      "model.compile(loss='binary_crossentropy', optimizer='adam')\nmodel.fit(X, y, epochs=20)\n",
      "import keras\nimport numpy as np\nX = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])\ny = np.array([0, 1, 1, 0])\n"
      "model = keras.Sequential([keras.layers.Dense(4, activation='relu'), keras.layers.Dense(1, activation='sigmoid')])\n"
      "model.compile(loss='binary_crossentropy', optimizer='adam')\nmodel.fit(X, y, epochs=20)\n", lesson=LESSON)  # fmt: skip
def not_an_array(facts: Facts) -> Iterator[Finding]:
    """Fit takes arrays, no lists of numbers."""
    write = Writer(facts, "not-an-array")
    for event in facts.fits:
        given = [(event.arguments.get(name), event.nodes.get(name)) for name in ("x", "y")]
        for value, node in given:
            if isinstance(value, Array) and value.holds == "lists" and node is not None:
                yield write(node, f"{write.text(node)[:30]} holds lists of different lengths.",
                            "An array for a network has as many numbers for each example.",
                            Fix("Bring them to one length with pad_sequences(..., maxlen=...)."), stops=True)  # fmt: skip
        nodes = [
            node
            for value, node in given
            if node is not None and (_is_list(value) or _has_grown(facts, event, node, value))
        ]
        if nodes:
            yield write(nodes[0], f"{write.text(nodes[0])[:30]} is a list, and fit takes arrays.",
                        f"Keras takes a list for several inputs of the model, one for each {_entries(event, nodes[0])}.",
                        _as_arrays(facts, write, nodes), stops=True)  # fmt: skip

    for event in facts.events:
        value, node = event.arguments.get("x"), event.nodes.get("x")
        if event.kind not in {"predict", "evaluate"} or node is None or event.is_open or len(event.model.inputs) > 1:
            continue
        if _is_list_of_numbers(value) or (isinstance(value, Array) and value.holds == "lists"):
            fix = (
                _as_arrays(facts, write, [node])
                if _is_list_of_numbers(value)
                else Fix("Bring them to one length with pad_sequences(..., maxlen=...).")
            )
            yield write(node, f"{write.text(node)[:30]} is a list, and {event.kind} takes arrays.",
                        "Keras stops at a list of numbers.", fix, stops=True)  # fmt: skip


def _has_grown(facts: Facts, event: Event, node: ast.expr, value: Any) -> bool:
    """Tell a list that begins empty and gets one example after the other."""
    if not isinstance(value, list) or not isinstance(node, ast.Name) or len(event.model.inputs) > 1:
        return False
    given = [
        one.value
        for one in facts.nodes
        if isinstance(one, ast.Assign) and any(node.id == name.id for name in _names(one))
    ]
    empty = all(
        (isinstance(one, ast.List) and not one.elts)
        or (isinstance(one, ast.Tuple) and all(isinstance(inner, ast.List) and not inner.elts for inner in one.elts))
        for one in given
    )
    grown = any(
        isinstance(one, ast.Attribute) and one.attr == "append" and isinstance(one.value, ast.Name) and one.value.id == node.id
        for one in facts.nodes
    )  # fmt: skip
    stored = sum(
        isinstance(one, ast.Name) and one.id == node.id and isinstance(one.ctx, ast.Store) for one in facts.nodes
    )
    return bool(given) and empty and grown and stored == len(given)


def _names(node: ast.Assign) -> list[ast.Name]:
    return [one for target in node.targets for one in ast.walk(target) if isinstance(one, ast.Name)]


def _entries(event: Event, node: ast.expr) -> str:
    """Say how many entries a list has, if it is known."""
    value = next((event.arguments.get(name) for name, one in event.nodes.items() if one is node), None)
    return f"of its {len(value)} entries" if isinstance(value, list) and len(value) > 1 else "entry"


def _is_list_of_numbers(value: Any) -> bool:
    """Tell a list, of lists or not, in which nothing else stands than numbers."""
    waiting, seen = [value], 0
    while waiting and seen < _MOST_NUMBERS:
        inner = waiting.pop()
        seen += 1
        if isinstance(inner, list | tuple):
            waiting += inner
        elif not is_number(inner):
            return isinstance(value, ListOf)
    return isinstance(value, list) and seen > 1


def _is_list(value: Any) -> bool:
    """Tell a list of numbers."""
    flat = isinstance(value, list) and len(value) > 0 and isinstance(value[0], int | float | list)
    return isinstance(value, ListOf) or (flat and not any(isinstance(one, Array) for one in value))


def _as_arrays(facts: Facts, write: Writer, nodes: list[ast.expr]) -> Fix:
    """Write a fix that makes arrays of lists."""
    alias = alias_of(facts, "numpy")
    made = [write.replaced("", node, f"{alias or 'np'}.array({write.text(node)})") for node in nodes]
    imports = imported("import numpy as np") if alias is None else ()
    return Fix("Make arrays of the lists.", (*(edit for fix in made for edit in fix.edits), *imports))
