"""Rules about predicting numbers: loss, last activation and metric have to be for numbers."""

import ast
from collections.abc import Iterator
from math import inf

from dlwidgets.assistant.facts import End, Facts, examples, targets
from dlwidgets.assistant.findings import QUESTION, WARNING, Finding, Fix
from dlwidgets.assistant.keras_signatures import NUMBER_LOSSES
from dlwidgets.assistant.libraries.preparation import CENTRING
from dlwidgets.assistant.rules.examples import classifier
from dlwidgets.assistant.rules.outputs import CATEGORICAL, LESSON, ends
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.rules.wording import reach
from dlwidgets.assistant.values import INTS, NUMBERS, ONE_HOT, Array, Compile, Event

_MANY = 20
"""Whole numbers from 0 or 1 on up to fewer may be classes."""
_REACH = {"relu": (0.0, inf), "sigmoid": (0.0, 1.0), "softmax": (0.0, 1.0), "tanh": (-1.0, 1.0)}


def _are_numbers(y: Array | None) -> bool:
    """Tell targets that are numbers to predict and reach beyond 0 to 1."""
    if y is None:
        return False
    inside = y.low is not None and y.high is not None and y.low >= 0 and y.high <= 1
    return (y.coding == NUMBERS and not inside) or (y.whole is False and y.high is not None and y.high > 1)


@rule(
    "class-loss-for-numbers", classifier("layers.Dense(1, activation='sigmoid')", "'binary_crossentropy'", "diabetes"),
    classifier("layers.Dense(1)", "'mse'", "diabetes", metrics="['mae']"), lesson=LESSON,
    hides=("bounded-output-regression", "logits-without-flag", "relu-tanh-with-crossentropy", "accuracy-on-regression"),
)  # fmt: skip
def class_loss_for_numbers(facts: Facts) -> Iterator[Finding]:
    """Cross-entropy is for classes, not for numbers."""
    write = Writer(facts, "class-loss-for-numbers")
    for event, compiled, end, loss in ends(facts):
        if loss in {*CATEGORICAL, "binary_crossentropy"} and _are_numbers(targets(event)):
            yield write(
                compiled.nodes.get("loss", compiled.node), f"{loss} is for classes, but the targets are numbers.",
                f"It compares probabilities; the targets{reach(targets(event)) or ' are no probabilities'}, and beyond 0 and 1 the loss becomes negative "
                "or means nothing.",
                _as_numbers(write, compiled, end), about=event,
            )  # fmt: skip


def _as_numbers(write: Writer, compiled: Compile, end: End) -> Fix:
    """Let a model predict numbers."""
    fix = write.loss("", compiled, "mse")
    more = write.activation("", end.activated, "linear").edits if end.activation != "linear" else ()
    return Fix("Write loss='mse', and no activation in the last layer.", (*fix.edits, *more))


def _may_be_numbers(y: Array | None) -> bool:
    """Tell targets that are not known to be classes."""
    return y is None or (y.coding not in {INTS, ONE_HOT} and y.whole is not True)


@rule(
    "bounded-output-regression", classifier("layers.Dense(1, activation='sigmoid')", "'mse'", "diabetes", metrics="[]"),
    classifier("layers.Dense(1)", "'mse'", "diabetes", metrics="[]"), lesson=LESSON,
)  # fmt: skip
def bounded_output_regression(facts: Facts) -> Iterator[Finding]:
    """An output with limits can't reach all numbers."""
    write = Writer(facts, "bounded-output-regression")
    for event, _, end, loss in ends(facts):
        y = targets(event)
        reach = _REACH.get(end.activation) if end.layer.kind == "Dense" and loss in NUMBER_LOSSES else None
        why = _beyond(y, *reach) if reach is not None and y is not None else ""
        asked = None if why or reach is None else _asked(write, event, end, reach)
        if asked is not None:
            yield asked
        if why:
            yield write(
                end.activated.node, f"{end.activation} can't reach the targets.",
                f"{end.activation} answers from {reach[0]:g} to {'any size' if reach[1] == inf else f'{reach[1]:g}'}, "  # type: ignore[index]
                f"and {why}.",
                write.activation("Leave the activation out.", end.activated, "linear"), about=event,
            )  # fmt: skip


