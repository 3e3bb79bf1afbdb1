"""Rules about preparing data: splits, scaling, and what is handed to fit."""

import ast
from collections.abc import Iterator
from typing import Any

from dlwidgets.assistant.facts import Facts, examples
from dlwidgets.assistant.findings import WARNING, Edit, Finding, Fix, Span
from dlwidgets.assistant.libraries.preparation import SCALERS
from dlwidgets.assistant.rules.edits import above, below
from dlwidgets.assistant.rules.examples import classifier, pictures
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.rules.settings import mixed_up_data
from dlwidgets.assistant.values import Array, Event, ListOf, Method, Name, Object

LESSON = "03_keras_first_network"
_COMPILE = "model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])\n"
_FIT = "model.fit(x_train, y_train, epochs=5)\n"
_RESCALING = frozenset(
    {
        "Rescaling",
        "Normalization",
        "BatchNormalization",
        "LayerNormalization",
        "Lambda",
        "UnitNormalization",
        "Embedding",
        "",
    }
)
_SPLIT = (
    "from sklearn.datasets import load_wine\nfrom sklearn.model_selection import train_test_split\n"
    "from sklearn.preprocessing import StandardScaler\nX, y = load_wine(return_X_y=True)\n"
)


@rule("unscaled-input", pictures(_COMPILE + _FIT).replace("x_train, x_test = x_train / 255, x_test / 255\n", ""),
      pictures(_COMPILE + _FIT), lesson=LESSON)  # fmt: skip
def unscaled_input(facts: Facts) -> Iterator[Finding]:
    """Inputs are small numbers."""
    write = Writer(facts, "unscaled-input")
    seen: set[int] = set()
    for event in facts.fits:
        x = examples(event)
        kinds = {one.kind for one in event.layers}
        if x is None or x.scaled or x.high is None or x.high < 100 or kinds & _RESCALING:
            continue
        if id(event.model) not in seen:
            seen.add(id(event.model))
            advice = (
                "Divide by 255 before fit, or begin with layers.Rescaling(1 / 255)."
                if x.high == 255
                else ("Scale the columns, such as with StandardScaler, or begin with layers.Normalization().")
            )
            yield write(event.nodes.get("x", event.node), f"The inputs reach up to {x.high:g}.",
                        "Weights start for numbers of about 1; with larger ones the first steps are wild.",
                        Fix(advice, _divided_where_loaded(facts, write) if x.high == 255 else ()),
                        level=WARNING)  # fmt: skip


def _divided_where_loaded(facts: Facts, write: Writer) -> tuple[Edit, ...]:
    """Divide pixels below the line that loads them, for training and test alike."""
    for statement in facts.program.source.tree.body:
        loads = isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call)
        if not loads or not write.text(statement.value.func).endswith("load_data"):  # type: ignore[attr-defined]
            continue
        pairs = getattr(statement.targets[0], "elts", [])  # type: ignore[attr-defined]
        names = [write.text(pair.elts[0]) for pair in pairs if isinstance(pair, ast.Tuple) and pair.elts]
        names = [name for name in names if name != "_"]
        if names:
            return below(write, statement, f"{', '.join(names)} = {', '.join(f'{name} / 255' for name in names)}")
    return ()


def _on_training_data(write: Writer, event: Event) -> Fix:
    """Write a fix that hands the training data to fit, where their names differ by that word only."""
    nodes = [event.nodes.get(name) for name in ("x", "y")]
    pairs = [(node, write.text(node).replace("test", "train")) for node in nodes if isinstance(node, ast.Name)]
    known = len(pairs) == 2 and all(
        name in write.facts.program.names and name != write.text(node) for node, name in pairs
    )
    edits = [write.replaced("", node, name) for node, name in pairs] if known else []
    return Fix("Hand the training data to fit.", tuple(edit for fix in edits for edit in fix.edits))


def _like_training_data(write: Writer, event: Event, trained: Array, x: Array) -> Fix:
    """Write a fix that divides the test data by the same number, or hands them to the same scaler."""
    words, node = "Do to the test data what you did to the training data.", event.nodes.get("x")
    by = [one[1] for one in trained.scaled if isinstance(one, tuple) and one[0] == "divided"]
    if _is_left_raw(trained, x) and isinstance(node, ast.Name):
        fitted = trained.scaled[-1][2]
        name = next((one for one, held in write.facts.program.names.items() if id(held) == fitted), None)
        return Fix(words, above(write, event.node, f"{node.id} = {name}.transform({node.id})") if name else ())
    if len(by) != 1 or not isinstance(node, ast.Name):
        return Fix(words)
    return Fix(words, above(write, event.node, f"{node.id} = {node.id} / {by[0]:g}"))


@rule("scaler-leak",
      _SPLIT + "X_train, X_test, y_train, y_test = train_test_split(X, y)\nscaler = StandardScaler()\n"
      "X_train = scaler.fit_transform(X_train)\nX_test = scaler.fit_transform(X_test)\n",
      _SPLIT + "X_train, X_test, y_train, y_test = train_test_split(X, y)\nscaler = StandardScaler()\n"
      "X_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)\n", lesson=LESSON)  # fmt: skip
