"""The walk as a whole: its order, what each step touches, and the way to each weight."""

import math

import numpy as np
import pytest
from hypothesis import given, settings

from dlwidgets import nn
from dlwidgets.errors import DataError, InvalidValueError, UnknownNameError
from dlwidgets.nn import Neuron, Weight
from dlwidgets.nn.walkthrough import STAGES, neuron_text
from dlwidgets.nn.walkthrough.blame import FusedBlame, MeetingBlame, OutputBlame, SoftmaxBlame, SumBlame, WeightBlame
from dlwidgets.nn.walkthrough.guess import Activated, WeightedSum
from dlwidgets.nn.walkthrough.update import Update
from tests.nn.walkthrough.cases import OPTIMIZERS, Case, cases, example_case
from tests.nn.walkthrough.checks import assert_line_is_true, assert_signs_are_true

STEP = example_case(sizes=(2, 3, 2), n=2).step()
WALK = nn.Walkthrough(STEP)


def steps_of(walk, *kinds):
    return [step for step in walk.steps if isinstance(step, kinds)]


@settings(max_examples=25)
@given(cases())
def test_stages_follow_each_other_and_each_part_has_its_steps_once(case):
    walk = case.walk()
    stages = [step.stage for step in walk.steps]
    assert stages == sorted(stages, key=STAGES.index)
    assert [*dict.fromkeys(stages)] == [*STAGES]
    n_neurons = sum(case.network.sizes[1:])
    assert len(steps_of(walk, WeightedSum)) == len(steps_of(walk, Activated)) == n_neurons
    assert len(steps_of(walk, SumBlame, SoftmaxBlame, FusedBlame)) == n_neurons
    assert len(steps_of(walk, MeetingBlame)) == n_neurons - case.network.sizes[-1]
    weights = {weight.name for weight in walk.weights}
    assert len(weights) == case.network.n_weights
    for kind in (WeightBlame, Update):
        names = [step.weight.name for step in steps_of(walk, kind)]
        assert len(names) == len(weights)
        assert {*names} == weights


@settings(max_examples=25)
@given(cases())
def test_steps_touch_parts_that_exist_and_have_titles_of_their_own(case):
    walk, sizes = case.walk(), case.network.sizes
    weights = {*walk.weights}
    titles = [step.title for step in walk.steps]
    assert len(titles) == len({*titles})
    for step in walk.steps:
        assert step.nodes
        assert {*step.edges} <= weights
        assert all(0 <= node.layer < len(sizes) and 0 <= node.index < sizes[node.layer] for node in step.nodes)


@settings(max_examples=25)
@given(cases())
def test_steps_use_only_what_was_computed_before(case):
    known = set()
    for step in case.walk().steps:
        for line in step.lines:
            used = {term.latex for term in line.right if not isinstance(term, str)}
            assert all(is_given(latex) for latex in used - known), (step, used - known)
            known.add(line.result.latex)


def is_given(latex):
    """Tell whether a symbol stands for something given: inputs, weights, targets, the optimizer's numbers.

    What the other examples of the batch give is worked out in walks of their own; the first is in focus here.
    """
    of_others = "L_{" in latex and "L_{1}" not in latex
    of_functions = (r"\Phi(", r"\varphi(", r"\sigma(")
    local = latex.startswith(r"\frac{\partial z")  # 1 for a bias
    named = latex.split("^")[0].split("_")[0] in {"x", "w", "b", "y", "m", "v", "s"}
    return of_others or named or local or latex.startswith(of_functions) or latex in OPTIMIZER_NUMBERS


OPTIMIZER_NUMBERS = {r"\eta", r"\mu", r"\rho", r"\lambda", r"\beta_1", r"\beta_2", r"\epsilon"}


