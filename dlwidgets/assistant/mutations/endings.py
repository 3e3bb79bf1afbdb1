"""Mutations of the last layer, the loss and the metrics."""

import ast
from collections.abc import Iterator

from dlwidgets.assistant.findings import Edit
from dlwidgets.assistant.mutations.mutation import mutation
from dlwidgets.assistant.mutations.text import BINARY, CATEGORICAL, SPARSE, Text

Edits = Iterator[tuple[Edit, ...]]


def _last(text: Text, *activations: str) -> Iterator[ast.Call]:
    """Give the last layer, if it has one of some activations."""
    if text.last is not None and text.activation in activations:
        yield text.last


@mutation("one-unit-softmax")
def softmax_over_one_unit(text: Text) -> Edits:
    """Let softmax share 100 % among one unit."""
    for last in _last(text, "sigmoid"):
        if text.constant(last, "units", 0) == 1:
            yield (text.set(last, "activation", 1, "'softmax'"),)


@mutation("softmax-with-bce")
def binary_loss_behind_softmax(text: Text) -> Edits:
    """Take the binary loss for a choice among classes."""
    for last in _last(text, "softmax"):
        if text.loss in {CATEGORICAL, SPARSE} and text.constant(last, "units", 0) != 2 and text.compile:
            yield (text.set(text.compile, "loss", 1, repr(BINARY)),)


@mutation("sigmoid-with-cce")
def sigmoid_for_a_choice(text: Text) -> Edits:
    """Let sigmoid answer where one class is chosen."""
    for last in _last(text, "softmax"):
        if text.loss in {CATEGORICAL, SPARSE}:
            yield (text.set(last, "activation", 1, "'sigmoid'"),)


@mutation("labels-vs-loss")
def other_coding(text: Text) -> Edits:
    """Take the loss for the other coding of the targets."""
    codes = bool(text.calls("to_categorical"))
    known = codes or bool(text.calls("load_data", "load_iris", "load_digits", "load_wine", "make_blobs"))
    other = {CATEGORICAL: SPARSE, SPARSE: CATEGORICAL}.get(text.loss)
    if other and known and (codes == (text.loss == CATEGORICAL)) and text.activation == "softmax" and text.compile:
        yield (text.set(text.compile, "loss", 1, repr(other)),)


@mutation("units-vs-classes")
def one_unit_less(text: Text) -> Edits:
    """Give the last layer one unit less than there are classes."""
    known = text.calls("load_data", "load_iris", "load_digits", "load_wine")
    for last in _last(text, "softmax") if known else ():
        units = text.constant(last, "units", 0)
        if isinstance(units, int) and units > 2:
            yield (text.set(last, "units", 0, str(units - 1)),)


@mutation("logits-without-flag")
def leave_the_activation_out(text: Text) -> Edits:
    """Leave the activation of the last layer out."""
    for last in _last(text, "softmax", "sigmoid"):
        edit = text.removed(last, "activation")
        if edit is not None and text.loss.endswith("crossentropy"):
            yield (edit,)


@mutation("flag-on-probabilities")
def ask_for_raw_scores(text: Text) -> Edits:
    """Tell the loss that raw scores come, when probabilities do."""
    names = {
        CATEGORICAL: "CategoricalCrossentropy",
        SPARSE: "SparseCategoricalCrossentropy",
        BINARY: "BinaryCrossentropy",
    }
    keras = [one for one in text.nodes if isinstance(one, ast.Name) and one.id == "keras"]
    name = names.get(text.loss)
    if name and keras and text.activation in {"softmax", "sigmoid"} and text.compile:
        yield (text.set(text.compile, "loss", 1, f"keras.losses.{name}(from_logits=True)"),)


@mutation("relu-tanh-with-crossentropy")
def relu_at_the_end(text: Text) -> Edits:
    """Let relu make the probabilities."""
    for last in _last(text, "softmax", "sigmoid"):
        if text.loss.endswith("crossentropy"):
            yield (text.set(last, "activation", 1, "'relu'"),)


@mutation("regression-loss-for-classes")
def squares_for_classes(text: Text) -> Edits:
    """Take the loss for numbers for classes."""
    known = text.calls("to_categorical", "load_iris", "load_digits", "load_wine")
    if text.loss in {CATEGORICAL, SPARSE} and known and text.activation == "softmax" and text.compile:
        yield (text.set(text.compile, "loss", 1, "'mse'"),)


@mutation("one-unit-multiclass")
def one_unit_for_all_classes(text: Text) -> Edits:
    """Give the last layer one unit for all classes."""
    for last in _last(text, "softmax"):
        units = text.constant(last, "units", 0)
        if isinstance(units, int) and units > 2 and text.loss == SPARSE:
            yield text.set(last, "units", 0, "1"), text.set(last, "activation", 1, "'sigmoid'")


@mutation("accuracy-on-regression")
def accuracy_of_numbers(text: Text) -> Edits:
    """Count how often a predicted number is exactly right."""
    known = text.calls("load_diabetes", "make_regression") or "housing" in text.code
    if text.loss in {"mse", "mae", "mean_squared_error"} and known and text.is_simple and text.compile:
        yield (text.set(text.compile, "metrics", 3, "['accuracy']"),)


@mutation("metric-mismatch")
def count_something_else(text: Text) -> Edits:
    """Count right answers as if the targets were coded another way."""
    given = text.argument(text.compile, "metrics", 3) if text.compile else None
    if text.loss == SPARSE and given is not None and text.written(given) in {'["accuracy"]', "['accuracy']"}:
        for _ in _last(text, "softmax"):
            yield (text.replaced(given, "['categorical_accuracy']"),)


@mutation("bounded-output-regression")
def sigmoid_for_numbers(text: Text) -> Edits:
    """Let sigmoid, which never answers more than 1, predict numbers."""
    known = text.calls("load_diabetes", "make_regression") or "housing" in text.code
    for last in _last(text, "") if known else ():
        if text.loss in {"mse", "mae", "mean_squared_error"} and text.argument(last, "activation", 1) is None:
            yield (text.set(last, "activation", 1, "'sigmoid'"),)


@mutation("class-loss-for-numbers")
def binary_loss_for_numbers(text: Text) -> Edits:
    """Take the loss for yes and no for numbers."""
    known = text.calls("load_diabetes", "make_regression") or "housing" in text.code
    for _ in _last(text, "") if known else ():
        if text.loss in {"mse", "mae", "mean_squared_error"} and text.compile:
            yield (text.set(text.compile, "loss", 1, repr(BINARY)),)


@mutation("after-output-extras")
def disturb_the_answer(text: Text) -> Edits:
    """Put a Dropout behind the output."""
    for last in _last(text, "softmax", "sigmoid"):
        dropout = f"{text.written(last.func).removesuffix('Dense')}Dropout(0.3)"
        listed = any(one[place] is last for one, place in text.elements())
        if listed and (dropout.startswith(("layers.", "keras.")) or text.calls("Dropout")):
            yield (text.inserted(last, f", {dropout}", behind=True),)
