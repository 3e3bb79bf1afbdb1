"""Habits that change little: asked only on demand."""

from collections.abc import Iterator
from itertools import pairwise

from dlwidgets.assistant.facts import Facts, activation_of
from dlwidgets.assistant.findings import ADVICE, Finding, Fix
from dlwidgets.assistant.rules.examples import layers_of
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.values import Layer, is_size

LESSON = "01_what_is_deep_learning"
_INPUT, _NORM = "layers.Input((20,))", "layers.BatchNormalization()"
_BIASED = frozenset({"Dense", "Conv1D", "Conv2D"})


def _biases(layer: Layer) -> str:
    """Name the biases that are lost with the mean."""
    count = layer.get("units", layer.get("filters"))
    return f", and the {count} biases with it" if is_size(count) and count > 1 else ", and the bias with it"


@rule("style", layers_of(_INPUT, "layers.Dense(32)", _NORM, "layers.Activation('relu')"),
      layers_of(_INPUT, "layers.Dense(32, use_bias=False)", _NORM, "layers.Activation('relu')"), lesson=LESSON, is_off=True)  # fmt: skip
def style(facts: Facts) -> Iterator[Finding]:
    """A BatchNormalization has a bias of its own, and comes before Dropout."""
    write = Writer(facts, "style")
    seen: set[int] = set()
    for event in facts.events:
        for before, after in pairwise(event.layers):
            layer = before.layer
            if after.kind != "BatchNormalization" or not isinstance(layer, Layer) or id(layer) in seen:
                continue
            seen.add(id(layer))
            if before.kind in _BIASED and activation_of(layer) == "linear" and layer.get("use_bias", True) is True:
                yield write(
                    layer.node, "This bias does nothing.",
                    f"The BatchNormalization behind it takes the mean away{_biases(layer)}.",
                    write.argument("Write use_bias=False.", layer.node, "use_bias", "False"), level=ADVICE,
                )  # fmt: skip
            elif before.kind == "Dropout":
                yield write(
                    layer.node, "Dropout stands in front of a BatchNormalization.",
                    "What is dropped while training changes the variance that is measured there.",
                    Fix("Put Dropout behind it."), level=ADVICE,
                )  # fmt: skip
