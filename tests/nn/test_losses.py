"""The losses against Keras, scikit-learn and sums written out, and their gradients against TensorFlow's."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import expit
from sklearn.metrics import log_loss

from dlwidgets import nn
from dlwidgets.errors import DataError, InvalidValueError, UnknownNameError

RNG = np.random.default_rng(0)
SCORES = RNG.normal(scale=3, size=200)
CLASSES = RNG.integers(0, 2, size=200)

N, K = 40, 3
SMALL = RNG.normal(size=(N, K))
PROBABILITIES = RNG.uniform(0.01, 0.99, size=(N, K))
TABLES = {  # of each loss: truths that suit it
    "mean_squared_error": SMALL[::-1],
    "mean_absolute_error": SMALL[::-1],
    "huber": 3 * SMALL[::-1],
    "hinge": RNG.integers(0, 2, size=(N, K)),
    "binary_crossentropy": RNG.uniform(size=(N, K)),
    "categorical_crossentropy": RNG.dirichlet([1.0] * K, size=N),
    "sparse_categorical_crossentropy": RNG.integers(0, K, size=(N, 1)),
}
CROSS_ENTROPIES = [name for name in TABLES if name.endswith("crossentropy")]
CASES = [(name, False) for name in TABLES] + [(name, True) for name in CROSS_ENTROPIES]
# On the kinks of the first four; at, just beyond and far beyond the clip of the others.
EDGES = np.array(
    [
        [0.0, 1.0, -0.5],
        [1.0, 0.0, 2.0],
        [1e-7, 1 - 1e-7, 0.5],
        [1e-8, 0.3, 0.7],
        [1 - 1e-9, 5e-10, 5e-10],
        [0.2, 0.2, 0.2],
        [-0.5, 1.5, 3.0],
        [30.0, -30.0, 10.0],
        [1e30, 0.0, 0.0],
        [1e30, -1e30, 1e30],
    ]
)
EDGE_TRUTHS = {
    "categorical_crossentropy": np.eye(K)[[0, 0, 1, 1, 0, 2, 2, 1, 1, 1]],
    "sparse_categorical_crossentropy": np.array([0, 0, 1, 1, 0, 2, 2, 1, 1, 1]),
}
BITS = np.array([[0, 1, 1], [1, 0, 0]] * 5, dtype=float)


def predictions(name, from_logits):
    return PROBABILITIES if name in CROSS_ENTROPIES and not from_logits else 2 * SMALL


@pytest.fixture(scope="module")
def keras_loss(keras, tf):
    """Make Keras' loss of each example, in float64, as a function of the predictions."""

    def make(name, y, *, from_logits):
        function = getattr(keras.losses, name)
        options = {"from_logits": from_logits} if name in CROSS_ENTROPIES else {}
        return lambda prediction: function(tf.constant(y), tf.convert_to_tensor(prediction), **options)

    return make


