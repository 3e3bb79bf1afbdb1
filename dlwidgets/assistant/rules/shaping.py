"""Rules about shapes: what comes into a layer, and into the model, has to fit."""

import ast
from collections.abc import Iterator, Sequence

from dlwidgets.assistant.chains import Step, declared_shape, input_shape
from dlwidgets.assistant.facts import Facts, examples
from dlwidgets.assistant.findings import Finding, Fix
from dlwidgets.assistant.misfits import RECURRENT
from dlwidgets.assistant.rules.edits import layer_before
from dlwidgets.assistant.rules.examples import COMPILE, FIT, layers_of, pictures
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.rules.settings import number_as_shape
from dlwidgets.assistant.rules.steps import all_steps
from dlwidgets.assistant.values import Array, Event, Layer, Placed, Shape

LESSON = "03_keras_first_network"
_SHRINKING = frozenset({"Conv1D", "Conv2D", "MaxPooling1D", "MaxPooling2D", "AveragePooling1D", "AveragePooling2D"})
_CONV, _POOL = "layers.Conv2D(8, 3, activation='relu')", "layers.MaxPooling2D()"
_PICTURE, _FLAT = "layers.Input((28, 28, 1))", "layers.Flatten()"


def _cause(steps: list[Step], place: int) -> str:
    """Name the rule that a shape that does not fit belongs to."""
    step = steps[place]
    kind = step.placed.kind
    if step.problem is None or step.problem.reason == "shrinks":
        return "shrinks-to-zero"
    if step.problem.reason == "size":
        return "reshape-merge"
    if kind in RECURRENT | {"TimeDistributed"} and any(one.placed.kind in RECURRENT for one in steps[:place]):
        return "return-sequences"
    straight = all(len(one.shape or ()) == 2 and one.placed.kind not in RECURRENT for one in steps[:place])
    if kind in {"Conv2D", "MaxPooling2D"} and len(step.shape or ()) == 2 and straight:
        return "channel-axis"
    return "wrong-rank"


def _found(facts: Facts, name: str) -> Iterator[tuple[Writer, Sequence[Placed], list[Step], Step, int]]:
    for layers, steps, place in facts.misfits:
        if _cause(steps, place) == name:
            yield Writer(facts, name), layers, steps, steps[place], place


def _written(write: Writer, layers: Sequence[Placed], step: Step, fix: Fix | None) -> Finding:
    problem, layer = step.problem, step.placed.layer
    why = problem.problem if problem else ""
    words = problem.mend.words if problem else ""
    return write(
        layer.node, f"{layer.kind} can't take what comes in.", why, fix or Fix(words), stops=True, about=layers or layer
    )


@rule("return-sequences",
      layers_of("layers.Input((30, 8))", "layers.LSTM(16)", "layers.LSTM(16)"),
      layers_of("layers.Input((30, 8))", "layers.LSTM(16, return_sequences=True)", "layers.LSTM(16)"), lesson=LESSON)  # fmt: skip
def return_sequences(facts: Facts) -> Iterator[Finding]:
    """A recurrent layer in front of another hands on all its steps."""
    for write, layers, steps, step, place in _found(facts, "return-sequences"):
        before = next(one.placed.layer for one in reversed(steps[:place]) if one.placed.kind in RECURRENT)
        inner = before.get("layer") if before.kind == "Bidirectional" else before
        fix = write.argument(
            f"Write return_sequences=True in the {before.kind} before.", inner.node, "return_sequences", "True"
        )
        yield _written(write, layers, step, fix)
    yield from all_steps(facts)


@rule(
    "channel-axis", layers_of("layers.Input((28, 28))", _CONV, _FLAT), layers_of(_PICTURE, _CONV, _FLAT), lesson=LESSON
)
def channel_axis(facts: Facts) -> Iterator[Finding]:
    """Pictures have an axis of colours, also if there is only one."""
    for write, layers, _, step, _ in _found(facts, "channel-axis"):
        first = layers[0].layer if layers else None
        node = first.nodes.get("shape", first.nodes.get("input_shape")) if isinstance(first, Layer) else None
        shape = (*(step.shape or ()), 1)
        yield _written(
            write,
            layers,
            step,
            write.replaced(f"Write {shape}.", node, str(shape)) if node else _with_axis(facts, write, layers),
        )


