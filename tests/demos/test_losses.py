"""The losses demo: its numbers, its fits, its words and its refusals."""

import math
import re

import numpy as np
import pytest
from sklearn.metrics import log_loss

from dlwidgets.charts.losses import RIVALS
from dlwidgets.demos.losses import Losses, X, Y
from dlwidgets.errors import DLWidgetsError, InvalidValueError, UnknownNameError


@pytest.fixture(scope="module")
def any_demo():
    """A demo that a test may leave as it likes."""
    return Losses()


@pytest.fixture
def demo(any_demo):
    """A demo as it begins."""
    any_demo.state = {name: trait.default_value for name, trait in any_demo.traits().items() if name in any_demo.state}
    return any_demo


def note(demo, title):
    return next(note for note in demo.notes() if note.title.startswith(title))


def test_only_the_squared_error_follows_the_outlier_ever_further(demo):
    fits = []
    for height in (6, 11, 16):
        demo.page.set("outlier", height)
        fits.append({loss: intercept for loss, (intercept, _slope) in demo.fits.items()})
    assert np.diff([fit["mean_squared_error"] for fit in fits]) == pytest.approx([5 / 7, 5 / 7])
    for robust in ("mean_absolute_error", "huber"):
        assert np.ptp([fit[robust] for fit in fits]) < 1e-9
    assert fits[0]["mean_absolute_error"] == np.median([*Y, 6])


@pytest.mark.parametrize("fit", ["constant", "line"])
def test_what_is_drawn_are_the_fits_and_the_names_do_not_overlap(demo, fit):
    demo.change(fit=fit, outlier=9)
    drawn = {name: column.tolist() for name, column in demo.datasets["fits"].items()}
    for row in range(0, 6, 2):
        intercept, slope = demo.fits[drawn["name"][row]]
        assert drawn["x"][row : row + 2] == [0, 6]
        assert drawn["y"][row : row + 2] == pytest.approx([intercept, intercept + 6 * slope])
    points = demo.datasets["points"]
    np.testing.assert_array_equal(points["x"], X)
    np.testing.assert_array_equal(points["y"], [*Y, 9])
    assert np.diff(sorted(demo.datasets["fit_names"]["y"])).min() >= 1.6 - 1e-9


def test_the_outlier_is_dragged_clicked_and_held_within_the_picture(demo):
    outlier, other = {"kind": "outlier"}, {"kind": "point"}
    demo.page.point("drag", 6.2, 3.33, chart="outlier", row=outlier)
    assert demo.outlier == 3.3
    demo.page.point("drop", 6, 99, chart="outlier", row=outlier)
    assert demo.outlier == 16
    demo.page.point("click", 1, -2, chart="outlier")
    assert demo.outlier == demo.page.shows("outlier") == -2
    demo.page.point("drag", 2, 5, chart="outlier", row=other)
    demo.page.point("click", 0.5, 1, chart="concat_0")
    demo.page.point("delete", 6, 5, chart="outlier", row=outlier)
    assert demo.outlier == -2
    locked = Losses(lock=["outlier"])
    locked.page.point("drag", 6, 3, chart="outlier", row=outlier)
    assert locked.outlier == 12


@pytest.mark.parametrize("p", [0.01, 0.2, 0.5, 0.99])
@pytest.mark.parametrize("true_class", ["0", "1"])
def test_the_cross_entropy_is_that_of_scikit_learn(demo, p, true_class):
    demo.change(probability=p, true_class=true_class)
    assert demo.value == pytest.approx(log_loss([int(true_class)], [[1 - p, p]], labels=[0, 1]))
    assert demo.slope == pytest.approx(-1 / p if true_class == "1" else 1 / (1 - p))
    assert f"binary cross-entropy {demo.value:.3g} with slope {demo.slope:.3g}" in demo.text
    assert ("raising" if true_class == "1" else "lowering") in demo.text


@pytest.mark.parametrize(
    ("settings", "value", "slope", "truth"),
    [
        ({"loss": "mean_squared_error", "prediction": 2, "true_value": -1}, 9, 6, -1),
        ({"loss": "mean_absolute_error", "prediction": -2, "true_value": -1}, 1, -1, -1),
        ({"loss": "huber", "prediction": 2, "true_value": -1}, 2.5, 1, -1),
        ({"loss": "huber", "prediction": 0.5, "true_value": 0}, 0.125, 0.5, 0),
        ({"loss": "hinge", "prediction": -0.5, "true_class": "1"}, 1.5, -1, 1),
        ({"loss": "hinge", "prediction": -1.5, "true_class": "0"}, 0, 0, -1),
        ({"loss": "categorical_crossentropy", "probability": 0.25}, math.log(4), -4, 1),
    ],
)
def test_loss_and_slope_are_those_of_the_closed_forms(demo, settings, value, slope, truth):
    demo.change(**settings)
    assert (demo.value, demo.slope, demo.truth) == (pytest.approx(value), pytest.approx(slope), truth)


def test_a_prediction_at_which_nothing_pulls_is_said_to_be_so(demo):
    demo.change(loss="hinge", prediction=2)
    assert "hinge 0 with slope 0; nothing pulls at this prediction." in demo.text


@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_chance_costs_ln_k_and_a_prediction_is_held_against_it(demo, n_classes):
    demo.change(loss="categorical_crossentropy", n_classes=n_classes, probability=0.6)
    assert f"Guessing among {n_classes} classes costs ln {n_classes} ≈ {math.log(n_classes):.3g}" in demo.text
    assert "this prediction is better than that" in demo.text
    demo.probability = 0.05
    assert "this prediction is no better than that" in demo.text