@settings(max_examples=25)
@given(cases())
def test_the_last_values_are_those_of_the_training_step(case):
    step = case.step()
    walk, after = nn.Walkthrough(step), step.network_after
    for weight in walk.weights:
        place = (weight.layer, weight.target, weight.source)
        assert walk.new_weights[weight.name] == after.weight(*place)
        arrays = step.gradients.biases if weight.is_bias else step.gradients.kernels
        index = (weight.target,) if weight.is_bias else (weight.source, weight.target)
        assert walk.gradients[weight.name] == pytest.approx(arrays[weight.layer - 1][index], rel=1e-14)
    assert walk.loss == step.loss == pytest.approx(step.losses.mean(), rel=1e-15)


@settings(max_examples=25)
@given(cases())
def test_the_path_to_a_weight_holds_every_blame_that_its_own_is_made_of(case):
    walk = case.walk()
    made_by = {step.lines[-1].result.latex: i for i, step in enumerate(walk.steps) if not isinstance(step, WeightBlame)}
    for weight in walk.weights:
        path = walk.path_to(weight.name)
        assert path == sorted({*path})
        assert walk.steps[path[-1]] is walk.step_for(weight.name)
        needed, waiting = set(), [path[-1]]
        while waiting:
            step = walk.steps[waiting.pop()]
            used = {q.latex for line in step.lines for q in line.right if not isinstance(q, str)}
            new = {made_by[x] for x in used if x in made_by and walk.steps[made_by[x]].stage == "blame"} - needed
            needed |= new
            waiting += new
        assert {*path[:-1]} == needed


@settings(max_examples=25)
@given(cases())
def test_a_step_is_for_the_result_of_its_last_line(case):
    for step in case.walk().steps:
        assert step.lines[-1].result.latex == step.result.latex
        assert step.lines[-1].result.value == pytest.approx(step.value, rel=1e-14, abs=0)


def test_a_stage_and_a_weight_are_found_by_name():
    assert [WALK.steps[WALK.start_of(stage)].stage for stage in STAGES] == [*STAGES]
    assert all(WALK.start_of(stage) == 0 or WALK.steps[WALK.start_of(stage) - 1].stage != stage for stage in STAGES)
    assert WALK.step_for("w1[2,3]").weight == Weight(1, target=2, source=1)
    assert WALK.step_for("b2[1]", "update").weight == Weight(2, target=0)
    assert WALK.steps[WALK.index_of("b2[1]", "update")].stage == "update"


@pytest.mark.parametrize(
    ("find", "words"),
    [
        (lambda: WALK.start_of("gess"), "Did you mean 'guess'"),
        (lambda: WALK.index_of("w1[3,1]"), "no weight 'w1\\[3,1\\]'"),
        (lambda: WALK.path_to("w9"), "no weight 'w9'"),
        (lambda: WALK.step_for("b1[0]", "update"), "no weight"),
        (lambda: WALK.step_for("b1[1]", "guess"), "stage of a weight"),
    ],
)
def test_a_name_that_nothing_has_is_refused(find, words):
    with pytest.raises(UnknownNameError, match=words):
        find()


@pytest.mark.parametrize("example", [2, -1, 0.5, math.nan, math.inf, True, "1", None])
def test_an_example_that_the_batch_does_not_have_is_refused(example):
    with pytest.raises(InvalidValueError, match="whole number from 0 to 1"):
        nn.Walkthrough(STEP, example)


@pytest.mark.parametrize("example", [1, 1.0, np.int64(1)])
def test_the_example_in_focus_gives_its_numbers(example):
    walk = nn.Walkthrough(STEP, example)
    assert walk.example == 1
    assert walk.steps[0].value == STEP.passed.sums[0][1, 0]
    assert walk.gradients == nn.Walkthrough(STEP, 0).gradients


def test_bad_batches_are_refused_before_anything_is_shown():
    network = nn.dense_network([2, 1], ["sigmoid"])
    with pytest.raises(DataError, match="empty"):
        nn.walk_through(network, np.empty((0, 2)), [], "hinge", nn.SGD())
    with pytest.raises(InvalidValueError, match="'softmax'"):
        nn.walk_through(network, [[1.0, 2.0]], [0], "sparse_categorical_crossentropy", nn.SGD())


