"""How a playground is shown while it trains: by a thread of its own, while a page looks."""

from collections.abc import Mapping
from typing import Any

from dlwidgets.charts.playground import SHEET, SHEET_PX
from dlwidgets.demos.playing_field.picture import is_same
from dlwidgets.demos.playing_field.settings import PlaygroundSettings
from dlwidgets.widgets.follower import Follower

LEAST_PX = 160.0
SHEET_WIDTH = f"{SHEET}_width"
"""What Vega calls the width of the network in a page."""
SLOWEST_S = 0.5
"""Seconds between two pictures at most, however slow a page is."""


class PlaygroundShowing(PlaygroundSettings):
    """What is seen?

    The part of the playground that brings news to its pages.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    def __init__(self, **settings: Any) -> None:
        self._follower = Follower(self, "_catch_up", "_frame_s")
        self._is_asked = False
        self._shown_rows: dict[str, Any] = {}
        self._sheet_px = float(SHEET_PX[0])
        super().__init__(**settings)

    def update(self, data: Mapping[str, Any] | None = None, /, **named: Any) -> None:
        """Replace the rows of data sets; what the pages have already does not travel again."""
        sets = {**(data or {}), **named}
        news = {name: rows for name, rows in sets.items() if not is_same(self._shown_rows.get(name), rows)}
        super().update(news)
        self._shown_rows |= news

    def close(self) -> None:
        """Remove the playground from every page; shown again, it sends all that it shows."""
        super().close()
        vars(self).get("_shown_rows", {}).clear()

    def _answer(self) -> None:
        """Show what the controls and the sentence say now; the picture follows with the next news."""
        fields = self._controls.fields(self, self.button_labels(), self.disabled())
        self._frames.set_fields({"text": self._sentence_now(), "error": "", **fields})

    def _follow(self) -> bool:
        raise NotImplementedError

    def _catch_up(self) -> bool:
        """Show where the trainer stands; tell whether there was something to draw. The follower's thread calls this."""
        with self._frames.lock, self.telling():
            return self._follow()
        return False

    def _frame_s(self) -> float:
        """Return the seconds from one picture to the next that leave the slowest page half of its time."""
        return min(2 * self._frames.gate.draw_s, SLOWEST_S)

    def _receive_room(self, content: dict[str, Any]) -> None:
        """Hear how wide the network is drawn in a page, and lay it out for that; the last page that says so counts."""
        width = max(LEAST_PX, min(float(SHEET_PX[0]), float(content["widths"].get(SHEET_WIDTH, SHEET_PX[0]))))
        with self._frames.lock, self.telling():
            if width != self._sheet_px:
                self._sheet_px = width
                self.refresh()
