"""Programs and descriptions: what it takes to read a program, and to write a change into one."""

import os
import time
import warnings
from collections.abc import Callable, Iterator
from statistics import median
from types import SimpleNamespace

from dlwidgets.assistant import RULES, find_bugs
from dlwidgets.network import CompileSpec, Dense, FitSpec, Input, NetworkSpec
from dlwidgets.training.keras_door import import_keras
from tests.benchmarks.table import Row
from tests.network.programs import PROGRAMS

N_LAYERS = (1, 6, 20)
TIMES = 5
LIMIT_MS = 10
# Those that bring no data, need no notebook and are complete.
READ = (
    "comments everywhere", "function with defaults", "functional with one name", "loop over a list", "regularized", "several metrics", "the first famous one", "weights that start in many ways",
)  # fmt: skip
CELLS_BEFORE = """
import keras
from keras import Sequential, layers
from keras.layers import *
X = y = None
"""


def program_rows(rounds: int) -> Iterator[Row]:
    """Measure reading a program against running it with Keras, and a change against writing the whole program."""
    texts = [PROGRAMS[name].text for name in READ]
    ours, theirs = _in_turns(
        lambda: [NetworkSpec.from_code(text) for text in texts], lambda: [_run(text) for text in texts], rounds
    )
    yield Row(
        f"from_code: a program, mean of {len(texts)}", "ms", ours / len(texts), "run by Keras", theirs / len(texts)
    )
    pages = [rule.bad for rule in RULES.values()]
    ours, theirs = _in_turns(
        lambda: [find_bugs(page) for page in pages], lambda: [_run(text) for text in texts], rounds
    )
    yield Row(
        f"find_bugs: a program, mean of {len(pages)}", "ms", ours / len(pages), "made by Keras", theirs / len(texts)
    )
    for n_layers in N_LAYERS:
        spec = _network(n_layers)
        text, changed = spec.to_code(), spec.replaced(n_layers, units=99)
        ours, theirs = _in_turns(lambda: changed.to_code(into=text), changed.to_code, rounds)  # noqa: B023
        yield Row(f"to_code(into=): 1 of {n_layers} layers", "ms", ours, "to_code", theirs, limit=LIMIT_MS)


def _network(n_layers: int) -> NetworkSpec:
    """Return a network of so many layers."""
    hidden = [Dense(8 + place, "relu") for place in range(n_layers)]
    return NetworkSpec([Input((4,)), *hidden], CompileSpec("adam", "mse", ["mae"]), FitSpec(20))


def _run(text: str) -> None:
    """Let Keras make the model of a program; nothing is fitted."""
    names: dict[str, object] = {"__name__": "__main__"}
    exec(CELLS_BEFORE, names)  # noqa: S102  # our own programs
    exec(text, names)  # noqa: S102


def _in_turns(ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the medians of both sides, measured in turns; the first turn warms up."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    keras = import_keras()
    fit, keras.Model.fit = keras.Model.fit, lambda *_, **__: SimpleNamespace(history={})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            turns = [(_ms(ours), _ms(theirs)) for _ in range(1 + rounds)][1:]
    finally:
        keras.Model.fit = fit
    return median(turn[0] for turn in turns), median(turn[1] for turn in turns)


def _ms(work: Callable[[], object]) -> float:
    """Time some work, as the median of a few goes."""
    spent = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        spent.append(1000 * (time.perf_counter() - start))
    return median(spent)
