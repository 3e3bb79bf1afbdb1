"""Pictures that are drawn once a session: asked again, the same chart comes, and with it its specification."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

_CHARTS: dict[int, Any] = {}
"""The charts that nobody changes any more, by their identity; held for good, so that no other chart takes it over."""


def drawn_once(draw: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function that returns a chart draw it only once; its chart is not to be changed.

    Parameters
    ----------
    draw : callable
        Returns an Altair chart over named data sets; its arguments are hashable.

    Returns
    -------
    callable
        Returns the same chart for the same arguments.
    """

    @wraps(draw)
    def drawn(*args: Any, **kwargs: Any) -> Any:
        chart = draw(*args, **kwargs)
        _CHARTS[id(chart)] = chart
        return chart

    return cache(drawn)


def specification(chart: Any) -> dict[str, Any]:
    """Return the Vega-Lite specification of a chart; to make and check one takes longer than all else of a demo.

    Parameters
    ----------
    chart : altair chart
        Made by a function that draws once, or any other.

    Returns
    -------
    dict
        As ``chart.to_dict()`` gives it. What is inside may be shared: change copies only.
    """
    return dict(_of_drawn_once(id(chart))) if id(chart) in _CHARTS else chart.to_dict()


@cache
def _of_drawn_once(identity: int) -> dict[str, Any]:
    return _CHARTS[identity].to_dict()
