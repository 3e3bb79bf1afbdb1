"""Mutations of names: what Keras renamed, moved and removed, and what is misspelt."""

import ast
from collections.abc import Iterator

from dlwidgets.assistant.findings import Edit, Span
from dlwidgets.assistant.mutations.mutation import mutation
from dlwidgets.assistant.mutations.text import Text, receiver

Edits = Iterator[tuple[Edit, ...]]


@mutation("unreadable-or-undefined")
def lose_a_comma(text: Text) -> Edits:
    """Leave out the comma between two layers."""
    for listed, place in text.elements():
        if place + 1 < len(listed):
            before, after = text.source.span(listed[place]), text.source.span(listed[place + 1])
            if before.end_line == after.line or not text.source.lines[before.end_line - 1].rstrip().endswith(","):
                continue
            line = text.source.lines[before.end_line - 1]
            yield (Edit(Span(before.end_line, before.end_column, before.end_line, len(line)), ""),)


@mutation("removed-import")
def move_an_import(text: Text) -> Edits:
    """Import layers from where an older Keras had them."""
    for node in text.nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("keras.layers"):
            yield (text.replaced(node, text.written(node).replace("keras.layers", "keras.layers.core", 1)),)


@mutation("removed-method")
def call_a_removed_method(text: Text) -> Edits:
    """Call a method that Keras has removed."""
    for call in text.methods("fit"):
        if any(one.arg == "epochs" for one in call.keywords):
            yield (text.replaced(call.func, f"{text.written(call.func)}_generator"),)


@mutation("unknown-argument")
def use_an_old_argument(text: Text) -> Edits:
    """Give an argument the name that it had before."""
    for call in text.methods("fit"):
        for keyword in call.keywords:
            if keyword.arg == "epochs":
                yield (text.replaced(keyword, f"nb_epoch={text.written(keyword.value)}"),)
    for call in text.calls("Adam", "SGD", "RMSprop"):
        for keyword in call.keywords:
            if keyword.arg == "learning_rate":
                yield (text.replaced(keyword, f"lr={text.written(keyword.value)}"),)


@mutation("unknown-identifier")
def misspell_a_name(text: Text) -> Edits:
    """Misspell an activation, a loss or an optimizer."""
    for call in text.calls("Dense", "Conv2D", "Conv1D", "Activation"):
        given = text.argument(call, "activation", 0 if text.written(call.func).endswith("Activation") else 1)
        if isinstance(given, ast.Constant) and given.value in {"relu", "softmax", "sigmoid", "tanh"}:
            yield (text.replaced(given, repr(given.value.capitalize())),)
    for call in text.methods("compile"):
        given = text.argument(call, "loss", 1)
        if isinstance(given, ast.Constant) and str(given.value).endswith("crossentropy"):
            yield (text.replaced(given, repr(str(given.value).replace("crossentropy", "crosentropy"))),)


@mutation("keras1-positional-conv")
def write_a_kernel_as_two_numbers(text: Text) -> Edits:
    """Write the size of a kernel as two numbers, as Keras 1 did."""
    for call in text.calls("Conv2D"):
        size = call.args[1] if len(call.args) == 2 else None
        if isinstance(size, ast.Tuple | ast.Constant) and text.written(size) in {"3", "(3, 3)", "5", "(5, 5)"}:
            number = text.written(size).strip("()").split(",")[0]
            if not any(one.arg == "strides" for one in call.keywords):
                yield (text.replaced(size, f"{number}, {number}"),)


@mutation("class-not-instance")
def leave_parentheses_out(text: Text) -> Edits:
    """Leave out the parentheses of a layer."""
    listed = [one[place] for one, place in text.elements()]
    added = [call.args[0] for call in text.methods("add") if call.args]
    for node in (*listed, *added):
        if isinstance(node, ast.Call) and not node.args and not node.keywords:
            yield (text.replaced(node, text.written(node.func)),)


@mutation("save-extension")
def save_without_an_ending(text: Text) -> Edits:
    """Save a model under a name without an ending."""
    for call in text.methods("save"):
        name = call.args[0] if call.args else None
        if isinstance(name, ast.Constant) and str(name.value).endswith(".keras"):
            yield (text.replaced(name, repr(str(name.value).removesuffix(".keras"))),)


@mutation("metric-key")
def ask_for_another_key(text: Text) -> Edits:
    """Ask a history for a metric by another name."""
    for node in text.nodes:
        if isinstance(node, ast.Subscript) and getattr(node.value, "attr", "") == "history":
            key = node.slice
            if isinstance(key, ast.Constant) and key.value in {"accuracy", "val_accuracy"}:
                yield (text.replaced(key, repr(str(key.value).replace("accuracy", "acc"))),)


@mutation("lost-return")
def take_what_compile_gives(text: Text) -> Edits:
    """Give the model's name to what compile gives back, which is nothing."""
    for call in text.methods("compile"):
        owner, statement = receiver(call), text.statement(call)
        if isinstance(owner, ast.Name) and isinstance(statement, ast.Expr):
            yield (text.inserted(statement, f"{owner.id} = "),)
