"""What operators, indices and methods make of arrays."""

import ast
from collections.abc import Callable
from math import prod
from typing import Any

from dlwidgets.assistant.values import ONE_HOT, UNKNOWN, Array, Method, Shape, as_shape, is_number

Evaluate = Callable[[ast.AST | None], Any]


def arithmetic(operation: ast.operator, left: Any, right: Any) -> Any:
    """Return what an operator makes of arrays and numbers."""
    if isinstance(left, Array) and is_number(right):
        return _with_number(operation, left, right)
    if is_number(left) and isinstance(right, Array):
        return _number_with(operation, left, right)
    if isinstance(left, Array) and isinstance(right, Array):
        shape = broadcast(left.shape, right.shape)
        for constant, other, swapped in ((right, left, False), (left, right, True)):
            number = _only_number(constant)
            if number is not None:
                found = _number_with(operation, number, other) if swapped else _with_number(operation, other, number)
                return found.but(shape=shape)
        main = right if left.shape == () else left
        return Array(shape, root=main.root, part=main.part, role=main.role, scaled=(*main.scaled, "changed"))
    array = left if isinstance(left, Array) else right
    scaled = (*array.scaled, "changed")
    return array.but(shape=None, low=None, high=None, coding=None, classes=None, scaled=scaled, whole=None)


def _number_with(operation: ast.operator, number: float, array: Array) -> Array:
    """Return ``2 * x`` and ``1 - x``; of ``1 / x`` only the shape is known."""
    if isinstance(operation, ast.Add | ast.Mult):
        return _with_number(operation, array, number)
    if isinstance(operation, ast.Sub):
        return _with_number(ast.Add(), _with_number(ast.Mult(), array, -1), number)
    return Array(array.shape, root=array.root, part=array.part, role=array.role, scaled=(*array.scaled, "changed"))


def _only_number(array: Array) -> float | None:
    """Return the number of which an array is full, such as that of ``zeros``; None if it has others, or they are classes."""
    return array.low if array.low == array.high and array.coding is None else None


def broadcast(one: Shape | None, other: Shape | None) -> Shape | None:
    """Return the shape that two arrays make together; None if it is not known.

    Parameters
    ----------
    one, other : tuple of int or None, optional
        Their shapes.

    Returns
    -------
    tuple of int or None, optional
        The shape of their sum.
    """
    if one is None or other is None or len(one) < len(other):
        return None if one is None or other is None or one == other else broadcast(other, one)
    padded = (1,) * (len(one) - len(other)) + other
    return tuple(a if b in {1, a} else b if a == 1 else None for a, b in zip(one, padded, strict=True))


def _with_number(operation: ast.operator, array: Array, number: float) -> Array:
    low, high = (_moved(operation, end, number) for end in (array.low, array.high))
    if low is not None and high is not None and low > high:
        low, high = high, low
    if isinstance(operation, ast.Pow) and number == 2 and array.low is not None and array.high is not None:
        ends = (array.low**2, array.high**2)
        low, high = 0 if array.low < 0 < array.high else min(ends), max(ends)
    # As many values as before, each a whole number if it was one.
    keeps = isinstance(operation, ast.Add | ast.Sub) or (isinstance(operation, ast.Mult) and number != 0)
    keeps = keeps and isinstance(number, int)
    stays_whole = keeps or (isinstance(operation, ast.FloorDiv | ast.Mod) and isinstance(number, int))
    return array.but(
        low=low,
        high=high,
        scaled=(*array.scaled, _scaling(operation, number)),
        whole=array.whole if stays_whole else False if isinstance(operation, ast.Div | ast.Mult) else None,
        coding=array.coding if keeps and array.coding != ONE_HOT else None,
        classes=array.classes if keeps else None,
    )


def _scaling(operation: ast.operator, number: float) -> Any:
    """Say how an operator scales."""
    if isinstance(operation, ast.Div) or (isinstance(operation, ast.Mult) and number):
        return ("divided", number if isinstance(operation, ast.Div) else 1 / number)
    return "changed"


def _moved(operation: ast.operator, end: float | None, number: float) -> float | None:
    if end is None:
        return None
    if isinstance(operation, ast.Div):
        return end / number if number else None
    if isinstance(operation, ast.Mult):
        return end * number
    if isinstance(operation, ast.Add):
        return end + number
    if isinstance(operation, ast.Pow) and number in {1, 3}:
        return float(end**number)
    return end - number if isinstance(operation, ast.Sub) else None


def array_attribute(array: Array, name: str) -> Any:
    """Return ``X.shape`` and its like."""
    if name == "shape":
        return UNKNOWN if array.shape is None else tuple(UNKNOWN if one is None else one for one in array.shape)
    if name in {"values", "iloc", "loc"}:
        return array.but(frame=name == "loc" and array.frame)
    if name == "T":
        shape = None if array.shape is None else array.shape[::-1]
        return Array(shape, low=array.low, high=array.high, scaled=array.scaled)
    if name in {"size", "ndim"}:
        known = array.shape is not None and None not in array.shape
        sizes = [one for one in array.shape or () if one is not None]
        return {"ndim": array.rank if array.rank is not None else UNKNOWN, "size": prod(sizes) if known else UNKNOWN}[
            name
        ]
    return Method(array, name)


