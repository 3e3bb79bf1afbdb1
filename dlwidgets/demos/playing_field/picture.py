"""The data sets of the playground's chart."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from dlwidgets.charts.playground import FIELD_PX
from dlwidgets.demos.playing_field.blueprint import Array, Blueprint
from dlwidgets.demos.playing_field.examples import Examples
from dlwidgets.demos.playing_field.history import beside, curve_columns
from dlwidgets.demos.playing_field.legs import EarlierRun
from dlwidgets.demos.playing_field.maps import Maps
from dlwidgets.demos.playing_field.measures import Measured
from dlwidgets.demos.playing_field.sheet import Sheet
from dlwidgets.demos.playing_field.words import name_of
from dlwidgets.widgets.grid import Grid


class Looks(NamedTuple):
    """What of the examples and answers is shown."""

    has_test: bool
    has_wrong: bool
    is_decided: bool


def sheet_frame(
    blueprint: Blueprint,
    weights: Sequence[Array],
    maps: Maps,
    place: tuple[int, int, int],
    may_edit: tuple[bool, bool],
    width: float,
) -> dict[str, Any]:
    """Return the network's data sets."""
    return Sheet(blueprint, weights, maps, place, may_edit, width).draw().frame()


def field_frame(
    blueprint: Blueprint,
    examples: Examples,
    maps: Maps,
    shown: tuple[int, int] | None,
    looks: Looks,
    measured: tuple[Measured, Measured],
) -> dict[str, Any]:
    """Return the plane's data sets and parameters."""
    (x_low, x_high), (y_low, y_high) = examples.limits
    end = float(np.abs(examples.train.y).max() or 1.0) if blueprint.ending.middle is None else 1.0
    if shown is None:
        answers, heading = maps.answers(examples, end, is_decided=looks.is_decided), "What the network answers"
    else:
        values = maps.neuron(*shown)
        values = np.sign(values) if looks.is_decided else values
        answers = Grid(values, x=(x_low, x_high), y=(y_low, y_high), domain=(-1, 1))
        heading = f"What {name_of(blueprint, *shown)} answers (layer {shown[0]})"
    limits = {"x_low": x_low, "x_high": x_high, "y_low": y_low, "y_high": y_high}
    return {
        **limits,
        "answers": answers,
        "heading": {"text": [heading]},
        "key": _key_frame(examples.train.class_names),
        "titles": {"x": [examples.labels[0]], "y": [examples.labels[1]]},
        **_examples_frame(examples, looks, measured, end),
    }


def _key_frame(names: Sequence[str]) -> dict[str, Any]:
    """Name the classes side by side."""
    step = min(110.0, FIELD_PX / max(1, len(names)))
    return {"x": [6 + step * i for i in range(len(names))], "kind": [*range(len(names))], "class": [*names]}


def _examples_frame(
    examples: Examples, looks: Looks, measured: tuple[Measured, Measured], end: float
) -> dict[str, Any]:
    has_test = looks.has_test and examples.test is not None
    rows = _example_rows(examples, has_test, end)
    wrong = np.zeros(len(rows["x"]), dtype=bool)
    if looks.has_wrong and examples.train.class_names:
        wrong = np.concatenate([~one.right for one in measured[: 1 + has_test]])
    return {"examples": rows, "wrong": {"x": rows["x"][wrong].tolist(), "y": rows["y"][wrong].tolist()}}


@lru_cache(maxsize=8)
def _example_rows(examples: Examples, has_test: bool, end: float) -> dict[str, Any]:  # noqa: FBT001 - of the cache's key
    parts = [("training", examples.train)]
    if has_test and examples.test is not None:
        parts.append(("test", examples.test))
    x, y = np.concatenate([examples.in_units(part.X) for _, part in parts]).T
    answers = np.concatenate([part.y for _, part in parts]).astype(float)
    names = examples.train.class_names
    columns: dict[str, Any] = {"x": x, "y": y, "kind": answers, "value": answers, "shade": answers / end}
    columns["class"] = [names[int(kind)] for kind in answers] if names else [None] * len(x)
    columns["part"] = [name for name, part in parts for _ in part.y]
    return columns


def losses_frame(
    rows: Sequence[tuple[float, float, float]], runs: Sequence[EarlierRun], epoch: int, last_epoch: int
) -> dict[str, Any]:
    """Return the data sets of the losses; the epoch is marked while it is not the last."""
    earlier = [curve_columns(beside(run.rows, last_epoch), run=f"run {run.number}") for run in runs]
    nothing = curve_columns([], run="")
    return {
        "losses": curve_columns(rows),
        "earlier": {name: [value for one in earlier for value in one[name]] for name in nothing},
        "moment": {"epoch": [epoch] if epoch < last_epoch else []},
    }


def is_same(before: Any, now: Any) -> bool:
    """Tell at little cost whether rows are surely what they were: the very same object, or equal lists."""
    if before is now or not isinstance(before, Mapping) or not isinstance(now, Mapping):
        return before is now
    are_lists = all(isinstance(values, list) for values in now.values())
    return are_lists and before == now
