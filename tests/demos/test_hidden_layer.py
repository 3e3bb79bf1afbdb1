"""What a hidden layer has learned, against Keras and scikit-learn called by hand."""

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, PolynomialFeatures, StandardScaler
from sklearn.svm import SVC

import dlwidgets as dlw
from dlwidgets.compare.hidden import hidden_outputs
from dlwidgets.demos.hidden.network import written
from dlwidgets.demos.hidden.plane import Views, scaled_view_of, view_of
from dlwidgets.demos.hidden.weights import dead_units, sheet, weight_frame
from dlwidgets.errors import DataError, InvalidValueError, UnknownNameError
from dlwidgets.widgets.pointer import PointerEvent


@pytest.fixture
def hidden(wires):
    demos = []

    def make(*args, **settings):
        demos.append(dlw.HiddenLayer(*args, **settings))
        return demos[-1]

    yield make
    for demo in demos:
        demo.close()


def svm():
    return make_pipeline(StandardScaler(), SVC(kernel="linear"))


def test_points_scores_and_mistakes_are_those_of_keras_and_scikit_learn(hidden):
    demo = hidden("circle", [4, 2], epochs=9, seed=3, features="polynomial")
    assert demo.outputs.size == 0
    assert "not begun" in demo.text
    scores = demo.train()
    split = dlw.load("circle", n=400, noise=0.1).split(0.5, 3)
    (train, y), (test, truth) = (split.train.X, split.train.y), (split.test.X, split.test.y)
    scaler = StandardScaler().fit(train)
    network = dlw.NetworkClassifier((4, 2), activation="tanh", epochs=9, random_state=3).fit(scaler.transform(train), y)
    after, before = (hidden_outputs(network, scaler.transform(part))[-1] for part in (test, train))
    np.testing.assert_allclose(demo.outputs, np.vstack([after, before]), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(demo.datasets["hidden_points"]["x"], demo.outputs[:, 0], rtol=1e-6)
    np.testing.assert_array_equal(demo.datasets["raw_points"]["y"], np.vstack([test, train])[:, 1])
    judge = svm().fit(before, y)
    by_hand = {
        "raw": svm().fit(train, y).score(test, truth),
        "hand": make_pipeline(PolynomialFeatures(include_bias=False), svm()).fit(train, y).score(test, truth),
        "svm": judge.score(after, truth),
        "network": np.mean(network.predict(scaler.transform(test)) == truth),
    }
    assert scores == pytest.approx(by_hand)
    wrong = after[judge.predict(after) != truth]
    np.testing.assert_allclose(demo.datasets["hidden_wrong"]["x"], wrong[:, 0], rtol=1e-4, atol=1e-5)
    border = demo.datasets["hidden_border"]
    side = len(border.levels)
    up = border.y[0] + (border.y[1] - border.y[0]) * (np.arange(side) + 0.5) / side
    column = np.column_stack([np.full(side, border.x[0] + (border.x[1] - border.x[0]) * 0.5 / side), up])
    assert np.mean(border.levels[:, 0] / 254 == judge.predict(column)) > 0.97
    assert f"{100 * by_hand['svm']:.1f} %" in demo.datasets["hidden_head"]["text"][0]
    assert f"{100 * by_hand['hand']:.1f} %" in demo.text


def test_it_plays_every_moment_goes_back_and_begins_anew_where_the_network_is_another(hidden):
    demo = hidden("moons", "3", epochs=5)
    demo.speed = 30
    seen, follow = [], demo._follow
    demo._follow = lambda film: (follow(film), seen.append(demo.epoch))[0]
    demo.page.press("play")
    assert demo.button_labels() == {"play": "Pause"}
    assert demo.wait(300)
    assert seen == [0, 1, 2, 3, 4, 5]
    assert demo.button_labels() == {}
    last = demo.datasets["hidden_points"]["x"]
    demo.page.set("epoch", 0)
    assert not np.array_equal(demo.datasets["hidden_points"]["x"], last)
    assert "with the first weights" in demo.text
    demo.epoch = 5
    np.testing.assert_array_equal(demo.datasets["hidden_points"]["x"], last)
    demo.page.press("play")  # from the start, without learning anew
    film = demo.film
    assert demo.wait(300)
    assert (demo.film, demo.epoch) == (film, 5)
    demo.state = json.loads(json.dumps(demo.state))
    assert demo.film is film
    demo.activation = "relu"
    assert demo.film is not film
    assert (demo.epoch, demo.film.moments) == (0, [])
    demo.train()
    demo.page.press("reset")
    assert (demo.epoch, demo.film.moments) == (0, [])


def test_many_numbers_are_seen_on_the_plane_of_their_components_which_carries_on_the_one_before(hidden):
    X = np.random.default_rng(0).normal(size=(60, 5)) * [5, 3, 1, 1, 0.5]
    view = view_of(X)
    by_hand = PCA(2).fit(X)
    np.testing.assert_allclose(np.abs(view.of(X)), np.abs(by_hand.transform(X)), atol=1e-9)
    np.testing.assert_allclose(view.shares, by_hand.explained_variance_ratio_)
    turned = X @ np.linalg.qr(np.random.default_rng(1).normal(size=(5, 5)))[0]
    views = Views()
    assert views.newest([X]).shares == view.shares
    np.testing.assert_allclose(views.newest([X, turned]).of(turned), view.of(X), atol=1e-9)
    flat = scaled_view_of(X)
    np.testing.assert_allclose(flat.of(flat.back(flat.of(X))), flat.of(X))
    np.testing.assert_allclose(np.abs(flat.of(X)), np.abs(PCA(2).fit_transform(StandardScaler().fit_transform(X))))
    for lonely in (np.ones((4, 3)), np.ones((1, 3)), np.full((2, 3), np.nan), np.ones((4, 1))):
        assert view_of(lonely).of(lonely).shape == (len(lonely), 2)
    demo = hidden("wine", [6, 5], epochs=2)
    demo.train()
    assert demo.datasets["hidden_titles"]["x"][0].startswith("direction 1 (")
    np.testing.assert_allclose(np.var(demo.datasets["raw_points"]["x"]), np.var(demo._raw_places[:, 0]))
    demo.layer = "1"
    assert demo.outputs.shape == (178, 6)


def test_of_digits_the_first_weights_are_pictures_with_their_signs(hidden):
    demo = hidden("digits", [4], epochs=2, seed=1)
    demo.train()
    split = dlw.load("digits").split(0.5, 1)
    scaler = MinMaxScaler().fit(split.train.X)
    how = {"activation": "relu", "epochs": 2, "random_state": 1}
    kernel = dlw.NetworkClassifier((4,), **how).fit(scaler.transform(split.train.X), split.train.y).weights_[0]
    picture = demo.datasets["weights"]
    reach, (rows, _) = np.abs(kernel).max(), picture.levels.shape
    tile = picture.levels[::-1][:rows, :rows][:: rows // 8, :: rows // 8]
    np.testing.assert_allclose(tile / 254 * 2 * reach - reach, kernel[:, 0].reshape(8, 8), atol=reach / 100)
    strong = kernel[np.abs(kernel) >= 0.5 * reach]
    signs = demo.datasets["signs"]["text"]
    assert (signs.tolist().count("+"), signs.tolist().count("−")) == ((strong > 0).sum(), (strong < 0).sum())
    assert len(demo.datasets["hidden_words"]["x"]) == 600 == len(demo.datasets["raw_words"]["x"])
    assert "500 of 898" in demo.notes().__next__().lines[-2]
    demo.change(layers=["conv 2", 3], epochs=1, example=7)
    demo.train()
    demo.layer = "1"
    maps, pixels = demo.datasets["maps"], demo.datasets["picture"]
    found = demo.outputs[7].reshape(6, 6, 2)
    tile = maps.levels[::-1][:24, :24][::4, ::4]
    low, high = maps.domain
    np.testing.assert_allclose(tile / 254 * (high - low) + low, found[..., 0], atol=(high - low) / 100)
    np.testing.assert_array_equal(pixels.levels[::-1][::3, ::3] / 254 * 16 > 8, split.test.X[7].reshape(8, 8) > 8)
    assert f"it is a {split.test.y[7]}" in demo.datasets["tile_names"]["text"].tolist()
    wide = demo.datasets["weights"].levels.shape
    demo._receive_room({"widths": {"tiles_width": 75}})  # as a page says that has room for one in a row
    assert demo.datasets["weights"].levels.shape == (wide[1] + 30, wide[0])
    assert {*demo.datasets["tile_names"]["x"]} == {30}


def test_a_click_chooses_an_example_in_both_pictures(hidden):
    demo = hidden("moons", "2", epochs=1)
    demo.page.point("click", 0.1, 0.2, chart="raw", row={"row": 31})
    assert demo.example == 31
    assert demo.datasets["raw_chosen"]["x"] == demo.datasets["raw_points"]["x"][31]
    demo._clicked(PointerEvent("click", 0, 0, chart="scores"))
    assert demo.example == 31


def test_own_frames_take_part_and_the_line_makes_it_again(hidden):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(90, 3)), columns=["a", "b", "c"]).assign(kind=[*map(str, range(9))] * 10)
    demo = hidden(frame, [3], target="kind", epochs=1)
    demo.train()
    assert len(demo.datasets["hidden_words"]["x"]) == 90
    assert demo.to_code() == "dlw.HiddenLayer(data=..., layers='3', epochs=1, epoch=1)".replace(", epoch=1)", ")")
    other = hidden("iris", [4, 2], activation="relu", layer="1", hide=["seed"])
    again = eval(other.to_code(), {"dlw": dlw})  # noqa: S307 - our own line
    assert again.state == other.state


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        ({"data": "moon"}, UnknownNameError, "moons"),
        ({"data": (np.eye(3), ["a", "a", "a"])}, DataError, "two classes"),
        ({"data": pd.DataFrame({"a": ["x", "y"], "b": [0, 1], "k": [0, 1]}), "target": "k"}, DataError, "text"),
        ({"data": pd.DataFrame({"a": [0.5, None], "b": [0, 1], "k": [0, 1]}), "target": "k"}, DataError, "row"),
        ({"data": pd.DataFrame({"a": [0, 1]})}, DataError, "target="),
        ({"layers": []}, InvalidValueError, "1 to 4"),
        ({"layers": [0]}, InvalidValueError, "units"),
        ({"layers": [2.5]}, InvalidValueError, "units"),
        ({"layers": "8; 2"}, InvalidValueError, "such as"),
        ({"layers": [8, "conv 2"]}, InvalidValueError, "comes first"),
        ({"layers": ["conv 8", 2]}, InvalidValueError, "needs pictures"),
        ({"data": "digits", "layers": ["conv 2"] * 4}, InvalidValueError, "smaller"),
        ({"layer": "3"}, UnknownNameError, "last"),
        ({"features": "sine"}, UnknownNameError, "features"),
        ({"data": "wine", "features": "polar"}, UnknownNameError, "features"),
        ({"example": 400}, InvalidValueError, "example"),
        ({"epoch": 101}, InvalidValueError, "epoch"),
        ({"hide": "seed"}, InvalidValueError, "list"),
    ],
)
def test_what_can_not_be_is_refused_with_what_to_do(hidden, settings, error, words):
    with pytest.raises(error, match=words):
        hidden(**settings)


