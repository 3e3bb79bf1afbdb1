"""The invisible widget that brings Vega to a page."""

from functools import cache

from dlwidgets.widgets.lazy_widget import LazyWidget
from dlwidgets.widgets.vega_bundle import bundle_source


class VegaLibrary(LazyWidget):
    """Brings Vega to the page, once for all charts of a kernel, without internet."""

    def __init__(self) -> None:
        self._esm = bundle_source()
        super().__init__()
        self._made_in = None  # belongs to the kernel, not to the cell that needed it first


@cache
def vega_library() -> VegaLibrary:
    """Return the one library widget of this kernel."""
    return VegaLibrary()
