"""Arithmetic as text: short, and honest about rounding."""

import pytest

from dlwidgets.nn.text import columns, factor, listed, number, result, vector, weighted_sum_line


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.7612, "0.761"), (-12.345, "-12.3"), (1234.5, "1234"), (1e30, "1e+30"), (0.1 + 0.2 - 0.3, "0"), (3e-7, "3e-07")],
)
def test_a_number_is_short_and_keeps_what_stands_before_the_point(value, text):
    assert number(value) == text


def test_a_negative_factor_gets_brackets():
    assert (factor(-0.5), factor(0.5), vector([0.5, -0.2])) == ("(-0.5)", "0.5", "(0.5, -0.2)")


def test_what_is_rounded_is_said_to_be_rounded():
    assert (result(0.5), result(1 / 3), result(0.1 + 0.2)) == ("= 0.5", "≈ 0.333", "= 0.3")
    assert weighted_sum_line([0.5, -0.2], [1.4, 0.2], 0.1, 0.76) == "0.5 × 1.4 + (-0.2) × 0.2 + 0.1 = 0.76"
    assert "≈" in weighted_sum_line([0.5], [1 / 3], 0, 1 / 6)


def test_words_and_cells_are_set_out_to_be_read():
    assert [listed(words) for words in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
    assert columns([["x", "loss"], ["10", "2"]]) == (" x  loss", "10     2")
