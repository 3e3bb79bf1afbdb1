"""What this machine has: versions, the device that will train, free memory, and what is missing."""

import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from dlwidgets.cli.requirements import install_command, packages

TENSORFLOW_LIMIT_S = 120
# A kernel with TensorFlow, and the server beside it.
COMFORTABLE_BYTES = 0.9 * 2**30
_TITLES = {"": "Base", "keras": "Training", "lab": "JupyterLab (to open the lessons on this machine)"}
_PROBE = """
import json, tensorflow as tf
gpus = tf.config.list_physical_devices("GPU")
print(json.dumps([tf.config.experimental.get_device_details(g).get("device_name", g.name) for g in gpus]))
"""


def report() -> int:
    """Print what is here and what is missing, each with the command that mends it.

    Returns
    -------
    int
        0 if every lesson can run here, 1 if something they need is missing.
    """
    print(f"Python {platform.python_version()} ({sys.executable})\ndlwidgets {version('dlwidgets')}")
    complete = [_print_group(extra) for extra in ("", "keras", "lab")]
    trains = _print_device() if complete[1] else False
    _print_memory()
    # Without [lab] the lessons still run elsewhere: in VS Code, Colab or a hub's own JupyterLab.
    runs = complete[0] and trains
    print("The lessons can run here." if runs else "Some lessons can't run here yet.")
    return 0 if runs else 1


def _print_group(extra: str) -> bool:
    """Print the packages of the base or an extra, with the command that completes them."""
    found = packages(extra)
    print(f"{_TITLES[extra]}: {'; '.join(map(str, found))}")
    unfit = [package for package in found if not package.fits]
    if unfit:
        print(f"  To mend it: {install_command(unfit)}")
    return not unfit


def _print_device() -> bool:
    """Print what will train; say so if TensorFlow is installed but does not start."""
    try:
        print(f"Training runs on: {device()}")
    except (subprocess.SubprocessError, ValueError) as error:
        print(f"TensorFlow is installed but does not start: {_reason(error)}")
        print(f"  To mend it: {install_command(packages('keras'), '--force-reinstall')}")
        return False
    return True


def device() -> str:
    """Name the device that Keras will train on.

    TensorFlow looks for it in a process of its own, because its import costs seconds and half a gigabyte.

    Returns
    -------
    str
        Such as ``"CPU (2 cores)"``, or the names of the GPUs.

    Raises
    ------
    subprocess.SubprocessError
        If TensorFlow ends with an error or does not answer in time.
    """
    probe = subprocess.run(  # noqa: S603 - this very Python, on a text of our own
        # -P: a learner's own keras.py in the current folder is not what is asked about.
        [sys.executable, "-P", "-c", _PROBE],
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        timeout=TENSORFLOW_LIMIT_S,
        check=True,
    )
    gpus = json.loads(probe.stdout.splitlines()[-1])
    return ", ".join(gpus) or f"CPU ({_cores()} cores)"


def _reason(error: Exception) -> str:
    """Shorten a failed start to its last line."""
    if isinstance(error, subprocess.CalledProcessError):
        return (error.stderr.strip().splitlines() or [f"exit code {error.returncode}"])[-1]
    return str(error)


def _cores() -> int:
    """Count the processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _print_memory() -> None:
    """Print the free memory, and say so where it is little for training."""
    free = free_bytes()
    if free is None:
        print("Free memory: unknown here")
        return
    print(f"Free memory: {free / 2**30:.1f} GB")
    if free < COMFORTABLE_BYTES:
        print("  A lesson that trains needs about 0.9 GB: close other programs, and shut down other kernels.")


def free_bytes(cgroup: Path = Path("/sys/fs/cgroup"), meminfo: Path = Path("/proc/meminfo")) -> int | None:
    """Find how much memory is left: the machine's, or the container's if that is less (as on Binder).

    Parameters
    ----------
    cgroup, meminfo : Path
        Where Linux tells its limits and its memory.

    Returns
    -------
    int or None
        Bytes; None where the system does not tell.
    """
    known = [free for free in (_machine_bytes(meminfo), _container_bytes(cgroup)) if free is not None]
    return min(known, default=None)


def _machine_bytes(meminfo: Path) -> int | None:
    """Read the memory that programs can still get."""
    if meminfo.is_file():
        fields = dict(line.split(":", 1) for line in meminfo.read_text("utf-8").splitlines() if ":" in line)
        return int(fields["MemAvailable"].split()[0]) * 1024
    try:
        import psutil
    except ModuleNotFoundError:
        return None
    return int(psutil.virtual_memory().available)


def _container_bytes(cgroup: Path) -> int | None:
    """Read what a container's limit leaves; version 2 of the control groups, then version 1."""
    for limit_name, used_name, cache_name in (
        ("memory.max", "memory.current", "inactive_file"),
        ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes", "total_inactive_file"),
    ):
        limit, used = cgroup / limit_name, cgroup / used_name
        if limit.is_file() and used.is_file() and limit.read_text("ascii").strip() != "max":
            # Cached files count as used, but the kernel drops them when a program asks.
            cache = _stat(used.parent / "memory.stat").get(cache_name, 0)
            return max(0, int(limit.read_text("ascii")) - int(used.read_text("ascii")) + cache)
    return None


def _stat(path: Path) -> dict[str, int]:
    """Read a table of names and numbers."""
    rows = path.read_text("ascii").split() if path.is_file() else []
    return {name: int(number) for name, number in zip(rows[::2], rows[1::2], strict=True)}
