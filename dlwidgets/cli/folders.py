"""Where the lessons are, and how a learner gets a copy that is never overwritten."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from dlwidgets.errors import DLWidgetsError

PACKAGE = Path(__file__).parents[1]
PACKAGED = PACKAGE / "_lessons"
# In the home folder and not in the current one, so that the next start finds the learner's own changes again.
HOME_FOLDER = Path.home() / "dlwidgets-lessons"
MANIFEST = ".dlwidgets-lessons.json"


class FolderError(DLWidgetsError, OSError):
    """A folder that is missing, can't be written, or holds no lessons."""


@dataclass
class CopyReport:
    """What a copy did, file by file; its text is for the learner."""

    folder: Path
    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Say in sentences what was copied and what was left alone."""
        text = f"The lessons are in {self.folder}: {len(self.new)} new, {len(self.updated)} updated."
        if self.kept:
            text += (
                f" Kept as you changed them: {', '.join(self.kept)}."
                " To get the original of one, rename yours and run `dlwidgets copy` again."
            )
        return text


def checkout_lessons() -> Path | None:
    """Find the lessons of a checkout: from the current folder upwards, or around an editable install."""
    candidates = (*(Path.cwd() / "x").parents, PACKAGE.parent)
    return next((root / "lessons" for root in candidates if _is_checkout(root)), None)


def _is_checkout(root: Path) -> bool:
    """Tell a checkout of this project from any other folder."""
    wanted = (root / "pyproject.toml", root / "dlwidgets" / "cli", root / "lessons")
    return all(path.exists() for path in wanted)


def lesson_folder() -> Path:
    """Give the folder to open: the checkout's own lessons, or the learner's copy, brought up to date."""
    lessons = checkout_lessons()
    if lessons is None:
        report = copy_lessons(HOME_FOLDER)
        print(report)
        return report.folder
    return lessons


def first_lesson(folder: Path) -> Path:
    """Find the notebook to begin with.

    Raises
    ------
    FolderError
        If the folder is missing or has no numbered notebook.
    """
    if not folder.is_dir():
        message = f"There is no folder {folder}. Put the lessons there with: dlwidgets copy {folder}"
        raise FolderError(message)
    lessons = sorted(folder.glob("[0-9]*.ipynb"))
    if not lessons:
        message = f"There is no lesson in {folder}. Put the lessons there with: dlwidgets copy {folder}"
        raise FolderError(message)
    return lessons[0]


def copy_lessons(folder: Path) -> CopyReport:
    """Copy the lessons to a folder of the learner's; a file that the learner changed stays as it is.

    Parameters
    ----------
    folder : Path
        Made if it is not there. A small manifest in it remembers what was copied, so that a later version
        can update the lessons that were never touched.

    Returns
    -------
    CopyReport
        The names of the files that were new, updated and kept.

    Raises
    ------
    FolderError
        If the folder can't be written.
    """
    source = PACKAGED if PACKAGED.is_dir() else checkout_lessons()
    if source is None:
        message = "This install came without lessons. Install it again with: python -m pip install dlwidgets"
        raise FolderError(message)
    report = CopyReport(folder.expanduser().absolute())
    try:
        _copy_all(source, report)
    except OSError as error:
        message = (
            f"The lessons can't be written to {folder} ({error.strerror}). Name another folder: dlwidgets copy FOLDER"
        )
        raise FolderError(message) from error
    return report


def _copy_all(source: Path, report: CopyReport) -> None:
    """Copy file by file, and remember what was written."""
    report.folder.mkdir(parents=True, exist_ok=True)
    copied = _read_manifest(report.folder)
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source).as_posix()
        if path.is_file() and not any(part.startswith(".") for part in Path(name).parts):
            _copy_one(name, path.read_bytes(), copied, report)
    _write(report.folder / MANIFEST, json.dumps(copied, indent=1).encode())


def _copy_one(name: str, content: bytes, copied: dict[str, str], report: CopyReport) -> None:
    """Write one file unless the learner's own version stands in its place."""
    target = report.folder / name
    present = _digest(target.read_bytes()) if target.exists() else None
    if present not in {None, copied.get(name), _digest(content)}:
        report.kept.append(name)
        return
    if present is None:
        report.new.append(name)
    elif present != _digest(content):
        report.updated.append(name)
    if present != _digest(content):
        _write(target, content)
    copied[name] = _digest(content)


def _read_manifest(folder: Path) -> dict[str, str]:
    """Read what was copied before; an unreadable manifest means that every file counts as the learner's."""
    try:
        return dict(json.loads((folder / MANIFEST).read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return {}


def _digest(content: bytes) -> str:
    """Name a content by its hash."""
    return hashlib.sha256(content).hexdigest()


def _write(target: Path, content: bytes) -> None:
    """Write a file in one step, so that an interruption leaves the old one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    part.write_bytes(content)
    part.replace(target)
