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


@pytest.mark.parametrize(("cause", "hidden"), [(one.name, name) for one in RULES.values() for name in one.hides])
def test_a_mistake_hides_what_follows_from_it_and_nothing_of_another_model(cause, hidden):
    bad = RULES[cause].bad
    assert hidden not in rules(bad)
    assert {cause, hidden} <= {*rules(f"{bad}\n{RULES[hidden].bad}")}


BUILT = """import keras
from keras import layers
from sklearn.datasets import load_iris
X, y = load_iris(return_X_y=True)
def build(units, loss):
    model = keras.Sequential([layers.Dense(16, "relu"), layers.Dense(units, "softmax")])
    model.compile("adam", loss)
    return model
build(1, "binary_crossentropy").fit(X, y == 1, epochs=9)
build(2, "sparse_categorical_crossentropy").fit(X, y, epochs=9)
"""
OUTPUTS = """import keras
from keras import layers
from sklearn.datasets import load_iris
X, y = load_iris(return_X_y=True)
x = keras.Input((4,))
ends = [layers.Dense(1, "softmax")(x), layers.Dense(2, "softmax")(x)]
model = keras.Model(x, ends)
model.compile("adam", ["binary_crossentropy", "sparse_categorical_crossentropy"])
model.fit(X, [y == 1, y], epochs=9)
"""


@pytest.mark.parametrize("code", [BUILT, OUTPUTS])
def test_models_of_one_function_and_outputs_of_one_model_have_mistakes_of_their_own(code):
    assert {*rules(code)} == {"one-unit-softmax", "units-vs-classes"}


@pytest.mark.parametrize("other", ["dataset-args", "eval-on-train"])
def test_another_model_in_the_same_program_hides_no_mistake(other):
    lost = {
        name
        for name, one in RULES.items()
        if not {name, other} <= {found.rule for found in find_bugs(one.bad + RULES[other].bad, style=one.is_off)}
    }
    # Python reads no further than a line that it can't read.
    assert lost <= {"unreadable-or-undefined"}


def test_every_bug_of_a_page_comes_with_an_edit():
    first = [find_bugs(rule.bad)[0] for rule in RULES.values() if not rule.is_off]
    assert [one.rule for one in first if one.level == BUG and not one.fix.edits] == []


OWN_NUMBERS = {
    "accuracy-on-regression": "25 to 346", "after-output-extras": "3 answers to 0 with a chance of 30%", "bad-init": "32 units",
    "class-loss-for-numbers": "25 to 346", "epochs-batch": "60000 examples is seen once, in 1875 steps", "eval-on-train": "60000 examples",
    "flag-on-probabilities": "3 units", "freeze-after-fit": "line 9 goes on with the model as line 6", "hidden-activation": "32 units share 100 %: 3.12 %",
    "not-an-array": "4 entries", "not-ready": "model of 3 layers", "scaler-leak": "45 test examples", "shared-layer": "line 2 once more, with its 8 units",
    "style": "32 biases", "train-on-test": "10000 examples", "val-is-train": "60000 examples",
}  # fmt: skip


@pytest.mark.parametrize("name", OWN_NUMBERS)
def test_a_reason_is_told_in_the_numbers_of_the_program(name):
    assert OWN_NUMBERS[name] in find_bugs(RULES[name].bad, style=RULES[name].is_off)[0].why


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
