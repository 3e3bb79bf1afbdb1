"""Which layer of a new network stands where in the program of an old one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.layers.shaping import Input
from dlwidgets.network.reading.constants import UnreadableError
from dlwidgets.network.reading.trace import Slot


@dataclass(eq=False)
class Step:
    """Some layers of the new network, and the place of the old program that brings them; None is a new place."""

    slot: Slot | None
    layers: list[LayerSpec] = field(default_factory=list)


def matches(old: Sequence[LayerSpec], new: Sequence[LayerSpec]) -> dict[int, int]:
    """Find for the layers of a new network those of the old one that they come from.

    Parameters
    ----------
    old, new : sequence of LayerSpec
        The layers.

    Returns
    -------
    dict of int to int
        Places in the new network, with places in the old one. Both rise.
    """
    found: dict[int, int] = {}
    for tag, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found |= dict(zip(range(j, j_end), range(i, i_end), strict=True))
        elif tag == "replace":
            kinds = [layer.kind for layer in old[i:i_end]], [layer.kind for layer in new[j:j_end]]
            found |= {j + to: i + source for to, source in _by_kind(*kinds)}
    return found


def _by_kind(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pair layers of one kind, and as many of other kinds where they stand in for each other."""
    for _, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if i_end - i == j_end - j:
            yield from zip(range(j, j_end), range(i, i_end), strict=True)


def plan(slots: Sequence[Slot], new: Sequence[LayerSpec]) -> list[Step]:
    """Share the layers of a new network out among the places of the old program.

    Parameters
    ----------
    slots : sequence of Slot
        The places, with the layers that they bring now.
    new : sequence of LayerSpec
        The new layers.

    Returns
    -------
    list of Step
        In the order of the new layers.

    Raises
    ------
    UnreadableError
        If a loop would have to be in two places.
    """
    homes = [slot for slot in slots for _ in slot.layers]
    found = matches([layer for slot in slots for layer in slot.layers], new)
    steps: list[Step] = []
    for place, layer in enumerate(new):
        slot = homes[found[place]] if place in found else None
        if slot is None or not steps or steps[-1].slot is not slot:
            steps.append(Step(slot))
        steps[-1].layers.append(layer)
    steps = _whole_blocks(steps)
    for step, after in pairwise(steps):
        if step.slot is not None and any(step.slot is other.slot for other in steps[steps.index(after) :]):
            step.slot = None
    for step in steps:
        # An Input that a layer says in its own arguments needs a place of its own once it stands alone.
        if step.slot is not None and len(step.slot.layers) == 2 and step.slot.style != "block":
            is_alone = len(step.layers) == 1 and isinstance(step.layers[0], Input)
            step.slot = None if is_alone else step.slot
    return steps


def _whole_blocks(steps: Sequence[Step]) -> list[Step]:
    """Put what stands between two parts of a loop into it."""
    joined: list[Step] = []
    for step in steps:
        before = next((one for one in joined if one.slot is step.slot), None) if step.slot else None
        if before is None or step.slot is None or step.slot.style != "block":
            joined.append(step)
            continue
        between = joined[joined.index(before) + 1 :]
        if any(one.slot is not None for one in between):
            raise UnreadableError("a loop can't be in two places")
        before.layers += [layer for one in (*between, step) for layer in one.layers]
        joined = joined[: joined.index(before) + 1]
    return joined
