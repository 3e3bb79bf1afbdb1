"""What does not fit in a network, in a sentence, and the exact change that mends it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from dlwidgets.network.spec import NetworkSpec

ERROR, SILENT, ADVICE = "error", "silent", "advice"
LEVELS = (ERROR, SILENT, ADVICE)
"""From what stops the program with an error, over what trains wrong and says nothing, to what could be better."""

DATA, OUTPUT, CODING, LOSS, METRICS, TRAINING = "data", "output", "coding", "loss", "metrics", "training"
"""Keys of the stations that are no layers."""


def layer_key(place: int) -> str:
    """Name the station of a layer.

    Parameters
    ----------
    place : int
        Of the layer in the network, from 0 on.

    Returns
    -------
    str
        Such as ``"layer-2"``.
    """
    return f"layer-{place}"


@dataclass(frozen=True)
class Change:
    """An exact change of a network: what it does in words, and the change itself.

    Parameters
    ----------
    words : str
        What to do, as a sentence.
    make : callable
        Takes the network and returns the changed one; the first one stays.
    """

    words: str
    make: "Callable[[NetworkSpec], NetworkSpec]"

    def __call__(self, spec: "NetworkSpec") -> "NetworkSpec":
        """Return the changed network."""
        return self.make(spec)


@dataclass(frozen=True)
class Problem:
    """Something that does not fit.

    Parameters
    ----------
    level : {"error", "silent", "advice"}
        Keras stops with an error; it trains wrong and says nothing; it could be better.
    station : str
        Key of the place on the line: ``"data"``, ``"layer-0"``, ..., ``"output"``, ``"coding"``, ``"loss"``,
        ``"metrics"`` or ``"training"``.
    says : str
        What is wrong, in a beginner's words, with the numbers of this network and these data.
    change : Change, optional
        What mends it; None where only the data can be mended.
    rule : str
        Name of the rule that found it, for programs.
    """

    level: str
    station: str
    says: str
    change: Change | None = None
    rule: str = ""
