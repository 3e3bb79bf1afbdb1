"""What follows from a changed setting of a comparison: other examples, other columns, and who learns anew."""

from collections.abc import Iterable
from typing import Any

from dlwidgets.data import Dataset
from dlwidgets.demos.comparing.buttons import ComparisonButtons
from dlwidgets.demos.comparing.examples import DRAWN, MOST_CLASSES, OWN, most_to_learn_from, named
from dlwidgets.demos.comparing.settings import ALL_MISTAKES
from dlwidgets.demos.plane_data import USUAL_FEATURES

OTHER_EXAMPLES = {"data", "noise", "n_classes", "x_feature", "y_feature", "only_shown", "irrelevant", "seed"}
"""Settings after which nothing of what was said before is about what is shown."""
LEARNING = {*OTHER_EXAMPLES, "n_train", "features", "scaling", "kernel", "C", "gamma", "n_layers", "neurons"} | {
    "activation", "learning_rate", "epochs", "n_neighbors", "n_seeds",
}  # fmt: skip


class ComparisonSettling(ComparisonButtons):
    """What follows?

    The part of the comparison that answers to changed settings.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    @property
    def source(self) -> Dataset:  # type: ignore[override]
        """The chosen data set, both parts."""
        return self.own_data if self.data == OWN and self.own_data else named(self.data, self.noise)

    def settle(self, changed: set[str]) -> None:
        """Follow changed settings."""
        self.is_settled = True
        if "data" in changed:
            self._choose_columns(changed)
        elif self.x_feature == self.y_feature:
            self.x_feature, self.y_feature = self._swapped(changed)
        self.n_train = max(self.n_classes, min(self.n_train, most_to_learn_from(self.source, self.n_classes)))
        if changed & OTHER_EXAMPLES:
            self._looks = {}
        if changed & LEARNING:
            self._prepare()
            self._axes = self.x_feature, self.y_feature
        if changed & OTHER_EXAMPLES and "cell" not in changed:
            self.cell = ALL_MISTAKES
        if changed & LEARNING:
            self._begin()

    def disabled(self) -> Iterable[str]:
        """Return the controls that can do nothing just now."""
        unused = [] if self.data in DRAWN else ["noise"]
        unused += [] if self.most_classes > 2 else ["n_classes"]
        unused += [] if self.source.n_features > 2 else ["x_feature", "y_feature", "only_shown"]
        return [*unused, *(["gamma"] if self.kernel == "linear" else [])]

    def _usual(self, data: str) -> dict[str, Any]:
        """Return the settings that follow from the data, where nobody has said another."""
        if data not in self.sets:
            return {}
        source = self.own_data if data == OWN and self.own_data else named(data, 0.0)
        return {"n_classes": source.n_classes if self.has_pictures else min(MOST_CLASSES, source.n_classes)}

    def _usual_axes(self) -> dict[str, str]:
        names = self.source.feature_names
        x, y = USUAL_FEATURES if {*USUAL_FEATURES} <= {*names} else names[:2]
        return {"x_feature": x, "y_feature": y}

    def _choose_columns(self, changed: set[str]) -> None:
        """Turn to classes and features that the data have."""
        if "n_classes" not in changed:
            self.n_classes = self._usual(self.data)["n_classes"]
        if not {self.x_feature, self.y_feature} <= {*self.source.feature_names}:
            for name, value in self._usual_axes().items():
                setattr(self, name, value)
        if self.features not in self.ways_to_make_features:
            self.features = "none"

    def _swapped(self, changed: set[str]) -> tuple[str, str]:
        """Give the feature that one axis has left to the other, whose own it took."""
        x, y = self._axes
        return (self.x_feature, x) if "y_feature" not in changed else (y, self.y_feature)
