"""Rules about the end of a model together with its targets and metrics."""

import ast
from collections.abc import Iterator

from dlwidgets.assistant.chains import walk
from dlwidgets.assistant.facts import Facts, examples, targets
from dlwidgets.assistant.findings import ADVICE, BUG, WARNING, Finding, Fix
from dlwidgets.assistant.keras_signatures import NUMBER_LOSSES
from dlwidgets.assistant.rules.edits import layer_before, without_entry
from dlwidgets.assistant.rules.examples import classifier
from dlwidgets.assistant.rules.outputs import CATEGORICAL, LESSON, ends
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.values import INTS, ONE_HOT, Array, Layer, Object, is_size

_HEAD = "import keras\nfrom keras import layers\n(X, y), _ = keras.datasets.mnist.load_data()\nX = X[..., None] / 255\n"
_BODY = (
    "model = keras.Sequential([layers.Input((28, 28, 1)), layers.Conv2D(8, 3, activation='relu'), {}"
    "layers.Dense(10, activation='softmax')])\n"
    "model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])\nmodel.fit(X, y, epochs=5)\n"
)
_FLATTENING = frozenset({"Flatten", "Reshape"})


@rule(
    "missing-flatten",
    _HEAD + _BODY.format(""),
    _HEAD + _BODY.format("layers.Flatten(), "),
    lesson=LESSON,
    hides=("silent-broadcast",),
)
def missing_flatten(facts: Facts) -> Iterator[Finding]:
    """Dense works on the last axis only; a picture has to become one row before."""
    write = Writer(facts, "missing-flatten")
    for event, _, end, loss in ends(facts):
        y = targets(event)
        steps, out = walk(event.layers, examples(event))
        recurrent = any(
            isinstance(one.placed.layer, Layer) and one.placed.layer.get("return_sequences") is True for one in steps
        )
        if end.layer.kind != "Dense" or out is None or len(out) < 2 or recurrent or not _is_flat(y):
            continue
        if any(step.problem for step in steps) or loss is None:
            continue
        first = next((one for one in steps if one.placed.kind == "Dense" and len(one.shape or ()) > 1), None)
        if first is not None and y is not None:
            yield write(
                first.placed.layer.node,
                f"Dense gets examples of shape {first.shape} and works on the last axis only.",
                f"So the model answers {out} for each example, and the targets hold one row or number each.",
                Fix("Put a Flatten layer in front.", layer_before(write, first.placed, "Flatten()")),
                stops=loss not in NUMBER_LOSSES,
                about=event,
            )


def _is_flat(y: Array | None) -> bool:
    """Tell targets with one number or one row for each example."""
    return (
        y is not None and y.example is not None and (y.example in {(), (1,)} or (y.coding == ONE_HOT and y.rank == 2))
    )


@rule(
    "metric-mismatch",
    classifier(
        "layers.Dense(3, activation='softmax')",
        "'sparse_categorical_crossentropy'",
        metrics="['categorical_accuracy']",
    ),
    classifier("layers.Dense(3, activation='softmax')", "'sparse_categorical_crossentropy'"),
    lesson=LESSON,
)
def metric_mismatch(facts: Facts) -> Iterator[Finding]:
    """'accuracy' finds out by itself how to count."""
    write = Writer(facts, "metric-mismatch")
    for event, compiled, end, loss in ends(facts):
        listed, node = compiled.arguments.get("metrics"), compiled.nodes.get("metrics")
        if not isinstance(listed, list) or not isinstance(node, ast.List) or len(listed) != len(node.elts):
            continue
        for metric, written in zip(listed, node.elts, strict=True):
            name = metric.kind if isinstance(metric, Object) else metric
            why = _mismatch(name, loss, end.activation, end.units) or _counts_rows(name, loss, end.units)
            # One number for each example is compared with one for each class.
            y = targets(event)
            plain = str(name).lower().replace("_", "")
            stops = (
                plain in {"accuracy", "binaryaccuracy"}
                and is_size(end.units)
                and end.units > 1
                and y is not None
                and y.rank == 1
            )
            stops = stops or bool(_counts_rows(name, loss, end.units))
            if why:
                yield write(
                    written,
                    f"The metric {name} counts something else here.",
                    why,
                    write.replaced("Write 'accuracy'.", written, "'accuracy'")
                    if "accuracy" not in listed
                    else Fix("Leave it out: 'accuracy' is there.", without_entry(write, node, written)),
                    level=BUG if stops else WARNING,
                    stops=stops,
                    about=event,
                )


