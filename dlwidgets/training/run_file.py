"""A run as one file: a zip of plain arrays and a JSON header; nothing in it is ever run."""

import json
import math
import zipfile
from collections.abc import Mapping
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
_KINDS = "biufU"
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
    file = Path(path).expanduser()
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as opened:  # np.savez would add an ending of its own
            np.savez_compressed(opened, **arrays)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        words = error.strerror or error
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
        _check_sizes(path)
        with np.load(path, allow_pickle=False) as arrays:
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
    changes = [(int(at), dict(values)) for at, values in header["changes"]]
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


def _check_plain(fields: dict[str, Any]) -> None:
    kinds = {"number": int, "epochs": list, "names": list, "settings": dict}
    for name, kind in kinds.items():
        if not isinstance(fields[name], kind):
            raise TypeError(f"{name} is no {kind.__name__}")
    if fields["ending"] is not None and fields["ending"] not in ENDINGS:
        raise ValueError(f"no run ends with {fields['ending']!r}")
    fields["epochs"] = [int(epoch) for epoch in fields["epochs"]]
    fields["names"] = [str(name) for name in fields["names"]]


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} in the header")


def _array(arrays: Mapping[str, Any], name: str) -> Any:
    array = arrays[name]
    if array.dtype.kind not in _KINDS:
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
