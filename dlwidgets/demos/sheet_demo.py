"""A demo whose picture the kernel lays out for the width of the page."""

from typing import Any, ClassVar

from dlwidgets.widgets.demo import Demo

LEAST_PX = 160.0


class SheetDemo(Demo):
    """How wide is the page?

    A subclass lays out its picture in ``frame()`` for ``_sheet_px``.

    Parameters
    ----------
    *args, **settings
        As ``Demo`` takes them.
    """

    widest_px: ClassVar[float] = 680.0
    """How wide the picture is where there is room, in pixels."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        self._sheet_px = self.widest_px
        super().__init__(*args, **settings)

    def _receive_room(self, content: dict[str, Any]) -> None:
        """Hear how wide the picture is in a page and lay it out for that; the last page that says so counts."""
        width = max(LEAST_PX, min(self.widest_px, float(content["widths"].get("width", self.widest_px))))
        with self._frames.lock, self.telling():
            if width != self._sheet_px:
                self._sheet_px = width
                self.refresh()
