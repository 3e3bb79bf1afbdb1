"""Mutations of compile, fit and what comes after them."""

import ast
from collections.abc import Iterator

from dlwidgets.assistant.findings import Edit
from dlwidgets.assistant.mutations.mutation import mutation
from dlwidgets.assistant.mutations.text import Text, receiver
from dlwidgets.assistant.reading.arguments import written

Edits = Iterator[tuple[Edit, ...]]


def _only_fit(text: Text) -> ast.Call | None:
    found = text.methods("fit")
    models = [one for one in found if any(keyword.arg in {"epochs", "batch_size"} for keyword in one.keywords)]
    return models[0] if len(models) == 1 and text.is_simple else None


@mutation("not-ready")
def forget_compile(text: Text) -> Edits:
    """Leave compile out."""
    statement = text.statement(text.compile) if text.compile and _only_fit(text) else None
    if isinstance(statement, ast.Expr):
        yield (text.replaced(statement, "pass"),)


@mutation("layer-after-output")
def add_after_fit(text: Text) -> Edits:
    """Add a layer after fit, and fit again."""
    call = _only_fit(text)
    owner = receiver(call) if call else None
    if call is not None and isinstance(owner, ast.Name) and text.last is not None and text.calls("Sequential"):
        edit = text.below(call, f"{owner.id}.add({text.written(text.last)})", text.written(call))
        if edit is not None and "\n" not in text.written(text.last):
            yield (edit,)


@mutation("freeze-after-fit")
def freeze_late(text: Text) -> Edits:
    """Freeze the model after fit, and fit again without compile."""
    call = _only_fit(text)
    owner = receiver(call) if call else None
    if call is not None and isinstance(owner, ast.Name):
        edit = text.below(call, f"{owner.id}.trainable = False", text.written(call))
        if edit is not None:
            yield (edit,)


@mutation("learning-rate")
def jump(text: Text) -> Edits:
    """Make the learning rate ten thousand times as large."""
    for call in text.calls("Adam", "SGD", "RMSprop", "Nadam"):
        rate = text.constant(call, "learning_rate", 0)
        if isinstance(rate, float) and rate >= 0.001:
            yield (text.set(call, "learning_rate", 0, f"{rate * 10_000:g}"),)


@mutation("epochs-batch")
def forget_epochs(text: Text) -> Edits:
    """Leave epochs out."""
    call = _only_fit(text)
    given = written(call, "epochs") if call else None
    # Keras' own number of epochs is 1.
    plain = isinstance(given, ast.Constant) and given.value == 1
    edit = text.removed(call, "epochs") if call and not plain else None
    if edit is not None:
        yield (edit,)


@mutation("predict-batch")
def ask_for_one(text: Text) -> Edits:
    """Ask for the answer for one example, without the axis of the examples."""
    for call in text.methods("predict"):
        given = call.args[0] if call.args else None
        if isinstance(given, ast.Subscript) and isinstance(given.slice, ast.Slice) and text.is_simple:
            yield (text.replaced(given.slice, "0"),)


@mutation("val-is-train")
def validate_on_training_data(text: Text) -> Edits:
    """Validate on what the model is trained on."""
    for call in text.methods("fit"):
        held = written(call, "validation_data")
        if isinstance(held, ast.Tuple) and len(call.args) == 2 and len(held.elts) == 2:
            yield (text.replaced(held, f"({text.written(call.args[0])}, {text.written(call.args[1])})"),)


@mutation("dataset-args")
def cut_a_stream(text: Text) -> Edits:
    """Ask fit to split a tf.data set."""
    for call in text.methods("fit") if text.calls("from_tensor_slices") else ():
        plain = {one.arg for one in call.keywords} & {"validation_data", "validation_split", "x", "y"}
        if len(call.args) == 1 and isinstance(call.args[0], ast.Name) and not plain:
            yield (text.set(call, "validation_split", 6, "0.2"),)


@mutation("argmax-one-unit")
def place_of_one_number(text: Text) -> Edits:
    """Look for the largest of one number, where it should be compared with 0.5."""
    for node in text.nodes:
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Call):
            ours = node.left in text.methods("predict")
            if ours and text.written(node.comparators[0]) == "0.5" and text.activation == "sigmoid":
                yield (text.replaced(node, f"({text.written(node.left)}.argmax(axis=1))"),)


@mutation("no-decode")
def keep_the_shares(text: Text) -> Edits:
    """Round the shares of the classes, in place of looking for the largest."""
    for node in text.calls("argmax"):
        given = node.args[0] if node.args else None
        if isinstance(given, ast.Call) and given in text.methods("predict") and text.activation == "softmax":
            yield (text.replaced(node, f"{text.written(given)}.round()"),)
