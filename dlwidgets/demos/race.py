"""A race of optimizers down one surface: who takes part, where each stands, and how that is said."""

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from dlwidgets.nn.descent import Descent, descend
from dlwidgets.nn.landscapes import Landscape
from dlwidgets.nn.optimizers import SGD, Adagrad, Adam, AdamW, Optimizer, RMSprop

LEAST_LOSS = 1e-12
"""A smaller loss is drawn as this one: a logarithm has no place for 0."""
FURTHEST = 100
"""Steps further outside are drawn at this many widths of the picture."""
LAST_STEPS = (10, 20, 50, 100, 200, 300)
"""Where the axis of steps may end, so that it stands still most of the time."""


class Racer(NamedTuple):
    """One that may take part."""

    label: str
    make: Callable[[Any], Optimizer]
    """Takes the demo, whose settings are the arguments."""


RACERS = {
    "sgd": Racer("SGD", lambda s: SGD(s.learning_rate)),
    "momentum": Racer("SGD with momentum", lambda s: SGD(s.learning_rate, momentum=s.momentum)),
    "nesterov": Racer("Nesterov", lambda s: SGD(s.learning_rate, momentum=s.momentum, nesterov=True)),
    "rmsprop": Racer("RMSprop", lambda s: RMSprop(s.learning_rate)),
    "adagrad": Racer("Adagrad", lambda s: Adagrad(s.learning_rate)),
    "adam": Racer("Adam", lambda s: Adam(s.learning_rate, beta_1=s.beta_1, beta_2=s.beta_2)),
    "adamw": Racer("AdamW", lambda s: AdamW(s.learning_rate, beta_1=s.beta_1, beta_2=s.beta_2)),
}
LABELS = tuple(racer.label for racer in RACERS.values())

Ways = Mapping[str, Descent]
"""The way of each optimizer that takes part, by its name in ``RACERS``."""


class Race:
    """The ways of optimizers from one start, each gone only as far as somebody has looked.

    Parameters
    ----------
    landscape : Landscape
        The surface.
    start : pair of float
        Where all begin.
    """

    def __init__(self, landscape: Landscape, start: tuple[float, float]) -> None:
        self.landscape = landscape
        self.start = start
        self._ways: dict[Optimizer, Descent] = {}

    def ways(self, optimizers: Mapping[str, Optimizer], n_steps: int) -> dict[str, Descent]:
        """Return the way of each optimizer after ``n_steps`` steps."""
        self._ways = {optimizer: self._way(optimizer, n_steps) for optimizer in optimizers.values()}
        return {name: self._ways[optimizer].until(n_steps) for name, optimizer in optimizers.items()}

    def _way(self, optimizer: Optimizer, n_steps: int) -> Descent:
        return descend(self.landscape, optimizer, self.start, n_steps, go_on_from=self._ways.get(optimizer))


def winner(ways: Ways) -> str | None:
    """Return the name of the optimizer whose loss is lowest now, of those that have not diverged."""
    losses = {name: way.losses[-1] for name, way in ways.items() if way.diverged_at is None}
    return min(losses, key=lambda name: losses[name], default=None)


def race_frame(race: Race, ways: Ways, n_steps: int) -> dict[str, Any]:
    """Return the data sets and parameters of ``charts.descent.optimizer_race``, but for the surface."""
    landscape = race.landscape
    rows = {name: _rows(name, way, landscape) for name, way in ways.items()}
    (x_low, x_high), (y_low, y_high) = landscape.limits
    minima = np.array(landscape.minima).reshape(-1, 2)
    return {
        "paths": _joined(rows.values()),
        "ends": _joined({column: values[-1:] for column, values in r.items()} for r in rows.values()),
        "start": {"x": [race.start[0]], "y": [race.start[1]]},
        "minima": {"x": minima[:, 0], "y": minima[:, 1]},
        "key": _key(ways),
        "titles": {"x": [landscape.weight_names[0]], "y": [landscape.weight_names[1]]},
        "x_low": x_low,
        "x_high": x_high,
        "y_low": y_low,
        "y_high": y_high,
        "last_step": next(last for last in LAST_STEPS if last >= n_steps),
        **_loss_limits(ways),
    }


