"""Loss functions as a picture: curves that Vega computes by itself, and fits that one point pulls at."""

from collections.abc import Mapping
from typing import Any

import altair as alt

from dlwidgets.charts.drawn_once import drawn_once
from dlwidgets.charts.loss_signs import COLOUR, DASH, LABELS, REGRESSION, SHAPE
from dlwidgets.charts.outlier import outlier_fits
from dlwidgets.charts.readout import panel_title, readout

RIVALS = {
    "binary_crossentropy": ("binary_crossentropy", "mean_squared_error", "mean_absolute_error"),
    "categorical_crossentropy": ("categorical_crossentropy",),
    "hinge": ("hinge", "crossentropy_of_score"),
    **{loss: (loss, *(other for other in REGRESSION if other != loss)) for loss in REGRESSION},
}
"""The losses that are drawn for each choice, itself first: those that could be used in its place."""
FORMULAS = {
    "mean_squared_error": ("pow(datum.x - datum.truth, 2)", "2 * (datum.x - datum.truth)"),
    "mean_absolute_error": (
        "abs(datum.x - datum.truth)",
        "datum.x > datum.truth ? 1 : datum.x < datum.truth ? -1 : 0",
    ),
    "huber": (
        "abs(datum.x - datum.truth) <= 1 ? pow(datum.x - datum.truth, 2) / 2 : abs(datum.x - datum.truth) - 0.5",
        "clamp(datum.x - datum.truth, -1, 1)",
    ),
    "hinge": ("max(0, 1 - datum.truth * datum.x)", "datum.truth * datum.x <= 1 ? -datum.truth : 0"),
    "binary_crossentropy": (
        "-log(datum.truth ? datum.x : 1 - datum.x)",
        "datum.truth ? -1 / datum.x : 1 / (1 - datum.x)",
    ),
    "categorical_crossentropy": ("-log(datum.x)", "-1 / datum.x"),
    "crossentropy_of_score": (
        "log(1 + exp(-datum.truth * datum.x))",
        "-datum.truth / (1 + exp(datum.truth * datum.x))",
    ),
}
"""Each loss of a prediction x, and its slope, in the language of Vega's expressions; a test holds them to ``nn``."""

_WIDTH, _HEIGHT, _SPACING = 320, 190, 44
_STRIP = 2 * _WIDTH + _SPACING
_AXIS = 38  # between the two panels stands an axis, too
_NARROW = {"narrow_below": _STRIP + 125, "panels": 2, "axis_px": 128}  # beside the fits stand their names
_STEPS = 240


def _by_loss(choices: Mapping[str, Any], otherwise: Any, which: str = "loss") -> str:
    """Write an expression that depends on which loss is chosen."""
    return "".join(f"{which} === '{loss}' ? ({value}) : " for loss, value in choices.items()) + str(otherwise)


def _by_name(choices: Mapping[str, str]) -> str:
    """Write an expression that depends on the loss of a row."""
    return _by_loss(choices, "null", "datum.name")


_LOSS = _by_name({name: loss for name, (loss, _slope) in FORMULAS.items()})
_SLOPE = _by_name({name: slope for name, (_loss, slope) in FORMULAS.items()})
_LABEL = _by_name({name: f"'{label}'" for name, label in LABELS.items()})
_NAMES = _by_loss({loss: list(names) for loss, names in RIVALS.items()}, "[]")

_IS_PROBABILITY = "(loss === 'binary_crossentropy' || loss === 'categorical_crossentropy')"
_TRUTH = _by_loss(
    {
        "binary_crossentropy": "toNumber(true_class)",
        "categorical_crossentropy": 1,
        "hinge": "2 * toNumber(true_class) - 1",
    },
    "true_value",
)
_PROBE = f"{_IS_PROBABILITY} ? probability : prediction"
_X_LOW, _X_HIGH = f"{_IS_PROBABILITY} ? 0 : -3", f"{_IS_PROBABILITY} ? 1 : 3"
_LOSS_HIGH = _by_loss(dict.fromkeys(REGRESSION, 10), 5)
# A cross-entropy's slope has one sign for one truth: the other half of the axis would stay empty.
_STEEP = {"hinge": 1.5, **dict.fromkeys(REGRESSION, 6)}
_SLOPE_LOW = _by_loss({name: -steep for name, steep in _STEEP.items()}, f"(({_TRUTH}) ? -10 : -2)")
_SLOPE_HIGH = _by_loss(_STEEP, f"(({_TRUTH}) ? 2 : 10)")
_X_TITLES = {
    "binary_crossentropy": "predicted probability of class 1",
    "categorical_crossentropy": "probability given to the true class",
    "hinge": "score (weighted sum)",
}


