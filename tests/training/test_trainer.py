"""The trainer's buttons: what they do, that they are exact, and that nothing is left when it is gone."""

import copy
import gc
import math
import pickle
import threading
import time
import tracemalloc
import weakref
from types import SimpleNamespace

import numpy as np
import psutil
import pytest

import dlwidgets as dlw
from dlwidgets.errors import DataError, InvalidValueError, UnknownNameError
from dlwidgets.network import CompileSpec, Dense, Dropout, FitSpec, Input, NetworkSpec
from dlwidgets.training.build import build
from dlwidgets.training.engine import pace
from dlwidgets.training.goals import EarlyStopping
from dlwidgets.training.keras_door import device_label, import_keras
from dlwidgets.training.run import Ending, Run
from dlwidgets.training.trainer.session import Session
from tests.training.networks import CLASSIFIER, PLAIN, seeded_model, two_classes

X, Y = two_classes(50)


def trainer(spec=CLASSIFIER, **settings):
    """A trainer of 40 rows in batches of 8; those with the same network share an engine, one after the other."""
    return dlw.Trainer(spec, X, Y, **{"batch_size": 8, "validation_split": 0.2, "path": "loop", "seed": 3, **settings})


@pytest.fixture
def ours():
    made = trainer()
    yield made
    made.close()


@pytest.fixture
def no_threads():
    """No thread of a trainer is left behind."""
    yield
    assert [thread.name for thread in threading.enumerate() if thread.name == "dlwidgets-trainer"] == []


def same(a, b):
    return all(np.array_equal(one, two) for one, two in zip(a, b, strict=True))


