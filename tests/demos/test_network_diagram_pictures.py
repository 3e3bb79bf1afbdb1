"""The sheets of the network diagram: nothing stands outside, long layers fold, sums add up, clicks and keys lead on."""

import numpy as np
import pytest

import dlwidgets
from dlwidgets import Grid, NetworkDiagram
from dlwidgets.charts.network_map import HEIGHT_PX, IMAGES, WIDTH_PX
from dlwidgets.demos.diagram.columns import count_text, picture_shape
from dlwidgets.demos.diagram.images import MOST_PIXELS, coarse, reach_of
from dlwidgets.demos.diagram.neuron import terms_of
from dlwidgets.demos.diagram.numbers import size_in_circle
from dlwidgets.errors import InvalidValueError
from dlwidgets.network import (
    LSTM,
    Activation,
    BatchNormalization,
    CompileSpec,
    Conv2D,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    Input,
    MaxPooling2D,
    NetworkSpec,
)

SPARSE = CompileSpec("adam", "sparse_categorical_crossentropy")
RANDOM = np.random.default_rng(0)
IMAGES_784 = (RANDOM.random((20, 784)), RANDOM.integers(0, 10, 20))
LONG = "a name <b>much</b> longer than there is room for"
LONG_DATA = dlwidgets.Dataset.from_arrays(
    RANDOM.normal(size=(20, 4)), [f"{LONG} {i % 2}" for i in range(20)], feature_names=[f"{LONG} {i}" for i in range(4)]
)
CASES = {
    "iris": (NetworkSpec([Input((4,)), Dense(5, "relu"), Dense(3, "softmax")], SPARSE), "iris"),
    "plane": (NetworkSpec([Input((2,)), Dense(4, "tanh"), Dense(2, "relu"), Dense(1, "sigmoid")],
                          CompileSpec("sgd", "binary_crossentropy")), "circle"),
    "wide": (NetworkSpec([Input((784,)), Dense(128, "relu"), Dense(10, "softmax")], SPARSE), IMAGES_784),
    "wide without data": (NetworkSpec([Input((784,)), Dense(128, "relu"), Dense(10, "softmax")]), None),
    "deep": (NetworkSpec([Input((4,)), *[Dense(12, "relu")] * 19, Dense(3, "softmax")], SPARSE), "iris"),
    "through": (NetworkSpec([Input((4,)), Dense(8), BatchNormalization(), Activation("relu"), Dropout(0.2),
                             Dense(3, "softmax")], SPARSE), "iris"),
    "convolution": (NetworkSpec([Input((28, 28, 1)), Conv2D(8, 3), MaxPooling2D(), Flatten(), Dense(10)]), None),
    "words": (NetworkSpec([Input((12,)), Embedding(100, 8), LSTM(16), Dense(1, "sigmoid")]), None),
    "bad": (NetworkSpec([Input((28, 28)), Dense(4), Conv2D(3, 3), Flatten(), Dense(2)]), None),
    "regression": (NetworkSpec([Input((2,)), Dense(3, "relu"), Dense(1)], CompileSpec("sgd", "mse")), "plane"),
    "long names": (NetworkSpec([Input((4,), name="a_name_<b>much_longer_than_there_is_room_for"), Dense(2, "softmax")], SPARSE), LONG_DATA),
    "one number": (NetworkSpec([Input((1,)), Dense(1)]), None),
    "nothing": (NetworkSpec(), None),
}  # fmt: skip