def _with_axis(facts: Facts, write: Writer, layers: Sequence[Placed]) -> Fix:
    """Write a fix that gives the data of a fit an axis of colours."""
    event = next((one for one in facts.fits if one.layers == layers), None)
    node = event.nodes.get("x") if event is not None else None
    fix = write.inserted("Add an axis: [..., None].", node or ast.Pass(), "[..., None]", behind=True)
    return fix if isinstance(node, ast.Name) else Fix(fix.words)


@rule("shrinks-to-zero", layers_of(_PICTURE, *[_CONV, _POOL] * 4, _FLAT), layers_of(_PICTURE, *[_CONV, _POOL] * 2, _FLAT),
      lesson=LESSON)  # fmt: skip
def shrinks_to_zero(facts: Facts) -> Iterator[Finding]:
    """Each convolution and pooling makes a picture smaller."""
    for write, layers, steps, step, _ in _found(facts, "shrinks-to-zero"):
        # A loop makes many layers of one call.
        calls = {id(one.placed.layer.node): one.placed.layer for one in steps if one.placed.kind in _SHRINKING}
        fixes = [write.argument("", one.node, "padding", "'same'") for one in calls.values()]
        edits = tuple(edit for fix in fixes for edit in fix.edits)
        yield _written(write, layers, step, Fix("Write padding='same', so that only the steps make it smaller.", edits))


@rule("reshape-merge", layers_of("layers.Input((20,))", "layers.Reshape((4, 4))", _FLAT),
      layers_of("layers.Input((20,))", "layers.Reshape((4, 5))", _FLAT), lesson=LESSON)  # fmt: skip
def reshape_merge(facts: Facts) -> Iterator[Finding]:
    """Reshape keeps the count of numbers."""
    for write, layers, _, step, _ in _found(facts, "reshape-merge"):
        target = step.problem.mend.arguments.get("target_shape") if step.problem else None
        node = step.placed.layer.nodes.get("target_shape")
        fix = write.replaced(f"Write {target}.", node, str(target)) if target and node is not None else None
        yield _written(write, layers, step, fix)


@rule("wrong-rank", layers_of("layers.Input((20,))", "layers.LSTM(16)"), layers_of("layers.Input((20, 1))", "layers.LSTM(16)"),
      lesson=LESSON)  # fmt: skip
def wrong_rank(facts: Facts) -> Iterator[Finding]:
    """Each layer wants a certain number of axes."""
    for write, layers, _, step, _ in _found(facts, "wrong-rank"):
        new = step.problem.mend.insert if step.problem else None
        words = step.problem.mend.words if step.problem else ""
        yield _written(
            write, layers, step, Fix(words, layer_before(write, step.placed, repr(new)) if new is not None else ())
        )


def fits(data: Shape, wanted: Shape) -> bool:
    """Tell whether data of one shape go into a model of another; Keras adds or takes a last axis of 1."""
    for one in (data, (*data, 1), data[:-1] if data[-1:] == (1,) else data):
        if len(one) == len(wanted) and all(a == b or None in {a, b} for a, b in zip(one, wanted, strict=True)):
            return True
    return False


def _mismatches(facts: Facts) -> Iterator[tuple[Event, Array, Shape, Layer]]:
    seen: set[int] = set()
    for event in facts.events:
        x = examples(event)
        first = event.layers[0].layer if event.layers else None
        wanted = input_shape(event.layers)
        if event.is_open or x is None or x.example is None or wanted is None or not isinstance(first, Layer):
            continue
        if (
            event.kind in {"fit", "evaluate"}
            and id(event.model) not in seen
            and first.kind != "Embedding"
            and x.example
            and not fits(x.example, wanted)
        ):
            seen.add(id(event.model))
            yield event, x, wanted, first


