"""What the arguments of a network may be: each check returns a clean value, or says what was wanted."""

import math
import reprlib
from collections.abc import Callable, Iterable, Mapping
from numbers import Integral, Real
from typing import Any

import numpy as np

from dlwidgets.errors import InvalidValueError, unknown_name

Check = Callable[[str, Any], Any]
Sizes = int | tuple[int, ...]
Axes = int | tuple[int, ...] | None
Shape = tuple[int | None, ...]
"""The shape of one example, without the batch axis; None is a length that is not known yet."""


def refusal(name: str, wanted: str, value: object, mend: str = "") -> InvalidValueError:
    """Make the error that says what was wanted and what came."""
    return InvalidValueError(f"{name} should be {wanted}, but {reprlib.repr(value)} came.{mend and f' {mend}'}")


def is_whole(value: object) -> bool:
    """Tell a whole number; True and False are none."""
    return isinstance(value, Integral) and not isinstance(value, bool)


def whole(name: str, value: Any) -> int:
    """Return a whole number above 0."""
    if not is_whole(value) or value < 1:
        raise refusal(name, "a whole number above 0", value)
    return int(value)


def count(name: str, value: Any) -> int:
    """Return a whole number from 0 on."""
    if not is_whole(value) or value < 0:
        raise refusal(name, "a whole number, 0 or above", value)
    return int(value)


def number(name: str, value: Any) -> int | float:
    """Return a finite number; a whole one stays whole."""
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise refusal(name, "a number", value)
    return int(value) if isinstance(value, Integral) else float(value)


def fraction(name: str, value: Any) -> int | float:
    """Return a number from 0 to 1."""
    checked = number(name, value)
    if not 0 <= checked <= 1:
        raise refusal(name, "from 0 to 1", value, "0.5 means a half.")
    return checked


def not_negative(name: str, value: Any) -> int | float:
    """Return a number that is 0 or above."""
    checked = number(name, value)
    if checked < 0:
        raise refusal(name, "0 or above", value)
    return checked


def flag(name: str, value: Any) -> bool:
    """Return True or False, where Keras takes nothing else."""
    if not isinstance(value, bool):
        raise refusal(name, "True or False", value)
    return value


def truth(name: str, value: Any) -> bool:
    """Return True or False; 1 and 0 stand for them, as they do in Keras."""
    if not isinstance(value, bool | np.bool_) and not (is_whole(value) and value in {0, 1}):
        raise refusal(name, "True or False", value)
    return bool(value)


def label(name: str, value: Any) -> str | None:
    """Return a name that Keras takes for a layer; without one, or with an empty one, Keras finds one itself."""
    if value is None or value == "":
        return None
    if not isinstance(value, str) or "/" in value:
        raise refusal(name, "a text without '/'", value)
    return value


def optional(check: Check) -> Check:
    """Let None through."""
    return lambda name, value: None if value is None else check(name, value)


def one_of(noun: str, names: Iterable[str]) -> Check:
    """Take a name that Keras knows, spelt as Keras spells it."""
    valid = frozenset(names)

    def checked(_: str, value: Any) -> str:
        if not isinstance(value, str) or value not in valid:
            raise unknown_name(noun, value, valid)
        return value

    return checked


def channels_last(name: str, value: Any) -> str:
    """Take the one order of axes that works everywhere."""
    if value == "channels_first":
        raise InvalidValueError(
            "data_format='channels_first' is not described here: TensorFlow has it on GPUs only. "
            "Leave data_format out and give shapes as (height, width, channels)."
        )
    return str(one_of(name, ["channels_last"])(name, value))


def items(name: str, value: Any, wanted: str) -> tuple[Any, ...]:
    """Return a tuple or list as a tuple."""
    if not isinstance(value, tuple | list):
        mend = f"Did you mean ({value},)?" if is_whole(value) else ""
        raise refusal(name, wanted, value, mend)
    return tuple(value)


def is_written(value: object) -> bool:
    """Tell the plain dict of a layer or an object of Keras."""
    if not isinstance(value, Mapping) or set(value) != {"kind", "arguments"}:
        return False
    return isinstance(value["kind"], str) and isinstance(value["arguments"], Mapping)


def sizes(rank: int) -> Check:
    """Take one whole number above 0, or one for each of ``rank`` axes."""

    def checked(name: str, value: Any) -> Sizes:
        if not isinstance(value, tuple | list):
            return whole(name, value)
        if len(value) != rank:
            raise refusal(name, f"one whole number or {rank} of them", value)
        return tuple(whole(name, size) for size in value)

    return checked


def each(value: Sizes, rank: int) -> tuple[int, ...]:
    """Write one size for all axes as one for each."""
    return (value,) * rank if isinstance(value, int) else value


def input_shape(name: str, value: Any) -> Shape:
    """Return the shape of one example; None stands for an unknown length."""
    wanted = "the shape of one example, such as (4,) or (28, 28, 1)"
    return tuple(None if size is None else whole(name, size) for size in items(name, value, wanted))


def seed(name: str, value: Any) -> int:
    """Return a whole number, whatever its sign."""
    if not is_whole(value):
        raise refusal(name, "a whole number", value)
    return int(value)


def target_shape(name: str, value: Any) -> tuple[int, ...]:
    """Return a shape in which one size may be -1: whatever is left."""
    shape = items(name, value, "a shape such as (28, 28, 1)")
    if None in shape:
        raise refusal(name, "a shape of whole numbers", value, "Write -1 for the size that is left.")
    if shape.count(-1) > 1:
        raise refusal(name, "a shape with -1 at most once", value)
    return tuple(-1 if size == -1 else whole(name, size) for size in shape)


def axis(name: str, value: Any) -> int:
    """Return the number of an axis; -1 is the last."""
    if not is_whole(value):
        raise refusal(name, "a whole number such as -1 for the last axis", value)
    return int(value)


def axes(name: str, value: Any) -> int | tuple[int, ...]:
    """Return the number of one axis or of several."""
    return tuple(axis(name, one) for one in value) if isinstance(value, tuple | list) else axis(name, value)


def statistics(name: str, value: Any) -> float | tuple[float, ...]:
    """Return one number, or one for each feature."""
    return tuple(number(name, one) for one in value) if isinstance(value, tuple | list) else number(name, value)


def plain(name: str, value: Any) -> Any:
    """Return a value that survives JSON: None, a truth value, a number, a text, or a tuple of them."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, tuple | list):
        return tuple(plain(name, one) for one in value)
    return number(name, value)


def to_json(value: Any) -> Any:
    """Write a value with lists for tuples and dicts for specs."""
    if isinstance(value, tuple):
        return [to_json(one) for one in value]
    return value.to_json() if hasattr(value, "to_json") else value
