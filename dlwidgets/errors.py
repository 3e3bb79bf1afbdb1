"""Errors meant for learners: what came, what was wanted, what to do."""

from collections.abc import Iterable
from difflib import get_close_matches

MOST_NAMES = 40
"""More valid names would bury what the text says."""


class DLWidgetsError(Exception):
    """A mistake the reader can mend; its text says how. Bugs raise what they raise."""


class InvalidValueError(DLWidgetsError, ValueError):
    """A value that is out of range, of the wrong kind, or not a number."""


class UnknownNameError(DLWidgetsError, ValueError):
    """A name that nothing here has; the nearest valid one is in the text."""


class DataError(DLWidgetsError, ValueError):
    """Data that can't be learned from as they are: gaps, text, one class, unequal lengths."""


class NotEnoughMemoryError(DLWidgetsError, MemoryError):
    """Something needs more memory than there is; the text says what to make smaller."""


class MissingExtraError(DLWidgetsError, ImportError):
    """An optional package is not installed; the text holds the command that installs it."""


class BrowserError(DLWidgetsError, RuntimeError):
    """Something failed in the browser and was reported to Python."""


def unknown_name(kind: str, name: object, valid: Iterable[str]) -> UnknownNameError:
    """Make the error for a name that is not among ``valid``, with the nearest one.

    Parameters
    ----------
    kind : str
        What the name should have named, such as ``"data set"``.
    name : object
        What came.
    valid : iterable of str
        The names that would have worked.

    Returns
    -------
    UnknownNameError
        Ready to be raised.

    Examples
    --------
    >>> print(unknown_name("data set", "iriss", ["iris", "circle"]))
    There is no data set 'iriss'. Did you mean 'iris'? Valid names: circle, iris.
    """
    names = sorted(valid)
    same_letters = [valid_name for valid_name in names if valid_name.lower() == str(name).lower()]
    nearest = same_letters or get_close_matches(str(name), names, n=1)
    hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
    others = f" and {len(names) - MOST_NAMES} others" if len(names) > MOST_NAMES else ""
    return UnknownNameError(f"There is no {kind} {name!r}.{hint} Valid names: {', '.join(names[:MOST_NAMES])}{others}.")
