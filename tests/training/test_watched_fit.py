"""What is taken inside the epochs, and how a fit is ended there."""

import signal
import threading

import numpy as np
import pytest

from dlwidgets.training.keras_door import import_keras
from dlwidgets.training.run import Ending
from dlwidgets.training.stopping import Stopping
from dlwidgets.training.watched_fit import LOOKS, WatchedFit


@pytest.fixture(scope="module")
def fit():
    keras = import_keras()
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(75, 3)), rng.normal(size=75)

    def fit(*callbacks, **settings):
        keras.utils.set_random_seed(3)
        model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
        model.compile(keras.optimizers.SGD(0.05), "mse")
        settings = {"epochs": 2, "batch_size": 10, "shuffle": False, "verbose": 0} | settings
        model.fit(X, y, callbacks=[*callbacks], **settings)
        return model

    return fit, X, y


def test_losses_inside_an_epoch_are_those_of_the_batches_as_numpy_computes_them(fit):
    train, X, y = fit
    watched = WatchedFit()

    train(watched)

    keras = import_keras()
    keras.utils.set_random_seed(3)
    kernel = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)]).get_weights()[0][:, 0]
    bias, expected = 0.0, []
    for _epoch in range(2):
        for start in range(0, 75, 10):
            batch, target = X[start : start + 10], y[start : start + 10]
            error = batch @ kernel + bias - target
            expected.append(np.mean(error**2))
            kernel = kernel - 0.05 * 2 * batch.T @ error / len(error)
            bias -= 0.05 * 2 * error.mean()
    places, losses = np.array(watched.run.within).T
    assert places.tolist() == [epoch + batch / 8 for epoch in (0, 1) for batch in range(1, 8)]
    assert losses == pytest.approx(expected[:7] + expected[8:15], rel=1e-4)


def test_of_many_batches_few_are_looked_at(fit):
    train, _X, _y = fit
    watched = WatchedFit()

    train(watched, batch_size=1, epochs=1, initial_epoch=0)

    assert 2 <= len(watched.run.within) < LOOKS
    assert all(0 < place < 1 for place, _loss in watched.run.within)


@pytest.mark.filterwarnings("ignore:Your input ran out of data")
def test_of_data_whose_length_nobody_knows_losses_are_taken_once_an_epoch_has_shown_it(fit):
    import tensorflow as tf

    train, X, y = fit
    watched = WatchedFit()
    batches = tf.data.Dataset.from_tensor_slices((X, y)).filter(lambda *_: True).batch(10).repeat(3)

    train().fit(batches, epochs=3, shuffle=False, verbose=0, callbacks=[watched])

    places = np.array(watched.run.within)[:, 0]
    assert watched.run.n_steps == 24
    assert places.tolist() == [epoch + batch / 24 for epoch in (1, 2) for batch in range(3, 24, 3)]


def test_stop_ends_the_fit_after_its_batch_and_it_returns_as_ever(fit):
    train, _X, _y = fit
    watched = WatchedFit()
    seen = []

    def act(batch, logs):
        seen.append(batch)
        if len(seen) == 3:
            watched.stop()

    model = train(watched, import_keras().callbacks.LambdaCallback(on_train_batch_begin=act), epochs=50)

    assert len(seen) == 4  # the wish came after the watcher had looked at the third
    assert watched.run.ending is Ending.INTERRUPTED
    assert watched.run.last_epoch == 1
    assert model.stop_training


def test_a_wish_to_stop_is_forgotten_when_the_next_fit_begins(fit):
    train, _X, _y = fit
    watched = WatchedFit()
    watched.stop()

    train(watched)

    assert watched.run.ending is Ending.DONE


@pytest.fixture
def interrupts():
    """Interrupts as Python has them; a process that runs tests beside others may ignore them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupts")
def test_while_it_listens_the_first_interrupt_is_a_wish_and_the_second_breaks_off():
    stopping = Stopping()
    before = signal.getsignal(signal.SIGINT)
    stopping.listen()
    try:
        signal.raise_signal(signal.SIGINT)
        assert stopping.is_wanted
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    finally:
        stopping.rest()
    assert signal.getsignal(signal.SIGINT) is before
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.usefixtures("interrupts")
@pytest.mark.parametrize("first", [0, 1])
def test_two_that_listen_take_the_same_wish_and_leave_nothing_behind_whoever_rests_first(first):
    before = signal.getsignal(signal.SIGINT)
    pair = [Stopping(), Stopping()]

    for _ in range(2):  # a fit that broke off rests only when the next one begins
        for one in pair:
            one.rest()
            one.begin()
            one.listen()
    signal.raise_signal(signal.SIGINT)
    assert [(one.is_wanted, one.has_heard) for one in pair] == [(True, True)] * 2
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    pair[first].rest()
    pair[1 - first].begin()
    signal.raise_signal(signal.SIGINT)
    assert pair[1 - first].is_wanted
    pair[1 - first].rest()

    assert signal.getsignal(signal.SIGINT) is before


def test_a_handler_that_somebody_else_has_set_is_left_alone():
    stopping = Stopping()
    before = signal.getsignal(signal.SIGINT)
    stopping.listen()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        stopping.rest()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_in_another_thread_interrupts_are_left_alone():
    before = signal.getsignal(signal.SIGINT)
    stopping = Stopping()
    thread = threading.Thread(target=stopping.listen)
    thread.start()
    thread.join()

    assert signal.getsignal(signal.SIGINT) is before
    stopping.ask()
    assert stopping.is_wanted


@pytest.mark.usefixtures("interrupts")
def test_a_fit_that_breaks_off_is_told_as_soon_as_somebody_asks_by_an_error_or_by_an_interrupt(fit):
    train, _X, _y = fit
    before = signal.getsignal(signal.SIGINT)

    class Heard(WatchedFit):
        def run_began(self, _run):
            self._stopping.listen(obeys=False)

    def act(epoch, logs):
        assert watched.run.ending is None
        if epoch == 1 and act.breaks:
            raise ValueError("odd")
        if epoch == 1:
            signal.raise_signal(signal.SIGINT)

    watched, breaks = Heard(), import_keras().callbacks.LambdaCallback(on_epoch_end=act)
    for act.breaks, error in ((True, ValueError), (False, KeyboardInterrupt)):
        with pytest.raises(error):
            train(watched, breaks, epochs=3)
        with pytest.raises(error):
            train(watched, breaks, epochs=3)
    assert watched.run.ending is Ending.INTERRUPTED
    act.breaks = True

    def in_a_thread():
        with pytest.raises(ValueError, match="odd"):
            train(watched, breaks, epochs=3)

    thread = threading.Thread(target=in_a_thread)
    thread.start()
    thread.join()

    assert watched.run.ending is Ending.FAILED
    assert [run.ending.name for run in watched.runs] == ["FAILED"] * 2 + ["INTERRUPTED"] * 2 + ["FAILED"]
    assert {run.last_epoch for run in watched.runs} == {2}
    assert signal.getsignal(signal.SIGINT) is before
