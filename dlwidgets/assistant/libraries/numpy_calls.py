"""What NumPy's functions give."""

from itertools import pairwise
from typing import Any

from dlwidgets.assistant.libraries.catalogue import gives
from dlwidgets.assistant.libraries.operations import reshaped
from dlwidgets.assistant.reading.arguments import Call
from dlwidgets.assistant.values import INTS, ONE_HOT, UNKNOWN, Array, ListOf, Shape, as_shape, is_number

_LONGEST = 5000


def of_list(value: Any) -> Any:
    """Return the array that a list of numbers makes."""
    if isinstance(value, Array):
        return value
    if isinstance(value, ListOf):
        return value.array
    if isinstance(value, range) and len(value):
        return Array((len(value),), low=min(value), high=max(value), whole=True, root=object())
    if not isinstance(value, list | tuple):
        return Array()
    shape, numbers = _laid_out(value)
    if shape is None:
        return Array()
    if numbers and any(isinstance(one, str) for one in numbers):
        return Array(shape, holds="texts", root=object())
    if not all(is_number(one) or isinstance(one, bool) for one in numbers) or not numbers:
        return Array(shape, root=object())
    whole = all(isinstance(one, int) for one in numbers)
    rising = len(numbers) > 4 and min(numbers) < max(numbers) and all(a <= b for a, b in pairwise(numbers))
    few = len(set(numbers)) * 2 <= len(numbers)
    return Array(shape, low=min(numbers), high=max(numbers), whole=whole, root=object(), ordered=rising and few)


def _laid_out(value: Any) -> tuple[Shape | None, list[Any]]:
    """Return the shape of nested lists and all that is in them."""
    level: list[Any] = [value]
    shape: list[int | None] = []
    while level and all(isinstance(one, list | tuple) for one in level):
        sizes = {len(one) for one in level}
        if len(sizes) > 1 or len(shape) > 6:
            return None, []
        shape.append(sizes.pop())
        level = [inner for one in level for inner in one]
        if len(level) > _LONGEST:
            return None, []
    if any(one is UNKNOWN or isinstance(one, list | tuple | Array) for one in level):
        return None, []
    return tuple(shape), level


@gives("numpy.array", "numpy.asarray", "tensorflow.constant", "tensorflow.convert_to_tensor", "numpy.float32")
def _array(call: Call) -> Any:
    return of_list(call.get(0, "object"))


@gives("numpy.zeros", "numpy.ones", "numpy.empty", "tensorflow.zeros", "tensorflow.ones", "numpy.full")
def _filled(call: Call) -> Any:
    name = getattr(call.node.func, "attr", getattr(call.node.func, "id", ""))
    value = {"zeros": 0, "ones": 1}.get(name, call.get(1, "fill_value") if name == "full" else None)
    value = value if is_number(value) else None
    return Array(as_shape(call.get(0, "shape")), low=value, high=value, root=object())


@gives("numpy.linspace")
def _linspace(call: Call) -> Any:
    low, high, count = call.get(0, "start"), call.get(1, "stop"), call.get(2, "num", 50)
    if not (is_number(low) and is_number(high)):
        return Array((count if isinstance(count, int) else None,), root=object())
    return Array(as_shape(count), low=min(low, high), high=max(low, high), root=object(), whole=False)


