"""A Chromium for the browser tests: found where there is one, fetched where there is none."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import sync_playwright

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPS = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")
WINDOWS_APPS = ("Chromium/Application/chrome.exe", "Google/Chrome/Application/chrome.exe")
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")


class NoChromiumError(RuntimeError):
    """No Chromium or Chrome is there, and none could be fetched; the text says why."""


def locate(say: Callable[[str], object] = print) -> Path:
    """Return a Chromium or Chrome that starts; fetch one where none is found, and say so.

    Parameters
    ----------
    say : callable
        Takes one line of text: what is being fetched.

    Returns
    -------
    Path
        The executable.

    Raises
    ------
    NoChromiumError
        None is there and none could be fetched.
    """
    if found := find():
        return found
    reasons = []
    for name, fetch in (("Debian package", _fetch_package), ("Playwright download", _fetch_download)):
        say(f"No Chromium or Chrome found: fetching one ({name}).")
        try:
            fetch()
        except (NoChromiumError, OSError, subprocess.SubprocessError) as error:
            reasons.append(f"{name}: {error}")
            continue
        if found := find():
            say(f"Fetched {found}.")
            return found
        reasons.append(f"{name}: installed, but it does not start")
    raise NoChromiumError("No Chromium or Chrome for the browser tests. " + "; ".join(reasons))


def find() -> Path | None:
    """Return the first Chromium or Chrome on this machine that starts."""
    return next((path for path in _candidates() if _starts(path)), None)


def give_up(reason: str) -> NoReturn:
    """Skip the test that needs a browser; where ``CI`` is set, fail it: nobody reads skips there."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def _candidates() -> Iterator[Path]:
    """Yield where a browser may be: on the path, in its usual place, in Playwright's own folder."""
    yield from (Path(found) for name in COMMANDS if (found := shutil.which(name)))
    if sys.platform == "darwin":
        yield from (folder / "Applications" / app for folder in (Path("/"), Path.home()) for app in MAC_APPS)
    if sys.platform == "win32":
        folders = [Path(os.environ[name]) for name in WINDOWS_FOLDERS if name in os.environ]
        yield from (folder / app for folder in folders for app in WINDOWS_APPS)
    yield _playwright_path()


def _playwright_path() -> Path:
    """Return where Playwright puts its own Chromium, downloaded or not."""
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def _starts(path: Path) -> bool:
    """Tell whether the browser runs; Ubuntu's package is a stub that does not without snap."""
    if not path.is_file():
        return False
    if sys.platform == "win32":  # there, --version opens a window
        return True
    try:
        done = subprocess.run([path, "--version"], capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def _fetch_package() -> None:
    """Install Debian's package, which only root can."""
    if not _may_use_apt():
        raise NoChromiumError("needs root and apt-get")
    _run("apt-get", "update")
    _run("apt-get", "install", "--yes", "--no-install-recommends", "chromium")


def _fetch_download() -> None:
    """Download Playwright's own build, with the libraries it needs where root may install them."""
    libraries = ["--with-deps"] if _may_use_apt() else []
    _run(sys.executable, "-m", "playwright", "install", *libraries, "chromium")


def _may_use_apt() -> bool:
    """Tell whether this is root on Debian or Ubuntu."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return is_root and shutil.which("apt-get") is not None


def _run(*command: str) -> None:
    """Run an installer without questions; its last line is the reason where it fails."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command,
        check=False,
        env=environment,
        timeout=900,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode:
        last_line = (done.stdout.strip().splitlines() or ["no output"])[-1]
        raise NoChromiumError(f"`{' '.join(command)}` failed: {last_line}")
