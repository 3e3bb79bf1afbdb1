"""What a trainer is told is checked when it is told, before anything is loaded."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from dlwidgets.errors import InvalidValueError, unknown_name
from dlwidgets.training.devices import MIRRORED, PRECISIONS
from dlwidgets.training.engine.paths import Path
from dlwidgets.training.goals import EarlyStopping
from dlwidgets.training.model_checks import check_model_kind


def checked(model: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Refuse a model and settings of a trainer that can't be meant.

    Parameters
    ----------
    model : object
        What is to be trained.
    given : dict
        What else it was made with, by name.

    Returns
    -------
    dict
        The settings.

    Raises
    ------
    UnknownNameError
        If there is no such path, strategy or precision.
    InvalidValueError
        If one is of the wrong kind or out of range.
    """
    check_model_kind(model)
    names = {"path": ("auto", *Path), "strategy": (MIRRORED,), "precision": PRECISIONS}
    for name, valid in names.items():
        value = given[name]
        if value is not None and value not in valid and not (name == "strategy" and hasattr(value, "scope")):
            raise unknown_name(name, value, valid)
    for name in ("keep", "on_snapshot"):
        if given[name] is not None and not callable(given[name]):
            raise InvalidValueError(f"{name} takes a function, but {given[name]!r:.60} came.")
    stopping = given["early_stopping"]
    if stopping is not None and not isinstance(stopping, EarlyStopping):
        raise InvalidValueError(
            "early_stopping takes EarlyStopping('val_loss', patience=5) of dlwidgets.training.goals; "
            f"got {stopping!r:.60}."
        )
    budget = given["memory_mb"]
    if isinstance(budget, bool) or not isinstance(budget, int | float | np.number) or not budget >= 0:
        raise InvalidValueError(f"memory_mb is a number of megabytes, 0 or more; {budget!r:.60} came.")
    if given["weights"] is not None and not isinstance(given["weights"], list | tuple):
        raise InvalidValueError(f"weights takes a list as model.get_weights() gives it; got {given['weights']!r:.60}.")
    return given
