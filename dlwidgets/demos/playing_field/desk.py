"""The trainer of a playground: made when it is needed, heard from its thread, let go when the network is another."""

import math
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from dlwidgets.demos.playing_field.blueprint import Array, Blueprint
from dlwidgets.demos.playing_field.examples import Examples
from dlwidgets.demos.playing_field.features import features_of
from dlwidgets.demos.playing_field.history import LossHistory
from dlwidgets.demos.playing_field.legs import settings_of
from dlwidgets.demos.playing_field.losses import targets
from dlwidgets.demos.playing_field.measures import Measured, measure
from dlwidgets.demos.playing_field.settings import PlaygroundSettings
from dlwidgets.training.trainer.state import Snapshot, TrainerState
from dlwidgets.training.trainer.trainer import Trainer

WITHOUT_MODEL = {
    TrainerState.NEW,
    TrainerState.PREPARING,
    TrainerState.TRACING,
    TrainerState.FAILED,
    TrainerState.CLOSED,
}
ENDED = {TrainerState.PAUSED, TrainerState.DONE, TrainerState.FAILED, TrainerState.CLOSED}


class PlaygroundDesk(PlaygroundSettings):
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
        self._number = 0
        self._is_asked = self._is_quiet = False
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

    def open(self) -> None:
        """Open the channel to the browser, and prepare Keras in the background so that Play starts at once."""
        is_first = self._made and not self.is_open
        super().open()
        if is_first and self._trainer is None and find_spec("tensorflow"):
            self._trainer_now().warm()

    def close(self) -> None:
        """Stop training and remove the playground from every page."""
        if "_trainer" in vars(self):  # missing while traitlets builds the object
            self._leave()
        super().close()

    def _play_now(self) -> None:
        raise NotImplementedError

    def _start_again(self) -> None:
        """Go to the first weights."""
        self._leave()
        self._weights = self._plan.first_weights(self.seed)
        self._latest, self._epochs_before, self._history = Snapshot(TrainerState.NEW, ""), 0, LossHistory()
        self._look()

    def _carry_on(self, weights: Sequence[Array] | None = None) -> None:
        """Go on with other settings, or other weights, from where it stands."""
        was_asked, epoch = self._is_asked, self.epoch
        if weights is None and self._trainer is not None and self._latest.state not in WITHOUT_MODEL:
            with self._quietly():
                self._trainer.pause()
                self._trainer.wait()
                weights, epoch = self._trainer.weights, self._epochs_before + self._trainer.epoch
        self._leave()
        self._weights = self._weights if weights is None else weights
        self._epochs_before, self._latest = epoch, Snapshot(TrainerState.NEW, "")
        self._look()
        if was_asked:
            self._play_now()

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
        self._number += 1
        if trainer is None:
            return
        if trainer.is_working and trainer.state in WITHOUT_MODEL:  # it may take seconds until it hears
            threading.Thread(target=trainer.close, name="dlwidgets-closing", daemon=True).start()
        else:
            trainer.close()

    def _listener(self) -> Callable[[Snapshot], None]:
        """Return what hears of the present trainer, without keeping the playground alive."""
        owner, number = weakref.ref(self), self._number

        def hear(snapshot: Snapshot) -> None:
            demo = owner()
            if demo is not None:
                demo._hear(number, snapshot)  # noqa: SLF001 - its own

        return hear

    def _hear(self, number: int, snapshot: Snapshot) -> None:
        """Follow what the trainer tells, in its thread; never wait for somebody who waits for that thread."""
        while number == self._number and not self._is_quiet:
            if self._frames.lock.acquire(timeout=0.02):
                try:
                    if number == self._number:
                        with self.telling():
                            self._follow(snapshot)
                finally:
                    self._frames.lock.release()
                return

    def _follow(self, snapshot: Snapshot) -> None:
        """Show where the trainer stands."""
        self._latest = snapshot
        if snapshot.state in ENDED:
            self._is_asked = False
        if self._trainer is not None and snapshot.state not in WITHOUT_MODEL:
            self._weights = self._trainer.weights
            self._look()
        with self.together():  # the chosen weight and the epoch are controls, and follow
            self.moment = self.epoch
        if snapshot.state is TrainerState.FAILED:
            self._frames.set_fields({"error": snapshot.message})

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

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Let the trainer's thread pass by while this one waits for it."""
        self._is_quiet = True
        try:
            yield
        finally:
            self._is_quiet = False
