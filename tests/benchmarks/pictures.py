"""From setting data, or dragging a slider, to the painted frame."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.benchmarks.ours import OURS
from tests.benchmarks.scene import Scene
from tests.benchmarks.sides import INTERACT, JUPYTER_CHART, Side
from tests.benchmarks.table import Row
from tests.browser.lab import Lab

SIDES = (OURS, JUPYTER_CHART, INTERACT)
CHANGES_PER_ROUND = 3


@dataclass(frozen=True)
class Picture:
    """What is drawn, and the ratios to each of the other sides that are good enough."""

    name: str
    kind: str
    n_points: int
    gap_s: float
    painted_targets: tuple[float, float]
    drag_targets: tuple[float, float] | None = None


PICTURES = (
    Picture("line, 200 points", "line", 200, 0.4, painted_targets=(0.3, 0.15), drag_targets=(0.5, 0.4)),
    Picture("line, 2,000 points", "line", 2000, 0.4, painted_targets=(0.4, 0.3)),
    Picture("surface, 100x100", "surface", 200, 0.8, painted_targets=(0.1, 0.15), drag_targets=(0.2, 0.4)),
)


def painted_rows(lab: Lab, rounds: int) -> Iterator[Row]:
    """Measure from setting data in Python to the painted frame, and the bytes of an update."""
    for picture in PICTURES:
        opened = {side: side.pictures[picture.kind] for side in SIDES}
        measured = interleaved(lab, picture, opened, rounds, lambda scene: scene.updates(CHANGES_PER_ROUND))
        painted_ms = {side: median(ms for delays, _ in runs for ms in delays) for side, runs in measured.items()}
        kilobytes = {side: median(size for _, size in runs) for side, runs in measured.items()}
        yield from rows(f"{picture.name}: set to painted", "ms", painted_ms, picture.painted_targets)
        yield from rows(f"{picture.name}: one update", "kB", kilobytes)


def drag_rows(lab: Lab, rounds: int) -> Iterator[Row]:
    """Measure from a pointer event on the slider to the painted frame."""
    for picture in PICTURES:
        if picture.drag_targets:
            opened = {side: side.drags[picture.kind] for side in SIDES}
            measured = interleaved(lab, picture, opened, rounds, lambda scene: scene.drag(CHANGES_PER_ROUND))
            painted_ms = {side: median(ms for delays in runs for ms in delays) for side, runs in measured.items()}
            yield from rows(f"{picture.name}: slider to painted", "ms", painted_ms, picture.drag_targets)


def interleaved(
    lab: Lab, picture: Picture, sources: dict[Side, str], rounds: int, measure: Callable[[Scene], Any]
) -> dict[Side, list[Any]]:
    """Measure all sides in turns, so that what else the machine does hits all; the first turn warms up."""
    with ExitStack() as stack:
        scenes = {}
        for side, source in sources.items():
            scene = Scene(lab, side, source, picture.n_points, picture.gap_s)
            scenes[side] = stack.enter_context(closing(scene))
        turns = [{side: measure(scene) for side, scene in scenes.items()} for _ in range(1 + rounds)]
    return {side: [turn[side] for turn in turns[1:]] for side in scenes}


def rows(
    what: str, unit: str, measured: dict[Side, float], targets: tuple[float | None, ...] = (None, None)
) -> Iterator[Row]:
    """Yield one row for the first side against each of the others."""
    ours, *peers = measured
    for peer, target in zip(peers, targets, strict=True):
        yield Row(what, unit, measured[ours], peer.name, measured[peer], target=target)
