"""One side of the training benchmark in a process of its own: ``python -m tests.benchmarks.workloads SIDE NAME``.

Each line on its input names a measurement; the answer is one line with a number.
"""

import io
import json
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

import numpy as np
import psutil

import dlwidgets as dlw
from dlwidgets.network import CompileSpec, Conv2D, Dense, Flatten, Input, MaxPooling2D, NetworkSpec, OptimizerSpec
from dlwidgets.training.build import build
from dlwidgets.training.keras_door import import_keras
from dlwidgets.training.trainer.trainer import Trainer

ROUND_S = 1.0
CIRCLE = [Input((2,)), Dense(4, "tanh"), Dense(2, "tanh"), Dense(1, "tanh")]
SPIRAL = [Input((2,)), *[Dense(8, "relu")] * 3, Dense(1, "tanh")]
DIGITS = [Input((64,)), Dense(128, "relu"), Dense(64, "relu"), Dense(10, "softmax")]
PICTURES = [
    Input((8, 8, 1)), Conv2D(16, 3, activation="relu"), Conv2D(32, 3, activation="relu"), MaxPooling2D(), Flatten(),
    Dense(10, "softmax"),
]  # fmt: skip
PLANE = (OptimizerSpec("SGD", learning_rate=0.03), "mse", 10)
NETWORKS = {
    "W1": (CIRCLE, *PLANE),
    "W2": (SPIRAL, OptimizerSpec("Adam", learning_rate=0.01), "mse", 10),
    "W3": (DIGITS, "adam", "sparse_categorical_crossentropy", 32),
    "W4": (PICTURES, "adam", "sparse_categorical_crossentropy", 32),
}


