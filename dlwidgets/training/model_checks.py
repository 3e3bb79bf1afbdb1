"""Does the model fit the data? Said in a sentence, before Keras says it in a traceback."""

import math
from typing import Any

import numpy as np

from dlwidgets.errors import DataError, InvalidValueError, a_kind
from dlwidgets.network import NetworkSpec
from dlwidgets.training.engine.compiled import loss_name
from dlwidgets.training.engine.live_constants import has_schedule
from dlwidgets.training.engine.material import Array, Material
from dlwidgets.training.keras_door import loaded_keras

_CLASSIFIES = {"binary_crossentropy", "binary_focal_crossentropy", "hinge", "squared_hinge"}
_ONE_HOT = {"categorical_crossentropy", "categorical_focal_crossentropy", "categorical_hinge", "kl_divergence"}
_SPARSE = "sparse_categorical_crossentropy"
_MATCHED = {
    *_CLASSIFIES, "mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error", "log_cosh", "huber",
    "mean_squared_logarithmic_error", "poisson", "cosine_similarity",
}  # fmt: skip


def check_model_kind(model: Any) -> None:
    """Refuse what is neither a model nor a description, without loading Keras for it.

    Parameters
    ----------
    model : object
        What came.

    Raises
    ------
    InvalidValueError
        If it can't be trained.
    """
    keras = loaded_keras()
    if isinstance(model, NetworkSpec) or (keras is not None and isinstance(model, keras.Model)):
        return
    mend = " Give its .model." if hasattr(type(model), "model") else ""
    raise InvalidValueError(f"A trainer takes a compiled Keras model or a NetworkSpec, but {a_kind(model)} came.{mend}")


def check_model(model: Any) -> None:
    """Refuse what can't be trained.

    Parameters
    ----------
    model : keras.Model
        What came.

    Raises
    ------
    InvalidValueError
        If it is no Keras model, is not compiled, or has several inputs or outputs.
    """
    check_model_kind(model)
    if not model.compiled:
        raise InvalidValueError(
            'The model is not compiled: it has no loss and no optimizer yet. Call model.compile("adam", "mse") first.'
        )
    if model.optimizer is None:
        raise InvalidValueError('The model is compiled without an optimizer. Name one, such as "adam".')
    _check_rate(model.optimizer)
    for word in ("input", "output"):
        count = len(getattr(model, f"{word}s", None) or [None])
        if count != 1:
            raise InvalidValueError(f"The model has {count} {word}s; a trainer takes one input and one output.")


def _check_rate(optimizer: Any) -> None:
    """Refuse a learning rate that Keras takes, and nobody can mean."""
    own = getattr(optimizer, "inner_optimizer", optimizer)
    if has_schedule(own):
        return
    rate = float(own.learning_rate.numpy())  # on several devices each has its own
    if not 0 <= rate < math.inf:
        raise InvalidValueError(
            f"The optimizer's learning rate is {rate:g}; wanted a number, 0 or more. "
            "Set model.optimizer.learning_rate = 0.01, or compile with another."
        )


def check_fit(model: Any, material: Material) -> None:
    """Refuse data whose shape or coding does not suit the model and its loss.

    Parameters
    ----------
    model : keras.Model
        Compiled.
    material : Material
        The data.

    Raises
    ------
    DataError
        It says what the model takes, what came, and what mends it.
    """
    X, y = material.columns[:2]
    _check_input(model, X)
    loss = loss_name(model)
    _check_classes(loss, y)
    shape = getattr(model, "output_shape", None) if getattr(model, "built", False) else None
    outputs = shape[1:] if isinstance(shape, tuple) and None not in shape[1:] else None
    for part in (y, material.validation[1]) if material.validation else (y,):
        _check_coding(loss, part, outputs)


