"""Losses that a loop of the program's own asks for; the rule of raw scores yields it."""

from collections.abc import Iterator
from typing import Any

from dlwidgets.assistant.facts import End, Facts, end_of, loss_of, takes_logits
from dlwidgets.assistant.findings import Finding
from dlwidgets.assistant.rules.rule import Writer
from dlwidgets.assistant.values import Compile, Model, Object, Tensor

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
