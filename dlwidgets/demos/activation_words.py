"""What an activation does at one z, worked with numbers, and where it is flat, in words."""

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from dlwidgets.charts.activations import FARTHEST_Z, FLAT, LABELS
from dlwidgets.nn import ACTIVATIONS, sigmoid
from dlwidgets.nn.text import factor, listed, number, result

Steps = tuple[tuple[str, ...], str, str]
"""Lines that come first, and the ways to the output and to the slope; "" where there is no way to go."""

_GRID = np.arange(-100 * FARTHEST_Z, 100 * FARTHEST_Z + 1) / 100


def worked_lines(name: str, z: float) -> tuple[str, ...]:
    """Spell out output and slope of an activation, step by step.

    Parameters
    ----------
    name : str
        A key of ``ACTIVATIONS``.
    z : float
        The weighted sum.

    Returns
    -------
    tuple of str
        The last two lines give output and slope.
    """
    output, slope = values_at(name, z)
    first, to_output, to_slope = _STEPS[name](z, output)
    return (
        f"{LABELS[name]}, z = {number(z)}",
        *first,
        f"f(z) {f'= {to_output} ' if to_output else ''}{result(output)}",
        f"f′(z) {f'= {to_slope} ' if to_slope else ''}{result(slope)}",
    )


def values_at(name: str, z: float) -> tuple[float, float]:
    """Return output and slope of an activation at one z."""
    activation = ACTIVATIONS[name]
    return float(activation(z)), float(activation.derivative(np.asarray(z)))


def flat_ranges(name: str) -> list[tuple[float, float]]:
    """Return where on the axis an activation's slope is smaller than ``FLAT``, to a hundredth."""
    is_flat = np.abs(ACTIVATIONS[name].derivative(_GRID)) < FLAT
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_flat, [False]])))
    return [(float(_GRID[begin]), float(_GRID[end - 1])) for begin, end in list(pairwise(edges))[::2]]


def flat_words(name: str) -> str:
    """Say where an activation is flat, and what that means for learning."""
    label, ranges = LABELS[name][0].upper() + LABELS[name][1:], flat_ranges(name)
    if not ranges:
        return f"{label} is nowhere flat: blame gets through at every z."
    if ranges == [(-FARTHEST_Z, FARTHEST_Z)]:
        return f"{label} is flat everywhere: no blame gets through, so gradient descent can't learn with it."
    places = [_place(begin, end) for begin, end in ranges]
    return f"{label} is flat {listed(places)}: with a slope under {FLAT}, almost no blame gets through there."


def _place(begin: float, end: float) -> str:
    if begin == -FARTHEST_Z:
        return f"below {number(end)}"
    return f"above {number(begin)}" if end == FARTHEST_Z else f"from {number(begin)} to {number(end)}"


def _side(z: float) -> str:
    return f"z is {'above 0' if z > 0 else '0' if z == 0 else 'below 0'}."


def _linear(_z: float, _output: float) -> Steps:
    return (), "z", ""


def _step(z: float, _output: float) -> Steps:
    return (_side(z),), "", ""


def _relu(z: float, _output: float) -> Steps:
    return (_side(z),), f"max(0, {number(z)})", ""


def _leaky_relu(z: float, _output: float) -> Steps:
    return (_side(z),), "z" if z > 0 else f"0.2 × z = 0.2 × {factor(z)}", ""


def _elu(z: float, _output: float) -> Steps:
    if z > 0:
        return (_side(z),), "z", ""
    power = math.exp(z)
    return (_side(z), f"e^z {result(power)}"), f"e^z - 1 = {number(power)} - 1", "e^z"


def _sigmoid(z: float, output: float) -> Steps:
    power, f = math.exp(-z), number(output)
    return (f"e^(-z) {result(power)}",), f"1 / (1 + {number(power)})", f"f(z) × (1 - f(z)) = {f} × (1 - {f})"


def _tanh(z: float, output: float) -> Steps:
    power = number(math.exp(2 * z))
    ratio = f"({power} - 1) / ({power} + 1)"
    return (f"e^(2z) {result(math.exp(2 * z))}",), ratio, f"1 - f(z)² = 1 - {factor(output)}²"


def _gelu(z: float, _output: float) -> Steps:
    share, bell = math.erfc(-z / math.sqrt(2)) / 2, math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    first = (
        f"share of a normal distribution below z: Φ(z) {result(share)}",
        f"its bell curve at z: φ(z) {result(bell)}",
    )
    slope = f"Φ(z) + z × φ(z) = {number(share)} + {factor(z)} × {number(bell)}"
    return first, f"z × Φ(z) = {factor(z)} × {number(share)}", slope


def _silu(z: float, _output: float) -> Steps:
    share = float(sigmoid(z))
    s = number(share)
    slope = f"s × (1 + z × (1 - s)) = {s} × (1 + {factor(z)} × (1 - {s}))"
    return (f"s = sigmoid(z) {result(share)}",), f"z × s = {factor(z)} × {s}", slope


def _softplus(z: float, _output: float) -> Steps:
    power = number(math.exp(z))
    return (f"e^z {result(math.exp(z))}",), f"ln(1 + {power})", f"e^z / (1 + e^z) = {power} / (1 + {power})"


_STEPS: dict[str, Callable[[float, float], Steps]] = {
    "linear": _linear,
    "step": _step,
    "sigmoid": _sigmoid,
    "tanh": _tanh,
    "relu": _relu,
    "leaky_relu": _leaky_relu,
    "elu": _elu,
    "gelu": _gelu,
    "silu": _silu,
    "softplus": _softplus,
}
