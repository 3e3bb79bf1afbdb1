"""Live charts, driven as Keras drives its callbacks, and by Keras itself."""

import math
import threading
from types import SimpleNamespace

import numpy as np
import pytest

import dlwidgets
from dlwidgets.demos import learning_curves, live_charts
from dlwidgets.demos.live_charts import LiveCharts
from dlwidgets.errors import InvalidValueError, UnknownNameError
from dlwidgets.training.keras_door import import_keras
from dlwidgets.widgets import gate, time_share
from tests.widgets.clock import Clock

WIDGET = "application/vnd.jupyter.widget-view+json"


def report(epoch=0, **more):
    return {"loss": 1 / (1 + epoch), "accuracy": 0.9, "val_loss": 2 / (1 + epoch), "val_accuracy": 0.8} | more


def begin(live, epochs=5):
    live.set_params({"verbose": 0, "epochs": epochs, "steps": 4})
    live.set_model(None)
    live.on_train_begin()


def fit(live, reports, epochs=None):
    begin(live, len(reports) if epochs is None else epochs)
    for epoch, logs in enumerate(reports):
        live.on_epoch_end(epoch, logs)
    live.on_train_end()


def model(**settings):
    keras = import_keras()
    network = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
    network.compile(**{"loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"]} | settings)
    return network


def frames(wires):
    return [frame for wire in wires for frame in wire.frames]


def rows(view, name="history"):
    columns = view.datasets[name]
    return list(zip(*(columns[key].tolist() for key in ("run", "epoch", "metric", "part")), strict=True))


def titles(view):
    (panels,) = (part["hconcat"] for part in view._spec.vega_lite["vconcat"] if "hconcat" in part)
    return [panel["layer"][0]["layer"][0]["encoding"]["y"]["title"] for panel in panels]


@pytest.fixture
def unhurried(monkeypatch):
    """Each epoch is drawn, however short it is."""
    monkeypatch.setattr(live_charts, "SHARE", 1.0)


def test_a_keras_fit_on_iris_is_drawn_as_keras_reports_it(notebook):
    data = dlwidgets.load("iris")
    order = np.random.default_rng(0).permutation(150)
    live = LiveCharts()

    fitted = (
        model().fit(data.X[order], data.y[order], validation_split=0.2, epochs=3, verbose=0, callbacks=[live]).history
    )

    drawn = live.view.datasets["history"]
    for name, values in fitted.items():
        part = "validation" if name.startswith("val_") else "training"
        mine = (drawn["metric"] == name.removeprefix("val_")) & (drawn["part"] == part)
        assert drawn["epoch"][mine].tolist() == [1, 2, 3]
        assert drawn["value"][mine].tolist() == values
    assert titles(live.view) == ["loss (nats)", "accuracy"]
    assert live.view.text.startswith("Done after 3 epochs: training loss ")


def test_the_axes_are_shown_before_the_first_epoch_is_over(notebook):
    live = LiveCharts()

    live.set_params({"epochs": 5, "steps": 4})
    live.set_model(model())
    live.on_train_begin()

    assert [WIDGET in output.now for output in notebook.outputs] == [True]
    assert titles(live.view) == ["loss (nats)", "accuracy"]
    assert live.view.params["last_epoch"] == 5
    assert live.view.text.startswith("Run 1 begins. On: ")


def test_each_epoch_is_one_frame_that_brings_its_own_rows_only(notebook, wires, unhurried):
    live = LiveCharts()
    begin(live)
    live.on_epoch_end(0, report())
    wires[-1].paint()
    before = len(frames(wires))

    live.on_epoch_end(1, report(1))

    (frame,) = frames(wires)[before:]
    assert {name: (sent["mode"], sent["length"]) for name, sent in frame["sets"].items()} == {
        "history": ("append", 4),
        "progress": ("replace", 1),
    }
    assert frame["fields"]["text"].startswith("Epoch 2 of 5: training loss 0.50, validation loss 1.00, ")


