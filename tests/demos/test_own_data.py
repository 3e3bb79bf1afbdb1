"""A learner's own data come in the same forms through every demo, and are the same data."""

import re

import numpy as np
import pandas as pd
import pytest

import dlwidgets as dlw
from dlwidgets.compare.race import split_of
from dlwidgets.data import Dataset

N = 40
RNG = np.random.default_rng(5)
FRUIT = pd.DataFrame({"weight": RNG.normal(150, 20, N).round(1), "sugar": RNG.normal(9, 2, N).round(2)})
FRUIT["kind"] = np.where(FRUIT.weight / 20 + FRUIT.sugar > FRUIT.weight.median() / 20 + 9, "pear", "apple")
DEMOS = {
    "perceptron": dlw.Perceptron,
    "stepper": lambda data, **how: dlw.BackpropStepper(data=data, **how),
    "builder": lambda data, **how: dlw.LayerBuilder(data=data, **how),
    "diagram": lambda data, **how: dlw.NetworkDiagram([2, 3, 1], data=data, **how),
    "playground": dlw.Playground,
    "comparison": lambda data, **how: dlw.Comparison(data, ["svm"], **how),
    "examples": lambda data, **how: dlw.ExamplesNeeded(data, ["svm"], cache=None, **how),
    "hidden": dlw.HiddenLayer,
    "explanations": dlw.Explanations,
    "tuning": lambda data, **how: dlw.HandTune(data, model="neuron", **how),
    "optimizers": dlw.Optimizers,
}
ONE_FEATURE = {"optimizers"}


@pytest.fixture(scope="module")
def csv_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / "fruit.csv"
    FRUIT.to_csv(path, index=False)
    return path


@pytest.mark.parametrize("name", DEMOS)
def test_a_frame_a_dictionary_a_file_and_a_pair_show_what_a_dataset_shows(name, csv_file, monkeypatch):
    monkeypatch.chdir(csv_file.parent)
    make, frame = DEMOS[name], FRUIT.drop(columns="sugar") if name in ONE_FEATURE else FRUIT
    frame.to_csv("fruit.csv", index=False)
    columns = frame.drop(columns="kind")
    wanted = shown(make(Dataset.from_frame(frame, "kind")))

    assert wanted, "two demos of nothing would be alike"
    assert shown(make((columns, frame.kind))) == wanted
    for table in (frame, {column: [*frame[column]] for column in frame}, csv_file, "fruit.csv"):
        assert shown(make(table, target="kind")) == wanted


@pytest.mark.parametrize("name", DEMOS)
def test_a_target_that_is_missing_or_too_many_is_asked_for_by_the_columns_that_there_are(name, csv_file):
    make = DEMOS[name]
    with pytest.raises(dlw.DataError, match=r"without target=.*one of 'weight', 'sugar', 'kind'"):
        make(FRUIT)
    with pytest.raises(dlw.DataError, match=r"fruit.csv' without target=.*such as target="):
        make(str(csv_file))
    with pytest.raises(dlw.DataError, match="Leave it out"):
        make((FRUIT[["weight", "sugar"]], FRUIT.kind), target="kind")
    with pytest.raises(dlw.DataError, match="Leave it out"):
        make("iris", target="species")
    with pytest.raises(dlw.DataError, match="place of the dots"):
        make(...)
    with pytest.raises(dlw.UnknownNameError, match="Did you mean 'kind'"):
        make(FRUIT, target="kinds")


def test_races_take_a_pair_and_say_how_a_file_is_read(csv_file):
    pair = split_of((FRUIT[["weight", "sugar"]], FRUIT.kind), 0.5, 0)
    whole = split_of(Dataset.from_frame(FRUIT, "kind"), 0.5, 0)

    assert np.array_equal(pair.train.X, whole.train.X)
    assert np.array_equal(pair.test.y, whole.test.y)
    with pytest.raises(dlw.DataError, match=r"from_csv\('.*fruit.csv', target=...\)"):
        dlw.race(str(csv_file), ["svm"])


def shown(demo):
    """Return all that the demo's picture is made of, but for the name of a file."""
    return re.sub(r" at 0x\w+", "", repr(demo.frame())).replace("'fruit'", "'own data'")
