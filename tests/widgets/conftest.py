"""Fixtures for the widgets: their JavaScript without a browser, and a channel without a page."""

import gc
import sys
import threading
from types import SimpleNamespace

import comm
import ipywidgets
import pytest

from dlwidgets.widgets import gate
from dlwidgets.widgets.vega_library import vega_library
from tests.widgets.clock import Clock
from tests.widgets.javascript import JavaScript
from tests.widgets.pages import SHOW, STATE
from tests.widgets.wire import Wire


@pytest.fixture(scope="session")
def javascript(tmp_path_factory):
    """The modules of the widgets in a page in the zone UTC."""
    process = JavaScript(tmp_path_factory.mktemp("modules"))
    yield process
    process.close()


@pytest.fixture(scope="session")
def new_york(tmp_path_factory):
    """The modules of the widgets in a page in New York."""
    process = JavaScript(tmp_path_factory.mktemp("modules"), zone="America/New_York")
    yield process
    process.close()


@pytest.fixture
def show(javascript):
    """Runs code in a page that shows a widget; leaves nothing of the page in the process."""

    def show(code, widget="demo.js", **state):
        return javascript(SHOW + code, {"state": STATE | state, "widget": widget})

    return show


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
def raised(monkeypatch):
    """The errors of message handlers, which ipywidgets hands to the notebook."""
    errors = []
    shell = SimpleNamespace(showtraceback=lambda: errors.append(sys.exc_info()[1]))
    monkeypatch.setattr(ipywidgets.widgets.widget, "get_ipython", lambda: shell)
    yield errors
    assert errors == [], "a message handler raised an error that the test did not take"


@pytest.fixture
def registry(wires):
    """Names the widgets that ipywidgets holds on to."""
    from ipywidgets.widgets.widget import _instances

    def names():
        gc.collect()
        return sorted(type(widget).__name__ for widget in _instances.values())

    return names


@pytest.fixture
def clock(monkeypatch):
    """The time of the gate, which stands still until the test moves it."""
    clock = Clock()
    monkeypatch.setattr(gate, "time", SimpleNamespace(monotonic=clock.monotonic))
    monkeypatch.setattr(gate, "threading", SimpleNamespace(Timer=clock.timer))
    return clock


@pytest.fixture
def threads():
    """Names the threads that have come since the test began."""
    before = set(threading.enumerate())
    return lambda: [thread.name for thread in threading.enumerate() if thread not in before]
