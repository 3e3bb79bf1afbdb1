"""Bad programs that a rule has to see, and near misses at which it has to be silent."""

from functools import cache

import pytest

from dlwidgets.assistant import RULES, find_bugs
from dlwidgets.assistant.findings import BUG
from tests.assistant.cases import hidden, later, names, outputs, preparing, shapes, streams, styles, targets, training

FAMILIES = (outputs, targets, shapes, training, preparing, hidden, names, streams, styles, later)
BAD = {rule: [one for family in FAMILIES for one in family.BAD.get(rule, [])] for rule in RULES}
SILENT = {rule: [one for family in FAMILIES for one in family.SILENT.get(rule, [])] for rule in RULES}


def each(cases):
    """Make a test of each program, named by its rule."""
    return [
        pytest.param(rule, code, id=f"{rule}-{place}")
        for rule, programs in cases.items()
        for place, code in enumerate(programs)
    ]


@cache
def found(rule, code):
    return find_bugs(code, style=RULES[rule].is_off)


@pytest.mark.parametrize(("rule", "code"), each(BAD))
def test_the_rule_sees_the_bad_program(rule, code):
    assert rule in [one.rule for one in found(rule, code)]


@pytest.mark.parametrize(("rule", "code"), each(BAD))
def test_an_edit_that_is_offered_mends_the_bad_program(rule, code):
    before = found(rule, code)
    first = next(one for one in before if one.rule == rule)
    if first.fix.edits:
        after = found(rule, before.fixed(first))
        assert [one.rule for one in after].count(rule) < [one.rule for one in before].count(rule)
        assert {one.rule for one in after if one.level == BUG} <= {one.rule for one in before if one.level == BUG}


def test_nearly_every_bug_comes_with_an_edit():
    firsts = [
        next(one for one in found(rule, code) if one.rule == rule) for rule, codes in BAD.items() for code in codes
    ]
    bugs = [one for one in firsts if one.level == BUG]
    assert len([one for one in bugs if one.fix.edits]) >= 0.9 * len(bugs)


@pytest.mark.parametrize(("rule", "code"), each(SILENT))
def test_the_rule_is_silent_at_a_near_miss(rule, code):
    assert rule not in [one.rule for one in found(rule, code)]


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_has_three_bad_programs_and_three_near_misses_of_their_own(rule):
    bad = {RULES[rule].bad, *BAD.get(rule, [])}
    silent = {RULES[rule].good, *SILENT.get(rule, [])} - bad
    assert len(bad) >= 3
    assert len(silent) >= 3


def test_no_case_is_about_a_rule_that_does_not_exist():
    assert {rule for family in FAMILIES for rule in (*family.BAD, *family.SILENT)} <= set(RULES)


@pytest.mark.parametrize("sign", ["'", '"'])
def test_an_edit_keeps_the_quotes_of_the_program(sign):
    code = streams.folders("binary", 'layers.Dense(2, activation="softmax")', "categorical_crossentropy").replace(
        '"', sign
    )
    report = find_bugs(code)
    assert f"loss={sign}sparse_categorical_crossentropy{sign}" in report.fixed(report[0])