def _is_shape_of(write: Writer, node: ast.expr, event: Event) -> bool:
    """Tell whether a program writes ``X.shape`` for the X that it fits."""
    given = event.nodes.get("x")
    plain = isinstance(node, ast.Attribute) and node.attr == "shape" and isinstance(node.value, ast.Name)
    return plain and given is not None and write.text(given) == write.text(node).removesuffix(".shape")


@rule("batch-in-input-shape",
      "import keras\nimport numpy as np\nX = np.random.rand(100, 4)\ny = np.random.rand(100)\n"
      "model = keras.Sequential([keras.layers.Dense(1, input_shape=X.shape)])\n"
      "model.compile(loss='mse', optimizer='adam')\nmodel.fit(X, y, epochs=20)\n",
      "import keras\nimport numpy as np\nX = np.random.rand(100, 4)\ny = np.random.rand(100)\n"
      "model = keras.Sequential([keras.layers.Dense(1, input_shape=X.shape[1:])])\n"
      "model.compile(loss='mse', optimizer='adam')\nmodel.fit(X, y, epochs=20)\n", lesson=LESSON,
      hides=("input-vs-data", "wrong-rank", "channel-axis", "missing-flatten", "silent-broadcast"))  # fmt: skip
def batch_in_input_shape(facts: Facts) -> Iterator[Finding]:
    """input_shape is the shape of one example."""
    yield from number_as_shape(facts)
    write = Writer(facts, "batch-in-input-shape")
    told: set[int] = set()
    for event, first in _firsts(facts):
        x, node = examples(event), first.nodes.get("input_shape", first.nodes.get("shape"))
        same = x is not None and x.rank is not None and x.rank > 1 and x.shape == declared_shape(first)
        named = node is not None and _is_shape_of(write, node, event)
        if node is None or id(first) in told or not (same or named):
            continue
        told.add(id(first))
        example = x.example if x is not None and x.shape else "that of one example"
        yield write(node, "input_shape holds the number of examples.",
                    f"It is {x.shape if x is not None and x.shape else write.text(node)}: all examples. The model should know {example} only.",
                    write.inserted("Leave the first number out: [1:].", node, "[1:]", behind=True)
                    if named else write.replaced(f"Write {example}.", node, str(example)),
                    stops=True, about=event)  # fmt: skip


def _firsts(facts: Facts) -> Iterator[tuple[Event, Layer]]:
    """List the fits with the layer that says the shape of the input."""
    for event in facts.fits:
        first = event.layers[0].layer
        if isinstance(first, Layer):
            yield event, first


@rule("input-vs-data", pictures("").replace("Input((28, 28))", "Input((28, 30))") + COMPILE + FIT, pictures(COMPILE + FIT),
      lesson=LESSON)  # fmt: skip
def input_vs_data(facts: Facts) -> Iterator[Finding]:
    """The model's input has the shape of one example."""
    write = Writer(facts, "input-vs-data")
    for event, x, wanted, first in _mismatches(facts):
        written = first.nodes.get("input_shape", first.nodes.get("shape"))
        if wanted != x.shape and not (written is not None and _is_shape_of(write, written, event)):
            node = first.nodes.get("shape", first.nodes.get("input_shape", first.nodes.get("input_dim")))
            text = str(x.example[0]) if x.example and "input_dim" in first.nodes else str(x.example)
            same = x.example is not None and (None not in x.example) and len(x.example) == len(wanted)
            place = node if same and node is not None else event.nodes.get("x", event.node)
            yield write(place, f"The model wants examples of shape {wanted}, but {x.example} came.",
                        f"The data have the shape {x.shape}: {x.shape[0] if x.shape else '?'} examples, each {x.example}.",
                        write.replaced(f"Write {text}.", node, text) if same else Fix(f"Reshape the data to {wanted} each."),
                        stops=True, about=event)  # fmt: skip
