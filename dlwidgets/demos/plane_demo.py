"""Two classes of points on a plane, from many data sets; demos build on it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from dlwidgets.data import Dataset, is_own, refuse_target, require_two_classes
from dlwidgets.data.points import require_few
from dlwidgets.demos.plane_data import (
    DRAWN,
    NAMED,
    OWN,
    POINTS,
    class_pairs,
    grown_limits,
    limits_around,
    named_data,
    own_data,
    pair_name,
    require_pair,
    two_names,
    usual_columns,
)
from dlwidgets.demos.points_demo import PointsDemo
from dlwidgets.widgets.controls import choice, slider

SOURCE = {"data", "noise", "seed", "x_feature", "y_feature", "classes"}
"""The settings that choose examples; ``points`` changes them."""


class PlaneDemo(PointsDemo):
    """Which points?

    The base of demos that separate two classes on a plane. A subclass shows ``examples`` in a chart named
    ``charts.plane.PLANE`` and calls ``super().settle`` first.

    Parameters
    ----------
    data : str, Dataset, data frame, path of a CSV file, or (X, y), optional
        A data set by name, or your own, with two features or more. Iris by default.
    target : str, optional
        The column of the frame or file that holds the classes.
    features : pair of names, optional
        Which two features to use: across and upwards.
    classes : pair of names, optional
        Which two classes to use, in either order. Own data of three classes or more need it.
    **settings
        First values of settings, ``hide`` and ``lock``.

    Raises
    ------
    UnknownNameError
        If a data set, feature, class or setting does not exist.
    DataError
        If the data have gaps, text, one class, one feature or more than 5,000 points.
    """

    data = choice(
        "iris",
        lambda demo: {**NAMED, OWN: demo.own_data.name} if demo.own_data else NAMED,
        label="Data",
        help="The examples to tell apart.",
    )
    classes = choice(
        "setosa or versicolor",
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

    def __init__(
        self,
        data: Any = None,
        *,
        target: str | None = None,
        features: Sequence[str] | None = None,
        classes: Sequence[str] | None = None,
        **settings: Any,
    ) -> None:
        self.own_data: Dataset | None = None
        if data is None:
            data = "iris" if settings.get("points") is None else POINTS
        if is_own(data):
            self.own_data, data = own_data(data, target, features), OWN
            require_pair(self.own_data, chosen=classes is not None)
        else:
            refuse_target(target, data)
        if features is not None:
            settings["x_feature"], settings["y_feature"] = two_names("features", features)
        if classes is not None:
            settings["classes"] = self._pair(data, classes)
        super().__init__(data=data, **settings)

    @property
    def source(self) -> Dataset:
        """The chosen data set with all its features and classes."""
        is_own = self.own_data is not None and self.data == OWN
        return self.own_data if is_own else named_data(self.data, self.noise, self.seed)

    @property
    def class_names(self) -> tuple[str, str]:
        """Names of class 0 and of class 1."""
        first, second = class_pairs(self.source).get(self.classes, (0, 1))
        return self.source.class_names[first], self.source.class_names[second]

    def settle(self, changed: set[str]) -> None:
        """Choose the examples anew when what they depend on has changed."""
        if "data" in changed:
            self._choose_columns(changed)
        elif self.x_feature == self.y_feature:
            self._swap_features(changed)
        if changed & SOURCE:
            self._earlier = ()
            self.points = self.points if "points" in changed else None
        if changed & (SOURCE | {"points"}):
            self._examples = self._chosen()
            X = self._examples.X
            self.limits = limits_around(X) if changed & SOURCE else grown_limits(self.limits, X)
        super().settle(changed)

    def disabled(self) -> Iterable[str]:
        """Return the controls that mean nothing for the data as they are."""
        unused = [] if self.data in DRAWN else ["noise", "seed"]
        unused += ["classes"] if len(class_pairs(self.source)) == 1 else []
        unused += ["x_feature", "y_feature"] if self.source.n_features == 2 else []
        return [*unused, *super().disabled()]

    def code_arguments(self) -> dict[str, str]:
        """Return the arguments that make this demo again, as source text by name; your own data stand as dots."""
        arguments = super().code_arguments()
        for name, value in usual_columns(self.source).items():
            if getattr(self, name) == value:
                arguments.pop(name, None)
        if self.data == OWN:
            arguments["data"] = "..."
            if len(class_pairs(self.source)) > 1:
                arguments["classes"] = repr(self.classes)
        return arguments

    def _pair(self, data: str, classes: str | Sequence[str]) -> str:
        """Return how the control calls two classes; a name that it knows not is refused later."""
        if isinstance(classes, str) or (data not in NAMED and data != OWN):
            return str(classes)
        return pair_name(self.own_data or named_data(data, 0.0, 0), classes)

    def _choose_columns(self, changed: set[str]) -> None:
        """Turn to columns that the data have."""
        usual = usual_columns(self.source)
        if not {self.x_feature, self.y_feature} <= {*self.source.feature_names}:
            self.x_feature, self.y_feature = usual["x_feature"], usual["y_feature"]
        if self.classes not in class_pairs(self.source):
            self.classes = usual["classes"]
        if "selected" not in changed:
            self.selected = 0

    def _swap_features(self, changed: set[str]) -> None:
        """Give the feature that one axis has left to the other, whose own it took."""
        x, y = self._examples.feature_names
        if "y_feature" not in changed:
            self.y_feature = x
        elif "x_feature" not in changed:
            self.x_feature = y

    def _chosen(self) -> Dataset:
        pair = class_pairs(self.source)[self.classes]
        chosen = self.source.select(features=[self.x_feature, self.y_feature], classes=pair)
        if self.points is not None:
            x, y, kinds = zip(*self.points, strict=True)
            chosen = replace(chosen, X=np.column_stack([x, y]), y=np.array(kinds))
        require_two_classes(chosen)
        require_few(chosen.n_examples)
        return chosen
