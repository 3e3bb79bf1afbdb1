"""Each rule finds its bug, keeps silent where it is none, and its edit mends it."""

from dataclasses import replace

import pytest

from dlwidgets.assistant import RULES, find_bugs
from dlwidgets.assistant.findings import ADVICE, BUG
from dlwidgets.assistant.reading.program import Program


def rules(code):
    return [finding.rule for finding in find_bugs(code)]


@pytest.mark.parametrize("name", RULES)
def test_the_page_of_a_rule_tells_the_truth(name):
    rule = RULES[name]
    found = find_bugs(rule.bad, style=rule.is_off)
    assert found[0].rule == name
    assert found[0].what
    assert found[0].why
    assert found[0].fix
    assert [one for one in find_bugs(rule.good) if one.level != ADVICE] == []


@pytest.mark.parametrize("name", RULES)
def test_an_edit_that_is_offered_removes_its_finding(name):
    found = find_bugs(RULES[name].bad, style=RULES[name].is_off)
    first = found[0]
    if first.fix.edits:
        mended = find_bugs(found.fixed(first), style=RULES[name].is_off)
        assert len([one for one in mended if one.rule == name]) < len([one for one in found if one.rule == name])
        assert {one.rule for one in mended if one.level == BUG} <= {one.rule for one in found if one.level == BUG}


def test_every_bug_of_a_page_comes_with_an_edit():
    first = [find_bugs(rule.bad)[0] for rule in RULES.values() if not rule.is_off]
    assert [one.rule for one in first if one.level == BUG and not one.fix.edits] == []


def test_habits_are_told_on_demand_only():
    page = RULES["style"]
    assert rules(page.bad) == []
    assert [one.rule for one in find_bugs(page.bad, style=True)] == ["style"]
    assert not find_bugs(page.good, style=True)


def test_a_rule_that_stumbles_says_nothing_and_the_others_are_asked(monkeypatch, caplog):
    def stumble(_facts):
        raise ZeroDivisionError

    code = RULES["labels-vs-loss"].bad
    monkeypatch.setitem(RULES, "learning-rate", replace(RULES["learning-rate"], check=stumble))
    assert rules(code) == ["labels-vs-loss"]
    assert "learning-rate could not judge" in caplog.text
    caplog.clear()

    monkeypatch.setattr(Program, "run", stumble)
    assert "only its beginning was followed" in str(find_bugs(code))
    assert "could not be followed" in caplog.text
    caplog.clear()
