"""What is known of the contestants: who has learned what, and how that turned out."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from dlwidgets.compare.contestants import Contestant
from dlwidgets.compare.job import Outcome
from dlwidgets.compare.live import is_network
from dlwidgets.compare.result import RaceResult, Standing
from dlwidgets.data import Split
from dlwidgets.demos.comparing.examples import Plane, Recipe
from dlwidgets.demos.comparing.features import HAND_MADE
from dlwidgets.demos.comparing.film import Look
from dlwidgets.demos.comparing.lineup import CONTROLS, contestants
from dlwidgets.demos.comparing.settings import ComparisonSettings

DATA = ("data", "noise", "n_train", "n_classes", "only_shown", "irrelevant", "features", "scaling")


class ComparisonKnowledge(ComparisonSettings):
    """What is known?

    The part of the comparison that keeps what came out.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    kept = ("_split", "_plane", "_looks", "_contestants", "_axes")

    lineup: Mapping[str, Any]
    """Who takes part, by name."""
    _split: Split
    _plane: Plane | None
    _contestants: tuple[Contestant, ...]

    def __init__(self, **settings: Any) -> None:
        self._known: dict[Any, Outcome] = {}
        self._looks: dict[str, Look] = {}
        self._fresh: set[str] = set()
        super().__init__(**settings)

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seeds of all rounds, the shown one first."""
        return tuple(range(self.seed, self.seed + self.n_seeds))

    @property
    def result(self) -> RaceResult:
        """What is known so far, as ``dlw.race`` returns it; a contestant without any outcome is left out."""
        found = {
            one.name: tuple(filter(None, map(partial(self._outcome, one), self.seeds))) for one in self._contestants
        }
        standings = tuple(Standing(name, outcomes) for name, outcomes in found.items() if outcomes)
        is_complete = all(len(outcomes) == self.n_seeds for outcomes in found.values())
        return RaceResult(self.source.name, standings, self.seeds, self._split.test.n_examples, is_complete)

    def _prepare(self) -> None:
        """Follow changed settings: make the parts, the plane and the contestants."""
        self._split = self._split_of(self.seed)
        self._plane = None if self.has_pictures else Plane.of(self._split, (self.x_feature, self.y_feature))
        self._contestants = contestants(self.lineup, self._values(), HAND_MADE[self.features].make)

    def _split_of(self, seed: int) -> Split:
        only = (self.x_feature, self.y_feature) if self.only_shown else None
        return Recipe(self.n_classes, self.n_train, self.irrelevant, only).split(self.source, seed)

    def _show_known(self) -> None:
        """Show the contestants that have learned; the others stay as they were, or go if the examples are others."""
        for one in self._contestants:
            outcome = self._outcome(one, self.seed)
            if outcome is None:
                continue
            self._fresh.add(one.name)
            if outcome.predictions is None:  # it failed
                self._looks.pop(one.name, None)
            else:
                self._looks[one.name] = Look(outcome.predictions, outcome.answers)

    def _outcome(self, contestant: Contestant, seed: int) -> Outcome | None:
        return self._known.get(self._key(contestant, seed))

    def _key(self, contestant: Contestant, seed: int) -> Any:
        """Name all that an outcome depends on."""
        shown = (self.x_feature, self.y_feature) if seed == self.seed else ()
        return (seed, shown, self.epochs if is_network(contestant) else 0, self._learner(contestant.name))

    def _learner(self, name: str) -> Any:
        """Name all that a contestant's learning depends on, but for how long it goes on."""
        told = CONTROLS.get(name, ()) if self.lineup[name] == name else ()
        chosen = [getattr(self, setting) for setting in (*DATA, *told) if setting != "epochs"]
        only = (self.x_feature, self.y_feature) if self.only_shown else ()
        return (name, *chosen, *only)