def _asked(write: Writer, event: Event, end: End, reach: tuple[float, float]) -> Finding | None:
    """Ask how far the targets reach, where the program does not tell and the answer has limits; None if it tells."""
    y, x = targets(event), examples(event)
    told = y is not None and (y.coding is not None or y.low is not None or y.whole is not None or y.scaled)
    several = isinstance(event.arguments.get("y"), list | tuple | dict)
    metrics = event.compiled.arguments.get("metrics") if event.compiled is not None else None
    counts = isinstance(metrics, list) and {"acc", "accuracy"} & {one for one in metrics if isinstance(one, str)}
    if counts and end.activation in {"sigmoid", "softmax"}:
        return None  # who counts right answers has classes
    if (
        told
        or several
        or "y" not in event.nodes
        or (y is not None and y is x)
        or event.nodes["y"] is event.nodes.get("x")
    ):
        return None
    if write.text(event.nodes["y"]) == write.text(event.nodes.get("x", event.node)) or end.units != 1:
        return None
    words = f"from {reach[0]:g} to {'any size' if reach[1] == inf else f'{reach[1]:g}'}"
    return write(end.activated.node, f"Do all targets lie {words}?",
                 f"{end.activation} answers {words} only, and the loss is one for numbers to predict.",
                 write.activation("If they do not, leave the activation out.", end.activated, "linear"), level=QUESTION, about=event)  # fmt: skip


def _beyond(y: Array, low: float, high: float) -> str:
    """Say which targets lie beyond two ends; empty if none do, or it is not known."""
    last = y.scaled[-1] if y.scaled else None
    if y.coding in {INTS, ONE_HOT}:
        return ""
    if isinstance(last, tuple) and last[0] in CENTRING:
        return f"{last[0]} has moved the targets around 0: {'about half of them are negative' if low == 0 else 'many are beyond -1 and 1'}"
    if y.low is not None and y.low < low:
        return f"the targets go down to {y.low:g}"
    if (
        y.high is not None
        and y.high > high
        and not (y.whole and y.coding is None and y.low in {0, 1} and y.high < _MANY)
    ):
        return f"the targets are numbers up to {y.high:g}"
    return "the targets are numbers of any size" if y.coding == NUMBERS and high <= 1 and y.high is None else ""


@rule("accuracy-on-regression", classifier("layers.Dense(1)", "'mse'", "diabetes"),
      classifier("layers.Dense(1)", "'mse'", "diabetes", metrics="['mae']"), lesson=LESSON)  # fmt: skip
def accuracy_on_regression(facts: Facts) -> Iterator[Finding]:
    """Accuracy counts exact hits, which numbers never are."""
    write = Writer(facts, "accuracy-on-regression")
    for event, compiled, end, loss in ends(facts):
        metrics = compiled.arguments.get("metrics")
        listed = metrics if isinstance(metrics, list) else [metrics]
        if (
            loss in NUMBER_LOSSES
            and end.activation == "linear"
            and _may_be_numbers(targets(event))
            and ("accuracy" in listed or "acc" in listed)
        ):
            yield write(
                compiled.nodes.get("metrics", compiled.node), "accuracy says nothing about numbers.",
                f"{f'The targets{span}. ' if (span := reach(targets(event))) else ''}Accuracy counts answers that equal the target exactly, and a "
                "predicted number hardly ever does.",
                _as_distance(write, compiled), level=WARNING, about=event,
            )  # fmt: skip


def _as_distance(write: Writer, compiled: Compile) -> Fix:
    """Write a fix that reports how far off the answers are, and asks for it by that name."""
    fix = write.replaced("Write metrics=['mae'].", compiled.nodes.get("metrics"), "['mae']")
    edits = fix.edits
    for one in write.facts.nodes if edits else ():
        key = one.slice if isinstance(one, ast.Subscript) else None
        for part in getattr(key, "elts", [key]):
            name = part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else ""
            if name.removeprefix("val_") in {"acc", "accuracy"}:
                new = "val_mae" if name.startswith("val_") else "mae"
                edits += write.replaced("", part, repr(new)).edits
    return Fix(fix.words, edits)
