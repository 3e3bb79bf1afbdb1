"""What a trainer is told is checked when it is told, before anything is loaded."""

import math
from collections.abc import Mapping
from numbers import Real
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
    budget, shuffle = given["memory_mb"], given["shuffle"]
    if isinstance(budget, bool) or not isinstance(budget, Real) or not 0 <= budget < math.inf:
        raise InvalidValueError(f"memory_mb is a number of megabytes, 0 or more; {budget!r:.60} came.")
    if not isinstance(shuffle, bool | np.bool_ | None):
        raise InvalidValueError(f"shuffle is True or False; {shuffle!r:.60} came.")
    if given["weights"] is not None:
        _check_weights(given["weights"])
    return given


def _check_weights(weights: Any) -> None:
    """Refuse first weights that are no finite numbers."""
    if not isinstance(weights, list | tuple):
        raise InvalidValueError(f"weights takes a list as model.get_weights() gives it; got {weights!r:.60}.")
    for at, array in enumerate(weights):
        try:
            is_fine = np.isfinite(np.asarray(array, dtype=np.float64)).all()
        except (TypeError, ValueError):
            is_fine = False
        if not is_fine:
            raise InvalidValueError(f"weights[{at}] is no array of finite numbers; it is {array!r:.60}.")