def _counts_rows(name: object, loss: str | None, units: object) -> str:
    """Say why a metric that takes rows of the outputs' shape stops at class numbers, or the other way round."""
    plain = str(name).lower().replace("_", "") if isinstance(name, str) else ""
    if not is_size(units) or units == 1:
        return ""
    if (
        plain
        in {
            "precision",
            "recall",
            "auc",
            "f1score",
            "truepositives",
            "falsepositives",
            "truenegatives",
            "falsenegatives",
        }
        and loss == CATEGORICAL[1]
    ):
        return f"It compares a row of {units} outputs with a row of targets, and {loss} has one class number there: Keras stops."
    if plain == "sparsecategoricalaccuracy" and loss == CATEGORICAL[0]:
        return f"It wants class numbers, and {loss} has one-hot rows: Keras stops."
    return ""


def _mismatch(name: object, loss: str | None, activation: object, units: object) -> str:
    """Say why a metric does not fit; empty if it does."""
    plain = str(name).lower().replace("_", "") if isinstance(name, str) else ""
    if plain == "categoricalaccuracy" and loss == CATEGORICAL[1]:
        return f"It wants one-hot rows, and {loss} wants class numbers."
    if plain == "binaryaccuracy" and loss in CATEGORICAL and is_size(units) and units != 1:
        return "It counts each of the numbers for itself, so that most are right even if the class is wrong."
    if plain == "categoricalaccuracy" and units == 1:
        return "It asks for the place of the largest of 1 number, which is always the same: it is always 1."
    if name == "Accuracy" and activation in {"softmax", "sigmoid"}:
        return "It asks whether the probability equals the class number exactly, which it never does."
    return ""


@rule(
    "multilabel-pair",
    classifier("layers.Dense(3, activation='sigmoid')", "'binary_crossentropy'").replace(
        "X = Standard", "y = keras.utils.to_categorical(y)\nX = Standard"
    ),
    classifier("layers.Dense(3, activation='softmax')", "'categorical_crossentropy'").replace(
        "X = Standard", "y = keras.utils.to_categorical(y)\nX = Standard"
    ),
    lesson=LESSON,
)
def multilabel_pair(facts: Facts) -> Iterator[Finding]:
    """One choice among classes needs softmax; yes/no questions are for labels that may be true together."""
    write = Writer(facts, "multilabel-pair")
    for event, compiled, end, loss in ends(facts):
        y = targets(event)
        several = is_size(end.units) and end.units > 2
        if (
            loss == "binary_crossentropy"
            and end.activation == "sigmoid"
            and several
            and y is not None
            and y.coding == ONE_HOT
        ):
            fix = write.loss("", compiled, "categorical_crossentropy")
            more = write.activation("", end.activated, "softmax")
            yield write(
                end.activated.node,
                f"Exactly one of the {end.units} classes is true, but they are asked one by one.",
                f"sigmoid and binary_crossentropy ask {end.units} yes/no questions; accuracy then counts each answer.",
                Fix("Use softmax and categorical_crossentropy.", (*fix.edits, *more.edits)),
                level=WARNING,
                about=event,
            )


@rule(
    "unscaled-target",
    "import keras\nimport numpy as np\nX = np.random.rand(90, 2)\ny = np.random.uniform(0, 90000, 90)\n"
    "model = keras.Sequential([keras.layers.Dense(8, activation='relu'), keras.layers.Dense(1)])\n"
    "model.compile(loss='mse', optimizer='adam')\nmodel.fit(X, y, epochs=20)\n",
    "import keras\nimport numpy as np\nX = np.random.rand(90, 2)\ny = np.random.uniform(0, 90000, 90) / 90000\n"
    "model = keras.Sequential([keras.layers.Dense(8, activation='relu'), keras.layers.Dense(1)])\n"
    "model.compile(loss='mse', optimizer='adam')\nmodel.fit(X, y, epochs=20)\n",
    lesson=LESSON,
)
def unscaled_target(facts: Facts) -> Iterator[Finding]:
    """Targets of about 1 are learned soonest."""
    write = Writer(facts, "unscaled-target")
    for event, _, end, loss in ends(facts):
        y = targets(event)
        numbers = y is not None and y.coding not in {INTS, ONE_HOT} and y.high is not None and y.high >= 500
        if loss in NUMBER_LOSSES and end.activation == "linear" and numbers and y is not None:
            yield write(
                event.nodes.get("y", event.node),
                f"The targets reach up to {y.high:g}.",
                "The first answers are near 0, so the loss starts huge and it takes many steps to get there.",
                Fix("Divide the targets by a number of their size, and multiply the answers by it."),
                level=ADVICE,
                about=event,
            )
