"""What importing costs, in fresh processes run in turns."""

import json
import subprocess
import sys
from collections.abc import Iterator
from statistics import median

from dlwidgets.assistant import RULES
from tests.benchmarks.ours import FIRST_PERCEPTRON
from tests.benchmarks.table import Row

# A kernel has loaded these before the first cell.
KERNEL = "import ipykernel.ipkernel"
LIBRARIES = "import altair, anywidget, ipywidgets, numpy"
# What a learner waits for who pastes a program, before Keras could even say what it thinks of it.
FIRST_BUGS = f"""
import dlwidgets
dlwidgets.find_bugs({RULES["labels-vs-loss"].bad!r})
"""
SCRIPT = """
import json, psutil, time
{loaded}
began = time.perf_counter()
{code}
ms = 1000 * (time.perf_counter() - began)
print(json.dumps([ms, psutil.Process().memory_info().rss / 1e6]))
"""
SCRIPTS = {
    "nothing": SCRIPT.format(loaded="", code="pass"),
    "dlwidgets": SCRIPT.format(loaded="", code="import dlwidgets"),
    "perceptron": SCRIPT.format(loaded=KERNEL, code=FIRST_PERCEPTRON),
    "libraries": SCRIPT.format(loaded=KERNEL, code=LIBRARIES),
    "bugs": SCRIPT.format(loaded=KERNEL, code=FIRST_BUGS),
    "keras": SCRIPT.format(loaded=KERNEL, code="import keras"),
}


def import_rows(rounds: int) -> Iterator[Row]:
    """Measure ``import dlwidgets``, and time and memory to the first perceptron."""
    turns = [{name: _run(script) for name, script in SCRIPTS.items()} for _ in range(1 + rounds)]
    ms, mb = ({name: median(turn[name][at] for turn in turns[1:]) for name in SCRIPTS} for at in (0, 1))
    against = LIBRARIES.removeprefix("import ")
    yield Row("import dlwidgets", "ms", ms["dlwidgets"], limit=30)
    yield Row("import dlwidgets: memory", "MB", mb["dlwidgets"], "nothing", mb["nothing"])
    yield Row("first perceptron", "ms", ms["perceptron"], against, ms["libraries"])
    yield Row("first perceptron: memory", "MB", mb["perceptron"], against, mb["libraries"], target=1.15)
    yield Row("first find_bugs", "ms", ms["bugs"], "import keras", ms["keras"])
    yield Row("first find_bugs: memory", "MB", mb["bugs"], "import keras", mb["keras"])


def _run(script: str) -> list[float]:
    """Return milliseconds and megabytes of one process."""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])
