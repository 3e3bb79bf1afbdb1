"""A mutation as a value, and the list of all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from dlwidgets.assistant.findings import Edit, Fix
from dlwidgets.assistant.mutations.text import Text

Breaks = Callable[[Text], Iterator[tuple[Edit, ...]]]


@dataclass(frozen=True)
class Mutation:
    """A way to put one mistake into a program.

    Parameters
    ----------
    rule : str
        The rule that finds the mistake.
    words : str
        What is done to the program, as a sentence.
    breaks : callable
        Lists the changes that a program has a place for.
    """

    rule: str
    words: str
    breaks: Breaks

    def apply(self, code: str, random: Random) -> str | None:
        """Break a program at one of the places that it has for this mistake.

        Parameters
        ----------
        code : str
            A program that Python can read.
        random : random.Random
            Chooses the place.

        Returns
        -------
        str or None
            The broken program; None if it has no such place.
        """
        text = Text(code)
        places = list(self.breaks(text)) if text.is_python else []
        return Fix(self.words, random.choice(places)).apply(code) if places else None


MUTATIONS: list[Mutation] = []
"""All mutations, at most one for each rule."""


def mutation(rule: str) -> Callable[[Breaks], Breaks]:
    """Enter an operator; the first line of its docstring says what it does.

    Parameters
    ----------
    rule : str
        The rule that finds what it does.

    Returns
    -------
    callable
        The decorator.
    """

    def entered(breaks: Breaks) -> Breaks:
        MUTATIONS.append(Mutation(rule, (breaks.__doc__ or "").split("\n")[0], breaks))
        return breaks

    return entered
