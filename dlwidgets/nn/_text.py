"""Arithmetic as text: the same numbers that were computed, short enough to follow by hand."""

from collections.abc import Iterable, Sequence
from math import isclose

NOISE = 1e-12
"""What 0.1 + 0.2 - 0.3 leaves is smaller than this, and nothing that a reader computes by hand is."""


def number(value: float, digits: int = 3) -> str:
    """Write a number with a few digits, or with all those before the point: 0.76, -12.3, 1234, 1e+30."""
    text = "0" if abs(value) < NOISE else f"{value:.{digits}g}"
    return f"{value:.0f}" if "e+0" in text else text


def factor(value: float) -> str:
    """Write a number that follows an operator: a negative one gets brackets."""
    return f"({number(value)})" if number(value).startswith("-") else number(value)


def vector(values: Iterable[float]) -> str:
    """Write numbers as (0.5, -0.2)."""
    return f"({', '.join(map(number, values))})"


def equals(*values: float) -> str:
    """Return "=", or "≈" if the text of any value of the line is rounded."""
    # Float noise such as 0.1 + 0.2 is not rounding that a reader could see.
    exact = all(isclose(float(number(value)), value, rel_tol=NOISE, abs_tol=NOISE) for value in values)
    return "=" if exact else "≈"


def weighted_sum_line(w: Sequence[float], x: Sequence[float], b: float, total: float) -> str:
    """Write "0.5 × 1.4 + (-0.2) × 0.2 + 0.1 = 0.76"."""
    products = " + ".join(f"{factor(w_i)} × {factor(x_i)}" for w_i, x_i in zip(w, x, strict=True))
    return f"{products} + {factor(b)} {equals(*w, *x, b, total)} {number(total)}"
