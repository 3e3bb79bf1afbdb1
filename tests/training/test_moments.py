"""Runs as values: moments within a budget, files without surprises, and going on with the same numbers."""

import json
import math

import numpy as np
import pytest

import dlwidgets as dlw
from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.network import (
    CompileSpec,
    Dense,
    Dropout,
    GaussianNoise,
    Input,
    NetworkSpec,
    OptimizerSpec,
    keras_names,
)
from dlwidgets.training import run_file
from dlwidgets.training.moments import Moment, Moments
from dlwidgets.training.run import Ending, Run
from tests.training.networks import CLASSIFIER, PLAIN, two_classes

X, Y = two_classes(50)
SETTINGS = {"batch_size": 8, "validation_split": 0.2, "path": "loop", "seed": 3}


def moment(epoch, kilobytes=1):
    return Moment(epoch, 5 * epoch, [np.full(kilobytes * 125, epoch, np.float64)])


def full_run():
    run = Run(2, n_epochs=4, n_steps=5, seed=7, spec=CLASSIFIER.to_json(), settings={"batch_size": 8, "shuffle": True})
    run.record(1, {"loss": 1.0})
    run.record(2, {"loss": math.nan, "val_loss": math.inf})
    run.changes.append((3, {"learning_rate": 0.1}))
    run.changes.append((4, {"dropout": {"dropout_1": 0.5}}))
    run.batch_losses += [0.5, math.nan]
    state = [np.arange(6, dtype=np.float32).reshape(2, 3), np.array(7, np.int64), np.array([1, 2], np.uint32)]
    run.moments.add(Moment(0, 0, state))
    run.moments.add(Moment(2, 10, [array + 1 for array in state], {"surface": np.zeros((3, 3), np.uint8)}))
    run.ending = Ending.REACHED
    return run


def test_first_and_last_moment_stay_and_the_others_are_thinned_out_evenly():
    moments = Moments(budget_mb=0.01)
    for epoch in range(1001):
        moments.add(moment(epoch))

    assert moments.nbytes <= 10_000
    assert (moments.epochs[0], moments.epochs[-1]) == (0, 1000)
    gaps = np.diff(moments.epochs)
    assert len(moments) > 5
    assert gaps.max() <= 2.5 * np.median(gaps)
    assert moments.before(1000).epoch == 1000
    assert moments.before(999).epoch == moments.epochs[-2]
    assert all(one.state[0][0] == one.epoch for one in moments)


def test_a_budget_of_nothing_keeps_the_first_and_the_last():
    moments = Moments(budget_mb=0)
    for epoch in (0, 3, 9):
        moments.add(moment(epoch))
    assert moments.epochs == [0, 9]
    with pytest.raises(InvalidValueError, match="budget"):
        Moments(budget_mb=-1)


def test_a_moment_of_an_epoch_that_is_done_again_takes_the_place_of_what_came_after():
    moments = Moments()
    for epoch in (0, 1, 2, 3, 2):
        moments.add(moment(epoch))
    assert moments.epochs == [0, 1, 2]
    moments.rewind(0)
    assert moments.epochs == [0]
    assert Moments().before(5) is None


def test_a_run_is_saved_and_read_as_it_was(tmp_path):
    run = full_run()
    run.save(tmp_path / "my run")

    again = Run.load(tmp_path / "my run")

    assert np.array_equal(again.history["loss"], run.history["loss"], equal_nan=True)
    assert again.curve("val_loss")[1].tolist() == [math.inf]
    assert [{*report} for report in again.reports] == [{"loss"}, {"loss", "val_loss"}]
    for name in ("number", "n_epochs", "n_steps", "epochs", "names", "seed", "spec", "settings", "changes", "ending"):
        assert getattr(again, name) == getattr(run, name)
    assert again.batch_losses[0] == 0.5
    assert math.isnan(again.batch_losses[1])
    assert again.moments.epochs == [0, 2]
    for one, two in zip(again.moments, run.moments, strict=True):
        assert one.n_steps == two.n_steps
        for a, b in zip((*one.state, *one.extras.values()), (*two.state, *two.extras.values()), strict=True):
            assert (a.dtype, a.shape) == (b.dtype, b.shape)
            assert np.array_equal(a, b)


def altered(tmp_path, **changes):
    """A saved run with other arrays in it; None leaves one out."""
    full_run().save(tmp_path / "good")
    with np.load(tmp_path / "good") as arrays:
        present = {**arrays} | changes
    path = tmp_path / "bad"
    with path.open("wb") as file:
        np.savez(file, **{name: array for name, array in present.items() if array is not None})
    return path


