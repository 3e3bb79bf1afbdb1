"""How one optimizer step is written down for one weight."""

from collections.abc import Mapping

from dlwidgets.nn.optimizer import Optimizer
from dlwidgets.nn.optimizers import SGD, Adagrad, Adam, RMSprop
from dlwidgets.nn.walkthrough.line import Line, Quantity, Term

SYMBOLS = {"momentum": "m", "velocity": "v", "accumulator": "s"}
DOT = r" \cdot "


def update_lines(
    optimizer: Optimizer,
    w: Quantity,
    g: Quantity,
    new: Quantity,
    step: int,
    slots: Mapping[str, tuple[float, float]],
) -> tuple[Line, ...]:
    """Write how an optimizer moves one weight.

    Parameters
    ----------
    optimizer : Optimizer
        One of ``OPTIMIZERS``.
    w, g, new : Quantity
        The weight, its gradient, and the weight after the step.
    step : int
        The number of steps taken before.
    slots : mapping of str to (before, after)
        What the optimizer remembers of this weight.

    Returns
    -------
    tuple of Line
        What is remembered, line by line; the new weight last.

    Raises
    ------
    TypeError
        If nobody has written down how this optimizer works.
    """
    before = {name: Quantity(SYMBOLS[name], values[0]) for name, values in slots.items()}
    after = {name: Quantity(rf"\text{{new }} {SYMBOLS[name]}", values[1]) for name, values in slots.items()}
    rate = Quantity(r"\eta", optimizer.rate(step))
    decay: tuple[Term, ...] = ()
    if optimizer.weight_decay:
        decay = (" - ", rate, DOT, Quantity(r"\lambda", optimizer.weight_decay), DOT, w)
    for kind, write in _WRITERS.items():
        if isinstance(optimizer, kind):
            memory, change = write(optimizer, g, rate, before, after, step)
            return (*memory, Line(new, (w, *decay, *change)))
    raise TypeError(f"No lines are written for {optimizer!r}.")


Slots = Mapping[str, Quantity]
Written = tuple[tuple[Line, ...], tuple[Term, ...]]
"""What is remembered, and what is added to the weight."""


def _sgd(sgd: SGD, g: Quantity, rate: Quantity, before: Slots, after: Slots, _step: int) -> Written:
    if not sgd.momentum:
        return (), (" - ", rate, DOT, g)
    share, m = Quantity(r"\mu", sgd.momentum), after["momentum"]
    memory = Line(m, (share, DOT, before["momentum"], " - ", rate, DOT, g))
    return (memory,), (" + ", share, DOT, m, " - ", rate, DOT, g) if sgd.nesterov else (" + ", m)


def _rmsprop(rmsprop: RMSprop, g: Quantity, rate: Quantity, before: Slots, after: Slots, _step: int) -> Written:
    v = after["velocity"]
    average = _average(v, before["velocity"], Quantity(r"\rho", rmsprop.rho), ("(", g, ")^2"))
    change: tuple[Term, ...] = (r"\frac{", rate, DOT, g, r"}{\sqrt{", v, " + ", _epsilon(rmsprop.epsilon), "}}")
    if not rmsprop.momentum:
        return (average,), (" - ", *change)
    share, m = Quantity(r"\mu", rmsprop.momentum), after["momentum"]
    return (average, Line(m, (share, DOT, before["momentum"], " + ", *change))), (" - ", m)


def _adagrad(adagrad: Adagrad, g: Quantity, rate: Quantity, before: Slots, after: Slots, _step: int) -> Written:
    total = after["accumulator"]
    below = (total, " + ", _epsilon(adagrad.epsilon), "}}")
    memory = Line(total, (before["accumulator"], " + (", g, ")^2"))
    return (memory,), (r" - \frac{", rate, DOT, g, r"}{\sqrt{", *below)


def _adam(adam: Adam, g: Quantity, rate: Quantity, before: Slots, after: Slots, step: int) -> Written:
    m, v, t = after["momentum"], after["velocity"], step + 1
    beta_1, beta_2 = Quantity(r"\beta_1", adam.beta_1), Quantity(r"\beta_2", adam.beta_2)
    size = rate.value * (1 - adam.beta_2**t) ** 0.5 / (1 - adam.beta_1**t)
    corrected = Quantity(r"\eta_t", size)
    memory = (
        _average(m, before["momentum"], beta_1, (g,)),
        _average(v, before["velocity"], beta_2, ("(", g, ")^2")),
        Line(corrected, (rate, r" \cdot \frac{\sqrt{1 - ", *_power(beta_2, t), "}}{1 - ", *_power(beta_1, t), "}")),
    )
    return memory, (" - ", corrected, r" \cdot \frac{", m, r"}{\sqrt{", v, "} + ", _epsilon(adam.epsilon), "}")


_WRITERS = {SGD: _sgd, RMSprop: _rmsprop, Adagrad: _adagrad, Adam: _adam}


def _average(result: Quantity, before: Quantity, share: Quantity, news: tuple[Term, ...]) -> Line:
    """Write a running average."""
    return Line(result, (share, DOT, before, " + (1 - ", share, ")" + DOT, *news))


def _power(base: Quantity, exponent: int) -> tuple[Term, ...]:
    return (base,) if exponent == 1 else ("(", base, f")^{{{exponent}}}")


def _epsilon(value: float) -> Quantity:
    return Quantity(r"\epsilon", value)
