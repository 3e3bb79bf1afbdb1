"""Epochs of the trainer against those of `model.fit`, its first movement, and messages while it trains."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from statistics import median, quantiles
from typing import Any, Self

from jupyter_client.manager import start_new_kernel

from tests.benchmarks.table import Row

# Shares of fit's time, and milliseconds to the first movement of a network that was never trained.
TARGETS = {"W1": (1 / 500, 500), "W2": (1 / 300, 1000), "W3": (1 / 35, 1000), "W4": (1 / 5, 500)}
TITLES = {
    "W1": "circle 2-4-2-1, SGD",
    "W2": "spiral 2-8-8-8-1, Adam",
    "W3": "digits 64-128-64-10, Adam",
    "W4": "digits, small CNN, Adam",
}
WARMED_MS, RESET_MS = 20, 20
LIVE_CHARTS = {"live": ("live charts", 1.05), "histograms": ("live charts and histograms", 1.1)}
LONG_RUN_MB = 10
OTHERS = {
    "livelossplot": "model.fit with livelossplot",
    "sklearn": "MLPClassifier.partial_fit",
    "torch": "a PyTorch loop",
}
"""Libraries that an epoch is measured against where they are installed."""
LATER_MS, LATER_95_MS = 3, 15
COMMAND = [sys.executable, "-m", "tests.benchmarks.workloads"]
# As TensorFlow is without us: importing dlwidgets chooses others where nobody has chosen.
AS_IT_COMES = {"TF_NUM_INTRAOP_THREADS": "0", "TF_ENABLE_ONEDNN_OPTS": "1", "XLA_FLAGS": ""}
ONE_THREAD = {"TF_NUM_INTRAOP_THREADS": "1"}

TRAINER = """
import numpy as np
import dlwidgets as dlw
from tests.benchmarks.workloads import data_of, spec_of

trainer = dlw.Trainer(spec_of("W1"), *data_of("W1"), batch_size=10)
trainer.step()
"""
ANSWERS = """
def answer(comm, message):
    comm.on_msg(lambda message: comm.send(message["content"]["data"]))

get_ipython().kernel.comm_manager.register_target("ping", answer)
"""


class Side:
    """A process that answers measurements."""

    def __init__(self, side: str, name: str, round_s: float, environment: dict[str, str]) -> None:
        command = [*COMMAND, side, name, str(round_s)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._process = subprocess.Popen(command, env=os.environ | environment, **pipes)

    def __enter__(self) -> Self:
        """Be there."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def ask(self, what: str) -> float:
        """Return one measurement."""
        self._process.stdin.write(f"{what}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def training_rows(
    rounds: int, names: Iterator[str] | tuple[str, ...] = tuple(TARGETS), round_s: float = 1.0
) -> Iterator[Row]:
    """Measure each workload, both sides in turns; the other side as it comes, and with our number of threads."""
    for name in names:
        with ExitStack() as stack:
            sides = {
                "ours": Side("ours", name, round_s, ONE_THREAD),
                "model.fit": Side("fit", name, round_s, AS_IT_COMES),
                "model.fit, 1 thread": Side("fit", name, round_s, ONE_THREAD),
            }
            for side in sides.values():
                stack.enter_context(side)
            turns = [{who: side.ask("epoch") for who, side in sides.items()} for _ in range(1 + rounds)]
            ms = {who: 1000 * median(turn[who] for turn in turns[1:]) for who in sides}
            ours = sides["ours"]
            reset, warmed, cold = ([ours.ask(what) for _ in range(rounds)] for what in ("reset", "warmed", "cold"))
        share, cold_ms = TARGETS[name]
        yield Row(f"{TITLES[name]}: one epoch", "ms", ms["ours"], "model.fit", ms["model.fit"], target=share)
        other = "model.fit, 1 thread"
        yield Row(f"{TITLES[name]}: one epoch", "ms", ms["ours"], other, ms[other])
        yield Row(f"{TITLES[name]}: reset", "ms", median(reset), limit=RESET_MS)
        yield Row(f"{TITLES[name]}: Play to first movement, warmed", "ms", median(warmed), limit=WARMED_MS)
        yield Row(f"{TITLES[name]}: Play to first movement, never trained", "ms", median(cold), limit=cold_ms)


