"""The data sets that come with the package, by name."""

from collections.abc import Callable
from typing import NamedTuple

from dlwidgets.data import gates, plane, signals, tables
from dlwidgets.data.checks import is_real, whole_number
from dlwidgets.data.dataset import Dataset
from dlwidgets.data.handed_in import is_file
from dlwidgets.errors import DataError, InvalidValueError, clear_call, unknown_name

MOST_NOISE = 0.5


class _Drawn(NamedTuple):
    """A data set that is drawn at random, in any number."""

    draw: Callable[[int, float, int], Dataset]
    n: int
    sentence: str


class _Noisy(NamedTuple):
    """A data set that is drawn at random, in any number, with a noise of its own."""

    draw: Callable[[int, int], Dataset]
    n: int
    sentence: str


class _Fixed(NamedTuple):
    """A data set that is always the same."""

    read: Callable[[], Dataset]
    sentence: str


_CATALOGUE: dict[str, _Drawn | _Noisy | _Fixed] = {
    "and": _Fixed(gates.gate_and, "The gate AND: 1 where both inputs are 1."),
    "or": _Fixed(gates.gate_or, "The gate OR: 1 where an input is 1, or both."),
    "xor": _Fixed(gates.gate_xor, "The gate XOR: 1 where exactly one input is 1; no straight line parts it."),
    "circle": _Drawn(plane.circle, 500, "Points of one class in a disc, of the other in a ring around it."),
    "quadrants": _Drawn(
        plane.quadrants,
        500,
        "Points by quadrant: class 1 where x1 and x2 have the same sign (Playground's xor).",
    ),
    "gaussians": _Drawn(plane.gaussians, 500, "Two round clouds of points around (2, 2) and (-2, -2)."),
    "spiral": _Drawn(plane.spiral, 500, "Two spiral arms wound into each other."),
    "moons": _Drawn(plane.moons, 500, "Two half moons that reach into each other."),
    "clouds": _Drawn(plane.clouds, 500, "Five round clouds of points on a circle, each a class."),
    "plane": _Drawn(plane.plane, 1200, "A value that rises evenly across the plane (regression)."),
    "multi-gaussian": _Drawn(plane.multi_gaussian, 1200, "Six bumps up and down on the plane (regression)."),
    "iris": _Fixed(tables.iris, "150 iris flowers of three species, by length and width of sepal and petal in cm."),
    "wine": _Fixed(tables.wine, "178 wines of three cultivars, by 13 measurements in very different units."),
    "breast_cancer": _Fixed(
        tables.breast_cancer, "569 tumours, malignant or benign, by 30 measurements of their cells."
    ),
    "digits": _Fixed(tables.digits, "1797 handwritten digits of 8 x 8 pixels, in ten classes."),
    "mnist": _Fixed(tables.mnist, "3000 handwritten digits of MNIST, 28 x 28 pixels, in ten classes."),
    "mnist1d": _Noisy(
        signals.mnist1d, 5000, "Signals of 40 numbers: the curve of a digit somewhere in noise (MNIST-1D)."
    ),
    "mnist1d_shuffled": _Noisy(
        signals.mnist1d_shuffled,
        5000,
        "The signals of mnist1d with their 40 numbers in another order, the same for all.",
    ),
    "japanese_vowels": _Fixed(
        tables.japanese_vowels, "640 recordings of nine speakers who say /ae/, each 7 to 29 steps of 12 numbers."
    ),
}


def names() -> dict[str, str]:
    """Give the name of each data set with a sentence on what it is.

    Returns
    -------
    dict of str to str
        In the order of a lesson: gates, plane sets, tables, pictures, signals, speech.

    Examples
    --------
    >>> names()["or"]
    'The gate OR: 1 where an input is 1, or both.'
    """
    return {name: entry.sentence for name, entry in _CATALOGUE.items()}


@clear_call
def load(name: str, *, n: int | None = None, noise: float = 0.0, seed: int = 0) -> Dataset:
    """Give a data set by its name; ``names()`` lists them.

    Parameters
    ----------
    name : str
        Such as ``"iris"``, ``"circle"`` or ``"xor"``.
    n : int, optional
        How many examples to draw, 2 or more; 500, or 1200 for regression, or 5000 of MNIST-1D, which needs 10 or more,
        if not given. Plane sets and MNIST-1D only.
    noise : float
        From 0 (none) to 0.5 (much). Plane sets only.
    seed : int
        Equal seeds draw equal examples on every machine. Gates and tables are the same with each.

    Returns
    -------
    Dataset
        Read-only.

    Raises
    ------
    UnknownNameError
        If no data set has this name, with the nearest.
    DataError
        If it is the name of a file.
    InvalidValueError
        If n, noise or seed is out of range, or n or noise is given for a gate or a table.

    Examples
    --------
    >>> load("iris")
    Dataset('iris', 150 x 4, classes: setosa, versicolor, virginica)
    >>> load("spiral", n=200, noise=0.1)
    Dataset('spiral', 200 x 2, classes: 0, 1)
    """
    if is_file(name):
        raise DataError(f"{str(name)!r} is a file; read it with dlw.Dataset.from_csv({str(name)!r}, target=...).")
    if not isinstance(name, str) or name not in _CATALOGUE:
        raise unknown_name("data set", name, _CATALOGUE)
    if not is_real(noise) or not 0 <= noise <= MOST_NOISE:
        raise InvalidValueError(f"noise is {noise!r}; give a number from 0 (none) to {MOST_NOISE} (much).")
    seed = whole_number("seed", seed, at_least=0)
    entry = _CATALOGUE[name]
    _refuse_options(name, entry, n, noise)
    if isinstance(entry, _Fixed):
        return entry.read()
    n = entry.n if n is None else whole_number("n", n, at_least=2)
    return entry.draw(n, seed) if isinstance(entry, _Noisy) else entry.draw(n, float(noise), seed)


def _refuse_options(name: str, entry: _Drawn | _Noisy | _Fixed, n: int | None, noise: float) -> None:
    """Raise InvalidValueError for an option that has no meaning for a data set."""
    is_fixed = isinstance(entry, _Fixed)
    if is_fixed and n is not None:
        option, takers = "n", [other for other, made in _CATALOGUE.items() if not isinstance(made, _Fixed)]
    elif noise and not isinstance(entry, _Drawn):
        option, takers = "noise", [other for other, made in _CATALOGUE.items() if isinstance(made, _Drawn)]
    else:
        return
    why = "which is always the same" if is_fixed else "whose noise is its own"
    raise InvalidValueError(f"{option} does not apply to {name!r}, {why}; it applies to {', '.join(takers)}.")
