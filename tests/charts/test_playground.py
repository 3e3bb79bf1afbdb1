"""The playground's picture, drawn as a page would."""

import vl_convert

import dlwidgets as dlw
from dlwidgets.charts.playground import playground
from dlwidgets.widgets.columns import as_columns, as_rows
from dlwidgets.widgets.grid import Grid
from dlwidgets.widgets.spec import live_spec


def test_millions_of_epochs_are_readable_below_the_losses():
    sets = dlw.Playground("circle", layers=[2]).datasets
    curve = {"epoch": [0, 3_200_000] * 2, "loss": [0.7, 1e-6, 0.7, 2e-6], "part": ["training"] * 2 + ["test"] * 2}
    rows = {name: one.rows() if isinstance(one, Grid) else as_rows(one) for name, one in sets.items()}
    rows["losses"] = as_rows(as_columns(curve))

    svg = vl_convert.vegalite_to_svg({**live_spec(playground()).vega_lite, "datasets": rows})

    assert all(f">{label}</text>" in svg for label in ("0", "1M", "2M", "3M"))
