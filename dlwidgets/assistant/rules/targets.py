"""Rules about the targets: their coding, their number of classes and their range have to fit the loss."""

import ast
from collections.abc import Iterator

from dlwidgets.assistant.chains import Step, walk
from dlwidgets.assistant.facts import End, Facts, targets
from dlwidgets.assistant.facts import examples as inputs_of
from dlwidgets.assistant.findings import ADVICE, BUG, WARNING, Finding, Fix
from dlwidgets.assistant.keras_signatures import NUMBER_LOSSES
from dlwidgets.assistant.rules.examples import classifier
from dlwidgets.assistant.rules.outputs import CATEGORICAL, LESSON, ends
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.rules.scaling import divided_where_loaded
from dlwidgets.assistant.rules.settings import twice_one_hot
from dlwidgets.assistant.values import INTS, ONE_HOT, Array, Event, Shape, is_size

_SOFT = "layers.Dense(3, activation='softmax')"
_SPARSE = "'sparse_categorical_crossentropy'"
_DISTANCES = frozenset({"mean_absolute_error", "mean_squared_error"})


def are_class_numbers(y: Array) -> bool | None:
    """Tell class numbers from rows; None if it is not known."""
    if y.coding == ONE_HOT:
        return False
    are_whole = y.coding == INTS or (y.coding is None and y.whole)
    return True if are_whole and y.shape is not None and y.shape[1:] in {(), (1,)} else None


@rule(
    "labels-vs-loss", classifier(_SOFT, "'categorical_crossentropy'"), classifier(_SOFT, _SPARSE), lesson=LESSON,
    hides=("units-vs-classes", "label-range"),
)  # fmt: skip
def labels_vs_loss(facts: Facts) -> Iterator[Finding]:
    """Class numbers need the sparse loss, one-hot rows the other."""
    yield from twice_one_hot(facts)
    write = Writer(facts, "labels-vs-loss")
    for event, compiled, end, loss in ends(facts):
        y = targets(event)
        numbers = None if y is None else are_class_numbers(y)
        if (
            y is not None
            and y.coding == ONE_HOT
            and y.rank == 3
            and y.example
            and y.example[0] == 1
            and loss in CATEGORICAL
        ):
            yield write(
                event.nodes.get("y", event.node), f"The targets have an axis too much: {y.example} for each example.",
                "The class numbers stood in a column, and each of them became a row of a table of its own.",
                Fix("Take the column's axis away before: y = y.flatten()."), stops=True, about=event,
            )  # fmt: skip
            continue
        if numbers is None or not is_size(end.units) or end.units == 1:
            continue
        if loss == CATEGORICAL[numbers] or loss not in CATEGORICAL:
            continue
        came = "class numbers such as 0, 1, 2" if numbers else "one-hot rows such as [0, 1, 0]"
        wanted = "one-hot rows such as [0, 1, 0]" if numbers else "class numbers such as 0, 1, 2"
        name = CATEGORICAL[numbers]
        yield write(
            compiled.nodes.get("loss", compiled.node), f"The targets are {came}, but {loss} wants {wanted}.",
            f"{loss} compares {wanted} with the {end.units} outputs, so the targets do not have the shape it needs.",
            write.loss(f"Write loss='{name}'.", compiled, name), stops=True, about=event,
        )  # fmt: skip


@rule("units-vs-classes", classifier("layers.Dense(2, activation='softmax')", _SPARSE), classifier(_SOFT, _SPARSE),
      lesson=LESSON, hides=("label-range",))  # fmt: skip
def units_vs_classes(facts: Facts) -> Iterator[Finding]:
    """Each class needs a unit of its own."""
    write = Writer(facts, "units-vs-classes")
    for event, _, end, loss in ends(facts):
        y = targets(event)
        if y is None or loss not in CATEGORICAL or not is_size(end.units) or end.units == 1 or not y.classes:
            continue
        numbers = are_class_numbers(y)
        if numbers is None or (end.units >= y.classes if numbers else end.units == y.classes):
            continue
        yield write(
            end.layer.node, f"The last layer has {end.units} units, but there are {y.classes} classes.",
            f"Each of the {y.classes} classes needs a unit that says how likely it is.",
            write.argument(f"Write {y.classes} units.", end.layer.node, "units", str(y.classes), 0)
            if end.layer.kind == "Dense" else None, stops=True, about=event,
        )  # fmt: skip


