"""A lesson notices every control of a demo that has lost its effect: nbval fails for each cut."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

import dlwidgets
from dlwidgets.widgets.demo import Demo
from dlwidgets.widgets.pointer import ACTIONS
from tests.lessons.cuts import MEND, NO_CUT, POINTER_ACTIONS, callback_cuts, demo_cuts
from tests.lessons.notebooks import LESSONS, code_cells, public_names, read

PROCESSES = 1
# Two kernels that load TensorFlow take longer than one that does all.
IN_ONE_KERNEL = {"LiveCharts"}
# The cells that together use all controls of a demo, by the beginning of their ids: half of the time, or less.
PARTS = {
    "Activations": ("tune-demo", "tour-tune", "tour-flow"),
    "BackpropStepper": ("tune-demo", "guess-", "blame-", "stepper-", "keras-", "batch-", "tour-tune", "tour-stepper"),
    "BugGym": ("read-program", "tour-gym"),
    "CodeAssistant": ("read-program", "tour-coach", "tour-notebook", "tour-stop"),
    "Comparison": ("tour-page", "tour-python", "tour-play"),
    "ExamplesNeeded": ("tour-play", "tour-reasons"),
    "Explanations": ("tour-reasons",),
    "GradientFlow": ("tune-demo", "tour-tune", "tour-flow"),
    "HiddenLayer": ("tour-reasons", "tour-hidden"),
    "HandTune": ("tune-", "tour-tune", "tour-losses"),
    "LayerBuilder": ("data-", "blocks-", "three-", "tour-"),
    "LiveCharts": ("data-", "stack-", "compile-", "fit-"),
    "Losses": ("tune-demo", "loss-", "tour-tune", "tour-losses"),
    "NetworkDiagram": ("examples-", "layers-", "arena-network", "arena-keys"),
    "Optimizers": ("tune-demo", "tour-tune", "tour-race"),
    "Playground": ("start-data", "tour-"),
    "Perceptron": ("examples-", "neuron-", "loop-", "gates-", "arena-demo", "arena-p"),
}
# What a demo can't be made without.
NEEDED = {"NetworkDiagram": ([2, 1],)}
# Two kernels that start at the same moment may pick the same port; then one of them dies before the first cell.
NO_KERNEL, ATTEMPTS = "Kernel died before replying to kernel_info", 3
CELL = re.compile(r"^(PASSED|FAILED|ERROR|XFAIL) .*::Cell (\d+)", re.MULTILINE)
NBVAL = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "--nbval-cell-timeout=240"]
NBVAL += ["-q", "-rpfEx", "--tb=no", "-p", "no:cacheprovider", "-c", "pytest.ini"]
# One cell that fails is enough: the rest of that run is left out, up to the cell that takes the cut back.
FIRST_FAILURE = """
import pytest

LENGTH = {length}
failed = set()


def place(item):
    return divmod(int(item.name.rpartition(" ")[2]), LENGTH)


def pytest_runtest_setup(item):
    run, cell = place(item)
    if run in failed and cell < LENGTH - 1:
        pytest.xfail("the cut was noticed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.failed:
        failed.add(place(item)[0])
    return report
"""


def cuts_of(name):
    """Return the cuts of what a lesson uses under this public name; none if it is no demo."""
    promised = getattr(dlwidgets, name)
    if name == "LiveCharts":
        return callback_cuts()
    return demo_cuts(promised) if isinstance(promised, type) and issubclass(promised, Demo) else {}


# A demo's controls are looked at in the lesson that brings it; later ones only use it.
BROUGHT_BY = {name: path for path in reversed(LESSONS) for name in public_names(read(path)) if cuts_of(name)}
USES = sorted((path, name) for name, path in BROUGHT_BY.items())


def noticed(cells, cuts, folder, processes=PROCESSES):
    """Return the names of the cuts that made cells of a lesson fail."""
    with ThreadPoolExecutor(processes) as pool:
        shares = [[*cuts][i::processes] for i in range(processes)]
        jobs = [
            pool.submit(failed, cells, {n: cuts[n] for n in share}, folder / str(i)) for i, share in enumerate(shares)
        ]
        found = {name for job in jobs for name in job.result()}
    return [name for name in cuts if name in found]


def failed(cells, cuts, folder):
    """Run cells in one kernel for each cut in turn, by nbval, up to a first failure; return the cuts that made one."""
    many = [cell for cut in cuts.values() for cell in (new_code_cell(cut), *cells, new_code_cell(MEND))]
    folder.mkdir()
    (folder / "pytest.ini").touch()
    (folder / "conftest.py").write_text(FIRST_FAILURE.format(length=len(cells) + 2))
    copies = [new_code_cell(cell.source, **outcome(cell), id=f"cell-{i}") for i, cell in enumerate(many)]
    nbformat.write(new_notebook(cells=copies), folder / "cuts.ipynb")
    for _ in range(ATTEMPTS):
        done = subprocess.run([*NBVAL, "cuts.ipynb"], check=False, capture_output=True, text=True, cwd=folder)
        if NO_KERNEL not in done.stdout:
            break
    outcomes = {int(number): word for word, number in CELL.findall(done.stdout)}
    assert len(outcomes) == len(many), done.stdout + done.stderr
    runs = [[outcomes[i + k] != "PASSED" for k in range(len(cells) + 2)] for i in range(0, len(many), len(cells) + 2)]
    assert not any(first or last for first, *_lesson, last in runs), done.stdout  # a cut that fails proves nothing
    return [name for name, run in zip(cuts, runs, strict=True) if any(run)]


def outcome(cell):
    """Return what nbval compares a cell with."""
    return {"outputs": cell.outputs, "execution_count": cell.execution_count, "metadata": cell.metadata}


@pytest.mark.parametrize(("path", "name"), USES, ids=lambda value: getattr(value, "stem", value))
def test_a_lesson_notices_every_cut_and_passes_without_one(path, name, tmp_path):
    cuts = cuts_of(name)
    cells = [cell for cell in code_cells(read(path)) if cell.id.startswith(PARTS[name])]
    processes = 1 if name in IN_ONE_KERNEL else PROCESSES
    assert noticed(cells, {"none": NO_CUT, **cuts, "none at last": NO_CUT}, tmp_path, processes) == [*cuts]


def test_a_control_whose_effect_a_lesson_does_not_look_at_is_told(tmp_path):
    source = "demo = dlw.Perceptron('and')\ndemo.page.press('next_point')\ndemo.page.press('step')\ndemo.last_update.n"
    shown = new_output("execute_result", {"text/plain": "1"}, execution_count=1)
    cells = [new_code_cell(source, execution_count=1, outputs=[shown])]
    cuts = {
        name: cut for name, cut in demo_cuts(dlwidgets.Perceptron).items() if name.endswith((" next_point", " step"))
    }

    assert noticed(cells, cuts, tmp_path) == ["control step"]


@pytest.mark.parametrize("name", POINTER_ACTIONS)
def test_a_demo_leaves_the_pointer_actions_alone_that_are_not_cut(name):
    demo = getattr(dlwidgets, name)(*NEEDED.get(name, ()))
    before = demo.state
    for action in {*ACTIONS} - {*POINTER_ACTIONS[name]}:
        for chart in ("", "diagram", "landscape", "outlier"):
            demo.page.point(action, 0.3, 0.4, chart=chart, row={"part": "x2", "kind": "outlier"})
    assert demo.state == before
