"""How a demo declares its settings and its buttons: one line each, with label and help text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dlwidgets.errors import InvalidValueError, clear_call, unknown_name
from dlwidgets.widgets.settings import Bound, Choice, Hidden, Options, Setting, Slider, Text, Toggle

MODIFIERS = ("Ctrl+Shift+", "Ctrl+", "")
NAMED_KEYS = (
    *("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"),
    *("Home", "End", "PageUp", "PageDown", "Enter", "Space", "Backspace", "Delete"),
)
"""Keys that are called by a name, as in the browser; Tab and Escape belong to the page."""


@dataclass(frozen=True)
class Button:
    """A button that calls a method of its demo."""

    label: str
    help: str
    key: str = ""
    is_shown: bool = True

    def spec(self) -> dict[str, Any]:
        """Describe the button for the page."""
        key = {"key": self.key} if self.key else {}
        unseen = {} if self.is_shown else {"unseen": True}
        return {"kind": "button", "label": self.label, "help": self.help, **key, **unseen}


@dataclass(frozen=True)
class Action:
    """A method of a demo that a part of its page calls, with arguments."""

    def spec(self) -> dict[str, Any]:
        """Describe the action for the page."""
        return {"kind": "action"}


@clear_call
def slider(
    value: float,
    low: Bound,
    high: Bound,
    *,
    step: float = 0.1,
    label: str,
    help: str,  # noqa: A002 - the word that traitlets uses
    is_open: bool = False,
    in_picture: bool = False,
) -> Any:
    """Declare a number that the learner sets with a slider or by typing.

    Parameters
    ----------
    value : float
        First value. A whole-numbered ``step`` makes the setting an int.
    low, high : float or callable
        The range. A callable takes the demo and returns where that end is now.
    step : float
        Distance of two neighbouring values on the slider.
    label, help : str
        What stands beside it, and the sentence that explains it.
    is_open : bool
        Let code and training go beyond the range; the slider then grows with the value.
    in_picture : bool
        Whether it is also a parameter of the chart: ``altair.param(name=...)`` with the setting's own name. The picture
        then follows in the page itself, without waiting for Python, and in a file that is saved as HTML.

    Returns
    -------
    Slider
        A trait; assign it in the body of a ``Demo`` subclass.

    Raises
    ------
    InvalidValueError
        If a number is none, or the value lies outside the range.
    """
    return Slider(value, low, high, step=step, is_open=is_open, label=label, help=help, in_picture=in_picture)


@clear_call
def choice(value: str, options: Options, *, label: str, help: str, in_picture: bool = False) -> Any:  # noqa: A002
    """Declare a name that the learner chooses from a list.

    Parameters
    ----------
    value : str
        First choice.
    options : sequence of str, mapping of str to label, or callable
        What may be chosen. A callable takes the demo and returns what may be chosen now.
    label, help : str
        What stands beside it, and the sentence that explains it.
    in_picture : bool
        As for ``slider``.

    Returns
    -------
    Choice
        A trait; assign it in the body of a ``Demo`` subclass.

    Raises
    ------
    InvalidValueError
        If the options are no texts.
    UnknownNameError
        If the value is not among them.
    """
    return Choice(value, options, label=label, help=help, in_picture=in_picture)


@clear_call
def toggle(value: bool, *, label: str, help: str, in_picture: bool = False) -> Any:  # noqa: A002, FBT001
    """Declare something that is on or off.

    Parameters
    ----------
    value : bool
        First state.
    label, help : str
        What stands beside it, and the sentence that explains it.
    in_picture : bool
        As for ``slider``.

    Returns
    -------
    Toggle
        A trait; assign it in the body of a ``Demo`` subclass.

    Raises
    ------
    InvalidValueError
        If the value is neither True nor False.
    """
    return Toggle(value, label=label, help=help, in_picture=in_picture)


def text(value: str, check: Callable[[Any], str], *, label: str, help: str) -> Any:  # noqa: A002
    """Declare a line of text that the learner types; it counts when Enter is pressed or the field is left.

    Parameters
    ----------
    value : str
        First text.
    check : callable
        Takes what came and returns what is kept, or raises a ``DLWidgetsError``, which is told under the chart.
    label, help : str
        What stands beside it, and the sentence that explains it.

    Returns
    -------
    Text
        A trait; assign it in the body of a ``Demo`` subclass.
    """
    return Text(value, check, None, label=label, help=help)


def hidden(
    value: Any,
    check: Callable[[Any], Any],
    *,
    label: str,
    help: str,  # noqa: A002
    plain: Callable[[Any], Any] | None = None,
) -> Any:
    """Declare a part of the state that the learner changes otherwise than with a control, such as on the chart.

    Parameters
    ----------
    value : object
        The first value; like all others it must survive JSON, unless ``plain`` is given.
    check : callable
        Takes what is assigned and returns what is kept, or raises a ``DLWidgetsError``.
    label, help : str
        Its name for readers, and the sentence that explains it.
    plain : callable, optional
        Makes of a value what survives JSON and is what ``check`` takes too.

    Returns
    -------
    Hidden
        A trait; assign it in the body of a ``Demo`` subclass.
    """
    return Hidden(value, check, plain, label=label, help=help)


@clear_call
def button(
    label: str,
    *,
    help: str,  # noqa: A002
    key: str = "",
    is_shown: bool = True,
) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    """Give a method of a ``Demo`` subclass a button that calls it.

    Parameters
    ----------
    label, help : str
        What stands on the button, and the sentence that explains it.
    key : str
        A key that presses it while the focus is in the demo: a character, or a name such as ``"ArrowRight"``, with
        ``"Ctrl+"`` or ``"Ctrl+Shift+"`` in front if wanted. Inputs keep the keys that they use.
    is_shown : bool
        Without, only the key presses it; what it does is explained with the others.

    Returns
    -------
    callable
        A decorator for the method.

    Raises
    ------
    UnknownNameError
        If there is no such key, or the page needs it for itself.
    InvalidValueError
        If a text is none, or what is decorated is no method.
    """
    for word, said in (("label", label), ("help", help), ("key", key)):
        if not isinstance(said, str):
            raise InvalidValueError(f"{word} of the button came as {said!r:.60}; wanted a text.")
    held = next(held for held in MODIFIERS if key.startswith(held))
    pressed = key.removeprefix(held)
    if pressed.isspace() or (len(pressed) > 1 and pressed not in NAMED_KEYS) or (held and not pressed):
        raise unknown_name("key for a button", key, NAMED_KEYS)
    shortcut = held + (pressed.lower() if len(pressed) == 1 else pressed)

    def declare(method: Callable[[Any], Any]) -> Callable[[Any], Any]:
        if not callable(method):
            raise InvalidValueError(
                f"A button presses a method, but {method!r:.60} came. Write @dlw.button above a def."
            )
        method.button = Button(label, help, shortcut, is_shown)  # type: ignore[attr-defined]
        return method

    return declare


def action(method: Callable[..., Any]) -> Callable[..., Any]:
    """Let a part of the page call a method of a ``Demo`` subclass, with arguments that survive JSON.

    Parameters
    ----------
    method : callable
        The method; what it raises as ``DLWidgetsError`` is told under the picture.

    Returns
    -------
    callable
        The method itself.
    """
    method.action = Action()  # type: ignore[attr-defined]
    return method


def declared(cls: type, kind: type[Setting | Button | Action]) -> dict[str, Any]:
    """Return the settings, buttons or actions (``kind``) of a class in their order, its own first."""
    found: dict[str, Any] = {}
    for owner in cls.__mro__:
        for name, value in vars(owner).items():
            item = value if kind is Setting else getattr(value, kind.__name__.lower(), value)
            if isinstance(item, kind):
                found.setdefault(name, item)
    return found
