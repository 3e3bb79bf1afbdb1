"""The base of all demos: declared settings, one observer, one frame."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from dlwidgets.errors import DLWidgetsError, InvalidValueError, a_kind
from dlwidgets.widgets.notes import Formula, Note
from dlwidgets.widgets.watched_view import WatchedView

__all__ = ["Demo", "Formula", "Note"]


class Demo(WatchedView):
    """One question, answered by a live picture with controls.

    A subclass declares its settings with ``slider``, ``choice``, ``toggle`` and ``button``, and writes ``chart``
    and ``frame``; ``sentence``, ``notes`` and ``settle`` where it wants them. Whatever the learner does in the page is
    a trait of the demo, and setting a trait in a cell moves the page.

    Parameters
    ----------
    hide, lock : names of settings and buttons
        Not shown, or shown but not for the learner to change. Code can still set them.
    **state
        First values of settings.

    Raises
    ------
    UnknownNameError
        If a name is no setting (nor button) of the demo.
    InvalidValueError
        If a value is out of range or of the wrong kind.
    """

    kept: tuple[str, ...] = ()
    """Attributes that are taken back with the settings when a change is refused."""

    groups: Mapping[str, Sequence[str]] = {}
    """Names under which several settings, buttons and actions are hidden or locked together."""

    def __init__(self, *, hide: Iterable[str] = (), lock: Iterable[str] = (), **state: Any) -> None:
        self._changed: set[str] = set()
        self._is_settling = False
        self._settled: dict[str, Any] = {}
        super().__init__(self.chart(), hide=hide, lock=lock, description=self._question())
        self.observe(self._setting_changed, names=[*self._controls.settings])
        self._start(state)

    def chart(self) -> Any:
        """Return the Altair chart, over named data sets and parameters; asked once."""
        raise TypeError(f"{type(self).__name__} has no picture. Write a method chart() that returns an Altair chart.")

    def frame(self) -> Mapping[str, Any]:
        """Return what the picture shows for the settings as they are: data sets and parameters of the chart by name.

        Settings that are in the picture need not be among them.
        """
        if not self._spec.data_names:
            return {}
        raise TypeError(f"{type(self).__name__} has no data. Write a method frame() that returns its data sets.")

    def sentence(self) -> str:
        """Return one sentence that says what the picture shows now."""
        settings = self._controls.settings.items()
        return (
            ", ".join(f"{setting.label} {setting.said(self, getattr(self, name))}" for name, setting in settings) + "."
        )

    def notes(self) -> Iterable[Note | Formula]:
        """Return what stands under the picture in lines of text and formulas."""
        return ()

    def parts(self) -> Mapping[str, Any]:
        """Return what the page's other parts show now, by name: plain values for its own JavaScript."""
        return {}

    def settle(self, changed: set[str]) -> None:
        """React to settings that have changed, before the frame is made; may set others.

        Parameters
        ----------
        changed : set of str
            Names of the settings that have new values; all of them when the demo begins.
        """

    def button_labels(self) -> Mapping[str, str]:
        """Return the labels of buttons that say something else just now, by name."""
        return {}

    def disabled(self) -> Iterable[str]:
        """Return the names of settings and buttons that can't be used just now."""
        return ()

    @property
    def state(self) -> dict[str, Any]:
        """The settings by name, as plain values that survive JSON; assign some of them to go there."""
        return {name: setting.plain(getattr(self, name)) for name, setting in self._controls.settings.items()}

    @state.setter
    def state(self, values: Mapping[str, Any]) -> None:
        if not isinstance(values, Mapping):
            raise InvalidValueError(
                f"state takes a dict of settings by name, as demo.state gives it; got {values!r:.60}."
            )
        self.change(**values)

    def change(self, **values: Any) -> None:
        """Set several settings at once, with one new frame.

        Parameters
        ----------
        **values
            New values by name of the setting.

        Raises
        ------
        UnknownNameError, InvalidValueError, DataError
            If a name or a value is refused; then nothing is changed.
        """
        self._controls.check_settings(values)
        self._why_paused = ""
        with self.together():
            self._changed |= values.keys()  # also those that are given the value they have: they are meant
            # In the order they are declared: what may be chosen can depend on an earlier choice.
            for name in self._controls.settings:
                if name in values:
                    setattr(self, name, values[name])

    @contextmanager
    def together(self) -> Iterator[None]:
        """Collect the changes made inside into one new frame; a learner's mistake inside takes all of them back."""
        with self._frames.together():
            outer, self._is_settling = self._is_settling, True
            before = {name: vars(self)[name] for name in self.kept if name in vars(self)}
            try:
                yield
                if not outer:
                    self._settle()
            except DLWidgetsError:
                self._restore()
                vars(self).update(before)
                raise
            finally:
                self._is_settling = outer

    def refresh(self) -> None:
        """Make a frame for the settings as they are and show it."""
        with self._frames.together():
            self._audience.gets_news()
            self._look_around()
            shown = self.frame()
            if not isinstance(shown, Mapping):
                raise InvalidValueError(f"frame() returns a dict of data sets by name, but {a_kind(shown)} came.")
            frame = dict(shown)
            params = {name: frame.pop(name) for name in self._spec.params.keys() & frame.keys()}
            params |= self._moved()
            notes = [note.spec() for note in self.notes()]
            controls = self._controls.fields(self, self.button_labels(), self.disabled())
            parts = {f"part:{name}": part for name, part in self.parts().items() if name not in self._controls.hidden}
            fields = {"text": self._sentence_now(), "error": "", "notes": notes, **controls, **parts}
            # All is made before anything is shown: a mistake on the way leaves the picture as it was.
            self.update(frame)
            for name, value in params.items():
                self.set_param(name, value)
            self._frames.set_fields(fields)
            self._settled = self._values()

    def to_code(self) -> str:
        """Return the line of Python that makes this demo again."""
        home = "dlw." if type(self).__module__.startswith("dlwidgets.") else ""
        arguments = (f"{name}={text}" for name, text in self.code_arguments().items())
        return f"{home}{type(self).__name__}({', '.join(arguments)})"

    def code_arguments(self) -> dict[str, str]:
        """Return the arguments that make this demo again, as source text by name."""
        return self._controls.code_arguments(self.state)

    def open(self) -> None:
        """Open the channel to the browser; a demo that was closed shows its state again."""
        if self._made and not self.is_open and not self._frames.sets:
            self.refresh()
        super().open()

    def __repr__(self) -> str:
        """Give the code that makes the demo, and the sentence that says what it shows."""
        return f"{self.to_code()}\n{self.text}"

    def _start(self, state: dict[str, Any]) -> None:
        """Set the first values and make the first frame."""
        self._settled = self._values()
        self._changed = set(self._controls.settings)
        self.change(**state)

    def _setting_changed(self, change: dict[str, Any]) -> None:
        """Follow a setting: the one observer of a demo."""
        with self._frames.lock:
            self._changed.add(change["name"])
            if not self._is_settling:
                with self.together():
                    pass

    def _settle(self) -> None:
        changed, self._changed = self._changed, set()
        self.settle(changed)
        self._changed = set()
        self.refresh()

    def _values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self._controls.settings}

    def _restore(self) -> None:
        for name, value in self._settled.items():
            self.set_trait(name, value)
        self._changed = set()

    def _question(self) -> str:
        """Return the first line of the class's docstring: what the demo asks."""
        return (type(self).__doc__ or type(self).__name__).strip().splitlines()[0]
