"""What NumPy's functions make that put arrays together, repeat them or choose from them."""

import ast
from typing import Any

from dlwidgets.assistant.libraries.catalogue import gives
from dlwidgets.assistant.libraries.numpy_calls import of_list
from dlwidgets.assistant.libraries.operations import broadcast
from dlwidgets.assistant.reading.arguments import Call
from dlwidgets.assistant.values import INTS, Array, is_number, is_size


@gives("numpy.concatenate", "numpy.vstack", "numpy.hstack", "tensorflow.concat")
def _joined(call: Call) -> Any:
    parts = call.get(0, "arrays")
    listed = [one for one in parts if isinstance(one, Array)] if isinstance(parts, list | tuple) else []
    if not listed or len(listed) != len(parts):
        return Array(root=object())
    first, ranks = listed[0], {one.rank for one in listed}
    axis = call.get(1, "axis", 0)
    rank = None if len(ranks) > 1 else first.rank
    wide = getattr(call.node.func, "attr", "") == "hstack" and rank != 1
    place = 1 if wide else axis
    shape = None
    if (
        rank
        and isinstance(place, int)
        and -rank <= place < rank
        and not (rank == 1 and "vstack" in ast.dump(call.node.func))
    ):
        lengths = [one.shape[place] for one in listed if one.shape]
        whole = list(first.shape or ())
        whole[place] = None if None in lengths else sum(one for one in lengths if one is not None)
        shape = tuple(whole)
    ends = [one.low for one in listed], [one.high for one in listed]
    low = None if None in ends[0] else min(ends[0])  # type: ignore[type-var]
    high = None if None in ends[1] else max(ends[1])  # type: ignore[type-var]
    same = all((one.coding, one.classes) == (first.coding, first.classes) for one in listed)
    coding, classes = (first.coding, first.classes) if same else (None, None)
    entire = True if all(one.whole for one in listed) else None
    # Each part has one value, and they rise: the classes stand one after the other.
    values = [one.low if one.low == one.high else None for one in listed]
    rises = None not in values and len(set(values)) > 1 and values == sorted(values, key=float)  # type: ignore[arg-type]
    return Array(shape, coding, classes, low, high, object(), whole=entire, ordered=rises)


def _parts(call: Call) -> list[Array]:
    """Return the arrays of a list; empty if one of them is not known."""
    given = call.get(0)
    listed = [of_list(one) for one in given] if isinstance(given, list | tuple) else []
    return [] if any(one.shape is None for one in listed) else listed


def _ends(parts: list[Array]) -> dict[str, Any]:
    """Return what is known of numbers that come from several arrays."""
    lows, highs = [one.low for one in parts], [one.high for one in parts]
    return {
        "low": None if None in lows else min(lows),  # type: ignore[type-var]
        "high": None if None in highs else max(highs),  # type: ignore[type-var]
        "whole": True if parts and all(one.whole for one in parts) else None,
        "root": object(),
    }


@gives("numpy.column_stack")
def _columns(call: Call) -> Any:
    parts = _parts(call)
    if not parts or any(one.rank not in {1, 2} for one in parts):
        return Array(root=object())
    widths = [1 if one.rank == 1 else one.shape[1] for one in parts]  # type: ignore[index]
    width = None if None in widths else sum(one for one in widths if one is not None)
    return Array((parts[0].shape[0], width), **_ends(parts))  # type: ignore[index]


@gives("numpy.stack")
def _stacked(call: Call) -> Any:
    parts, axis = _parts(call), call.get(1, "axis", 0)
    shapes = {one.shape for one in parts}
    if len(shapes) != 1 or not isinstance(axis, int):
        return Array(root=object())
    shape = list(shapes.pop() or ())
    shape.insert(axis if axis >= 0 else len(shape) + 1 + axis, len(parts))
    return Array(tuple(shape), **_ends(parts))


@gives("numpy.repeat")
def _repeated(call: Call) -> Any:
    array, times, axis = of_list(call.get(0, "a")), call.get(1, "repeats"), call.get(2, "axis")
    plain = array.rank == 1 and axis in {None, 0} and is_size(times)
    if not plain or array.shape is None:
        return Array(root=object())
    count = array.shape[0]
    return array.but(shape=(None if count is None else count * times,), root=object())


@gives("numpy.where")
def _chosen(call: Call) -> Any:
    if len(call.places) != 3:
        return Array(root=object())
    condition, *choices = call.places
    plain = [one for one in choices if is_number(one)]
    shape = of_list(condition).shape
    for one in choices:
        shape = shape if is_number(one) else broadcast(shape, of_list(one).shape)
    if len(plain) < 2:
        return Array(shape, root=object())
    whole = all(isinstance(one, int) for one in plain)
    classes = INTS if whole and {*plain} == {0, 1} else None
    return Array(shape, classes, 2 if classes else None, min(plain), max(plain), object(), whole=whole)


@gives("numpy.append", "numpy.dstack", "numpy.tile", "numpy.delete", "numpy.insert")
def _any(_: Call) -> Any:
    return Array(root=object())
