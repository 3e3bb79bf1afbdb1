"""A notebook that is not there: cells that run, and what they show."""

import itertools
from types import SimpleNamespace

from IPython.core.events import EventManager

from dlwidgets.widgets.cells import CellRun


class Output:
    """One output of a cell: all that it has shown, oldest first, as data by their type."""

    def __init__(self, data):
        self.history = [data]

    def update(self, data, metadata=None, *, raw):
        assert raw, "data are put as they are"
        self.history.append(data | {"metadata": metadata})

    @property
    def now(self):
        return self.history[-1]


class Notebook:
    """Stands for IPython's shell, and for ``display``."""

    def __init__(self):
        self.outputs = []
        self.events = EventManager(self, ["post_run_cell"])
        self.display_formatter = SimpleNamespace(format=lambda widget: (widget._repr_mimebundle_(), {}))
        self.current_run = None
        self._runs = itertools.count(1)

    def begin_cell(self, name="cell"):
        """Run a cell, up to its end."""
        self.current_run = CellRun(name, f"run {next(self._runs)}")

    def end_cell(self, error=None):
        """End the cell that is running."""
        self.events.trigger("post_run_cell", SimpleNamespace(error_in_exec=error))
        self.current_run = None

    def display(self, widget, *, display_id=False):
        self.outputs.append(Output(self.display_formatter.format(widget)[0]))
        return self.outputs[-1] if display_id else None

    def showinterrupt(self, *_details, **_options):
        raise AssertionError("a hook of the cell's end has failed")

    showtraceback = showinterrupt