def data_of(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the examples of a workload: 250 points of the plane, or the digits."""
    if name in {"W1", "W2"}:
        X = np.random.default_rng(0).uniform(-1, 1, (250, 2)).astype(np.float32)
        return X, np.sign(X[:, :1] * X[:, 1:])
    from sklearn.datasets import load_digits

    digits = load_digits()
    X = (digits.data / 16).astype(np.float32)
    return X.reshape(-1, 8, 8, 1) if name == "W4" else X, digits.target


def spec_of(name: str) -> NetworkSpec:
    """Return the network of a workload."""
    layers, optimizer, loss, _ = NETWORKS[name]
    return NetworkSpec(layers, CompileSpec(optimizer, loss))


class Ours:
    """The trainer, as a learner has it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._trainer = self._new()
        self._trainer.warm().wait()

    def _new(self) -> Trainer:
        return dlw.Trainer(spec_of(self._name), *data_of(self._name), batch_size=NETWORKS[self._name][3])

    def epochs(self, count: int) -> float:
        """Seconds of some epochs."""
        began = time.perf_counter()
        self._trainer.train(count)
        return time.perf_counter() - began

    def long_run(self) -> float:
        """Megabytes that ten thousand epochs add to the process."""
        self._trainer.reset()
        self._trainer.train(1000)
        process = psutil.Process()
        before = process.memory_info().rss
        self._trainer.train(10_000)
        return (process.memory_info().rss - before) / 1e6

    def reset(self) -> float:
        """Milliseconds of a reset."""
        self._trainer.step()
        began = time.perf_counter()
        self._trainer.reset()
        return 1000 * (time.perf_counter() - began)

    def warmed(self) -> float:
        """Milliseconds from Play to the first movement, warmed before."""
        return self._first_movement(self._trainer)

    def cold(self) -> float:
        """Milliseconds from Play to the first movement of a network that was never trained."""
        self._trainer.close()
        # The same network under another name: nothing that was traced before fits it.
        self._count += 1
        spec = spec_of(self._name)
        spec = spec.replaced(len(spec.layers) - 1, name=f"output_{self._count}")
        self._trainer = dlw.Trainer(spec, *data_of(self._name), batch_size=NETWORKS[self._name][3])
        return self._first_movement(self._trainer)

    _count = 0

    @staticmethod
    def _first_movement(trainer: Trainer) -> float:
        at = trainer.latest.n_steps
        began = time.perf_counter()
        trainer.play()
        while trainer.latest.n_steps <= at:
            time.sleep(0.0005)
        taken = time.perf_counter() - began
        trainer.pause()
        trainer.wait()
        return 1000 * taken


class Fit:
    """Keras' own fit."""

    def __init__(self, name: str) -> None:
        import_keras().utils.set_random_seed(0)
        self._model = build(spec_of(name))
        self._data = data_of(name)
        self._batch_size = NETWORKS[name][3]

    def epochs(self, count: int) -> float:
        """Seconds of some epochs."""
        began = time.perf_counter()
        callbacks = self._callbacks()
        self._model.fit(*self._data, batch_size=self._batch_size, epochs=count, verbose=0, callbacks=callbacks)
        return time.perf_counter() - began

    def _callbacks(self) -> list[Any]:
        return []


class LiveFit(Fit):
    """The same with live charts, the making of the chart included."""

    def _callbacks(self) -> list[Any]:
        return [dlw.LiveCharts()]


class InspectedFit(Fit):
    """The same with histograms of the layers too; what is traced for them belongs to the first fit."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._live = dlw.LiveCharts(histograms=self._data)

    def _callbacks(self) -> list[Any]:
        return [self._live]


class PlottedFit(Fit):
    """The same with livelossplot, which draws after each epoch; the answers alone go to the output."""

    def epochs(self, count: int) -> float:
        """Seconds of some epochs."""
        with redirect_stdout(io.StringIO()):
            return super().epochs(count)

    def _callbacks(self) -> list[Any]:
        from livelossplot import PlotLossesKeras
        from livelossplot.outputs import MatplotlibPlot

        return [PlotLossesKeras(outputs=[MatplotlibPlot()])]


class PartialFit:
    """scikit-learn's classifier, one pass over the examples a call."""

    def __init__(self, name: str) -> None:
        from sklearn.neural_network import MLPClassifier

        X, y = data_of(name)
        self._data, self._classes = (X, y.ravel()), np.unique(y)
        hidden = spec_of(name).layers[1:-1]
        self._model = MLPClassifier(
            [layer.arguments["units"] for layer in hidden],
            activation=hidden[0].arguments["activation"],
            solver="sgd" if name == "W1" else "adam",
            learning_rate_init=0.01,
            batch_size=NETWORKS[name][3],
        )

    def epochs(self, count: int) -> float:
        """Seconds of some epochs."""
        began = time.perf_counter()
        for _ in range(count):
            self._model.partial_fit(*self._data, classes=self._classes)
        return time.perf_counter() - began


class TorchLoop:
    """The loop that a PyTorch program has."""

    def __init__(self, name: str) -> None:
        import torch

        self._torch = torch
        X, y = data_of(name)
        self._X = torch.from_numpy(np.moveaxis(X, -1, 1).copy() if X.ndim == 4 else X)
        self._y = torch.from_numpy(y)
        self._batch_size = NETWORKS[name][3]
        self._model = self._network(spec_of(name))
        kind = torch.optim.SGD if name == "W1" else torch.optim.Adam
        self._optimizer = kind(self._model.parameters(), lr=0.01)
        # Its cross-entropy takes what comes before the softmax.
        self._loss = torch.nn.MSELoss() if name in {"W1", "W2"} else torch.nn.CrossEntropyLoss()

    def _network(self, spec: NetworkSpec) -> Any:
        nn = self._torch.nn
        parts: list[Any] = []
        activations = {"tanh": nn.Tanh, "relu": nn.ReLU}
        for layer in spec.layers[1:]:
            told = layer.arguments
            if layer.kind == "Dense":
                parts.append(nn.LazyLinear(told["units"]))
            elif layer.kind == "Conv2D":
                parts.append(nn.LazyConv2d(told["filters"], told["kernel_size"]))
            else:
                parts.append({"MaxPooling2D": lambda: nn.MaxPool2d(2), "Flatten": nn.Flatten}[layer.kind]())
            if told.get("activation") in activations:
                parts.append(activations[told["activation"]]())
        network = nn.Sequential(*parts)
        network(self._X[:1])
        return network

    def epochs(self, count: int) -> float:
        """Seconds of some epochs."""
        began = time.perf_counter()
        for _ in range(count):
            for rows in self._torch.randperm(len(self._X)).split(self._batch_size):
                self._optimizer.zero_grad()
                self._loss(self._model(self._X[rows]), self._y[rows]).backward()
                self._optimizer.step()
        return time.perf_counter() - began


def seconds_per_epoch(epochs: Callable[[int], float], known: dict[str, int], round_s: float) -> float:
    """Measure as many epochs as take about a round; the first time finds out how many that are."""
    while "count" not in known:
        count = known.get("tried", 1)
        if epochs(count) > round_s / 3:
            known["count"] = count
        known["tried"] = 3 * count
    return epochs(known["count"]) / known["count"]


SIDES = {
    "ours": Ours,
    "fit": Fit,
    "live": LiveFit,
    "histograms": InspectedFit,
    "livelossplot": PlottedFit,
    "sklearn": PartialFit,
    "torch": TorchLoop,
}


def main(side: str, name: str, round_s: str = str(ROUND_S)) -> None:
    """Answer one measurement for each line."""
    measured = SIDES[side](name)
    known: dict[str, int] = {}
    for line in sys.stdin:
        what = line.strip()
        if what == "epoch":
            value = seconds_per_epoch(measured.epochs, known, float(round_s))
        else:
            value = getattr(measured, what)()
        print(json.dumps(value), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
