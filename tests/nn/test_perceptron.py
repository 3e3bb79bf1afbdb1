"""The perceptron rule against scikit-learn's, against a slow reference, and by its theorem."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import Perceptron

from dlwidgets import nn
from dlwidgets.errors import DataError, InvalidValueError

AND = ([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 0, 1])
XOR = ([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])


@st.composite
def problems(draw):
    """Draw small whole numbers: scores of exactly 0 are frequent, and all arithmetic is exact."""
    n, d = draw(st.integers(2, 12)), draw(st.integers(1, 4))
    whole = st.integers(-3, 3)
    X = draw(st.lists(st.lists(whole, min_size=d, max_size=d), min_size=n, max_size=n))
    y = [0, 1, *draw(st.lists(st.integers(0, 1), min_size=n - 2, max_size=n - 2))]
    order = draw(st.permutations(range(n)))
    w, b = draw(st.lists(whole, min_size=d, max_size=d)), draw(whole)
    return X, y, order, w, b, draw(st.sampled_from([0.25, 1.0, 2.0]))


def by_scikit_learn(problem, n_epochs):
    X, y, order, w, b, learning_rate = problem
    model = Perceptron(penalty=None, shuffle=False, eta0=learning_rate, tol=None, max_iter=n_epochs)
    rows = np.asarray(X, dtype=float)[list(order)]
    model.fit(rows, np.asarray(y)[list(order)], coef_init=[w], intercept_init=[b])
    return tuple(model.coef_[0]), model.intercept_[0]


def by_a_loop(problem, max_epochs):
    """Follow the textbook: the rows learned from, the mistakes per epoch, and the final weights."""
    X, y, order, w, b, learning_rate = problem
    v, rows, mistakes = np.array([*w, b], dtype=float), [], []
    while not mistakes or mistakes[-1]:
        if len(mistakes) == max_epochs and any((2 * c - 1) * v @ [*x, 1] <= 0 for x, c in zip(X, y, strict=True)):
            break
        mistakes.append(0)
        for i in order:
            sign, x = 2 * y[i] - 1, np.array([*X[i], 1.0])
            if sign * (v @ x) <= 0:
                v = v + learning_rate * sign * x
                rows.append(i)
                mistakes[-1] += 1
    return rows, tuple(mistakes), tuple(v)


@given(problems(), st.integers(1, 6))
def test_the_weights_after_k_epochs_are_those_of_scikit_learn(problem, n_epochs):
    X, y, order, w, b, learning_rate = problem
    rule = nn.PerceptronRule(X, y, learning_rate, order, max_epochs=n_epochs)
    state, _ = rule.run(rule.start(w, b))
    assert (state.w, state.b) == by_scikit_learn(problem, n_epochs)


@pytest.mark.parametrize("seed", range(5))
def test_the_weights_are_those_of_scikit_learn_on_real_numbers(seed):
    rng = np.random.default_rng(seed)
    X, y, order = rng.normal(size=(80, 6)), rng.integers(0, 2, 80), rng.permutation(80)
    w, b = rng.normal(size=6), rng.normal()
    rule = nn.PerceptronRule(X, y, 0.1, order, max_epochs=7)
    state, _ = rule.run(rule.start(w, b))
    expected_w, expected_b = by_scikit_learn((X, y, order, w, b, 0.1), 7)
    np.testing.assert_allclose([*state.w, state.b], [*expected_w, expected_b], rtol=1e-12)


@given(problems(), st.integers(1, 30))
def test_rows_epochs_and_counts_are_those_of_a_plain_loop(problem, max_epochs):
    X, y, order, w, b, learning_rate = problem
    rows, mistakes, v = by_a_loop(problem, max_epochs)
    rule = nn.PerceptronRule(X, y, learning_rate, order, max_epochs)
    state, updates = rule.run(rule.start(w, b))
    assert [update.index for update in updates] == rows
    assert state.mistakes_per_epoch == mistakes
    assert (*state.w, state.b) == v
    assert [update.n for update in updates] == list(range(1, state.n_updates + 1))
    epochs = [update.epoch for update in updates]
    assert tuple(epochs.count(epoch) for epoch in range(1, state.epoch + 1)) == mistakes


@given(problems())
def test_it_stops_as_separated_if_and_only_if_nothing_is_wrong(problem):
    X, y, order, w, b, learning_rate = problem
    rule = nn.PerceptronRule(X, y, learning_rate, order, max_epochs=20)
    state, _ = rule.run(rule.start(w, b))
    assert state.stop == ("max_epochs" if len(nn.misclassified(X, y, state.w, state.b)) else "separated")


@given(problems())
def test_separable_examples_are_learned_within_the_bound_and_others_never(problem):
    X, y, order, w, b, learning_rate = problem
    separation = nn.separation(X, y)
    bound = nn.mistake_bound(separation, w, b, learning_rate)
    max_epochs = int(bound) + 1 if separation.separable else 20
    rule = nn.PerceptronRule(X, y, learning_rate, order, max_epochs)
    state, updates = rule.run(rule.start(w, b))
    assert (state.stop == "separated") == separation.separable
    assert len(updates) <= bound


@given(problems())
def test_each_update_is_the_rule_applied_to_a_mistake(problem):
    X, y, order, w, b, learning_rate = problem
    rule = nn.PerceptronRule(X, y, learning_rate, order, max_epochs=4)
    state, updates = rule.run(rule.start(w, b))
    for u in updates:
        assert u.y * u.score <= 0
        assert u.score == np.dot(u.w_before, u.x) + u.b_before
        assert (u.x, u.y) == (tuple(X[u.index]), 2 * y[u.index] - 1)
        assert u.w_after == tuple(np.add(u.w_before, learning_rate * u.y * np.array(u.x)))
        assert u.b_after == u.b_before + learning_rate * u.y
    weights = [(u.w_before, u.b_before) for u in updates] + [(state.w, state.b)]
    assert weights[0] == (tuple(w), b)
    assert weights[1:] == [(u.w_after, u.b_after) for u in updates]


@pytest.mark.parametrize("n", [1, 15, 16, 17, 48, 49, 1000])
def test_the_only_mistake_is_found_wherever_it_is_before_and_behind(n):
    X, y = np.ones((n, 2)), np.ones(n)
    for place in {0, n // 2, n - 1}:
        signs = y.copy()
        signs[place] = -1
        rule = nn.PerceptronRule(X, signs, max_epochs=3)
        state, update = rule.advance(rule.start([0.5, 0.25], 0.0))
        assert (update.index, update.score, state.position, state.epoch) == (place, 0.75, place + 1, 1)
        behind = nn.PerceptronState((0.5, 0.25), 0.0, position=n)
        state, update = rule.advance(behind)
        assert (update.index, update.score, state.position, state.epoch) == (place, 0.75, place + 1, 2)


def test_going_back_and_on_again_gives_the_same_update():
    rule = nn.PerceptronRule(*AND)
    history = [rule.start([0.5, -1.0], 0.25)]
    updates = []
    while history[-1].stop is None:
        state, update = rule.advance(history[-1])
        history.append(state)
        updates.append(update)
    again = [rule.advance(state) for state in history[:-1]]
    assert again == list(zip(history[1:], updates, strict=True))


def test_weights_that_are_right_from_the_start_need_one_clean_epoch():
    rule = nn.PerceptronRule(*AND)
    state, update = rule.advance(rule.start([2, 1], -2.5))
    assert update is None
    assert (state.stop, state.epoch, state.n_updates, state.mistakes_per_epoch) == ("separated", 1, 0, (0,))


def test_a_clean_pass_after_the_last_epoch_still_counts_as_separated():
    whole, _ = nn.PerceptronRule(*AND).run(nn.PerceptronRule(*AND).start([0, 0], 0))
    tight = nn.PerceptronRule(*AND, max_epochs=whole.epoch - 1)
    state, _ = tight.run(tight.start([0, 0], 0))
    assert (state.stop, state.mistakes_per_epoch) == ("separated", whole.mistakes_per_epoch)


def test_xor_is_given_up_after_the_stated_number_of_epochs():
    rule = nn.PerceptronRule(*XOR, max_epochs=7)
    state, updates = rule.run(rule.start([0, 0], 0))
    assert (state.stop, state.epoch, len(state.mistakes_per_epoch)) == ("max_epochs", 7, 7)
    assert min(state.mistakes_per_epoch) > 0
    assert len(updates) == state.n_updates == sum(state.mistakes_per_epoch)


def test_a_stopped_state_stays_as_it_is():
    for data in (AND, XOR):
        rule = nn.PerceptronRule(*data, max_epochs=20)
        state, _ = rule.run(rule.start([0, 0], 0))
        assert rule.advance(state) == (state, None)


def test_more_epochs_take_a_stopped_state_on_as_if_it_had_never_stopped():
    short, long = nn.PerceptronRule(*XOR, max_epochs=3), nn.PerceptronRule(*XOR, max_epochs=9)
    paused, first = short.run(short.start([0, 0], 0))
    state, rest = long.run(paused)
    assert (state, first + rest) == long.run(long.start([0, 0], 0))


def test_the_update_is_spelled_out_with_its_numbers():
    rule = nn.PerceptronRule([[1.4, 0.2]], [-1], learning_rate=0.5)
    _, update = rule.advance(rule.start([0.5, -0.2], 0.1))
    assert update.lines == (
        "score = 0.5 × 1.4 + (-0.2) × 0.2 + 0.1 = 0.76",
        "A mistake: y = -1, so the score should be below 0.",
        "new w = old w + learning_rate × y × x",
        "new w = (0.5, -0.2) + 0.5 × (-1) × (1.4, 0.2) = (-0.2, -0.3)",
        "new b = old b + learning_rate × y",
        "new b = 0.1 + 0.5 × (-1) = -0.4",
    )


def test_a_rounded_update_says_so():
    rule = nn.PerceptronRule([[1.23456]], [1])
    _, update = rule.advance(rule.start([0.0], 0.0))
    assert update.lines[1] == "A mistake: y = +1, so the score should be above 0."
    assert update.lines[3] == "new w = (0) + 1 × (+1) × (1.23) ≈ (1.23)"
    assert update.lines[5] == "new b = 0 + 1 × (+1) = 1"


def test_changing_the_arrays_afterwards_does_not_change_the_rule():
    X, y = np.array([[1.0], [-1.0]]), np.array([1.0, -1.0])
    rule = nn.PerceptronRule(X, y)
    X[:], y[:] = 5.0, 1.0
    assert (rule.X.tolist(), rule.y.tolist()) == ([[1.0], [-1.0]], [1.0, -1.0])


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        ({"learning_rate": 0}, "learning_rate should be above 0, but 0 came"),
        ({"learning_rate": "fast"}, "learning_rate should be one number"),
        ({"max_epochs": 0}, "max_epochs should be above 0"),
        ({"max_epochs": 2.5}, "max_epochs should be a whole number, but 2.5 came"),
        ({"order": [0, 1, 2]}, "each row from 0 to 3 exactly once"),
        ({"order": [0, 1, 2, 2]}, "each row from 0 to 3 exactly once"),
        ({"order": [0.5, 1.5, 2.5, 3.5]}, "each row from 0 to 3 exactly once"),
    ],
)
def test_settings_that_make_no_sense_are_named(keywords, words):
    with pytest.raises(InvalidValueError, match=words):
        nn.PerceptronRule(*AND, **keywords)


def test_no_examples_at_all_are_refused():
    with pytest.raises(DataError, match="empty"):
        nn.PerceptronRule(np.empty((0, 2)), [])


@pytest.mark.parametrize(("w", "words"), [([0.0], "1 weights for 2"), ([0.0, np.nan], "nan"), ("no", "no")])
def test_a_start_that_does_not_fit_is_refused(w, words):
    with pytest.raises(InvalidValueError, match=words):
        nn.PerceptronRule(*AND).start(w, 0.0)


def test_weights_that_overflow_are_said_in_words():
    rule = nn.PerceptronRule([[1e10], [1.0]], [1, 0], learning_rate=1e300)
    with pytest.raises(InvalidValueError, match="smaller learning rate"):
        rule.run(rule.start([0.0], 0.0))
