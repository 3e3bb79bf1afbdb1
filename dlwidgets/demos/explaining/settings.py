"""What the demo on reasons can be set to."""

from collections.abc import Mapping
from typing import Any

from dlwidgets.data import Dataset, Split
from dlwidgets.demos.comparing.examples import OWN, PICTURES, PLANES, named
from dlwidgets.demos.comparing.settings import KERNELS
from dlwidgets.demos.explaining.learned import N_TREES
from dlwidgets.demos.piecework_demo import PieceworkDemo
from dlwidgets.widgets.controls import choice, slider

NOISE = 0.2
"""How much drawn points stray."""


class ExplanationSettings(PieceworkDemo):
    """What can be set?

    The settings of the demo; ``Explanations`` says what they do.
    """

    data = choice("iris", lambda demo: demo.sets, label="Data", help="What is told apart. Half of it is for the test.")
    seed = slider(0, 0, 99, step=1, label="Seed", help="Draws another split and other chance.", is_open=True)
    example = slider(
        0,
        0,
        lambda demo: demo.n_examples - 1,
        step=1,
        label="Example",
        help="The test example about which all are asked.",
    )
    kernel = choice("rbf", KERNELS, label="Kernel", help="SVM: what it takes for the likeness of two examples.")
    n_neighbors = slider(5, 1, 25, step=1, label="Neighbours", help="kNN: how many of the nearest examples vote.")
    tree = slider(1, 1, N_TREES, step=1, label="Tree", help="Forest: the tree whose questions are listed.")

    own_data: Dataset | None = None
    """What the learner has handed in."""
    has_pictures = False
    """Whether examples are pictures."""
    is_settled = False
    """Whether first values are no longer those of the class."""
    split: Split
    """What is learned from, and what is asked about."""

    @property
    def sets(self) -> Mapping[str, str]:
        """Data sets that may be chosen."""
        known = {**PLANES, **PICTURES}
        return {**known, OWN: self.own_data.name} if self.own_data else known

    @property
    def source(self) -> Dataset:
        """The chosen data set, both parts."""
        return self.own_data if self.data == OWN and self.own_data else named(self.data, NOISE)

    @property
    def n_examples(self) -> int:
        """How many test examples there are, at least."""
        split: Any = vars(self).get("split")
        return split.test.n_examples if split is not None and self.is_settled else self.source.n_examples // 2
