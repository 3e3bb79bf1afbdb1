"""A real kernel that runs a demo's cell a hundred times: widgets, channels, threads and memory stay level."""

import json

import pytest
from jupyter_client.manager import start_new_kernel

CELL = """
demo = Loud()
demo.level = 0.5
display(demo)
"""
# A megabyte of rows each: what is kept alive shows in the memory.
LOUD = '''
import gc, threading
import altair as alt, numpy as np
import dlwidgets as dlw
from IPython.display import display
from ipywidgets.widgets.widget import _instances

class Loud(dlw.Demo):
    """How loud is it?"""

    level = dlw.slider(0.1, 0, 1, label="Level", help="How loud it is.")

    def chart(self):
        return alt.Chart(alt.NamedData("wave")).mark_line().encode(x="x:Q", y="y:Q")

    def frame(self):
        x = np.linspace(0, 1, 65_536)
        return {"wave": {"x": x, "y": self.level * np.sin(x)}}
'''
COUNTS = """
import json, pathlib
gc.collect()
status = pathlib.Path("/proc/self/status")
memory_mb = int(status.read_text().split("VmRSS:")[1].split()[0]) / 1024 if status.exists() else None
print(json.dumps({
    "widgets": len(_instances),
    "channels": len(get_ipython().kernel.comm_manager.comms),
    "threads": threading.active_count(),
    "demos": sum(isinstance(thing, Loud) for thing in gc.get_objects()),
    "memory_mb": memory_mb,
}))
"""


class Kernel:
    """A kernel as a notebook drives it."""

    def __init__(self, client):
        self.client = client

    def run(self, code, cell=None):
        """Run a cell; return what it printed and the kinds of its other messages."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        request = self.client.session.msg("execute_request", content)
        request["metadata"] = {"cellId": cell} if cell else {}
        self.client.shell_channel.send(request)
        printed, kinds = "", []
        while True:
            message = self.client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") != request["header"]["msg_id"]:
                continue
            kind, content = message["msg_type"], message["content"]
            assert kind != "error", "\n".join(content["traceback"])
            if kind == "status" and content["execution_state"] == "idle":
                return printed, kinds
            printed += content["text"] if kind == "stream" else ""
            kinds.append(kind)

    def counts(self):
        """How much the kernel holds now."""
        return json.loads(self.run(COUNTS)[0])


@pytest.fixture(scope="module")
def kernel():
    manager, client = start_new_kernel()
    kernel = Kernel(client)
    kernel.run(LOUD)
    yield kernel
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.mark.parametrize(
    ("cell", "last_line"),
    [("a-cell", ""), (None, "demo")],
    ids=["with a cell id", "without one, shown again as the last expression"],
)
def test_a_demos_cell_can_run_a_hundred_times(kernel, cell, last_line):
    for _ in range(5):
        kernel.run(CELL + last_line, cell)
    before = kernel.counts()
    for _ in range(100):
        _printed, kinds = kernel.run(CELL + last_line, cell)
    after = kernel.counts()
    assert kinds.count("comm_open") == 2  # the demo and its layout
    assert kinds.count("comm_close") == 2
    assert (after["widgets"], after["channels"]) == (before["widgets"], before["channels"])
    assert after["threads"] <= before["threads"]
    if before["memory_mb"] is not None:
        # A hundred sets of rows would be a hundred megabytes.
        assert after["memory_mb"] - before["memory_mb"] < 25
    if not last_line:  # else the notebook itself keeps each output in Out, emptied of its rows
        assert after["demos"] <= before["demos"]


def test_a_demo_that_is_never_shown_leaves_nothing(kernel):
    before = kernel.counts()
    kernel.run("for _ in range(100): Loud(level=0.2)")
    after = kernel.counts()
    assert {**after, "memory_mb": 0} == {**before, "memory_mb": 0}
