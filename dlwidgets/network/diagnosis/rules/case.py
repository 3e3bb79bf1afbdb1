"""What the rules look at: one network, the facts about its data, and how the one ends."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from dlwidgets.network._arguments import Shape
from dlwidgets.network.diagnosis.changes import is_plain_end
from dlwidgets.network.diagnosis.endings import Ending, ending
from dlwidgets.network.diagnosis.facts import DataFacts
from dlwidgets.network.diagnosis.losses import LossFacts
from dlwidgets.network.diagnosis.problems import OUTPUT, Problem, layer_key
from dlwidgets.network.shapes import Joint

if TYPE_CHECKING:
    from dlwidgets.network.spec import NetworkSpec


@dataclass(frozen=True)
class Case:
    """A network beside its data.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    facts : DataFacts
        What is known of the data.
    """

    spec: "NetworkSpec"
    facts: DataFacts

    @cached_property
    def joints(self) -> tuple[Joint, ...]:
        """The shape's way through the layers."""
        return self.spec.joints(self.facts.shape)

    @cached_property
    def end(self) -> Ending:
        """The end of the network."""
        return ending(self.spec.layers, self.joints)

    @property
    def units(self) -> int | None:
        """How many numbers go out; None if it is not known."""
        return self.end.units

    @cached_property
    def loss(self) -> LossFacts | None:
        """The loss; None without one."""
        written = self.spec.compile.loss if self.spec.compile else None
        return None if written is None else LossFacts.of(written)

    @property
    def family(self) -> str:
        """The family of the loss; empty without one."""
        return self.loss.family if self.loss else ""

    @property
    def loss_name(self) -> str:
        """How the loss is called in a sentence."""
        return self.loss.name if self.loss else "no loss"

    @property
    def one_hot(self) -> bool:
        """Whether the targets arrive at the loss as one-hot rows."""
        return self.facts.one_hot or (self.spec.fit is not None and self.spec.fit.one_hot)

    @property
    def is_flat(self) -> bool:
        """Whether one row of numbers goes out for each example, or it is not known that it does not."""
        return self.end.shape is None or len(self.end.shape) == 1

    @property
    def n_classes(self) -> int:
        """How many classes there are; 0 if it is not known."""
        return self.facts.n_classes or 0 if self.facts.is_classes else 0

    @property
    def suits_classes(self) -> bool:
        """Whether there are classes and as many outputs as they need."""
        binary = self.facts.is_binary and self.units == 1
        return self.facts.is_classes and self.is_flat and (binary or self.units == self.n_classes)

    @property
    def suits_numbers(self) -> bool:
        """Whether numbers are predicted, and as many go out."""
        return self.facts.is_numbers and self.is_flat and self.units == self.facts.n_outputs

    @property
    def first_broken(self) -> Joint | None:
        """The first joint that does not fit."""
        return next((joint for joint in self.joints if not joint.fits), None)

    def title(self, place: int | None) -> str:
        """Name a layer inside a sentence, such as ``"layer 2 (Dense)"``."""
        if place is None:
            return "the network"
        title = self.joints[place].title
        return title[0].lower() + title[1:]

    @property
    def end_key(self) -> str:
        """Where a fault of the last activation is marked: its layer if it is no plain Dense, else the output."""
        place = self.end.activation_place
        return OUTPUT if place is None or is_plain_end(self.spec, self.end) else layer_key(place)

    def shape_in(self, place: int) -> Shape | None:
        """Return the shape that comes into a layer; None if it is not known."""
        return self.joints[place].input_shape


@dataclass(frozen=True)
class Rule:
    """One thing that can be wrong.

    Parameters
    ----------
    name : str
        For programs, such as ``"one-unit-softmax"``.
    look : callable
        Takes a `Case` and yields a `Problem` for each place where it is wrong.
    """

    name: str
    look: Callable[[Case], Iterator[Problem]]

    def __call__(self, case: Case) -> list[Problem]:
        """Return what is wrong, with the rule's name on it."""
        return [replace(problem, rule=self.name) for problem in self.look(case)]
