"""A view that knows whether anybody looks: what goes on by itself pauses when the last page is gone."""

from typing import Any

from dlwidgets.widgets import audience
from dlwidgets.widgets.audience import Audience
from dlwidgets.widgets.later import later
from dlwidgets.widgets.panel_view import PanelView

NOBODY_LOOKED = "It was paused, as no page showed it any more; Play goes on from here."


class WatchedView(PanelView):
    """A live chart with controls that does not go on by itself when nobody looks any more.

    What was begun by code before any page has shown it goes on.

    Takes and raises the same as ``PanelView``.
    """

    def __init__(self, chart: Any, **options: Any) -> None:
        self._audience = Audience()
        self._why_paused = ""
        super().__init__(chart, **options)

    @property
    def is_playing(self) -> bool:
        """Whether it goes on by itself."""
        return False

    def pause(self) -> None:
        """End what goes on by itself, without waiting for that; does nothing if nothing does."""

    def sentence(self) -> str:
        """Return one sentence that says what the picture shows now."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Make a frame for the state as it is and show it."""
        raise NotImplementedError

    def _sentence_now(self) -> str:
        """Return the sentence, and why it does not go on by itself any more."""
        if self.is_playing:
            self._why_paused = ""
        return " ".join(filter(None, [self.sentence(), self._why_paused]))

    def _look_around(self) -> None:
        """Pause if pages have shown it and none does any more."""
        if self._audience.has_gone() and self.is_playing:
            self.pause()
            self._why_paused = NOBODY_LOOKED

    def _show_pause_unseen(self) -> None:
        """Look around in a while after a page has gone."""
        with self._frames.lock:
            self._look_around()
            if self._why_paused:
                self.refresh()

    def _receive_seen(self, content: dict[str, Any]) -> None:
        """Hear how many views a page has; one whose last cell was cleared shows nothing."""
        with self._frames.lock:
            self._audience.seen(str(content["page"]), int(content["views"]))
        if not content["views"]:
            later(audience.UNSEEN_S, self, "_show_pause_unseen")

    def _receive_left(self, content: dict[str, Any]) -> None:
        """Hear that a page is closed or loaded again."""
        with self._frames.lock:
            self._audience.left(str(content["page"]))
        later(audience.AWAY_S, self, "_show_pause_unseen")

    def _receive_painted(self, content: dict[str, Any]) -> None:
        """Hear that a page has painted; one that was thought to be gone may be there again."""
        with self._frames.lock:
            if content.get("views"):
                self._audience.seen(str(content["page"]), int(content["views"]))
            self._audience.painted(str(content["page"]))
        super()._receive_painted(content)

    def _receive_control(self, content: dict[str, Any]) -> None:
        self._why_paused = ""
        super()._receive_control(content)

    def _receive_pointer(self, content: dict[str, Any]) -> None:
        self._why_paused = ""
        super()._receive_pointer(content)
