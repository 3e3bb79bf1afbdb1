"""What a learner did on a chart, in the chart's own coordinates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ACTIONS = ("click", "drag", "drop", "delete")


@dataclass(frozen=True)
class PointerEvent:
    """A click or a drag on a chart, by mouse, finger or keyboard."""

    action: str
    """``click``, ``drag`` (on the way), ``drop`` (the end of a drag) or ``delete`` (the key)."""
    x: float
    """Place on the x axis, in its own units."""
    y: float
    """Place on the y axis, in its own units."""
    datum: Mapping[str, Any] | None = None
    """The row under the pointer; for a drag, the row where it began. None on an empty place."""
    chart: str = ""
    """Name of the chart among several that stand in one picture; empty if there is one."""
    keys: frozenset[str] = field(default_factory=frozenset)
    """Those of ``alt``, ``shift`` and ``ctrl`` that were held."""

    @classmethod
    def from_browser(cls, content: Mapping[str, Any]) -> "PointerEvent | None":
        """Read a message of the page; None if it is not well formed."""
        x, y, datum = content.get("x"), content.get("y"), content.get("datum")
        if content.get("action") not in ACTIONS or not isinstance(x, (int, float)) or not isinstance(y, (int, float)):
            return None
        return cls(
            action=content["action"],
            x=float(x),
            y=float(y),
            datum=datum if isinstance(datum, dict) else None,
            chart=str(content.get("chart", "")),
            keys=frozenset(str(key) for key in content.get("keys") or ()),
        )
