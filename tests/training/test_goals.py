"""Goals are read and never run; the pace, the order and the words for errors."""

from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from dlwidgets.errors import InvalidValueError, UnknownNameError
from dlwidgets.training.engine import pace as pacing
from dlwidgets.training.engine.order import Order, block_epochs
from dlwidgets.training.engine.pace import Pace, Tempo
from dlwidgets.training.error_words import in_one_line
from dlwidgets.training.goals import EarlyStopping, Watch, parse_goal


@pytest.mark.parametrize(
    ("text", "met", "missed"),
    [
        ("val_loss < 0.2", {"val_loss": 0.19}, {"val_loss": 0.2}),
        ("val_loss<=2e-1", {"val_loss": 0.2}, {"val_loss": 0.21}),
        ("accuracy >= 95%", {"accuracy": 0.95}, {"accuracy": 0.949}),
        ("accuracy > .5 and loss < 1", {"accuracy": 0.6, "loss": 0.5}, {"accuracy": 0.6, "loss": 1.0}),
        ("loss < 1", {"loss": -1.0}, {"loss": float("nan")}),
        ("loss > -1.5", {"loss": 0.0}, {}),
        ("epoch >= 7", {}, {"never": 1.0}),
        ("accuracy > 0.9", {"accuracy": 0.902}, {"accuracy": float(np.nextafter(np.float32(0.9), np.float32(1)))}),
        ("accuracy >= 0.9", {"accuracy": float(np.nextafter(np.float32(0.9), np.float32(0)))}, {"accuracy": 0.898}),
    ],
)
def test_a_goal_is_met_by_one_report_and_missed_by_another(text, met, missed):
    watch = Watch(text)

    assert watch.reached(7, met).startswith("The goal ")
    assert watch.reached(6, missed) == ""


@pytest.mark.parametrize(
    "text",
    [
        "", "loss", "loss < ", "< 0.2", "loss = 0.2", "loss == 0.2", "loss < 0.2 or accuracy > 1", "loss < x", "loss < 1e9999",
        "__import__('os').system('true') < 1", "loss < 0.2;print(1)", "loss < 0.2 and", "a" * 300 + " < 1", 7, None,
    ],
)  # fmt: skip
def test_what_is_no_goal_is_refused_and_never_run(text):
    with pytest.raises(InvalidValueError):
        parse_goal(text)


@pytest.mark.parametrize("text", ["accuracy > 95", "val_accuracy >= 100.5%", "binary_accuracy < 0", "accuracy > 1"])
def test_a_share_that_no_accuracy_reaches_is_refused_with_how_it_is_written(text):
    with pytest.raises(InvalidValueError, match=r"is a share from 0 to 1. Write \w*accuracy [<>=]+ 0.95 or 95%"):
        parse_goal(text)


def test_names_are_checked_against_what_is_reported():
    Watch("loss < 1 and epoch > 3").check_names(["loss"])
    with pytest.raises(UnknownNameError, match=r"'acuracy'.*'accuracy'"):
        Watch("acuracy > 0.5").check_names(["loss", "accuracy"])


@pytest.mark.parametrize(
    "settings",
    [
        {"mode": "least"},
        {"mode": ["min"]},
        {"patience": -1},
        {"patience": 1.5},
        {"min_delta": float("nan")},
        {"min_delta": "little"},
        {"monitor": None},
    ],
)
def test_early_stopping_out_of_range_is_refused(settings):
    with pytest.raises((InvalidValueError, UnknownNameError)):
        EarlyStopping(**settings)


def test_a_goal_of_the_readers_own_that_fails_says_what_it_takes():
    with pytest.raises(InvalidValueError, match=r"failed: KeyError: 'nix'. It takes .* a dict with loss, epoch, and"):
        Watch(lambda report: report["nix"]).reached(3, {"loss": 1.0})


@pytest.mark.parametrize(
    ("monitor", "mode", "sign"),
    [
        ("val_loss", "auto", -1),
        ("accuracy", "auto", 1),
        ("val_auc", "auto", 1),
        ("mae", "auto", -1),
        ("mae", "max", 1),
        ("auc", "min", -1),
    ],
)
def test_what_is_better_is_known_by_the_name(monitor, mode, sign):
    assert EarlyStopping(monitor, mode=mode).sign == sign


