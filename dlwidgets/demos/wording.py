"""Numbers in sentences and worked lines: the same that were computed, short enough to follow by hand."""

import math
from collections.abc import Sequence

NOISE = 1e-12
"""What 0.1 + 0.2 - 0.3 leaves is smaller than this."""


def number(value: float) -> str:
    """Write a number with three digits, or with all those before the point: 0.76, -12.3, 1234, 1e+30."""
    text = "0" if abs(value) < NOISE else f"{value:.3g}"
    return f"{value:.0f}" if "e+0" in text else text


def factor(value: float) -> str:
    """Write a number that follows an operator: a negative one gets brackets."""
    return f"({number(value)})" if number(value).startswith("-") else number(value)


def result(value: float) -> str:
    """Write "= 0.5", or "≈ 0.333" where the text is rounded."""
    is_exact = math.isclose(float(number(value)), value, rel_tol=NOISE, abs_tol=NOISE)
    return f"{'=' if is_exact else '≈'} {number(value)}"


def listed(words: Sequence[str]) -> str:
    """Write "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def columns(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Write a table as lines of text, its columns aligned at the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return tuple("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
