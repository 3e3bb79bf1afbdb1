"""A widget that costs nothing until it is shown, and is closed when its cell runs again."""

import os
from functools import cache
from typing import Any

import anywidget

from dlwidgets.widgets.cells import CellRegistry, current_run


@cache
def cell_registry() -> CellRegistry:
    """Return the one registry of this kernel."""
    return CellRegistry()


class LazyWidget(anywidget.AnyWidget):
    """An anywidget that opens its channel to the browser when it is first shown.

    An unshown widget is an ordinary object: it is freed when nothing names it, and ipywidgets, which keeps every
    widget it knows for ever, never hears of it. Closed widgets can be shown again.
    """

    _made = False
    _ipython_display_ = None  # that of ipywidgets 7 would show the widget without opening it

    def __init__(self, **kwargs: Any) -> None:
        self._made_in = current_run()
        super().__init__(**kwargs)
        self._made = True

    def open(self) -> None:
        """Open the channel to the browser; before the widget is complete this does nothing."""
        if self._made:
            super().open()

    @property
    def model_id(self) -> str:
        """The name under which the browser knows the widget; asking for it opens the widget."""
        self.open()
        return self.comm.comm_id

    @property
    def is_open(self) -> bool:
        """Whether a browser can be listening."""
        return self.comm is not None

    def close(self) -> None:
        """Remove the widget from every page, with the layout that belongs to it."""
        layout = self._trait_values.pop("layout", None)
        if layout is not None:
            layout.close()
        super().close()
        self.__dict__.pop("_repr_mimebundle_", None)  # ipywidgets blocks a second showing by this attribute

    def static_png(self) -> bytes | None:
        """Return the picture that stands for the widget where no kernel runs, if it has one."""
        return None

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, Any]:
        self.open()
        cell_registry().add(self, self._made_in)
        bundle: dict[str, Any] = {
            "text/plain": repr(self),
            "application/vnd.jupyter.widget-view+json": {
                "version_major": 2,
                "version_minor": 0,
                "model_id": self.model_id,
            },
        }
        # Only when lessons are built: it would delay each first paint fourfold.
        if os.environ.get("DLWIDGETS_STATIC") and (png := self.static_png()):
            bundle["image/png"] = png
        return bundle
