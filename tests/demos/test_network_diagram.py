"""The network diagram: what it shows of a model is what Keras computes, and what is done in it happens in the model."""

import gc
import json

import numpy as np
import pytest

import dlwidgets
from dlwidgets import NetworkDiagram
from dlwidgets.demos.diagram import loss as diagram_loss
from dlwidgets.errors import DataError, InvalidValueError, UnknownNameError
from dlwidgets.network import (
    BatchNormalization,
    CompileSpec,
    Conv2D,
    Dense,
    Flatten,
    Input,
    LossSpec,
    NetworkSpec,
)
from dlwidgets.training.build import build

IRIS = dlwidgets.load("iris")
SPEC = NetworkSpec(
    [Input((4,)), Dense(5, "relu"), Dense(3, "softmax")], CompileSpec("adam", "sparse_categorical_crossentropy")
)


@pytest.fixture(scope="module")
def model():
    """One model for the tests that only look; those that change it put its weights back."""
    network = build(SPEC)
    random = np.random.default_rng(5)
    network.set_weights([random.uniform(0, 0.5, w.shape) for w in network.get_weights()])  # so that no ReLU is silent
    return network


@pytest.fixture
def diagram(model):
    weights = model.get_weights()
    yield NetworkDiagram(model, data="iris", layer=2, neuron=3)
    model.set_weights(weights)
    for layer in model.layers:
        layer.trainable = True


def texts(diagram, part=None):
    rows = diagram.datasets["texts"]
    pairs = zip(rows["text"], rows["part"], strict=True)
    return [str(text) for text, its in pairs if part is None or its == part]


def keras_loss(model, X, y):
    return model.evaluate(np.asarray(X, dtype="float32"), y, verbose=0)


def test_a_list_of_sizes_is_a_dense_network_whose_end_suits_the_data():
    diagram = NetworkDiagram([4, 5, 3], data="iris")

    assert diagram.spec.layers == SPEC.layers
    assert diagram.spec.compile.loss == "sparse_categorical_crossentropy"
    assert diagram.to_code() == "dlw.NetworkDiagram([4, 5, 3], data='iris')"
    assert NetworkDiagram([2, 1]).spec.layers == (Input((2,)), Dense(1))
    assert NetworkDiagram([784, 128, 10]).spec.summary().total == 101_770
    assert NetworkDiagram([2, 1], data=(IRIS.X[:, :2], None)).spec.layers == (Input((2,)), Dense(1))
    for sizes, words in (([4, 5, 2], "takes 3 in the last layer"), ([4], "2 to"), ([4, 0, 3], "1 to 4096")):
        with pytest.raises(InvalidValueError, match=words):
            NetworkDiagram(sizes, data="iris")


def test_values_sums_shares_and_the_loss_are_those_of_keras(diagram, model):
    import keras

    for example in (1, 77, 150):
        diagram.example = example
        x = IRIS.X[example - 1 : example].astype("float32")
        assert np.allclose(diagram.outputs, model(x)[0], rtol=1e-5, atol=1e-7)
        view = diagram._view()
        assert np.allclose(view.values(1), model.layers[0](x)[0], rtol=1e-5)
        z = np.asarray(model.layers[0](x)) @ model.get_weights()[2] + model.get_weights()[3]
        assert np.allclose(view.sums(2), z[0], rtol=1e-5)
        loss = keras.losses.sparse_categorical_crossentropy(IRIS.y[example - 1 : example], model(x))
        assert view.measured.on_example == pytest.approx(float(loss[0]), rel=1e-5)
    assert diagram.loss == pytest.approx(keras_loss(model, IRIS.X, IRIS.y), rel=1e-5)


def test_a_weight_that_is_changed_by_hand_is_changed_in_the_model_and_the_loss_follows(diagram, model):
    before = diagram.loss
    diagram.link = 2
    assert diagram.value == pytest.approx(float(model.get_weights()[2][1, 2]))
    diagram.page.set("value", 1.25)
    assert model.get_weights()[2][1, 2] == pytest.approx(1.25)
    assert diagram.loss != before
    assert diagram.loss == pytest.approx(keras_loss(model, IRIS.X, IRIS.y), rel=1e-5)
    diagram.link = 0
    diagram.value = -0.5
    assert model.get_weights()[3][2] == pytest.approx(-0.5)
    assert diagram.edits == [[2, 3, 2, 1.25], [2, 3, 0, -0.5]]


