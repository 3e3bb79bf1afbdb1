"""What calls are given that is of another kind than Keras takes; the rules of these names yield it too."""

import ast
from collections.abc import Iterator

from dlwidgets.assistant.facts import Facts
from dlwidgets.assistant.findings import Finding, Fix
from dlwidgets.assistant.reading.arguments import written
from dlwidgets.assistant.rules.edits import constant_of
from dlwidgets.assistant.rules.rule import Writer
from dlwidgets.assistant.subjects import fitted_with
from dlwidgets.assistant.values import ONE_HOT, Array, Event, Layer, Method, Model, Name


def wrong_kinds(facts: Facts) -> Iterator[Finding]:
    """Find sizes that are no whole numbers, and metrics that are no list."""
    write = Writer(facts, "class-not-instance")
    for layer in facts.program.layers:
        name = next((one for one in ("units", "filters") if one in layer.nodes), "")
        value, node = layer.get(name), layer.nodes.get(name)
        if node is not None and (isinstance(value, str | float) or _is_product(facts, node)):
            whole = (
                f"{float(value):g}" if isinstance(value, float) or str(value).isdigit() else f"int({write.text(node)})"
            )
            yield write(node, f"{layer.kind} wants a whole number here.",
                        f"{write.text(node)} is {'a text' if isinstance(value, str) else 'another kind of number'}, and Keras takes whole numbers of Python only.",
                        write.replaced(f"Write {whole}.", node, whole), stops=True)  # fmt: skip
    for event in facts.events:
        value, node = event.arguments.get("metrics"), event.nodes.get("metrics")
        if event.kind == "compile" and isinstance(value, str) and node is not None:
            yield write(node, "The metrics stand in a list.", f"{value!r} is a text; Keras takes a list, a tuple or a dict of metrics.",
                        write.replaced("Put [ ] around it.", node, f"[{write.text(node)}]"), stops=True)  # fmt: skip


def no_layers(facts: Facts) -> Iterator[Finding]:
    """Find what is added to a model and is no layer, and a Sequential without its parentheses."""
    write = Writer(facts, "class-not-instance")
    for node, target, call in facts.program.calls:
        given, added = node.args[0] if node.args else None, call.get(0)
        if (
            given is None
            or not isinstance(target, Method)
            or not isinstance(target.owner, Model)
            or target.name != "add"
        ):
            continue
        if isinstance(added, list) and added and all(isinstance(one, Layer) for one in added):
            owner = write.text(node.func)
            lines = f"\n{' ' * write.span(node).column}".join(
                f"{owner}({write.text(one)})" for one in getattr(given, "elts", [])
            )
            yield write(given, "add takes one layer at a time.", "This is a list of layers.",
                        write.replaced("Add them one by one.", node if lines else None, lines), stops=True)  # fmt: skip
        elif isinstance(added, str):
            text = f"Activation({write.text(given)})"
            known = "Activation" in facts.program.names or facts.program.stars
            yield write(given, f"{write.text(given)} is a text, and add takes a layer.", "An activation of its own is the layer Activation.",
                        write.replaced(f"Write {text}.", given if known else None, text), stops=True)  # fmt: skip
    names = {write.text(node.func.value) for node, _, _ in facts.program.calls
             if isinstance(node.func, ast.Attribute) and node.func.attr in {"add", "compile", "fit"}}  # fmt: skip
    for one in facts.nodes:
        if (
            isinstance(one, ast.Assign)
            and isinstance(one.value, ast.Name | ast.Attribute)
            and write.text(one.targets[0]) in names
        ):
            held = facts.program.names.get(one.value.id) if isinstance(one.value, ast.Name) else None
            if held == Name("keras.models.Sequential") or write.text(one.value).endswith("keras.Sequential"):
                yield write(one.value, f"{write.text(one.value)} lacks its parentheses.", "Without them it is the class, and no model.",
                            write.inserted("Add ().", one.value, "()", behind=True), stops=True)  # fmt: skip


