"""What NumPy's and TensorFlow's chance gives."""

from typing import Any

from dlwidgets.assistant.libraries.catalogue import gives
from dlwidgets.assistant.reading.arguments import Call
from dlwidgets.assistant.values import UNKNOWN, Array, Object, as_shape, is_number

ONE = Array(())
"""A single number that is not known."""


@gives("numpy.random.random", "numpy.random.random_sample", "numpy.random.uniform", "tensorflow.random.uniform")
def uniform(call: Call) -> Any:
    """Return numbers between two."""
    if "size" in call.named or len(call.places) == 3:
        low, high = call.get(0, "low", 0.0), call.get(1, "high", 1.0)
        numbers = is_number(low) and is_number(high)
        return Array(as_shape(call.get(2, "size")), low=low if numbers else None, high=high if numbers else None,
                     root=object(), whole=False)  # fmt: skip
    if not call.places and "shape" not in call.named:
        return ONE
    return Array(as_shape(call.get(0, "shape")), low=0.0, high=1.0, root=object(), whole=False)


@gives("numpy.random.rand")
def rand(call: Call) -> Any:
    """Return numbers from 0 to 1."""
    return Array(as_shape(call.places), low=0.0, high=1.0, root=object(), whole=False) if call.places else ONE


@gives("numpy.random.randn")
def randn(call: Call) -> Any:
    """Return numbers around 0."""
    return Array(as_shape(call.places), low=-4.0, high=4.0, root=object(), whole=False) if call.places else ONE


@gives("numpy.random.normal", "numpy.random.standard_normal", "tensorflow.random.normal")
def normal(call: Call) -> Any:
    """Return numbers around a mean."""
    size = call.named.get("size", call.named.get("shape", call.places[2] if len(call.places) > 2 else None))
    size = call.places[0] if size is None and len(call.places) == 1 else size
    return ONE if size is None else Array(as_shape(size), root=object(), whole=False)


@gives("numpy.random.randint")
def whole(call: Call) -> Any:
    """Return whole numbers."""
    low, high = call.get(0, "low"), call.get(1, "high")
    low, high = (0, low) if high is None else (low, high)
    size = call.get(2, "size")
    if size is None:
        return ONE
    if not (isinstance(low, int) and isinstance(high, int)):
        return Array(as_shape(size), root=object(), whole=True)
    return Array(as_shape(size), None, high - low, low, high - 1, object(), whole=True)


@gives("numpy.random.permutation")
def permutation(call: Call) -> Any:
    """Return numbers, or an array, in another order."""
    given = call.get(0)
    if isinstance(given, int):
        return Array((given,), low=0, high=given - 1, root=object(), whole=True)
    return (
        given.but(root=object(), ordered=False)
        if isinstance(given, Array)
        else Array((None,), root=object(), whole=True)
    )


@gives("numpy.random.choice")
def choice(call: Call) -> Any:
    """Return some of a list."""
    size, given = call.get(1, "size"), call.get(0)
    if size is None:
        return ONE
    numbers = isinstance(given, list) and all(isinstance(one, int) for one in given) and bool(given)
    ends = (min(given), max(given)) if numbers else (0, given - 1) if isinstance(given, int) else (None, None)
    return Array(as_shape(size), low=ends[0], high=ends[1], root=object(), whole=True if ends[0] is not None else None)


@gives("numpy.random.default_rng", "numpy.random.RandomState")
def generator(call: Call) -> Any:
    """Return what numbers are drawn from."""
    return Object("numpy.random.Generator", {}, {}, call.node)


_DRAWS = {
    "choice": choice, "integers": whole, "normal": normal, "permutation": permutation, "rand": rand, "randint": whole,
    "randn": randn, "random": uniform, "standard_normal": normal, "uniform": uniform,
}  # fmt: skip


def drawn(name: str, call: Call) -> Any:
    """Return what a method of a generator draws."""
    if name == "random" and "size" in call.named:
        call = Call(call.node, (call.named["size"],), {})
    return _DRAWS[name](call) if name in _DRAWS else UNKNOWN
