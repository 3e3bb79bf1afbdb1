"""The trainer in a real kernel: the interrupt button, and cells that run while it trains."""

import time

import pytest
from jupyter_client.manager import start_new_kernel

MAKE = """
import threading, time
import numpy as np
import dlwidgets as dlw
from dlwidgets.network import CompileSpec, Dense, Input, NetworkSpec

spec = NetworkSpec([Input((2,)), Dense(1)], CompileSpec("sgd", "mse"))
X = np.random.default_rng(0).normal(size=(64, 2))
trainer = dlw.Trainer(spec, X, X[:, 0], path="loop", batch_size=8)
trainer.step()
"""
THREADS = "[one.name for one in threading.enumerate() if one.name == 'dlwidgets-trainer']"


class Kernel:
    """A kernel whose cells return what they print, or the name of the error that ends them."""

    def __init__(self):
        self.manager, self.client = start_new_kernel()

    def start(self, code):
        """Send a cell; return its id."""
        return self.client.execute(code)

    def result(self, cell):
        """Wait for the end of a cell."""
        printed = ""
        while True:
            message = self.client.get_iopub_msg(timeout=120)
            if message["parent_header"].get("msg_id") != cell:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "error":
                printed = content["ename"]
            printed += content["text"] if kind == "stream" and content["name"] == "stdout" else ""
            if kind == "status" and content["execution_state"] == "idle":
                return printed.strip()

    def run(self, code):
        """Run a cell."""
        return self.result(self.start(code))

    def wait_for(self, expression, value):
        """Ask again and again until an expression is what it should be."""
        end = time.monotonic() + 60
        while (present := self.run(f"print({expression})")) != value:
            assert time.monotonic() < end, f"{expression} is still {present}"
            time.sleep(0.05)


@pytest.fixture(scope="module")
def kernel():
    kernel = Kernel()
    assert kernel.run(MAKE) == ""
    yield kernel
    kernel.client.stop_channels()
    kernel.manager.shutdown_kernel(now=True)


def test_an_interrupt_ends_a_cell_that_trains_and_keeps_what_was_recorded(kernel):
    cell = kernel.start("print('training', flush=True); trainer.train(10_000_000)")
    kernel.client.get_iopub_msg(timeout=60)
    time.sleep(0.5)
    kernel.manager.interrupt_kernel()

    assert kernel.result(cell) == "KeyboardInterrupt"
    assert kernel.run("print(trainer.state, trainer.run.ending, trainer.epoch == trainer.run.last_epoch)") == (
        "paused interrupted True"
    )
    assert kernel.run(f"print({THREADS})") == "[]"
    assert kernel.run("before = trainer.epoch; trainer.train(2); print(trainer.epoch - before)") == "2"


def test_an_interrupt_while_no_cell_runs_pauses_what_trains_beside(kernel):
    kernel.run("trainer.play()")
    kernel.wait_for("trainer.state", "training")
    # Cells answer meanwhile, and the kernel's own handler comes and goes around each.
    assert (
        kernel.run("first = trainer.latest.n_steps; time.sleep(0.3); print(trainer.latest.n_steps > first)") == "True"
    )
    time.sleep(0.3)
    kernel.manager.interrupt_kernel()
    kernel.wait_for("trainer.state", "paused")
    assert kernel.run("print(trainer.run.ending)") == "interrupted"
    assert kernel.run(f"print({THREADS})") == "[]"

    # The next cell can be interrupted as ever, and an idle kernel lives through one.
    kernel.manager.interrupt_kernel()
    time.sleep(0.2)
    cell = kernel.start("print('sleeping', flush=True); time.sleep(100)")
    time.sleep(0.5)
    kernel.manager.interrupt_kernel()
    assert kernel.result(cell).endswith("KeyboardInterrupt")
    assert kernel.run("print('alive')") == "alive"


FIT = """
import keras
def fit(live, at_epoch_2):
    network = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    network.compile("sgd", "mse")
    tell = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: at_epoch_2() if epoch == 1 else None)
    network.fit(X, X[:, 0], epochs=100_000, verbose=0, callbacks=[live, tell])
    print("after", live.run.ending, live.view.text.split()[0], live.run.last_epoch == len(live.run.epochs) > 1)
live = dlw.LiveCharts()
before = {*threading.enumerate()}
"""


def test_an_own_fit_ends_with_its_batch_by_the_interrupt_and_by_the_button_where_it_is_heard(kernel):
    kernel.run(FIT)
    cell = kernel.start("fit(live, lambda: print('learning', flush=True))")
    while kernel.client.get_iopub_msg(timeout=60)["content"].get("text") != "learning\n":
        pass
    kernel.manager.interrupt_kernel()
    assert kernel.result(cell) == "after interrupted Interrupted True"

    # A kernel that hears buttons while a cell runs hears them on another thread.
    press = "threading.Thread(target=lambda: live.view.page.press('stop')).start()"
    assert kernel.run(f"fit(live, lambda: {press})") == "after interrupted Interrupted True"
    # The kernel's own sockets have a thread that begins when it is needed.
    kernel.wait_for("[one for one in {*threading.enumerate()} - before if 'zmq' not in type(one).__module__]", "[]")
    assert kernel.run("print([run.ending.value for run in live.runs])") == "['interrupted', 'interrupted']"
