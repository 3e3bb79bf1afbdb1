"""Dense layers, and tables of numbers for words."""

from dataclasses import KW_ONLY, dataclass

from dlwidgets.network._arguments import Shape
from dlwidgets.network._counting import many, plus_biases, times
from dlwidgets.network.layers.layer import Initializer, LayerSpec, Parameters, Regularizer, known
from dlwidgets.network.layers.ranks import refuse_rank


@dataclass(frozen=True, repr=False)
class Dense(LayerSpec):
    """Neurons that each see all features: one weight per feature and one bias per neuron.

    Parameters
    ----------
    units : int
        Number of neurons.
    activation : str, optional
        Name of the activation function; None is linear.
    use_bias : bool, default True
        Whether each neuron has a bias.
    kernel_initializer, bias_initializer : str or InitializerSpec
        How first weights and biases are drawn.
    kernel_regularizer, bias_regularizer, activity_regularizer : str or RegularizerSpec, optional
        A price on large weights, biases or outputs.
    name : str, optional
        The layer's own name.
    trainable : bool, default True
        Whether training changes the layer.

    References
    ----------
    https://keras.io/api/layers/core_layers/dense/

    Examples
    --------
    >>> Dense(10).parameters((4,)).arithmetic
    '4 inputs × 10 units + 10 biases = 50'
    """

    units: int
    activation: str | None = None
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape with the units in the place of the features."""
        if not shape:
            refuse_rank(self, shape, 1)
        known(shape[-1], self, shape, "inputs")
        return (*shape[:-1], self.units)

    def parameters(self, shape: Shape) -> Parameters:
        """Count one weight per input and unit, and one bias per unit."""
        inputs = known(shape[-1], self, shape, "inputs")
        biases = self.units if self.use_bias else 0
        words = f"{many(inputs, 'input')} × {many(self.units, 'unit')}"
        return self._counted(inputs * self.units + biases, words + plus_biases(biases))

    def multiply_adds(self, shape: Shape) -> int | None:
        """Count one per weight, at each place."""
        return times(shape, self.units)


@dataclass(frozen=True, repr=False)
class Embedding(LayerSpec):
    """A table with one row of numbers for each word: an id goes in, its row comes out.

    Parameters
    ----------
    input_dim : int
        Number of ids: one more than the largest.
    output_dim : int
        Length of a row.
    embeddings_initializer : str or InitializerSpec, default "uniform"
        How the first rows are drawn.
    embeddings_regularizer : str or RegularizerSpec, optional
        A price on large numbers in the table.
    mask_zero : bool, default False
        Whether id 0 means "nothing here".
    name : str, optional
        The layer's own name.
    trainable : bool, default True
        Whether training changes the layer.

    References
    ----------
    https://keras.io/api/layers/core_layers/embedding/
    """

    input_dim: int
    output_dim: int
    embeddings_initializer: Initializer = "uniform"
    embeddings_regularizer: Regularizer = None
    _: KW_ONLY
    mask_zero: bool = False

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape with one more axis: the row of each id."""
        return (*shape, self.output_dim)

    def parameters(self, shape: Shape) -> Parameters:
        """Count the numbers in the table."""
        del shape
        words = f"{many(self.input_dim, 'id')} × {many(self.output_dim, 'number')}"
        return self._counted(self.input_dim * self.output_dim, words)