def scaler_leak(facts: Facts) -> Iterator[Finding]:
    """A scaler learns from training data only."""
    write = Writer(facts, "scaler-leak")
    for node, target, call in facts.program.calls:
        scales = isinstance(target, Method) and isinstance(target.owner, Object) and target.owner.kind in SCALERS
        given = call.get(0)
        if scales and target.name in {"fit", "fit_transform"} and isinstance(given, Array) and given.part == "test":
            fix = None
            if target.name == "fit_transform" and isinstance(node.func, ast.Attribute):
                fix = write.replaced("Write .transform(...).", node.func, f"{write.text(node.func.value)}.transform")
            yield write(node, "The scaler is fitted on test data.",
                        "Then training and test examples are scaled by different numbers, and the test is no test any more.",
                        fix or Fix("Fit it on the training data, and only transform the test data."), level=WARNING)  # fmt: skip


@rule(
    "train-on-test",
    pictures(_COMPILE + "model.fit(x_test, y_test, epochs=5)\n"),
    pictures(_COMPILE + _FIT),
    lesson=LESSON,
)
def train_on_test(facts: Facts) -> Iterator[Finding]:
    """Test data are kept for the end."""
    write = Writer(facts, "train-on-test")
    trained = {
        getattr(examples(one), "root", None) for one in facts.fits if getattr(examples(one), "part", "") == "train"
    }
    for event in facts.fits:
        x = examples(event)
        if x is not None and x.part == "test" and x.root is not None and x.root not in trained:
            yield write(event.nodes.get("x", event.node), "The model is trained on test data.",
                        "What it answers for them later says how well it remembers, not how well it has learned.",
                        _on_training_data(write, event), level=WARNING)  # fmt: skip


@rule("train-test-differ",
      pictures(_COMPILE + _FIT + "model.evaluate(x_test, y_test)\n").replace(
          "x_train, x_test = x_train / 255, x_test / 255", "x_train = x_train / 255"),
      pictures(_COMPILE + _FIT + "model.evaluate(x_test, y_test)\n"), lesson=LESSON)  # fmt: skip
def train_test_differ(facts: Facts) -> Iterator[Finding]:
    """Test data go the same way as training data."""
    write = Writer(facts, "train-test-differ")
    fitted = {id(one.model): examples(one) for one in facts.fits}
    for event in facts.events:
        trained = fitted.get(id(event.model))
        given = event.arguments.get("validation_data")
        held_back = given[0] if isinstance(given, tuple | list) and given else None
        x, node = (held_back, "validation_data") if event.kind == "fit" else (examples(event), "x")
        if event.kind not in {"evaluate", "predict", "fit"} or trained is None or not isinstance(x, Array):
            continue
        if x.root is None or x.part != "test" or _whole(x.root) != _whole(trained.root):
            continue
        is_raw = _is_left_raw(trained, x)
        if is_raw or (x.high is not None and trained.high and x.high / trained.high > 20):
            why = (
                f"Training examples went through {trained.scaled[-1][0]}, test examples did not."
                if is_raw
                else f"Training examples reach up to {trained.high:g}, test examples up to {x.high:g}."
            )
            yield write(event.nodes.get(node, event.node), "The test data are not scaled like the training data.",
                        why, _like_training_data(write, event, trained, x), level=WARNING)  # fmt: skip
            fitted.pop(id(event.model))  # said once


def _is_left_raw(trained: Array, x: Array) -> bool:
    """Tell test data that no scaler has seen, where the training data went through one."""
    last = trained.scaled[-1] if trained.scaled else None
    return isinstance(last, tuple) and last[0] in SCALERS and not x.scaled


def _whole(root: object) -> object:
    """Return what a piece was cut from."""
    while isinstance(root, tuple) and len(root) == 2 and str(root[1]).startswith("Slice"):
        root = root[0]
    return root


@rule("xy-split",
      _SPLIT + "X_train, y_train, X_test, y_test = train_test_split(X, y, test_size=0.2)\n",
      _SPLIT + "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)\n", lesson=LESSON,
      hides=("input-vs-data", "labels-vs-loss", "wrong-rank", "train-on-test", "class-loss-for-numbers"))  # fmt: skip
def xy_split(facts: Facts) -> Iterator[Finding]:
    """train_test_split gives both halves of X before those of y."""
    yield from mixed_up_data(facts)
    write = Writer(facts, "xy-split")
    for node in ast.walk(facts.program.source.tree):
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
            yield write(node.targets[0], "The results of train_test_split stand in another order.",
                        f"It gives X for training, X for the test, then y for both: {names[1]} gets examples here.",
                        write.replaced(f"Write {text}.", node.targets[0], text))  # fmt: skip


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
        nodes = [node for value, node in given if node is not None and _is_list(value)]
        if nodes:
            yield write(nodes[0], f"{write.text(nodes[0])[:30]} is a list, and fit takes arrays.",
                        "Keras takes a list for several inputs of the model, one for each entry.",
                        _as_arrays(facts, write, nodes), stops=True)  # fmt: skip


def _is_list(value: Any) -> bool:
    """Tell a list of numbers."""
    flat = isinstance(value, list) and len(value) > 0 and isinstance(value[0], int | float | list)
    return isinstance(value, ListOf) or (flat and not any(isinstance(one, Array) for one in value))


def _as_arrays(facts: Facts, write: Writer, nodes: list[ast.expr]) -> Fix:
    """Write a fix that makes arrays of lists."""
    alias = next((one for one, held in facts.program.names.items() if held == Name("numpy")), None)
    made = [write.replaced("", node, f"{alias or 'np'}.array({write.text(node)})") for node in nodes]
    edits = [edit for fix in made for edit in fix.edits]
    if alias is None:
        edits.append(Edit(Span(1, 0, 1, 0), "import numpy as np\n"))
    return Fix("Make arrays of the lists.", tuple(edits))
