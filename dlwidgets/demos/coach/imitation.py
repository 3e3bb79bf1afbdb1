"""Small data like those of a program: the real ones where they come with the package, else made up in the same form."""

from math import prod
from typing import Any

import numpy as np

from dlwidgets.assistant.described import Described
from dlwidgets.assistant.values import INTS, NUMBERS, ONE_HOT
from dlwidgets.data import load
from dlwidgets.errors import DataError
from dlwidgets.network import NetworkSpec
from dlwidgets.training.side_by_side import Examples

N_EXAMPLES, N_NEW = 300, 200
MOST_NUMBERS = 20_000
"""Numbers of one example that can be tried out while a learner waits."""
_OPEN_LENGTH = 10
_TABLES = {"load_iris": "iris", "load_wine": "wine", "load_breast_cancer": "breast_cancer", "load_digits": "digits"}


def imitated(program: Described, repaired: NetworkSpec, seed: int = 0) -> Examples:
    """Make examples like those that a program learns from.

    Parameters
    ----------
    program : Described
        The program as pasted, with what is known of its data.
    repaired : NetworkSpec
        Its network as it should be: where nothing is known of the targets, it tells what they are.
    seed : int
        What is drawn by chance is drawn from it.

    Returns
    -------
    dlwidgets.training.side_by_side.Examples
        To learn from, and to be asked.

    Raises
    ------
    DataError
        If the form of the inputs is not known, or too large to be tried out.
    """
    random = np.random.default_rng(seed)
    shape = _shape(program)
    real = _real(program, shape, random)
    if real is not None:
        x, labels, source = real
        n_classes, kind = int(labels.max()) + 1, program.y.coding if program.y and program.y.coding else INTS
        n_new = len(x) // 4
    else:
        kind, n_classes = _kind(program, repaired, shape)
        n_new = N_NEW
        labels = random.integers(0, n_classes, N_EXAMPLES + N_NEW)
        x = _inputs(program, shape, labels, random)
        source = f"{N_EXAMPLES} made-up examples of the same form"
    if kind == NUMBERS:
        right = _numbers(program, x, random)
        return Examples(x[n_new:], right[n_new:], x[:n_new], right[:n_new], are_classes=False, source=source)
    coded = np.eye(n_classes)[labels] if kind == ONE_HOT else labels + int((program.y and program.y.low) or 0)
    return Examples(x[n_new:], coded[n_new:], x[:n_new], labels[:n_new], are_classes=True, source=source)


def _shape(program: Described) -> tuple[int, ...]:
    """Return the form of one example."""
    known = program.x.example if program.x is not None else None
    shape = known if known is not None else program.spec.input_shape
    if shape is None or shape == ():
        raise DataError(
            "Which form the inputs have can't be seen, so no network is trained here. Write an Input layer first, or "
            "let me read your notebook."
        )
    made = tuple(_OPEN_LENGTH if size is None else size for size in shape)
    if prod(made) > MOST_NUMBERS:
        raise DataError(f"One example has {prod(made):,} numbers: too many to be tried out while you wait.")
    return made


def _real(program: Described, shape: tuple[int, ...], random: np.random.Generator) -> Any:
    """Return the data that the program loads, if they come with the package."""
    names = [_TABLES[one] for one in sorted(program.loaders) if one in _TABLES]
    if len(names) != 1:
        return None
    data = load(names[0])
    if data.X.shape[1:] != shape:
        return None
    x = data.X
    if program.x is not None and program.x.scaled:
        x = (x - x.mean(axis=0)) / np.maximum(x.std(axis=0), 1e-9)
    order = random.permutation(len(x))
    return x[order], data.y[order].astype(int), f"the {len(x) * 3 // 4} training examples of {names[0]}"


def _kind(program: Described, repaired: NetworkSpec, shape: tuple[int, ...]) -> tuple[str, int]:
    """Tell how the targets are coded, and how many classes there are."""
    y, units = program.y, (repaired.joints(shape)[-1].output_shape or (1,))[-1] or 1
    loss = str(getattr(repaired.compile, "loss", None)).lower().replace("_", "")
    if y is not None and y.coding is not None:
        return y.coding, y.classes or max(units, 2)
    if "sparse" in loss:
        return INTS, units
    if "crossentropy" in loss:
        return (ONE_HOT, units) if units > 1 else (INTS, 2)
    return NUMBERS, 2


def _inputs(program: Described, shape: tuple[int, ...], labels: Any, random: np.random.Generator) -> Any:
    """Draw inputs around a middle of each class, in the range of the program's."""
    first = next((layer for layer in program.spec.layers if layer.kind != "Input"), None)
    if first is not None and first.kind == "Embedding":
        likely = random.integers(0, first.input_dim, (labels.max() + 1, *shape))
        any_word = random.integers(0, first.input_dim, (len(labels), *shape))
        return np.where(random.random(any_word.shape) < 0.4, likely[labels], any_word)
    middles = random.normal(size=(labels.max() + 1, *shape))
    spread = np.sqrt(prod(shape)) / 2
    x = middles[labels] + min(spread, 3.0) * random.normal(size=(len(labels), *shape))
    if program.x is None or program.x.high is None:
        return x
    low, high = program.x.low or 0.0, program.x.high
    return low + (high - low) * (x - x.min()) / (x.max() - x.min())


def _numbers(program: Described, x: Any, random: np.random.Generator) -> Any:
    """Make targets that depend on the inputs by a bent curve, in the range of the program's."""
    flat = x.reshape(len(x), -1).astype(float)
    flat = (flat - flat.mean(axis=0)) / np.maximum(flat.std(axis=0), 1e-9)
    example = program.y.example if program.y is not None and program.y.example is not None else (1,)
    size = prod(one or 1 for one in example)
    sums = flat @ random.normal(size=(flat.shape[1], size)) / np.sqrt(flat.shape[1])
    made = np.abs(sums) + sums
    if program.y is not None and program.y.high is not None:
        low = program.y.low or 0.0
        made = low + (program.y.high - low) * made / made.max()
    return made.reshape(len(x), *(one or 1 for one in example))
