"""Right programs broken by operators, each of which makes what one rule finds."""

import ast
from pathlib import Path
from random import Random

import pytest

from dlwidgets.assistant import RULES, find_bugs
from dlwidgets.assistant.mutations import MUTATIONS

TEXTS = {path.stem: path.read_text("utf-8") for path in sorted((Path(__file__).parent / "clean").glob("*.py"))}


def chance(seed):
    return Random(seed)  # noqa: S311  # it keeps no secret


@pytest.mark.parametrize("operator", MUTATIONS, ids=[one.rule for one in MUTATIONS])
def test_an_operator_breaks_the_page_of_its_rule_so_that_the_rule_sees_it(operator):
    broken = operator.apply(RULES[operator.rule].good, chance(0))
    if broken is not None:
        assert operator.rule in {one.rule for one in find_bugs(broken)}


@pytest.mark.parametrize("operator", MUTATIONS, ids=[one.rule for one in MUTATIONS])
def test_an_operator_changes_little_and_the_same_by_the_same_chance(operator):
    for name, text in TEXTS.items():
        broken = operator.apply(text, chance(name))
        if broken is not None:
            assert broken != text
            assert broken == operator.apply(text, chance(name))
            assert operator.rule == "unreadable-or-undefined" or ast.parse(broken)


def test_what_python_can_not_read_is_not_broken_further():
    assert {one.apply("model = keras.Sequential([", chance(0)) for one in MUTATIONS} == {None}
