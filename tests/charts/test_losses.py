"""The losses that Vega computes, against the arithmetic of ``nn`` and finite differences."""

import math
import re

import numpy as np
import pytest

from dlwidgets.charts import loss_signs
from dlwidgets.charts.loss_signs import LABELS, REGRESSION
from dlwidgets.charts.losses import FORMULAS, RIVALS, loss_curves
from dlwidgets.charts.outlier import OUTLIER
from dlwidgets.nn import LOSSES, get_loss
from tests.charts import vega

CURVES = ["name", "x", "truth", "loss", "slope"]
PROBE = {"probability": 0.23, "prediction": -1.3, "true_value": 0.4}
CHOSEN = [
    ("binary_crossentropy", "0", 0.0),
    ("binary_crossentropy", "1", 1.0),
    ("categorical_crossentropy", "0", 1.0),
    ("hinge", "0", -1.0),
    ("hinge", "1", 1.0),
    *[(name, "1", 0.4) for name in REGRESSION],
]


def curves(**params):
    """Return the columns (x, truth, loss, slope) of each loss that is drawn, the probe's row among them."""
    found = {}
    for name, *numbers in vega.rows(loss_curves, PROBE | params, CURVES):
        found.setdefault(name, []).append([float(x) for x in numbers])
    return {name: np.array(rows).T for name, rows in found.items()}


def of_nn(name, x, truth):
    """Return losses and slopes as ``nn`` has them."""
    from_logits = name == "crossentropy_of_score"
    if name == "categorical_crossentropy":  # of three classes, of which the first is the true one
        rest = (1 - x) / 2
        loss = get_loss(name).per_example(np.tile([1.0, 0, 0], (len(x), 1)), np.stack([x, rest, rest], axis=1))
        return loss, -1 / x
    if from_logits:
        name, truth = "binary_crossentropy", np.maximum(truth, 0)
    loss, columns = get_loss(name, from_logits=from_logits), (truth[:, np.newaxis], x[:, np.newaxis])
    return loss.per_example(*columns), loss.gradient(*columns)[:, 0] * len(x)


def test_every_choice_is_a_loss_of_nn_and_every_loss_that_is_drawn_has_a_formula():
    assert RIVALS.keys() == LOSSES.keys() - {"sparse_categorical_crossentropy"}
    assert {name for names in RIVALS.values() for name in names} == FORMULAS.keys() == LABELS.keys()
    assert all(names[0] == loss for loss, names in RIVALS.items())


@pytest.mark.parametrize(("loss", "true_class", "truth"), CHOSEN)
def test_each_loss_and_its_slope_are_those_of_nn(loss, true_class, truth):
    found = curves(loss=loss, true_class=true_class)
    assert tuple(found) == RIVALS[loss]
    for name, (x, y, value, slope) in found.items():
        assert {*y} == {truth}
        assert len(x) == 241
        expected, expected_slope = of_nn(name, x, y)
        np.testing.assert_allclose(value, expected, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(slope, expected_slope, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("loss", list(RIVALS))
def test_each_slope_is_the_steepness_of_its_own_curve(loss):
    for columns in curves(loss=loss).values():
        x, _truth, value, slope = columns[:, np.argsort(columns[0])]
        steepness = np.diff(value) / np.diff(x)
        low, high = np.minimum(slope[:-1], slope[1:]), np.maximum(slope[:-1], slope[1:])
        assert ((low - 1e-9 <= steepness) & (steepness <= high + 1e-9)).all()


@pytest.mark.parametrize(("loss", "probe"), [(name, 0.23 if "cross" in name else -1.3) for name in RIVALS])
def test_the_probe_is_the_prediction_of_its_kind_and_the_tangent_touches_there(loss, probe):
    ((left, begin, right, end),) = vega.rows(loss_curves, PROBE | {"loss": loss}, ["left", "begin", "right", "end"])
    left, begin, right, end = map(float, (left, begin, right, end))
    found = {x: (value, slope) for x, _truth, value, slope in curves(loss=loss)[loss].T}
    value, slope = found[probe]
    assert (left + right) / 2 == pytest.approx(probe)
    assert (begin + end) / 2 == pytest.approx(value)
    assert (end - begin) / (right - left) == pytest.approx(slope)


@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_chance_is_one_of_k_and_costs_ln_k(n_classes):
    params = {"loss": "categorical_crossentropy", "n_classes": n_classes}
    ((x, says),) = [row for row in vega.rows(loss_curves, params, ["x", "says"]) if "chance" in row[1]]
    assert float(x) == 1 / n_classes
    assert says == f"chance: 1/{n_classes}, loss ln {n_classes} = {math.log(n_classes):.3f}"
    others = vega.rows(loss_curves, {"loss": "hinge", "n_classes": n_classes}, ["x", "says"])
    assert not any("chance" in says for _x, says in others)


def test_a_slope_beyond_the_axis_is_said_at_its_end():
    params = {"loss": "binary_crossentropy", "true_class": "1", "probability": 0.01}
    rows = vega.rows(loss_curves, params, ["name", "slope", "edge", "says"])
    assert [(name, float(edge), says) for name, _slope, edge, says in rows] == [("binary_crossentropy", -10, "↓ −100")]
    assert vega.rows(loss_curves, params | {"probability": 0.5}, ["name", "slope", "edge", "says"]) == []


def test_data_sets_and_parameters_are_those_of_its_docstring():
    spec = loss_curves().to_dict()
    sets = {*re.findall(r"'data': \{'name': '(\w+)'\}", str(spec))}
    params = {param["name"] for param in spec["params"]}
    assert sets == {"points", "fits", "fit_names"}
    assert sets | params <= {*re.findall(r"``(\w+)``", loss_curves.__doc__)}
    assert spec["vconcat"][2]["name"] == OUTLIER


@pytest.mark.parametrize("names", RIVALS.values())
def test_losses_in_one_picture_differ_in_colour_dash_and_mark(names):
    for channel in ("COLOUR", "DASH", "SHAPE"):
        scale = getattr(loss_signs, channel).to_dict()["scale"]
        of = dict(zip(scale["domain"], map(str, scale["range"]), strict=True))
        assert len({of[name] for name in names}) == len(names)
