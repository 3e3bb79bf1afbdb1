"""Finding and fetching a Chromium, on machines that are made up; nothing is installed here."""

import subprocess
from pathlib import Path

import pytest

from tests.browser import chromium
from tests.browser.chromium import COMMANDS, NoChromiumError, find, give_up, locate

PACKAGE, DOWNLOAD = "--yes", "playwright"


class Machine:
    """A machine whose files, commands and installers are made up.

    ``installers`` maps a word of a command to the name of the browser that it brings; every other
    installer fails. ``installed`` holds what was run, ``said`` what was told.
    """

    def __init__(self, folder):
        self.folder = folder
        self.is_root = False
        self.installers = {}
        self.installed = []
        self.said = []
        self._on_path = set()
        self._starts = set()

    def has(self, name, *, starts=True):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        self._on_path.add(name)
        if starts:
            self._starts.add(path)
        return path

    def locate(self):
        return locate(self.said.append)

    def which(self, name):
        return str(self.folder / name) if name in self._on_path else None

    def run(self, command, **_options):
        if command[-1] == "--version":
            return subprocess.CompletedProcess(command, 0 if Path(command[0]) in self._starts else 1)
        self.installed.append([str(word) for word in command[1:]])
        brings = [name for word, name in self.installers.items() if word in command]
        for name in brings:
            self.has(name, starts=name != "stub")
        fails = not brings and "update" not in command
        return subprocess.CompletedProcess(command, 100 * fails, stdout="first line\nno network\n")


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """Linux with nothing on it, without root."""
    made_up = Machine(tmp_path)
    monkeypatch.setattr(chromium.shutil, "which", made_up.which)
    monkeypatch.setattr(chromium.subprocess, "run", made_up.run)
    monkeypatch.setattr(chromium.sys, "platform", "linux")
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0 if made_up.is_root else 1000, raising=False)
    monkeypatch.setattr(chromium, "_playwright_path", lambda: tmp_path / "playwright")
    monkeypatch.setattr(chromium.Path, "home", lambda: tmp_path)
    return made_up


@pytest.fixture
def debian(machine):
    """Debian, as root."""
    machine.has("apt-get")
    machine.is_root = True
    return machine


@pytest.mark.parametrize("name", COMMANDS)
def test_a_browser_on_the_path_is_found(machine, name):
    assert machine.has(name) == find()


def test_a_command_that_does_not_start_is_passed_over(machine):
    machine.has("chromium-browser", starts=False)
    assert machine.has("google-chrome") == find()


def test_a_mac_is_searched_in_its_applications(machine, monkeypatch):
    monkeypatch.setattr(chromium.sys, "platform", "darwin")
    assert machine.has("Applications/Google Chrome.app/Contents/MacOS/Google Chrome") == find()


def test_windows_is_searched_in_its_program_folders_without_opening_a_window(machine, monkeypatch):
    monkeypatch.setattr(chromium.sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(machine.folder))
    assert machine.has("Google/Chrome/Application/chrome.exe", starts=False) == find()


def test_the_download_of_playwright_is_found(machine):
    assert machine.has("playwright") == find()


def test_nothing_is_fetched_where_a_browser_is_found(debian):
    assert debian.has("chrome") == debian.locate()
    assert debian.installed == []
    assert debian.said == []


def test_root_on_debian_gets_the_package_and_says_so(debian):
    debian.installers = {PACKAGE: "chromium"}
    assert debian.locate() == debian.folder / "chromium"
    assert [command[0] for command in debian.installed] == ["update", "install"]
    assert debian.said == [
        "No Chromium or Chrome found: fetching one (Debian package).",
        f"Fetched {debian.folder / 'chromium'}.",
    ]


def test_without_root_playwright_downloads_one_and_no_package_is_tried(machine):
    machine.has("apt-get")
    machine.installers = {DOWNLOAD: "playwright"}
    assert machine.locate() == machine.folder / "playwright"
    assert machine.installed == [["-m", "playwright", "install", "chromium"]]
    assert "Playwright download" in machine.said[1]


def test_where_the_package_fails_playwright_brings_one_with_its_libraries(debian):
    debian.installers = {DOWNLOAD: "playwright"}
    assert debian.locate() == debian.folder / "playwright"
    assert debian.installed[-1] == ["-m", "playwright", "install", "--with-deps", "chromium"]


def test_a_package_that_does_not_start_is_not_the_end(debian):
    debian.installers = {PACKAGE: "stub", DOWNLOAD: "playwright"}
    assert debian.locate() == debian.folder / "playwright"


def test_with_none_to_be_had_the_error_gives_both_reasons(debian):
    both = r"Debian package: .*: no network; Playwright download: .*: no network"
    with pytest.raises(NoChromiumError, match=both):
        debian.locate()


def test_an_installer_that_hangs_is_a_reason_too(machine, monkeypatch):
    def hang(command, **_options):
        raise subprocess.TimeoutExpired(command, 900)

    monkeypatch.setattr(chromium.subprocess, "run", hang)
    with pytest.raises(NoChromiumError, match="timed out after 900 seconds"):
        machine.locate()


def test_giving_up_skips_with_the_reason(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no network"):
        give_up("no network")


def test_giving_up_fails_in_ci(monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises((pytest.fail.Exception, pytest.skip.Exception), match="no network") as outcome:
        give_up("no network")
    assert outcome.type is pytest.fail.Exception  # a skip let through would only skip this test
