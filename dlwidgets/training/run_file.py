"""A run as one file: a zip of plain arrays and a JSON header; nothing in it is ever run."""

import json
import math
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from itertools import pairwise
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.training.looks import Looks, packed, unpacked
from dlwidgets.training.moments import Moment, Moments

if TYPE_CHECKING:
    from dlwidgets.training.run import Run

VERSION = 1
_HEADER = "header"
_MOST_BYTES = 2**31
_MOST_ENTRIES = 100_000
KINDS = "biufU"
"""Kinds of arrays that are taken: numbers, truth and text."""
ENDINGS = ("done", "stopped early", "interrupted", "failed", "goal reached", "not a number")
"""The values of `Ending`."""
_PLAIN = ("number", "n_epochs", "n_steps", "epochs", "names", "seed", "spec", "settings", "ending")


def save(run: "Run", path: str | Path) -> None:
    """Write a run.

    Parameters
    ----------
    run : Run
        Any.
    path : str or Path
        The file; it is written anew.

    Raises
    ------
    InvalidValueError
        If it can't be written there; a file that was there stays as it was.
    """
    arrays = {"reports": _table(run), "batch_losses": np.array(run.batch_losses, dtype=np.float64)}
    arrays["within"] = np.array(run.within, dtype=np.float64).reshape(-1, 2)
    header = {"version": VERSION, **{name: getattr(run, name) for name in _PLAIN}}
    header["changes"] = run.changes
    header["budget_mb"] = run.moments.budget_mb
    header["looks"], arrays["looks"] = packed(run.looks)
    header["moments"] = []
    for at, moment in enumerate(run.moments):
        names = sorted(moment.extras)
        header["moments"].append([moment.epoch, moment.n_steps, len(moment.state), names])
        arrays |= {f"moment{at}_{place}": array for place, array in enumerate(moment.state)}
        arrays |= {f"moment{at}_extra{place}": moment.extras[name] for place, name in enumerate(names)}
    arrays[_HEADER] = np.array(json.dumps(header, allow_nan=False))
    _write(path, arrays)


def _write(path: str | Path, arrays: Mapping[str, Any]) -> None:
    """Write all of it, or leave the file that was there as it is."""
    if not isinstance(path, str | PathLike):
        raise InvalidValueError(f"A run is saved under the name of a file, such as 'run.npz'; got {path!r:.60}.")
    part = None
    try:
        file = Path(path).expanduser()
        part = file.with_name(f"{file.name}.part")
        with part.open("wb") as opened:  # np.savez would add an ending of its own
            np.savez_compressed(opened, **arrays)
        part.replace(file)
    except (OSError, RuntimeError, ValueError) as error:  # no place, no such home, or no name of a file
        with suppress(OSError, ValueError):
            part.unlink() if part is not None else None
        words = getattr(error, "strerror", None) or error
        raise InvalidValueError(f"The run can't be saved as {str(path)!r}: {words}. Choose another place.") from error


def load(path: str | Path) -> dict[str, Any]:
    """Read what `save` wrote.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    dict
        The fields of a `Run`; the ending as text.

    Raises
    ------
    DataError
        If it is no such file, too large, or damaged.
    InvalidValueError
        If no name of a file came.
    """
    if not isinstance(path, str | PathLike):
        raise InvalidValueError(f"A run is loaded from the name of a file, such as 'run.npz'; got {path!r:.60}.")
    try:
        file = Path(path).expanduser()
        _check_sizes(file)
        with np.load(file, allow_pickle=False) as arrays:
            return _read(arrays)
    except FileNotFoundError:
        raise DataError(f"There is no file {str(path)!r}. Save a run there first: trainer.run.save(path).") from None
    except DataError:
        raise
    except Exception as error:
        # Whatever a hostile or damaged file makes zipfile, NumPy or JSON raise means the same to the reader.
        raise DataError(f"{str(path)!r} is no saved run, or a damaged one: {error}") from error


