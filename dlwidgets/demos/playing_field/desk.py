"""The trainer of a playground: made when it is needed, heard from its thread, let go when the network is another."""

import math
import threading
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

from dlwidgets.demos.playing_field.blueprint import Array, Blueprint
from dlwidgets.demos.playing_field.examples import Examples
from dlwidgets.demos.playing_field.features import features_of
from dlwidgets.demos.playing_field.history import LossHistory
from dlwidgets.demos.playing_field.legs import settings_of
from dlwidgets.demos.playing_field.losses import targets
from dlwidgets.demos.playing_field.measures import Measured, measure
from dlwidgets.demos.playing_field.showing import PlaygroundShowing
from dlwidgets.training.trainer.state import Snapshot, TrainerState
from dlwidgets.training.trainer.trainer import Trainer
from dlwidgets.widgets.later import later

WITHOUT_MODEL = {
    TrainerState.NEW,
    TrainerState.PREPARING,
    TrainerState.TRACING,
    TrainerState.FAILED,
    TrainerState.CLOSED,
}
WARM_S = 0.4
"""Seconds without a change after which Keras is prepared for the network as it is then."""
ENDED = {TrainerState.PAUSED, TrainerState.DONE, TrainerState.FAILED, TrainerState.CLOSED}


class PlaygroundDesk(PlaygroundShowing):
    """Who trains it?

    The part of the playground that keeps the trainer.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    _plan: Blueprint
    _examples: Examples
    _weights: Sequence[Array]

    def __init__(self, **settings: Any) -> None:
        self._trainer: Trainer | None = None
        self._device = ""
        self._soon: threading.Timer | None = None
        self._latest = Snapshot(TrainerState.NEW, "")
        self._epochs_before = 0
        self._history = LossHistory()
        super().__init__(**settings)

    @property
    def is_playing(self) -> bool:
        """Whether it trains, or will as soon as Keras is there."""
        return self._is_asked

    @property
    def epoch(self) -> int:
        """Finished epochs."""
        return self._epochs_before + self._latest.epoch

    @property
    def trainer(self) -> Trainer:
        """What trains the Keras model; made when it is first needed."""
        return self._trainer_now()

    @property
    def device(self) -> str:
        """What it is trained on, such as ``"CPU, 2 cores"``; empty until Keras is prepared."""
        if not self._device and self._trainer is not None and self._latest.state not in WITHOUT_MODEL:
            self._device = self._trainer.device
        return self._device

    def open(self) -> None:
        """Open the channel to the browser, and prepare Keras in the background so that Play starts at once."""
        is_first = self._made and not self.is_open
        super().open()
        if is_first:
            self._warm()

    def close(self) -> None:
        """Stop training and remove the playground from every page."""
        if "_trainer" in vars(self):  # missing while traitlets builds the object
            self._warm_soon(is_off=True)
            self._leave()
        super().close()

    def _play_now(self) -> None:
        raise NotImplementedError

    def _first_weights(self) -> list[Array]:
        raise NotImplementedError

    def _warm(self) -> None:
        """Prepare the trainer while the learner reads, if it will be needed and is not prepared yet."""
        with self._frames.lock:
            if self.is_open and (self._trainer is None or self._trainer.state is TrainerState.NEW) and has_tensorflow():
                self._trainer_now().warm()

    def _warm_soon(self, *, is_off: bool = False) -> None:
        """Prepare it once nothing was changed for a moment."""
        if self._soon is not None:
            self._soon.cancel()
        if self.is_open and not is_off:
            self._soon = later(WARM_S, self, "_warm")

    def _start_again(self) -> None:
        """Go to the first weights."""
        self._leave()
        self._weights = self._first_weights()
        self._latest, self._epochs_before, self._history = Snapshot(TrainerState.NEW, ""), 0, LossHistory()
        self._look()
        self._warm_soon()

    def _carry_on(self, weights: Sequence[Array] | None = None) -> None:
        """Go on with other settings, or other weights, from where it stands."""
        was_asked, epoch = self._is_asked, self.epoch
        if weights is None and self._trainer is not None and self._trainer.state not in WITHOUT_MODEL:
            self._trainer.pause()
            self._trainer.wait()
            weights, epoch = self._trainer.weights, self._epochs_before + self._trainer.epoch
        self._leave()
        self._weights = self._weights if weights is None else weights
        self._epochs_before, self._latest = epoch, Snapshot(TrainerState.NEW, "")
        self._look()
        if was_asked:
            self._play_now()
        else:
            self._warm_soon()

    def _trainer_now(self) -> Trainer:
        """Return the trainer; a new one has loaded nothing yet."""
        if self._trainer is None:
            plan, examples = self._plan, self._examples
            self._began_with = settings_of(plan, self.batch_size)
            parts = [
                (features_of(part.X, plan.features), targets(part, plan.ending))
                for part in (examples.train, examples.test)
                if part is not None
            ]
            self._trainer = Trainer(
                plan.spec(),
                *parts[0],
                validation_data=parts[1] if len(parts) > 1 else None,
                batch_size=self.batch_size,
                seed=self.seed,
                weights=[*self._weights],
                on_snapshot=self._listener(),
            )
        return self._trainer

    def _leave(self) -> None:
        """Let go of the trainer."""
        trainer, self._trainer, self._is_asked = self._trainer, None, False
        self._follower.forget()
        if trainer is not None:
            _let_go(trainer)

    def _listener(self) -> Callable[[Snapshot], None]:
        """Return what hears of the trainer: it only notes that there is news, so that training waits for no picture."""
        follower = self._follower
        return lambda _snapshot: follower.tell()

    def _follow(self) -> bool:
        """Take over where the trainer stands, and show it; tell whether there was something to draw."""
        snapshot, weights = self._trainer.standing if self._trainer else (self._latest, [])
        if snapshot == self._latest:
            return False
        before, self._latest = self._latest, snapshot
        if snapshot.state is TrainerState.TRAINING and _is_same_place(before, snapshot):
            self._answer()  # it begins: what is drawn still holds, and the first step waits for no second one like it
            return False
        self._is_asked = self._is_asked and snapshot.state not in ENDED
        if self._latest.state not in WITHOUT_MODEL:
            self._weights = weights
            self._look()
        if self.is_open or self._latest.state is not TrainerState.TRAINING:
            with self.together():  # the chosen weight and the epoch are controls, and follow
                self.moment = self.epoch
        if self._latest.state is TrainerState.FAILED:
            self._frames.set_fields({"error": self._latest.message})
        return True

    def pause(self) -> None:
        """Stop after the steps that are under way; does nothing if nothing trains."""
        self._is_asked = False
        if self._trainer is not None:
            self._trainer.pause()

    def _measure(self) -> None:
        """Measure the network as it is."""
        train, test = (measure(self._plan, self._weights, part) for part in (self._examples.train, self._examples.test))
        self._measured: tuple[Measured, Measured] = (train, test)

    def _look(self) -> None:
        """Measure the network, and take note of its losses."""
        self._measure()
        train, test = self._measured
        place = self.epoch + (self._latest.batch * self.batch_size / len(self._examples.train.X))
        if math.isfinite(train.loss):
            self._history.add(place, train.loss, test.loss)


def _is_same_place(one: Snapshot, other: Snapshot) -> bool:
    """Tell whether a model was in the same place at two moments."""
    return one.state not in WITHOUT_MODEL and (one.n_steps, one.epoch) == (other.n_steps, other.epoch)


@cache
def has_tensorflow() -> bool:
    """Tell whether TensorFlow is installed, without loading it."""
    return find_spec("tensorflow") is not None


def _let_go(trainer: Trainer) -> None:
    """Close a trainer; one that is being prepared may hear it seconds later."""
    trainer.hush()  # its last word would start a thread, which may wait for ever where objects are being let go
    if trainer.is_working and trainer.state in WITHOUT_MODEL:
        threading.Thread(target=trainer.close, name="dlwidgets-closing", daemon=True).start()
    else:
        trainer.close()
