"""Buttons pressed at random: whatever came before, every epoch of the run is found again as it was."""

import threading

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dlwidgets as dlw
from tests.training.networks import CLASSIFIER, two_classes

X, Y = two_classes(20)
RATES = st.floats(0, 0.5, width=32)
PRESSES = st.one_of(
    st.tuples(st.just("step"), st.sampled_from(["example", "batch", "epoch"]), st.integers(1, 4)),
    st.tuples(st.just("train"), st.integers(0, 3)),
    st.tuples(st.just("goto"), st.floats(0, 1)),
    st.tuples(st.just("change"), st.sampled_from(["learning_rate", "l1", "l2", "dropout"]), RATES),
    st.tuples(st.just("reset"), st.one_of(st.none(), st.integers(0, 2))),
    st.tuples(st.just("play and pause"), st.integers(1, 3)),
    st.tuples(st.just("until"), st.floats(0.2, 0.9)),
)
TRAINER = []


def trainer():
    """One trainer for all examples; each begins at the start."""
    if not TRAINER:
        TRAINER.append(dlw.Trainer(CLASSIFIER, X, Y, batch_size=8, validation_split=0.2, path="loop", seed=0))
    TRAINER[0].reset(seed=0)
    for name, value in {"learning_rate": 0.001, "l1": 0.001, "l2": 0.01, "dropout": 0.2}.items():
        TRAINER[0].change(**{name: value})
    return TRAINER[0]


def press(ours, name, *values):
    """Press a button."""
    if name == "goto":
        ours.goto(round(values[0] * ours.run.last_epoch))
    elif name == "change":
        ours.change(**{values[0]: values[1]})
    elif name == "play and pause":
        ours.play(values[0])
        ours.pause()
        ours.wait()
    elif name == "until":
        ours.until(f"loss < {values[0]:.3f}", epochs=3)
    else:
        getattr(ours, name)(*values)


def check(ours):
    """Hold the trainer to itself."""
    run, epoch = ours.run, ours.epoch
    assert run.epochs == list(range(1, len(run.epochs) + 1))
    assert 0 <= epoch <= run.last_epoch
    assert ours.state in {"ready", "paused", "done"}
    assert all(np.isfinite(weight).all() for weight in ours.weights)
    assert [thread for thread in threading.enumerate() if thread.name == "dlwidgets-trainer"] == []


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.lists(PRESSES, min_size=1, max_size=10))
def test_any_sequence_of_buttons_leaves_a_run_whose_epochs_are_found_again(presses):
    ours = trainer()
    for one in presses:
        press(ours, *one)
        check(ours)

    last = ours.run.last_epoch
    ours.goto(last)
    first_time = ours.weights, ours.settings
    ours.goto(0)
    ours.goto(last)
    assert all(np.array_equal(a, b) for a, b in zip(ours.weights, first_time[0], strict=True))
    assert ours.settings == first_time[1]
    # From the start alone, without any moment between, the same numbers come again.
    del ours.run.moments._kept[1:]
    ours.goto(last)
    assert all(np.array_equal(a, b) for a, b in zip(ours.weights, first_time[0], strict=True))