@gives("numpy.arange")
def _arange(call: Call) -> Any:
    ends = call.places
    if not ends or not all(is_number(one) for one in ends):
        return Array((None,), root=object())
    start, stop = (0, ends[0]) if len(ends) == 1 else ends[:2]
    step = ends[2] if len(ends) > 2 else 1
    count = max(0, -int(-((stop - start) / step) // 1)) if step else 0
    return Array((count,), low=start, high=stop, root=object(), whole=all(isinstance(one, int) for one in ends))


@gives("numpy.eye", "numpy.identity")
def _eye(call: Call) -> Any:
    size = call.get(0, "N")
    known = size if isinstance(size, int) else None
    return Array((known, known), ONE_HOT, known, 0, 1, object())


@gives("numpy.reshape", "tensorflow.reshape")
def _reshape(call: Call) -> Any:
    array = of_list(call.get(0, "a"))
    return reshaped(array, call.get(1, "shape", call.named.get("newshape")))


@gives("numpy.expand_dims", "tensorflow.expand_dims")
def _expand_dims(call: Call) -> Any:
    array, axis = of_list(call.get(0, "a")), call.get(1, "axis")
    if array.shape is None or not isinstance(axis, int):
        return array.but(shape=None)
    place = axis if axis >= 0 else len(array.shape) + 1 + axis
    return array.but(shape=(*array.shape[:place], 1, *array.shape[place:]))


@gives("numpy.argmax", "tensorflow.argmax", "tensorflow.math.argmax", "keras.ops.argmax")
def argmax(call: Call) -> Any:
    """Return the places of the largest numbers."""
    array, axis = of_list(call.get(0, "a")), call.get(1, "axis")
    if array.shape is None or not isinstance(axis, int):
        return Array(whole=True, root=array.root)
    left = list(array.shape)
    size = left.pop(axis)
    return Array(tuple(left), INTS if array.coding == ONE_HOT else None, size, 0, None if size is None else size - 1,
                 array.root, array.part, whole=True)  # fmt: skip


def of_numbers(shape: Shape | None, *ends: Any, root: Any, part: str = "") -> Array:
    """Return an array that holds certain numbers only."""
    different = sorted(set(ends))
    whole = all(isinstance(one, int) for one in ends)
    classes = len(different) if whole and len(different) > 1 and different == list(range(len(different))) else None
    return Array(shape, INTS if classes else None, classes, different[0], different[-1], root, part, whole=whole)


@gives("numpy.loadtxt", "numpy.genfromtxt")
def _table(_: Call) -> Any:
    return Array((None, None), root=object())


@gives("numpy.load")
def _loaded(_: Call) -> Any:
    return Array(root=object())


@gives("numpy.unique")
def _unique(call: Call) -> Any:
    given = of_list(call.get(0, "ar"))
    return UNKNOWN if call.named or given.classes is None else Array((given.classes,), whole=given.whole)


@gives("numpy.zeros_like", "numpy.ones_like", "numpy.empty_like", "numpy.full_like")
def _like(call: Call) -> Any:
    return Array(of_list(call.get(0, "a")).shape, root=object())


@gives("numpy.transpose", "tensorflow.transpose")
def transposed(call: Call) -> Any:
    """Return an array with its axes in another order."""
    given, order = of_list(call.get(0, "a")), call.get(1, "axes", call.named.get("perm"))
    if given.shape is None:
        return given.but(shape=None)
    places = list(range(len(given.shape)))[::-1] if order is None else order
    known = isinstance(places, list | tuple) and sorted(places, key=str) == list(range(len(given.shape)))
    return given.but(
        shape=tuple(given.shape[one] for one in places) if known else (None,) * len(given.shape), coding=None
    )


@gives(
    "numpy.mean", "numpy.std", "numpy.max", "numpy.min", "numpy.sum", "numpy.median", "numpy.var", "numpy.percentile"
)
def _measure(call: Call) -> Any:
    given, axis = of_list(call.get(0, "a")), call.get(1, "axis")
    return measured_along(given, axis)


def measured_along(array: Array, axis: Any) -> Array:
    """Return one number for all, or for each place of the other axes."""
    if axis is None:
        return Array(())
    rank = array.rank
    if array.shape is None or not isinstance(axis, int) or rank is None or not -rank <= axis < rank:
        return Array()
    left = list(array.shape)
    left.pop(axis)
    return Array(tuple(left))


@gives("numpy.squeeze", "tensorflow.squeeze")
def squeeze(call: Call) -> Any:
    """Return an array without its axes of length 1."""
    array = of_list(call.get(0, "a"))
    if array.shape is None or None in array.shape or call.get(1, "axis") is not None:
        return array.but(shape=None)
    return array.but(shape=tuple(one for one in array.shape if one != 1))


@gives("numpy.sin", "numpy.cos", "numpy.tanh")
def _wave(call: Call) -> Any:
    array = of_list(call.get(0, "x"))
    return Array(array.shape, low=-1.0, high=1.0, root=object(), whole=False)


@gives("numpy.exp", "numpy.log", "numpy.sqrt", "numpy.square", "numpy.power", "numpy.abs", "numpy.log1p")
def _elementwise(call: Call) -> Any:
    array = of_list(call.get(0, "x"))
    return Array(array.shape, root=object(), scaled=(*array.scaled, "changed"))


@gives("numpy.round", "numpy.rint", "numpy.around")
def _rounded(call: Call) -> Any:
    return of_list(call.get(0, "a")).but(role="")


@gives("tensorflow.cast", "numpy.copy", "numpy.ascontiguousarray", "numpy.float64")
def _same(call: Call) -> Any:
    return of_list(call.get(0, "a"))
