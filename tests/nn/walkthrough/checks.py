"""What holds for every line and every step of a walk-through."""

import math
import re
from decimal import Decimal

from tests.nn.walkthrough.latex import evaluate, evaluate_terms, is_rounding, quantities, shown_numbers, sides

CONSTANTS = {1, 2, Decimal("0.2")}
# Names of parts and counts; no number of the computation hides in them.
NAMES = re.compile(
    r"[wb]\d+\[\d+(?:,\d+)?\]|\b(?:neuron|output|hidden layer|example) \d+|input x\d+|x\d+"
    r"|\b\d+ (?:paths|examples|outputs)|shares of 1\b|0 would be perfect",
    re.IGNORECASE,
)
IN_SENTENCE = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]\d+)?")


def assert_line_is_true(line):
    """The right side of a line, computed anew from its numbers, is the left side."""
    expected = evaluate_terms(line.right)
    # A float's own rounding counts as much as the largest number of the line lets it.
    size = max([1.0, *(abs(q.value) for q in quantities(line.right))])
    assert math.isclose(expected, line.result.value, rel_tol=1e-9, abs_tol=1e-12 * size), line.symbols


def assert_signs_are_true(line):
    """An equals sign stands only between equal numbers, and no sign is missing."""
    before = Decimal(line.result.value)
    for sign, text in sides(line):
        value = evaluate(text)
        if sign == "=":
            assert math.isclose(value, before, rel_tol=1e-11, abs_tol=1e-11), line.filled
        before = value
    assert is_rounding(sides(line)[-1][1].replace(r" \times 10^{", "e").replace("}", ""), line.result.value, 4)


def assert_numbers_are_known(step):
    """Each number in the filled formula and in the sentence is one of the step's numbers, rounded."""
    known = [*step.numbers.values()]
    counts = {Decimal(step._scene.sizes[-1]), Decimal(step._scene.step.n_examples)}
    for line in step.lines:
        bare = re.sub(r"\)\^(?:2|\{\d+\})", ")", " ".join(text for _, text in sides(line)))
        for text in shown_numbers(bare):
            is_known = any(is_rounding(text, value, 4) for value in known)
            assert is_known or Decimal(text) in CONSTANTS | counts, (text, line.filled)
    for text in IN_SENTENCE.findall(NAMES.sub("", step.sentence)):
        assert any(is_rounding(text, v, 3) and (Decimal(text) * Decimal(v) >= 0) for v in known), (text, step)
