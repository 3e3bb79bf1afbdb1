"""JupyterLab, opened on a lesson."""

import os
import socket
import webbrowser
from pathlib import Path
from urllib.parse import quote

from dlwidgets.cli.folders import first_lesson, lesson_folder
from dlwidgets.cli.requirements import require
from dlwidgets.errors import DLWidgetsError

ADDRESS = "127.0.0.1"


class ServerError(DLWidgetsError, RuntimeError):
    """JupyterLab can't start here; the text says what to do."""


def open_lessons(folder: Path | None, *, port: int | None, browser: bool, allow_root: bool) -> int:
    """Open JupyterLab on the first lesson and stay until it is stopped.

    Parameters
    ----------
    folder : Path or None
        The folder of lessons; None takes the checkout's, or the learner's copy in the home folder.
    port : int or None
        None takes the first free one from 8888.
    browser : bool
        Whether to open a browser.
    allow_root : bool
        Whether JupyterLab may run as root.

    Returns
    -------
    int
        The exit code of JupyterLab.

    Raises
    ------
    MissingExtraError
        If JupyterLab is not installed.
    ServerError
        If the port is taken, or the user is root and that was not allowed.
    FolderError
        If the folder is missing, can't be written, or holds no lesson.
    """
    require("jupyterlab", extra="lab")
    _refuse_root(allow_root=allow_root)
    if port is not None:
        _refuse_taken(port)
    lesson = first_lesson(lesson_folder() if folder is None else folder.expanduser().absolute())
    if browser and not _has_browser():
        print("No web browser was found here: open the address below, with its token, in one.", flush=True)
        browser = False
    return _serve(_options(lesson, port=port, browser=browser, allow_root=allow_root))


def _refuse_root(*, allow_root: bool) -> None:
    """Say what JupyterLab would say, before it says it in a log."""
    if not allow_root and hasattr(os, "geteuid") and os.geteuid() == 0:
        message = (
            "JupyterLab does not run as root, as every cell could then change the whole machine. "
            "Start it as an ordinary user or, in a container of your own, with: dlwidgets --allow-root"
        )
        raise ServerError(message)


def _refuse_taken(port: int) -> None:
    """Try the port that was asked for."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As JupyterLab's own socket: a port that was closed a moment ago counts as free.
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            message = f"Port {port} can't be used ({error.strerror}). Name another, or leave --port out."
            raise ServerError(message) from error


def _has_browser() -> bool:
    """Ask whether there is a browser to open."""
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def _options(lesson: Path, *, port: int | None, browser: bool, allow_root: bool) -> list[str]:
    """Write the command line for JupyterLab. The token is left alone, so a page without it can't run code."""
    options = [
        f"--ServerApp.ip={ADDRESS}",
        f"--ServerApp.root_dir={lesson.parent}",
        f"--LabApp.default_url=/lab/tree/{quote(lesson.name)}",
        f"--ServerApp.open_browser={browser}",
        "--ServerApp.answer_yes=True",  # Ctrl-C stops at once, without a question
    ]
    if port is not None:
        options += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    return [*options, "--allow-root"] if allow_root else options


def _serve(options: list[str]) -> int:
    """Run JupyterLab in this process: it handles Ctrl-C and SIGTERM itself, and no orphan can stay behind."""
    from jupyterlab.labapp import LabApp

    try:
        LabApp.launch_instance(options)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0
