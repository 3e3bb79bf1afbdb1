"""Features brought to a common size, so that none outweighs the others by its unit alone."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from dlwidgets.errors import unknown_name

KINDS = ("minmax", "standard")

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Scaler:
    """How features are scaled: subtract ``offset``, then divide by ``scale``.

    Parameters
    ----------
    kind : {"standard", "minmax"}
        ``"standard"``: offset is the mean, scale the standard deviation.
        ``"minmax"``: offset is the smallest value, scale the range.
    offset : float64 array of shape (d,)
        In the unit of each feature.
    scale : float64 array of shape (d,)
        In the unit of each feature; 1 for a feature that never changes.
    """

    kind: str
    offset: FloatArray
    scale: FloatArray

    @classmethod
    def fit(cls, X: FloatArray, kind: str = "standard") -> Self:
        """Measure offset and scale of each feature.

        Parameters
        ----------
        X : float64 array of shape (n, d)
            The examples to measure: the training part.
        kind : {"standard", "minmax"}
            As in ``Scaler``.

        Returns
        -------
        Scaler
            For tables of d features.

        Raises
        ------
        UnknownNameError
            If the kind is neither ``"standard"`` nor ``"minmax"``.
        """
        if kind not in KINDS:
            raise unknown_name("scaling", kind, KINDS)
        low, high = X.min(axis=0), X.max(axis=0)
        offset, scale = (X.mean(axis=0), X.std(axis=0)) if kind == "standard" else (low, high - low)
        # By the range: the standard deviation of equal numbers can come out as 1e-17.
        scale = np.where(low == high, 1.0, scale)
        offset.setflags(write=False)
        scale.setflags(write=False)
        return cls(kind, offset, scale)

    def transform(self, X: npt.ArrayLike) -> FloatArray:
        """Scale features.

        Parameters
        ----------
        X : array-like of shape (n, d)
            In the features' own units.

        Returns
        -------
        float64 array of shape (n, d)
            Without units.
        """
        return (np.asarray(X, dtype=np.float64) - self.offset) / self.scale

    def inverse(self, X: npt.ArrayLike) -> FloatArray:
        """Undo ``transform``.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Scaled features.

        Returns
        -------
        float64 array of shape (n, d)
            In the features' own units.
        """
        return np.asarray(X, dtype=np.float64) * self.scale + self.offset

    def __repr__(self) -> str:
        return f"Scaler({self.kind!r}, {len(self.scale)} features)"
