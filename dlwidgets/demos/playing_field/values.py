"""What parts of a playground's state may be: layers, activations, points, a goal."""

from typing import Any

import numpy as np

from dlwidgets.data.checks import is_real
from dlwidgets.demos.playing_field.features import FEATURES
from dlwidgets.demos.playing_field.formulas import formulas_in
from dlwidgets.errors import DataError, InvalidValueError, unknown_name
from dlwidgets.nn import ACTIVATIONS
from dlwidgets.training.goals import parse_goal

MOST_LAYERS, MOST_NEURONS, MOST_CLASSES, MOST_POINTS = 7, 16, 8, 5000
MOST_FORMULAS = 5
FURTHEST = 1e6


def layers(value: Any) -> list[int]:
    """Return the neurons of each hidden layer, or raise InvalidValueError."""
    sizes = _list("layers", value, "a list such as [8, 8]")
    for size in sizes:
        if isinstance(size, bool) or not isinstance(size, int | np.integer) or not 1 <= size <= MOST_NEURONS:
            raise InvalidValueError(f"layers came as {value!r:.80}; each has from 1 to {MOST_NEURONS} neurons.")
    if len(sizes) > MOST_LAYERS:
        raise InvalidValueError(f"layers came as {value!r:.80}; there can be {MOST_LAYERS} hidden layers at most.")
    return [int(size) for size in sizes]


def activations(value: Any) -> list[str]:
    """Return the activation of each hidden layer, or raise UnknownNameError."""
    names = _list("activations", value, "a list such as ['relu', 'tanh']")
    for name in names:
        if not isinstance(name, str) or name not in ACTIVATIONS:
            raise unknown_name("activation", name, ACTIVATIONS)
    return names


def frozen(value: Any) -> list[int]:
    """Return numbers of layers, or raise InvalidValueError."""
    try:
        return sorted({int(layer) for layer in _list("frozen_layers", value, "a list such as [1]")})
    except (TypeError, ValueError, OverflowError):
        raise InvalidValueError(f"frozen_layers came as {value!r:.80}; wanted a list of layers, such as [1].") from None


def hand_set(value: Any) -> list[list[float]]:
    """Return weights that are set by hand as (layer, neuron, link, value), or raise InvalidValueError."""
    found: dict[tuple[int, ...], float] = {}
    for entry in _list("hand_set", value, "a list such as [[1, 2, 1, 0.5]]"):
        match list(entry) if hasattr(entry, "__iter__") and not isinstance(entry, str | bytes) else []:
            case [*place, number] if len(place) == 3 and all(map(_is_count, place)) and _is_place(number):
                found[tuple(map(int, place))] = float(number)
            case _:
                raise InvalidValueError(
                    f"hand_set has {entry!r:.60}; wanted [layer, neuron, from, value], with 0 in from for the bias."
                )
    return [[*place, number] for place, number in found.items()]


def goal(value: Any) -> str:
    """Return a goal that can be read, or an empty text for none; raise InvalidValueError otherwise."""
    if value in (None, ""):
        return ""
    if not isinstance(value, str):
        raise InvalidValueError(f"goal came as {value!r:.80}; wanted a text such as 'test_loss < 0.2', or '' for none.")
    parse_goal(value)
    return " ".join(value.split())


def own_features(value: Any) -> str:
    """Return formulas of features, written in one way, or raise InvalidValueError or UnknownNameError."""
    if not isinstance(value, str):
        raise InvalidValueError(f"own_features came as {value!r:.80}; wanted a text such as 'x1*x1 - x2; sin(x1*x2)'.")
    found = formulas_in(value)
    if len(found) > MOST_FORMULAS:
        raise InvalidValueError(f"There are {len(found)} formulas; {MOST_FORMULAS} have room here.")
    for formula in found:
        if formula in FEATURES:
            raise InvalidValueError(f"{formula} is a feature already: tick it.")
    return "; ".join(found)


def points(value: Any) -> list[list[float]] | None:
    """Return points as (x, y, class), or None; raise DataError for anything else."""
    if value is None:
        return None
    if isinstance(value, str | bytes) or not hasattr(value, "__iter__"):
        raise DataError(f"points came as {value!r:.80}; wanted a list of (x, y, class).")
    rows = [_point(place, point) for place, point in enumerate(value)]
    if len({kind for *_, kind in rows}) < 2:
        raise DataError("All points are of one class, or there are none; two classes are needed. Add a point.")
    if len(rows) > MOST_POINTS:
        raise DataError(f"There are {len(rows):,} points; {MOST_POINTS:,} can be shown. Take a sample.")
    return rows


def _point(place: int, point: Any) -> list[float]:
    match list(point) if hasattr(point, "__iter__") and not isinstance(point, str | bytes) else []:
        case [x, y, kind] if _is_place(x) and _is_place(y) and is_real(kind) and kind in range(MOST_CLASSES):
            return [float(x), float(y), int(kind)]
    raise DataError(f"Point {place} came as {point!r:.80}; wanted (x, y, class): two numbers and 0 to 7.")


def _is_count(value: Any) -> bool:
    return bool(is_real(value)) and 0 <= value < 100 and value == int(value)


def _is_place(value: Any) -> bool:
    return bool(is_real(value)) and abs(value) <= FURTHEST


def _list(name: str, value: Any, wanted: str) -> list[Any]:
    if isinstance(value, str | bytes) or not hasattr(value, "__iter__"):
        raise InvalidValueError(f"{name} came as {value!r:.80}; wanted {wanted}.")
    return list(value)
