"""Who trains the network whose hidden layer is looked at, and shows it moment by moment."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from dlwidgets.compare.hidden_film import HiddenFilm
from dlwidgets.compare.race import split_of
from dlwidgets.data import Split
from dlwidgets.demos.comparing.examples import TRAIN_SHARE
from dlwidgets.demos.hidden.network import network_of
from dlwidgets.demos.hidden.settings import HiddenSettings
from dlwidgets.widgets.controls import button


class HiddenTraining(HiddenSettings):
    """How does it learn?

    The part of the demo that trains. The slow work is done without the lock, so that every control answers meanwhile.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    kept = ("film", "_split", "_learned")

    _split: Split

    def __init__(self, **settings: Any) -> None:
        self._is_asked = False
        self._learned: tuple[Any, ...] = ()
        super().__init__(**settings)

    @button("Play", help="Train the network and show each epoch; press again to pause.", key="p")
    def play(self) -> None:
        """Train beside the notebook and show it; or pause. At the end, show it once more from the start."""
        if self.is_playing:
            self.pause()
        else:
            if self.film.is_complete and self.film.after(self.epoch) is None:
                self.epoch = 0
            self._start_player(is_asked=True)
        self.refresh()

    @button("Reset", help="Forget the training; the network goes back to its first weights.", key="r")
    def reset(self) -> None:
        """Forget the training."""
        self.pause()
        self._begin()
        self.change(epoch=0)

    @property
    def is_playing(self) -> bool:
        """Whether it trains, or shows what was trained, moment by moment."""
        return self._is_asked and self._player.is_playing

    def pause(self) -> None:
        """Let the playing end after the moment that is under way."""
        self._is_asked = False
        super().pause()

    def train(self) -> dict[str, float]:
        """Train to the end now, and show the last epoch.

        Returns
        -------
        dict of str to float
            As ``scores``.
        """
        self.pause()
        self.wait()
        film = self.film
        while not film.is_complete:
            film.advance()
        self.epoch = self.epochs
        return self.scores

    @property
    def scores(self) -> dict[str, float]:
        """Test accuracy at the shown epoch by whose it is; ``svm`` judges by the layer's outputs."""
        raise NotImplementedError

    def close(self) -> None:
        """Stop all work and remove the demo from every page."""
        super().close()
        if film := self.__dict__.get("film"):  # missing while traitlets builds the object
            film.close()

    def button_labels(self) -> Mapping[str, str]:
        """Return what Play says just now."""
        return {"play": "Pause"} if self.is_playing else {}

    def _begin(self) -> None:
        """Take a new network."""
        if film := self.__dict__.get("film"):
            film.close()
        self._learned = self._learning
        self._split = split_of(self.source, TRAIN_SHARE, self.seed)
        scaling = "minmax" if self.has_pictures else "standard"
        self.film = HiddenFilm(self._split, network_of(self._values(), self._split.train), scaling, self.seed)
        if self._made and self.is_open and not self.is_playing:
            self._prepare_beside()

    def _prepare_beside(self) -> None:
        """Load Keras and look at the first weights, so that Play moves at once."""
        if find_spec("tensorflow") is not None and not self.film.moments:
            self._start_player(is_asked=False)

    def _start_player(self, *, is_asked: bool) -> None:
        self._is_asked = is_asked
        self._player.stop()  # one that was about to end would not go on
        self._player.start()

    def _play_step(self) -> bool:
        with self.telling():
            film, epoch = self.film, self.epoch
            if not film.moments or (self._is_asked and film.after(epoch) is None):
                film.advance()
            with self.together():
                return self._follow(film)
        return False  # a mistake was told under the chart

    def _follow(self, film: HiddenFilm) -> bool:
        """Show the next moment, and tell whether another may follow."""
        if film is not self.film or not self._player.is_playing:
            return self._player.is_playing
        if not self._is_asked:
            return False
        following = film.after(self.epoch)
        self.epoch = following.epoch if following else self.epoch
        return not film.is_complete or film.after(self.epoch) is not None
