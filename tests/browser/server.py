"""A real JupyterLab server for the tests, away from the user's own settings."""

import json
import os
import secrets
import subprocess
import sys
import time
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

# Lazily drawn cells would make a chart's first paint depend on where the page is scrolled to.
SETTINGS = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}


class JupyterServer:
    """JupyterLab on 127.0.0.1 over a temporary folder; a context manager.

    Parameters
    ----------
    folder : Path
        An empty folder: notebooks go to ``folder / "notebooks"``, settings and logs beside it.

    Attributes
    ----------
    notebooks : Path
        The root folder of the server.
    token : str
        What the browser has to show.
    url : str
        Where it answers, such as ``http://127.0.0.1:8888``.
    """

    def __init__(self, folder: Path) -> None:
        self.notebooks = folder / "notebooks"
        self.token = secrets.token_hex()
        self.url = ""
        self._folder = folder

    def __enter__(self) -> Self:
        self.notebooks.mkdir()
        overrides = self._folder / "config" / "labconfig" / "default_setting_overrides.json"
        overrides.parent.mkdir(parents=True)
        overrides.write_text(json.dumps(SETTINGS))
        self._log = (self._folder / "server.log").open("w+")
        self._process = subprocess.Popen(
            self._command(), env=self._environment(), cwd=self.notebooks, stdout=self._log, stderr=self._log
        )
        try:
            self._wait_until_it_answers(timeout_s=90)
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def api(self, method: str, path: str, body: object = None) -> Any:
        """Call the server's REST interface and return its answer.

        Parameters
        ----------
        method : str
            ``"GET"``, ``"PUT"``, ``"POST"`` or ``"DELETE"``.
        path : str
            Such as ``"api/sessions"``.
        body : object, optional
            Sent as JSON.

        Returns
        -------
        object
            The JSON that came back, or None where nothing came.

        Raises
        ------
        ConnectionError
            The server refused.
        """
        data = None if body is None else json.dumps(body)
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        connection.request(method, f"/{path}", data, headers)
        response = connection.getresponse()
        text = response.read()
        connection.close()
        if response.status >= HTTPStatus.BAD_REQUEST:
            raise ConnectionError(f"{method} {path}: {response.status} {response.reason}")
        return json.loads(text) if text else None

    def shut_down_kernels(self, name: str) -> None:
        """Shut down the kernels of the notebook ``name``."""
        for session in self.api("GET", "api/sessions"):
            if session["path"] == name:
                self.api("DELETE", f"api/sessions/{session['id']}")

    def _command(self) -> list[str]:
        """Return the command line; only root needs leave to be root."""
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ServerApp.ip=127.0.0.1"]
        command += ["--ServerApp.port=0", f"--IdentityProvider.token={self.token}"]
        command += [f"--ServerApp.root_dir={self.notebooks}", "--LabApp.expose_app_in_browser=True"]
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        return command + ["--allow-root"] * is_root

    def _environment(self) -> dict[str, str]:
        """Return the environment with every Jupyter and IPython folder of the user's replaced."""
        users = ("JUPYTER", "IPYTHON")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(users)}
        folders = {f"JUPYTER_{kind.upper()}_DIR": kind for kind in ("config", "data", "runtime")}
        folders["IPYTHONDIR"] = "ipython"
        return kept | {name: str(self._folder / folder) for name, folder in folders.items()}

    def _wait_until_it_answers(self, timeout_s: float) -> None:
        """Read the port that the server chose from its own file; raise with the log if it dies."""
        deadline = time.monotonic() + timeout_s
        information = self._folder / "runtime" / f"jpserver-{self._process.pid}.json"
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                self.url = json.loads(information.read_text())["url"].rstrip("/")
                self.api("GET", "api/status")
            except (OSError, ValueError):  # not written yet, half written, or not listening yet
                time.sleep(0.1)
            else:
                return
        log = (self._folder / "server.log").read_text()
        raise RuntimeError(f"JupyterLab did not start:\n{log[-3000:]}")

    def _stop(self) -> None:
        """Ask the server to shut down with its kernels, then insist."""
        try:
            self.api("POST", "api/shutdown")
            self._process.wait(timeout=15)
        except (OSError, ValueError, subprocess.TimeoutExpired):  # it never listened, died, or hangs
            self._process.kill()
            self._process.wait()
        self._log.close()
