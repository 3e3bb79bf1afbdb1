"""Mutations of the data: how they are split, scaled and handed over."""

import ast
from collections.abc import Iterator

from dlwidgets.assistant.findings import Edit
from dlwidgets.assistant.mutations.mutation import mutation
from dlwidgets.assistant.mutations.text import SPARSE, Text, receiver

Edits = Iterator[tuple[Edit, ...]]


@mutation("xy-split")
def mix_up_the_halves(text: Text) -> Edits:
    """Take the results of train_test_split in another order."""
    for call in text.calls("train_test_split"):
        statement = text.statement(call)
        names = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if isinstance(names, ast.Tuple) and len(names.elts) == 4 and len(call.args) == 2:
            one, two, three, four = map(text.written, names.elts)
            if [name[:1].lower() for name in (one, two, three, four)] == ["x", "x", "y", "y"]:
                yield (text.replaced(names, f"{one}, {three}, {two}, {four}"),)


@mutation("not-an-array")
def hand_over_a_list(text: Text) -> Edits:
    """Hand a list of numbers to fit."""
    known = text.calls("load_iris", "load_digits", "load_wine", "load_breast_cancer", "load_diabetes")
    for call in text.methods("fit") if known else ():
        if (
            len(call.args) == 2
            and isinstance(call.args[1], ast.Name)
            and any(one.arg == "epochs" for one in call.keywords)
        ):
            yield (text.inserted(call.args[1], ".tolist()", behind=True),)


@mutation("unscaled-input")
def keep_the_pixels(text: Text) -> Edits:
    """Leave the division of the pixels by 255 out."""
    divisions = [
        node
        for node in text.nodes
        if isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Div)
        and isinstance(node.right, ast.Constant)
        and node.right.value == 255
    ]
    if divisions and text.calls("load_data") and not text.calls("Rescaling", "BatchNormalization", "Normalization"):
        yield tuple(text.replaced(node, text.written(node.left)) for node in divisions)


@mutation("scaler-leak")
def fit_the_scaler_again(text: Text) -> Edits:
    """Fit the scaler on the test data again."""
    for call in text.methods("transform") if text.calls("train_test_split") else ():
        given = call.args[0] if call.args else None
        if isinstance(given, ast.Name) and "test" in given.id.lower():
            yield (text.replaced(call.func, f"{text.written(call.func).removesuffix('transform')}fit_transform"),)


@mutation("train-test-differ")
def scale_one_half(text: Text) -> Edits:
    """Scale the training data only."""
    for node in text.nodes:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp) and isinstance(node.value.op, ast.Div):
            name = text.written(node.targets[0]).lower()
            divided = isinstance(node.value.right, ast.Constant) and node.value.right.value == 255
            if divided and "test" in name and text.methods("evaluate") and text.calls("load_data"):
                yield (text.replaced(node.value, text.written(node.value.left)),)


@mutation("train-on-test")
def train_on_the_test(text: Text) -> Edits:
    """Train on the test data."""
    known = text.calls("load_data", "train_test_split")
    fits = text.methods("fit") if known else []
    for call in fits:
        names = [text.written(one) for one in call.args]
        others = [name.replace("train", "test") for name in names]
        words = {node.id for node in text.nodes if isinstance(node, ast.Name)}
        if len(names) == 2 and others != names and set(others) <= words and len(text.methods("fit")) == 1:
            yield tuple(text.replaced(node, name) for node, name in zip(call.args, others, strict=True))


@mutation("label-range")
def count_from_one(text: Text) -> Edits:
    """Let class numbers start at 1."""
    for call in (
        text.methods("fit") if text.loss == SPARSE and text.calls("load_iris", "load_digits", "load_wine") else ()
    ):
        y = call.args[1] if len(call.args) == 2 else None
        edit = text.above(call, f"{y.id} = {y.id} + 1") if isinstance(y, ast.Name) else None
        if edit is not None and receiver(call) is not None:
            yield (edit,)


@mutation("unscaled-target")
def large_targets(text: Text) -> Edits:
    """Leave the targets thousands of times as large."""
    for call in text.methods("fit") if text.loss in {"mse", "mae"} and text.calls("load_diabetes") else ():
        y = call.args[1] if len(call.args) == 2 else None
        edit = text.above(call, f"{y.id} = {y.id} * 10000") if isinstance(y, ast.Name) else None
        if edit is not None:
            yield (edit,)
