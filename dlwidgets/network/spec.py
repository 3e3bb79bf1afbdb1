"""A network as a description: layers, compile and fit settings, in one value that can't change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dlwidgets.errors import InvalidValueError
from dlwidgets.network._arguments import Shape, refusal
from dlwidgets.network.compiling import CompileSpec, FitSpec
from dlwidgets.network.editable import Editable
from dlwidgets.network.layers.catalogue import read_layers
from dlwidgets.network.layers.layer import LayerSpec, ShapeError
from dlwidgets.network.layers.shaping import Input
from dlwidgets.network.reading.program import whole_network
from dlwidgets.network.shapes import Joint, Summary, joints
from dlwidgets.network.writing.code import to_code
from dlwidgets.network.writing.edit import written_into

VERSION = 1
"""Of the plain dict that `NetworkSpec.to_json` writes."""
_SETTINGS: Mapping[str, type[CompileSpec] | type[FitSpec]] = {"compile": CompileSpec, "fit": FitSpec}


@dataclass(frozen=True)
class NetworkSpec(Editable):
    """A Sequential network as a value: two with the same layers and settings are equal.

    Layers that do not fit each other are held too: `joints` shows where, `check` refuses.

    Parameters
    ----------
    layers : sequence of LayerSpec
        The layers in their order; the first may be `Input`.
    compile : CompileSpec, optional
        What `model.compile` is told; None if it is not called.
    fit : FitSpec, optional
        What `model.fit` is told; None if it is not called.

    Raises
    ------
    InvalidValueError
        If something that is no layer stands among them.

    Examples
    --------
    >>> from dlwidgets.network import Dense, Input, NetworkSpec
    >>> spec = NetworkSpec([Input((4,)), Dense(10, "relu"), Dense(3, "softmax")])
    >>> spec.output_shape, spec.summary().total
    ((3,), 83)
    """

    compile: CompileSpec | None = None
    fit: FitSpec | None = None

    def __post_init__(self) -> None:
        """Check the parts."""
        if not isinstance(self.layers, Iterable):
            raise refusal("layers", "a list of layers such as [Input((4,)), Dense(3)]", self.layers)
        object.__setattr__(self, "layers", tuple(self.layers))
        for layer in self.layers:
            if not isinstance(layer, LayerSpec):
                raise refusal("Each of layers", "a layer such as Dense(10)", layer)
        for name, kind in _SETTINGS.items():
            value = getattr(self, name)
            if value is not None and not isinstance(value, kind):
                raise refusal(name, f"a {kind.__name__} or None", value)

    def joints(self, data_shape: Shape | None = None) -> tuple[Joint, ...]:
        """Follow the shape through the layers; each joint fits or says why not.

        Parameters
        ----------
        data_shape : tuple of int or None, optional
            Shape of one example of the data, if there are data.

        Returns
        -------
        tuple of Joint
            One per layer.
        """
        return joints(self.layers, data_shape)

    def check(self, data_shape: Shape | None = None) -> None:
        """Refuse a network whose layers do not fit each other.

        Parameters
        ----------
        data_shape : tuple of int or None, optional
            Shape of one example of the data, if there are data.

        Raises
        ------
        InvalidValueError
            If there is no layer.
        ShapeError
            At the first joint that does not fit: it names the layer and what mends it.
        """
        if not any(not isinstance(layer, Input) for layer in self.layers):
            raise InvalidValueError("The network has no layer yet. Add one, such as Dense(3).")
        for joint in self.joints(data_shape):
            if joint.problem:
                raise ShapeError(joint.problem.reason, f"{joint.title}: {joint.problem.problem}", joint.problem.mend)

    @property
    def input_shape(self) -> Shape | None:
        """Shape of one example that goes in; None without an Input layer."""
        first = self.layers[0] if self.layers else None
        return first.shape if isinstance(first, Input) else None

    @property
    def output_shape(self) -> Shape | None:
        """Shape of what goes out for one example; None if it is not known or a joint does not fit."""
        return self.joints()[-1].output_shape if self.layers else None

    def summary(self, data_shape: Shape | None = None) -> Summary:
        """Return layers, shapes and parameters with their arithmetic, and the sums.

        Parameters
        ----------
        data_shape : tuple of int or None, optional
            Shape of one example of the data; needed where no Input layer says it.

        Returns
        -------
        Summary
            Its rows and totals.
        """
        return Summary(self.joints(data_shape))

    def to_code(
        self,
        *,
        style: str = "list",
        package: str = "keras",
        data: tuple[str, str] = ("X", "y"),
        into: str | None = None,
    ) -> str:
        """Write the Keras program that makes, compiles and fits the network.

        Written into a program, the network changes there what differs and nothing else: comments, names, formatting
        and whatever can't be read stay. `read_code` of the result has this network.

        Parameters
        ----------
        style : str, default "list"
            ``"list"`` hands all layers to `Sequential`, ``"add"`` adds one after the other.
        package : str, default "keras"
            ``"keras"`` or ``"tensorflow.keras"``.
        data : tuple of str, default ("X", "y")
            Names of the inputs and the targets in the call of `fit`.
        into : str, optional
            A program; None writes a new one.

        Returns
        -------
        str
            The program.

        Raises
        ------
        UnknownNameError
            If there is no such style or package.
        CodeError
            If ``into`` is no Python, or its model no chain of layers.

        Examples
        --------
        >>> text = "net = Sequential([Dense(8), Dense(3)])  # small"
        >>> print(NetworkSpec.from_code(text).replaced(0, units=12).to_code(into=text))
        net = Sequential([Dense(12), Dense(3)])  # small
        """
        if into is None:
            return to_code(self, style, package, data)
        return written_into(self, into, style, package, data)

    def to_json(self) -> dict[str, Any]:
        """Return the network as a plain dict that survives JSON."""
        written: dict[str, Any] = {"version": VERSION, "layers": [layer.to_json() for layer in self.layers]}
        settings = {name: getattr(self, name) for name in _SETTINGS}
        return written | {name: one.to_json() for name, one in settings.items() if one is not None}

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> "NetworkSpec":
        """Read what `to_json` wrote.

        Parameters
        ----------
        written : dict
            With ``version``, ``layers`` and, if wanted, ``compile`` and ``fit``.

        Returns
        -------
        NetworkSpec
            Equal to the one that was written.

        Raises
        ------
        InvalidValueError
            If the dict is of another form or version, or a value is out of range.
        UnknownNameError
            If there is no such layer, argument or setting; the nearest name is in the text.
        """
        if not isinstance(written, Mapping) or written.get("version") != VERSION:
            raise refusal("A written network", f"a dict with version {VERSION}", written)
        layers = read_layers(written.get("layers", ()))
        settings: dict[str, Any] = {
            name: kind.from_json(written[name]) for name, kind in _SETTINGS.items() if name in written
        }
        return cls(layers, **settings)

    @classmethod
    def from_code(cls, text: str) -> "NetworkSpec":
        """Read the network of a Keras program, of which nothing is run.

        `read_code` reads programs too of which something can't be read, and says what.

        Parameters
        ----------
        text : str
            The program.

        Returns
        -------
        NetworkSpec
            The last model that is compiled or fitted, or else the last one.

        Raises
        ------
        CodeError
            If there is no network, or not all of it can be read; the line is in the text.
        """
        found = whole_network(text)
        return cls(found.layers, found.compile, found.fit)
