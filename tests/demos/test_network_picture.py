"""The diagram of a walk-through: where things stand, and which numbers stand there at which step."""

import itertools

import numpy as np
import pytest

from dlwidgets.demos.stepper.layout import MOST_SHOWN, layout
from dlwidgets.demos.stepper.picture import Picture, short
from dlwidgets.nn import SGD, Neuron, Weight, dense_network, walk_through

NET = dense_network([2, 2, 1], ["tanh", "sigmoid"], [[[0.5, -0.5], [1, 0.25]], [[1], [-1]]], [[0, 0.5], [0.25]])
WALK = walk_through(NET, [[1, 2]], [[1]], "binary_crossentropy", SGD(0.5))


def frame(position, walk=WALK, followed=(), names=((), ())):
    return Picture(walk, position, followed, names).frame()


def column(rows, key, value, wanted):
    """Return one entry of a data set: of the row whose ``key`` is ``value``."""
    return rows[wanted][list(rows[key]).index(value)]


@pytest.mark.parametrize("sizes", [(2, 2, 1), (4, 8, 8, 8, 8, 3), (4, 10, 3), (64, 64, 64), (1, 1)])
def test_neurons_stand_apart_and_inside_the_picture(sizes):
    places = layout(sizes, []).places
    for layer in range(len(sizes)):
        at = [place for neuron, place in places.items() if neuron.layer == layer]
        assert len(at) == min(sizes[layer], MOST_SHOWN - (sizes[layer] > MOST_SHOWN))
        ys = sorted(y for _, y in at)
        assert all(0 <= y <= 0.9 for y in ys)
        assert all(later - earlier > 0.09 for earlier, later in itertools.pairwise(ys))
    assert {x for (neuron, (x, _)) in places.items() if neuron.layer == 0} == {0}
    assert {x for (neuron, (x, _)) in places.items() if neuron.layer == len(sizes) - 1} == {1}


def test_a_folded_layer_shows_what_is_in_focus_and_counts_the_rest():
    found = layout((4, 20, 3), [Neuron(1, 3), Neuron(1, 17)])
    shown = {neuron.index for neuron in found.places if neuron.layer == 1}
    assert {3, 17} <= shown
    assert found.folds[1][2] == 20 - len(shown) == 13
    assert set(found.folds) == {1}


def test_the_nearest_number_is_at_a_place():
    found = layout((2, 2, 1), [])
    (x, y), (x2, y2) = found.places[Neuron(0, 0)], found.places[Neuron(1, 1)]
    assert found.part_at(x, y, 2) == "x1"
    assert found.part_at(x2, y2, 2) == "b1[2]"
    assert found.part_at(*found.places[Neuron(2, 0)], 2) == "y1"
    assert found.part_at(x + 0.3 * (x2 - x), y + 0.3 * (y2 - y), 2) == "w1[1,2]"
    assert found.part_at(0.25, 0.99, 2) is None


def test_values_appear_as_they_are_computed():
    assert frame(0)["nodes"]["value"] == ["1", "2", f"z {short(WALK.steps[0].value)}", "?", "?"]
    end = frame(len(WALK.steps) - 1)["nodes"]["value"]
    outputs = WALK.training_step.passed.outputs
    assert end == [short(float(a)) for layer in outputs for a in layer[0]]


def test_blame_goes_back_along_the_edges():
    before = frame(WALK.start_of("blame"))
    assert column(before["labels"], "part", "w2[1,1]", "text") == "1"
    assert column(before["edges"], "part", "w2[1,1]", "gradient") == "not yet known"
    at = WALK.index_of("w1[2,1]")
    after = frame(at)
    gradient = short(WALK.gradients["w1[2,1]"])
    assert column(after["labels"], "part", "w1[2,1]", "text") == f"∂ {gradient}"
    assert column(after["edges"], "part", "w1[2,1]", "gradient") == gradient
    assert column(after["labels"], "part", "w1[2,2]", "text") == "0.25"  # its turn comes later
    assert column(after["labels"], "part", "w1[2,1]", "lit") == 1
    assert sum(after["labels"]["lit"]) == 1


