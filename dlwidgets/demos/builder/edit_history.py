"""Undo and redo: what was before each gesture, as a value."""

from dataclasses import dataclass, replace
from typing import Any

LONGEST = 200
"""Gestures that can be undone."""


@dataclass(frozen=True)
class EditHistory:
    """The states before and after the present one.

    Parameters
    ----------
    past, future : tuple of dict
        States, the nearest last.
    burst : str
        Names the gesture that is going on: its changes are one step.
    """

    past: tuple[dict[str, Any], ...] = ()
    future: tuple[dict[str, Any], ...] = ()
    burst: str = ""

    def changed(self, before: dict[str, Any], burst: str = "") -> "EditHistory":
        """Return the history after a change.

        Parameters
        ----------
        before : dict
            The state that was left.
        burst : str
            A gesture of several changes; empty for one by itself.

        Returns
        -------
        EditHistory
            With one more step, unless the gesture has begun one already.
        """
        if burst and burst == self.burst and self.past:
            return replace(self, future=())
        return EditHistory((*self.past, before)[-LONGEST:], (), burst)

    def back(self, now: dict[str, Any]) -> tuple[dict[str, Any], "EditHistory"]:
        """Return the state before the last step, and the history there.

        Parameters
        ----------
        now : dict
            The present state.
        """
        return self.past[-1], EditHistory(self.past[:-1], (*self.future, now))

    def forth(self, now: dict[str, Any]) -> tuple[dict[str, Any], "EditHistory"]:
        """Return the state that was undone last, and the history there.

        Parameters
        ----------
        now : dict
            The present state.
        """
        return self.future[-1], EditHistory((*self.past, now), self.future[:-1])
