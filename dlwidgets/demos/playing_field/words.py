"""What a playground says: sentence, formula of a neuron, cost."""

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from dlwidgets.data import Dataset
from dlwidgets.demos.diagram.numbers import number_text
from dlwidgets.demos.diagram.scene import cut
from dlwidgets.demos.playing_field.blueprint import Array, Blueprint
from dlwidgets.demos.playing_field.examples import Examples
from dlwidgets.demos.playing_field.features import feature
from dlwidgets.demos.playing_field.measures import Measured

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def name_of(blueprint: Blueprint, number: int, index: int) -> str:
    """Name a number of a column: a feature, or such as ``a₂⁽¹⁾`` written as a1,2."""
    if number == 0:
        return _shown(feature(blueprint.features[index]).label)
    letter = "y" if number == len(blueprint.sizes) - 1 else "abcdefgh"[number - 1]
    return f"{letter}{str(index + 1).translate(SUBSCRIPTS)}"


@lru_cache(maxsize=64)
def _terms(blueprint: Blueprint, number: int) -> tuple[str, ...]:
    """Name what each weight of a layer's neurons is multiplied by; nothing for the bias, which comes last."""
    return (*(f"·{name_of(blueprint, number - 1, i)}" for i in range(blueprint.sizes[number - 1])), "")


def _shown(label: str) -> str:
    """Put what is no single name into brackets, as it is multiplied."""
    return f"({label})" if " " in label and not label.startswith("sin ") else label


def formula(blueprint: Blueprint, weights: Sequence[Array], number: int, index: int) -> str:
    """Write what a neuron computes, with its numbers.

    Parameters
    ----------
    blueprint : Blueprint
        The network.
    weights : list of ndarray
        Its weights.
    number, index : int
        The layer, from 1 on, and the neuron's place there, from 0.

    Returns
    -------
    str
        Such as ``a₁ = tanh(0.5·x₁ - 0.2·x₂ + 0.1)``.
    """
    values = [*weights[2 * number - 2][:, index].tolist(), float(weights[2 * number - 1][index])]
    text = ""
    for value, name in zip(values, _terms(blueprint, number), strict=True):
        sign = "-" if value < 0 else "+"
        text += f" {sign} {number_text(abs(value))}{name}" if text else f"{number_text(value)}{name}"
    activation = blueprint.all_activations[number - 1]
    return f"{name_of(blueprint, number, index)} = {text if activation == 'linear' else f'{activation}({text})'}"


def measured_words(train: Measured, test: Measured, *, is_classes: bool) -> str:
    """Say how good the network is."""

    def part(name: str, measured: Measured) -> str:
        if math.isnan(measured.loss):
            return f"{name}: not a number"
        if math.isnan(measured.score):  # R2 of values that are all the same
            return f"{name} loss {measured.loss:.3g}"
        score = f"{measured.score:.1%} right" if is_classes else f"R² {measured.score:.3g}"
        return f"{name} loss {measured.loss:.3g}, {score}"

    parts = [part("Training", train)]
    parts += [] if math.isnan(test.score) and math.isnan(test.loss) else [part("test", test)]
    return "; ".join(parts) + "."


def broken_words(weights: Sequence[Array]) -> str:
    """Say that weights are no numbers any more, and what mends it; empty if all are."""
    n = sum(int((~np.isfinite(array)).sum()) for array in weights)
    if not n:
        return ""
    return (
        f"{n} weights are no numbers any more: the steps were too large. Press Reset and take a smaller learning rate."
    )


def confusion_lines(examples: Dataset | None, measured: Measured) -> list[str]:
    """Write who is taken for whom: a row for each class, a column for each answer."""
    if examples is None or measured.answers is None:
        return []
    names = [cut(name, 12) for name in examples.class_names]
    counts = np.zeros((len(names), len(names)), int)
    np.add.at(counts, (examples.y, measured.answers), 1)
    width = max(4, *map(len, names))
    lines = [" ".join(["is \\ answered".ljust(14), *(name.rjust(width) for name in names)])]
    for name, row in zip(names, counts, strict=True):
        lines.append(" ".join([name.ljust(14), *(str(n).rjust(width) for n in row)]))
    return lines


def cost_lines(blueprint: Blueprint, batch_size: int, n_train: int, epochs_per_s: float, device: str = "") -> list[str]:
    """Write what the network costs, and what it is trained on."""
    sizes = [f"{a} × {b} + {b}" for a, b in zip(blueprint.sizes, blueprint.sizes[1:], strict=False)]
    lines = [
        f"{blueprint.n_parameters} weights and biases: {'  +  '.join(sizes)}",
        f"{blueprint.multiply_adds} multiplications and additions for one prediction",
        f"{n_train} training examples: {math.ceil(n_train / batch_size)} steps of {min(batch_size, n_train)} an epoch",
    ]
    lines += [f"trained by Keras on this device: {device}"] if device else []
    lines += [f"{epochs_per_s:,.0f} epochs a second just now"] if epochs_per_s else []
    priced = blueprint.l1 or blueprint.l2
    return lines + (["the loss is shown without the price on large weights"] if priced else [])


def unit_lines(examples: Examples) -> list[str]:
    """Write how the features are made of the data's own units; nothing where they are the same."""
    if not examples.is_scaled:
        return []
    pairs = zip(("x₁", "x₂"), examples.labels, examples.middle, examples.scale, strict=True)
    return [f"{x} = ({label} - {number_text(m)}) / {number_text(s)}" for x, label, m, s in pairs]
