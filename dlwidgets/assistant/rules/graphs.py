"""Rules about the functional style: each layer is called on a tensor, and each tensor is used."""

import ast
from collections.abc import Iterable, Iterator
from itertools import pairwise

from dlwidgets.assistant.facts import Facts
from dlwidgets.assistant.findings import WARNING, Edit, Finding, Fix, Span
from dlwidgets.assistant.reading.arguments import written
from dlwidgets.assistant.reading.graphs import tensors_in
from dlwidgets.assistant.rules.loops import lost_in_tapes, own_classes
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.rules.settings import doubled_names
from dlwidgets.assistant.values import Layer, Model, Name, Tensor

LESSON = "03_keras_first_network"
_GRAPH = (
    "import keras\nfrom keras import layers\ninputs = keras.Input((8,))\nx = layers.Dense(16, activation='relu')(inputs)\n"
    "{}outputs = layers.Dense(1)(x)\nmodel = keras.Model(inputs, outputs)\nmodel.compile('adam', 'mse')\n"
)
_LISTED = frozenset({"Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract"})
"""Layers that take their tensors in a list; those of attention take them one by one."""
_MERGING = frozenset(one.lower() for one in _LISTED)
_WRAPPERS = frozenset({"Bidirectional", "TimeDistributed", "RNN", "SpectralNormalization"})


@rule("broken-graph", _GRAPH.format("x = layers.Dense(16, activation='relu')\n"),
      _GRAPH.format("x = layers.Dense(16, activation='relu')(x)\n"), lesson=LESSON)  # fmt: skip
def broken_graph(facts: Facts) -> Iterator[Finding]:
    """A layer is called on what another one gives."""
    write = Writer(facts, "broken-graph")
    told: set[int] = set()
    for node, target, call in facts.program.calls:
        model = isinstance(target, Name) and target.path == "keras.models.Model"
        applied = isinstance(target, Model) or (isinstance(target, Layer) and target.kind not in _WRAPPERS)
        merged = isinstance(target, Name) and target.path.startswith("keras.layers.") and target.last.islower()
        given = [*call.places, *call.named.values()] if model or applied or merged else []
        flat = [inner for one in given for inner in (one if isinstance(one, list | tuple) else [one])]
        for layer in flat:
            if isinstance(layer, Layer) and layer.kind != "Input" and id(layer) not in told:
                told.add(id(layer))
                yield _not_called(facts, write, layer, node)
    yield from _no_list(facts, write)
    yield from own_classes(facts, write)
    yield from lost_in_tapes(facts, write)
    yield from doubled_names(facts)
    yield from _unused(facts, write)
    yield from _never_used(facts, write)
    yield from _cut_off(facts, write)


def _not_called(facts: Facts, write: Writer, layer: Layer, node: ast.Call) -> Finding:
    """Tell of a layer that stands where a tensor is wanted."""
    what = f"This {layer.kind} is made, but not called on anything."
    why = f"{write.text(node)[:60]} wants what comes out of a layer, and gets the layer itself."
    source = _tensor_before(facts, layer)
    fix = (
        write.inserted(f"Call it on {source}: add ({source}).", layer.node, f"({source})", behind=True)
        if source
        else Fix("Call it on the tensor that should go in: layer(x).")
    )
    return write(layer.node, what, why, fix, stops=True)


