"""The walk-through's LaTeX read back: a second, exact pair of eyes.

Numbers are decimals with 60 digits and no limit to their exponent, so exp(800) and 1 - 1e-30 are as good as any.
"""

import re
from decimal import Context, Decimal, localcontext

from dlwidgets.nn.walkthrough import Quantity

PRECISE = Context(prec=60)
TOKEN = re.compile(r"\s*(\\[a-zA-Z]+|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|[-+(){}|^,e])")
NUMBER = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)(?: \\times 10\^\{(-?\d+)\})?")


def evaluate(text):
    r"""Compute an expression such as ``\frac{1}{1 + e^{-(-0.5)}}``."""
    with localcontext(PRECISE):
        reader = _Reader(text)
        value = reader.sum()
        if reader.rest:
            raise ValueError(f"{reader.rest} is left of {text}")
        return value


def evaluate_terms(terms):
    """Compute the right side of a line from the numbers in it, unrounded."""
    return evaluate("".join(t if isinstance(t, str) else f"({Decimal(t.value):e})" for t in terms))


def sides(line):
    """Split a filled line: [(sign, what stands behind it), ...], without the note."""
    text = line.filled.split(r"\quad")[0]
    assert text.startswith(line.result.latex)
    parts = re.split(r" (=|\\approx) ", text[len(line.result.latex) :])[1:]
    return [*zip(parts[::2], parts[1::2], strict=True)]


def shown_numbers(text):
    """List the numbers in a formula as texts that `Decimal` reads; signs and the indices of names are left out."""
    bare = re.sub(r"\\max\(0,|_\{[\d,]+\}|\^\{\(\d+\)\}", "", text)
    return [f"{mantissa}e{exponent or 0}" for mantissa, exponent in NUMBER.findall(bare)]


def is_rounding(text, value, digits):
    """Tell whether a text is a number written with so many digits, or with all those before the point."""
    value, shown = abs(Decimal(value)), abs(Decimal(text))
    if shown == 0 or value == 0:
        return max(shown, value) < Decimal("1e-12")
    unit = Decimal(10) ** min(value.adjusted() - digits + 1, 0 if value.adjusted() < 10 else 400)
    return abs(shown - value) <= unit / 2 * Decimal("1.000001")


def quantities(terms):
    return [term for term in terms if isinstance(term, Quantity)]


class _Reader:
    """Reads sums of products of powers, from left to right."""

    def __init__(self, text):
        self.rest = TOKEN.findall(text)
        if "".join(self.rest) != re.sub(r"\s", "", text):
            raise ValueError(f"{text} holds something that is no mathematics")

    def next_is(self, *tokens):
        return bool(self.rest) and self.rest[0] in tokens

    def take(self, *wanted):
        token = self.rest.pop(0)
        if wanted and token not in wanted:
            raise ValueError(f"{token} came, {wanted} was wanted")
        return token

    def sum(self):
        value = self.product()
        while self.next_is("+", "-"):
            value = value + self.product() if self.take() == "+" else value - self.product()
        return value

    def product(self):
        if self.next_is("-"):
            self.take()
            return -self.product()
        value = self.power()
        while self.rest and not self.next_is("+", "-", ")", "}", "|", ","):
            if self.next_is(r"\cdot", r"\times"):
                self.take()
            value *= self.power()
        return value

    def power(self):
        value = self.atom()
        if self.next_is("^"):
            self.take()
            value **= self.group() if self.next_is("{") else Decimal(self.take())
        return value

    def group(self):
        return self.between("{", "}")

    def between(self, opening, closing):
        self.take(opening)
        value = self.sum()
        self.take(closing)
        return value

    def atom(self):
        if self.next_is("("):
            return self.between("(", ")")
        if self.next_is("|"):
            return abs(self.between("|", "|"))
        token = self.take()
        functions = {r"\frac": self.fraction, r"\sqrt": self.root, r"\ln": self.logarithm, r"\tanh": self.tangent}
        functions |= {r"\max": self.maximum, "e": self.exponential}
        return functions[token]() if token in functions else Decimal(token)

    def fraction(self):
        above = self.group()
        return above / self.group()

    def root(self):
        return self.group().sqrt()

    def logarithm(self):
        return self.power().ln()

    def tangent(self):
        doubled = (2 * self.between("(", ")")).exp()
        return (doubled - 1) / (doubled + 1)

    def exponential(self):
        self.take("^")
        return self.group().exp()

    def maximum(self):
        self.take("(")
        first = self.sum()
        self.take(",")
        value = max(first, self.sum())
        self.take(")")
        return value
