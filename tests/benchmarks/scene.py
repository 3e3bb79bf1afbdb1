"""One side's picture in a notebook of its own, with what can be measured on it."""

import base64
import json
from pathlib import Path
from typing import Any

from nbformat.v4 import new_code_cell

from tests.benchmarks.sides import PRELUDE, Side
from tests.browser.lab import Lab

PROBE = (Path(__file__).parent / "painted.js").read_text()
# A picture that is scrolled out of sight would cost nothing to paint.
FOLDED = {"jupyter": {"source_hidden": True}}
PICTURE_MESSAGES = {"comm_msg", "comm_open", "display_data", "update_display_data", "clear_output"}
UPDATES = """
import asyncio, time
set_at = []
for step in range({first}, {first} + {count}):
    set_at.append(1000 * time.time())
    update(step)
    await asyncio.sleep({gap_s})
"""


class Scene:
    """A picture on the screen that Python or a slider changes.

    Parameters
    ----------
    lab : Lab
        Where it is opened.
    side : Side
        Who draws it.
    source : str
        The cell that shows the picture and defines ``update(step)``.
    n_points : int
        Of a line.
    gap_s : float
        Seconds between two changes, enough for the slowest side to be done with one.
    """

    def __init__(self, lab: Lab, side: Side, source: str, n_points: int, gap_s: float) -> None:
        sources = (PRELUDE.format(n_points=n_points), source)
        cells = [new_code_cell(source, metadata=FOLDED) for source in sources]
        self.notebook = lab.open(cells, name=f"{side.name}.ipynb")
        self._side = side
        self._gap_s = gap_s
        self._step = 0
        self._pointer: tuple[float, float] | None = None
        self._direction = 1
        self._received: list[int] = []
        self._devtools = lab.context.new_cdp_session(self.notebook.page)
        self._devtools.send("Network.enable")
        self._devtools.on("Network.webSocketFrameReceived", self._count)
        self.notebook.page.evaluate(PROBE)
        self.notebook.run_all()
        self.notebook.page.wait_for_timeout(1000)

    def updates(self, count: int) -> tuple[list[float], float]:
        """Change the picture from Python.

        Returns
        -------
        painted_ms : list of float, shape (count,)
            From setting the data in Python to the painted frame.
        kilobytes : float
            On the wire from the kernel to the page, per update.
        """
        self.begin()
        self._step += count
        self.notebook.execute(UPDATES.format(first=self._step, count=count, gap_s=self._gap_s))
        set_at = self.notebook.value("set_at")
        return delays(set_at, self._probe()["paints"]), sum(self._received) / count / 1000

    def drag(self, count: int, pixels: int = 6) -> list[float]:
        """Drag the slider step by step with the mouse.

        Returns
        -------
        painted_ms : list of float, shape (count,)
            From the pointer event to the painted frame.
        """
        page = self.notebook.page
        x, y = self._pointer or self._handle_centre()
        page.mouse.move(x, y)
        page.mouse.down()
        page.wait_for_timeout(200)  # the press may change how the handle looks
        self.begin()
        for move in range(1, count + 1):
            page.mouse.move(x + self._direction * move * pixels, y)
            page.wait_for_timeout(1000 * self._gap_s)
        probe = self._probe()
        page.mouse.up()
        # Back and forth, so that the handle never meets its end.
        self._pointer = (x + self._direction * count * pixels, y)
        self._direction = -self._direction
        return delays(probe["moves"], probe["paints"])

    def begin(self) -> None:
        """Forget what has been measured so far."""
        self.notebook.page.bring_to_front()
        self.notebook.page.evaluate("paintProbe.paints.length = paintProbe.moves.length = 0")
        self._received.clear()

    def paints(self) -> list[float]:
        """Return when the picture was painted since ``begin``, in ms since 1970."""
        return self._probe()["paints"]

    def heap_mb(self) -> float:
        """Return what JavaScript holds after a collection."""
        self._devtools.send("HeapProfiler.collectGarbage")
        return self._devtools.send("Runtime.getHeapUsage")["usedSize"] / 1e6

    def close(self) -> None:
        """Close the notebook and shut its kernel down."""
        self.notebook.close()

    def _handle_centre(self) -> tuple[float, float]:
        """Where to take hold of the slider; its first value is in the middle."""
        box = self.notebook.output(1).locator(self._side.handle).bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def _probe(self) -> dict[str, list[float]]:
        """Return the moments of paints and pointer moves, in ms since 1970."""
        return self.notebook.page.evaluate("paintProbe")

    def _count(self, event: dict[str, Any]) -> None:
        """Count a frame of the kernel's channel if it carries something of the picture."""
        response = event["response"]
        if response["opcode"] == 2:  # binary, as all kernel messages are
            message = base64.b64decode(response["payloadData"])
            if message_type(message) in PICTURE_MESSAGES:
                self._received.append(len(message))


def message_type(message: bytes) -> str:
    """Read the type of a kernel message, as the server sends it to the page.

    References
    ----------
    https://github.com/jupyter-server/jupyter_server/pull/657
    """
    # A count, as many offsets of eight bytes each (of the channel, the header, ...), then the parts.
    start, stop = (int.from_bytes(message[at : at + 8], "little") for at in (16, 24))
    return json.loads(message[start:stop])["msg_type"]


def delays(causes: list[float], paints: list[float]) -> list[float]:
    """Return for each cause the time to the first paint between it and the next cause.

    Parameters
    ----------
    causes, paints : list of float
        Moments in ms since 1970, rising.

    Returns
    -------
    list of float, shape of causes
        Milliseconds.

    Raises
    ------
    RuntimeError
        A cause has no paint of its own.
    """
    found = []
    for cause, following in zip(causes, [*causes[1:], float("inf")], strict=True):
        painted = [paint - cause for paint in paints if cause <= paint < following]
        if not painted:
            raise RuntimeError("A change was not painted before the next one; the gap is too short.")
        found.append(painted[0])
    return found
