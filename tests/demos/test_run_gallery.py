"""A gallery of runs: each run's losses and no others, and what the curves say only when asked."""

import numpy as np
import pytest

from dlwidgets.demos.run_gallery import MOST_EPOCHS, RunGallery
from dlwidgets.errors import InvalidValueError
from dlwidgets.training.curves.diagnosis import diagnose
from dlwidgets.training.run import Run


def run(losses, validation=None):
    made = Run(1, n_epochs=len(losses))
    for i, loss in enumerate(losses):
        held_out = {} if validation is None else {"val_loss": validation[i]}
        made.record(i + 1, {"loss": loss, "accuracy": 0.5, **held_out})
    return made


@pytest.fixture
def runs():
    falling = np.linspace(1, 0.1, 20)
    return {"A": run(falling, 1 + np.abs(np.arange(20) - 5) / 10), "B": run([0.7, np.nan])}


def rows(gallery, name, part):
    """Return epochs and values that the chart draws of a run."""
    drawn = gallery.datasets["curves"]
    chosen = (np.array(drawn["name"]) == name) & (np.array(drawn["part"]) == part)
    return np.array(drawn["epoch"])[chosen], np.array(drawn["value"], dtype=float)[chosen]


def test_each_panel_has_the_losses_of_its_run_and_no_other_metric(runs):
    gallery = RunGallery(runs)
    for name, part, metric in [("A", "training", "loss"), ("A", "validation", "val_loss"), ("B", "training", "loss")]:
        epochs, values = rows(gallery, name, part)
        np.testing.assert_array_equal(epochs, runs[name].epochs)
        np.testing.assert_array_equal(values, runs[name].history[metric])
    assert rows(gallery, "B", "validation")[0].size == 0


def test_findings_are_those_of_the_curves_and_stand_nowhere_in_the_picture(runs):
    gallery = RunGallery(runs)
    assert gallery.findings == {name: diagnose(run) for name, run in runs.items()}
    assert [finding.kind.value for finding in gallery.findings.values()] == ["over-fitting", "not a number"]
    assert not any(finding.sentence in gallery.html() + repr(gallery) for finding in gallery.findings.values())


def test_the_text_says_where_each_loss_began_and_ended(runs):
    assert "A: training loss 1.00 to 0.10, validation loss 1.50 to 2.40." in RunGallery(runs).text


@pytest.mark.parametrize("n", [MOST_EPOCHS, MOST_EPOCHS + 1, 10 * MOST_EPOCHS + 3])
def test_long_runs_are_thinned_but_keep_their_first_and_last_epoch(n):
    epochs, _values = rows(RunGallery({"long": run(np.linspace(1, 0, n))}), "long", "training")
    assert (epochs[0], epochs[-1]) == (1, n)
    assert MOST_EPOCHS / 2 < epochs.size <= MOST_EPOCHS + 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({}, "dict of finished runs"),
        ([run([1.0])], "dict of finished runs"),
        ({"A": [1.0, 0.5]}, "'A' is a list"),
        ({3: run([1.0])}, "under 3"),
        ({"A": Run(1)}, "'A' has no epoch"),
    ],
)
def test_what_is_no_dict_of_runs_with_losses_is_refused_in_a_sentence(wrong, words):
    with pytest.raises(InvalidValueError, match=words):
        RunGallery(wrong)
