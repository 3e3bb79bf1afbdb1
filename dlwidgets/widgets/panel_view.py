"""A live chart with controls: it does what the learner does with them, and tells what went wrong."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any, Self

import traitlets as t

from dlwidgets.errors import DLWidgetsError, InvalidValueError, check_call, unknown_name
from dlwidgets.widgets.assets import script
from dlwidgets.widgets.chart_view import ChartView
from dlwidgets.widgets.page import Page
from dlwidgets.widgets.panel import Panel

NEARLY = 0.7
"""How alike two names are, from 0 to 1, where one is taken for a slip of the other."""
BUG_SENTENCE = "This demo ran into a bug of its own. Its state is kept; please tell its authors."


class PanelView(ChartView):
    """A live chart with the settings and buttons that a subclass declares; what they do is the subclass' to say.

    Parameters
    ----------
    chart : altair chart
        As for ``ChartView``.
    hide, lock : iterable of str
        Names of settings and buttons that are not shown, or shown but not for the learner to change.
    description : str
        What the picture shows, for screen readers.
    """

    _esm = script("demo.js")

    _panel = t.List().tag(sync=True)
    _parts = t.Dict().tag(sync=True)

    change: Callable[..., None]
    """Sets settings by name."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        """Refuse arguments that the class does not take, in a sentence."""
        check_call(cls.__name__, cls.__init__, (None, *args), kwargs)
        return super().__new__(cls, *args, **kwargs)

    def __init__(self, chart: Any, *, hide: Iterable[str], lock: Iterable[str], description: str) -> None:
        self._controls = Panel(type(self), hide, lock)
        parts = {name: spec for name, spec in self.part_specs().items() if name not in self._controls.hidden}
        super().__init__(chart, description=description, _panel=self._controls.spec(), _parts=parts)

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute; one that is nearly called like a setting is a slip, and would change nothing."""
        if not (name.startswith("_") or name in vars(self) or hasattr(type(self), name)):
            self._refuse_slip(name)
        super().__setattr__(name, value)

    def _refuse_slip(self, name: str) -> None:
        settings = self._controls.settings if "_controls" in vars(self) else ()
        kind = type(self).__name__
        if name in {"hide", "lock"}:
            raise InvalidValueError(f"What to {name} is said when the demo is made: {kind}({name}=[...]).")
        if get_close_matches(name, settings, n=1, cutoff=NEARLY):
            raise unknown_name(f"setting of {kind}", name, settings)

    def part_specs(self) -> Mapping[str, Any]:
        """Return what never changes of the page's other parts, by name: plain values for its own JavaScript."""
        return {}

    @property
    def page(self) -> Page:
        """The page without a browser: ``demo.page.press("step")`` does what a click on Step does."""
        return Page(self._handle_msg, self._panel, self._frames.fields)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Show a learner's mistake as a sentence under the chart; raise a bug, and say that it is one."""
        try:
            yield
        except DLWidgetsError as mistake:
            self._frames.set_fields({"error": str(mistake)})
        except Exception:
            self._frames.set_fields({"error": BUG_SENTENCE})
            raise

    def _inputs(self) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        inputs = self._controls.inputs(self)
        return inputs, [(self._controls.settings[name].label, self._controls.settings[name].help) for name in inputs]

    def _receive_control(self, content: dict[str, Any]) -> None:
        """Do what the learner did with a control; tell a mistake under the chart."""
        name = content.get("name")
        with self._frames.answering(content, at_once=str(name) in self._controls.buttons), self.telling():
            if not self._controls.is_free(name):
                return
            if name in self._controls.buttons:
                getattr(self, name)()
            elif name in self._controls.actions:
                self._act(name, content.get("arguments") or {})
            else:
                self.change(**{str(name): content.get("value")})

    def _act(self, name: str, arguments: Mapping[str, Any]) -> None:
        """Call an action with what the page gave."""
        method = getattr(self, name)
        try:
            inspect.signature(method).bind(**arguments)
        except TypeError as error:
            raise InvalidValueError(f"The action {name!r} does not take that: {error}.") from None
        method(**arguments)

    def _receive_param(self, content: dict[str, Any]) -> None:
        """Follow a setting that was moved in the picture itself; put it back if it may not be moved."""
        super()._receive_param(content)
        name = content["name"]
        if name in self._controls.in_picture:
            with self._frames.together():
                with self.telling():
                    if self._controls.is_free(name):
                        self.change(**{name: content["value"]})
                for moved, value in self._moved().items():
                    self.set_param(moved, value)

    def _moved(self) -> dict[str, Any]:
        """Return the settings in the picture that it does not show yet; what a page has moved needs no way back."""
        now = {name: getattr(self, name) for name in self._controls.in_picture}
        return {name: value for name, value in now.items() if self.params.get(name) != value}

    def _receive_pointer(self, content: dict[str, Any]) -> None:
        with self._frames.together(), self.telling():
            super()._receive_pointer(content)