def missing_libraries() -> list[str]:
    """Name the libraries that are not installed, so that nothing is measured against them."""
    return [library for library in OTHERS if find_spec(library) is None]


def other_library_rows(rounds: int, names: tuple[str, ...] = tuple(TARGETS), round_s: float = 1.0) -> Iterator[Row]:
    """Measure an epoch of each workload against other libraries, in turns; without a target."""
    for name in names:
        # scikit-learn has no convolutions.
        others = [one for one in OTHERS if one not in missing_libraries() and (one, name) != ("sklearn", "W4")]
        with ExitStack() as stack:
            sides = {who: stack.enter_context(Side(who, name, round_s, ONE_THREAD)) for who in ("ours", *others)}
            turns = [{who: side.ask("epoch") for who, side in sides.items()} for _ in range(1 + rounds)]
        ms = {who: 1000 * median(turn[who] for turn in turns[1:]) for who in sides}
        for who in others:
            yield Row(f"{TITLES[name]}: one epoch", "ms", ms["ours"], OTHERS[who], ms[who])


def long_run_row(name: str = "W1") -> Row:
    """Measure what a run of ten thousand epochs adds to the memory of its process."""
    with Side("ours", name, 1.0, ONE_THREAD) as ours:
        return Row(f"{TITLES[name]}: memory of 10,000 epochs", "MB", ours.ask("long_run"), limit=LONG_RUN_MB)


def live_charts_rows(rounds: int, name: str = "W3", round_s: float = 1.0) -> Iterator[Row]:
    """Measure an epoch of `model.fit` with live charts, and with histograms of the layers too, against one without."""
    with ExitStack() as stack:
        sides = {who: stack.enter_context(Side(who, name, round_s, ONE_THREAD)) for who in (*LIVE_CHARTS, "fit")}
        turns = [{who: side.ask("epoch") for who, side in sides.items()} for _ in range(1 + rounds)]
    ms = {who: 1000 * median(turn[who] for turn in turns[1:]) for who in sides}
    for who, (title, target) in LIVE_CHARTS.items():
        what = f"{TITLES[name]}: one epoch of model.fit with {title}, no page open"
        yield Row(what, "ms", ms[who], "model.fit without", ms["fit"], target=target)


def message_rows(count: int, prepare: str = TRAINER) -> Iterator[Row]:
    """Measure from a widget's message to its answer, in an idle kernel and in one that trains beside."""
    manager, client = start_new_kernel()
    try:
        _run(client, prepare + ANSWERS)
        idle = _round_trips_ms(client, count)
        _run(client, "trainer.play()")
        busy = _round_trips_ms(client, count)
        _run(client, "trainer.close()")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    what = "a message is answered while training, later than in an idle kernel"
    yield Row(f"{what}: median", "ms", median(busy) - median(idle), limit=LATER_MS)
    yield Row(f"{what}: 95 %", "ms", quantiles(busy, n=20)[-1] - quantiles(idle, n=20)[-1], limit=LATER_95_MS)


def _run(client: Any, code: str) -> None:
    reply = client.execute_interactive(code, timeout=120, output_hook=lambda message: None)
    if reply["content"]["status"] != "ok":
        raise RuntimeError("\n".join(reply["content"]["traceback"]))


def _round_trips_ms(client: Any, count: int) -> list[float]:
    """Send messages on a widget's channel, one after the other, and wait for each answer."""
    channel = f"ping-{count}-{time.monotonic_ns()}"
    _send(client, "comm_open", {"comm_id": channel, "target_name": "ping", "data": {}})
    taken = []
    for number in range(count):
        began = time.perf_counter()
        _send(client, "comm_msg", {"comm_id": channel, "data": {"number": number}})
        while True:
            message = client.get_iopub_msg(timeout=60)
            content = message["content"]
            if message["msg_type"] == "comm_msg" and content.get("comm_id") == channel:
                break
        taken.append(1000 * (time.perf_counter() - began))
        time.sleep(0.02)
    return taken


def _send(client: Any, kind: str, content: dict[str, Any]) -> None:
    client.shell_channel.send(client.session.msg(kind, content))
