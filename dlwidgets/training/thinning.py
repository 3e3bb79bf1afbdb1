"""Which of many things in a row are drawn."""

import math


def evenly(n: int, most: int | None) -> list[int]:
    """Choose among things in a row: the first, the last, and evenly between.

    Parameters
    ----------
    n : int
        How many there are.
    most : int or None
        About how many are wanted; None is all.

    Returns
    -------
    list of int
        At most one more than ``most``.
    """
    stride = 1 if most is None else max(1, math.ceil(n / most))
    return sorted({*range(0, n, stride), *range(n)[-1:]})
