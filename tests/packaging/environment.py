"""Fresh virtual environments, made with uv where it is there and with pip where it is not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
UV = shutil.which("uv")


def build_wheel(folder: Path) -> Path:
    """Build the project's wheel into an empty folder."""
    build = [UV, "build"] if UV else [sys.executable, "-m", "build"]
    _run(*build, "--wheel", "--out-dir" if UV else "--outdir", str(folder), str(ROOT))
    (wheel,) = folder.glob("*.whl")
    return wheel


class Environment:
    """A virtual environment that starts empty, with this Python."""

    def __init__(self, folder: Path) -> None:
        make = [UV, "venv", "--quiet", "--python", sys.executable] if UV else [sys.executable, "-m", "venv"]
        _run(*make, str(folder))
        scripts = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = scripts / "python"
        self.command = scripts / "dlwidgets"

    def install(self, *requirements: str) -> None:
        """Install packages, wheels or pins."""
        _run(*self._pip("install"), *requirements)

    def packages(self) -> set[str]:
        """List what is installed, each with its version."""
        return set(_run(*self._pip("freeze")).splitlines())

    def run(self, code: str, folder: Path, warnings: str = "error") -> str:
        """Run a program there and give what it prints."""
        return _run(str(self.python), "-W", warnings, "-c", code, cwd=folder)

    def _pip(self, command: str) -> list[str]:
        """Begin an installer's command line."""
        if UV:
            return [UV, "pip", command, "--quiet", "--python", str(self.python)]
        return [str(self.python), "-m", "pip", command, "--quiet", "--disable-pip-version-check"]


def _run(*command: str, cwd: Path | None = None) -> str:
    """Run a program that must work; what it says otherwise belongs into the report."""
    # Coverage and the like of the outer run have no business in there.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=cwd, env=environment)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout
