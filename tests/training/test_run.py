"""A run keeps exactly what was reported."""

import math

import numpy as np
import pytest

from dlwidgets.training.run import Ending, Run


def run_of(*reports, first=1, number=1):
    run = Run(number)
    for epoch, report in enumerate(reports, first):
        run.record(epoch, report)
    return run


def test_history_has_one_column_per_name_with_the_values_as_they_were_reported():
    run = run_of({"loss": 1.0, "val_loss": 2.0}, {"loss": 0.5}, {"loss": 0.25, "val_loss": 1.0})

    assert {name: values.tolist() for name, values in run.history.items()} == {
        "loss": [1.0, 0.5, 0.25],
        "val_loss": [2.0, 1.0],
    }
    assert all(values.dtype == np.float64 for values in run.history.values())


def test_a_metric_that_is_not_reported_each_epoch_keeps_its_epochs():
    run = run_of({"loss": 1.0}, {"loss": 0.5, "val_loss": 0.9}, first=11)

    epochs, values = run.curve("val_loss")

    assert (epochs.tolist(), values.tolist()) == ([12], [0.9])
    assert run.newest("val_loss") == 0.9
    assert run_of({"val_loss": 1.0}, {"loss": 1.0}).newest("val_loss") is None


def test_metrics_join_training_and_validation_in_the_order_of_their_first_report():
    run = run_of({"accuracy": 0.5, "loss": 1.0}, {"accuracy": 0.5, "loss": 1.0, "val_loss": 1.0, "learning_rate": 0.1})

    assert run.metrics == ["accuracy", "loss", "learning_rate"]


def test_a_run_without_epochs_is_empty_and_says_so():
    run = Run(1)

    assert (run.last_epoch, run.history, run.metrics) == (0, {}, [])
    assert (run.newest("loss"), run.undefined_since()) == (None, None)
    assert [column.size for column in run.points().values()] == [0] * 5


def test_a_run_says_in_one_line_how_far_it_came():
    run = Run(3, n_epochs=5000)
    assert repr(run) == "Run(3, running after 0 epochs)"
    for epoch in range(1, 5001):
        run.record(epoch, {"loss": 1 / epoch, "val_accuracy": 0.5})
    run.ending = Ending.DONE
    assert repr(run) == "Run(3, done after 5000 epochs, loss=0.0002, val_accuracy=0.5)"


@pytest.mark.parametrize(
    ("losses", "since"),
    [
        ([1.0, math.nan, math.nan], 2),
        ([math.nan], 1),
        ([1.0, math.inf, math.nan], 2),
        ([math.nan, 1.0], None),
        ([math.nan, 1.0, math.nan], 3),
        ([1.0, 0.5], None),
    ],
)
def test_the_epoch_since_which_the_loss_is_no_number_is_found(losses, since):
    assert run_of(*({"loss": loss} for loss in losses)).undefined_since() == since


def test_losses_that_are_no_numbers_are_kept():
    values = run_of({"loss": math.nan}, {"loss": math.inf}).history["loss"]

    assert math.isnan(values[0])
    assert values[1] == math.inf


def test_points_are_the_reports_in_long_form():
    run = run_of({"loss": 1.0, "val_loss": 2.0}, {"loss": 0.5}, number=3)

    assert {name: column.tolist() for name, column in run.points().items()} == {
        "epoch": [1, 1, 2],
        "value": [1.0, 2.0, 0.5],
        "metric": ["loss", "loss", "loss"],
        "part": ["training", "validation", "training"],
        "run": ["run 3"] * 3,
    }
    assert run.points([1])["value"].tolist() == [0.5]


def test_of_a_long_run_the_first_and_the_newest_epoch_stay_and_evenly_so_many_between(monkeypatch):
    monkeypatch.setattr("dlwidgets.training.run.MOST_EPOCHS", 100)
    run = Run(1)
    for epoch in range(1, 1001):
        run.record(epoch, {"loss": 1 / epoch})
        assert (run.epochs[0], run.last_epoch, len(run.epochs) <= 100) == (1, epoch, True)
        assert run.newest("loss") == 1 / epoch

    assert run.epochs == [*range(1, 1000, 16), 1000]
    assert run.history["loss"].tolist() == [1 / epoch for epoch in run.epochs]
    run.rewind(500, 500)
    run.record(501, {"loss": 2.0})
    run.record(502, {"loss": 3.0})
    assert (run.epochs[-3:], run.history["loss"][-2:].tolist()) == ([497, 501, 502], [2.0, 3.0])
    assert run.epochs[:3] == [1, 17, 33]


def test_a_chart_gets_no_more_points_of_a_curve_than_it_asks_for():
    run = Run(1)
    for epoch in range(1, 1001):
        run.record(epoch, {"loss": 1 / epoch} | ({"val_loss": 2 / epoch} if epoch % 3 == 0 else {}))

    epochs, values = run.curve("loss", 10)
    assert epochs.tolist() == [*range(1, 1000, 100), 1000]
    assert values.tolist() == [1 / epoch for epoch in epochs]
    epochs, values = run.curve("val_loss", 10)
    assert epochs.tolist() == [*range(3, 1000, 102), 999]
    assert values.tolist() == [2 / epoch for epoch in epochs]