def _rows(name: str, way: Descent, landscape: Landscape) -> dict[str, np.ndarray]:
    low, high = np.transpose(landscape.limits)
    room = FURTHEST * (high - low)
    x, y = np.clip(way.path, low - room, high + room).T
    steps = np.arange(len(way.path))
    label = np.full(len(steps), RACERS[name].label, dtype=object)
    return {"x": x, "y": y, "step": steps, "loss": np.maximum(way.losses, LEAST_LOSS), "optimizer": label}


def _joined(rows: Iterable[Mapping[str, np.ndarray]]) -> dict[str, np.ndarray]:
    tables = [*rows]
    columns = ("x", "y", "step", "loss", "optimizer")
    empty = np.array([])
    return {column: np.concatenate([table[column] for table in tables] or [empty]) for column in columns}


def _key(ways: Ways) -> dict[str, list[Any]]:
    first = winner(ways)
    labels = [RACERS[name].label for name in ways]
    texts = [f"{RACERS[name].label}: {_standing(way)}{' (lowest)' * (name == first)}" for name, way in ways.items()]
    return {"optimizer": labels, "row": [*range(len(labels))], "label": texts}


def _standing(way: Descent) -> str:
    return f"diverged at step {way.diverged_at}" if way.diverged_at else short(way.losses[-1])


def _loss_limits(ways: Ways) -> dict[str, float]:
    """Return powers of ten around the losses; one that has grown a thousand times leaves the picture."""
    losses = np.concatenate([way.losses for way in ways.values()] or [np.ones(1)])
    start = max((way.losses[0] for way in ways.values()), default=1.0)
    low = max(losses.min(), LEAST_LOSS)
    high = max(min(losses.max(), 1000 * start), low)
    exponents = math.floor(math.log10(low)), math.floor(math.log10(high)) + 1
    return {"loss_low": 10.0 ** exponents[0], "loss_high": 10.0 ** exponents[1]}


def race_sentence(race: Race, ways: Ways, n_steps: int) -> str:
    """Say who is lowest, where the others are, and who has left the numbers."""
    if not ways:
        return "No optimizer takes part. Tick one."
    first = winner(ways)
    where = f"After {n_steps} {'step' if n_steps == 1 else 'steps'} from {vector(race.start)}"
    running = {name: way for name, way in ways.items() if way.diverged_at is None}
    losses = [f"{RACERS[name].label} {short(way.losses[-1])}" for name, way in running.items() if name != first]
    said = [f"{where}, no optimizer is left."] if first is None else []
    if first is not None:
        others = f"; {', '.join(losses)}" if losses else ""
        said = [f"{where}, {RACERS[first].label} has the lowest loss, {short(ways[first].losses[-1])}{others}."]
    if n_steps == 0:
        said = [f"All start at {vector(race.start)}, where the loss is {short(next(iter(ways.values())).losses[0])}."]
    gone = [f"{RACERS[name].label} at step {way.diverged_at}" for name, way in ways.items() if way.diverged_at]
    if gone:
        said.append(
            f"Diverged: {', '.join(gone)}. There the numbers grew beyond 3.4e38, the largest that 32 bits hold; "
            "a smaller learning rate keeps them in."
        )
    return " ".join(said)


def state_lines(race: Race, ways: Ways) -> tuple[str, ...]:
    """Write place, slope, what is remembered and the last change of each optimizer in numbers."""
    return tuple(line for name, way in ways.items() for line in _optimizer_lines(race, RACERS[name].label, way))


def _optimizer_lines(race: Race, label: str, way: Descent) -> list[str]:
    w, state = way.path[-1], way.states[-1]
    slots = [f"{name} {vector(values)}" for name, values in state.slots.items()]
    change = [f"last change {vector(w - way.path[-2])}"] if len(way.path) > 1 else []
    end = f" Diverged at step {way.diverged_at}; before it:" if way.diverged_at else ""
    return [
        f"{label}:{end} w {vector(w)}, loss {short(way.losses[-1])}, gradient {vector(race.landscape.gradient(w))}",
        f"    {', '.join([*slots, *change]) or 'nothing remembered'}",
    ]


def short(value: float) -> str:
    """Write a number with three digits at most."""
    return f"{value + 0.0:.3g}"  # -0.0 becomes 0.0


def vector(values: Iterable[float]) -> str:
    """Write numbers as (0.5, -0.2)."""
    return f"({', '.join(map(short, values))})"
