"""The histograms of live charts, as a learner goes through them; what they count is tested in tests/training."""

import numpy as np
import pytest
import vl_convert

from dlwidgets.demos.layer_histograms import LayerHistograms
from dlwidgets.demos.live_charts import LiveCharts
from dlwidgets.training.keras_door import import_keras
from dlwidgets.training.looks import Histogram, Look
from dlwidgets.training.run import Ending, Run
from dlwidgets.training.words import rounded

RNG = np.random.default_rng(1)
X, Y = RNG.normal(size=(40, 3)), RNG.integers(0, 2, 40)


def model():
    keras = import_keras()
    keras.utils.set_random_seed(2)
    network = [keras.Input((3,)), keras.layers.Dense(5, "relu", name="a"), keras.layers.Dense(2, "softmax", name="b")]
    network = keras.Sequential(network)
    network.compile("adam", "sparse_categorical_crossentropy")
    return network


@pytest.fixture(scope="module")
def network():
    return model()


def fit(network, live, epochs=3):
    network.fit(X, Y, epochs=epochs, verbose=0, callbacks=[live])


def look(epoch, dead=0):
    histogram = Histogram.of(np.arange(10.0) * (epoch + 1))
    return Look(epoch, {("weights", "a"): histogram, ("activations", "a"): histogram}, {"a": (dead, 4)})


def test_each_epoch_of_a_fit_can_be_gone_back_to_in_each_kind(network, notebook):
    live = LiveCharts(histograms=(X, Y))
    fit(network, live)
    view = live.histograms

    assert len(notebook.outputs) == 2
    notebook.end_cell()
    assert "image/png" in notebook.outputs[1].now
    drawn = view.datasets["looks"]
    assert {*zip(drawn["layer"], drawn["kind"], drawn["epoch"], strict=True)} == {
        (layer, kind, epoch) for layer in "ab" for kind in ("weights", "activations", "gradients") for epoch in range(4)
    }
    for kind in view.kinds:
        for one in live.run.looks:
            mine = (drawn["layer"] == "a") & (drawn["kind"] == kind) & (drawn["epoch"] == one.epoch)
            histogram = one.histograms[kind, "a"]
            assert drawn["left"][mine].tolist() == histogram.edges[:-1].tolist()
            assert drawn["density"][mine] @ np.diff(histogram.edges) == pytest.approx(1)
    assert (view.epoch, view.look.epoch) == (3, 3)
    view.page.set("epoch", 1)
    view.page.set("kind", "gradients")
    assert (view.params["epoch"], view.params["kind"], view.look) == (1, "gradients", live.run.looks[1])
    histogram = live.run.looks[1].histograms["gradients", "b"]
    assert view.text.startswith("Gradients after epoch 1: a from ")
    assert f"b from {rounded(histogram.low)} to {rounded(histogram.high)}" in view.text
    n_dead = live.run.looks[1].dead["a"][0]
    assert f"Dead ReLUs (0 for all examples): {f'a {n_dead} of 5' if n_dead else 'none'}." in view.text


def test_a_second_fit_in_the_cell_begins_anew_in_the_same_picture(network, notebook):
    live = LiveCharts(histograms=True)
    fit(network, live)
    view = live.histograms
    fit(network, live, epochs=2)

    assert live.histograms is view
    assert len(notebook.outputs) == 2
    assert {*view.datasets["looks"]["epoch"]} == {0, 1, 2}
    assert (view.last, view.epoch, view.kinds) == (2, 2, ("weights",))
    assert "LiveCharts(histograms=(X, y))" in view.text
    notebook.end_cell()
    notebook.begin_cell("next cell")
    fit(network, live, epochs=1)
    assert live.histograms is not view


def test_the_examples_of_data_serve_the_histograms_too_and_outside_of_a_notebook_no_chart_is_made(network):
    live = LiveCharts(data=(X, Y), histograms=True)
    fit(network, live)

    assert live._layers is None
    assert live.kinds == ("weights", "activations", "gradients")
    assert len({*live.histograms.datasets["looks"]["epoch"]}) == 4


def test_without_histograms_nothing_is_looked_at(network, notebook):
    live = LiveCharts()
    fit(network, live)

    assert (live.histograms, live.inspector, len(live.run.looks), len(notebook.outputs)) == (None, None, 0, 1)


def test_only_new_looks_travel_and_the_slider_follows_while_it_stands_at_its_end():
    view, run, sent = LayerHistograms(["a"]), Run(1, None), []
    run.looks.add(look(0))
    view.begin(run)
    assert (view.last, view.epoch) == (10, 10)
    append = view.append
    view.append = lambda **sets: sent.append({*sets["looks"]["epoch"]}) or append(**sets)
    for epoch in range(1, 13):
        run.record(epoch, {"loss": 1.0})
        run.looks.add(look(epoch, dead=epoch % 5))
        view.follow(run)
        if epoch == 11:
            view.epoch = 4
    run.ending = Ending.STOPPED
    view.follow(run)

    assert sent == [{epoch} for epoch in range(1, 13)]
    assert (view.last, view.epoch, view.look.epoch) == (12, 4, 4)
    assert "Weights after epoch 4: a from 0.00 to 45.0" in view.text
    assert "Dead ReLUs (0 for all examples): a 4 of 4." in view.text
    view.change(epoch=0)
    assert "Weights before the first epoch: a" in view.text


def test_vega_shows_the_newest_look_that_is_not_after_the_slider():
    view, run = LayerHistograms(["a"]), Run(1, 4)
    for epoch in (0, 2, 4):
        run.looks.add(look(epoch, dead=1))
    view.begin(run)

    for epoch, kind, note in (
        (4, "weights", "epoch 4"),
        (3, "weights", "epoch 2"),
        (1, "activations", "epoch 0, 1 of 4 dead"),
    ):
        view.change(epoch=epoch, kind=kind)
        svg = svg_of(view)
        assert svg.count(f">{note}</text>") == 1
        assert svg.count(">epoch ") == 1


def svg_of(view):
    vega_lite = view._spec.with_values(view.params)
    return vl_convert.vegalite_to_svg({**vega_lite, "datasets": view._rows()})


def test_a_look_at_numbers_that_are_not_finite_is_told():
    view, run = LayerHistograms(["a"]), Run(1, 1)
    run.looks.add(Look(0, {("weights", "a"): Histogram.of([np.nan, 1.0, 2.0])}))
    view.begin(run)

    assert "a from 1.00 to 2.00, 1 no finite numbers" in view.text