def test_the_order_depends_on_seed_and_epoch_alone_and_holds_every_example_once():
    order = Order(1000, seed=5)

    assert all(sorted(order.epoch(epoch)) == list(range(1000)) for epoch in (0, 64, 65, 130))
    assert not np.array_equal(order.epoch(0), order.epoch(1))
    assert not np.array_equal(order.epoch(0), order.epoch(order.block_epochs))
    assert np.array_equal(order.epoch(130), Order(1000, seed=5).epoch(130))
    assert not np.array_equal(order.epoch(0), Order(1000, seed=6).epoch(0))
    assert Order(9, seed=1, shuffle=False).epoch(700).tolist() == list(range(9))
    # Each example comes first about equally often.
    first = [Order(4, seed=seed).epoch(0)[0] for seed in range(400)]
    assert np.bincount(first, minlength=4).min() > 60


def test_an_order_takes_little_memory_however_many_examples():
    assert [block_epochs(n) for n in (1, 250, 1797, 10**6)] == [256, 256, 36, 1]


def test_chunks_grow_to_a_frame_and_end_with_epochs():
    pace = Pace(steps_per_epoch=25, frame_s=0.02)
    assert pace.steps(25) == 8
    for _ in range(5):
        steps = pace.steps(25)
        pace.took(steps, steps * 4e-6)
    assert pace.steps(25) == 5000
    assert pace.steps(3) == 3 + 199 * 25
    pace.begin()
    assert pace.steps(25) == 1000  # a fifth of a frame after Play
    for _ in range(2):
        pace.took(10, 1.0)
    pace.begin()
    assert pace.steps(25) == 1


def test_a_slow_tempo_lets_steps_come_evenly_and_makes_nothing_up(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(pacing, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    tempo = Tempo()
    assert (tempo.steps(5000, 25), tempo.rest_s()) == (5000, 0.0)
    tempo.epochs_per_s = 2  # 50 steps a second
    came = []
    for _ in range(100):
        came.append(tempo.steps(5000, 25))
        clock[0] += 0.01
    assert 50 <= sum(came) <= 53
    assert max(came[1:]) == 1
    clock[0] += 60  # the machine slept
    assert tempo.steps(5000, 25) <= 4
    assert (tempo.steps(5000, 25), tempo.rest_s()) == (0, pytest.approx(0.02))
    tempo.epochs_per_s = 0.01
    clock[0] += 1
    assert tempo.steps(5000, 1) == 1
    assert tempo.rest_s() == pytest.approx(0.1)  # and asks again, as the speed may be another one then


def test_a_slow_beginning_doubles_until_it_goes_as_fast_as_it_can(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(pacing, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    tempo = Tempo()
    tempo.begins_slowly = True
    tempo.begin()
    came = []
    for _ in range(1700):
        came.append(tempo.steps(1_000_000, 25))
        clock[0] += 0.01
    of_a_doubling = [sum(came[at : at + 100]) for at in range(0, 1200, 100)]
    assert of_a_doubling[0] == pytest.approx(30 * 25 / np.log(2), rel=0.05)
    assert [two / one for one, two in pairwise(of_a_doubling)] == pytest.approx([2] * 11, rel=0.05)
    assert came[-1] == 1_000_000
    assert tempo.rest_s() == 0.0
    tempo.begin()
    assert 0 < tempo.steps(1_000_000, 25) < 100
    assert tempo.rest_s() > 0
    clock[0] += 0.2
    assert tempo.steps(7, 25) == 7
    assert tempo.rest_s() == 0.0  # it is behind
    tempo.epochs_per_s = 2
    clock[0] += 60
    assert tempo.steps(1_000_000, 25) <= 4


def test_errors_are_told_in_the_line_that_says_what_is_wrong():
    wrapped = RuntimeError(
        "Exception encountered when calling Dense.call().\n\n\x1b[1mshapes differ\x1b[0m\n\nArguments: ..."
    )
    assert in_one_line(wrapped) == "RuntimeError: shapes differ"
    assert in_one_line(ValueError("first\nsecond")) == "ValueError: first"
    assert in_one_line(ZeroDivisionError()) == "ZeroDivisionError"
