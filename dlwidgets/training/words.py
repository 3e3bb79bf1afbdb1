"""How numbers are written in sentences."""

import math


def rounded(value: float) -> str:
    """Write a number with two digits that mean something.

    Parameters
    ----------
    value : float
        Any, also infinite or not a number.

    Returns
    -------
    str
        The same on every machine where the numbers agree in these digits.

    Examples
    --------
    >>> rounded(0.31416), rounded(0.0031416), rounded(12_900), rounded(float("nan"))
    ('0.31', '0.0031', '13,000', 'not a number')
    """
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else "infinite"
    if 1000 <= abs(value) < 100_000:
        return f"{float(f'{value:.2g}'):,.0f}"
    return f"{value:.2f}" if value == 0 or 0.095 <= abs(value) < 1000 else f"{value:.2g}"