def test_changes_are_taken_back_one_by_one_or_all(diagram, model):
    weights = model.get_weights()
    for value in (0.1, 0.2, 0.3):  # a drag is one change
        diagram.value = value
    diagram.link = 4
    diagram.value = 2
    assert len(diagram.edits) == 2
    diagram.page.press("undo")
    assert np.isclose(model.get_weights()[2][0, 2], 0.3)
    assert model.get_weights()[2][3, 2] == weights[2][3, 2]
    diagram.value = 3
    diagram.page.press("reset")
    assert all(np.array_equal(a, b) for a, b in zip(weights, model.get_weights(), strict=True))
    assert diagram.edits == []
    with pytest.raises(InvalidValueError, match="can't be used now"):
        diagram.page.press("undo")


def test_after_a_fit_changes_by_hand_are_no_longer_taken_back(diagram, model):
    diagram.change(link=2, value=-2)
    diagram.change(link=1, value=0.5)
    trained = [w + 0.125 for w in model.get_weights()]
    model.set_weights(trained)
    diagram.undo()
    assert all(np.allclose(a, b) for a, b in zip(trained, model.get_weights(), strict=True))
    assert diagram.edits == []
    assert diagram.value == pytest.approx(0.625)


def test_a_layer_is_frozen_in_the_model_and_a_fit_leaves_it_as_it_is(diagram, model):
    diagram.layer = 1
    diagram.frozen = True
    assert diagram.frozen_layers == [1]
    assert not diagram.spec.layers[1].trainable
    before = model.get_weights()
    model.fit(IRIS.X, IRIS.y, epochs=1, verbose=0, callbacks=[diagram.callback()])
    moved = [not np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True)]
    assert moved == [False, False, True, True]
    assert "frozen" in texts(diagram, "l:1")
    assert "25 of them not trained" in diagram.text
    diagram.frozen_layers = []
    assert model.layers[0].trainable
    assert not diagram.frozen


def test_it_follows_a_fit_and_ends_with_the_weights_of_the_model(diagram, model):
    frames = []
    diagram.observe(lambda _: frames.append(1), names="value")
    model.fit(IRIS.X, IRIS.y, epochs=2, batch_size=10, verbose=0, callbacks=[diagram.callback()])
    assert all(np.array_equal(a, b) for a, b in zip(diagram.weights, model.get_weights(), strict=True))
    assert diagram.value == pytest.approx(float(model.get_weights()[2][0, 2]))
    assert frames
    model.set_weights([w * 0 for w in model.get_weights()])
    diagram.read_weights()
    assert diagram.loss == pytest.approx(np.log(3), rel=1e-5)


def test_a_diagram_of_a_description_goes_over_to_the_model_that_is_fitted(model):
    diagram = NetworkDiagram(SPEC, data="iris")
    assert diagram.model is None
    diagram.callback()._began(model)
    assert diagram.model is model
    other = NetworkDiagram(NetworkSpec([Input((4,)), Dense(3)]), data="iris")
    with pytest.raises(InvalidValueError, match="other layers than the network of this diagram"):
        other.callback()._began(model)


LOSSES = [
    (Dense(3, "softmax"), "categorical_crossentropy"),
    (Dense(3), LossSpec("SparseCategoricalCrossentropy", from_logits=True)),
    (Dense(3, "sigmoid"), "mse"),
    (Dense(3, "softmax"), LossSpec("CategoricalCrossentropy", label_smoothing=0.1)),
    (Dense(3, "softmax"), LossSpec("CategoricalCrossentropy", from_logits=True)),
    (Dense(3, "sigmoid"), LossSpec("BinaryCrossentropy", label_smoothing=0.1)),
    (Dense(3, "softmax"), "poisson"),
]


@pytest.mark.filterwarnings("ignore:.*received `from_logits=True`:UserWarning")
@pytest.mark.parametrize(("last", "loss"), LOSSES, ids=str)
def test_every_loss_is_the_one_that_keras_reports(last, loss):
    network = build(NetworkSpec([Input((4,)), BatchNormalization(), last], CompileSpec("adam", loss)))
    network.set_weights(
        [5 * w for w in network.get_weights()]
    )  # sure of wrong answers, below the least that Keras cuts at
    sparse = "sparse" in str(loss).lower()
    y = IRIS.y if sparse else np.eye(3)[IRIS.y]
    assert NetworkDiagram(network, data="iris").loss == pytest.approx(keras_loss(network, IRIS.X, y), rel=1e-4)


def test_where_keras_has_to_compute_the_numbers_are_keras_own_too():
    spec = NetworkSpec([Input((8, 8, 1)), Conv2D(3, 3, activation="relu"), Flatten(), Dense(10, "softmax")],
                       CompileSpec("adam", "sparse_categorical_crossentropy"))  # fmt: skip
    network, digits = build(spec), dlwidgets.load("digits")
    diagram = NetworkDiagram(network, data="digits", layer=3, depth="neuron", example=12)
    x = digits.X[11:12].reshape(1, 8, 8, 1).astype("float32")
    assert np.allclose(diagram.outputs, network(x)[0], rtol=1e-4, atol=1e-6)
    flat = np.asarray(network.layers[1](network.layers[0](x)))
    assert np.allclose(diagram._view().sums(3), (flat @ network.get_weights()[2])[0], rtol=1e-4, atol=1e-4)
    diagram.value = 1.0
    assert network.get_weights()[2][0, 0] == 1
    assert diagram.loss == pytest.approx(keras_loss(network, digits.X.reshape(-1, 8, 8, 1), digits.y), rel=1e-4)
    with pytest.raises(InvalidValueError, match="no neurons to look into"):
        diagram.change(layer=1, depth="neuron")


