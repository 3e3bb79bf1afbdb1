"""What a model answers about examples that were kept aside: how often, and about which, it is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.training.error_words import in_one_line, is_out_of_memory

AT_ONCE = 1024
"""Examples in one pass through the model."""


@dataclass(frozen=True)
class KeptAside:
    """Examples with known classes on which a model is judged; checked when they are made.

    Parameters
    ----------
    X : array of shape (n, ...)
        Finite numbers, as the model takes them.
    y : int array of shape (n,)
        Class indices.
    class_names : tuple of str
        Empty where the classes have none.
    feature_names : tuple of str
        Empty where the features have none.
    """

    X: npt.NDArray[np.float32]
    y: npt.NDArray[np.int64]
    class_names: tuple[str, ...] = ()
    feature_names: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: Any) -> "KeptAside":
        """Read examples.

        Parameters
        ----------
        data : Dataset or pair of array-likes
            ``(X, y)`` with class indices, a column of them, or one-hot rows; X may be a data frame.

        Returns
        -------
        KeptAside
            A copy of what it needs.

        Raises
        ------
        DataError
            If X or y are no such numbers, or don't fit together.
        InvalidValueError
            If ``data`` is neither.
        """
        if hasattr(data, "X") and hasattr(data, "y"):
            parts, names = (data.X, data.y), getattr(data, "class_names", ())
            features = getattr(data, "feature_names", ())
        elif isinstance(data, (tuple, list)) and len(data) == 2:
            parts, names = data, ()
            features = getattr(data[0], "columns", ())
        else:
            raise InvalidValueError(f"data takes (X_test, y_test) or a Dataset; got {type(data).__name__}.")
        X, y = _numbers("X", parts[0]), _classes(_numbers("y", parts[1]))
        if X.ndim < 2 or len(X) != len(y):
            raise DataError(
                f"data needs one row of X for each label; X has the shape {X.shape}, and there are {len(y)} labels."
            )
        if not len(y):
            raise DataError("data has no examples. Keep some aside that the fit does not learn from.")
        return cls(X.astype(np.float32), y, tuple(map(str, names)), tuple(map(str, features)))

    @property
    def has_pictures(self) -> bool:
        """Whether an example can be shown as a picture: rows and columns of grey or colour, or a square of pixels."""
        shape = self.X.shape[1:]
        if len(shape) == 1:
            return shape[0] in {64, 256, 784, 1024} and not any(
                name for name in self.feature_names if not _is_pixel(name)
            )
        return len(shape) == 2 or (len(shape) == 3 and shape[2] in {1, 3})

    def names(self, n_classes: int) -> tuple[str, ...]:
        """Return what the classes are called; their numbers where they have no names."""
        return self.class_names if len(self.class_names) == n_classes else tuple(map(str, range(n_classes)))


@dataclass(frozen=True)
class Judged:
    """What a model said about each of the examples.

    Parameters
    ----------
    true, said : int array of shape (n,)
        Class indices.
    sure : float array of shape (n,)
        What the model gave to the class that it said; from 0 to 1 if it gives probabilities.
    n_classes : int
        How many the model knows.
    """

    true: npt.NDArray[np.int64]
    said: npt.NDArray[np.int64]
    sure: npt.NDArray[np.float64]
    n_classes: int

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        """How many examples of each true class, by rows, were said to be of each class; shape (classes, classes)."""
        flat = np.bincount(self.true * self.n_classes + self.said, minlength=self.n_classes**2)
        return flat.reshape(self.n_classes, self.n_classes)

    def rows(self, true: int, said: int) -> npt.NDArray[np.intp]:
        """Return the places of the examples of one cell, those first of which the model was surest."""
        (places,) = np.nonzero((self.true == true) & (self.said == said))
        return places[np.argsort(-self.sure[places], kind="stable")]


def judge(model: Any, kept: KeptAside) -> Judged:
    """Let a model answer about examples, in inference mode; its weights stay.

    Parameters
    ----------
    model : keras.Model
        Of one input and one output: a score per class, or one for two classes.
    kept : KeptAside
        What it is asked.

    Returns
    -------
    Judged
        For one score, 0.5 parts the classes, or 0 if the loss takes it for a logit.

    Raises
    ------
    InvalidValueError
        If it can't take the examples, or its outputs are no scores of these classes.
    """
    outputs = _asked(model, kept.X)
    n_outputs = outputs.shape[-1]
    n_classes = max(2, n_outputs)
    if outputs.ndim != 2 or kept.y.max() >= n_classes:
        raise InvalidValueError(
            f"data has the classes 0 to {kept.y.max()}, but the model answers with the shape {outputs.shape[1:]}. "
            "Give its last layer one output per class."
        )
    if n_outputs > 1:
        said = outputs.argmax(axis=1)
        return Judged(kept.y, said, outputs[np.arange(len(said)), said], n_classes)
    is_logit = getattr(getattr(model, "loss", None), "from_logits", False)
    score = 1 / (1 + np.exp(-np.clip(outputs[:, 0], -500, 500))) if is_logit else outputs[:, 0]
    said = (score > 0.5).astype(np.int64)
    return Judged(kept.y, said, np.where(said == 1, score, 1 - score), n_classes)


def _asked(model: Any, X: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Return what a model answers about examples, or say that it can't take them."""
    try:
        parts = [model(X[i : i + AT_ONCE], training=False) for i in range(0, len(X), AT_ONCE)]
    except Exception as error:
        if is_out_of_memory(error):
            raise
        raise InvalidValueError(
            f"The model can't take the examples of data. {in_one_line(error).rstrip('.')}. "
            "Give them as model.fit takes them."
        ) from error
    if isinstance(parts[0], (Mapping, list, tuple)):
        raise InvalidValueError(
            f"A confusion matrix is of one output, but the model has {len(parts[0])}. Leave data out, or fit a model "
            "of one output."
        )
    return np.concatenate([np.asarray(part) for part in parts]).astype(float)


