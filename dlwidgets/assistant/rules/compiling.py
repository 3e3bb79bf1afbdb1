"""Rules about compile and fit: their order, and what they are told."""

import ast
import re
from collections.abc import Iterator

from dlwidgets.assistant.chains import is_chain
from dlwidgets.assistant.facts import Facts, end_of, examples, targets
from dlwidgets.assistant.findings import ADVICE, WARNING, Finding, Fix
from dlwidgets.assistant.libraries.streams import is_stream
from dlwidgets.assistant.reading.arguments import owner_of
from dlwidgets.assistant.rules.edits import above, below, without
from dlwidgets.assistant.rules.examples import COMPILE, FIT, compiled_with, pictures
from dlwidgets.assistant.rules.outputs import CATEGORICAL, ends
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.rules.settings import no_layers, wrong_kinds
from dlwidgets.assistant.rules.wording import counted
from dlwidgets.assistant.values import ONE_HOT, Array, Event, Layer, Model, Name, is_size

LESSON = "03_keras_first_network"
_TRAINS = r"\.fit|\.train|GradientTape|apply_gradients|load_weights|load_model|set_weights|weights="
_GOOD = pictures(COMPILE + FIT)


@rule("not-ready", pictures(FIT), _GOOD, lesson=LESSON)
def not_ready(facts: Facts) -> Iterator[Finding]:
    """A model is compiled before it is fitted."""
    write = Writer(facts, "not-ready")
    done: set[int] = set()
    for event in facts.events:
        model = event.model
        asks = event.kind in {"fit", "evaluate", "train_on_batch"}
        if asks and event.compiled is None and not (event.maybe_compiled or event.is_open) and id(model) not in done:
            done.add(id(model))
            if event.layers:
                yield write(
                    event.node, f"{event.kind} comes before compile.",
                    f"The model of {len(event.layers)} layer{'s' * (len(event.layers) != 1)} has no loss and no optimizer before: Keras stops here.",
                    _compile_before(write, event), stops=True,
                )  # fmt: skip
    yield from _never_trained(facts, write)


def _compile_before(write: Writer, event: Event) -> Fix:
    """Write a fix that compiles the model for what its last layer answers."""
    end, y, owner = end_of(event.layers), targets(event), owner_of(event.node)
    hot = y is not None and y.coding == ONE_HOT
    losses = {"softmax": "categorical_crossentropy" if hot else "sparse_categorical_crossentropy",
              "sigmoid": "binary_crossentropy", "linear": "mse"}  # fmt: skip
    loss = losses.get(end.activation if end is not None and isinstance(end.activation, str) else "")
    words = "Call model.compile(optimizer='adam', loss=...) before."
    if not isinstance(owner, ast.Name) or loss is None:
        return Fix(words)
    return Fix(words, above(write, event.node, f"{owner.id}.compile(optimizer='adam', loss='{loss}')"))


