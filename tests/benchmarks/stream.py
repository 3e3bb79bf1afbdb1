"""A thousand updates a second: how far the page falls behind, and what it costs in memory."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from tests.benchmarks.ours import OURS
from tests.benchmarks.scene import Scene
from tests.benchmarks.sides import JUPYTER_CHART, Side
from tests.benchmarks.table import Row
from tests.browser.lab import Lab

FRAME_MS = 1000 / 60
# Ten at a time, because an event loop can't sleep for exactly a millisecond.
STREAM = """
import asyncio, time, psutil

began, sent = time.monotonic(), 0
while time.monotonic() - began < {seconds}:
    for sent in range(sent + 1, sent + 11):
        update(sent)
    await asyncio.sleep(max(0.001, began + sent / 1000 - time.monotonic()))
last_set_at = 1000 * time.time()
"""
KERNEL_MB = "psutil.Process().memory_info().rss / 1e6"


@dataclass(frozen=True)
class Streamed:
    """What one side did."""

    updates_per_s: float
    behind_frames: float
    heap_growth_mb: float
    kernel_growth_mb: float


def stream_rows(lab: Lab, seconds: float) -> Iterator[Row]:
    """Send a line of 200 points a thousand times a second, or as often as the side can.

    Parameters
    ----------
    lab : Lab
        Where the pictures are opened.
    seconds : float
        How long.

    Yields
    ------
    Row
        ``limit`` of the delay is the issue's two frames; memory is level if it grows by less than 5 MB.
    """
    ours, theirs = (_stream(lab, side, seconds) for side in (OURS, JUPYTER_CHART))
    what = f"{ours.updates_per_s:,.0f} updates/s for {seconds:g} s (theirs {theirs.updates_per_s:,.0f}/s)"
    against = JUPYTER_CHART.name
    delays = ours.behind_frames, against, theirs.behind_frames
    heaps = ours.heap_growth_mb, against, theirs.heap_growth_mb
    kernels = ours.kernel_growth_mb, against, theirs.kernel_growth_mb
    yield Row(f"{what}: last update to its paint", "frames", *delays, limit=2)
    yield Row(f"{what}: growth of the JavaScript heap", "MB", *heaps, limit=5)
    yield Row(f"{what}: growth of the kernel", "MB", *kernels, limit=5)


def _stream(lab: Lab, side: Side, seconds: float) -> Streamed:
    """Run one side, after a second of warming up."""
    with closing(Scene(lab, side, side.pictures["line"], n_points=200, gap_s=0)) as scene:
        _run(scene, 1)
        heap_mb, kernel_mb = scene.heap_mb(), scene.notebook.value(KERNEL_MB)
        _run(scene, seconds)
        behind_ms = scene.paints()[-1] - scene.notebook.value("last_set_at")
        return Streamed(
            updates_per_s=scene.notebook.value("sent") / seconds,
            # A last paint before the last update would mean that the last value never came.
            behind_frames=behind_ms / FRAME_MS if behind_ms > 0 else float("inf"),
            heap_growth_mb=scene.heap_mb() - heap_mb,
            kernel_growth_mb=scene.notebook.value(KERNEL_MB) - kernel_mb,
        )


def _run(scene: Scene, seconds: float) -> None:
    """Stream, then wait until nothing has been painted for a second."""
    scene.begin()
    scene.notebook.execute(STREAM.format(seconds=seconds), timeout_s=20 * seconds + 60)
    painted = -1
    while painted != len(scene.paints()):
        painted = len(scene.paints())
        scene.notebook.page.wait_for_timeout(1000)