def test_without_a_model_the_description_alone_is_drawn_with_first_weights():
    diagram = NetworkDiagram(SPEC, data="iris", seed=4)
    again, other = NetworkDiagram(SPEC, data="iris", seed=4), NetworkDiagram(SPEC, data="iris", seed=5)
    assert np.array_equal(diagram.weights[0], again.weights[0])
    assert not np.array_equal(diagram.weights[0], other.weights[0])
    other.seed = 4
    assert np.array_equal(diagram.weights[0], other.weights[0])
    diagram.value = 2.0
    assert diagram.weights[0][0, 0] == 2
    diagram.reset()
    assert np.array_equal(diagram.weights[0], again.weights[0])


def test_state_survives_json_and_code_makes_the_same_diagram():
    names = {"NetworkSpec": NetworkSpec, "Input": Input, "Dense": Dense, "CompileSpec": CompileSpec, "dlw": dlwidgets}
    diagram = NetworkDiagram(SPEC, data="iris", seed=2, depth="neuron", layer=2, neuron=2, link=3, example=9)
    diagram.value = 0.75
    diagram.frozen = True
    state = json.loads(json.dumps(diagram.state))
    other = NetworkDiagram(SPEC, data="iris", seed=2)
    other.state = state
    assert other.state == diagram.state
    assert other.text == diagram.text
    made = eval(diagram.to_code(), names)  # noqa: S307 - the demo's own code
    assert made.text == diagram.text
    assert np.array_equal(made.weights[2], diagram.weights[2])


def test_code_of_a_diagram_of_a_model_calls_it_model(model):
    assert NetworkDiagram(model, data="iris", layer=2).to_code() == "dlw.NetworkDiagram(model, data='iris', layer=2)"


class Builder:
    """Stands for a layer builder: a description that changes, and those who want to know."""

    def __init__(self, spec):
        self.spec, self.handlers = spec, []

    def on_spec(self, handler):
        self.handlers.append(handler)
        return lambda: self.handlers.remove(handler)

    def put(self, spec):
        self.spec = spec
        for handler in self.handlers:
            handler(spec)


def test_it_follows_a_builder_until_it_is_closed():
    builder = Builder(SPEC)
    diagram = NetworkDiagram(builder, data="iris", layer=2, neuron=3, depth="neuron")
    kept = diagram.weights[0]
    builder.put(SPEC.replaced(2, units=2).with_layer(Dense(4), 2))
    assert [len(w) for w in diagram.weights[1::2]] == [5, 4, 2]
    assert np.array_equal(diagram.weights[0], kept), "the layer in front is as it was"
    builder.put(NetworkSpec([Input((4,)), Conv2D(2, 2)]))
    assert "does not fit" in diagram.text
    builder.put(NetworkSpec([Input((7,)), Dense(2)]))
    assert "4" in diagram._frames.fields["error"]
    assert diagram.spec.layers[0].shape == (4,), "the last that fits the data stays"
    builder.put(NetworkSpec())
    builder.put(SPEC)
    assert diagram._frames.fields["error"] == ""
    diagram.close()
    diagram.close()
    assert builder.handlers == []
    NetworkDiagram(builder)
    gc.collect()
    assert builder.handlers == [], "what nobody sees is let go"


@pytest.mark.parametrize("kind", ["name", "dataset", "table", "pair"])
def test_the_data_of_a_builder_are_those_of_its_diagram(kind):
    target = "species" if kind == "table" else None
    table = {name: IRIS.X[:, i] for i, name in enumerate(IRIS.feature_names)} | {
        "species": [IRIS.class_names[k] for k in IRIS.y]
    }
    data = {"name": "iris", "dataset": IRIS, "table": table, "pair": (IRIS.X, IRIS.y)}[kind]
    builder = dlwidgets.LayerBuilder(SPEC, data=data, target=target)
    diagram, alone = NetworkDiagram(builder, example=60), NetworkDiagram(SPEC, data="iris", example=60)
    assert np.array_equal(diagram.outputs, alone.outputs)
    assert diagram.loss == alone.loss
    assert ("versicolor" in diagram.text) == (kind != "pair")
    assert isinstance(builder.data, dlwidgets.data.Dataset) == (kind in {"dataset", "table"})
    assert "example=60" in diagram.to_code()
    assert "data=" not in diagram.to_code()