@rule(
    "regression-loss-for-classes",
    classifier(_SOFT, "'mse'"),
    classifier(_SOFT, _SPARSE),
    lesson=LESSON,
    hides=("silent-broadcast",),
)
def regression_loss_for_classes(facts: Facts) -> Iterator[Finding]:
    """Classes learn faster with cross-entropy."""
    write = Writer(facts, "regression-loss-for-classes")
    for event, compiled, end, loss in ends(facts):
        y = targets(event)
        choice = end.activation == "softmax" and is_size(end.units) and end.units > 1
        if loss in _DISTANCES and end.activation == "sigmoid" and end.units == 1 and y is not None and y.classes == 2:
            yield write(
                compiled.nodes.get("loss", compiled.node), "A yes/no question is learned with a loss for numbers.",
                f"{loss} punishes a sure mistake hardly more than an unsure one, so it learns slowly.",
                write.loss("Write loss='binary_crossentropy'.", compiled, "binary_crossentropy"),
                level=ADVICE, about=event,
            )  # fmt: skip
        if loss in _DISTANCES and choice and y is not None and are_class_numbers(y) is not None:
            numbers = bool(are_class_numbers(y))
            name = CATEGORICAL[numbers]
            yield write(
                compiled.nodes.get("loss", compiled.node), "Classes are learned with a loss for numbers.",
                f"softmax chooses among {end.units} classes; {loss} punishes a sure mistake little, so it learns slowly"
                + (", and class numbers are no probabilities." if numbers else "."),
                write.loss(f"Write loss='{name}'.", compiled, name), level=BUG if numbers else WARNING,
                stops=numbers and y.rank == 1, about=event,
            )  # fmt: skip


@rule(
    "label-range",
    "import keras\nimport numpy as np\nX = np.random.rand(6, 2)\ny = np.array([1, -1, 1, -1, 1, -1])\n"
    "model = keras.Sequential([keras.layers.Dense(1, activation='sigmoid')])\n"
    "model.compile(loss='binary_crossentropy', optimizer='adam')\nmodel.fit(X, y, epochs=20)\n",
    "import keras\nimport numpy as np\nX = np.random.rand(6, 2)\ny = np.array([1, 0, 1, 0, 1, 0])\n"
    "model = keras.Sequential([keras.layers.Dense(1, activation='sigmoid')])\n"
    "model.compile(loss='binary_crossentropy', optimizer='adam')\nmodel.fit(X, y, epochs=20)\n", lesson=LESSON,
)  # fmt: skip
def label_range(facts: Facts) -> Iterator[Finding]:
    """Class numbers start at 0 and have no gaps."""
    write = Writer(facts, "label-range")
    for event, _, end, loss in ends(facts):
        y = targets(event)
        if y is not None and y.whole is False and y.coding is None and loss == CATEGORICAL[1]:
            yield write(
                event.nodes.get("y", event.node), f"{loss} wants class numbers, and the targets are no whole numbers.",
                "Keras cuts fractions off: all targets between 0 and 1 become class 0.",
                Fix("Leave the targets as whole numbers from 0 on: only inputs are scaled."), about=event,
            )  # fmt: skip
        if y is None or y.low is None or y.high is None or not y.whole or y.coding == ONE_HOT:
            continue
        most = (
            1
            if loss == "binary_crossentropy"
            else end.units - 1
            if loss == CATEGORICAL[1] and is_size(end.units)
            else None
        )
        has_more_classes = y.low == 0 and (y.classes or 0) > 2 and end.units == 1  # what one-unit-multiclass tells
        if most is not None and (y.low < 0 or y.high > most) and not has_more_classes:
            if y.coding is None and y.rank != 1 and end.units != 1 and loss == "binary_crossentropy":
                yield write(
                    event.nodes.get("y", event.node), f"The targets reach from {y.low:g} to {y.high:g}, but {loss} wants 0 to 1.",
                    "Each of them is compared with a share between 0 and 1; beyond that the loss becomes negative.",
                    Fix(f"Divide them by {y.high:g}.", divided_where_loaded(facts, write) if y.high == 255 else ()), about=event,
                )  # fmt: skip
                continue
            yield write(
                event.nodes.get("y", event.node), f"The targets reach from {y.low:g} to {y.high:g}, but {loss} wants 0 to {most}.",
                "Class numbers start at 0: each is the place of the unit that should answer.",
                _shifted(write, event, end, y, most), stops=loss == CATEGORICAL[1], about=event,
            )  # fmt: skip