@pytest.mark.parametrize(("name", "from_logits"), CASES)
def test_each_loss_and_its_gradient_equal_those_of_keras(name, from_logits, keras_loss, tape_gradient):
    loss, y, prediction = nn.get_loss(name, from_logits=from_logits), TABLES[name], predictions(name, from_logits)
    theirs = keras_loss(name, y, from_logits=from_logits)
    np.testing.assert_allclose(loss.per_example(y, prediction), theirs(prediction), rtol=1e-12)
    gradient = tape_gradient(theirs, prediction) / N
    np.testing.assert_allclose(loss.gradient(y, prediction), gradient, rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize(("name", "from_logits"), CASES)
def test_at_kinks_clips_and_extremes_it_still_equals_keras(name, from_logits, keras_loss, tape_gradient):
    loss, y = nn.get_loss(name, from_logits=from_logits), EDGE_TRUTHS.get(name, BITS)
    theirs = keras_loss(name, y, from_logits=from_logits)
    np.testing.assert_allclose(loss.per_example(y, EDGES), theirs(EDGES), rtol=1e-12, atol=1e-14)
    gradient = tape_gradient(theirs, EDGES) / len(EDGES)
    np.testing.assert_allclose(loss.gradient(y, EDGES), gradient, rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize(("name", "from_logits"), CASES)
def test_each_gradient_is_what_small_changes_of_the_predictions_do(name, from_logits):
    loss, y, prediction = nn.get_loss(name, from_logits=from_logits), TABLES[name], predictions(name, from_logits)
    gradient = loss.gradient(y, prediction)
    for place in [(0, 0), (7, 1), (39, 2)]:
        nudge = np.zeros((N, K))
        nudge[place] = 1e-5
        difference = loss(y, prediction + nudge) - loss(y, prediction - nudge)
        assert gradient[place] == pytest.approx(difference / 2e-5, rel=1e-4, abs=1e-9)


@pytest.mark.parametrize(("name", "from_logits"), CASES)
def test_terms_add_up_to_the_examples_and_examples_average_to_the_loss(name, from_logits):
    loss, y, prediction = nn.get_loss(name, from_logits=from_logits), TABLES[name], predictions(name, from_logits)
    terms = loss.terms(y, prediction)
    assert terms.shape == (N, K)
    np.testing.assert_allclose(loss.per_example(y, prediction), [math.fsum(row) for row in terms], rtol=1e-12)
    assert loss(y, prediction) == pytest.approx(math.fsum(terms.ravel()) / N, rel=1e-12)


@given(arrays(float, (4, 3), elements=st.floats(-1e30, 1e30)), st.sampled_from(CASES))
def test_predictions_of_any_size_have_a_finite_loss_without_a_warning(prediction, case):
    name, from_logits = case
    if name == "categorical_crossentropy" and not from_logits:
        prediction = np.abs(prediction) + 1e-9
    loss, y = nn.get_loss(name, from_logits=from_logits), TABLES[name][:4]
    assert np.isfinite(loss.per_example(y, prediction)).all()
    assert np.isfinite(loss.gradient(y, prediction)).all()


@pytest.mark.parametrize("from_logits", [False, True])
def test_class_indices_and_rows_of_one_1_mean_the_same(from_logits):
    indices, probabilities = RNG.integers(0, K, size=N), nn.softmax(SMALL)
    sparse = nn.get_loss("sparse_categorical_crossentropy", from_logits=from_logits)
    categorical = nn.get_loss("categorical_crossentropy", from_logits=from_logits)
    expected = categorical.per_example(np.eye(K)[indices], probabilities)
    np.testing.assert_allclose(sparse.per_example(indices, probabilities), expected, rtol=1e-12)
    np.testing.assert_array_equal(sparse(indices, probabilities), sparse(indices[:, np.newaxis], probabilities))


@pytest.mark.parametrize("name", CROSS_ENTROPIES)
def test_logits_and_their_probabilities_have_the_same_loss(name):
    activation = nn.sigmoid if name.startswith("binary") else nn.softmax
    of_logits, of_probabilities = nn.get_loss(name, from_logits=True), nn.get_loss(name)
    assert of_logits(TABLES[name], SMALL) == pytest.approx(of_probabilities(TABLES[name], activation(SMALL)), rel=1e-12)


def test_binary_cross_entropy_equals_scikit_learn():
    loss = nn.get_loss("binary_crossentropy", from_logits=True)
    expected = log_loss(CLASSES, expit(SCORES))
    assert loss(CLASSES[:, np.newaxis], SCORES[:, np.newaxis]) == pytest.approx(expected, rel=1e-12)


def test_a_guess_by_chance_costs_the_logarithm_of_the_number_of_classes():
    for k in (2, 3, 10):
        chance = np.full((k, k), 1 / k)
        assert nn.get_loss("categorical_crossentropy")(np.eye(k), chance) == pytest.approx(math.log(k), rel=1e-15)
    half = nn.get_loss("binary_crossentropy", from_logits=True)([[0], [1]], [[0.0], [0.0]])
    assert half == pytest.approx(math.log(2), rel=1e-15)


def test_a_confident_mistake_costs_its_logit_and_a_confident_hit_nothing():
    binary = nn.get_loss("binary_crossentropy", from_logits=True)
    assert binary([[0]], [[1e30]]) == binary([[1]], [[-1e30]]) == 1e30
    assert binary([[1], [0]], [[1e30], [-1e30]]) == 0
    sparse = nn.get_loss("sparse_categorical_crossentropy", from_logits=True)
    assert sparse([0], [[-1e30, 0.0]]) == 1e30
    assert sparse.terms([0], [[1e30, 0.0]]).astype(str).tolist() == [["0.0", "0.0"]]  # and not -0.0


def test_huber_is_half_the_square_up_to_1_and_straight_beyond():
    losses = nn.get_loss("huber").per_example([[0.0]] * 4, [[0.5], [1.0], [-3.0], [1e30]])
    np.testing.assert_array_equal(losses, [0.125, 0.5, 2.5, 1e30])


def test_hinge_takes_class_indices_and_signs_alike():
    bits, hinge = TABLES["hinge"], nn.get_loss("hinge")
    np.testing.assert_array_equal(hinge.gradient(bits, SMALL), hinge.gradient(2 * bits - 1, SMALL))
    assert hinge([[1, 1]], [[0.5, 2.0]]) == 0.25


def test_perceptron_loss_is_the_mean_of_the_wrong_scores():
    wrong = [abs(s) for s, c in zip(SCORES, CLASSES, strict=True) if (s < 0) == (c == 1)]
    assert nn.perceptron_loss(CLASSES, SCORES) == pytest.approx(sum(wrong) / 200, rel=1e-12)


def test_perceptron_loss_takes_class_indices_and_signs_alike():
    assert nn.perceptron_loss(CLASSES, SCORES) == nn.perceptron_loss(2 * CLASSES - 1, SCORES)


@pytest.mark.parametrize(
    ("y", "score", "words"),
    [
        ([0, 1], [0.5], "2 true values and 1 predictions"),
        ([0, 1], [[0.2], [0.8]], "shape is \\(2, 1\\)"),
        ([0, 1], [0.5, math.nan], "nan came at index 1"),
        ([], [], "empty"),
    ],
)
def test_scores_that_cannot_be_compared_are_named(y, score, words):
    with pytest.raises(DataError, match=words):
        nn.perceptron_loss(y, score)


@pytest.mark.parametrize(("name", "from_logits"), CASES)
@pytest.mark.parametrize(
    ("prediction", "words"),
    [
        ([0.5, 0.5], "shape is \\(2,\\)"),
        ([[0.5, math.nan]], "nan came at index 0, 1"),
        ([["cat", "dog"]], "cat"),
        (np.empty((0, 2)), "empty"),
    ],
)
def test_predictions_that_cannot_be_compared_are_named(name, from_logits, prediction, words):
    loss = nn.get_loss(name, from_logits=from_logits)
    for function in (loss, loss.terms, loss.gradient):
        with pytest.raises(DataError, match=words):
            function([[0, 1]], prediction)


TWO = [[0.3, 0.7], [0.6, 0.4]]


@pytest.mark.parametrize(
    ("name", "y", "words"),
    [
        ("mean_squared_error", [0, 1], "shape is \\(2,\\)"),
        ("mean_squared_error", [[0], [1]], "shape \\(2, 1\\), but the prediction \\(2, 2\\)"),
        ("huber", [[0, math.inf], [1, 1]], "inf came at index 0, 1"),
        ("hinge", [[0, 2], [1, 1]], "holds 0, 1, 2"),
        ("hinge", [[0, 1], [-1, 1]], "holds -1, 0, 1"),
        ("binary_crossentropy", [[-1, 1], [1, 1]], "runs from -1 to 1"),
        ("binary_crossentropy", [[0, 1], [1, 1.5]], "runs from 0 to 1.5"),
        ("categorical_crossentropy", [[0, 1], [1, 1]], "row 1 adds up to 2"),
        ("categorical_crossentropy", [[0, 1], [-1, 2]], "runs from -1 to 2"),
        ("categorical_crossentropy", [0, 1], "shape is \\(2,\\)"),
        ("sparse_categorical_crossentropy", [0, 2], "0 to 1, but 2 came at index 1"),
        ("sparse_categorical_crossentropy", [-1, 0], "-1 came at index 0"),
        ("sparse_categorical_crossentropy", [0.5, 0], "0.5 came at index 0"),
        ("sparse_categorical_crossentropy", [0, math.nan], "nan came"),
        ("sparse_categorical_crossentropy", [0, 1, 1], "each of the 2 predictions; its shape is \\(3,\\)"),
        ("sparse_categorical_crossentropy", [[0, 1], [1, 0]], "its shape is \\(2, 2\\)"),
        ("sparse_categorical_crossentropy", ["cat", "dog"], "cat"),
        ("sparse_categorical_crossentropy", 1, "its shape is \\(\\)"),
        ("sparse_categorical_crossentropy", [[0], [1, 1]], "y should"),
    ],
)
def test_truths_that_a_loss_cannot_use_are_named(name, y, words):
    loss = nn.get_loss(name)
    for function in (loss, loss.gradient):
        with pytest.raises(DataError, match=words):
            function(y, TWO)


@pytest.mark.parametrize("row", [[0.0, 0.0], [1.0, -1.0], [1e308, 1e308]])
def test_predictions_without_a_finite_total_are_no_probabilities(row):
    with pytest.raises(DataError, match="row 1 add up to"):
        nn.get_loss("categorical_crossentropy")([[0, 1], [0, 1]], [[0.5, 0.5], row])


def test_a_loss_too_large_for_a_float_is_refused_without_a_warning():
    loss = nn.get_loss("mean_squared_error")
    with pytest.raises(InvalidValueError, match="mean_squared_error is too large"):
        loss([[0.0]], [[1e200]])
    assert loss.gradient([[0.0]], [[1e200]]) == 2e200


def test_a_loss_is_found_by_keras_name():
    assert [nn.get_loss(name).name for name in nn.LOSSES] == [*TABLES]
    assert [name for name in nn.LOSSES if nn.get_loss(name).from_logits] == []
    assert nn.get_loss(CROSS_ENTROPIES[0], from_logits=True).from_logits


def test_a_misspelt_loss_names_the_nearest_one():
    with pytest.raises(UnknownNameError, match="Did you mean 'binary_crossentropy'"):
        nn.get_loss("binary_cross_entropy")


def test_only_a_cross_entropy_takes_logits():
    with pytest.raises(InvalidValueError, match="hinge does not take logits"):
        nn.get_loss("hinge", from_logits=True)
