"""The same start with one thing changed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dlwidgets.errors import InvalidValueError, unknown_name
from dlwidgets.network import NetworkSpec
from dlwidgets.training.error_words import in_one_line
from dlwidgets.training.keras_door import import_keras
from dlwidgets.training.moments import Moment

_COMPILE = ("optimizer", "loss", "metrics")


def varied(
    source: Any, settings: Mapping[str, Any], changes: Mapping[str, Any], start: Moment | None
) -> tuple[Any, dict[str, Any]]:
    """Return the model and the settings of a trainer that differs in some of them.

    Parameters
    ----------
    source : keras.Model or NetworkSpec
        What was trained; it stays as it is.
    settings : dict
        What its trainer was told.
    changes : dict
        What is to be another.
    start : Moment or None
        The start of its run, for a model that came with its weights.

    Returns
    -------
    source : keras.Model or NetworkSpec
        The other one.
    settings : dict
        For its trainer.

    Raises
    ------
    UnknownNameError
        If there is no such setting.
    InvalidValueError
        If Keras can't copy the model.
    """
    for name in changes:
        if name not in {*settings, *_COMPILE}:
            raise unknown_name("setting", name, [*settings, *_COMPILE])
    told = {name: value for name, value in changes.items() if name in _COMPILE}
    others = {**settings, **{name: value for name, value in changes.items() if name not in _COMPILE}}
    if isinstance(source, NetworkSpec):
        # A description without compile settings was refused before it came here, or will be.
        return replace(source, compile=replace(source.compile, **told)) if source.compile else source, others
    return _copied(source, told, start), others


def _copied(model: Any, told: Mapping[str, Any], start: Moment | None) -> Any:
    """Copy a model as it was at the start, compiled with other settings."""
    keras = import_keras()
    try:
        copy = keras.models.clone_model(model)
        copy.compile_from_config(model.get_compile_config())
        if told:
            present = {
                "optimizer": copy.optimizer,
                "loss": model.loss,
                "metrics": model.get_compile_config()["metrics"],
            }
            copy.compile(**{**present, **told})
    except Exception as error:
        raise InvalidValueError(
            f"The model can't be copied. {in_one_line(error)} Give the trainer a NetworkSpec."
        ) from error
    values = start.state if start is not None else [variable.numpy() for variable in model.variables]
    for variable, value in zip(copy.variables, values, strict=False):
        variable.assign(value)
    return copy
