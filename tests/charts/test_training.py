"""Learning curves, compiled and drawn as a page would."""

import math

import pytest
import vl_convert

from dlwidgets.charts.training import learning_curves
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
