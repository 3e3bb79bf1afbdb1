"""A page without a browser: what a learner does in it and sees in it, by code."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from dlwidgets.errors import InvalidValueError, unknown_name

NO_VALUE = ("button", "action")


class Page:
    """Do in code what a learner does in the page, and read what the controls show.

    Each gesture is the very message that a browser sends and goes the same way, so a lesson or a test that uses it
    notices when a control has lost its effect. Asked for as ``demo.page``.

    Parameters
    ----------
    receive : callable
        Takes a message of the browser.
    panel : sequence of dict
        The controls that are shown, as the page knows them.
    fields : mapping of str to dict
        How each control stands: ``"control:<name>"`` to value, label, options, disabled.
    """

    def __init__(
        self,
        receive: Callable[[dict[str, Any]], None],
        panel: Sequence[Mapping[str, Any]],
        fields: Mapping[str, Any],
    ) -> None:
        self._receive = receive
        self._panel = panel
        self._fields = fields

    def press(self, button: str) -> None:
        """Press a button.

        Parameters
        ----------
        button : str
            Its name, such as ``"step"``.

        Raises
        ------
        UnknownNameError
            If the page shows no such button.
        InvalidValueError
            If it can't be used just now.
        """
        self._use("button", button, [c["name"] for c in self._panel if c["kind"] == "button"], None)

    def key(self, key: str) -> None:
        """Press the key of a button.

        Parameters
        ----------
        key : str
            As the button declares it, such as ``"ArrowRight"``.

        Raises
        ------
        UnknownNameError
            If no button in the page has this key.
        InvalidValueError
            If the button can't be used just now.
        """
        buttons = {control["key"]: control["name"] for control in self._panel if "key" in control}
        if key not in buttons:
            raise unknown_name("key in the page", key, buttons)
        self.press(buttons[key])

    def set(self, control: str, value: Any) -> None:
        """Move a slider, choose from a list or tick a box; a value that is refused is told under the chart.

        Parameters
        ----------
        control : str
            Its name, such as ``"bias"``.
        value : float, str or bool
            What it is set to.

        Raises
        ------
        UnknownNameError
            If the page shows no such control.
        InvalidValueError
            If it can't be used just now.
        """
        self._use("control", control, [c["name"] for c in self._panel if c["kind"] not in NO_VALUE], value)

    def point(
        self,
        action: str,
        x: float,
        y: float,
        *,
        chart: str = "",
        row: Mapping[str, Any] | None = None,
        keys: Iterable[str] = (),
    ) -> None:
        """Use the pointer on the chart.

        Parameters
        ----------
        action : {"click", "drag", "drop", "delete"}
            As in ``PointerEvent``.
        x, y : float
            The place, in units of the axes.
        chart : str
            The name of the chart, where several stand in one picture.
        row : mapping, optional
            The row under the pointer, or where a drag began, such as ``{"index": 3}``.
        keys : sequence of {"alt", "shift", "ctrl"}
            Those that are held.
        """
        place = {"x": x, "y": y, "chart": chart, "datum": row}
        self._send({"kind": "pointer", "action": action, "keys": [*keys], **place})

    def act(self, action: str, **arguments: Any) -> None:
        """Do something in a part of the page that is no plain control; what is refused is told in the page.

        Parameters
        ----------
        action : str
            Its name, such as ``"add"``.
        **arguments
            What the page hands over.

        Raises
        ------
        UnknownNameError
            If the page has no such action.
        InvalidValueError
            If it can't be done just now.
        """
        self._require("action", action, [c["name"] for c in self._panel if c["kind"] == "action"])
        self._send({"kind": "control", "name": action, "arguments": arguments})

    def part(self, name: str) -> Any:
        """Return what a part of the page shows that is no plain control.

        Parameters
        ----------
        name : str
            Its name, such as ``"layers"``.

        Returns
        -------
        object
            Plain values.

        Raises
        ------
        UnknownNameError
            If the page has no such part.
        """
        parts = [field.removeprefix("part:") for field in self._fields if field.startswith("part:")]
        if name not in parts:
            raise unknown_name("part of the page", name, parts)
        return self._fields[f"part:{name}"]

    def shows(self, setting: str) -> Any:
        """Return the value that the page shows for a setting; Python has the same one unless something is broken.

        Parameters
        ----------
        setting : str
            Its name, such as ``"bias"``.

        Returns
        -------
        object
            The value.

        Raises
        ------
        UnknownNameError
            If the demo has no such setting.
        """
        valued = [name.removeprefix("control:") for name, field in self._fields.items() if _has_value(field)]
        if setting not in valued:
            raise unknown_name("setting", setting, valued)
        return self._fields[f"control:{setting}"]["value"]

    def _use(self, kind: str, name: str, shown: list[str], value: Any) -> None:
        self._require(kind, name, shown)
        self._send({"kind": "control", "name": name, "value": value})

    def _require(self, kind: str, name: str, shown: list[str]) -> None:
        if name not in shown:
            raise unknown_name(f"{kind} in the page", name, shown)
        if self._fields[f"control:{name}"]["disabled"]:
            raise InvalidValueError(f"The {kind} {name!r} can't be used now: it is locked, or there is nothing to do.")

    def _send(self, content: dict[str, Any]) -> None:
        self._receive({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})


def _has_value(field: Any) -> bool:
    return isinstance(field, dict) and "value" in field