def test_a_fit_that_outruns_the_page_sends_few_frames_and_loses_no_row(notebook, wires, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(gate, "time", SimpleNamespace(monotonic=clock.monotonic))
    monkeypatch.setattr(gate, "threading", SimpleNamespace(Timer=clock.timer))
    live = LiveCharts()
    begin(live, 300)
    sent = len(frames(wires))

    for epoch in range(300):
        live.on_epoch_end(epoch, report(epoch))
    live.on_train_end()

    appended = [f["sets"]["history"] for f in frames(wires)[sent:] if "history" in f["sets"]]
    assert len(appended) <= gate.WINDOW + 1
    assert appended[-1]["mode"] == "replace"
    assert appended[-1]["length"] == len(rows(live.view)) == 4 * 300
    assert frames(wires)[-1]["fields"]["text"].startswith("Done after 300 epochs")


def test_drawing_takes_a_small_share_of_a_fit_with_short_epochs_and_loses_none_of_them(notebook, wires, monkeypatch):
    now, looks = [0.0], []
    monkeypatch.setattr(time_share, "time", SimpleNamespace(perf_counter=lambda: now[0]))
    draw = learning_curves.LearningCurves.follow

    def follow(view, run):
        draw(view, run)
        looks.append(now[0])
        now[0] += 0.002  # what a picture takes

    monkeypatch.setattr(learning_curves.LearningCurves, "follow", follow)
    live = LiveCharts(["loss"])
    begin(live, 400)
    for epoch in range(399):
        now[0] += 0.005  # what an epoch takes
        live.on_epoch_end(epoch, report(epoch))
        assert live.view.datasets["history"]["epoch"].max() > epoch - 13
    while_it_trains = len(looks)
    live.on_train_batch_begin(0)
    assert len(looks) == while_it_trains  # too early
    now[0] += 0.06
    live.on_train_batch_begin(1)
    live.on_train_batch_begin(2)
    assert len(looks) == while_it_trains + 1  # the next epoch takes long: nothing waits for its end
    assert live.view.text.startswith("Epoch 399 of 400")
    live.on_epoch_end(399, report(399))
    live.on_train_end()

    assert 20 < while_it_trains < 1 + 399 * 0.005 / (0.002 / live_charts.SHARE) * 1.1
    assert live.run.epochs == sorted({epoch for _run, epoch, _metric, _part in rows(live.view)}) == [*range(1, 401)]


def test_a_long_fit_is_drawn_by_some_of_its_epochs_the_last_among_them_and_read_now_and_then(
    notebook, monkeypatch, unhurried
):
    read = []
    monkeypatch.setattr(learning_curves, "diagnose", lambda run: read.append(run.last_epoch))
    live = LiveCharts(["loss"])

    fit(live, [{"loss": 1.0 / (1 + epoch)} for epoch in range(1999)])

    epochs = [epoch for _run, epoch, _metric, _part in rows(live.view)]
    assert epochs[:3] == [1, 5, 9]
    assert epochs[-1] == 1999
    assert len(live.run.history["loss"]) == 1999
    assert read[:17] == [0, *range(1, 17)]
    assert read[-1] == 1999
    assert len(read) < 200


def test_an_unknown_end_makes_room_as_it_goes(notebook, unhurried):
    live = LiveCharts()
    ends = []

    for epoch in range(21):
        live.on_epoch_end(epoch, {"loss": 1.0})
        ends.append(live.view.params["last_epoch"])

    assert ends == [10] * 10 + [20] * 10 + [40]
    assert [epoch for _run, epoch, _metric, _part in rows(live.view)] == list(range(1, 22))
    assert math.isnan(live.view.datasets["progress"]["done"][0])


def test_a_second_fit_in_the_cell_is_a_new_run_in_front_of_the_first(notebook):
    live = LiveCharts()

    fit(live, [report(), report(1)])
    view = live.view
    fit(live, [report()])

    assert live.view is view
    assert len(notebook.outputs) == 1
    assert {run for run, *_ in rows(view)} == {"run 2"}
    assert {run for run, *_ in rows(view, "earlier")} == {"run 1"}
    assert view.params["last_epoch"] == 2
    assert view.datasets["progress"]["label"].tolist() == ["run 2, epoch 1 of 1"]


def test_a_fit_in_another_cell_gets_a_picture_of_its_own(notebook):
    live = LiveCharts()

    fit(live, [report()])
    first = live.view
    notebook.end_cell()
    notebook.begin_cell("next cell")
    fit(live, [report()])

    assert live.view is not first
    assert len(notebook.outputs) == 2
    assert [len(rows(view, "earlier")) for view in (first, live.view)] == [0, 4]


def test_metrics_that_were_not_expected_take_the_place_of_those_that_were(notebook, wires):
    live = LiveCharts()
    begin(live)
    guess = live.view

    live.on_epoch_end(0, report())

    assert guess.metrics == ("loss",)
    assert live.view.metrics == ("loss", "accuracy")
    assert not guess.is_open
    assert len(rows(live.view)) == 4
    (output,) = notebook.outputs
    assert [WIDGET in data for data in output.history] == [True, False, True]
    assert output.now[WIDGET]["model_id"] == live.view.model_id


@pytest.mark.parametrize(
    ("logs", "metrics"),
    [
        ({"learning_rate": 0.1, "mae": 2.0, "loss": 1.0}, ("loss", "mae")),
        ({"a_loss": 1.0, "b_loss": 2.0, "a_accuracy": 0.5, "loss": 3.0}, ("loss", "a_accuracy")),
        ({"d_loss": 1.0, "g_loss": 2.0}, ("d_loss", "g_loss")),
        ({"my loss": 1.0, "n": 3.0, "learning_rate": 0.1}, ("my loss", "n")),
        ({"a": 1.0, "b": 2.0, "c": 3.0, "loss": 3.0}, ("loss", "a", "b")),
        ({}, ("loss",)),
    ],
)
def test_the_loss_comes_first_and_parts_of_it_and_settings_are_left_out(notebook, logs, metrics):
    live = LiveCharts()

    fit(live, [logs])

    assert live.view.metrics == metrics


def test_the_metrics_that_were_asked_for_are_drawn_in_that_order(notebook):
    live = LiveCharts(["learning_rate", "loss"])

    fit(live, [report(learning_rate=0.1)])

    assert titles(live.view) == ["learning rate", "loss"]


def test_a_metric_that_the_fit_does_not_report_is_named_after_the_first_epoch(notebook):
    live = LiveCharts(["acuracy"])
    begin(live)

    with pytest.raises(UnknownNameError, match=r"no metric 'acuracy'\. Did you mean 'accuracy'"):
        live.on_epoch_end(0, report())


def test_a_loss_of_another_unit_gets_axes_of_its_own(notebook):
    X, y = np.zeros((4, 4)), np.eye(3)[[0, 1, 2, 0]]
    live = LiveCharts()

    for loss in ("categorical_crossentropy", "mse"):
        model(loss=loss, metrics=[]).fit(X, y, verbose=0, callbacks=[live])

    assert titles(live.view) == ["loss"]
    assert len(notebook.outputs) == 2


@pytest.mark.parametrize("metrics", ["loss", [], [1], ("loss", None)])
def test_metrics_must_be_a_list_of_names(metrics):
    with pytest.raises(InvalidValueError, match="metrics takes a list of names"):
        LiveCharts(metrics)


@pytest.mark.parametrize(
    ("error", "words"),
    [(KeyboardInterrupt(), "Interrupted after epoch 1 of 5"), (ValueError(), "Ended by an error after epoch 1 of 5")],
)
def test_a_fit_that_breaks_off_is_told_when_its_cell_ends(notebook, error, words):
    live = LiveCharts()
    begin(live)
    live.on_epoch_end(0, report())

    notebook.end_cell(error)

    assert live.view.text.startswith(words)
    assert "image/png" in notebook.outputs[0].now
    assert not notebook.events.callbacks["post_run_cell"]


def test_nothing_listens_to_the_cell_after_a_fit_that_ended_well(notebook):
    live = LiveCharts()

    fit(live, [report()])

    notebook.end_cell(ValueError())
    assert live.view.text.startswith("Done after 1 epoch")
    assert not notebook.events.callbacks["post_run_cell"]


def test_of_many_fits_in_a_cell_the_picture_is_drawn_once_and_when_the_cell_has_ended(notebook, monkeypatch):
    drawn = []
    png = learning_curves.LearningCurves.static_png
    monkeypatch.setattr(learning_curves.LearningCurves, "static_png", lambda view: drawn.append(view.text) or png(view))
    live = LiveCharts()

    for _ in range(5):
        fit(live, [report()] * 2)
        assert "image/png" not in notebook.outputs[0].now
    notebook.end_cell()

    assert len(drawn) == len(notebook.outputs) == 1
    assert "image/png" in notebook.outputs[0].now


def test_a_fit_in_a_thread_is_not_ended_by_its_cell(notebook):
    live = LiveCharts()
    fit(live, [report()])
    thread = threading.Thread(target=begin, args=[live])
    thread.start()
    thread.join()

    notebook.end_cell()
    live.on_epoch_end(0, report())
    assert live.view.text.startswith("Epoch 1 of 5")
    live.on_train_end()

    assert [run.ending for run in live.runs] == ["done", "stopped early"]
    assert "image/png" in notebook.outputs[0].now


def test_a_fit_after_one_that_broke_off_in_the_same_cell_begins_anew(notebook):
    live = LiveCharts()
    begin(live)
    live.on_epoch_end(0, report())

    fit(live, [report()])

    assert [run.ending for run in live.runs] == ["failed", "done"]
    assert {run for run, *_ in rows(live.view, "earlier")} == {"run 1"}


def test_the_end_leaves_the_picture_and_the_sentence_in_the_notebook(notebook):
    live = LiveCharts()

    fit(live, [report()])
    notebook.end_cell()

    kept = notebook.outputs[0].now
    assert set(kept) == {"text/plain", "image/png", "metadata"}
    assert kept["image/png"].startswith(b"\x89PNG")
    assert "Done after 1 epoch: training loss 1.00" in kept["text/plain"]
    assert "CPU" not in kept["text/plain"]


def test_outside_of_a_notebook_the_fit_is_recorded_and_nothing_shown(wires, capsys):
    live = LiveCharts()
    assert repr(live) == "LiveCharts: no run yet"

    fit(live, [report()])

    assert repr(live) == f"LiveCharts: {live.view.text}"
    assert live.view.text.startswith("Done after 1 epoch")
    assert wires == []
    assert capsys.readouterr().out == ""


def test_outside_of_a_notebook_no_chart_is_made_until_somebody_asks_for_it(monkeypatch, unhurried):
    made = []
    curves = learning_curves.LearningCurves
    monkeypatch.setattr(live_charts, "LearningCurves", lambda *a, **k: made.append(curves(*a, **k)) or made[-1])
    live = LiveCharts()
    fit(live, [report(), report(1)])
    fit(live, [report()])
    assert not made

    assert len(rows(live.view)) == 4
    assert len(rows(live.view, "earlier")) == 8
    assert live.view.metrics == ("loss", "accuracy")
    assert len(made) == 1
    begin(live)
    live.on_epoch_end(0, report())
    early = live.view
    live.on_epoch_end(1, report(1))
    assert len(rows(early)) == 8


def test_the_switches_move_the_chart_from_the_page_and_from_code(notebook):
    live = LiveCharts()
    fit(live, [report(), report(1)])
    view = live.view

    view.page.set("smoothing", True)
    view.log_scale = True

    assert (view.params["smoothing"], view.params["log_scale"], view.params["each_batch"]) == (True, True, False)
    assert [view.page.shows(name) for name in ("smoothing", "log_scale", "each_batch")] == [True, True, False]
    with pytest.raises(UnknownNameError, match="smoothing"):
        view.change(smooting=True)


def test_stop_works_while_a_fit_runs_and_only_then(notebook):
    live = LiveCharts()
    live.set_params({"epochs": 9, "steps": 4})
    live.set_model(SimpleNamespace(stop_training=False, loss="mse"))
    live.on_train_begin()
    live.on_epoch_end(0, {"loss": 1.0})

    live.view.page.press("stop")
    live.on_train_batch_begin(0)
    assert live.model.stop_training
    live.on_train_end()

    assert live.view.text.startswith("Interrupted after epoch 1 of 9")
    with pytest.raises(InvalidValueError, match="can't be used now"):
        live.view.page.press("stop")


def test_losses_inside_the_epochs_are_drawn_and_thinned_when_they_are_many(notebook):
    live = LiveCharts()
    begin(live, 200)
    for epoch in range(200):
        live.run.within.extend((epoch + k / 8, 1.0 + k) for k in range(1, 8))
        live.on_epoch_end(epoch, report(epoch))
    live.on_train_end()

    drawn = live.view.datasets["batches"]
    assert len(live.run.within) == 1400
    assert 300 < drawn["epoch"].size <= 400
    assert (drawn["epoch"][0], drawn["value"][0]) == (0.125, 2.0)
    assert sum(rows["epoch"].size for name, rows in live.view.datasets.items() if "epoch" in rows) <= 2000


def test_over_fitting_is_told_and_its_epochs_are_shaded(notebook):
    live = LiveCharts()
    validation = [1.0, 0.8, 0.6, 0.5, 0.4, *(0.4 + 0.05 * k for k in range(1, 12))]
    fit(live, [{"loss": 1 / (2 + k), "val_loss": value} for k, value in enumerate(validation)])

    span = live.view.datasets["span"]
    assert "Validation loss has risen for 11 epochs since epoch 5" in live.view.narration
    assert "over-fitting. Try: stop near epoch 5" in live.view.narration
    assert (span["first"].tolist(), span["last"].tolist()) == ([5.0], [16.0])

    fit(live, [report(), report(1)])
    assert live.view.datasets["span"]["first"].size == 0
    assert live.view.narration == ""


def test_a_loss_that_is_no_number_is_told(notebook):
    live = LiveCharts()

    fit(live, [report(), report(loss=math.nan)])

    assert "The loss is not a finite number since epoch 2" in live.view.text
    assert math.isnan(live.run.history["loss"][-1])


def test_while_lessons_are_built_each_fit_leaves_its_picture_at_once(notebook, monkeypatch):
    monkeypatch.setenv("DLWIDGETS_STATIC", "1")
    live = LiveCharts()

    for n in (1, 2):
        fit(live, [report()])
        assert len(notebook.outputs) == n