def test_new_weights_stand_at_the_edges_in_the_end():
    end = frame(len(WALK.steps) - 1)
    for name, value in WALK.new_weights.items():
        assert column(end["labels"], "part", name, "text").removeprefix("b ") == f"new {short(value)}"


def test_sign_is_told_by_more_than_colour():
    edges = frame(0)["edges"]
    assert column(edges, "part", "w1[1,2]", "sign") == "negative"
    assert column(frame(0)["labels"], "part", "w1[1,2]", "text") == "−0.5"
    assert column(edges, "part", "w1[2,1]", "sign") == "positive"
    assert column(edges, "part", "w1[2,1]", "width") > column(edges, "part", "w1[2,2]", "width")


def test_what_the_step_touches_is_lit_and_with_it_the_way_of_the_blame():
    at = WALK.index_of("w1[1,2]")
    step = WALK.steps[at]
    assert len(frame(at)["lit"]["x"]) == len(step.edges) == 1
    followed = frame(at, followed=WALK.path_to("w1[1,2]"))
    lit_edges = {edge for i in WALK.path_to("w1[1,2]") for edge in WALK.steps[i].edges if not edge.is_bias}
    assert len(followed["lit"]["x"]) == len(lit_edges) == 2
    assert Weight(2, 0, 1) in lit_edges


def test_the_stage_is_marked():
    for stage, place in (("guess", 0), ("measure", 1), ("blame", 2), ("update", 3)):
        assert np.flatnonzero(frame(WALK.start_of(stage))["stages"]["lit"]).tolist() == [place]


def test_target_loss_and_blame_stand_beside_an_output():
    end = frame(WALK.start_of("blame"))
    texts = end["labels"]["text"]
    assert "target 1" in texts
    assert f"loss {short(WALK.loss)}" in texts
    assert f"∂L/∂z {short(WALK.steps[WALK.start_of('blame')].value)}" in texts


def test_names_of_features_and_classes_stand_at_the_nodes():
    named = frame(0, names=(("length", "width"), ("yes",)))["nodes"]["name"]
    assert named == ["length", "width", "a⁽¹⁾₁", "a⁽¹⁾₂", "yes"]
    assert frame(0)["nodes"]["name"][:2] == ["x₁", "x₂"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1, "1"),
        (-0.408, "−0.41"),
        (0.5, "0.5"),
        (-0.0092, "−0.009"),
        (123.456, "123.46"),
        (0.00012, "1e−4"),
        (-3.2e7, "−3e7"),
        (1e30, "1e30"),
    ],
)
def test_numbers_are_short(value, text):
    assert short(value) == text


def test_a_large_output_layer_has_one_line_beside_each_neuron():
    network = dense_network([2, 5, 8], ["tanh", "softmax"])
    walk = walk_through(network, [[1, 2]], np.eye(8)[:1], "categorical_crossentropy", SGD(0.1))
    for stage in ("guess", "measure", "blame"):
        labels = Picture(walk, walk.start_of(stage) + 8, [], ((), ())).frame()["labels"]
        beside = [(y, text) for x, y, text in zip(labels["x"], labels["y"], labels["text"], strict=True) if x > 1]
        assert len(beside) == len({y for y, _ in beside}) == 8
        assert all(text for _, text in beside)


def test_the_label_of_a_lit_neuron_begins_beside_its_circle():
    network = dense_network([2, 5, 1], ["tanh", "sigmoid"])
    walk = walk_through(network, [[1, 2]], [[1]], "binary_crossentropy", SGD(0.1))
    labels = Picture(walk, walk.index_of("w1[1,3]"), [], ((), ())).frame()["labels"]
    x, text = next((x, text) for x, text in zip(labels["x"], labels["text"], strict=True) if "∂L/∂z" in text and x < 1)
    assert text.startswith("a⁽¹⁾₃")
    assert x > 0.5 + 0.03 + 0.003 * len(text)
