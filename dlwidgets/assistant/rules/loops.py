"""Loops and classes of a program's own: the rules of raw scores and of broken graphs yield what is wrong in them."""

import ast
from collections.abc import Iterator
from typing import Any

from dlwidgets.assistant.facts import End, Facts, end_of, loss_of, takes_logits
from dlwidgets.assistant.findings import Finding
from dlwidgets.assistant.rules.rule import Writer
from dlwidgets.assistant.values import Compile, Method, Model, Object, Own, Tensor

_OWN = ("keras.layers.Layer", "keras.models.Model")
_CROSS = frozenset({"binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy"})


def raw_in_loops(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find losses that wait for probabilities and are called with the raw scores of a model.

    Parameters
    ----------
    facts : Facts
        What is known of a program.
    write : Writer
        Of the rule.

    Yields
    ------
    Finding
        One for each last layer.
    """
    told: set[int] = set()
    for _, target, call in facts.program.calls:
        if not isinstance(target, Object) or not target.path.startswith("keras.losses."):
            continue
        asked = Compile({"loss": target}, {}, target.node)
        end, loss = _end(call.get(1, "y_pred")), loss_of(asked)
        if end is None or loss not in _CROSS or takes_logits(asked) is not False or id(end.layer) in told:
            continue
        told.add(id(end.layer))
        name = "sigmoid" if loss == "binary_crossentropy" else "softmax"
        yield write(
            end.layer.node, "The last layer gives raw scores, but the loss expects probabilities.",
            f"{write.text(end.layer.node)} has no activation, and {target.kind}() takes the logarithm of what comes: "
            "scores below 0 or above 1 are cut off there and teach nothing.",
            write.activation(f"Use {name}, or give {target.kind} from_logits=True.", end.activated, name), about=end.layer,
        )  # fmt: skip


def _end(answer: Any) -> End | None:
    """Return how a model ends whose answer is just what it gives, without an activation; None for all else."""
    model = answer.layer if isinstance(answer, Tensor) else None
    if not isinstance(model, Model) or model.is_open or model.own is not None or not model.layers:
        return None
    end = end_of(tuple(model.layers))
    plain = end is not None and end.activation == "linear" and end.layer.kind in {"Conv1D", "Conv2D", "Dense"}
    return end if plain else None


def lost_in_tapes(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find answers of ``predict`` under a GradientTape, which follows only what is called.

    Parameters
    ----------
    facts : Facts
        What is known of a program.
    write : Writer
        Of the rule.

    Yields
    ------
    Finding
        One for each call.
    """
    for block in facts.nodes:
        if not isinstance(block, ast.With) or not any(_is_tape(one.context_expr) for one in block.items):
            continue
        for node in (inner for statement in block.body for inner in ast.walk(statement)):
            target = facts.called.get(id(node))
            asked = isinstance(target, Method) and isinstance(target.owner, Model) and target.name == "predict"
            if asked and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                text = f"{write.text(node.func.value)}({write.text(node.args[0])})"
                yield write(
                    node, "The tape can't see through predict.",
                    "It gives numbers of NumPy: all gradients are None, and the optimizer stops.",
                    write.replaced(f"Write {text}.", node, text), stops=True,
                )  # fmt: skip


def _is_tape(node: ast.expr) -> bool:
    func = node.func if isinstance(node, ast.Call) else node
    return getattr(func, "attr", getattr(func, "id", "")) == "GradientTape"


def own_classes(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find layers and models of the program's own that do not begin as those of Keras do.

    Parameters
    ----------
    facts : Facts
        What is known of a program.
    write : Writer
        Of the rule.

    Yields
    ------
    Finding
        One for each class.
    """
    for own in facts.program.names.values():
        known = isinstance(own, Own) and not own.is_object and own.base in _OWN and own.parent is None
        method = own.method("__init__") if known else None
        node = method.node if method is not None else None
        if not isinstance(node, ast.FunctionDef) or _begins(node):
            continue
        first = next((one for one in node.body if not _is_text(one)), node.body[0])
        indent = " " * write.span(first).column
        yield write(
            node, f"{own.node.name} does not begin as {own.base.rpartition('.')[2]} does.",
            "Without super().__init__(), Keras has no place to keep its layers and weights in: Python stops here.",
            write.inserted("Write super().__init__() first.", first, f"super().__init__()\n{indent}"), stops=True,
        )  # fmt: skip


def _begins(node: ast.FunctionDef) -> bool:
    """Tell a method that asks for its like in the class above, or does nothing that needs it."""
    asks = any(isinstance(one, ast.Attribute) and one.attr == "__init__" for one in ast.walk(node))
    return asks or not any(isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Store) for one in ast.walk(node))


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
