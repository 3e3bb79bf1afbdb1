"""What the methods of NumPy's arrays and of pandas' columns and tables give."""

from collections.abc import Callable
from math import prod
from typing import Any

from dlwidgets.assistant.libraries.numpy_calls import argmax, measured_along, of_numbers, squeeze, transposed
from dlwidgets.assistant.libraries.operations import reshaped
from dlwidgets.assistant.reading.arguments import Call
from dlwidgets.assistant.values import ONE_HOT, UNKNOWN, Array, ListOf, is_number

_SAME_SHAPE = frozenset({"astype", "copy", "to_numpy", "numpy", "toarray", "todense", "fillna", "round"})
_FEWER_ROWS = frozenset({"dropna", "sample"})
_NEW_FRAME = frozenset({"iloc", "loc", "head", "tail", "pop", "reset_index", "apply", "map", "replace"})
_MEASURES = frozenset({"mean", "std", "max", "min", "sum", "median", "var"})


def array_method(array: Array, name: str, call: Call) -> Any:
    """Return what a method of an array gives."""
    if name in _BY_METHOD:
        return _BY_METHOD[name](array, call)
    if name in _SAME_SHAPE:
        role = array.role if array.role != "predicted" else ""
        return array.but(frame=array.frame and name not in {"to_numpy", "numpy"}, role=role)
    if name in _FEWER_ROWS:
        return array.but(shape=(None, *array.shape[1:]) if array.shape else array.shape)
    if name in _MEASURES:
        return _measured(array, name, call)
    return Array(frame=array.frame, root=object()) if name in _NEW_FRAME else UNKNOWN


def _mapped(array: Array, call: Call) -> Any:
    """Return a column in which numbers stand for words."""
    given = call.get(0, "arg", call.named.get("to_replace"))
    numbers = list(given.values()) if isinstance(given, dict) and all(isinstance(one, str) for one in given) else []
    if array.rank != 1 or len(numbers) < 2 or not all(is_number(one) for one in numbers):
        return Array(frame=array.frame, root=object())
    return of_numbers(array.shape, *numbers, root=array.root, part=array.part)


def _flat(array: Array, _: Call) -> Array:
    known = array.shape is not None and None not in array.shape
    size = prod(one for one in array.shape or () if one is not None)
    return array.but(shape=(size if known else None,), coding=array.coding if array.coding != ONE_HOT else None)


def _measured(array: Array, name: str, call: Call) -> Any:
    """Return the mean of an array and its like."""
    end = {"max": array.high, "min": array.low}.get(name)
    whole = not call.places and not call.named
    return end if whole and end is not None else measured_along(array, call.get(0, "axis"))


_BY_METHOD: dict[str, Callable[[Array, Call], Any]] = {
    "map": _mapped,
    "replace": _mapped,
    "argmax": lambda array, call: argmax(Call(call.node, (array, *call.places), call.named)),
    "drop": lambda array, _: array.but(shape=(None, None), root=object()) if array.frame else UNKNOWN,
    "flatten": _flat,
    "nunique": lambda array, _: UNKNOWN if array.classes is None else array.classes,
    "ravel": _flat,
    "reshape": lambda array, call: reshaped(array, call.places[0] if len(call.places) == 1 else call.places),
    "squeeze": lambda array, call: squeeze(Call(call.node, (array,), call.named)),
    "tolist": lambda array, _: ListOf(array),
    "transpose": lambda array, call: transposed(
        Call(call.node, (array, call.places[0] if len(call.places) == 1 else call.places or None), {})
    ),
}
