"""Races and learning curves against the same work written plainly: scikit-learn called by hand, and `model.fit`."""

import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import numpy as np

import dlwidgets as dlw
from dlwidgets.compare.learning import nested_order
from dlwidgets.data import Dataset
from dlwidgets.training.keras_door import import_keras
from tests.benchmarks.table import Row

CLASSIC = ("svm_rbf", "knn", "random_forest", "logistic_regression", "majority")
EPOCHS, BATCH, UNITS = 100, 32, (16, 16)
CURVE_OF = ("svm_rbf", "knn", "random_forest", "logistic_regression")
CURVE_SIZES, CURVE_SEEDS = (20, 50, 100, 200, 400, 800), 10


def by_hand(name: str, seed: int) -> Any:
    """Return what a reader of scikit-learn's guide writes for this name."""
    from sklearn.dummy import DummyClassifier
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    makers: dict[str, Callable[[], Any]] = {
        "svm_rbf": SVC,
        "knn": KNeighborsClassifier,
        "random_forest": lambda: RandomForestClassifier(random_state=seed),
        "logistic_regression": lambda: LogisticRegression(max_iter=1000),
        "majority": DummyClassifier,
    }
    return make_pipeline(StandardScaler(), makers[name]())


def fitted_by_keras(X: np.ndarray, y: np.ndarray, X_test: np.ndarray, epochs: int) -> np.ndarray:
    """Train the network of a race by `model.fit`, and return its answers."""
    keras = import_keras()
    mean, deviation = X.mean(axis=0), X.std(axis=0)
    deviation[deviation == 0] = 1
    hidden = [keras.layers.Dense(units, "relu") for units in UNITS]
    last = keras.layers.Dense(int(y.max()) + 1, "softmax")
    model = keras.Sequential([keras.Input(X.shape[1:]), *hidden, last])
    model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
    model.fit((X - mean) / deviation, y, epochs=epochs, batch_size=BATCH, verbose=0)
    return np.asarray(model((X_test - mean) / deviation)).argmax(axis=1)


def plain_race(data: Dataset, seeds: int, epochs: int) -> dict[str, float]:
    """Do what a race does, without it."""
    right: dict[str, list[float]] = {}
    for seed in range(seeds):
        split = data.split(0.5, seed)
        train, test = split.train, split.test
        for name in CLASSIC:
            model = by_hand(name, seed).fit(train.X, train.y)
            right.setdefault(name, []).append(model.score(test.X, test.y))
        said = fitted_by_keras(train.X, train.y, test.X, epochs)
        right.setdefault("keras", []).append(float(np.mean(said == test.y)))
    return {name: float(np.mean(found)) for name, found in right.items()}


def plain_curve(data: Dataset, sizes: tuple[int, ...], seeds: int) -> list[float]:
    """Measure learning curves with two loops, one after the other."""
    found = []
    for seed in range(seeds):
        split = data.split(0.5, seed)
        order = nested_order(split.train.y)
        for size in sizes:
            rows = order[:size]
            for name in CURVE_OF:
                model = by_hand(name, seed).fit(split.train.X[rows], split.train.y[rows])
                found.append(model.score(split.test.X, split.test.y))
    return found


def race_of(data: Dataset, seeds: int, epochs: int, n_workers: int = 1) -> Any:
    """Race all six."""
    contestants = [("keras", dlw.NetworkClassifier(UNITS, epochs=epochs)), *CLASSIC]
    return dlw.race(data, contestants, seeds=seeds, n_workers=n_workers, time_limit_s=None)


def curve_of(data: Dataset, sizes: tuple[int, ...], seeds: int, n_workers: int = 1) -> Any:
    """Measure learning curves of four; nothing is remembered."""
    settings = {"sizes": sizes, "seeds": seeds, "n_workers": n_workers, "cache": None, "time_limit_s": None}
    return dlw.learning_curves(data, CURVE_OF, **settings).result()


def comparing_rows(
    rounds: int,
    *,
    epochs: int = EPOCHS,
    race_seeds: int = 3,
    sizes: tuple[int, ...] = CURVE_SIZES,
    curve_seeds: int = CURVE_SEEDS,
    n_digits: int | None = None,
) -> Iterator[Row]:
    """Measure races on moons and digits, learning curves on digits, and what a second worker brings.

    Both sides in turns; the first turn, in which worker processes and Keras are loaded, does not count.
    """
    digits = dlw.load("digits") if n_digits is None else _first(dlw.load("digits"), n_digits)
    moons = dlw.load("moons", noise=0.2)
    for name, data in (("moons", moons), ("digits", digits)):
        ours, theirs = _in_turns(
            rounds, lambda d=data: race_of(d, race_seeds, epochs), lambda d=data: plain_race(d, race_seeds, epochs)
        )
        what = f"race of 6 on {name}, {race_seeds} seeds, in a worker process"
        yield Row(what, "s", ours, "scikit-learn and model.fit by hand", theirs)
    ours, theirs = _in_turns(
        rounds, lambda: curve_of(digits, sizes, curve_seeds), lambda: plain_curve(digits, sizes, curve_seeds)
    )
    what = f"curves of 4 on digits, {len(sizes)} sizes, {curve_seeds} seeds"
    yield Row(f"{what}, in a worker process", "s", ours, "scikit-learn by hand", theirs)
    two, one = _in_turns(
        rounds, lambda: curve_of(digits, sizes, curve_seeds, 2), lambda: curve_of(digits, sizes, curve_seeds)
    )
    yield Row(f"{what}: 2 workers", "s", two, "1 worker", one)


def speed_up(row: Row) -> str:
    """Say how many times as fast two workers are as one, below 1 too."""
    return f"Speed-up from 1 to 2 workers: {row.theirs / row.ours:.2f}."


def _in_turns(rounds: int, ours: Callable[[], Any], theirs: Callable[[], Any]) -> tuple[float, float]:
    """Return the median seconds of both."""
    turns = [(_seconds(ours), _seconds(theirs)) for _ in range(1 + rounds)]
    return tuple(median(column) for column in zip(*turns[1:], strict=True))


def _seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _first(data: Dataset, n: int) -> Dataset:
    """Return a small part of the data, with every class."""
    from dataclasses import replace

    rows = nested_order(data.y)[:n]
    return replace(data, X=data.X[rows], y=data.y[rows])
