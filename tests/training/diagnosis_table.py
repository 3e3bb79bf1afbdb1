"""What is said of fresh runs, healthy and sick in a known way: ``python -m tests.training.diagnosis_table SEED ...``.

Every recipe is trained with every seed by the project's own trainer, and a table of truth by what was said is printed.
"""

import math
import sys
from collections import Counter
from collections.abc import Iterable

import numpy as np

from dlwidgets.training.curves.diagnosis import diagnose
from dlwidgets.training.curves.finding import Kind
from dlwidgets.training.inspector import Inspector, Sample
from dlwidgets.training.run import Run
from dlwidgets.training.trainer.trainer import Trainer
from dlwidgets.training.watched_fit import LOOKS
from tests.training import real_runs
from tests.training.real_runs import RECIPES, Recipe

SEEDS = (20280229,)
"""Neither these nor any near them were used while the rules were written."""
RIGHT = {
    "healthy": {None, Kind.HEALTHY, Kind.FINISHED},
    "over-fitting": {Kind.OVER_FITTING},
    "diverging": {Kind.TOO_HIGH, Kind.UNDEFINED, Kind.DEAD},  # what too large steps do to ReLUs
    "oscillating": {Kind.TOO_HIGH, Kind.UNDEFINED, Kind.DEAD},
    "too slow": {Kind.TOO_LOW},
    "not learning": {Kind.NOT_LEARNING, Kind.STUCK, Kind.DEAD},  # inputs that are all 0 leave each ReLU at 0
    "dead": {Kind.DEAD},
    "too good": {Kind.TOO_GOOD},
    "undefined": {Kind.UNDEFINED},
}
"""What may be said of each kind of run by who has looked into its layers."""


def within(run: Run) -> list[tuple[float, float]]:
    """Return what ``LiveCharts`` would have taken between the ends of the epochs."""
    apart = math.ceil(run.n_steps / LOOKS)
    ends = [(epoch, k) for epoch in range(len(run.epochs)) for k in range(apart, run.n_steps, apart)]
    first = [epoch * run.n_steps + k - apart for epoch, k in ends]
    means = [float(np.mean(run.batch_losses[i : i + apart])) for i in first]
    return [(epoch + k / run.n_steps, mean) for (epoch, k), mean in zip(ends, means, strict=True)]


def fresh(recipe: Recipe, seed: int) -> Run:
    """Train a recipe at full speed, with a look inside at its start and at its end."""
    network, X, y, share = real_runs.prepared(recipe, seed)
    if np.isnan(X).any():
        return real_runs.train(recipe, seed)  # the trainer refuses data with gaps, as it should
    inspector = Inspector(network, Sample.of((X, y)))
    start = inspector.look(0)
    options = {"validation_split": share, "batch_size": recipe.batch, "seed": seed}
    trainer = Trainer(network, X, y, path="loop", record_batches=True, **options)
    trainer.train(recipe.epochs)
    run = trainer.run
    run.within = within(run)
    for look in (start, inspector.look(run.last_epoch)):
        run.looks.add(look)
    trainer.close()
    return run


def said_of(run: Run) -> Kind | None:
    """Return what kind of run the rules take it for."""
    finding = diagnose(run)
    return finding.kind if finding else None


def judged(seeds: Iterable[int], recipes: Iterable[Recipe] = RECIPES) -> list[tuple[Recipe, int, Kind | None]]:
    """Train every recipe with every seed; return what is said of each."""
    recipes = [*recipes]
    return [(recipe, seed, said_of(fresh(recipe, seed))) for seed in seeds for recipe in recipes]


def table(rows: Iterable[tuple[Recipe, int, Kind | None]]) -> str:
    """Write how often what was said of each kind, and what was wrong."""
    rows = [*rows]
    lines = []
    for kind, right in RIGHT.items():
        said = Counter(one for recipe, _seed, one in rows if recipe.kind == kind)
        n_right = sum(n for one, n in said.items() if one in right)
        words = ", ".join(f"{one.value if one else 'nothing'} {n}" for one, n in said.most_common())
        lines.append(f"{kind:14}{n_right:4} of {said.total():<5}{words}")
    wrong = [(recipe, seed, one) for recipe, seed, one in rows if one not in RIGHT[recipe.kind]]
    lines += [f"  {one.value if one else 'nothing'}: {recipe.name}, seed {seed}" for recipe, seed, one in wrong]
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(judged([int(word) for word in sys.argv[1:]] or SEEDS)))