def _never_trained(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find an evaluation of first weights, where nothing in the whole program trains or loads any."""
    if re.search(_TRAINS, facts.program.source.code):
        return
    for event in facts.events:
        if event.kind == "evaluate" and event.compiled and event.layers and not event.is_open:
            yield write(event.node, "The model is evaluated, but never trained.",
                        "Its weights are the random ones that it began with.", Fix("Call model.fit before."),
                        level=WARNING)  # fmt: skip
            return


@rule("class-not-instance", pictures(compiled_with("keras.optimizers.Adam") + FIT),
      pictures(compiled_with("keras.optimizers.Adam()") + FIT), lesson=LESSON)  # fmt: skip
def class_not_instance(facts: Facts) -> Iterator[Finding]:
    """Layers and optimizers are made by parentheses."""
    yield from wrong_kinds(facts)
    write = Writer(facts, "class-not-instance")
    for event in facts.events:
        value = event.arguments.get("optimizer") if event.kind == "compile" else None
        node = event.nodes.get("optimizer")
        name = _class_name(value, "keras.optimizers.")
        if node is not None and name:
            yield _bare(write, node, name, "optimizer")
    yield from no_layers(facts)
    for call_node, target, call in facts.program.calls:
        listed = list(call.places)
        nodes = list(call_node.args)
        sequential = isinstance(target, Name) and target.path.endswith("models.Sequential")
        if sequential and len(listed) > 1 and all(isinstance(one, Layer) for one in listed[:2]):
            yield write(call_node, "The layers of a Sequential stand in a list.",
                        f"Here are {len(listed)} arguments; Keras takes the second for something else.",
                        write.replaced("Put [ ] around them.", call_node, _listed(write, call_node)), stops=True)  # fmt: skip
        if sequential and listed and isinstance(listed[0], list) and hasattr(nodes[0], "elts"):
            listed, nodes = listed[0], nodes[0].elts
        adds = sequential or (getattr(target, "name", "") == "add" and isinstance(target.owner, Model))
        for value, node in zip(listed, nodes, strict=False) if adds else ():
            if name := _class_name(value, "keras.layers."):
                yield _bare(write, node, name, "layer")


def _class_name(value: object, home: str) -> str:
    """Return the name of a class of Keras; empty for all else."""
    return value.last if isinstance(value, Name) and value.path.startswith(home) and value.last[0].isupper() else ""


def _bare(write: Writer, node: ast.expr, name: str, what: str) -> Finding:
    """Tell of a class that stands where one of its objects is wanted."""
    why = f"{name} alone is the class; {name}() makes the {what} of it."
    fix = write.inserted("Add ().", node, "()", behind=True)
    return write(node, f"{name} lacks its parentheses.", why, fix, stops=True)


def _listed(write: Writer, call: ast.Call) -> str:
    return f"{write.text(call.func)}([{', '.join(write.text(one) for one in call.args)}])"


@rule("epochs-batch", pictures(COMPILE + "model.fit(x_train, y_train)\n"), _GOOD, lesson=LESSON)
def epochs_batch(facts: Facts) -> Iterator[Finding]:
    """Without epochs, fit goes over the data once."""
    write = Writer(facts, "epochs-batch")
    loops = [one for one in facts.nodes if isinstance(one, ast.For | ast.While)]
    for event in facts.fits:
        if any(_goes_over_again(loop, event) for loop in loops):
            continue
        if "epochs" not in event.arguments and "..." not in event.arguments and "nb_epoch" not in event.arguments:
            yield write(event.node, "fit goes over the data once only.", f"epochs is not given, so it is 1: {_seen_once(event)}.",
                        write.argument("Write epochs=10 and look at the curve.", event.node, "epochs", "10"),
                        level=ADVICE)  # fmt: skip


def _seen_once(event: Event) -> str:
    """Say how little a fit over the data once is."""
    x, size = examples(event), event.arguments.get("batch_size", 32)
    count = x.shape[0] if x is not None and x.shape and isinstance(event.arguments.get("x"), Array) else None
    steps = f", in {-(-count // size)} steps" if count and is_size(size) else ""
    return f"each of the {counted(x)} is seen once{steps}"


def _goes_over_again(loop: ast.stmt, event: Event) -> bool:
    """Tell a loop that fits one model again and again, and does not make a new one each time."""
    inside = list(ast.walk(loop))
    name = getattr(owner_of(event.node), "id", "")
    makes = any(isinstance(one, ast.Name) and one.id == name and isinstance(one.ctx, ast.Store) for one in inside)
    return event.node in inside and event.model.node not in inside and not makes


@rule("layer-after-output",
      pictures(COMPILE + FIT + "model.add(layers.Dense(10, activation='softmax'))\n" + FIT), _GOOD,
      lesson=LESSON, hides=("hidden-activation", "logits-without-flag"))  # fmt: skip
def layer_after_output(facts: Facts) -> Iterator[Finding]:
    """Nothing comes behind the output, and what is added after fit waits for compile."""
    write = Writer(facts, "layer-after-output")
    yield from _behind_softmax(facts, write)
    yield from _popped_in_vain(facts, write)
    last: dict[int, tuple[int, int]] = {}
    for event in facts.events:
        key, count = id(event.model), len(event.layers)
        if event.kind == "fit" and not event.is_open and event.compiled is not None:
            before = last.get(key)
            if before is not None and before[0] == id(event.compiled) and count > before[1]:
                yield write(event.layers[before[1]].node, "This layer comes after the model was fitted.",
                            "fit goes on with the model as it was compiled; the new layer's weights never move.",
                            Fix("Add it before compile, or compile again.",
                                below(write, event.layers[before[1]].node, write.text(event.compiled.node))), about=event)  # fmt: skip
            last[key] = (id(event.compiled), count)


def _popped_in_vain(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find ``model.layers.pop()``, which takes a layer out of a copy of the list."""
    for node, _, _ in facts.program.calls:
        inner = node.func.value if isinstance(node.func, ast.Attribute) and node.func.attr == "pop" else None
        if not isinstance(inner, ast.Attribute) or inner.attr != "layers":
            continue
        held = facts.program.names.get(inner.value.id) if isinstance(inner.value, ast.Name) else None
        sequential = isinstance(held, Model) and held.is_sequential and not held.maybe_compiled
        text = f"{write.text(inner.value)}.pop()"
        yield write(node, "layers.pop() takes nothing out of the model.",
                    "model.layers is a copy of the list, so what is put behind the model stands behind its old output.",
                    write.replaced(f"Write {text}.", node, text) if sequential else
                    Fix("Build on the output of the layer before: model.layers[-2].output."), level=WARNING)  # fmt: skip


def _behind_softmax(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find a Dense that takes the shares of a softmax with as many units as it has itself."""
    for event, _, end, loss in ends(facts):
        behind = [one for one in event.layers if one.kind not in {"Dropout", "Flatten"}]
        before = end_of(tuple(behind[:-1])) if is_chain(event.layers) and behind[-1:] == [end.placed] else None
        if before is None or before.activation != "softmax" or before.units != end.units or loss not in CATEGORICAL:
            continue
        if end.layer.kind == "Dense" == before.layer.kind and is_size(end.units) and end.units > 1:
            yield write(
                end.layer.node, f"This layer stands behind an output: the softmax over {end.units} units before.",
                f"What comes in are {end.units} shares that add up to 1, so little of what the network saw gets through.",
                Fix("Take it out: the softmax before is the output.", without(write, end.placed)), about=event,
            )  # fmt: skip


def _split(write: Writer, event: Event) -> Fix:
    """Write a fix that holds a part of the examples back."""
    keyword = next((one for one in event.node.keywords if one.arg == "validation_data"), None)
    return write.replaced("Hold examples back, such as by validation_split=0.2.", keyword, "validation_split=0.2")


def _is_written_twice(event: Event) -> bool:
    """Tell whether the same words stand for what is trained on and what is validated on."""
    held, x = event.nodes.get("validation_data"), event.nodes.get("x")
    if not isinstance(held, ast.Tuple | ast.List) or x is None or not held.elts:
        return False
    plain = not any(isinstance(one, ast.Call) for one in ast.walk(x))
    return plain and ast.dump(held.elts[0]) == ast.dump(x)


@rule("val-is-train", pictures(COMPILE
      + "model.fit(x_train, y_train, epochs=5, validation_data=(x_train, y_train))\n"),
      pictures(COMPILE
      + "model.fit(x_train, y_train, epochs=5, validation_data=(x_test, y_test))\n"), lesson=LESSON)  # fmt: skip
def val_is_train(facts: Facts) -> Iterator[Finding]:
    """Validation needs examples that training does not see."""
    write = Writer(facts, "val-is-train")
    for event in facts.fits:
        held, x = event.arguments.get("validation_data"), event.arguments.get("x")
        same = isinstance(held, tuple | list) and bool(held) and isinstance(x, Array) and held[0] is x
        same = same or (is_stream(x) and held is x)
        if same or _is_written_twice(event):
            yield write(event.nodes["validation_data"], "The model is validated on what it was trained on.",
                        f"The same {counted(examples(event))} stand in both places: val_loss says how well it remembers, and not how well it does "
                        "on new ones.",
                        _split(write, event),
                        level=WARNING)  # fmt: skip
