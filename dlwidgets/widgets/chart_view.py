"""A live Altair chart: embedded once; after that only its data move."""

from collections.abc import Callable, Mapping
from os import PathLike
from typing import Any

import traitlets as t

from dlwidgets.errors import BrowserError, InvalidValueError, unknown_name
from dlwidgets.widgets.assets import script, style
from dlwidgets.widgets.columns import as_columns, as_rows, named_sets
from dlwidgets.widgets.export import save, saved_page
from dlwidgets.widgets.frames import Frames, Rows
from dlwidgets.widgets.grid import Grid
from dlwidgets.widgets.lazy_widget import LazyWidget
from dlwidgets.widgets.picture import can_draw, png
from dlwidgets.widgets.pointer import PointerEvent
from dlwidgets.widgets.spec import live_spec
from dlwidgets.widgets.vega_library import vega_library

RENDERERS = ("canvas", "svg")


class ChartView(LazyWidget):
    """Show an Altair chart and swap the rows of its named data sets in place.

    Parameters
    ----------
    chart : altair chart
        Single, layered, faceted or concatenated, over ``altair.NamedData("...")``.
    data : dict of str to columns, optional
        First rows of the named data sets, as for ``update``.
    description : str
        What the picture shows, for screen readers. The chart's own description or title by default.
    text : str
        One sentence that says what the picture shows now; stands under the chart.
    renderer : {"canvas", "svg"}
        Canvas is several times faster; svg names each mark to screen readers.
    **traits : object
        For subclasses: first values of their traits.

    Raises
    ------
    DataError
        If ``chart`` is no Altair chart, or data can't be shown.
    UnknownNameError
        If ``data`` names a data set that the chart does not draw.

    References
    ----------
    https://altair-viz.github.io/user_guide/data.html

    Examples
    --------
    >>> import altair as alt
    >>> chart = alt.Chart(alt.NamedData("line"), title="A line").mark_line().encode(x="x:Q", y="y:Q")
    >>> view = ChartView(chart, {"line": {"x": [0, 1], "y": [0, 1]}})
    >>> view.update(line={"x": [0, 1, 2], "y": [0, 1, 4]})
    >>> view.datasets["line"]["y"].tolist()
    [0, 1, 4]
    """

    _esm = script("chart_view.js")
    _css = style("dlwidgets.css")

    params = t.Dict(read_only=True)
    """Newest value of each parameter and selection of the chart; observe it to hear of changes."""

    _embed = t.Dict().tag(sync=True)
    _live = t.Any().tag(sync=True, to_json=lambda _none, view: view._frames.snapshot())  # noqa: SLF001 - its own
    _pointer = t.Bool(default_value=False).tag(sync=True)
    _vega = t.Unicode().tag(sync=True)

    def __init__(
        self,
        chart: Any,
        data: Mapping[str, Any] | None = None,
        *,
        description: str = "",
        text: str = "",
        renderer: str = "canvas",
        **traits: Any,
    ) -> None:
        self._frames = Frames(self.send, lambda: self.is_open)
        self._pointer_handlers: list[Callable[[PointerEvent], None]] = []
        self._browser_errors: list[str] = []
        self._spec = live_spec(chart, description)
        if renderer not in RENDERERS:
            raise unknown_name("renderer", renderer, RENDERERS)
        embed = {"spec": self._spec.vega_lite, "renderer": renderer, "params": [*self._spec.params]}
        super().__init__(_embed=embed, **traits)
        self.set_trait("params", dict(self._spec.params))
        self.text = text
        self.update(data or {})

    @property
    def datasets(self) -> dict[str, Rows]:
        """The newest rows of each data set, as columns of shape (rows,) or as a ``Grid``."""
        return dict(self._frames.sets)

    @property
    def text(self) -> str:
        """One sentence that says what the picture shows now."""
        return self._frames.fields["text"]

    @text.setter
    def text(self, sentence: str) -> None:
        self._frames.set_fields({"text": str(sentence)})

    @property
    def browser_errors(self) -> tuple[str, ...]:
        """What went wrong in a page that shows the chart, oldest first."""
        return tuple(self._browser_errors)

    def update(self, data: Mapping[str, Any] | None = None, /, **named: Any) -> None:
        """Replace the rows of data sets; pages show the newest and skip what they have no time to paint.

        Parameters
        ----------
        data, **named : columns, data frame or Grid, by name of the data set
            Columns are array-likes of shape (rows,); a number or text is repeated for every row.

        Raises
        ------
        UnknownNameError
            If the chart has no such data set; nothing is changed then.
        DataError
            If columns differ in length or can't be shown; nothing is changed then.
        """
        self._frames.replace(self._checked({**named_sets(data), **named}))

    def append(self, data: Mapping[str, Any] | None = None, /, **named: Any) -> None:
        """Add rows at the end of data sets; only the new rows travel.

        Parameters
        ----------
        data, **named : columns or data frame, by name of the data set
            The new rows, with the columns that the data set has.

        Raises
        ------
        UnknownNameError, DataError
            As for ``update``, and if the columns are others than before; nothing is changed then.
        """
        self._frames.append(self._checked({**named_sets(data), **named}))

    def set_param(self, name: str, value: Any) -> None:
        """Set a variable parameter of the chart, as a bound slider in the page would.

        Parameters
        ----------
        name : str
            The parameter's name in the chart.
        value : number, text, bool or list
            Its new value.

        Raises
        ------
        UnknownNameError
            If the chart has no such parameter.
        InvalidValueError
            If it is a selection: only the reader's pointer makes one.
        """
        if name not in self._spec.params:
            raise unknown_name("parameter", name, self._spec.params)
        if name in self._spec.selections:
            raise InvalidValueError(f"{name} is a selection; the reader makes it, Python can only read it.")
        with self._frames.lock:
            self.set_trait("params", {**self.params, name: value})
            self._frames.set_param(name, value)

    def on_pointer(self, handler: Callable[[PointerEvent], None]) -> None:
        """Follow what the reader does on the chart.

        Parameters
        ----------
        handler : callable
            Called with a ``PointerEvent`` at each click, each move of a drag, and each delete key.
        """
        self._pointer_handlers.append(handler)
        self._pointer = True

    def flush(self) -> None:
        """Send what is waiting now, without waiting for the page."""
        self._frames.gate.flush()

    def png(self) -> bytes:
        """Draw the chart as it is now.

        Returns
        -------
        bytes
            A PNG file.

        Raises
        ------
        MissingExtraError
            If vl-convert is not installed.
        """
        return png(self._spec.with_values(self._frames.params), self._rows())

    def html(self) -> str:
        """Return the chart as it is now as a page of its own, which needs neither Python nor the internet.

        Returns
        -------
        str
            HTML. The settings of a demo that are in its picture have inputs that go on working.

        Raises
        ------
        MissingExtraError
            If this install came without Vega, and vl-convert, which brings it, is not installed.
        """
        inputs, helps = self._inputs()
        spec = self._spec.with_values(self._frames.params, inputs)
        text = f"As saved: {self.text}" if inputs and self.text else self.text
        return saved_page({**spec, "datasets": {**spec.get("datasets", {}), **self._rows()}}, text, helps)

    def save(self, path: str | PathLike[str]) -> None:
        """Save the chart as it is now: a picture, or a page that opens without Python and without internet.

        Parameters
        ----------
        path : str or path
            The file. Its name ends in ``.png`` or ``.html``.

        Raises
        ------
        InvalidValueError
            If the name has another ending, or its folder does not exist.
        MissingExtraError
            If what makes the file is not installed.
        """
        save(path, {".png": self.png, ".html": lambda: self.html().encode()})

    def static_png(self) -> bytes | None:
        """Return the picture for places without a kernel; None where vl-convert is missing and the text must do."""
        return self.png() if can_draw() else None

    def open(self) -> None:
        """Open the channel to the browser, with Vega first."""
        with self._frames.lock:  # nothing may change between the snapshot that opens the channel and the first frame
            if self._made and not self.is_open:
                self._vega = vega_library().model_id
            super().open()

    def close(self) -> None:
        """Remove the chart from every page and let go of its data."""
        if frames := self.__dict__.get("_frames"):  # missing while traitlets builds the object
            frames.clear()
        super().close()

    def __repr__(self) -> str:
        """Name the chart and say what it shows; the same on every machine."""
        return "\n".join(filter(None, [f"{type(self).__name__}: {self._spec.description}", self.text]))

    def _checked(self, sets: Mapping[str, Any]) -> dict[str, Any]:
        for name in sets:
            if name not in self._spec.data_names:
                raise unknown_name("data set", name, self._spec.data_names)
        return {name: rows if isinstance(rows, Grid) else as_columns(rows) for name, rows in sets.items()}

    def _rows(self) -> dict[str, list[dict[str, Any]]]:
        """Return the rows of each data set as plain values."""
        return {name: d.rows() if isinstance(d, Grid) else as_rows(d) for name, d in self._frames.sets.items()}

    def _inputs(self) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """Return Vega's inputs for parameters in a saved page, by name, and what each does: label and sentence."""
        return {}, []

    def _handle_custom_msg(self, content: dict[str, Any], buffers: list[memoryview]) -> None:
        receive = getattr(self, f"_receive_{content.get('kind')}", None)
        if receive is not None:
            receive(content)
        super()._handle_custom_msg(content, buffers)

    def _receive_painted(self, content: dict[str, Any]) -> None:
        self._frames.gate.acknowledge(str(content["page"]), int(content["frame"]), float(content["draw_ms"]))

    def _receive_param(self, content: dict[str, Any]) -> None:
        name, value = content["name"], content["value"]
        if name in self._spec.params:
            with self._frames.lock:
                self.set_trait("params", {**self.params, name: value})
                if name not in self._spec.selections:
                    self._frames.params[name] = value

    def _receive_pointer(self, content: dict[str, Any]) -> None:
        with self._frames.answering(content):
            if event := PointerEvent.from_browser(content):
                for handler in self._pointer_handlers:
                    handler(event)

    def _receive_error(self, content: dict[str, Any]) -> None:
        self._browser_errors.append(str(content["message"]))
        raise BrowserError(f"The page could not show the chart: {content['message']}")