def _numbers(name: str, values: Any) -> npt.NDArray[Any]:
    array = np.asarray(values)
    try:
        numbers = array.astype(float)
    except (TypeError, ValueError):
        raise DataError(
            f"{name} in data holds something that is no number. Give what model.fit takes: numbers, with classes "
            "counted from 0."
        ) from None
    bad = np.argwhere(~np.isfinite(numbers))
    if len(bad):
        raise DataError(f"{name} in data has a gap or an infinite value in row {bad[0][0]}, counted from 0. Mend it.")
    return numbers


def _classes(y: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Read class indices, a column of them, or one-hot rows."""
    if y.ndim == 2:
        is_one_hot = y.shape[1] > 1 and ((y == 0) | (y == 1)).all() and (y.sum(axis=1) == 1).all()
        y = y.argmax(axis=1) if is_one_hot else y[:, 0] if y.shape[1] == 1 else y
    if y.ndim != 1 or (y < 0).any() or (y != np.round(y)).any():
        raise DataError("data needs classes counted from 0, or one-hot rows; a confusion matrix has no other labels.")
    return y.astype(np.int64)


def _is_pixel(name: str) -> bool:
    """Tell whether a name is one that says nothing but the place of a pixel."""
    return name.startswith(("pixel", "x")) or name.isdigit()


def pictures(rows: npt.NDArray[np.float32]) -> Sequence[npt.NDArray[np.uint8]]:
    """Turn examples into pictures.

    Parameters
    ----------
    rows : array of shape (n, ...)
        Examples of a ``KeptAside`` that has pictures.

    Returns
    -------
    list of uint8 arrays of shape (height, width, 1 or 3)
        Each from its own darkest to its own brightest value.
    """
    side = int(np.sqrt(rows.shape[1])) if rows.ndim == 2 else 0
    rows = rows.reshape(len(rows), side, side) if side else rows
    rows = rows[..., None] if rows.ndim == 3 else rows
    low, high = (take(rows, axis=(1, 2, 3), keepdims=True) for take in (np.min, np.max))
    return [*np.round(255 * (rows - low) / np.maximum(high - low, 1e-12)).astype(np.uint8)]
