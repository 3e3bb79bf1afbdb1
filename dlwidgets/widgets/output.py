"""The place under a cell where a widget is shown while something runs, and what a saved notebook keeps of it."""

import os
import struct
from typing import Any

from IPython import get_ipython
from IPython.display import DisplayHandle, display

from dlwidgets.widgets.cells import CellRun, current_run
from dlwidgets.widgets.lazy_widget import LazyWidget
from dlwidgets.widgets.picture import SCALE


class Output:
    """Shows a widget from the start and, when it has come to its end, leaves its picture in the notebook's file.

    A notebook that is opened without its kernel can show no widget: there the picture and the text stand for it.
    Outside of a notebook nothing is shown. While lessons are built (``DLWIDGETS_STATIC``), only the end is shown.
    """

    def __init__(self) -> None:
        self._widget: LazyWidget | None = None
        self._shown_in: CellRun | None = None
        self._handle: DisplayHandle | None = None

    def holds(self, widget: LazyWidget | None) -> bool:
        """Tell whether ``widget`` was the last to be shown, under the cell run that is running now."""
        return widget is not None and widget is self._widget and self._shown_in == current_run()

    def show(self, widget: LazyWidget) -> None:
        """Show a widget under the running cell."""
        self._widget, self._shown_in, self._handle = widget, current_run(), None
        if self._shown_in and not _shows_only_ends():
            self._handle = display(widget, display_id=True)

    def replace(self, widget: LazyWidget) -> None:
        """Show a widget in the place of the last one, which is closed."""
        old, self._widget = self._widget, widget
        if self._handle is not None:
            self._put({"text/plain": repr(widget)})
        if old is not None:
            old.close()

    def keep(self) -> None:
        """Leave picture and text of the widget, as they are now, in the notebook's file."""
        if self._handle is not None:
            png = self._widget.static_png()
            still = {"text/plain": repr(self._widget)}
            self._put({**still, "image/png": png} if png else still)
        elif self._shown_in and _shows_only_ends():
            display(self._widget)

    def _put(self, still: dict[str, Any]) -> None:
        """Show ``still``, then the widget with ``still`` behind it.

        A widget that takes its own place leaves its old view alive behind the new one. The picture in between
        makes Jupyter remove it.
        """
        live, metadata = get_ipython().display_formatter.format(self._widget)
        if png := still.get("image/png"):
            metadata = {**metadata, "image/png": _size(png)}
        self._handle.update(still, metadata, raw=True)
        self._handle.update({**live, **still}, metadata, raw=True)


def _shows_only_ends() -> bool:
    return bool(os.environ.get("DLWIDGETS_STATIC"))


def _size(png: bytes) -> dict[str, int]:
    """Read width and height of a picture, in the units of its chart."""
    width, height = struct.unpack(">II", png[16:24])
    return {"width": round(width / SCALE), "height": round(height / SCALE)}