def _no_list(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find tensors side by side where a merging layer takes a list, and models where it takes what comes out of them."""
    for node, target, call in facts.program.calls:
        small = isinstance(target, Name) and target.path.startswith("keras.layers.") and target.last in _MERGING
        if not small and not (isinstance(target, Layer) and target.kind in _LISTED):
            continue
        several = [one for one in call.places if isinstance(one, Tensor)]
        if len(several) > 1 and len(several) == len(node.args):
            text = f"[{', '.join(write.text(one) for one in node.args)}]"
            first, last = write.span(node.args[0]), write.span(node.args[-1])
            edit = Edit(Span(first.line, first.column, last.end_line, last.end_column), text)
            yield write(node, "The tensors to put together stand in a list.", f"Here are {len(several)} arguments, and Keras takes one.",
                        Fix("Put [ ] around them.", (edit,)), stops=True)  # fmt: skip
        listed = call.get(0)
        models = (
            [place for place, one in enumerate(listed) if isinstance(one, Model)] if isinstance(listed, list) else []
        )
        written = getattr(node.args[0], "elts", []) if node.args else []
        if models and len(written) == len(listed):
            fixes = [write.inserted("", written[place], ".output", behind=True) for place in models]
            yield write(node, "Models stand where what comes out of them is wanted.", "A merging layer takes tensors.",
                        Fix("Write model.output.", tuple(edit for fix in fixes for edit in fix.edits)), stops=True)  # fmt: skip


def _tensor_before(facts: Facts, layer: Layer) -> str:
    """Name the tensor that was made last before a layer, if lines of assignments tell."""
    body = facts.program.source.tree.body
    above = [one for one in body if isinstance(one, ast.Assign) and one.lineno < layer.node.lineno]
    made = {id(one.node): one for one in facts.program.tensors}
    for statement in reversed(above):
        name = statement.targets[0]
        is_input = isinstance(statement.value, ast.Call) and "Input" in ast.dump(statement.value.func)
        if isinstance(name, ast.Name) and (id(statement.value) in made or is_input):
            return name.id
    return ""


def _unused(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find a tensor that gets another value before anything has used it."""
    made = {
        id(one.node): one for one in facts.program.tensors if one.shape is not None and isinstance(one.layer, Layer)
    }
    for block in _blocks(facts.nodes):
        for one, other in pairwise(block):
            if not (
                isinstance(one, ast.Assign)
                and isinstance(other, ast.Assign)
                and id(one.value) in made
                and id(other.value) in made
            ):
                continue
            name, again = one.targets[0], other.targets[0]
            same = isinstance(name, ast.Name) and isinstance(again, ast.Name) and name.id == again.id
            used = {inner.id for inner in ast.walk(other.value) if isinstance(inner, ast.Name)}
            if same and isinstance(name, ast.Name) and name.id not in used:
                yield _dead(write, one, other, made[id(other.value)])


def _dead(write: Writer, one: ast.Assign, other: ast.Assign, tensor: Tensor) -> Finding:
    name = write.text(one.targets[0])
    call = other.value
    only = call.args[0] if isinstance(call, ast.Call) and len(call.args) == 1 and tensor.layer is not None else None
    words = f"Let the next layer work on {name}."
    fix = write.replaced(words, only, name) if isinstance(only, ast.Name) else Fix(words)
    return write(one, f"Nothing uses this {name}: the next line gives the name another value.",
                 f"The layer is no part of the model then; {write.text(other.value)[:50]} does not see what it gives.",
                 fix, level=WARNING)  # fmt: skip


def _never_used(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find a name of a tensor that the whole program never reads, though it makes a model."""
    if not any(
        isinstance(target, Name) and target.path == "keras.models.Model" for _, target, _ in facts.program.calls
    ):
        return
    made = {id(one.node) for one in facts.program.tensors if isinstance(one.layer, Layer) and one.shape is not None}
    read = {one.id for one in facts.nodes if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}
    for node in facts.nodes:
        name = node.targets[0] if isinstance(node, ast.Assign) and id(node.value) in made else None
        if isinstance(name, ast.Name) and name.id not in read and not name.id.startswith("_"):
            yield write(node, f"Nothing uses {name.id}.", "The layer is no part of any model: it never learns.",
                        Fix(f"Let the next layer work on {name.id}, or leave the line out."), level=WARNING)  # fmt: skip


def _cut_off(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find a model whose outputs need an input that it was not given."""
    for node, target, call in facts.program.calls:
        if not isinstance(target, Name) or target.path != "keras.models.Model":
            continue
        given = [id(one) for one in tensors_in(call.get(0, "inputs"))]
        outputs = tensors_in(call.get(1, "outputs"))
        missing = _needed(outputs, given) if given and outputs else None
        if missing is not None:
            yield write(node, f"The outputs need an input that the model is not given: that of line {write.span(missing.node or node).line}.",
                        "There is no way from the inputs of this model to its outputs; Keras stops here.",
                        _with_input(facts, write, call.node, missing), stops=True)  # fmt: skip


def _with_input(facts: Facts, write: Writer, call: ast.Call, missing: Tensor) -> Fix:
    """Write a fix that gives a model one more input."""
    words = "Give it all inputs: Model([first, second], outputs)."
    given = written(call, "inputs", 0)
    name = next((name for name, value in facts.program.names.items() if value is missing), "")
    if not name or given is None:
        return Fix(words)
    if isinstance(given, ast.List) and given.elts:
        return write.inserted(words, given.elts[-1], f", {name}", behind=True)
    return write.replaced(words, given, f"[{write.text(given)}, {name}]")


def _needed(outputs: tuple[Tensor, ...], given: list[int]) -> Tensor | None:
    """Return an Input that is needed beside those given; None if there is none, or it can't be told."""
    waiting, seen = [*outputs], {*given}
    found = None
    while waiting:
        tensor = waiting.pop()
        if not isinstance(tensor, Tensor):
            return None
        if id(tensor) in seen:
            continue
        seen.add(id(tensor))
        if isinstance(tensor.layer, Layer) and tensor.layer.kind == "Input":
            found = tensor
        elif not tensor.sources:
            return None
        waiting += tensor.sources
    return found


def _blocks(nodes: Iterable[ast.AST]) -> Iterator[list[ast.stmt]]:
    """List the statements that follow one another."""
    for node in nodes:
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
            yield body
