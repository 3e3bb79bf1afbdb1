"""The recorder is a Keras callback: driven by hand as Keras does, and by Keras itself."""

import math

import numpy as np
import pytest

import dlwidgets
from dlwidgets.training.keras_door import import_keras
from dlwidgets.training.recorder import Recorder
from dlwidgets.training.run import Ending


class Diary(Recorder):
    """Notes what it hears."""

    def __init__(self):
        super().__init__()
        self.heard = []

    def run_began(self, run):
        self.heard.append(f"{run.number} began")

    def epoch_ended(self, run):
        self.heard.append(f"{run.number} epoch {run.last_epoch}")

    def run_ended(self, run):
        self.heard.append(f"{run.number} {run.ending}")


def fit_by_hand(recorder, reports, epochs=None, initial_epoch=0):
    recorder.set_params({"verbose": 0, "epochs": len(reports) if epochs is None else epochs, "steps": 4})
    recorder.set_model(None)
    recorder.on_train_begin()
    for epoch, report in enumerate(reports, initial_epoch):
        recorder.on_epoch_begin(epoch)
        recorder.on_epoch_end(epoch, report)
    recorder.on_train_end(reports[-1] if reports else None)


@pytest.fixture(scope="module")
def iris():
    keras = import_keras()
    data = dlwidgets.load("iris")
    order = np.random.default_rng(0).permutation(len(data.y))

    def fit(*callbacks, **settings):
        keras.utils.set_random_seed(7)
        layers = keras.layers
        network = [keras.Input((4,)), layers.Dense(10, activation="relu"), layers.Dense(3, activation="softmax")]
        model = keras.Sequential(network)
        model.compile(keras.optimizers.SGD(0.05), "sparse_categorical_crossentropy", metrics=["accuracy"])
        settings = {"epochs": 4, "validation_split": 0.2, "verbose": 0} | settings
        return model.fit(data.X[order], data.y[order], callbacks=[*callbacks], **settings)

    return fit


def test_an_instance_is_a_keras_callback_and_of_its_own_class():
    recorder = Diary()

    assert isinstance(recorder, import_keras().callbacks.Callback)
    assert isinstance(recorder, Diary)
    assert type(recorder) is type(Diary())
    assert type(recorder).__name__ == "Diary"


@pytest.mark.parametrize("settings", [{}, {"validation_split": 0.0}, {"validation_freq": 3}, {"initial_epoch": 2}])
def test_the_recorded_history_is_exactly_that_of_keras(iris, settings):
    recorder = Recorder()

    history = iris(recorder, **settings)

    assert {name: values.tolist() for name, values in recorder.run.history.items()} == history.history
    assert recorder.run.epochs == [epoch + 1 for epoch in history.epoch]
    assert (recorder.run.n_epochs, recorder.run.ending) == (4, "done")
    assert recorder.run.n_steps == math.ceil((150 if "validation_split" in settings else 120) / 32)


def test_a_second_fit_is_a_second_run(iris):
    recorder = Diary()

    first, second = iris(recorder, epochs=2), iris(recorder, epochs=1)

    assert recorder.heard == ["1 began", "1 epoch 1", "1 epoch 2", "1 done", "2 began", "2 epoch 1", "2 done"]
    assert [run.history["loss"].tolist() for run in recorder.runs] == [first.history["loss"], second.history["loss"]]
    assert recorder.run is recorder.runs[1]


def test_early_stopping_is_told_from_a_full_run(iris):
    recorder = Recorder()

    iris(recorder, import_keras().callbacks.EarlyStopping("loss", min_delta=10), epochs=9)

    assert recorder.run.ending is Ending.STOPPED
    assert recorder.run.last_epoch < 9


def test_a_fit_that_breaks_off_is_closed_by_the_next_one(iris):
    recorder = Diary()

    def interrupt(epoch, logs):
        if epoch == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        iris(recorder, import_keras().callbacks.LambdaCallback(on_epoch_end=interrupt))
    assert recorder.run.ending is None
    iris(recorder, epochs=1)

    assert recorder.heard[2:5] == ["1 epoch 2", "1 interrupted", "2 began"]
    assert recorder.runs[0].last_epoch == 2
    assert recorder.runs[1].epochs == [1]


def test_reports_of_any_shape_are_recorded_as_far_as_they_are_numbers():
    recorder = Recorder()
    report = {"loss": np.float32(0.5), "left_loss": np.array([2.0]), "f1": np.array([0.1, 0.2]), "note": "text", "n": 3}

    fit_by_hand(recorder, [None, {}, report, {"loss": math.nan}])

    assert recorder.run.reports[:3] == [{}, {}, {"loss": 0.5, "left_loss": 2.0, "n": 3.0}]
    assert math.isnan(recorder.run.reports[3]["loss"])


def test_a_fit_of_no_epochs_ends_well():
    recorder = Diary()

    fit_by_hand(recorder, [], epochs=0)

    assert recorder.heard == ["1 began", "1 done"]


def test_a_loop_of_ones_own_may_leave_out_everything_but_the_epochs():
    recorder = Diary()

    recorder.on_epoch_end(0, {"loss": 1.0})
    recorder.on_train_end()
    recorder.on_train_end()

    assert recorder.heard == ["1 began", "1 epoch 1", "1 done"]
    assert recorder.run.n_epochs is None