def header_with(**changes):
    header = {
        "version": 1, "number": 1, "n_epochs": None, "n_steps": 5, "epochs": [1, 2], "names": ["loss", "val_loss"], "seed": 0,
        "spec": None, "settings": {}, "ending": None, "changes": [], "budget_mb": 32, "moments": [],
    }  # fmt: skip
    return np.array(json.dumps(header | changes))


def test_a_header_of_the_tests_own_is_read(tmp_path):
    assert Run.load(altered(tmp_path, header=header_with())).epochs == [1, 2]


@pytest.mark.parametrize(
    "changes",
    [
        {"header": None},
        {"header": np.array("{")},
        {"header": header_with(version=2)},
        {"header": header_with(epochs=3)},
        {"header": header_with(epochs=[1])},
        {"header": header_with(names=["a", "b", "c"])},
        {"header": header_with(settings=[])},
        {"header": header_with(ending="exploded")},
        {"header": header_with(moments=[[0, 0, 9, []]])},
        {"header": header_with(seed="abc")},
        {"header": header_with(seed=-3)},
        {"header": header_with(n_steps="many")},
        {"header": header_with(spec=5)},
        {"header": header_with(changes=[[1, {"learning_rate": "a"}]])},
        {"header": header_with(epochs=[2, 1])},
        {"header": header_with(epochs=[0, 1])},
        {"header": header_with(moments=[[5, 0, 1, []], [2, 0, 1, []]]), "moment0_0": np.zeros(1), "moment1_0": np.zeros(1)},
        {"header": np.array('{"version": NaN}')},
        {"reports": np.array([object()], dtype=object)},
        {"reports": np.array(["text"])},
        {"batch_losses": None},
    ],
    ids=lambda value: "",
)  # fmt: skip
def test_a_file_that_is_none_of_ours_is_refused_in_words(tmp_path, changes):
    with pytest.raises(DataError, match="no saved run"):
        Run.load(altered(tmp_path, **changes))


def test_files_that_are_no_archive_missing_or_too_large_are_refused(tmp_path):
    (tmp_path / "text").write_text("hello")
    with pytest.raises(DataError, match="no saved run"):
        Run.load(tmp_path / "text")
    with pytest.raises(DataError, match="no file"):
        Run.load(tmp_path / "nowhere")
    full_run().save(tmp_path / "cut")
    (tmp_path / "cut").write_bytes((tmp_path / "cut").read_bytes()[:-40])
    with pytest.raises(DataError, match="no saved run"):
        Run.load(tmp_path / "cut")


def test_a_name_that_no_file_can_have_is_refused_and_a_home_is_found_both_ways(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("mine")
    for name in (
        "",
        ".",
        "/",
        "a\0b",
        "x" * 252,
        tmp_path,
        tmp_path / "file" / "run.npz",
        tmp_path / "none" / "run.npz",
    ):
        with pytest.raises(InvalidValueError, match="can't be saved as"):
            full_run().save(name)
        with pytest.raises(DataError):
            Run.load(name)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))  # Windows' name for it
    for name in ("~/run.npz", str(tmp_path / "ünï 🎉\n.npz")):
        full_run().save(name)
        assert Run.load(name).epochs == [1, 2]


def test_a_file_that_would_unpack_to_a_huge_one_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    run = full_run()
    run.moments.add(Moment(3, 15, [np.zeros(500_000)]))
    run.save(tmp_path / "bomb")
    assert (tmp_path / "bomb").stat().st_size < 100_000
    monkeypatch.setattr(run_file, "_MOST_BYTES", 1_000_000)

    with pytest.raises(DataError, match="it is not read"):
        Run.load(tmp_path / "bomb")


def test_every_way_a_run_ends_can_be_read_again():
    assert tuple(Ending) == run_file.ENDINGS


@pytest.fixture(scope="module")
def original():
    """A run of 30 epochs with numbers that moved on the way, and its weights after each epoch."""
    ours = dlw.Trainer(CLASSIFIER, X, Y, record_batches=True, keep=lambda one: {"first": one.weights[0]}, **SETTINGS)
    weights = [ours.weights]
    for epoch in range(30):
        if epoch == 10:
            ours.change(learning_rate=0.1, dropout=0.5)
        if epoch == 20:
            ours.step("batch", 2)
            ours.change(l2=0.1)
        ours.step("epoch")
        weights.append(ours.weights)
    yield ours, weights
    ours.close()