def test_layers_are_written_in_one_way():
    assert written(8) == written("8") == written([8]) == written(np.array([8])) == "8"
    assert written(["conv 8", 16]) == written(" conv  8 ,16 ") == "conv 8, 16"


def test_what_is_dead_is_said_and_what_finds_nothing_is_not_blank_without_a_word():
    outputs = np.zeros((3, 4, 3))  # examples, places, filters
    outputs[1, 2, 0], outputs[0, 0, 2] = 1.0, 2.0
    assert dead_units(outputs.reshape(3, -1), 3) == [1]
    maps = outputs[1].reshape(2, 2, 3)
    frame = weight_frame(np.ones((3, 3, 1, 3)), maps, [1], np.eye(4), "it is a 7", 2)
    names = frame["tile_names"]
    assert names["text"] == [
        "filter 1", "filter 2: dead", "filter 3", "finds 1", "finds 2", "finds 3", "it is a 7", "nothing", "nothing"
    ]  # fmt: skip
    of = dict(zip(names["text"], zip(names["x"], names["y"], strict=True), strict=True))
    assert of["finds 3"] == (of["filter 3"][0], of["filter 3"][1] + 75)  # each below its filter, two in a row
    assert of["filter 3"] == (of["filter 1"][0], of["filter 1"][1] + 150)
    assert frame["maps"].domain == (0, 1)
    assert weight_frame(np.ones((16, 2)), None, [0], np.eye(4), "", 8)["tile_names"]["text"][0] == "unit 1: dead"


def test_tiles_of_a_sheet_lie_where_they_belong():
    grid = sheet([np.full((8, 8), 1.0), np.full((8, 8), 2.0)], [(0, 0), (1, 1)], (0, 2), "sequential")
    assert grid.levels.shape == (30 + 24, 30 + 24)
    assert grid.levels[-1, 0] == 127
    assert grid.levels[0, -1] == 254
    assert grid.levels[0, 0] == 255