def _check_sizes(path: str | Path) -> None:
    """Refuse a small file that would unpack to a huge one."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
        raise DataError(f"{str(path)!r} would take more than {_MOST_BYTES >> 30} GB; it is not read.")


def _read(arrays: Mapping[str, Any]) -> dict[str, Any]:
    header = json.loads(str(arrays[_HEADER]), parse_constant=_refuse)
    if header.get("version") != VERSION:
        raise ValueError(f"it is of version {header.get('version')!r}, and version {VERSION} can be read")
    fields = {name: header[name] for name in _PLAIN}
    _check_plain(fields)
    moments = Moments(float(header["budget_mb"]))
    for at, (epoch, n_steps, n_arrays, names) in enumerate(header["moments"]):
        state = [_array(arrays, f"moment{at}_{place}") for place in range(int(n_arrays))]
        extras = {str(name): _array(arrays, f"moment{at}_extra{place}") for place, name in enumerate(names)}
        moments.append_saved(Moment(int(epoch), int(n_steps), state, extras))
    changes = [(int(at), _change(values)) for at, values in header["changes"]]
    losses = [float(loss) for loss in _array(arrays, "batch_losses")]
    within = [(float(place), float(loss)) for place, loss in _array(arrays, "within")] if "within" in arrays else []
    looks = unpacked(header["looks"], _array(arrays, "looks")) if "looks" in header else Looks()
    reports = _reports(_array(arrays, "reports"), fields)
    return fields | {
        "reports": reports,
        "changes": changes,
        "batch_losses": losses,
        "within": within,
        "moments": moments,
        "looks": looks,
    }


def _change(values: Any) -> dict[str, Any]:
    """Return what was changed at one place; each is a number, or numbers by layer."""
    numbers = [one for value in values.values() for one in (value.values() if isinstance(value, dict) else [value])]
    if not all(isinstance(one, int | float) and one >= 0 for one in numbers):
        raise TypeError("a change is no number")
    return dict(values)


def _check_plain(fields: dict[str, Any]) -> None:
    some = {"n_epochs": int, "n_steps": int, "seed": int, "spec": dict}
    kinds = {"number": int, "epochs": list, "names": list, "settings": dict}
    for name, kind in {**kinds, **some}.items():
        if not isinstance(fields[name], kind) and not (name in some and fields[name] is None):
            raise TypeError(f"{name} is no {kind.__name__}")
    if (fields["seed"] or 0) < 0:
        raise ValueError("the seed is below 0")
    if fields["ending"] is not None and fields["ending"] not in ENDINGS:
        raise ValueError(f"no run ends with {fields['ending']!r}")
    fields["epochs"] = [int(epoch) for epoch in fields["epochs"]]
    if any(before >= after for before, after in pairwise([0, *fields["epochs"]])):
        raise ValueError("the epochs are not in order")
    fields["names"] = [str(name) for name in fields["names"]]


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} in the header")


def _array(arrays: Mapping[str, Any], name: str) -> Any:
    array = arrays[name]
    if array.dtype.kind not in KINDS:
        raise TypeError(f"the array {name} is of kind {array.dtype}")
    return array


def _table(run: "Run") -> np.ndarray:
    """Lay reports out as (reports, names, 2): the value, and 1 where there is one, as NaN is a value too."""
    rows = [[(report.get(name, math.nan), name in report) for name in run.names] for report in run.reports]
    return np.array(rows, dtype=np.float64).reshape(len(run.reports), len(run.names), 2)


def _reports(table: np.ndarray, fields: Mapping[str, Any]) -> list[dict[str, float]]:
    if table.shape != (len(fields["epochs"]), len(fields["names"]), 2):
        raise ValueError("the reports do not fit the epochs")
    return [
        {name: float(value) for name, (value, known) in zip(fields["names"], row, strict=True) if known}
        for row in table
    ]
