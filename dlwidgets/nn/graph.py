"""A graph of single numbers: each knows how it came about, and how much the result would change with it.

References
----------
A. Griewank and A. Walther (2008), Evaluating Derivatives, https://doi.org/10.1137/1.9780898717761
"""

import itertools
import math
from collections.abc import Iterable

import numpy as np

from dlwidgets.errors import InvalidValueError
from dlwidgets.nn.activations import get_activation

_ages = itertools.count()


class Value:
    """One number in a computation.

    Numbers are made by arithmetic on others: ``+ - * / **``, ``exp``, ``log``, ``activate`` and ``total``. After
    ``result.backward()`` each one the result was made from knows its gradient.

    Parameters
    ----------
    value : float
        The number, finite.
    name : str
        What it is called, such as ``"w1"``.

    Attributes
    ----------
    gradient : float
        How much the result changes per unit of change of this number; 0 until ``backward`` was called.
    operation : str
        How it was made: ``"+"``, ``"tanh"``, ...; empty for one that was given.
    parents : tuple of Value
        The numbers that it was made from.
    local_derivatives : tuple of float
        How much this number changes per unit of change of each parent.

    Raises
    ------
    InvalidValueError
        If the number is not finite, or the operation gives none.

    Examples
    --------
    >>> w, x = Value(0.5, "w"), Value(2.0, "x")
    >>> loss = (w * x - 3.0) ** 2
    >>> loss.backward()
    >>> w.gradient, x.gradient
    (-8.0, -2.0)
    """

    __slots__ = ("_age", "gradient", "local_derivatives", "name", "operation", "parents", "value")

    def __init__(
        self,
        value: float,
        name: str = "",
        *,
        operation: str = "",
        parents: tuple["Value", ...] = (),
        local_derivatives: tuple[float, ...] = (),
    ) -> None:
        if not math.isfinite(value):
            made = f"{operation}({', '.join(f'{p.value:g}' for p in parents)})" if parents else "A number of the graph"
            raise InvalidValueError(f"{made} is {value:g}; every number of the graph has to be finite.")
        self.value: float = float(value)
        self.name = name
        self.gradient = 0.0
        self.operation = operation
        self.parents = parents
        self.local_derivatives = local_derivatives
        self._age = next(_ages)  # parents are always older, so age is an order in which to work

    def __add__(self, other: "Value | float") -> "Value":
        other = _as_value(other)
        return _made("+", self.value + other.value, (self, 1.0), (other, 1.0))

    def __mul__(self, other: "Value | float") -> "Value":
        other = _as_value(other)
        return _made("*", self.value * other.value, (self, other.value), (other, self.value))

    def __pow__(self, exponent: float) -> "Value":
        try:
            power = math.pow(self.value, exponent)
            slope = exponent * math.pow(self.value, exponent - 1) if exponent else 0.0
        except (OverflowError, ValueError):
            raise InvalidValueError(
                f"{self.value:g} to the power of {exponent:g}, or its slope there, is no finite number."
            ) from None
        return _made(f"**{exponent:g}", power, (self, slope))

    def __neg__(self) -> "Value":
        return _made("neg", -self.value, (self, -1.0))

    def __sub__(self, other: "Value | float") -> "Value":
        other = _as_value(other)
        return _made("-", self.value - other.value, (self, 1.0), (other, -1.0))

    def __truediv__(self, other: "Value | float") -> "Value":
        return self * _as_value(other) ** -1

    def __rsub__(self, other: float) -> "Value":
        return _as_value(other) - self

    def __rtruediv__(self, other: float) -> "Value":
        return _as_value(other) / self

    __radd__ = __add__
    __rmul__ = __mul__

    def exp(self) -> "Value":
        """Return e to the power of this number.

        Raises
        ------
        InvalidValueError
            If that is too large to compute.
        """
        try:
            power = math.exp(self.value)
        except OverflowError:
            raise InvalidValueError(f"exp({self.value:g}) is too large to compute.") from None
        return _made("exp", power, (self, power))

    def log(self) -> "Value":
        """Return the natural logarithm of this number.

        Raises
        ------
        InvalidValueError
            If the number is not above 0.
        """
        if self.value <= 0:
            raise InvalidValueError(f"The logarithm needs a number above 0, but {self.value:g} came.")
        return _made("log", math.log(self.value), (self, 1 / self.value))

    def activate(self, name: str) -> "Value":
        """Return what an activation function makes of this number.

        Parameters
        ----------
        name : str
            A key of ``ACTIVATIONS``.

        Raises
        ------
        UnknownNameError
            If there is no such activation.
        """
        activation = get_activation(name)
        slope = float(activation.derivative(np.asarray(self.value)))
        return _made(name, float(activation(self.value)), (self, slope))

    def backward(self) -> None:
        """Give each number that this one was made from its gradient; this one's own is 1.

        Each link is walked once, newest number first, so no depth is too great. Called again, it starts afresh.

        Raises
        ------
        InvalidValueError
            If a gradient is too large to compute.
        """
        order = self.ancestors()
        for node in order:
            node.gradient = 0.0
        self.gradient = 1.0
        for node in order:
            for parent, slope in zip(node.parents, node.local_derivatives, strict=True):
                parent.gradient += slope * node.gradient
        for node in order:
            if not math.isfinite(node.gradient):
                raise InvalidValueError(f"The gradient of {node!r} is too large to compute; use smaller numbers.")

    def ancestors(self) -> list["Value"]:
        """Return this number and all that it was made from, each before its parents."""
        found, waiting = {self}, [self]
        while waiting:
            new = set(waiting.pop().parents) - found
            found |= new
            waiting.extend(new)
        return sorted(found, key=lambda node: node._age, reverse=True)  # noqa: SLF001 - one of its own kind

    def __repr__(self) -> str:
        """Give name, value, gradient and operation."""
        parts = [f"name={self.name!r}"] if self.name else []
        parts += [f"operation={self.operation!r}"] if self.operation else []
        return f"Value({', '.join([f'{self.value:g}', *parts])}, gradient={self.gradient:g})"


def total(values: Iterable[Value]) -> Value:
    """Add up any number of values in one node.

    Parameters
    ----------
    values : iterable of Value
        The terms; none at all give 0.

    Returns
    -------
    Value
        Their sum; the local derivative for each is 1.

    Raises
    ------
    InvalidValueError
        If the sum is too large to compute.
    """
    terms = tuple(values)
    return _made("sum", sum(term.value for term in terms), *((term, 1.0) for term in terms))


def _made(operation: str, value: float, *parents: tuple[Value, float]) -> Value:
    """Return the result of an operation, with each parent and the local derivative for it."""
    nodes = tuple(node for node, _ in parents)
    return Value(value, operation=operation, parents=nodes, local_derivatives=tuple(slope for _, slope in parents))


def _as_value(number: Value | float) -> Value:
    return number if isinstance(number, Value) else Value(number)
