"""Errors meant for learners: what came, what was wanted, what to do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import wraps
from typing import Any, TypeVar

_Call = TypeVar("_Call", bound=Callable[..., Any])

MOST_NAMES = 40
"""More valid names would bury what the text says."""


class DLWidgetsError(Exception):
    """A mistake the reader can mend; its text says how. Bugs raise what they raise."""


class InvalidValueError(DLWidgetsError, ValueError):
    """A value that is out of range, of the wrong kind, or not a number."""


class UnknownNameError(DLWidgetsError, ValueError):
    """A name that nothing here has; the nearest valid one is in the text."""


class InvalidCallError(InvalidValueError, TypeError):
    """A call without an argument that is needed, or with one too many."""


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
    names = sorted(map(str, valid))
    same_letters = [valid_name for valid_name in names if valid_name.lower() == str(name).lower()]
    nearest = same_letters or get_close_matches(str(name), names, n=1)
    hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
    others = f" and {len(names) - MOST_NAMES} others" if len(names) > MOST_NAMES else ""
    return UnknownNameError(f"There is no {kind} {name!r}.{hint} Valid names: {', '.join(names[:MOST_NAMES])}{others}.")


def a_kind(value: object) -> str:
    """Name the kind of a value with its article.

    Parameters
    ----------
    value : object
        What came.

    Returns
    -------
    str
        Such as ``"an int"``.

    Examples
    --------
    >>> a_kind(3), a_kind("three")
    ('an int', 'a str')
    """
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


def check_call(name: str, function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
    """Say in a sentence what is wrong with the arguments of a call, before Python says it in its own words.

    Parameters
    ----------
    name : str
        What the reader called.
    function : callable
        What takes the arguments.
    args, kwargs : sequence and mapping
        The arguments, ``self`` among them.

    Raises
    ------
    UnknownNameError
        If one has a name that is not known.
    InvalidCallError
        If one is missing, or there are too many.
    """
    import inspect  # importing dlwidgets shall not wait for it

    signature = inspect.signature(function)
    try:
        signature.bind(*args, **kwargs)
    except TypeError as error:
        taken = [one for one in signature.parameters.values() if one.name != "self"]
        plain = [one.name for one in taken if one.kind is one.POSITIONAL_OR_KEYWORD]
        named = [one.name for one in taken if one.kind is one.KEYWORD_ONLY]
        is_open = any(one.kind is one.VAR_KEYWORD for one in taken)
        for key in () if is_open else kwargs:
            if key not in {*plain, *named}:
                raise unknown_name(f"argument of {name}", key, [*plain, *named]) from None
        settings = [*(f"{one}=..." for one in named), *(["settings by name"] if is_open else [])]
        takes = ", ".join([*plain, *settings]) or "nothing"
        raise InvalidCallError(f"{name} can't be called like that: {error}. It takes {takes}.") from None


def clear_call(function: _Call) -> _Call:
    """Let a public function, or the ``__init__`` of a public class, answer wrong calls with a sentence.

    Parameters
    ----------
    function : callable
        The function.

    Returns
    -------
    callable
        The same, with the same signature.

    Examples
    --------
    >>> @clear_call
    ... def draw(n, *, noise=0.0): ...
    >>> draw(3, nois=0.1)
    Traceback (most recent call last):
    ...
    dlwidgets.errors.UnknownNameError: There is no argument of draw 'nois'. Did you mean 'noise'? Valid names: n, noise.
    """
    name = function.__qualname__.removesuffix(".__init__")

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except TypeError as error:
            if error.__traceback__ is not None and error.__traceback__.tb_next is None:  # nothing of it has run
                check_call(name, function, args, kwargs)
            raise

    return call  # type: ignore[return-value]
