"""How activations and losses are written down for one neuron: what to compute, with which numbers."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from dlwidgets.nn.elementwise import LEAK, normal_share, sigmoid
from dlwidgets.nn.walkthrough.line import Line, Quantity, Term, latex_number

NEARLY_SURE = 1e-6
"""Nearer to 0 or 1, a probability has lost the digits that its logarithm needs; the weighted sum still has them."""


def activation_line(name: str, z: Quantity, a: Quantity) -> Line:
    """Write how one neuron's activation follows from its weighted sum.

    Parameters
    ----------
    name : str
        A key of ``ACTIVATIONS``.
    z, a : Quantity
        The weighted sum and the activation.

    Returns
    -------
    Line
        a = f(z), spelled out.
    """
    is_on = z.value > 0
    on, off = (r"\quad\text{because } ", z, " > 0"), (r"\quad\text{because } ", z, r" \le 0")
    why = on if is_on else off
    spelled: dict[str, Callable[[], Line]] = {
        "linear": lambda: Line(a, (z,)),
        "step": lambda: Line(a, ("1" if is_on else "0",), why),
        "sigmoid": lambda: Line(a, (r"\frac{1}{1 + e^{-", z, "}}")),
        "tanh": lambda: Line(a, (r"\tanh(", z, ")")),
        "relu": lambda: Line(a, (r"\max(0, ", z, ")")),
        "leaky_relu": lambda: Line(a, (z,), on) if is_on else Line(a, (rf"{LEAK} \cdot ", z), off),
        "elu": lambda: Line(a, (z,), on) if is_on else Line(a, ("e^{", z, "} - 1"), off),
        "gelu": lambda: Line(a, (z, r" \cdot ", _normal_share(z))),
        "silu": lambda: Line(a, (r"\frac{", z, "}{1 + e^{-", z, "}}")),
        "softplus": lambda: Line(a, (r"\ln(1 + e^{", z, "})")),
    }
    return spelled[name]()


def slope_line(name: str, z: Quantity, a: Quantity, result: Quantity) -> Line:
    """Write how steep an activation is where the neuron stands.

    Parameters
    ----------
    name : str
        A key of ``ACTIVATIONS``.
    z, a : Quantity
        The weighted sum and the activation.
    result : Quantity
        The derivative there.

    Returns
    -------
    Line
        The derivative, spelled out.
    """
    is_on = z.value > 0
    why = (r"\quad\text{because } ", z, " > 0" if is_on else r" \le 0")
    spelled: dict[str, Callable[[], Line]] = {
        "linear": lambda: Line(result, ("1",)),
        "step": lambda: Line(result, ("0",), (r"\quad\text{because the step is flat}",)),
        "sigmoid": lambda: Line(result, (a, r" \cdot (1 - ", a, ")")),
        "tanh": lambda: Line(result, ("1 - (", a, ")^2")),
        "relu": lambda: Line(result, ("1" if is_on else "0",), why),
        "leaky_relu": lambda: Line(result, ("1" if is_on else str(LEAK),), why),
        "elu": lambda: Line(result, ("1",) if is_on else ("e^{", z, "}"), why),
        "gelu": lambda: Line(result, (_normal_share(z), " + ", z, r" \cdot ", _normal_height(z))),
        "silu": lambda: Line(result, (a, " + ", _share(z), r" \cdot (1 - ", a, ")")),
        "softplus": lambda: Line(result, (r"\frac{1}{1 + e^{-", z, "}}")),
    }
    return spelled[name]()


def softmax_line(sums: Sequence[Quantity], index: int, a: Quantity) -> Line:
    """Write how one probability follows from all the weighted sums of its layer.

    Parameters
    ----------
    sums : sequence of Quantity, length k
        The weighted sums.
    index : int
        Which probability.
    a : Quantity
        The probability.

    Returns
    -------
    Line
        a as a quotient of exponentials.
    """
    below: list[Term] = []
    for z in sums:
        below += [" + e^{" if below else "e^{", z, "}"]
    return Line(a, (r"\frac{e^{", sums[index], "}}{", *below, "}"))


def loss_term_line(loss: str, result: Quantity, y: Quantity, a: Quantity, z: Quantity, n_outputs: int) -> Line:
    """Write what one output adds to the loss of an example.

    Parameters
    ----------
    loss : str
        A key of ``LOSSES`` that compares each output with its own target.
    result : Quantity
        What it adds.
    y, a, z : Quantity
        Target, output, and the weighted sum of the output.
    n_outputs : int
        Over how many outputs the loss averages.

    Returns
    -------
    Line
        The term, spelled out.
    """
    error: tuple[Term, ...] = (a, " - ", y)
    half_square = (r"\frac{1}{2} (", *error, ")^2")
    is_near = abs(y.value - a.value) <= 1
    size = (rf"\quad\text{{because the error is {'at most' if is_near else 'above'} 1}}",)
    spelled: dict[str, Callable[[], Line]] = {
        "mean_squared_error": lambda: Line(result, ("(", *error, ")^2")),
        "mean_absolute_error": lambda: Line(result, ("|", *error, "|")),
        "huber": lambda: Line(result, half_square if is_near else ("|", *error, r"| - \frac{1}{2}"), size),
        "hinge": lambda: Line(result, (r"\max(0, 1 - ", y, r" \cdot ", a, ")")),
        "binary_crossentropy": lambda: _surprise(result, y, a, z),
    }
    return _averaged(spelled[loss](), n_outputs)


def class_term_line(result: Quantity, y: Quantity, a: Quantity, sums: Sequence[Quantity], index: int) -> Line:
    """Write what one class adds to the cross-entropy of an example.

    Parameters
    ----------
    result : Quantity
        What it adds.
    y, a : Quantity
        Target and probability of the class.
    sums : sequence of Quantity, length k
        The weighted sums of all classes; they help where the probability has rounded to 0.
    index : int
        Which class.

    Returns
    -------
    Line
        The term, spelled out.
    """
    if y.value == 0:
        return Line(result, ("0",), _because(y))
    if _is_clear(a):
        return Line(result, ("-", y, r" \cdot \ln ", a))
    below = softmax_line(sums, index, a).right[3:-1]
    return Line(result, (y, r" \cdot (\ln(", *below, ") - ", sums[index], ")"))


def loss_slope_line(loss: str, result: Quantity, y: Quantity, a: Quantity, n_outputs: int) -> Line:
    """Write how the loss of an example changes with one output.

    Parameters
    ----------
    loss : str
        One that is not computed in one go with the activation.
    result : Quantity
        The derivative.
    y, a : Quantity
        Target and output.
    n_outputs : int
        Over how many outputs the loss averages.

    Returns
    -------
    Line
        The derivative, spelled out.
    """
    error: tuple[Term, ...] = (a, " - ", y)
    sign = (a.value > y.value) - (a.value < y.value)
    signed = Line(result, (f"{sign}",), (r"\quad\text{because } ", a, {1: " > ", 0: " = ", -1: " < "}[sign], y))
    is_near = abs(a.value - y.value) <= 1
    is_short = y.value * a.value <= 1
    margin = (r"\quad\text{because } ", y, r" \cdot ", a, r" \le 1" if is_short else " > 1")
    spelled: dict[str, Callable[[], Line]] = {
        "mean_squared_error": lambda: Line(result, (r"2 \cdot (", *error, ")")),
        "mean_absolute_error": lambda: signed,
        "huber": lambda: Line(result, ("(", *error, ")")) if is_near else signed,
        "hinge": lambda: Line(result, ("-", y) if is_short else ("0",), margin),
    }
    return _averaged(spelled[loss](), n_outputs)


def _averaged(line: Line, n_outputs: int) -> Line:
    """Divide by the number of outputs, if there are several."""
    return replace(line, right=(rf"\frac{{1}}{{{n_outputs}}} \cdot (", *line.right, ")")) if n_outputs > 1 else line


def _surprise(result: Quantity, y: Quantity, a: Quantity, z: Quantity) -> Line:
    """Write the binary cross-entropy; only the part that counts, if the target is 0 or 1."""
    if _is_clear(a):
        if_true: tuple[Term, ...] = (r"-\ln ", a)
        if_false: tuple[Term, ...] = (r"-\ln(1 - ", a, ")")
        both: tuple[Term, ...] = ("-", y, r" \cdot \ln ", a, " - (1 - ", y, r") \cdot \ln(1 - ", a, ")")
    else:
        if_true, if_false = (r"\ln(1 + e^{-", z, "})"), (r"\ln(1 + e^{", z, "})")
        both = (y, r" \cdot ", *if_true, " + (1 - ", y, r") \cdot ", *if_false)
    if y.value in {0, 1}:
        return Line(result, if_true if y.value else if_false, _because(y))
    return Line(result, both)


def _is_clear(a: Quantity) -> bool:
    return NEARLY_SURE < a.value < 1 - NEARLY_SURE


def _because(y: Quantity) -> tuple[Term, ...]:
    """Give the value of a target as a reason."""
    return (rf"\quad\text{{because }} {y.latex} = {latex_number(y.value)}",)


def _share(z: Quantity) -> Quantity:
    """Return the sigmoid of z."""
    return Quantity(rf"\sigma({z.latex})", float(sigmoid(z.value)))


def _normal_share(z: Quantity) -> Quantity:
    r"""Return \Phi(z): the share of a normal distribution below z."""
    return Quantity(rf"\Phi({z.latex})", float(normal_share(z.value)))


def _normal_height(z: Quantity) -> Quantity:
    r"""Return \varphi(z): the density of a normal distribution at z."""
    near = min(abs(z.value), 40.0)  # beyond, it is 0, and the square could overflow
    return Quantity(rf"\varphi({z.latex})", math.exp(-near * near / 2) / math.sqrt(2 * math.pi))
