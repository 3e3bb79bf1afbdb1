"""Something moves before the steps are compiled, and no number depends on whether it did."""

import numpy as np
import pytest

import dlwidgets as dlw
from dlwidgets.network import BatchNormalization, Dense, Dropout, GaussianNoise, Input, NetworkSpec
from dlwidgets.training.engine.beginning import MOST, first_steps
from dlwidgets.training.engine.paths import Path
from dlwidgets.training.engine.shape import Shape
from tests.training.networks import PLAIN, farthest, line, seeded_model

X, Y = line(50)


def same(a, b):
    return all(np.array_equal(one, two) for one, two in zip(a, b, strict=True))


def test_the_first_steps_come_before_the_rest_is_compiled_and_every_way_leads_to_the_same_numbers():
    early = dlw.Trainer(PLAIN, X, Y, batch_size=8, path="compiled", seed=1, record_batches=True)
    early.step("batch", 2)
    assert (early.latest.n_steps, early._session.engine.is_ready) == (2, False)
    assert "Path" not in repr(early)
    early.train(2)
    assert (early.path, early._session.engine.first_steps) == ("compiled", MOST)
    weights, losses = early.weights, early.run.batch_losses
    assert len(losses) == 14

    # The next one takes the engine, which is compiled before its first step.
    early.close()
    warmed = dlw.Trainer(PLAIN, X, Y, batch_size=8, path="compiled", seed=1, record_batches=True).warm()
    warmed.wait()
    assert (warmed._session.engine.is_ready, warmed.latest.n_steps) == (True, 0)
    warmed.train(2)
    assert same(warmed.weights, weights)
    assert warmed.run.batch_losses == losses
    warmed.reset()
    warmed.step("example")
    warmed.step("batch", 5)
    warmed.reset()
    warmed.train(2)
    assert same(warmed.weights, weights)

    model = seeded_model(PLAIN, 1)
    for epoch in range(2):
        rows = warmed._session.order.epoch(epoch)
        model.fit(X[rows], Y[rows], batch_size=8, shuffle=False, verbose=0)
    assert farthest(weights, model.get_weights()) <= 1e-5


def test_an_epoch_of_a_single_step_comes_before_the_rest_too_and_is_reported():
    settings = {"batch_size": 40, "validation_split": 0.2, "path": "loop", "seed": 1, "record_batches": True}
    early = dlw.Trainer(PLAIN, X, Y, **settings)
    assert early.step("epoch").epoch == 1
    assert not early._session.engine.is_ready
    early.train(2)
    warmed = dlw.Trainer(PLAIN, X, Y, **settings).warm()
    warmed.wait()
    warmed.train(3)
    model = seeded_model(PLAIN, 1)
    theirs = [model.fit(X, Y, batch_size=40, validation_split=0.2, verbose=0).history for _ in range(3)]

    assert same(early.weights, warmed.weights)
    assert same(early.history.values(), warmed.history.values())
    assert early.run.batch_losses == warmed.run.batch_losses == pytest.approx(early.history["loss"].tolist())
    assert {*early.history} == {*theirs[0]}
    for name, values in early.history.items():
        assert values == pytest.approx([history[name][0] for history in theirs], rel=1e-5)
    assert farthest(early.weights, model.get_weights()) <= 1e-5


@pytest.mark.parametrize(
    ("layers", "path", "count"),
    [
        ([Dense(2)], Path.COMPILED, MOST),
        ([Dense(2), BatchNormalization()], Path.COMPILED, 0),
        ([Dense(2), Dropout(0.0)], Path.COMPILED, 0),
        ([Dense(2), GaussianNoise(0.1)], Path.COMPILED, 0),
        ([Dense(2), Dropout(0.2), BatchNormalization()], Path.LOOP, MOST),
        ([Dense(2)], Path.SINGLE, 0),
    ],
)
def test_only_steps_that_come_out_the_same_are_taken_before_the_rest_is_compiled(layers, path, count):
    model = seeded_model(NetworkSpec([Input((2,)), *layers]))
    assert first_steps(model, Shape(50, 8), path) == count
    assert first_steps(model, Shape(16, 8), path) == min(count, 1)  # the epoch would end with another
    assert first_steps(model, Shape(8, 8), path) == min(count, 1)  # one step is all of it
