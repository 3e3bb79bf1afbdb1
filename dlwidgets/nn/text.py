"""Arithmetic as text: the same numbers that were computed, short enough to follow by hand."""

from collections.abc import Iterable, Sequence
from math import isclose

NOISE = 1e-12
"""What 0.1 + 0.2 - 0.3 leaves is smaller than this, and nothing that a reader computes by hand is."""


def number(value: float, digits: int = 3) -> str:
    """Write a number with a few digits, or with all those before the point.

    Parameters
    ----------
    value : float
        The number.
    digits : int
        How many digits, from the first that is not 0.

    Returns
    -------
    str
        Such as ``0.76``, ``-12.3``, ``1234`` or ``1e+30``.
    """
    text = "0" if abs(value) < NOISE else f"{value:.{digits}g}"
    return f"{value:.0f}" if "e+0" in text else text


def factor(value: float) -> str:
    """Write a number that follows an operator.

    Parameters
    ----------
    value : float
        The number.

    Returns
    -------
    str
        As ``number``; a negative one gets brackets.
    """
    return f"({number(value)})" if number(value).startswith("-") else number(value)


def vector(values: Iterable[float]) -> str:
    """Write several numbers in brackets.

    Parameters
    ----------
    values : iterable of float
        The numbers.

    Returns
    -------
    str
        Such as ``(0.5, -0.2)``.
    """
    return f"({', '.join(map(number, values))})"


def equals(*values: float) -> str:
    """Return the sign for a line of arithmetic.

    Parameters
    ----------
    *values : float
        All numbers of the line.

    Returns
    -------
    str
        ``=``, or ``≈`` if the text of any of them is rounded.
    """
    # Float noise such as 0.1 + 0.2 is not rounding that a reader could see.
    exact = all(isclose(float(number(value)), value, rel_tol=NOISE, abs_tol=NOISE) for value in values)
    return "=" if exact else "≈"


def result(value: float) -> str:
    """Write a number with the sign before it.

    Parameters
    ----------
    value : float
        The number.

    Returns
    -------
    str
        ``= 0.5``, or ``≈ 0.333`` where the text is rounded.
    """
    return f"{equals(value)} {number(value)}"


def listed(words: Sequence[str]) -> str:
    """Write words as in a sentence.

    Parameters
    ----------
    words : sequence of str
        One at least.

    Returns
    -------
    str
        Such as ``a, b and c``.
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def columns(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Write a table as lines of text, its columns aligned at the right.

    Parameters
    ----------
    rows : sequence of sequences of str
        The cells; all rows have equally many.

    Returns
    -------
    tuple of str
        One line for each row.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return tuple("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def weighted_sum_line(w: Sequence[float], x: Sequence[float], b: float, total: float) -> str:
    """Write out a weighted sum.

    Parameters
    ----------
    w, x : sequence of float, shape (n,)
        Weights and inputs.
    b : float
        The bias.
    total : float
        Their sum.

    Returns
    -------
    str
        Such as ``0.5 × 1.4 + (-0.2) × 0.2 + 0.1 = 0.76``.
    """
    products = " + ".join(f"{factor(w_i)} × {factor(x_i)}" for w_i, x_i in zip(w, x, strict=True))
    return f"{products} + {factor(b)} {equals(*w, *x, b, total)} {number(total)}"
