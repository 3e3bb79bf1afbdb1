"""Rules about the order of what a program does with a model, and what it makes of the answers."""

import ast
import re
from collections.abc import Iterator

from dlwidgets.assistant.chains import input_shape, walk
from dlwidgets.assistant.facts import Facts, examples
from dlwidgets.assistant.findings import ADVICE, BUG, WARNING, Edit, Finding, Fix, Span
from dlwidgets.assistant.libraries.streams import is_stream
from dlwidgets.assistant.reading.arguments import owner_of
from dlwidgets.assistant.rules.edits import argument_out, below
from dlwidgets.assistant.rules.examples import COMPILE, FIT, pictures
from dlwidgets.assistant.rules.lost import NOTHING, lost
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.rules.shaping import fits
from dlwidgets.assistant.values import UNKNOWN, Event, Layer, Method, Model, Object, Placed, is_number, is_size

LESSON = "03_keras_first_network"
_BEGINS_ANEW = r"set_weights|load_weights|clone_model|from_config|reset_states"


@rule(
    "freeze-after-fit",
    pictures(COMPILE + FIT + "model.trainable = False\n" + FIT),
    pictures(COMPILE + FIT + "model.trainable = False\n" + COMPILE + FIT),
    lesson=LESSON,
)
def freeze_after_fit(facts: Facts) -> Iterator[Finding]:
    """What is frozen after fit stays as it was until compile is called again."""
    write = Writer(facts, "freeze-after-fit")
    fitted: dict[int, int] = {}
    frozen: dict[int, Event] = {}
    for event in facts.events:
        key = id(event.model)
        if event.kind == "freeze" and fitted.get(key) == id(event.compiled):
            frozen[key] = event
        elif event.kind == "compile":
            frozen.pop(key, None)
        elif event.kind == "fit":
            late = frozen.pop(key, None)
            if late is not None and not event.maybe_compiled:
                yield write(
                    late.node,
                    "trainable is set after fit, and compile is not called again.",
                    f"fit in line {event.node.lineno} goes on with the model as line {event.compiled.node.lineno if event.compiled else 1} compiled it, so the "
                    "weights go on moving as before.",
                    Fix(
                        "Call compile again before the next fit.",
                        below(write, late.node, write.text(event.compiled.node)) if event.compiled else (),
                    ),
                )
            fitted[key] = id(event.compiled)


@rule(
    "lost-return",
    pictures("model = model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')\n" + FIT),
    pictures("model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')\n" + FIT),
    lesson=LESSON,
)
def lost_return(facts: Facts) -> Iterator[Finding]:
    """A method that gives nothing back must not take the model's name."""
    write = Writer(facts, "lost-return")
    named = [one for one in facts.nodes if isinstance(one, ast.Name | ast.Attribute)]
    for node in facts.nodes:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
            continue
        method = facts.called.get(id(node.value))
        if (
            not isinstance(method, Method)
            or not isinstance(method.owner, Model)
            or not isinstance(node.value.func, ast.Attribute)
        ):
            continue
        name = write.text(node.targets[0])
        if method.name in NOTHING and name == write.text(node.value.func.value):
            yield write(
                node,
                f"{name} becomes None here.",
                f"{method.name} changes the model and gives nothing back; the next line finds no model any more.",
                write.replaced(f"Leave '{name} =' out.", node, write.text(node.value)),
                stops=any(one.lineno > node.lineno and write.text(one) == name for one in named),
            )
    yield from lost(facts)
    yield from _unpacked(facts, write)


