"""Mutations of the layers between the input and the output."""

import ast
from collections.abc import Iterator

from dlwidgets.assistant.findings import Edit
from dlwidgets.assistant.mutations.mutation import mutation
from dlwidgets.assistant.mutations.text import Text

Edits = Iterator[tuple[Edit, ...]]
_LINEAR = ("Input", "InputLayer", "Dense", "Dropout", "Flatten", "Sequential")


@mutation("no-nonlinearity")
def straighten(text: Text) -> Edits:
    """Take the activations of all hidden layers away."""
    bent = text.calls(
        "Conv1D", "Conv2D", "LSTM", "GRU", "SimpleRNN", "Embedding", "Activation", "LeakyReLU", "Bidirectional"
    )
    sizes = [text.constant(one, "units", 0) for one in (*text.hidden, *([text.last] if text.last else []))]
    known = [one for one in sizes if isinstance(one, int)]
    edits = [text.removed(one, "activation") for one in text.hidden]
    if edits and all(edits) and not bent and len(known) == len(sizes) and min(known) == known[-1]:
        yield tuple(edit for edit in edits if edit is not None)


@mutation("hidden-activation")
def softmax_inside(text: Text) -> Edits:
    """Let a hidden layer share 100 % among its units."""
    for layer in text.hidden:
        if text.constant(layer, "activation", 1) == "relu":
            yield (text.set(layer, "activation", 1, "'softmax'"),)


@mutation("deep-saturating")
def stack_sigmoids(text: Text) -> Edits:
    """Stack five hidden layers of sigmoid units."""
    for layer in text.hidden:
        listed = any(one[place] is layer for one, place in text.elements())
        plain = {one.arg for one in layer.keywords} <= {"activation", "units"}
        if listed and plain and text.constant(layer, "activation", 1) == "relu":
            written = text.written(layer).replace("relu", "sigmoid")
            yield (text.replaced(layer, ", ".join([written] * 5)),)


@mutation("bad-init")
def start_from_zeros(text: Text) -> Edits:
    """Let all weights of a hidden layer start at 0."""
    for layer in text.hidden:
        if not any(one.arg == "kernel_initializer" for one in layer.keywords):
            yield (text.set(layer, "kernel_initializer", 9, "'zeros'"),)


@mutation("bottleneck")
def squeeze(text: Text) -> Edits:
    """Let one hidden unit carry all."""
    units = text.constant(text.last, "units", 0) if text.last else None
    for layer in text.hidden if isinstance(units, int) and units > 2 else ():
        yield (text.set(layer, "units", 0, "1"),)


@mutation("dropout-rate")
def drop_percent(text: Text) -> Edits:
    """Write the rate of a Dropout in percent."""
    for layer in text.calls("Dropout"):
        rate = text.constant(layer, "rate", 0)
        if isinstance(rate, float) and 0 < rate < 1:
            yield (text.set(layer, "rate", 0, f"{rate * 100:g}"),)


@mutation("shared-layer")
def use_a_layer_twice(text: Text) -> Edits:
    """Put the same layer into a model twice."""
    for listed, place in text.elements():
        layer = listed[place]
        if place and isinstance(layer, ast.Call) and layer in text.hidden:
            edit = text.above(layer, f"hidden = {text.written(layer)}")
            if edit is not None and "\n" not in text.written(layer):
                yield edit, text.replaced(layer, "hidden, hidden")


@mutation("broken-graph")
def forget_to_call(text: Text) -> Edits:
    """Make a layer, and do not call it on the tensor."""
    for call in text.nodes:
        inner = call.func if isinstance(call, ast.Call) else None
        statement = text.statement(call) if isinstance(inner, ast.Call) and len(call.args) == 1 else None  # type: ignore[attr-defined]
        if not isinstance(statement, ast.Assign) or statement.value is not call or inner is None:
            continue
        given, name = call.args[0], statement.targets[0]  # type: ignore[attr-defined]
        if isinstance(given, ast.Name) and isinstance(name, ast.Name) and given.id == name.id:
            yield (text.replaced(call, text.written(inner)),)
