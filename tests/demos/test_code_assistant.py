"""The code assistant by code and by the messages of its page: hints, fixes, undo, the notebook's variables."""

import json

import numpy as np
import pandas as pd
import pytest

import dlwidgets as dlw
from dlwidgets.assistant import find_bugs
from dlwidgets.demos import code_assistant
from dlwidgets.demos.coach.notebook import known_variables
from dlwidgets.errors import InvalidValueError, UnknownNameError

HEAD = "%matplotlib inline\nimport keras  # Keras 3\nfrom keras.layers import *\n"
END = "model.compile('adam', loss='categorical_crossentropy', metrics=['accuracy'])\nmodel.fit(X, y, epochs=9)\n"
MODEL = "model = keras.Sequential([Input((4,)), Dense(8, activation='relu'), Dense(3, activation='softmax')])\n"
BAD = f"{HEAD}from sklearn.datasets import load_iris\nX, y = load_iris(return_X_y=True)\n{MODEL}{END}"
GOOD = BAD.replace("categorical", "sparse_categorical")
MANY = BAD.replace("epochs", "nb_epoch").replace(
    "Dense(8, activation='relu')", "Dense(8, activation='Relu'), Dropout(50)"
)
UNSEEN = f"import keras\nfrom keras.layers import *\nX, y = prepared()\n{MODEL}{END}"


@pytest.fixture
def assistant(wires):
    return dlw.CodeAssistant(BAD)


@pytest.fixture
def namespace(monkeypatch):
    """The variables of a notebook."""
    shell = type("Shell", (), {"user_ns": {}})()
    monkeypatch.setattr(code_assistant, "get_ipython", lambda: shell)
    return shell.user_ns


def findings(assistant):
    return assistant.page.part("findings")["items"]


def everything_shown(assistant):
    return json.dumps([assistant.page.part("findings"), assistant.page.part("code")["marks"], assistant.text])


def test_hints_tell_one_thing_after_the_other_and_nothing_before(assistant):
    found = assistant.report[0]
    secrets = {"where": '"line": 7', "why": json.dumps(found.why)[1:-1], "fix": json.dumps(found.fix.words)[1:-1]}
    for reached in range(4):
        shown = everything_shown(assistant)
        assert [name for name, secret in secrets.items() if secret in shown] == [*secrets][:reached]
        assert (findings(assistant)[0]["next"] is None) == (reached == 3)
        assistant.page.act("hint", finding="labels-vs-loss:1")
    assert assistant.page.part("code")["marks"] == [{"line": 7, "kind": "bug", "says": found.what}]
    assert findings(assistant)[0]["diff"] == [["-", END.split("\n", maxsplit=1)[0]], ["+", GOOD.split("\n")[6]]]
    assistant.page.set("hints_first", value=False)
    assert "diff" in findings(assistant)[0]


def test_a_fix_is_made_and_taken_back_exactly(assistant):
    assistant.page.act("mend", finding="labels-vs-loss:1")
    assert assistant.code == GOOD  # the comment and the magic too
    assert not findings(assistant)
    assert assistant.text.startswith("Nothing wrong was found.")
    assert any("1 model" in line for line in assistant.page.part("findings")["checked"])
    assistant.page.press("undo")
    assert (assistant.code, len(assistant.report)) == (BAD, 1)
    assistant.page.press("redo")
    assert assistant.code == GOOD
    assert assistant.to_code() == f"dlw.CodeAssistant(code={GOOD!r})"


def test_a_stretch_of_typing_is_one_step_of_undo(assistant):
    for end in ("a", "ab", "abc"):
        assistant.page.act("write", text=f"{GOOD}#{end}", burst="1")
    assistant.page.act("write", text="", burst="2")
    assert "no code yet" in assistant.text
    assistant.page.press("undo")
    assert assistant.code == f"{GOOD}#abc"
    assistant.page.press("undo")
    assert assistant.code == BAD
    with pytest.raises(InvalidValueError, match="can't be used"):
        assistant.page.press("undo")


@pytest.mark.parametrize(
    ("pasted", "shown"),
    [
        ("".join(f">>> {line}\n" for line in BAD.splitlines()[1:]), BAD.split("\n", 1)[1]),
        (json.dumps({"cells": [{"cell_type": "code", "source": GOOD}]}), GOOD.replace("%matplotlib inline", "pass")),
        (BAD.replace("\n", "\r\n"), BAD),
    ],
)
def test_a_paste_is_shown_as_the_program_in_it(wires, pasted, shown):
    assistant = dlw.CodeAssistant()
    assistant.page.act("write", text=pasted)
    assert assistant.page.part("code")["text"] == assistant.code == shown
    assert len(assistant.report) == len(find_bugs(shown))


def test_an_error_under_the_program_is_explained_and_cut_off(wires):
    error = "Traceback (most recent call last):\n  File \"a.py\", line 2, in <module>\nKeyError: 'acc'\n"
    assistant = dlw.CodeAssistant(f"history = train()\nprint(history.history['acc'])\n{error}")
    assert assistant.code.startswith("history = train()")
    assert "Traceback" not in assistant.code
    assert (assistant.report[0].rule, assistant.report[0].line) == ("traceback", 2)
    assert "Read the last line of the message" in findings(assistant)[0]["nudge"]


