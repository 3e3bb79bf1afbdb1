"""Answers for each step of a series where the targets hold one for all; the rule of recurrent layers yields it."""

from collections.abc import Iterator

from dlwidgets.assistant.chains import walk
from dlwidgets.assistant.facts import Facts, examples, targets
from dlwidgets.assistant.findings import Finding
from dlwidgets.assistant.rules.outputs import CROSS, ends
from dlwidgets.assistant.rules.rule import Writer
from dlwidgets.assistant.values import ONE_HOT, Layer


def all_steps(facts: Facts) -> Iterator[Finding]:
    """Find classifiers whose last recurrent layer gives all its steps.

    Parameters
    ----------
    facts : Facts
        What is known of a program.

    Yields
    ------
    Finding
        One for each model.
    """
    write = Writer(facts, "return-sequences")
    for event, _, _, loss in ends(facts):
        y = targets(event)
        steps, out = walk(event.layers, examples(event))
        single = (
            y is not None
            and y.example is not None
            and (y.example in {(), (1,)} or (y.coding == ONE_HOT and y.rank == 2))
        )
        if loss not in CROSS or out is None or len(out) != 2 or not single or any(one.problem for one in steps):
            continue
        last = next((one.placed.layer for one in reversed(steps) if _gives_steps(one.placed.layer)), None)
        if last is not None:
            inner = last.get("layer") if last.kind == "Bidirectional" else last
            yield write(
                last.node, f"The model answers {out} for each example, and the targets hold one answer each.",
                f"This {last.kind} gives all its {out[0] or ''} steps, so there is an answer for each of them.",
                write.argument("Let it give its last step only.", inner.node, "return_sequences", "False"), stops=True, about=event,
            )  # fmt: skip


def _gives_steps(layer: object) -> bool:
    """Tell a recurrent layer that gives all its steps."""
    inner = layer.get("layer") if isinstance(layer, Layer) and layer.kind == "Bidirectional" else layer
    return isinstance(inner, Layer) and inner.get("return_sequences") is True
