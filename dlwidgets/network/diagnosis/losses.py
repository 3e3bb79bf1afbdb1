"""Losses by what they want: which outputs, and which coding of the target."""

from collections.abc import Mapping
from dataclasses import dataclass

from dlwidgets.network import keras_names
from dlwidgets.network.objects import LossSpec

BINARY, CATEGORICAL, SPARSE, DIVERGENCE = "binary", "categorical", "sparse", "divergence"
MARGIN, CATEGORICAL_MARGIN, REGRESSION, COUNTS = "margin", "categorical margin", "regression", "counts"

_FAMILIES: Mapping[str, str] = {
    "BinaryCrossentropy": BINARY,
    "BinaryFocalCrossentropy": BINARY,
    "CategoricalCrossentropy": CATEGORICAL,
    "CategoricalFocalCrossentropy": CATEGORICAL,
    "SparseCategoricalCrossentropy": SPARSE,
    "KLDivergence": DIVERGENCE,
    "Hinge": MARGIN,
    "SquaredHinge": MARGIN,
    "CategoricalHinge": CATEGORICAL_MARGIN,
    "Poisson": COUNTS,
}
_SHORT = {
    "mse": "MeanSquaredError",
    "mae": "MeanAbsoluteError",
    "mape": "MeanAbsolutePercentageError",
    "msle": "MeanSquaredLogarithmicError",
    "bce": "BinaryCrossentropy",
    "kld": "KLDivergence",
}
_BY_LETTERS = {kind.lower(): kind for kind in keras_names.LOSSES} | _SHORT
_STRINGS = {
    "BinaryCrossentropy": "binary_crossentropy",
    "CategoricalCrossentropy": "categorical_crossentropy",
    "SparseCategoricalCrossentropy": "sparse_categorical_crossentropy",
    "MeanSquaredError": "mse",
}


@dataclass(frozen=True)
class LossFacts:
    """What is known of a loss.

    Parameters
    ----------
    written : str or LossSpec
        As it stands in the network.
    kind : str
        Keras' class name.
    """

    written: str | LossSpec
    kind: str

    @classmethod
    def of(cls, loss: str | LossSpec) -> "LossFacts":
        """Read a loss by name or by object.

        Parameters
        ----------
        loss : str or LossSpec
            What `compile` is told.

        Returns
        -------
        LossFacts
            What is known of it.
        """
        return cls(loss, loss.kind if isinstance(loss, LossSpec) else _BY_LETTERS[loss.replace("_", "").lower()])

    @property
    def family(self) -> str:
        """What kind of question it measures, such as ``"binary"`` or ``"regression"``."""
        return _FAMILIES.get(self.kind, REGRESSION)

    @property
    def from_logits(self) -> bool:
        """Whether it expects raw outputs instead of probabilities."""
        return isinstance(self.written, LossSpec) and bool(self.written.arguments.get("from_logits"))

    @property
    def name(self) -> str:
        """How it is called in a sentence."""
        return self.written.kind if isinstance(self.written, LossSpec) else self.written

    def with_arguments(self, **arguments: object) -> str | LossSpec:
        """Return the loss with other arguments, in the style in which it is written.

        Parameters
        ----------
        **arguments
            Keras' arguments, by name.

        Returns
        -------
        str or LossSpec
            What `compile` is told.
        """
        return LossSpec(self.kind, **{**self._arguments, **arguments})

    def as_kind(self, kind: str) -> str | LossSpec:
        """Return another loss, in the same style, with the arguments that both have.

        Parameters
        ----------
        kind : str
            Keras' class name of the other.

        Returns
        -------
        str or LossSpec
            What `compile` is told.
        """
        if isinstance(self.written, str):
            return _STRINGS[kind]
        shared = {name: one for name, one in self._arguments.items() if name in keras_names.LOSSES[kind]}
        return LossSpec(kind, **shared)

    @property
    def _arguments(self) -> Mapping[str, object]:
        return self.written.arguments if isinstance(self.written, LossSpec) else {}


def loss_string(kind: str) -> str:
    """Return the short name of a usual loss.

    Parameters
    ----------
    kind : str
        Keras' class name.

    Returns
    -------
    str
        Such as ``"binary_crossentropy"``.
    """
    return _STRINGS[kind]
