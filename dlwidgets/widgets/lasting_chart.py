"""A live chart that leaves its final picture in the notebook's file."""

import os
import struct
from base64 import b64encode
from dataclasses import dataclass
from typing import Any

import traitlets as t
from IPython import get_ipython
from IPython.display import DisplayHandle, display

from dlwidgets.widgets.assets import script
from dlwidgets.widgets.cells import CellRun, current_run
from dlwidgets.widgets.chart_view import ChartView
from dlwidgets.widgets.picture import SCALE

ENDING_LENGTH = 120
"""Characters at the end of a picture's address that tell it from every other picture."""


@dataclass(frozen=True)
class Place:
    """Where a chart is shown."""

    run: CellRun
    """The run of a cell."""
    output: DisplayHandle | None
    """The output under it; None while lessons are built, which show only what is left at the end."""


def can_be_shown() -> bool:
    """Tell whether a cell is running, under which a chart can be shown."""
    return current_run() is not None


class LastingChart(ChartView):
    """A chart that moves while something runs, and stays when the kernel is gone.

    JupyterLab opens a saved widget with "model not found", whatever picture was saved with it. So when all is
    done, the picture takes the widget's place in the notebook; in a page that is open, the live chart goes on in
    front of it.

    Takes and raises the same as ``ChartView``.
    """

    _esm = script("lasting_chart.js")

    _picture = t.Unicode().tag(sync=True)

    place: Place | None = None
    """Where it was shown last."""

    @property
    def is_here(self) -> bool:
        """Whether the running cell has shown the chart already."""
        return self.place is not None and self.place.run == current_run()

    def show(self) -> None:
        """Show the live chart under the running cell, once; outside of a notebook nothing is shown."""
        run = current_run()
        if not self.is_here and run is not None:
            is_lesson_built = bool(os.environ.get("DLWIDGETS_STATIC"))
            self.place = Place(run, None if is_lesson_built else display(self, display_id=True))
        elif self._picture:
            self._picture = ""
            self._put_live()

    def take_place_of(self, other: "LastingChart") -> None:
        """Show the live chart where another one is shown, which is closed.

        Parameters
        ----------
        other : LastingChart
            Shown or not.
        """
        self.place = other.place
        if self.place and self.place.output:
            # A widget that replaces a widget would leave the first one's view alive behind it.
            self._put({"text/plain": repr(self)})
            self._put_live()
        other.close()

    def keep(self) -> None:
        """Leave picture and text, as they are now, in the notebook's file; without vl-convert the widget stays."""
        if self.place is None:
            return
        if self.place.output is None:
            display(self)
        elif png := self.static_png():
            self._put({"text/plain": repr(self), "image/png": png}, {"image/png": _size(png)})
            self._picture = b64encode(png).decode()[-ENDING_LENGTH:]

    def _put_live(self) -> None:
        self._put(*get_ipython().display_formatter.format(self))

    def _put(self, data: dict[str, Any], metadata: dict[str, Any] | None = None) -> None:
        """Fill the output anew."""
        self.place.output.update(data, metadata=metadata, raw=True)


def _size(png: bytes) -> dict[str, int]:
    """Read width and height of a picture, in the units of its chart."""
    width, height = struct.unpack(">II", png[16:24])
    return {"width": round(width / SCALE), "height": round(height / SCALE)}
