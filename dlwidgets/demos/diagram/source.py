"""What a network diagram is drawn from: a description with first weights, or a Keras model that lives."""

from typing import Any

import numpy as np

from dlwidgets.demos.data_facts import facts_of
from dlwidgets.errors import InvalidValueError
from dlwidgets.network import DataFacts, Dense, Input, Joint, NetworkSpec, Shape, propose_end
from dlwidgets.network.stages import Weights, first_weights, stages_of
from dlwidgets.nn.chain import Array, Signal, Stage, signals
from dlwidgets.nn.dense import require_sizes

MOST_COMPARED = 100_000
MOST_UNITS = 4096
"""In a layer that is given by its size alone."""
NUMBERS = {True: "bias", False: "kernel"}


class NetworkSource:
    """A network with its weights; without a model behind it, they are first weights.

    Parameters
    ----------
    spec : NetworkSpec
        The layers.
    seed : int
        Draws the first weights.
    data_shape : tuple of int, optional
        Shape of one example of the data; needed where no Input layer says it.
    """

    model: Any = None
    """The Keras model; None if there is only a description."""

    def __init__(self, spec: NetworkSpec, seed: int = 0, data_shape: Shape | None = None) -> None:
        self.spec = spec
        self._seed, self._data_shape = seed, data_shape
        self.weights: tuple[Weights, ...] = ()
        self.joints: tuple[Joint, ...] = ()
        self.stages: tuple[Stage | None, ...] = ()
        self.read()

    @property
    def first(self) -> int:
        """Place of the first layer behind the inputs."""
        return int(bool(self.spec.layers) and isinstance(self.spec.layers[0], Input))

    @property
    def input_shape(self) -> Shape | None:
        """Shape of one example."""
        return self.spec.input_shape if self.spec.input_shape is not None else self._data_shape

    def read(self) -> bool:
        """Read the weights as they are now; tell whether they are others than before."""
        self.joints = self.spec.joints(None if self.first else self._data_shape)
        self._hold(self.weights or first_weights(self.joints, self._seed))
        return False

    def redraw(self, seed: int) -> None:
        """Draw other first weights."""
        self._seed, self.weights = seed, ()
        self.read()

    def write(self, index: int, place: tuple[int, ...], value: float) -> None:
        """Give one number of a layer another value.

        Parameters
        ----------
        index : int
            Place of the layer in the description.
        place : tuple of int
            Of a weight its row and column, of a bias its column.
        value : float
            What it becomes.
        """
        name = NUMBERS[len(place) == 1]
        array = np.array(self.weights[index][name])
        array[place] = value
        self._put(index, name, array)

    def freeze(self, index: int, *, frozen: bool) -> None:
        """Freeze a layer, or let it learn again."""
        self.spec = self.spec.replaced(index, trainable=not frozen)
        self.read()

    def signals(self, X: Array) -> list[Signal | None]:
        """Send examples through the network as far as its arithmetic is known.

        Parameters
        ----------
        X : ndarray, shape (n, ...)
            Examples in the shape that the network takes.

        Returns
        -------
        list of Signal or None
            One per layer, from the first behind the inputs on.
        """
        known = self._known_stages()
        passed: list[Signal | None] = [*signals(known, X.reshape(len(X), -1))]
        return passed + [None] * (len(self.stages) - self.first - len(passed))

    def last(self, X: Array) -> Signal | None:
        """Compute what the last layer does with many examples; None if the arithmetic is not known."""
        passed = self.signals(X)
        return passed[-1] if passed else None

    def loss(self, y: Array, outputs: Array) -> float | None:
        """Compute a loss that is not known here; None without a model."""
        del y, outputs

    @property
    def is_known(self) -> bool:
        """Whether all arithmetic is known, so that thousands of examples cost next to nothing."""
        return len(self._known_stages()) == len(self.stages) - self.first

    def _known_stages(self) -> list[Stage]:
        known = []
        for stage in self.stages[self.first :]:
            if stage is None:
                break
            known.append(stage)
        return known

    def _put(self, index: int, name: str, array: Array) -> None:
        self._hold(tuple({**w, name: array} if i == index else w for i, w in enumerate(self.weights)))

    def _hold(self, weights: tuple[Weights, ...]) -> None:
        self.weights, self.stages = weights, stages_of(self.joints, weights)


