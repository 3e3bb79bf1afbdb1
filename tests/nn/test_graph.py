"""The scalar graph against finite differences, at depth, and where its numbers end."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dlwidgets import nn
from dlwidgets.errors import InvalidValueError, UnknownNameError
from dlwidgets.nn import Value, total

NUMBERS = st.floats(-3, 3, allow_subnormal=False)
KINKED = {"step", "relu", "leaky_relu"}
UNARY = {
    "negative": lambda a: -a,
    "cube": lambda a: a**3,
    "first power": lambda a: a**1,
    "zeroth power": lambda a: a**0,
    "exponential": lambda a: a.exp(),
    "plus a number": lambda a: a + 2.5,
    "number plus": lambda a: 2.5 + a,
    "minus a number": lambda a: a - 2.5,
    "number minus": lambda a: 2.5 - a,
    "times a number": lambda a: a * -1.5,
    "number times": lambda a: -1.5 * a,
    "divided by a number": lambda a: a / 4,
    "sum with itself": lambda a: total([a, a, a]),
    "product with itself": lambda a: a * a,
}
OF_NON_ZERO = {"reciprocal": lambda a: 1 / a, "inverse square": lambda a: a**-2}
OF_POSITIVE = {"logarithm": lambda a: a.log(), "root": lambda a: a**0.5}
BINARY = {
    "sum": lambda a, b: a + b,
    "difference": lambda a, b: a - b,
    "product": lambda a, b: a * b,
    "quotient": lambda a, b: a / b,
    "total": lambda a, b: total([a, b, a]),
    "diamond": lambda a, b: (a * b + a) * (a * b - b),
}


def slope(function, at, width=1e-5):
    """Return the central difference of a function of one `Value`."""
    return (function(Value(at + width)).value - function(Value(at - width)).value) / (2 * width)


def gradient_of(function, *at):
    values = [Value(x) for x in at]
    function(*values).backward()
    return [value.gradient for value in values]


def chain(n):
    """Multiply by -1 n times."""
    start = value = Value(0.5, "start")
    for _ in range(n):
        value = value * -1.0
    return start, value


@settings(max_examples=20)
@given(NUMBERS)
@pytest.mark.parametrize("name", UNARY)
def test_gradients_of_one_number_equal_finite_differences(name, x):
    assert gradient_of(UNARY[name], x) == pytest.approx([slope(UNARY[name], x)], rel=1e-6, abs=1e-6)


@settings(max_examples=20)
@given(st.floats(0.1, 3), st.sampled_from([-1, 1]))
@pytest.mark.parametrize("name", [*OF_NON_ZERO, *OF_POSITIVE])
def test_gradients_where_zero_is_excluded_equal_finite_differences(name, x, sign):
    function = {**OF_NON_ZERO, **OF_POSITIVE}[name]
    at = x * sign if name in OF_NON_ZERO else x
    assert gradient_of(function, at) == pytest.approx([slope(function, at)], rel=1e-5)


@settings(max_examples=20)
@given(NUMBERS, st.floats(0.2, 3), st.sampled_from([-1, 1]))
@pytest.mark.parametrize("name", BINARY)
def test_gradients_of_two_numbers_equal_finite_differences(name, a, b, sign):
    function, b = BINARY[name], b * sign
    expected = [slope(lambda v: function(v, Value(b)), a), slope(lambda v: function(Value(a), v), b)]
    assert gradient_of(function, a, b) == pytest.approx(expected, rel=1e-5, abs=1e-5)


@settings(max_examples=20)
@given(NUMBERS)
@pytest.mark.parametrize("name", nn.ACTIVATIONS)
def test_gradients_of_activations_equal_finite_differences(name, x):
    assume(name not in KINKED or abs(x) > 1e-3)
    assert gradient_of(lambda a: a.activate(name), x) == pytest.approx(
        [slope(lambda a: a.activate(name), x)], rel=1e-5, abs=1e-6
    )


def test_where_paths_meet_gradients_add_up():
    x = Value(3.0)
    left, right = x * 2.0, x * 5.0
    (left + right + x).backward()
    assert x.gradient == 8.0
    assert (left.gradient, right.gradient) == (1.0, 1.0)


def test_a_ladder_of_diamonds_is_walked_once_per_link():
    # 2^1000 paths lead through it.
    x = value = Value(1.0)
    for _ in range(1000):
        value = value * 0.5 + value * 0.5
    value.backward()
    assert x.gradient == 1.0
    assert len(value.ancestors()) == 1 + 1000 * 5


def test_every_number_knows_how_it_was_made():
    a, b = Value(2.0, "a"), Value(-3.0, "b")
    product = a * b
    assert (product.operation, product.parents, product.local_derivatives) == ("*", (a, b), (-3.0, 2.0))
    assert (a.operation, a.parents, a.local_derivatives) == ("", (), ())
    tanh = product.activate("tanh")
    assert tanh.operation == "tanh"
    assert tanh.local_derivatives == pytest.approx((1 - math.tanh(-6) ** 2,))
    assert ((a**2).operation, (-a).operation, (a - b).operation, total([a]).operation) == ("**2", "neg", "-", "sum")


def test_twenty_thousand_numbers_in_a_row_meet_no_limit():
    start, end = chain(20_000)
    end.backward()
    assert end.value == 0.5
    assert start.gradient == 1.0
    assert len(end.ancestors()) == 40_001
    del end  # takes the whole chain with it
    assert start.gradient == 1.0


def test_ancestors_come_before_their_parents():
    x = Value(1.0)
    order = ((x + 1.0) * (x * 3.0) + x).ancestors()
    places = {node: i for i, node in enumerate(order)}
    assert all(places[node] < places[parent] for node in order for parent in node.parents)


def test_backward_called_again_starts_afresh():
    x = Value(2.0)
    y = x * x
    y.backward()
    y.backward()
    assert x.gradient == 4.0
    (y * 10.0).backward()
    assert (x.gradient, y.gradient) == (40.0, 10.0)


def test_numbers_outside_the_result_keep_their_gradient():
    x, other = Value(2.0), Value(5.0)
    (other * 3.0).backward()
    (x * 1.0).backward()
    assert other.gradient == 3.0


def test_numpy_numbers_and_arrays_take_part():
    x = Value(3.0)
    assert (np.float64(2.0) * x).value == (x * np.float64(2.0)).value == 6.0
    assert [value.value for value in np.array([1.0, 2.0]) * x] == [3.0, 6.0]


def test_the_total_of_nothing_is_zero():
    assert total([]).value == 0.0


def test_a_number_shows_its_name_value_operation_and_gradient():
    w = Value(0.5, "w")
    product = w * 4.0
    product.backward()
    assert repr(w) == "Value(0.5, name='w', gradient=4)"
    assert repr(product) == "Value(2, operation='*', gradient=1)"
    assert repr(Value(1e30)) == "Value(1e+30, gradient=0)"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Value(math.nan), "is nan; every number of the graph has to be finite"),
        (lambda: Value(math.inf), "is inf"),
        (lambda: Value(1e308) * 10.0, r"\*\(1e\+308, 10\) is inf"),
        (lambda: Value(1e308) + 1e308, r"\+\(1e\+308, 1e\+308\) is inf"),
        (lambda: total([Value(1e308), Value(1e308)]), "sum.* is inf"),
        (lambda: Value(1000.0).exp(), r"exp\(1000\) is too large"),
        (lambda: Value(0.0).log(), "needs a number above 0, but 0 came"),
        (lambda: Value(-1.0).log(), "but -1 came"),
        (lambda: 1 / Value(0.0), "0 to the power of -1"),
        (lambda: Value(-2.0) ** 0.5, "-2 to the power of 0.5"),
        (lambda: Value(1e200) ** 2, "1e\\+200 to the power of 2"),
        (lambda: Value(0.0) ** 0.5, "or its slope there"),
        (lambda: Value(2.0) * math.nan, "is nan"),
    ],
)
def test_what_is_no_finite_number_is_refused_in_words(make, words):
    with pytest.raises(InvalidValueError, match=words):
        make()


def test_a_gradient_that_overflows_is_refused_in_words():
    x = Value(1e-200, "x")
    with pytest.raises(InvalidValueError, match=r"The gradient of .*'x'.* is too large"):
        (x * 1e200 * 1e200).backward()


def test_an_unknown_activation_is_named():
    with pytest.raises(UnknownNameError, match="Did you mean 'tanh'"):
        Value(1.0).activate("than")
