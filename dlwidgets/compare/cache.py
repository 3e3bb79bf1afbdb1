"""What is finished stays on disk: one small file of text per job, found again by all that its numbers depend on."""

import hashlib
import inspect
import json
import os
import warnings
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from dlwidgets.compare.job import Job, Outcome
from dlwidgets.errors import InvalidValueError
from dlwidgets.network import NetworkSpec

_VERSIONS_OF = ("dlwidgets", "keras", "numpy", "scikit-learn", "tensorflow", "tensorflow-cpu")
_LIBRARIES = ("sklearn.", "dlwidgets.", "numpy.")


class Cache:
    """A folder of outcomes.

    Parameters
    ----------
    folder : str, Path, True or None
        Where; True is the user's folder for such files, None keeps nothing.
    """

    def __init__(self, folder: Any) -> None:
        if folder is not None and folder is not True and not isinstance(folder, str | Path):
            raise InvalidValueError(f"cache is {folder!r}; give a folder, True for the usual one, or None for none.")
        usual = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "dlwidgets" / "compare"
        self.folder = None if folder is None else (usual if folder is True else Path(folder)).expanduser()
        self._has_warned = False

    def get(self, job: Job) -> Outcome | None:
        """Return what a job gave before; None if it is not known, or its file can't be read.

        Parameters
        ----------
        job : Job
            What would be done.

        Returns
        -------
        Outcome or None
            Without predictions.
        """
        if self.folder is None:
            return None
        try:
            found = json.loads((self.folder / f"{key(job)}.json").read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return Outcome(**{**found, "name": job.contestant.name}) if _is_outcome(found, job) else None

    def put(self, job: Job, outcome: Outcome) -> None:
        """Keep what a job gave; a failure is not kept, it may have been the machine's.

        Parameters
        ----------
        job : Job
            What was done.
        outcome : Outcome
            What came of it.
        """
        if self.folder is None or outcome.error:
            return
        try:
            self._write(job, outcome)
        except OSError as error:
            if not self._has_warned:
                told = (
                    f"What is finished can't be kept in {str(self.folder)!r} ({error.strerror}); all goes on without."
                )
                warnings.warn(f"{told} Give another folder as cache=, or None.", stacklevel=2)
            self._has_warned = True

    def _write(self, job: Job, outcome: Outcome) -> None:
        folder = self.folder or Path()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{key(job)}.json"
        # Written beside and renamed, so that no one who is interrupted leaves half a file.
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps({name: getattr(outcome, name) for name in Outcome.columns()}), "utf-8")
        draft.replace(path)


def _is_outcome(found: Any, job: Job) -> bool:
    """Tell whether what a file holds is the outcome of this job: anybody may have written into the folder."""
    if not isinstance(found, dict) or found.keys() != {*Outcome.columns()}:
        return False
    numbers = [value for name, value in found.items() if name not in {"name", "error"} and value is not None]
    is_plain = all(isinstance(value, int | float) and not isinstance(value, bool) for value in numbers)
    asked = (job.seed, job.train.n_examples, "")
    return is_plain and (found["seed"], found["n_train"], found["error"]) == asked


def key(job: Job) -> str:
    """Make one name of all that a job's numbers depend on: model, data, size, seed and versions.

    Parameters
    ----------
    job : Job
        What is to be done.

    Returns
    -------
    str
        Hexadecimal digits.
    """
    digest = hashlib.sha256()
    for part in (job.train, job.test):
        for array in (part.X, part.y):
            digest.update(str((array.shape, array.dtype)).encode())
            digest.update(np.ascontiguousarray(array).tobytes())
    told = [_told(job.contestant.estimator), job.seed, [_version(name) for name in _VERSIONS_OF]]
    digest.update(json.dumps(told, sort_keys=True, default=repr).encode())
    return digest.hexdigest()[:40]


def _told(value: Any) -> Any:
    """Say what an estimator is made of, as plain values; where only memory could tell, nothing is ever found again."""
    if isinstance(value, NetworkSpec):
        return value.to_json()
    if isinstance(value, str | int | float | bool | None):
        return value
    if isinstance(value, Mapping):
        return {str(name): _told(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_told(one) for one in value]
    if isinstance(value, np.ndarray):
        return [str(value.dtype), value.shape, hashlib.sha256(value.tobytes()).hexdigest()]
    kind = value if isinstance(value, type) or hasattr(value, "__code__") else type(value)
    settings = value.get_params(deep=False) if hasattr(value, "get_params") else getattr(value, "__dict__", repr(value))
    return [kind.__module__, kind.__qualname__, _source(kind), _told(settings) if kind is type(value) else _held(value)]


def _held(value: Any) -> Any:
    """Say what a function remembers beside its text."""
    cells = [cell.cell_contents for cell in getattr(value, "__closure__", None) or ()]
    return [repr(one) for one in (*cells, getattr(value, "__defaults__", None))]


def _source(kind: Any) -> str:
    """Return the text of what the reader has written; the versions speak for libraries."""
    if kind.__module__.startswith(_LIBRARIES):
        return ""
    try:
        return inspect.getsource(kind)
    except (OSError, TypeError):
        parts = vars(kind) if isinstance(kind, type) else {"": kind}
        codes = {name: getattr(part, "__code__", None) for name, part in parts.items()}
        return repr([(name, code.co_code, code.co_consts, code.co_names) for name, code in codes.items() if code])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
