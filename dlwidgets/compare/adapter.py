"""What scikit-learn asks of a classifier, for those that only have ``fit`` and ``predict``."""

from typing import Any, Self

import numpy as np


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


class Adapter:
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
