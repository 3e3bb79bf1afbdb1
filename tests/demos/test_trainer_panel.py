import gc
import threading

import numpy as np
import pytest

import dlwidgets as dlw
from dlwidgets.errors import InvalidValueError, UnknownNameError
from dlwidgets.network import CompileSpec, Dense, Input, NetworkSpec
from dlwidgets.training.run import Run

X = np.random.default_rng(0).normal(size=(40, 2)).astype("float32")
Y = (X[:, 0] > 0).astype(int)
SPEC = NetworkSpec(
    [Input((2,)), Dense(3, "tanh"), Dense(2, "softmax")],
    CompileSpec("sgd", "sparse_categorical_crossentropy", ["accuracy"]),
)


@pytest.fixture
def panel(wires):
    trainer = dlw.Trainer(SPEC, X, Y, batch_size=8, validation_split=0.2, path="loop", seed=3)
    panel = dlw.TrainerPanel(trainer)
    yield panel
    panel.close()
    trainer.close()
    assert [one.name for one in threading.enumerate() if one.name == "dlwidgets-trainer"] == []


def curve(panel, data, metric, part):
    rows = panel.datasets[data]
    chosen = (rows["metric"] == metric) & (rows["part"] == part)
    return rows["epoch"][chosen], rows["value"][chosen]


def drawn(panel):
    return {
        name: [*curve(panel, "history", name.removeprefix("val_"), "validation" if "val_" in name else "training")[1]]
        for name in ("loss", "accuracy", "val_loss", "val_accuracy")
    }


def test_what_is_drawn_is_what_the_trainer_recorded_and_the_slider_leads_back_to_any_epoch(panel):
    assert panel.metrics == ("loss", "accuracy")
    panel.step()
    panel.step("batch")
    panel.step()
    trainer = panel.trainer
    assert (panel.epoch, panel.moment, panel.last_epoch) == (2, 2, 2)
    assert drawn(panel) == {name: [*values] for name, values in trainer.history.items()}
    second = trainer.weights

    panel.moment = 1
    assert trainer.epoch == 1
    assert panel.datasets["span"] == {"first": [1.0], "last": [1.0]}
    assert "Shown: the end of epoch 1." in panel.text

    # Whoever goes on from there comes to the same numbers; with another rate to others.
    panel.step()
    assert all(np.array_equal(a, b) for a, b in zip(trainer.weights, second, strict=True))
    panel.moment = 1
    panel.learning_rate = 0.3
    panel.step()
    assert trainer.settings["learning_rate"] == 0.3
    assert not np.array_equal(trainer.weights[0], second[0])


def test_play_pauses_and_a_reset_leaves_the_run_before_as_a_grey_curve(panel):
    panel.step()
    first = drawn(panel)["loss"]
    panel.page.set("speed", "5")
    assert panel.trainer.epochs_per_s == 5
    assert "speed=5.0" in dlw.TrainerPanel(panel.trainer).to_code()
    panel.page.press("play")
    assert panel.is_playing
    panel.page.press("play")
    assert panel.trainer.wait(60)
    assert not panel.is_playing
    assert panel.moment == panel.trainer.epoch

    panel.page.press("reset")
    panel.page.press("step")
    assert (panel.epoch, drawn(panel)["loss"]) == (1, first)
    assert {*panel.datasets["earlier"]["run"]} == {"run 1"}
    assert curve(panel, "earlier", "loss", "training")[1][0] == first[0]


def test_it_follows_what_code_does_with_the_trainer_and_runs_of_others_stand_behind(panel):
    panel.trainer.train(2)
    assert panel.moment == panel.last_epoch == 2
    assert panel.text.startswith("Done after 2 epochs: training loss ")
    beside = dlw.TrainerPanel(panel.trainer, metrics=["accuracy"], earlier={"slow": panel.trainer.run})
    assert {*beside.datasets["earlier"]["run"]} == {"slow"}
    assert {*beside.datasets["history"]["metric"]} == {"accuracy"}

    with pytest.raises(UnknownNameError, match="metric of this trainer 'acuracy'"):
        dlw.TrainerPanel(panel.trainer, metrics=["loss", "acuracy"])

    # A panel that is let go hears no more and keeps nobody.
    beside.close()
    del beside
    gc.collect()
    panel.trainer.train(1)
    assert panel.last_epoch == 3


def test_a_step_in_the_page_before_keras_is_ready_is_told_and_done_later(panel):
    panel.page.press("step")
    assert "Keras is being prepared" in panel._frames.fields["error"]
    panel.trainer.wait()
    panel.page.press("step")
    assert (panel.epoch, panel._frames.fields["error"]) == (1, "")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"trainer": SPEC}, "takes a trainer, but a NetworkSpec came"),
        ({"metrics": "loss"}, "metrics takes a list of names"),
        ({"earlier": [Run(1)]}, "earlier takes a dict of runs by name"),
        ({"learning_rate": -1}, "learning_rate came as -1"),
    ],
)
def test_what_it_can_not_show_is_refused_in_a_sentence(given, words):
    trainer = given.pop("trainer", None) or dlw.Trainer(SPEC, X, Y)
    with pytest.raises(InvalidValueError, match=words):
        dlw.TrainerPanel(trainer, **given)
