"""How dlwidgets draws the pictures of ``sides.py``."""

from tests.benchmarks.sides import Side

_CHARTS = """
import altair as alt
import dlwidgets as dlw

def line_chart():
    line = alt.Chart(alt.NamedData("line"), width=400, height=300).mark_line()
    return line.encode(x="x:Q", y=alt.Y("y:Q").scale(domain=[-1.2, 1.2]))

def line_data(step):
    return {"line": {"x": xs, "y": curve(step)}}

def surface_chart():
    return dlw.surface().properties(width=400, height=300)

def surface_data(step):
    return {"surface": dlw.Grid(height(step), x=(-6, 6), y=(-6, 6))}
"""

_PICTURE = """
def update(step):
    view.update(KIND_data(step))

view = dlw.ChartView(KIND_chart(), KIND_data(0), description="What the benchmark moves.")
view
"""

_DRAG = '''
class Wave(dlw.Demo):
    """Where does the wave stand?"""

    step = dlw.slider(0.0, -6.0, 6.0, step=0.01, label="step", help="Moves the wave.")

    def chart(self):
        return KIND_chart()

    def frame(self):
        return KIND_data(self.step)

wave = Wave()
wave
'''

_KINDS = ("line", "surface")

OURS = Side(
    name="dlwidgets",
    pictures={kind: _CHARTS + _PICTURE.replace("KIND", kind) for kind in _KINDS},
    drags={kind: _CHARTS + _DRAG.replace("KIND", kind) for kind in _KINDS},
    handle="input[type=range]",
)

# _repr_mimebundle_ is what displaying the demo calls.
FIRST_PERCEPTRON = """
import dlwidgets as dlw
dlw.Perceptron(data="iris")._repr_mimebundle_()
"""