def in_time(condition):
    """Wait until something is so; a test that waits for ever has failed."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_nothing_is_built_before_it_is_needed_and_warming_moves_nothing(ours, no_threads):
    assert (ours.state, ours.epoch) == ("new", 0)

    assert ours.warm() is ours
    assert ours.state in {"preparing", "tracing", "ready"}
    ours.wait()

    assert (ours.state, ours.epoch, ours.path) == ("ready", 0, "loop")
    assert same(ours.weights, seeded_model(CLASSIFIER, 3).get_weights())


def test_play_while_it_is_being_prepared_waits_for_nothing_and_goes_on_afterwards(no_threads):
    ours = trainer(batch_size=7)
    ours.warm()
    ours.play(3)
    ours.wait()
    assert (ours.state, ours.epoch) == ("done", 3)

    # Pause takes the job back.
    other = trainer(batch_size=6)
    other.warm()
    other.play(3)
    other.pause()
    other.wait()
    assert other.epoch == 0
    assert other.train(1).last_epoch == 1


def test_it_says_by_which_path_and_on_which_device_it_trains_and_why_no_faster_one_is_taken():
    ours = dlw.Trainer(seeded_model(PLAIN), X, X[:, :1], path="loop")
    assert repr(ours) == "Trainer: Nothing is loaded yet."
    ours.train(2)
    assert repr(ours) == f"Trainer: Done after epoch 2. Path: loop, on {device_label()}."
    assert ours.device == device_label()

    eager = seeded_model(PLAIN)
    eager.compile("sgd", "mse", run_eagerly=True)
    ours = dlw.Trainer(eager, X, X[:, :1])
    ours.train(1)
    assert repr(ours).endswith("The model is compiled with run_eagerly=True, which wants each step run by Python.")


def test_ten_thousand_epochs_take_little_memory():
    spec = NetworkSpec([Input((2,)), Dense(1)], CompileSpec("sgd", "mse"))
    ours = dlw.Trainer(spec, X, X[:, :1], batch_size=50, path="loop", memory_mb=1)
    ours.train(1000)
    tracemalloc.start()
    process, (before, _) = psutil.Process(), tracemalloc.get_traced_memory()
    resident = process.memory_info().rss
    ours.train(9000)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()

    assert (ours.epoch, len(ours.history["loss"])) == (10_000, 10_000)
    # What an epoch reports is kept; moments have their budget, and TensorFlow keeps nothing for each epoch.
    assert grown < 500 * 9000
    assert process.memory_info().rss - resident < 50e6
    assert ours.run.moments.nbytes <= 1e6
    assert ours.goto(5000).epoch == 5000
    ours.close()


def test_steps_by_hand_are_those_of_a_run(ours):
    run = ours.train(3)
    whole, history = ours.weights, ours.history
    assert (run.ending, run.last_epoch, run.n_epochs, ours.state) == ("done", 3, 3, "done")

    ours.reset()
    snapshot = ours.step()
    assert (snapshot.epoch, snapshot.batch, snapshot.n_steps, ours.state) == (0, 1, 1, "paused")
    ours.step("batch", 6)
    assert ours.step("epoch").epoch == 2
    ours.step("epoch")

    assert same(ours.weights, whole)
    assert {name: values.tolist() for name, values in ours.history.items()} == {
        name: values.tolist() for name, values in history.items()
    }
    assert len(ours.runs) == 2


def test_a_step_of_one_example_updates_by_it_alone_and_the_rest_of_its_batch_follows(ours):
    ours.step("example", 3)
    assert ours.latest.batch == 0
    snapshot = ours.step("batch")
    assert (snapshot.batch, snapshot.n_steps) == (1, 4)

    # The same by Keras' own hands, in the order that the trainer shuffled.
    order = ours._session.order.epoch(0)
    model = seeded_model(CLASSIFIER, 3)
    for rows in ([order[0]], [order[1]], [order[2]], order[3:8]):
        model.train_on_batch(X[:40][rows], Y[:40][rows])
    assert max(np.abs(a - b).max() for a, b in zip(ours.weights, model.get_weights(), strict=True)) < 1e-6

    ours.step("epoch")
    ours.step("epoch")
    before = ours.weights
    ours.goto(1)
    ours.step("epoch")
    assert same(ours.weights, before)


def test_examples_may_end_an_epoch_and_it_is_reported(ours):
    ours.step("batch", 4)
    snapshot = ours.step("example", 9)

    assert (snapshot.epoch, snapshot.batch) == (1, 0)
    assert {"loss", "accuracy", "val_loss", "val_accuracy"} == {*snapshot.report}


@pytest.mark.parametrize("path", ["loop", "compiled", "single"])
def test_reset_gives_the_same_numbers_again_and_traces_nothing(path):
    ours = trainer(path=path)
    ours.train(4)
    weights, history, traces = ours.weights, ours.history, ours._session.engine.traces

    ours.reset()
    assert (ours.epoch, ours.state) == (0, "ready")
    ours.train(4)
    assert same(ours.weights, weights)
    assert same(ours.history.values(), history.values())

    ours.reset(seed=4)
    assert same(ours.weights, seeded_model(CLASSIFIER, 4).get_weights())
    ours.train(4)
    assert not np.array_equal(ours.history["loss"], history["loss"])
    ours.reset(seed=3)
    ours.train(4)
    assert same(ours.weights, weights)
    assert ours._session.engine.traces == traces
    ours.close()


def test_numbers_that_move_while_training_trace_nothing_and_count_from_the_next_step():
    ours = trainer(path="compiled")
    ours.train(2)
    engine = ours._session.engine
    traces = engine.traces
    before = ours.settings
    assert before == {"learning_rate": 0.001, "l1": 0.001, "l2": 0.01, "dropout": 0.2}

    for rate in (0.001, np.float32(0.5), np.int64(0), 0.25):
        ours.change(learning_rate=rate, l2=rate, l1=rate, dropout=rate)
        ours.train(2)
    assert engine.traces == traces == 1
    assert ours.settings == {"learning_rate": 0.25, "l1": 0.25, "l2": 0.25, "dropout": 0.25}

    # A trainer that began with these numbers takes the same steps from the same place.
    ours.reset()
    ours.train(2)
    fresh = trainer(path="compiled", learning_rate=0.25, l1=0.25, l2=0.25, dropout=0.25)
    fresh.train(2)
    assert same(ours.weights, fresh.weights)
    assert fresh.run.settings["l2"] == 0.25
    assert fresh.run.changes == []


def test_a_learning_rate_of_zero_changes_no_weight_and_dropout_acts(ours):
    ours.change(learning_rate=0)
    start = ours.weights
    ours.train(2)
    assert same(ours.weights, start)
    with_dropout = ours.history["loss"][-1]

    ours.change(dropout=0)
    ours.train(1)
    # Without dropout the loss in training is that of an evaluation of the same data.
    model = ours.model
    assert ours.history["loss"][-1] == pytest.approx(model.evaluate(X[:40], Y[:40], verbose=0)[0], rel=1e-5)
    assert ours.history["loss"][-1] != with_dropout


def test_dropout_that_was_none_and_moves_up_drops_the_same_again():
    layers = [Input((2,)), Dense(4, "tanh"), Dropout(0.0), Dense(2, "softmax")]
    spec = NetworkSpec(layers, CompileSpec("sgd", "sparse_categorical_crossentropy"))
    ours = trainer(spec, dropout=0.5)
    ours.train(3)
    weights = ours.weights
    ours.goto(1)
    ours.train(2)
    assert same(ours.weights, weights)
    ours.reset(seed=4)
    ours.train(3)
    assert not same(ours.weights, weights)

    # The engine of the first is used again.
    ours.close()
    again = trainer(spec, dropout=0.5)
    again.train(3)
    assert same(again.weights, weights)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"learning_rate": -1}, "learning_rate came as -1"),
        ({"learning_rate": math.nan}, "learning_rate came as nan"),
        ({"dropout": 1}, "share from 0 to below 1"),
        ({"dropout": {"dropuot": 0.1}}, "There is no layer"),
        ({"l3": 0.1}, "no number that may move while training 'l3'"),
        ({"dropout": "much"}, "dropout came as 'much'"),
        ({"dropout": {"dropout": 7}}, "dropout came as 7"),
        ({"learning_rate": {}}, "learning_rate came as {}"),
        ({"learning_rate": 10**400}, r"learning_rate came as 1000.*at most 3.4e\+38"),
        ({"l2": {"dense": 0.1}}, "l2 came as {'dense': 0.1}"),
    ],
)
def test_numbers_out_of_range_are_refused_and_nothing_is_lost(ours, numbers, words):
    ours.step()
    before = ours.settings

    with pytest.raises((InvalidValueError, UnknownNameError), match=words):
        ours.change(**numbers)

    assert ours.settings == before


def test_a_model_without_a_place_for_a_number_says_so():
    with pytest.raises(InvalidValueError, match="no regularizer with l2"):
        dlw.Trainer(PLAIN, X, Y[:, None], l2=0.1, path="loop").step()


def test_playing_goes_on_beside_until_it_is_paused(ours, no_threads):
    heard = []
    ours._on_snapshot = heard.append
    ours.play()
    ours.play()  # twice is once
    in_time(lambda: ours.latest.epoch > 3)
    ours.change(learning_rate=0.02)
    ours.pause()
    assert ours.wait(60)

    assert ours.state == "paused"
    assert ours.run.ending is None
    assert ours.run.last_epoch == ours.epoch
    assert {snapshot.state for snapshot in heard} == {"preparing", "training", "paused"} | (
        {"tracing"} & {snapshot.state for snapshot in heard}
    )
    assert [s.n_steps for s in heard] == sorted(s.n_steps for s in heard)

    # The same run, synchronously, with the same change at the same step.
    epochs, weights = ours.epoch, None
    ours.goto(epochs)
    weights = ours.weights
    ours.goto(1)
    ours.goto(epochs)
    assert same(ours.weights, weights)


def test_a_slow_play_shows_step_by_step_leads_to_the_same_numbers_and_holds_up_no_cell(monkeypatch, no_threads):
    clock = [0.0]
    monkeypatch.setattr(pace, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    slow, other = trainer(), trainer()
    slow.epochs_per_s = 1  # of five steps
    slow.play(2)
    for n in range(1, 8):
        in_time(lambda: slow.standing[0].n_steps == n)  # noqa: B023 - asked at once
        time.sleep(0.03)  # nothing more is due
        assert slow.standing[0].n_steps == n
        clock[0] += 0.201
    slow.epochs_per_s = None
    assert slow.wait(60)
    other.epochs_per_s = 1e-9
    other.train(2)
    assert (slow.epoch, other.epoch) == (2, 2)
    assert same(slow.weights, other.weights)
    for value in (0, -1, float("nan"), float("inf"), True, "fast"):
        with pytest.raises(InvalidValueError, match="epochs_per_s came as"):
            slow.epochs_per_s = value


def test_who_looks_at_where_it_stands_waits_for_no_chunk_and_sees_the_weights_of_that_very_step(ours):
    assert ours.standing == (ours.latest, [])
    ours.step("batch", 3)
    snapshot, weights = ours.standing
    assert (snapshot.epoch, snapshot.batch, snapshot.n_steps) == (0, 3, 3)
    assert same(weights, ours.model.get_weights())
    seen = []
    with ours._turn:  # as the worker does while a chunk is under way
        looking = threading.Thread(target=lambda: seen.append(ours.standing))
        looking.start()
        looking.join(60)
    assert seen[0][0] == snapshot
    assert same(seen[0][1], weights)
    ours.play()
    in_time(lambda: ours.latest.epoch > 1)
    while_playing, weights = ours.standing
    ours.pause()
    ours.wait()
    ours.goto(0)
    ours.step("batch", while_playing.n_steps)
    assert same(ours.weights, weights)


def test_what_was_planned_ends_the_playing(no_threads):
    ours = trainer(epochs=6)
    ours.play().wait()
    assert (ours.state, ours.epoch, ours.run.ending) == ("done", 6, "done")
    ours.play(2).wait()
    assert ours.epoch == 8
    spec = NetworkSpec(CLASSIFIER.layers, CLASSIFIER.compile, FitSpec(epochs=2, batch_size=5, validation_split=0.5))
    said = dlw.Trainer(spec, X, Y, path="loop")
    assert len(said.train().epochs) == 2
    assert said.run.settings["batch_size"] == 5
    assert said.run.n_steps == 5
    assert trainer().train(0).epochs == []


@pytest.mark.parametrize("goal", ["loss < 0.55", lambda report: report["loss"] < 0.55])
def test_a_goal_is_met_at_the_very_epoch_however_long_the_chunks_are(ours, goal):
    every = ours.train(300).history["loss"]
    first = int(np.flatnonzero(every < 0.55)[0]) + 1
    ours.goto(first)
    there = ours.weights

    ours.reset()
    run = ours.until(goal)

    assert (run.ending, run.last_epoch, ours.state) == ("goal reached", first, "done")
    assert same(ours.weights, there)
    assert f"after epoch {first}" in ours.message
    assert ours.until("loss < -1", epochs=3).ending is Ending.DONE


def test_an_unknown_name_in_a_goal_is_refused_with_the_nearest(ours):
    with pytest.raises(UnknownNameError, match=r"'val_los'.*'val_loss'"):
        ours.until("val_los < 0.2")


@pytest.mark.parametrize("restore", [False, True])
def test_early_stopping_stops_where_that_of_keras_does(restore):
    keras = import_keras()
    spec = NetworkSpec(
        [Input((2,)), Dense(16, "relu"), Dense(2, "softmax")], CompileSpec("rmsprop", "sparse_categorical_crossentropy")
    )
    noisy = np.random.default_rng(3).integers(0, 2, 50)
    stop = EarlyStopping(patience=4, min_delta=0.001, restore_best=restore)
    ours = dlw.Trainer(
        spec, X, noisy, batch_size=8, validation_split=0.4, shuffle=False, early_stopping=stop, path="loop", seed=1
    )
    ours.change(learning_rate=0.05)
    ours.train(60)

    model = seeded_model(spec, 1)
    model.optimizer.learning_rate = 0.05
    theirs = keras.callbacks.EarlyStopping(patience=4, min_delta=0.001, restore_best_weights=restore)
    settings = {"batch_size": 8, "epochs": 60, "validation_split": 0.4, "shuffle": False, "verbose": 0}
    history = model.fit(X, noisy, callbacks=[theirs], **settings).history

    assert ours.run.ending == "stopped early"
    assert ours.run.last_epoch == len(history["loss"]) < 60
    assert ours.epoch == (int(np.argmin(history["val_loss"])) + 1 if restore else len(history["loss"]))
    assert max(np.abs(a - b).max() for a, b in zip(ours.weights, model.get_weights(), strict=True)) < 1e-6


def test_a_loss_that_is_no_number_pauses_and_keeps_the_record():
    ours = dlw.Trainer(PLAIN, X, 1e3 * X[:, :1], batch_size=8, path="loop", seed=1)
    ours.train(2)
    ours.change(learning_rate=1e30)

    run = ours.train(500)

    assert (run.ending, ours.state) == ("not a number", "paused")
    assert 2 <= run.last_epoch < 500
    assert np.isfinite(run.history["loss"][:2]).all()
    assert "learning rate is probably too high" in ours.message
    ours.reset()
    ours.change(learning_rate=0.001)
    assert ours.train(1).ending == "done"


def test_an_error_in_the_model_pauses_and_keeps_the_record(no_threads):
    keras = import_keras()
    broken = threading.Event()

    class Fragile(keras.layers.Layer):
        def call(self, inputs):
            if broken.is_set():
                raise RuntimeError("the layer broke")
            return inputs

    model = keras.Sequential([keras.Input((2,)), Fragile(), keras.layers.Dense(1)])
    model.compile("sgd", "mse", run_eagerly=True)
    ours = dlw.Trainer(model, X, X[:, :1])
    ours.train(2)
    broken.set()

    with pytest.raises(RuntimeError, match="the layer broke"):
        ours.train(2)

    assert (ours.state, ours.run.ending, ours.run.last_epoch) == ("failed", "failed", 2)
    assert "the layer broke" in ours.message
    ours.play().wait()
    assert ours.state == "failed"
    broken.clear()
    assert ours.train(1).last_epoch == 3


def test_an_interrupt_pauses_and_keeps_the_record(ours, no_threads):
    ours.play()
    in_time(lambda: ours.latest.epoch > 1)
    assert ours.interrupt()
    ours.wait()

    assert (ours.state, ours.run.ending) == ("paused", "interrupted")
    assert "Interrupted" in ours.message
    assert not ours.interrupt()
    done = ours.epoch
    assert ours.train(1).last_epoch == done + 1


def test_nobody_outlives_a_closed_or_forgotten_trainer(no_threads):
    ours = trainer().play()
    in_time(lambda: ours.latest.epoch > 1)
    ours.close()
    assert (ours.state, ours.is_working) == ("closed", False)
    ours.close()
    with pytest.raises(InvalidValueError, match="closed"):
        ours.play()

    held = [trainer().play()]
    in_time(lambda: held[0].latest.epoch > 1)
    thread, ghost = held[0]._worker._thread, weakref.ref(held[0])
    held.clear()
    gc.collect()
    thread.join(60)
    assert not thread.is_alive()
    in_time(lambda: gc.collect() is not None and ghost() is None)


def test_engines_are_used_again_and_a_hundred_resets_leave_nothing(ours):
    ours.train(1)
    engine = ours._session.engine
    weights, settings = ours.weights, ours.settings
    ours.close()
    again = trainer(learning_rate=0.5)
    again.train(1)
    assert again._session.engine is engine

    # The one that is closed tells what it left, and leaves to the other what is now the other's.
    assert same(ours.weights, weights)
    assert (ours.settings, ours.path, ours.run.last_epoch) == (settings, "loop", 1)
    there = again.weights
    for ask in (
        ours.reset,
        lambda: ours.goto(0),
        lambda: ours.resume(ours.run),
        lambda: ours.change(l2=0.1),
        lambda: ours.model,
    ):
        with pytest.raises(InvalidValueError, match="is closed"):
            ask()
    assert same(again.weights, there)
    again.change(learning_rate=0.001)

    def alive():
        gc.collect()
        return sum(type(one) in {Run, Session, threading.Thread} for one in gc.get_objects())

    before = alive()
    for _ in range(100):
        again.reset()
        again.step()
        del again.runs[:-1]
    assert alive() <= before
    assert engine.traces == 1

    # A model that a reader holds is not given to another trainer.
    model, weights = again.model, again.weights
    again.close()
    other = trainer()
    other.train(1)
    assert other._session.engine is not engine
    assert same(model.get_weights(), weights)


def test_a_closed_trainer_stays_closed_though_its_last_piece_ends_later_and_keeps_its_engine(monkeypatch):
    ours = trainer(batch_size=9)
    entered, left = threading.Event(), threading.Event()
    ours.listen(lambda snapshot: (entered.set(), left.wait(60)) if snapshot.state == "training" else None)
    ours.play(1000)
    assert entered.wait(60)
    wait = ours._worker.wait
    monkeypatch.setattr(ours._worker, "wait", lambda timeout_s=None: wait(0.01))
    ours.close()
    left.set()
    assert wait(60)
    assert ours.state == "closed"
    other = trainer(batch_size=9).warm()
    assert other.wait(60)
    assert other._session.engine is not ours._session.engine


def test_no_trainer_is_copied_and_a_run_that_another_one_has_is_gone_on_with_in_a_copy(ours):
    ours.train(2)
    for copied in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(InvalidValueError, match=r"can't be copied.*trainer.again\(\)"):
            copied(ours)
    other = trainer()
    other.resume(ours.run)
    other.train(2)
    assert (ours.run.epochs, other.run.epochs) == ([1, 2], [1, 2, 3, 4])
    assert ours.train(1).epochs == [1, 2, 3]
    assert ours.history["loss"][2] == other.history["loss"][2]
    other.close()


def test_a_goal_that_fails_in_the_middle_of_a_chunk_stops_there(ours):
    ours.train(30)
    ours.reset()
    with pytest.raises(InvalidValueError, match="The goal <lambda> failed: KeyError: 'nix'"):
        ours.until(lambda report: report["epoch"] == 5 and report["nix"])
    assert (ours.state, ours.epoch, ours.run.epochs) == ("failed", 5, [1, 2, 3, 4, 5])
    assert ours.train(1).epochs == [1, 2, 3, 4, 5, 6]


def test_several_threads_may_press_the_buttons_and_the_record_is_that_of_one_run(ours, no_threads):
    failed = []

    def press(seed):
        rng = np.random.default_rng(seed)
        for button in rng.integers(0, 6, 25):
            actions = (
                lambda: ours.train(3), ours.step, lambda: ours.goto(0), ours.reset, lambda: ours.play(50), ours.pause,
            )  # fmt: skip
            try:
                actions[button]()
            except Exception as error:  # noqa: BLE001 - whatever it is, there should be none
                failed.append(error)

    pressing = [threading.Thread(target=press, args=(seed,)) for seed in range(3)]
    for thread in pressing:
        thread.start()
    for thread in pressing:
        thread.join(120)
    ours.pause()
    assert ours.wait(60)
    assert failed == []
    assert ours.run.epochs == [*range(1, ours.run.last_epoch + 1)]
    ours.step("epoch")
    there = ours.weights
    ours.goto(0)
    ours.goto(ours.run.last_epoch)
    assert same(ours.weights, there)


def test_a_model_that_came_keeps_its_weights_and_is_the_readers_own():
    model = seeded_model(PLAIN, 5)
    start = model.get_weights()
    ours = dlw.Trainer(model, X, X[:, :1], batch_size=16, path="loop")
    assert same(ours.weights, start)
    ours.train(2)
    assert ours.model is model
    assert same(model.get_weights(), ours.weights)

    ours.reset()
    assert same(model.get_weights(), start)
    ours.reset(seed=9)
    assert not same(model.get_weights(), start)
    history = ours.train(2).history
    ours.reset(seed=9)
    assert np.array_equal(ours.train(2).history["loss"], history["loss"])


def test_what_the_reader_changes_outside_counts():
    model = seeded_model(PLAIN, 5)
    ours = dlw.Trainer(model, X, X[:, :1], batch_size=16, path="loop")
    ours.train(1)
    model.set_weights([np.zeros_like(weight) for weight in model.get_weights()])
    ours.change(learning_rate=0.0)
    ours.train(1)
    assert all((weight == 0).all() for weight in ours.weights)

    model.compile("sgd", "mae")  # other metrics, another optimizer
    run = ours.train(1)
    assert run.epochs == [1]
    assert run.history["loss"][0] == pytest.approx(np.abs(X[:, 0]).mean(), rel=1e-3)


def test_the_same_start_with_one_thing_changed(ours):
    ours.train(2)
    faster = ours.again(learning_rate=0.1)
    assert same(faster.weights, seeded_model(CLASSIFIER, 3).get_weights())
    faster.train(2)
    assert faster.run.settings == {**ours.run.settings, "learning_rate": 0.1}
    assert not np.array_equal(faster.history["loss"], ours.history["loss"])

    other = ours.again(optimizer="sgd")
    assert type(other.model.optimizer).__name__ == "SGD"
    assert same(other.weights, seeded_model(CLASSIFIER, 3).get_weights())
    with pytest.raises(UnknownNameError, match=r"'learning_rat'.*'learning_rate'"):
        ours.again(learning_rat=0.1)

    model = seeded_model(PLAIN, 5)
    start = model.get_weights()
    mine = dlw.Trainer(model, X, X[:, :1], path="loop")
    mine.train(3)
    twin = mine.again(batch_size=10)
    assert twin.model is not model
    assert same(twin.weights, start)
    assert twin.train(1).n_steps == 5


def test_a_listener_may_pause_but_not_start(no_threads):
    refused = []

    def listen(snapshot):
        if snapshot.epoch > 2 and snapshot.state == "training":
            ours.pause()
            try:
                ours.play()
            except InvalidValueError as error:
                refused.append(error)

    ours = trainer(on_snapshot=listen)
    ours.play().wait()
    assert ours.state == "paused"
    assert refused


def test_the_readers_own_chance_goes_on_as_if_no_trainer_were(ours):
    import random

    random.seed(1)
    expected = [random.random() for _ in range(2)]  # noqa: S311
    random.seed(1)
    first = random.random()  # noqa: S311
    ours.reset(seed=11)
    ours.train(1)
    assert [first, random.random()] == expected  # noqa: S311


def test_a_million_rows_are_held_and_their_memory_is_told():
    rows = np.zeros((1_000_000, 2), np.float32)
    rows[::2] = 1
    ours = dlw.Trainer(PLAIN, rows, rows[:, :1], batch_size=50_000, path="loop")
    assert ours.memory_mb == pytest.approx(12)
    assert ours.step("batch", 2).n_steps == 2
    assert not ours._session.order.block(0).flags.writeable


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"batch_size": 2.5}, "batch_size is a whole number"),
        ({"seed": -1}, "seed is a whole number"),
        ({"epochs": "many"}, "epochs is a whole number"),
        ({"memory_mb": -1}, "number of megabytes"),
        ({"path": "fast"}, "no path 'fast'"),
        ({"strategy": "mirorred"}, "no strategy 'mirorred'"),
        ({"precision": "mixed_float16"}, "there is none here"),
        ({"precision": "half"}, "no precision 'half'"),
        ({"memory_mb": math.inf}, "number of megabytes"),
        ({"shuffle": "no"}, "shuffle is True or False; 'no' came"),
        ({"weights": [[1, [2]]]}, r"weights\[0\] is no array of finite numbers"),
        ({"weights": [np.array(["a"])]}, r"weights\[0\] is no array of finite numbers"),
        ({"weights": [np.full((2, 4), np.nan)]}, r"weights\[0\] is no array of finite numbers"),
        ({"keep": lambda ours: 5}, "keep takes a function that returns a dict of arrays by name; it gave 5"),
        ({"keep": lambda ours: {"a": object()}}, "'a' is no array of numbers"),
        ({"early_stopping": EarlyStopping("acuracy")}, "'acuracy'. Did you mean 'accuracy'"),
    ],
)
def test_settings_out_of_range_are_refused_in_words(settings, words):
    with pytest.raises((InvalidValueError, UnknownNameError), match=words):
        trainer(**settings).step()


@pytest.mark.parametrize(("unit", "n"), [("epok", 1), ("batch", 0), ("batch", 1.5), ("epoch", True)])
def test_steps_that_are_none_are_refused(ours, unit, n):
    with pytest.raises((InvalidValueError, UnknownNameError)):
        ours.step(unit, n)


def test_a_batch_larger_than_the_data_is_all_of_them(ours):
    big = dlw.Trainer(PLAIN, X, X[:, :1], batch_size=1000, path="loop")
    assert big.step().epoch == 1
    assert big.run.settings["batch_size"] == 50


def test_words_about_the_model_are_ours_not_those_of_keras():
    keras = import_keras()
    plain = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    with pytest.raises(InvalidValueError, match="not compiled"):
        dlw.Trainer(plain, X, Y).train(1)
    with pytest.raises(InvalidValueError, match="does not say its loss"):
        dlw.Trainer(NetworkSpec([Input((2,)), Dense(1)]), X, Y).train(1)
    with pytest.raises(InvalidValueError, match="takes a compiled Keras model or a NetworkSpec, but an int came"):
        dlw.Trainer(7, X, Y).train(1)
    for rate in (-1.0, math.nan, math.inf):
        plain.compile(keras.optimizers.SGD(rate), "mse")
        with pytest.raises(InvalidValueError, match=f"learning rate is {rate:g}; wanted"):
            dlw.Trainer(plain, X, X[:, :1]).train(1)
    a, b = keras.Input((2,)), keras.Input((2,))
    two = keras.Model([a, b], keras.layers.Dense(1)(keras.layers.Concatenate()([a, b])))
    two.compile("sgd", "mse")
    with pytest.raises(InvalidValueError, match="2 inputs"):
        dlw.Trainer(two, X, Y).train(1)
    own = build(NetworkSpec([Input((2,)), Dropout(0.1), Dense(1)]), compiled=False)
    own.compile("sgd", lambda y, p: 1 / 0)
    with pytest.raises(InvalidValueError, match="Keras can't do a step"):
        dlw.Trainer(own, X, Y).train(1)
    with pytest.raises(InvalidValueError, match="Each example of the data has the shape"):
        dlw.Trainer(PLAIN, np.ones((4, 3)), Y[:4]).train(1)
    with pytest.raises(DataError, match="takes examples of shape"):
        dlw.Trainer(seeded_model(PLAIN), np.ones((4, 3)), Y[:4]).train(1)


def test_a_number_that_was_moved_at_the_end_of_an_epoch_is_found_again_there(ours, tmp_path):
    ours.train(2)
    ours.change(learning_rate=0.1)
    ours.run.save(tmp_path / "run.npz")
    ours.train(2)
    weights = ours.weights

    ours.goto(2)
    assert ours.settings["learning_rate"] == 0.1
    ours.train(2)
    assert same(ours.weights, weights)
    ours.goto(1)
    assert ours.settings["learning_rate"] == 0.001

    ours.resume(Run.load(tmp_path / "run.npz"))
    ours.train(2)
    assert same(ours.weights, weights)
