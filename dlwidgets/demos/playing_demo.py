"""A demo that can go on by itself, step by step, until it is paused or nothing is left to do."""

from collections.abc import Iterable, Mapping
from typing import Any

from dlwidgets.demos.working_demo import Work, WorkingDemo
from dlwidgets.widgets.controls import button, slider
from dlwidgets.widgets.player import Player


class PlayingDemo(WorkingDemo):
    """What comes next?

    The base of demos with a Play button. A subclass says in ``advance`` what one step is.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    speed = slider(15, 1, 30, step=1, label="Speed", help="Steps a second while it plays.")

    def __init__(self, **settings: Any) -> None:
        self._player = Player(self._play_step, lambda: 1 / self.speed, self._show_pause)
        super().__init__(**settings)

    @property
    def _works(self) -> Iterable[Work]:
        return (self._player,)

    @property
    def is_playing(self) -> bool:
        """Whether another step may follow by itself."""
        return self._player.is_playing

    def advance(self) -> bool:
        """Take one step, and tell whether another may follow."""
        raise NotImplementedError

    @button("Play", help="Step by itself, until it is paused or nothing is left to do.", key="p")
    def play(self) -> None:
        """Start stepping beside the notebook, or pause if it does already."""
        if self.is_playing:
            self._player.stop()
        else:
            self._player.start()
        self.refresh()

    def pause(self) -> None:
        """End the playing after the step that is under way; does nothing if nothing plays."""
        self._player.stop()

    def button_labels(self) -> Mapping[str, str]:
        """Return what Play says just now."""
        return {"play": "Pause"} if self.is_playing else {}

    def _play_step(self) -> bool:
        with self.telling(), self.together():
            # Asked again under the lock: it may have been stopped while this step waited for its turn.
            return self.is_playing and self.advance()
        return False  # a mistake was told under the chart

    def _show_pause(self) -> None:
        if self.datasets:  # a closed demo has let go of them
            self.refresh()