class ModelSource(NetworkSource):
    """A Keras model: what is changed here is changed there.

    Parameters
    ----------
    model : keras.Model
        A chain of layers with weights.

    Raises
    ------
    InvalidValueError
        If it is no chain, has no weights yet, or a layer is unknown.
    """

    def __init__(self, model: Any) -> None:
        from dlwidgets.training.live_model import LiveModel

        self._live = LiveModel(model)
        self.model = model
        self._is_fresh = False
        super().__init__(self._live.spec)
        self._is_fresh = True

    def read(self) -> bool:
        """Read the weights of the model as they are now; tell whether they are others than before."""
        if self._is_fresh:  # just made: to read millions of weights twice would be felt
            self._is_fresh = False
            return False
        for index, trainable in enumerate(self._live.trainable()):
            if self.spec.layers[index].trainable != trainable:
                self.spec = self.spec.replaced(index, trainable=trainable)
        self.joints = self.spec.joints()
        before, now = self.weights, self._live.weights()
        self._hold(now)
        return any(
            not np.array_equal(_sample(old[name]), _sample(new[name]), equal_nan=True)
            for old, new in zip(before, now, strict=False)
            for name in new
        )

    def freeze(self, index: int, *, frozen: bool) -> None:
        """Freeze a layer of the model, or let it learn again."""
        self._live.freeze(index, frozen=frozen)
        self.read()

    def signals(self, X: Array) -> list[Signal | None]:
        """Send examples through the network; where the arithmetic is not known here, Keras computes it."""
        if self.is_known:
            return super().signals(X)
        outputs = self._live.outputs(X)[self.first :]
        rows = [X, *outputs]
        return [self._signal(i, rows[i], rows[i + 1]) for i in range(len(outputs))]

    def last(self, X: Array) -> Signal | None:
        """Compute what the last layer does with many examples."""
        if self.is_known:
            return super().last(X)
        came, went = self._live.last(X)
        return self._signal(len(self.joints) - self.first - 1, came, went)

    def loss(self, y: Array, outputs: Array) -> float | None:
        """Let Keras compute the model's own loss."""
        return self._live.loss(y, outputs.astype(np.float32))

    def _signal(self, layer: int, came: Array, went: Array) -> Signal:
        """Put what Keras computed beside the sums behind it, which Keras does not tell."""
        stage = self.stages[layer + self.first]
        is_row = stage is not None and (stage.kernel is not None or came.shape == went.shape)
        return Signal(came, stage.sums(came) if stage is not None and is_row else went, went)

    def _put(self, index: int, name: str, array: Array) -> None:
        self._live.write(index, name, array)
        super()._put(index, name, array)


def _sample(array: Array) -> Array:
    """Return some of millions of weights: a fit moves them all."""
    return array.reshape(-1)[:: 1 + array.size // MOST_COMPARED]


def network_of_sizes(sizes: Any, data: Any) -> NetworkSpec:
    """Describe the dense network that a list of layer sizes stands for.

    Parameters
    ----------
    sizes : sequence of int
        The number of inputs, then of neurons in each layer.
    data : str, Dataset, (X, y) or None
        What the network is to answer; its last layer and loss suit that.

    Returns
    -------
    NetworkSpec
        ReLU in the hidden layers.

    Raises
    ------
    InvalidValueError
        If there are fewer than two sizes, one is out of range, or the last is none that suits the data.
    """
    n_inputs, *hidden, n_outputs = require_sizes(sizes, MOST_UNITS)
    layers = [Input((n_inputs,)), *(Dense(n_neurons, "relu") for n_neurons in hidden), Dense(n_outputs)]
    answers = data[1] if isinstance(data, tuple | list) and len(data) == 2 else data
    facts = DataFacts() if answers is None else facts_of(data)
    spec = propose_end(NetworkSpec(layers), facts)
    if (suited := spec.layers[-1].units) != n_outputs:
        raise InvalidValueError(
            f"The sizes end with {n_outputs}, but {facts.name} takes {suited} in the last layer. Write {suited} there."
        )
    return spec


def source_of(network: Any, seed: int, data_shape: Shape | None) -> NetworkSource:
    """Find out what a diagram is to be drawn from.

    Parameters
    ----------
    network : keras.Model, NetworkSpec or an object with ``spec``
        What the learner handed in.
    seed : int
        Draws first weights where there are none.
    data_shape : tuple of int, optional
        Shape of one example of the data.

    Returns
    -------
    NetworkSource
        Of a model, a ``ModelSource``.

    Raises
    ------
    InvalidValueError
        If it is none of these, or a model that can't be drawn.
    """
    spec = network if isinstance(network, NetworkSpec) else getattr(network, "spec", None)
    if isinstance(spec, NetworkSpec):
        return NetworkSource(spec, seed, data_shape)
    if any(base.__module__.split(".")[0] in {"keras", "tf_keras"} for base in type(network).__mro__):
        return ModelSource(network)
    raise InvalidValueError(
        f"A diagram needs a Keras model or a network description; got {type(network).__name__}. Give it a "
        "keras.Sequential, a NetworkSpec, or sizes of layers, and data by name: NetworkDiagram([4, 5, 3], data='iris')."
    )
