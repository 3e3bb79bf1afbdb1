"""A network that learns while its hidden layers are looked at: what they make of examples, moment by moment."""

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dlwidgets.compare.contestants import Contestant, prepared
from dlwidgets.compare.hidden import linear_svm, svm_accuracy
from dlwidgets.compare.job import Job
from dlwidgets.compare.live import LiveNetwork
from dlwidgets.compare.network_classifier import NetworkClassifier
from dlwidgets.data import Split

Array = npt.NDArray[Any]
N_MOMENTS = 40
"""Moments of a whole training, besides its start."""
MOST_KEPT = 300
"""Examples of each part whose outputs are kept for the picture."""
MOST_FOR_SVM = 500
"""Training examples that an SVM learns from: one for each layer and moment, and all on equal terms."""


@dataclass(frozen=True, eq=False)
class LayerMoment:
    """One layer at one moment.

    Parameters
    ----------
    outputs : float32 array of shape (n_kept, n_units)
        What it makes of the first test examples, and below of the first training examples.
    svm : Pipeline or None
        A linear SVM that has learned from the outputs.
    accuracy : float
        Of that SVM on all test examples.
    """

    outputs: Array
    svm: Any
    accuracy: float


@dataclass(frozen=True, eq=False)
class HiddenMoment:
    """A network in training, looked at once.

    Parameters
    ----------
    epoch : int
        Finished epochs.
    layers : tuple of LayerMoment
        Of the hidden layers that have weights.
    accuracy : float
        Of the network itself on all test examples.
    kernel : float32 array
        The weights of its first layer.
    """

    epoch: int
    layers: tuple[LayerMoment, ...]
    accuracy: float
    kernel: Array


class HiddenFilm:
    """A network's training as moments that stay; nothing is loaded before the first `advance`.

    Parameters
    ----------
    split : Split
        What it learns from, and what it is tested with.
    network : NetworkClassifier
        It is copied.
    scaling : {"standard", "minmax", "none"}
        How features are scaled for the network.
    seed : int
        Of its chance.
    """

    def __init__(self, split: Split, network: NetworkClassifier, scaling: str, seed: int) -> None:
        contestant = Contestant("network", prepared(network, scaling, None))
        self._job = Job(contestant, split.train, split.test, seed)
        self._live: LiveNetwork | None = None
        self._turn = threading.Lock()
        self.moments: list[HiddenMoment] = []
        """What was seen so far, the start first."""
        self.n_epochs = network.n_epochs

    @property
    def is_complete(self) -> bool:
        """Whether the training has ended."""
        return bool(self.moments) and self.moments[-1].epoch >= self.n_epochs

    @property
    def kept(self) -> tuple[Array, Array]:
        """The examples whose outputs are kept, test first: features and classes."""
        parts = (self._job.test, self._job.train)
        return np.vstack([part.X[:MOST_KEPT] for part in parts]), np.concatenate([part.y[:MOST_KEPT] for part in parts])

    def at(self, epoch: int) -> HiddenMoment | None:
        """Return the newest moment that is not after an epoch; None before the first `advance`."""
        return next((one for one in reversed(self.moments) if one.epoch <= epoch), None)

    def after(self, epoch: int) -> HiddenMoment | None:
        """Return the first moment after an epoch; None if there is none yet."""
        return next((one for one in self.moments if one.epoch > epoch), None)

    def advance(self) -> None:
        """Train up to the next moment and look; the first time, look at the first weights."""
        with self._turn:
            if self._live is None:
                self._live = LiveNetwork(self._job)
                self._live.prepare()
            elif not self.is_complete:
                stride = -(-self.n_epochs // N_MOMENTS)
                for _ in self._live.train(min(self._live.epoch + stride, self.n_epochs)):
                    pass
            if not self.moments or self._live.epoch > self.moments[-1].epoch:
                self.moments.append(self._look(self._live))

    def close(self) -> None:
        """Train no more."""
        if self._live is not None:
            self._live.close()

    def _look(self, live: LiveNetwork) -> HiddenMoment:
        train, test = self._job.train, self._job.test
        learned = live.hidden(train.X[:MOST_FOR_SVM])
        passed = zip(learned, live.hidden(test.X), live.hidden_has_weights, strict=True)
        layers = tuple(self._layer(_flat(a), _flat(b)) for a, b, has_weights in passed if has_weights)
        right = float(np.mean(live.predict(test.X) == test.y))
        return HiddenMoment(live.epoch, layers, right, np.array(live.first_kernel))

    def _layer(self, train: Array, test: Array) -> LayerMoment:
        svm = linear_svm(train, self._job.train.y[:MOST_FOR_SVM])
        outputs = np.vstack([test[:MOST_KEPT], train[:MOST_KEPT]])
        return LayerMoment(outputs, svm, svm_accuracy(svm, test, self._job.test.y))


def _flat(outputs: Array) -> Array:
    return outputs.reshape(len(outputs), -1)
