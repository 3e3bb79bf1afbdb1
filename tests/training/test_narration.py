"""The sentence under the curves says what they show."""

import math

import pytest

from dlwidgets.training.curves.narration import progress, rounded, sentence
from dlwidgets.training.run import Ending, Run

REPORT = {"accuracy": 0.875, "loss": 0.3141, "val_accuracy": 0.9333, "val_loss": 0.3549, "learning_rate": 0.01}
METRICS = ("loss", "accuracy")
CPU = "CPU, 2 cores"


def run_of(*reports, n_epochs=50, ending=None, first=1):
    run = Run(1, n_epochs)
    for epoch, report in enumerate(reports, first):
        run.record(epoch, report)
    run.ending = ending
    return run


def test_a_running_fit_is_told_with_its_losses_and_the_metric_on_held_back_data():
    assert sentence(run_of(REPORT, REPORT), METRICS, CPU) == (
        "Epoch 2 of 50: training loss 0.31, validation loss 0.35, validation accuracy 0.93."
    )


def test_without_validation_the_training_values_are_told():
    assert sentence(run_of({"loss": 1.0, "mean_squared_error": 2.5}), ("loss", "mean_squared_error"), CPU) == (
        "Epoch 1 of 50: training loss 1.00, training mean squared error 2.50."
    )


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        (Ending.DONE, "Done after 1 epoch: training loss 0.31"),
        (Ending.STOPPED, "Stopped early after epoch 1 of 50: training loss 0.31"),
        (Ending.INTERRUPTED, "Interrupted after epoch 1 of 50: training loss 0.31"),
        (Ending.FAILED, "Ended by an error after epoch 1 of 50: training loss 0.31"),
    ],
)
def test_each_ending_has_its_words(ending, words):
    assert sentence(run_of(REPORT, ending=ending), METRICS, CPU).startswith(words)


def test_a_continued_fit_counts_its_own_epochs():
    assert sentence(run_of({"loss": 1.0}, {"loss": 1.0}, first=11, ending=Ending.DONE), METRICS, CPU).startswith(
        "Done after 2 epochs"
    )


def test_a_fit_that_has_reported_nothing_is_told_with_its_device_or_its_end():
    assert sentence(run_of(), METRICS, CPU) == "Run 1 begins. On: CPU, 2 cores."
    assert sentence(run_of(ending=Ending.FAILED), METRICS, CPU) == "Run 1 ended before its first epoch was finished."


def test_a_loss_that_is_no_number_is_told_with_its_probable_cause():
    late = sentence(run_of({"loss": 1.0}, {"loss": math.nan}), METRICS, CPU)
    at_once = sentence(run_of({"loss": math.nan}), METRICS, CPU)

    assert "training loss not a number. The loss is not a finite number since epoch 2: the learning rate is" in late
    assert "since epoch 1: the data have gaps, or the learning rate is too high." in at_once


def test_progress_leaves_out_an_unknown_end():
    assert progress(run_of(REPORT)) == "epoch 1 of 50"
    assert progress(run_of(REPORT, n_epochs=None)) == "epoch 1"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.00"),
        (0.967, "0.97"),
        (12.346, "12.35"),
        (0.0031, "0.0031"),
        (0.0951, "0.10"),
        (12_900.0, "13,000"),
        (123456.0, "1.2e+05"),
        (-0.5, "-0.50"),
        (math.inf, "infinite"),
        (math.nan, "not a number"),
    ],
)
def test_numbers_are_written_with_two_digits_that_mean_something(value, text):
    assert rounded(value) == text
