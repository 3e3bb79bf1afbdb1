"""The way down against Keras' own optimizers, by closed forms, and where numbers end."""

import numpy as np
import pytest

from dlwidgets.errors import InvalidValueError
from dlwidgets.nn.descent import LARGEST, descend
from dlwidgets.nn.landscapes import get_landscape
from dlwidgets.nn.optimizers import SGD, Adam, AdamW, RMSprop, get_optimizer
from dlwidgets.nn.tiny_models import Line

OPTIMIZERS = [
    ("sgd", {"learning_rate": 0.005}),
    ("sgd", {"learning_rate": 0.005, "momentum": 0.8}),
    ("sgd", {"learning_rate": 0.005, "momentum": 0.8, "nesterov": True}),
    ("rmsprop", {"learning_rate": 0.05}),
    ("adagrad", {"learning_rate": 0.5}),
    ("adam", {"learning_rate": 0.1, "beta_1": 0.8, "beta_2": 0.99}),
    ("adamw", {"learning_rate": 0.1}),
]


@pytest.mark.parametrize(("name", "arguments"), OPTIMIZERS)
def test_the_path_is_that_of_keras(name, arguments):
    import keras

    surface = get_landscape("himmelblau")
    classes = {"sgd": "SGD", "rmsprop": "RMSprop", "adagrad": "Adagrad", "adam": "Adam", "adamw": "AdamW"}
    theirs = getattr(keras.optimizers, classes[name])(**arguments)
    variable = keras.Variable([0.0, -1.0], dtype="float64")
    expected = [variable.numpy()]
    for _ in range(40):
        theirs.apply([surface.gradient(expected[-1])], [variable])
        expected.append(variable.numpy())
    descent = descend(surface, get_optimizer(name, **arguments), [0.0, -1.0], 40)
    np.testing.assert_allclose(descent.path, expected, rtol=1e-5, atol=1e-5)
    assert descent.losses.tolist() == [surface.value(w) for w in descent.path]


def test_on_a_bowl_each_step_takes_the_same_share():
    descent = descend(get_landscape("bowl"), SGD(learning_rate=0.25), [4.0, -2.0], 10)
    np.testing.assert_allclose(descent.path, np.outer(0.75 ** np.arange(11), [4, -2]))
    assert descent.n_steps == 10
    assert descent.best_loss == descent.losses[-1]
    assert descent.diverged_at is None
    assert [state.step for state in descent.states] == [*range(11)]


def test_no_step_leaves_the_start():
    descent = descend(get_landscape("bowl"), Adam(), (1, 1), 0)
    assert descent.path.tolist() == [[1, 1]]
    assert descent.losses.tolist() == [1]


@pytest.mark.parametrize("optimizer", [SGD(0.01, momentum=0.9), Adam(0.1), RMSprop(0.1), AdamW(0.1)])
def test_a_way_that_is_lengthened_is_the_way_gone_at_once(optimizer):
    surface = get_landscape("himmelblau")
    part = descend(surface, optimizer, [0, 0], 7)
    whole, at_once = descend(surface, optimizer, [0, 0], 20, go_on_from=part), descend(surface, optimizer, [0, 0], 20)
    assert (whole.path == at_once.path).all()
    assert (whole.losses == at_once.losses).all()
    assert descend(surface, optimizer, [0, 0], 5, go_on_from=part).n_steps == 7


def test_an_overflow_ends_the_path_and_is_known_by_its_step():
    # With this rate w becomes -9 w at each step, and the loss 81 times as large.
    descent = descend(get_landscape("bowl"), SGD(learning_rate=10.0), [1.0, 0.0], 1000)
    expected = next(n for n in range(1000) if 0.5 * 81.0**n > LARGEST)
    assert descent.diverged_at == expected
    assert descent.n_steps == expected - 1
    assert np.isfinite(descent.path).all()
    assert descent.losses.max() <= LARGEST
    assert descend(get_landscape("bowl"), SGD(10.0), [1.0, 0.0], 2000, go_on_from=descent).n_steps == expected - 1


def test_a_way_that_is_cut_short_is_as_it_was_then():
    bowl = get_landscape("bowl")
    whole = descend(bowl, SGD(learning_rate=10.0), [1.0, 0.0], 100)
    end = whole.diverged_at
    for n_steps in (0, 5, end - 1, end, 100):
        cut, short = whole.until(n_steps), descend(bowl, SGD(learning_rate=10.0), [1.0, 0.0], n_steps)
        assert cut.path.tolist() == short.path.tolist()
        assert cut.diverged_at == short.diverged_at
        assert len(cut.states) == len(cut.losses) == len(cut.path)


@pytest.mark.parametrize("rate", [1e10, 1e100, 1e300])
@pytest.mark.parametrize("name", ["sgd", "rmsprop", "adagrad", "adam", "adamw"])
def test_any_learning_rate_gives_finite_numbers_or_an_end(name, rate):
    descent = descend(get_landscape("rosenbrock"), get_optimizer(name, learning_rate=rate), [-1.2, 1.0], 5)
    assert descent.diverged_at is not None
    assert np.isfinite(descent.losses).all()


def test_a_model_of_any_number_of_weights_is_descended():
    line = Line([0.0, 1.0, 2.0], [1.0, 3.0, 5.0])
    descent = descend(line, SGD(learning_rate=0.2), [0.0, 0.0], 400)
    np.testing.assert_allclose(descent.path[-1], [2, 1], atol=1e-6)


@pytest.mark.parametrize("start", [[np.nan, 0.0], [0.0, np.inf], "here", [[0.0, 0.0]]])
def test_a_start_that_is_no_place_is_refused(start):
    with pytest.raises(InvalidValueError, match="start should be a list of numbers"):
        descend(get_landscape("bowl"), SGD(), start, 3)


def test_a_start_too_far_away_is_refused():
    with pytest.raises(InvalidValueError, match="Start nearer to 0"):
        descend(get_landscape("bowl"), SGD(), [1e200, 0.0], 3)


@pytest.mark.parametrize("n_steps", [-1, 2.5, True, "3"])
def test_a_number_of_steps_that_is_none_is_refused(n_steps):
    with pytest.raises(InvalidValueError, match="n_steps came as"):
        descend(get_landscape("bowl"), SGD(), [0, 0], n_steps)


def test_a_fault_of_a_schedule_is_told_and_is_no_divergence():
    with pytest.raises(InvalidValueError, match="learning_rate at step 0"):
        descend(get_landscape("bowl"), SGD(learning_rate=lambda _step: float("nan")), [1.0, 1.0], 3)
