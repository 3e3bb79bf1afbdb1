"""A network as the state of a demo: its description and its program say the same, and every change can be undone."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dlwidgets.demos.builder.edit_history import EditHistory
from dlwidgets.demos.builder.editor_text import (
    PACKAGES,
    STYLES,
    mistake_in,
    one_line_end,
    package_of,
    read_program,
    require_few_layers,
    style_of,
    with_line_end_of,
    written_program,
)
from dlwidgets.demos.builder.layer_rows import Row, followed
from dlwidgets.demos.sheet_demo import SheetDemo
from dlwidgets.errors import DLWidgetsError, InvalidValueError
from dlwidgets.network import NetworkSpec, Shape
from dlwidgets.training.keras_door import loaded_keras
from dlwidgets.training.read_model import from_keras
from dlwidgets.widgets.controls import action, button, choice, hidden


def as_spec(value: Any) -> NetworkSpec:
    """Return the description that a value is or stands for.

    Parameters
    ----------
    value : NetworkSpec, dict, str or keras.Model
        A description, what its ``to_json`` wrote, a Keras program, or a model.

    Returns
    -------
    NetworkSpec
        The description.

    Raises
    ------
    InvalidValueError
        If it is none of these, or can't be described.
    """
    if isinstance(value, NetworkSpec):
        return require_few_layers(value)
    if isinstance(value, Mapping):
        return require_few_layers(NetworkSpec.from_json(value))
    if isinstance(value, str):
        return read_program(value).spec
    keras = loaded_keras()
    if keras and isinstance(value, keras.Model):
        return require_few_layers(from_keras(value))
    came = type(value).__name__
    raise InvalidValueError(f"spec came as {came}; wanted a NetworkSpec, its dict, a Keras program or a Keras model.")


def _program(value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidValueError(f"code came as {type(value).__name__}; wanted the text of a Keras program.")
    return value


class NetworkDemo(SheetDemo):
    """Which network is it?

    Settings are ``spec`` and ``code``, of which one follows the other; ``draft`` is what a learner has typed and can't
    be read yet.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    kept = ("_history", "_present", "_stack", "_burst", "_goal", "_mistakes")

    data_shape: Shape | None = None
    """Shape of one example of the data, if there are data."""

    spec = hidden(
        NetworkSpec(), as_spec, label="Network", help="The network as a description.", plain=lambda spec: spec.to_json()
    )
    code = hidden("", _program, label="Code", help="The Keras program that makes the network.")
    draft = hidden(
        None,
        lambda value: None if value is None else _program(value),
        label="Draft",
        help="What stands in the editor and can't be read yet; None if all is read.",
    )
    style = choice("list", STYLES, label="Style", help="All layers in one list, or one line for each.")
    package = choice("keras", PACKAGES, label="Import", help="Keras by itself, or as a part of TensorFlow.")

    def __init__(self, **settings: Any) -> None:
        self._history = EditHistory()
        self._present: dict[str, Any] = {}
        self._stack: tuple[Row, ...] = ()
        self._burst = ""
        self._goal: EditHistory | None = None
        self._mistakes: dict[tuple[str, str], dict[str, str]] = {}
        self._counter = itertools.count(1)
        self._followers: list[Callable[[NetworkSpec], Any]] = []
        self._told: NetworkSpec | None = None
        super().__init__(**settings)

    @button("Undo", help="Take the last change back.", key="Ctrl+z")
    def undo(self) -> None:
        """Take the last change back; does nothing if there is none."""
        if self._history.past:
            self._travel(*self._history.back(self._present))

    @button("Redo", help="Make the change again that was taken back.", key="Ctrl+Shift+z")
    def redo(self) -> None:
        """Make the change again that was taken back last; does nothing if there is none."""
        if self._history.future:
            self._travel(*self._history.forth(self._present))

    @action
    def write(self, text: str, burst: str = "") -> None:
        """Put a program into the editor, as typing does: what can't be read is kept as ``draft``.

        Parameters
        ----------
        text : str
            The program.
        burst : str
            Names a stretch of typing, whose changes are one step of undo.
        """
        # The page knows one line end only; the program keeps its own.
        text = _program(text)
        text = self.code if text == one_line_end(self.code) else with_line_end_of(self.code, text)
        with self.together():
            self._burst = burst
            if mistake_in(text):
                self.draft = text
            else:
                self.change(code=text, draft=None)

    def on_spec(self, handler: Callable[[NetworkSpec], Any]) -> Callable[[], None]:
        """Follow the network.

        Parameters
        ----------
        handler : callable
            Called with the new description after each change of it.

        Returns
        -------
        callable
            Ends this.
        """
        self._followers.append(handler)
        return lambda: self._followers.remove(handler) if handler in self._followers else None

    def settle(self, changed: set[str]) -> None:
        """Let code and description follow each other, and note what can be undone."""
        if "code" in changed:
            self._read(wanted=self.spec if "spec" in changed else None, free={"style", "package"} - changed)
        elif changed & {"spec", "style", "package"}:
            before = self.code if "spec" in changed else ""
            self.code = written_program(self.spec, before, self.style, self.package)
        if changed & {"spec", "code"} and "draft" not in changed:
            self.draft = None
        if [layer for _, layer in self._stack] != [*self.spec.layers]:
            self._stack = followed(self._stack, self.spec.layers, self._fresh)
        self._remember()

    def disabled(self) -> Iterable[str]:
        """Return what can do nothing just now."""
        if not self._history.past:
            yield "undo"
        if not self._history.future:
            yield "redo"

    @contextmanager
    def together(self) -> Iterator[None]:
        """Collect the changes made inside into one new frame, and then tell those who follow the network."""
        with super().together():
            yield
        if not self._is_settling and self.spec is not self._told:
            is_news, self._told = self.spec != self._told, self.spec
            for handler in [*self._followers] if is_news else ():
                handler(self.spec)

    def code_arguments(self) -> dict[str, str]:
        """Return the arguments that make this demo again, as source text by name."""
        arguments = super().code_arguments()
        for name, usual in (("style", style_of(self.code)), ("package", package_of(self.code))):
            arguments.pop(name, None)
            if getattr(self, name) != usual:
                arguments[name] = repr(getattr(self, name))
        arguments.pop("spec", None)
        arguments["code"] = _quoted(self.code)
        return arguments

    def _read(self, wanted: NetworkSpec | None, free: set[str]) -> None:
        """Follow the program; where a description came with it that it does not say, write it anew."""
        read = read_program(self.code)
        if wanted is None or read.spec == wanted:
            self.spec = read.spec
            found = {"style": style_of(self.code), "package": package_of(self.code)}
            for name in free:
                setattr(self, name, found[name])
        else:
            self.code = written_program(wanted, self.code, self.style, self.package)

    def _remember(self) -> None:
        now = {**self._values(), "rows": self._stack}
        if self._goal is not None:
            self._history, self._goal = self._goal, None
        # Two equal layers that have changed places are other rows of the same network.
        elif self._present and now | {"rows": ()} != self._present | {"rows": ()}:
            self._history = self._history.changed(self._present, self._burst)
        self._present, self._burst = now, ""

    def _travel(self, state: dict[str, Any], history: EditHistory) -> None:
        """Go to a state of the past or of the future."""
        values = dict(state)
        with self.together():
            self._stack, self._goal = values.pop("rows"), history
            self._mistakes = {}
            self.change(**values)

    def _note_mistake(self, key: str, name: str, text: Any, mistake: DLWidgetsError) -> None:
        """Keep what was typed into a field and can't be taken."""
        self._mistakes = {**self._mistakes, (key, name): {"typed": str(text), "says": str(mistake)}}

    def _forget_mistakes(self, key: str, names: Iterable[str]) -> None:
        """Let go of what was typed into fields that have got values."""
        gone = {(key, name) for name in names}
        self._mistakes = {of: mistake for of, mistake in self._mistakes.items() if of not in gone}

    def _mistakes_of(self, key: str) -> dict[str, dict[str, str]]:
        return {name: mistake for (of, name), mistake in self._mistakes.items() if of == key}

    def _fresh(self) -> str:
        return f"row-{next(self._counter)}"


def _quoted(text: str) -> str:
    """Write a program as source text: over several lines, as it is read, where that is possible."""
    plain = '"""' not in text and "\\" not in text and "\r" not in text and not text.endswith('"')
    return f'"""{text}"""' if plain and "\n" in text else repr(text)
