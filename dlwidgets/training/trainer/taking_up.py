"""May a trainer go on with a run that was recorded before? Said in a sentence where it may not."""

import json
from collections.abc import Mapping
from typing import Any

from dlwidgets.errors import DataError, InvalidValueError, a_kind
from dlwidgets.network import NetworkSpec
from dlwidgets.training.run import Run
from dlwidgets.training.trainer.session import Session

_LIVE = {"learning_rate", "l1", "l2", "rate"}
"""What may have been another number at the start: its value is among what a moment keeps."""


def check_run(
    run: Any, session: Session, fingerprint: str, settings: Mapping[str, Any], spec: NetworkSpec | None
) -> None:
    """Refuse what is no run, or a run of other data, of another order or of another network.

    Parameters
    ----------
    run : Run
        What came.
    session : Session
        Of the trainer that is to go on with it.
    fingerprint : str
        Of the trainer's data.
    settings : dict
        The trainer's: seed, batch size, ...
    spec : NetworkSpec or None
        What its model was built of.

    Raises
    ------
    InvalidValueError
        If no run came.
    DataError
        If the run is of something else, or keeps nothing to go on from.
    """
    if not isinstance(run, Run):
        raise InvalidValueError(f"resume takes a run, such as Run.load('run.npz') gives, but {a_kind(run)} came.")
    if run.moments.before(0) is None:
        raise DataError("The run keeps no weights of its start, so nothing can go on with it; those of a trainer do.")
    if run.settings.get("data") != fingerprint:
        raise DataError("The run was trained on other data; give the trainer those.")
    for name in ("batch_size", "shuffle"):
        if run.settings.get(name) != settings[name]:
            raise DataError(f"The run has {name}={run.settings.get(name)!r}; give the trainer the same.")
    is_other = run.spec is not None and spec is not None and _form(run.spec) != _form(spec.to_json())
    if is_other or not session.takes(run):
        raise DataError("The run is of another network or optimizer; its numbers do not fit into this one.")


def _form(spec: Mapping[str, Any]) -> str:
    """Write a network and what it is compiled with, without the numbers that may move."""
    return json.dumps([_without_numbers(spec.get(part)) for part in ("layers", "compile")], sort_keys=True)


def _without_numbers(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            name: _without_numbers(one)
            for name, one in value.items()
            if name not in _LIVE or not isinstance(one, int | float)
        }
    return [_without_numbers(one) for one in value] if isinstance(value, list | tuple) else value
