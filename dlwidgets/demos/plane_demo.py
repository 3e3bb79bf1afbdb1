"""Two classes of points on a plane that a learner chooses, adds to, moves and deletes; demos build on it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np

from dlwidgets.data import Dataset, load, require_two_classes
from dlwidgets.data.points import added, checked_points, moved, nearest, removed
from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.widgets.controls import button, choice, hidden, slider
from dlwidgets.widgets.demo import Demo
from dlwidgets.widgets.pointer import PointerEvent

OWN = "own"
NAMED = {
    "iris": "Iris flowers",
    "and": "Gate AND",
    "or": "Gate OR",
    "xor": "Gate XOR",
    "gaussians": "Two clouds",
    "circle": "Disc and ring",
    "quadrants": "Quadrants",
    "spiral": "Two spirals",
}
DRAWN = ("gaussians", "circle", "quadrants", "spiral")
N_DRAWN = 200
"""Points of a drawn set: enough to see it, few enough to grasp one."""
MARGIN = 0.12
"""Room around the points, as a share of their spread."""
REACH = 0.04
"""How near to a point the keyboard's pointer must be to mean it, as a share of the axes."""
SOURCE = {"data", "noise", "seed", "x_feature", "y_feature", "classes"}
"""The settings that choose examples; ``points`` changes them."""


