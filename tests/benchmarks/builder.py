"""The layer builder: from an edit of one layer to the repainted line and program."""

from collections.abc import Iterator
from statistics import median

from tests.benchmarks.pictures import CHANGES_PER_ROUND, Picture, interleaved, rows
from tests.benchmarks.sides import Side
from tests.benchmarks.table import Row
from tests.browser.lab import Lab

N_LAYERS = (1, 6, 20)
GAP_S = 0.8
TARGET = 0.3

_NETWORK = """
import dlwidgets as dlw
from dlwidgets.network import CompileSpec, Dense, FitSpec, Input

def network(step):
    hidden = [Dense(8 + (step + place) % 40, "relu") for place in range({n_layers} - 1)]
    last = Dense(3 + step % 40 if {n_layers} == 1 else 3, "softmax")
    settings = CompileSpec("adam", "sparse_categorical_crossentropy", ("accuracy",)), FitSpec(epochs=20)
    return dlw.NetworkSpec([Input((4,)), *hidden, last], *settings)
"""

_OURS = """
builder = dlw.LayerBuilder(network(0), data="iris")

def update(step):
    builder.spec = network(step)

builder
"""

# The same picture from the same rows, and the program beside it: no rows to edit, and nothing that reads the program.
_ALTAIR = """
import altair as alt
import ipywidgets
from html import escape
from dlwidgets.charts.theme import themed
from dlwidgets.charts.xray import xray_line
from dlwidgets.demos.data_facts import facts_of
from dlwidgets.demos.builder.xray_picture import xray_rows
from dlwidgets.network import xray

alt.JupyterChart.enable_offline()
drawn = xray_line().to_dict()
facts = facts_of("iris")
params = {param["name"] for param in drawn.get("params", [])}

def picture(spec):
    found = xray_rows(xray(spec, facts))
    values = {name: found.pop(name) for name in params & found.keys()}
    rows = {name: [dict(zip(columns, row)) for row in zip(*columns.values())] for name, columns in found.items()}
    given = [param | ({"value": values[param["name"]]} if param["name"] in values else {}) for param in drawn.get("params", [])]
    return alt.Chart.from_dict(themed(drawn | {"params": given}) | {"datasets": rows})

def program(spec):
    return f"<pre>{escape(spec.to_code())}</pre>"

def update(step):
    spec = network(step)
    view.chart = picture(spec)
    code.value = program(spec)

view = alt.JupyterChart(picture(network(0)), embed_options={"renderer": "canvas"})
code = ipywidgets.HTML(program(network(0)))
ipywidgets.VBox([view, code])
"""


def builder_rows(lab: Lab, rounds: int) -> Iterator[Row]:
    """Measure a new network to the painted frame, for networks of several lengths."""
    for n_layers in N_LAYERS:
        network = _NETWORK.format(n_layers=n_layers)
        sides = [Side(name, {}, {}, handle="") for name in ("dlwidgets", "JupyterChart and HTML")]
        opened = dict(zip(sides, (network + _OURS, network + _ALTAIR), strict=True))
        name = f"builder, {n_layers} {'layer' if n_layers == 1 else 'layers'}"
        picture = Picture(name, "network", 0, GAP_S, painted_targets=(TARGET, TARGET))
        measured = interleaved(lab, picture, opened, rounds, lambda scene: scene.updates(CHANGES_PER_ROUND))
        painted_ms = {side: median(ms for delays, _ in runs for ms in delays) for side, runs in measured.items()}
        yield from rows(f"{name}: edit to painted", "ms", painted_ms, (TARGET,))
