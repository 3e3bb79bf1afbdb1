"""The learner's own numbers in words, as far as they are known."""

from dlwidgets.assistant.values import Array


def counted(array: Array | None, of: str = "") -> str:
    """Count examples.

    Parameters
    ----------
    array : Array, optional
        The examples.
    of : str
        What they are for, such as ``"test"``.

    Returns
    -------
    str
        Such as ``"60000 test examples"``; without a number where it is not known.
    """
    count = array.shape[0] if array is not None and array.shape else None
    return " ".join(str(one) for one in (count, of, "example" if count == 1 else "examples") if one)


def reach(array: Array | None) -> str:
    """Say from where to where numbers reach.

    Parameters
    ----------
    array : Array, optional
        The numbers.

    Returns
    -------
    str
        Such as ``" reach from 25 to 346"``; empty where it is not known.
    """
    known = array is not None and array.low is not None and array.high is not None
    return f" reach from {array.low:g} to {array.high:g}" if known and array is not None else ""