def test_parts_are_called_by_what_a_person_counts():
    assert (Weight(1, target=0, source=1).name, Weight(2, target=1).name) == ("w1[2,1]", "b2[2]")
    assert Weight(1, 0, 1).latex == "w^{(1)}_{2,1}"
    assert neuron_text(Neuron(0, 1), (2, 2, 1)) == "input x2"
    assert neuron_text(Neuron(1, 1), (2, 2, 1)) == "neuron 2 of the hidden layer"
    assert neuron_text(Neuron(1, 1), (2, 2, 2, 1)) == "neuron 2 of hidden layer 1"
    assert neuron_text(Neuron(2, 0), (2, 2, 1)) == "the output"
    assert neuron_text(Neuron(2, 1), (2, 2, 3)) == "output 2"


def test_the_chain_is_written_out_path_by_path_where_paths_are_few():
    walk = example_case(("tanh", "linear"), "mean_squared_error", (1, 1, 2)).walk()
    lines = walk.step_for("w1[1,1]").lines
    assert len(lines) == 2
    assert lines[1].symbols.count(r"\frac{\partial a^{(1)}_{1}}{\partial z^{(1)}_{1}}") == 2
    assert lines[1].symbols.count(" + ") == 1
    wide = example_case(("tanh", "linear"), "mean_squared_error", (1, 1, 5)).walk()
    assert len(wide.step_for("w1[1,1]").lines) == 1


def test_dividing_by_the_outputs_is_told():
    walk = example_case(("tanh", "sigmoid"), "binary_crossentropy", (2, 2, 3)).walk()
    assert "only guess minus target, divided by the 3 outputs, is left" in steps_of(walk, FusedBlame)[0].sentence


def test_behind_a_softmax_the_blame_of_all_outputs_reaches_each_weight():
    walk = example_case(("softmax",), "mean_squared_error", (2, 3)).walk()
    path = [walk.steps[i] for i in walk.path_to("w1[1,2]")]
    assert [type(step) for step in path] == [OutputBlame, OutputBlame, OutputBlame, SoftmaxBlame, WeightBlame]


@pytest.mark.parametrize(
    ("logit", "head", "loss"),
    [
        (800.0, "sigmoid", "binary_crossentropy"),
        (-800.0, "sigmoid", "binary_crossentropy"),
        (20.0, "sigmoid", "binary_crossentropy"),
        (-20.0, "sigmoid", "binary_crossentropy"),
        (800.0, "softmax", "categorical_crossentropy"),
        (-800.0, "softmax", "sparse_categorical_crossentropy"),
        (15.0, "softmax", "sparse_categorical_crossentropy"),
        (800.0, "softmax", "mean_squared_error"),
        (800.0, "tanh", "hinge"),
    ],
)
@pytest.mark.parametrize("true_class", [0, 1])
def test_saturated_outputs_are_written_truly(logit, head, loss, true_class):
    network = nn.dense_network([1, 2], [head], [[[logit, -logit]]])
    y = [true_class] if "sparse" in loss else np.eye(2)[[true_class]]
    for step in Case(network, [[1.0]], y, loss).walk().steps:
        for line in step.lines:
            assert_line_is_true(line)
            assert_signs_are_true(line)
            assert r"\ln 0 " not in line.filled
            assert "1 - 1)" not in line.filled or "ln" not in line.filled


def test_a_soft_target_of_a_saturated_sigmoid_is_written_truly():
    network = nn.dense_network([1, 1], ["sigmoid"], [[[800.0]]])
    for step in Case(network, [[1.0]], [[0.25]], "binary_crossentropy").walk().steps:
        for line in step.lines:
            assert_line_is_true(line)


