"""Activation functions as a picture that Vega computes by itself: it needs no Python to move."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from dlwidgets.charts.drawn_once import drawn_once
from dlwidgets.charts.readout import panel_title, readout
from dlwidgets.charts.softmax import SOFTMAX_PARAMS, softmax_bars
from dlwidgets.charts.theme import CLASS_COLOURS, CLASS_SHAPES

SLOTS = ("activation", "second", "third")
"""Parameters that name the curves: the first one is looked at closely, the others are there to compare."""
NONE = "none"
"""What a slot holds that shows no curve."""
LABELS = {
    "linear": "linear",
    "step": "step",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "relu": "ReLU",
    "leaky_relu": "leaky ReLU",
    "elu": "ELU",
    "gelu": "GELU",
    "silu": "SiLU",
    "softplus": "softplus",
}
FARTHEST_Z = 6
FLAT = 0.05
"""A slope smaller than this counts as flat: less than a twentieth of the blame gets through."""

_SIGMOID = "(1 / (1 + exp(-datum.z)))"
# Vega's expressions have no tanh. With an exponent that is at most 0, nothing overflows.
_DECAY = "exp(-2 * abs(datum.z))"
FORMULAS = {
    "linear": ("datum.z", "1"),
    "step": ("datum.z > 0 ? 1 : 0", "0"),
    "sigmoid": (_SIGMOID, f"{_SIGMOID} * (1 - {_SIGMOID})"),
    "tanh": (f"(datum.z < 0 ? -1 : 1) * (1 - {_DECAY}) / (1 + {_DECAY})", f"4 * {_DECAY} / pow(1 + {_DECAY}, 2)"),
    "relu": ("max(datum.z, 0)", "datum.z > 0 ? 1 : 0"),
    "leaky_relu": ("max(datum.z, 0.2 * datum.z)", "datum.z > 0 ? 1 : 0.2"),
    "elu": ("datum.z > 0 ? datum.z : exp(datum.z) - 1", "datum.z > 0 ? 1 : exp(datum.z)"),
    "gelu": ("datum.z * cumulativeNormal(datum.z)", "cumulativeNormal(datum.z) + datum.z * densityNormal(datum.z)"),
    "silu": (f"datum.z * {_SIGMOID}", f"{_SIGMOID} * (1 + datum.z * (1 - {_SIGMOID}))"),
    "softplus": ("max(datum.z, 0) + log(1 + exp(-abs(datum.z)))", _SIGMOID),
}
"""Each function and its derivative in the language of Vega's expressions; a test holds them to ``nn``."""


def _by_name(choices: Mapping[str, str]) -> str:
    """Write an expression that depends on the name of a row's function."""
    return "".join(f"datum.name === '{name}' ? ({value}) : " for name, value in choices.items()) + "null"


_OUTPUT = _by_name({name: function for name, (function, _derivative) in FORMULAS.items()})
_SLOPE = _by_name({name: derivative for name, (_function, derivative) in FORMULAS.items()})
_LABEL = _by_name({name: f"'{label}'" for name, label in LABELS.items()})
_STEPS_PER_UNIT = 25
_WIDTH, _HEIGHT, _SPACING = 330, 190, 40
_NARROW = {"narrow_below": 2 * _WIDTH + _SPACING + 100, "panels": 2}
_TICKS = list(range(-FARTHEST_Z, FARTHEST_Z + 1, 2))
_ROOM_FOR_NAMES = 3
_X = alt.X(
    "z:Q",
    scale=alt.Scale(domain=[-FARTHEST_Z, FARTHEST_Z + _ROOM_FOR_NAMES], nice=False),
    axis=alt.Axis(title="weighted sum z", values=_TICKS),
)


def _by_slot(channel: Any, signs: Sequence[Any]) -> Any:
    return channel("slot:N", legend=None, scale=alt.Scale(domain=[0, 1, 2], range=list(signs[:3])))


_COLOUR = _by_slot(alt.Color, [CLASS_COLOURS[kind] for kind in (1, 0, 2)])
_DASH = _by_slot(alt.StrokeDash, [[1, 0], [8, 3], [2, 2]])
_SHAPE = _by_slot(alt.Shape, CLASS_SHAPES)


@drawn_once
def activation_curves() -> alt.VConcatChart:
    """Draw chosen activations with their derivatives, and below them the softmax of four logits.

    Returns
    -------
    altair.VConcatChart
        No data sets. Parameters: ``activation``, ``second`` and ``third`` (keys of ``FORMULAS``, the last two also
        ``NONE``), ``z`` (the probe, from -6 to 6), and those of ``softmax_bars``.
    """
    tangent, flat = _tangent(), _flat()
    output = alt.layer(flat, _curves("output"), tangent, *_at_probe("output"), _names("output", "descending"))
    slope = alt.layer(flat, _curves("slope"), *_at_probe("slope"), _names("slope", "ascending"))
    panels = alt.hconcat(
        output.properties(title=panel_title("Output f(z)"), width=_WIDTH, height=_HEIGHT),
        slope.properties(title=panel_title(f"Slope f′(z), shaded where below {FLAT}"), width=_WIDTH, height=_HEIGHT),
        spacing=_SPACING,
    )
    first = {"activation": "sigmoid", "second": NONE, "third": NONE, "z": 0, **SOFTMAX_PARAMS}
    params = [alt.VariableParameter(name=name, value=value) for name, value in first.items()]
    return alt.vconcat(_readout(), panels, softmax_bars(_WIDTH, _SPACING), spacing=8, params=params, usermeta=_NARROW)