def indexed(array: Array, index: ast.expr, value: Evaluate) -> Any:
    """Return a piece of an array."""
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    if array.frame:
        column = None if isinstance(index, ast.Tuple) else value(index)
        known = dict(array.columns)
        if isinstance(column, str) and column in known:
            return known[column]
        rank = 1 if isinstance(column, str) else 2 if isinstance(column, list) else None
        if rank is None:
            return Array(None, root=array.root, part=array.part, frame=True)
        columns = [len(column) if UNKNOWN not in column else None] if isinstance(column, list) else []
        rows = array.shape[0] if array.shape else None
        return Array((rows, *columns), root=array.root, part=array.part, frame=rank == 2)
    if array.shape is None:
        return array.but(role="") if len(parts) == 1 and isinstance(index, ast.Slice) else Array(None, root=array.root)
    shape = _shape_of(array.shape, parts, value)
    if shape is UNKNOWN:
        return Array(None, root=array.root, part=array.part)
    if shape == ():
        return UNKNOWN
    # One column or one example is no longer what the whole was.
    same = len(shape) == len(array.shape) or any(_is_new(one) for one in parts)
    rows_kept = isinstance(parts[0], ast.Slice) or not _is_whole(value(parts[0]))
    if not (same and rows_kept):
        # The ends of one column are not those of the whole.
        return Array(shape, root=array.root, part=array.part, scaled=array.scaled)
    ends = parts[0]
    cut = isinstance(ends, ast.Slice) and (ends.lower is not None or ends.upper is not None)
    all_rows = isinstance(ends, ast.Constant) and ends.value is ...
    if not isinstance(ends, ast.Slice) and not _is_new(ends) and not all_rows:
        # Chosen by a condition: some classes may be gone.
        ends_kept = {} if array.role == "x" else {"low": None, "high": None, "whole": None}
        return array.but(shape=shape, classes=None, ordered=False, **ends_kept)
    root = (array.root, ast.dump(ends)) if cut and array.root is not None else array.root
    return array.but(shape=shape, root=root)


def _is_new(node: ast.expr) -> bool:
    """Tell ``None`` and ``np.newaxis`` in an index."""
    return (isinstance(node, ast.Constant) and node.value is None) or getattr(node, "attr", "") == "newaxis"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _shape_of(shape: Shape, parts: list[ast.expr], value: Evaluate) -> Any:
    """Follow the axes through an index."""
    left = list(shape)
    found: list[int | None] = []
    for one in parts:
        if isinstance(one, ast.Constant) and one.value is ...:
            taken = len(left) - sum(not _is_new(later) for later in parts[parts.index(one) + 1 :])
            found += left[:taken]
            left = left[taken:]
        elif _is_new(one):
            found.append(1)
        elif not left:
            return UNKNOWN
        elif isinstance(one, ast.Slice):
            size = left.pop(0)
            ends = [None if end is None else value(end) for end in (one.lower, one.upper)]
            # Columns that are cut out are there; rows may be fewer.
            cut = (
                bool(size is None and found)
                and one.step is None
                and all(isinstance(end, int) and end >= 0 for end in ends)
            )
            found.append(ends[1] - ends[0] if cut else _length(size, one, value))  # type: ignore[operator]
        else:
            size = left.pop(0)
            place = value(one)
            if isinstance(place, Array) and place.rank != 1:
                # A table of places makes as many axes, a table of yes and no takes as many away.
                return UNKNOWN
            if isinstance(place, Array | list):
                found.append(None if size is None or isinstance(place, Array) else len(place))
            elif not _is_whole(place):
                return UNKNOWN
    return (*found, *left)


def _length(size: int | None, cut: ast.Slice, value: Evaluate) -> int | None:
    ends = [None if one is None else value(one) for one in (cut.lower, cut.upper, cut.step)]
    if any(one is not None and not _is_whole(one) for one in ends):
        return None
    if size is None:
        return None
    return len(range(size)[slice(*ends)]) if ends[2] != 0 else None


def reshaped(array: Array, wanted: Any) -> Array:
    """Return an array with another shape."""
    shape = as_shape(wanted)
    if shape is None:
        return array.but(shape=None)
    if -1 in shape:
        rest = [one for one in shape if one != -1]
        known = array.shape is not None and None not in array.shape and None not in rest
        total = prod(one for one in array.shape or () if one is not None)
        size = total // prod(one for one in rest if one) if known and all(rest) else None
        shape = tuple(size if one == -1 else one for one in shape)
    is_coded = array.rank is not None and len(shape) <= 2 and array.coding != "one-hot rows"
    return array.but(shape=shape, coding=array.coding if is_coded else None)
