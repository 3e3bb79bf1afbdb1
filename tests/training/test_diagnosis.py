"""What is told of real runs: healthy ones and such as are sick in a known way, with seeds that the rules never saw."""

import math
from collections import Counter

import numpy as np
import pytest

from dlwidgets.training.curves.diagnosis import Kind, diagnose
from dlwidgets.training.curves.narration import sentence
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


def held_out(scores, known, losses, validation):
    run = Run(1, len(scores))
    for epoch, row in enumerate(zip(losses, validation, known, scores, strict=True), 1):
        run.record(epoch, dict(zip(("loss", "val_loss", "accuracy", "val_accuracy"), row, strict=True)))
    return run


def test_losses_that_jump_up_and_down_are_told_if_weights_move_them_and_not_only_dropout_or_the_draw_of_batches():
    course = 0.4 + np.exp(-np.arange(30.0))
    shaken = course * (1 + 0.25 * np.random.default_rng(3).normal(size=30)).clip(0.3)

    finding = diagnose(run_of(shaken, shaken[::-1]))

    assert finding.kind is Kind.TOO_HIGH
    assert "jumps up and down by about" in finding.sentence
    assert "validation loss by" in finding.sentence
    assert said(run_of(shaken)) is Kind.TOO_HIGH
    noisy = course * (1 + 0.1 * (-1.0) ** np.arange(30))
    assert said(run_of(noisy)) is Kind.TOO_HIGH
    assert said(run_of(noisy, course + 0.05)) in {None, Kind.HEALTHY, Kind.FINISHED}


def test_batches_that_cost_more_than_any_guess_are_told_unless_the_fit_has_recovered():
    losses, known = 0.9 ** np.arange(12), 1 - 0.5 ** np.arange(1, 13)
    within = [(0.5, 13.0), (2.4, 1.0)]
    sick, well = (held_out(known, known, losses, losses + more) for more in (1.5, 0.0))
    sick.within, well.within = within, within

    assert diagnose(sick).sentence.startswith("Training loss was 13.00 in epoch 1, more than blind guessing costs")
    assert said(well) is not Kind.TOO_HIGH


def test_a_score_is_too_good_when_it_is_nearly_perfect_at_once_on_both_parts_and_for_sure():
    scores = [0.9, *[0.996] * 14]
    losses = [0.4, *(0.02 * 0.9 ** np.arange(14))]
    finding = diagnose(held_out(scores, scores, losses, losses))

    assert (finding.kind, finding.first, finding.last) == (Kind.TOO_GOOD, 2, 15)
    assert finding.sentence.startswith("Validation accuracy is at least 99.6 % since epoch 2")
    perfect = diagnose(held_out([1.0] * 15, scores, losses, losses))
    assert "accuracy is 100 % since epoch 2" in perfect.sentence
    late = [*[0.9] * 9, *[1.0] * 6]
    unsure = [0.4, *(0.3 * 0.95 ** np.arange(14))]
    assert said(held_out(late, late, losses, losses)) is not Kind.TOO_GOOD
    assert said(held_out(scores, scores, unsure, unsure)) is not Kind.TOO_GOOD
    assert said(held_out(scores, [0.95] * 15, losses, losses)) is not Kind.TOO_GOOD  # a few may be right by luck
    assert said(held_out([0.95] * 15, scores, losses, losses)) is not Kind.TOO_GOOD


def test_where_the_loss_is_a_sum_over_outputs_it_is_not_measured_by_the_accuracy_of_one():
    known, losses = np.full(12, 0.4), 9 - 0.1 * np.arange(12)
    run = held_out(known, known, losses, losses)
    assert said(run) is Kind.TOO_HIGH
    summed = Run(1, 12)
    for epoch, seen in zip(run.epochs, run.reports, strict=True):
        summed.record(epoch, {**seen, "a_loss": 1.0, "b_loss": seen["loss"] - 1})

    assert said(summed) is not Kind.TOO_HIGH


def test_faster_steps_are_not_advised_where_validation_loss_already_rises():
    losses = 1 - 0.01 * np.arange(20)

    assert said(run_of(losses, losses)) is Kind.TOO_LOW
    assert said(run_of(losses, 1 + 0.002 * np.arange(20))) is not Kind.TOO_LOW


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
    assert said(run_of(-losses)) is None
    assert said(run_of(losses - 2 * size)) in {Kind.HEALTHY, Kind.FINISHED}


def test_a_loss_below_0_or_of_nothing_is_read_without_a_warning_and_never_as_a_high_rate():
    shaken = -0.5 - 0.4 * (1 - np.exp(-np.arange(20.0))) + 0.01 * (-1.0) ** np.arange(20)
    zeros = np.zeros(12)

    assert said(run_of(shaken, shaken)) is not Kind.TOO_HIGH
    assert said(run_of([-0.7, -0.72, -0.71, -0.73, -0.74, -0.75, -0.76, -0.77])) is not Kind.TOO_HIGH
    assert said(run_of(zeros, zeros)) in {None, Kind.FINISHED}


def test_of_a_long_run_epochs_are_told_and_not_how_many_of_them_are_kept(monkeypatch):
    monkeypatch.setattr("dlwidgets.training.run.MOST_EPOCHS", 100)
    run = run_of([0.1 + 0.9**epoch for epoch in range(1000)])
    run.ending = Ending.DONE

    finding = diagnose(run)

    assert (len(run.epochs), finding.kind) == (64, Kind.FINISHED)
    assert f"hardly moved for {1000 - finding.first} epochs" in finding.text
    assert sentence(run, ["loss"], "CPU").startswith("Done after 1000 epochs")
