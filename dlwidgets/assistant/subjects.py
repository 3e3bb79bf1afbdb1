"""What a finding is about, so that a mistake hides what follows from it, and not what is wrong in another model."""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dlwidgets.assistant.facts import Facts, examples, targets
from dlwidgets.assistant.values import Array, Event, Layer, Placed


@dataclass(frozen=True)
class Subject:
    """A model, or the way to one of its outputs, as it was compiled.

    Parameters
    ----------
    layers : tuple of int
        Identities of its layers; the last one tells it from others.
    compiled : int, optional
        Identity of the compile in force; None if it does not matter.
    """

    layers: tuple[int, ...]
    compiled: int | None = None

    def meets(self, other: "Subject") -> bool:
        """Tell whether what is wrong in one can follow from what is wrong in the other.

        Parameters
        ----------
        other : Subject
            What the other finding is about.

        Returns
        -------
        bool
            Whether one of them ends within the other, under the same compile.
        """
        within = self.layers[-1] in other.layers or other.layers[-1] in self.layers
        return within and (None in {self.compiled, other.compiled} or self.compiled == other.compiled)


def subject(about: Event | Layer | Sequence[Placed] | None) -> Subject | None:
    """Return what a finding is about.

    Parameters
    ----------
    about : Event, Layer or sequence of Placed, optional
        What happens to a model, a layer of it, or its layers.

    Returns
    -------
    Subject or None
        None for what concerns no model.
    """
    if isinstance(about, Layer):
        return Subject((id(about),))
    placed = about.layers if isinstance(about, Event) else about or ()
    layers = tuple(id(one.layer) for one in placed)
    compiled = about.compiled if isinstance(about, Event) else None
    return Subject(layers, None if compiled is None else id(compiled)) if layers else None


def fitted_with(facts: Facts, arrays: Iterable[object], names: Iterable[ast.expr] = ()) -> list[Event | None]:
    """List the fits that get data which were cut from some arrays or have certain names, or of which it can't be told.

    Parameters
    ----------
    facts : Facts
        What is known of a program.
    arrays : iterable of object
        The arrays; what is none is passed over.
    names : iterable of ast.expr
        Names as they are written where the data are made; they count where nothing is known of the arrays.

    Returns
    -------
    list of Event or None
        A None alone where there is no such fit.
    """
    roots = [whole(one.root) for one in arrays if isinstance(one, Array) and one.root is not None]
    written = {one.id for one in names if isinstance(one, ast.Name)}
    return [one for one in facts.fits if _comes_from(one, roots) or (not roots and _names(one) & written)] or [None]


def _names(event: Event) -> set[str]:
    return {one.id for one in event.nodes.values() if isinstance(one, ast.Name)}


def _comes_from(event: Event, roots: list[object]) -> bool:
    """Tell whether examples or targets were cut from one of some arrays, or may have been."""
    given = [examples(event), targets(event)]
    return any(one is None or one.root is None or whole(one.root) in roots for one in given)


def whole(root: object) -> object:
    """Return what a piece was cut from.

    Parameters
    ----------
    root : object
        The root of an array.

    Returns
    -------
    object
        The root of the array of which it is a slice.
    """
    while isinstance(root, tuple) and len(root) == 2 and str(root[1]).startswith("Slice"):
        root = root[0]
    return root
