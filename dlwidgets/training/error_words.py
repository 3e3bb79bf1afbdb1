"""What an error of Keras or TensorFlow says, in one line."""

import re

_LONGEST = 300
_BOLD = re.compile(r"\x1b\[\d*m")
_WRAPPER = "Exception encountered when calling"


def in_one_line(error: BaseException) -> str:
    """Return the line of an error's text that says what is wrong.

    Parameters
    ----------
    error : BaseException
        Keras wraps an error of a layer in several lines, of which the second is the error's own.

    Returns
    -------
    str
        Its kind and that line.

    Examples
    --------
    >>> in_one_line(ValueError("shapes differ"))
    'ValueError: shapes differ'
    """
    lines = [line.strip() for line in _BOLD.sub("", str(error)).splitlines() if line.strip()]
    if lines and lines[0].startswith(_WRAPPER) and len(lines) > 1:
        lines = lines[1:]
    kind = type(error).__name__
    return f"{kind}: {lines[0][:_LONGEST]}" if lines else kind
