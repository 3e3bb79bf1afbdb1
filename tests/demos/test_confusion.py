"""The confusion matrix of live charts, against scikit-learn's own."""

import io

import numpy as np
import pytest
from matplotlib import image
from sklearn.datasets import load_digits, load_iris
from sklearn.metrics import confusion_matrix

from dlwidgets.demos.live_charts import LiveCharts
from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.training.judged import KeptAside, judge
from dlwidgets.training.keras_door import import_keras
from dlwidgets.widgets.png_file import picture_of


def network(n_inputs, n_outputs, activation="softmax", loss="sparse_categorical_crossentropy"):
    keras = import_keras()
    keras.utils.set_random_seed(3)
    model = keras.Sequential([keras.Input((n_inputs,)), keras.layers.Dense(n_outputs, activation=activation)])
    model.compile("adam", loss)
    return model


@pytest.fixture(scope="module")
def digits():
    X, y = load_digits(return_X_y=True)
    return X / 16, y


@pytest.fixture
def fitted(notebook, digits):
    X, y = digits
    model, live = network(64, 10), LiveCharts(data=(X[1000:], y[1000:]))
    model.fit(X[:1000], y[:1000], epochs=2, verbose=0, callbacks=[live])
    return model, live


def table(view):
    cells = view.datasets["cells"]
    n = int(cells["true"].max()) + 1
    return cells["count"].reshape(n, n).astype(int)


def test_the_matrix_at_the_end_is_that_of_scikit_learn_and_its_examples_are_wrong_ones(fitted, digits, notebook):
    (model, live), (X, y) = fitted, digits
    said = model.predict(X[1000:], verbose=0).argmax(axis=1)
    view = live.confusion

    np.testing.assert_array_equal(table(view), confusion_matrix(y[1000:], said, labels=range(10)))
    true, other = view.chosen
    assert true != other
    labels = view.datasets["examples"]["label"].tolist()
    assert {int(label.removeprefix("no. ")) for label in labels} <= {
        *np.flatnonzero((y[1000:] == true) & (said == other))
    }
    assert all(url.startswith("data:image/png;base64,") for url in view.datasets["examples"]["url"])
    assert f"{(said != y[1000:]).sum()} of 797 examples are wrong" in view.text
    notebook.end_cell()
    assert "image/png" in notebook.outputs[-1].now


def test_a_cell_is_chosen_by_a_click_and_from_the_list(fitted, digits):
    view = fitted[1].confusion

    click(view, 3.2, 7.8)
    assert view.chosen == (8, 3)
    assert np.argwhere(view.datasets["cells"]["chosen"].reshape(10, 10)).tolist() == [[8, 3]]
    view.page.set("cell", "1,1")
    assert f"of {(digits[1][1000:] == 1).sum()} examples of 1" in view.text
    assert {*view.datasets["examples"]["row"]} <= {0, 1, 2, 3}
    empty = tuple(np.argwhere(table(view) == 0)[0].tolist())
    click(view, empty[1], empty[0])
    assert view.chosen == empty
    assert view.datasets["examples"]["label"].size == 0
    click(view, -1, 12)
    assert view.chosen == empty
    view.page.set("cell", "largest")
    wrong = table(view) * (1 - np.eye(10, dtype=int))
    assert table(view)[view.chosen] == wrong.max()


def click(view, x, y):
    content = {"kind": "pointer", "action": "click", "x": x, "y": y, "chart": "matrix"}
    view._handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})


def test_examples_that_are_no_pictures_are_a_table_with_their_features(notebook):
    iris = load_iris(as_frame=True)
    live = LiveCharts(data=(iris.data, iris.target))
    network(4, 3).fit(iris.data.to_numpy(), iris.target, epochs=1, verbose=0, callbacks=[live])
    view = live.confusion
    examples = view.datasets["examples"]

    head = examples["label"][examples["row"] == 0].tolist()
    first = examples["label"][examples["row"] == 1].tolist()
    assert head == ["no.", "sepal leng…", "sepal widt…", "petal leng…", "petal widt…", "sure"]
    assert iris.target[int(first[0])] == view.chosen[0]
    assert [float(text) for text in first[1:5]] == pytest.approx(iris.data.iloc[int(first[0])].tolist(), rel=0.05)