def looks(case):
    """Yield the diagram of a case at each depth of its first, middle and last layer."""
    spec, data = CASES[case]
    diagram = NetworkDiagram(spec, data=data)
    for layer in {0, 1, diagram.n_layers // 2, diagram.n_layers} - ({1} if diagram.n_layers < 1 else set()):
        for depth in ("network", "layer", "neuron"):
            diagram.change(depth="network", layer=layer)
            diagram.neuron = diagram.layer_size
            if depth != "neuron" or diagram._columns[layer].is_dense:
                diagram.depth = depth
                yield diagram


@pytest.mark.parametrize("case", CASES)
def test_nothing_stands_outside_the_sheet_and_texts_have_room(case):
    for diagram in looks(case):
        for name, rows in diagram.datasets.items():
            if isinstance(rows, Grid):
                assert 0 <= rows.x[0] < rows.x[1] <= WIDTH_PX
                assert 0 <= rows.y[0] < rows.y[1] <= HEIGHT_PX
            elif name not in IMAGES:
                xs = [x for key in ("x", "x2") for x in rows.get(key, ())]
                ys = [y for key in ("y", "y2") for y in rows.get(key, ())]
                assert all(0 <= x <= WIDTH_PX for x in xs), (case, diagram.depth, name)
                assert all(0 <= y <= HEIGHT_PX for y in ys), (case, diagram.depth, name)
        texts = diagram.datasets["texts"]
        for x, text, size, align, angle in zip(
            *(texts[k] for k in ("x", "text", "size", "align", "angle")), strict=True
        ):
            width = 0.0 if angle else 0.52 * float(size) * len(text)
            left = float(x) - {"left": 0, "center": width / 2, "right": width}[align]
            assert left >= -6 - 0.08 * width, (case, diagram.depth, text)
            assert left + width <= WIDTH_PX + 6 + 0.08 * width, (case, diagram.depth, text)
        assert diagram.text.endswith(".")


def test_each_sheet_can_be_drawn_without_a_browser():
    spec, data = CASES["plane"]
    assert NetworkDiagram(spec, data=data, depth="neuron").png().startswith(b"\x89PNG")
    assert NetworkDiagram(CASES["bad"][0]).png().startswith(b"\x89PNG")


def test_a_wide_layer_folds_with_its_count_and_the_picture_of_the_example_stands_for_784_inputs():
    spec, data = CASES["wide"]
    diagram = NetworkDiagram(spec, data=data, layer=1, neuron=77)
    words = [str(t) for t in diagram.datasets["texts"]["text"]]
    assert "⋮ 121 more" in words
    assert "⋮ 3 more" in words
    assert "n:1:77" in diagram.datasets["neurons"]["part"], "the chosen one is shown"
    assert isinstance(diagram.datasets["image_0"], Grid)
    travelling = sum(
        a.nbytes for rows in diagram.datasets.values() if not isinstance(rows, Grid) for a in rows.values()
    )
    assert travelling < 100_000, "never all weights"


def test_of_a_deep_network_a_part_is_shown_with_all_layers_beneath():
    spec, data = CASES["deep"]
    diagram = NetworkDiagram(spec, data=data, layer=2)
    strip = {part for part in diagram.datasets["areas"]["part"] if part.startswith("l:")}
    assert strip == {f"l:{k}" for k in range(21)}
    before = diagram.datasets["neurons"]["x"].tolist()
    diagram.layer = 3
    assert diagram.datasets["neurons"]["x"].tolist() == before, "a neighbour moves nothing"
    diagram.page.point("click", 0, 0, row={"part": "l:20"})
    assert diagram.layer == 20
    assert "n:20:1" in diagram.datasets["neurons"]["part"]


def test_the_lines_of_a_neuron_add_up_to_its_sum_also_where_many_are_one_line():
    spec, data = CASES["wide"]
    diagram = NetworkDiagram(spec, data=data, layer=1, neuron=5, link=600, depth="neuron")
    terms = terms_of(diagram._view())
    assert sum(term.product for term in terms) == pytest.approx(float(diagram._view().sums(1)[4]))
    assert 600 in [term.link for term in terms], "the chosen one is among them"
    assert terms[-1].link == 0
    assert "others together" in terms[-2].name


def test_the_plane_of_a_neuron_is_what_it_puts_out_there():
    spec, data = CASES["plane"]
    diagram = NetworkDiagram(spec, data=data, layer=1, neuron=2, depth="neuron")
    grid, points = diagram.datasets["image_0"], dlwidgets.load("circle").X
    w, b = diagram.weights[0][:, 1], diagram.weights[1][1]
    low, high = points.min(axis=0), points.max(axis=0)
    corner = low - 0.12 * (high - low) + 1.24 * (high - low) * 0.5 / grid.levels.shape[0]
    values = grid.levels.astype(float) / 254 * 2 - 1
    largest = np.tanh(np.abs(w) @ np.maximum(np.abs(low), np.abs(high)) * 1.3)
    assert np.sign(values[0, 0]) == np.sign(np.tanh(corner @ w + b))
    assert values[0, 0] == pytest.approx(np.tanh(corner @ w + b) / np.clip(largest, 0.9, 1), abs=0.08)


def test_each_neuron_has_a_picture_on_the_plane_in_one_image_per_layer():
    spec, data = CASES["plane"]
    diagram = NetworkDiagram(spec, data=data)
    images = [diagram.datasets[name] for name in IMAGES if isinstance(diagram.datasets[name], Grid)]
    assert len(images) == 4
    assert sum(image.levels.nbytes for image in images) < 60_000


def test_a_click_chooses_and_a_second_one_looks_into():
    spec, data = CASES["iris"]
    diagram = NetworkDiagram(spec, data=data)
    for part, wanted in (
        ("n:2:3", ("network", 2, 3, 1)), ("w:1:4:2", ("network", 1, 4, 2)), ("n:1:4", ("neuron", 1, 4, 2)),
        ("d:layer", ("layer", 1, 4, 2)), ("w:1:2:3", ("layer", 1, 2, 3)), ("d:network", ("network", 1, 2, 3)),
        ("l:1", ("layer", 1, 2, 3)), ("", ("layer", 1, 2, 3)),
    ):  # fmt: skip
        diagram.page.point("click", 0, 0, row={"part": part})
        assert (diagram.depth, diagram.layer, diagram.neuron, diagram.link) == wanted, part


def test_a_click_into_the_image_of_all_weights_chooses_the_one_under_it():
    spec, data = CASES["wide"]
    diagram = NetworkDiagram(spec, data=data, layer=1, depth="layer")
    areas = diagram.datasets["areas"]
    k = list(areas["part"]).index("m:1")
    box = {key: float(areas[key][k]) for key in ("x", "y", "x2", "y2")}
    x, y = box["x"] + (box["x2"] - box["x"]) * 99.5 / 128, box["y"] + (box["y2"] - box["y"]) * 299.5 / 784
    diagram.page.point("click", x, y, row=box | {"part": "m:1"})
    assert (diagram.neuron, diagram.link) == (100, 300)


def test_keys_go_from_neuron_to_neuron_and_stop_at_the_ends():
    spec, data = CASES["iris"]
    diagram = NetworkDiagram(spec, data=data, layer=1, neuron=2)
    for key, wanted in (
        ("ArrowDown", (1, 3, 1)), ("ArrowLeft", (0, 3, 0)), ("ArrowLeft", (0, 3, 0)), ("ArrowRight", (1, 3, 0)),
        ("PageDown", (1, 3, 1)), ("ArrowRight", (2, 3, 1)), ("ArrowDown", (2, 3, 1)), ("PageUp", (2, 3, 0)),
    ):  # fmt: skip
        diagram.page.key(key)
        assert (diagram.layer, diagram.neuron, diagram.link) == wanted, key
    diagram.page.key("Enter")
    diagram.page.key("Enter")
    assert diagram.depth == "neuron"
    with pytest.raises(InvalidValueError):
        diagram.page.key("Enter")
    diagram.page.key("Backspace")
    assert diagram.depth == "layer"


def test_what_a_teacher_locks_stays():
    spec, data = CASES["iris"]
    diagram = NetworkDiagram(spec, data=data, lock=["value", "depth"], hide=["seed"])
    diagram.page.point("click", 0, 0, row={"part": "n:1:1"})
    diagram.page.point("click", 0, 0, row={"part": "n:1:1"})
    assert diagram.depth == "network"
    with pytest.raises(InvalidValueError):
        diagram.page.set("value", 2)


def test_a_bad_joint_is_marked_with_a_sign_and_with_words_and_what_mends_it():
    spec, _ = CASES["bad"]
    diagram = NetworkDiagram(spec, layer=2)
    assert "does not fit" in list(diagram.datasets["texts"]["text"])
    assert "Put Reshape((28, 4, 1)) before it" in diagram.text
    diagram.depth = "layer"
    assert any("Reshape" in str(t) for t in diagram.datasets["texts"]["text"])


@pytest.mark.parametrize(
    ("shape", "wanted"),
    [((28, 28), (28, 28)), ((28, 28, 1), (28, 28)), ((8, 6, 3), (8, 6)), ((784,), (28, 28)), ((64,), (8, 8)),
     ((50,), None), ((4,), None), ((36,), None), ((None, 3), None), ((5, 5, 7), None), (None, None)],
)  # fmt: skip
def test_numbers_that_form_a_picture_are_drawn_as_one(shape, wanted):
    assert picture_shape(shape) == wanted


def test_a_large_matrix_is_shown_by_the_means_of_its_blocks():
    values = RANDOM.normal(size=(2 * MOST_PIXELS, 7))
    assert np.allclose(coarse(values), values.reshape(MOST_PIXELS, 2, 7).mean(axis=1))
    assert np.array_equal(coarse(values[:9]), values[:9])


@pytest.mark.parametrize(("count", "wanted"), [(43, "43"), (9999, "9,999"), (101_770, "102k"), (10_013_510, "10.0M")])
def test_counts_are_short(count, wanted):
    assert count_text(count) == wanted


def test_a_neuron_tells_its_formula_with_the_numbers_of_the_example():
    x = np.array([[2.0, -1.0]])
    spec = NetworkSpec([Input((2,)), Dense(1, "relu", kernel_initializer="ones"), Dense(2, "softmax", use_bias=False)])
    diagram = NetworkDiagram(spec, data=(x, None))
    tips = dict(zip(diagram.datasets["areas"]["part"], diagram.datasets["areas"]["tip"], strict=True))
    assert tips["n:1:1"] == "a₁: 1 × 2 + 1 × (-1) + 0 = 1; relu of it = 1"
    assert tips["n:0:2"] == "x₂ = −1"
    assert "; its share" in tips["n:2:2"]
    wide = NetworkDiagram(*CASES["wide"])
    assert any(tip.endswith(", bias 0") for tip in wide.datasets["neurons"]["tip"])


def test_a_large_matrix_is_drawn_by_the_means_of_its_blocks_and_its_reach_leaves_out_what_is_no_number():
    values = np.random.default_rng(3).normal(size=(600, 900)).astype("float32")
    assert np.allclose(coarse(values), values.reshape(300, 2, 300, 3).mean(axis=(1, 3)), atol=1e-6)
    assert np.allclose(coarse(values[:, :7])[299], values[598:, :7].mean(axis=0))
    assert coarse(values[:, :901]).dtype == np.float64
    assert reach_of(values) == np.abs(values).max()
    values[3, 4], values[5, 6] = np.nan, -np.inf
    assert reach_of(values) == np.nanmax(np.abs(np.where(np.isinf(values), np.nan, values)))
    assert reach_of(values[:0]) == 0


def test_ten_million_weights_are_drawn_folded_and_one_that_is_no_number_is_told():
    diagram = NetworkDiagram(NetworkSpec([Input((784,)), Dense(12800)]))
    assert "10,048,000" in diagram.text
    for depth in ("network", "layer", "neuron"):
        diagram.depth = depth
        assert sum(len(rows["x"]) for rows in diagram.datasets.values() if isinstance(rows, dict)) < 1500
    assert "not a number" not in diagram.text
    diagram._source.weights[1]["kernel"][700, 9000] = np.nan
    diagram.read_weights()
    assert "1 weight is not a number" in diagram.text


@pytest.mark.parametrize("radius", [14, 18, 22])
@pytest.mark.parametrize("text", ["0", "NaN", "−∞", "5.54", "−3.41", "−0.67", "−88.8"])
def test_a_number_keeps_clear_of_the_line_of_its_circle(text, radius):
    size = size_in_circle(text, radius)
    half_width = sum(0.28 if c == "." else 0.56 for c in text) * size / 2  # Helvetica's digits
    assert half_width**2 + (0.36 * size) ** 2 < (radius - 1.6) ** 2
    assert size >= 8