def _unpacked(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find an evaluate that gives one number where two are wanted."""
    events = {id(one.node): one for one in facts.events if one.kind == "evaluate"}
    for node in facts.nodes:
        event = events.get(id(node.value)) if isinstance(node, ast.Assign) else None
        if event is None or not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Tuple):
            continue
        compiled = event.compiled
        if compiled is None or event.maybe_compiled or {"weighted_metrics", "..."} & set(compiled.arguments):
            continue
        metrics = compiled.arguments.get("metrics", [])
        if len(event.model.outputs) > 1 or event.model.own is not None:
            continue
        if metrics and isinstance(metrics, list) and UNKNOWN not in metrics:
            yield from _too_few(write, node.targets[0], len(metrics) + 1)
        elif not metrics:
            yield write(
                node.targets[0],
                "evaluate gives one number here, the loss.",
                "compile was given no metrics, so there is nothing else to give back.",
                write.argument("Give compile metrics.", compiled.node, "metrics", "['accuracy']", 3),
                stops=True,
            )


def _too_few(write: Writer, names: ast.Tuple, count: int) -> Iterator[Finding]:
    """Find fewer or more names than evaluate gives numbers."""
    wanted = len(names.elts)
    if wanted == count or any(isinstance(one, ast.Starred) for one in names.elts):
        return
    fix = write.inserted("Let a name with a star take the rest.", names.elts[-1], ", *rest", behind=True)
    yield write(
        names, f"evaluate gives {count} numbers here, and {wanted} names wait for them.",
        f"They are the loss and {count - 1} metric{'s' if count > 2 else ''} of compile.",
        fix if wanted < count else Fix("Give compile as many metrics as there are names."), stops=True,
    )  # fmt: skip


@rule(
    "predict-batch",
    pictures(COMPILE + FIT + "model.predict(x_test[0])\n"),
    pictures(COMPILE + FIT + "model.predict(x_test[:1])\n"),
    lesson=LESSON,
)
def predict_batch(facts: Facts) -> Iterator[Finding]:
    """Predict takes several examples, also if there is only one."""
    write = Writer(facts, "predict-batch")
    for event in facts.events:
        x, wanted, node = examples(event), input_shape(event.layers), event.nodes.get("x")
        if event.kind != "predict" or event.is_open or x is None or not x.shape or not wanted or node is None:
            continue
        if not fits(x.shape[1:], wanted) and fits(x.shape, wanted):
            yield write(
                node,
                "A single example comes without the axis of the examples.",
                f"Its shape is {x.shape}; the model wants {(1, *x.shape)}: 1 example of that shape.",
                write.inserted("Add an axis: [None].", node, "[None]", behind=True),
                stops=True,
            )


@rule(
    "dataset-args",
    "import tensorflow as tf\nfrom tensorflow import keras\n"
    "a, b = tf.random.normal((40, 3)), tf.random.normal((40, 1))\n"
    "ds = tf.data.Dataset.from_tensor_slices((a, b)).batch(8)\n"
    "model = keras.Sequential([keras.layers.Dense(1)])\nmodel.compile('adam', 'mse')\n"
    "model.fit(ds, epochs=5, validation_split=0.2)\n",
    "import tensorflow as tf\nfrom tensorflow import keras\n"
    "a, b = tf.random.normal((40, 3)), tf.random.normal((40, 1))\n"
    "ds = tf.data.Dataset.from_tensor_slices((a, b)).batch(8)\n"
    "model = keras.Sequential([keras.layers.Dense(1)])\nmodel.compile('adam', 'mse')\nmodel.fit(ds, epochs=5)\n",
    lesson=LESSON,
)
def dataset_args(facts: Facts) -> Iterator[Finding]:
    """A tf.data set brings its own batches and targets."""
    write = Writer(facts, "dataset-args")
    for event in facts.fits:
        x = event.arguments.get("x")
        if not isinstance(x, Object) or not is_stream(x):
            continue
        split, size = event.arguments.get("validation_split"), event.arguments.get("batch_size")
        if "validation_split" in event.nodes and is_number(split) and split:
            yield write(
                event.nodes["validation_split"],
                "validation_split does not go with data that come in batches.",
                "Keras can cut arrays only, no set of tf.data and no generator: fit stops here.",
                _without(write, event, "validation_split"),
                stops=True,
            )
        if "y" in event.nodes and event.arguments.get("y") is not None:
            yield _with_targets(write, event)
        if x.state["batched"] is False and event.layers:
            yield _unbatched(write, event)
        elif "batch_size" in event.nodes and is_number(size):
            yield write(
                event.nodes["batch_size"],
                "batch_size changes nothing here.",
                "These data come in batches already, of the size that they were made with.",
                _without(write, event, "batch_size"),
                level=ADVICE,
            )


def _with_targets(write: Writer, event: Event) -> Finding:
    """Tell of targets beside a set that has its own."""
    node = event.nodes["y"]
    keyword = next((one for one in event.node.keywords if one.arg == "y"), None)
    after = [one for one in event.node.args if one is not node]
    edits = argument_out(write, event.node, keyword) if keyword is not None else ()
    if keyword is None and len(after) == 1:
        span, before = write.span(node), write.span(after[0])
        edits = (Edit(Span(before.end_line, before.end_column, span.end_line, span.end_column), ""),)
    return write(node, "Data in batches bring their targets with them.",
                 "Keras refuses a y beside a set of tf.data or a generator.", Fix("Leave y out.", edits), stops=True, about=event)  # fmt: skip


def _unbatched(write: Writer, event: Event) -> Finding:
    """Tell of a tf.data set that gives one example at a time."""
    node, size = event.nodes.get("x", event.node), event.arguments.get("batch_size")
    return write(
        node, "This tf.data set has no batches.",
        "fit takes each of its entries for a batch, so that one example comes without the axis of the examples.",
        write.inserted("Batch it.", node, f".batch({size if is_size(size) else 32})", behind=True), stops=True,
    )  # fmt: skip


def _without(write: Writer, event: Event, name: str) -> Fix:
    keyword = next((one for one in event.node.keywords if one.arg == name), None)
    words = f"Leave {name} out; split or batch the set before."
    return Fix(words, argument_out(write, event.node, keyword) if keyword else ())


@rule(
    "shared-layer",
    "import keras\nd = keras.layers.Dense(8, activation='relu')\nmodel = keras.Sequential([d, d, keras.layers.Dense(1)])\n"
    "model.compile('adam', 'mse')\n",
    "import keras\nd = keras.layers.Dense(8, activation='relu')\ne = keras.layers.Dense(8, activation='relu')\n"
    "model = keras.Sequential([d, e, keras.layers.Dense(1)])\nmodel.compile('adam', 'mse')\n",
    lesson=LESSON,
)
def shared_layer(facts: Facts) -> Iterator[Finding]:
    """Each layer of a model is made by a call of its own, and each part of a cross-validation gets a new model."""
    write = Writer(facts, "shared-layer")
    yield from _kept_between_folds(facts, write)
    weighty = {"Dense", "Conv1D", "Conv2D", "LSTM", "GRU", "SimpleRNN", "BatchNormalization", "Embedding"}
    told: set[int] = set()
    for event in facts.events:
        seen: dict[int, Placed] = {}
        for placed in event.layers if event.model.is_sequential else ():
            layer = placed.layer
            if isinstance(layer, Layer) and layer.kind in weighty and id(layer) in seen and id(layer) not in told:
                told.add(id(layer))
                yield _twice(write, event, seen[id(layer)], placed)
            seen.setdefault(id(layer), placed)


def _twice(write: Writer, event: Event, first: Placed, again: Placed) -> Finding:
    """Tell of a layer that stands at two places, and whether what comes in there can go into one set of weights."""
    layer = first.layer
    steps, _ = walk(event.layers, examples(event))
    came = [(one.shape or (None,))[-1] for placed in (first, again) for one in steps if one.placed is placed]
    stops = len(came) == 2 and None not in came and came[0] != came[1]
    why = f"It is the layer of line {layer.node.lineno} once more{_size_of(layer)}: one set of weights, and not two"
    return write(
        again.node,
        f"The same {layer.kind} stands here a second time.",
        f"{why}, made for {came[0]} numbers; here come {came[1]}." if stops else f"{why}.",
        write.replaced(
            f"Make a new layer: {write.text(layer.node)}.",
            again.node if isinstance(again.node, ast.Name) else None,
            write.text(layer.node),
        ),
        level=BUG if stops else WARNING,
        stops=stops,
    )


def _size_of(layer: Layer) -> str:
    units = layer.get("units", layer.get("filters"))
    return f", with its {units} unit{'s' * (units != 1)}" if is_size(units) else ""


def _kept_between_folds(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find a model that is fitted to one part of a cross-validation after the other, and keeps what it has learned."""
    loops = [one for one in facts.nodes if isinstance(one, ast.For)]
    for event in facts.fits:
        inside = next((held for loop in loops if event.node in (held := list(ast.walk(loop)))), [])
        if not inside or not _goes_over_folds(facts, inside[0]) or event.model.node in inside:
            continue
        judged = any(one.kind == "evaluate" and one.model is event.model and one.node in inside for one in facts.events)
        owner = owner_of(event.node)
        stored = {one.id for one in inside if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
        kept = isinstance(owner, ast.Name) and owner.id not in stored
        if judged and kept and not re.search(_BEGINS_ANEW, write.text(inside[0])):
            yield write(
                event.node, "The same model is fitted to one fold after the other.",
                "From the second fold on it has seen what it is tested on: it keeps its weights between the folds.",
                Fix("Build and compile a new model at the beginning of each round."), level=WARNING,
            )  # fmt: skip


def _goes_over_folds(facts: Facts, loop: ast.AST) -> bool:
    """Tell a loop over the parts of a cross-validation of scikit-learn."""
    targets = [facts.called.get(id(one)) for one in ast.walk(loop.iter)] if isinstance(loop, ast.For) else []
    splits = [one.owner for one in targets if isinstance(one, Method) and one.name == "split"]
    return any(isinstance(one, Object) and one.path.startswith("sklearn.model_selection.") for one in splits)