@pytest.mark.parametrize(("activation", "from_logits"), [("sigmoid", False), ("linear", True)])
def test_a_single_output_tells_two_classes_apart(activation, from_logits):
    X = np.random.default_rng(0).normal(size=(60, 3))
    y = (X[:, 0] > 0).astype(int)
    loss = import_keras().losses.BinaryCrossentropy(from_logits=from_logits)
    model = network(3, 1, activation, loss)
    outputs = model.predict(X, verbose=0)[:, 0]

    judged = judge(model, KeptAside.of((X, y[:, None])))

    said = outputs > (0 if from_logits else 0.5)
    np.testing.assert_array_equal(judged.counts, confusion_matrix(y, said))
    assert (judged.sure >= 0.5).all()


def test_one_hot_rows_are_the_same_as_class_indices(digits):
    X, y = digits
    np.testing.assert_array_equal(KeptAside.of((X, np.eye(10)[y])).y, y)


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (np.zeros((3, 4)), InvalidValueError, "takes \\(X_test, y_test\\) or a Dataset; got ndarray"),
        (([[1.0], [2.0]], ["cat", "dog"]), DataError, "y in data holds something that is no number"),
        (([[1.0], [np.nan]], [0, 1]), DataError, "X in data has a gap or an infinite value in row 1"),
        (([[1.0], [2.0]], [0, 1, 0]), DataError, "there are 3 labels"),
        (([[1.0], [2.0]], [0.5, 1]), DataError, "classes counted from 0"),
        (([[1.0], [2.0]], [-1, 1]), DataError, "classes counted from 0"),
        ((np.zeros((0, 2)), []), DataError, "has no examples"),
    ],
)
def test_data_that_cannot_be_judged_on_are_refused_before_any_fit(data, error, words):
    with pytest.raises(error, match=words):
        LiveCharts(data=data)


def test_examples_that_the_model_cannot_take_are_told_without_a_traceback_of_keras():
    def model(_X, *, training):
        raise ValueError("Exception encountered when calling Sequential.call().\n\nexpected 4, got 3\n\nArguments")

    words = r"can't take the examples of data\. ValueError: expected 4, got 3\. Give them as model\.fit takes them"
    with pytest.raises(InvalidValueError, match=words):
        judge(model, KeptAside.of((np.zeros((2, 3)), [0, 1])))


def test_a_model_that_knows_fewer_classes_is_told_before_its_first_epoch(notebook):
    live, X = LiveCharts(data=(np.zeros((3, 4)), [0, 1, 5])), np.zeros((8, 4))

    with pytest.raises(InvalidValueError, match=r"classes 0 to 5, but the model answers with the shape \(3,\)"):
        network(4, 3).fit(X, np.zeros(8), verbose=0, callbacks=[live])
    assert not live.run.epochs


@pytest.mark.parametrize("depth", [1, 3])
def test_a_picture_file_holds_its_pixels(depth):
    pixels = np.random.default_rng(0).integers(0, 256, (5, 4, depth), dtype=np.uint8)

    read = image.imread(io.BytesIO(picture_of(pixels)), format="png")

    np.testing.assert_array_equal(np.round(255 * read[::8, ::8]).astype(int), pixels.squeeze())
    assert read.shape[:2] == (40, 32)


def test_a_second_fit_in_the_cell_puts_its_matrix_in_the_place_of_the_first(fitted, digits, notebook):
    (model, live), (X, y) = fitted, digits
    first, n_outputs = live.confusion, len(notebook.outputs)

    model.fit(X[:200], y[:200], epochs=1, verbose=0, callbacks=[live])

    assert live.confusion is not first
    assert not first.is_open
    assert len(notebook.outputs) == n_outputs
    notebook.end_cell()
    assert "image/png" in notebook.outputs[-1].now


def test_a_model_of_several_outputs_is_refused_in_a_sentence():
    keras = import_keras()
    given = keras.Input((2,))
    two = keras.Model(given, {name: keras.layers.Dense(2, name=name)(given) for name in "ab"})

    with pytest.raises(InvalidValueError, match="of one output, but the model has 2"):
        judge(two, KeptAside.of((np.zeros((3, 2)), np.zeros(3))))
