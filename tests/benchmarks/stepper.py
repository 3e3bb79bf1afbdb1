"""The backprop stepper: from Next to the painted frame, and what it takes to build a walk-through."""

import time
from collections.abc import Iterator
from statistics import median

import numpy as np

from dlwidgets.nn import SGD, dense_network, walk_through
from tests.benchmarks.pictures import CHANGES_PER_ROUND, Picture, interleaved, rows
from tests.benchmarks.sides import Side
from tests.benchmarks.table import Row
from tests.browser.lab import Lab

LAYERS = [4, 8, 8, 3]
FRAME_MS = 1000 / 60
WALKS_PER_ROUND = 20
NETWORK = Picture("stepper, 4-8-8-3", "network", 0, 0.8, painted_targets=(0.5, 0.5))

_STEPPER = f"""
import dlwidgets as dlw

stepper = dlw.BackpropStepper({LAYERS})
stepper.goto("blame")
"""

_OURS = """
def update(step):
    stepper.next()

stepper
"""

# The others get the numbers of each step for nothing: they only draw.
_RECORDED = """
frames = []
for _ in range(60):
    frames.append({name: {key: list(values) for key, values in rows.items()} for name, rows in stepper.datasets.items()})
    stepper.next()
"""

_ALTAIR = """
import altair as alt
from dlwidgets.charts.diagram import network_diagram
from dlwidgets.charts.theme import themed

alt.JupyterChart.enable_offline()
spec = themed(network_diagram().to_dict())

def picture(step):
    frame = frames[step % len(frames)]
    rows = {name: [dict(zip(columns, row)) for row in zip(*columns.values())] for name, columns in frame.items()}
    return alt.Chart.from_dict(spec | {"datasets": rows})

def update(step):
    view.chart = picture(step)

view = alt.JupyterChart(picture(0), embed_options={"renderer": "canvas"})
view
"""

_MATPLOTLIB = """
%matplotlib inline
import ipywidgets
import matplotlib.pyplot as plt

def draw(step):
    frame = frames[int(step) % len(frames)]
    edges, nodes, labels, losses = (frame[name] for name in ("edges", "nodes", "labels", "losses"))
    figure, (network, history) = plt.subplots(2, 1, figsize=(7, 4.6), height_ratios=[5, 1])
    for x, y, x2, y2, sign, width in zip(*(edges[key] for key in ("x", "y", "x2", "y2", "sign", "width"))):
        style = {"positive": ("C0", "-"), "negative": ("C1", "--")}[sign]
        network.plot([x, x2], [y, y2], style[1], color=style[0], linewidth=width, zorder=1)
    network.scatter(nodes["x"], nodes["y"], s=300, facecolor="white", edgecolor="black", zorder=2)
    for rows, text in ((nodes, "value"), (labels, "text")):
        for x, y, word in zip(rows["x"], rows["y"], rows[text]):
            network.text(x, y, word, ha="center", va="center", zorder=3)
    network.axis("off")
    history.plot(losses["update"], losses["loss"])
    plt.show()

slider = ipywidgets.IntSlider(min=0, max=10_000)
ipywidgets.interact(draw, step=slider)

def update(step):
    slider.value = step
"""

SIDES = (
    Side("dlwidgets", {"network": _STEPPER + _OURS}, {}, handle=""),
    Side("JupyterChart", {"network": _STEPPER + _RECORDED + _ALTAIR}, {}, handle=""),
    Side("matplotlib interact", {"network": _STEPPER + _RECORDED + _MATPLOTLIB}, {}, handle=""),
)


def stepper_rows(lab: Lab, rounds: int) -> Iterator[Row]:
    """Measure Next to the painted frame against redrawing the same picture, and the building of a walk-through."""
    opened = {side: side.pictures["network"] for side in SIDES}
    measured = interleaved(lab, NETWORK, opened, rounds, lambda scene: scene.updates(CHANGES_PER_ROUND))
    painted_ms = {side: median(ms for delays, _ in runs for ms in delays) for side, runs in measured.items()}
    yield from rows(f"{NETWORK.name}: Next to painted", "ms", painted_ms, NETWORK.painted_targets)
    yield Row("building the walk-through of a 4-8-8-3 network", "ms", median(_walks_ms(rounds)), limit=FRAME_MS)


def _walks_ms(rounds: int) -> Iterator[float]:
    """Time the building of walk-throughs, in batches; the first batch warms up."""
    network = dense_network(LAYERS, ["tanh", "tanh", "softmax"])
    X = np.random.default_rng(0).normal(size=(1, LAYERS[0]))
    for _ in range(1 + rounds):
        start = time.perf_counter()
        for _ in range(WALKS_PER_ROUND):
            walk_through(network, X, [[0, 1, 0]], "categorical_crossentropy", SGD(0.1))
        yield 1000 * (time.perf_counter() - start) / WALKS_PER_ROUND
