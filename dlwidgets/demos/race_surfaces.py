"""The surfaces on which optimizers race: famous ones, and those of two models on the learner's data."""

from collections.abc import Sequence
from typing import Any

from dlwidgets.data import Dataset, require_two_classes
from dlwidgets.demos.tuning.data import chosen_data, data_code, iris_classes, iris_line, require_features, scaled
from dlwidgets.nn.landscapes import Landscape, get_landscape, log_bands
from dlwidgets.nn.model_landscape import model_landscape
from dlwidgets.widgets.grid import Grid

SURFACES = {
    "bowl": "Bowl",
    "ravine": "Ravine",
    "saddle": "Saddle",
    "rosenbrock": "Rosenbrock's valley",
    "himmelblau": "Four minima",
    "ripples": "Many minima",
    "line": "A line on data",
    "neuron": "A neuron on data",
}
MODELS = ("line", "neuron")


class RaceSurfaces:
    """Surfaces by name, each computed when it is first asked for.

    Parameters
    ----------
    data : str, Dataset, data frame or None
        The examples of the models; iris petals if None.
    target, features, classes
        As in ``chosen_data``.
    """

    def __init__(
        self, data: Any, target: str | None, features: Sequence[str] | None, classes: Sequence[str] | None
    ) -> None:
        self._own = None if data is None else chosen_data(data, target, features, classes)
        self.code = data_code(data, target=target, features=features, classes=classes)
        self._known: dict[tuple[str, bool], tuple[Landscape, Grid]] = {}

    @property
    def usual(self) -> str:
        """The surface that is shown first."""
        if self._own is None:
            return "ravine"
        return "neuron" if self._own.class_names else "line"

    def data(self, model: str) -> Dataset:
        """Return the examples of a model: one feature, and two classes, or numbers for the line."""
        if self._own is None:
            is_line = model == "line"
            return iris_line() if is_line else iris_classes(["petal width"], ["versicolor", "virginica"])
        require_features(self._own, 1)
        if model == "neuron" or self._own.class_names:
            require_two_classes(self._own)
        return self._own

    def get(self, name: str, *, is_scaled: bool) -> tuple[Landscape, Grid]:
        """Return a surface and its picture; only those of models can be scaled."""
        key = name, is_scaled and name in MODELS
        if key not in self._known:
            landscape = self._model(*key) if name in MODELS else get_landscape(name)
            x, y = landscape.limits
            # The dark end of the palette would hide the paths.
            self._known[key] = landscape, Grid(log_bands(landscape), x=x, y=y, domain=(0, 2.6), palette="sequential")
        return self._known[key]

    def _model(self, name: str, is_scaled: bool) -> Landscape:  # noqa: FBT001 - the key of the surface
        dataset = scaled(self.data(name)) if is_scaled else self.data(name)
        return model_landscape(dataset.X, dataset.y, name)
