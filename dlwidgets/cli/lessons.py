"""Lessons renewed: run from top to bottom, and brought into the one form in which they are committed."""

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from dlwidgets.cli.folders import FolderError, checkout_lessons
from dlwidgets.cli.requirements import require
from dlwidgets.errors import DLWidgetsError

if TYPE_CHECKING:
    from nbformat import NotebookNode

CELL_LIMIT_S = 600
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# What an author sets; all else is written by tools and changes from run to run.
_CELL_METADATA = ("tags", "jupyter", "editable", "deletable")


class LessonError(DLWidgetsError, RuntimeError):
    """A lesson that does not run to its end; the text names the cell."""


def build(files: Sequence[Path], *, check: bool = False) -> int:
    """Run lessons and write their outputs, or only check that the written ones still hold.

    Parameters
    ----------
    files : sequence of Path
        Notebooks; none means every lesson of the checkout.
    check : bool
        Write nothing, and compare all but the bytes of images.

    Returns
    -------
    int
        0, or with ``check`` 1 if a lesson is not what a new run makes of it.

    Raises
    ------
    LessonError
        If a cell fails.
    FolderError
        If a file is missing, or none is named and there is no checkout.
    MissingExtraError
        If nbclient, which runs them, is not installed.
    """
    require("nbclient", extra="lab")
    stale = 0
    for path in files or _all_lessons():
        committed = _read(path)
        renewed = renew(path)
        first = difference(committed, renewed)
        if not check:
            _write(path, renewed)
        stale += first is not None
        print(f"{path}: {_verdict(first, check=check)}", flush=True)
    return int(check and stale > 0)


def renew(path: Path) -> "NotebookNode":
    """Run a lesson in a fresh kernel and give it in its committed form; the file stays as it is.

    Parameters
    ----------
    path : Path
        The notebook; its folder is the kernel's current one, as in JupyterLab.

    Returns
    -------
    NotebookNode
        Two runs give the same, but for the bytes of images.

    Raises
    ------
    LessonError
        If a cell fails, or takes longer than ten minutes.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellControlSignal, DeadKernelError

    lesson = _read(path)
    reached = []
    client = NotebookClient(
        lesson,
        timeout=CELL_LIMIT_S,
        # Not the notebook's own: with this name the kernel runs in this very environment.
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        # Saved widget state would show in place of the picture, and need a CDN.
        store_widget_state=False,
        on_cell_start=lambda cell_index, **_cell: reached.append(cell_index),
    )
    try:
        # Pictures of the demos are only made when lessons are built.
        client.execute(env={**os.environ, "DLWIDGETS_STATIC": "1"})
    except (CellControlSignal, DeadKernelError) as error:
        raise LessonError(_failure(path, lesson, reached, error)) from error
    return normalize(lesson)


def normalize(lesson: "NotebookNode") -> "NotebookNode":
    """Bring a lesson that has run into its committed form.

    Parameters
    ----------
    lesson : NotebookNode
        Changed in place.

    Returns
    -------
    NotebookNode
        The same lesson. Cell ids stay. Code cells with a source are counted from 1. Gone are widget state,
        times, versions, stderr and entries that only a live widget can show.
    """
    lesson.nbformat_minor = 5
    lesson.metadata.pop("widgets", None)
    lesson.metadata.update(_NOTEBOOK_METADATA)
    count = 0
    for cell in lesson.cells:
        cell.metadata = {name: cell.metadata[name] for name in _CELL_METADATA if name in cell.metadata}
        if cell.cell_type == "code":
            count += bool(cell.source.strip())
            cell.execution_count = count if cell.source.strip() else None
            cell.outputs = list(_tidy(cell.outputs, count))
    return lesson


def _tidy(outputs: "Iterable[NotebookNode]", count: int) -> "Iterator[NotebookNode]":
    """Merge the printed pieces, whose borders depend on timing, and drop what can't be shown cold."""
    printed = None
    for output in outputs:
        if output.output_type == "stream":
            if output.name == "stderr":
                continue
            if printed is not None:
                printed.text += output.text
                continue
            printed = output
        else:
            printed = None
            output.get("data", {}).pop(WIDGET_VIEW, None)
            if "execution_count" in output:
                output.execution_count = count
            if output.get("data") == {}:
                continue
        yield output


def difference(one: "NotebookNode", other: "NotebookNode") -> str | None:
    """Find the first place where two forms of a lesson differ by more than the bytes of images.

    Parameters
    ----------
    one, other : NotebookNode
        The lessons; they stay as they are.

    Returns
    -------
    str or None
        Such as ``"cell 3"``; None if they are equal.
    """
    pairs = zip_longest(one.cells, other.cells)
    for number, (ours, theirs) in enumerate(pairs, start=1):
        if ours is None or theirs is None or _without_images(ours) != _without_images(theirs):
            return f"cell {number}"
    return None if one.metadata == other.metadata else "the notebook's metadata"


def _without_images(value: object) -> object:
    """Copy a part of a notebook with its images emptied."""
    if isinstance(value, dict):
        return {name: "" if name.startswith("image/") else _without_images(part) for name, part in value.items()}
    return [_without_images(part) for part in value] if isinstance(value, list) else value


def _failure(path: Path, lesson: "NotebookNode", reached: list[int], error: Exception) -> str:
    """Say which cell of which lesson failed, and how."""
    index = reached[-1] if reached else 0
    name = getattr(error, "ename", type(error).__name__)
    text = getattr(error, "evalue", "") or str(error)
    return f"{path.name} stops in cell {index + 1} (id {lesson.cells[index].id}) with {name}: {text}"


def _verdict(first: str | None, *, check: bool) -> str:
    """Say how a lesson compares with what was committed."""
    if first is None:
        return "as committed"
    if check:
        return f"differs in {first}; renew it with: dlwidgets build-lessons"
    return f"renewed from {first} on"


def _all_lessons() -> list[Path]:
    """List the notebooks of the checkout."""
    lessons = checkout_lessons()
    if lessons is None:
        message = "There is no checkout of dlwidgets here. Name the notebooks: dlwidgets build-lessons FILE"
        raise FolderError(message)
    return [path for path in sorted(lessons.rglob("*.ipynb")) if ".ipynb_checkpoints" not in path.parts]


def _read(path: Path) -> "NotebookNode":
    """Read a notebook, with fixed ids for the cells of an old one that had none."""
    import nbformat

    try:
        lesson = nbformat.read(path, as_version=4)
    except FileNotFoundError as error:
        message = f"There is no lesson {path}."
        raise FolderError(message) from error
    except nbformat.reader.NotJSONError as error:
        message = f"{path} is not a notebook."
        raise LessonError(message) from error
    for number, cell in enumerate(lesson.cells, start=1):
        cell.setdefault("id", f"cell-{number}")
    return lesson


def _write(path: Path, lesson: "NotebookNode") -> None:
    """Write a notebook in one step, so that an interruption leaves the old one."""
    import nbformat

    part = path.with_name(f".{path.name}.part")
    nbformat.write(lesson, part)
    part.replace(path)
