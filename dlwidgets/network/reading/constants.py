"""Known values in the text of a program: numbers, texts, lists and ranges, worked out without running anything."""

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

LARGEST = 2**63
"""Whole numbers beyond are no sizes of a network, and could take forever."""
LONGEST = 10_000
DEEPEST = 20

_ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
_SIGNS: Mapping[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
}
_COMPARISONS: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.In: lambda one, many: one in many,
    ast.NotIn: lambda one, many: one not in many,
}
_ON_NUMBERS: Mapping[str, Callable[..., Any]] = {
    "abs": abs, "bool": bool, "float": float, "int": int, "max": max, "min": min, "round": round, "str": str,
    "sum": sum,
}  # fmt: skip
_ON_LISTS: Mapping[str, Callable[..., Any]] = {
    "enumerate": enumerate, "len": len, "list": list, "range": range, "reversed": reversed, "tuple": tuple, "zip": zip,
}  # fmt: skip
_METHODS: Mapping[type, frozenset[str]] = {
    list: frozenset({"insert", "pop", "reverse", "clear"}),
    dict: frozenset({"get", "items", "keys", "values"}),
    str: frozenset({"format", "lower", "upper", "strip"}),
}
FUNCTIONS = frozenset({*_ON_NUMBERS, *_ON_LISTS, "dict"})
"""Python's own functions whose results are known when what they are given is."""


class UnreadableError(Exception):
    """Something in a program can't be known without running it: the text says why. Never reaches a learner."""


class RefusedError(UnreadableError):
    """What a program says is known, and Keras has nothing of the kind."""


def is_scalar(value: object) -> bool:
    """Tell a single plain value from a list or an object."""
    return value is None or isinstance(value, bool | int | float | str)


def bounded(value: Any) -> Any:
    """Return a plain value, or refuse one that is too large to work with."""
    if isinstance(value, str | list | tuple | dict):
        if len(value) > LONGEST or not _is_light(value):
            raise UnreadableError(f"it is longer than {LONGEST} entries")
    elif isinstance(value, int) and abs(value) > LARGEST:
        raise UnreadableError("the number is too large")
    elif isinstance(value, complex | bytes) or value is ...:
        raise UnreadableError(f"a value of type {type(value).__name__} is no setting of a network")
    return value


def _is_light(value: Any) -> bool:
    """Tell whether nested lists hold few entries in all; what stands in two of them counts twice."""
    waiting, count = [value], 0
    while waiting:
        inner = waiting.pop()
        entries = inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list | tuple) else ()
        count += len(entries)
        if count > LONGEST:
            return False
        waiting += [one for one in entries if isinstance(one, list | tuple | dict)]
    return True


def arithmetic(operation: ast.operator, left: Any, right: Any) -> Any:
    """Work out ``left + right`` and its like."""
    function = _ARITHMETIC.get(type(operation))
    if function is None or not all(is_scalar(one) or isinstance(one, list | tuple) for one in (left, right)):
        raise UnreadableError("this can't be worked out")
    _refuse_growth(operation, left, right)
    return _worked_out(function, left, right)


def _refuse_growth(operation: ast.operator, left: Any, right: Any) -> None:
    """Refuse a short text that stands for a huge value."""
    long = [one for one in (left, right) if isinstance(one, str | list | tuple)]
    if isinstance(operation, ast.Pow) and not (isinstance(right, int | float) and abs(right) <= 64):
        raise UnreadableError("the power is too large")
    if isinstance(operation, ast.Mult) and long:
        times = right if long[0] is left else left
        if not isinstance(times, int) or len(long[0]) * times > LONGEST:
            raise UnreadableError(f"it is longer than {LONGEST} entries")
    if isinstance(operation, ast.Mod) and isinstance(left, str):
        flat = right if isinstance(right, tuple) else (right,)
        if not re.fullmatch(r"(?:[^%]|%[dsi%])*", left, re.DOTALL) or not all(map(is_scalar, flat)):
            raise UnreadableError("only %d and %s are filled in")


