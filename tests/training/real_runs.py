"""Real fits, healthy and sick in known ways; ``python -m tests.training.real_runs`` writes them into a file."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn import datasets

from dlwidgets.training.keras_door import import_keras
from dlwidgets.training.recorder import Recorder
from dlwidgets.training.run import Run

FILE = Path(__file__).with_name("real_runs.json")
SEEDS = (101,)
"""Seeds of the runs in the file; while the rules were written, others were used."""
DIGITS = 6
"""Figures of each number in the file."""
CROSS_ENTROPY = "sparse_categorical_crossentropy"


@dataclass(frozen=True)
class Recipe:
    """One fit but for its seed."""

    kind: str
    data: str
    layers: str
    optimizer: str
    epochs: int
    batch: int = 32
    n_validation: int | float = 0.3
    loss: str = CROSS_ENTROPY
    n: int | None = None
    spoil: str = ""

    @property
    def name(self) -> str:
        """What it is, in short."""
        parts = (self.kind, self.data, self.layers, self.optimizer, self.batch, self.n_validation, self.n, self.spoil)
        return " | ".join(str(part) for part in (*parts, self.epochs, self.loss) if part)


def _table(load: Callable[..., tuple[np.ndarray, np.ndarray]]) -> Callable[[int], tuple[np.ndarray, np.ndarray]]:
    return lambda _seed: load(return_X_y=True)


DATA = {
    "iris": _table(datasets.load_iris),
    "wine": _table(datasets.load_wine),
    "cancer": _table(datasets.load_breast_cancer),
    "digits": _table(datasets.load_digits),
    "diabetes": _table(datasets.load_diabetes),
    "moons": lambda seed: datasets.make_moons(600, noise=0.25, random_state=seed),
    "many moons": lambda seed: datasets.make_moons(4000, noise=0.25, random_state=seed),
    "circles": lambda seed: datasets.make_circles(600, noise=0.12, factor=0.4, random_state=seed),
    "clouds": lambda seed: datasets.make_blobs(600, centers=4, cluster_std=2.5, random_state=seed),
    "rare": lambda seed: datasets.make_classification(1500, 8, weights=[0.9], random_state=seed),
    "friedman": lambda seed: datasets.make_friedman1(600, noise=1.0, random_state=seed),
    "line": lambda seed: datasets.make_regression(300, 1, noise=20, random_state=seed),
    "many lines": lambda seed: datasets.make_regression(4000, 5, noise=20, random_state=seed),
}
REGRESSION = ("diabetes", "friedman", "line", "many lines")


def _material(recipe: Recipe, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw, scale and spoil the data of a recipe."""
    rng = np.random.default_rng(seed)
    X, y = DATA[recipe.data](seed)
    order = rng.permutation(len(y))[: recipe.n]
    X, y = X[order], y[order]
    if recipe.spoil != "raw":
        X = (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-9)
        y = (y - y.mean()) / y.std() if recipe.data in REGRESSION else y
    if recipe.spoil == "shuffled":
        y = rng.permutation(y)
    if recipe.spoil == "flips":
        y = np.where(rng.random(len(y)) < 0.25, rng.permutation(y), y)
    if recipe.spoil == "zeros":
        X = np.zeros_like(X)
    if recipe.spoil == "noise":
        X = rng.normal(size=(len(y), 20))
    if recipe.spoil == "leak":
        X = np.column_stack([rng.normal(size=X.shape), 3 * (y - y.mean())])
    if recipe.spoil == "leak too":
        X = np.column_stack([X, 3 * np.eye(int(y.max()) + 1)[y]])
    if recipe.spoil == "gap":
        X[len(X) // 3, 0] = np.nan
    if recipe.spoil == "negative":
        y = -1 - np.abs(y)
    return X.astype("float32"), y.astype("float32" if recipe.data in REGRESSION else "int32")


def _network(recipe: Recipe, X: np.ndarray, n_outputs: int) -> object:
    """Build layers from words such as ``"32 relu, drop 0.5, norm"``."""
    keras = import_keras()
    network = keras.Sequential([keras.Input(X.shape[1:])])
    for word in filter(None, recipe.layers.split(", ")):
        first, *rest = word.split()
        network.add(
            keras.layers.Dropout(float(rest[0]))
            if first == "drop"
            else keras.layers.BatchNormalization()
            if first == "norm"
            else keras.layers.Reshape((8, 8, 1))
            if first == "picture"
            else keras.layers.Conv2D(int(rest[0]), 3, activation="relu")
            if first == "conv"
            else keras.layers.Flatten()
            if first == "flat"
            else keras.layers.Dense(
                int(first),
                rest[0],
                bias_initializer=keras.initializers.Constant(-100.0 if "drowned" in rest else 0.0),
                kernel_regularizer=keras.regularizers.L2(0.001) if "l2" in rest else None,
            )
        )
    end = "relu" if recipe.spoil == "negative" else "linear" if recipe.data in REGRESSION else "softmax"
    network.add(keras.layers.Dense(n_outputs, end, kernel_initializer="zeros" if end == "relu" else "glorot_uniform"))
    return network


def _optimizer(words: str) -> object:
    """Make an optimizer from words such as ``"SGD 0.1 momentum"``."""
    name, rate, *rest = words.split()
    keras = import_keras()
    more = {"momentum": 0.9} if "momentum" in rest else {}
    step = keras.optimizers.schedules.ExponentialDecay(float(rate), 50, 0.8) if "decay" in rest else float(rate)
    return getattr(keras.optimizers, name)(step, **more)


def prepared(recipe: Recipe, seed: int) -> tuple[Any, np.ndarray, np.ndarray, float]:
    """Return the compiled network of a recipe, its data, and the share of them that is held back."""
    keras = import_keras()
    keras.utils.set_random_seed(seed)
    X, y = _material(recipe, seed)
    is_regression = recipe.data in REGRESSION
    network = _network(recipe, X, 1 if is_regression else int(y.max()) + 1)
    metrics = [] if is_regression else ["accuracy"]
    network.compile(_optimizer(recipe.optimizer), recipe.loss, metrics=metrics)
    return network, X, y, recipe.n_validation if recipe.n_validation < 1 else recipe.n_validation / len(y)


def train(recipe: Recipe, seed: int, *callbacks: object) -> Run:
    """Fit the network of a recipe for real; return what was recorded."""
    network, X, y, share = prepared(recipe, seed)
    recorder = Recorder()
    settings = {"epochs": recipe.epochs, "batch_size": recipe.batch, "validation_split": share, "verbose": 0}
    network.fit(X, y, callbacks=[recorder, *callbacks], **settings)
    return recorder.run


def _healthy() -> list[Recipe]:
    mse = {"loss": "mse"}
    rows = [
        ("iris", "10 relu", "Adam 0.01", 40, {"batch": 16}),
        ("iris", "8 tanh", "SGD 0.1", 50, {}),
        ("iris", "", "Adam 0.05", 50, {}),
        ("wine", "8 relu", "Adam 0.005", 15, {"batch": 16}),
        ("wine", "8 relu", "Adam 0.005", 20, {"n_validation": 10}),
        ("cancer", "8 relu", "SGD 0.05", 20, {}),
        ("cancer", "16 relu, drop 0.5", "Adam 0.003", 20, {}),
        ("cancer", "16 relu l2", "Adagrad 0.05", 25, {}),
        ("digits", "32 relu", "Adam 0.003", 10, {}),
        ("digits", "32 relu, norm", "Adam 0.003", 7, {}),
        ("digits", "64 relu, drop 0.5", "RMSprop 0.001", 15, {}),
        ("digits", "picture, conv 8, flat", "Adam 0.003", 6, {}),
        ("digits", "32 relu", "SGD 0.02 momentum", 8, {"batch": 16}),
        ("digits", "32 relu l2", "Nadam 0.002", 12, {}),
        ("digits", "32 relu", "Adam 0.003", 10, {"n_validation": 0}),
        ("digits", "32 relu", "Adam 0.002", 12, {"n_validation": 20}),
        ("moons", "16 relu", "Adam 0.01", 40, {}),
        ("moons", "16 relu", "Adam 0.01", 30, {"n_validation": 8}),
        ("moons", "8 tanh", "Adam 0.01", 15, {"batch": 4}),
        ("many moons", "16 relu", "Adam 0.005", 12, {}),
        ("circles", "8 tanh", "Adam 0.03", 40, {}),
        ("circles", "8 relu", "Adamax 0.02", 40, {"batch": 10}),
        ("clouds", "", "SGD 0.1", 25, {}),
        ("clouds", "8 relu, drop 0.2", "Adam 0.01", 30, {}),
        ("rare", "8 relu", "Adam 0.005", 15, {}),
        ("diabetes", "", "SGD 0.01", 30, mse),
        ("diabetes", "4 relu", "Adam 0.005", 25, mse),
        ("friedman", "16 relu", "Adam 0.01", 30, mse),
        ("friedman", "16 relu, norm", "Adam 0.01", 20, mse),
        ("friedman", "16 relu", "SGD 0.02 decay", 40, {"loss": "mae"}),
        ("friedman", "16 relu, drop 0.1", "RMSprop 0.003", 30, {"loss": "huber"}),
        ("line", "", "SGD 0.05", 20, mse),
        ("line", "", "SGD 0.05", 20, mse | {"n_validation": 10}),
        ("many lines", "8 relu", "Adam 0.01", 12, mse),
        ("many lines", "", "SGD 0.02", 10, mse),
        ("moons", "16 relu", "Lion 0.001", 40, {}),
        ("moons", "32 relu", "SGD 0.3", 60, {}),
        ("circles", "16 relu", "SGD 0.2", 50, {"batch": 8}),
        ("digits", "64 relu, drop 0.5, 64 relu, drop 0.5", "Adam 0.003", 25, {}),
        ("rare", "16 relu, drop 0.3", "Adam 0.003", 25, {}),
        ("friedman", "32 relu", "Adam 0.005", 60, {"batch": 16, **mse}),
    ]
    return [Recipe("healthy", *row[:4], **row[4]) for row in rows]


def _sick() -> list[Recipe]:
    mse = {"loss": "mse"}
    rows = {
        "over-fitting": [
            ("digits", "256 relu", "Adam 0.003", 60, {"n": 120, "spoil": "flips"}),
            ("wine", "64 relu, 64 relu", "Adam 0.003", 80, {"spoil": "flips"}),
            ("moons", "64 relu, 64 relu", "Adam 0.01", 120, {"n": 120, "spoil": "flips"}),
            ("cancer", "64 relu, 64 relu", "Adam 0.003", 50, {"n": 150, "spoil": "flips"}),
            ("friedman", "128 relu, 128 relu", "Adam 0.003", 100, {"n": 80, **mse}),
            ("diabetes", "128 relu, 128 relu", "Adam 0.002", 60, mse),
            ("iris", "64 relu, 64 relu", "RMSprop 0.003", 100, {"spoil": "shuffled"}),
        ],
        "diverging": [
            ("friedman", "", "SGD 1.2", 15, mse),
            ("diabetes", "16 relu", "SGD 0.6 momentum", 20, mse),
            ("digits", "32 tanh", "SGD 100", 15, {}),
            ("moons", "16 relu, 16 relu", "Adam 10", 20, {}),
            ("iris", "8 relu, 8 relu", "RMSprop 5", 25, {}),
        ],
        "oscillating": [
            ("iris", "", "SGD 1.5", 30, {"spoil": "raw", "batch": 8}),
            ("digits", "32 tanh", "SGD 10", 20, {}),
            ("wine", "", "SGD 0.002", 30, {"spoil": "raw", "batch": 16}),
            ("circles", "16 relu, 16 relu", "SGD 3", 30, {}),
            ("friedman", "16 tanh", "Adam 0.7", 30, mse),
            ("moons", "16 tanh", "Adam 2", 30, {}),
            ("iris", "8 tanh", "SGD 5", 40, {}),
            ("digits", "32 relu", "Adam 0.1", 20, {}),
            ("cancer", "", "Adam 2", 30, {}),
            ("clouds", "", "SGD 5", 30, {}),
            ("line", "", "SGD 0.9", 30, mse),
            ("many lines", "", "Adam 2", 20, mse),
            ("friedman", "16 relu", "SGD 0.2", 40, mse),
            ("diabetes", "8 tanh", "Adam 0.5", 40, mse),
        ],
        "too slow": [
            ("digits", "32 relu", "SGD 0.0003", 20, {}),
            ("iris", "8 relu", "SGD 0.001", 30, {}),
            ("moons", "16 relu", "Adam 0.00005", 30, {}),
            ("friedman", "16 relu", "SGD 0.0001", 25, mse),
            ("cancer", "8 relu", "SGD 0.0002", 25, {}),
            ("wine", "8 tanh", "Adam 0.00003", 40, {}),
        ],
        "not learning": [
            ("moons", "4 relu", "Adam 0.005", 20, {"spoil": "shuffled"}),
            ("digits", "16 relu", "SGD 0.1", 12, {"spoil": "zeros"}),
            ("digits", ", ".join(["16 sigmoid"] * 8), "SGD 0.01", 12, {}),
            ("circles", "", "Adam 0.01", 25, {}),
            ("many moons", "8 relu", "SGD 0.05", 12, {"spoil": "noise"}),
            ("digits", "32 relu", "SGD 0.000000001", 12, {}),
        ],
        "dead": [
            ("friedman", "16 relu", "SGD 0.01", 15, {"spoil": "negative", **mse}),
            ("line", "8 relu", "Adam 0.01", 15, {"spoil": "negative", **mse}),
            ("moons", "16 relu drowned", "SGD 0.1", 20, {}),
            ("digits", "16 relu drowned", "Adam 0.001", 15, {}),
            ("iris", "8 relu drowned", "SGD 0.1", 25, {}),
        ],
        "too good": [
            ("cancer", "16 relu", "Adam 0.01", 20, {"spoil": "leak"}),
            ("digits", "16 relu", "Adam 0.01", 15, {"spoil": "leak too"}),
            ("moons", "16 relu", "Adam 0.02", 20, {"spoil": "leak"}),
            ("rare", "16 relu", "Adam 0.01", 15, {"spoil": "leak too"}),
            ("many moons", "", "SGD 0.1", 12, {"spoil": "leak"}),
            ("wine", "8 relu", "Adam 0.01", 30, {"spoil": "leak too"}),
            ("iris", "8 relu", "Adam 0.02", 40, {"spoil": "leak too"}),
            ("clouds", "16 relu", "Adam 0.01", 20, {"spoil": "leak too"}),
            ("digits", "32 relu", "SGD 0.1", 15, {"spoil": "leak too"}),
            ("cancer", "16 relu", "Adam 0.003", 30, {"spoil": "leak too"}),
        ],
        "undefined": [
            ("diabetes", "", "SGD 5", 60, mse),
            ("cancer", "8 relu", "Adam 0.01", 6, {"spoil": "gap"}),
            ("many lines", "", "SGD 3", 40, mse),
            ("digits", "16 relu", "SGD 1e30", 6, {}),
        ],
    }
    return [Recipe(kind, *row[:4], **row[4]) for kind, some in rows.items() for row in some]


RECIPES = [*_healthy(), *_sick()]


def stored() -> list[tuple[Recipe, int, Run]]:
    """Read the runs of the file, each with its recipe and its seed."""
    recipes = {recipe.name: recipe for recipe in RECIPES}
    lines = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    return [(recipes[line["recipe"]], line["seed"], as_run(line)) for line in lines]


def as_line(recipe: Recipe, seed: int, run: Run) -> dict[str, object]:
    """Write a run as plain values."""
    columns = {name: [float(f"{value:.{DIGITS}g}") for value in values] for name, values in run.history.items()}
    return {"recipe": recipe.name, "seed": seed, "history": columns}


def as_run(line: dict[str, object]) -> Run:
    """Read a run from plain values."""
    columns = line["history"]
    n_epochs = len(columns["loss"])
    run = Run(1, n_epochs)
    for epoch in range(n_epochs):
        run.record(epoch + 1, {name: values[epoch] for name, values in columns.items()})
    return run


def write(path: Path, seeds: tuple[int, ...]) -> None:
    """Train every recipe with every seed and write what they reported, a line per run."""
    with path.open("w", encoding="utf-8") as file:
        for recipe in RECIPES:
            for seed in seeds:
                file.write(json.dumps(as_line(recipe, seed, train(recipe, seed))) + "\n")
                file.flush()


if __name__ == "__main__":
    path, *chosen = sys.argv[1:] or [FILE]
    write(Path(path), tuple(map(int, chosen)) or SEEDS)