def _is_product(facts: Facts, node: ast.expr) -> bool:
    """Tell ``np.prod(...)``, which gives a number of NumPy."""
    target = facts.called.get(id(node))
    return isinstance(target, Name) and target.path in {"numpy.prod", "numpy.product"}


def number_as_shape(facts: Facts) -> Iterator[Finding]:
    """Find a number where a shape is wanted."""
    write = Writer(facts, "batch-in-input-shape")
    for layer in facts.program.layers:
        name = "shape" if layer.kind == "Input" else "input_shape"
        value, node = layer.get(name), layer.nodes.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and node is not None:
            text = f"({write.text(node)},)"
            yield write(node, f"A shape is a tuple: {text}, with its comma.",
                        f"{write.text(node)} is a number; a shape has one number for each axis, also if there is one axis only.",
                        write.replaced(f"Write {text}.", node, text), stops=True, about=layer)  # fmt: skip


def mixed_up_data(facts: Facts) -> Iterator[Finding]:
    """Find fits whose X and y do not belong together, or stand in the places of other things."""
    write = Writer(facts, "xy-split")
    for event in facts.fits:
        x, y = event.arguments.get("x"), event.arguments.get("y")
        size = event.arguments.get("batch_size")
        third = event.node.args[2] if len(event.node.args) > 2 else None
        if third is not None and isinstance(size, Array) and size.shape != ():
            yield write(third, "fit takes X and y; the third place is the size of a batch.",
                        f"{write.text(third)} holds data.", Fix("Write fit(X_train, y_train, validation_data=(X_test, y_test))."), stops=True, about=event)  # fmt: skip
        elif isinstance(event.arguments.get("validation_data"), Array):
            yield _lonely(write, event)
        elif (
            isinstance(x, Array)
            and isinstance(y, Array)
            and {x.part, y.part} == {"train", "test"}
            and _are_of_one_split(facts, event)
        ):
            yield _of_two_parts(write, event, event.nodes.get("y", event.node), x, y)
        elif isinstance(x, Array) and isinstance(y, Array) and _differ(x, y):
            yield write(event.nodes.get("y", event.node), "X and y have different numbers of examples.",
                        f"X has {x.shape and x.shape[0]}, y has {y.shape and y.shape[0]}; each example needs its target.",
                        Fix("Look where they were cut: both have to be cut alike."), stops=True, about=event)  # fmt: skip

    for event in facts.events:
        yield from _judged_wrongly(facts, write, event)


def _are_of_one_split(facts: Facts, event: Event) -> bool:
    """Tell whether X and y are names of one program, which train_test_split has filled."""
    return "train_test_split" in facts.program.source.code and not event.is_open


def _of_two_parts(write: Writer, event: Event, node: ast.AST, x: Array, y: Array) -> Finding:
    """Tell of examples of one part beside the targets of the other."""
    names = write.facts.program.names.items()
    other = next(
        (name for name, one in names if isinstance(one, Array) and one.root is y.root and one.part == x.part), ""
    )
    return write(node, "X and y are of different parts of the split.",
                 f"{write.text(node)[:30]} holds the targets of other examples than those that it stands beside.",
                 write.replaced(f"Write {other or 'the y of the same part'}.", node if other else None, other), stops=True, about=event)  # fmt: skip


def _judged_wrongly(facts: Facts, write: Writer, event: Event) -> Iterator[Finding]:
    """Find examples to judge by whose targets are those of others."""
    held = event.arguments.get("validation_data") if event.kind == "fit" else None
    node = event.nodes.get("validation_data")
    pair, written = (
        (held, getattr(node, "elts", []))
        if event.kind == "fit"
        else ((event.arguments.get("x"), event.arguments.get("y")), [event.nodes.get("x"), event.nodes.get("y")])
    )
    if event.kind not in {"fit", "evaluate"} or not isinstance(pair, list | tuple) or len(pair) < 2 or len(written) < 2:
        return
    x, y = pair[:2]
    if not isinstance(x, Array) or not isinstance(y, Array) or written[1] is None:
        return
    if {x.part, y.part} == {"train", "test"} and _are_of_one_split(facts, event):
        yield _of_two_parts(write, event, written[1], x, y)
    elif _differ(x, y):
        yield write(written[1], "X and y have different numbers of examples.",
                    f"X has {x.shape and x.shape[0]}, y has {y.shape and y.shape[0]}; each example needs its target.",
                    Fix("Look where they were cut: both have to be cut alike."), stops=True)  # fmt: skip


