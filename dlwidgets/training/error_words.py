"""What an error of Keras or TensorFlow says, in one line."""

import re

_LONGEST = 300
_BOLD = re.compile(r"\x1b\[\d*m")
_WRAPPER = "Exception encountered when calling"
_GRAPH = re.compile(r"Graph execution error|Detected at node|File \"")
"""What TensorFlow puts in front of its own words: where in its graph it happened, over dozens of lines."""


_NO_MEMORY = ("oom when allocating", "out of memory", "resource_exhausted")


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether an error of Python, NumPy, Keras or TensorFlow says that there is not enough memory.

    Parameters
    ----------
    error : BaseException
        Any.

    Returns
    -------
    bool
        By its kind, or by its text: XLA has no kind of its own for it.
    """
    if isinstance(error, MemoryError) or type(error).__name__ == "ResourceExhaustedError":
        return True
    return any(words in str(error).lower() for words in _NO_MEMORY)


def in_one_line(error: BaseException) -> str:
    """Return the line of an error's text that says what is wrong.

    Parameters
    ----------
    error : BaseException
        Keras wraps an error of a layer in several lines, of which the second is the error's own; TensorFlow puts
        its graph in front.

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
    lines = [line for line in lines if not _GRAPH.match(line)] or lines
    kind = type(error).__name__
    return f"{kind}: {lines[0][:_LONGEST]}" if lines else kind
