"""Right and wrong programs under Keras itself, to their end: slow, so its name keeps it out of the usual suite.

``pytest tests/assistant/in_keras.py -n 0`` runs all of it in about half an hour on one core; parts of it are chosen by
``-k``:

- ``-k page``: each rule's page. The bad program stops where the rule says so, or the harm shows that `harm` looks for,
  and neither is there in the good one and in the one that the offered edit mends.
- ``-k bad_program``: the programs of ``cases`` stop where a finding says so, and nowhere else.
- ``-k still``: the errors of ``wild/errors.txt`` are what Keras says today.
- ``-k operator``: what each operator breaks in any clean program is found.
- ``-k clean``: the programs of ``clean`` run to their end.

Data sets are small ones of the same shapes, files and trained networks are stood in for, and ``fit`` ends early where
only the end counts (``small_world``).
"""

import builtins
import os
import re
import runpy
import warnings
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from dlwidgets.assistant import RULES, find_bugs
from dlwidgets.assistant.mutations import MUTATIONS
from tests.assistant.harm import SHOWN, Ran
from tests.assistant.small_world import STAND_INS, build, write_files
from tests.assistant.test_cases import BAD, each
from tests.assistant.test_errors import stated
from tests.assistant.test_mutations import places
from tests.assistant.test_wild import programs

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("MPLBACKEND", "Agg")
CLEAN = sorted((Path(__file__).parent / "clean").glob("*.py"))


@pytest.fixture(autouse=True)
def small_world(monkeypatch, tmp_path):
    import keras

    monkeypatch.chdir(tmp_path)
    for name, made in STAND_INS.items():
        monkeypatch.setattr(builtins, name, made, raising=False)
    build(monkeypatch)
    write_files(tmp_path)
    keras.utils.set_random_seed(0)
    yield
    keras.backend.clear_session()


@pytest.fixture
def goes_over_once(monkeypatch):
    """What only has to come to its end learns no longer than it takes to see an error."""
    import keras

    fit = keras.Model.fit

    def once(self, *arguments, **named):
        return fit(self, *arguments, **named | {"verbose": 0, "epochs": min(named.get("epochs", 1), 2)})

    monkeypatch.setattr(keras.Model, "fit", once)


@pytest.fixture
def does_not_compile():
    """A few steps take less time than their graph."""
    import tensorflow as tf

    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


def run(code):
    """Run a program; return the error that it ends with, empty if it ends well, and its names."""
    Path("program.py").write_text(code, "utf-8")
    try:
        return "", runpy.run_path("program.py", run_name="__main__")
    except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever a wrong program raises
        return f"{type(error).__name__}: {error}", {}


@cache
def ran(code):
    """Run the page of a rule as it is written, and take note of what it does."""
    import keras

    kept = Ran()
    fit, evaluate = keras.Model.fit, keras.Model.evaluate

    def fitted(self, *arguments, **named):
        before = [np.array(one) for one in self.weights]
        result = fit(self, *arguments, **named | {"verbose": 0})
        moved = any(not np.array_equal(one, np.array(other)) for one, other in zip(before, self.weights, strict=False))
        kept.fits.append({"x": arguments[0], "y": arguments[1] if len(arguments) > 1 else None, "moved": moved})
        return result

    def evaluated(self, *arguments, **named):
        kept.evaluated += arguments[:1]  # fit names them where it validates
        return evaluate(self, *arguments, **named)

    keras.Model.fit, keras.Model.evaluate = fitted, evaluated
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            kept.error, kept.names = run(code)
    finally:
        keras.Model.fit, keras.Model.evaluate = fit, evaluate
    kept.warned = [str(one.message) for one in warned]
    return kept


@pytest.mark.parametrize("name", RULES)
@pytest.mark.filterwarnings("ignore")  # Keras warns of some mistakes; what it says is kept
def test_a_page_tells_what_stops_and_what_a_silent_mistake_does(name):
    rule = RULES[name]
    report = find_bugs(rule.bad, style=rule.is_off)
    bad, good = ran(rule.bad), ran(rule.good)
    assert good.error == ""
    assert bool(bad.error) == report[0].stops, bad.error
    if not report[0].stops:
        assert SHOWN[name](bad)
        assert not SHOWN[name](good)
    if report[0].fix.edits:
        mended = ran(report.fixed(report[0]))
        assert mended.error == ""
        assert report[0].stops or not SHOWN[name](mended)


@pytest.mark.parametrize(("rule", "code"), each(BAD))
@pytest.mark.usefixtures("goes_over_once", "does_not_compile")
@pytest.mark.filterwarnings("ignore")
def test_a_bad_program_fails_where_a_finding_says_so(rule, code):
    import tensorflow as tf

    report = find_bugs(code, style=RULES[rule].is_off)
    stops = any(one.stops for one in report)
    error, _ = run(code)
    if bool(error) != stops:
        # Only a compiled graph goes on with the layers that a model had before.
        tf.config.run_functions_eagerly(False)
        error, _ = run(code)
    # What a file or a stand-in holds is not what the program was written for, and what is missing is elsewhere.
    is_whole = not re.search(r"\b(load|prepared)\(", code) and not error.startswith(
        ("FileNotFoundError", "ModuleNotFoundError", "NameError", "NotFoundError")
    )
    assert error if stops else not (error and is_whole), error


@pytest.mark.parametrize(("marks", "code"), programs("errors"))
@pytest.mark.filterwarnings("ignore")
def test_an_error_is_still_what_keras_says(marks, code):
    program, _, _ = code.partition("\nTraceback (most")
    line, what = stated(marks)
    error, _ = run(program)
    shown = f'Traceback (most recent call last):\n  File "main.py", line {line}, in <module>\n{error}'
    told = find_bugs(f"{program}\n{shown}")[0].what
    # Keras counts its layers.
    assert re.sub(r"_\d+", "", told) == re.sub(r"_\d+", "", what)


@pytest.mark.parametrize("operator", MUTATIONS, ids=[one.rule for one in MUTATIONS])
def test_what_an_operator_breaks_is_found_in_every_program(operator):
    for name, broken in places(operator, most=len(CLEAN)).items():
        assert operator.rule in {one.rule for one in find_bugs(broken)}, name


@pytest.mark.parametrize("path", CLEAN, ids=[path.stem for path in CLEAN])
@pytest.mark.usefixtures("goes_over_once")
def test_a_clean_program_runs_to_its_end(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        runpy.run_path(str(path), run_name="__main__")
