import json
import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from urllib.error import URLError
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from dlwidgets.cli import main, server

ROOT = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


@pytest.fixture
def lessons(tmp_path):
    folder = tmp_path / "my lessons"
    folder.mkdir()
    nbformat.write(new_notebook(cells=[new_code_cell("1 + 1")]), folder / "01_erste Schritte.ipynb")
    nbformat.write(new_notebook(), folder / "02_next.ipynb")
    return folder


@pytest.fixture
def started(monkeypatch, ordinary_user):
    """The options with which JupyterLab would have started."""
    starts = []
    monkeypatch.setattr(server, "_serve", lambda options: starts.append(options) or 0)
    monkeypatch.setattr(webbrowser, "get", lambda *_name: webbrowser.GenericBrowser("browser"))
    return starts


@pytest.fixture
def running(lessons):
    """A real JupyterLab on a free port, and the address it printed."""
    command = [sys.executable, "-m", "dlwidgets", "open", "--folder", lessons, "--no-browser", *ROOT]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        lines = []
        for line in process.stderr:
            lines.append(line)
            if "?token=" in line:
                break
        else:
            pytest.fail("".join(lines))
        yield process, line.split()[-1]
        process.kill()


def fetched(address):
    """What the server answers; the address is printed a moment before it listens."""
    for _second in range(60):
        try:
            with urlopen(address, timeout=30) as reply:
                return json.load(reply)
        except URLError:
            time.sleep(0.5)
    pytest.fail("JupyterLab did not answer for half a minute")


def test_no_command_means_open(started, lessons):
    assert main(["--folder", str(lessons)]) == 0
    assert main(["open", "--folder", str(lessons)]) == 0
    assert started[0] == started[1]


def test_jupyterlab_listens_on_this_machine_only_and_keeps_its_token(started, lessons):
    main(["--folder", str(lessons), "--port", "8899"])

    (options,) = started
    assert "--ServerApp.ip=127.0.0.1" in options
    assert "--ServerApp.port=8899" in options
    assert "--ServerApp.port_retries=0" in options
    assert not any(word in option.lower() for option in options for word in ("token", "password", "allow"))


def test_ctrl_c_needs_no_answer(started, lessons):
    main(["--folder", str(lessons)])

    assert "--ServerApp.answer_yes=True" in started[0]


def test_a_taken_port_is_one_sentence(started, lessons, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["--folder", str(lessons), "--port", str(port)]) == 1

    said = capsys.readouterr().err
    assert said.startswith(f"dlwidgets: Port {port} can't be used")
    assert started == []


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", ""])
def test_a_port_that_is_none_is_refused(port, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["open", f"--port={port}"])

    assert stop.value.code == 2
    assert "whole number from 1 to 65535" in capsys.readouterr().err


def test_a_missing_folder_is_one_sentence(started, tmp_path, capsys):
    assert main(["--folder", str(tmp_path / "nowhere")]) == 1
    assert "There is no folder" in capsys.readouterr().err
    assert started == []


def test_without_a_browser_the_address_is_said_to_come(started, lessons, monkeypatch, capsys):
    def no_browser(*_name):
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", no_browser)

    assert main(["--folder", str(lessons)]) == 0

    assert "No web browser was found here" in capsys.readouterr().out
    assert "--ServerApp.open_browser=False" in started[0]


def test_root_is_refused_in_one_sentence_and_never_allowed_silently(started, lessons, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)

    assert main(["--folder", str(lessons)]) == 1
    assert "does not run as root" in capsys.readouterr().err
    assert started == []

    assert main(["--folder", str(lessons), "--allow-root"]) == 0
    assert "--allow-root" in started[0]


def test_without_jupyterlab_the_command_that_installs_it_is_named(started, lessons, monkeypatch, capsys):
    monkeypatch.setattr("dlwidgets.cli.requirements.find_spec", lambda name: None if name == "jupyterlab" else name)
    monkeypatch.setattr("dlwidgets.cli.requirements._versions", lambda _names: iter(()))

    assert main(["--folder", str(lessons)]) == 1

    said = capsys.readouterr().err
    assert "jupyterlab is not installed here" in said
    assert 'pip install "' in said
    assert '"jupyterlab' in said


def test_an_unknown_command_shows_the_usage(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["opne"])

    assert stop.value.code == 2
    assert "usage: dlwidgets" in capsys.readouterr().err


def test_ctrl_c_before_the_server_runs_ends_quietly(lessons, monkeypatch, ordinary_user, capsys):
    def interrupted(_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(server, "_serve", interrupted)

    assert main(["--folder", str(lessons), "--no-browser"]) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_the_real_jupyterlab_opens_on_the_first_lesson_serves_our_defaults_and_stops_quietly(running):
    process, address = running
    parts = urlsplit(address)
    assert parts.path == "/lab/tree/01_erste%20Schritte.ipynb"

    (token,) = parse_qs(parts.query)["token"]
    settings = f"{parts.scheme}://{parts.netloc}/lab/api/settings?token={token}"
    served = {setting["id"]: setting for setting in fetched(settings)["settings"]}
    default = {
        (plugin, name): served[f"@jupyterlab/apputils-extension:{plugin}"]["schema"]["properties"][name]["default"]
        for plugin, name in (
            ("kernels-settings", "commsOverSubshells"),
            ("notification", "fetchNews"),
            ("notification", "checkForUpdates"),
        )
    }
    assert list(default.values()) == ["disabled", "false", False]

    process.send_signal(signal.SIGINT)
    last_words = process.stderr.read()
    assert process.wait(timeout=30) == 0
    assert "Traceback" not in last_words