def test_three_findings_are_shown_first_the_worst_first(wires):
    assistant = dlw.CodeAssistant(MANY, hints_first=False)
    assert len(assistant.report) > 3
    shown = findings(assistant)
    assert len(shown) == 3
    assert shown[0]["stops"]
    assert f"{len(assistant.report) - 3} more" in assistant.page.part("findings")["rest"]


def test_a_teacher_can_keep_the_answers_back(wires):
    assistant = dlw.CodeAssistant(BAD, hide=["mend"], hints_first=False)
    shown = findings(assistant)[0]
    assert "why" in shown
    assert not {"fix", "diff"} & shown.keys()
    with pytest.raises(UnknownNameError):
        assistant.page.act("mend", finding=0)


@pytest.mark.parametrize("finding", [1, -1, True, "other:1", None])
def test_a_finding_that_is_none_is_refused_and_nothing_changes(assistant, finding):
    for act in (assistant.mend, assistant.hint):
        with pytest.raises(InvalidValueError, match="no finding"):
            act(finding)
    assert (assistant.code, assistant.hinted) == (BAD, {})


@pytest.mark.parametrize("value", [None, 3, b"import keras"])
def test_a_program_that_is_no_text_is_refused(assistant, value):
    with pytest.raises(InvalidValueError, match="text of a program"):
        assistant.code = value
    assert assistant.code == BAD


def test_nothing_of_a_program_is_run(wires, tmp_path):
    canary = tmp_path / "canary"
    run = f"open({str(canary)!r}, 'w')"
    assistant = dlw.CodeAssistant(f"{run}\n{BAD}x = [{run} for _ in range(3)]\n@{run}\ndef f(a={run}): pass\n")
    assistant.mend()
    assert not canary.exists()


def test_the_notebook_is_read_only_with_consent_and_turns_what_is_unseen_into_a_finding(wires, namespace):
    namespace |= {"X": np.zeros((30, 4)), "y": np.arange(30) % 3}
    assistant = dlw.CodeAssistant(UNSEEN)
    assert not assistant.report
    assert any("how y was made" in line for line in assistant.report.unseen)
    assert assistant.page.part("findings")["read"] == []
    assistant.page.set("read_notebook", value=True)
    assert [one.rule for one in assistant.report] == ["labels-vs-loss"]
    assert assistant.page.part("findings")["read"][1] == (
        "Your notebook's y: shape (30,), whole numbers from 0 to 2, 3 classes."
    )
    assistant.mend()
    assert not assistant.report
    namespace["y"] = np.eye(3)[namespace["y"]]
    assistant.undo()
    assert not assistant.report


def test_of_a_variable_shape_range_and_classes_are_read(wires):
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"a": [1.5, -2.0], "b": [0.0, 9.0]})
    read = known_variables(
        "a, b, c, d, e, f, g",
        {
            "a": np.eye(3)[[0, 1, 2, 2, 1, 0]], "b": np.array([1, 2, 1, 2]), "c": table, "d": rng.random((5, 2, 3)),
            "e": np.array(["cat", "dog"]), "f": np.array([0.5, np.inf]), "g": table["a"],
        },
    )  # fmt: skip
    assert (read["a"].coding, read["a"].classes) == ("one-hot rows", 3)
    assert (read["b"].coding, read["b"].classes, read["b"].low, read["b"].high) == ("class numbers", 2, 1, 2)
    assert (read["c"].shape, read["c"].low, read["c"].high, read["c"].frame) == ((2, 2), -2, 9, True)
    assert (read["d"].shape, read["d"].whole, read["d"].coding) == ((5, 2, 3), False, None)
    assert (read["e"].shape, read["e"].low) == ((2,), None)
    assert (read["f"].shape, read["f"].low) == ((2,), None)
    assert read["g"].shape == (2,)


def test_nothing_else_of_a_notebook_is_touched(wires):
    class Own:
        def __getattribute__(self, name):
            raise AssertionError(name)

    class Array(np.ndarray):
        def min(self, *_, **__):
            raise AssertionError

    values = {"X": Own(), "y": np.zeros(3).view(Array), "model": Own(), "secret": "word"}
    assert known_variables("fit(X, y, model, secret)", values) == {}
    assert known_variables("X = (", {"X": np.zeros(3)}) == {}


@pytest.mark.parametrize(
    "code",
    [
        UNSEEN.replace("model = ", "y = encode(y)\nmodel = "),  # of two values only the last one is in the notebook
        UNSEEN.replace("X, y = prepared()", "def f():\n    y = g()\n    return X, y\nX, y2 = f()").replace(
            "fit(X, y,", "fit(X, y2,"
        ),
    ],
)
def test_the_value_of_now_says_nothing_of_a_name_with_several(code):
    known = known_variables(code, {"X": np.zeros((30, 4)), "y": np.arange(30) % 3})
    assert "y" in known
    assert not find_bugs(code, known=known)
