"""The data sets of the chart of a hidden layer: the same examples as they came, and as the layer sees them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dlwidgets.compare.hidden_film import HiddenFilm, HiddenMoment
from dlwidgets.demos.hidden.plane import Array, View
from dlwidgets.demos.plane_data import limits_around
from dlwidgets.widgets.grid import Grid

MOST_SHAPES = 8
"""More classes than there are shapes are written as words."""
SIDE = 96
"""Places of a side at which an SVM is asked."""
NO_POINTS: dict[str, list[Any]] = {key: [] for key in ("x", "y", "kind", "class", "part", "row")}
NAMES = {"raw": "linear SVM on the features as they are", "hand": "linear SVM on features made by hand, if chosen"} | {
    "svm": "linear SVM on this layer's outputs",
    "network": "the network itself",
}
"""Whose accuracy is drawn."""


def panel_frame(
    panel: str, places: Array, labels: Sequence[str], limits: Any, kept: Mapping[str, Any], svm_says: Array | None
) -> dict[str, Any]:
    """Return the examples of one panel.

    Parameters
    ----------
    panel : {"raw", "hidden"}
        Which one.
    places : array of shape (n, 2)
        Where the examples lie.
    labels : pair of str
        Of the axes.
    limits : pair of pairs of float
        Ends of the axes.
    kept : dict
        ``y``, ``names`` of the classes, ``n_test`` and the chosen ``example``.
    svm_says : int array of shape (n,) or None
        What a linear SVM says about them.

    Returns
    -------
    dict
        Data sets and parameters by name.
    """
    y, names, n_test = kept["y"], kept["names"], kept["n_test"]
    rows = {"x": places[:, 0], "y": places[:, 1], "kind": y, "class": [names[kind] for kind in y]}
    rows |= {"part": ["test" if i < n_test else "training" for i in range(len(y))], "row": np.arange(len(y))}
    as_words = len(names) > MOST_SHAPES
    wrong = np.zeros(len(y), dtype=bool) if svm_says is None else (svm_says != y) & (np.arange(len(y)) < n_test)
    chosen = places[[kept["example"]]]
    (x, x2), (y_low, y2) = limits
    return {
        f"{panel}_points": NO_POINTS if as_words else rows,
        f"{panel}_words": rows if as_words else NO_POINTS,
        f"{panel}_wrong": {"x": places[wrong, 0], "y": places[wrong, 1]},
        f"{panel}_chosen": {"x": chosen[:, 0], "y": chosen[:, 1]},
        f"{panel}_titles": {"x": [labels[0]], "y": [labels[1]]},
        f"{panel}_x_low": x, f"{panel}_x_high": x2, f"{panel}_y_low": y_low, f"{panel}_y_high": y2,
    }  # fmt: skip


def border(svm: Any, view: View, limits: Any, n_classes: int) -> Grid:
    """Colour a plane by what a linear SVM says there; nothing where there are too many classes for colours.

    Parameters
    ----------
    svm : object or None
        As `linear_svm` returns it.
    view : View
        The plane.
    limits : pair of pairs of float
        The part of it that is shown.
    n_classes : int
        How many classes there are.

    Returns
    -------
    Grid
        Classes from 0 on.
    """
    x, y = limits
    domain, palette = ((0, 1), "two-class") if n_classes == 2 else ((0, 2 * n_classes - 1), f"classes-{n_classes}")
    if svm is None or n_classes > MOST_SHAPES:
        return Grid(np.full((1, 1), np.nan), x=x, y=y, domain=(0, 1))
    steps = (np.arange(SIDE) + 0.5) / SIDE
    across, up = (low + (high - low) * steps for low, high in limits)
    places = np.column_stack([np.tile(across, SIDE), np.repeat(up, SIDE)])
    kinds = svm.predict(view.back(places)).reshape(SIDE, SIDE).astype(float)
    return Grid(kinds if n_classes == 2 else 2 * kinds + 1, x=x, y=y, domain=domain, palette=palette)


def limits_of(all_places: Sequence[Array]) -> Any:
    """Return ends of axes that hold all places, those that are no numbers left out."""
    together = np.vstack(all_places)
    together = together[np.isfinite(together).all(axis=1)]
    return limits_around(together if len(together) else np.zeros((1, 2)))


def axis_labels(view: View, names: Sequence[str]) -> tuple[str, str]:
    """Name the axes of a plane: the numbers themselves, or directions with their share of the spread."""
    if view.shares:
        x, y = (f"direction {i} ({share:.0%} of the spread)" for i, share in enumerate(view.shares, start=1))
        return x, y
    return names[0], names[1] if len(names) > 1 else ""


def score_frame(film: HiddenFilm, layer: int, fixed: Mapping[str, float], shown: HiddenMoment | None) -> dict[str, Any]:
    """Return accuracies by epoch.

    Parameters
    ----------
    film : HiddenFilm
        What is known.
    layer : int
        Place of the layer that is looked at.
    fixed : dict of str to float
        Accuracies that no training changes, by the name of ``NAMES``.
    shown : HiddenMoment, optional
        What is drawn above.

    Returns
    -------
    dict
        ``scores`` and ``now``.
    """
    rows = [(epoch, value, NAMES[who]) for who, value in fixed.items() for epoch in (0, film.n_epochs)]
    rows += [(one.epoch, one.layers[layer].accuracy, NAMES["svm"]) for one in film.moments]
    rows += [(one.epoch, one.accuracy, NAMES["network"]) for one in film.moments]
    rows = [row for row in rows if np.isfinite(row[1])]
    columns = map(list, zip(*rows, strict=True))
    return {
        "scores": dict(zip(("epoch", "accuracy", "who"), columns, strict=True)),
        "now": {"epoch": [shown.epoch] if shown else []},
    }


def percent(share: float) -> str:
    """Write a share as percent; a dash where nobody can say."""
    return "–" if np.isnan(share) else f"{100 * share:.1f} %"
