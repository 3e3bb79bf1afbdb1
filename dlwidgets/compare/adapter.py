"""What scikit-learn asks of a classifier, for those that only have ``fit`` and ``predict``."""

import inspect
from functools import cache
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

from dlwidgets.errors import unknown_name


def classifier_tags() -> Any:
    """Return what tells scikit-learn that something is a classifier.

    Returns
    -------
    sklearn.utils.Tags
        Of a classifier.
    """
    from sklearn.utils import ClassifierTags, Tags, TargetTags

    return Tags(
        estimator_type="classifier",
        target_tags=TargetTags(required=True),
        transformer_tags=None,
        regressor_tags=None,
        classifier_tags=ClassifierTags(),
    )


def transformer_tags() -> Any:
    """Return what tells scikit-learn that something makes features.

    Returns
    -------
    sklearn.utils.Tags
        Of a transformer.
    """
    from sklearn.utils import Tags, TargetTags, TransformerTags

    return Tags(estimator_type=None, target_tags=TargetTags(required=True), transformer_tags=TransformerTags())


class Settings:
    """What scikit-learn asks and tells by the names of its parameters, for what is made by keywords only."""

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002, FBT001, FBT002 (scikit-learn asks so)
        """Return what it was made with.

        Parameters
        ----------
        deep : bool
            Nothing here is deeper.

        Returns
        -------
        dict
            By name.
        """
        return {name: getattr(self, name) for name in _defaults(type(self))}

    def set_params(self, **params: Any) -> Self:
        """Change what it was made with.

        Parameters
        ----------
        **params : object
            By name.

        Returns
        -------
        Settings
            Itself.

        Raises
        ------
        UnknownNameError
            If there is no such parameter; then nothing is changed.
        """
        for name in params:
            if name not in _defaults(type(self)):
                raise unknown_name("parameter", name, _defaults(type(self)))
        vars(self).update(params)
        return self

    def __repr__(self) -> str:
        defaults = _defaults(type(self))
        told = (f"{name}={value!r}" for name, value in self.get_params().items() if value != defaults[name])
        return f"{type(self).__name__}({', '.join(told)})"


@cache
def _defaults(kind: type) -> dict[str, Any]:
    """Return the parameters of a class with their usual values."""
    parameters = inspect.signature(kind).parameters
    return {name: parameter.default for name, parameter in parameters.items()}


class _Predicts(Protocol):
    """What answers with a class for each example."""

    def predict(self, X: npt.ArrayLike) -> npt.NDArray[Any]: ...


class Scored:
    """What scikit-learn measures a classifier by, where nothing else is asked for; whoever takes it has ``predict``."""

    def score(self: _Predicts, X: npt.ArrayLike, y: npt.ArrayLike, sample_weight: npt.ArrayLike | None = None) -> float:
        """Return the share of right answers.

        Parameters
        ----------
        X : array-like of shape (n, d)
            One row per example.
        y : array-like of shape (n,)
            Their classes.
        sample_weight : array-like of shape (n,), optional
            How much each example counts.

        Returns
        -------
        float
            From 0 to 1.
        """
        return float(np.average(self.predict(X) == np.asarray(y), weights=sample_weight))


class Adapter(Scored):
    """A classifier that knows nothing of scikit-learn, at the end of a pipeline.

    Parameters
    ----------
    estimator : object
        With ``fit`` and ``predict``.
    """

    def __init__(self, estimator: Any) -> None:
        self.estimator = estimator

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002, FBT001, FBT002 (scikit-learn asks so)
        """Return what it was made with."""
        return {"estimator": self.estimator}

    def fit(self, X: Any, y: Any) -> Self:
        """Let it learn."""
        self.classes_ = np.unique(y)
        self.estimator.fit(X, y)
        return self

    def predict(self, X: Any) -> Any:
        """Let it predict."""
        return self.estimator.predict(X)

    def __sklearn_tags__(self) -> Any:
        return classifier_tags()

    def __sklearn_is_fitted__(self) -> bool:
        return True
