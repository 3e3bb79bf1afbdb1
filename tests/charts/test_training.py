"""Learning curves, compiled and drawn as a page would."""

import html
import math
import re
from itertools import pairwise

import numpy as np
import pytest
import vl_convert

from dlwidgets.charts.training import in_words, learning_curves
from dlwidgets.training.run import Run
from dlwidgets.widgets.columns import as_columns, as_rows
from dlwidgets.widgets.spec import live_spec

TITLES = {"loss": "loss (nats)", "accuracy": "accuracy"}
REPORTS = [{"loss": 1.0 / n, "accuracy": 1 - 0.5 / n, "val_loss": 1.2 / n, "val_accuracy": 0.9} for n in (1, 2, 3)]


def run_of(*reports, number=1):
    run = Run(number, 10)
    for epoch, report in enumerate(reports, 1):
        run.record(epoch, report)
    return run.points()


def drawn(history, earlier=None, titles=TITLES, last_epoch=10):
    """Return the picture as SVG."""
    spec = live_spec(learning_curves(titles))
    progress = as_columns({"done": [0.3], "label": ["epoch 3 of 10"], "device": ["CPU, 2 cores"]})
    sets = {"history": history, "earlier": earlier or run_of(), "progress": progress}
    vega_lite = spec.with_values({"last_epoch": last_epoch})
    return vl_convert.vegalite_to_svg({**vega_lite, "datasets": {name: as_rows(rows) for name, rows in sets.items()}})


def marks(svg, words):
    """Count the marks whose description for screen readers holds all the words."""
    return sum(all(word in label for word in words) for label in svg.split('aria-label="')[1:])


def key(svg):
    """Return what the key of the picture names."""
    return [name for name in ("training", "validation", "earlier") if f">{name}</text>" in svg]


def test_each_metric_has_a_panel_with_titled_axes():
    svg = drawn(run_of(*REPORTS))

    assert [svg.count(f">{title}</text>") for title in ("loss (nats)", "accuracy", "epoch")] == [1, 1, 2]
    assert ">loss (nats)</text>" in drawn(run_of({"loss": 1.0}), titles={"loss": "loss (nats)"})


def test_the_data_sets_and_the_parameter_are_those_that_it_promises():
    spec = live_spec(learning_curves(TITLES))

    assert set(spec.data_names) == {"history", "earlier", "batches", "span", "progress"}
    assert {"last_epoch", "smoothing", "log_scale", "each_batch"} <= {*spec.params}


def test_the_axis_of_epochs_ends_where_it_is_told_whatever_has_happened():
    assert ">10</text>" in drawn(run_of(REPORTS[0]))
    assert ">400</text>" in drawn(run_of(REPORTS[0]), last_epoch=400)
    millions = drawn(run_of(REPORTS[0]), last_epoch=3_000_000)
    assert ">0</text>" in millions
    assert ">3M</text>" in millions
    assert ">3000000</text>" not in millions


def test_accuracy_has_an_axis_from_0_to_1_and_makes_room_for_what_lies_beyond():
    accuracy = {"accuracy": "accuracy"}
    near, far = drawn(run_of({"accuracy": 0.5}), titles=accuracy), drawn(run_of({"accuracy": 93.0}), titles=accuracy)

    assert ">0.2</text>" in near
    assert ">1</text>" in near
    assert ">80</text>" in far


@pytest.mark.parametrize(("loss", "tick"), [(93.0, "80"), (0.0004, "0.0004"), (2e30, "2e+30")])
def test_the_ticks_of_a_loss_are_readable_at_any_size(loss, tick):
    assert f">{tick}</text>" in drawn(run_of({"loss": loss}), titles={"loss": "loss"})


def test_the_key_names_what_is_there_and_nothing_else():
    alone = run_of({"loss": 1.0}, {"loss": 0.5})
    both = run_of(*REPORTS)

    assert key(drawn(run_of())) == []
    assert key(drawn(alone)) == ["training"]
    assert key(drawn(both)) == ["training", "validation"]
    assert key(drawn(both, alone)) == ["training", "validation", "earlier"]


def test_training_and_validation_differ_in_dash_and_point_and_not_only_in_colour():
    svg = drawn(run_of(*REPORTS))
    curves = [line for line in svg.split("<path")[1:] if 'aria-roledescription="line mark"' in line]

    assert len(curves) == 4
    assert sum('stroke-dasharray="6,3"' in line for line in curves) == 2
    assert len({line.split(' d="')[1].split("L")[0] for line in curves}) == 4


def test_a_metric_may_have_any_name():
    name = "a\n<b>'\"\\</b>_rate"

    svg = drawn(run_of({name: 0.25}), titles={name: in_words(name)})

    assert ">a <b>'\"\\</b> rate</text>" in html.unescape(svg)
    assert marks(svg, ["epoch: 1", "0.25"])