@pytest.mark.parametrize("loss", list(RIVALS))
def test_every_formula_can_be_shown(demo, loss):
    demo.page.set("loss", loss)
    assert demo._frames.fields["error"] == ""
    assert all(line.startswith("<math") for line in demo._frames.fields["notes"][0]["mathml"])


def arithmetic(way):
    """Compute what a term of the table writes."""
    python = re.sub(r"\|(.*?)\|", r"abs(\1)", way).replace("×", "*").replace("²", "**2")
    python = re.sub(r"ln\(?(1 - [\d.]+|[\d.]+| [\d.]+)\)?", r"log(\1)", python)
    assert re.fullmatch(r"(?:log|max|abs|[-+*/(), .\d])+", python), python
    return eval(python, {"log": math.log, "max": max, "abs": abs})  # noqa: S307 - arithmetic and nothing else


@pytest.mark.parametrize("loss", list(RIVALS))
@pytest.mark.parametrize("true_class", ["0", "1"])
def test_each_term_of_the_table_follows_from_its_own_line_and_the_mean_from_the_terms(demo, loss, true_class):
    demo.change(loss=loss, true_class=true_class, prediction=-1.7, probability=0.35, true_value=0.4)
    _heads, *rows, mean = note(demo, "By hand").lines
    terms = []
    for row in rows:
        way, said = re.search(r"(?:  )(\S.*) [=≈] (\S+)$", re.sub(r"^ *\S+ +\S+", "", row)).groups()
        terms.append(arithmetic(way.strip()))
        assert float(said) == pytest.approx(terms[-1], rel=5e-3)
    assert len(rows) == 4
    prediction, truth = rows[-1].split()[:2]
    assert (float(prediction), float(truth)) == (demo.predicted, demo.truth)
    assert terms[-1] == pytest.approx(demo.value)
    assert float(mean.split()[-1]) == pytest.approx(np.mean(terms), rel=5e-3)
    way = re.fullmatch(r"mean = (.*) [=≈] \S+", mean)[1]
    assert arithmetic(way) == pytest.approx(np.mean(terms), rel=1e-2)


def test_the_note_on_confident_mistakes_holds_the_closed_forms(demo):
    lines = note(demo, "Why a confident").lines
    found = [[float(x) for x in line.split()] for line in lines if re.fullmatch(r"[-\d. ]+", line)]
    assert [row[0] for row in found] == [0.5, 0.1, 0.01]
    for p, *slopes in found:
        closed_forms = [-1 / p, 2 * (p - 1), p - 1, 2 * (p - 1) * p * (1 - p)]
        assert slopes == pytest.approx(closed_forms, rel=5e-3)
    assert "At p = 0.01, cross-entropy pulls 50.5 times as hard as squared error," in lines
    demo.loss = "hinge"
    assert all("confident" not in note.title for note in demo.notes())


@pytest.mark.parametrize(
    ("loss", "used"),
    [
        ("binary_crossentropy", {"true_class", "probability"}),
        ("categorical_crossentropy", {"probability", "n_classes"}),
        ("hinge", {"true_class", "prediction"}),
        ("huber", {"true_value", "prediction"}),
    ],
)
def test_controls_that_mean_nothing_for_the_loss_can_not_be_used(demo, loss, used):
    demo.page.set("loss", loss)
    free = {name for name in demo.state if not demo._frames.fields[f"control:{name}"]["disabled"]}
    assert free == used | {"loss", "fit", "outlier"}
    unused = ({"true_class", "true_value", "probability", "prediction", "n_classes"} - used).pop()
    with pytest.raises(InvalidValueError, match="can't be used now"):
        demo.page.set(unused, 1)


def test_the_curves_settings_are_parameters_of_the_picture_and_the_fits_are_not(demo):
    assert {*demo.state} - {*demo.params} == {"fit", "outlier"}
    demo.page.set("probability", 0.9)
    assert demo.params["probability"] == demo.probability == 0.9
    assert '"outlier"' in demo.html()


def test_the_state_and_the_code_make_the_same_demo_again():
    demo = Losses(loss="huber", prediction=2.5, fit="line", outlier=-1)
    assert demo.to_code() == "dlw.Losses(loss='huber', prediction=2.5, fit='line', outlier=-1.0)"
    assert Losses(**demo.state).text == demo.text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"loss": "crossentropy"}, "Did you mean"),
        ({"loss": "sparse_categorical_crossentropy"}, "There is no choice for loss"),
        ({"true_class": "2"}, "no choice for true_class '2'"),
        ({"true_class": 1}, "no choice for true_class 1"),
        ({"true_value": math.nan}, "wanted a number from -3 to 3"),
        ({"true_value": 4}, "wanted a number from -3 to 3"),
        ({"probability": 1.2}, "wanted a number from 0.01 to 0.99"),
        ({"probability": math.nan}, "wanted a number from 0.01 to 0.99"),
        ({"prediction": "two"}, "wanted a number from -3 to 3"),
        ({"n_classes": 2.5}, "wanted a whole number from 2 to 10"),
        ({"outlier": math.inf}, "wanted a number from -4.0 to 16.0"),
        ({"outlayer": 1}, "Did you mean 'outlier'"),
    ],
)
def test_bad_input_is_told_and_nothing_is_lost(demo, change, says):
    demo.outlier = 5
    before = demo.state, demo.text, demo.fits
    with pytest.raises(DLWidgetsError, match=re.escape(says)):
        demo.change(**{"fit": "line", "probability": 0.5} | change)
    assert (demo.state, demo.text, demo.fits) == before


def test_a_demo_does_not_begin_with_bad_input():
    with pytest.raises(UnknownNameError, match="no choice for loss 'mse'"):
        Losses(loss="mse")


def test_it_is_drawn_without_a_browser(demo):
    assert demo.png().startswith(b"\x89PNG")
