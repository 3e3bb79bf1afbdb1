"""Features that a person has made, as a comparison offers them."""

from collections.abc import Callable
from typing import NamedTuple

from dlwidgets.compare.hand_made import Array, polar, unwound


class HandMade(NamedTuple):
    """A way to make features."""

    label: str
    make: str | Callable[[Array], Array] | None
    """As ``dlw.race`` takes it; None leaves features as they are."""
    is_for_planes: bool
    """Whether it takes the first two features for coordinates."""


HAND_MADE = {
    "none": HandMade("none: as they are", None, is_for_planes=False),
    "polynomial": HandMade("squares and products", "polynomial", is_for_planes=False),
    "polar": HandMade("distance and direction", polar, is_for_planes=True),
    "unwound": HandMade("unwound spiral", unwound, is_for_planes=True),
}