def _shifted(write: Writer, event: Event, end: End, y: Array, most: int) -> Fix:
    """Write a fix that lets class numbers start at 0, or gives each a unit."""
    words, node = "Shift the class numbers so that they start at 0.", event.nodes.get("y")
    low, high = y.low or 0, y.high or 0
    if node is None or low % 1:
        return Fix(words)
    text = write.text(node)
    if low == 0 and end.layer.kind == "Dense" and most > 1:
        return write.argument(f"Give the last layer {high + 1:g} units.", end.layer.node, "units", f"{high + 1:g}", 0)
    if (low, high, most) == (-1, 1, 1):
        return write.replaced(words, node, f"({text} + 1) // 2")
    shifted = f"{text} - {low:g}" if low > 0 else f"{text} + {-low:g}"
    return write.replaced(words, node, shifted) if high - low <= most else Fix(words)


@rule(
    "silent-broadcast",
    "import keras\nimport numpy as np\nX = np.random.rand(90, 5, 2)\ny = np.random.rand(90)\n"
    "model = keras.Sequential([keras.layers.LSTM(8, return_sequences=True), keras.layers.Dense(1)])\n"
    "model.compile(loss='mse', optimizer='adam')\nmodel.fit(X, y, epochs=20)\n",
    "import keras\nimport numpy as np\nX = np.random.rand(90, 5, 2)\ny = np.random.rand(90)\n"
    "model = keras.Sequential([keras.layers.LSTM(8), keras.layers.Dense(1)])\n"
    "model.compile(loss='mse', optimizer='adam')\nmodel.fit(X, y, epochs=20)\n", lesson=LESSON,
)  # fmt: skip
def silent_broadcast(facts: Facts) -> Iterator[Finding]:
    """Outputs and targets of different shapes are compared all with all."""
    write = Writer(facts, "silent-broadcast")
    for event, _, end, loss in ends(facts):
        y = targets(event)
        steps, out = walk(event.layers, inputs_of(event))
        if (
            y is None
            or y.example is None
            or out is None
            or loss not in NUMBER_LOSSES
            or any(one.problem for one in steps)
            # Targets that are all one number only stand for some.
            or (y.low is not None and y.low == y.high)
        ):
            continue
        short = len(out) == 2 and y.example in {(), (1,)} and out[0] not in {None, 1}
        wide = len(out) == 1 and y.example in {(), (1,)} and (out[0] or 1) > 1
        if wide and _rebuilds(event, out):
            yield write(
                event.nodes.get("y", event.node), "This model builds its input again, but its targets are others.",
                f"Its {out[0]} answers are as many as the numbers that come in, and the targets hold 1 number.",
                _itself(write, event), stops=y.rank == 1, about=event,
            )  # fmt: skip
        elif short or wide:
            yield write(
                end.layer.node, f"The model answers {out} for each example, but the targets hold 1 number.",
                # A row of single numbers does not even stretch over the answers of a batch.
                "Keras can't compare them, and stops." if wide and y.rank == 1 else
                f"Keras compares that one number with all {out[0]} answers and says nothing, so the model learns their mean.",
                _ending(write, steps, end if wide else None), stops=wide and y.rank == 1, about=event,
            )  # fmt: skip


def _rebuilds(event: Event, out: Shape) -> bool:
    """Tell a model that is narrow inside and as wide at its end as what comes in."""
    x, units = inputs_of(event), [one.layer.get("units") for one in event.layers if one.kind == "Dense"]
    return x is not None and x.example == out and len(units) > 1 and all(
        is_size(one) and one < (out[0] or 0) for one in units[:-1]
    )  # fmt: skip


def _itself(write: Writer, event: Event) -> Fix:
    """Write a fix that gives the inputs as targets, also where they are judged."""
    x, y, held = (event.nodes.get(name) for name in ("x", "y", "validation_data"))
    words = "Write fit(x, x)."
    if not isinstance(x, ast.Name) or y is None:
        return Fix(words)
    edits = write.replaced("", y, x.id).edits
    if isinstance(held, ast.Tuple) and len(held.elts) == 2:
        edits += write.replaced("", held.elts[1], write.text(held.elts[0])).edits
    return Fix(f"Write fit({x.id}, {x.id}).", edits)


def _ending(write: Writer, steps: list[Step], wide: End | None) -> Fix:
    for step in reversed(steps):
        layer = step.placed.layer
        if step.placed.kind in {"LSTM", "GRU", "SimpleRNN"} and layer.get("return_sequences") is True:
            return write.argument(
                "Let the last recurrent layer give its last step only.", layer.node, "return_sequences", "False"
            )
    if wide is not None and wide.layer.kind == "Dense":
        return write.argument("Give the last layer 1 unit.", wide.layer.node, "units", "1", 0)
    return Fix("Give the last layer 1 unit, or put a Flatten in front of it.")
