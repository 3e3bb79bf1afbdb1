"""Several networks that learn from the same examples, from one seed, and are measured in one way."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dlwidgets.errors import DLWidgetsError
from dlwidgets.network import NetworkSpec
from dlwidgets.training.build import build
from dlwidgets.training.error_words import in_one_line
from dlwidgets.training.seeding import seeded

LOSS, RIGHT, DISTANCE = "training loss", "share of new examples that is right", "mean distance from new targets"
_USUAL_BATCH = 32
N_POINTS = 15
"""Points of each curve."""
_STEPS = 1200
_EPOCHS = range(30, 151)


@dataclass(frozen=True)
class Examples:
    """What networks learn from, and what they are asked then.

    Parameters
    ----------
    x, y : array
        Inputs, and targets as the program codes them.
    x_new : array
        Inputs that are not learned from.
    new : array of shape (n,) or (n, m)
        The class numbers, or the numbers, that are right for them.
    are_classes : bool
        Whether classes are to be told.
    source : str
        Where the examples come from, in words.
    """

    x: npt.NDArray[Any]
    y: npt.NDArray[Any]
    x_new: npt.NDArray[Any]
    new: npt.NDArray[Any]
    are_classes: bool
    source: str


class SideBySide:
    """Let networks learn from the same examples, some epochs of each in turn.

    Parameters
    ----------
    specs : mapping of str to NetworkSpec
        The networks by name, each with how it is compiled.
    examples : Examples
        What they learn from, in the same order for all.
    n_epochs : int, optional
        How often all of them are seen; by default as often as a small network needs to learn something.
    seed : int
        What first weights are drawn from: the same for all.

    Examples
    --------
    >>> race = SideBySide({"A": spec}, examples)  # doctest: +SKIP
    >>> while race.advance():  # doctest: +SKIP
    ...     print(race.rows[-1])
    """

    def __init__(
        self, specs: Mapping[str, NetworkSpec], examples: Examples, *, n_epochs: int | None = None, seed: int = 0
    ) -> None:
        usual = _STEPS * _USUAL_BATCH // len(examples.x)
        self.n_epochs = n_epochs or min(max(usual, _EPOCHS[0]), _EPOCHS[-1])
        self.examples, self.seed = examples, seed
        self.epoch = 0
        self.rows: list[tuple[str, str, int, float]] = []
        """Name of the network, measure, epoch, value."""
        self.refusals: dict[str, str] = {}
        """What Keras says to networks that it does not train, by name."""
        self._x, self._y, self._x_new = map(_as_fit_does, (examples.x, examples.y, examples.x_new))
        self._specs = dict(specs)
        self._models: dict[str, Any] = {}

    def advance(self) -> bool:
        """Let each network that Keras has not refused see all examples a few times more.

        Returns
        -------
        bool
            Whether more may follow.
        """
        epoch = min(self.epoch - (-self.n_epochs // N_POINTS), self.n_epochs)
        for name, spec in self._specs.items():
            if name not in self.refusals:
                self._learn(name, spec, epoch)
        self.epoch = epoch
        return self.epoch < self.n_epochs and len(self.refusals) < len(self._specs)

    def newest(self, name: str, measure: str) -> float | None:
        """Return the newest value of a measure.

        Parameters
        ----------
        name : str
            Of the network.
        measure : str
            ``LOSS``, ``RIGHT`` or ``DISTANCE``.

        Returns
        -------
        float or None
            None if it was not measured.
        """
        return next((row[3] for row in reversed(self.rows) if row[:2] == (name, measure)), None)

    def _learn(self, name: str, spec: NetworkSpec, epoch: int) -> None:
        batches, n_steps = self._batches(spec)
        try:
            with warnings.catch_warnings():  # what is wrong shows in the curves
                warnings.simplefilter("ignore")
                model = self._model(name, spec)
                model.steps_per_execution = n_steps
                done = model.fit(batches.repeat(epoch - self.epoch), verbose=0)
                answers = np.asarray(model(self._x_new, training=False))
        except DLWidgetsError as mistake:
            self.refusals[name] = str(mistake)
        except Exception as error:  # noqa: BLE001 - whatever Keras raises is what the learner would see
            self.refusals[name] = in_one_line(error)
        else:
            measured = {LOSS: float(done.history["loss"][-1]), **self._measured(answers, spec)}
            self.rows += [(name, measure, epoch, value) for measure, value in measured.items()]

    def _model(self, name: str, spec: NetworkSpec) -> Any:
        """Return the network; made with the same seed for each, at its first epoch."""
        if name not in self._models:
            with seeded(self.seed):
                self._models[name] = model = build(spec)
                model(self._x_new[:1])  # now, so that the first weights come from the seed
        return self._models[name]

    def _batches(self, spec: NetworkSpec) -> tuple[Any, int]:
        """Return all examples in batches, and how many: epochs of one repeated data set cost a fifth of single ones."""
        import tensorflow as tf

        size = (spec.fit.batch_size if spec.fit else None) or _USUAL_BATCH
        return tf.data.Dataset.from_tensor_slices((self._x, self._y)).batch(size), -(-len(self._x) // size)

    def _measured(self, answers: npt.NDArray[Any], spec: NetworkSpec) -> dict[str, float]:
        """Compare answers with what is right, whatever the network was compiled with."""
        new = self.examples.new
        if self.examples.are_classes and answers.ndim == 2:
            middle = 0.0 if _takes_logits(spec) else 0.5
            chosen = answers[:, 0] > middle if answers.shape[1] == 1 else answers.argmax(axis=1)
            return {RIGHT: float(np.mean(chosen == new))}
        if self.examples.are_classes or answers.size != new.size:
            return {}
        return {DISTANCE: float(np.mean(np.abs(answers.reshape(new.shape) - new)))}


def _as_fit_does(numbers: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return numbers in the type in which fit hands them to a model."""
    return numbers.astype(np.float32) if numbers.dtype.kind == "f" else numbers


def _takes_logits(spec: NetworkSpec) -> bool:
    loss = None if spec.compile is None else spec.compile.loss
    return dict(getattr(loss, "arguments", {})).get("from_logits") is True
