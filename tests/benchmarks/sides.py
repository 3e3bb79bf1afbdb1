"""How each side draws the same pictures; every text here is a cell that runs in a kernel."""

from dataclasses import dataclass

PRELUDE = """
import numpy as np

xs = np.linspace(-6, 6, {n_points})
axis = np.linspace(-6, 6, 100)

def curve(step):
    return np.sin(xs + 0.3 * step)

def height(step):
    return np.sin(axis[None, :] + 0.3 * step) * np.cos(axis[:, None])
"""

_ALTAIR = """
import altair as alt
import ipywidgets
import pandas as pd

alt.data_transformers.disable_max_rows()
alt.JupyterChart.enable_offline()

{picture}

def update(step):
    view.chart = picture(step)

slider = ipywidgets.FloatSlider(min=-6, max=6, step=0.01)
slider.observe(lambda change: update(change.new), names="value")
view = alt.JupyterChart(picture(0), embed_options={{"renderer": "canvas"}})
ipywidgets.VBox([slider, view])
"""

_ALTAIR_LINE = """
def picture(step):
    line = alt.Chart(pd.DataFrame({"x": xs, "y": curve(step)}), width=400, height=300).mark_line()
    return line.encode(x="x:Q", y=alt.Y("y:Q").scale(domain=[-1.2, 1.2]))
"""

_ALTAIR_SURFACE = """
grid_x, grid_y = (values.ravel().round(2) for values in np.meshgrid(axis, axis))

def picture(step):
    cells = pd.DataFrame({"x": grid_x, "y": grid_y, "z": height(step).ravel().round(3)})
    chart = alt.Chart(cells, width=400, height=300).mark_rect()
    return chart.encode(x=alt.X("x:O", axis=None), y=alt.Y("y:O", axis=None), color="z:Q")
"""

_MATPLOTLIB = """
%matplotlib inline
import ipywidgets
import matplotlib.pyplot as plt

def draw(step):
    plt.figure(figsize=(4, 3))
    {picture}
    plt.show()

slider = ipywidgets.FloatSlider(min=-6, max=6, step=0.01)
ipywidgets.interact(draw, step=slider)

def update(step):
    slider.value = 6 * np.sin(step)
"""

_MATPLOTLIB_LINE = "plt.plot(xs, curve(step)); plt.ylim(-1.2, 1.2)"
_MATPLOTLIB_SURFACE = "plt.imshow(height(step), extent=(-6, 6, -6, 6), origin='lower', aspect='auto')"


@dataclass(frozen=True, eq=False)
class Side:
    """One way to draw.

    Attributes
    ----------
    name : str
        As it stands in the table.
    pictures : dict of str to str
        For ``"line"`` and ``"surface"`` a cell that shows it and defines ``update(step)``.
    drags : dict of str to str
        The same pictures beside a slider that moves them.
    handle : str
        CSS selector of the slider's handle.
    """

    name: str
    pictures: dict[str, str]
    drags: dict[str, str]
    handle: str


def _other(name: str, line: str, surface: str) -> Side:
    """A side whose picture has its slider anyway."""
    pictures = {"line": line, "surface": surface}
    return Side(name, pictures, pictures, handle=".noUi-handle")


# Canvas, not its default svg: the faster of the two.
JUPYTER_CHART = _other("JupyterChart", _ALTAIR.format(picture=_ALTAIR_LINE), _ALTAIR.format(picture=_ALTAIR_SURFACE))
INTERACT = _other(
    "matplotlib interact",
    _MATPLOTLIB.format(picture=_MATPLOTLIB_LINE),
    _MATPLOTLIB.format(picture=_MATPLOTLIB_SURFACE),
)
