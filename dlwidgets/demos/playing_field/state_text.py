"""The settings of a playground as one short line of text, to be pasted anywhere."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote

from dlwidgets.errors import InvalidValueError

LONGEST = 20_000


def written_state(state: Mapping[str, Any], first: Mapping[str, Any]) -> str:
    """Write what differs from the first values.

    Parameters
    ----------
    state, first : dict
        Plain values by name of the setting.

    Returns
    -------
    str
        Such as ``data=spiral&layers=[8,8]&seed=7``; empty if nothing differs.

    Examples
    --------
    >>> written_state({"data": "spiral", "layers": [8, 8], "seed": 0}, {"data": "circle", "layers": [4, 2], "seed": 0})
    'data=spiral&layers=[8,8]'
    """
    changed = {name: value for name, value in state.items() if value != first.get(name)}
    return "&".join(f"{name}={_written(value)}" for name, value in changed.items())


def read_state(text: str) -> dict[str, Any]:
    """Read what `written_state` wrote.

    Parameters
    ----------
    text : str
        Names and values; a leading ``#`` or ``?`` may stay.

    Returns
    -------
    dict
        Plain values by name.

    Raises
    ------
    InvalidValueError
        If it is no such text.

    Examples
    --------
    >>> read_state("data=spiral&layers=[8,8]")
    {'data': 'spiral', 'layers': [8, 8]}
    """
    if not isinstance(text, str) or len(text) > LONGEST:
        raise InvalidValueError(f"state came as {text!r:.40}; wanted a text such as 'data=spiral&layers=[8,8]&seed=7'.")
    try:
        pairs = parse_qsl(text.lstrip("#?").strip(), keep_blank_values=True, strict_parsing=bool(text.strip("#? ")))
    except ValueError:
        raise InvalidValueError(
            f"The state {text!r:.80} can't be read. Write name=value, joined by &, such as data=spiral&layers=[8,8]."
        ) from None
    return {name: _read(value) for name, value in pairs}


def _written(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
    return quote(text, safe="[],.:<>-_ ").replace(" ", "+")


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