def names_beside(*runs, names=()):
    """Return x, y and the name of what is written beside the panel, where no curve is, after runs that ended so."""
    earlier = [run_of(*[{"loss": 3.0}] * (n - 1), {"loss": end}, number=i) for i, (n, end) in enumerate(runs, 1)]
    rows = {column: np.concatenate([one[column] for one in earlier]) for column in earlier[0]}
    for number, name in enumerate(names, 1):
        rows["run"][rows["run"] == f"run {number}"] = name
    spec = live_spec(learning_curves({"loss": "loss"}, names=names))
    sets = {"history": run_of(*REPORTS), "earlier": rows, "progress": as_columns({"done": [0.3]})}
    vega_lite = {**spec.with_values({"last_epoch": 10}), "datasets": {one: as_rows(of) for one, of in sets.items()}}
    svg = vl_convert.vegalite_to_svg(vega_lite)
    found = re.findall(
        r'text mark" text-anchor="start" transform="translate\(([\d.]+),(-?[\d.]+)\)"[^>]*>([^<]+)<', svg
    )
    return [(float(x), float(y), name) for x, y, name in found if float(x) >= 300]


@pytest.mark.parametrize(
    "ends",
    [
        [(10, 0.1)],
        [(10, 0.1), (4, 2.0)],
        [(10, 0.1), (10, 0.11), (7, 0.1), (10, 0.1), (2, 0.12)],
        [(10, 3.0)] * 6,
        [(10, 3.0 - n / 10) for n in range(14)],
    ],
)
def test_the_names_of_earlier_runs_stand_beside_the_panel_in_the_order_of_their_ends_and_apart(ends):
    names = names_beside(*ends)
    heights = sorted(y for _x, y, _name in names)

    assert [name for _x, _y, name in names] == [f"run {n}" for n in range(1, len(ends) + 1)][-10:]
    assert all(below - above >= 11.9 for above, below in pairwise(heights))
    assert -1 <= heights[0] - 3 <= heights[-1] - 3 <= 211  # a name's own baseline is 3 below its middle
    by_end = sorted(names, key=lambda one: ends[int(one[2].split()[1]) - 1][1])
    told = [ends[int(name.split()[1]) - 1][1] for _x, _y, name in sorted(by_end, key=lambda one: -one[1])]
    assert told == sorted(told)
    assert len(names) > 1 or heights[0] - 3 == pytest.approx(210 * (1 - 0.1 / 3), abs=1)


def test_long_names_have_room_and_the_longest_are_cut():
    long, longest = "a tenth of it", "with a tenth of the learning rate of before"
    rooms = [learning_curves({"loss": "loss"}, names=names).usermeta["gap_px"] for names in ((), [long], [longest])]

    assert rooms[0] < rooms[1] < rooms[2] < 77 + len(longest) * 6
    assert [name[-1] for _x, _y, name in names_beside((10, 1.0), (10, 0.1), names=(long, longest))] == ["t", "…"]


def test_earlier_runs_are_drawn_thin_and_grey_and_named_in_each_panel():
    svg = drawn(run_of(*REPORTS), run_of(*REPORTS[:2], number=4))

    assert svg.count(">run 4</text>") == 2
    lines = [line for line in svg.split("<path")[1:] if "#8c8c8c" in line and "line mark" in line]
    assert len(lines) == 4
    assert all('stroke-width="1"' in line for line in lines)


def test_a_loss_that_is_no_number_breaks_the_line_and_the_rest_is_drawn():
    svg = drawn(run_of({"loss": 1.0}, {"loss": 2.0}, {"loss": math.nan}, {"loss": math.inf}), titles={"loss": "loss"})

    assert marks(svg, ["epoch: 2", "loss: 2", "part: training"])
    assert not marks(svg, ["epoch: 3"])


@pytest.mark.parametrize(("last_epoch", "opacity"), [(30, "1"), (31, "0")])
def test_points_give_way_to_the_dashes_when_there_are_many(last_epoch, opacity):
    svg = drawn(run_of(*REPORTS), titles={"loss": "loss"}, last_epoch=last_epoch)
    points = [mark for mark in svg.split("<path")[1:] if 'label="epoch: 1; ' in mark and '="point"' in mark]

    assert len(points) == 2
    assert all(f'opacity="{opacity}"' in point for point in points)


def test_progress_is_drawn_as_a_bar_under_its_words():
    svg = drawn(run_of(*REPORTS))

    assert ">epoch 3 of 10</text>" in svg
    assert ">CPU, 2 cores</text>" in svg
    assert "done: 0.3" in svg