def test_of_many_batches_the_losses_of_the_first_are_kept(original, monkeypatch):
    ours, _ = original
    assert len(ours.run.batch_losses) > 20
    monkeypatch.setattr("dlwidgets.training.run.MOST_LOSSES", 20)
    other = dlw.Trainer(CLASSIFIER, X, Y, record_batches=True, **SETTINGS)

    other.train(10)
    assert other.run.batch_losses == ours.run.batch_losses[:20]
    other.goto(1)
    other.train(5)
    other.close()
    assert other.run.batch_losses == ours.run.batch_losses[:20]


def equal(a, b):
    return all(np.array_equal(one, two) for one, two in zip(a, b, strict=True))


def test_every_epoch_can_be_gone_back_to_and_shows_its_whole_state(original):
    ours, weights = original
    for epoch in (30, 0, 13, 9, 10, 11, 21, 20, 29):
        snapshot = ours.goto(epoch)
        assert (snapshot.epoch, snapshot.batch, ours.epoch) == (epoch, 0, epoch)
        assert equal(ours.weights, weights[epoch])
        assert snapshot.report == (ours.run.reports[epoch - 1] if epoch else {})
    ours.goto(5)
    assert ours.settings["learning_rate"] == 0.001
    ours.goto(25)
    assert (ours.settings["learning_rate"], ours.settings["l2"]) == (0.1, 0.1)
    assert ours.run.last_epoch == 30
    for bad in (31, -1, 2.5, True):
        with pytest.raises(InvalidValueError, match="epochs 0"):
            ours.goto(bad)


def test_moments_carry_what_the_caller_adds_and_the_losses_of_all_batches_are_kept(original):
    ours, weights = original
    for one in ours.run.moments:
        assert np.array_equal(one.extras["first"], weights[one.epoch][0])
    assert len(ours.run.batch_losses) == 30 * 5
    # Without weights on the examples, the mean over equal batches is what the epoch reports.
    means = np.array(ours.run.batch_losses).reshape(30, 5).mean(axis=1)
    assert means == pytest.approx(ours.history["loss"], rel=1e-5)


def test_a_run_that_was_saved_goes_on_bit_for_bit_also_from_its_middle(original, tmp_path):
    ours, weights = original
    ours.goto(30)
    ours.run.save(tmp_path / "run.npz")
    expected = ours.train(5).history["loss"]
    after = ours.weights

    other = dlw.Trainer(CLASSIFIER, X, Y, record_batches=True, **{**SETTINGS, "seed": 99})
    other.resume(Run.load(tmp_path / "run.npz"))
    assert equal(other.weights, weights[30])
    assert np.array_equal(other.train(5).history["loss"], expected)
    assert equal(other.weights, after)
    other.goto(17)
    assert equal(other.weights, weights[17])
    other.train(1)
    assert equal(other.weights, weights[18])
    assert other.run.last_epoch == 18

    with pytest.raises(DataError, match="other data"):
        dlw.Trainer(CLASSIFIER, X + 1, Y, **SETTINGS).resume(Run.load(tmp_path / "run.npz"))
    with pytest.raises(DataError, match="batch_size=8"):
        dlw.Trainer(CLASSIFIER, X, Y, **{**SETTINGS, "batch_size": 9}).resume(Run.load(tmp_path / "run.npz"))
    first, hidden, *others = CLASSIFIER.layers
    relu = NetworkSpec([first, Dense(**{**hidden.arguments, "activation": "relu"}), *others], CLASSIFIER.compile)
    for other_network in (PLAIN, relu):
        network = dlw.Trainer(other_network, X, Y, **SETTINGS)
        with pytest.raises(DataError, match="another network"):
            network.resume(Run.load(tmp_path / "run.npz"))
    for none in ("run.npz", None):
        with pytest.raises(InvalidValueError, match="resume takes a run, such as"):
            network.resume(none)
    with pytest.raises(DataError, match="keeps no weights of its start"):
        network.resume(Run(1))


@pytest.mark.parametrize("optimizer", keras_names.OPTIMIZERS)
def test_a_saved_run_goes_on_bit_for_bit_with_every_optimizer_and_all_that_is_drawn(optimizer, tmp_path):
    layers = [Input((2,)), Dense(3, "tanh"), Dropout(0.3), GaussianNoise(0.1), Dense(2, "softmax")]
    settings = CompileSpec(OptimizerSpec(optimizer), "sparse_categorical_crossentropy")
    ours = dlw.Trainer(NetworkSpec(layers, settings), X, Y, batch_size=16, path="loop", seed=5)
    ours.train(2)
    ours.run.save(tmp_path / "run.npz")
    expected, after = ours.train(2).history["loss"], ours.weights

    ours.reset(seed=6)
    ours.train(1)
    ours.resume(Run.load(tmp_path / "run.npz"))
    assert np.array_equal(ours.train(2).history["loss"], expected)
    assert equal(ours.weights, after)
    ours.close()
