"""Every formula and every sentence, read back: the numbers in them are the numbers that were computed."""

import re

import numpy as np
import pytest
from hypothesis import given, settings

from dlwidgets import nn
from dlwidgets.nn.walkthrough import Quantity
from dlwidgets.nn.walkthrough.functions import activation_line, slope_line
from dlwidgets.nn.walkthrough.line import Line
from dlwidgets.nn.walkthrough.measure import mean_of
from dlwidgets.widgets.mathml import mathml
from tests.nn.walkthrough.cases import HEADS, OPTIMIZERS, PAIRS, Case, cases, example_case
from tests.nn.walkthrough.checks import assert_line_is_true, assert_numbers_are_known, assert_signs_are_true
from tests.nn.walkthrough.latex import evaluate, sides

WALK_OF_A_BATCH = example_case(n=2).walk()


def all_lines(walk):
    return [line for step in walk.steps for line in step.lines]


@settings(max_examples=25)
@given(cases())
def test_every_line_computed_anew_gives_its_result(case):
    for line in all_lines(case.walk(len(case.X) - 1)):
        assert_line_is_true(line)


@settings(max_examples=25)
@given(cases())
def test_an_equals_sign_stands_only_where_nothing_is_rounded(case):
    for line in all_lines(case.walk()):
        assert_signs_are_true(line)


@settings(max_examples=25)
@given(cases())
def test_every_number_of_a_formula_or_a_sentence_was_computed(case):
    for step in case.walk().steps:
        assert_numbers_are_known(step)


@pytest.mark.parametrize(("loss", "head"), PAIRS)
def test_every_loss_behind_every_head_is_written_truly(loss, head):
    for n_outputs in (1, 3) if head != "softmax" else (2, 3):
        walk = example_case(("gelu", head), loss, (2, 3, n_outputs), n=3, seed=4).walk(1)
        for line in all_lines(walk):
            assert_line_is_true(line)
            assert_signs_are_true(line)
        for step in walk.steps:
            assert_numbers_are_known(step)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_is_written_truly_at_its_first_and_later_steps(name):
    for n_steps_before in (0, 1, 5):
        case = example_case(optimizer=OPTIMIZERS[name], n_steps_before=n_steps_before)
        for step in case.walk().steps:
            for line in step.lines:
                assert_line_is_true(line)
                assert_signs_are_true(line)
            assert_numbers_are_known(step)


@pytest.mark.parametrize("name", nn.ACTIVATIONS)
@pytest.mark.parametrize("z", [-1e30, -800.0, -30.0, -1.0, -1e-6, 0.0, 1e-6, 0.5, 30.0, 800.0, 1e30])
def test_activations_and_slopes_are_written_truly_however_large_the_sum(name, z):
    function = nn.get_activation(name)
    a, slope = float(function(z)), float(function.derivative(np.asarray(z)))
    if abs(z) > 1e3 and name in {"sigmoid", "tanh", "elu", "softplus", "silu"}:
        assert activation_line(name, Quantity("z", z), Quantity("a", a)).filled
        return  # exp(1e30) has no digits to compare
    assert_line_is_true(activation_line(name, Quantity("z", z), Quantity("a", a)))
    line = slope_line(name, Quantity("z", z), Quantity("a", a), Quantity("s", slope))
    assert_line_is_true(line)
    assert_signs_are_true(line)


@pytest.mark.parametrize("step", WALK_OF_A_BATCH.steps, ids=lambda step: step.title)
def test_formulas_are_latex_that_a_page_can_draw(step):
    assert mathml(step.formula).startswith("<math")
    assert mathml(step.filled).startswith("<math")


@settings(max_examples=8)
@given(cases(spread=3.0))
def test_formulas_of_any_network_are_latex_that_a_page_can_draw(case):
    for step in case.walk().steps:
        mathml(step.formula)
        mathml(step.filled)


def test_tiny_betas_still_give_formulas_without_double_powers():
    case = example_case(optimizer=nn.Adam(0.01, beta_1=1e-5, beta_2=1e-5), n_steps_before=2)
    walk = case.walk()
    assert "10^{-5})^{3}" in walk.steps[-1].filled
    mathml(walk.steps[-1].filled)


