"""Help where the code is: in a real notebook's shell, without a browser."""

import subprocess
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell

import dlwidgets as dlw
from dlwidgets.assistant import Report
from dlwidgets.demos import magics
from dlwidgets.demos.code_assistant import CodeAssistant
from dlwidgets.errors import InvalidValueError

PROGRAM = (
    "import keras\nfrom sklearn.datasets import load_iris\nX, y = load_iris(return_X_y=True)\n"
    "model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(3, activation='softmax')])\n"
    "model.compile('adam', 'categorical_crossentropy')\nmodel.fit(X, y, epochs=9)\n"
)


@pytest.fixture
def shell(monkeypatch, wires, capsys):
    made = InteractiveShell()
    made.history_manager.enabled = False
    shown = []
    monkeypatch.setattr(magics, "get_ipython", lambda: made)
    monkeypatch.setattr(magics, "display", shown.append)
    monkeypatch.delattr(sys, "last_value", raising=False)
    dlw.load_ipython_extension(made)
    made.shown = shown
    return made


def run(shell, *cells):
    for cell in cells:
        shell.run_cell(cell, store_history=True)


def test_a_cell_is_checked_and_not_run(shell):
    run(shell, f"%%check_keras\nran = True\n{PROGRAM}", f"%%check_keras hints\n{PROGRAM}")
    report, assistant = shell.shown
    assert [one.rule for one in report] == ["labels-vs-loss"]
    assert report[0].line == 6
    assert "ran" not in shell.user_ns
    assert isinstance(report, Report)
    assert isinstance(assistant, CodeAssistant)
    assert assistant.code == PROGRAM
    with pytest.raises(InvalidValueError, match="the word hints"):
        magics.check_keras("fast", PROGRAM)


def test_the_last_error_is_explained_with_what_ran_before(shell):
    cells = ["import math", "def half(n):\n    return n / no_such_name", "x = 1\n\nhalf(3)", "math.pi"]
    run(shell, *cells)
    report = magics.explain_error()
    assert report.code.split("\n")[:3] == "\n".join(cells[:2]).split("\n")
    found = next(one for one in report if one.line == 3)
    assert report.where(found) == "Cell [2], line 2"
    assert f"Cell [2], line 2 · {found.what} (error)" in repr(report)
    assert "Cell [2], line 2" in report._repr_html_()
    assert "no_such_name" in f"{found.what} {found.why}"


def test_a_rule_that_knows_the_cause_comes_before_the_words_of_the_error(shell):
    fit = "raise ValueError('Arguments `target` and `output` must have the same rank (ndim).')"
    run(shell, PROGRAM.replace("model.fit", "fit = lambda *_, **__: 0\nmodel.fit").replace("import keras\n", ""), fit)
    shell.user_ns["In"][1] = PROGRAM  # what Keras would have said, without loading it
    assert magics.explain_error()[0].rule == "labels-vs-loss"


def test_without_an_error_or_a_notebook_that_is_said(shell, monkeypatch):
    with pytest.raises(InvalidValueError, match="no error in this notebook"):
        magics.explain_error()
    monkeypatch.setattr(magics, "get_ipython", lambda: None)
    with pytest.raises(InvalidValueError, match="no notebook here"):
        magics.explain_error()


def test_importing_in_a_notebook_brings_the_magic_and_nothing_heavy():
    code = (
        "from IPython.core.interactiveshell import InteractiveShell as S\nimport sys\nshell = S.instance()\n"
        "import dlwidgets\nassert 'check_keras' in shell.magics_manager.magics['cell']\n"
        "assert not {'altair', 'ipywidgets', 'tensorflow'} & {*sys.modules}\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
