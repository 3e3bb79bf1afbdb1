"""What NumPy's functions give."""

from math import prod
from typing import Any

from dlwidgets.assistant.libraries.catalogue import gives
from dlwidgets.assistant.libraries.operations import reshaped
from dlwidgets.assistant.reading.arguments import Call
from dlwidgets.assistant.values import INTS, ONE_HOT, UNKNOWN, Array, Shape, as_shape, is_number

_LONGEST = 5000


def of_list(value: Any) -> Any:
    """Return the array that a list of numbers makes."""
    if isinstance(value, Array):
        return value
    if not isinstance(value, list | tuple):
        return Array()
    shape, numbers = _measured(value)
    if shape is None:
        return Array()
    if not all(is_number(one) or isinstance(one, bool) for one in numbers) or not numbers:
        return Array(shape)
    whole = all(isinstance(one, int) for one in numbers)
    return Array(shape, low=min(numbers), high=max(numbers), whole=whole, root=object())


def _measured(value: Any) -> tuple[Shape | None, list[Any]]:
    """Return the shape of nested lists and all that is in them."""
    level, shape = [value], []
    while level and all(isinstance(one, list | tuple) for one in level):
        sizes = {len(one) for one in level}
        if len(sizes) > 1 or len(shape) > 6:
            return None, []
        shape.append(sizes.pop())
        level = [inner for one in level for inner in one]
        if len(level) > _LONGEST:
            return None, []
    if any(isinstance(one, list | tuple | Array) for one in level):
        return None, []
    return tuple(shape), level


@gives("numpy.array", "numpy.asarray", "tensorflow.constant", "tensorflow.convert_to_tensor", "numpy.float32")
def _array(call: Call) -> Any:
    return of_list(call.get(0, "object"))


@gives("numpy.zeros", "numpy.ones", "numpy.empty", "tensorflow.zeros", "tensorflow.ones", "numpy.full")
def _filled(call: Call) -> Any:
    return Array(as_shape(call.get(0, "shape")), root=object())


@gives("numpy.random.random", "numpy.random.random_sample", "numpy.random.uniform", "tensorflow.random.uniform")
def _uniform(call: Call) -> Any:
    if "size" in call.named or len(call.places) == 3:
        low, high = call.get(0, "low", 0.0), call.get(1, "high", 1.0)
        numbers = is_number(low) and is_number(high)
        return Array(as_shape(call.get(2, "size")), low=low if numbers else None, high=high if numbers else None,
                     root=object(), whole=False)  # fmt: skip
    return Array(as_shape(call.get(0, "shape")), low=0.0, high=1.0, root=object(), whole=False)


@gives("numpy.random.rand")
def _rand(call: Call) -> Any:
    return Array(as_shape(call.places), low=0.0, high=1.0, root=object(), whole=False) if call.places else UNKNOWN


@gives("numpy.random.randn")
def _randn(call: Call) -> Any:
    return Array(as_shape(call.places), low=-4.0, high=4.0, root=object(), whole=False) if call.places else UNKNOWN


@gives("numpy.random.normal", "numpy.random.standard_normal", "tensorflow.random.normal")
def _normal(call: Call) -> Any:
    size = call.named.get("size", call.places[2] if len(call.places) > 2 else None)
    size = call.places[0] if size is None and len(call.places) == 1 else size
    return UNKNOWN if size is None else Array(as_shape(size), root=object(), whole=False)


@gives("numpy.random.randint")
def _randint(call: Call) -> Any:
    low, high = call.get(0, "low"), call.get(1, "high")
    low, high = (0, low) if high is None else (low, high)
    size = call.get(2, "size")
    if size is None:
        return UNKNOWN
    if not (isinstance(low, int) and isinstance(high, int)):
        return Array(as_shape(size), root=object(), whole=True)
    return Array(as_shape(size), None, high - low, low, high - 1, object(), whole=True)


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
def _argmax(call: Call) -> Any:
    array, axis = of_list(call.get(0, "a")), call.get(1, "axis")
    if array.shape is None or not isinstance(axis, int):
        return Array(whole=True, root=array.root)
    left = list(array.shape)
    size = left.pop(axis)
    return Array(tuple(left), INTS if array.coding == ONE_HOT else None, size, 0, None if size is None else size - 1,
                 array.root, array.part, whole=True)  # fmt: skip


@gives("numpy.concatenate", "numpy.vstack", "numpy.hstack", "numpy.stack", "numpy.column_stack", "numpy.append")
def _joined(_: Call) -> Any:
    return Array(root=object())


@gives("numpy.squeeze", "tensorflow.squeeze")
def _squeeze(call: Call) -> Any:
    array = of_list(call.get(0, "a"))
    if array.shape is None or None in array.shape:
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


@gives("numpy.round", "numpy.rint", "tensorflow.cast", "numpy.copy", "numpy.ascontiguousarray", "numpy.float64")
def _same(call: Call) -> Any:
    return of_list(call.get(0, "a"))


def array_method(array: Array, name: str, call: Call) -> Any:
    """Return what a method of an array gives."""
    if name == "reshape":
        return reshaped(array, call.places[0] if len(call.places) == 1 else call.places)
    if name in {"flatten", "ravel"}:
        known = array.shape is not None and None not in array.shape
        size = prod(one for one in array.shape or () if one is not None)
        return array.but(shape=(size if known else None,), coding=array.coding if array.coding != ONE_HOT else None)
    if name in {"astype", "copy", "to_numpy", "numpy", "toarray", "todense", "dropna", "fillna", "sample", "round"}:
        unknown = name in {"dropna", "sample"}
        return array.but(shape=(None, *array.shape[1:]) if unknown and array.shape else array.shape,
                         frame=array.frame and name not in {"to_numpy", "numpy"})  # fmt: skip
    if name == "argmax":
        return _argmax(Call(call.node, (array, *call.places), call.named))
    if name in {"drop", "iloc", "loc", "head", "tail", "pop", "reset_index", "apply", "map", "replace"}:
        return Array(frame=array.frame, root=object())
    return UNKNOWN