def _sweep() -> alt.Chart:
    """Return a row for each z of the axis and each chosen curve."""
    ends = _STEPS_PER_UNIT * FARTHEST_Z
    return _chosen(alt.sequence(-ends, ends + 1, as_="i"), f"datum.i / {_STEPS_PER_UNIT}")


def _probe() -> alt.Chart:
    """Return a row for each chosen curve, at the probe."""
    return _chosen(alt.sequence(0, 1, as_="i"), "z")


def _chosen(rows: Any, z: str) -> alt.Chart:
    """Make a row of each row and chosen curve, with its output and slope at z; one chosen twice counts once."""
    is_repeated = "(datum.slot > 0 && datum.name === activation) || (datum.slot === 2 && datum.name === second)"
    return (
        alt.Chart(rows)
        .transform_calculate(z=z, names=f"[{', '.join(SLOTS)}]", slots="[0, 1, 2]")
        .transform_flatten(["names", "slots"], as_=["name", "slot"])
        .transform_filter(f"datum.name !== '{NONE}' && !({is_repeated})")
        .transform_calculate(output=_OUTPUT, slope=_SLOPE, label=_LABEL)
    )


def _curves(field: str) -> alt.Chart:
    y = alt.Y(f"{field}:Q", axis=alt.Axis(title=None, tickCount=5))
    return _sweep().mark_line(strokeWidth=2.2).encode(x=_X, y=y, color=_COLOUR, strokeDash=_DASH)


def _at_probe(field: str) -> tuple[alt.Chart, alt.Chart]:
    """Mark the probe's z, and where each curve is there."""
    here = _probe().mark_rule(strokeDash=[2, 3], opacity=0.6).encode(x=_X)
    points = _probe().mark_point(filled=True, opacity=1, size=70, stroke=alt.expr("dlw_ink"), strokeWidth=0.8)
    return here, points.encode(x=_X, y=f"{field}:Q", color=_COLOUR, shape=_SHAPE)


def _tangent() -> alt.Chart:
    """Draw the slope of the first curve at the probe."""
    # As long on a steep curve as on a flat one, so that the axis need not grow for it.
    ends = _probe().transform_filter("datum.slot === 0").transform_calculate(reach="1.4 / hypot(1, datum.slope)")
    ends = ends.transform_calculate(
        left="datum.z - datum.reach",
        right="datum.z + datum.reach",
        from_="datum.output - datum.reach * datum.slope",
        to="datum.output + datum.reach * datum.slope",
    )
    line = ends.mark_rule(strokeWidth=2, stroke=alt.expr("dlw_accent"))
    return line.encode(x=alt.X("left:Q", title="weighted sum z"), x2="right:Q", y="from_:Q", y2="to:Q")


def _flat() -> alt.Chart:
    """Shade where the first curve is flat: each run of such z becomes one area."""
    in_order = [alt.SortField("z")]
    runs = (
        _sweep()
        .transform_filter("datum.slot === 0")
        .transform_calculate(flat=f"abs(datum.slope) < {FLAT} ? 1 : 0")
        .transform_window(before="lag(flat)", sort=in_order)
        .transform_calculate(begins="datum.flat && !datum.before ? 1 : 0")
        .transform_window(run="sum(begins)", sort=in_order)
        .transform_filter("datum.flat")
        .transform_aggregate(begin="min(z)", end="max(z)", groupby=["run"])
    )
    area = runs.mark_rect(fill=alt.expr("dlw_faint"), opacity=0.45)
    return area.encode(x=alt.X("begin:Q", title="weighted sum z"), x2="end:Q")


def _names(field: str, order: str) -> alt.Chart:
    """Write the name of each curve at its end, moved away from the others where they meet."""
    sort = [alt.SortField(field, order=order)]
    sign, nearest = ("+", "min") if order == "descending" else ("-", "max")
    back = "-" if sign == "+" else "+"
    names = (
        _sweep()
        .transform_joinaggregate(low=f"min({field})", high=f"max({field})")
        .transform_filter(f"datum.z === {FARTHEST_Z}")
        .transform_window(rank="row_number()", sort=sort)
        .transform_calculate(room="0.075 * datum.rank * (max(datum.high, 0) - min(datum.low, 0))")
        .transform_calculate(wished=f"datum.{field} {sign} datum.room")
        .transform_window(level=f"{nearest}(wished)", sort=sort)
        .transform_calculate(level=f"datum.level {back} datum.room")
    )
    return names.mark_text(align="left", dx=6).encode(x=_X, y="level:Q", text="label:N")


def _readout() -> alt.LayerChart:
    """Say what each curve gives at the probe."""
    says = "datum.label + '(' + format(z, '.3~g') + ') = ' + format(datum.output, '.3~g')"
    rows = _probe().transform_calculate(says=f"{says} + ', slope ' + format(datum.slope, '.3~g')")
    return readout(rows, colour=_COLOUR, dash=_DASH, shape=_SHAPE, n_rows=len(SLOTS))
