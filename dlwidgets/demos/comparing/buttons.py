"""A comparison's buttons: let all learn, stop, forget."""

from collections.abc import Mapping

from dlwidgets.compare.result import RaceResult
from dlwidgets.demos.comparing.desk import ComparisonDesk
from dlwidgets.widgets.controls import button


class ComparisonButtons(ComparisonDesk):
    """When do they learn?

    The part of the comparison that has buttons.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    @button("Play", help="Train the network live, then go on with the other seeds; press again to stop.", key="p")
    def play(self) -> None:
        """Let all learn, with all seeds, beside the notebook; or stop if somebody learns already."""
        if self._is_asked:
            self.stop()
        else:
            self._is_asked = self._is_filmed = True
            self._begin()
            self.refresh()

    @button("Reset", help="Forget what was learned; networks go back to their first weights.", key="r")
    def reset(self) -> None:
        """Forget all that was learned."""
        self.stop()
        self._known.clear()
        self._looks.clear()
        self._let_go()
        self._begin()
        self.refresh()

    def stop(self) -> None:
        """Let all work end; what is finished stays, and `play` goes on from there."""
        self._is_asked = False
        self._leave()
        self.refresh()

    @property
    def is_playing(self) -> bool:
        """Whether all learn beside the notebook, as Play lets them."""
        return self._is_asked and self._is_filmed

    def pause(self) -> None:
        """Stop, as nobody looks."""
        self.stop()

    def run(self, timeout_s: float | None = None) -> RaceResult:
        """Let all learn now, with all seeds, and return when it is done.

        Parameters
        ----------
        timeout_s : float, optional
            Seconds after which to stop; for ever by default.

        Returns
        -------
        RaceResult
            What ``dlw.race`` returns for the same parts and seeds; networks' times are of their steps alone.
        """
        with self._frames.lock:
            self._is_asked, self._is_filmed = True, False
            self._begin()
        try:
            is_done = self.wait(timeout_s)
        except KeyboardInterrupt:
            self.stop()
            raise
        if not is_done:
            self.stop()
        return self.result

    def button_labels(self) -> Mapping[str, str]:
        """Return what Play says just now."""
        return {"play": "Stop"} if self._is_asked else {}
