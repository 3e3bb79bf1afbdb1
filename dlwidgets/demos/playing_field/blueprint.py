"""The network of a playground as a value: features, layers, and how it is trained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlwidgets.demos.playing_field.features import feature
from dlwidgets.demos.playing_field.losses import AGREEMENT, Ending
from dlwidgets.network import CompileSpec, Dense, Dropout, FitSpec, Input, NetworkSpec
from dlwidgets.network.objects import MetricSpec, OptimizerSpec, RegularizerSpec
from dlwidgets.nn.chain import Stage
from dlwidgets.nn.initializers import get_initializer

Array = NDArray[Any]
OPTIMIZERS: Mapping[str, tuple[str, Mapping[str, Any], Mapping[str, str]]] = {
    "sgd": ("SGD", {}, {}),
    "momentum": ("SGD", {}, {"momentum": "momentum"}),
    "nesterov": ("SGD", {"nesterov": True}, {"momentum": "momentum"}),
    "rmsprop": ("RMSprop", {}, {"rho": "memory"}),
    "adagrad": ("Adagrad", {}, {}),
    "adam": ("Adam", {}, {"beta_1": "momentum", "beta_2": "memory"}),
    "adamw": ("AdamW", {}, {"beta_1": "momentum", "beta_2": "memory"}),
    "nadam": ("Nadam", {}, {"beta_1": "momentum", "beta_2": "memory"}),
}
"""By the name in the playground: Keras' class, its arguments, and those that are numbers of a blueprint."""
USUAL = {"momentum": 0.0, "rho": 0.9, "beta_1": 0.9, "beta_2": 0.999}
"""What Keras takes if nobody says."""
MOST_NEURONS = 16