def test_a_formula_has_symbols_and_the_same_formula_numbers():
    step = Case(nn.dense_network([1, 1], ["linear"], [[[0.5]]]), [[2.0]], [[3.0]], "mean_squared_error").walk().steps[0]
    assert step.formula == r"z^{(1)}_{1} = w^{(1)}_{1,1} \cdot x_{1} + b^{(1)}_{1}"
    assert step.filled == r"z^{(1)}_{1} = 0.5 \cdot 2 + 0 = 1"
    assert step.numbers[r"z^{(1)}_{1}"] == step.value == 1.0


def test_a_rounded_number_makes_both_signs_of_a_line_approximate():
    third = Quantity("w", 1 / 3)
    assert Line(Quantity("z", 1.0), ("3", r" \cdot ", third)).filled == r"z \approx 3 \cdot 0.3333 \approx 1"


def test_a_number_that_is_passed_on_is_said_to_be_rounded():
    third = 1 / 3
    assert Line(Quantity("a", third), (Quantity("z", third),)).filled == r"a \approx 0.3333"


def test_a_saturated_activation_is_not_said_to_be_exactly_one():
    for name in ("sigmoid", "tanh"):
        a = float(nn.get_activation(name)(40.0))
        assert a == 1.0
        assert activation_line(name, Quantity("z", 40.0), Quantity("a", a)).filled.endswith(r" \approx 1")


def test_a_sum_of_zero_gives_an_exact_activation():
    assert activation_line("sigmoid", Quantity("z", 0.0), Quantity("a", 0.5)).filled.endswith("= 0.5")


def test_a_share_near_one_keeps_the_digits_that_its_slope_is_made_of():
    a = float(nn.sigmoid(11.0))
    line = slope_line("sigmoid", Quantity("z", 11.0), Quantity("a", a), Quantity("s", a * (1 - a)))
    _, product = sides(line)[0]
    assert float(evaluate(product)) == pytest.approx(a * (1 - a), rel=0.05)


def test_negative_numbers_get_brackets_only_behind_an_operator():
    z = Quantity("z", -0.5)
    assert activation_line("relu", z, Quantity("a", 0.0)).filled == r"a = \max(0, -0.5) = 0"
    assert slope_line("relu", z, Quantity("a", 0.0), Quantity("s", 0.0)).filled.endswith(r"because } -0.5 \le 0")
    assert "e^{-(-0.5)}" in activation_line("sigmoid", z, Quantity("a", float(nn.sigmoid(-0.5)))).filled


def test_a_mean_over_many_examples_shows_the_first_and_the_last():
    losses = [Quantity(f"L_{{{i}}}", float(i)) for i in range(1, 21)]
    assert Line(Quantity("L", 10.5), mean_of(losses)).symbols == (
        r"L = \frac{1}{20} \cdot (L_{1} + L_{2} + L_{3} + \ldots + L_{20})"
    )
    for step in example_case(n=20).walk(10).steps:
        mathml(step.filled)
        assert_numbers_are_known(step)


def test_sums_name_the_part_that_counts_most_and_that_may_be_the_bias():
    def sentence(bias):
        network = nn.dense_network([2, 1], ["linear"], [[[0.1], [-2.0]]], [[bias]])
        return Case(network, [[1.0, 1.0]], [[0.0]], "mean_squared_error").walk().steps[0].sentence

    assert "most of all -2 from input x2: -1.4." in sentence(0.5)
    assert "most of all 5 from its bias: 3.1." in sentence(5.0)


def test_a_small_step_is_told_with_as_many_digits_as_it_takes():
    case = example_case(optimizer=nn.SGD(1e-6))
    for step in case.walk().steps[-9:]:
        found = re.search(r"from (\S+) to (\S+),", step.sentence)
        assert found
        assert found[1] != found[2]


@pytest.mark.parametrize("loss", HEADS)
def test_sentences_are_sentences(loss):
    case = example_case(("relu", HEADS[loss][-1]), loss, (2, 3, 3), n=2)
    for step in case.walk().steps:
        assert step.sentence.endswith(".")
        assert "nan" not in f"{step!r} {step.filled}"
        assert "  " not in step.sentence


def test_lines_stand_below_each_other_at_their_first_sign():
    for step in WALK_OF_A_BATCH.steps:
        texts = {"filled": [line.filled for line in step.lines], "formula": [line.symbols for line in step.lines]}
        for name, lines in texts.items():
            text = getattr(step, name)
            assert re.sub(r"\\(begin|end)\{aligned\}|&|\s", "", text) == re.sub(r"\s", "", r"\\".join(lines))
            assert (
                text.count("&")
                == text.count(r" &=") + text.count(r" &\approx")
                == (len(lines) if len(lines) > 1 else 0)
            )
