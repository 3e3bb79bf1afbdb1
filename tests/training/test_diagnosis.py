"""What is told of real runs: healthy ones and such as are sick in a known way, with seeds that the rules never saw."""

import math
from collections import Counter

import numpy as np
import pytest

from dlwidgets.training.curves.diagnosis import Kind, diagnose
from dlwidgets.training.run import Ending, Run
from tests.training import real_runs

FITTING = {
    ("over-fitting",): {Kind.OVER_FITTING},
    ("diverging", "oscillating"): {Kind.TOO_HIGH, Kind.UNDEFINED},
    ("too slow",): {Kind.TOO_LOW},
    ("not learning",): {Kind.NOT_LEARNING, Kind.STUCK},
    ("dead",): {Kind.STUCK, Kind.NOT_LEARNING},
    ("too good",): {Kind.TOO_GOOD},
    ("undefined",): {Kind.UNDEFINED},
}
"""What may be said of each sickness; a dead network shows in its curves alone that it does not learn."""


@pytest.fixture(scope="module")
def runs():
    return real_runs.stored()


def said(run):
    finding = diagnose(run)
    return finding.kind if finding else None


def run_of(losses, validation=None, accuracy=None, n_epochs=None, within=()):
    run = Run(1, n_epochs or len(losses))
    columns = {"loss": losses, "val_loss": validation, "accuracy": accuracy}
    for epoch in range(len(losses)):
        run.record(epoch + 1, {name: float(values[epoch]) for name, values in columns.items() if values is not None})
    run.within += within
    return run


def test_of_the_healthy_runs_at_most_one_in_thirty_is_called_sick(runs):
    healthy = [run for recipe, _seed, run in runs if recipe.kind == "healthy"]
    alarms = [diagnose(run).text for run in healthy if diagnose(run) and diagnose(run).is_alarm]

    assert len(healthy) >= 30
    assert len(alarms) <= len(healthy) / 30, alarms


def test_healthy_runs_are_left_alone_on_their_way_too(runs):
    healthy = [run for recipe, _seed, run in runs if recipe.kind == "healthy"]
    alarmed = 0
    for run in healthy:
        growing = Run(1, len(run.epochs))
        kinds = []
        for epoch, report in zip(run.epochs, run.reports, strict=True):
            growing.record(epoch, report)
            finding = diagnose(growing)
            kinds.append(bool(finding and finding.is_alarm))
        alarmed += any(kinds)

    assert alarmed <= len(healthy) / 15


@pytest.mark.parametrize("kinds", FITTING)
def test_most_runs_of_each_sickness_are_recognised(runs, kinds):
    found = Counter(said(run) for recipe, _seed, run in runs if recipe.kind in kinds)
    right = sum(count for name, count in found.items() if name in FITTING[kinds])

    assert found.total() >= 4
    assert right > 0.6 * found.total(), found


@pytest.mark.parametrize("name", ["healthy | iris | 8 tanh", "over-fitting | iris", "dead | moons"])
def test_the_stored_runs_are_those_that_keras_makes(runs, name):
    recipe, seed, run = next(one for one in runs if one[0].name.startswith(name))

    again = real_runs.train(recipe, seed)

    assert again.metrics == run.metrics
    # Another machine may add in another order, and small differences grow.
    assert again.history["loss"][:3] == pytest.approx(run.history["loss"][:3], rel=1e-3)
    assert said(again) == said(run)


def test_over_fitting_is_told_with_its_first_epoch_its_length_and_its_numbers():
    epochs = np.arange(1, 31)
    validation = np.where(epochs < 14, 1 - 0.04 * epochs, 0.44 + 0.03 * (epochs - 14))

    finding = diagnose(run_of(1 / epochs, validation))

    assert (finding.kind, finding.first, finding.last) == (Kind.OVER_FITTING, 14, 30)
    assert finding.sentence == (
        "Validation loss has risen for 16 epochs since epoch 14, from 0.44 to 0.86, while training loss still falls: "
        "over-fitting."
    )
    assert finding.text.endswith("Try: stop near epoch 14, more data, dropout, or a smaller network.")


def test_a_loss_that_is_no_number_is_told_from_its_first_epoch_on():
    late, at_once = diagnose(run_of([1.0, math.nan, math.inf])), diagnose(run_of([math.nan]))

    assert (late.kind, late.first, late.last) == (Kind.UNDEFINED, 2, 3)
    assert "since epoch 2: the learning rate is probably too high" in late.sentence
    assert "the data have gaps" in at_once.sentence
    assert diagnose(run_of([math.nan, 1.0])) is None
    stopped = diagnose(Run(1, 5, within=[(0.5, math.nan)], ending=Ending.UNDEFINED))
    assert (stopped.kind, stopped.first, stopped.last) == (Kind.UNDEFINED, 1, 1)


def test_a_regression_that_stays_where_it_began_is_told_from_one_that_arrived_at_once():
    flat = 1 + 0.001 * np.sin(np.arange(12))

    assert said(run_of(flat, within=[(0.2, 1.01), (0.4, 1.0)])) is Kind.NOT_LEARNING
    assert said(run_of(flat, within=[(0.2, 9.0), (0.4, 4.0)])) is None
    assert said(run_of(flat)) is None


def test_nothing_is_said_of_too_few_epochs_or_of_no_loss():
    assert diagnose(run_of([3.0, 2.0, 1.0, 0.5])) is None
    assert diagnose(Run(1)) is None
    in_the_first_epoch = Run(1, within=[(0.5, 1.0)], ending=Ending.INTERRUPTED)
    assert diagnose(in_the_first_epoch) is None
    no_loss = Run(1)
    for epoch in range(9):
        no_loss.record(epoch + 1, {"val_loss": 1.0})
    assert diagnose(no_loss) is None


def test_a_slow_run_is_not_scolded_while_most_of_it_is_to_come():
    losses = 1 - 0.01 * np.arange(10)

    assert said(run_of(losses)) is Kind.TOO_LOW
    assert said(run_of(losses, n_epochs=100)) is Kind.HEALTHY
    stopped = run_of(losses, n_epochs=100)
    stopped.ending = Ending.STOPPED
    assert said(stopped) is Kind.TOO_LOW


@pytest.mark.parametrize("size", [1, 1e-30, 1e30])
def test_losses_of_any_size_are_read_without_a_warning(size):
    losses = size / np.arange(1, 21)

    assert said(run_of(losses, losses)) in {Kind.HEALTHY, Kind.FINISHED}
    assert said(run_of(-losses)) is not Kind.UNDEFINED
