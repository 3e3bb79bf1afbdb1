"""A network that is watched while it learns, and may be stopped: a race's own job, in this process."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy.typing as npt

from dlwidgets.compare.contestants import Contestant
from dlwidgets.compare.hidden import hidden_outputs
from dlwidgets.compare.job import Job, Outcome, seeded_copy, tested
from dlwidgets.compare.network_classifier import ONE_AT_A_TIME, NetworkClassifier, prepare
from dlwidgets.training.trainer.state import Snapshot


def is_network(contestant: Contestant) -> bool:
    """Tell whether a contestant is a network of Keras that can be watched.

    Parameters
    ----------
    contestant : Contestant
        Any.

    Returns
    -------
    bool
        Whether its pipeline ends with a `NetworkClassifier`.
    """
    steps = getattr(contestant.estimator, "steps", None)
    return bool(steps) and isinstance(steps[-1][1], NetworkClassifier)


class LiveNetwork:
    """A network in training.

    Its numbers are those that `run` gives for the same job; only the clock counts the steps alone, not what it takes to
    build and compile them, nor to look at them.

    Parameters
    ----------
    job : Job
        Its contestant `is_network`.
    is_unwanted : callable, optional
        Asked between two chunks of steps; training pauses when it says yes.
    """

    def __init__(self, job: Job, is_unwanted: Callable[[], bool] = lambda: False) -> None:
        self.job = job
        self.is_unwanted = is_unwanted
        self._model = seeded_copy(job.contestant.estimator, job.seed)
        self._network: NetworkClassifier = self._model.steps[-1][1]
        self.fit_s = 0.0
        """Seconds of training so far."""
        before = self._model[:-1]
        X = before.fit_transform(job.train.X, job.train.y) if len(self._model) > 1 else job.train.X
        self._trainer = self._network.trainer(X, job.train.y, on_snapshot=self._hear)

    @property
    def n_epochs(self) -> int:
        """How many its description asks for."""
        return self._network.n_epochs

    @property
    def epoch(self) -> int:
        """Finished epochs."""
        return self._trainer.epoch

    def prepare(self) -> None:
        """Load Keras, build the network and compile its steps, so that the clock does not count it."""
        with ONE_AT_A_TIME:
            prepare(self._trainer)
        self._network.take(self._trainer.weights)

    def train(self, epochs: int, stride: int | None = None) -> Iterator[int]:
        """Go on until so many epochs are done, or it becomes unwanted.

        Parameters
        ----------
        epochs : int
            Counted from the first weights.
        stride : int, optional
            After how many there is something to see; all at once if not given.

        Yields
        ------
        int
            Finished epochs. Whoever takes long to look does not slow the clock.
        """
        self.prepare()
        while self.epoch < epochs and not self.is_unwanted():
            left = epochs - self.epoch
            started = time.perf_counter()
            self._trainer.train(min(left, stride or left))
            self.fit_s += time.perf_counter() - started
            self._network.take(self._trainer.weights)
            yield self.epoch

    def predict(self, X: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Say the class of examples, as the network is now.

        Parameters
        ----------
        X : float array of shape (n, d)
            Features as the data have them.

        Returns
        -------
        int array of shape (n,)
            Class indices.
        """
        answers: npt.NDArray[Any] = self._model.predict(X)
        return answers

    def hidden(self, X: npt.NDArray[Any]) -> list[npt.NDArray[Any]]:
        """Return what each layer but the last makes of examples, as the network is now.

        Parameters
        ----------
        X : float array of shape (n, d)
            Features as the data have them.

        Returns
        -------
        list of float32 arrays, shapes (n, ...)
            One per layer.
        """
        return hidden_outputs(self._network, self._model[:-1].transform(X) if len(self._model) > 1 else X)

    @property
    def hidden_has_weights(self) -> list[bool]:
        """Whether training changes a layer, for each of those that `hidden` speaks of."""
        return [bool(layer.weights) for layer in self._network.model.layers[:-1]]

    @property
    def first_kernel(self) -> npt.NDArray[Any]:
        """The weights of the first layer, as they are now."""
        return self._network.weights_[0]

    def timed(self) -> "LiveNetwork":
        """Return one that has gone as far in one go; this one, if it became unwanted on the way."""
        again = LiveNetwork(self.job, self.is_unwanted)
        for _ in again.train(self.epoch):
            pass
        again.close()
        return again if again.epoch == self.epoch else self

    def outcome(self) -> Outcome:
        """Test the network as it is now.

        Returns
        -------
        Outcome
            With its predictions and its answers at the places of the job.
        """
        return tested(self._model, self.job, self.fit_s)

    def close(self) -> None:
        """Train no more."""
        self._trainer.close()

    def _hear(self, _snapshot: Snapshot) -> None:
        """Pause between two chunks of steps: an epoch may be long."""
        if self.is_unwanted():
            self._trainer.pause()
