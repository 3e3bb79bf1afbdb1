"""Mutations of shapes: what comes in, and what the layers hand on."""

import ast
from collections.abc import Iterator

from dlwidgets.assistant.findings import Edit
from dlwidgets.assistant.mutations.mutation import mutation
from dlwidgets.assistant.mutations.text import Text, name_of

Edits = Iterator[tuple[Edit, ...]]
_LOADED = ("load_iris", "load_digits", "load_wine", "load_breast_cancer", "load_diabetes", "load_data", "rand", "randn")


def _input_shapes(text: Text) -> Iterator[ast.expr]:
    """List where the shape of an example is written, if a program has one place for it."""
    found = [text.argument(call, "shape", 0) for call in text.calls("Input", "InputLayer")]
    for call in text.nodes:
        if isinstance(call, ast.Call):
            found += [one.value for one in call.keywords if one.arg == "input_shape"]
    if len(found) == 1 and isinstance(found[0], ast.Tuple):
        yield found[0]


def _sizes(node: ast.expr) -> list[int]:
    elements = node.elts if isinstance(node, ast.Tuple) else []
    return [one.value for one in elements if isinstance(one, ast.Constant) and isinstance(one.value, int)]


def _tuple(sizes: list[int]) -> str:
    return f"({', '.join(map(str, sizes))}{',' if len(sizes) == 1 else ''})"


@mutation("batch-in-input-shape")
def take_the_batch_in(text: Text) -> Edits:
    """Give the shape of all data for the shape of one example."""
    fits = [call.args[0] for call in text.methods("fit") if call.args and isinstance(call.args[0], ast.Name)]
    for node in _input_shapes(text) if text.calls(*_LOADED) and len(fits) == 1 else ():
        assigned = [one for one in text.nodes if isinstance(one, ast.Name) and one.id == fits[0].id]
        if assigned and assigned[0].lineno < node.lineno and text.is_simple:
            yield (text.replaced(node, f"{text.written(fits[0])}.shape"),)


@mutation("input-vs-data")
def one_feature_more(text: Text) -> Edits:
    """Let the model expect one feature more than the data have."""
    for node in _input_shapes(text) if text.calls(*_LOADED) and text.is_simple else ():
        sizes = _sizes(node)
        if len(sizes) == len(node.elts) == 1:  # type: ignore[attr-defined]
            yield (text.replaced(node, f"({sizes[0] + 1},)"),)


@mutation("channel-axis")
def forget_the_colours(text: Text) -> Edits:
    """Leave the axis of colours out of the shape of a picture."""
    first = text.calls("Conv2D", "Flatten", "Dense", "Reshape")[:1]
    for node in _input_shapes(text) if first and name_of(first[0]) == "Conv2D" else ():
        sizes = _sizes(node)
        if len(sizes) == len(node.elts) == 3:  # type: ignore[attr-defined]
            yield (text.replaced(node, _tuple(sizes[:2])),)


@mutation("missing-flatten")
def forget_to_flatten(text: Text) -> Edits:
    """Leave Flatten out."""
    for layer in text.calls("Flatten") if text.is_simple and text.calls(*_LOADED) else ():
        edit = text.without(layer)
        if edit is not None:
            yield (edit,)


@mutation("return-sequences")
def hand_on_the_last_step_only(text: Text) -> Edits:
    """Let a recurrent layer hand on its last step only, to another one."""
    layers = text.calls("LSTM", "GRU", "SimpleRNN") if text.is_simple else []
    for layer in layers[:-1]:
        for keyword in layer.keywords:
            if keyword.arg == "return_sequences" and text.written(keyword.value) == "True":
                yield (text.replaced(keyword.value, "False"),)


@mutation("wrong-rank")
def forget_the_steps(text: Text) -> Edits:
    """Give a recurrent or convolutional layer rows of a table."""
    first = text.calls(
        "Conv1D", "LSTM", "GRU", "SimpleRNN", "Flatten", "Dense", "Embedding", "Reshape", "TimeDistributed"
    )[:1]
    for node in _input_shapes(text) if first and name_of(first[0]) in {"Conv1D", "LSTM", "GRU", "SimpleRNN"} else ():
        sizes = _sizes(node)
        if len(node.elts) == 2 and sizes:  # type: ignore[attr-defined]
            yield (text.replaced(node, _tuple(sizes[:1])),)


@mutation("shrinks-to-zero")
def pool_too_much(text: Text) -> Edits:
    """Pool over windows that are larger than the picture."""
    for layer in text.calls("MaxPooling2D") if text.is_simple else ():
        plain = not any(one.arg == "padding" for one in layer.keywords)
        if plain and any(len(_sizes(one)) == 3 for one in _input_shapes(text)):
            yield (text.set(layer, "pool_size", 0, "(64, 64)"),)


@mutation("reshape-merge")
def lose_a_number(text: Text) -> Edits:
    """Reshape to a shape that holds more numbers than there are."""
    for layer in text.calls("Reshape"):
        target = text.argument(layer, "target_shape", 0)
        sizes = _sizes(target) if target is not None else []
        if isinstance(target, ast.Tuple) and len(sizes) == len(target.elts) and -1 not in sizes:
            yield (text.replaced(target, _tuple([sizes[0] + 1, *sizes[1:]])),)


@mutation("silent-broadcast")
def three_answers_for_one(text: Text) -> Edits:
    """Let the model answer three numbers where the targets hold one."""
    known = text.calls("load_diabetes", "make_regression") or "housing" in text.code
    if text.last is not None and text.loss in {"mse", "mae"} and known and text.constant(text.last, "units", 0) == 1:
        yield (text.set(text.last, "units", 0, "3"),)


@mutation("embedding-input")
def too_few_words(text: Text) -> Edits:
    """Let an Embedding know half of the words only."""
    fits = text.calls("load_data", "randint")
    for layer in text.calls("Embedding") if fits and text.is_simple else ():
        count = text.constant(layer, "input_dim", 0)
        if isinstance(count, int) and count > 10 and text.calls("randint"):
            yield (text.set(layer, "input_dim", 0, str(count // 2)),)
