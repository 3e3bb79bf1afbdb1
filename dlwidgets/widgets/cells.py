"""Which cell made which widget, so that running a cell again closes what its last run made."""

import weakref
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from IPython import get_ipython


class Closable(Protocol):
    """Anything that holds something in the browser until it is closed."""

    def close(self) -> None:
        """Let go of it."""


@dataclass(frozen=True)
class CellRun:
    """One run of one cell."""

    cell: str
    """The cell: the id that the notebook gives it, or a digest of its text where it gives none."""
    run: str
    """The run: the id of the request that started it."""


def current_run() -> CellRun | None:
    """Tell which cell is running now; None outside a notebook."""
    shell = get_ipython()
    request = _request(shell) if shell is not None else {}
    content = request.get("content", {})
    if "code" not in content:
        return None
    cell = request.get("metadata", {}).get("cellId") or sha256(content["code"].encode()).hexdigest()
    return CellRun(cell, request["header"]["msg_id"])


def _request(shell: Any) -> dict[str, Any]:
    get_parent = getattr(shell, "get_parent", None)
    return (get_parent() if get_parent else getattr(shell, "parent_header", None)) or {}


class CellRegistry:
    """The open widgets of each cell's last run."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[str, weakref.WeakSet[Closable]]] = {}

    def add(self, widget: Closable, made_in: CellRun | None) -> None:
        """Note a widget that is being shown; close those that an earlier run of the cell that made it left.

        Parameters
        ----------
        widget : Closable
            What is shown now.
        made_in : CellRun or None
            The run that made it. Outside a notebook nothing is noted and nothing closed.
        """
        if made_in is None:
            return
        run, widgets = self._made.setdefault(made_in.cell, (made_in.run, weakref.WeakSet()))
        if run != made_in.run:
            self._made[made_in.cell] = made_in.run, weakref.WeakSet()
            for earlier in widgets:
                earlier.close()
        self._made[made_in.cell][1].add(widget)
