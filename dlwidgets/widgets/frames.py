"""What a page shows, kept in the kernel; what of it is news travels as one frame."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dlwidgets.errors import InvalidValueError
from dlwidgets.widgets.columns import Columns, concatenate, pack, split_buffers
from dlwidgets.widgets.gate import Gate
from dlwidgets.widgets.grid import Grid

Rows = Columns | Grid


class Frames:
    """The state that every page of a widget shows, and the changes that have not been sent yet.

    Parameters
    ----------
    send : callable
        ``send(content, buffers)`` brings one message to all pages.
    is_open : callable
        Tells whether a page can be listening. While it returns False, changes are kept and nothing is sent.
    """

    def __init__(self, send: Callable[[dict[str, Any], list[memoryview]], None], is_open: Callable[[], bool]) -> None:
        self._send = send
        self._is_open = is_open
        self._changes: dict[str, dict[str, Any]] = {}
        self._depth = 0
        self.lock = threading.RLock()
        self.gate = Gate(self._transmit, self.lock)
        self.sets: dict[str, Rows] = {}
        self.fields: dict[str, Any] = {}
        self.params: dict[str, Any] = {}

    @contextmanager
    def together(self, *, at_once: bool = False) -> Iterator[None]:
        """Collect the changes made inside into one frame; ``at_once`` it goes out before the last one is painted."""
        with self.lock:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                self._ask()
                if at_once and not self._depth:
                    self.gate.flush()

    def replace(self, sets: Mapping[str, Rows]) -> None:
        """Give data sets new rows."""
        with self.lock:
            self.sets.update(sets)
            self._change("sets", {name: ("replace", rows) for name, rows in sets.items()})

    def append(self, sets: Mapping[str, Columns]) -> None:
        """Add rows at the end of data sets; only these rows travel."""
        with self.lock:
            whole = {name: concatenate(self._columns(name, rows), rows) for name, rows in sets.items()}
            self.sets.update(whole)
            waiting = self._changes.get("sets", {})
            news = {name: waiting.get(name, ("append", {})) for name in sets}
            self._change("sets", {name: (mode, concatenate(rows, sets[name])) for name, (mode, rows) in news.items()})

    def set_fields(self, fields: Mapping[str, Any]) -> None:
        """Set texts and states of controls; only those that differ travel."""
        with self.lock:
            news = {name: value for name, value in fields.items() if self.fields.get(name) != value}
            self.fields.update(news)
            self._change("fields", news)

    def set_param(self, name: str, value: Any) -> None:
        """Set a parameter of the chart."""
        with self.lock:
            self.params[name] = value
            self._change("params", {name: value})

    @contextmanager
    def answering(self, gesture: Mapping[str, Any], *, at_once: bool = False) -> Iterator[None]:
        """Handle a gesture of a page under the lock; the next frame tells that page that it was handled.

        A page sends the next gesture of a drag only then, so that a slow kernel is never flooded. A press is answered
        ``at_once``: it overtakes the pictures that wait for a page.
        """
        with self.together(at_once=at_once):
            try:
                yield
            finally:
                if "page" in gesture and "gesture" in gesture:
                    self._change("handled", {str(gesture["page"]): gesture["gesture"]})

    def snapshot(self) -> dict[str, Any]:
        """Describe the state after the newest frame, for a page that comes late."""
        with self.lock:
            self.gate.flush()
            sets = {name: {"mode": "replace", **_packed(rows)} for name, rows in self.sets.items()}
            return {"frame": self.gate.sent, "sets": sets, "fields": dict(self.fields), "params": dict(self.params)}

    def clear(self) -> None:
        """Let go of the data sets and of what was waiting."""
        with self.lock:
            self.gate.close()
            self.sets.clear()
            self._changes.clear()

    def _columns(self, name: str, rows: Rows) -> Columns:
        held = self.sets.get(name, {})
        if isinstance(held, Grid) or isinstance(rows, Grid):
            raise InvalidValueError(f"A grid has no rows to append for {name}. Use update().")
        return held

    def _change(self, part: str, news: Mapping[str, Any]) -> None:
        if news and self._is_open():
            self._changes.setdefault(part, {}).update(news)
            self._ask()

    def _ask(self) -> None:
        if self._changes and not self._depth:
            self.gate.request()

    def _transmit(self, frame: int) -> None:
        changes, self._changes = self._changes, {}
        sets = {name: {"mode": mode, **_packed(rows)} for name, (mode, rows) in changes.pop("sets", {}).items()}
        buffers: list[memoryview] = []
        content = split_buffers({"kind": "frame", "frame": frame, "sets": sets, **changes}, buffers)
        self._send(content, buffers)


def _packed(rows: Rows) -> dict[str, Any]:
    return rows.pack() if isinstance(rows, Grid) else pack(rows)