@pytest.mark.parametrize(
    ("target", "words"), [(5.0, "a higher output"), (-5.0, "a lower output"), (2.0, "blame 0: a small")]
)
def test_an_output_is_told_which_way_to_go(target, words):
    line = nn.dense_network([1, 1], ["linear"], [[[2.0]]])
    walk = Case(line, [[1.0]], [[target]], "mean_squared_error").walk()
    assert words in steps_of(walk, OutputBlame)[0].sentence


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_weight_is_told_to_go_the_way_that_it_goes(name):
    walk = example_case(optimizer=OPTIMIZERS[name], n_steps_before=2).walk()
    for step in steps_of(walk, Update):
        old = walk.training_step.network.weight(step.weight.layer, step.weight.target, step.weight.source)
        change, blame = step.value - old, walk.gradients[step.weight.name]
        assert (" goes up " in step.sentence) == (change > 0)
        assert ("against its blame" in step.sentence) == (change * blame < 0)


def test_momentum_that_outweighs_the_blame_is_told():
    line = nn.dense_network([1, 1], ["linear"], [[[0.0]]])
    optimizer = nn.SGD(0.1, momentum=0.9)
    states = nn.training_step(line, [[1.0]], [[9.0]], "mean_squared_error", optimizer).states_after
    walk = nn.walk_through(line, [[1.0]], [[-1.0]], "mean_squared_error", optimizer, states)
    assert walk.step_for("w1[1,1]", "update").sentence == (
        "w1[1,1] goes up from 0 to 1.42, though its blame is 2: earlier steps or weight decay weigh more."
    )


def test_a_dead_relu_is_said_to_be_flat_and_its_weights_stay():
    dead = nn.dense_network([1, 1, 1], ["relu", "linear"], [[[1.0]], [[1.0]]], [[-9.0], [0.0]])
    walk = Case(dead, [[1.0]], [[5.0]], "mean_squared_error").walk()
    assert "is flat here (slope 0): none of the blame -10 gets through" in steps_of(walk, SumBlame)[-1].sentence
    assert walk.step_for("w1[1,1]", "update").sentence == "w1[1,1] stays at 1: its blame is 0."


def test_an_update_that_overflows_is_said_in_words_and_the_rest_of_the_walk_lives_on():
    line = nn.dense_network([1, 1], ["linear"], [[[0.5]]])
    walk = Case(line, [[1e6]], [[1e9]], "mean_squared_error", nn.SGD(1e300)).walk()
    for step in walk.steps:
        if step.stage == "update":
            with pytest.raises(InvalidValueError, match="smaller learning rate"):
                _ = step.sentence
        else:
            assert step.filled
    assert line.kernels[0].tolist() == [[0.5]]


@pytest.mark.parametrize("name", ["linear", "relu", "gelu", "silu", "softplus", "elu", "tanh", "sigmoid"])
@pytest.mark.parametrize("x", [1e30, -1e30, 1e160])
def test_huge_inputs_are_walked_through(name, x):
    network = nn.dense_network([1, 1, 1], [name, "tanh"], [[[1.0]], [[1.0]]])
    for step in Case(network, [[x]], [[0.0]], "mean_squared_error", nn.SGD(1e-9)).walk().steps:
        assert step.filled
        assert step.sentence
        assert math.isfinite(step.value)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_memory_goes_on_from_step_to_step(name):
    walk = example_case(optimizer=OPTIMIZERS[name], n_steps_before=3).walk()
    before = walk.training_step.states[0]
    assert before.step == 3
    for symbol, slot in {"m": "momentum", "v": "velocity", "s": "accumulator"}.items():
        if slot in before.slots:
            assert walk.step_for("w1[1,1]", "update").numbers[symbol] == before.slots[slot][0, 0]


def test_an_optimizer_that_nobody_wrote_down_is_a_bug():
    class Strange(nn.Optimizer):
        learning_rate, weight_decay = 0.1, None

        def __post_init__(self):
            pass

        def _formula(self):
            return ()

        def _change(self, gradient, rate, _state):
            return -rate * gradient, {}

    walk = example_case(optimizer=Strange()).walk()
    with pytest.raises(TypeError, match="No lines are written"):
        _ = walk.steps[-1].lines
