"""The controls of a demo as the page sees them: which there are, and how they stand."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dlwidgets.errors import InvalidValueError, unknown_name
from dlwidgets.widgets.controls import Action, Button, Setting, declared


class Panel:
    """The settings, buttons and actions that a demo class declares, without those that its teacher hides.

    Parameters
    ----------
    demo : type
        The class of the demo.
    hide, lock : iterable of str
        Names of settings, buttons and actions, or of groups of them, that are not shown, or shown but not for the
        learner to change.

    Raises
    ------
    UnknownNameError
        If a name is none of these.
    InvalidValueError
        If a single text was given instead of a list of names, or two buttons have the same key.
    """

    def __init__(self, demo: type, hide: Iterable[str], lock: Iterable[str]) -> None:
        self._demo_name = demo.__name__
        self.settings: dict[str, Setting] = declared(demo, Setting)
        self.buttons: dict[str, Button] = declared(demo, Button)
        self.actions: dict[str, Action] = declared(demo, Action)
        self.groups: Mapping[str, Sequence[str]] = getattr(demo, "groups", {})
        self._kept_back = {"hide": self._named(hide), "lock": self._named(lock)}
        self.hidden, self.locked = map(self._members, self._kept_back.values())
        self.in_picture = frozenset(name for name, setting in self.settings.items() if setting.in_picture)
        self._require_own_keys()

    def is_free(self, name: str) -> bool:
        """Tell whether the learner may use a control."""
        return name not in self.hidden | self.locked

    def check_settings(self, names: Iterable[str]) -> None:
        """Raise UnknownNameError, with the nearest name, unless all are names of settings."""
        for name in names:
            if name not in self.settings:
                raise unknown_name(f"setting of {self._demo_name}", name, self.settings)

    def spec(self) -> list[dict[str, Any]]:
        """Describe what never changes of each control and action that is shown."""
        declared_ones = {**self.buttons, **self.settings, **self.actions}
        specs = [{"name": name, **control.spec()} for name, control in declared_ones.items()]
        return [spec for spec in specs if "kind" in spec and spec["name"] not in self.hidden]

    def fields(self, demo: Any, labels: Mapping[str, str], disabled: Iterable[str]) -> dict[str, Any]:
        """Describe what changes of each control: value, label, options, and whether it can be used."""
        off = {*self.locked, *disabled}
        fields = {
            f"control:{name}": {"disabled": name in off, "label": labels.get(name, button.label)}
            for name, button in self.buttons.items()
        }
        fields |= {f"control:{name}": {"disabled": name in off} for name in self.actions}
        for name, setting in self.settings.items():
            options = list(setting.options(demo).items())
            field = {"value": setting.plain(getattr(demo, name)), "disabled": name in off, "options": options}
            ends = {"bounds": setting.bounds(demo)} if getattr(setting, "is_moving", False) else {}
            fields[f"control:{name}"] = field | ends
        return fields

    def inputs(self, demo: Any) -> dict[str, dict[str, Any]]:
        """Describe Vega's own inputs for the settings in the picture that the learner may change, by name."""
        free = (name for name in self.settings if name in self.in_picture and self.is_free(name))
        return {name: self.settings[name].input(demo) for name in free}

    def _require_own_keys(self) -> None:
        names: dict[str, str] = {}
        for name, button in self.buttons.items():
            if button.key and names.setdefault(button.key, name) != name:
                raise InvalidValueError(
                    f"{names[button.key]} and {name} have one key, {button.key!r}. Give each its own."
                )

    def _named(self, names: Iterable[str]) -> frozenset[str]:
        if isinstance(names, str):
            raise InvalidValueError(f"hide and lock take a list of names; got the text {names!r}. Write [{names!r}].")
        if not isinstance(names, Iterable):
            raise InvalidValueError(f"hide and lock take a list of names such as ['seed']; got {names!r:.60}.")
        known = [*self.settings, *self.buttons, *self.actions, *self.groups]
        chosen = frozenset(names)
        for name in chosen:
            if name not in known:
                raise unknown_name(f"control of {self._demo_name}", name, known)
        return chosen

    def _members(self, names: frozenset[str]) -> frozenset[str]:
        """Add to some names those of the groups among them."""
        return names.union(*(self.groups[name] for name in names if name in self.groups))

    def code_arguments(self, state: Mapping[str, Any]) -> dict[str, str]:
        """Return what makes a demo with this state again: source text by name, without what is so from the first."""
        first = {name: setting.plain(setting.default_value) for name, setting in self.settings.items()}
        arguments = {name: repr(value) for name, value in state.items() if value != first[name]}
        return arguments | {word: repr(sorted(names)) for word, names in self._kept_back.items() if names}