def _differ(x: Array, y: Array) -> bool:
    counts = [one.shape[0] if one.shape else None for one in (x, y)]
    return None not in counts and counts[0] != counts[1]


def _lonely(write: Writer, event: Event) -> Finding:
    """Tell of examples for validation without their targets."""
    node = event.nodes["validation_data"]
    text = write.text(node)
    partner = f"y{text[1:]}" if text[:1] in "xX" else ""
    fix = f"({text}, {partner})"
    known = partner in write.facts.program.names
    return write(node, "validation_data wants X and y.", f"{text} holds the examples only, so nothing can be compared with the answers.",
                 write.replaced(f"Write {fix}.", node, fix) if known else Fix("Write validation_data=(X_test, y_test)."), stops=True, about=event)  # fmt: skip


def twice_one_hot(facts: Facts) -> Iterator[Finding]:
    """Find one-hot rows of which one-hot rows are made."""
    write = Writer(facts, "labels-vs-loss")
    for node, target, call in facts.program.calls:
        given = call.get(0, "x")
        name = target.last if isinstance(target, Name) else ""
        if name == "to_categorical" and isinstance(given, Array) and given.coding == ONE_HOT and node.args:
            for event in fitted_with(facts, [given]):
                yield write(node, "to_categorical is applied a second time.",
                            "The rows are one-hot already; each of their numbers becomes a row now.",
                            write.replaced("Leave it out.", node, write.text(node.args[0])), stops=True, about=event)  # fmt: skip


def doubled_names(facts: Facts) -> Iterator[Finding]:
    """Find two layers of one name in a model."""
    write = Writer(facts, "broken-graph")
    told: set[int] = set()
    for model in facts.program.models:
        seen: dict[str, Layer] = {}
        for placed in model.layers:
            name = placed.layer.get("name") if isinstance(placed.layer, Layer) else None
            if not isinstance(name, str) or placed.layer is seen.get(name):
                continue
            # A loop writes one name for many layers, unless it counts.
            if name in seen and id(placed.layer) not in told and placed.layer.node is not seen[name].node:
                told.add(id(placed.layer))
                node = placed.layer.nodes["name"]
                yield write(node, f"Two layers are called {name!r}.", "Keras finds layers by their names and refuses the second one.",
                            write.replaced("Give it another name.", node, repr(f"{name}_2")), stops=True)  # fmt: skip
            seen.setdefault(name, placed.layer)


def checkpoint_names(facts: Facts) -> Iterator[Finding]:
    """Find file names that a ModelCheckpoint refuses."""
    write = Writer(facts, "save-extension")
    for node, target, call in facts.program.calls:
        path = call.get(0, "filepath")
        given = written(node, "filepath", 0)
        if (
            not isinstance(target, Name)
            or target.path != "keras.callbacks.ModelCheckpoint"
            or not isinstance(path, str)
        ):
            continue
        weights = call.named.get("save_weights_only", False)
        ends = ".weights.h5" if weights is True else (".keras", ".h5")
        if isinstance(weights, bool) and not path.endswith(ends) and given is not None:
            stem = path.removesuffix(".hdf5").removesuffix(".h5").removesuffix(".weights").removesuffix(".ckpt")
            text = repr(f"{stem}{'.weights.h5' if weights else '.keras'}")
            yield write(given, f"Keras 3 does not save to a name like this: {path!r}.", f"The name has to end in {'.weights.h5' if weights else '.keras'}.",
                        write.replaced(f"Write {text}.", constant_of(facts, given, path), text), stops=True)  # fmt: skip
