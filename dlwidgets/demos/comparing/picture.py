"""The data sets of the comparison's chart."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from dlwidgets.charts.comparison import COSTS, KEY_COLUMNS, KEY_STEP_PX, PICTURES
from dlwidgets.compare.result import RaceResult, Standing
from dlwidgets.data import Dataset, Split
from dlwidgets.demos.comparing.examples import SIDE, Array, Plane
from dlwidgets.demos.comparing.film import Look
from dlwidgets.demos.comparing.words import count, percent, seconds
from dlwidgets.demos.confusion_rows import cell_rows, picture_urls
from dlwidgets.widgets.grid import Grid

Cell = tuple[int, int] | None
"""True class and said class of the mistakes that are marked; None is all of them."""


def plane_frame(split: Split, plane: Plane) -> dict[str, Any]:
    """Return the examples, the ends of the axes and their names."""
    parts = {"training": split.train, "test": split.test}
    X = np.vstack([part.X for part in parts.values()])[:, list(plane.columns)]
    y = np.concatenate([part.y for part in parts.values()])
    labels = [split.train.axis_labels[column] for column in plane.columns]
    ends = dict(zip(("x_low", "x_high", "y_low", "y_high"), (*plane.x, *plane.y), strict=True))
    named = [name for name, part in parts.items() for _ in range(part.n_examples)]
    points = {"x": X[:, 0], "y": X[:, 1], "kind": y, "class": _named(split.test, y), "part": named}
    names = split.test.class_names
    rows, columns = np.divmod(np.arange(len(names)), KEY_COLUMNS)
    key = {"x": 6 + KEY_STEP_PX * columns, "y": 7 + 16 * (rows - rows.max()), "kind": [*range(len(names))]}
    key["class"] = [*names]
    return {**ends, "points": points, "key": key, "titles": {"x": labels[:1], "y": labels[1:]}}


def panel_frame(place: int, split: Split, plane: Plane | None, look: Look | None, cell: Cell) -> dict[str, Any]:
    """Return what one contestant says.

    Parameters
    ----------
    place : int
        Of the contestant among all.
    split : Split
        The shown one.
    plane : Plane, optional
        What it is shown on; None shows pictures.
    look : Look, optional
        What it says; None before it has learned anything.
    cell : pair of int, optional
        Which mistakes are marked.

    Returns
    -------
    dict
        Data sets by name.
    """
    test = split.test
    marked = np.array([], dtype=int) if look is None else _marked(test, look, cell)
    cells = {f"cells_{place}": _cells(test, look, cell)}
    if plane is None:
        return {**cells, f"pictures_{place}": _pictures(test, look, marked)}
    wrong = test.X[marked][:, list(plane.columns)]
    answers = None if look is None else look.answers
    return {
        **cells,
        f"answers_{place}": _surface(answers, plane, test.n_classes),
        f"wrong_{place}": {"x": wrong[:, 0], "y": wrong[:, 1]},
    }


def meter_frame(result: RaceResult) -> dict[str, Any]:
    """Return accuracies with their spread, and costs."""
    scores = [(one.name, o.accuracy, o.seed) for one in result for o in one.outcomes if not o.error]
    means = [(one.name, *_band(one)) for one in result if not np.isnan(one.accuracy)]
    costs = [(one.name, column, text) for one in result for column, text in zip(COSTS, _costs(one), strict=True)]
    return {
        "scores": _columns(("name", "accuracy", "seed"), scores),
        "means": _columns(("name", "mean", "low", "high"), means),
        "costs": _columns(("name", "column", "text"), costs),
    }


def kinds_of_mistakes(test: Dataset, looks: Sequence[Look]) -> dict[tuple[int, int], int]:
    """Count the mistakes of all contestants by true class and said class, the most frequent first."""
    said = np.concatenate([look.predictions for look in looks]) if looks else np.array([], dtype=int)
    true = np.tile(test.y, len(looks))
    pairs, counts = np.unique(np.column_stack([true, said])[true != said], axis=0, return_counts=True)
    found = {(int(i), int(j)): int(n) for (i, j), n in zip(pairs, counts, strict=True) if 0 <= j < test.n_classes}
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _marked(test: Dataset, look: Look, cell: Cell) -> Array:
    """Return the places of the test examples that are marked."""
    if cell is None:
        return np.flatnonzero(look.predictions != test.y)
    return np.flatnonzero((test.y == cell[0]) & (look.predictions == cell[1]))


def _surface(answers: Array | None, plane: Plane, n_classes: int) -> Grid:
    """Colour each place by the class that is said there."""
    values = np.full((SIDE, SIDE), np.nan) if answers is None else answers.reshape(SIDE, SIDE).astype(float)
    if n_classes == 2:
        return Grid(values, x=plane.x, y=plane.y, domain=(0, 1))
    return Grid(2 * values + 1, x=plane.x, y=plane.y, domain=(0, 2 * n_classes - 1), palette=f"classes-{n_classes}")


def _cells(test: Dataset, look: Look | None, cell: Cell) -> dict[str, Any]:
    """Return the matrix of true and said classes."""
    k = test.n_classes
    counts = np.zeros(k * k, dtype=int)
    if look is not None:
        known = (look.predictions >= 0) & (look.predictions < k)
        counts = np.bincount(test.y[known] * k + look.predictions[known].astype(int), minlength=k * k)
    return cell_rows(counts.reshape(k, k), test.class_names, cell)


def _pictures(test: Dataset, look: Look | None, marked: Array) -> dict[str, Any]:
    """Return marked examples as pictures, with what was said about them."""
    across, down = PICTURES
    rows = marked[: across * down]
    entries = [(k % across, k // across, url) for k, url in enumerate(picture_urls(test.X[rows]))]
    names = test.class_names
    labels = [f"{names[test.y[row]]}, not {names[look.predictions[row]]}" for row in rows] if look else []
    whole = [(*entry, label) for entry, label in zip(entries, labels, strict=True)]
    return _columns(("column", "row", "url", "label"), whole)


def _named(dataset: Dataset, y: Array) -> list[str]:
    return [dataset.class_names[kind] for kind in y]


def _band(standing: Standing) -> tuple[float, float, float]:
    spread = 0.0 if np.isnan(standing.spread) else standing.spread
    return standing.accuracy, max(0.0, standing.accuracy - spread), min(1.0, standing.accuracy + spread)


def _costs(standing: Standing) -> tuple[str, ...]:
    """Write what a row of the table of costs holds."""
    if np.isnan(standing.accuracy):
        return ("failed", *[""] * (len(COSTS) - 1))
    spread = "" if np.isnan(standing.spread) else f" ± {100 * standing.spread:.1f}"
    return (
        percent(standing.accuracy) + spread,
        seconds(standing.mean("fit_s")),
        seconds(standing.mean("predict_s")),
        count(standing.mean("n_parameters")),
        count(standing.mean("multiply_adds")),
        f"{standing.mean('memory_bytes') / 1000:,.1f} kB",
    )


def _columns(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, list[Any]]:
    return dict(zip(names, map(list, zip(*rows, strict=True)) if rows else [[] for _ in names], strict=True))
