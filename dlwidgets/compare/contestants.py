"""Who takes part: well-known classifiers by name, and the reader's own, each behind the same preprocessing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dlwidgets.compare.adapter import Adapter
from dlwidgets.compare.hand_made import BY_HAND
from dlwidgets.compare.network_classifier import NetworkClassifier
from dlwidgets.errors import InvalidValueError, a_kind, unknown_name

DEFAULT = ("keras", "svm_rbf", "knn", "random_forest", "logistic_regression", "majority")
NAMES = ("keras", "svm", "svm_linear", "svm_rbf", "svm_poly", *DEFAULT[2:])
SCALINGS = ("standard", "minmax", "none")
FEATURES = ("polynomial", *BY_HAND, "none")


@dataclass(frozen=True, eq=False)
class Contestant:
    """One that takes part.

    Parameters
    ----------
    name : str
        What its rows are called.
    estimator : object
        With ``fit(X, y)`` and ``predict(X)`` as scikit-learn's classifiers have them; it is copied before it learns.
    """

    name: str
    estimator: Any

    def __post_init__(self) -> None:
        if type(self.estimator).__module__.startswith("keras.") and hasattr(self.estimator, "layers"):
            raise InvalidValueError(
                f"{self.name!r} is a Keras model, which learns anew with each seed. Give its description: "
                f"({self.name!r}, dlw.NetworkClassifier(dlw.from_keras(model), epochs=20))."
            )
        missing = [method for method in ("fit", "predict") if not callable(getattr(self.estimator, method, None))]
        if missing or isinstance(self.estimator, type):
            mend = "Give an object, such as SVC()" if isinstance(self.estimator, type) else "It needs fit and predict"
            raise InvalidValueError(f"{self.name!r} can't take part: {self.estimator!r} came. {mend}.")


def read_contestants(given: Any, scaling: str | None, features: Any) -> tuple[Contestant, ...]:
    """Make contestants of what the reader gave.

    Parameters
    ----------
    given : None, str, estimator, tuple, mapping, or an iterable of these
        Names, estimators, ``(name, estimator)``, or ``{name: estimator}``; None is the usual six.
    scaling : {"standard", "minmax", "none"} or None
        How features are scaled before an estimator sees them.
    features : {"polynomial", "polar", "unwound", "none"}, transformer, callable or None
        How features are made of the features.

    Returns
    -------
    tuple of Contestant
        Each with a pipeline that is fitted as a whole, on what it is shown only. A pipeline of the reader's own stays
        as it is.

    Raises
    ------
    UnknownNameError
        For a name that is not known, with the nearest.
    InvalidValueError
        If nobody takes part, two have one name, or one can't learn.
    """
    found = [_read(one) for one in _listed(DEFAULT if given is None else given)]
    if not found:
        raise InvalidValueError(f"Nobody takes part. Give contestants such as {list(DEFAULT[:2])}.")
    names = [one.name for one in found]
    if len(set(names)) < len(names):
        raise InvalidValueError(f"Two contestants have one name: {names}. Give ('another name', estimator).")
    return tuple(Contestant(one.name, prepared(one.estimator, scaling, features)) for one in found)


def prepared(estimator: Any, scaling: str | None, features: Any) -> Any:
    """Put preprocessing before an estimator, in one pipeline.

    Parameters
    ----------
    estimator : object
        The classifier.
    scaling, features : object
        As `read_contestants` takes them.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Whatever it measures, it measures on what ``fit`` is shown.
    """
    from sklearn.pipeline import Pipeline

    if isinstance(estimator, Pipeline):
        return estimator
    if not hasattr(estimator, "__sklearn_tags__"):
        estimator = Adapter(estimator)
    steps = [("features", _features(features)), ("scaling", _scaler(scaling)), ("model", estimator)]
    return Pipeline([(name, step) for name, step in steps if step is not None])


def _listed(given: Any) -> Iterable[Any]:
    """Make a list of what may be one alone."""
    if isinstance(given, Mapping):
        return given.items()
    is_pair = isinstance(given, tuple) and len(given) == 2 and isinstance(given[0], str) and hasattr(given[1], "fit")
    is_one = isinstance(given, str | Contestant) or hasattr(given, "fit") or is_pair
    if not is_one and not isinstance(given, Iterable):
        raise InvalidValueError(f"Contestants are a list such as {list(DEFAULT[:2])}, but {a_kind(given)} came.")
    return [given] if is_one else given


def _read(one: Any) -> Contestant:
    if isinstance(one, Contestant):
        return one
    if isinstance(one, str):
        makers = _makers()
        if one not in makers:
            raise unknown_name("contestant", one, makers)
        return Contestant(one, makers[one]())
    if isinstance(one, tuple) and len(one) == 2:
        return Contestant(str(one[0]), _read(one[1]).estimator if isinstance(one[1], str) else one[1])
    return Contestant((one if isinstance(one, type) else type(one)).__name__, one)


def _makers() -> dict[str, Callable[[], Any]]:
    from sklearn.dummy import DummyClassifier
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.svm import SVC

    return {
        "keras": NetworkClassifier,
        "svm": SVC,
        "svm_linear": lambda: SVC(kernel="linear"),
        "svm_rbf": SVC,
        "svm_poly": lambda: SVC(kernel="poly", coef0=1.0),
        "knn": KNeighborsClassifier,
        "random_forest": RandomForestClassifier,
        "logistic_regression": lambda: LogisticRegression(max_iter=1000),
        "majority": DummyClassifier,
    }


def _scaler(scaling: str | None) -> Any:
    from sklearn.preprocessing import MinMaxScaler, StandardScaler

    scalers = {"standard": StandardScaler, "minmax": MinMaxScaler, "none": lambda: None}
    if (scaling or "none") not in scalers:
        raise unknown_name("scaling", scaling, SCALINGS)
    return scalers[scaling or "none"]()


def _features(features: Any) -> Any:
    from sklearn.preprocessing import FunctionTransformer, PolynomialFeatures

    if features is None or features == "none":
        return None
    if features == "polynomial":
        return PolynomialFeatures(include_bias=False)
    if isinstance(features, str) and features in BY_HAND:
        return FunctionTransformer(BY_HAND[features])
    if callable(getattr(features, "transform", None)):
        return features
    if callable(features):
        return FunctionTransformer(features)
    raise unknown_name("kind of features", features, FEATURES)
