"""The optimizers against Keras' over hundreds of steps, and against closed forms."""

import dataclasses
import math

import numpy as np
import pytest

from dlwidgets import nn
from dlwidgets.errors import InvalidValueError, UnknownNameError

STEPS = 250
RNG = np.random.default_rng(0)
START = RNG.normal(size=(3, 2))
# From very small to very large, and 0 in between.
GRADIENTS = RNG.normal(size=(STEPS, 3, 2)) * 10.0 ** RNG.integers(-6, 3, size=(STEPS, 1, 1))
GRADIENTS[100:110] = 0.0
CASES = [
    ("SGD", {}),
    ("SGD", {"learning_rate": 0.1, "momentum": 0.9}),
    ("SGD", {"momentum": 0.8, "nesterov": True, "weight_decay": 0.1}),
    ("RMSprop", {}),
    ("RMSprop", {"learning_rate": 0.01, "rho": 0.5, "momentum": 0.9, "epsilon": 1e-3, "weight_decay": 0.05}),
    ("Adagrad", {}),
    ("Adagrad", {"learning_rate": 0.5, "initial_accumulator_value": 0.0, "epsilon": 1e-3, "weight_decay": 0.05}),
    ("Adam", {}),
    ("Adam", {"learning_rate": 0.1, "beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-2, "weight_decay": 0.05}),
    ("Adam", {"beta_1": 0.25, "beta_2": 0.5}),
    ("AdamW", {}),
    ("AdamW", {"learning_rate": 0.1, "weight_decay": 0.2}),
]
SCHEDULED = [
    ("SGD", {"momentum": 0.9}, "ExponentialDecay", (0.5, 20, 0.5)),
    ("AdamW", {"weight_decay": 0.5}, "CosineDecay", (0.2, 200)),
]
OPTIMIZERS = [nn.SGD, nn.RMSprop, nn.Adagrad, nn.Adam, nn.AdamW]


def path(optimizer, start=START, gradients=GRADIENTS):
    """Return the weights after each step."""
    weights, state, visited = start, optimizer.init(start), []
    for gradient in gradients:
        weights, state = optimizer.update(weights, gradient, state)
        visited.append(weights)
    return np.array(visited)


@pytest.fixture
def keras_path(keras):
    """Let Keras go the same way, all of it in float64."""

    def walk(optimizer):
        weights, visited = keras.Variable(START), []
        for gradient in GRADIENTS:
            optimizer.apply([keras.ops.convert_to_tensor(gradient)], [weights])
            visited.append(weights.numpy())
        return np.array(visited)

    before = keras.config.floatx()
    keras.config.set_floatx("float64")
    yield walk
    keras.config.set_floatx(before)


@pytest.fixture
def keras_optimizer(keras):
    """Make Keras' twin of an optimizer; from NumPy's numbers, because it rounds Python's to float32."""

    def make(ours, **arguments):
        numbers = dataclasses.asdict(ours) | arguments
        exact = {name: np.float64(value) if type(value) is float else value for name, value in numbers.items()}
        return getattr(keras.optimizers, type(ours).__name__)(**exact)

    return make


@pytest.mark.parametrize(("name", "arguments"), CASES)
def test_hundreds_of_steps_equal_those_of_keras(name, arguments, keras_path, keras_optimizer):
    ours = getattr(nn, name)(**arguments)
    np.testing.assert_allclose(path(ours), keras_path(keras_optimizer(ours)), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(("name", "arguments", "decay", "numbers"), SCHEDULED)
def test_with_a_schedule_the_steps_equal_those_of_keras(
    name, arguments, decay, numbers, keras, keras_path, keras_optimizer
):
    ours = getattr(nn, name)(getattr(nn, decay)(*numbers), **arguments)
    theirs = keras_optimizer(ours, learning_rate=getattr(keras.optimizers.schedules, decay)(*map(np.float64, numbers)))
    np.testing.assert_allclose(path(ours), keras_path(theirs), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_arguments_have_the_defaults_of_keras(optimizer, keras):
    theirs = getattr(keras.optimizers, optimizer.__name__)().get_config()
    ours = dataclasses.asdict(optimizer())
    assert ours == {name: pytest.approx(theirs[name]) for name in ours}


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("shape", [(), (4,), (2, 3), (2, 1, 3)])
def test_every_shape_is_learned_element_by_element(optimizer, shape):
    start, gradients = RNG.normal(size=shape), RNG.normal(size=(5, *shape))
    together = path(optimizer(), start, gradients)
    assert together.shape == (5, *shape)
    for place in np.ndindex(shape):
        np.testing.assert_array_equal(together[:, *place], path(optimizer(), start[place], gradients[:, *place]))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_an_update_changes_nothing_that_came_in(optimizer):
    rule, weights, gradient = optimizer(), np.ones(3), np.full(3, 2.0)
    first = rule.init(weights)
    once = rule.update(weights, gradient, first)
    again = rule.update(weights, gradient, first)
    assert weights.tolist() == [1, 1, 1]
    assert (first.step, once[1].step) == (0, 1)
    np.testing.assert_array_equal(once[0], again[0])


def test_slots_are_what_the_formulas_say():
    assert nn.SGD().init([0.0]).slots == {}
    weights, state = nn.SGD(0.1, momentum=0.5).update([1.0], [2.0], nn.State(3, {"momentum": np.array([0.4])}))
    assert (weights, state.slots["momentum"]) == (pytest.approx(1.0), pytest.approx(0.0))
    _, state = nn.RMSprop(rho=0.75).update([1.0], [2.0], nn.RMSprop().init([1.0]))
    assert {name: slot.tolist() for name, slot in state.slots.items()} == {"velocity": [1.0]}
    _, state = nn.Adagrad().update([1.0], [2.0], nn.Adagrad().init([1.0]))
    assert state.slots["accumulator"] == pytest.approx(4.1)
    _, state = nn.Adam(beta_1=0.5, beta_2=0.75).update([1.0], [2.0], nn.Adam().init([1.0]))
    assert {name: slot.tolist() for name, slot in state.slots.items()} == {"momentum": [1.0], "velocity": [1.0]}


@pytest.mark.parametrize("gradient", [1e-2, 1.0, 1e30, -1e30])
def test_the_first_step_of_adam_is_the_learning_rate_whatever_the_gradient(gradient):
    weights, _ = nn.Adam(0.1).update([5.0], [gradient], nn.Adam().init([5.0]))
    assert weights[0] == pytest.approx(5 - math.copysign(0.1, gradient), rel=1e-4)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_where_the_loss_is_flat_only_the_decay_moves_a_weight(optimizer):
    weights = path(optimizer(learning_rate=0.5, weight_decay=0.1), [1.0, -1.0, 0.0], np.zeros((2, 3)))
    np.testing.assert_allclose(weights[-1], [0.95**2, -(0.95**2), 0.0], rtol=1e-15)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_each_optimizer_goes_down_a_bowl(optimizer):
    rule, weights = optimizer(learning_rate=0.1), np.array([1.0, -2.0])
    state = rule.init(weights)
    for _ in range(500):
        weights, state = rule.update(weights, 2 * weights, state)
    assert np.abs(weights).max() < 0.1


def test_steps_that_overflow_are_refused_in_words_and_without_a_warning():
    rule = nn.SGD(learning_rate=1e10)
    with pytest.raises(InvalidValueError, match="use a smaller learning rate"):
        rule.update([1.0], [1e300], rule.init([1.0]))
    with pytest.raises(InvalidValueError, match="too large"):
        nn.Adam().update([1.0], [1e200], nn.Adam().init([1.0]))


@pytest.mark.parametrize(
    ("weights", "gradient", "words"),
    [
        ([1.0, 2.0], [1.0], "gradient has the shape \\(1,\\), but the weights \\(2,\\)"),
        ([1.0, 2.0], [[1.0, 2.0]], "shape"),
        ([math.nan], [1.0], "weights should be an array of numbers, but nan came"),
        ([1.0], [math.inf], "gradient should be an array of numbers, but inf came"),
        (["a"], [1.0], "weights"),
    ],
)
def test_weights_and_gradients_that_do_not_fit_are_named(weights, gradient, words):
    with pytest.raises(InvalidValueError, match=words):
        nn.SGD().update(weights, gradient, nn.State())


def test_a_state_of_other_weights_is_refused():
    with pytest.raises(InvalidValueError, match=r"momentum .* shape \(3,\).*weights \(2,\)"):
        nn.Adam().update([1.0, 2.0], [1.0, 2.0], nn.Adam().init([1.0, 2.0, 3.0]))
    with pytest.raises(InvalidValueError, match="no momentum"):
        nn.Adam().update([1.0], [1.0], nn.SGD().init([1.0]))


@pytest.mark.parametrize(
    ("optimizer", "argument", "value", "words"),
    [
        *[
            ("sgd", "learning_rate", bad, "learning_rate should be")
            for bad in (0, -0.1, math.nan, math.inf, "0.1", None)
        ],
        *[("sgd", "momentum", bad, "momentum should be") for bad in (-0.1, 1.1, math.nan)],
        *[("sgd", "nesterov", bad, "nesterov should be True or False") for bad in (1, "yes", None)],
        *[("rmsprop", "rho", bad, "rho should be") for bad in (-0.1, 1.0)],
        *[("adagrad", "initial_accumulator_value", bad, "initial_accumulator_value") for bad in (-1, math.nan)],
        *[("adam", name, bad, f"{name} should be") for name in ("beta_1", "beta_2") for bad in (-0.1, 1, math.nan)],
        *[("adam", "epsilon", bad, "epsilon should be above 0") for bad in (0, -1e-7)],
        *[("adamw", "weight_decay", bad, "weight_decay should be") for bad in (-1, math.inf, "much")],
    ],
)
def test_arguments_out_of_range_are_named(optimizer, argument, value, words):
    with pytest.raises(InvalidValueError, match=words):
        nn.get_optimizer(optimizer, **{argument: value})


def test_a_schedule_that_gives_no_rate_is_refused():
    rule = nn.SGD(lambda step: math.nan if step else 0.1)
    _, state = rule.update([1.0], [1.0], rule.init([1.0]))
    with pytest.raises(InvalidValueError, match="learning_rate at step 1"):
        rule.update([1.0], [1.0], state)


@pytest.mark.parametrize(
    "rule",
    [
        *[optimizer() for optimizer in OPTIMIZERS],
        nn.Adam(np.float64(0.1), beta_1=np.float32(0.5)),
        nn.SGD(nn.PiecewiseConstantDecay([10], [0.1, 0.01]), momentum=0.9, nesterov=True),
    ],
)
def test_its_text_is_the_python_that_makes_it(rule):
    assert eval(repr(rule), vars(nn)) == rule  # noqa: S307 - the text is this test's own


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        (nn.SGD(), (r"w \leftarrow w - \eta g",)),
        (nn.SGD(momentum=0.9), (r"m \leftarrow \mu m - \eta g", r"w \leftarrow w + m")),
        (nn.SGD(momentum=0.9, nesterov=True), (r"m \leftarrow \mu m - \eta g", r"w \leftarrow w + \mu m - \eta g")),
        (nn.SGD(weight_decay=0.1), (r"w \leftarrow w - \eta \lambda w", r"w \leftarrow w - \eta g")),
    ],
)
def test_the_formula_is_that_of_the_chosen_options(rule, lines):
    assert rule.formula == lines


@pytest.mark.parametrize("name", nn.OPTIMIZERS)
def test_every_formula_ends_with_the_new_weight(name):
    assert nn.get_optimizer(name, weight_decay=0.1).formula[-1].startswith(r"w \leftarrow w ")


def test_an_optimizer_is_found_by_keras_name():
    assert nn.get_optimizer("adamw", learning_rate=0.1) == nn.AdamW(learning_rate=0.1)
    assert {name: kind.__name__.lower() for name, kind in nn.OPTIMIZERS.items()} == {n: n for n in nn.OPTIMIZERS}


def test_misspelt_names_and_arguments_name_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'adam'"):
        nn.get_optimizer("adan")
    with pytest.raises(UnknownNameError, match=r"argument of sgd 'learning_rat'\. Did you mean 'learning_rate'"):
        nn.get_optimizer("sgd", learning_rat=0.1)
