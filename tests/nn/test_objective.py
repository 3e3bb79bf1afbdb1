"""Losses behind output layers: which pairs go together, what the targets may be, what each output costs."""

import numpy as np
import pytest

from dlwidgets import nn
from dlwidgets.errors import DataError, InvalidValueError, UnknownNameError
from dlwidgets.nn import Objective
from tests.nn.walkthrough.cases import HEADS, PAIRS

EVERY_HEAD = [*nn.ACTIVATIONS, "softmax"]


@pytest.mark.parametrize(("loss", "head"), PAIRS)
def test_pairs_that_go_together_are_taken(loss, head):
    assert Objective(loss, head).loss == loss


@pytest.mark.parametrize(
    ("loss", "head"), [(loss, head) for loss, heads in HEADS.items() for head in EVERY_HEAD if head not in heads]
)
def test_pairs_that_do_not_go_together_are_refused_with_one_that_does(loss, head):
    with pytest.raises(InvalidValueError, match=repr(head) if head != "softmax" else "shares out 1") as caught:
        Objective(loss, head)
    assert f"'{HEADS[loss][0]}'" in str(caught.value)


def test_binary_cross_entropy_behind_softmax_offers_the_categorical_one():
    with pytest.raises(InvalidValueError, match="Use the loss 'categorical_crossentropy'"):
        Objective("binary_crossentropy", "softmax")


def test_the_last_activation_of_a_network_decides():
    network = nn.dense_network([2, 3, 1], ["sigmoid", "linear"])
    assert nn.objective("mean_squared_error", network).activation == "linear"
    with pytest.raises(InvalidValueError, match="'linear'"):
        nn.objective("binary_crossentropy", network)


def test_an_unknown_loss_is_named_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'hinge'"):
        Objective("hing", "linear")


@pytest.mark.parametrize(("loss", "head"), PAIRS)
def test_only_cross_entropies_are_computed_in_one_go_with_their_activation(loss, head):
    goal = Objective(loss, head)
    assert goal.is_fused == ("crossentropy" in loss)
    assert goal.has_own_slopes == (not goal.is_fused and head != "softmax")
    assert goal.averages_outputs == ("categorical" not in loss)
    assert goal.is_sparse == ("sparse" in loss)


@pytest.mark.parametrize(
    ("loss", "y", "expected"),
    [
        ("mean_squared_error", [1.5, -2.0], [[1.5], [-2.0]]),
        ("mean_squared_error", [[1.5], [-2.0]], [[1.5], [-2.0]]),
        ("hinge", [0, 1], [[-1.0], [1.0]]),
        ("hinge", [-1, 1], [[-1.0], [1.0]]),
    ],
)
def test_targets_of_one_output_may_be_a_plain_list(loss, y, expected):
    assert Objective(loss, "linear").targets(y, 2, 1).tolist() == expected


def test_class_numbers_become_rows_with_a_single_one():
    goal = Objective("sparse_categorical_crossentropy", "softmax")
    assert goal.targets([2, 0], 2, 3).tolist() == goal.targets([[2], [0]], 2, 3).tolist() == [[0, 0, 1], [1, 0, 0]]


@pytest.mark.parametrize(
    ("loss", "head", "y", "words"),
    [
        ("binary_crossentropy", "sigmoid", [[2.0, 0.0]], "from 0 to 1"),
        ("binary_crossentropy", "sigmoid", [[-1.0, 0.0]], "from 0 to 1"),
        ("categorical_crossentropy", "softmax", [[0.5, 0.6]], "add up to 1"),
        ("categorical_crossentropy", "softmax", [[1.5, -0.5]], "from 0 to 1"),
        ("categorical_crossentropy", "softmax", [1], "shape"),
        ("sparse_categorical_crossentropy", "softmax", [2], "from 0 to 1, but 2 came"),
        ("sparse_categorical_crossentropy", "softmax", [-1], "but -1 came"),
        ("sparse_categorical_crossentropy", "softmax", [0.5], "but 0.5 came"),
        ("sparse_categorical_crossentropy", "softmax", [0, 1], "shape"),
        ("sparse_categorical_crossentropy", "softmax", 1, "shape"),
        ("hinge", "tanh", [[2.0, 1.0]], "-1 and \\+1"),
        ("mean_squared_error", "linear", [[1.0]], "shape"),
        ("mean_squared_error", "linear", [[1.0, 2.0], [3.0, 4.0]], "shape"),
        ("mean_squared_error", "linear", [[1.0, float("nan")]], "nan came"),
        ("mean_squared_error", "linear", [["a", "b"]], "Replace text"),
        ("mean_squared_error", "linear", [[1.0], [1.0, 2.0]], "different lengths"),
        ("mean_squared_error", "linear", [], "empty"),
        ("mean_squared_error", "linear", 1.0, "shape"),
        ("mean_squared_error", "linear", None, "Replace text and gaps"),
    ],
)
def test_targets_that_do_not_fit_are_refused(loss, head, y, words):
    with pytest.raises(DataError, match=words):
        Objective(loss, head).targets(y, 1, 2)


@pytest.mark.parametrize(("loss", "head"), PAIRS)
def test_terms_add_up_to_the_loss_and_do_not_depend_on_the_rest_of_the_batch(loss, head):
    random = np.random.default_rng(1)
    network = nn.dense_network([2, 3], [head], [random.normal(size=(2, 3))])
    passed, goal = nn.forward(network, random.normal(size=(2, 2))), Objective(loss, head)
    targets = np.eye(3)[[0, 2]] if "categorical" in loss else random.choice([0.0, 1.0], size=(2, 3))
    first = nn.ForwardPass(tuple(z[:1] for z in passed.sums), tuple(a[:1] for a in passed.outputs))
    for part in (goal.terms, goal.sum_gradient):
        np.testing.assert_allclose(part(targets[:1], first), part(targets, passed)[:1], rtol=1e-14)