def _scale(low: str, high: str) -> alt.Scale:
    return alt.Scale(domain=[alt.expr(low), alt.expr(high)], nice=False)


# The title is a space that keeps the room; _x_title() writes into it what can change.
_X = alt.X("x:Q", scale=_scale(_X_LOW, _X_HIGH), axis=alt.Axis(title=" ", tickCount=6))


@drawn_once
def loss_curves() -> alt.VConcatChart:
    """Draw losses and their slopes against the prediction, and below them the fits that one outlier pulls at.

    Returns
    -------
    altair.VConcatChart
        Data sets: ``points`` (x, y, kind: point or outlier), ``fits`` (x, y, name: of a loss) and ``fit_names`` (x, y,
        name, label). Parameters: ``loss`` (a key of ``RIVALS``), ``true_class`` ("0" or "1"), ``true_value``,
        ``probability``, ``prediction`` and ``n_classes``.
    """
    loss = alt.layer(*_curves("loss"), _tangent(), *_marks("loss", "0", _LOSS_HIGH), *_truth(), *_chance(), _x_title())
    zero = _probe_row().mark_rule(strokeWidth=1, opacity=0.5).encode(y=alt.datum(0))
    slope = alt.layer(zero, *_curves("slope"), *_marks("slope", _SLOPE_LOW, _SLOPE_HIGH), _x_title())
    panels = alt.hconcat(
        loss.properties(title=panel_title("Loss"), width=_WIDTH, height=_HEIGHT),
        slope.properties(title=panel_title("Slope of the loss (its gradient)"), width=_WIDTH, height=_HEIGHT),
        spacing=_SPACING,
    )
    first = {"loss": "binary_crossentropy", "true_class": "1", "true_value": 0}
    first |= {"probability": 0.5, "prediction": 0, "n_classes": 3}
    params = [alt.VariableParameter(name=name, value=value) for name, value in first.items()]
    rows = alt.vconcat(_readout(), panels, outlier_fits(_STRIP + _AXIS), spacing=8, params=params, usermeta=_NARROW)
    return rows.resolve_scale(shape="independent")


def _sweep() -> alt.Chart:
    """Return a row for each prediction on the axis and each loss that is drawn."""
    # Both ends of the probabilities are left out: there a cross-entropy is infinite.
    share = f"(datum.i + 0.5) / {_STEPS}"
    x = f"({_X_LOW}) + {share} * (({_X_HIGH}) - ({_X_LOW}))"
    return _computed(alt.sequence(0, _STEPS, as_="i"), x)


def _probe() -> alt.Chart:
    """Return a row for each loss that is drawn, at the probe."""
    return _computed(alt.sequence(0, 1, as_="i"), _PROBE)


def _probe_row() -> alt.Chart:
    """Return one row."""
    return alt.Chart(alt.sequence(0, 1, as_="i"))


def _computed(rows: Any, x: str) -> alt.Chart:
    """Make of each row, at the prediction x, a row for every loss that is drawn, with its slope."""
    return (
        alt.Chart(rows)
        .transform_calculate(x=x, truth=_TRUTH, names=_NAMES, slots="[0, 1, 2]")
        .transform_flatten(["names", "slots"], as_=["name", "slot"])
        .transform_filter("isValid(datum.name)")
        .transform_calculate(loss=_LOSS, slope=_SLOPE, label=_LABEL)
    )


def _y(field: str) -> alt.Y:
    low, high = ("0", _LOSS_HIGH) if field == "loss" else (_SLOPE_LOW, _SLOPE_HIGH)
    return alt.Y(f"{field}:Q", scale=_scale(low, high), axis=alt.Axis(title=None, tickCount=5))


