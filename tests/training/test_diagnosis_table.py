"""Some rows of the table of what is said of fresh runs; ``python -m tests.training.diagnosis_table`` trains all."""

import pytest

from dlwidgets.training.curves.finding import Kind
from tests.training.diagnosis_table import RIGHT, SEEDS, judged, table
from tests.training.real_runs import RECIPES

SOME = (
    ("healthy", "iris"), ("over-fitting", "moons"), ("diverging", "friedman"), ("too slow", "iris"),
    ("not learning", "circles"), ("dead", "iris"), ("too good", "moons"), ("undefined", "diabetes"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "data"), SOME)
def test_a_fresh_run_of_each_kind_is_recognised_when_the_trainer_made_it(kind, data):
    recipe = next(recipe for recipe in RECIPES if (recipe.kind, recipe.data) == (kind, data))

    ((_recipe, _seed, said),) = judged(SEEDS, [recipe])

    assert said in RIGHT[kind]


def test_the_table_has_enough_runs_of_each_sort_and_counts_them():
    assert {*RIGHT} == {recipe.kind for recipe in RECIPES}
    assert sum(recipe.kind == "healthy" for recipe in RECIPES) >= 30
    assert sum(recipe.kind != "healthy" for recipe in RECIPES) >= 30
    sick = next(recipe for recipe in RECIPES if recipe.kind == "dead")
    well = RECIPES[0]

    written = table([(sick, 1, Kind.DEAD), (sick, 2, None), (well, 1, None)])

    assert "dead             1 of 2    dead ReLUs 1, nothing 1" in written
    assert "healthy          1 of 1    nothing 1" in written
    assert f"  nothing: {sick.name}, seed 2" in written
    assert written.count("seed") == 1
