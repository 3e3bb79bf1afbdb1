"""The examples of demos that tune a tiny model: by name, as a data set, or a learner's own table."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dlwidgets.data import Dataset, Scaler, is_own, load, own_dataset, refuse_target
from dlwidgets.errors import DataError

MOST_EXAMPLES = 1000
"""More would make a surface slow to compute and points hard to see."""
N_DRAWN = 100
"""Points of a drawn set."""
DRAWN = ("circle", "quadrants", "gaussians", "spiral", "plane", "multi-gaussian")


def iris_line() -> Dataset:
    """Return the width of the petals of iris flowers, to be predicted from their length."""
    iris = load("iris").select(features=["petal length", "petal width"])
    return Dataset("iris petals", iris.X[:, :1], iris.X[:, 1], ("petal length",), (), "petal width (cm)", ("cm",))


def iris_classes(features: Sequence[str], classes: Sequence[str]) -> Dataset:
    """Return some features of two kinds of iris flowers."""
    return load("iris").select(features=features, classes=classes)


def chosen_data(
    data: Any, target: str | None, features: Sequence[str] | None, classes: Sequence[str] | None
) -> Dataset:
    """Return what the learner has handed in as a data set of some features and classes.

    Raises
    ------
    UnknownNameError
        If a data set, column, feature or class does not exist.
    DataError
        If there are gaps or text, a table comes without its target, or there are more than 1,000 examples.
    """
    if is_own(data):
        dataset = own_dataset(data, target, features=features)
    else:
        refuse_target(target, data)
        dataset = load(data, n=N_DRAWN) if data in DRAWN else load(data)
    if features is not None or classes is not None:
        dataset = dataset.select(features=features, classes=classes)
    if dataset.n_examples > MOST_EXAMPLES:
        raise DataError(
            f"There are {dataset.n_examples:,} examples; this demo shows {MOST_EXAMPLES:,} at most. Take a sample "
            f"first, such as frame.sample({MOST_EXAMPLES}, random_state=0) of a pandas frame."
        )
    return dataset


def require_features(dataset: Dataset, n: int) -> None:
    """Raise DataError unless there are ``n`` features."""
    if dataset.n_features != n:
        names = list(dataset.feature_names[:n])
        raise DataError(
            f"{dataset.name!r} has {dataset.n_features} features, and this model takes {n}. "
            f"Choose among them, such as features={names!r}."
        )


def scaled(dataset: Dataset) -> Dataset:
    """Return the examples with each feature brought to mean 0 and standard deviation 1."""
    names = tuple(f"{name}, scaled" for name in dataset.feature_names)
    return replace(dataset, X=Scaler.fit(dataset.X).transform(dataset.X), feature_names=names, units=())


def data_code(data: Any, **selection: Any) -> dict[str, str]:
    """Return the arguments that choose the same examples again, as source text by name; a table stands as dots."""
    if data is None:
        return {}
    source = {"data": repr(data) if isinstance(data, str) else "..."}
    return source | {name: repr(value) for name, value in selection.items() if value is not None}
