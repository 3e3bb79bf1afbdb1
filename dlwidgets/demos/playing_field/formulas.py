"""Formulas that a learner writes for a feature, such as ``x1*x1 - x2``: read as text, and never executed."""

import ast
import operator
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlwidgets.errors import InvalidValueError, unknown_name

Array = NDArray[np.float64]
LONGEST, MOST_PARTS = 200, 60
_BINARY: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: np.divide,
    ast.Pow: np.power,
}
_UNARY: Mapping[type, Callable[[Any], Any]] = {ast.UAdd: operator.pos, ast.USub: operator.neg}
_COMPARED: Mapping[type, Callable[[Any, Any], Any]] = {ast.Lt: np.less, ast.Gt: np.greater}
_FUNCTIONS: Mapping[str, tuple[int, Callable[..., Any], str]] = {
    "sin": (1, np.sin, "np.sin"),
    "cos": (1, np.cos, "np.cos"),
    "tanh": (1, np.tanh, "np.tanh"),
    "exp": (1, np.exp, "np.exp"),
    "log": (1, np.log, "np.log"),
    "sqrt": (1, np.sqrt, "np.sqrt"),
    "abs": (1, np.abs, "np.abs"),
    "sign": (1, np.sign, "np.sign"),
    "min": (2, np.minimum, "np.minimum"),
    "max": (2, np.maximum, "np.maximum"),
}
_CONSTANTS = {"pi": np.pi}
_PLACES = ("x1", "x2")
_SIGNS = {"^": "**", "₁": "1", "₂": "2", "²": "**2", "³": "**3", "·": "*", "×": "*", "−": "-"}
KNOWN = (*_PLACES, *_CONSTANTS, *_FUNCTIONS)
"""Names that a formula may use."""


@dataclass(frozen=True)
class WrittenFormula:
    """A formula of ``x1`` and ``x2``.

    Parameters
    ----------
    text : str
        As it is written.
    """

    text: str

    def __post_init__(self) -> None:
        _check(_read(self.text), self.text)

    @property
    def code(self) -> str:
        """The formula as a line of NumPy."""
        return ast.unparse(_Numpy().visit(_tree(self.text)))

    def __call__(self, x1: Array, x2: Array) -> Array:
        """Compute it for places, arrays of shape (n,); where it has no value it is NaN or infinite."""
        with np.errstate(all="ignore"):
            value = _value(_read(self.text), {"x1": x1, "x2": x2})
        return np.broadcast_to(np.asarray(value, float), x1.shape)


def formulas_in(text: str) -> list[str]:
    """Return the formulas of a text in which commas or semicolons stand between them.

    Parameters
    ----------
    text : str
        Such as ``"x1**2 - x2, sin(x1*x2)"``; ``^`` is a power too.

    Returns
    -------
    list of str
        Written in one way.

    Raises
    ------
    InvalidValueError
        If one can't be read, or has no ``x1`` or ``x2`` in it.
    UnknownNameError
        If there is a name that no formula knows.

    Examples
    --------
    >>> formulas_in("x1^2-x2; min(x1, x2)")
    ['x1 ** 2 - x2', 'min(x1, x2)']
    """
    found: list[str] = []
    for part in text.split(";"):
        if part.strip():
            tree = _tree(part)
            parts = tree.elts if isinstance(tree, ast.Tuple) else [tree]
            found += [WrittenFormula(ast.unparse(one)).text for one in parts]
    return list(dict.fromkeys(found))


@lru_cache(maxsize=64)
def _read(text: str) -> Any:
    return _tree(text)


def _tree(text: str) -> Any:
    if len(text) > LONGEST:
        raise InvalidValueError(f"A formula has {LONGEST} letters at most; one of {len(text)} came.")
    for sign, plain in _SIGNS.items():
        text = text.replace(sign, plain)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise InvalidValueError(
            f"The formula {text.strip()!r:.80} can't be read. Write one such as x1*x1 - x2, or sin(x1*x2)."
        ) from None


def _check(tree: Any, text: str) -> None:
    """Refuse what is no arithmetic of the two places."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    if sum(1 for _ in ast.walk(tree)) > MOST_PARTS * 2:
        raise InvalidValueError(f"The formula {text!r:.80} has too many parts. Write a shorter one.")
    for name in sorted(names):
        if name not in KNOWN:
            raise unknown_name("name in a formula", name, KNOWN)
    _value(tree, dict.fromkeys(_PLACES, np.ones(1)), text=text)
    if not names & {*_PLACES}:
        raise InvalidValueError(f"The formula {text!r:.80} is the same everywhere. Use x1 or x2 in it.")


def _value(tree: Any, places: Mapping[str, Any], text: str = "") -> Any:
    """Compute a formula part by part; whatever is not known here is refused."""
    with np.errstate(all="ignore"):
        match tree:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return np.float64(number) if abs(number) < 1e300 else np.float64(np.inf)
            case ast.Name(id=name) if name in places or name in _CONSTANTS:
                return places[name] if name in places else _CONSTANTS[name]
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
                return _BINARY[type(op)](_value(left, places, text), _value(right, places, text))
            case ast.UnaryOp(op=op, operand=operand) if type(op) in _UNARY:
                return _UNARY[type(op)](_value(operand, places, text))
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARED:
                return _COMPARED[type(op)](_value(left, places, text), _value(right, places, text)) * np.float64(1)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
                n, function, _ = _FUNCTIONS[name]
                if len(args) == n:
                    return function(*(_value(arg, places, text) for arg in args))
    raise InvalidValueError(
        f"{ast.unparse(tree)!r:.60} in the formula {text!r:.80} is no arithmetic that a feature can have. "
        f"There are + - * / ** < >, {', '.join(_FUNCTIONS)}, pi, x1 and x2."
    )


class _Numpy(ast.NodeTransformer):
    """Writes the names of functions as NumPy's."""

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """Replace a name."""
        code = (
            _FUNCTIONS[node.id][2] if node.id in _FUNCTIONS else f"np.{node.id}" if node.id in _CONSTANTS else node.id
        )
        return ast.Name(id=code, ctx=node.ctx)
