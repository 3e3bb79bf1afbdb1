"""How a playground trains: the buttons, and the goal at which it stops."""

from collections.abc import Callable, Mapping
from typing import Any

from dlwidgets.demos.playing_field.desk import WITHOUT_MODEL
from dlwidgets.demos.playing_field.field_goal import keras_goal
from dlwidgets.demos.playing_field.travel import PlaygroundTravel
from dlwidgets.errors import InvalidValueError
from dlwidgets.training.goals import EPOCH, parse_goal
from dlwidgets.training.run import Ending
from dlwidgets.training.trainer.trainer import Trainer
from dlwidgets.widgets.controls import button

PIECES = 40
"""Points of the curve when training by code, and some more at the beginning, where most is learned."""
GROWTH = 4
"""At the beginning a piece is no longer than one in so many epochs that are done."""


class PlaygroundTraining(PlaygroundTravel):
    """How does it learn?

    The part of the playground that has buttons to train.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    _is_in_page = False

    @button("Play", help="Train until it is paused, or the goal is reached.", key="p")
    def play(self) -> None:
        """Start training beside the notebook, or pause if it trains already."""
        with self._frames.lock:
            if self._is_asked:
                self.pause()
            else:
                self._play_now()
            self._answer()

    def _trainer_now(self) -> Trainer:
        trainer = super()._trainer_now()
        trainer.epochs_per_s, trainer.begins_slowly = self.speed or None, True
        return trainer

    def _play_now(self) -> None:
        until = self._goal_for_keras() if self.goal and not self.has_reached_goal else None
        self._go_on()
        self._is_asked = True
        self._trainer_now().play(until=until)

    @button("Step", help="Train one epoch, batch or example more.", key="s")
    def step(self, unit: str | None = None) -> None:
        """Train one epoch, batch or example, and wait for it.

        Parameters
        ----------
        unit : {"epoch", "batch", "example"}, optional
            What a step is; that of the control by default.
        """
        unit = unit or self.step_by
        trainer = self._trainer_now()
        self._go_on()
        if not self._is_in_page:
            trainer.step(unit)
            self._catch_up()
        elif unit == "epoch":  # nobody waits in the page
            self._is_asked = True
            trainer.play(1)
        elif trainer.state in WITHOUT_MODEL:
            trainer.warm()
            raise InvalidValueError("Keras is being prepared. Press Step again in a moment.")
        else:
            trainer.step(unit)
            self._follow()

    @button("Reset", help="Go back to the same start; once more takes back what was set by hand.", key="r")
    def reset(self) -> None:
        """Stop, and go back to the start, where what follows gives the same numbers again.

        Weights that were set by hand are part of it; at the start, Reset takes these back too.
        """
        with self.together():
            if not self._latest.n_steps and not self.last_epoch and self._controls.is_free("hand_set"):
                self.hand_set = []
            self._start_again()

    def train(self, epochs: int = 1, *, until: str | None = None) -> Any:
        """Train now, and return when it is done.

        Parameters
        ----------
        epochs : int, default 1
            How many at most.
        until : str, optional
            A goal such as ``"test_loss < 0.2"``; that of the playground by default, if it has one.

        Returns
        -------
        Run
            What was recorded.
        """
        goal = self._goal_for_keras(until) if until or self.goal else None
        self._go_on()
        trainer = self._trainer_now()
        # In pieces, which change no number: the curve has points, and the page moves.
        most, left = max(1, -(-epochs // PIECES)), epochs
        while True:
            size = min(most, max(1, self.epoch // GROWTH))
            run = trainer.train(min(size, left), until=goal)
            self._catch_up()
            left -= size
            if left <= 0 or run.ending is not Ending.DONE:
                return run

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until nothing is trained any more.

        Parameters
        ----------
        timeout_s : float, optional
            Seconds to wait at most; for ever by default.

        Returns
        -------
        bool
            Whether nothing is trained any more.
        """
        trainer = self._trainer
        is_over = trainer is None or trainer.wait(timeout_s)
        if is_over and trainer is not None:
            self._catch_up()
        return is_over

    @property
    def has_reached_goal(self) -> bool:
        """Whether the network is as good just now as the goal asks; False without one."""
        report = {**self._measured_now(), EPOCH: float(self.epoch)}
        return bool(self.goal) and all(one.is_met(report) for one in parse_goal(self.goal))

    def _measured_now(self) -> dict[str, float]:
        train, test = self._measured
        score = "accuracy" if self.source.class_names else "r2"
        values = {"train_loss": train.loss, "loss": train.loss, f"train_{score}": train.score, score: train.score}
        return {**values, "test_loss": test.loss, f"test_{score}": test.score}

    def _goal_for_keras(self, goal: str | None = None) -> Callable[[Mapping[str, float]], bool]:
        return keras_goal(goal or self.goal, self._reported(), self._epochs_before)

    def _reported(self) -> Mapping[str, str]:
        """Return what a goal can name, and Keras' name of it."""
        report = self._plan.ending.report
        names = {"train_loss": report, "loss": report}
        score = "r2" if self._plan.ending.is_value else "accuracy"
        names |= {f"train_{score}": self._plan.score_name, score: self._plan.score_name}
        has_test = self._examples.test is not None
        tested = {name.replace("train_", "test_"): f"val_{word}" for name, word in names.items() if "train_" in name}
        return names | (tested if has_test else {})

    def button_labels(self) -> Mapping[str, str]:
        """Return what Play says just now."""
        return {"play": "Pause"} if self._is_asked else {}

    def _receive_control(self, content: dict[str, Any]) -> None:
        self._is_in_page = True
        try:
            super()._receive_control(content)
        finally:
            self._is_in_page = False