def test_data_that_are_given_go_before_those_of_a_builder():
    builder = dlwidgets.LayerBuilder(SPEC, data="iris")
    assert NetworkDiagram(builder, data=(IRIS.X[:7], IRIS.y[:7])).loss != NetworkDiagram(builder).loss
    bare = dlwidgets.LayerBuilder(SPEC)
    assert bare.data is None
    assert NetworkDiagram(bare).loss is None


def test_it_follows_the_layer_builder_and_goes_back_with_it():
    builder = dlwidgets.LayerBuilder(data="iris")
    diagram = NetworkDiagram(builder)
    before = diagram.text
    builder.add("Dense", 2)
    assert "Dense 10 (relu), Dense 10 (relu), Dense 3" in diagram.text
    builder.undo()
    assert diagram.text == before


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"layer": 3}, "layer came as 3; this network has layers 0 to 2"),
        ({"neuron": 9}, "neuron came as 9"),
        ({"link": 5}, "link came as 5"),
        ({"example": 151}, "example came as 151; this network has examples 1 to 150"),
        ({"edits": [[1, 1]]}, "wanted a list of"),
        ({"edits": [[1, 1, 9, 0.5]]}, "the network has none there"),
        ({"frozen_layers": [7]}, "frozen_layers names layer 7"),
        ({"value": float("nan")}, "value came as nan"),
    ],
)
def test_what_is_not_there_is_refused_and_nothing_is_changed(settings, said):
    diagram = NetworkDiagram(SPEC, data="iris")
    before = diagram.state
    with pytest.raises(InvalidValueError, match=said):
        diagram.change(**settings)
    assert diagram.state == before
    with pytest.raises(InvalidValueError, match=said):
        NetworkDiagram(SPEC, data="iris", **settings)


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        ("circle", DataError, r"shape \(2,\), but the network takes \(4,\)"),
        ("iriss", UnknownNameError, "iris"),
        (3, DataError, "wanted the name of a data set"),
        (([1, 2], [0, 1]), DataError, "one example in each row"),
        (([["a"] * 4], [0]), DataError, "X should hold numbers"),
        (([[1, 2, 3, float("nan")]], [0]), DataError, "gaps"),
        ((np.zeros((3, 4)), [0, 1]), DataError, "3 examples and y has 2 answers"),
    ],
)
def test_data_that_do_not_fit_are_refused(data, error, said):
    with pytest.raises(error, match=said):
        NetworkDiagram(SPEC, data=data)


def test_what_is_no_network_is_refused():
    with pytest.raises(InvalidValueError, match=r"got str. Give it a keras.Sequential"):
        NetworkDiagram("4, 5, 3")


def test_what_is_missing_for_a_loss_is_said():
    assert "not compiled" in NetworkDiagram(NetworkSpec(SPEC.layers), data="iris").text
    assert "give data=" in NetworkDiagram(SPEC, data=(IRIS.X, None)).text
    assert "each input is set to 1" in NetworkDiagram(SPEC).text
    assert "can't be computed" in NetworkDiagram(SPEC, data=(IRIS.X, IRIS.y * 7)).text
    some = NetworkDiagram(SPEC, data=(IRIS.X.repeat(20, axis=0), IRIS.y.repeat(20)))
    assert f"{diagram_loss.MOST_EXAMPLES} of 3000 examples" in some.text


def test_weights_that_are_no_numbers_are_told_and_left_out(diagram, model):
    weights = model.get_weights()
    weights[0][1, 2] = np.nan
    model.set_weights(weights)
    diagram.read_weights()
    assert "1 weight is not a number (NaN)" in diagram.text
    assert "w:1:3:2" not in diagram.datasets["links"]["part"]
    assert "w:1:2:2" in diagram.datasets["links"]["part"]
    for depth in ("layer", "neuron"):
        diagram.change(depth=depth, layer=1, neuron=3, link=2)
        assert "NaN" in texts(diagram)
    assert diagram.loss is None


def test_answers_come_as_words_as_rows_of_ones_or_as_numbers():
    words = NetworkDiagram(SPEC, data=(IRIS.X, [IRIS.class_names[k] for k in IRIS.y]))
    ones = NetworkDiagram(SPEC, data=(IRIS.X, np.eye(3)[IRIS.y]))
    named = NetworkDiagram(SPEC, data=IRIS)
    assert words.loss == ones.loss == named.loss
    assert "is of class setosa" in words.text
    assert "is of class 0" in ones.text
    values = NetworkDiagram(NetworkSpec([Input((2,)), Dense(1)], CompileSpec("sgd", "mse")), data="plane")
    assert "the true value is" in values.text
    assert values.loss is not None
