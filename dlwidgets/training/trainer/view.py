"""What a trainer tells about itself."""

from dataclasses import replace
from typing import Any

from dlwidgets.errors import InvalidValueError
from dlwidgets.training.engine.compiled import described_metrics, expected_metrics, loss_unit
from dlwidgets.training.engine.material import Array
from dlwidgets.training.engine.paths import Choice
from dlwidgets.training.engine.values import Variables
from dlwidgets.training.keras_door import device_label
from dlwidgets.training.run import VALIDATION, Run
from dlwidgets.training.trainer.base import TrainerBase
from dlwidgets.training.trainer.state import Snapshot, TrainerState


class TrainerView(TrainerBase):
    """A trainer that can be read.

    Parameters
    ----------
    plan : Plan
        What to train and how.
    options : Options
        What else it does.
    """

    _left: dict[str, Any] | None = None
    """The settings that it was closed with: what it trained with may be another trainer's by now."""

    def __repr__(self) -> str:
        """Say what it is doing and, once that is known, by which path and on which device."""
        if self._session is None or not self._session.engine.is_ready:
            return f"Trainer: {self.latest.message}"
        place = f"Path: {self.path}, on {self.device}."
        return " ".join(filter(None, [f"Trainer: {self.latest.message}", place, self.path_reason]))

    @property
    def state(self) -> TrainerState:
        """What it is doing now."""
        return self.latest.state

    @property
    def message(self) -> str:
        """What it is doing now, as a sentence."""
        return self.latest.message

    @property
    def model(self) -> Any:
        """The Keras model; it is built now if it is not yet."""
        engine = self._prepared().engine
        if self.state is TrainerState.CLOSED and not engine.is_lent and self._plan.key is not None:
            raise InvalidValueError(
                "This trainer is closed, and another one may train its model by now. Ask for the model before, or "
                "build another one and give it these weights: trainer.weights."
            )
        engine.is_lent = True
        return engine.model

    @property
    def run(self) -> Run:
        """The newest run: settings, history, and moments to go back to."""
        return self._prepared().run

    @property
    def history(self) -> dict[str, Array]:
        """What each epoch of the newest run reported, by name."""
        return self.run.history

    @property
    def epoch(self) -> int:
        """Finished epochs."""
        return self._session.epoch if self._session else 0

    @property
    def metrics(self) -> list[str]:
        """Names of what an epoch reports, the loss first, as far as they are known before the model is built."""
        if self._session is not None:
            return [name for name in self._session.engine.names if not name.startswith(VALIDATION)]
        return described_metrics(self._plan.spec) if self._plan.spec else expected_metrics(self._plan.source)

    @property
    def loss_unit(self) -> str:
        """The unit of the loss: ``"nats"`` for cross-entropies, else empty."""
        spec = self._plan.spec
        return loss_unit(spec.compile if spec else self._plan.source)

    @property
    def path(self) -> str:
        """How steps are taken: ``"compiled"``, ``"loop"`` or ``"single"``."""
        return str(self._choice().path)

    @property
    def path_reason(self) -> str:
        """Why no faster path is taken, as a sentence; empty for the fastest."""
        return self._choice().reason

    def _choice(self) -> Choice:
        """Return the path that is settled; it is settled now if it is not yet."""
        engine = self._prepared().engine
        if not engine.is_ready and self.state is not TrainerState.CLOSED:
            with self._turn:
                engine.prepare()
        return engine.choice

    @property
    def device(self) -> str:
        """What it calculates on, such as ``"CPU, 2 cores"``, ``"GPU: Tesla T4"`` or ``"2 devices (CPU, 4 cores)"``."""
        n_devices = self._prepared().engine.model.distribute_strategy.num_replicas_in_sync
        return device_label() if n_devices == 1 else f"{n_devices} devices ({device_label()})"

    @property
    def weights(self) -> list[Array]:
        """A copy of the model's weights, between two chunks of steps."""
        session = self._prepared()
        if self.state is TrainerState.CLOSED:
            return [array.copy() for array in session.engine.weights_in(session.newest.state)]
        with self._turn:
            return Variables(session.engine.model.weights).read()

    @property
    def standing(self) -> tuple[Snapshot, list[Array]]:
        """Where it stood after the newest chunk, and its weights there; who asks never waits for the one under way.

        The arrays are the trainer's own: to be read, not written. Empty before there is a model.
        """
        latest, session = self.latest, self._session
        if session is None:
            return latest, []
        place, engine = session.newest, session.engine
        batch = place.row // engine.shape.batch_size
        snapshot = replace(latest, epoch=place.epoch, batch=batch, n_steps=place.n_steps)
        return snapshot, engine.weights_in(place.state)

    @property
    def settings(self) -> dict[str, Any]:
        """What may be moved while it trains, and its values now."""
        if self._left is not None:
            return dict(self._left)
        return {**self._prepared().engine.constants.values, **self._moves}

    @property
    def memory_mb(self) -> float:
        """Megabytes of the data on the device and of the moments that are kept."""
        moments = sum(run.moments.nbytes for run in self.runs)
        return (self._plan.material.nbytes + moments) / 1e6