@dataclass(frozen=True)
class Blueprint:
    """A dense network on features of the plane.

    Parameters
    ----------
    features : tuple of str
        Keys of ``FEATURES``, or formulas.
    layers : tuple of int
        Neurons of each hidden layer.
    activations : tuple of str
        One per hidden layer.
    n_outputs : int
        Neurons of the last layer.
    ending : Ending
        The loss, and what the outputs are.
    optimizer : str
        A key of ``OPTIMIZERS``.
    learning_rate : float
        How far a step goes.
    momentum, memory : float
        How much of earlier steps goes on, and how long the size of slopes counts, where the optimizer knows of it.
    l1, l2 : float
        Prices on large weights.
    dropout : float
        Share of each hidden layer that is left out at random while training.
    frozen : tuple of int
        Layers that training leaves as they are, from 1 on; the outputs are the last.
    """

    features: tuple[str, ...]
    layers: tuple[int, ...]
    activations: tuple[str, ...]
    n_outputs: int
    ending: Ending
    optimizer: str = "sgd"
    learning_rate: float = 0.03
    momentum: float = 0.9
    memory: float = 0.999
    l1: float = 0.0
    l2: float = 0.0
    dropout: float = 0.0
    frozen: tuple[int, ...] = ()

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Numbers in each column, features and outputs included."""
        return (len(self.features), *self.layers, self.n_outputs)

    @property
    def all_activations(self) -> tuple[str, ...]:
        """Of each layer, the outputs included."""
        return (*self.activations, self.ending.activation)

    def first_weights(self, seed: int) -> list[Array]:
        """Draw kernels and biases as Keras' Dense does by default, the same for a neuron whatever stands beside it.

        Parameters
        ----------
        seed : int
            Starts the random numbers.

        Returns
        -------
        list of ndarray
            Kernel and bias of each layer, in Keras' order; biases are 0.
        """
        glorot, weights = get_initializer("glorot_uniform"), []
        for number, (n_in, n_out) in enumerate(zip(self.sizes, self.sizes[1:], strict=False)):
            shape = (max(MOST_NEURONS, n_in), max(MOST_NEURONS, n_out))
            drawn = np.random.default_rng((seed, number)).uniform(-1, 1, shape)[:n_in, :n_out]
            weights += [(drawn * glorot.limit(n_in, n_out)).astype(np.float32), np.zeros(n_out, np.float32)]
        return weights

    def stages(self, weights: Sequence[Array]) -> list[Stage]:
        """Put weights into layers whose arithmetic is known here.

        Parameters
        ----------
        weights : list of ndarray
            Kernel and bias of each layer.

        Returns
        -------
        list of Stage
            For ``dlwidgets.nn.chain.signals``.
        """
        pairs = zip(weights[::2], weights[1::2], self.all_activations, strict=True)
        return [Stage(np.asarray(kernel, float), np.asarray(bias, float), activation=a) for kernel, bias, a in pairs]

    def spec(self, *, is_written: bool = False) -> NetworkSpec:
        """Describe the network for Keras.

        Parameters
        ----------
        is_written : bool, default False
            Leave out what does nothing, for readers; the trainer needs a place for what may be moved.

        Returns
        -------
        NetworkSpec
            With its compile settings.
        """
        price = None
        if not is_written or self.l1 or self.l2:
            price = RegularizerSpec("L1L2", l1=self.l1, l2=self.l2)
        layers: list[Any] = [Input((len(self.features),))]
        for number, (units, activation) in enumerate(zip(self.sizes[1:], self.all_activations, strict=True), start=1):
            is_last, name = number == len(self.sizes) - 1, None if activation == "linear" else activation
            layers.append(Dense(units, name, kernel_regularizer=price, trainable=number not in self.frozen))
            if self.dropout and not is_last:
                layers.append(Dropout(self.dropout))
        return NetworkSpec(layers, self._compiled(is_written=is_written))

    @lru_cache(maxsize=8)  # noqa: B019 - small values, and few of them
    def written(self, batch_size: int) -> str:
        """Write the Keras program.

        Parameters
        ----------
        batch_size : int
            Examples per step.

        Returns
        -------
        str
            Lines that make the features of ``x1``, ``x2``, and the network.
        """
        spec = self.spec(is_written=True)
        spec = NetworkSpec(spec.layers, spec.compile, FitSpec(epochs=100, batch_size=batch_size))
        formulas = ", ".join(feature(name).code for name in self.features)
        target = "  # y: -1 and 1" if self.ending.signed else "  # y: a column of 0 and 1 for each class"
        target = target if self.ending.signed or self.ending.one_hot else ""
        return f"import numpy as np\n\nX = np.column_stack([{formulas}]){target}\n\n{spec.to_code()}"

    @property
    def n_parameters(self) -> int:
        """Weights and biases."""
        return sum(n_in * n_out + n_out for n_in, n_out in zip(self.sizes, self.sizes[1:], strict=False))

    @property
    def multiply_adds(self) -> int:
        """Multiplications for one prediction, one per weight."""
        return sum(n_in * n_out for n_in, n_out in zip(self.sizes, self.sizes[1:], strict=False))

    def _compiled(self, *, is_written: bool) -> CompileSpec:
        kind, fixed, moved = OPTIMIZERS[self.optimizer]
        arguments = {**fixed, **{name: getattr(self, own) for name, own in moved.items()}}
        arguments = {name: value for name, value in arguments.items() if value != USUAL.get(name)}
        optimizer = OptimizerSpec(kind, learning_rate=self.learning_rate, **arguments)
        metrics: list[Any] = []
        if self.ending.metric and not is_written:
            metrics.append(MetricSpec(self.ending.metric))
        if not is_written or self.score_name == "accuracy":
            metrics.append(self._score)
        return CompileSpec(optimizer, self.ending.loss, tuple(metrics))

    @property
    def score_name(self) -> str:
        """The name under which Keras reports how many answers are right, or R2 of values."""
        return AGREEMENT if self.ending.signed else "r2" if self.ending.is_value else "accuracy"

    @property
    def _score(self) -> str | MetricSpec:
        """What Keras reports under that name; its accuracies know classes from 0 on only, and none that is -1."""
        if self.ending.signed:
            return MetricSpec("CosineSimilarity", name=AGREEMENT)
        if self.ending.is_value:
            return MetricSpec("R2Score", name="r2")
        return MetricSpec("BinaryAccuracy", name="accuracy", threshold=0.0) if self.ending.middle == 0 else "accuracy"