def _check_input(model: Any, X: Array) -> None:
    shape = getattr(model, "input_shape", None) if getattr(model, "inputs", None) else None
    if not isinstance(shape, tuple):
        return
    wanted, came = shape[1:], X.shape[1:]
    fits = len(wanted) == len(came) and all(w in (None, c) for w, c in zip(wanted, came, strict=True))
    if fits or came == (*wanted, 1) or wanted == (*came, 1):  # Keras adds or drops a last axis of 1 by itself
        return
    total = int(np.prod(came))
    hint = (
        f" X.reshape(-1, {', '.join(map(str, wanted))}) would fit."
        if None not in wanted and total == np.prod(wanted)
        else ""
    )
    raise DataError(f"The model takes examples of shape {wanted}, but those of X have shape {came}.{hint}")


def _check_classes(loss: str, y: Array) -> None:
    """Refuse labels of which there is only one kind."""
    labels = y.argmax(axis=-1) if loss in _ONE_HOT and y.ndim > 1 else y
    classifies = loss in _CLASSIFIES | _ONE_HOT | {_SPARSE}
    if classifies and labels.size and (labels == labels.ravel()[0]).all():
        raise DataError(
            "All examples that are trained on are of one class; with nothing to tell apart, nothing is learned. "
            "If the rows are sorted by class, mix them before some are held back."
        )


def _check_coding(loss: str, y: Array, outputs: tuple[int, ...] | None) -> None:
    """Refuse targets that the loss does not take."""
    if loss == _SPARSE:
        _check_indices(y, outputs)
    elif loss in _ONE_HOT:
        _check_one_hot(loss, y, outputs)
    elif loss in _MATCHED and outputs is not None:
        _check_match(y, outputs)
    if loss in _CLASSIFIES and y.size:
        low = -1 if "hinge" in loss else 0
        if y.min() < low or y.max() > 1:
            raise DataError(f"{loss} takes labels from {low} to 1, but y goes from {y.min():g} to {y.max():g}.")
    if loss == "poisson" and y.min() < 0:
        raise DataError(f"poisson takes counts of 0 or more, but y holds {y.min():g}.")


def _check_indices(y: Array, outputs: tuple[int, ...] | None) -> None:
    many = y.ndim > 1 and y.shape[-1] > 1
    if many and (outputs is None or y.shape[1:] != outputs[:-1]):
        raise DataError(
            f"{_SPARSE} takes one class number per example, but y has shape {y.shape}. "
            f"For one-hot rows compile with categorical_crossentropy, or give y.argmax(axis=1)."
        )
    if (y != np.round(y)).any() or y.min() < 0:
        raise DataError(f"{_SPARSE} takes class numbers 0, 1, 2, ..., but y holds {_odd_one(y):g}.")
    if outputs and y.max() >= outputs[-1]:
        raise DataError(
            f"y holds class {int(y.max())}, but the last layer has {outputs[-1]} units for the classes 0 to "
            f"{outputs[-1] - 1}. Give the last layer {int(y.max()) + 1} units, or number the classes from 0."
        )


def _odd_one(y: Array) -> float:
    return float(y[(y != np.round(y)) | (y < 0)].ravel()[0])


def _check_one_hot(loss: str, y: Array, outputs: tuple[int, ...] | None) -> None:
    if outputs is None or y.shape[1:] == outputs:
        return
    if y.ndim == 1 or y.shape[-1] == 1:
        raise DataError(
            f"{loss} takes one row of {outputs[-1]} numbers per example, but y has one number each. "
            f"For class numbers compile with {_SPARSE}, or give keras.utils.to_categorical(y)."
        )
    raise DataError(f"The model gives {outputs} numbers per example, but y has {y.shape[1:]}; both must agree.")


def _check_match(y: Array, outputs: tuple[int, ...]) -> None:
    shape = y.shape[1:]
    if outputs in {shape, (*shape, 1)} or shape == (*outputs, 1):
        return
    raise DataError(
        f"The model gives {outputs} numbers per example, but y has {shape}; both must agree. "
        "Change the units of the last layer, or the loss."
    )
