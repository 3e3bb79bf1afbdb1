"""Right and wrong programs under Keras itself, to their end: slow, so not in the usual suite.

``pytest tests/assistant/in_keras.py`` runs them all, ``-k clean`` or the name of a program only some. Data sets are
small ones of the same shapes, and ``fit`` goes over them once.
"""

import builtins
import importlib
import os
import re
import runpy
import warnings
from pathlib import Path

import numpy as np
import pytest

from dlwidgets.assistant import RULES, find_bugs
from dlwidgets.assistant.mutations import MUTATIONS
from tests.assistant.test_cases import BAD, each
from tests.assistant.test_mutations import places

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("MPLBACKEND", "Agg")
CLEAN = sorted((Path(__file__).parent / "clean").glob("*.py"))
PICTURES = {"mnist": ((28, 28), 10), "fashion_mnist": ((28, 28), 10), "cifar10": ((32, 32, 3), 10), "cifar100": ((32, 32, 3), 100)}  # fmt: skip
TEXTS = {"imdb": 2, "reuters": 46}
TABLES = {"boston_housing": 13, "california_housing": 8}


def pictures(name):
    shape, classes = PICTURES[name]
    rng = np.random.default_rng(0)
    flat = (-1, 1) if len(shape) == 3 else (-1,)
    halves = [
        (rng.integers(0, 256, (count, *shape), dtype="uint8"), np.arange(count, dtype="uint8") % classes)
        for count in (640, 320)
    ]
    return lambda **_: tuple((x, y.reshape(flat)) for x, y in halves)


def texts(name):
    rng = np.random.default_rng(0)

    def load_data(num_words=1000, **_):
        halves = []
        for count in (240, 120):
            x = np.empty(count, dtype=object)
            x[:] = [rng.integers(1, num_words, rng.integers(5, 60)).tolist() for _ in range(count)]
            halves.append((x, np.arange(count) % TEXTS[name]))
        return tuple(halves)

    return load_data


def tables(name):
    rng = np.random.default_rng(0)
    return lambda **_: tuple((rng.normal(size=(count, TABLES[name])), rng.uniform(5, 50, count)) for count in (160, 80))


@pytest.fixture(autouse=True)
def small_world(monkeypatch, tmp_path):
    import keras

    monkeypatch.chdir(tmp_path)
    makers = {name: pictures(name) for name in PICTURES} | {name: texts(name) for name in TEXTS} | {name: tables(name) for name in TABLES}  # fmt: skip
    for name, maker in makers.items():
        for root in ("keras.datasets", "keras._tf_keras.keras.datasets", "keras.src.datasets"):
            monkeypatch.setattr(importlib.import_module(f"{root}.{name}"), "load_data", maker)
    fit = keras.Model.fit

    def once(self, *arguments, **named):
        return fit(self, *arguments, **named | {"verbose": 0, "epochs": min(named.get("epochs", 1), 2)})

    monkeypatch.setattr(keras.Model, "fit", once)
    yield
    keras.backend.clear_session()


def run(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        runpy.run_path(str(path), run_name="__main__")


def fails(code, path):
    """Run a program; return the error that it ends with, empty if it ends well."""
    path.write_text(code, "utf-8")
    try:
        run(path)
    except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever a wrong program raises
        return f"{type(error).__name__}: {error}"
    return ""


@pytest.mark.parametrize("name", RULES)
def test_a_page_tells_what_stops_and_what_does_not(name, tmp_path):
    rule = RULES[name]
    report = find_bugs(rule.bad, style=rule.is_off)
    assert fails(rule.good, tmp_path / "good.py") == ""
    assert bool(fails(rule.bad, tmp_path / "bad.py")) == report[0].stops
    if report[0].fix.edits:
        assert fails(report.fixed(report[0]), tmp_path / "fixed.py") == ""


def stand_in():
    """Return data in place of what a program loads from elsewhere: four numbers each, and three classes."""
    rng = np.random.default_rng(0)
    return rng.normal(size=(60, 4)), rng.integers(0, 3, 60)


@pytest.mark.parametrize(("rule", "code"), each(BAD))
def test_a_bad_program_fails_where_a_finding_says_so(rule, code, tmp_path, monkeypatch):
    for name in ("load", "prepared"):
        monkeypatch.setattr(builtins, name, stand_in, raising=False)
    report = find_bugs(code, style=RULES[rule].is_off)
    error = fails(code, tmp_path / "bad.py")
    stops = any(one.stops for one in report)
    # What a file or a stand-in holds is not what the program was written for.
    is_whole = not re.search(r"\b(load|prepared)\(", code) and not error.startswith(
        ("FileNotFoundError", "NotFoundError")
    )
    assert error if stops else not (error and is_whole), error


@pytest.mark.parametrize("operator", MUTATIONS, ids=[one.rule for one in MUTATIONS])
def test_what_an_operator_breaks_is_found_in_every_program(operator):
    for name, broken in places(operator, most=len(CLEAN)).items():
        assert operator.rule in {one.rule for one in find_bugs(broken)}, name


@pytest.mark.parametrize("path", CLEAN, ids=[path.stem for path in CLEAN])
def test_a_clean_program_runs_to_its_end(path):
    run(path)
