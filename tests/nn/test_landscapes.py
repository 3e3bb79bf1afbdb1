"""Loss surfaces and tiny models: gradients against finite differences and TensorFlow, losses against scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import log_loss, mean_squared_error

from dlwidgets.errors import DataError, UnknownNameError
from dlwidgets.nn.landscapes import LANDSCAPES, get_landscape, log_bands
from dlwidgets.nn.model_landscape import model_landscape
from dlwidgets.nn.tiny_models import TINY_MODELS, Line, Network, Neuron

RNG = np.random.default_rng(0)
X = RNG.normal(size=(12, 2))
CLASSES = np.array([0, 1] * 6)
HEIGHTS = 2 * X[:, 0] - 1 + RNG.normal(size=12)
SURFACES = {
    **LANDSCAPES,
    "line": model_landscape(X[:, 0], HEIGHTS),
    "neuron": model_landscape(X[:, 0], CLASSES, "neuron"),
}
MODELS = {"line": Line(X[:, 0], HEIGHTS), "neuron": Neuron(X, CLASSES), "network": Network(X, CLASSES)}


def finite_differences(value, weights, h=1e-6):
    steps = h * np.eye(len(weights))
    return np.array([(value(weights + step) - value(weights - step)) / (2 * h) for step in steps])


def places_within(limits, n=40):
    low, high = np.transpose(limits)
    return RNG.uniform(low, high, size=(n, 2))


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_the_gradient_is_the_slope_of_the_surface(surface):
    for place in places_within(surface.limits):
        expected = finite_differences(surface.value, place)
        np.testing.assert_allclose(surface.gradient(place), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_a_whole_grid_of_places_gives_what_each_place_gives(surface):
    places = places_within(surface.limits, 6).reshape(2, 3, 2)
    assert surface.value(places).shape == (2, 3)
    assert surface.gradient(places).shape == (2, 3, 2)
    for i, j in np.ndindex(2, 3):
        assert surface.value(places)[i, j] == pytest.approx(surface.value(places[i, j]))
        np.testing.assert_allclose(surface.gradient(places)[i, j], surface.gradient(places[i, j]))


@pytest.mark.parametrize("surface", [s for s in SURFACES.values() if s.minima], ids=lambda s: s.name)
def test_no_place_lies_lower_than_the_minima_and_there_the_surface_is_flat(surface):
    lowest = surface.value(surface.minima)
    np.testing.assert_allclose(surface.gradient(surface.minima), 0, atol=1e-8)
    assert np.ptp(lowest) == pytest.approx(0, abs=1e-9)
    assert surface.value(places_within(surface.limits, 2000)).min() >= lowest.max()


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_start_and_minima_lie_within_the_limits_and_no_loss_is_below_0(surface):
    low, high = np.transpose(surface.limits)
    for place in (surface.start, *surface.minima):
        assert (low < place).all()
        assert (place < high).all()
    assert surface.value(places_within(surface.limits, 500)).min() >= 0


def test_the_saddle_is_flat_in_the_middle_and_no_minimum():
    saddle = get_landscape("saddle")
    assert saddle.gradient([0.0, 0.0]).tolist() == [0, 0]
    assert saddle.value([0.1, 0.0]) > saddle.value([0.0, 0.0]) > saddle.value([0.0, 0.1])


def test_ripples_have_a_minimum_that_is_not_the_lowest():
    ripples = get_landscape("ripples")
    w = np.array([2.0, 0.0])
    for _ in range(200):
        w = w - 0.05 * ripples.gradient(w)
    np.testing.assert_allclose(ripples.gradient(w), 0, atol=1e-9)
    assert ripples.value(w) > ripples.value([0.0, 0.0]) + 0.1


def test_the_model_surface_is_the_loss_of_the_model_on_the_data():
    line, neuron = SURFACES["line"], SURFACES["neuron"]
    x = X[:, 0]
    assert line.value([0.7, -0.2]) == pytest.approx(mean_squared_error(HEIGHTS, 0.7 * x - 0.2))
    assert neuron.value([0.7, -0.2]) == pytest.approx(log_loss(CLASSES, 1 / (1 + np.exp(-0.7 * x + 0.2))))
    assert line.minima[0] == pytest.approx(tuple(np.polyfit(x, HEIGHTS, 1)))


@pytest.mark.parametrize("kind", ["line", "neuron"])
@pytest.mark.parametrize("shift", [0.0, 5.0])
def test_gradient_descent_goes_down_at_the_learning_rate_of_the_surface(kind, shift):
    surface = model_landscape(X[:, 0] + shift, HEIGHTS if kind == "line" else CLASSES, kind)
    losses, w = [], np.array(surface.start)
    for _ in range(100):
        losses.append(surface.value(w))
        w = w - surface.learning_rate * surface.gradient(w)
    assert (np.diff(losses) < 1e-12).all()
    assert losses[-1] < losses[0] / 2


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_the_gradient_of_a_tiny_model_is_that_of_finite_differences(model):
    for _ in range(10):
        weights = RNG.normal(size=len(model.weight_names))
        expected = finite_differences(model.value, weights)
        np.testing.assert_allclose(model.gradient(weights), expected, rtol=1e-6, atol=1e-8)


def test_the_gradients_are_those_of_tensorflow():
    import tensorflow as tf

    weights = RNG.normal(size=9)
    w, x = tf.Variable(weights), tf.constant(X)
    with tf.GradientTape(persistent=True) as tape:
        hidden = tf.tanh(x @ tf.transpose(tf.reshape(w[:6], (2, 3))[:, :2]) + tf.reshape(w[:6], (2, 3))[:, 2])
        logits = tf.linalg.matvec(hidden, w[6:8]) + w[8]
        truth = tf.constant(CLASSES, tf.float64)
        loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(truth, logits))
        u, v = w[0], w[1]
        rosenbrock = (1 - u) ** 2 + 100 * (v - u**2) ** 2
    network = MODELS["network"]
    assert network.value(weights) == pytest.approx(float(loss))
    np.testing.assert_allclose(network.gradient(weights), tape.gradient(loss, w), rtol=1e-10)
    np.testing.assert_allclose(get_landscape("rosenbrock").gradient(weights[:2]), tape.gradient(rosenbrock, w)[:2])


def test_a_network_predicts_what_its_neurons_give_one_after_the_other():
    weights = np.array([1.0, -2.0, 0.5, 0.25, 1.0, -1.0, 2.0, -3.0, 0.1])
    x1, x2 = 0.3, -0.7
    h1, h2 = np.tanh(x1 - 2 * x2 + 0.5), np.tanh(0.25 * x1 + x2 - 1)
    expected = 1 / (1 + np.exp(-(2 * h1 - 3 * h2 + 0.1)))
    assert MODELS["network"].output(weights, [[x1, x2]]) == pytest.approx([expected])


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_weights_too_large_to_compute_with_give_no_warning_and_no_small_loss(model):
    loss = model.value(np.full(len(model.weight_names), 1e300))
    assert np.isnan(loss) or loss > 1e100
    assert model.gradient(np.full(len(model.weight_names), -1e300)).shape == (len(model.weight_names),)


def test_the_cross_entropy_of_a_sure_and_wrong_neuron_is_finite():
    sure = Neuron([1.0, -1.0], [0, 1])
    assert sure.value([1000.0, 0.0]) == pytest.approx(1000)
    np.testing.assert_allclose(sure.gradient([1000.0, 0.0]), [1, 0], atol=1e-12)


@pytest.mark.parametrize("n_bands", [2, 14])
def test_bands_rise_with_the_loss_from_0_to_1(n_bands):
    surface = get_landscape("rosenbrock")
    bands = log_bands(surface, n=50, n_bands=n_bands)
    assert bands.shape == (50, 50)
    assert len(np.unique(bands)) == n_bands
    assert (bands.min(), bands.max()) == (0, 1)
    u, v = (np.linspace(low, high, 50, endpoint=False) + (high - low) / 100 for low, high in surface.limits)
    losses = surface.value(np.stack(np.meshgrid(u, v), axis=-1))
    assert (np.diff(bands.ravel()[losses.ravel().argsort()]) >= 0).all()


def test_an_unknown_surface_is_named_with_the_nearest():
    with pytest.raises(UnknownNameError, match=r"'ravin'\. Did you mean 'ravine'"):
        get_landscape("ravin")
    with pytest.raises(UnknownNameError, match="model of two weights 'network'"):
        model_landscape([0, 1], [0, 1], "network")


@pytest.mark.parametrize(
    ("model", "x", "y", "message"),
    [
        ("line", [1.0, np.nan], [1, 2], "X should be a table of numbers.*nan came"),
        ("line", [1.0, 2.0], [1, None], "y should be a list of numbers"),
        ("line", [1.0, 2.0, 3.0], [1, 2], "3 examples, but y has 2 answers"),
        ("line", [2.0, 2.0], [1, 2], "The feature is 2 in every example"),
        ("line", [[1, 2], [3, 4]], [1, 2], "one feature, but X has 2"),
        ("neuron", [[1, 2], [3, 4]], [0, 1], "one feature, but X has 2"),
        ("neuron", [1.0, 2.0], [1, 2], "the classes 0 and 1"),
    ],
)
def test_data_that_make_no_surface_are_refused_in_words(model, x, y, message):
    with pytest.raises(DataError, match=message):
        model_landscape(x, y, model)


def test_the_network_takes_two_features():
    with pytest.raises(DataError, match="two features, but X has 3"):
        Network(np.zeros((4, 3)), [0, 1, 0, 1])
    assert {*TINY_MODELS} == {"line", "neuron", "network"}