def sign(operation: ast.unaryop, value: Any) -> Any:
    """Work out ``-value`` and its like."""
    if type(operation) not in _SIGNS or not is_scalar(value):
        raise UnreadableError("this can't be worked out")
    return _worked_out(_SIGNS[type(operation)], value)


def comparison(operation: ast.cmpop, left: Any, right: Any) -> bool:
    """Work out ``left < right`` and its like."""
    flat = isinstance(right, list | tuple) and all(map(is_scalar, right))
    if not is_scalar(left) or not (is_scalar(right) or flat):
        raise UnreadableError("only numbers and texts are compared")
    return bool(_worked_out(_COMPARISONS[type(operation)], left, right))


def called(name: str, arguments: Sequence[Any], named: Mapping[str, Any]) -> Any:
    """Work out one of Python's own functions: a key of ``FUNCTIONS``."""
    if name == "dict" and len(arguments) <= 1 and all(isinstance(one, dict) for one in arguments):
        return bounded({**(arguments[0] if arguments else {}), **named})
    if name == "enumerate" and set(named) == {"start"} and len(arguments) == 1:
        start = named["start"]
        numbers = called("range", [start, arithmetic(ast.Add(), start, called("len", arguments, {}))], {})
        return called("zip", [numbers, *arguments], {})
    if named or name == "dict":
        raise UnreadableError(f"{name} with such arguments is not followed")
    return _called_by_place(name, arguments)


def _called_by_place(name: str, arguments: Sequence[Any]) -> Any:
    """Work out one of Python's own functions whose arguments have no names."""
    if name in _ON_LISTS:
        if name != "range" and not all(isinstance(one, list | tuple | dict | str) for one in arguments):
            raise UnreadableError(f"{name} needs a list")
        if name == "zip" and len(arguments) * min(map(len, arguments), default=0) > LONGEST:
            raise UnreadableError(f"it is longer than {LONGEST} entries")
        result = _worked_out(_ON_LISTS[name], *arguments)
        if isinstance(result, int | tuple | list):
            return result
        if isinstance(result, range) and len(result[: LONGEST + 1]) > LONGEST:
            raise UnreadableError(f"it is longer than {LONGEST} entries")
        return list(result)
    flat = [one for whole in arguments for one in (whole if isinstance(whole, list | tuple) else (whole,))]
    if not all(map(is_scalar, flat)) or (name == "str" and not all(map(is_scalar, arguments))):
        raise UnreadableError(f"{name} needs known numbers")
    if name == "round" and not all(is_scalar(one) and abs(one or 0) < 100 for one in arguments[1:]):
        raise UnreadableError("it is rounded to too many places")
    return _worked_out(_ON_NUMBERS[name], *arguments)


def formatted(value: Any, style: str) -> str:
    """Write a value as ``f"{value:style}"`` does."""
    return str(_worked_out(format, value, style))


def method(owner: Any, name: str, arguments: Sequence[Any]) -> Any:
    """Work out a harmless method of a list, a dict or a text, such as ``sizes.items()``."""
    if name not in _METHODS.get(type(owner), ()):
        raise UnreadableError(f".{name} of a {type(owner).__name__} is not followed")
    if isinstance(owner, str) and not (re.fullmatch(r"(?:[^{}]|\{\d?\})*", owner) and all(map(is_scalar, arguments))):
        raise UnreadableError("only names and numbers without a format are filled in")
    result = _worked_out(getattr(owner, name), *arguments)
    return list(result) if isinstance(owner, dict) and name != "get" else result


def item(value: Any, key: Any) -> Any:
    """Look up ``value[key]`` in a list, a dict or a text."""
    if not isinstance(value, list | tuple | dict | str) or not (is_scalar(key) or isinstance(key, slice)):
        raise UnreadableError("there is nothing known to look up in")
    return _worked_out(operator.getitem, value, key)


def _worked_out(function: Callable[..., Any], *values: Any) -> Any:
    """Call a harmless function; what Python refuses is not known."""
    try:
        return bounded(function(*values))
    except (ArithmeticError, TypeError, ValueError, LookupError, AttributeError) as error:
        raise UnreadableError(f"Python refuses it: {error}") from None
