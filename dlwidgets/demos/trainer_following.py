"""What follows a trainer: it shows where the trainer stands, and its buttons and numbers move it."""

import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from dlwidgets.demos.playing_field.desk import ENDED, WITHOUT_MODEL
from dlwidgets.demos.playing_field.training_settings import UNITS, speed
from dlwidgets.demos.rates import rate
from dlwidgets.errors import InvalidValueError, a_kind
from dlwidgets.training.run import Run
from dlwidgets.training.trainer.state import Snapshot, TrainerState
from dlwidgets.training.trainer.trainer import Trainer
from dlwidgets.widgets.controls import button, choice, slider
from dlwidgets.widgets.demo import Demo

DRAWN_S = 0.1
"""While it trains the curves are drawn at most ten times a second, so that drawing costs the training little."""

HOW = "Write TrainerPanel(dlw.Trainer(model, X, y))."


class FollowingPanel(Demo):
    """Where does the trainer stand?

    The part of a trainer's panel that moves the trainer and follows it; a subclass draws.

    Parameters
    ----------
    trainer : Trainer
        What is trained; code may use it at the same time.
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    step_by = choice("epoch", UNITS, label="A step is", help="An epoch is once through all training examples.")
    speed = speed()
    learning_rate = rate(0.01, label="Learning rate", help="How far each step goes; moves while it trains.")
    moment = slider(
        0,
        0,
        lambda demo: demo.last_epoch,
        step=1,
        label="Go to epoch",
        help="Back to any epoch of this run, with all weights of that moment; Play goes on from there.",
        is_open=True,
    )

    def __init__(self, trainer: Trainer, **settings: Any) -> None:
        if not isinstance(trainer, Trainer):
            raise InvalidValueError(f"A panel takes a trainer, but {a_kind(trainer)} came. {HOW}")
        self.trainer = trainer
        """What is trained."""
        self._is_asked = self._is_quiet = self._is_in_page = self._is_begun = False
        self._drawn_at = 0.0
        if "learning_rate" in settings:
            trainer.change(learning_rate=settings["learning_rate"])
        settings.setdefault("speed", trainer.epochs_per_s or 0.0)
        super().__init__(**settings)
        trainer.epochs_per_s = self.speed or None
        self._is_begun = True
        if "moment" not in settings:
            self._arrive()
        elif settings["moment"] != self.epoch:
            trainer.goto(settings["moment"])
        trainer.listen(_listener(self))

    @property
    def epoch(self) -> int:
        """Finished epochs at the moment that is shown."""
        return self.trainer.epoch

    @property
    def last_epoch(self) -> int:
        """The newest epoch of the present run."""
        return self._run.last_epoch

    @property
    def is_playing(self) -> bool:
        """Whether it trains beside the notebook, or will as soon as Keras is there."""
        return self._is_asked or self.trainer.is_playing

    def disabled(self) -> Iterable[str]:
        """Return what can't be used just now."""
        return [] if self.last_epoch else ["moment"]

    def button_labels(self) -> Mapping[str, str]:
        """Return what Play says just now."""
        return {"play": "Pause"} if self.is_playing else {}

    @button("Play", help="Train until it is paused, or until the planned epochs are done.", key="p")
    def play(self) -> None:
        """Start training beside the notebook, or pause if it trains already."""
        if self.is_playing:
            self.pause()
        else:
            self._is_asked = True
            with self._quietly():  # it waits for the end of a pause that has just been asked for
                self.trainer.play()
        self.refresh()

    @button("Step", help="Train one epoch, batch or example more.", key="s")
    def step(self, unit: str | None = None) -> None:
        """Train one epoch, batch or example.

        Parameters
        ----------
        unit : {"epoch", "batch", "example"}, optional
            What a step is; that of the control by default.
        """
        if self._is_in_page and self.trainer.state in WITHOUT_MODEL - {TrainerState.FAILED}:
            self.trainer.warm()
            raise InvalidValueError("Keras is being prepared. Press Step again in a moment.")
        with self._quietly():
            self.trainer.step(unit or self.step_by)
        self._arrive()

    @button("Reset", help="Go back to the start: the same first weights and the same order.", key="r")
    def reset(self) -> None:
        """Stop, and go back to the start; what follows gives the same numbers again."""
        if self._is_in_page and self.trainer.state in {TrainerState.PREPARING, TrainerState.TRACING}:
            raise InvalidValueError("Keras is being prepared; it stands at the start.")
        with self._quietly():
            self.trainer.reset()
        self._arrive()

    def pause(self) -> None:
        """Stop after the steps that are under way; does nothing if nothing trains."""
        self._is_asked = False
        self.trainer.pause()

    def settle(self, changed: set[str]) -> None:
        """Move the learning rate or the speed, or go to another epoch."""
        if "speed" in changed and self._is_begun:
            self.trainer.epochs_per_s = self.speed or None
        if not self._is_begun or self.trainer.state in WITHOUT_MODEL:
            return
        if "learning_rate" in changed and self.trainer.settings.get("learning_rate") != self.learning_rate:
            self.trainer.change(learning_rate=self.learning_rate)
        if "moment" in changed and self.moment != self.epoch:
            with self._quietly():
                self.trainer.goto(self.moment)
            self._is_asked = False

    def open(self) -> None:
        """Open the channel to the browser, and prepare Keras in the background so that Play starts at once."""
        if self._made and not self.is_open and find_spec("tensorflow") and self.trainer.state is TrainerState.NEW:
            self.trainer.warm()
        super().open()

    def close(self) -> None:
        """Pause, and remove the panel from every page; the trainer stays."""
        if "trainer" in vars(self):  # missing while traitlets builds the object
            self.pause()
        super().close()

    @property
    def _run(self) -> Run:
        return self.trainer.runs[-1] if self.trainer.runs else Run(1)

    @property
    def _place(self) -> str:
        """What it is calculated on; empty while nothing is loaded."""
        return "" if self.trainer.state in WITHOUT_MODEL else self.trainer.device

    def _arrive(self) -> None:
        """Show where the trainer stands."""
        if self.trainer.state in ENDED:
            self._is_asked = False
        if self.trainer.state is TrainerState.FAILED:
            self._frames.set_fields({"error": self.trainer.message})
        rate_now = {} if self.trainer.state in WITHOUT_MODEL else self.trainer.settings
        with self.together():
            self.moment = self.epoch
            if rate_now.get("learning_rate", 0) > 0:
                self.learning_rate = rate_now["learning_rate"]

    def _hear(self, snapshot: Snapshot) -> None:
        """Follow the trainer in its thread; never wait for somebody who waits for that thread."""
        is_news = snapshot.state is not TrainerState.TRAINING or time.monotonic() - self._drawn_at > DRAWN_S
        while is_news and not self._is_quiet:
            if self._frames.lock.acquire(timeout=0.02):
                try:
                    self._drawn_at = time.monotonic()
                    with self.telling():
                        self._arrive()
                finally:
                    self._frames.lock.release()
                return

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Let the trainer's thread pass by while this one waits for it."""
        self._is_quiet = True
        try:
            yield
        finally:
            self._is_quiet = False

    def _receive_control(self, content: dict[str, Any]) -> None:
        self._is_in_page = True
        try:
            super()._receive_control(content)
        finally:
            self._is_in_page = False


def _listener(panel: FollowingPanel) -> Callable[[Snapshot], None]:
    """Return what hears of a trainer without keeping its panel alive."""
    owner = weakref.ref(panel)

    def hear(snapshot: Snapshot) -> None:
        found = owner()
        if found is not None and found.datasets:  # a closed one has let go of them
            found._hear(snapshot)  # noqa: SLF001 - its own

    return hear
