"""The first steps of a run, which need not wait until the rest is compiled."""

from typing import Any

from dlwidgets.training.engine.paths import Path
from dlwidgets.training.engine.reports import shape_is_shared
from dlwidgets.training.engine.roundings import enlarges_roundings
from dlwidgets.training.engine.shape import Shape
from dlwidgets.training.keras_door import import_keras

MOST = 4


def first_steps(model: Any, shape: Shape, path: Path) -> int:
    """Tell how many of the first steps are not compiled, so that something moves before the rest is ready.

    They are the same in every run of an engine, warmed or not: a run gives the same numbers again.

    Parameters
    ----------
    model : keras.Model
        Compiled and built.
    shape : Shape
        Of the data.
    path : Path
        The one that is wished for.

    Returns
    -------
    int
        No more than end an epoch only if it is a single step. None where compiled steps would give other numbers:
        the statistics of a batch make differences of roundings large, and XLA draws in its own way. To let it draw
        alone before the rest is no way out: the drawing of one mask takes it as long as a small network.
    """
    if path is Path.SINGLE or shape_is_shared(model) or (path is Path.COMPILED and _is_by_chance(model)):
        return 0
    return min(MOST, shape.n_full, max(1, shape.n_steps - 1))


def _is_by_chance(model: Any) -> bool:
    drops = any(
        isinstance(layer, import_keras().layers.Dropout)
        for layer in model._flatten_layers(include_self=False)  # noqa: SLF001 - no public name
    )
    return drops or enlarges_roundings(model) or any("seed_generator" in variable.path for variable in model.variables)
