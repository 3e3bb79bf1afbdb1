"""Which room may import what. Importing Altair loads ipywidgets, so only the source can tell."""

import sys
from dataclasses import dataclass

import pytest

from tests.structure.source import imports, package_sources

PURE = {"errors", "nn", "data", "network"}


@dataclass(frozen=True)
class Room:
    """What a room may import: other rooms and libraries, always or only where they are used."""

    rooms: set[str]
    libraries: set[str] = frozenset()
    lazy_rooms: set[str] = frozenset()
    lazy_libraries: set[str] = frozenset()


EVERY_ROOM = {
    "nn",
    "data",
    "network",
    "assistant",
    "training",
    "compare",
    "charts",
    "widgets",
    "demos",
    "cli",
}
ROOMS = {
    "errors": Room(set()),
    "nn": Room({"errors"}, {"numpy"}),
    "data": Room({"errors"}, {"numpy"}, lazy_libraries={"narwhals"}),
    "network": Room({"errors", "nn"}, {"numpy"}),
    "assistant": Room({"errors", "network"}, {"parso"}),
    "training": Room(PURE | {"assistant"}, {"numpy"}, lazy_libraries={"keras", "tensorflow"}),
    # joblib and threadpoolctl come with scikit-learn.
    "compare": Room(
        PURE | {"assistant", "training"},
        {"numpy"},
        lazy_libraries={"joblib", "narwhals", "sklearn", "threadpoolctl"},
    ),
    "charts": Room(PURE, {"altair", "numpy"}),
    "widgets": Room(
        {"errors", "charts"},
        {"IPython", "anywidget", "ipywidgets", "numpy", "traitlets"},
        lazy_libraries={"altair", "latex2mathml", "narwhals", "vl_convert"},
    ),
    "demos": Room(
        EVERY_ROOM - {"cli", "demos"} | {"errors"},
        {"IPython", "ipywidgets", "numpy", "traitlets"},
        lazy_libraries={"altair", "openai"},
    ),
    "cli": Room(
        {"errors"},
        lazy_rooms=EVERY_ROOM,
        lazy_libraries={"jupyterlab", "nbclient", "nbformat", "packaging", "psutil"},
    ),
    "__init__": Room({"errors"}, lazy_rooms=EVERY_ROOM),
    "__main__": Room({"cli"}),
    # hatchling runs it before anything is installed.
    "build hook": Room(set(), {"hatchling", "vl_convert"}),
}


def room_of(path):
    """Name the room that a file of the package belongs to."""
    if path == "dlwidgets/widgets/_build_hook.py":
        return "build hook"
    return path.split("/")[1].removesuffix(".py")


def broken_walls(path, text):
    """List the imports that the table does not allow."""
    name = room_of(path)
    room = ROOMS[name]
    return [
        f"{path}:{found.line} {name} imports {found.module}"
        for found in imports(text)
        for target in targets(found)
        if not allowed(name, room, target, lazy=found.lazy)
    ]


def targets(found):
    """Name what an import reaches: rooms as `dlwidgets.room`, libraries by their first name."""
    if found.module == "dlwidgets":
        return [f"dlwidgets.{name}" for name in found.names] or ["dlwidgets.__init__"]
    parts = found.module.split(".")
    return [".".join(parts[:2]) if parts[0] == "dlwidgets" else parts[0]]


def allowed(name, room, target, *, lazy):
    """Look an import up in the table; one of the room itself and the standard library are free."""
    if target.startswith("dlwidgets."):
        reached = target.removeprefix("dlwidgets.")
        return reached == name or reached in room.rooms or (lazy and reached in room.lazy_rooms)
    if target in sys.stdlib_module_names:
        return True
    return target in room.libraries or (lazy and target in room.lazy_libraries)


def private_imports(path, text):
    """List the underscored names that a file takes from another room."""
    return [
        f"{path}:{found.line} takes {part} from {found.module}"
        for found in imports(text)
        if found.module.startswith("dlwidgets") and not found.module.startswith(f"dlwidgets.{room_of(path)}")
        for part in (*found.module.split("."), *found.names)
        if part.startswith("_") and not part.startswith("__")
    ]


def test_no_room_imports_what_the_table_does_not_allow():
    assert [wall for path, text in package_sources(".py").items() for wall in broken_walls(path, text)] == []


def test_no_room_takes_a_private_name_of_another():
    assert [wall for path, text in package_sources(".py").items() for wall in private_imports(path, text)] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("dlwidgets/nn/losses.py", "import altair"),
        ("dlwidgets/nn/losses.py", "from dlwidgets.network import spec"),
        ("dlwidgets/data/frames.py", "import narwhals"),
        ("dlwidgets/data/frames.py", "def f():\n    import pandas"),
        ("dlwidgets/training/engine/engine.py", "import keras"),
        ("dlwidgets/training/engine/engine.py", "def f():\n    from ipywidgets import Button"),
        ("dlwidgets/charts/theme.py", "from dlwidgets.widgets.demo import Demo"),
        ("dlwidgets/widgets/demo.py", "def f():\n    from dlwidgets import demos"),
        ("dlwidgets/widgets/demo.py", "from ..demos import perceptron"),
        ("dlwidgets/demos/perceptron.py", "async def f():\n    import tensorflow.keras"),
        ("dlwidgets/demos/perceptron.py", "import dlwidgets"),
        ("dlwidgets/cli/__init__.py", "import jupyterlab"),
        ("dlwidgets/__init__.py", "from dlwidgets.widgets import demo"),
        ("dlwidgets/errors.py", "import numpy"),
    ],
)
def test_a_broken_wall_is_found(path, text):
    assert len(broken_walls(path, text)) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("dlwidgets/data/frames.py", "def f():\n    import narwhals as nw"),
        ("dlwidgets/data/frames.py", "from dlwidgets.data.checks import check"),
        ("dlwidgets/training/engine/engine.py", "def f():\n    import keras.ops"),
        (
            "dlwidgets/widgets/spec.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import altair",
        ),
        ("dlwidgets/demos/perceptron.py", "from dlwidgets.training import engine"),
    ],
)
def test_an_open_door_is_no_wall(path, text):
    assert broken_walls(path, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "from dlwidgets.nn._text import words",
        "from dlwidgets.nn.neuron import _sum",
        "import dlwidgets.nn._text",
    ],
)
def test_a_private_name_of_another_room_is_found_and_one_of_the_own_room_is_free(text):
    assert len(private_imports("dlwidgets/demos/perceptron.py", text)) == 1
    assert private_imports("dlwidgets/nn/perceptron.py", text) == []
