"""Which numbers of a model may move while it trains, and in what range."""

from collections.abc import Mapping
from numbers import Real
from typing import Any

import numpy as np

from dlwidgets.errors import InvalidValueError, unknown_name

RATE = "learning_rate"
DROPOUT = "dropout"
NAMES = (RATE, "l1", "l2", DROPOUT)
_LARGEST = float(np.finfo(np.float32).max)


def movable(name: str, value: Any) -> float | dict[str, float]:
    """Return what a number is to be moved to as plain floats, or refuse it.

    Parameters
    ----------
    name : str
        ``learning_rate``, ``l1``, ``l2`` or ``dropout``.
    value : float or dict of str to float
        What came: one for all places, or by the name of the layer for ``dropout``.

    Returns
    -------
    float or dict of str to float
        The same.

    Raises
    ------
    UnknownNameError
        If there is no such number.
    InvalidValueError
        If it is none, or out of range.

    Examples
    --------
    >>> movable("learning_rate", np.float32(0.1))
    0.1
    """
    if name not in NAMES:
        raise unknown_name("number that may move while training", name, NAMES)
    if name == DROPOUT and isinstance(value, Mapping):
        return {str(layer): _number(name, one) for layer, one in value.items()}
    return _number(name, value)


def _number(name: str, value: Any) -> float:
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    # What is larger is infinite to Keras, which computes with float32; Python's own whole numbers may be larger yet.
    if not is_number or not 0 <= value <= _LARGEST or (name == DROPOUT and value >= 1):
        wanted = "a share from 0 to below 1" if name == DROPOUT else "a number, 0 or more"
        too_large = f" and at most {_LARGEST:.1e}" if is_number and value > _LARGEST and name != DROPOUT else ""
        raise InvalidValueError(f"{name} came as {value!r:.80}; wanted {wanted}{too_large}.")
    return float(str(value)) if isinstance(value, np.floating) else float(value)  # 0.1, not 0.10000000149