def _curves(field: str) -> list[alt.Chart]:
    """Draw the chosen loss thick, and those that could be used in its place thin."""
    lines = [("datum.slot > 0", 1.6), ("datum.slot === 0", 3)]
    return [
        _sweep()
        .transform_filter(which)
        .mark_line(strokeWidth=width, clip=True)
        .encode(x=_X, y=_y(field), color=COLOUR, strokeDash=DASH)
        for which, width in lines
    ]


def _tangent() -> alt.Chart:
    """Draw the slope of the chosen loss at the probe."""
    width, height = f"(({_X_HIGH}) - ({_X_LOW}))", f"({_LOSS_HIGH})"
    ends = (
        _probe()
        .transform_filter("datum.slot === 0")
        # As long on a steep curve as on a flat one.
        .transform_calculate(reach=f"0.15 * {width} / hypot(1, datum.slope * {width} / {height})")
        .transform_calculate(left="datum.x - datum.reach", right="datum.x + datum.reach")
        .transform_calculate(
            begin="datum.loss - datum.reach * datum.slope", end="datum.loss + datum.reach * datum.slope"
        )
    )
    line = ends.mark_rule(strokeWidth=2, stroke=alt.expr("dlw_accent"), clip=True)
    return line.encode(x=alt.X("left:Q", title=" "), x2="right:Q", y=alt.Y("begin:Q", title=None), y2="end:Q")


def _marks(field: str, low: str, high: str) -> list[alt.Chart]:
    """Mark the probe on each curve; a value beyond the axis is said at its end."""
    here = _probe().mark_rule(strokeDash=[2, 3], opacity=0.6, clip=True).encode(x=_X)
    points = _probe().mark_point(
        filled=True, opacity=1, size=70, stroke=alt.expr("dlw_ink"), strokeWidth=0.8, clip=True
    )
    beyond = _probe().transform_filter(f"datum.{field} < ({low}) || datum.{field} > ({high})")
    beyond = beyond.transform_calculate(
        edge=f"clamp(datum.{field}, {low}, {high})",
        says=f"(datum.{field} > 0 ? '↑ ' : '↓ ') + format(datum.{field}, '.3~g')",
    )
    arrows = beyond.mark_text(align="left", dx=7, dy=alt.expr("datum.edge > 0 ? 9 : -7"), fontWeight="bold")
    return [
        here,
        points.encode(x=_X, y=_y(field), color=COLOUR, shape=SHAPE),
        arrows.encode(x=_X, y=alt.Y("edge:Q", title=None), text="says:N"),
    ]


def _truth() -> list[alt.Chart]:
    """Mark the truth at the top, where no curve comes: each loss is smallest there."""
    row = _probe_row().transform_calculate(x=_TRUTH)
    mark = row.mark_point(shape="triangle-down", size=80, filled=True, opacity=1, fill=alt.expr("dlw_ink"), y=6)
    is_right = "datum.x > 0.5"
    text = row.mark_text(
        text="truth", y=6, align=alt.expr(f"{is_right} ? 'right' : 'left'"), dx=alt.expr(f"{is_right} ? -9 : 9")
    )
    return [mark.encode(x=_X), text.encode(x=_X)]


def _chance() -> list[alt.Chart]:
    """Mark what guessing gives: the same probability for each of the classes."""
    row = (
        _probe_row()
        .transform_filter("loss === 'categorical_crossentropy'")
        .transform_calculate(
            x="1 / n_classes",
            says="'chance: 1/' + n_classes + ', loss ln ' + n_classes + ' = ' + format(log(n_classes), '.3f')",
        )
    )
    rule = row.mark_rule(strokeDash=[6, 3], strokeWidth=1.5).encode(x=_X)
    return [rule, row.mark_text(align="left", dx=6, y=26).encode(x=_X, text="says:N")]


def _x_title() -> alt.Chart:
    titles = alt.expr(_by_loss({loss: f"'{title}'" for loss, title in _X_TITLES.items()}, "'prediction'"))
    return _probe_row().mark_text(text=titles, fontSize=11, y=_HEIGHT + 31, baseline="middle")


def _readout() -> alt.LayerChart:
    """Say what each loss gives at the probe."""
    says = "datum.label + ' ' + format(datum.loss, '.3~g') + ', slope ' + format(datum.slope, '.3~g')"
    rows = _probe().transform_calculate(says=says)
    return readout(rows, colour=COLOUR, dash=DASH, shape=SHAPE, n_rows=max(map(len, RIVALS.values())))