def _index(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < 0:
        raise InvalidValueError(f"selected came as {value!r}; wanted the index of a point, from 0.")
    return int(value)


def _points_or_none(points: Any) -> list[list[float]] | None:
    return None if points is None else [list(point) for point in checked_points(points)]


class PlaneDemo(Demo):
    """Which points?

    The base of demos that separate two classes on a plane. A subclass shows ``examples`` and calls
    ``super().settle`` first.

    Parameters
    ----------
    data : str, Dataset or data frame, optional
        A data set by name, or your own, with two features or more. Iris by default.
    target : str, optional
        The column of the frame that holds the classes.
    features, classes : pair of names, optional
        Which two features and classes of the data to use.
    **settings
        First values of settings, ``hide`` and ``lock``.

    Raises
    ------
    UnknownNameError
        If a data set, feature, class or setting does not exist.
    DataError
        If the data have gaps, text, one class or one feature.
    """

    data = choice(
        "iris",
        lambda demo: {**NAMED, OWN: demo.own_data.name} if demo.own_data else NAMED,
        label="Data",
        help="The examples to tell apart.",
    )
    classes = choice(
        "setosa, versicolor",
        lambda demo: [*class_pairs(demo.source)],
        label="Classes",
        help="The two classes to tell apart.",
    )
    x_feature = choice(
        "petal length",
        lambda demo: demo.source.feature_names,
        label="Across",
        help="The first feature, x1: the horizontal axis.",
    )
    y_feature = choice(
        "petal width",
        lambda demo: demo.source.feature_names,
        label="Upwards",
        help="The second feature, x2: the vertical axis.",
    )
    noise = slider(0.0, 0, 0.5, step=0.05, label="Noise", help="How much drawn points stray; for drawn data only.")
    seed = slider(0, 0, 99, step=1, label="Seed", help="Another number draws other points; for drawn data only.")
    new_class = choice(
        "1",
        lambda demo: dict(zip("01", demo.class_names, strict=True)),
        label="New points",
        help="The class of the point that a click on an empty place adds.",
    )
    points = hidden(
        None,
        _points_or_none,
        label="Points",
        help="The points as (x, y, class) once they were changed; None while the data are as they came.",
    )
    selected = hidden(0, _index, label="Chosen point", help="Index of the point whose numbers are shown.")

    def __init__(
        self,
        data: Any = None,
        *,
        target: str | None = None,
        features: Sequence[str] | None = None,
        classes: Sequence[str] | None = None,
        **settings: Any,
    ) -> None:
        self.own_data, name = _own(data, target, settings.get("points"))
        self._earlier: list[list[list[float]] | None] = []
        self._is_dragging = False
        if features is not None:
            settings["x_feature"], settings["y_feature"] = _pair("features", features)
        if classes is not None:
            settings["classes"] = ", ".join(_pair("classes", classes))
        super().__init__(data=name, **settings)
        self.on_pointer(self._edit)

    @property
    def source(self) -> Dataset:
        """The chosen data set with all its features and classes."""
        return self.own_data if self.own_data and self.data == OWN else _source(self.data, self.noise, self.seed)

    @property
    def examples(self) -> Dataset:
        """What is to be told apart: two features, two classes, with the learner's own changes."""
        return self._examples

    @property
    def class_names(self) -> tuple[str, str]:
        """Names of class 0 and of class 1."""
        first, second = class_pairs(self.source).get(self.classes, (0, 1))
        return self.source.class_names[first], self.source.class_names[second]

    def settle(self, changed: set[str]) -> None:
        """Choose the examples anew when what they depend on has changed."""
        if "data" in changed:
            self._choose_columns()
        if changed & SOURCE and "points" not in changed:
            self.points = None
            self._earlier.clear()
        if changed & (SOURCE | {"points"}):
            self._examples = self._chosen()
            self.limits = _limits(self._examples.X)
        self.selected = min(self.selected, len(self._examples.X) - 1)

    def disabled(self) -> Iterable[str]:
        """Return the controls that mean nothing for the data as they are."""
        unused = [] if self.data in DRAWN else ["noise", "seed"]
        unused += ["classes"] if len(class_pairs(self.source)) == 1 else []
        unused += ["x_feature", "y_feature"] if self.source.n_features == 2 else []
        return [*unused, *([] if self._earlier else ["undo"])]

    @button("Undo", help="Take back the last change of a point.")
    def undo(self) -> None:
        """Take back the last change of a point; does nothing if there is none."""
        if self._earlier:
            self.points = self._earlier.pop()

    @button("Next point", help="Choose the next point, whose numbers are then shown.")
    def next_point(self) -> None:
        """Choose the next point."""
        self.selected = (self.selected + 1) % len(self._examples.X)

    @button("Delete point", help="Delete the chosen point.")
    def delete_point(self) -> None:
        """Delete the chosen point; the last one of a class stays."""
        self._change_points(removed(self._triples(), self.selected))

    def add_point(self, x: float, y: float, kind: int | None = None) -> None:
        """Add a point of class ``kind`` (0 or 1; that of the control by default) at x, y and choose it.

        Raises
        ------
        DataError
            If x, y or kind is not what it should be.
        """
        with self.together():
            self._change_points(added(self._triples(), x, y, int(self.new_class) if kind is None else kind))
            self.selected = len(self.points) - 1

    def move_point(self, index: int, x: float, y: float) -> None:
        """Move a point to another place."""
        self._change_points(moved(self._triples(), _index(index), x, y))

    def _choose_columns(self) -> None:
        names = self.source.feature_names
        if len(names) < 2:
            raise DataError(f"{self.source.name!r} has one feature ({names[0]}); a plane needs two. Add another column.")
        if self.x_feature not in names or self.y_feature not in names:
            self.x_feature, self.y_feature = names[:2]
        if self.classes not in (pairs := class_pairs(self.source)):
            self.classes = next(iter(pairs))
        self.selected = 0

    def _chosen(self) -> Dataset:
        pair = class_pairs(self.source)[self.classes]
        chosen = self.source.select(features=[self.x_feature, self.y_feature], classes=pair)
        if self.points is not None:
            x, y, kinds = zip(*self.points, strict=True)
            chosen = replace(chosen, X=np.column_stack([x, y]), y=np.array(kinds))
        require_two_classes(chosen)
        return chosen

    def _triples(self) -> list[tuple[float, float, int]]:
        return [(*place, kind) for place, kind in zip(self._examples.X.tolist(), self._examples.y.tolist(), strict=True)]

    def _change_points(self, points: list[tuple[float, float, int]]) -> None:
        before = self.points
        self.points = points
        if not self._is_dragging:
            self._earlier.append(before)

    def _edit(self, event: PointerEvent) -> None:
        """Do what a click, a drag or a key on the plane means."""
        here = self._point_at(event)
        if event.action in ("drag", "drop"):
            self._drag(event, here)
        elif "shift" in event.keys:
            self.move_point(self.selected, event.x, event.y)
        elif here is None:
            self.add_point(event.x, event.y)
        else:
            self.selected = here
            if event.action == "delete" or "alt" in event.keys:
                self.delete_point()

    def _drag(self, event: PointerEvent, index: int | None) -> None:
        if index is None:
            return
        with self.together():
            self.selected = index
            self.move_point(index, event.x, event.y)
            self._is_dragging = event.action == "drag"  # a whole drag is one change to undo

    def _point_at(self, event: PointerEvent) -> int | None:
        if event.datum and isinstance(event.datum.get("index"), (int, float)):
            index = int(event.datum["index"])
            return index if 0 <= index < len(self._examples.X) else None
        spans = [high - low for low, high in self.limits]
        return nearest(self._examples.X, (event.x, event.y), spans, REACH)


def class_pairs(dataset: Dataset) -> dict[str, tuple[int, int]]:
    """Return every pair of classes of a data set: how it is called, and the two indices."""
    names = dataset.class_names
    return {f"{names[i]}, {names[j]}": (i, j) for i, j in combinations(range(len(names)), 2)}


@lru_cache(maxsize=16)
def _source(name: str, noise: float, seed: int) -> Dataset:
    return load(name, n=N_DRAWN, noise=noise, seed=seed) if name in DRAWN else load(name)


def _own(data: Any, target: str | None, points: Any) -> tuple[Dataset | None, str]:
    """Return the learner's own data set, if there is one, and the name of the data to show."""
    if isinstance(data, str) and data != OWN:
        return None, data
    if isinstance(data, Dataset):
        own = data
    elif data is not None and data != OWN:
        own = _from_frame(data, target)
    elif points is not None:
        x, y, kinds = zip(*checked_points(points), strict=True)
        own = Dataset("own points", np.column_stack([x, y]), np.array(kinds), class_names=("0", "1"))
    else:
        return None, "iris"
    if own.n_classes < 2:
        require_two_classes(own)
    return own, OWN


def _from_frame(frame: Any, target: str | None) -> Dataset:
    if target is None:
        raise DataError(
            f"data came as {type(frame).__name__} without target=. Name the column that holds the classes, "
            'such as Perceptron(frame, target="species"), or give a Dataset.'
        )
    return Dataset.from_frame(frame, target=target)


def _pair(what: str, names: Sequence[str]) -> tuple[str, str]:
    if isinstance(names, str) or len(names) != 2:
        raise InvalidValueError(f"{what} came as {names!r}; wanted two names, such as ('a', 'b').")
    return names[0], names[1]


def _limits(X: np.ndarray) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the range of each axis: the points with some room around them."""
    low, high = X.min(axis=0), X.max(axis=0)
    room = np.where(high > low, MARGIN * (high - low), 1.0)
    (x_low, y_low), (x_high, y_high) = (low - room).tolist(), (high + room).tolist()
    return (x_low, x_high), (y_low, y_high)
