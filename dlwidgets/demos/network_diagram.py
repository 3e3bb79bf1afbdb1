"""What flows through a network, and what does each of its neurons do?"""

import weakref
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from dlwidgets.charts.network_map import network_map
from dlwidgets.data import data_or_pair
from dlwidgets.demos.diagram.columns import Column, columns_of
from dlwidgets.demos.diagram.data import ExampleSet, examples_of, made_up
from dlwidgets.demos.diagram.picture import picture_of
from dlwidgets.demos.diagram.source import ModelSource, NetworkSource, network_of_sizes, source_of
from dlwidgets.demos.diagram.steering import DiagramSteering
from dlwidgets.demos.diagram.view import DiagramView, Place
from dlwidgets.demos.diagram.words import notes_of, sentence_of
from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.network import NetworkSpec
from dlwidgets.widgets.demo import Formula, Note


def _nothing(*_: Any) -> None:
    """Do nothing."""


class NetworkDiagram(DiagramSteering):
    """What flows through a network, and what does each of its neurons do?

    Neurons and links with the weights of a real model, and the numbers of a chosen example in them. Enter or a second
    click goes deeper, from the whole network to one layer and to one neuron; Backspace goes back. Weights can be
    changed and layers frozen by hand, in the model too, and the loss follows.

    Parameters
    ----------
    network : keras.Model, NetworkSpec, LayerBuilder or list of int
        A chain of layers, or the sizes of dense ones, inputs first, such as ``[4, 5, 3]``. What is only described has
        no weights yet: first weights are drawn as Keras draws them. What has a ``spec`` that changes, as a builder, is
        followed.
    data : str, Dataset, data frame, path of a CSV file, or (X, y), optional
        The examples to choose from: names of features and classes come from them, and the loss. y may be None. A
        builder brings its own.
    target : str, optional
        The column of the frame or file that is to be predicted.
    **settings
        First values of settings such as ``depth``, ``layer``, ``neuron``, ``link``, ``example``; ``hide`` and ``lock``.

    Raises
    ------
    InvalidValueError
        If it is no network, its layers are no chain, it has no weights yet, or a setting is out of range.
    DataError
        If the examples do not fit the network, or can't be read.
    UnknownNameError
        If there is no such data set or setting.
    MissingExtraError
        If a Keras model comes and Keras or TensorFlow is not installed.

    References
    ----------
    D. Smilkov, S. Carter, D. Sculley, F. B. Viégas and M. Wattenberg (2017), https://arxiv.org/abs/1708.03788

    Examples
    --------
    >>> from dlwidgets.network import Dense, Input, NetworkSpec
    >>> spec = NetworkSpec([Input((4,)), Dense(5, "relu"), Dense(3, "softmax")])
    >>> diagram = NetworkDiagram(spec, data="iris", layer=2, neuron=3)
    >>> diagram.text.partition(".")[0]
    '4 numbers come in, then Dense 5 (relu), Dense 3 (softmax): 43 parameters'
    """

    def __init__(self, network: Any, data: Any = None, *, target: str | None = None, **settings: Any) -> None:
        data = data_or_pair(data, target)
        self._network, self._data = network, data
        is_builder = callable(getattr(network, "on_spec", None))
        if data is None and is_builder:
            data = getattr(network, "data", None)
        examples = examples_of(data)
        self._given = examples
        drawn = network_of_sizes(network, data) if isinstance(network, list | tuple) else network
        self._source = source_of(drawn, settings.get("seed", 0), examples.shape if examples else None)
        self._fit_examples()
        self._first_frozen = [column.number for column in self._columns if column.is_frozen]
        self._end_following: Callable[[], None] = _nothing
        super().__init__(**settings)
        self.on_pointer(self._point)
        if is_builder:
            follow = weakref.WeakMethod(self._follow_spec)  # a builder does not keep its diagrams alive

            def followed(spec: NetworkSpec) -> None:
                (follow() or _nothing)(spec)

            self._end_following = network.on_spec(followed)

    @property
    def spec(self) -> NetworkSpec:
        """The description of the network, with ``trainable`` as it is now."""
        return self._source.spec

    @property
    def model(self) -> Any:
        """The Keras model; None if there is only a description."""
        return self._source.model

    @property
    def weights(self) -> list[np.ndarray]:
        """Kernels and biases of the dense layers as they are now, copies in Keras' order."""
        return [np.array(array) for numbers in self._source.weights for array in numbers.values()]

    @property
    def outputs(self) -> np.ndarray | None:
        """What comes out for the chosen example; None if it is not known."""
        values = self._view().values(len(self._columns) - 1)
        return None if values is None else np.array(values)

    @property
    def loss(self) -> float | None:
        """The mean loss on the data, without the price on large weights; None if it is not known."""
        return self._view().measured.on_data

    def callback(self) -> Any:
        """Return a callback for ``model.fit``: the diagram then follows while the model learns.

        Returns
        -------
        keras.callbacks.Callback
            For ``model.fit(..., callbacks=[diagram.callback()])``. It looks as often as that takes a twentieth of the
            fit's time. A diagram of a description goes over to the model that is fitted, if that has the same layers.

        Raises
        ------
        MissingExtraError
            If Keras or TensorFlow is not installed.
        """
        from dlwidgets.training.weight_watch import WeightWatch

        return WeightWatch(self._fit_began, self.read_weights)

    def read_weights(self) -> None:
        """Show the weights as they are now, after something else has changed them, such as ``model.set_weights``."""
        with self.together():
            pass

    def close(self) -> None:
        """Remove the diagram from every page, and follow nothing any more."""
        self.__dict__.get("_end_following", _nothing)()
        self._end_following = _nothing
        super().close()

    def chart(self) -> Any:
        """Draw a sheet that holds any depth."""
        return network_map()

    def frame(self) -> Mapping[str, Any]:
        """Return what stands on the sheet."""
        return picture_of(self._view()).frame()

    def sentence(self) -> str:
        """Say what is shown, what is chosen, and what the network makes of the example."""
        return sentence_of(self._view())

    def notes(self) -> Iterable[Formula | Note]:
        """Return the formula of the chosen neuron with its numbers."""
        return notes_of(self._view())

    def to_code(self) -> str:
        """Return the line of Python that makes this demo again; it calls the model ``model``."""
        is_value = isinstance(self._network, NetworkSpec | list | tuple)
        network = repr(self._network) if is_value else self._network_name()
        data = {"data": repr(self._data) if isinstance(self._data, str) else "data"} if self._data is not None else {}
        arguments = [f"{name}={text}" for name, text in {**data, **self.code_arguments()}.items()]
        return f"dlw.NetworkDiagram({', '.join([network, *arguments])})"

    def code_arguments(self) -> dict[str, str]:
        """Return the settings that make this demo again, as source text by name."""
        arguments = super().code_arguments()
        if self.frozen_layers == self._first_frozen:
            arguments.pop("frozen_layers", None)
        return {name: text for name, text in arguments.items() if name not in {"value", "frozen"}}

    def _network_name(self) -> str:
        return "model" if isinstance(self._source, ModelSource) else "network"

    def _view(self) -> DiagramView:
        """Return what there is to show; made once for each frame."""
        if self._seen is None:
            place = Place(self.depth, self.layer, self.neuron, self.link, self.example)
            edited = frozenset((layer, neuron, link) for layer, neuron, link, _ in self.edits)
            self._seen = DiagramView(self._source, self._columns, self._examples, place, edited)
        return self._seen

    def _fit_examples(self) -> None:
        """Bring the data into the shape that the network takes."""
        shape = self._source.input_shape
        self._examples: ExampleSet | None = self._given.fitted(shape) if self._given else made_up(shape)
        self._columns: tuple[Column, ...] = columns_of(self._source, self._examples)
        self._seen: DiagramView | None = None

    def _follow_spec(self, spec: NetworkSpec) -> None:
        """Show the network that a builder describes now."""
        shape = self._given.shape if self._given else None
        self._take(NetworkSource(spec, self.seed, shape))

    def _take(self, source: NetworkSource) -> None:
        """Show another network, with what is chosen as far as it is there."""
        before = self._source, self._examples, self._columns
        try:
            self._source = source
            self._fit_examples()
        except DataError as mistake:
            self._source, self._examples, self._columns = before
            self._frames.set_fields({"error": str(mistake)})
            return
        with self.together():
            self._forget_edits()
            self.frozen_layers = [column.number for column in self._columns if column.is_frozen]
            self.layer = min(self.layer, len(self._columns) - 1)
            self._changed.clear()

    def _fit_began(self, model: Any) -> None:
        """Go over to the model that is fitted, unless it is the one that is shown."""
        if model is None or model is self.model:
            return
        source = ModelSource(model)
        shapes = [[(j.layer.kind, j.output_shape) for j in s.joints[s.first :]] for s in (source, self._source)]
        if shapes[0] != shapes[1]:
            raise InvalidValueError(
                "The model that is fitted has other layers than the network of this diagram. Make a diagram of that "
                "model: dlw.NetworkDiagram(model)."
            )
        self._take(source)
