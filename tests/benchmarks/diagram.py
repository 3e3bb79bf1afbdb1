"""The network diagram: from the edit of a weight to the painted frame, and what following a fit costs the fit."""

import time
from collections.abc import Iterator
from statistics import median
from typing import Any

import dlwidgets
from dlwidgets.network import CompileSpec, Dense, Input, NetworkSpec
from dlwidgets.training.build import build
from tests.benchmarks.pictures import CHANGES_PER_ROUND, Picture, interleaved, rows
from tests.benchmarks.sides import Side
from tests.benchmarks.table import Row
from tests.browser.lab import Lab

NETWORK = Picture("diagram, 4-8-8-3", "network", 0, 0.8, painted_targets=(0.5,))
MOST_OF_A_FIT = 1.1
LARGEST_MS = 300
EPOCHS = 20

_DIAGRAM = """
import dlwidgets as dlw
from dlwidgets.network import CompileSpec, Dense, Input, NetworkSpec

layers = [Input((4,)), Dense(8, "tanh"), Dense(8, "tanh"), Dense(3, "softmax")]
diagram = dlw.NetworkDiagram(NetworkSpec(layers, CompileSpec("adam", "sparse_categorical_crossentropy")), data="iris")
"""

_OURS = """
def update(step):
    diagram.value = 2 * np.sin(step)

diagram
"""

# The other side gets the rows of each edit for nothing: it only draws.
_RECORDED = """
frames = []
for step in range(60):
    diagram.value = 2 * np.sin(step)
    frames.append({name: {key: list(values) for key, values in rows.items()} for name, rows in diagram.datasets.items()})
"""

_ALTAIR = """
import altair as alt
from dlwidgets.charts.network_map import network_map
from dlwidgets.charts.theme import themed

alt.JupyterChart.enable_offline()
spec = themed(network_map().to_dict())

def picture(step):
    frame = frames[step % len(frames)]
    rows = {name: [dict(zip(columns, row)) for row in zip(*columns.values())] for name, columns in frame.items()}
    return alt.Chart.from_dict(spec | {"datasets": rows})

def update(step):
    view.chart = picture(step)

view = alt.JupyterChart(picture(0), embed_options={"renderer": "canvas"})
view
"""

SIDES = (
    Side("dlwidgets", {"network": _DIAGRAM + _OURS}, {}, handle=""),
    Side("JupyterChart", {"network": _DIAGRAM + _RECORDED + _ALTAIR}, {}, handle=""),
)


def diagram_rows(lab: Lab, rounds: int) -> Iterator[Row]:
    """Measure an edit against redrawing the same picture, a fit that is followed, and a model of ten million weights."""
    opened = {side: side.pictures["network"] for side in SIDES}
    measured = interleaved(lab, NETWORK, opened, rounds, lambda scene: scene.updates(CHANGES_PER_ROUND))
    painted_ms = {side: median(ms for delays, _ in runs for ms in delays) for side, runs in measured.items()}
    yield from rows(f"{NETWORK.name}: edit to painted", "ms", painted_ms, NETWORK.painted_targets)
    followed, alone = zip(*_fits_ms(rounds), strict=True)
    what = f"a fit of {EPOCHS} epochs on iris that a diagram follows"
    yield Row(what, "ms", median(followed), "model.fit alone", median(alone), target=MOST_OF_A_FIT)
    yield Row("a model of 10 million weights, drawn", "ms", median(_drawn_ms(rounds)), limit=LARGEST_MS)


def _model(units: list[int]) -> Any:
    layers = [Input((units[0],)), *(Dense(n, "tanh") for n in units[1:-1]), Dense(units[-1], "softmax")]
    return build(NetworkSpec(layers, CompileSpec("adam", "sparse_categorical_crossentropy")))


def _fits_ms(rounds: int) -> Iterator[tuple[float, float]]:
    """Time fits with the diagram's callback and without, in turns; the first turn warms up."""
    iris, model = dlwidgets.load("iris"), _model([4, 8, 8, 3])
    diagram = dlwidgets.NetworkDiagram(model, data=iris)
    for turn in range(1 + rounds):
        times = []
        for callbacks in ([diagram.callback()], []):
            start = time.perf_counter()
            model.fit(iris.X, iris.y, epochs=EPOCHS, verbose=0, callbacks=callbacks)
            times.append(1000 * (time.perf_counter() - start))
        if turn:
            yield times[0], times[1]


def _drawn_ms(rounds: int) -> Iterator[float]:
    """Time diagrams of a large model, beyond what Keras needs for its own description."""
    model = _model([3000, 2500, 1000, 10])
    for turn in range(1 + rounds):
        start = time.perf_counter()
        dlwidgets.NetworkDiagram(model).frame()
        if turn:
            yield 1000 * (time.perf_counter() - start)
