"""The activations that Vega computes, against the arithmetic of ``nn``."""

import json
import re

import altair as alt
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlwidgets.charts.activations import FLAT, FORMULAS, LABELS, NONE, SLOTS, activation_curves
from dlwidgets.charts.softmax import LOGITS, N_CLASSES, SOFTMAX_PARAMS, softmax_bars
from dlwidgets.nn import ACTIVATIONS, softmax
from tests.charts import vega

CURVES = ["i", "name", "slot", "z", "output", "slope"]
SOFTMAX = ["k", "logit", "scaled", "power", "share"]


def curves(**params):
    """Return, for each name, its slot and its columns (z, output, slope), the probe's row among them."""
    found = {}
    for _i, name, slot, *numbers in vega.rows(activation_curves, params, CURVES):
        found.setdefault(name, (int(slot), []))[1].append([float(x) for x in numbers])
    return {name: (slot, np.array(rows).T) for name, (slot, rows) in found.items()}


def softmax_alone():
    params = [alt.param(name=name, value=value) for name, value in SOFTMAX_PARAMS.items()]
    return softmax_bars(300, 20).add_params(*params)


def shares(logits, temperature):
    params = dict(zip(LOGITS, logits, strict=True)) | {"temperature": temperature}
    found = vega.rows(softmax_alone, params, SOFTMAX)
    assert [int(row[0]) for row in found] == list(range(1, N_CLASSES + 1))
    return np.array([[float(x) for x in row] for row in found])


def test_every_activation_of_nn_has_a_formula_and_a_name():
    assert FORMULAS.keys() == LABELS.keys() == ACTIVATIONS.keys()


@pytest.mark.parametrize("trio", [list(FORMULAS)[i : i + 3] for i in (0, 3, 6, 7)])
def test_each_curve_and_its_slope_are_those_of_nn(trio):
    found = curves(**dict(zip(SLOTS, trio, strict=True)), z=-0.7)
    assert [found[name][0] for name in trio] == [0, 1, 2]
    for name in trio:
        z, output, slope = found[name][1]
        assert len(z) == 302
        assert {-6.0, -0.7, 0.0, 6.0} <= {*z}
        np.testing.assert_allclose(output, ACTIVATIONS[name](z), rtol=0, atol=1e-14)
        np.testing.assert_allclose(slope, ACTIVATIONS[name].derivative(z), rtol=0, atol=1e-14)


def test_a_curve_that_is_chosen_twice_is_drawn_once_and_none_is_not_drawn():
    assert curves(activation="elu", second="elu", third=NONE).keys() == {"elu"}
    assert curves(activation="elu", second=NONE, third="elu").keys() == {"elu"}
    both = curves(activation="elu", second="tanh", third="tanh")
    assert {name: slot for name, (slot, _rows) in both.items()} == {"elu": 0, "tanh": 1}


@pytest.mark.parametrize("name", list(FORMULAS))
def test_what_is_shaded_is_where_the_first_curve_is_flat(name):
    params = {"activation": name, "second": "linear"}
    areas = [(float(begin), float(end)) for begin, end in vega.rows(activation_curves, params, ["begin", "end"])]
    z = np.arange(-150, 151) / 25
    shaded = np.zeros(len(z), dtype=bool)
    for begin, end in areas:
        shaded |= (begin <= z) & (z <= end)
    np.testing.assert_array_equal(shaded, abs(ACTIVATIONS[name].derivative(z)) < FLAT)


def test_names_at_the_ends_of_curves_that_meet_are_kept_apart():
    params = {"activation": "relu", "second": "gelu", "third": "silu"}
    panels = {}
    for label, low, high, level in vega.rows(activation_curves, params, ["label", "low", "high", "level"]):
        panels.setdefault((float(low), float(high)), {})[label] = float(level)
    assert len(panels) == 2
    for (low, high), levels in panels.items():
        assert levels.keys() == {"ReLU", "GELU", "SiLU"}
        room = 0.075 * (max(high, 0) - min(low, 0))
        assert min(np.diff(sorted(levels.values()))) >= room * (1 - 1e-9)


numbers = st.floats(-1e30, 1e30) | st.floats(-20, 20)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(numbers, min_size=4, max_size=4), st.floats(0.1, 10))
def test_softmax_is_that_of_nn_and_never_overflows(logits, temperature):
    found = shares(logits, temperature)
    np.testing.assert_allclose(found[:, 4], softmax(logits, temperature), rtol=1e-12, atol=1e-300)
    assert np.isfinite(found).all()
    assert found[:, 4].sum() == pytest.approx(1)
    assert found[:, 2].max() == 0


def test_equal_logits_share_equally_and_the_largest_of_huge_ones_takes_all():
    assert shares([1e30] * 4, 0.1)[:, 4].tolist() == [0.25] * 4
    assert shares([-1e308, 0, 1e308, 5], 0.1)[:, 4].tolist() == [0, 0, 1, 0]


def test_the_parameters_are_those_of_its_docstring_and_nothing_is_in_the_data():
    spec = activation_curves().to_dict()
    names = {param["name"] for param in spec["params"]}
    assert names == {*SLOTS, "z", *LOGITS, "temperature"}
    assert {*SLOTS, "z"} <= {*re.findall(r"``(\w+)``", activation_curves.__doc__)}
    assert '"values": [{' not in json.dumps(spec)
    assert "datasets" not in spec


def signs(part):
    """Yield channel and range of each encoding that tells the curves apart."""
    for key, inner in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        if isinstance(inner, dict) and inner.get("field") == "slot" and key != "y":  # the place in the list
            yield key, inner["scale"]["range"]
        yield from signs(inner)


def test_curves_differ_in_dash_and_mark_as_well_as_in_colour():
    found = dict(signs(activation_curves().to_dict()))
    assert found.keys() == {"color", "strokeDash", "shape"}
    assert {len({*map(str, values)}) for values in found.values()} == {3}
