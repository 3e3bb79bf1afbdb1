"""What a learner's notebook knows of the variables that a program names: shape, type, range and number of classes."""

import ast
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np

from dlwidgets.assistant.values import INTS, ONE_HOT, Array

MOST_LOOKED_AT = 1_000_000
"""Numbers of one variable; of larger ones some examples, evenly spread."""
MOST_CLASSES = 1000


def known_variables(code: str, namespace: Mapping[str, Any]) -> dict[str, Array]:
    """Read what is known of the arrays and tables that a program names.

    Only NumPy's arrays, pandas' and polars' tables and columns, and TensorFlow's tensors are looked at; of anything
    else not even an attribute is asked for.

    Parameters
    ----------
    code : str
        The program.
    namespace : mapping of str to object
        The variables of the notebook.

    Returns
    -------
    dict of str to Array
        By name.
    """
    found = {name: _facts(namespace[name]) for name in _names(code) if name in namespace}
    return {name: array for name, array in found.items() if array is not None}


def said_of(name: str, array: Array) -> str:
    """Say what was read of a variable.

    Parameters
    ----------
    name : str
        What it is called.
    array : Array
        What is known of it.

    Returns
    -------
    str
        A sentence.
    """
    parts = [f"shape {array.shape}"]
    if array.low is not None:
        parts.append(f"{'whole numbers' if array.whole else 'numbers'} from {array.low:g} to {array.high:g}")
    if array.classes:
        parts.append(f"{array.classes} classes" + (" as one-hot rows" if array.coding == ONE_HOT else ""))
    return f"Your notebook's {name}: {', '.join(parts)}."


def _names(code: str) -> list[str]:
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return sorted({node.id for node in ast.walk(tree) if isinstance(node, ast.Name)})


def _facts(value: Any) -> Array | None:
    numbers = _as_numbers(value)
    if numbers is None:
        return None
    shape = tuple(int(size) for size in numbers.shape)
    is_frame = not isinstance(value, np.ndarray) and not hasattr(value, "device")
    if numbers.dtype.kind not in "biuf" or not numbers.size:
        return Array(shape, frame=is_frame)
    some = numbers[:: -(-numbers.size // MOST_LOOKED_AT)]
    low, high = float(np.nanmin(some)), float(np.nanmax(some))
    if not np.isfinite([low, high]).all():
        return Array(shape, frame=is_frame)
    whole = bool(np.all(some == np.floor(some)))
    facts = Array(shape, low=low, high=high, whole=whole, frame=is_frame)
    return _with_classes(facts, some) if whole and len(some) == len(numbers) else facts


def _with_classes(facts: Array, numbers: Any) -> Array:
    """Add how the rows can be read as classes, where they can."""
    width = numbers.shape[1] if numbers.ndim == 2 else 1
    if numbers.ndim == 2 and width > 1 and facts.low >= 0 and facts.high == 1 and np.all(numbers.sum(axis=1) == 1):
        return facts.but(coding=ONE_HOT, classes=width)
    if numbers.ndim > 2 or width > 1 or facts.low < 0:
        return facts
    kinds = np.unique(numbers)
    # Few different whole numbers, each of them often: names of classes, and nothing that was counted.
    few = kinds.size <= MOST_CLASSES and kinds.size * 2 <= len(numbers) and kinds[-1] - kinds[0] + 1 == kinds.size
    return facts.but(coding=INTS, classes=int(kinds.size)) if few and kinds.size > 1 else facts


def _as_numbers(value: Any) -> Any:
    """Return the array behind a variable if it is of a kind that is looked at."""
    kind = type(value)
    if kind is np.ndarray:
        return value
    home = kind.__module__.partition(".")[0]
    if home in {"pandas", "polars"} and kind.__name__ in {"DataFrame", "Series"} and home in sys.modules:
        return value.to_numpy()
    if home == "tensorflow" and kind.__name__ == "EagerTensor":
        return value.numpy()
    return None
