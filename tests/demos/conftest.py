"""Fixtures for the demos: a notebook and its channels, without a kernel and without a page."""

import comm
import ipywidgets
import pytest

from dlwidgets.demos import live_charts
from dlwidgets.widgets import lasting_chart
from dlwidgets.widgets.vega_library import vega_library
from tests.demos.notebook import Notebook
from tests.widgets.wire import Wire


@pytest.fixture
def wires(monkeypatch):
    """The channels that widgets open, in the order in which they open them; afterwards all is closed."""
    opened = []

    def create_comm(**kwargs):
        opened.append(Wire(**kwargs))
        return opened[-1]

    monkeypatch.setattr(comm, "create_comm", create_comm)
    vega_library().close()
    yield opened
    ipywidgets.Widget.close_all()


@pytest.fixture
def notebook(monkeypatch, wires):
    """A notebook in which live charts are shown; a cell is running."""
    notebook = Notebook()
    for module in (live_charts, lasting_chart):
        monkeypatch.setattr(module, "get_ipython", lambda: notebook)
    monkeypatch.setattr(lasting_chart, "current_run", lambda: notebook.current_run)
    monkeypatch.setattr(lasting_chart, "display", notebook.display)
    notebook.begin_cell()
    return notebook
